"""Hand-ins, answers and findings as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | float | tuple[str, ...]
"""A settled value: text, ISO date or option id; number or level; ids of several options."""

Raw = str | float | bool | tuple[str, ...]
"""A value as a file holds it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a value was taken over from, and what stood there then."""

    sheet: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a file that people must know; `left_out` when a value was not used.

    `field` is the label or the name of the cell; empty when it is about the whole file.
    """

    file: str
    field: str
    message: str
    advice: str
    left_out: bool = True

    def __str__(self) -> str:
        where = f"{self.file}, {self.field}" if self.field else self.file
        return f"{where}: {self.message} {self.advice}"


@dataclass(frozen=True, slots=True)
class Handin:
    """One filled sheet as a file says it; what a file does not say is empty.

    `file` is the name for messages; `cells` has the values by name of the cell, blanks left out;
    `copy` is a random name that one copy of a sheet keeps when it is saved again; `saved` is an
    ISO date and time; `carried` are values taken over from earlier sheets, by name of the cell;
    `findings` is what its reader had to say about single cells, and `settle` passes on.
    """

    file: str
    sheet: str
    cells: Mapping[str, Raw]
    toolkit: str = ""
    edition: str = ""
    revision: str = ""
    copy: str = ""
    saved: str = ""
    carried: Mapping[str, Carried] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """One filled sheet, compared with its declaration.

    `values` are typed, by name of the cell; `unread` keeps, as text, what could not be read as
    what it should be: it stands in the tables, marked, so that nothing is lost.
    """

    handin: Handin
    sheet: str
    values: Mapping[str, Value]
    unread: Mapping[str, str]

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.handin.file

    def text(self, name: str) -> str:
        """A value as text; empty when it is blank."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else show(value)

    def number(self, name: str) -> float | None:
        """A number or level; None when it is blank."""
        value = self.values.get(name)
        return value if isinstance(value, float) else None

    def rows(self, table: str) -> dict[int, dict[str, Value]]:
        """The rows of a table that hold something, by number: values by column."""
        found: dict[int, dict[str, Value]] = {}
        for name, value in self.values.items():
            parts = name.split("/")
            if len(parts) == 3 and parts[0] == table:
                found.setdefault(int(parts[1]), {})[parts[2]] = value
        return dict(sorted(found.items()))


def show(value: Value) -> str:
    """A settled value as text: whole numbers without a point, several options with semicolons."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"{value:g}" if isinstance(value, float) else value
