"""Where everything stands on a slide, and how large its letters are: one layout for every form.

A slide is 960 pt wide and 540 pt high, which is 1280 by 720 CSS pixels. Text gets the largest
letters with which all of it fits below the title. Nobody knows which fonts a program has, so widths
are guessed, on the wide side, as those in charts are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sessionpress.charts.lettering import width, wrap
from sessionpress.render.deck import Drawing, Grid, Line, Part, Picture, Runs, Slide, plain

WIDTH, HEIGHT = 960.0, 540.0
EDGE = 48.0
"""Free at the left and at the right."""
TOP, BOTTOM = 124.0, 486.0
"""Between them stands what a slide says; the title is above, the foot below."""
GAP = 14.0
"""Between boxes."""
TITLES = (34, 30, 26)
"""Sizes of the title; it may take two lines in the last two."""
TITLE_HEIGHT = 76.0
READABLE = 18
"""The smallest letters that can be read from the last row, in pt: 24 pixels of 1280 by 720."""
SIZES = (32, 30, 28, 26, 24, 22, 20, READABLE, 16, 14, 12)
"""Sizes of text. Those below `READABLE` serve translations, which no author can shorten."""
LETTERS = 13.0
"""Pixels of the smallest letters in a chart, as it is drawn."""
READABLE_IN_CHART = 12
"""The smallest letters in a chart, in pt; who says what the chart shows reads them out."""
CAPTION = 12.0
"""Letters that say where figures are from, in pt."""
SHARPEST = 1.125
"""How many pt a pixel of a picture may take, half as many again as on a page."""
LEADING, TALL = 1.2, {"ar": 1.5, "fa": 1.5, "bn": 1.5, "ur": 2.0}
"""Height of a line by its letters, and for scripts with tall ones."""
BETWEEN = 0.4
"""Space between paragraphs, in letters."""
STEP = 1.3
"""How far a list stands in, in letters, for each level."""
CELL_X, CELL_Y = 8.0, 5.0
"""Space in a cell, beside and above its text."""
TEXT_SHARE = 0.5
"""How much of the width text gets beside a picture."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide in pt, from its start edge: several lines, or one other part."""

    parts: tuple[Part, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A slide laid out: sizes of letters in pt, the boxes, and what did not fit, in pt."""

    title: int
    size: int
    boxes: tuple[Box, ...]
    over: float
    letters: float
    """The smallest letters in a chart; infinite where there is none."""
    long_title: bool = False

    @property
    def beside(self) -> bool:
        """Whether pictures stand beside text."""
        return len({box.x for box in self.boxes}) > 1


def lay_out(slide: Slide, language: str) -> Layout:
    """Lay a slide out.

    Args:
        slide: what it says.
        language: the tag of its language, for the height of lines.
    """
    leading = TALL.get(language.partition("-")[0], LEADING)
    title = next((size for size in TITLES if _title_fits(slide.title, size, leading)), 0)
    seen = [part for part in slide.parts if isinstance(part, Picture | Drawing)]
    said = [part for part in slide.parts if not isinstance(part, Picture | Drawing)]
    whole = WIDTH - 2 * EDGE
    room = whole * TEXT_SHARE - GAP if seen and said else whole
    groups = [tuple(group) for group in _groups(said)]
    for size in SIZES:
        heights = [_height(group, room, size, leading) for group in groups]
        over = sum(heights) + GAP * max(len(heights) - 1, 0) - (BOTTOM - TOP)
        wide = max((_overhang(group, room, size) for group in groups), default=0.0)
        if max(over, wide) <= 0:
            break
    boxes = list(_stacked(groups, heights, room))
    beside = EDGE + whole - whole * TEXT_SHARE + GAP if said else EDGE
    boxes += _pictures(seen, beside, WIDTH - EDGE - beside)
    letters = [
        LETTERS * box.width / part.width
        for box in boxes
        for part in box.parts
        if isinstance(part, Drawing)
    ]
    return Layout(
        title or TITLES[-1],
        size,
        tuple(boxes),
        max(over, wide, 0.0),
        min(letters, default=float("inf")),
        not title,
    )


def faults(layout: Layout) -> Iterator[tuple[str, str]]:
    """What nobody could read on a slide, and what to do, in sentences; nothing as a rule."""
    if layout.long_title:
        yield "the title of the slide takes more than two lines.", "Shorten it."
    shorter = "Cut words, or make two slides of it."
    if layout.over:
        yield f"the slide does not fit, not even in letters of {layout.size} pt.", shorter
    elif layout.size < READABLE:
        need = f"the slide fits only in letters of {layout.size} pt"
        yield f"{need}; {READABLE} pt are the smallest that can be read.", shorter
    if layout.letters < READABLE_IN_CHART:
        need = f"letters in the chart would be {layout.letters:.0f} pt high"
        yield (
            f"{need}; {READABLE_IN_CHART} pt are the smallest that can be read.",
            "Show fewer places, or give the chart a slide of its own.",
        )


def columns(grid: Grid, room: float, size: float) -> list[float]:
    """How wide each column of a table is: as wide as its words want, in the room there is."""
    rows = [row for row in (grid.head, *grid.rows) if row]
    wants = [max(width(plain(cell), size, bold=True) for cell in one) for one in _across(rows)]
    needs = [max(_longest_word(cell, size) for cell in one) for one in _across(rows)]
    wants = [one + 2 * CELL_X for one in wants]
    needs = [one + 2 * CELL_X for one in needs]
    if sum(wants) <= room:
        return [one * room / sum(wants) for one in wants]
    spare = max(room - sum(needs), 0.0)
    hunger = [want - need for want, need in zip(wants, needs, strict=True)]
    whole = sum(hunger) or 1.0
    return [need + spare * more / whole for need, more in zip(needs, hunger, strict=True)]


def indent(line: Line, size: float) -> float:
    """How far the words of a line stand in, in pt."""
    return STEP * size * (line.level + bool(line.mark))


def _title_fits(title: Runs, size: int, leading: float) -> bool:
    lines = wrap(plain(title), WIDTH - 2 * EDGE, size, bold=True)
    return len(lines) <= (1 if size == TITLES[0] else 2) and len(
        lines
    ) * size * leading <= TITLE_HEIGHT * (leading / LEADING)


def _groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Lines together, each table by itself."""
    for number, group in groupby(enumerate(parts), lambda pair: _own(*pair)):
        del number
        yield [part for _place, part in group]


def _own(place: int, part: Part) -> int:
    return -1 if isinstance(part, Line) else place


def _height(group: Sequence[Part], room: float, size: float, leading: float) -> float:
    first = group[0]
    if isinstance(first, Grid):
        widths = columns(first, room, size)
        rows = [row for row in (first.head, *first.rows) if row]
        return sum(_row_height(row, widths, size, leading) for row in rows)
    counts = [
        len(wrap(plain(line.runs), room - indent(line, size), size, bold=_is_bold(line.runs)))
        for line in group
        if isinstance(line, Line)
    ]
    return sum(counts) * size * leading + BETWEEN * size * (len(counts) - 1)


def _row_height(row: Sequence[Runs], widths: Sequence[float], size: float, leading: float) -> float:
    lines = [
        len(wrap(plain(cell), wide - 2 * CELL_X, size, bold=True))
        for cell, wide in zip(row, widths, strict=False)
    ]
    return max(1, *lines) * size * leading + 2 * CELL_Y


def _overhang(group: Sequence[Part], room: float, size: float) -> float:
    """How much wider than its room the columns of a table are."""
    first = group[0]
    return sum(columns(first, room, size)) - room - 0.01 if isinstance(first, Grid) else 0.0


def _is_bold(runs: Runs) -> bool:
    return all(run.bold for run in runs)


def _longest_word(cell: Runs, size: float) -> float:
    return max((width(word, size, bold=True) for word in plain(cell).split()), default=0.0)


def _across(rows: Sequence[Sequence[Runs]]) -> list[list[Runs]]:
    """Cells by column."""
    count = max(map(len, rows), default=0)
    return [[row[place] for row in rows if place < len(row)] for place in range(count)]


def _stacked(
    groups: Sequence[tuple[Part, ...]], heights: Sequence[float], room: float
) -> Iterator[Box]:
    """Boxes of text from the top; the last takes what is left, for those who write more."""
    y = TOP
    for group, height in zip(groups, heights, strict=True):
        last = group is groups[-1] and isinstance(group[0], Line)
        yield Box(group, EDGE, y, room, max(BOTTOM - y, height) if last else height)
        y += height + GAP


def _pictures(parts: Sequence[Picture | Drawing], x: float, room: float) -> Iterator[Box]:
    """Pictures one below the other, each as large as fits and is sharp, in the middle."""
    share = (BOTTOM - TOP - GAP * (len(parts) - 1)) / max(len(parts), 1)
    y = TOP
    for part in parts:
        words = 1.6 * CAPTION if isinstance(part, Drawing) and part.caption else 0.0
        scale = min(room / (part.width or 1), (share - words) / (part.height or 1))
        if isinstance(part, Picture) and not part.address.endswith(".svg"):
            scale = min(scale, SHARPEST)
        wide, high = (part.width or 1) * scale, (part.height or 1) * scale
        yield Box((part,), x + (room - wide) / 2, y + (share - words - high) / 2, wide, high)
        y += share + GAP
