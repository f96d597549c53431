"""What computed cells hold: functions of the numbers around them, blanks left out."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping

from sessionpress.answers.cells import Cell, cell_name
from sessionpress.answers.model import Value
from sessionpress.content.model import Sheet
from sessionpress.schema import Formula

FUNCTIONS: Mapping[str, Callable[[list[float]], float]] = {
    "sum": sum,
    "mean": statistics.fmean,
    "median": statistics.median,
    "min": min,
    "max": max,
    "spread": lambda numbers: max(numbers) - min(numbers),
}


def result(formula: Formula, values: Iterable[Value]) -> float | None:
    """Apply a formula to the values that are filled in; None when there is no number."""
    found = list(values)
    if formula.function == "count":
        return float(len(found))
    numbers = [float(value) for value in found if isinstance(value, float)]
    return float(FUNCTIONS[formula.function](numbers)) if numbers else None


def inputs(cell: Cell, sheet: Sheet, rows: Mapping[str, int]) -> list[str]:
    """The names of the cells that a computed cell is computed of.

    Args:
        cell: the computed cell.
        sheet: its sheet.
        rows: how many rows each growing table has, where there are more than declared.
    """
    if cell.formula is None:
        return []
    if cell.column:
        return [cell_name(cell.field.id, cell.row, name) for name in cell.formula.names]
    names = []
    for name in cell.formula.names:
        table, _dot, column = name.partition(".")
        field = sheet.field(table)
        if column and field:
            count = max(len(field.rows), rows.get(table, 0))
            names += [cell_name(table, row, column) for row in range(1, count + 1)]
        else:
            names.append(name)
    return names


def compute(sheet: Sheet, values: Mapping[str, Value], known: Iterable[Cell]) -> dict[str, Value]:
    """The values of all computed cells that have one.

    A count of a row or sheet in which nothing is filled in stays blank.
    """
    found: dict[str, Value] = {}
    all_cells = list(known)
    rows: dict[str, int] = {}
    for cell in all_cells:
        rows[cell.field.id] = max(rows.get(cell.field.id, 0), cell.row)
    for cell in all_cells:
        if cell.formula is None or cell.kind != "computed":
            continue
        given = [values[name] for name in inputs(cell, sheet, rows) if name in values]
        number = result(cell.formula, given) if given else None
        if number is not None:
            found[cell.name] = number
    return found
