"""How many of what: from the people at an event and its tables to pieces of a material."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sessionpress.content.model import Event
from sessionpress.schema import Material


def _pairs(event: Event) -> int:
    """Pairs of countries, an odd one joining a pair; where there is one country, of people."""
    countries = _countries(event)
    return max(1, (countries if countries > 1 else event.participants) // 2)


def _countries(event: Event) -> int:
    return min(event.countries, event.participants)


_COUNTS: Mapping[str, Callable[[Event], int]] = {
    "person": lambda event: event.participants,
    "pair": _pairs,
    "country": _countries,
    "table": lambda event: len(event.tables),
    "room": lambda _event: 1,
}


def pieces(material: Material, event: Event) -> int:
    """How many pieces of a material an event needs at once."""
    return material.count * _COUNTS[material.per](event)


def copies(who: str, event: Event) -> int:
    """How many copies of a sheet an event needs; `who` fills it together, as the sheet says."""
    return pieces(Material("", 1, "room" if who == "all" else who), event)
