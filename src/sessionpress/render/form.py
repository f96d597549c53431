"""A sheet as a form on paper: one HTML document, and what each of its boxes is for.

The boxes are `<input type="checkbox">` whatever is filled in, because the layout engine needs
their places only; `Entry` says what they become in a PDF. Nothing here knows how a PDF is made.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sessionpress.answers.cells import Cell, cells, field_cells, revision
from sessionpress.content.model import Column, Field, Sheet, Toolkit
from sessionpress.render.templates import make_environment
from sessionpress.schema import FUNCTIONS, Formula, Option
from sessionpress.words import later, words

EntryKind = Literal["line", "lines", "list", "ticks", "one-of"]
"""One line; several lines; a list to choose from; boxes to tick; circles of which one is chosen."""

ENTRY_KINDS: Mapping[str, EntryKind] = {
    "text": "lines",
    "long-text": "lines",
    "number": "line",
    "date": "line",
    "computed": "line",
    "choice": "list",
    "member": "list",
    "choices": "ticks",
    "scale": "one-of",
}
"""A text has several lines because the words must all be printed, however small its box is."""

UNTYPED = ("ar", "bn", "fa", "ur")
"""Languages in which text typed into a PDF is drawn wrong by common viewers: there it is paper."""

STAMP = "sessionpress-form"
"""Name of the hidden field, and of the document property, that say which sheet a PDF is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is filled in at one or more boxes of a form.

    `tooltip` is what people hear who do not see the box; `options` are id and words, for "ticks"
    and "one-of" in the order of their boxes; `limit` is the most characters, 0 for no limit.
    """

    name: str
    kind: EntryKind
    tooltip: str
    options: tuple[Option, ...] = ()
    limit: int = 0
    required: bool = False

    def tooltip_of(self, option: Option) -> str:
        """What people hear at the box of one option: a level with its number, then the question."""
        number = f"{option.id}: " if self.kind == "one-of" else ""
        return f"{number}{_ended(option.text)} {self.tooltip}"


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form ready to be laid out.

    `entries` are in the order of the document, by the name that the boxes have; `stamp` is the
    text that says of which sheet it is.
    """

    html: str
    title: str
    language: str
    direction: Literal["ltr", "rtl"]
    entries: Mapping[str, Entry]
    stamp: str
    fillable: bool


def can_be_typed(language: str) -> bool:
    """Whether PDF viewers draw what is typed in a language, by its BCP 47 tag."""
    return language.partition("-")[0].lower() not in UNTYPED


def render_form(
    sheet: Sheet,
    toolkit: Toolkit,
    overrides: Path,
    *,
    language: str,
    direction: Literal["ltr", "rtl"] = "ltr",
    fillable: bool = True,
) -> PrintedForm:
    """Give a sheet as a form, made with `print/form.html` in the folder of templates.

    Args:
        sheet: what is to be filled in.
        toolkit: where it belongs.
        overrides: the folder of templates.
        language: BCP 47 tag of the words in the sheet.
        direction: of the language.
        fillable: whether it can also be filled on a screen; else it is for writing by hand.
    """
    environment = make_environment(overrides)
    html = environment.get_template("print/form.html").render(
        sheet=sheet,
        settings=toolkit.settings,
        language=language,
        direction=direction,
        revision=revision(sheet),
        who=words(WHO[sheet.who]),
        hint=_hint,
        before=lambda field: _before(field, toolkit),
        sections=list(_sections(sheet)),
        room=_Room(sheet),
        rows=_rows,
        computed=lambda field, formula: _computed(formula, field, sheet),
    )
    entries = {cell.name: _entry(cell, sheet) for cell in cells(sheet)}
    mark = stamp(sheet, toolkit, sum(_fields_of(entry) for entry in entries.values()))
    return PrintedForm(html, sheet.title, language, direction, entries, mark, fillable)


WHO = {
    "person": later("each person"),
    "pair": later("each pair"),
    "country": later("each country"),
    "table": later("each table"),
    "all": later("all together"),
}


def _fields_of(entry: Entry) -> int:
    return len(entry.options) if entry.kind == "ticks" else 1


