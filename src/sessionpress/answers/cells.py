"""The cells of a sheet: everything that can be filled in, each with one name in every form.

A field that is no table is one cell, named by its id: `first-gap`. A table has a cell for each row
and column, named `actors/3/role`; rows count from 1. The names stand in HTML forms, PDF fields and
content controls as they are; `defined_name` turns them into names that spreadsheets take.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sessionpress.content.model import Column, Field, Sheet
from sessionpress.schema import Formula, Option

MOST_ROWS = 60
"""The most rows that a growing table may get, in any form."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to fill in.

    `label` says alone what it is, for people who do not see the sheet around it; `row` counts from
    1 and is 0 outside tables.
    """

    name: str
    kind: str
    label: str
    field: Field
    row: int = 0
    column: Column | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; the described levels of a scale, with the number as id."""
        if self.field.kind == "scale":
            return tuple(
                Option(str(number), text) for number, text in enumerate(self.field.levels, 1)
            )
        return self.column.options if self.column else self.field.options

    @property
    def formula(self) -> Formula | None:
        """What is computed for it."""
        return self.column.formula if self.column else self.field.formula

    @property
    def low(self) -> float | None:
        """Smallest number."""
        return self.column.low if self.column else self.field.low

    @property
    def high(self) -> float | None:
        """Largest number."""
        return self.column.high if self.column else self.field.high


def cell_name(field: str, row: int = 0, column: str = "") -> str:
    """Name a cell: by its field, and in a table by row and column too."""
    return f"{field}/{row}/{column}" if column else field


def split_name(name: str) -> tuple[str, int, str] | None:
    """Take a name apart into field, row and column; None when it is no name of a cell."""
    match = re.fullmatch(r"([a-z0-9-]+)(?:/([1-9][0-9]{0,3})/([a-z0-9-]+))?", name)
    return (match[1], int(match[2] or 0), match[3] or "") if match else None


def defined_name(name: str) -> str:
    """Give the name for spreadsheets, which take no hyphen and nothing that looks like A1."""
    return "in_" + name.replace("-", "_").replace("/", ".")


def from_defined_name(name: str) -> str:
    """Give back the name of the cell; empty when the name is none of ours."""
    return name[3:].replace("_", "-").replace(".", "/") if name.startswith("in_") else ""


def field_cells(field: Field, rows: int = 0) -> Iterator[Cell]:
    """Give the cells of one field; a growing table can be asked for more rows than declared."""
    if field.kind != "table":
        yield Cell(field.id, field.kind, field.label, field)
        return
    count = max(len(field.rows), rows) if field.grows else len(field.rows)
    for row in range(1, count + 1):
        of = field.rows[row - 1] if row <= len(field.rows) and field.rows[row - 1] else str(row)
        for column in field.columns:
            label = f"{field.label}, {of}: {column.label}"
            yield Cell(cell_name(field.id, row, column.id), column.kind, label, field, row, column)


def cells(sheet: Sheet, rows: Mapping[str, int] | None = None) -> Iterator[Cell]:
    """Give every cell of a sheet in order; `rows` asks for more rows of growing tables."""
    for field in sheet.fields:
        yield from field_cells(field, (rows or {}).get(field.id, 0))


def revision(sheet: Sheet) -> str:
    """Eight hexadecimal digits that change when answers to an older sheet may no longer fit.

    Ids, kinds, levels by number, options by id, columns and labelled rows count; wording does not.
    """

    def options(some: tuple[Option, ...]) -> list[str]:
        return [option.id for option in some]

    declared = [
        [
            field.id,
            field.kind,
            len(field.levels),
            options(field.options),
            0 if field.grows else len(field.rows),
            [[column.id, column.kind, options(column.options)] for column in field.columns],
        ]
        for field in sheet.fields
    ]
    text = json.dumps([sheet.id, declared], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
