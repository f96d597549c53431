"""Two dots in a row for each place: where it stood in one edition and where in another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Unpack

from sessionpress.charts.canvas import EDGE, LEADING, TEXT, WIDTH, Canvas, write_lines
from sessionpress.charts.lettering import widest, wrap
from sessionpress.charts.model import (
    Chart,
    Options,
    Setting,
    check_different,
    check_names,
    check_values,
)
from sessionpress.charts.references import Reference, draw_names, draw_piece
from sessionpress.charts.scale import Scale, ticks
from sessionpress.charts.telling import missing

Row = tuple[str, float | None, float | None]

_CELL = 80.0  # px at most for a value beside its dot
_KEY = 12.0  # px from the middle of a value's dot to the value
_SPACE = 6.0
_BETWEEN = 14.0
_BAND = 20.0  # px for the dots below the name
_HOLLOW = 6.5
_FILLED = 3.8


def spread(
    title: str,
    prefix: str,
    rows: Sequence[Row],
    editions: tuple[str, str],
    references: Sequence[Reference] = (),
    **options: Unpack[Options],
) -> Chart:
    """Draw a hollow dot for the first edition and a filled one for the second, a place per row.

    Rows keep the caller's order: nothing is sorted by value and no rank is shown. For the same
    reason the description says highest and lowest values without saying whose they are.
    """
    setting = Setting.of(options)
    names = [name for name, _, _ in rows]
    check_different("row", names)
    check_different("edition", editions)
    check_names(title, prefix, [*names, *editions, *(name for name, _ in references)])
    check_values(setting, [*_cells(rows, editions), *references])
    description = " ".join(_sentences(rows, editions, references, setting))
    canvas = Canvas(setting)
    height = _draw(canvas, rows, editions, references)
    return Chart(
        svg=canvas.svg(height, title, description, prefix),
        title=title,
        description=description,
        table=(
            (setting.words["place"], *editions),
            *((name, setting.value(one), setting.value(two)) for name, one, two in rows),
        ),
    )


def _cells(rows: Sequence[Row], editions: tuple[str, str]) -> Iterator[tuple[str, float | None]]:
    """Yield every value with the words to name it in a message."""
    for name, first, second in rows:
        yield f"{name}, {editions[0]}", first
        yield f"{name}, {editions[1]}", second


@dataclass(frozen=True, slots=True)
class _Plot:
    """What stays the same from row to row, in px across the sheet."""

    canvas: Canvas
    scale: Scale
    ticks: tuple[float, ...]
    references: Sequence[Reference]
    columns: tuple[float, float]
    """The middle of the dots that stand beside the values of each edition."""
    names: float
    """The room for names."""


def _draw(
    canvas: Canvas, rows: Sequence[Row], editions: tuple[str, str], references: Sequence[Reference]
) -> float:
    """Draw the key, the rows and the scale; return the height of the drawing."""
    plot = _prepared(canvas, rows, editions, references)
    top = _draw_cells(plot, EDGE, editions, bold=True) + _SPACE
    top = draw_names(canvas, plot.scale, references, top) + _SPACE
    for name, *values in rows:
        with canvas.band(top):
            top = _draw_row(plot, top, name, values) + _BETWEEN
    top -= _BETWEEN
    for tick in plot.ticks:
        canvas.centred(plot.scale.at(tick), top + 2, canvas.setting.tick(tick))
    return top + LEADING + EDGE


def _draw_row(plot: _Plot, top: float, name: str, values: Sequence[float | None]) -> float:
    """Write name and values of a place, draw its dots below them; return where it ends."""
    lines = wrap(name, plot.names, TEXT)
    write_lines(plot.canvas, EDGE, top, lines)
    cells = _draw_cells(plot, top, [plot.canvas.setting.value(value) for value in values])
    middle = max(cells, top + len(lines) * LEADING)
    _draw_band(plot, middle, values[0], values[1])
    return middle + _BAND


def _prepared(
    canvas: Canvas, rows: Sequence[Row], editions: tuple[str, str], references: Sequence[Reference]
) -> _Plot:
    """Give both columns of values the room they need and the names the rest."""
    setting = canvas.setting
    wide = [
        max(
            widest(wrap(editions[index], _CELL, TEXT, bold=True), TEXT, bold=True),
            *(widest(wrap(setting.value(row[1:][index]), _CELL, TEXT), TEXT) for row in rows),
        )
        for index in (0, 1)
    ]
    second = WIDTH - EDGE - wide[1] - _KEY
    first = second - _BETWEEN - wide[0] - _KEY
    scale = Scale(setting.low, setting.high, EDGE + _SPACE, WIDTH - EDGE - _SPACE)
    marks = ticks(scale, setting, across=True)
    return _Plot(canvas, scale, marks, references, (first, second), first - _BETWEEN - EDGE)


def _draw_cells(plot: _Plot, top: float, texts: Sequence[str], *, bold: bool = False) -> float:
    """Write something for each edition beside its dot, as a key; return where it ends."""
    ends = [top]
    for index, text in enumerate(texts):
        lines = wrap(text, _CELL, TEXT, bold=bold)
        _draw_dot(plot.canvas, index, plot.columns[index], top + LEADING / 2)
        write_lines(plot.canvas, plot.columns[index] + _KEY, top, lines, bold=bold)
        ends.append(top + len(lines) * LEADING)
    return max(ends)


def _draw_dot(canvas: Canvas, index: int, x: float, y: float) -> None:
    """Draw the dot of an edition: a ring for the first, smaller and filled for the second.

    So a filled dot inside a ring says that both editions have the same value.
    """
    with canvas.ink(0):
        canvas.marker("circle", (x, y), (_HOLLOW, _FILLED)[index], hollow=index == 0)


def _draw_band(plot: _Plot, top: float, first: float | None, second: float | None) -> None:
    """Draw the line of the scale, the reference lines and the dots of one place."""
    canvas, scale, middle = plot.canvas, plot.scale, top + _BAND / 2
    marks = [((scale.at(tick), middle - 4), (scale.at(tick), middle + 4)) for tick in plot.ticks]
    canvas.grid(((scale.start, middle), (scale.end, middle)), *marks)
    for index, (_, value) in enumerate(plot.references):
        draw_piece(canvas, index, scale.at(value), (top, top + _BAND))
    if first is not None and second is not None:
        ends = (scale.at(first), middle), (scale.at(second), middle)
        with canvas.ink(0):
            canvas.line(*ends, "sp-link", stroke_width="2")
    for index, dot in enumerate((first, second)):
        if dot is not None:
            _draw_dot(canvas, index, scale.at(dot), middle)


def _sentences(
    rows: Sequence[Row],
    editions: tuple[str, str],
    references: Sequence[Reference],
    setting: Setting,
) -> list[str]:
    """Say the scale, the range of each edition and how many places went up or down."""
    low, high = setting.tick(setting.low), setting.tick(setting.high)
    pairs = [
        setting.say("named value", name=name, value=setting.number(value))
        for name, value in references
    ]
    absent = [
        (name, edition)
        for name, *values in rows
        for edition, value in zip(editions, values, strict=True)
        if value is None
    ]
    return [
        setting.say("dots", first=editions[0], second=editions[1], low=low, high=high),
        *_range(editions[0], [first for _, first, _ in rows], setting),
        *_range(editions[1], [second for _, _, second in rows], setting),
        *_changes(rows, editions, setting),
        *([setting.say("references", names=setting.join(pairs))] if pairs else []),
        *missing(absent, len(editions), setting),
    ]


def _range(edition: str, values: Sequence[float | None], setting: Setting) -> list[str]:
    """Say between which values an edition lies."""
    found = [value for value in values if value is not None]
    if not found:
        return []
    if setting.shown(max(found)) == setting.shown(min(found)):
        return [setting.say("equal", name=edition, value=setting.number(found[0]))]
    return [
        setting.say(
            "range",
            edition=edition,
            highest=setting.number(max(found)),
            lowest=setting.number(min(found)),
            difference=setting.difference(max(found), min(found)),
        )
    ]


def _changes(rows: Sequence[Row], editions: tuple[str, str], setting: Setting) -> list[str]:
    """Say how many places are higher, lower or unchanged, as a reader sees their values."""
    changes = [
        setting.shown(second) - setting.shown(first)
        for _, first, second in rows
        if first is not None and second is not None
    ]
    if not changes:
        return []
    return [
        setting.say(
            "changes",
            first=editions[0],
            second=editions[1],
            higher=setting.count(sum(change > 0 for change in changes)),
            lower=setting.count(sum(change < 0 for change in changes)),
            same=setting.count(sum(change == 0 for change in changes)),
        )
    ]
