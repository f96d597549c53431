"""A chart as a group of shapes: sharp at every size, its words real text, its colours the theme's.

Only what the charts of this house are drawn with is known here: lines, ways of straight lines,
rectangles, circles and text, in groups that are moved or coloured.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.slide import Slide as Page

from sessionpress.charts.canvas import INKS, PAPER
from sessionpress.charts.lettering import width
from sessionpress.render.deck import Drawing

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_COLOURS: Mapping[str, str] = {
    **{ink: f"accent{number}" for number, ink in enumerate(INKS, 1)},
    PAPER: "bg1",
    "": "tx1",
}
"""Colours of charts by their place in the theme; the empty one is that of text."""
_SIDES = {"start": ("l", 0.0), "middle": ("ctr", 0.5), "end": ("r", 1.0)}
"""How text is set at a place, and how much of it stands before that place."""
_TURNED = {"start": "end", "middle": "middle", "end": "start"}
_EMU = 12_700
_RISE, _LINE = 0.93, 1.2
"""Where letters stand in their line, and how high it is, by their size."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Look:
    """What the elements of a group take over: colour, fill, line; and how far it is moved down."""

    colour: str = ""
    fill: str = "currentColor"
    stroke: str = "none"
    width: float = 1.0
    dash: str = ""
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    down: float = 0.0

    def of(self, element: ET.Element) -> _Look:
        """The look of an element inside."""
        get = element.get
        moved = re.match(r"translate\(\s*0[ ,]+([-\d.]+)", get("transform", ""))
        return replace(
            self,
            colour=get("color", self.colour),
            fill=get("fill", self.fill),
            stroke=get("stroke", self.stroke),
            width=float(get("stroke-width", self.width)),
            dash=get("stroke-dasharray", self.dash),
            fill_opacity=float(get("fill-opacity", self.fill_opacity)),
            stroke_opacity=float(get("stroke-opacity", self.stroke_opacity)),
            down=self.down + (float(moved[1]) if moved else 0.0),
        )


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Where the chart stands on the slide, in EMU, and how many EMU a pixel of it takes."""

    left: int
    top: int
    scale: float
    language: str

    def x(self, value: float) -> int:
        return self.left + round(value * self.scale)

    def y(self, value: float) -> int:
        return self.top + round(value * self.scale)

    def long(self, value: float) -> int:
        return round(value * self.scale)


def draw(page: Page, drawing: Drawing, place: Sequence[int], language: str) -> None:
    """Put a chart on a slide.

    Args:
        page: the slide.
        drawing: the chart.
        place: its left, top, width and height in EMU.
        language: the tag of the language of its words.
    """
    left, top, wide, high = place
    canvas = _Canvas(left, top, wide / drawing.width, language)
    shapes = "".join(_shapes(ET.fromstring(drawing.svg), _Look(), canvas))  # noqa: S314 - ours
    first = max((shape.shape_id for shape in page.shapes), default=1) + 1
    numbers = iter(range(first + 1, first + 2 + shapes.count('id="?"')))
    shapes = re.sub(r'id="\?"', lambda _: f'id="{next(numbers)}"', shapes)
    box = f'<a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
    inner = box.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    page.shapes._spTree.append(
        parse_xml(
            f'<p:grpSp {_SPACES}><p:nvGrpSpPr><p:cNvPr id="{first}" name="Chart {first}" '
            f"descr={quoteattr(drawing.told)}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr><a:xfrm>{box}{inner}</a:xfrm></p:grpSpPr>{shapes}</p:grpSp>"
        )
    )


def _shapes(parent: ET.Element, look: _Look, canvas: _Canvas) -> Iterator[str]:
    for element in parent:
        own = look.of(element)
        match element.tag.rpartition("}")[2]:
            case "g":
                yield from _shapes(element, own, canvas)
            case "text":
                yield _text(element, own, canvas)
            case "rect" | "circle" as tag:
                yield _form(element, tag, own, canvas)
            case "line" | "path" | "polygon" as tag:
                yield _way(_runs(element, tag), own, canvas)
            case "title" | "desc":
                pass
            case other:
                raise ValueError(f"charts have no <{other}>")


# ---------------------------------------------------------------- shapes


def _shape(kind: str, geometry: str, look: _Look, canvas: _Canvas, box: Sequence[int]) -> str:
    left, top, wide, high = box
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="?" name="{kind}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f"{geometry}{_paint(look.fill, look.fill_opacity, look)}{_line(look, canvas)}"
        "</p:spPr></p:sp>"
    )


def _paint(colour: str, opacity: float, look: _Look) -> str:
    if colour == "none":
        return "<a:noFill/>"
    name = _COLOURS.get(look.colour if colour == "currentColor" else colour, "tx1")
    clear = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:solidFill><a:schemeClr val="{name}">{clear}</a:schemeClr></a:solidFill>'


def _line(look: _Look, canvas: _Canvas) -> str:
    if look.stroke == "none":
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="sysDash"/>' if look.dash not in ("", "none") else ""
    paint = _paint(look.stroke, look.stroke_opacity, look)
    return f'<a:ln w="{canvas.long(look.width)}">{paint}{dash}</a:ln>'


def _form(element: ET.Element, tag: str, look: _Look, canvas: _Canvas) -> str:
    def number(name: str) -> float:
        return float(element.get(name, "0"))

    if tag == "circle":
        radius = number("r")
        corner = number("cx") - radius, number("cy") - radius
        size, name = (2 * radius, 2 * radius), "ellipse"
    else:
        corner = number("x"), number("y")
        size, name = (number("width"), number("height")), "rect"
    geometry = f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'
    x, y = canvas.x(corner[0]), canvas.y(corner[1] + look.down)
    return _shape(name, geometry, look, canvas, (x, y, *map(canvas.long, size)))


_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)")


def _runs(element: ET.Element, tag: str) -> list[tuple[list[Point], bool]]:
    """The ways of an element: their points, and whether they end where they began."""
    if tag == "line":
        ends = [float(element.get(name, "0")) for name in ("x1", "y1", "x2", "y2")]
        return [([(ends[0], ends[1]), (ends[2], ends[3])], False)]
    if tag == "polygon":
        numbers = [float(one) for one in _TOKEN.findall(element.get("points", ""))]
        return [(list(zip(numbers[::2], numbers[1::2], strict=True)), True)]
    return _path(_TOKEN.findall(element.get("d", "")))


def _path(tokens: Sequence[str]) -> list[tuple[list[Point], bool]]:
    ways: list[tuple[list[Point], bool]] = []
    at = (0.0, 0.0)
    command, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command = tokens[place]
            place += 1
            if command in "Zz":
                ways[-1] = (ways[-1][0], True)
                at = ways[-1][0][0]
                continue
        if command not in "MmLlHhVv":
            raise ValueError(f"charts have no {command} in a path")
        count = 1 if command in "HhVv" else 2
        numbers = [float(one) for one in tokens[place : place + count]]
        place += count
        base = at if command.islower() else (0.0, 0.0)
        match command.upper():
            case "H":
                at = (base[0] + numbers[0], at[1])
            case "V":
                at = (at[0], base[1] + numbers[0])
            case _:
                at = (base[0] + numbers[0], base[1] + numbers[1])
        if command in "Mm":
            ways.append(([at], False))
            command = "L" if command == "M" else "l"
        else:
            if ways[-1][1]:
                ways.append(([ways[-1][0][0]], False))
            ways[-1][0].append(at)
    return ways


def _way(ways: Sequence[tuple[list[Point], bool]], look: _Look, canvas: _Canvas) -> str:
    """Straight lines from point to point, as one shape."""
    points = [point for way, _closed in ways for point in way]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide = max(canvas.long(max(x for x, _ in points) - left), 1)
    high = max(canvas.long(max(y for _, y in points) - top), 1)

    def spot(point: Point) -> str:
        x, y = canvas.long(point[0] - left), canvas.long(point[1] - top)
        return f'<a:pt x="{x}" y="{y}"/>'

    drawn = "".join(
        f"<a:moveTo>{spot(way[0])}</a:moveTo>"
        + "".join(f"<a:lnTo>{spot(point)}</a:lnTo>" for point in way[1:])
        + ("<a:close/>" if closed else "")
        for way, closed in ways
    )
    geometry = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{wide}" h="{high}">{drawn}</a:path></a:pathLst></a:custGeom>'
    )
    return _shape(
        "line", geometry, look, canvas, (canvas.x(left), canvas.y(top + look.down), wide, high)
    )


def _text(element: ET.Element, look: _Look, canvas: _Canvas) -> str:
    """One line of text, in a box around the place where it is set."""
    words = "".join(element.itertext())
    size = float(element.get("font-size", "14"))
    bold = element.get("font-weight") == "bold"
    anchor = element.get("text-anchor", "start")
    from_right = element.get("direction") == "rtl"
    side, before = _SIDES[_TURNED[anchor] if from_right else anchor]
    wide = width(words, size, bold=bold)
    x = float(element.get("x", "0")) - before * wide
    y = float(element.get("y", "0")) + look.down - _RISE * size
    letters = round(size * canvas.scale / _EMU * 100)
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="?" name="text"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{canvas.x(x)}" y="{canvas.y(y)}"/>'
        f'<a:ext cx="{canvas.long(wide)}" cy="{canvas.long(_LINE * size)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="{side}" rtl="{int(from_right)}"/>'
        f'<a:r><a:rPr lang="{canvas.language}" sz="{letters}" b="{int(bold)}">'
        f"{_paint(look.fill, look.fill_opacity, look)}</a:rPr>"
        f"<a:t>{escape(words)}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
