"""Lines over editions, told apart by marker and dash and named where they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Unpack

from sessionpress.charts.canvas import (
    EDGE,
    LEADING,
    SHAPES,
    SMALL,
    TEXT,
    WIDTH,
    Canvas,
    Point,
    write_lines,
)
from sessionpress.charts.lettering import widest, width, wrap
from sessionpress.charts.model import Chart, Options, Series, Setting, check_series, series_table
from sessionpress.charts.scale import Scale, ticks
from sessionpress.charts.telling import extremes, missing_in, present

_DASHES = ("", "7 4", "2 3", "9 3 2 3", "4 3")
_MOST = 2 * len(SHAPES)  # each shape filled, then each hollow

_NAMES = 100.0  # px at most for the names at the ends of the lines
_TICKS = 72.0  # px at most for the numbers beside the scale
_LEADER = 16.0  # px between the plot and the markers of the names
_KEY = 12.0  # px from the middle of a name's marker to the name
_SPACE = 6.0
_BETWEEN = 5.0  # px between names
_LEAST_HEIGHT = 220.0
_MARKER = 4.5
_EDITION = 96.0  # px at most for a label below the plot
_EDITION_ROWS = 3
_BESIDE = 3.0  # px between editions


def trend(
    title: str,
    prefix: str,
    labels: Sequence[str],
    series: Sequence[Series],
    **options: Unpack[Options],
) -> Chart:
    """Draw a line for each series over the labels (editions), with gaps where a value is missing.

    Each line ends in its name and last value; names that would touch are moved apart and tied to
    their line. At most ten series: so many markers can be told apart.
    """
    setting = Setting.of(options)
    check_series(title, prefix, labels, series, setting)
    if len(series) > _MOST:
        raise ValueError(f"trend draws at most {_MOST} series: {len(series)} given")
    description = " ".join(_sentences(labels, series, setting))
    canvas = Canvas(setting)
    height = _draw(canvas, labels, series)
    return Chart(
        svg=canvas.svg(height, title, description, prefix),
        title=title,
        description=description,
        table=series_table(setting.words["edition"], labels, series, setting),
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    """The frame of a line chart: where values and editions are, in px."""

    canvas: Canvas
    up: Scale
    ticks: tuple[float, ...]
    places: dict[str, float]
    """The place of each edition across the sheet."""
    step: float
    """How far apart editions are."""
    left: float
    right: float
    names: list[list[str]]
    """The lines of the name at each line's end."""


def _draw(canvas: Canvas, labels: Sequence[str], series: Sequence[Series]) -> float:
    """Draw frame, lines, names and editions; return the height of the drawing."""
    plot = _prepared(canvas, labels, series)
    _draw_frame(plot)
    lines = [[(plot.places[x], plot.up.at(y)) for x, y in present(one, labels)] for one in series]
    tops = _name_tops(plot, lines)
    for index, line in enumerate(lines):
        with canvas.ink(index):
            _draw_leader(plot, index, line, tops[index])
    # The first series is drawn last, on top: it is the one that the chart is about.
    for index, one in reversed(list(enumerate(series))):
        with canvas.ink(index):
            _draw_line(plot, index, one, labels)
    for top, name in zip(tops, plot.names, strict=True):
        write_lines(canvas, plot.right + _LEADER + _KEY, top, name)
    return _write_editions(plot, labels) + EDGE


def _prepared(canvas: Canvas, labels: Sequence[str], series: Sequence[Series]) -> _Plot:
    """Give numbers and names the room they need and the plot the rest."""
    setting = canvas.setting
    names = [wrap(_name(one, labels, setting), _NAMES, TEXT) for one in series]
    height = max(_LEAST_HEIGHT, sum(len(name) * LEADING + _BETWEEN for name in names))
    up = Scale(setting.low, setting.high, EDGE + height, EDGE)
    values = ticks(up, setting, across=False)
    beside = widest([line for value in values for line in _number(value, setting)], SMALL)
    left = EDGE / 2 + beside + _SPACE
    right = WIDTH - EDGE / 2 - max(widest(name, TEXT) for name in names) - _KEY - _LEADER
    step = (right - left) / len(labels)
    places = {label: left + (index + 0.5) * step for index, label in enumerate(labels)}
    return _Plot(canvas, up, values, places, step, left, right, names)


def _name(series: Series, labels: Sequence[str], setting: Setting) -> str:
    """Return what stands at the end of a line: the name and the last value there is."""
    values = present(series, labels)
    if not values:
        return setting.say("named value", name=series.name, value=setting.value(None))
    edition, value = values[-1]
    word = "named value" if edition == labels[-1] else "named value in edition"
    fields = {"name": series.name, "value": setting.number(value)}
    return setting.say(word, **fields, **({} if edition == labels[-1] else {"edition": edition}))


def _number(value: float, setting: Setting) -> list[str]:
    """Return the lines of a number beside the scale."""
    return wrap(setting.tick(value), _TICKS, SMALL)


def _draw_frame(plot: _Plot) -> None:
    """Draw the numbers, the faint lines they stand for, and the axis below."""
    canvas, up = plot.canvas, plot.up
    heights = [up.at(tick) for tick in plot.ticks]
    canvas.grid(*(((plot.left, height), (plot.right, height)) for height in heights))
    for tick, height in zip(plot.ticks, heights, strict=True):
        lines = _number(tick, canvas.setting)
        for index, line in enumerate(lines):
            top = max(0.0, height - len(lines) * LEADING / 2) + index * LEADING
            canvas.text(plot.left - _SPACE, top, line, anchor="end", kind="sp-tick")
    canvas.axis((plot.left, up.start), (plot.right, up.start))


