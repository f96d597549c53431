"""A book as one HTML file that needs nothing else: no folder, no network, no script.

Every link leads into the file, to the published site when its address is known, or is marked as
words whose page is not in the file. Terms of the glossary that occur are explained at the end.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jinja2 import Environment
from markupsafe import Markup

from sessionpress.render import passes
from sessionpress.render.book import Book, PageHtml
from sessionpress.render.templates import text_of
from sessionpress.render.terse import hash_of
from sessionpress.render.tree import read, write_html

_TERMS = "terms:"
_LEVEL = 2
"""The level of a page's title: the book's own stands above all pages."""

_CLASS = re.compile(r"\.([a-z][\w-]*)")

_PASSES: tuple[passes.Pass, ...] = (
    passes.drop_what_needs_the_site,
    passes.put_forms_on_paper,
    passes.list_choices,
    passes.empty_cells,
    passes.shorten_addresses,
    passes.drop_data,
    passes.align_by_class,
    passes.empty_heads,
    passes.drop_plain_scopes,
    lambda root: passes.fit_headings(root, _LEVEL),
)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page in the file: its id there, its title, its tree. `opens`: the book has its title."""

    id: str
    page: PageHtml
    opens: bool
    root: ET.Element

    @property
    def html(self) -> Markup:
        return Markup(write_html(self.root))  # noqa: S704 - cleaned by markdown.safe


@dataclass(frozen=True, slots=True)
class _Part:
    """Pages under a title; empty for the pages that the book is about."""

    title: str
    leaves: tuple[_Leaf, ...]


def render_single(book: Book, pictures: Mapping[str, str], environment: Environment) -> str:
    """Give a book as one HTML document.

    Args:
        book: what it holds; with a `base_url`, links out of it lead to the published site.
        pictures: `data:` address of each picture by its site address.
        environment: the templates of the house; it needs `single/single.html` and its style.
    """
    parts = tuple(_parts(book))
    leaves = [leaf for part in parts for leaf in part.leaves]
    keys = {leaf.page.address: leaf.id for leaf in leaves}
    terms: dict[str, passes.Term] = {}
    away = False
    for leaf in leaves:
        _prepare(leaf, book, pictures)
        passes.lead_terms(leaf.root, keys, terms, _TERMS)
        passes.lead_links(leaf.root, _leader(leaf, keys, book.base_url))
        away |= passes.mark_away(leaf.root, lambda link: link.get("href", "").startswith("sp:"))
        passes.rename_ids(leaf.root, lambda name, key=leaf.id: f"{key}--{name}")  # type: ignore[misc]
    short = _shorten(leaves)
    style = text_of(environment, "single/single.css")
    known = frozenset(_CLASS.findall(style))
    for leaf in leaves:
        passes.keep_classes(leaf.root, known)
        passes.drop_bare_spans(leaf.root)
        passes.drop_bare_boxes(leaf.root)
    return environment.get_template("single/single.html").render(
        book=book,
        notice=Markup(book.notice),  # noqa: S704 - ours
        parts=parts,
        terms=[replace(one, id=short[one.id]) for one in passes.explained(terms)],
        away=away,
        style=Markup(style),  # noqa: S704 - ours
        style_hash=hash_of(style),
    )


def _parts(book: Book) -> Iterator[_Part]:
    """The chapters, with pages numbered through; the first needs no title beside the book's."""
    number = 0
    for chapter in book.chapters:
        leaves = []
        for page in chapter.pages:
            number += 1
            opens = number == 1 and book.title.endswith(page.title)
            leaves.append(_Leaf(f"p{number}", page, opens, read(page.html, page.key)))
        named = book.title.endswith(chapter.title) or len(leaves) == 1
        yield _Part("" if named else chapter.title, tuple(leaves))


def _prepare(leaf: _Leaf, book: Book, pictures: Mapping[str, str]) -> None:
    for change in _PASSES:
        change(leaf.root)
    if book.sources and leaf.page.address != book.sources:
        passes.drop_own_sources(leaf.root)
    passes.fit_pictures(leaf.root, pictures)


def _leader(leaf: _Leaf, keys: Mapping[str, str], base_url: str) -> Callable[[ET.Element], str]:
    def lead(link: ET.Element) -> str:
        href = link.get("href", "")
        if href.startswith(_TERMS):
            return href.removeprefix(_TERMS)
        if href.startswith("#"):
            return f"#{leaf.id}--{href[1:]}"
        if not href.startswith("sp:"):
            return href
        address, mark, name = href.removeprefix("sp:").partition("#")
        if address in keys:
            return f"#{keys[address]}--{name}" if name else f"#{keys[address]}"
        return f"{base_url.rstrip('/')}/{address}{mark}{name}" if base_url else href

    return lead


def _shorten(leaves: Sequence[_Leaf]) -> dict[str, str]:
    """Keep only the ids that something refers to; give their new names, as short as can be.

    A link to a place that is not in the file leads to the page on which it would be.
    """
    there = {element.get("id") for leaf in leaves for element in leaf.root.iter()}
    for leaf in leaves:
        for _parent, link in passes.links(leaf.root):
            page, mark, _name = link.get("href", "").partition("--")
            if page.startswith("#p") and mark and link.get("href", "")[1:] not in there:
                link.set("href", page)
    used = dict.fromkeys(name for leaf in leaves for name in _referred(leaf.root))
    pages = {leaf.id for leaf in leaves}
    short = {name: f"i{number}" for number, name in enumerate(used, 1) if name not in pages}
    for leaf in leaves:
        passes.rename_ids(leaf.root, lambda name: short.get(name, ""))
        for _parent, link in passes.links(leaf.root):
            name = link.get("href", "")[1:]
            if link.get("href", "").startswith("#") and name in short:
                link.set("href", f"#{short[name]}")
    return short


def _referred(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if element.get("href", "").startswith("#"):
            yield element.get("href", "")[1:]
        for name in passes.ID_LISTS:
            yield from element.get(name, "").split()
