"""Pairs by numbers, held against every choice that there is."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping

import pytest

from sessionpress.answers.matching import Edge, best_pairs

pytestmark = pytest.mark.usefixtures("silence")


def every_choice(places: list[int], weights: Mapping[Edge, int]) -> Iterator[list[Edge]]:
    """Every way to put some of the places into pairs."""
    if not places:
        yield []
        return
    first, *others = places
    for other in others:
        if (first, other) in weights:
            rest = [one for one in others if one != other]
            yield from ([(first, other), *more] for more in every_choice(rest, weights))
    yield from every_choice(others, weights)


def best_of_all(count: int, weights: Mapping[Edge, int]) -> list[Edge]:
    def worth(choice: Iterable[Edge]) -> tuple[int, int]:
        choice = list(choice)
        return len(choice), sum(weights[edge] for edge in choice)

    # The first of equal ones: choices are given with early pairs first.
    return sorted(max(every_choice(list(range(count)), weights), key=worth))


@pytest.mark.parametrize("seed", range(60))
def test_no_other_choice_is_better_and_of_equal_ones_the_first_is_taken(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(0, 7)
    weights = {
        edge: chance.choice([0, 0, 1, 1, 5, 20])
        for edge in itertools.combinations(range(count), 2)
        if chance.random() < 0.8
    }
    assert best_pairs(weights) == best_of_all(count, weights)


def test_as_many_as_can_be_are_paired_before_anything_else_counts() -> None:
    assert best_pairs({(0, 1): 0, (1, 2): 99, (2, 3): 0}) == [(0, 1), (2, 3)]


def test_nobody_is_no_pair() -> None:
    assert best_pairs({}) == []


def test_many_who_are_all_alike_are_paired_in_order() -> None:
    alike = dict.fromkeys(itertools.combinations(range(16), 2), 3)
    assert best_pairs(alike) == [(place, place + 1) for place in range(0, 16, 2)]
