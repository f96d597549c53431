"""The report of a workshop as a plain value: what it is made of.

Outputs (a page, a PDF, a document to edit) turn the value into their form. Whatever names people or
places stands in the order of the collection, which is the order of the table of places: no number
and no level ever puts them into another order.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from babel.dates import format_date

from sessionpress.answers.gather import Collection
from sessionpress.answers.profile import SectionProfile
from sessionpress.content.model import Sheet, Toolkit

Lines = tuple[str, ...]
"""What stands in a cell of a grid, line by line; none when it is blank."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are shares of the line, or empty; `wide` when it wants the long side.

    `named` when the first cell of each row says what the row is.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Lines, ...], ...]
    widths: tuple[int, ...] = ()
    wide: bool = False
    named: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """How many gave an answer, and who; nobody where nobody is to be named."""

    text: str
    number: int
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of `of` gave each answer, in the order of the answers.

    `named` when it is said who; `drawn` when each number has a bar beside it.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[Count, ...]
    of: int
    named: bool
    drawn: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """Levels by section, to be drawn with their spread; a grid beside it says the same."""

    caption: str
    sections: tuple[SectionProfile, ...]


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A place where people must write; `text` says what."""

    text: str


Block = Words | Grid | Counts | Profile | ToWrite


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def wide(self) -> bool:
        """Whether it holds a table that wants the long side of the paper."""
        return any(isinstance(one, Grid) and one.wide for one in self.blocks)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. `event` is what was held, where and when, in lines; it may be empty.

    `name` is that of its files, `summary` one sentence on what it was made from.
    """

    name: str
    title: str
    subtitle: str
    event: Lines
    summary: str
    edition: str
    date: dt.date
    language: str
    publisher: str
    notice: str
    intro: str
    handed_in: Grid
    sections: tuple[Section, ...]
    left_out: tuple[Block, ...] = ()

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """What was handed in, the sections, and what was left out, where this report tells it."""
        intro = (Words(self.intro),) if self.intro else ()
        first = Section("What was handed in", (*intro, self.handed_in))
        last = (Section("What was left out", self.left_out),) if self.left_out else ()
        return (first, *self.sections, *last)


@dataclass(frozen=True, slots=True)
class Material:
    """What sections are made of: the toolkit, and the answers that may be shown."""

    toolkit: Toolkit
    collection: Collection

    def sheet(self, name: str) -> Sheet:
        """A sheet that is declared; the rules on report.yml see to it."""
        found = self.toolkit.sheet(name)
        if found is None:
            raise KeyError(name)
        return found


def date_words(date: dt.date, language: str) -> str:
    """Write a date as people do: 4 March 2030."""
    return str(format_date(date, "d MMMM y", locale=language.replace("-", "_")))
