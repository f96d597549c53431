"""A workbook into which somebody types tests that were filled on paper: a row for each person.

A worksheet holds a form of the test: codes and letters, and below them who writes nothing else. Its
key is not in it, so that anybody can help to type.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sessionpress.answers.cells import revision
from sessionpress.answers.file import NotOurs
from sessionpress.answers.model import Handin, Raw
from sessionpress.bind.office import NAVY
from sessionpress.bind.packages import (
    DAMAGED,
    PREFIX,
    XLSX,
    open_package,
    read_properties,
    unpack,
    write_package,
)
from sessionpress.bind.xlsx.looks import (
    BOX,
    HEAD,
    PLAIN,
    SHADE,
    SMALL,
    aligned,
    plain,
    protect,
    rule,
    set_lines,
    set_print,
)
from sessionpress.bind.xlsx.reading import MOST_COLUMNS, MOST_ROWS
from sessionpress.content.model import Field, Sheet, Toolkit
from sessionpress.content.questions import CODE, WHEN

PEOPLE = 50
"""How many people fit into a worksheet."""

FIRST = 3
"""The first row of people: below the heads, and the names for programs."""

ENTRY = "entry"
"""The property that says that a workbook is one of entry: the toolkit it is for."""

QUESTIONS = "Questions"


def entry_xlsx(toolkit: Toolkit, sheets: Sequence[Sheet]) -> bytes:
    """Make the workbook.

    Args:
        toolkit: whose tests they are.
        sheets: the tests, as `test_sheets` gives them; at least one.

    Returns:
        The file: the same bytes for the same tests.
    """
    book = Workbook()
    first = book.worksheets[0]
    for sheet in sheets:
        _write_people(book.create_sheet(sheet.id), sheet)
    _write_questions(book.create_sheet(QUESTIONS), sheets)
    book.remove(first)
    kept = {
        ENTRY: toolkit.settings.id,
        "edition": toolkit.settings.edition,
        **{f"revision.{sheet.id}": revision(sheet) for sheet in sheets},
    }
    for name, text in kept.items():
        book.custom_doc_props.append(  # type: ignore[attr-defined] # the stubs lag behind
            StringProperty(name=PREFIX + name, value=text)
        )
    about = book.properties
    about.title, about.creator = "Answers to the questions", toolkit.settings.publisher
    about.created = about.modified = dt.datetime.combine(toolkit.settings.date, dt.time())
    return _packed(book, toolkit.settings.date)


def _write_people(page: Worksheet, sheet: Sheet) -> None:
    """A column for each field, a row for each person; what can be chosen is a list."""
    for column, (field, label) in enumerate(zip(sheet.fields, _labels(sheet), strict=True), 1):
        letter = get_column_letter(column)
        head, name = page.cell(1, column, label), page.cell(2, column, field.id)
        head.font, head.fill = HEAD, SHADE
        head.alignment = aligned(False, horizontal="center" if column > 2 else None)
        name.font, name.border, name.alignment = SMALL, rule(NAVY), aligned(False, wrap=False)
        page.column_dimensions[letter].width = 14 if column < 3 else 7
        if column > 2:
            name.alignment = aligned(False, wrap=False)
        page.add_data_validation(
            _validation(field, f"{letter}{FIRST}:{letter}{FIRST + PEOPLE - 1}")
        )
        for row in range(FIRST, FIRST + PEOPLE):
            cell = page.cell(row, column)
            cell.border, cell.font, cell.protection = BOX, PLAIN, Protection(locked=False)
            cell.number_format = "@"
            if column > 2:
                cell.alignment = aligned(False, horizontal="center")
    page.row_dimensions[2].hidden = True
    page.freeze_panes = f"C{FIRST}"
    protect(page)
    set_print(page, "A4", "landscape")
    set_lines(page, (plain(sheet.title), ""), ("Letters as on paper; a blank stays blank.", ""))
    page.print_title_rows = "1:1"


def _labels(sheet: Sheet) -> Iterator[str]:
    number = 0
    for field in sheet.fields:
        if field.id in (CODE, WHEN):
            yield {CODE: "Code", WHEN: "When"}[field.id]
        else:
            number += 1
            yield str(number)


def _validation(field: Field, where: str) -> DataValidation:
    if not field.options:
        made = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(field.limit))
        made.error = f"A code has {field.limit} signs at most."
    else:
        ids = ",".join(option.id for option in field.options)
        made = DataValidation("list", formula1=f'"{ids}"', allow_blank=True)
        made.error = f"Choose one of: {ids.replace(',', ', ')}."
        made.promptTitle, made.prompt = field.label[:32], _choices(field)[:250]
        made.showInputMessage = True
    made.errorTitle, made.showErrorMessage, made.allow_blank = "Not possible", True, True
    made.add(where)
    return made


def _choices(field: Field) -> str:
    return "\n".join(f"{option.id}  {option.text}" for option in field.options)


def _write_questions(page: Worksheet, sheets: Sequence[Sheet]) -> None:
    """What the numbers and letters stand for."""
    heads = (("Form", 10), ("Number", 9), ("Question", 60), ("Options", 60))
    for column, (text, width) in enumerate(heads, 1):
        cell = page.cell(1, column, text)
        cell.font, cell.fill, cell.alignment = HEAD, SHADE, aligned(False)
        page.column_dimensions[get_column_letter(column)].width = width
    rows = [
        (sheet.title.rpartition(" ")[2], label, field.label, _choices(field))
        for sheet in sheets
        for field, label in zip(sheet.fields, _labels(sheet), strict=True)
        if field.id not in (CODE, WHEN)
    ]
    for row, texts in enumerate(rows, 2):
        for column, text in enumerate(texts, 1):
            place = page.cell(row, column)
            place.value, place.data_type = text, "s"
            place.font, place.alignment, place.border = PLAIN, aligned(False), BOX
        lines = max(texts[3].count("\n") + 1, len(texts[2]) // 60 + 1)
        page.row_dimensions[row].height = 13.5 * (lines + len(texts[3]) // 220)
    page.freeze_panes = "A2"
    protect(page)
    set_print(page, "A4", "portrait")
    page.print_title_rows = "1:1"


def _packed(book: Workbook, date: dt.date) -> bytes:
    """Save, and take out what the clock put in."""
    written = io.BytesIO()
    book.save(written)
    parts = unpack(written.getvalue())
    core = "docProps/core.xml"
    clock = rb"(<dcterms:modified[^>]*>)[^<]*"
    parts[core] = re.sub(clock, rb"\g<1>" + f"{date}T00:00:00Z".encode(), parts[core])
    return write_package(parts, date)


# ---------------------------------------------------------------- reading


def read_entry(name: str, data: bytes) -> list[Handin]:
    """Read what was typed: a hand-in for each row in which something stands.

    Args:
        name: the name of the file, for messages; rows are named after it.
        data: its bytes.

    Returns:
        The hand-ins; none when the workbook is no workbook of entry.

    Raises:
        NotOurs: the file cannot be read, or is refused.
    """
    kept = read_properties(open_package(data, XLSX))
    if ENTRY not in kept:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            pages = [(page.title, list(_rows(page))) for page in book.worksheets]
    except Exception:  # the library fails in many ways on a broken file
        raise NotOurs(*DAMAGED) from None
    return [one for title, rows in pages for one in _handins(name, title, rows, kept)]


def _rows(page: Any) -> Iterator[Sequence[object]]:
    """What is typed, as far as a worksheet is read: what it says of its size may be wrong."""
    page.reset_dimensions()
    yield from page.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)


def _handins(
    name: str, title: str, rows: Sequence[Sequence[object]], kept: Mapping[str, str]
) -> Iterator[Handin]:
    heads = [str(one or "") for one in rows[FIRST - 2]] if len(rows) >= FIRST else []
    if CODE not in heads:
        return
    for number, row in enumerate(rows[FIRST - 1 :], FIRST):
        cells: dict[str, Raw] = {
            head: _text(given) for head, given in zip(heads, row, strict=False) if head
        }
        if any(cells.values()):
            yield Handin(
                f"{name}, {title}, row {number}",
                title,
                {head: given for head, given in cells.items() if given},
                kept[ENTRY],
                kept.get("edition", ""),
                kept.get(f"revision.{title}", ""),
                # Two people may have ticked the same; each row of each workbook is a sheet.
                copy=f"{name}/{title}/{number}",
            )


def _text(given: object) -> str:
    """A cell as text; a code of digits stays without a point."""
    if isinstance(given, float) and given.is_integer():
        return str(int(given))
    return "" if given is None else str(given).strip()
