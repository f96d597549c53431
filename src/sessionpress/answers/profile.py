"""What people said of their own capability, section by section: levels and how far apart they are.

A profile opens a talk. It says how far answers lie apart and which statements to talk about first;
it never says who gave which level, and it puts neither people nor places into an order. Levels are
sorted before anything else is done with them, so that their order tells nothing of whose they are.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from sessionpress.answers.model import Answers
from sessionpress.content.model import Field, Sheet

FEWEST = 2
"""Levels that a person gives in a section before it counts, where it has so many statements."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Some levels, smallest first, and how many were left blank."""

    levels: tuple[float, ...]
    blanks: int

    @property
    def n(self) -> int:
        """How many levels were given."""
        return len(self.levels)

    @property
    def mean(self) -> float | None:
        """The mean; None when nothing was given, as in all that follow."""
        return statistics.fmean(self.levels) if self.levels else None

    @property
    def median(self) -> float | None:
        """The level in the middle; between two levels when there are two in the middle."""
        return statistics.median(self.levels) if self.levels else None

    @property
    def smallest(self) -> float | None:
        """The smallest level."""
        return self.levels[0] if self.levels else None

    @property
    def largest(self) -> float | None:
        """The largest level."""
        return self.levels[-1] if self.levels else None

    @property
    def spread(self) -> float | None:
        """How far the largest is from the smallest: 0 when all gave the same level."""
        return self.levels[-1] - self.levels[0] if self.levels else None


@dataclass(frozen=True, slots=True)
class Statement:
    """A field of kind scale: what was given to it, and what each level says."""

    field: str
    label: str
    levels: tuple[str, ...]
    figures: Figures

    def count(self, level: int) -> int:
        """How many gave a level, from 1."""
        return self.figures.levels.count(float(level))


@dataclass(frozen=True, slots=True)
class SectionProfile:
    """A section of a sheet with its statements.

    `figures` are of the people: each counts once, with the middle one of the levels given in the
    section; who gave one level only, where there are more statements, is a blank, as is who gave
    none. So its spread says how far people are apart, not how far statements are. `given` are the
    levels as they were given, over all statements.
    """

    label: str
    high: int
    figures: Figures
    given: Figures
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement on which answers lie apart, and how far, in a sentence that names nobody."""

    section: str
    statement: Statement
    sentence: str


def section_profiles(sheet: Sheet, answers: Sequence[Answers]) -> tuple[SectionProfile, ...]:
    """Gather the levels that were given in each section.

    Args:
        sheet: a sheet; only its fields of kind scale count.
        answers: what was handed in of this sheet, in any order; the result is the same.

    Returns:
        A profile for each section that has scales, in the order of the sheet. A field without a
        section belongs to the one before it.
    """
    return tuple(
        _section(label, fields, answers) for label, fields in _scales_by_section(sheet).items()
    )


def differences(profiles: Sequence[SectionProfile]) -> tuple[Difference, ...]:
    """List the statements on which answers lie apart, widest first: talk about these first.

    Statements that lie equally far apart keep the order of the sheet.
    """
    apart = [
        (section.label, statement)
        for section in profiles
        for statement in section.statements
        if statement.figures.spread
    ]
    apart.sort(key=lambda pair: -(pair[1].figures.spread or 0))
    return tuple(
        Difference(section, statement, _sentence(statement)) for section, statement in apart
    )


def _scales_by_section(sheet: Sheet) -> dict[str, list[Field]]:
    sections: dict[str, list[Field]] = {}
    label = ""
    for field in sheet.fields:
        label = field.section or label
        if field.kind == "scale":
            sections.setdefault(label or sheet.title, []).append(field)
    return sections


def _section(label: str, fields: Sequence[Field], answers: Sequence[Answers]) -> SectionProfile:
    rows = [[one.number(field.id) for field in fields] for one in answers]
    return SectionProfile(
        label,
        max(len(field.levels) for field in fields),
        _figures([_middle(row) for row in rows]),
        _figures([level for row in rows for level in row]),
        tuple(
            Statement(field.id, field.label, field.levels, _figures([row[place] for row in rows]))
            for place, field in enumerate(fields)
        ),
    )


def _middle(row: Sequence[float | None]) -> float | None:
    """What a person said of a section as a whole; None when that is too little to go by."""
    levels = [level for level in row if level is not None]
    return statistics.median(levels) if len(levels) >= min(FEWEST, len(row)) else None


def _figures(levels: Sequence[float | None]) -> Figures:
    known = sorted(level for level in levels if level is not None)
    return Figures(tuple(known), len(levels) - len(known))


def _sentence(statement: Statement) -> str:
    figures = statement.figures
    return f"Levels from {figures.smallest:g} to {figures.largest:g} were given."
