"""A radar: one axis for each part, a closed line for each series, and a band of how far they reach.

Its shape shows where a profile is strong and where answers lie apart. It is meant for one country
at a time: person, person, and what they agreed on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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
from sessionpress.charts.lettering import width, wrap
from sessionpress.charts.model import Chart, Options, Series, Setting, check_series, series_table
from sessionpress.charts.telling import extremes, missing_in

FEWEST, MOST = 3, 8
"""How many parts a radar has: two are no area, nine have no room for their names."""
MOST_SERIES = 4

_DASHES = ("", "7 4", "2 3", "9 3 2 3")
_RADII = range(118, 58, -3)  # px, the largest first
_SPACE = 6.0
_RIM = 3.0  # px that stay free at the edges of the sheet
_MARKER = 4.5
_KEY = 26.0  # px from the start of a key's line to its name
_BELOW = 16.0


def radar(
    title: str,
    prefix: str,
    series: Sequence[Series],
    band: tuple[Series, Series] | None = None,
    **options: Unpack[Options],
) -> Chart:
    """Draw a closed line for each series over axes that begin at the top and go around.

    Args:
        title: plain text, the accessible name.
        prefix: begins the ids in the drawing.
        series: one to four, told apart by marker and dash; a missing value opens the line.
        band: the smallest and the largest value of each part, drawn as a light ring behind the
            lines; both stand in the table too, under their names.
        **options: as all charts take them.

    Raises:
        ValueError: fewer than three or more than eight parts, more than four series, or what no
            chart can draw.
    """
    setting = Setting.of(options)
    every = [*series, *(band or ())]
    labels = list(dict.fromkeys(label for one in every for label in one.values))
    check_series(title, prefix, labels, every, setting)
    if not series or not FEWEST <= len(labels) <= MOST or len(series) > MOST_SERIES:
        raise ValueError(
            f"radar draws {FEWEST} to {MOST} parts of 1 to {MOST_SERIES} series: "
            f"{len(labels)} parts of {len(series)} series given"
        )
    description = " ".join(_sentences(labels, series, band, setting))
    canvas = Canvas(setting)
    height = _draw(canvas, labels, series, band)
    return Chart(
        svg=canvas.svg(height, title, description, prefix),
        title=title,
        description=description,
        table=series_table(setting.words["part"], labels, every, setting),
    )


@dataclass(frozen=True, slots=True)
class _Web:
    """Where things are: the middle and the radius in px, and the lines of each axis' name."""

    canvas: Canvas
    labels: Sequence[str]
    names: list[list[str]]
    radius: float
    top: float
    """Of the highest ring, in px from the top of the sheet."""

    @property
    def middle(self) -> Point:
        """The middle of the rings."""
        return WIDTH / 2, self.top + self.radius

    def at(self, index: int, value: float) -> Point:
        """The place of a value on an axis."""
        setting = self.canvas.setting
        share = (value - setting.low) / (setting.high - setting.low)
        across, down = _direction(index, len(self.labels))
        x, y = self.middle
        return x + across * share * self.radius, y + down * share * self.radius

    def point(self, index: int, series: Series) -> Point | None:
        """The place of what a series has on an axis; None when it has nothing."""
        value = series.values.get(self.labels[index])
        return None if value is None else self.at(index, value)


def _direction(index: int, count: int) -> Point:
    """One step along an axis; the first goes up, the others follow as a clock does."""
    turn = 2 * math.pi * index / count
    return round(math.sin(turn), 9) + 0.0, round(-math.cos(turn), 9) + 0.0


def _draw(
    canvas: Canvas,
    labels: Sequence[str],
    series: Sequence[Series],
    band: tuple[Series, Series] | None,
) -> float:
    """Draw rings, names, band, lines and key; return the height of the drawing."""
    web = _prepared(canvas, labels)
    _draw_rings(web)
    foot = _write_names(web)
    if band:
        with canvas.ink(2):
            _draw_band(web, *band)
    # The first series is drawn last, on top: it is the one that the chart is about.
    for index, one in reversed(list(enumerate(series))):
        with canvas.ink(index if index < 2 else index + 1):
            _draw_line(web, index, one)
    return _draw_key(web, foot + _BELOW, series, band) + EDGE


