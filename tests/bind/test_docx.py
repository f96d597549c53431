"""Sheets as DOCX: what the form holds, and what is read when it comes back."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator, Mapping

import pytest
from lxml import etree
from tests.office import (
    DATE,
    DOCUMENT,
    FILLED,
    around,
    changed_document,
    controls,
    fill_docx,
    run,
    sample,
    saved_again,
    settled,
    write,
)
from tests.sheets import sheet_of, with_sheets
from tests.toolkits import ROOT, loaded

from sessionpress.answers.cells import cells
from sessionpress.answers.file import NotOurs
from sessionpress.answers.model import Handin
from sessionpress.answers.settle import settle
from sessionpress.bind.docx import read_docx, sheet_docx
from sessionpress.bind.docx.anchors import bookmark, likened, named, tag, unlike
from sessionpress.bind.docx.reading import W14, W
from sessionpress.bind.packages import CONTENT_TYPES, unpack, write_package
from sessionpress.content.model import Sheet, Toolkit

pytestmark = pytest.mark.usefixtures("silence")

Change = Callable[[etree._Element], None]


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return with_sheets(tmp_path_factory.mktemp("sheets") / "toolkit")


@pytest.fixture(scope="module")
def real() -> Toolkit:
    """The toolkit that this house holds, for its sheets."""
    return loaded(ROOT)


@pytest.fixture(scope="module")
def sheet(toolkit: Toolkit) -> Sheet:
    return sheet_of(toolkit, "everything")


@pytest.fixture(scope="module")
def blank(toolkit: Toolkit, sheet: Sheet) -> bytes:
    return sheet_docx(toolkit, sheet, "en")


@pytest.fixture(scope="module")
def filled(blank: bytes) -> bytes:
    return fill_docx(blank, FILLED)


def document(data: bytes) -> etree._Element:
    return etree.fromstring(unpack(data)[DOCUMENT])


def read_changed(data: bytes, *changes: Change) -> Handin:
    return read_docx("a.docx", changed_document(data, *changes))


def said(handin: Handin) -> list[str]:
    return [str(finding) for finding in handin.findings]


def control(root: etree._Element, name: str) -> etree._Element:
    return next(controls(root, name))


# ---------------------------------------------------------------- the form


def test_a_summary_longer_than_a_property_may_be_is_shortened_there_only(
    toolkit: Toolkit, sheet: Sheet
) -> None:
    long = dataclasses.replace(sheet, summary="Many words. " * 40 + "The end.")
    parts = unpack(sheet_docx(toolkit, long, "en"))
    kept = etree.fromstring(parts["docProps/core.xml"])
    told = kept.findtext("{http://purl.org/dc/elements/1.1/}description")
    assert told is not None
    assert told.endswith(" …")
    assert len(told) <= 255
    assert b"The end." in parts["word/document.xml"]


def test_the_same_sheet_is_the_same_bytes(toolkit: Toolkit, sheet: Sheet, blank: bytes) -> None:
    assert sheet_docx(toolkit, sheet, "en") == blank


def test_every_cell_of_the_sheet_has_a_control_and_a_bookmark(blank: bytes, sheet: Sheet) -> None:
    root = document(blank)
    tags = [one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for one in controls(root)]
    marks = [one.get(f"{W}name") for one in root.iter(f"{W}bookmarkStart")]
    names = [cell.name for cell in cells(sheet)]
    assert marks == [bookmark(name) for name in names]
    assert list(dict.fromkeys(tags)) == [tag(name) for name in names]
    assert len(tags) == len(names) + 2, "a box for each of the three groups"


def test_controls_are_of_the_kind_of_the_cell(blank: bytes) -> None:
    root = document(blank)

    def of(name: str, kind: str) -> etree._Element | None:
        found: etree._Element | None = control(root, name).find(f"{W}sdtPr/{kind}")
        return found

    def listed(name: str) -> list[tuple[str, str]]:
        shown = of(name, f"{W}dropDownList")
        assert shown is not None
        return [(one.get(f"{W}value"), one.get(f"{W}displayText")) for one in shown[1:]]

    assert listed("country") == [("AAA", "Alland"), ("BBB", "Bérénice & Co <island>")]
    assert listed("pace")[1] == ("fine", "Just right")
    assert listed("lead-one")[2] == ("3", "3 - Often")
    assert listed("steps/2/size") == [("low", "low"), ("high", "high")]
    assert of("since", f"{W}date") is not None
    assert of("steps/3/by", f"{W}date") is not None
    assert of("groups", f"{W14}checkbox") is not None
    assert of("middle", f"{W}lock") is not None
    alias = of("fixed/2/used", f"{W}alias")
    assert alias is not None
    assert alias.get(f"{W}val") == "Channels, Telephone: How often used"


def test_ids_and_anchors_are_unique_and_fit_what_word_takes(real: Toolkit) -> None:
    for one in real.sheets:
        root = document(sheet_docx(real, one, "en"))
        ids = [element.get(f"{W}val") for element in root.iter(f"{W}id")]
        marks = [element.get(f"{W}name") for element in root.iter(f"{W}bookmarkStart")]
        aliases = [str(element.get(f"{W}val")) for element in root.iter(f"{W}alias")]
        tags = [str(element.get(f"{W}val")) for element in root.iter(f"{W}tag")]
        assert len(set(ids)) == len(ids)
        assert len(set(marks)) == len(marks)
        assert max(map(len, marks)) <= 40
        assert max(map(len, aliases)) <= 64
        assert max(map(len, tags)) <= 64


def test_a_name_that_is_too_long_is_found_again() -> None:
    name = f"{'long-name-' * 4}end/12/{'column-' * 5}end"
    kept = likened(unlike([name, "short"]))
    assert set(kept) == {tag(name), bookmark(name)}
    assert len(tag(name)) <= 64
    assert len(bookmark(name)) <= 40
    assert [named(anchor, kept) for anchor in (tag(name), bookmark(name))] == [name, name]
    assert named("in_steps__3__first_step") == "steps/3/first-step"
    assert named("in_steps__3__first_step Copy 1") == ""


def test_heads_repeat_rows_stay_whole_and_headings_are_headings(blank: bytes) -> None:
    root = document(blank)
    assert len(list(root.iter(f"{W}tblHeader"))) == 2
    assert len(list(root.iter(f"{W}cantSplit"))) == len(list(root.iter(f"{W}tr")))
    styles = [one.get(f"{W}val") for one in root.iter(f"{W}pStyle")]
    assert styles[0] == "Title"
    assert styles.count("Heading1") == 3


def test_the_page_and_the_file_say_what_they_are(toolkit: Toolkit) -> None:
    parts = unpack(sheet_docx(toolkit, sheet_of(toolkit, "plan"), "tr"))
    assert b'w:orient="landscape"' in parts[DOCUMENT]
    assert b"<dc:title>Plan</dc:title>" in parts["docProps/core.xml"]
    assert b"2030-03-01T00:00:00Z</dcterms:modified>" in parts["docProps/core.xml"]
    assert b'w:lang w:val="tr"' in parts["word/styles.xml"]
    footer = b"".join(data for name, data in parts.items() if "footer" in name)
    assert b"Tiny toolkit, 2030.1" in footer
    assert b" NUMPAGES " in footer
    assert not any("thumbnail" in name for name in parts)


def test_a_sheet_in_a_language_from_right_to_left_is_laid_out_so(
    toolkit: Toolkit, sheet: Sheet
) -> None:
    parts = unpack(sheet_docx(toolkit, sheet, "fa"))
    root = etree.fromstring(parts[DOCUMENT])
    assert root.find(f".//{W}sectPr/{W}bidi") is not None
    assert len(list(root.iter(f"{W}bidiVisual"))) == len(list(root.iter(f"{W}tbl")))
    assert b'w:bidi="fa"' in parts["word/styles.xml"]


# ---------------------------------------------------------------- read again


def test_a_blank_form_says_who_it_is_and_nothing_more(blank: bytes, sheet: Sheet) -> None:
    handin = read_docx("blank.docx", blank)
    assert (handin.toolkit, handin.edition, handin.sheet) == ("tiny", "2030.1", "everything")
    assert (handin.cells, handin.findings) == ({}, ())
    assert [str(one) for one in settle(handin, sheet).findings] == [
        "blank.docx: nothing is filled in. Ask for the filled sheet."
    ]


def test_what_is_filled_in_is_read(filled: bytes, sheet: Sheet) -> None:
    found = settle(read_docx("filled.docx", filled), sheet)
    assert found.findings == ()
    assert found.answers.values == settled(sheet)


def test_one_anchor_of_the_two_is_enough(filled: bytes, sheet: Sheet) -> None:
    def without(kind: str) -> Change:
        def change(root: etree._Element) -> None:
            for element in list(root.iter(f"{W}{kind}")):
                element.getparent().remove(element)

        return change

    for kind in ("tag", "bookmarkStart"):
        found = settle(read_changed(filled, without(kind)), sheet)
        assert (found.answers.values, found.findings) == (settled(sheet), ()), kind
    with pytest.raises(NotOurs) as caught:
        read_changed(filled, without("tag"), without("bookmarkStart"))
    assert caught.value.message == "the fields are gone from the document."


def test_the_hint_of_word_in_another_language_is_blank(blank: bytes) -> None:
    def hint(root: etree._Element) -> None:
        next(control(root, "name").iter(f"{W}t")).text = "Klicken oder tippen Sie hier"

    assert read_changed(blank, hint).cells == {}


def test_an_answer_in_a_control_that_still_says_it_is_empty_is_kept(blank: bytes) -> None:
    def fill(root: etree._Element) -> None:
        content = control(root, "name").find(f"{W}sdtContent")
        content[:] = [run("Birth")]

    assert read_changed(blank, fill).cells == {"name": "Birth"}


def test_words_beside_a_control_in_its_cell_are_part_of_the_answer(blank: bytes) -> None:
    def beside(root: etree._Element) -> None:
        place = around(control(root, "story"), "tc")
        etree.SubElement(place, f"{W}p").append(run("Second line"))

    assert read_changed(blank, beside).cells == {"story": "Second line"}


def test_copied_and_new_rows_of_a_growing_table_count_by_position(
    blank: bytes, sheet: Sheet
) -> None:
    def grow(root: etree._Element) -> None:
        first = around(control(root, "steps/1/step"), "tr")
        write(control(root, "steps/1/step"), "One")
        row = copy.deepcopy(first)
        first.addnext(row)
        write(next(controls(row, "steps/1/step")), "Copied")
        last = around(list(controls(root, "steps/3/step"))[-1], "tr")
        new = etree.Element(f"{W}tr")
        for text in ("New", "5", "", "", "low", "", ""):
            etree.SubElement(etree.SubElement(new, f"{W}tc"), f"{W}p").append(run(text))
        last.addnext(new)

    handin = read_changed(blank, grow)
    assert handin.findings == ()
    assert handin.cells == {
        "steps/1/step": "One",
        "steps/2/step": "Copied",
        "steps/5/step": "New",
        "steps/5/cost": "5",
        "steps/5/size": "low",
    }
    assert settle(handin, sheet).answers.values["steps/5/size"] == "low"


def test_a_copied_row_of_a_fixed_table_is_said(blank: bytes) -> None:
    def double(root: etree._Element) -> None:
        row = around(control(root, "fixed/1/used"), "tr")
        write(control(root, "fixed/1/used"), "often")
        row.addnext(copy.deepcopy(row))
        write(list(controls(root, "fixed/1/used"))[1], "rarely")

    handin = read_changed(blank, double)
    assert handin.cells == {"fixed/1/used": "often"}
    assert said(handin) == [
        'a.docx, fixed/1/used: the field stands twice; "rarely" was left out. '
        "Write one answer, in the first of the two."
    ]


def test_tracked_changes_are_read_as_accepted_and_said(filled: bytes) -> None:
    def track(root: etree._Element) -> None:
        content = control(root, "name").find(f"{W}sdtContent")
        content[:] = []
        deleted = etree.SubElement(content, f"{W}del")
        deleted.append(run("Old", "delText"))
        etree.SubElement(content, f"{W}moveFrom").append(run("moved away "))
        etree.SubElement(content, f"{W}ins").append(run("New"))
        row = around(control(root, "steps/2/cost"), "tr")
        etree.SubElement(row.find(f"{W}trPr"), f"{W}del")

    handin = read_changed(filled, track)
    assert handin.cells["name"] == "New"
    assert "steps/2/cost" not in handin.cells
    assert handin.cells["steps/2/where"] == "Alland"
    assert said(handin) == [
        "a.docx: the document has tracked changes; it was read as if all were accepted. "
        "Check what was read."
    ]


def test_comments_are_not_read_and_said(filled: bytes) -> None:
    parts = unpack(filled) | {
        "word/comments.xml": (
            b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b'<w:comment w:id="1"/></w:comments>'
        )
    }
    handin = read_docx("a.docx", write_package(parts, DATE))
    assert said(handin) == [
        "a.docx: the document has comments; they were not read. Look at them in the document."
    ]
    assert not handin.findings[0].left_out


def test_what_is_written_outside_the_fields_is_said(blank: bytes) -> None:
    def scribble(root: etree._Element) -> None:
        heading = next(one for one in root.iter(f"{W}t") if one.text == "Pace")
        made = etree.Element(f"{W}p")
        made.append(run("We could not agree."))
        around(heading, "p").addnext(made)

    assert said(read_changed(blank, scribble)) == [
        'a.docx, after "Pace": "We could not agree." stands beside the fields. '
        "Write it into a field."
    ]


def test_an_option_that_was_added_is_not_dropped(blank: bytes, sheet: Sheet) -> None:
    def add(root: etree._Element) -> None:
        place = around(control(root, "groups"), "tc")
        etree.SubElement(place, f"{W}p").append(run("☐ Nomads"))

    handin = read_changed(blank, add)
    assert handin.cells == {"groups": ("Nomads",)}
    assert '"Nomads" is none of the options.' in str(settle(handin, sheet).findings[0])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("other", "this is no form of a sheet: it does not say which."),
        ("macros", "the file carries macros, which are programs; it was not opened."),
        ("cut", "the file is cut off or damaged."),
        ("parts", "the file is cut off or damaged."),
        ("text", "the file is cut off or damaged."),
    ],
)
def test_files_that_are_no_forms_are_refused(filled: bytes, name: str, said: str) -> None:
    parts = unpack(filled)
    macros = parts[CONTENT_TYPES].replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main",
        b"ms-word.document.macroEnabled.main",
    )
    assert macros != parts[CONTENT_TYPES]
    made = {
        "other": write_package({k: v for k, v in parts.items() if "custom" not in k}, DATE),
        "macros": write_package(parts | {CONTENT_TYPES: macros}, DATE),
        "cut": filled[: len(filled) // 2],
        "parts": write_package({k: v for k, v in parts.items() if k != DOCUMENT}, DATE),
        "text": b"country: Alland\n",
    }
    with pytest.raises(NotOurs) as caught:
        read_docx("a.docx", made[name])
    assert caught.value.message == said


# ---------------------------------------------------------------- after LibreOffice


@pytest.fixture(scope="module")
def again(
    tmp_path_factory: pytest.TempPathFactory, real: Toolkit, blank: bytes, filled: bytes
) -> Iterator[Mapping[str, bytes]]:
    """Forms of every sheet that there is, filled in, opened and saved in LibreOffice."""
    files = {one.id: fill_docx(sheet_docx(real, one, "en"), sample(one)) for one in real.sheets}
    files |= {"_blank": blank, "_filled": filled}
    yield saved_again(tmp_path_factory.mktemp("writer"), files, "docx")


@pytest.mark.slow
def test_every_sheet_is_read_the_same_after_libreoffice(
    again: Mapping[str, bytes], real: Toolkit
) -> None:
    for sheet in real.sheets:
        found = settle(read_docx(sheet.id, again[sheet.id]), sheet)
        expected = settle(Handin("", sheet.id, sample(sheet)), sheet)
        assert found.findings == (), sheet.id
        assert found.answers.values == expected.answers.values, sheet.id


@pytest.mark.slow
def test_every_kind_is_read_the_same_after_libreoffice(
    again: Mapping[str, bytes], sheet: Sheet
) -> None:
    found = settle(read_docx("a.docx", again["_filled"]), sheet)
    assert (found.answers.values, found.findings) == (settled(sheet), ())
    handin = read_docx("b.docx", again["_blank"])
    assert (handin.cells, handin.findings) == ({}, ())
