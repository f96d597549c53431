"""A book of several parts: each is laid out apart, and again only for what changed in it.

A part is kept under a name of everything that is printed on its pages, the numbers of other pages
included. So one that did not change, and did not move, is fetched. How many pages a part has is
kept under a name that numbers do not change, as long as they have room for as many digits.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

from sessionpress.bind.pdf.gathering import (
    SLOT,
    Extent,
    Gathering,
    lay_out,
    part_of_a_book,
    seal_of,
)
from sessionpress.bind.pdf.joining import joined
from sessionpress.bind.pdf.setting import FONT_FILES, RIGHT_TO_LEFT, Setter, font_file
from sessionpress.bind.store import Store
from sessionpress.fingerprint import fingerprint
from sessionpress.ledger import programs
from sessionpress.render.digits import DIGITS

BREAK = "<!-- gathering -->"
"""Stands in a document where a part of it ends and the next one begins."""

TRIES = 6
"""How often the parts are looked at until each has room for its numbers."""

PAGE = 2600
"""About how many letters a page has, while no part is laid out."""

DOUBT, MORE = 1.1, 2
"""How much higher numbers are thought while a part is not laid out: times the one, and plus the
other. Room for a digit too many costs nothing; too little costs another layout of the part."""

_BODY = re.compile(r"<body\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r'\bid="([^"]*)"')
_LINK = re.compile(r'\bhref="#([^"]*)"')
_PICTURE = re.compile(r'"sp:([^"]+)"')


def parts_of(document_html: str) -> tuple[str, ...]:
    """The parts of a document, each a document by itself; the document, when it has one part."""
    first, *others = document_html.split(BREAK)
    if not others:
        return (document_html,)
    body = _BODY.search(first)
    if body is None:
        raise ValueError("a document of several parts has no body")
    head, end = first[: body.end()], "</body></html>"
    return (first + end, *(head + one + end for one in others[:-1]), head + others[-1])


@dataclass(slots=True)
class _Part:
    """A part of the book, and what is known of it so far."""

    html: str
    asked: tuple[str, ...]
    """Ids of the places whose pages it prints, one for each number in it."""
    letters: int = 0
    """How much text it has."""
    room: tuple[int, ...] | None = None
    """How many digits each number in it has room for; None before it is laid out."""
    extent: Extent | None = None
    gathering: Gathering | None = None
    """None when its extent was kept from before."""


def _letters(html: str) -> tuple[int, dict[str, int]]:
    """How many letters the text of some HTML has, and how many stand before each id."""
    places: dict[str, int] = {}
    count, at = 1, 0
    for tag in _TAG.finditer(html):
        count += tag.start() - at
        at = tag.end()
        found = _ID.search(tag[0])
        if found:
            places.setdefault(found[1], count)
    return count, places


class Volume:
    """Settles the numbers of a book, and writes it."""

    def __init__(
        self,
        setter: Setter,
        parts: Sequence[str],
        complaints: Sequence[str],
        digits: str,
        store: Store,
    ) -> None:
        """Take the parts in their order; the first is what stands before the chapters.

        Args:
            setter: sets documents.
            parts: what `parts_of` gives.
            complaints: what the layout engine has complained of so far.
            digits: the numbering system of numbers in the text.
            store: where parts are kept.
        """
        self._setter, self._complaints, self._store = setter, complaints, store
        self._from_right = bool(RIGHT_TO_LEFT.search(parts[0]))
        self._digits = str.maketrans("0123456789", DIGITS.get(digits, "0123456789"))
        self._parts = [_Part(one, tuple(map(unquote, SLOT.findall(one)))) for one in parts]
        self._found: dict[str, tuple[int, float]] = {}
        for index, part in enumerate(self._parts):
            part.letters, places = _letters(part.html)
            for name, before in places.items():
                self._found.setdefault(name, (index, before / part.letters))
        paths = sorted(setter.material.fonts.resolve().iterdir())
        files = [font_file(path) for path in paths if path.suffix in FONT_FILES]
        self._fonts = {seal_of(data): data for data in files}
        self._base = fingerprint(
            programs(), setter.material.css, list(self._fonts), setter.language, setter.title
        )

    def written(self) -> tuple[bytes, int]:
        """Give the book as a PDF, and how many pages it has."""
        self._settle()
        starts = self._starts()
        files = [
            self._file(part, first, starts[-1] - 1)
            for part, first in zip(self._parts, starts, strict=False)
        ]
        return joined(files, self._fonts), starts[-1] - 1

    # -------- numbers

    def _settle(self) -> None:
        """Lay out every part, with room for each number in it; the contents when all is known."""
        for _try in range(TRIES):
            settled = True
            for part in (*self._parts[1:], self._parts[0]):
                room = self._room(part)
                if not self._fits(part, room):
                    self._lay(part, room)
                    settled = False
            if settled:
                return

    def _room(self, part: _Part) -> tuple[int, ...]:
        """How many digits the numbers in a part have, by what is known so far."""
        starts = self._starts()
        numbers = (self._number(name, starts) for name in part.asked)
        if not all(one.extent for one in self._parts):
            numbers = (math.ceil(number * DOUBT) + MORE for number in numbers)
        return tuple(len(str(number)) for number in numbers)

    def _fits(self, part: _Part, room: tuple[int, ...]) -> bool:
        """Whether a part has room for its numbers.

        Room for a digit too many can be taken out of a line that begins at the left. The numbers
        of the contents end their lines, and other texts begin at the right: there it is exact.
        """
        if part.room is None or part is self._parts[0] or self._from_right:
            return part.room == room
        return all(have >= need for have, need in zip(part.room, room, strict=True))

    def _starts(self) -> list[int]:
        """The number of the first page of each part and, last, of the page after the book."""
        # Contents have few letters a page.
        known = [part for part in self._parts[1:] if part.extent]
        pages = sum(part.extent.pages for part in known if part.extent)
        size = sum(part.letters for part in known) / pages if pages else PAGE
        counts = [
            part.extent.pages if part.extent else max(1, round(part.letters / size))
            for part in self._parts
        ]
        return list(accumulate(counts, initial=1))

    def _number(self, name: str, starts: Sequence[int]) -> int:
        """The number of the page where a place is; about, while its part is not laid out."""
        index, share = self._found.get(name, (0, 0.0))
        extent = self._parts[index].extent
        if extent:
            return starts[index] + extent.places.get(name, 0)
        return starts[index] + int(share * (starts[index + 1] - starts[index]))

    # -------- parts

    def _lay(self, part: _Part, room: tuple[int, ...]) -> None:
        """Find out how many pages a part has with so much room for its numbers."""
        part.room, html = room, self._with_room(part.html, room)
        key = self._key("extent", html)
        kept = self._store.fetch_bytes(key)
        if kept:
            about = json.loads(kept)
            part.extent, part.gathering = Extent(about["pages"], about["places"]), None
            return
        complaints = len(self._complaints)
        part.gathering = lay_out(lambda: self._setter.render(html))
        part.extent = part.gathering.extent
        about = {"pages": part.extent.pages, "places": part.extent.places}
        self._keep(key, json.dumps(about).encode(), complaints)

    def _file(self, part: _Part, first: int, total: int) -> bytes:
        """The pages of a part as a PDF, kept from before or made now."""
        starts = self._starts()
        places = {name for one in self._parts if one.extent for name in one.extent.places}
        linked = [name for name in _LINK.findall(part.html) if unquote(name) in places]

        def printed(name: str) -> str:
            return str(self._number(unquote(name), starts)).translate(self._digits)

        numbered = SLOT.sub(lambda slot: f'data-number="{printed(slot[1])}"', part.html)
        key = self._key("part", numbered, first, total, part.room, linked)
        kept = self._store.fetch_bytes(key)
        if kept:
            return kept
        complaints = len(self._complaints)
        html = self._with_room(part.html, part.room or ())
        gathering = part.gathering or lay_out(lambda: self._setter.render(html))
        gathering.number(first, total, printed)
        with part_of_a_book(places):
            data = self._setter.write(gathering.document, html)
        self._keep(key, data, complaints)
        return data

    def _with_room(self, html: str, room: Sequence[int]) -> str:
        digits = iter(room)
        return SLOT.sub(
            lambda _slot: 'data-number="{}"'.format(("0" * next(digits)).translate(self._digits)),
            html,
        )

    def _key(self, kind: str, html: str, *more: object) -> str:
        images = self._setter.material.images
        shown = {name: images.get(unquote(name)) for name in _PICTURE.findall(html)}
        return fingerprint(self._base, kind, html, shown, more)

    def _keep(self, key: str, data: bytes, complaints: int) -> None:
        """Keep what was made, unless the engine complained: it would not complain again."""
        if len(self._complaints) == complaints:
            self._store.keep_bytes(key, data)
