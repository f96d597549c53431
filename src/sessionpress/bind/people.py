"""Lists of participants: CSV and XLSX, read with care. Nothing of them is kept.

A list has a first row with the names of its columns, in any order. `name` must be there; `country`
and `role` may be.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sessionpress.answers.file import NotOurs
from sessionpress.letters import missing_letters, printable_letters
from sessionpress.problems import Place, Problems, ToolkitError, counted
from sessionpress.render.pack import Person
from sessionpress.words import words

LARGEST = 5_000_000
"""Most bytes of a list; one of 200 people has about 20,000."""
MOST = 1_000
"""Most people in a list. Larger ones are probably another table."""
LONGEST = 160
"""Most letters in a cell. What is longer would be too small on a name tent."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "participant"),
    "country": ("country", "delegation"),
    "role": ("role", "organisation", "organization", "role/organisation", "institution", "post"),
}
"""How the columns may be called in a list, beside the words of the language that is printed."""

RULE = "people-list"
Rows = Sequence[tuple[int, Sequence[str]]]
"""Cells by the number of their row, from 1."""


def read_people(path: Path, fonts: Path) -> tuple[Person, ...]:
    """Read a list of participants.

    Args:
        path: a CSV or XLSX file.
        fonts: the folder of the fonts with which names are printed.

    Raises:
        ToolkitError: the list cannot be used; it holds each problem with file and row.
    """
    problems = Problems()
    try:
        rows = _rows(_bytes(path))
    except NotOurs as error:
        problems.add(RULE, Place(path.name), error.message, error.advice)
        raise ToolkitError(problems) from None
    people = tuple(_people(path.name, rows, fonts, problems))
    if problems:
        raise ToolkitError(problems)
    return people


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise NotOurs(
            f"it cannot be opened ({error.strerror or error}).", "Check its name and its rights."
        ) from None
    if len(data) > LARGEST:
        raise NotOurs(
            f"the file is larger than {LARGEST // 1_000_000} MB.",
            "Save the columns name, country and role alone.",
        )
    return data


def _rows(data: bytes) -> Rows:
    if data.startswith((b"PK", bytes.fromhex("d0cf11e0a1b11ae1"))):
        from sessionpress.bind.xlsx import read_rows  # noqa: PLC0415 - slow to load

        return read_rows(data)
    return _csv_rows(_text(data))


def _text(data: bytes) -> str:
    code = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(code)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise NotOurs(
            f"row {row} is not in UTF-8.", 'Save the list as "CSV UTF-8" or as XLSX.'
        ) from None
    if "\0" in text:
        raise NotOurs("the file is damaged, or no list.", "Save the list as CSV or XLSX.")
    return text


def _csv_rows(text: str) -> Rows:
    first = text.lstrip().partition("\n")[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        raise NotOurs(
            f"the file is damaged from row {before + 1} on.",
            "Look for a quotation mark that is not closed.",
        ) from None
    return rows


def _people(file: str, rows: Rows, fonts: Path, problems: Problems) -> Iterator[Person]:
    filled = [(row, [_plain(cell) for cell in cells]) for row, cells in rows]
    filled = [(row, cells) for row, cells in filled if any(cells)]
    if not filled:
        problems.add(RULE, Place(file), "the list is empty.", "Add a row for each person.")
        return
    (top, head), *below = filled
    columns = _columns(head)
    if "name" not in columns:
        shown = ", ".join(filter(None, head))[:120]
        problems.add(
            RULE,
            Place(file, top),
            f'no column is called "name" (there are: {shown}).',
            "Write name, country and role into the first row.",
        )
        return
    if not below:
        problems.add(RULE, Place(file, top), "nobody is in the list.", "Add a row for each person.")
    if len(below) > MOST:
        problems.add(
            RULE,
            Place(file, below[MOST][0]),
            f"the list has {len(below):,} people; {MOST:,} can be printed at once.",
            "Cut it into several lists.",
        )
        return
    for row, cells in below:
        found = {
            name: cells[number] if number < len(cells) else "" for name, number in columns.items()
        }
        for message, advice in _faults(found, cells, head, fonts):
            problems.add(RULE, Place(file, row), message, advice)
        yield Person(found["name"], found.get("country", ""), found.get("role", ""))


def _columns(head: Sequence[str]) -> dict[str, int]:
    """The number of each column that is known; of two with one meaning, the first."""
    shown = {"name": words("Name"), "country": words("Country"), "role": words("Role")}
    heads = [one.casefold() for one in head]
    return {
        name: heads.index(found)
        for name, calls in HEADS.items()
        if (found := next((c for c in (*calls, shown[name].casefold()) if c in heads), ""))
    }


def _faults(
    found: Mapping[str, str], cells: Sequence[str], head: Sequence[str], fonts: Path
) -> Iterator[tuple[str, str]]:
    if not found["name"]:
        yield "the row has no name.", "Write one, or take the row away."
    if any(cells[len(head) :]):
        yield (
            f"the row has {counted(len(cells), 'cell')}, the first row {len(head)}.",
            "Put quotation marks around a text that holds the separator.",
        )
    for name, text in found.items():
        if len(text) > LONGEST:
            yield (
                f"the {name} has {len(text):,} letters; {LONGEST} at most can be printed.",
                "Shorten it.",
            )
        missing = missing_letters(text, printable_letters(fonts))
        if missing:
            yield (
                f"the {name} has letters that no print font has: {' '.join(missing[:8])}.",
                "Write it in another script, or add a font to overrides/fonts.",
            )


def _plain(cell: str) -> str:
    """A cell as one line without signs that have no shape, but for those that join letters."""
    kept = "".join(
        sign if unicodedata.category(sign)[0] != "C" or sign in "\u200c\u200d" else " "
        for sign in unicodedata.normalize("NFC", cell)
    )
    return " ".join(kept.split())
