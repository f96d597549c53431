"""Tests on paper, typed into a workbook: a row a person, read as if each had handed in a file."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from tests.office import saved, saved_again
from tests.toolkits import CARDS, base_text, loaded, tiny

from sessionpress.answers.file import NotOurs
from sessionpress.answers.gain import gain
from sessionpress.answers.gather import gather
from sessionpress.bind.handins import read_data
from sessionpress.bind.packages import unpack, write_package
from sessionpress.bind.xlsx import entry_xlsx, read_entry, sheet_xlsx
from sessionpress.content import questions as asked
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")

MORE = """
/// question | And the second, with an answer that is in no other file?
    objective: s1-read
    form: A

- [ ] No
- [x] =Yes

//// answer
Because ZEBRA says so.
////
///
"""
TYPED: tuple[tuple[str | int | None, ...], ...] = (
    ("FANA07", "before", "a", None),
    ("LOPA 12", "before", "a", "b"),
    (12, "before", None, "b"),
    (None, None, None, None),
    ("FANA07", "soon", None, "z"),
)


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    root = tmp_path_factory.mktemp("questions")
    return loaded(tiny(root, {CARDS: base_text(CARDS) + MORE}))


@pytest.fixture(scope="module")
def made(toolkit: Toolkit) -> bytes:
    return entry_xlsx(toolkit, asked.test_sheets(toolkit))


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def typed(data: bytes) -> bytes:
    """The workbook after somebody typed some tests of form A, and one of form B."""
    book = opened(data)
    for row, given in enumerate(TYPED, 3):
        for column, text in enumerate(given, 1):
            book["test-a"].cell(row, column, text)
    for column, text in enumerate(("fana-07", "after", "b"), 1):
        book["test-b"].cell(3, column, text)
    return saved(book)


EXPECTED = {
    "test-a, row 3": {"code": "FANA07", "when": "before", "s1-read-a-1": "a"},
    "test-a, row 4": {
        "code": "LOPA 12",
        "when": "before",
        "s1-read-a-1": "a",
        "s1-read-a-2": "b",
    },
    "test-a, row 5": {"code": "12", "when": "before", "s1-read-a-2": "b"},
    "test-a, row 7": {"code": "FANA07", "when": "soon", "s1-read-a-2": "z"},
    "test-b, row 3": {"code": "fana-07", "when": "after", "s1-read-b-1": "b"},
}


def test_each_row_is_a_hand_in_of_its_own(made: bytes) -> None:
    found = read_entry("room.xlsx", typed(made))
    assert {one.file.removeprefix("room.xlsx, "): dict(one.cells) for one in found} == EXPECTED
    assert {one.toolkit for one in found} == {"tiny"}
    assert len({one.copy for one in found}) == len(found)


@pytest.mark.slow
def test_libreoffice_changes_nothing(made: bytes, tmp_path: Path) -> None:
    again = saved_again(tmp_path, {"room.xlsx": typed(made)}, "xlsx")["room.xlsx"]
    found = read_entry("room.xlsx", again)
    assert {one.file.removeprefix("room.xlsx, "): dict(one.cells) for one in found} == EXPECTED


def test_it_is_collected_as_any_file_and_gives_the_gain(toolkit: Toolkit, made: bytes) -> None:
    read = read_data("room.xlsx", typed(made))
    collection = gather(read.handins, toolkit, read.findings)
    assert [(one.file, one.field, one.message) for one in collection.findings] == [
        ("room.xlsx, test-a, row 7", "When you answer", '"soon" is none of the options.'),
        (
            "room.xlsx, test-a, row 7",
            "And the second, with an answer that is in no other file?",
            '"z" is none of the options.',
        ),
    ]
    found = gain(asked.questions(toolkit), [*collection.of("test-a"), *collection.of("test-b")])
    assert (found.linked, found.only_before, found.unclear) == (1, 2, 1)


def test_letters_are_chosen_from_a_list_and_codes_have_a_longest(made: bytes) -> None:
    page = opened(made)["test-a"]
    rules = {
        str(one.sqref): (one.type, one.formula1) for one in page.data_validations.dataValidation
    }
    assert rules["A3:A52"] == ("textLength", "12")
    assert rules["B3:B52"] == ("list", '"before,after"')
    assert rules["D3:D52"] == ("list", '"a,b"')


def test_labels_are_protected_and_answers_are_not(made: bytes) -> None:
    page = opened(made)["test-a"]
    assert page.protection.sheet
    assert page["A1"].protection.locked
    assert not page["A3"].protection.locked


def test_no_key_and_no_answer_is_in_it(made: bytes) -> None:
    book = opened(made)
    texts = [str(cell.value) for page in book for row in page.iter_rows() for cell in row]
    assert not any("ZEBRA" in text or "[x]" in text for text in texts)


def test_words_of_a_question_are_no_formula(made: bytes) -> None:
    page = opened(made)["Questions"]
    found = [cell for row in page.iter_rows() for cell in row if "=Yes" in str(cell.value)]
    assert [cell.data_type for cell in found] == ["s"]


def test_the_same_tests_are_the_same_bytes(toolkit: Toolkit, made: bytes) -> None:
    assert entry_xlsx(toolkit, asked.test_sheets(toolkit)) == made


def test_what_a_worksheet_says_of_its_size_is_not_believed(made: bytes) -> None:
    parts = unpack(typed(made))
    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', data)
    assert len(read_entry("room.xlsx", write_package(parts, dt.date(2030, 3, 1)))) == len(EXPECTED)


def test_a_row_that_is_far_away_costs_nothing(made: bytes) -> None:
    parts = unpack(made)
    far = b'<row r="99999999999"><c r="A99999999999" t="str"><v>x</v></c></row></sheetData>'
    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = data.replace(b"</sheetData>", far)
    assert read_entry("room.xlsx", write_package(parts, dt.date(2030, 3, 1))) == []


def test_another_workbook_is_none_of_entry(toolkit: Toolkit) -> None:
    sheet = asked.test_sheets(toolkit)[0]
    assert read_entry("form.xlsx", sheet_xlsx(toolkit, sheet, "en")) == []


def test_a_damaged_workbook_is_refused(made: bytes) -> None:
    with pytest.raises(NotOurs):
        read_entry("cut.xlsx", made[: len(made) // 2])
