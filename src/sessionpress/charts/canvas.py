"""A sheet to draw on: shapes and text as SVG, mirrored for scripts that run from the right.

Charts are laid out once, from left to right; the canvas alone knows about the mirror. Each text
has the direction of its own letters, whatever the page around the drawing has, and its anchor is
turned to match, so that it stands in the same place in browsers and in print.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape

from sessionpress.charts.lettering import reads_from_right, width
from sessionpress.charts.model import Setting

Point = tuple[float, float]

WIDTH = 360.0  # px; at 340 px of screen, letters of 13 px are still over 12 px
EDGE = 12.0
TEXT = 14.0  # px, names and values
SMALL = 13.0  # px, scales and reference lines
_SIZES = {"sp-tick": SMALL, "sp-reference-label": SMALL}
LEADING = 19.0  # px from line to line; leaves room for marks above and below letters
_BASELINE = 14.0  # px from the top of a line to the foot of its letters

# Middling colours, at least 3:1 on white and on near-black, in case no stylesheet knows them.
INKS = ("#2a6fb0", "#b35c00", "#6f7480", "#8a5bb5", "#1b8a6b")
PAPER = "#ffffff"

# XML 1.0 allows tab, newline and everything from the space on, save surrogates and two others.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_MIRRORED = {"start": "end", "middle": "middle", "end": "start"}

# Marker outlines around 0,0 for a radius of 1; the circle is an element of its own.
_OUTLINES: dict[str, Sequence[Point]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "up": ((0, -1.15), (1.15, 0.9), (-1.15, 0.9)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "down": ((0, 1.15), (1.15, -0.9), (-1.15, -0.9)),
}
SHAPES = ("circle", *_OUTLINES)


def px(value: float) -> str:
    """Write a length with at most one place."""
    text = f"{value + 0.0:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, content: str = "", /, **attributes: str) -> str:
    """Write one element; `stroke_width` becomes `stroke-width`, `kind` becomes `class`."""
    pairs = "".join(
        f' {"class" if key == "kind" else key.replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value
    )
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


@dataclass(slots=True)
class Canvas:
    """The shapes drawn so far; places are px from the start edge and from the top."""

    setting: Setting
    shapes: list[str] = field(default_factory=list)
    top: float = 0.0
    """From where heights are written, while a band is drawn."""
    inked: tuple[int, int] = (-1, 0)
    """The colour of the group that was closed last, and how many shapes there were then."""

    def text(
        self,
        x: float,
        top: float,
        text: str,
        *,
        anchor: str = "start",
        bold: bool = False,
        kind: str = "sp-label",
        whole: str = "",
    ) -> None:
        """Write one line into the `LEADING` px below `top`; `whole` is the text it is a part of."""
        from_right = reads_from_right(whole or text, otherwise=self.setting.rtl)
        side = _MIRRORED[anchor] if from_right != self.setting.rtl else anchor
        self.shapes.append(
            element(
                "text",
                escape(text, quote=False),
                kind=kind,
                x=px(self._x(x)),
                y=px(self._y(top + _BASELINE)),
                text_anchor="" if side == "start" else side,
                font_size=px(_SIZES.get(kind, TEXT)),
                font_weight="bold" if bold else "",
                direction="rtl" if from_right else "",
            )
        )

    def centred(self, x: float, top: float, text: str) -> None:
        """Write one small line around a place, moved as little as keeps it on the sheet."""
        half = width(text, SMALL) / 2
        inside = min(max(x, half), WIDTH - half)
        self.text(inside, top, text, anchor="middle", kind="sp-tick")

    def line(self, start: Point, end: Point, kind: str, *, dash: str = "", **look: str) -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self.shapes.append(
            element(
                "line",
                kind=kind,
                x1=px(self._x(x1)),
                y1=px(self._y(y1)),
                x2=px(self._x(x2)),
                y2=px(self._y(y2)),
                stroke="currentColor",
                stroke_dasharray=dash,
                **look,
            )
        )

    def grid(self, *lines: tuple[Point, Point]) -> None:
        """Draw faint lines that help the eye along, as one path: there are many of them."""
        if lines:
            self.strokes(lines, "sp-grid", stroke_opacity="0.22")

    def axis(self, start: Point, end: Point) -> None:
        """Draw a line from which values are measured."""
        self.line(start, end, "sp-axis", stroke_opacity="0.7")

    def strokes(
        self, runs: Sequence[Sequence[Point]], kind: str, dash: str = "", **look: str
    ) -> None:
        """Draw runs of joined lines as one path."""
        self.shapes.append(
            element(
                "path",
                kind=kind,
                d=self._way(runs),
                fill="none",
                stroke="currentColor",
                stroke_dasharray=dash,
                **look,
            )
        )

    def _way(self, runs: Sequence[Sequence[Point]]) -> str:
        """Runs of lines as one place and the steps from there: like steps pack far better."""
        written: list[str] = []
        before = (0, 0)
        for run in runs:
            for place, point in enumerate(run):
                at = round(10 * self._x(point[0])), round(10 * self._y(point[1]))
                step = "l" if place else "m" if written else "M"
                across, down = at[0] - before[0], at[1] - before[1]
                written.append(f"{step}{px(across / 10)},{px(down / 10)}")
                before = at
        return "".join(written)

    def area(self, corners: Sequence[Point], kind: str, **look: str) -> None:
        """Fill the area between corners."""
        points = " ".join(self._point(corner) for corner in corners)
        self.shapes.append(
            element("polygon", kind=kind, points=points, fill="currentColor", **look)
        )

    def box(self, x: float, y: float, wide: float, high: float, kind: str, **look: str) -> None:
        """Draw a rectangle."""
        left = WIDTH - x - wide if self.setting.rtl else x
        self.shapes.append(
            element(
                "rect",
                kind=kind,
                x=px(left),
                y=px(self._y(y)),
                width=px(wide),
                height=px(high),
                **look,
            )
        )

    def marker(self, shape: str, at: Point, radius: float, *, hollow: bool) -> None:
        """Draw a marker; a hollow one hides the lines behind it."""
        look = {
            "kind": "sp-marker sp-paper" if hollow else "sp-marker",
            "fill": PAPER if hollow else "currentColor",
            "stroke": "currentColor",
            "stroke_width": "2",
        }
        if shape == "circle":
            place = {"cx": px(self._x(at[0])), "cy": px(self._y(at[1])), "r": px(radius)}
            self.shapes.append(element("circle", **place, **look))
        else:
            self.shapes.append(element("path", d=self._outline(shape, at, radius), **look))

    def _outline(self, shape: str, at: Point, radius: float) -> str:
        """The way around a marker: its first corner, then steps, the same for all of its form."""
        (dx, dy), *others = _OUTLINES[shape]
        side = -radius if self.setting.rtl else radius
        first = f"M{px(self._x(at[0]) + dx * side)},{px(self._y(at[1]) + dy * radius)}"
        steps = []
        for x, y in others:
            steps.append(f"l{px((x - dx) * side)},{px((y - dy) * radius)}")
            dx, dy = x, y
        return f"{first}{''.join(steps)}z"

    @contextmanager
    def ink(self, index: int) -> Iterator[None]:
        """Draw what follows in the colour of a series, which a stylesheet may change."""
        number = index % len(INKS)
        if self.inked == (number, len(self.shapes)):
            # What was drawn last has this colour too: one group holds both.
            self.shapes.pop()
        else:
            self.shapes.append(f'<g class="sp-series-{number + 1}" color="{INKS[number]}">')
        yield
        self.shapes.append("</g>")
        self.inked = (number, len(self.shapes))

    def svg(self, height: float, title: str, description: str, prefix: str) -> str:
        """Return the whole drawing; raise ValueError if a text has what XML cannot hold."""
        named = [f"{prefix}-title", f"{prefix}-desc"]
        head = [
            element("title", escape(title, quote=False), id=named[0]),
            element("desc", escape(description, quote=False), id=named[1]),
        ]
        drawing = element(
            "svg",
            "\n".join(["", *head, *self.shapes, ""]),
            xmlns="http://www.w3.org/2000/svg",
            kind="sp-chart",
            role="img",
            aria_labelledby=" ".join(named),
            width=px(WIDTH),
            height=px(height),
            viewBox=f"0 0 {px(WIDTH)} {px(height)}",
            fill="currentColor",
            font_family=self.setting.font,
            direction="ltr",
        )
        odd = _NOT_XML.search(drawing)
        if odd:
            around = drawing[max(0, odd.start() - 20) : odd.end() + 20]
            raise ValueError(f"a control character in the texts of chart {prefix!r}: {around!r}")
        return drawing

    @contextmanager
    def band(self, top: float) -> Iterator[None]:
        """Draw what follows as a band that begins at a height.

        Bands of the same form are then written with the same numbers, which packs far better.
        """
        self.shapes.append(f'<g transform="translate(0 {px(top)})">')
        self.top = float(px(top))
        yield
        self.top = 0.0
        self.shapes.append("</g>")

    def _y(self, y: float) -> float:
        return y - self.top

    def _x(self, x: float) -> float:
        return WIDTH - x if self.setting.rtl else x

    def _point(self, point: Point) -> str:
        return f"{px(self._x(point[0]))},{px(self._y(point[1]))}"


def write_lines(
    canvas: Canvas, x: float, top: float, lines: Sequence[str], *, bold: bool = False
) -> None:
    """Write lines one under the other."""
    for index, line in enumerate(lines):
        canvas.text(x, top + index * LEADING, line, bold=bold, whole=" ".join(lines))
