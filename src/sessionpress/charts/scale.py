"""From values to places in a drawing, and the round numbers along the way."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sessionpress.charts.lettering import width
from sessionpress.charts.model import Setting

LETTERS = 13.0  # px, the size of the numbers along a scale

_MOST = 6
_APART = 8.0  # px between two numbers side by side


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line of px from `start` (the value `low`) to `end` (the value `high`)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value in px."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def ticks(scale: Scale, setting: Setting, *, across: bool) -> tuple[float, ...]:
    """Return round values along a scale, at most six, with room for their numbers.

    Numbers stand side by side on a scale that runs across the sheet, above each other on one that
    runs up. No tick needs more places than the setting's values show, else it would be a lie.
    """
    for step, places in _round_steps(scale.high - scale.low, setting.decimals):
        values = _multiples(scale, step, places)
        apart = abs(scale.at(scale.low + step) - scale.start)
        widest = max((width(setting.tick(value), LETTERS) for value in values), default=0.0)
        if 1 < len(values) <= _MOST and (not across or widest + _APART <= apart):
            return values
    return (scale.low, scale.high)


def _round_steps(span: float, decimals: int) -> Iterator[tuple[float, int]]:
    """Yield 1, 2, 5, 10, 20 ... in the size of the span, each with the places it needs."""
    size = math.floor(math.log10(span))
    for exponent in range(max(size - 1, -decimals), size + 1):
        for digit in (1, 2, 5):
            yield digit * 10.0**exponent, max(0, -exponent)


def _multiples(scale: Scale, step: float, places: int) -> tuple[float, ...]:
    """Return the multiples of a step on the scale."""
    first, last = math.ceil(scale.low / step - 1e-9), math.floor(scale.high / step + 1e-9)
    values = (round(index * step, places) + 0.0 for index in range(first, last + 1))
    return tuple(min(max(value, scale.low), scale.high) for value in values)
