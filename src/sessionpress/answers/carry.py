"""What fills what: the way of each field back through the sheets before it."""

from __future__ import annotations

from collections.abc import Mapping

from sessionpress.content.model import Field, Sheet


def origins(field: Field, sheets: Mapping[str, Sheet]) -> tuple[str, ...]:
    """Where a field can be filled from, nearest first, as sheet.field.

    A road map takes over from the priorities, and those from the needs: with only the sheet of the
    needs in hand, the road map can still be filled. A circle ends where it closes.
    """
    found: list[str] = []
    at: Field | None = field
    while at and at.origin and at.origin not in found:
        found.append(at.origin)
        sheet, _dot, name = at.origin.partition(".")
        at = sheets[sheet].field(name) if sheet in sheets else None
    return tuple(found)


def sources(sheet: Sheet, sheets: Mapping[str, Sheet]) -> tuple[Sheet, ...]:
    """The sheets that can fill some field of a sheet, in the order in which they are asked."""
    names = {
        origin.partition(".")[0]: None
        for field in sheet.fields
        for origin in origins(field, sheets)
    }
    return tuple(sheets[name] for name in names if name in sheets)
