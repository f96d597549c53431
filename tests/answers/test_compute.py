"""Computed cells: functions of what is filled in; the browser is held to the same table."""

from __future__ import annotations

import pytest

from sessionpress.answers.compute import FUNCTIONS, result
from sessionpress.schema import FUNCTIONS as DECLARED
from sessionpress.schema import Formula

pytestmark = pytest.mark.usefixtures("silence")

CASES: tuple[tuple[str, tuple[float | str, ...], float | None], ...] = (
    ("sum", (1.0, 2.5), 3.5),
    ("sum", (), None),
    ("sum", ("text",), None),
    ("mean", (1.0, 2.0), 1.5),
    ("median", (3.0, 1.0, 2.0), 2.0),
    ("median", (4.0, 1.0), 2.5),
    ("median", (4.0,), 4.0),
    ("min", (3.0, 1.0), 1.0),
    ("max", (3.0, 1.0), 3.0),
    ("spread", (4.0, 1.0, 2.0), 3.0),
    ("spread", (4.0,), 0.0),
    ("count", (4.0, "text"), 2.0),
    ("count", (), 0.0),
)
"""Function, values that are filled in, result."""


@pytest.mark.parametrize(("function", "values", "expected"), CASES)
def test_a_function_of_what_is_filled_in(
    function: str, values: tuple[float | str, ...], expected: float | None
) -> None:
    assert result(Formula(function, ()), values) == expected


def test_every_declared_function_is_there_and_no_other() -> None:
    assert {*FUNCTIONS, "count"} == set(DECLARED)
