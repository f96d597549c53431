"""Round numbers along a scale, and colours that can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionpress.charts.canvas import INKS
from sessionpress.charts.model import Options, Setting
from sessionpress.charts.scale import Scale, ticks


def marks(low: float, high: float, *, px: float = 300, decimals: int = 2) -> tuple[float, ...]:
    setting = Setting.of(Options(low=low, high=high, decimals=decimals))
    return ticks(Scale(low, high, 0, px), setting, across=True)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (0, 193, (0, 50, 100, 150)),
        (-1, 1, (-1, -0.5, 0, 0.5, 1)),
        (0.3, 0.7, (0.3, 0.4, 0.5, 0.6, 0.7)),
        (0, 250_000, (0, 100_000, 200_000)),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert marks(low, high) == expected


def test_fewer_ticks_stand_on_a_shorter_scale() -> None:
    assert marks(0, 1, px=80) == (0, 0.5, 1)


def test_ticks_need_no_more_places_than_values_have() -> None:
    assert marks(0, 3, decimals=0) == (0, 1, 2, 3)


@given(st.floats(-1e9, 1e9), st.floats(2, 1e9), st.integers(0, 6))
def test_ticks_are_on_the_scale_and_rise(low: float, span: float, decimals: int) -> None:
    found = marks(low, low + span, decimals=decimals)
    assert 2 <= len(found) <= 6
    assert list(found) == sorted(set(found))
    assert low <= found[0]
    assert found[-1] <= low + span


def _light(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG defines it."""
    shares = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ink", INKS)
def test_inks_stand_out_on_white_and_on_near_black(ink: str) -> None:
    assert 1.05 / (_light(ink) + 0.05) >= 3
    assert (_light(ink) + 0.05) / (_light("#1b1b1b") + 0.05) >= 3
