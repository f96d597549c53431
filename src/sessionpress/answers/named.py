"""What a reference in report.yml names: sheet.field, or sheet.table.column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sessionpress.content.model import Column, Field, Sheet, Toolkit
from sessionpress.schema import Option

Missing = Callable[[str, str, Iterable[str]], None]
"""Is told the noun and the word of a part that is not there, and the words that are known."""


@dataclass(frozen=True, slots=True)
class Named:
    """A field of a sheet, and a column of it when the reference names one."""

    sheet: Sheet
    field: Field
    column: Column | None = None

    @property
    def kind(self) -> str:
        """The kind of what is named."""
        return self.column.kind if self.column else self.field.kind

    @property
    def label(self) -> str:
        """What stands beside or above it for people."""
        return self.column.label if self.column else self.field.label

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; the described levels of a scale, with the number as id."""
        if self.kind == "scale":
            return tuple(
                Option(str(number), text) for number, text in enumerate(self.field.levels, 1)
            )
        return (self.column or self.field).options


def _nothing(_noun: str, _word: str, _known: Iterable[str]) -> None:
    """Nobody asks what is missing."""


def find_named(reference: str, toolkit: Toolkit, missing: Missing = _nothing) -> Named | None:
    """Find what a reference names; `missing` is told the part that is not there."""
    sheet_id, field_id, column_id = [*reference.split("."), "", ""][:3]
    sheet = toolkit.sheet(sheet_id)
    if sheet is None:
        missing("sheet", sheet_id, (one.id for one in toolkit.sheets))
        return None
    field = sheet.field(field_id)
    if field is None:
        missing("field", field_id, (one.id for one in sheet.fields))
        return None
    if not column_id:
        return Named(sheet, field)
    column = next((one for one in field.columns if one.id == column_id), None)
    if column is None:
        missing("column", column_id, (one.id for one in field.columns))
        return None
    return Named(sheet, field, column)