def _prepared(canvas: Canvas, labels: Sequence[str]) -> _Web:
    """Make the rings as large as lets every name stand beside its axis with its words whole."""
    radius = next((one for one in _RADII if _words_fit(labels, one)), _RADII[-1])
    names = [
        wrap(label, _room(index, len(labels), radius), SMALL) for index, label in enumerate(labels)
    ]
    above = max(
        0.0,
        *(
            -_name_top(index, len(labels), radius, len(names[index])) - radius
            for index in range(len(labels))
        ),
    )
    return _Web(canvas, labels, names, radius, EDGE + above)


def names_fit(labels: Sequence[str]) -> bool:
    """Say whether a radar can show names with their words whole, apart from each other.

    Where it cannot, bars tell the same better.
    """
    if not FEWEST <= len(labels) <= MOST:
        return False
    radius = next((float(one) for one in _RADII if _words_fit(labels, one)), 0.0)
    if not radius:
        return False
    sides: dict[bool, list[tuple[float, float]]] = {}
    for index, label in enumerate(labels):
        lines = len(wrap(label, _room(index, len(labels), radius), SMALL))
        top = _name_top(index, len(labels), radius, lines)
        across, _down = _direction(index, len(labels))
        for side in (True, False) if abs(across) < 0.1 else (across > 0,):
            sides.setdefault(side, []).append((top, top + lines * LEADING))
    return all(
        above[1] <= below[0] + 1
        for places in sides.values()
        for above, below in pairwise(sorted(places))
    )


def _room(index: int, count: int, radius: float) -> float:
    """How wide the name of an axis may be, in px: to the edge of the sheet, or all of it."""
    across, _down = _direction(index, count)
    if abs(across) < 0.1:
        return WIDTH - 2 * EDGE
    return WIDTH / 2 - _RIM - abs(across) * radius - _SPACE


def _words_fit(labels: Sequence[str], radius: float) -> bool:
    return all(
        width(word, SMALL) <= _room(index, len(labels), radius)
        for index, label in enumerate(labels)
        for word in label.split()
    )


def _name_top(index: int, count: int, radius: float, lines: int) -> float:
    """Where the name of an axis begins, in px below the middle of the rings."""
    across, down = _direction(index, count)
    tall = lines * LEADING
    if abs(across) < 0.1:
        return -radius - tall - 2 if down < 0 else radius + 2
    return down * (radius + _SPACE / 2) - tall / 2 + down * tall / 4


def _draw_rings(web: _Web) -> None:
    """Draw a ring for each whole step, the axes, and the numbers along the first axis."""
    canvas, count = web.canvas, len(web.labels)
    values = _steps(canvas.setting)
    for value in values:
        ring = [web.at(index, value) for index in range(count)]
        look = "0.7" if value == values[-1] else "0.3"
        canvas.strokes([[*ring, ring[0]]], "sp-grid", stroke_opacity=look)
    for index in range(count):
        canvas.grid((web.middle, web.at(index, canvas.setting.high)))
    for value in values:
        x, y = web.at(0, value)
        canvas.text(x - 3, y - 2, canvas.setting.tick(value), anchor="end", kind="sp-tick")


def _steps(setting: Setting) -> list[float]:
    """The values that have a ring: whole numbers when there are few, else four equal steps."""
    span = setting.high - setting.low
    first = math.floor(setting.low) + 1
    whole = [float(value) for value in range(first, first + 7) if value < setting.high]
    if span <= 6 and whole and float(setting.high).is_integer():
        return [*whole, setting.high]
    return [setting.low + span * step / 4 for step in range(1, 4)] + [setting.high]


def _write_names(web: _Web) -> float:
    """Write the name of each axis at its end; return where the lowest of all ends, in px."""
    x, y = web.middle
    foot = max(web.at(index, web.canvas.setting.high)[1] for index in range(len(web.labels)))
    for index, lines in enumerate(web.names):
        across, _down = _direction(index, len(web.labels))
        top = y + _name_top(index, len(web.labels), web.radius, len(lines))
        place = x + across * (web.radius + _SPACE) if abs(across) >= 0.1 else x
        anchor = "middle" if abs(across) < 0.1 else "start" if across > 0 else "end"
        for row, line in enumerate(lines):
            web.canvas.text(
                place,
                top + row * LEADING,
                line,
                anchor=anchor,
                kind="sp-reference-label",
                whole=web.labels[index],
            )
        foot = max(foot, top + len(lines) * LEADING)
    return foot


