"""Answers in words: options by their text, members by name, columns and rows by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sessionpress.answers.cells import cell_name, split_name
from sessionpress.answers.model import Answers, Value, show
from sessionpress.answers.named import Named
from sessionpress.content.model import Column, Field, Sheet
from sessionpress.schema import Option

NOT_READ = "(not read)"
"""Stands before an answer that could not be read as what it should be."""


def in_words(value: Value, options: Sequence[Option]) -> str:
    """Write a value as people say it: options by their text, levels and numbers as they are."""
    texts = {option.id: option.text for option in options}
    if isinstance(value, tuple):
        return "; ".join(texts.get(one, one) for one in value)
    return texts.get(value, value) if isinstance(value, str) else show(value)


def cell_words(answers: Answers, name: str, of: Field | Column) -> str:
    """What stands in a cell, in words; what could not be read is marked, a blank is empty."""
    if name in answers.values:
        return _with_level(in_words(answers.values[name], of.options), of)
    return f"{NOT_READ} {answers.unread[name]}" if name in answers.unread else ""


def _with_level(text: str, of: Field | Column) -> str:
    """A level says little without its words."""
    if isinstance(of, Field) and of.kind == "scale" and text.isdigit():
        return f"{text}: {of.levels[int(text) - 1]}"
    return text


def filled_rows(answers: Answers, field: Field) -> list[int]:
    """The numbers of the rows of a table in which something stands, read or not.

    What is only computed does not fill a row.
    """
    computed = {column.id for column in field.columns if column.kind == "computed"}
    found: set[int] = set()
    for name in (*answers.values, *answers.unread):
        of, row, column = split_name(name) or ("", 0, "")
        if of == field.id and column and column not in computed:
            found.add(row)
    return sorted(found)


def row_words(answers: Answers, field: Field, row: int) -> dict[str, str]:
    """The cells of a row in words, by column, blanks left out."""
    words = {
        column.id: cell_words(answers, cell_name(field.id, row, column.id), column)
        for column in field.columns
    }
    return {name: text for name, text in words.items() if text}


def row_label(field: Field, row: int) -> str:
    """The label of a row that has one."""
    return field.rows[row - 1] if row <= len(field.rows) else ""


def row_line(columns: Sequence[Column], words: Mapping[str, str], label: str = "") -> str:
    """A row in one line: its label or first column, and the other columns by name.

    Args:
        columns: the columns that are told, in order.
        words: what stands in them, in words; blanks left out.
        label: the label of the row, when it has one.
    """
    number = f"{label}. " if label.isdigit() else ""
    own = label and not number
    first = label if own else words.get(columns[0].id, "") if columns else ""
    told = [one for one in (columns if own else columns[1:]) if one.id in words]
    more = "; ".join(f"{short(one.label)}: {words[one.id]}" for one in told)
    return number + (f"{first} ({more})" if first and more else first or more)


def short(label: str) -> str:
    """A label without what follows a bracket, a colon or a question mark."""
    return re.split(r"[(:?]", label, maxsplit=1)[0].strip(" .") or label


def field_lines(answers: Answers, named: Named) -> tuple[str, ...]:
    """What stands in a field, column or table, in lines; none when it is blank."""
    field = named.field
    if field.kind != "table":
        return tuple(cell_words(answers, field.id, field).splitlines())
    return tuple(filter(None, _table_lines(answers, named)))


def _table_lines(answers: Answers, named: Named) -> Iterator[str]:
    for row in filled_rows(answers, named.field):
        words = row_words(answers, named.field, row)
        if named.column is None:
            yield row_line(named.field.columns, words, row_label(named.field, row))
        elif named.column.id in words:
            yield words[named.column.id]


def sections(sheet: Sheet) -> dict[str, str]:
    """The section in which each field stands: its own heading, or the last one before it."""
    found: dict[str, str] = {}
    section = ""
    for field in sheet.fields:
        section = field.section or section
        found[field.id] = section
    return found


def labels(sheet: Sheet) -> dict[str, str]:
    """A label for each field that no other field of the sheet has: its section before it."""
    plain = [field.label for field in sheet.fields]
    of = sections(sheet)
    return {
        field.id: f"{of[field.id]}: {field.label}"
        if plain.count(field.label) > 1 and of[field.id]
        else field.label
        for field in sheet.fields
    }
