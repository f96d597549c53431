"""What stands around a page on the site: navigation, trail, neighbours, downloads, search.

A shell is plain values for one page; `overrides/main.html` gives it its form. It knows nothing of
MkDocs, so the same page can be put on a site by anything that renders a template.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, unquote

from markupsafe import Markup

from sessionpress.compose import Edition, Leaf, Section
from sessionpress.content.model import Asset
from sessionpress.render.pages import RenderedPage, without_texts
from sessionpress.render.split import Part, Split, split_pages
from sessionpress.render.status import Status, foreign_language, status_of
from sessionpress.render.templates import filesize, unbroken
from sessionpress.render.terms import terms_page

INTERNAL = re.compile(r"(?<=[ \n])(href|src)=\"sp:([^\"#]*)(#[^\"]*)?\"")
FILES = re.compile(r"<p class=\"files screen\" data-files=\"([^\"]*)\">([^<]*)</p>")
EMPTY = re.compile(r"<a href=\"\"[^>]*>(.*?)</a>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the menu; `active` leads to the current page, `current` is it.

    Only a line that is open has children: one that leads to the current page, or one that
    `gathers` others and has no page of its own.
    """

    title: str
    url: str
    active: bool
    current: bool
    children: tuple[NavItem, ...] = ()
    number: int = 0
    outline: bool = False
    gathers: bool = False
    home: bool = False

    @property
    def is_idle(self) -> bool:
        """Whether the line is the same on every page of a folder that it does not lead to."""
        return not (self.active or self.children)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The page before or after, or one above; a line that only gathers others has no address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in a language: shares of what its site shows are in percent."""

    tag: str
    name: str
    direction: str
    url: str
    current: bool
    shown: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: `size` in bytes, 0 while it is not known."""

    title: str
    address: str
    size: int
    form: str
    about: str = ""
    page: str = ""
    """The address of the page to which the file belongs; empty for what is of the whole toolkit."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files that belong together: those of one page, or, without a page, of the whole toolkit."""

    page: RenderedPage | None
    url: str
    files: tuple[tuple[Download, str], ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """All that `main.html` needs for one page; addresses are relative to the page."""

    edition: Edition
    leaf: Leaf
    rendered: RenderedPage
    html: str
    base: str
    nav: tuple[NavItem, ...]
    trail: tuple[Neighbour, ...]
    previous: Neighbour | None
    next: Neighbour | None
    downloads: tuple[tuple[Download, str], ...]
    shelves: tuple[Shelf, ...]
    """What the page of downloads offers; nothing on other pages."""
    search_url: str
    home_url: str
    direction: str
    languages: tuple[LanguageLink, ...] = ()
    """The page in every language of the site; none where there is only one."""
    status: Status | None = None
    """How far the page is translated, where that must be said."""
    translators_url: str = ""
    """Where those who want to help with a translation read first."""
    parts: tuple[NavItem, ...] = ()
    """The pages over which a list was spread, when this page is one of them or opens them."""
    drawn: dict[NavItem, str] = field(default_factory=dict)
    """Idle lines of the menu as they were drawn before: they are the same on many pages."""

    def once(self, item: NavItem, draw: Callable[[NavItem], str]) -> str:
        """An idle line of the menu, drawn by a macro unless it has been."""
        if item not in self.drawn:
            self.drawn[item] = draw(item)
        return self.drawn[item]

    def foreign(self, text: str) -> str:
        """The tag of the source where the title or summary of the page is not translated."""
        return foreign_language(self.edition, self.leaf, text)

    @property
    def source_url(self) -> str:
        """The page in the language of the source."""
        return next((one.url for one in self.languages if one.tag == self.edition.source), "")


def relative(address: str, page: str) -> str:
    """The address of a file as written on a page, percent-encoded; both are site addresses."""
    return _from_folder(address, posixpath.dirname(page) or ".")


@lru_cache(maxsize=2**16)
def _from_folder(address: str, folder: str) -> str:
    """The pages of a folder have the same menu: most addresses are asked for on each of them."""
    return quote(posixpath.relpath(address, folder))


def site_html(
    html: str, page: str, moved: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> str:
    """Turn internal links of a page into relative ones, and have its pictures wait for the text.

    A picture that is asked for at once shares a slow network with the style, without which nothing
    is shown. `moved` says where ids are that no longer stand on the page they are linked on.
    """

    def link(match: re.Match[str]) -> str:
        anchor = match[3] or ""
        address = moved.get((match[2], unquote(anchor[1:])), match[2])
        if address == page and anchor:
            return f'{match[1]}="{anchor}"'
        wait = 'loading="lazy" ' if match[1] == "src" else ""
        return f'{wait}{match[1]}="{relative(address, page)}{anchor}"'

    return EMPTY.sub(r"\1", INTERNAL.sub(link, html))


def site_pages(edition: Edition, pages: Sequence[RenderedPage]) -> Split:
    """The pages of a site: those of the edition, the index of terms, long lists spread out."""
    return split_pages((*pages, terms_page(edition, pages)))


class Site:
    """The pages of an edition as a site: makes the shell of each of them."""

    def __init__(
        self,
        edition: Edition,
        pages: Sequence[RenderedPage],
        downloads: Mapping[str, Sequence[Download]],
    ) -> None:
        """Take the pages in reading order, and the downloads by page address ("" for all)."""
        self.edition = edition
        self._split = site_pages(edition, pages)
        self.pages = {page.address: page for page in self._split.pages}
        self._order = list(self.pages)
        self._places = {address: place for place, address in enumerate(self._order)}
        self._above = dict(_ways(edition.sections))
        self._doors = {
            page.leaf.page.door: address
            for address, page in reversed(self.pages.items())
            if page.leaf.page.door
        }
        self._idle: dict[tuple[str, int], NavItem] = {}
        self._drawn: dict[NavItem, str] = {}
        self._downloads = downloads
        self._shells: dict[str, Shell] = {}
        self.assets: tuple[Asset, ...] = edition.toolkit.assets
        self.shows = {
            page.leaf.view: page.address for page in pages if page.leaf.view == page.leaf.page.shows
        }

    @property
    def frame(self) -> tuple[object, ...]:
        """What a page of the site can show of the other pages, to be compared."""
        titles = tuple((page.address, page.title) for page in self._split.pages)
        split = self._split
        return without_texts(self.edition), titles, split.parts, split.whole, split.moved

    @property
    def first(self) -> str:
        """The address of the page that opens the site."""
        return self._order[0]

    def parts_of(self, address: str) -> tuple[Part, ...]:
        """The pages that hold a list: its parts, or the page itself when it is whole."""
        whole = Part(self.pages[address].title, address)
        return self._split.parts.get(address, (whole,))

    def shell(self, address: str) -> Shell:
        """Everything around the page at an address; worked out once."""
        if address not in self._shells:
            self._shells[address] = self._make_shell(address)
        return self._shells[address]

    def _make_shell(self, address: str) -> Shell:
        rendered = self.pages[address]
        place = self._places[address]
        whole = self._whole(address)
        here = [(one, relative(one.address, address)) for one in self._downloads.get(whole, ())]
        return Shell(
            self.edition,
            rendered.leaf,
            rendered,
            self._with_files(site_html(rendered.html, address, self._split.moved), address),
            "../" * address.count("/") or "./",
            tuple(self._line(section, address) for section in self.edition.sections),
            tuple(self._trail(address)),
            self._neighbour(place - 1, address),
            self._neighbour(place + 1, address),
            tuple(here),
            tuple(self._shelves(address)) if rendered.leaf.view == "downloads" else (),
            relative("search.html", address),
            relative(self._order[0], address),
            self.edition.direction,
            tuple(self._languages(whole, address)),
            status_of(self.edition, rendered.leaf),
            self._door("translators", address),
            tuple(self._parts(whole, address)),
            self._drawn,
        )

    def _shelves(self, address: str) -> Iterator[Shelf]:
        """Every file: first those of the whole toolkit, then by page in the order of reading."""
        files: dict[str, list[tuple[Download, str]]] = {"": []}
        for one in self._downloads.get("", ()):
            page = one.page if one.page in self.pages else ""
            files.setdefault(page, []).append((one, relative(one.address, address)))
        for page in sorted(files, key=["", *self._order].index):
            if files[page]:
                url = relative(page or address, address)
                yield Shelf(self.pages.get(page), url, tuple(files[page]))

    def _languages(self, whole: str, address: str) -> Iterator[LanguageLink]:
        """The same page in each language, where there is more than one.

        Letters differ, so parts of a long list do too: they lead to the page that opens the list.
        """
        tongues = [one for one in self.edition.tongues if one.is_made]
        own = self.edition.tongue
        here = posixpath.join(own.folder, address)
        for one in tongues if len(tongues) > 1 else ():
            yield LanguageLink(
                one.language.tag,
                one.language.name,
                one.language.direction,
                relative(posixpath.join(one.folder, address if one == own else whole), here),
                one == own,
                one.shown,
                one.reviewed,
            )

    def _door(self, name: str, address: str) -> str:
        """The address of the page that is a door for some readers; empty when there is none."""
        return relative(self._doors[name], address) if name in self._doors else ""

    def _parts(self, whole: str, address: str) -> Iterator[NavItem]:
        for part in self._split.parts.get(whole, ()):
            here = part.address == address
            yield NavItem(part.label, relative(part.address, address), here, here)

    def _with_files(self, html: str, address: str) -> str:
        """Put the files of another page where this one leaves room for them."""

        def files(match: re.Match[str]) -> str:
            links = [
                Markup('<a href="{}">{}</a>{}').format(
                    relative(one.address, address),
                    one.form,
                    f" ({unbroken(filesize(one.size))})" if one.size else "",
                )
                for one in self._downloads.get(match[1], ())
            ]
            # The words before the links come from a template, escaped.
            words = Markup(match[2])  # noqa: S704
            return Markup('<p class="files">{} {}</p>').format(words, Markup(", ").join(links))

        return FILES.sub(lambda match: files(match) if self._downloads.get(match[1]) else "", html)

    def _neighbour(self, place: int, address: str) -> Neighbour | None:
        if not 0 <= place < len(self._order):
            return None
        page = self.pages[self._order[place]]
        return Neighbour(page.title, relative(page.address, address))

    def _line(self, section: Section, address: str) -> NavItem:
        """A section in the menu. Idle ones are made once for all pages of a folder."""
        active = any(one is section for one in self._sections_above(address))
        if active or section.sections:
            return self._item(section, address, active)
        place = (posixpath.dirname(address), id(section))
        if place not in self._idle:
            self._idle[place] = self._item(section, address, active)
        return self._idle[place]

    def _item(self, section: Section, address: str, active: bool) -> NavItem:
        first = next(section.all_leaves())
        return NavItem(
            section.title,
            relative(first.page.address, address),
            active,
            first.page.address == address,
            tuple(self._inside(section, address, active)),
            first.module.number if first.module and first.view == "session" else 0,
            bool(first.module and first.module.status == "outline"),
            bool(section.sections),
            first.page.address == self._order[0],
        )

    def _inside(self, section: Section, address: str, active: bool) -> Iterator[NavItem]:
        leaves = section.leaves if section.sections else section.leaves[1:]
        for leaf in leaves if active or section.sections else ():
            yield NavItem(
                self.pages[leaf.page.address].title,
                relative(leaf.page.address, address),
                leaf.page.address == self._whole(address),
                leaf.page.address == address,
            )
        for inner in section.sections:
            yield self._line(inner, address)

    def _whole(self, address: str) -> str:
        """The page of a leaf: of a part of a list, that which opens the list."""
        return self._split.whole.get(address, address)

    def _sections_above(self, address: str) -> tuple[Section, ...]:
        """The sections that a page lies in, the outermost first."""
        return self._above.get(self._whole(address), ())

    def _trail(self, address: str) -> list[Neighbour]:
        """Home, the sections above the page, the list it is a part of; not the page itself."""
        home = self.pages[self._order[0]]
        trail = [Neighbour(home.title, relative(home.address, address))]
        for section in self._sections_above(address):
            first = next(section.all_leaves()).page.address
            if first not in (address, self._order[0]):
                url = "" if section.sections else relative(first, address)
                trail.append(Neighbour(section.title, url))
        whole = self.pages[self._whole(address)]
        listed = Neighbour(whole.title, relative(whole.address, address))
        return [*trail, listed] if whole.address != address and listed not in trail else trail


def _ways(
    sections: Sequence[Section], above: tuple[Section, ...] = ()
) -> Iterator[tuple[str, tuple[Section, ...]]]:
    """Of each page the sections that it lies in, the outermost first."""
    for section in sections:
        here = (*above, section)
        for leaf in section.leaves:
            yield leaf.page.address, here
        yield from _ways(section.sections, here)
