"""HTML as a small tree: read from a clean page, changed in passes, written as HTML or XHTML.

Drawings keep the case of their names, which HTML would lose; in the tree they are ordinary
elements without a namespace.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements that hold nothing and are never closed."""

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_STAND_IN = "sp-drawing"


def read(html: str, where: str) -> ET.Element:
    """Read the inside of a page into an `<article>`.

    Raises:
        ValueError: a tag is closed in the wrong place; `where` says on which page.
    """
    drawings = _DRAWING.findall(html)
    reader = _TreeReader(where, drawings)
    numbers = iter(range(len(drawings)))
    reader.feed(_DRAWING.sub(lambda _: f'<{_STAND_IN} n="{next(numbers)}">', html))
    reader.close()
    return reader.root()


def write_html(root: ET.Element) -> str:
    """Write what stands inside an element as HTML."""
    inside = (ET.tostring(child, encoding="unicode", method="html") for child in root)
    return escape(root.text or "", quote=False) + "".join(inside)


_CLOSED_AT_ONCE = re.compile(r"<([A-Za-z][\w:-]*)([^<>]*?) ?/>")


def write_xhtml(root: ET.Element) -> str:
    """Write what stands inside an element as XHTML that a reader of HTML takes the same way.

    Empty elements get an end tag of their own: a program that reads `<td/>` as HTML would take it
    for an open cell.
    """
    inside = "".join(ET.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "", quote=False) + _CLOSED_AT_ONCE.sub(_close, inside)


def _close(match: re.Match[str]) -> str:
    name, attributes = match[1], match[2]
    return f"<{name}{attributes}/>" if name in VOID else f"<{name}{attributes}></{name}>"


class _TreeReader(HTMLParser):
    """Builds a tree from clean HTML; a tag closed in the wrong place is an error."""

    def __init__(self, where: str, drawings: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._where = where
        self._drawings = drawings
        self._open: list[ET.Element] = [ET.Element("article")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == _STAND_IN:
            self._open[-1].append(_drawing(self._drawings[int(attrs[0][1] or 0)]))
            return
        element = ET.SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        ET.SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._open[-1].tag != tag or len(self._open) == 1:
            raise ValueError(f"{self._where}: </{tag}> closes <{self._open[-1].tag}>")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        add_text(self._open[-1], len(self._open[-1]), data)

    def root(self) -> ET.Element:
        if len(self._open) > 1:
            raise ValueError(f"{self._where}: <{self._open[-1].tag}> is never closed")
        return self._open[0]


def _drawing(svg: str) -> ET.Element:
    root = ET.fromstring(svg)  # noqa: S314 - begins at <svg: declares no entities
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    root.attrib = {"xmlns": SVG_NAMESPACE, **root.attrib}
    return root


# ---------------------------------------------------------------- changing


def pairs(root: ET.Element) -> list[tuple[ET.Element, ET.Element]]:
    """Give (parent, child) for every element, as a list made before anything is changed."""
    return [(parent, child) for parent in root.iter() for child in parent]


def classes(element: ET.Element) -> list[str]:
    """The classes of an element."""
    return element.get("class", "").split()


def add_class(element: ET.Element, name: str) -> None:
    """Give an element one more class."""
    element.set("class", " ".join([*classes(element), name]))


def having(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """Every element of a class, the root too."""
    return (element for element in root.iter() if name in classes(element))


def words_of(element: ET.Element) -> str:
    """The text of an element in one line."""
    return " ".join("".join(element.itertext()).split())


def add_text(parent: ET.Element, position: int, text: str) -> None:
    """Put text before the child at a position, after what stands there."""
    if position:
        parent[position - 1].tail = (parent[position - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def remove(parent: ET.Element, child: ET.Element) -> None:
    """Take an element out and leave the text after it where it was."""
    add_text(parent, list(parent).index(child), child.tail or "")
    parent.remove(child)


def unwrap(parent: ET.Element, child: ET.Element) -> None:
    """Leave what stands in an element, in its place, without the element."""
    position = list(parent).index(child)
    add_text(parent, position, child.text or "")
    inner = list(child)
    parent.remove(child)
    for offset, one in enumerate(inner):
        parent.insert(position + offset, one)
    add_text(parent, position + len(inner), child.tail or "")
