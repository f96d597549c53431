"""What the page of a sheet must know of the sheets before it, as data for its script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sessionpress.answers.carry import origins, sources
from sessionpress.answers.cells import revision
from sessionpress.content.model import Column, Field, Sheet

AS_WORDS = ("text", "long-text")
"""Kinds into which an option of another sheet is taken over as the words that people read."""


def sources_data(sheet: Sheet, sheets: Mapping[str, Sheet]) -> str:
    """The sheets that can fill some field of a sheet: title and revision of each by its id."""
    found = {
        one.id: {"title": one.title, "revision": revision(one)} for one in sources(sheet, sheets)
    }
    return _json(found)


def origins_data(field: Field, sheets: Mapping[str, Sheet]) -> str:
    """Where a field can be filled from, nearest first: sheet, field, both in words.

    `columns` are those that a table takes over; `options` the words of what is chosen there, where
    the field takes words.
    """
    return _json([dict(_origin(field, *found)) for found in _sources_of(field, sheets)])


def field_words(sheet: Sheet, field: Field) -> str:
    """A field of another sheet in words, with its section where the label alone is not enough."""
    label = field.label
    if [one.label for one in sheet.fields].count(label) > 1:
        label = f"{section_of(sheet, field)}, {label}"
    return f"{sheet.title}: {label}"


def section_of(sheet: Sheet, field: Field) -> str:
    """The heading under which a field stands."""
    section = ""
    for one in sheet.fields:
        section = one.section or section
        if one is field:
            break
    return section


def _sources_of(field: Field, sheets: Mapping[str, Sheet]) -> Iterator[tuple[Sheet, Field]]:
    for origin in origins(field, sheets):
        name, _dot, inner = origin.partition(".")
        sheet = sheets.get(name)
        source = sheet.field(inner) if sheet else None
        if sheet and source:
            yield sheet, source


def _origin(field: Field, sheet: Sheet, source: Field) -> Iterator[tuple[str, object]]:
    yield "sheet", sheet.id
    yield "field", source.id
    yield "where", field_words(sheet, source)
    if field.kind == "table":
        there = {column.id: column for column in source.columns}
        shared = [one for one in field.columns if one.id in there and one.kind != "computed"]
        yield "columns", {one.id: _options(one, there[one.id]) for one in shared}
    else:
        yield "options", _options(field, source)


def _options(target: Field | Column, source: Field | Column) -> dict[str, str]:
    if target.kind not in AS_WORDS:
        return {}
    return {option.id: option.text for option in source.options}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
