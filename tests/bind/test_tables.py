"""Tables of answers as files: what people wrote stays text, in whatever program it is opened."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from sessionpress.answers.tables import AnswerTable, Entry, Head
from sessionpress.bind.tables import csv_name, table_csv
from sessionpress.bind.xlsx.tables import LONGEST, tables_xlsx

pytestmark = pytest.mark.usefixtures("silence")

DATE = dt.date(2030, 3, 1)
DANGEROUS = [
    '=HYPERLINK("http://x.example","Look")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "=cmd|'/C calc'!A0",
    "＝1",
]


def table(*entries: Entry, field: str = "", heads: tuple[Head, ...] = ()) -> AnswerTable:
    heads = heads or tuple(Head(f"Label {number}", f"n{number}") for number in range(len(entries)))
    return AnswerTable("card", field, "Card", heads, (entries,))


def rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def cells(data: bytes, page: str = "Hand-ins") -> list[list[object]]:
    book = load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book[page].iter_rows()]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text: str) -> None:
    one = table(Entry(text), heads=(Head(text, "n"),))
    head, (value,) = rows(table_csv(one))
    assert value == f"'{text}"
    assert head == [f"'{text} [n]"]
    book = load_workbook(io.BytesIO(tables_xlsx([one], "Card", DATE)))
    cell = book["Hand-ins"]["A3"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert book["Hand-ins"]["A1"].data_type == "s"


def test_numbers_and_dates_are_what_they_are() -> None:
    entries = (
        Entry("-3", "number", -3.0),
        Entry("2.5", "number", 2.5),
        Entry("2030-05-01", "date"),
        Entry(""),
    )
    assert rows(table_csv(table(*entries)))[1] == ["-3", "2.5", "2030-05-01", ""]
    values = cells(tables_xlsx([table(*entries)], "Card", DATE))[2]
    assert values == [-3, 2.5, dt.datetime(2030, 5, 1), None]


def test_words_of_any_script_and_line_breaks_stay() -> None:
    entry = Entry("এক\nদুই, «ثلاثة»")
    assert rows(table_csv(table(entry)))[1] == [entry.text]
    assert cells(tables_xlsx([table(entry)], "Card", DATE))[2] == [entry.text]


def test_an_answer_that_was_not_read_is_marked() -> None:
    book = load_workbook(
        io.BytesIO(tables_xlsx([table(Entry("(not read) x", read=False))], "Card", DATE))
    )
    assert book["Hand-ins"]["A3"].fill.fgColor.rgb == "00FBE9D0"


def test_a_text_that_no_cell_can_hold_is_cut_with_a_mark_in_the_workbook_only() -> None:
    long = Entry("x" * 40_000 + "\x01")
    assert rows(table_csv(table(long)))[1] == [long.text]
    (value,) = cells(tables_xlsx([table(long)], "Card", DATE))[2]
    assert value == "x" * LONGEST + " … (cut; the CSV holds all)"


def test_each_table_of_a_sheet_is_a_file_and_a_worksheet() -> None:
    field = "a-field-with-a-name-that-is-far-too-long"
    tables = [table(Entry("x")), table(Entry("y"), field=field)]
    assert [csv_name(one) for one in tables] == ["card.csv", f"card.{field}.csv"]
    book = load_workbook(io.BytesIO(tables_xlsx(tables, "Card", DATE)))
    assert book.sheetnames == ["Hand-ins", field[:31]]


def test_the_same_answers_are_the_same_bytes() -> None:
    one = table(Entry("x"))
    assert tables_xlsx([one], "Card", DATE) == tables_xlsx([one], "Card", DATE)
