"""A book in print: pages that are already HTML become one document, ready to be laid out.

Inside one document every id must be unique, every link must lead somewhere in the document or be
plain text, and nothing may wait to be clicked. Each page is read into a small tree, goes through
a list of passes, and is written again. Nothing here knows how a PDF is made.
"""

from __future__ import annotations

import base64
import itertools
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sessionpress.render.passes import drop_own_sources, fit_headings
from sessionpress.render.tree import (
    SVG_NAMESPACE,
    add_class,
    classes,
    pairs,
    read,
    remove,
    write_html,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: level 2 to 6, id local to the page, text without markup."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PageHtml:
    """One page below its title, as clean HTML whose headings start at level 2.

    Links to other pages and pictures are written `sp:ADDRESS`, with `#id` where needed.
    """

    key: str
    """Unique in the book, of the letters a-z0-9-; it prefixes every id of the page."""
    address: str
    title: str
    html: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages that belong together. With `part`, they open a new page under the chapter's title."""

    title: str
    pages: tuple[PageHtml, ...]
    part: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """All that is printed as one document. A single page is a book with one chapter, no part."""

    key: str
    title: str
    subtitle: str
    edition: str
    """The line on the cover that says for whom and which edition, as in "Facilitator's edition"."""
    date: str
    """ISO date of the content; it becomes the date of the document."""
    language: str
    """BCP 47 tag."""
    direction: Literal["ltr", "rtl"]
    author: str
    notice: str
    """HTML of the legal lines."""
    chapters: tuple[Chapter, ...]
    words: Mapping[str, str]
    """The fixed words in the book's language: `contents`, `page`, `of`, and `see` before the number
    of the page to which a link leads."""
    cover: bool = True
    contents: bool = True
    sheets: Literal["write", "show"] = "write"
    """Whether sheets are to be written on, each on its own paper, or are shown small."""
    sources: str = ""
    """Address of the page in the book that lists all sources; then no other page has a list."""
    base_url: str = ""
    """Where pages outside the book are published; without it such links become plain text."""
    date_text: str = ""
    """The date as people write it; without it the ISO date is printed."""


HEADING = re.compile(r"<h([2-6])[^>]*? id=\"([^\"]*)\"[^>]*>(.*?)</h\1>", re.DOTALL)
"""A heading of a page with its level, id and text."""


def headings_of(html: str) -> Iterator[Heading]:
    """The headings of some HTML that have an id, in order."""
    for match in HEADING.finditer(html):
        plain = Markup(match[3]).striptags()  # noqa: S704 - cleaned by markdown.safe
        yield Heading(int(match[1]), match[2], plain)


_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="sp:([^"]+)"')


def pictures_in(book: Book) -> set[str]:
    """The site addresses of all pictures that stand in a book."""
    pages = (page for chapter in book.chapters for page in chapter.pages)
    return {unescape(address) for page in pages for address in _PICTURE.findall(page.html)}


@dataclass(frozen=True, slots=True)
class _PrintPage:
    """A page in the document. `level` 0: the chapter's title already stands for the page's own.

    `form`: it is a sheet to fill.
    """

    id: str
    title: str
    level: int
    html: Markup
    form: bool


