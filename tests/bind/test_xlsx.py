"""Sheets as XLSX: what the form holds, and what is read when it comes back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from tests.office import (
    DATE,
    FILLED,
    fill_xlsx,
    sample,
    saved,
    saved_again,
    settled,
    spot,
    workbook,
)
from tests.sheets import EVERYTHING, FILES, sheet_of, with_sheets
from tests.toolkits import ROOT, loaded, tiny

from sessionpress.answers.cells import cells, defined_name
from sessionpress.answers.file import NotOurs
from sessionpress.answers.model import Handin, Raw
from sessionpress.answers.settle import settle
from sessionpress.bind.office import is_right_to_left
from sessionpress.bind.packages import unpack, write_package
from sessionpress.bind.xlsx import read_xlsx, sheet_xlsx
from sessionpress.bind.xlsx.writing import SPARE_ROWS
from sessionpress.content.model import Sheet, Toolkit

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return with_sheets(tmp_path_factory.mktemp("sheets") / "toolkit")


@pytest.fixture(scope="module")
def sheet(toolkit: Toolkit) -> Sheet:
    return sheet_of(toolkit, "everything")


@pytest.fixture(scope="module")
def real() -> Toolkit:
    """The toolkit that this house holds, for its sheets."""
    return loaded(ROOT)


@pytest.fixture(scope="module")
def blank(toolkit: Toolkit, sheet: Sheet) -> bytes:
    return sheet_xlsx(toolkit, sheet, "en")


@pytest.fixture(scope="module")
def filled(blank: bytes, sheet: Sheet) -> bytes:
    return fill_xlsx(blank, sheet, FILLED)


def said(handin: Handin) -> list[str]:
    return [str(finding) for finding in handin.findings]


def changed(data: bytes, **values: str | float | dt.datetime) -> bytes:
    """A form with values typed into cells, by defined name without in_."""
    book = workbook(data)
    for name, value in values.items():
        book.worksheets[0][spot(book, f"in_{name}")] = value
    return saved(book)


def renamed(book: Workbook, name: str, to: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=f"'{book.worksheets[0].title}'!{to}")


# ---------------------------------------------------------------- the form


def test_the_same_sheet_is_the_same_bytes(toolkit: Toolkit, sheet: Sheet, blank: bytes) -> None:
    assert sheet_xlsx(toolkit, sheet, "en") == blank


def test_every_cell_of_the_sheet_has_its_name_once_and_no_other_has(
    blank: bytes, sheet: Sheet
) -> None:
    names = [name for name in workbook(blank).defined_names if name.startswith("in_")]
    expected = {defined_name(cell.name) for cell in cells(sheet, {"steps": 3 + SPARE_ROWS})}
    assert set(names) == expected
    assert len(names) == len(expected)


def test_inputs_are_open_and_all_else_is_locked_without_a_password(
    blank: bytes, sheet: Sheet
) -> None:
    book = workbook(blank)
    page = book.worksheets[0]
    assert page.protection.sheet
    assert not page.protection.password
    inputs = {
        spot(book, name).partition(":")[0]
        for cell in cells(sheet, {"steps": 3 + SPARE_ROWS})
        if cell.kind != "computed"
        for name in [defined_name(cell.name)]
    }
    for row in page.iter_rows():
        for cell in row:
            text = str(cell.value or "")
            assert cell.protection.locked or not text, text
    assert all(not page[one].protection.locked for one in inputs)


def test_lists_hold_what_can_be_chosen_and_numbers_and_dates_have_limits(blank: bytes) -> None:
    book = workbook(blank)
    page, lists = book.worksheets[0], book.worksheets[-1]
    rules = {}
    for rule in page.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                rules[page.cell(row, column).coordinate] = rule

    def listed(name: str) -> list[object]:
        where = rules[spot(book, name)].formula1.rpartition("!")[2].replace("$", "")
        return [row[0].value for row in lists[where]]

    assert lists.sheet_state == "hidden"
    assert listed("in_country") == ["Alland", "Bérénice & Co <island>"]
    assert listed("in_pace") == ["Too slow", "Just right", "Too fast"]
    assert listed("in_lead_one") == ["1 - Never", "2 - Rarely", "3 - Often"]
    visits = rules[spot(book, "in_visits")]
    assert (visits.type, visits.formula1, visits.formula2) == ("decimal", "0", "99")
    assert visits.error == "A number from 0 to 99."
    assert rules[spot(book, "in_since")].type == "date"
    first, last = (spot(book, f"in_steps.{row}.cost") for row in (1, 3 + SPARE_ROWS))
    assert str(rules[first].sqref) == f"{first}:{last}", "rows that are added get the rule"
    name = rules[spot(book, "in_name")]
    assert (name.type, name.formula1, name.promptTitle) == (
        "textLength",
        "20",
        "Name of the service",
    )
    assert name.prompt == "As people say it. Example: Birth papers At most 20 characters."


def test_prompts_and_messages_fit_what_spreadsheets_take(real: Toolkit) -> None:
    for one in real.sheets:
        book = workbook(sheet_xlsx(real, one, "en"))
        for rule in book.worksheets[0].data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert len(rule.error or "") <= 255
        assert len(book.worksheets[0].title) <= 31


def test_it_is_set_up_for_print(blank: bytes) -> None:
    page: Any = workbook(blank).worksheets[0]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert page.freeze_panes == "A2"
    assert page.oddHeader.left.text == "Everything <&& more>"
    assert page.oddFooter.left.text == "Tiny toolkit, 2030.1"
    assert page.oddFooter.right.text == "Page &P of &N"


def test_a_sheet_in_a_language_from_right_to_left_is_laid_out_so(
    toolkit: Toolkit, sheet: Sheet
) -> None:
    page = workbook(sheet_xlsx(toolkit, sheet, "ar")).worksheets[0]
    assert page.sheet_view.rightToLeft
    assert page["B1"].alignment.readingOrder == 2
    assert [is_right_to_left(tag) for tag in ("ar", "fa", "ur-PK", "en", "tr", "x-odd")] == [
        *[True] * 3,
        *[False] * 3,
    ]


def test_a_profile_is_drawn_and_described_and_has_no_total(blank: bytes) -> None:
    parts = unpack(blank)
    assert b"<barChart>" in parts["xl/charts/chart1.xml"]
    assert (
        b'descr="Chart of the mean level of each section of Everything'
        in (parts["xl/drawings/drawing1.xml"])
    )
    page = workbook(blank)["Profile"]
    texts = [[cell.value for cell in row[1:5]] for row in page.iter_rows(min_row=4)]
    assert texts[0] == ["Section", "Mean level", "Lowest", "Highest"]
    assert [row[0] for row in texts[1:] if row[0]] == ["Leadership"]


def test_a_profile_of_three_sections_is_a_radar(real: Toolkit) -> None:
    parts = unpack(sheet_xlsx(real, sheet_of(real, "capability-assessment"), "en"))
    assert b"radarChart" in parts["xl/charts/chart1.xml"]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = "exercises/card-sort/everything.yml"
    text = EVERYTHING.replace("options: [low, high]", 'options: ["=1+1", high]').replace(
        "rows: [Counter, Telephone]", 'rows: ["=HYPERLINK(1)", Telephone]'
    )
    toolkit = loaded(tiny(tmp_path / "t", FILES | {path: text}))
    book = workbook(sheet_xlsx(toolkit, sheet_of(toolkit, "everything"), "en"))
    found = {
        str(cell.value): cell.data_type
        for page in (book.worksheets[0], book.worksheets[-1])
        for row in page.iter_rows()
        for cell in row
        if str(cell.value) in ("=1+1", "=HYPERLINK(1)")
    }
    assert found == {"=1+1": "s", "=HYPERLINK(1)": "s"}


# ---------------------------------------------------------------- read again


def test_a_blank_form_says_who_it_is_and_nothing_more(blank: bytes, sheet: Sheet) -> None:
    handin = read_xlsx("blank.xlsx", blank)
    assert (handin.toolkit, handin.edition, handin.sheet) == ("tiny", "2030.1", "everything")
    assert (handin.cells, handin.findings) == ({}, ())
    assert [str(one) for one in settle(handin, sheet).findings] == [
        "blank.xlsx: nothing is filled in. Ask for the filled sheet."
    ]


def test_what_is_filled_in_is_read(filled: bytes, sheet: Sheet) -> None:
    found = settle(read_xlsx("filled.xlsx", filled), sheet)
    assert found.findings == ()
    assert found.answers.values == settled(sheet)


def test_spare_rows_are_read(blank: bytes, sheet: Sheet) -> None:
    handin = read_xlsx("a.xlsx", changed(blank, **{f"steps.{3 + SPARE_ROWS}.step": "Last"}))
    assert handin.cells == {f"steps/{3 + SPARE_ROWS}/step": "Last"}


def test_moved_cells_and_renamed_worksheets_are_found(filled: bytes, sheet: Sheet) -> None:
    book = workbook(filled)
    page = book.worksheets[0]
    page["J40"] = page[spot(book, "in_name")].value
    page[spot(book, "in_name")] = None
    renamed(book, "in_name", "$J$40")
    page.title = "It's ours: no"[:9]
    for name, defined in list(book.defined_names.items()):
        where = defined.attr_text.rpartition("!")[2]
        if "Everything" in defined.attr_text:
            book.defined_names[name] = DefinedName(name, attr_text=f"'It''s ours'!{where}")
    found = settle(read_xlsx("a.xlsx", saved(book)), sheet)
    assert found.answers.values == settled(sheet)
    assert found.findings == ()


def test_rows_added_inside_a_table_are_read_by_their_columns(filled: bytes) -> None:
    book = workbook(filled)
    page = book.worksheets[0]
    last = 3 + SPARE_ROWS
    for name in list(book.defined_names):
        if name.startswith(("in_steps.2.", f"in_steps.{last}.")):
            if name.endswith(".step"):
                page[spot(book, name)] = f"Added {name[9]}"
            del book.defined_names[name]
    cells_read = read_xlsx("a.xlsx", saved(book)).cells
    assert cells_read["steps/2/step"] == "Added 2"
    assert cells_read["steps/2/cost"] == 20.0
    assert cells_read[f"steps/{last}/step"] == f"Added {last}"


@pytest.mark.parametrize(
    ("value", "shown_as", "read"),
    [
        (0.5, "0%", "50%"),
        (12, "General", 12.0),
        ("١٢", "General", "١٢"),
        (True, "General", "yes"),
        (False, "General", "no"),
        ("  two words ", "@", "  two words "),
    ],
)
def test_values_are_read_as_people_see_them(
    blank: bytes, value: object, shown_as: str, read: Raw
) -> None:
    book = workbook(blank)
    place = book.worksheets[0][spot(book, "in_visits")]
    place.value, place.number_format = value, shown_as
    assert read_xlsx("a.xlsx", saved(book)).cells == {"visits": read}


def test_a_number_that_became_a_date_is_not_guessed(blank: bytes, sheet: Sheet) -> None:
    handin = read_xlsx("a.xlsx", changed(blank, visits=dt.datetime(2030, 2, 1)))
    assert handin.cells == {"visits": "2030-02-01"}
    assert str(settle(handin, sheet).findings[0]) == (
        'a.xlsx, Visits: "2030-02-01" cannot be read as one number. Write digits only.'
    )


def test_marks_beside_options_may_be_other_signs_but_are_not_guessed(
    blank: bytes, sheet: Sheet
) -> None:
    book = workbook(blank)
    for number, mark in enumerate(("✓", "no", "perhaps"), 1):
        book.worksheets[0][spot(book, f"of_groups.{number}")] = mark
    handin = read_xlsx("a.xlsx", saved(book))
    assert handin.cells == {"groups": ("women", "children: perhaps")}
    assert "children: perhaps" in str(settle(handin, sheet).findings[0])


def test_a_formula_without_a_result_is_said(blank: bytes, sheet: Sheet) -> None:
    handin = read_xlsx("a.xlsx", changed(blank, visits="=10+2", story="='[1]Other'!A1"))
    assert handin.cells == {}
    assert [str(one) for one in settle(handin, sheet).findings] == [
        "a.xlsx, What happens: it holds a formula that refers to another file, without a result. "
        "Write the value itself.",
        "a.xlsx, Visits: it holds a formula, without a result. Write the value itself.",
        "a.xlsx: nothing is filled in. Ask for the filled sheet.",
    ]


def test_links_to_other_files_are_said_and_not_followed(filled: bytes, sheet: Sheet) -> None:
    parts = unpack(filled) | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    handin = read_xlsx("a.xlsx", write_package(parts, DATE))
    assert said(handin) == [
        "a.xlsx: the workbook refers to other files; nothing was read from them. "
        "Check the values that come from there."
    ]
    assert settle(handin, sheet).answers.values == settled(sheet)


def test_what_is_written_beside_the_fields_is_said(blank: bytes) -> None:
    book = workbook(blank)
    book.worksheets[0]["K7"] = "We could not agree."
    assert said(read_xlsx("a.xlsx", saved(book))) == [
        'a.xlsx, cell K7: "We could not agree." stands beside the fields. Write it into a field.'
    ]


def test_deleted_fields_and_copies_of_the_worksheet_are_said(blank: bytes) -> None:
    book = workbook(blank)
    book.defined_names["in_visits"] = DefinedName("in_visits", attr_text="#REF!")
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "Second"
    copy.defined_names["in_name"] = DefinedName("in_name", attr_text="'Second'!$C$9")
    assert said(read_xlsx("a.xlsx", saved(book)))[:2] == [
        'a.xlsx: the worksheet "Second" is a copy of the form, and was not read. '
        "Send each copy as a file of its own.",
        "a.xlsx, visits: the field was deleted from the workbook. Ask for the answer.",
    ]


def test_names_that_lead_far_away_cost_nothing(filled: bytes) -> None:
    book = workbook(filled)
    for name in ("in_steps.3.step", "form_kept"):
        renamed(book, name, "$A$2:$B$9999999")
    handin = read_xlsx("a.xlsx", saved(book))
    assert handin.sheet == "everything"
    assert handin.cells["steps/1/step"] == "First"


def test_without_the_hidden_worksheet_the_properties_say_who_it_is(filled: bytes) -> None:
    book = workbook(filled)
    del book.defined_names["form_kept"]
    assert read_xlsx("a.xlsx", saved(book)).sheet == "everything"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("other", "this is no form of a sheet: it does not say which."),
        ("names", "the names of the fields are gone from the workbook."),
        ("macros", "the file carries macros, which are programs; it was not opened."),
        ("cut", "the file is cut off or damaged."),
        ("parts", "the file is cut off or damaged."),
        ("text", "the file is cut off or damaged."),
    ],
)
def test_files_that_are_no_forms_are_refused(filled: bytes, name: str, said: str) -> None:
    def other() -> bytes:
        return saved(Workbook())

    def names() -> bytes:
        book = workbook(filled)
        for one in list(book.defined_names):
            if one.startswith("in_"):
                del book.defined_names[one]
        return saved(book)

    def without_workbook() -> bytes:
        parts = unpack(filled)
        del parts["xl/workbook.xml"]
        return write_package(parts, DATE)

    made: Mapping[str, Callable[[], bytes]] = {
        "other": other,
        "names": names,
        "macros": lambda: write_package(unpack(filled) | {"xl/vbaProject.bin": b"x"}, DATE),
        "cut": lambda: filled[: len(filled) // 2],
        "parts": without_workbook,
        "text": lambda: b"country,Alland\n",
    }
    with pytest.raises(NotOurs) as caught:
        read_xlsx("a.xlsx", made[name]())
    assert caught.value.message == said


# ---------------------------------------------------------------- after LibreOffice


@pytest.fixture(scope="module")
def again(
    tmp_path_factory: pytest.TempPathFactory, real: Toolkit, blank: bytes, filled: bytes
) -> Mapping[str, bytes]:
    """Forms of every sheet that there is, filled in, opened and saved in LibreOffice."""
    files = {
        one.id: fill_xlsx(sheet_xlsx(real, one, "en"), one, sample(one)) for one in real.sheets
    }
    files |= {
        "_filled": filled,
        "_blank": blank,
        "_formula": changed(filled, visits="=10+2", story="=1/0"),
    }
    return saved_again(tmp_path_factory.mktemp("calc"), files, "xlsx")


@pytest.mark.slow
def test_every_sheet_is_read_the_same_after_libreoffice(
    again: Mapping[str, bytes], real: Toolkit
) -> None:
    for sheet in real.sheets:
        found = settle(read_xlsx(sheet.id, again[sheet.id]), sheet)
        expected = settle(Handin("", sheet.id, sample(sheet)), sheet)
        assert found.findings == (), sheet.id
        assert found.answers.values == expected.answers.values, sheet.id


@pytest.mark.slow
def test_formulas_give_what_is_computed_here(again: Mapping[str, bytes], sheet: Sheet) -> None:
    expected = settled(sheet)
    found = settle(read_xlsx("a", again["_filled"]), sheet)
    assert (found.answers.values, found.findings) == (expected, ())
    book, empty = (results(again[name]) for name in ("_filled", "_blank"))
    for cell in cells(sheet):
        if cell.kind == "computed":
            assert (book[cell.name] or None) == expected.get(cell.name), cell.name
            assert not empty[cell.name], cell.name


def results(data: bytes) -> dict[str, object]:
    """What stands in each named cell, formulas by their results."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    page = book.worksheets[0]
    return {
        name[3:].replace("_", "-").replace(".", "/"): page[spot(book, name)].value
        for name in book.defined_names
        if name.startswith("in_") and ":" not in spot(book, name)
    }


@pytest.mark.slow
def test_a_formula_in_a_field_is_read_by_its_last_result(
    again: Mapping[str, bytes], sheet: Sheet
) -> None:
    handin = read_xlsx("a.xlsx", again["_formula"])
    assert handin.cells["visits"] == 12.0
    assert "story" not in handin.cells
    assert [str(one) for one in settle(handin, sheet).findings] == [
        "a.xlsx, What happens: it holds a formula, without a result. Write the value itself.",
        'a.xlsx, Visits: it holds a formula; its last result, "12", was taken. Check the value.',
        "a.xlsx, What happens: this is not filled in. Ask, or leave it open.",
    ]


@pytest.mark.slow
def test_libreoffice_keeps_rules_and_locks(again: Mapping[str, bytes]) -> None:
    book = workbook(again["_blank"])
    page = book.worksheets[0]
    assert page.protection.sheet
    assert not page[spot(book, "in_name")].protection.locked
    assert page["B1"].protection.locked
    assert len(page.data_validations.dataValidation) > 8
