"""Read a drawing back: its texts, its ids and every place that it draws at."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from sessionpress.charts import Chart
from sessionpress.charts.lettering import width

SVG = "{http://www.w3.org/2000/svg}"
# Letters as they stand in words: with their marks, and consonants tied in pairs.
LETTERS = [
    "a",
    "b",
    " ",
    "W",
    "M",
    "i",
    "-",
    ".",
    "é",
    "م",
    "ص",
    "شّ",
    "১",
    "বা",
    "ক্ষু",
    "লে",
    "中",
    "😀",
]

Point = tuple[float, float]
Box = tuple[float, float, float, float]

# How much of a text's width lies before its place, by anchor and direction.
_BEFORE = {
    ("start", "ltr"): 0.0,
    ("middle", "ltr"): 0.5,
    ("end", "ltr"): 1.0,
    ("start", "rtl"): 1.0,
    ("middle", "rtl"): 0.5,
    ("end", "rtl"): 0.0,
}


@dataclass(frozen=True)
class Drawing:
    """The parsed svg element."""

    root: Element

    @classmethod
    def of(cls, chart: Chart) -> "Drawing":
        root = fromstring(chart.svg)
        _flatten(root, 0.0)
        return cls(root)

    @property
    def size(self) -> Point:
        return float(self.root.attrib["width"]), float(self.root.attrib["height"])

    def all(self, name: str, kind: str = "") -> list[Element]:
        """Return the elements of a name that have a class."""
        found = self.root.iter(SVG + name)
        return [one for one in found if not kind or kind in one.attrib.get("class", "").split()]

    def texts(self, kind: str = "") -> list[str]:
        return [one.text or "" for one in self.all("text", kind)]

    def boxes(self) -> Iterator[Box]:
        """Yield the box around each thing drawn, texts as wide as they are guessed to be."""
        for one in self.root.iter():
            reader = _READERS.get(one.tag.removeprefix(SVG))
            if reader:
                across, down = zip(*reader(one), strict=True)
                yield min(across), min(down), max(across), max(down)

    def outside(self) -> list[Box]:
        """Return what is not on the sheet, with a little room for rounding."""
        wide, high = self.size
        return [
            (left, top, right, bottom)
            for left, top, right, bottom in self.boxes()
            if min(left, top) < -0.2 or right > wide + 0.2 or bottom > high + 0.2
        ]


def _flatten(element: Element, down: float) -> None:
    """Write every height as it is on the sheet, without the bands that things stand in."""
    moved = re.fullmatch(r"translate\(0 ([0-9.]+)\)", element.attrib.pop("transform", ""))
    down += float(moved[1]) if moved else 0.0
    for name in ("y", "y1", "y2", "cy"):
        if name in element.attrib and element.tag != SVG + "svg":
            element.set(name, str(float(element.attrib[name]) + down))
    for name in ("d", "points"):
        if down and name in element.attrib:
            element.set(
                name,
                re.sub(
                    r"(?<![lm])(?<![0-9.-])(-?[0-9.]+),(-?[0-9.]+)",
                    lambda match: f"{match[1]},{float(match[2]) + down}",
                    element.attrib[name],
                ),
            )
    for child in element:
        _flatten(child, down)


def span(text: Element) -> Point:
    """Return from where to where a text is guessed to reach."""
    wide = width(
        text.text or "", float(text.attrib["font-size"]), bold="font-weight" in text.attrib
    )
    side = (text.attrib.get("text-anchor", "start"), text.attrib.get("direction", "ltr"))
    start = float(text.attrib["x"]) - _BEFORE[side] * wide
    return start, start + wide


def _text(one: Element) -> list[Point]:
    y, size = float(one.attrib["y"]), float(one.attrib["font-size"])
    return [(x, edge) for x in span(one) for edge in (y - 0.8 * size, y + 0.25 * size)]


def _line(one: Element) -> list[Point]:
    x1, y1, x2, y2 = (float(one.attrib[name]) for name in ("x1", "y1", "x2", "y2"))
    return [(x1, y1), (x2, y2)]


def _rect(one: Element) -> list[Point]:
    x, y, wide, high = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
    return [(x, y), (x + wide, y + high)]


def _circle(one: Element) -> list[Point]:
    x, y, r = (float(one.attrib[name]) for name in ("cx", "cy", "r"))
    return [(x - r, y - r), (x + r, y + r)]


def _path(one: Element) -> list[Point]:
    """Read the places of a path; small letters are steps from the place before."""
    places: list[Point] = []
    for letter, x, y in re.findall(r"([MLlm])(-?[0-9.]+),(-?[0-9.]+)", one.attrib["d"]):
        before = places[-1] if letter in "lm" else (0.0, 0.0)
        places.append((before[0] + float(x), before[1] + float(y)))
    return places


def _pairs(text: str) -> list[Point]:
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", text)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


_READERS: dict[str, Callable[[Element], list[Point]]] = {
    "text": _text,
    "line": _line,
    "rect": _rect,
    "circle": _circle,
    "polygon": lambda one: _pairs(one.attrib["points"]),
    "path": _path,
}