def _draw_band(web: _Web, smallest: Series, largest: Series) -> None:
    """Fill the ring between smallest and largest, axis to axis, and mark its reach on each axis."""
    count = len(web.labels)
    inner = [web.point(index, smallest) for index in range(count)]
    outer = [web.point(index, largest) for index in range(count)]
    for index in range(count):
        after = (index + 1) % count
        corners = (outer[index], outer[after], inner[after], inner[index])
        known = [corner for corner in corners if corner]
        if len(known) == len(corners):
            web.canvas.area(known, "sp-band", fill_opacity="0.22")
    for start, end in zip(inner, outer, strict=True):
        if start and end:
            web.canvas.line(start, end, "sp-reach", stroke_width="3", stroke_opacity="0.6")


def _draw_line(web: _Web, index: int, series: Series) -> None:
    """Draw a series around the axes, open where a value is missing, a marker on every point."""
    points = [web.point(place, series) for place in range(len(web.labels))]
    runs = [
        [point, after]
        for point, after in zip(points, [*points[1:], points[0]], strict=True)
        if point and after
    ]
    if runs:
        _draw_runs(web.canvas, index, runs)
    for point in filter(None, points):
        _draw_marker(web.canvas, index, point)


def _draw_runs(canvas: Canvas, index: int, runs: Sequence[Sequence[Point]]) -> None:
    """Draw lines in the dash of a series; joined ones as one, so that dashes run on."""
    joined: list[list[Point]] = []
    for start, end in runs:
        if joined and joined[-1][-1] == start:
            joined[-1].append(end)
        else:
            joined.append([start, end])
    thick = "2.5" if index == 0 else "2"
    canvas.strokes(joined, "sp-line", _DASHES[index], stroke_width=thick)


def _draw_marker(canvas: Canvas, index: int, at: Point) -> None:
    canvas.marker(SHAPES[index], at, _MARKER, hollow=False)


def _draw_key(
    web: _Web, top: float, series: Sequence[Series], band: tuple[Series, Series] | None
) -> float:
    """Name each line and the band below the rings; return where it ends."""
    canvas = web.canvas
    for index, one in enumerate(series):
        middle = top + LEADING / 2
        with canvas.ink(index if index < 2 else index + 1):
            _draw_runs(canvas, index, [[(EDGE, middle), (EDGE + 20, middle)]])
            _draw_marker(canvas, index, (EDGE + 10, middle))
        top = _write_key(canvas, top, one.name)
    if band:
        with canvas.ink(2):
            canvas.box(
                EDGE, top + 3, 20, LEADING - 6, "sp-band",
                fill="currentColor", fill_opacity="0.22", stroke="currentColor", stroke_width="1.5",
            )  # fmt: skip
        top = _write_key(canvas, top, canvas.setting.say("band", **_ends(band)))
    return top


def _write_key(canvas: Canvas, top: float, text: str) -> float:
    lines = wrap(text, WIDTH - 2 * EDGE - _KEY, TEXT)
    write_lines(canvas, EDGE + _KEY, top, lines)
    return top + len(lines) * LEADING


def _ends(band: tuple[Series, Series]) -> dict[str, str]:
    return {"smallest": band[0].name, "largest": band[1].name}


def _sentences(
    labels: Sequence[str],
    series: Sequence[Series],
    band: tuple[Series, Series] | None,
    setting: Setting,
) -> list[str]:
    """Say the scale, each series' highest and lowest part, and where the band is widest."""
    names = setting.join([one.name for one in series])
    low, high = setting.tick(setting.low), setting.tick(setting.high)
    return [
        setting.say("radar", low=low, high=high, names=names),
        *(sentence for one in series for sentence in extremes(one, labels, setting)),
        *(_widest(labels, band, setting) if band else []),
        *missing_in(series, labels, setting),
    ]


def _widest(labels: Sequence[str], band: tuple[Series, Series], setting: Setting) -> list[str]:
    """Say in which part the band is widest, the first of several."""
    reach = {
        label: (smallest, largest)
        for label in labels
        if (smallest := band[0].values.get(label)) is not None
        and (largest := band[1].values.get(label)) is not None
    }
    if not reach:
        return []
    label = max(reach, key=lambda one: setting.shown(reach[one][1]) - setting.shown(reach[one][0]))
    smallest, largest = reach[label]
    return [
        setting.say(
            "widest",
            label=label,
            smallest=setting.number(smallest),
            largest=setting.number(largest),
        )
    ]