@dataclass(frozen=True, slots=True)
class _PrintChapter:
    id: str
    title: str
    part: bool
    pages: tuple[_PrintPage, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents and the lines below it."""

    id: str
    title: str
    entries: tuple[_Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the passes need to know of the page and of the book around it."""

    key: str
    keys: Mapping[str, str]
    """Address of each page in the book -> its key."""
    base_url: str
    direction: str
    base_level: int
    """Level of the heading above the page's own headings."""
    see: str = ""
    """The word before the number of the page to which a link leads; empty: no number."""
    sources: str = ""
    """Address of the book's list of sources, when this page needs none of its own."""

    def id(self, local: str) -> str:
        """Give the id that a local id has in the document."""
        return f"{self.key}--{local}"


def render_book(book: Book, template_dir: Path) -> str:
    """Give the whole book as one HTML document for print, made with `book.html` in the folder."""
    environment = Environment(
        loader=FileSystemLoader(template_dir),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    keys = _keys(book)
    if book.sources and book.sources not in keys:
        raise ValueError(f"{book.key}: {book.sources} is not in the book")
    chapters = tuple(
        _chapter(chapter, number, book, keys) for number, chapter in enumerate(book.chapters, 1)
    )
    notice = _print_html(book.notice, _Setting("notice_", keys, book.base_url, book.direction, 1))
    return environment.get_template("book.html").render(
        book=book,
        chapters=chapters,
        columns=_columns([entry for chapter in chapters for entry in _entries(chapter)]),
        notice=notice,
        isolated=isolated if book.direction == "rtl" else str,
    )


def _keys(book: Book) -> dict[str, str]:
    """Map addresses to keys; a key used twice would make two ids one."""
    pages = [page for chapter in book.chapters for page in chapter.pages]
    keys = [page.key for page in pages]
    for key in keys:
        if not re.fullmatch(r"[a-z0-9-]+", key) or keys.count(key) > 1:
            raise ValueError(f"{book.key}: page key {key!r} is not unique or has other letters")
    return {page.address: page.key for page in pages}


def _chapter(chapter: Chapter, number: int, book: Book, keys: Mapping[str, str]) -> _PrintChapter:
    """Prepare a chapter. Its first page may carry the chapter's own title, printed only once.

    Before that title the chapter may have a number, as in "Session 1: Principles".
    """
    pages = []
    for index, page in enumerate(chapter.pages):
        named = page.title == chapter.title or chapter.title.endswith(f": {page.title}")
        level = 0 if chapter.part and index == 0 and named else 1 + chapter.part
        setting = _Setting(
            page.key,
            keys,
            book.base_url,
            book.direction,
            max(level, 1),
            see=book.words["see"] if book.cover else "",
            sources="" if page.address == book.sources else book.sources,
        )
        html, form = _print_html(page.html, setting), "<form" in page.html
        pages.append(_PrintPage(page.key, page.title, level, html, form))
    return _PrintChapter(f"chapter_{number}", chapter.title, chapter.part, tuple(pages))


def _entries(chapter: _PrintChapter) -> tuple[_Entry, ...]:
    """Give the chapter's lines in the contents, down to its pages."""
    pages = tuple(_Entry(page.id, page.title) for page in chapter.pages if page.level)
    return (_Entry(chapter.id, chapter.title, pages),) if chapter.part else pages


_COLUMN = 48
"""Lines of the contents that surely fit below each other on a page."""


def _columns(entries: list[_Entry]) -> list[list[_Entry]]:
    """Part the contents into columns of about the same length; no chapter is parted."""
    lines = sum(1 + len(entry.entries) for entry in entries)
    fair = lines / math.ceil(lines / _COLUMN) if lines else 0
    columns: list[list[_Entry]] = []
    filled = 0
    for entry in entries:
        more = 1 + len(entry.entries)
        if not columns or filled + more / 2 > fair or filled + more > _COLUMN:
            columns.append([])
            filled = 0
        columns[-1].append(entry)
        filled += more
    return columns


def _print_html(html: str, setting: _Setting) -> Markup:
    """Lead the HTML of one page through every pass."""
    root = read(_SVG.sub(lambda match: _picture(match[0], setting.key), html), setting.key)
    for change in _PASSES:
        change(root, setting)
    return Markup(write_html(root))  # noqa: S704 - cleaned by markdown.safe


# ---------------------------------------------------------------- drawings

_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def _picture(svg: str, where: str) -> str:
    """Turn an inline drawing into an image that says what it shows; a hidden one is left out.

    Inside the document a drawing would be read out as its bare labels.
    """
    if "xmlns=" not in svg.split(">", 1)[0]:
        svg = svg.replace("<svg", f'<svg xmlns="{SVG_NAMESPACE}"', 1)
    root = ET.fromstring(svg)  # noqa: S314 - begins at <svg: declares no entities
    if root.get("aria-hidden") == "true":
        return ""
    alt = _drawing_text(root)
    if not alt:
        raise ValueError(f"{where}: a drawing has neither title nor description")
    data = base64.b64encode(svg.encode()).decode()
    return f'<img class="drawing" alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}">'


def _drawing_text(root: ET.Element) -> str:
    """Give "Title. Description" of a drawing, or its label."""
    parts = [root.findtext(f"{{{SVG_NAMESPACE}}}{name}", "") for name in ("title", "desc")]
    sentences = [" ".join(part.split()).rstrip(".") for part in parts if part.strip()]
    return ". ".join(sentences) or root.get("aria-label", "")


# ---------------------------------------------------------------- passes


def _leave_sources_to_the_list(root: ET.Element, setting: _Setting) -> None:
    """Take out a page's own list of sources, and its heading, when the book has one for all."""
    if setting.sources:
        drop_own_sources(root)


_DROPPED_TAGS = frozenset({"button", "noscript", "script", "style", "template"})
_DROPPED_CLASSES = frozenset({"footnote-backref", "headerlink", "screen"})


def _drop_what_needs_a_screen(root: ET.Element, _: _Setting) -> None:
    for parent, child in pairs(root):
        if child.tag in _DROPPED_TAGS or _DROPPED_CLASSES.intersection(classes(child)):
            remove(parent, child)


def _open_folds(root: ET.Element, _: _Setting) -> None:
    """What folds on a screen lies open on paper."""
    for element in root.iter():
        if element.tag in ("details", "summary"):
            add_class(element, "fold" if element.tag == "details" else "fold-title")
            element.tag = "div"
            element.attrib.pop("open", None)


def _keep_lead_ins(root: ET.Element, _: _Setting) -> None:
    """Mark a paragraph that announces the list or table after it."""
    for parent in root.iter():
        for one, after in itertools.pairwise(parent):
            tabled = "table" in classes(after)
            listed = after.tag in ("ul", "ol") and "".join(one.itertext()).rstrip().endswith(":")
            if one.tag == "p" and (tabled or listed):
                add_class(one, "leads-in")


def _set_beside(root: ET.Element, _: _Setting) -> None:
    """Put two small slides beside each other, and a drawing beside its figures."""
    for parent in list(root.iter()):
        for one, other in itertools.pairwise(list(parent)):
            slides = _is_small_slide(one) and _is_small_slide(other)
            chart = "drawing" in classes(one) and "fold" in classes(other)
            if (slides or chart) and one in list(parent):
                pair = ET.Element("div", {"class": "beside"})
                pair.tail, one.tail, other.tail = other.tail, None, None
                parent.insert(list(parent).index(one), pair)
                for cell in (one, ET.Element("div", {"class": "gap"}), other):
                    pair.append(cell)
                parent.remove(one)
                parent.remove(other)
                if chart:  # a picture cannot be a cell
                    pair.remove(one)
                    pair.insert(0, ET.Element("div"))
                    pair[0].append(one)


def _is_small_slide(element: ET.Element) -> bool:
    """Say whether half the width is enough for a slide: it has no table."""
    return "slide" in classes(element) and element.find(".//table") is None


def _put_minutes_first(root: ET.Element, setting: _Setting) -> None:
    """From right to left the layout engine puts a float after text outside of the margin."""
    for label in root.iter("p") if setting.direction == "rtl" else ():
        for child in list(label):
            if "minutes" in classes(child) and label[0] is child:
                child.tail = f"{label.text or ''}{child.tail or ''}"
                label.text = ""


_FIELDS = {"select": "blank", "textarea": "lines"}
_INPUTS = {"checkbox": "tick", "radio": "ring"}


def _draw_fields(root: ET.Element, _: _Setting) -> None:
    """Boxes to tick and lines to write on, drawn by the style sheet."""
    for parent, child in pairs(root):
        kind = child.get("type", "")
        if child.tag == "input" and kind == "hidden":
            remove(parent, child)
        elif child.tag == "input" or child.tag in _FIELDS:
            shape = _FIELDS.get(child.tag) or _INPUTS.get(kind, "blank")
            name, tail = shape + " ticked" * ("checked" in child.attrib), child.tail
            rules = int(child.get("rows", "2")) if shape == "lines" else 0
            child.clear()
            child.tag, child.tail = "span", tail
            child.set("class", name)
            child.extend(ET.Element("span", {"class": "rule"}) for _ in range(rules))


def _fit_headings(root: ET.Element, setting: _Setting) -> None:
    fit_headings(root, setting.base_level)


_ID_LISTS = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")


def _make_ids_unique(root: ET.Element, setting: _Setting) -> None:
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", setting.id(element.attrib["id"]))
        for name in _ID_LISTS:
            if name in element.attrib:
                element.set(name, " ".join(map(setting.id, element.attrib[name].split())))


def _lead_links(root: ET.Element, setting: _Setting) -> None:
    """Links lead to a place in the document, to the published site, or are plain text."""
    for element in root.iter("a"):
        target = _target(element.attrib.pop("href", ""), setting)
        element.attrib.pop("target", None)
        if target:
            element.set("href", target)
            if setting.see and _turns_to(target, element, setting):
                add_class(element, "see")
                element.set("data-page", setting.see)
                element.set("data-number", target)
        elif "id" not in element.attrib:
            element.tag = "span"


def _target(href: str, setting: _Setting) -> str:
    """Say where a link leads in print; empty: nowhere."""
    if href.startswith("#"):
        return f"#{setting.id(href[1:])}"
    if not href.startswith("sp:"):
        return href
    address, _, local = href.removeprefix("sp:").partition("#")
    if address in setting.keys:
        key = setting.keys[address]
        return f"#{key}--{local}" if local else f"#{key}"
    if setting.base_url:
        return f"{setting.base_url.rstrip('/')}/{href.removeprefix('sp:')}"
    return ""


def _turns_to(target: str, link: ET.Element, setting: _Setting) -> bool:
    """Say whether a reader of paper would turn to another page of the book for a link.

    Terms and sources are looked up in lists that are in order; they need no number.
    """
    away = target.startswith("#") and target.partition("--")[0] != f"#{setting.key}"
    return away and "term" not in classes(link) and "--src-" not in target


def _spell_out_sources(root: ET.Element, _: _Setting) -> None:
    """In a list of references the address is printed: paper has no other way to follow a link."""
    lists = [element for element in root.iter() if "references" in classes(element)]
    links = [pair for element in lists for pair in pairs(element) if pair[1].tag == "a"]
    for parent, link in links:
        address = link.get("href", "")
        if address.startswith(("http:", "https:")) and address not in "".join(link.itertext()):
            shown = ET.Element("span", {"class": "address", "dir": "ltr"})
            shown.text, shown.tail, link.tail = address, link.tail, " "
            parent.insert(list(parent).index(link) + 1, shown)


# From a Latin letter to the last Latin letter, digit or closing sign before other text.
_LATIN_RUN = re.compile(
    r"[A-Za-z\u00c0-\u024f](?:[!-~\u00c0-\u024f\u2010-\u2014 ]*[A-Za-z0-9\u00c0-\u024f/+#%])?"
)
_SIGN = re.compile(r"([!-/:-@\[-`{-~])")


def isolated(text: str) -> str:
    """Mark Latin runs in right-to-left text, or their signs land on the wrong side.

    The layout engine knows no `unicode-bidi: isolate`, but it obeys the characters for it. Each
    sign gets a mark of its own, because a run that is broken over two lines loses its isolation.
    """
    return _LATIN_RUN.sub(lambda run: "\u2066" + _SIGN.sub("\\1\u200e", run[0]) + "\u2069", text)


def _isolate_latin(root: ET.Element, setting: _Setting) -> None:
    _isolate_below(root, setting.direction)


def _isolate_below(element: ET.Element, outer: str) -> None:
    direction = element.get("dir", outer)
    if direction == "rtl" and element.text:
        element.text = isolated(element.text)
    for child in element:
        _isolate_below(child, direction)
        if direction == "rtl" and child.tail:
            child.tail = isolated(child.tail)


_PASSES: tuple[Callable[[ET.Element, _Setting], None], ...] = (
    _drop_what_needs_a_screen,
    _leave_sources_to_the_list,
    _open_folds,
    _keep_lead_ins,
    _put_minutes_first,
    _set_beside,
    _draw_fields,
    _fit_headings,
    _make_ids_unique,
    _lead_links,
    _spell_out_sources,
    _isolate_latin,
)
"""What print asks of every page, in this order: links are led before addresses are spelt out."""
