"""How many of what: from participants, countries and the size of tables to copies and pieces."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sessionpress.content.model import Event
from sessionpress.schema import Material

SPARE = 8
"""One spare copy for every so many, and one at least."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many come: people, countries, and who sits at each table."""

    participants: int
    countries: int
    tables: tuple[int, ...]

    @property
    def pairs(self) -> int:
        """Pairs of countries, an odd one joining a pair; where there is one country, of people."""
        several = self.countries if self.countries > 1 else self.participants
        return max(1, several // 2)

    def count(self, per: str) -> int:
        """How many persons, pairs, countries, tables or rooms there are.

        `all`, who fill a sheet together, are one.
        """
        return _COUNTS[per](self)


_COUNTS: Mapping[str, Callable[[Turnout], int]] = {
    "person": lambda turnout: turnout.participants,
    "pair": lambda turnout: turnout.pairs,
    "country": lambda turnout: turnout.countries,
    "table": lambda turnout: len(turnout.tables),
    "room": lambda _turnout: 1,
    "all": lambda _turnout: 1,
}


def turnout(event: Event, participants: int = 0) -> Turnout:
    """Say who comes to an event.

    Args:
        event: its participants, countries and the size of its tables.
        participants: how many come in fact; 0 for as many as the event says.
    """
    people = participants or event.participants
    return Turnout(people, min(event.countries, people), seats(people, event.table_size))


def seats(people: int, size: int) -> tuple[int, ...]:
    """Seat people at tables of about a size, as evenly as can be; the fuller tables come first.

    Nobody sits alone, unless only one has come or each is meant to: 9 at tables of 4 are 5 and 4.
    """
    tables = max(1, math.floor(people / size + 0.5))
    if size > 1:
        tables = min(tables, max(1, people // 2))
    least, more = divmod(people, tables)
    return (least + 1,) * more + (least,) * (tables - more)


def pieces(material: Material, turnout: Turnout) -> int:
    """How many pieces of a material are needed at once."""
    return material.count * turnout.count(material.per)


def spare(copies: int) -> int:
    """How many more to print of what people write on: one for every eight, one at least."""
    return math.ceil(copies / SPARE)
