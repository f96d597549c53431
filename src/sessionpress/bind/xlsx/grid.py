"""One grid of columns for a whole form: labels on the left, the columns of its tables beside."""

from __future__ import annotations

from collections.abc import Sequence

from sessionpress.bind.office import column_weights
from sessionpress.content.model import Field, Sheet

LABEL = 2
"""The column of labels; the first is a margin."""

TOTAL = {
    ("A4", "portrait"): 96.0,
    ("A4", "landscape"): 142.0,
    ("A3", "portrait"): 142.0,
    ("A3", "landscape"): 206.0,
}
"""Width of all columns, in signs, with which the paper is filled and nothing made smaller."""

FIRST = {True: 0.22, False: 0.27}
"""The least share of the whole for the labels on the left; less where there are many columns."""
MANY = 5
NARROWEST = 11.5
"""A date has ten signs."""


def widths(sheet: Sheet) -> dict[int, float]:
    """The widths of the columns by number, from the labels on."""
    total = TOTAL[sheet.paper, sheet.orientation]
    weights = _weights(sheet)
    if len(weights) < 3:
        share = 0.56 if any(field.kind == "scale" for field in sheet.fields) else 0.4
        found = [share * total, (1 - share) * total]
    else:
        first = max(weights[0] / sum(weights), FIRST[len(weights) > MANY])
        rest = [weight / sum(weights[1:]) * (1 - first) for weight in weights[1:]]
        found = [max(NARROWEST, share * total) for share in (first, *rest)]
    return {column: round(width, 1) for column, width in enumerate(found, LABEL)}


def _weights(sheet: Sheet) -> list[float]:
    """For each column of the grid, the widest that some table needs there."""
    weights: list[float] = []
    for field in sheet.fields:
        if field.kind != "table":
            continue
        for number, weight in enumerate(column_weights(field)):
            if number < len(weights):
                weights[number] = max(weights[number], weight)
            else:
                weights.append(weight)
    return weights


def spans(field: Field, columns: Sequence[int]) -> list[tuple[int, int]]:
    """First and last column of the grid for each column of a table.

    A table that has fewer than the grid gives what is left to its last column of text.
    """
    needs = column_weights(field)
    extra = len(columns) - len(needs)
    widest = max(number for number, need in enumerate(needs) if need == max(needs))
    found = []
    column = columns[0]
    for number in range(len(needs)):
        last = column + (extra if number == widest else 0)
        found.append((column, last))
        column = last + 1
    return found
