"""The search of a site: what its pages say, as scripts that are fetched one after the other.

A page opened from disk may load a script and may not fetch a file, so all of it is scripts that
set a variable. The first holds titles and headings and answers at once; the second says which
words stand on which pages; the texts follow in pieces, only for the pages that are shown.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from itertools import takewhile

from sessionpress.budget import KIB, packed
from sessionpress.memory import kept
from sessionpress.render.book import HEADING
from sessionpress.render.pages import RenderedPage

INDEX, WORDS, TEXTS = "assets/search-index.js", "assets/search-text.js", "assets/search-text-{}.js"

PIECE = 12 * KIB
"""Bytes after gzip that a file of texts should have."""

UNSEARCHED = frozenset({"terms"})
"""Views that only list what stands on other pages."""

SKIPPED = re.compile(r"<(svg|figure)\b.*?</\1>|<ul class=\"references\">.*?</ul>", re.DOTALL)
"""Drawings with their tables, and lists of sources: they would make up a third of the index."""

BREAKS = re.compile(r"</(?:p|li|td|th|dt|dd|h[2-6]|caption|figcaption|div|section|summary)>|<br>")
TAGS = re.compile(r"<[^>]*>")
INSIDE = frozenset("'\u2019\u02bc\u0640\u200c\u200d\u00ad")
"""Signs inside words that are no letters: apostrophes, the Arabic stretch, joiners."""

FIRST_GAP = 0x23
"""The sign for "the next page"; larger gaps are the signs after it."""

COUNTS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""A number up to 35 as one sign."""

EVERYWHERE = "!"
"""In the place of page numbers: the word stands on more than half of the pages."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands below one heading: its id on the page, its words, its plain text."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Searched:
    """A page as the search sees it; `group` is the session that it belongs to."""

    address: str
    title: str
    group: str
    passages: tuple[Passage, ...]


def searched(pages: Sequence[RenderedPage]) -> list[Searched]:
    """What of the pages can be found."""
    return [
        Searched(
            page.address,
            page.title,
            page.leaf.module.title if page.leaf.module else "",
            kept(("passages", page.address), (page.summary, page.html), partial(_cut, page)),
        )
        for page in pages
        if page.leaf.view not in UNSEARCHED
    ]


def _cut(page: RenderedPage) -> tuple[Passage, ...]:
    return tuple(_passages(page))


def _passages(page: RenderedPage) -> Iterator[Passage]:
    """Cut a page at its headings."""
    at, anchor, heading, lead = 0, "", "", f"{page.summary} "
    for match in HEADING.finditer(page.html):
        yield Passage(anchor, heading, f"{lead}{plain(page.html[at : match.start()])}".strip())
        anchor, heading, at, lead = match[2], plain(match[3]), match.end(), ""
    yield Passage(anchor, heading, f"{lead}{plain(page.html[at:])}".strip())


def plain(html: str) -> str:
    """The words of some HTML, with single spaces."""
    text = TAGS.sub("", BREAKS.sub(" ", SKIPPED.sub(" ", html)))
    return " ".join(unescape(text).split())


def search_scripts(pages: Sequence[RenderedPage]) -> dict[str, str]:
    """Every script of the search by its address; the variables are described in search.js."""
    found = searched(pages)
    pieces = list(_pieces(found))
    scripts = {INDEX: _script("sessionpressIndex", _index(found, pieces))}
    scripts[WORDS] = _script("sessionpressWords", _words(found))
    for number, piece in enumerate(pieces):
        texts = _json([_texts(page) for page in piece])
        scripts[TEXTS.format(number)] = f"(self.sessionpressTexts ||= [])[{number}] = {texts};\n"
    return scripts


def _index(found: Sequence[Searched], pieces: Sequence[Sequence[Searched]]) -> object:
    """Titles and headings: [groups, sizes of the pieces, a row a page].

    A row is [address, title, number of the group, id, heading, id, heading, ...]; an id that is
    made of the words of its heading is left empty.
    """
    groups = list(dict.fromkeys(page.group for page in found))
    rows = []
    for page in found:
        row: list[object] = [page.address, page.title, groups.index(page.group)]
        for one in page.passages[1:]:
            row += ["" if one.anchor == _plain_id(one.heading) else one.anchor, one.heading]
        rows.append(row)
    return [groups, [len(piece) for piece in pieces], rows]


def _plain_id(heading: str) -> str:
    """The id of a heading of plain letters and digits; the script makes it in the same way."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _words(found: Sequence[Searched]) -> object:
    """Which words stand on which pages: [words, pages], a line for each word in both.

    A line of words is how many letters it shares with the line before, as one sign, then the
    rest. A line of pages is the gaps between their numbers, a sign each.
    """
    places: dict[str, list[int]] = {}
    for number, page in enumerate(found):
        for word in kept(("words", page.address), page.passages, partial(_words_of, page)):
            places.setdefault(word, []).append(number)
    names = sorted(places)
    lines = []
    for before, name in zip(["", *names], names, strict=False):
        same = takewhile(lambda signs: signs[0] == signs[1], zip(before, name, strict=False))
        shared = min(sum(1 for _signs in same), len(COUNTS) - 1)
        lines.append(f"{COUNTS[shared]}{name[shared:]}")
    return ["\n".join(lines), "\n".join(_gaps(places[name], len(found)) for name in names)]


def _words_of(page: Searched) -> list[str]:
    """Every word of a page once, in order."""
    text = " ".join(one.text for one in page.passages)
    return sorted(set(text.lower().translate(_ONLY_WORDS).split()))


class _OnlyWords(dict[int, int]):
    """For str.translate: letters, marks, digits and what stands inside words; else a space."""

    def __missing__(self, code: int) -> int:
        sign = chr(code)
        kept = sign in INSIDE or unicodedata.category(sign)[0] in "LMN"
        self[code] = code if kept else ord(" ")
        return self[code]


_ONLY_WORDS = _OnlyWords()


def _gaps(numbers: Sequence[int], pages: int) -> str:
    if len(numbers) * 2 > pages:
        return EVERYWHERE
    gaps = [one - before for before, one in zip([-1, *numbers], numbers, strict=False)]
    return "".join(chr(FIRST_GAP - 1 + gap + (gap >= 0x5C - FIRST_GAP + 1)) for gap in gaps)


def _pieces(found: Sequence[Searched]) -> Iterator[list[Searched]]:
    """Neighbours whose texts are light enough for one file."""
    piece: list[Searched] = []
    size = 0
    for page in found:
        own = kept(("weight", page.address), page.passages, partial(_weight, page))
        if piece and size + own > PIECE:
            yield piece
            piece, size = [], 0
        piece.append(page)
        size += own
    if piece:
        yield piece


def _weight(page: Searched) -> int:
    return packed(_json(_texts(page)))


def _texts(page: Searched) -> list[str]:
    """The texts of a page: the one before the first heading, then one for each heading."""
    return [one.text for one in page.passages]


def _script(name: str, value: object) -> str:
    return f"var {name} = {_json(value)};\n"


def _json(value: object) -> str:
    # "<" is escaped so that no text can look like markup to anything that reads the file.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
