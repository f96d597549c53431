"""Figures from CSV: tables described in `data/tables.yml`, places in `data/places.csv`.

Blanks stay blank: a value that is not known is left out, never zero.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from typing import cast

from sessionpress import yaml_source as yml
from sessionpress.content.csl import faults
from sessionpress.content.files import Folder
from sessionpress.content.model import Figure, Indicator, Row, Source, Table, Territory
from sessionpress.problems import Place, Problems, nearest
from sessionpress.schema import INDICATOR_KEYS, TABLE_KEYS, read_record

PLACES = "data/places.csv"
TABLES = "data/tables.yml"
SOURCES = "data/sources.json"
PLACE_COLUMNS = ("code", "name", "kind", "joined", "slug", "source", "date")
PLACE_KINDS = ("member", "mean", "world", "other")
ROW_COLUMNS = ("place", "edition", "source", "date", "status")

Line = tuple[int, dict[str, str]]


def load_territories(folder: Folder) -> tuple[Territory, ...]:
    """Read the table of places; empty when the toolkit has none."""
    if not folder.has(PLACES):
        return ()
    problems = folder.problems
    found: dict[str, Territory] = {}
    for line, cells in _csv(folder, PLACES, PLACE_COLUMNS):
        place = Place(PLACES, line)
        code = cells["code"]
        if not code or not cells["name"]:
            problems.add(
                "header-required", place, "the place has no code or no name.", "Give it both."
            )
        if code in found:
            problems.add("data-twice", place, f'the place "{code}" stands twice.', "Keep one row.")
            continue
        if cells["kind"] not in PLACE_KINDS:
            problems.add(
                "header-value",
                place,
                f'"{cells["kind"]}" is not a kind of place.',
                nearest(cells["kind"], PLACE_KINDS),
            )
        found[code] = Territory(
            code, cells["name"], cells["kind"], cells["joined"], cells["slug"] or code.lower()
        )
    return tuple(found.values())


def load_tables(folder: Folder, territories: tuple[Territory, ...]) -> dict[str, Table]:
    """Read every table that `data/tables.yml` describes; empty when there is none."""
    text = folder.text(TABLES) if folder.has(TABLES) else None
    root = yml.read_yaml(text, TABLES, 1, folder.problems) if text else None
    if root is None:
        return {}
    if not isinstance(root, yml.Mapping):
        folder.problems.add(
            "header-shape", root.place, "tables by name are expected.", "Write name: {...}."
        )
        return {}
    codes = {place.code for place in territories}
    tables = {name: _table(folder, name, node, codes) for name, node in root.entries.items()}
    return {name: table for name, table in tables.items() if table}


def _table(folder: Folder, name: str, node: yml.Node, codes: set[str]) -> Table | None:
    problems = folder.problems
    values = read_record(node, TABLE_KEYS, problems)
    listed = values["indicators"]
    if not isinstance(listed, yml.Mapping) or not values["file"]:
        return None
    indicators = {
        column: _indicator(column, entry, problems) for column, entry in listed.entries.items()
    }
    path = f"data/{values['file']}"
    if not folder.has(path):
        problems.add(
            "file-missing", node.place, f"there is no file {path}.", "Write it, or mend the name."
        )
        return None
    item = str(values["item"] or "")
    columns = (*ROW_COLUMNS, *([item] if item else []), *indicators)
    rows = tuple(_rows(folder, path, columns, indicators, item, codes))
    return Table(
        name, str(values["title"] or ""), str(values["source"] or ""), item, indicators, rows
    )


def _indicator(name: str, node: yml.Node, problems: Problems) -> Indicator:
    values = read_record(node, INDICATOR_KEYS, problems)
    label = str(values["label"] or name)
    return Indicator(
        name,
        label,
        str(values["short"] or label),
        str(values["unit"] or ""),
        cast(int, values["decimals"]),
        cast("float | None", values["min"]),
        cast("float | None", values["max"]),
        bool(values["text"]),
    )


def _rows(
    folder: Folder,
    path: str,
    columns: tuple[str, ...],
    indicators: dict[str, Indicator],
    item: str,
    codes: set[str],
) -> Iterator[Row]:
    seen: set[tuple[str, str, str]] = set()
    problems = folder.problems
    for line, cells in _csv(folder, path, columns):
        place = Place(path, line)
        key = (cells["place"], cells["edition"], cells[item] if item else "")
        if key in seen:
            what = ", ".join(part for part in key if part)
            problems.add("data-twice", place, f"a second row for {what}.", "Keep one of the two.")
            continue
        seen.add(key)
        if key[0] not in codes:
            problems.add(
                "data-place",
                place,
                f'the place "{key[0]}" is not declared.',
                nearest(key[0], codes),
            )
        figures = {
            name: figure
            for name, indicator in indicators.items()
            if (figure := _figure(cells[name], indicator, place, problems))
        }
        if figures and not cells["source"]:
            problems.add(
                "data-source", place, "the row has figures and no source.", "Name the source."
            )
        yield Row(*key, figures, cells["source"], cells["date"], cells["status"], place)


def _figure(cell: str, indicator: Indicator, place: Place, problems: Problems) -> Figure | None:
    if not cell:
        return None
    if indicator.text:
        return Figure(cell, None)
    number = float(cell) if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]+)?", cell) else math.nan
    if math.isnan(number):
        problems.add(
            "data-number",
            place,
            f'{indicator.name}: "{cell}" is not a number.',
            "Write digits with a point, or leave the cell blank.",
        )
        return None
    low = -math.inf if indicator.low is None else indicator.low
    high = math.inf if indicator.high is None else indicator.high
    if not low <= number <= high:
        problems.add(
            "data-number",
            place,
            f"{indicator.name}: {cell} is out of its range, {low:g} to {high:g}.",
            "Mend the figure, or the range in data/tables.yml.",
        )
    gap = "" if indicator.unit.startswith("%") or not indicator.unit else " "
    shown = f"{number:,.{indicator.decimals}f}{gap}{indicator.unit}"
    return Figure(shown, number)


def _csv(folder: Folder, path: str, columns: tuple[str, ...]) -> Iterator[Line]:
    """Rows of a CSV file with their lines; checks that the columns are those described."""
    text = folder.text(path)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text))
    try:
        head = [cell.strip() for cell in next(reader, [])]
        for column in columns:
            if column not in head:
                folder.problems.add(
                    "data-column",
                    Place(path),
                    f'the column "{column}" is missing.',
                    "Add it; it may stay blank.",
                )
        for number, column in enumerate(head):
            if column in head[:number]:
                folder.problems.add(
                    "data-column",
                    Place(path),
                    f'the column "{column}" stands twice.',
                    "Keep one of the two.",
                )
            elif column not in columns:
                folder.problems.add(
                    "data-column",
                    Place(path),
                    f'the column "{column}" is not described.',
                    nearest(column, set(columns) - set(head) or columns),
                )
        if set(columns) - set(head) or len(set(head)) < len(head):
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(head):
                folder.problems.add(
                    "data-column",
                    Place(path, line),
                    f"the row has {len(cells)} cells, the head has {len(head)}.",
                    "Put quotation marks around cells that hold a comma.",
                )
            elif any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * (len(head) - len(cells))]
                yield line, dict(zip(head, (cell.strip() for cell in padded), strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        folder.problems.add(
            "data-column", Place(path, reader.line_num), f"not valid CSV: {error}.", "Mend the row."
        )


def load_sources(folder: Folder) -> dict[str, Source]:
    """Read the list of sources, a CSL-JSON array; empty when the toolkit has none."""
    text = folder.text(SOURCES) if folder.has(SOURCES) else None
    if text is None:
        return {}
    problems = folder.problems
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        problems.add(
            "header-shape",
            Place(SOURCES, error.lineno),
            f"this is not valid JSON: {error.msg}.",
            "Check commas and quotation marks near this line.",
        )
        return {}
    except RecursionError:
        rows = None
    if not isinstance(rows, list):
        problems.add(
            "header-shape",
            Place(SOURCES),
            "a list of sources is expected here.",
            "Write [ on the first line, ] on the last, and the sources between them.",
        )
        return {}
    found: dict[str, Source] = {}
    for record in rows:
        key = str(record.get("id", "")) if isinstance(record, dict) else ""
        at = text.find(f'"{key}"')
        place = Place(SOURCES, text.count("\n", 0, max(at, 0)) + 1)
        if not key or "title" not in record or "type" not in record:
            problems.add(
                "header-required",
                place,
                f'the source "{key}" lacks its id, type or title.',
                "Give it all three.",
            )
        elif key.casefold() in {known.casefold() for known in found}:
            second = Place(SOURCES, text.count("\n", 0, text.rfind(f'"{key}"')) + 1)
            problems.add("id-twice", second, f'the source "{key}" stands twice.', "Keep one.")
        else:
            for rule, message, advice in faults(record):
                problems.add(rule, place, f'the source "{key}": {message}', advice)
            found[key] = Source(key, record, place)
    return found
