"""The slides of a session as plain values, taken from its rendered pages.

What is said of a slide here, every form of the deck shows: text, lists, short tables, pictures and
charts. Nothing here knows how a deck is written.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sessionpress.render.book import PageHtml
from sessionpress.render.passes import is_heading
from sessionpress.render.tree import classes, having, read, words_of


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one look; `language` is its tag where it is not that of the deck."""

    text: str
    bold: bool = False
    italic: bool = False
    language: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or an item of a list: `level` says how deep, `number` counts from 1."""

    runs: Runs
    mark: Literal["", "bullet", "number"] = ""
    level: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Its caption is for those who do not see it; `named`: rows begin with a head."""

    caption: str
    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its site address; its size is in CSS pixels, 0 when not known."""

    address: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG; `told` says what one sees, `caption` where the figures are from."""

    svg: str
    told: str
    caption: str
    width: float
    height: float


Part = Line | Grid | Picture | Drawing


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide, and what the facilitator reads with it.

    `item` is the talk, activity or discussion to which it belongs, with its minutes; the notes are
    those of the item.
    """

    title: Runs
    parts: tuple[Part, ...]
    notes: tuple[Line, ...]
    item: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a session, in one language."""

    key: str
    title: str
    kicker: str
    """What stands above the title: Session 1."""
    toolkit: str
    edition: str
    notice: str
    author: str
    date: str
    """ISO date of the content; it becomes the date of the file."""
    language: str
    """BCP 47 tag."""
    direction: Literal["ltr", "rtl"]
    slides: tuple[Slide, ...]


def plain(runs: Runs) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)


def slides_of(pages: Sequence[PageHtml]) -> tuple[Slide, ...]:
    """Every slide of some pages, in their order."""
    return tuple(slide for page in pages for slide in _slides(read(page.html, page.key)))


def pictures_of(deck: Deck) -> set[str]:
    """The site addresses of all pictures on the slides of a deck."""
    parts = (part for slide in deck.slides for part in slide.parts)
    return {part.address for part in parts if isinstance(part, Picture)}


def _slides(parent: ET.Element) -> Iterator[Slide]:
    """The slides in an element, in the order of the page."""
    notes: tuple[Line, ...] | None = None
    for block in parent:
        if block.tag == "section" and "slide" in classes(block):
            notes = tuple(_notes(parent)) if notes is None else notes
            yield Slide(_title(block), tuple(_parts(block)), notes, _item(parent))
        else:
            yield from _slides(block)


def _title(block: ET.Element) -> Runs:
    heading = next((one for one in block if is_heading(one)), None)
    return () if heading is None else _joined(_runs(heading, Run("")))


def _item(parent: ET.Element) -> str:
    """The title of the block in which a slide stands, and its minutes."""
    if parent.tag != "section":
        return ""
    heading = next((one for one in parent if is_heading(one)), None)
    title = "" if heading is None else words_of(heading)
    label = next((one for one in parent if "block-label" in classes(one)), None)
    minutes = "" if label is None else " ".join(map(words_of, having(label, "minutes")))
    return ", ".join(filter(None, (title, minutes)))


def _notes(parent: ET.Element) -> Iterator[Line]:
    """The notes that stand beside a slide; a title of theirs is a line of its own."""
    for block in parent:
        if block.tag == "section" and "notes" in classes(block):
            for part in _parts(block):
                yield from _told(part)


def _told(part: Part) -> Iterator[Line]:
    """A part in words, for where there is room for words only."""
    match part:
        case Line():
            yield part
        case Grid():
            for row in part.rows:
                cells = [plain(cell) for cell in row]
                yield Line((Run("; ".join(filter(None, cells))),), "bullet")
        case Picture():
            yield Line((Run(f"[{part.alt}]"),))
        case Drawing():
            yield Line((Run(f"[{part.told}]"),))


# ---------------------------------------------------------------- what stands on a slide

_HOLDERS = ("article", "blockquote", "dd", "details", "div", "dl", "figure", "section")


def _parts(block: ET.Element, language: str = "") -> Iterator[Part]:
    """What stands in a block below its label and its title."""
    language = block.get("lang", language)
    for one in block:
        if one.tag == "svg":
            yield _drawing(one, block)
        elif one.tag == "table":
            yield _grid(one, language)
        elif one.tag in ("ul", "ol"):
            yield from _list(one, 0, language)
        elif one.tag in _HOLDERS and "chart" in classes(one) and one.tag == "figure":
            # The table beside a chart is in the words that tell of it.
            yield from (_drawing(svg, one) for svg in one.iter("svg"))
        elif one.tag in _HOLDERS:
            yield from _parts(one, language)
        elif not is_heading(one) and "block-label" not in classes(one) and one.tag != "hr":
            yield from _paragraph(one, language)


