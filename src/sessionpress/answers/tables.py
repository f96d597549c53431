"""Answers as tables, for people who go on working in a spreadsheet.

For each sheet one table with a row a hand-in, and one for each of its table fields with a row a
filled row. Each column has a head for people and the name of the cell for programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sessionpress.answers.cells import cell_name, split_name
from sessionpress.answers.gather import Collection, known_sheets, who
from sessionpress.answers.model import Answers
from sessionpress.answers.wording import cell_words, filled_rows, labels, row_label
from sessionpress.content.model import Column, Field, Sheet, Toolkit


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: text, number or ISO date as its `kind` says; `read` is False when it is marked."""

    text: str
    kind: str = "text"
    number: float | None = None
    read: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: the label for people, the name for programs."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of answers. `field` is the id of the table field whose rows it has, or empty."""

    sheet: str
    field: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Entry, ...], ...]


FIRST = (Head("File", "file"), Head("Who", "who"), Head("Saved", "saved"))
NUMBERS = ("number", "scale", "computed")


def answer_tables(collection: Collection, toolkit: Toolkit) -> tuple[AnswerTable, ...]:
    """Every table of a collection; the table of a sheet stands before those of its fields."""
    return tuple(
        table
        for sheet in known_sheets(toolkit)
        if collection.of(sheet.id)
        for table in _tables(sheet, collection.of(sheet.id))
    )


def _tables(sheet: Sheet, answers: Sequence[Answers]) -> Iterator[AnswerTable]:
    yield _sheet_table(sheet, answers)
    for field in sheet.fields:
        if field.kind == "table":
            yield _field_table(sheet, field, answers)


def _sheet_table(sheet: Sheet, answers: Sequence[Answers]) -> AnswerTable:
    named = labels(sheet)
    fields = [field for field in sheet.fields if field.kind != "table"]
    strays = _strays(sheet, answers)
    heads = (
        *FIRST,
        *(Head(named[field.id], field.id) for field in fields),
        *(Head(f"Not a field of the sheet: {name}", name) for name in strays),
    )
    rows = tuple(
        (
            *_first(one, sheet),
            *(_entry(one, field.id, field) for field in fields),
            *(Entry(one.unread.get(name, ""), read=name not in one.unread) for name in strays),
        )
        for one in answers
    )
    return AnswerTable(sheet.id, "", sheet.title, heads, rows)


def _field_table(sheet: Sheet, field: Field, answers: Sequence[Answers]) -> AnswerTable:
    heads = (*FIRST, Head("Row", "row"), *(Head(one.label, one.id) for one in field.columns))
    rows = tuple(
        (
            *_first(one, sheet),
            Entry(row_label(field, row) or str(row), "text"),
            *(_entry(one, cell_name(field.id, row, column.id), column) for column in field.columns),
        )
        for one in answers
        for row in filled_rows(one, field)
    )
    return AnswerTable(sheet.id, field.id, f"{sheet.title}: {field.label}", heads, rows)


def _first(answers: Answers, sheet: Sheet) -> tuple[Entry, ...]:
    return Entry(answers.file), Entry(who(answers, sheet)), Entry(answers.handin.saved)


def _entry(answers: Answers, name: str, of: Field | Column) -> Entry:
    text = cell_words(answers, name, of)
    if name not in answers.values:
        return Entry(text, read=name not in answers.unread)
    if of.kind in NUMBERS:
        return Entry(text, "number", answers.number(name))
    return Entry(text, "date" if of.kind == "date" else "text")


def _strays(sheet: Sheet, answers: Sequence[Answers]) -> list[str]:
    """Names of cells that stand in no table: those that the sheet does not have."""
    known = {field.id for field in sheet.fields if field.kind != "table"}
    columns = {
        (field.id, column.id)
        for field in sheet.fields
        if field.kind == "table"
        for column in field.columns
    }
    found: dict[str, None] = {}
    for one in answers:
        for name in one.unread:
            field, _row, column = split_name(name) or ("", 0, "")
            if name not in known and (field, column) not in columns:
                found[name] = None
    return list(found)
