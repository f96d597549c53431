"""How many of what is needed, for any number of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.toolkits import EVENT, changed, loaded, tiny

from sessionpress.quantities import pieces
from sessionpress.schema import Material


def needed(root: Path, people: str) -> list[int]:
    """How many pens of a course, 1 per person, pair, country, table and room."""
    event = loaded(tiny(root, {EVENT: changed(EVENT, "participants: 8", people)})).events[0]
    rows = ("person", "pair", "country", "table", "room")
    return [pieces(Material("pens", 1, per), event) for per in rows]


@pytest.mark.parametrize(
    ("people", "counts"),
    [
        ("participants: 1\ncountries: 1", [1, 1, 1, 1, 1]),
        ("participants: 7\ncountries: 1\ntable-size: 4", [7, 3, 1, 2, 1]),
        ("participants: 8\ncountries: 4\ntable-size: 4", [8, 2, 4, 2, 1]),
        ("participants: 9\ncountries: 5\ntable-size: 4", [9, 2, 5, 3, 1]),
        ("participants: 3\ncountries: 8\ntable-size: 4", [3, 1, 3, 1, 1]),
        ("participants: 200\ncountries: 8\ntable-size: 4", [200, 4, 8, 50, 1]),
    ],
)
def test_materials_are_counted_by_whom_they_are_for(
    tmp_path: Path, people: str, counts: list[int]
) -> None:
    assert needed(tmp_path, people) == counts


def test_several_for_each_are_so_many_times_as_many(tmp_path: Path) -> None:
    event = loaded(tiny(tmp_path)).events[0]
    assert pieces(Material("pens", 2, "person"), event) == 16
    assert pieces(Material("clock"), event) == 1