def _paragraph(element: ET.Element, language: str) -> Iterator[Part]:
    """A paragraph; pictures in it stand by themselves, after its words."""
    runs = _joined(_runs(element, Run("", language=language)))
    if plain(runs):
        yield Line(runs)
    yield from (_picture(one) for one in element.iter("img"))


def _list(element: ET.Element, level: int, language: str) -> Iterator[Part]:
    mark: Literal["bullet", "number"] = "number" if element.tag == "ol" else "bullet"
    start = int(element.get("start", "1"))
    for number, item in enumerate(element, start):
        look = Run("", language=item.get("lang", language))
        runs = _joined(_runs(item, look, skip=("ul", "ol", "table", "figure")))
        if plain(runs):
            yield Line(runs, mark, level, number)
        for one in item:
            if one.tag in ("ul", "ol"):
                yield from _list(one, level + 1, look.language)
            else:
                yield from (_picture(picture) for picture in one.iter("img"))


def _picture(element: ET.Element) -> Picture:
    return Picture(
        element.get("src", "").removeprefix("sp:"),
        element.get("alt", ""),
        int(element.get("width", "0")),
        int(element.get("height", "0")),
    )


def _drawing(svg: ET.Element, figure: ET.Element) -> Drawing:
    told = [" ".join(svg.findtext(name, "").split()) for name in ("title", "desc")]
    caption = next(figure.iter("figcaption"), None)
    return Drawing(
        ET.tostring(svg, encoding="unicode"),
        ". ".join(part.rstrip(".") for part in told if part) + ".",
        "" if caption is None else words_of(caption),
        float(svg.get("width", "0")),
        float(svg.get("height", "0")),
    )


def _grid(table: ET.Element, language: str) -> Grid:
    caption = table.find("caption")
    rows = [list(row) for row in table.iter("tr")]
    has_head = bool(rows) and all(cell.tag == "th" for cell in rows[0])
    head = rows[0] if has_head else []
    body = rows[1:] if has_head else rows
    return Grid(
        "" if caption is None else words_of(caption),
        tuple(_cell(cell, language) for cell in head),
        tuple(tuple(_cell(cell, language) for cell in row) for row in body),
        bool(body) and all(row and row[0].tag == "th" for row in body),
    )


def _cell(cell: ET.Element, language: str) -> Runs:
    return _joined(_runs(cell, Run("", language=cell.get("lang", language))))


# ---------------------------------------------------------------- in the line

_BOLD, _ITALIC = ("strong", "b"), ("em", "i", "cite")


def _runs(element: ET.Element, look: Run, skip: Sequence[str] = ()) -> Iterator[Run]:
    """The text in an element by its looks; references to notes at the foot of the page go."""
    look = replace(look, language=element.get("lang", look.language))
    yield replace(look, text=element.text or "")
    for one in element:
        if one.tag == "br":
            yield replace(look, text=" ")
        elif one.tag not in skip and not one.get("id", "").startswith("fnref"):
            bold, italic = look.bold or one.tag in _BOLD, look.italic or one.tag in _ITALIC
            yield from _runs(one, replace(look, bold=bold, italic=italic), skip)
        yield replace(look, text=one.tail or "")


def _joined(runs: Iterator[Run]) -> Runs:
    """Runs of one look as one, with single spaces, and none at the ends."""
    made: list[Run] = []
    for run in runs:
        if made and replace(made[-1], text=run.text) == run:
            made[-1] = replace(run, text=made[-1].text + run.text)
        elif run.text:
            made.append(run)
    spaced: list[Run] = []
    for run in made:
        gap = not spaced or spaced[-1].text.endswith(" ")
        text = _single(run.text)
        text = text.lstrip(" ") if gap else text
        if text:
            spaced.append(replace(run, text=text))
    if spaced:
        spaced[-1] = replace(spaced[-1], text=spaced[-1].text.rstrip(" "))
    return tuple(run for run in spaced if run.text)


def _single(text: str) -> str:
    """White space as single spaces; a no-break space is none."""
    return re.sub(r"[ \t\r\n]+", " ", text)
