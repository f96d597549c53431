"""What somebody wrote into a workbook: read by names, which move with their cells.

Worksheets may have other titles, cells other places; the rows of a growing table are counted
between its first row and the line below it, so that added rows are read by the columns they are in.
Programs in the file are refused, other files that it points to are never opened.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook

from sessionpress.answers.cells import cell_name, from_defined_name, split_name
from sessionpress.answers.file import NotOurs
from sessionpress.answers.model import Finding, Handin, Raw
from sessionpress.bind.office import (
    MARKED,
    NOT_MARKED,
    Identity,
    handin,
    read_identity,
    strays,
    without_row,
)
from sessionpress.bind.packages import (
    DAMAGED,
    XLSX,
    gathered,
    open_package,
    read_properties,
)
from sessionpress.bind.xlsx.names import KEPT, end_name, option_name

MOST_ROWS, MOST_COLUMNS = 3_000, 200
"""How far a worksheet is read. A form has about 200 rows and 10 columns."""

Spot = tuple[str, int, int]
"""Worksheet, row and column."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What stands in a cell: the value, the formula that it comes from, how it is shown."""

    value: object
    formula: str = ""
    shown_as: str = ""


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What a workbook holds, without the library: contents by spot, spots by name."""

    contents: Mapping[Spot, _Content]
    names: Mapping[str, tuple[Spot, Spot]]
    lost: frozenset[str]
    copies: tuple[str, ...]


def read_xlsx(name: str, data: bytes) -> Handin:
    """Read a filled form.

    Args:
        name: the name of the file, for messages.
        data: its bytes.

    Returns:
        What it says, cell by cell. Its findings name what was read in another way than it may
        seem, and what stands in the file but in no field.

    Raises:
        NotOurs: the file as a whole cannot be read, is refused, or is no form of a sheet.
    """
    parts = open_package(data, XLSX)
    book = _opened(data)
    identity = read_identity(_kept(book) or read_properties(parts))
    if not any(from_defined_name(one) for one in book.names):
        raise NotOurs(
            "the names of the fields are gone from the workbook.",
            "Copy the answers into the form as it was given out.",
        )
    findings = list(_about_file(name, parts, book))
    spots = dict(_cell_spots(book, identity))
    values: dict[str, Raw] = {}
    for cell, spot in spots.items():
        if without_row(cell) in identity.computed:
            continue
        value, more = _read(name, cell, book.contents.get(spot, _Content(None)))
        values[cell] = value
        findings += more
    values |= _chosen(book, identity)
    findings += strays(name, _beside(book, identity, set(spots.values())), identity)
    return handin(name, identity, values, findings)


# ---------------------------------------------------------------- opening


def _opened(data: bytes) -> _Workbook:
    """Read all contents twice: as last computed, and as formulas."""
    try:
        with warnings.catch_warnings():
            # The library says what it will not keep when it saves; nothing is saved here.
            warnings.simplefilter("ignore")
            values, formulas = (
                load_workbook(
                    io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False
                )
                for data_only in (True, False)
            )
            return _workbook(values, formulas)
    except NotOurs:
        raise
    except Exception:  # the library fails in many ways on a broken file
        raise NotOurs(*DAMAGED) from None


def _workbook(values: Workbook, formulas: Workbook) -> _Workbook:
    contents = {spot: found for spot, found in _contents(formulas) if found.formula}
    for spot, found in _contents(values):
        formula = contents[spot].formula if spot in contents else ""
        contents[spot] = _Content(found.value, formula, found.shown_as)
    names: dict[str, tuple[Spot, Spot]] = {}
    lost = set()
    for name, defined in values.defined_names.items():
        place = _place(str(defined.attr_text or ""))
        if place and place[0][0] in values.sheetnames:
            names[name] = place
        else:
            lost.add(name)
    copies = tuple(
        sheet.title
        for sheet in values.worksheets
        if any(from_defined_name(one) for one in sheet.defined_names)
    )
    return _Workbook(contents, names, frozenset(lost), copies)


def _contents(book: Workbook) -> Iterator[tuple[Spot, _Content]]:
    for sheet in book.worksheets:
        if hasattr(sheet, "reset_dimensions"):
            # What a worksheet says of its size may be wrong.
            sheet.reset_dimensions()
        for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
            for cell in row:
                if cell.value is not None:
                    yield (sheet.title, cell.row, cell.column), _content(cell)


def _content(cell: Any) -> _Content:
    if cell.data_type == "f":
        return _Content(None, str(getattr(cell.value, "text", cell.value)))
    return _Content(cell.value, "", str(cell.number_format or ""))


def _place(text: str) -> tuple[Spot, Spot] | None:
    """The first and last spot that a name stands for: 'My sheet'!$C$5 or 'My sheet'!$C$5:$C$8.

    None when it stands for none, or for one that is not read.
    """
    match = re.fullmatch(
        r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)",
        text,
    )
    if not match:
        return None
    sheet = match[1].replace("''", "'") if match[1] else match[2]
    left, top, right, bottom = range_boundaries(match[3].replace("$", ""))
    if left is None or top is None or right is None or bottom is None:
        return None
    if right > MOST_COLUMNS or bottom > MOST_ROWS:
        return None
    return (sheet, top, left), (sheet, bottom, right)


def _kept(book: _Workbook) -> dict[str, str]:
    """The identity, from the hidden worksheet."""
    if KEPT not in book.names:
        return {}
    (sheet, top, left), (_sheet, bottom, _right) = book.names[KEPT]
    texts = [
        (_text(book, (sheet, row, left)), _text(book, (sheet, row, left + 1)))
        for row in range(top, bottom + 1)
    ]
    return gathered(texts)


def _text(book: _Workbook, spot: Spot) -> str:
    value = book.contents.get(spot, _Content(None)).value
    return "" if value is None else str(value)


# ---------------------------------------------------------------- where the cells are


def _cell_spots(book: _Workbook, identity: Identity) -> Iterator[tuple[str, Spot]]:
    """Every cell and the spot where it stands now; growing tables by position."""
    named = {from_defined_name(name): places[0] for name, places in book.names.items()}
    named.pop("", None)
    tables: dict[str, dict[str, Spot]] = {}
    for cell, spot in named.items():
        split = split_name(cell)
        if split and split[0] in identity.grows and split[1]:
            tables.setdefault(split[0], {})[cell] = spot
        elif cell not in (identity.choices or {}):
            yield cell, spot
    for table, spots in tables.items():
        yield from _table_spots(book, table, spots)


def _table_spots(
    book: _Workbook, table: str, spots: Mapping[str, Spot]
) -> Iterator[tuple[str, Spot]]:
    """The rows from the first with names to the line below the table, in their order.

    Cells that were moved away from their row keep their names, and their rows.
    """
    sheets = [spot[0] for spot in spots.values()]
    sheet = max(sheets, key=sheets.count)
    columns: dict[str, list[int]] = {}
    for cell, spot in spots.items():
        columns.setdefault(cell.rpartition("/")[2], []).append(spot[2])
    usual = {column: max(some, key=some.count) for column, some in columns.items()}
    inside = {cell: spot for cell, spot in spots.items() if spot[2] == usual[_column(cell)]}
    first = min(spot[1] for spot in inside.values())
    last = max(spot[1] for spot in inside.values())
    end = book.names.get(end_name(table))
    if end and end[0][0] == sheet and end[0][1] > last:
        last = end[0][1] - 1
    for number, row in enumerate(range(first, last + 1), 1):
        for column, place in usual.items():
            yield cell_name(table, number, column), (sheet, row, place)
    for cell, spot in spots.items():
        if cell not in inside:
            yield cell, spot


def _column(cell: str) -> str:
    return cell.rpartition("/")[2]


# ---------------------------------------------------------------- what stands there


def _read(name: str, cell: str, content: _Content) -> tuple[Raw, list[Finding]]:
    """The value of a cell, and what has to be said of it."""
    value = _raw(content)
    if isinstance(content.value, str) and content.value.startswith("#") and content.formula:
        value = ""
    if not content.formula:
        return value, []
    foreign = " that refers to another file" if re.search(r"\[[^\]]+\]", content.formula) else ""
    if value == "":
        message = f"it holds a formula{foreign}, without a result."
        return "", [Finding(name, cell, message, "Write the value itself.")]
    message = f'it holds a formula{foreign}; its last result, "{_shown(value)}", was taken.'
    return value, [Finding(name, cell, message, "Check the value.", left_out=False)]


def _raw(content: _Content) -> Raw:
    """A value as people see it, and no more than is there."""
    value = content.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        # 50% is kept as 0.5: whether 50 or 0.5 is meant is not for us to choose.
        return f"{value * 100:.10g}%" if content.shown_as.endswith("%") else float(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _shown(value: Raw) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)[:60]


def _chosen(book: _Workbook, identity: Identity) -> Iterator[tuple[str, Raw]]:
    """Fields of which several options may be chosen: the options with a mark beside them.

    Anything beside an option that is no mark is given along, so that it is asked about.
    """
    for field, options in (identity.choices or {}).items():
        chosen = []
        for number, option in enumerate(options, 1):
            place = book.names.get(option_name(field, number))
            mark = _shown(_raw(book.contents.get(place[0], _Content(None)))) if place else ""
            folded = mark.strip().casefold()
            if folded in MARKED:
                chosen.append(option)
            elif folded and folded not in NOT_MARKED:
                chosen.append(f"{option}: {mark.strip()}")
        yield field, tuple(chosen)


# ---------------------------------------------------------------- what stands beside


def _about_file(name: str, parts: Mapping[str, bytes], book: _Workbook) -> Iterator[Finding]:
    """What is to be said of the file as a whole, and of fields that are gone."""
    if any(part.startswith("xl/externalLinks/") for part in parts):
        message = "the workbook refers to other files; nothing was read from them."
        yield Finding(name, "", message, "Check the values that come from there.", left_out=False)
    for title in book.copies:
        message = f'the worksheet "{title}" is a copy of the form, and was not read.'
        yield Finding(name, "", message, "Send each copy as a file of its own.")
    for cell in sorted(filter(None, map(from_defined_name, book.lost))):
        if "/" not in cell:
            message = "the field was deleted from the workbook."
            yield Finding(name, cell, message, "Ask for the answer.", left_out=False)


def _beside(book: _Workbook, identity: Identity, spots: set[Spot]) -> Iterator[tuple[str, str]]:
    """Whatever is written on the worksheets of the form outside its fields, with its place."""
    pages = {sheet for sheet, _row, _column in spots}
    marks = {
        places[0]
        for field, options in (identity.choices or {}).items()
        for number in range(1, len(options) + 1)
        if (places := book.names.get(option_name(field, number)))
    }
    for spot, content in book.contents.items():
        sheet, row, column = spot
        if sheet in pages and spot not in spots | marks and not content.formula:
            yield f"cell {get_column_letter(column)}{row}", _shown_whole(content)


def _shown_whole(content: _Content) -> str:
    value = _raw(content)
    return f"{value:g}" if isinstance(value, float) else str(value)
