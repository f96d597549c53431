"""Tables of answers as a workbook: a worksheet of hand-ins, and one for each table of the sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sessionpress.answers.tables import AnswerTable, Entry
from sessionpress.bind.office import NAVY
from sessionpress.bind.xlsx.looks import (
    HEAD,
    PLAIN,
    SHADE,
    SMALL,
    aligned,
    height,
    rule,
    set_print,
    sheet_title,
)
from sessionpress.bind.xlsx.saving import saved

HANDINS = "Hand-ins"
NOT_READ = PatternFill("solid", fgColor="FBE9D0")
"""The ground of a cell whose answer could not be read."""

FITTED = 8
"""Most columns that are fitted to the width of a sheet of paper."""

LONGEST = 32_000
"""Most signs in a cell; spreadsheets take 32,767. The CSV holds the whole."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def tables_xlsx(tables: Sequence[AnswerTable], title: str, date: dt.date) -> bytes:
    """Write the tables of one sheet as a workbook.

    Args:
        tables: of the sheet itself first, then of its table fields.
        title: title of the workbook.
        date: the only date in the file, so that the same answers are the same bytes.
    """
    book = Workbook()
    first = book.active
    if isinstance(first, Worksheet):
        book.remove(first)
    for table in tables:
        _write(book.create_sheet(_name(table)), table)
    return saved(book, title, date)


def _name(table: AnswerTable) -> str:
    return sheet_title(table.field) if table.field else HANDINS


def _write(page: Worksheet, table: AnswerTable) -> None:
    for column, head in enumerate(table.heads, 1):
        top, name = page.cell(1, column), page.cell(2, column)
        _set_text(top, head.label)
        _set_text(name, head.name)
        top.font, top.fill, top.alignment = HEAD, SHADE, aligned(False)
        name.font, name.border, name.alignment = SMALL, rule(NAVY), aligned(False, wrap=False)
        page.column_dimensions[get_column_letter(column)].width = _width(table, column - 1)
    widths = [_width(table, column) for column in range(len(table.heads))]
    _fit(page, 1, [(head.label, HEAD) for head in table.heads], widths)
    for number, row in enumerate(table.rows, 3):
        for column, entry in enumerate(row, 1):
            _set_entry(page.cell(number, column), entry)
        _fit(page, number, [(entry.text, PLAIN) for entry in row], widths)
    page.freeze_panes = "C3"
    page.auto_filter.ref = f"A2:{get_column_letter(len(table.heads))}{len(table.rows) + 2}"
    set_print(page, "A4", "landscape")
    # Many columns go over several sheets of paper; fitted to one they could not be read.
    page.sheet_properties.pageSetUpPr.fitToPage = len(table.heads) <= FITTED  # type: ignore[union-attr] # is there
    page.print_title_rows = "1:2"


def _fit(
    page: Worksheet, number: int, row: Sequence[tuple[str, Font]], widths: Sequence[float]
) -> None:
    """Make a row high enough for its texts; spreadsheets show 409 points at most."""
    heights = (height(text, font, width) for (text, font), width in zip(row, widths, strict=True))
    page.row_dimensions[number].height = min(409.0, max(heights) + 4)


def _width(table: AnswerTable, column: int) -> float:
    """Wide enough for what stands in a column, within reason."""
    longest = max((len(row[column].text) for row in table.rows), default=0)
    return float(min(48, max(11, len(table.heads[column].name) + 4, longest + 2)))


def _set_entry(cell: Cell | MergedCell, entry: Entry) -> None:
    cell.font, cell.alignment = PLAIN, aligned(False)
    if entry.number is not None:
        cell.value = int(entry.number) if entry.number.is_integer() else entry.number
    elif entry.kind == "date" and entry.read and entry.text:
        cell.value, cell.number_format = dt.date.fromisoformat(entry.text), "yyyy-mm-dd"
    elif entry.text:
        _set_text(cell, entry.text)
    if not entry.read:
        cell.fill = NOT_READ


def _set_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays one: never a formula, also when somebody edits the cell."""
    plain = _CONTROLS.sub("", text)
    short = plain if len(plain) <= LONGEST else f"{plain[:LONGEST]} … (cut; the CSV holds all)"
    cell.value, cell.data_type = short, "s"
    cell.quotePrefix = short.startswith(("=", "+", "-", "@"))
