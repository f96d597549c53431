"""A book as the files of an EPUB 3: pages as XHTML, navigation, cover, metadata.

Nothing folds, because many readers have no script and some do not know `<details>`. Charts are
drawings inside the page, with their title, their description and the table of their figures.
"""

from __future__ import annotations

import re
import textwrap
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from sessionpress.render import passes
from sessionpress.render.book import Book, PageHtml
from sessionpress.render.templates import text_of
from sessionpress.render.tree import read, write_xhtml

CONTAINER = "META-INF/container.xml"
_FOLDER = "EPUB"
_TERMS = "terms.xhtml"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sessionpress")
_ENDINGS = {
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}

_PASSES: tuple[passes.Pass, ...] = (
    passes.drop_what_needs_the_site,
    passes.put_forms_on_paper,
    passes.open_folds,
    passes.drop_data,
    passes.drop_regions,
    passes.align_by_class,
    passes.empty_heads,
    lambda root: passes.fit_headings(root, 1),
)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page of the EPUB: its file, its title, its tree, what kind of page it is."""

    file: str
    title: str
    page: PageHtml
    root: ET.Element
    kind: str

    @property
    def html(self) -> Markup:
        return Markup(write_xhtml(self.root))  # noqa: S704 - cleaned by markdown.safe

    @property
    def draws(self) -> bool:
        return self.root.find(".//svg") is not None


@dataclass(frozen=True, slots=True)
class _Part:
    """A chapter: the line that opens it in the contents leads to its first page, or nowhere."""

    title: str
    opening: _Leaf | None
    leaves: tuple[_Leaf, ...]

    @property
    def all_leaves(self) -> tuple[_Leaf, ...]:
        return (self.opening, *self.leaves) if self.opening else self.leaves


@dataclass(frozen=True, slots=True)
class _Picture:
    file: str
    media: str


def epub_files(
    book: Book, pictures: Mapping[str, tuple[str, bytes]], environment: Environment
) -> dict[str, bytes]:
    """Give the files of an EPUB by their names, all but `mimetype`.

    Args:
        book: what it holds, as for print.
        pictures: media type and bytes of each picture that stands in it, by its site address.
        environment: the templates of the house; those of `epub/` are used.
    """
    parts = tuple(_parts(book))
    leaves = [leaf for part in parts for leaf in part.all_leaves]
    files = {
        address: _picture(number, media)
        for number, (address, (media, _data)) in enumerate(sorted(pictures.items()), 1)
    }
    terms = _prepare(leaves, book, {address: one.file for address, one in files.items()})
    context = {
        "book": book,
        "parts": parts,
        "leaves": leaves,
        "terms": passes.explained(terms),
        "pictures": sorted(files.values(), key=lambda one: one.file),
        "identifier": uuid.uuid5(_NAMESPACE, "|".join((book.title, book.edition, book.language))),
        "sources": next((leaf for leaf in leaves if leaf.kind == "bibliography"), None),
        "rights": Markup(book.notice.replace("</p>", "</p> ")).striptags(),  # noqa: S704 - ours
        "lines": textwrap.wrap(book.title, 18),
    }
    named = {address: one.file for address, one in files.items()}
    written = {
        CONTAINER: _text(environment, "container.xml", context),
        **{
            f"{_FOLDER}/{name}": _text(environment, name, context)
            for name in (
                "package.opf",
                "nav.xhtml",
                "toc.ncx",
                "cover.svg",
                "cover.xhtml",
            )
        },
        **{f"{_FOLDER}/{leaf.file}": _page(environment, leaf, context) for leaf in leaves},
        **{f"{_FOLDER}/{named[address]}": pictures[address][1] for address in pictures},
    }
    written[f"{_FOLDER}/epub.css"] = text_of(environment, "epub/epub.css").encode()
    if terms:
        written[f"{_FOLDER}/{_TERMS}"] = _text(environment, _TERMS, context)
    return written


def _text(environment: Environment, name: str, context: Mapping[str, object]) -> bytes:
    return environment.get_template(f"epub/{name}").render(context).encode()


def _page(environment: Environment, leaf: _Leaf, context: Mapping[str, object]) -> bytes:
    return _text(environment, "page.xhtml", {**context, "leaf": leaf})


def _picture(number: int, media: str) -> _Picture:
    return _Picture(f"pictures/{number:03}.{_ENDINGS[media]}", media)


def _parts(book: Book) -> Iterator[_Part]:
    """The chapters; the first page opens one when it has the chapter's title."""
    for chapter in book.chapters:
        leaves = [
            _Leaf(
                f"{page.key}.xhtml",
                page.title,
                page,
                read(page.html, page.key),
                "bibliography" if page.address == book.sources else "chapter",
            )
            for page in chapter.pages
        ]
        if leaves and re.search(rf"(^|: ){re.escape(leaves[0].title)}$", chapter.title):
            first = leaves[0]
            opening = _Leaf(first.file, chapter.title, first.page, first.root, first.kind)
            yield _Part(chapter.title, opening, tuple(leaves[1:]))
        else:
            yield _Part(chapter.title, None, tuple(leaves))


def _prepare(
    leaves: Sequence[_Leaf], book: Book, pictures: Mapping[str, str]
) -> dict[str, passes.Term]:
    """Lead every page through the passes; give the terms that need a page of their own."""
    files = {leaf.page.address: leaf.file for leaf in leaves}
    terms: dict[str, passes.Term] = {}
    for leaf in leaves:
        for change in _PASSES:
            change(leaf.root)
        if book.sources and leaf.page.address != book.sources:
            passes.drop_own_sources(leaf.root)
        passes.fit_pictures(leaf.root, pictures)
        passes.lead_terms(leaf.root, files, terms, _TERMS)
    there = {leaf.file: {element.get("id") for element in leaf.root.iter()} for leaf in leaves}
    for leaf in leaves:
        passes.lead_links(leaf.root, _leader(leaf, files, there, book.base_url))
    return terms


def _leader(
    leaf: _Leaf,
    files: Mapping[str, str],
    there: Mapping[str, set[str | None]],
    base_url: str,
) -> Callable[[ET.Element], str]:
    """Say where a link leads: into the book, to the place or at least its page, or to the site."""

    def lead(link: ET.Element) -> str:
        href = link.get("href", "")
        if href.startswith("#"):
            return href if href[1:] in there[leaf.file] else ""
        if not href.startswith("sp:"):
            return href
        address, mark, name = href.removeprefix("sp:").partition("#")
        if address in files:
            file = files[address]
            place = f"#{name}" if name in there[file] else ""
            return place if file == leaf.file and place else f"{file}{place}"
        return f"{base_url.rstrip('/')}/{address}{mark}{name}" if base_url else ""

    return lead
