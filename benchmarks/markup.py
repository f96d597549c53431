"""From the finished HTML of a composed page to ordinary Markdown with the same words.

Blocks become admonitions with indented content, answers that fold become details, charts become
pictures with a table, option boxes become a task list, notes at the foot are footnotes again.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from markdown.extensions.toc import slugify

from sessionpress.render.tree import VOID

HEADINGS = {"h2": "##", "h3": "###", "h4": "####", "h5": "#####", "h6": "######"}
INLINE = {"a", "b", "bdi", "br", "cite", "code", "em", "i", "img", "small", "span", "strong", "sup"}
TYPES = {
    "talk": "info",
    "activity": "example",
    "discussion": "question",
    "case": "quote",
    "keypoint": "tip",
    "question": "question",
    "chart": "abstract",
}
WRAP = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**"}

Link = Callable[[str], str]
"""Takes an `sp:` address, gives the link as written in Markdown."""

Draw = Callable[[str], str]
"""Takes an SVG drawing, gives the address of the picture file made of it."""


def markdown(html: str, link: Link, draw: Draw) -> str:
    """Write a page's HTML as Markdown."""
    return "\n\n".join(_Writer(link, draw).blocks(_tree(html))) + "\n"


def _tree(html: str) -> ET.Element:
    builder = ET.TreeBuilder()
    builder.start("root", {})

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            builder.start(tag, {name: value or "" for name, value in attrs})
            if tag in VOID:
                builder.end(tag)

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.handle_starttag(tag, attrs)
            if tag not in VOID:
                builder.end(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag not in VOID:
                builder.end(tag)

        def handle_data(self, data: str) -> None:
            builder.data(data)

    Reader().feed(html)
    builder.end("root")
    return builder.close()


def _classes(element: ET.Element) -> set[str]:
    return set(element.get("class", "").split())


def _words(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _indent(blocks: list[str], by: str = "    ") -> str:
    text = "\n\n".join(blocks)
    return "\n".join(f"{by}{line}" if line else "" for line in text.split("\n"))


class _Writer:
    def __init__(self, link: Link, draw: Draw) -> None:
        self._link, self._draw = link, draw

    # ---------------------------------------------------------------- blocks

    def blocks(self, parent: ET.Element) -> list[str]:
        """Everything inside an element; text between block elements is a paragraph of its own."""
        found: list[str] = []
        line = _escape(parent.text or "")
        for child in parent:
            if child.tag in INLINE:
                line += self._span(child)
            else:
                found += [line.strip(), *self._block(child)]
                line = ""
            line += _escape(child.tail or "")
        return [block for block in [*found, line.strip()] if block]

    def _block(self, element: ET.Element) -> list[str]:
        kinds = _classes(element)
        if element.tag == "section" and "block" in kinds:
            return self._admonition(element, (kinds - {"block"}).pop())
        if element.tag == "div" and "footnote" in kinds:
            return list(self._footnotes(element))
        return SHAPES.get(element.tag, _Writer.blocks)(self, element)

    def _all(self, elements: list[ET.Element]) -> list[str]:
        return [block for element in elements for block in self._block(element)]

    def _paragraph(self, element: ET.Element) -> list[str]:
        return [self.inline(element)]

    def _details(self, element: ET.Element) -> list[str]:
        title = _words(element.find("summary"))
        inner = [child for child in element if child.tag != "summary"]
        return [f'??? note "{title}"\n\n' + _indent(self._all(inner))]

    def _heading(self, element: ET.Element) -> list[str]:
        text, name = self.inline(element), element.get("id", "")
        own = name and name != slugify(_words(element), "-")
        return [f"{HEADINGS[element.tag]} {text}" + (f" {{ #{name} }}" if own else "")]

    def _admonition(self, element: ET.Element, kind: str) -> list[str]:
        """The block's own title, or else its label, becomes the title."""
        children = list(element)
        title = next((one for one in children if "block-title" in _classes(one)), None)
        if title is None:
            title = next(one for one in children if "block-label" in _classes(one))
        children.remove(title)
        words = _words(title).replace('"', "'")
        return [f'!!! {TYPES.get(kind, "note")} "{words}"\n\n' + _indent(self._all(children))]

    def _list(self, element: ET.Element) -> list[str]:
        items = []
        for number, item in enumerate(element.iterfind("li"), 1):
            mark = f"{number}. " if element.tag == "ol" else "- "
            box = "[ ] " if "box" in _classes(item) else ""
            inner = self.blocks(item)
            text = _indent(inner).lstrip()
            loose = "\n" if len(inner) > 1 and not _only_list(item) else ""
            if _only_list(item):
                text = text.replace("\n\n", "\n")
            items.append(f"{mark}{box}{text}{loose}")
        return ["\n".join(items)]

    def _terms(self, element: ET.Element) -> list[str]:
        found = []
        for child in element.iter():
            if child.tag == "dt":
                found.append(self.inline(child))
            elif child.tag == "dd":
                found[-1] += "\n:   " + _indent(self.blocks(child)).lstrip()
        return found

    def _table(self, element: ET.Element) -> list[str]:
        rows = [[self._cell(cell) for cell in row] for row in element.iter("tr")]
        caption = element.find("caption")
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, "|" + "---|" * len(rows[0]))
        above = [f"**{self.inline(caption)}**"] if caption is not None else []
        return [*above, "\n".join(lines)]

    def _cell(self, cell: ET.Element) -> str:
        return self.inline(cell).replace("|", "\\|")

    def _code(self, element: ET.Element) -> list[str]:
        return ["```text\n" + "".join(element.itertext()).rstrip("\n") + "\n```"]

    def _figure(self, element: ET.Element) -> list[str]:
        drawing, caption = element.find("svg"), _words(element.find("figcaption"))
        rest = [child for child in element if child.tag not in ("svg", "figcaption")]
        pictures = [] if drawing is None else [f"![{caption}]({self._draw(_svg(drawing))})"]
        return [*pictures, caption, *self._all(rest)]

    def _footnotes(self, element: ET.Element) -> Iterator[str]:
        for item in element.iter("li"):
            for backlink in list(item.iter("a")):
                if "footnote-backref" in _classes(backlink):
                    backlink.text = None
            name = item.get("id", "").partition(":")[2]
            yield f"[^{name}]: " + _indent(self.blocks(item)).lstrip()

    # ---------------------------------------------------------------- lines

    def inline(self, element: ET.Element) -> str:
        """The inside of an element as one line of Markdown."""
        text = _escape(element.text or "")
        for child in element:
            text += self._span(child) + _escape(child.tail or "")
        return " ".join(text.split(" ")).strip()

    def _span(self, element: ET.Element) -> str:
        if element.tag == "img":
            return f"![{element.get('alt')}]({self._link(element.get('src', ''))})"
        if element.tag == "code":
            return f"`{''.join(element.itertext())}`"
        if element.tag == "sup" and element.get("id", "").startswith("fnref"):
            return f"[^{element.get('id', '').partition(':')[2]}]"
        inner = self.inline(element)
        mark = WRAP.get(element.tag)
        if mark and inner:
            return f"{mark}{inner}{mark}"
        if element.tag == "a" and inner and "term" not in _classes(element):
            return f"[{inner}]({self._link(element.get('href', ''))})"
        return inner


SHAPES: dict[str, Callable[[_Writer, ET.Element], list[str]]] = {
    **dict.fromkeys(HEADINGS, _Writer._heading),
    "p": _Writer._paragraph,
    "details": _Writer._details,
    "ul": _Writer._list,
    "ol": _Writer._list,
    "dl": _Writer._terms,
    "table": _Writer._table,
    "pre": _Writer._code,
    "figure": _Writer._figure,
}


def _only_list(item: ET.Element) -> bool:
    """Whether a list item holds words and then at most a list."""
    return all(child.tag in INLINE or child.tag in ("ul", "ol") for child in item)


def _escape(text: str) -> str:
    return re.sub(r"([\\*_\[\]<`])", r"\\\1", re.sub(r"[ \t\n]+", " ", text))


def _svg(drawing: ET.Element) -> str:
    drawing.tail = None
    return ET.tostring(drawing, encoding="unicode")
