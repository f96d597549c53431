"""Lists that grow are spread over several pages of the site, so that none becomes too heavy.

Only the site does this: books and single files keep a list whole. A part stands below the page
that it is a part of (`sources.html` -> `sources/a-c.html`), and a link to an entry leads to the
part that has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape

from sessionpress.budget import AIM, FRAME, KIB, STYLE, packed
from sessionpress.names import slug
from sessionpress.render.book import headings_of
from sessionpress.render.pages import RenderedPage

MOST = int((AIM - STYLE - FRAME) * KIB)
"""Bytes after gzip that the text of one page may have."""

TAGS = re.compile(r"<[^>]*>")
IDS = re.compile(r" id=\"([^\"]+)\"")
HEADED = re.compile(r"<h2\b[^>]*>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list is written: what holds it, and how each of its entries begins."""

    opening: str
    closing: str
    entry: re.Pattern[str]


SHAPES = {
    "sources": Shape('<ul class="references">', "</ul>", re.compile(r"<li\b")),
    "glossary": Shape("<dl>", "</dl>", re.compile(r"(?<!</dt>)(?<!</dt>\n)<dt\b")),
    "terms": Shape('<ul class="terms">', "</ul>", re.compile(r"<li\b")),
    "keys": Shape("", "", re.compile(r"<h2\b")),
}
"""The views that show a list which grows with the toolkit; they may be split."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the pages that a list was spread over: how it is named there, and its address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Split:
    """The pages as the site has them.

    `parts` are those of each list by the address of its opening page, `whole` gives that address
    for each part, and `moved` where an entry is now: (address, id) -> address of its part.
    """

    pages: tuple[RenderedPage, ...]
    parts: Mapping[str, tuple[Part, ...]]
    whole: Mapping[str, str]
    moved: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What cannot be cut further: its name in the contents, its HTML."""

    label: str
    html: str
    lettered: bool


def split_pages(pages: Sequence[RenderedPage], most: int = MOST) -> Split:
    """Spread every list that is heavier than `most` bytes after gzip; leave other pages alone."""
    made: list[RenderedPage] = []
    parts: dict[str, tuple[Part, ...]] = {}
    whole: dict[str, str] = {}
    moved: dict[tuple[str, str], str] = {}
    for page in pages:
        opening, rest = _split(page, most)
        made += [opening, *rest]
        if not rest:
            continue
        parts[page.address] = tuple(
            Part(one.title.removeprefix(f"{page.title}: "), one.address) for one in rest
        )
        for one in rest:
            whole[one.address] = page.address
            moved |= {(page.address, name): one.address for name in IDS.findall(one.html)}
    return Split(tuple(made), parts, whole, moved)


def _split(page: RenderedPage, most: int) -> tuple[RenderedPage, list[RenderedPage]]:
    """The page that opens a list, and its parts; the page as it is when it need not be cut."""
    shape = SHAPES.get(page.leaf.view)
    if shape is None or packed(page.html) <= most:
        return page, []
    cut = _cut(page.html, shape)
    if cut is None:
        return page, []
    before, inside, after = cut
    groups = _groups(list(_pieces(inside, shape, most)), most)
    if len(groups) < 2:
        return page, []
    opening = before + after
    return (
        replace(page, html=opening, headings=tuple(headings_of(opening))),
        [_part(page, group) for group in groups],
    )


def _cut(html: str, shape: Shape) -> tuple[str, str, str] | None:
    """What stands before a list, its entries, and what stands after it."""
    start = html.find(shape.opening) if shape.opening else 0
    first = shape.entry.search(html, max(start, 0))
    if start < 0 or first is None:
        return None
    end = html.rfind(shape.closing) if shape.closing else len(html)
    inside = html[first.start() : end]
    if shape.opening and shape.opening in inside:
        # Several lists under headings of their own: they are cut at the headings.
        headed = HEADED.search(html)
        return (html[: headed.start()], html[headed.start() :], "") if headed else None
    return (
        html[: start if shape.opening else first.start()],
        inside,
        html[end + len(shape.closing) :],
    )


def _pieces(inside: str, shape: Shape, most: int) -> Iterator[_Piece]:
    """The entries of a list by first letter, or its sections by heading."""
    if inside.startswith("<h2"):
        for section in _entries(inside, re.compile(r"<h2\b")):
            heading = HEADED.match(section)
            yield _Piece(_words(heading[1]) if heading else "", section, False)
        return
    letters: dict[str, list[str]] = {}
    for entry in _entries(inside, shape.entry):
        letters.setdefault(first_letter(_words(entry)), []).append(entry)
    for letter, entries in sorted(letters.items()):
        chunks = list(_chunks(entries, most))
        for number, chunk in enumerate(chunks, 1):
            label = f"{letter} {number}" if len(chunks) > 1 else letter
            yield _Piece(label, _lettered(label, shape, chunk), True)


def _entries(html: str, begin: re.Pattern[str]) -> Iterator[str]:
    starts = [match.start() for match in begin.finditer(html)]
    for start, end in zip(starts, [*starts[1:], len(html)], strict=True):
        yield html[start:end].strip()


def _chunks(entries: list[str], most: int) -> Iterator[list[str]]:
    """Halve the entries of one letter until each half is light enough for a page."""
    if len(entries) < 2 or packed("".join(entries)) <= most - 200:
        yield entries
        return
    middle = len(entries) // 2
    yield from _chunks(entries[:middle], most)
    yield from _chunks(entries[middle:], most)


def _lettered(label: str, shape: Shape, entries: Sequence[str]) -> str:
    """Entries of one letter below it as a heading."""
    heading = f'<h2 id="letter-{slug(label)}">{escape(label)}</h2>'
    return "\n".join([heading, shape.opening, *entries, shape.closing])


def _groups(pieces: Sequence[_Piece], most: int) -> list[list[_Piece]]:
    """Put as many neighbours on a page as are light enough together."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and packed("".join(one.html for one in (*groups[-1], piece))) <= most:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _part(page: RenderedPage, group: Sequence[_Piece]) -> RenderedPage:
    """The page of a part, named by its first and last letter or by its headings."""
    first, last = group[0].label, group[-1].label
    if len(group) == 1:
        label = first
    elif group[0].lettered:
        label = f"{first.partition('–')[0]}–{last}"
    else:
        label = ", ".join(piece.label for piece in group)
    address = f"{page.address.removesuffix('.html')}/{slug(label.replace('–', '-'))}.html"
    title = f"{page.title}: {label}"
    html = "\n".join(piece.html for piece in group)
    own = replace(page.leaf.page, address=address, title=title)
    return RenderedPage(replace(page.leaf, page=own), title, "", html, tuple(headings_of(html)), ())


def first_letter(words: str) -> str:
    """The letter under which words are listed: no accent, no case; "0–9" for digits."""
    for sign in unicodedata.normalize("NFKD", words):
        if sign.isdigit():
            return "0–9"
        if sign.isalpha():
            return sign.upper()
    return "…"


def _words(html: str) -> str:
    return " ".join(unescape(TAGS.sub("", html)).split())