def stamp(sheet: Sheet, toolkit: Toolkit, fields: int) -> str:
    """The text in a form that says of which sheet, in which edition, it is: a JSON object.

    It says also how many fields there are, so that a damaged file is noticed.
    """
    return json.dumps(
        {
            "format": STAMP,
            "version": 1,
            "toolkit": toolkit.settings.id,
            "edition": toolkit.settings.edition,
            "sheet": sheet.id,
            "revision": revision(sheet),
            "fields": fields,
        }
    )


SHORT = ("number", "date", "computed", "choice", "member")
"""Kinds of which two stand beside each other on wide paper."""


def _sections(sheet: Sheet) -> Iterator[tuple[str, list[tuple[bool, list[Field]]]]]:
    """Give the fields under their headings, short ones that follow each other together."""
    title, fields = "", list[Field]()
    for field in sheet.fields:
        if field.section and field.section != title:
            yield title, _runs(fields)
            title, fields = field.section, []
        fields.append(field)
    yield title, _runs(fields)


def _runs(fields: list[Field]) -> list[tuple[bool, list[Field]]]:
    runs = itertools.groupby(fields, lambda field: field.kind in SHORT)
    listed = [(short, list(run)) for short, run in runs]
    return [(short and len(run) > 1, run) for short, run in listed]


def _rows(field: Field) -> list[tuple[str, list[Cell]]]:
    """The rows of a table: label, or number where there is none, and cells."""
    width = len(field.columns)
    row_cells = list(field_cells(field))
    return [
        (label or str(number + 1), row_cells[number * width : (number + 1) * width])
        for number, label in enumerate(field.rows)
    ]


def _before(field: Field, toolkit: Toolkit) -> str:
    """The field that fills this one, in words: sheet, then label; empty when there is none."""
    name, _dot, inner = field.origin.partition(".")
    sheet = toolkit.sheet(name)
    origin = sheet.field(inner) if sheet else None
    return f"{sheet.title}: {origin.label}" if sheet and origin else ""


# ---------------------------------------------------------------- what is said of an entry


def _hint(of: Field | Column) -> str:
    """How a number or date is written, in a few words."""
    if of.kind == "date":
        return words("year-month-day")
    if of.kind != "number" or (of.low is None and of.high is None):
        return ""
    if of.high is None:
        return f"{of.low:g} {words('or more')}"
    return f"{words('up to')} {of.high:g}" if of.low is None else f"{of.low:g}–{of.high:g}"


def _entry(cell: Cell, sheet: Sheet) -> Entry:
    parts = [cell.label, "" if cell.column else cell.field.help, _format(cell, sheet)]
    return Entry(
        cell.name,
        ENTRY_KINDS[cell.kind],
        " ".join(_ended(part) for part in parts if part),
        cell.options,
        0 if cell.column or cell.kind not in ("text", "long-text") else cell.field.limit or 0,
        cell.field.required,
    )


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", ":", "…")) else f"{text}."


def _format(cell: Cell, sheet: Sheet) -> str:
    """How a cell is filled, as far as its label does not say it."""
    if cell.kind == "computed" and cell.formula:
        what = _computed(cell.formula, cell.field, sheet)
        return f"{what}. {words('Write it by hand on paper; files are computed again.')}"
    if cell.kind == "date":
        return words("A date as year-month-day, for example 2030-03-04")
    of = cell.column or cell.field
    if cell.kind == "number":
        return f"{words('A number')} {_hint(of)}".strip()
    if cell.kind == "text" and cell.field.limit and not cell.column:
        return f"{words('Most characters')}: {cell.field.limit}"
    return ""


def _computed(formula: Formula, field: Field, sheet: Sheet) -> str:
    """What is computed, in words: the sum of Cost, Fees; of many or long names, how many."""
    names = list(_named(formula, field, sheet))
    shown = ", ".join(names)
    if len(shown) > 60:
        shown = f"{len(names)} {words('answers')}"
    return f"{words(FUNCTIONS[formula.function])} {words('of')} {shown}"


def _named(formula: Formula, field: Field, sheet: Sheet) -> Iterator[str]:
    columns = {column.id: column.label for column in field.columns}
    for name in formula.names:
        table, _dot, column = name.partition(".")
        other = sheet.field(table)
        inner = {one.id: one.label for one in other.columns} if other else {}
        yield inner.get(column) or columns.get(name) or (other.label if other else name)


