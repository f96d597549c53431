"""The file of answers: what is written is read again, and nothing odd stays unsaid."""

from __future__ import annotations

import json

import pytest
from tests.sheets import sheet_of, with_sheets

from sessionpress.answers.file import FORMAT, LARGEST, NotOurs, read_json, write_json
from sessionpress.answers.model import Carried, Handin, Raw
from sessionpress.answers.settle import settle
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")

CELLS: dict[str, Raw] = {
    "country": "BBB",
    "name": "شهادة الميلاد",
    "story": "One.\n<script>alert(1)</script>",
    "visits": 2.5,
    "since": "2030-03-04",
    "pace": "fine",
    "groups": ("women", "children"),
    "lead-one": 2.0,
    "steps/1/step": "জন্ম",
    "steps/1/cost": 4.0,
    "steps/3/where": "AAA",
    "fixed/2/used": "daily",
}


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return with_sheets(tmp_path_factory.mktemp("toolkit"))


def test_what_is_written_is_read_again(toolkit: Toolkit) -> None:
    sheet = sheet_of(toolkit, "everything")
    carried = {"country": Carried("card", "country", "BBB")}
    handin = Handin(
        "a.json", "everything", CELLS, copy="k1", saved="2030-03-04T09:30:00Z", carried=carried
    )
    answers = settle(handin, sheet).answers
    data = write_json(toolkit.settings, sheet, answers)
    (again,), findings = read_json("b.json", data)
    assert findings == []
    assert (again.toolkit, again.edition) == (toolkit.settings.id, toolkit.settings.edition)
    assert (again.copy, again.saved, again.carried) == ("k1", "2030-03-04T09:30:00Z", carried)
    result = settle(again, sheet)
    assert result.findings == ()
    assert result.answers.values == answers.values
    assert write_json(toolkit.settings, sheet, result.answers) == data


def test_the_file_reads_as_its_documentation_says(toolkit: Toolkit) -> None:
    sheet = sheet_of(toolkit, "everything")
    answers = settle(Handin("a.json", "everything", CELLS), sheet).answers
    root = json.loads(write_json(toolkit.settings, sheet, answers))
    assert (root["format"], root["version"]) == (FORMAT, 1)
    (one,) = root["sheets"]
    assert one["answers"]["steps"] == [
        {"step": "জন্ম", "cost": 4.0, "all": 4.0},
        {},
        {"where": "AAA"},
    ]
    assert one["answers"]["groups"] == ["women", "children"]
    assert one["answers"]["fixed"] == [{}, {"used": "daily"}]
    assert "pace" in one["answers"] and "lead-two" not in one["answers"]


def file(**changes: object) -> bytes:
    """A file of answers with some of its keys changed."""
    one = {"sheet": "plan", "answers": {"what": "More."}}
    root = {"format": FORMAT, "version": 1, "toolkit": "t", "sheets": [one], **changes}
    return json.dumps(root).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is cut off or damaged near line 1."),
        (file()[:40], "the file is cut off or damaged near line 1."),
        (b"\xff\xfe{", "the file is cut off or damaged."),
        (b"[" * 100_000, "the file is cut off or damaged."),
        (b'{"format": NaN}', "the file is cut off or damaged."),
        (b"[]", "this is no file of answers."),
        (b'{"format": "other"}', "this is no file of answers."),
        (
            file(version=2),
            "the file has version 2 of the format; 1 can be read.",
        ),
        (file(version=None), "the file has version unknown of the format; 1 can be read."),
        (file(sheets=[]), "the file holds no sheet."),
        (file(sheets="x"), "the file holds no sheet."),
        (
            b"x" * (LARGEST + 1),
            "the file has 2,000,001 bytes; a file of answers has 2,000,000 at most.",
        ),
    ],
)
def test_a_file_that_holds_no_answers_is_refused_in_words(data: bytes, message: str) -> None:
    with pytest.raises(NotOurs) as refused:
        read_json("a.json", data)
    assert refused.value.message == message
    assert refused.value.advice.endswith(".")


def test_parts_of_another_shape_are_said_and_the_rest_is_read() -> None:
    sheets = [
        {"sheet": "plan", "answers": {"what": {"a": 1}, "country": "AAA", "level": [1, 2]}},
        {"sheet": "plan"},
        "x",
        {"sheet": "plan", "answers": {"big": 1e300, "none": None, "yes": True, "": "x"}},
    ]
    handins, findings = read_json("a.json", file(sheets=sheets))
    assert [dict(one.cells) for one in handins] == [
        {"country": "AAA"},
        {"none": "", "yes": True, "": "x"},
    ]
    assert [str(one) for one in findings] == [
        "a.json, what: the answer has another shape than expected. Ask for it again.",
        "a.json, level: the answer has another shape than expected. Ask for it again.",
        "a.json, sheet 2: it has another shape than expected. Ask for it again.",
        "a.json, sheet 3: it has another shape than expected. Ask for it again.",
        "a.json, big: the answer has another shape than expected. Ask for it again.",
    ]


def test_a_byte_order_mark_is_accepted() -> None:
    (handin,), findings = read_json("a.json", b"\xef\xbb\xbf" + file())
    assert (handin.cells, findings) == ({"what": "More."}, [])
