"""Reference lines across the rows of a dot plot, each named beside its upper end."""

from collections.abc import Sequence
from dataclasses import dataclass

from sessionpress.charts.canvas import EDGE, LEADING, SMALL, WIDTH, Canvas
from sessionpress.charts.lettering import widest, wrap
from sessionpress.charts.scale import Scale

Reference = tuple[str, float]

_DASHES = ("4 2", "1.5 2.5", "7 2 1.5 2")
_SPACE = 6.0
_ROOM = WIDTH / 2 - EDGE  # px for a name: one side of any line has so much


@dataclass(frozen=True, slots=True)
class _Name:
    """A placed name; all in px."""

    index: int
    x: float
    """Where the line is."""
    start: float
    end: float
    top: float
    lines: list[str]

    @property
    def bottom(self) -> float:
        return self.top + len(self.lines) * LEADING

    def covers(self, x: float) -> bool:
        """Say whether a line at this place would run through the name."""
        return self.start - 2 <= x <= self.end + 2


def draw_names(canvas: Canvas, scale: Scale, references: Sequence[Reference], top: float) -> float:
    """Draw the upper ends of all lines and their names, a row for each; return where they end.

    A line passes behind the names under its own: there it is left out.
    """
    names = _placed(canvas, scale, references, top)
    for position, name in enumerate(names):
        for row, line in enumerate(name.lines):
            height = name.top + row * LEADING
            place, anchor = (name.start, "start") if name.start > name.x else (name.end, "end")
            canvas.text(
                place,
                height,
                line,
                anchor=anchor,
                kind="sp-reference-label",
                whole=" ".join(name.lines),
            )
        draw_piece(canvas, name.index, name.x, (name.top + 2, name.bottom))
        for below in names[position + 1 :]:
            if not below.covers(name.x):
                draw_piece(canvas, name.index, name.x, (below.top, below.bottom))
    return names[-1].bottom + _SPACE if names else top


def draw_piece(canvas: Canvas, index: int, x: float, ends: tuple[float, float]) -> None:
    """Draw a piece of the line with this number between two heights."""
    dash = _DASHES[index % len(_DASHES)]
    canvas.line((x, ends[0]), (x, ends[1]), "sp-reference", dash=dash, stroke_width="1.5")


def _placed(
    canvas: Canvas, scale: Scale, references: Sequence[Reference], top: float
) -> list[_Name]:
    """Return the names from top to bottom: from the far end of the scale to its start.

    In this order most lines run clear of the names below their own.
    """
    placed: list[_Name] = []
    for index in sorted(range(len(references)), key=lambda index: (-references[index][1], index)):
        name, value = references[index]
        text = canvas.setting.say("named value", name=name, value=canvas.setting.number(value))
        lines = wrap(text, _ROOM, SMALL)
        x, wide = scale.at(value), widest(lines, SMALL)
        fits_after = x + _SPACE + wide <= WIDTH - EDGE / 2
        start = x + _SPACE if fits_after else x - _SPACE - wide
        placed.append(_Name(index, x, start, start + wide, top, lines))
        top = placed[-1].bottom
    return placed
