"""Grouped bars that run along the line of reading: for each part, one bar per series."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from sessionpress.charts.canvas import EDGE, LEADING, TEXT, WIDTH, Canvas, Point, write_lines
from sessionpress.charts.lettering import widest, wrap
from sessionpress.charts.model import Chart, Options, Series, Setting, check_series, series_table
from sessionpress.charts.scale import Scale, ticks
from sessionpress.charts.telling import extremes, missing_in

FILLS = ("solid", "hatched", "light", "striped")

_NAMES = 118.0  # px at most for the names beside the bars
_VALUES = 96.0  # px at most for the values at their ends
_BAR = 17.0
_ROW = 23.0
_SPACE = 6.0
_BETWEEN = 12.0
_HATCH = 5.0
_PAIR = 2


def parts(title: str, prefix: str, series: Sequence[Series], **options: Unpack[Options]) -> Chart:
    """Draw a bar for each label of each series, its value at its end.

    Labels stand in the order in which the series first name them. Bars start at zero, or at the
    end of the scale nearest to it. At most four series: so many fills can be told apart in grey.
    """
    setting = Setting.of(options)
    labels = list(dict.fromkeys(label for one in series for label in one.values))
    check_series(title, prefix, labels, series, setting)
    if len(series) > len(FILLS):
        raise ValueError(f"parts draws at most {len(FILLS)} series: {len(series)} given")
    description = " ".join(_sentences(labels, series, setting))
    canvas = Canvas(setting)
    height = _draw(canvas, labels, series)
    return Chart(
        svg=canvas.svg(height, title, description, prefix),
        title=title,
        description=description,
        table=series_table(setting.words["part"], labels, series, setting),
    )


@dataclass(frozen=True, slots=True)
class _Bars:
    """What stays the same from bar to bar."""

    canvas: Canvas
    scale: Scale
    ticks: tuple[float, ...]
    names: list[list[str]]
    """The lines of each series' name."""

    @property
    def base(self) -> float:
        """Return where bars start, in px."""
        return self.scale.at(min(max(0.0, self.scale.low), self.scale.high))

    def after(self, value: float | None) -> float:
        """Return where the text of a value begins: after its bar, never on a bar below zero."""
        if value is None:
            return self.scale.start + _SPACE
        return max(self.base, self.scale.at(value)) + _SPACE


def _draw(canvas: Canvas, labels: Sequence[str], series: Sequence[Series]) -> float:
    """Draw all groups and the scale under them; return the height of the drawing."""
    bars = _prepared(canvas, series)
    top = EDGE
    for label in labels:
        heading = wrap(label, WIDTH - 2 * EDGE, TEXT, bold=True)
        write_lines(canvas, EDGE, top, heading, bold=True)
        top += len(heading) * LEADING + _SPACE / 2
        top = _draw_group(bars, top, [one.values.get(label) for one in series]) + _BETWEEN
    top -= _BETWEEN
    for tick in bars.ticks:
        canvas.centred(bars.scale.at(tick), top + 2, canvas.setting.tick(tick))
    return top + LEADING + EDGE


def _prepared(canvas: Canvas, series: Sequence[Series]) -> _Bars:
    """Give names and values the room they need and the bars the rest."""
    setting = canvas.setting
    names = [wrap(one.name, _NAMES, TEXT) for one in series]
    values = [setting.number(v) for one in series for v in one.values.values() if v is not None]
    after = max((widest(wrap(value, _VALUES, TEXT), TEXT) for value in values), default=0.0)
    start = EDGE + max(widest(lines, TEXT) for lines in names) + _SPACE
    scale = Scale(setting.low, setting.high, start, WIDTH - EDGE - after - _SPACE)
    return _Bars(canvas, scale, ticks(scale, setting, across=True), names)


