"""The index of terms: what the site speaks of, in alphabetical order, for readers without a script.

Entries are the terms of the glossary, the headings and the titles of pages. What stands on many
pages, such as "Running order", is no term.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from sessionpress.compose import Edition, Leaf
from sessionpress.content.model import Header, Page
from sessionpress.problems import Place
from sessionpress.render.pages import RenderedPage
from sessionpress.words import words

TERMS = "terms.html"
COMMON = 4
"""A heading that stands on so many pages belongs to their form, not to what they say."""

SHOWN = 5
"""Places that are named for one entry."""

USED = re.compile(r'<a class="term" href="sp:[^"#]*#([^"]+)"')

Entry = tuple[str, list[tuple[str, str]]]
"""Words, and the places that speak of them: title of the page, address with id."""


def terms_page(edition: Edition, pages: Sequence[RenderedPage]) -> RenderedPage:
    """The page of the index; its view, "terms", is one that may be split."""
    title = words("Index of terms")
    page = Page("", TERMS, title, "", (), (), Header(Place("terms"), {}))
    rows = Markup("\n").join(_row(*entry) for entry in entries(edition, pages))
    html = Markup('<ul class="terms">\n{}\n</ul>').format(rows)
    return RenderedPage(Leaf(page, "terms"), title, "", html, (), ())


def entries(edition: Edition, pages: Sequence[RenderedPage]) -> list[Entry]:
    """Every entry, in the order of its letters."""
    found: dict[str, Entry] = {}
    for name, place in (*_terms(edition, pages), *_headings(pages), *_titles(pages)):
        places = found.setdefault(_order(name), (name, []))[1]
        if place not in places and len(places) < SHOWN:
            places.append(place)
    return [entry for _key, entry in sorted(found.items())]


def _terms(
    edition: Edition, pages: Sequence[RenderedPage]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The terms of the glossary: where each is explained, and the pages that use it."""
    glossary = next((page for page in pages if page.leaf.view == "glossary"), None)
    if glossary is None:
        return
    names = {term.id: term.name for term in edition.toolkit.terms}
    for name_id, name in names.items():
        yield name, (glossary.title, f"{glossary.address}#{name_id}")
    for page in pages:
        for name_id in dict.fromkeys(USED.findall(page.html)):
            if name_id in names:
                yield names[name_id], (page.title, page.address)


def _headings(pages: Sequence[RenderedPage]) -> Iterator[tuple[str, tuple[str, str]]]:
    places: dict[str, list[tuple[str, tuple[str, str]]]] = {}
    for page in pages:
        for heading in page.headings:
            place = (page.title, f"{page.address}#{heading.id}")
            places.setdefault(_order(heading.text), []).append((heading.text, place))
    for listed in places.values():
        if len(listed) < COMMON:
            yield from listed


def _titles(pages: Sequence[RenderedPage]) -> Iterator[tuple[str, tuple[str, str]]]:
    for page in pages:
        yield page.title, ("", page.address)


def _row(name: str, places: list[tuple[str, str]]) -> Markup:
    """One entry: linked by itself when one place has it, else with a link for each place."""
    if len(places) == 1:
        title, address = places[0]
        where = Markup(" <small>{}</small>").format(title) if title else ""
        return Markup('<li><a href="sp:{}">{}</a>{}</li>').format(address, name, where)
    links = [
        Markup('<a href="sp:{}">{}</a>').format(address, title or words("the page itself"))
        for title, address in places
    ]
    return Markup("<li>{}: {}</li>").format(name, Markup(", ").join(links))


@lru_cache(maxsize=50_000)
def _order(name: str) -> str:
    """What names are sorted by: no case, no accents, letters and digits only."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(
        " " if not (sign.isalnum() or unicodedata.category(sign) == "Mc") else sign
        for sign in plain
        if unicodedata.category(sign) != "Mn"
    )
    return " ".join(kept.split())