# ---------------------------------------------------------------- room on paper

WIDTHS = {
    ("A4", "portrait"): 180.0,
    ("A4", "landscape"): 267.0,
    ("A3", "portrait"): 267.0,
    ("A3", "landscape"): 390.0,
}
"""Millimetres between the margins of each paper."""

NARROW = {"number": 17.0, "date": 25.0, "computed": 20.0, "member": 34.0, "choice": 14.0}
"""Least millimetres of the columns that hold something short; columns of text share the rest."""

LETTER, MARGINS = 1.75, 3.0
"""About how wide a printed letter and the space around a text are, in millimetres."""

TWO_LINES = 9.6
"""The least height of a box for text in millimetres. Firefox fits letters to a box by as many lines
of 12 points as come nearest: less than this would be one line, of 17 points."""


ONE_LINE = 7.2
"""The height of a box in a table for a number, a date or a choice."""

TEXT_ROWS = ((60.0, TWO_LINES), (40.0, 10.8), (0.0, 12.0))
"""Least width of a column of text and the height of its rows: what is narrow needs more lines."""


@dataclass(frozen=True, slots=True)
class _Room:
    """How much room things get on the paper of a sheet. Lengths are millimetres."""

    sheet: Sheet

    @property
    def width(self) -> float:
        """Between the margins."""
        return WIDTHS[self.sheet.paper, self.sheet.orientation]

    def shares(self, field: Field) -> list[float]:
        """The width of each column of a table as a percentage; first that of the row labels."""
        labels = self._labels(field)
        widths = _shared(self.width - labels, [_short(column) for column in field.columns])
        return [round(100 * one / self.width, 2) for one in (labels, *widths)]

    def _labels(self, field: Field) -> float:
        longest = max((len(row) for row in field.rows), default=0)
        if longest <= 2:
            return 7.0
        return min(max(16.0, MARGINS + longest * LETTER), self.width * 0.24)

    def row(self, field: Field) -> float:
        """The height of a table's row."""
        texts = [
            share * self.width / 100
            for share, column in zip(self.shares(field)[1:], field.columns, strict=True)
            if column.kind == "text"
        ]
        if not texts:
            return ONE_LINE
        return next(height for least, height in TEXT_ROWS if min(texts) >= least)

    def cell(self, cell: Cell) -> float:
        """The height of a box in a table."""
        return self.row(cell.field) if cell.kind == "text" else ONE_LINE

    def lines(self, field: Field) -> float:
        """The height of a box for a long text: one line more than declared, of typed text.

        Lines are declared for upright A4; on wider paper fewer hold as much.
        """
        lines = math.ceil(max(field.lines, 2) * WIDTHS["A4", "portrait"] / self.width)
        return round(5.2 + 5.72 * lines, 1)

    def columns(self, options: Sequence[Option]) -> int:
        """How many options fit beside each other, 6 at most."""
        longest = max(len(option.text) for option in options)
        return int(min(6, max(1, self.width // (8 + longest * LETTER)), len(options)))


def _short(column: Column) -> float:
    """The width that a column needs; 0 for text, which takes what it can get."""
    if column.kind == "text":
        return 0.0
    options = [option.text for option in column.options] if column.kind == "choice" else []
    # The options stand under the label in two lines or a few more.
    longest = max(map(len, (*column.label.split(), *options)))
    longest = max(longest, len(" / ".join(options)) // 2)
    return min(max(NARROW[column.kind], MARGINS + longest * LETTER), 45.0)


def _shared(whole: float, needs: Sequence[float]) -> list[float]:
    """Give each column what it needs, and share the rest among those without a need, or all."""
    open_ones = needs.count(0.0)
    rest = whole - sum(needs)
    if not open_ones:
        return [need * whole / sum(needs) for need in needs]
    if rest < 22.0 * open_ones:
        # Too many short columns: those of text get twice the width of the others.
        unit = whole / (len(needs) + open_ones)
        return [unit * (1 if need else 2) for need in needs]
    return [need or rest / open_ones for need in needs]
