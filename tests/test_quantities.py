"""How many of what is needed, for any number of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.toolkits import EVENT, changed, loaded, tiny

from sessionpress.quantities import Turnout, pieces, seats, spare, turnout
from sessionpress.schema import Material


@pytest.mark.parametrize(
    ("people", "size", "tables"),
    [
        (1, 4, (1,)),
        (2, 4, (2,)),
        (3, 2, (3,)),
        (5, 4, (5,)),
        (6, 4, (3, 3)),
        (7, 4, (4, 3)),
        (8, 4, (4, 4)),
        (9, 4, (5, 4)),
        (16, 4, (4, 4, 4, 4)),
        (20, 5, (5, 5, 5, 5)),
        (200, 4, (4,) * 50),
        (3, 1, (1, 1, 1)),
    ],
)
def test_people_are_spread_evenly_over_tables(
    people: int, size: int, tables: tuple[int, ...]
) -> None:
    assert seats(people, size) == tables


@given(some.integers(2, 400), some.integers(2, 30))
def test_nobody_sits_alone_and_everybody_has_a_seat(people: int, size: int) -> None:
    tables = seats(people, size)
    assert sum(tables) == people
    assert min(tables) > 1
    assert max(tables) - min(tables) < 2


def test_materials_are_counted_by_whom_they_are_for() -> None:
    come = Turnout(participants=9, countries=5, tables=(5, 4))
    counts = [pieces(Material("pens", 2, per), come) for per in ("person", "country", "table")]
    assert counts == [18, 10, 4]
    assert (pieces(Material("clock"), come), pieces(Material("sheet", 1, "pair"), come)) == (1, 2)


def test_pairs_are_pairs_of_people_where_there_is_one_country() -> None:
    assert Turnout(7, 1, (4, 3)).pairs == 3
    assert Turnout(1, 1, (1,)).pairs == 1


def test_there_is_a_spare_for_every_eight_and_one_at_least() -> None:
    assert [spare(copies) for copies in (1, 8, 9, 16, 200)] == [1, 1, 2, 2, 25]


def test_another_number_of_people_may_come_than_the_event_says(tmp_path: Path) -> None:
    text = changed(EVENT, "participants: 8", "participants: 8\ncountries: 4\ntable-size: 4")
    event = loaded(tiny(tmp_path, {EVENT: text})).events[0]
    assert turnout(event) == Turnout(8, 4, (4, 4))
    assert turnout(event, 9) == Turnout(9, 4, (5, 4))
    assert turnout(event, 3) == Turnout(3, 3, (3,))