def _draw_group(bars: _Bars, top: float, values: Sequence[float | None]) -> float:
    """Draw the bars of one part on faint lines; return where they end."""
    canvas, scale = bars.canvas, bars.scale
    texts = [_value_lines(bars, value) for value in values]
    heights = [
        max(_ROW, LEADING * max(len(name), len(text)) + _SPACE)
        for name, text in zip(bars.names, texts, strict=True)
    ]
    end = top + sum(heights)
    with canvas.band(top):
        canvas.grid(*(((scale.at(tick), top), (scale.at(tick), end)) for tick in bars.ticks))
        row = top
        for index, value in enumerate(values):
            middle = row + heights[index] / 2
            _write_middle(canvas, EDGE, middle, bars.names[index])
            if value is not None:
                with canvas.ink(index):
                    _draw_bar(canvas, FILLS[index], sorted((bars.base, scale.at(value))), middle)
            _write_middle(canvas, bars.after(value), middle, texts[index])
            row += heights[index]
        canvas.axis((bars.base, top), (bars.base, end))
    return end


def _value_lines(bars: _Bars, value: float | None) -> list[str]:
    """Return the lines of a value (or of the words for none) in the room it has."""
    return wrap(bars.canvas.setting.value(value), WIDTH - EDGE - bars.after(value), TEXT)


def _write_middle(canvas: Canvas, x: float, middle: float, lines: Sequence[str]) -> None:
    """Write lines around a height."""
    write_lines(canvas, x, middle - len(lines) * LEADING / 2, lines)


def _draw_bar(canvas: Canvas, fill: str, ends: Sequence[float], middle: float) -> None:
    """Draw one bar in one of the fills."""
    x, y, wide = ends[0], middle - _BAR / 2, ends[1] - ends[0]
    opacity = {"solid": "", "light": "0.3"}.get(fill, "0")
    canvas.box(
        x, y, wide, _BAR, f"sp-bar sp-{fill}",
        fill="currentColor", fill_opacity=opacity, stroke="currentColor", stroke_width="1.5",
    )  # fmt: skip
    strokes = {"hatched": _slanted, "striped": _upright}
    lines = strokes[fill](x, y, wide) if fill in strokes else []
    if lines:
        canvas.strokes(lines, "sp-hatch", stroke_width="1.5")


def _slanted(x: float, y: float, wide: float) -> list[list[Point]]:
    """Return lines at 45 degrees, cut off at the sides of the bar."""
    lines = []
    for index in range(1, int((wide + _BAR) / _HATCH) + 1):
        foot = x - _BAR + index * _HATCH
        left, right = max(x, foot), min(x + wide, foot + _BAR)
        if left < right:
            lines.append([(left, y + _BAR - (left - foot)), (right, y + _BAR - (right - foot))])
    return lines


def _upright(x: float, y: float, wide: float) -> list[list[Point]]:
    """Return lines across the bar."""
    places = (x + index * _HATCH for index in range(1, int(wide / _HATCH) + 1))
    return [[(place, y), (place, y + _BAR)] for place in places]


def _sentences(labels: Sequence[str], series: Sequence[Series], setting: Setting) -> list[str]:
    """Say the scale, each series' highest and lowest part, and how two series differ."""
    names = setting.join([one.name for one in series])
    low, high = setting.tick(setting.low), setting.tick(setting.high)
    return [
        setting.say("bars", low=low, high=high, names=names),
        *(sentence for one in series for sentence in extremes(one, labels, setting)),
        *_comparison(labels, series, setting),
        *missing_in(series, labels, setting),
    ]


def _comparison(labels: Sequence[str], series: Sequence[Series], setting: Setting) -> list[str]:
    """Say for each part how the first of two series stands to the second."""
    if len(series) != _PAIR:
        return []
    first, second = series
    return [
        _compared(label, first, second, setting)
        for label in labels
        if first.values.get(label) is not None and second.values.get(label) is not None
    ]


def _compared(label: str, first: Series, second: Series, setting: Setting) -> str:
    """Say how two values of one part stand to each other, as a reader sees them."""
    one, other = first.values[label] or 0.0, second.values[label] or 0.0
    names = {"label": label, "first": first.name, "second": second.name}
    if setting.shown(one) == setting.shown(other):
        return setting.say("level", **names)
    word = "above" if one > other else "below"
    return setting.say(word, **names, difference=setting.difference(one, other))