def _name_tops(plot: _Plot, lines: Sequence[Sequence[Point]]) -> list[float]:
    """Return where each name begins: beside the end of its line, or as near as others let it."""
    heights = [len(name) * LEADING for name in plot.names]
    ends = [line[-1][1] if line else plot.up.start for line in lines]
    wanted = [end - height / 2 for end, height in zip(ends, heights, strict=True)]
    order = sorted(range(len(wanted)), key=lambda index: (ends[index], index))
    tops = dict.fromkeys(order, 0.0)
    floor = plot.up.end
    for index in order:
        tops[index] = max(wanted[index], floor)
        floor = tops[index] + heights[index] + _BETWEEN
    ceiling = plot.up.start
    for index in reversed(order):
        tops[index] = min(tops[index], ceiling - heights[index])
        ceiling = tops[index] - _BETWEEN
    return [tops[index] for index in range(len(wanted))]


def _draw_leader(plot: _Plot, index: int, line: Sequence[Point], top: float) -> None:
    """Tie the last point of a line to its name with a thin line and the line's marker."""
    shape, hollow = _marker(index)
    key = (plot.right + _LEADER, top + len(plot.names[index]) * LEADING / 2)
    if line:
        bend = (max(plot.right, line[-1][0]), line[-1][1])
        path = [line[-1], bend, (key[0] - _MARKER - 2, key[1])]
        plot.canvas.strokes([path], "sp-leader", stroke_opacity="0.6")
    plot.canvas.marker(shape, key, _MARKER, hollow=hollow)


def _draw_line(plot: _Plot, index: int, series: Series, labels: Sequence[str]) -> None:
    """Draw the runs of points between gaps, and a marker on every point."""
    shape, hollow = _marker(index)
    groups = groupby(labels, key=lambda label: series.values.get(label) is None)
    runs = [
        [(plot.places[x], plot.up.at(series.values[x] or 0.0)) for x in group]
        for gap, group in groups
        if not gap
    ]
    joined = [run for run in runs if len(run) > 1]
    if joined:
        dash = _DASHES[index % len(_DASHES)]
        thick = "2.5" if index == 0 else "2"
        plot.canvas.strokes(joined, "sp-line", dash, stroke_width=thick)
    for run in runs:
        for point in run:
            plot.canvas.marker(shape, point, _MARKER, hollow=hollow)


def _marker(index: int) -> tuple[str, bool]:
    """Return the shape of a series' marker and whether it is hollow."""
    return SHAPES[index % len(SHAPES)], index >= len(SHAPES)


def _write_editions(plot: _Plot, labels: Sequence[str]) -> float:
    """Write the editions below the plot, in as many rows as they need; return where they end.

    The last edition always has its label; where rows do not help, others go without (the table
    has them all).
    """
    canvas = plot.canvas
    every, rows = _edition_rows(plot, labels)
    room = min(_EDITION, every * rows * plot.step - _BESIDE) if len(labels) > 1 else _EDITION
    texts = [wrap(label, room, SMALL) for label in labels]
    lines = max(len(text) for text in texts)
    top = plot.up.start + _SPACE
    marks = []
    for index, label in enumerate(labels):
        turn, left_over = divmod(len(labels) - 1 - index, every)
        if left_over == 0:
            row = top + (turn % rows) * lines * LEADING
            marks.append(((plot.places[label], plot.up.start), (plot.places[label], row)))
            for number, line in enumerate(texts[index]):
                canvas.centred(plot.places[label], row + number * LEADING, line)
    canvas.grid(*marks)
    return top + rows * lines * LEADING


def _edition_rows(plot: _Plot, labels: Sequence[str]) -> tuple[int, int]:
    """Return which labels to write (every 1st, 2nd ...) and in how many rows, so that all fit."""
    need = min(_EDITION, max(width(label, SMALL) for label in labels)) + _BESIDE
    rows = min(_EDITION_ROWS, len(labels), ceil(need / plot.step))
    return max(1, ceil(need / (rows * plot.step))) if len(labels) > 1 else 1, rows


def _sentences(labels: Sequence[str], series: Sequence[Series], setting: Setting) -> list[str]:
    """Say the scale and, for each series, its way from first to last, its highest and lowest."""
    names = setting.join([one.name for one in series])
    ends = {"first": labels[0], "last": labels[-1]}
    scale = {"low": setting.tick(setting.low), "high": setting.tick(setting.high)}
    told = [sentence for one in series for sentence in _told(one, labels, setting)]
    return [
        setting.say("lines", names=names, **ends, **scale),
        *told,
        *missing_in(series, labels, setting),
    ]


def _told(series: Series, labels: Sequence[str], setting: Setting) -> list[str]:
    """Say how one series went, and its extremes if they are not its ends."""
    values = present(series, labels)
    if len(values) < 2:  # a way needs two ends
        return extremes(series, labels, setting)
    (first, start), (last, end) = values[0], values[-1]
    fields = {
        "name": series.name,
        "first": first,
        "first_value": setting.number(start),
        "last": last,
        "last_value": setting.number(end),
    }
    change = setting.shown(end) - setting.shown(start)
    if change:
        word = "rise" if change > 0 else "fall"
        way = setting.say(word, **fields, difference=setting.difference(start, end))
    else:
        way = setting.say("steady", **fields)
    shown = [setting.shown(value) for _, value in values]
    ends = {shown[0], shown[-1]}
    return [way] if {min(shown), max(shown)} == ends else [way, *extremes(series, labels, setting)]
