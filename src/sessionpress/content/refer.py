"""How text refers to other things: links to files, variables for figures, citations.

One place says what each notation means; the checks and the converter both ask here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from babel import Locale
from babel.lists import format_list

from sessionpress.content.model import Source, Toolkit

VARIABLE = re.compile(r"\{\{[ \t]*([\w.-]+)[ \t]*\}\}")
CITATION = re.compile(r"\[(@[\w:.-]+(?:,[^\[\];@]+)?(?:;[ \t]*@[\w:.-]+(?:,[^\[\];@]+)?)*)\]")
OUTSIDE = re.compile(r"(?:[a-zA-Z][\w+.-]*:|//)")


@dataclass(frozen=True, slots=True)
class Target:
    """What an internal link points to: an address on the site, and an id on that page."""

    address: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited source, and where in it."""

    key: str
    locator: str


def is_outside(target: str) -> bool:
    """Whether a link leaves the toolkit."""
    return bool(OUTSIDE.match(target))


class Addresses:
    """Where each file of a toolkit is published."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._by_path = {page.path: page.address for page in toolkit.pages}
        self._by_path.update((asset.path, asset.address) for asset in toolkit.assets)
        self._by_path.update((sheet.place.path, sheet.address) for sheet in toolkit.sheets)

    def find(self, path: str, target: str) -> Target | None:
        """Resolve a link of the file `path`; None when it leads nowhere."""
        name, _hash, anchor = target.partition("#")
        name = unquote(name.partition("?")[0])
        full = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
        address = self._by_path.get(full) or self._by_path.get(f"{full}/index.md")
        return Target(address, unquote(anchor)) if address else None

    def path_of(self, address: str) -> str:
        """The file that is published at an address."""
        return next(path for path, known in self._by_path.items() if known == address)


def citations(text: str) -> Iterator[Citation]:
    """The sources cited in a text such as `[@survey, p. 90; @report]`."""
    for match in CITATION.finditer(text):
        yield from parse_citation(match[1])


def parse_citation(inner: str) -> Iterator[Citation]:
    """The sources named between the brackets of one citation."""
    for part in inner.split(";"):
        key, _comma, locator = part.strip().removeprefix("@").partition(",")
        yield Citation(key.strip(), locator.strip())


def expand(name: str, toolkit: Toolkit) -> str | None:
    """The value of a variable as text; None when there is no such figure.

    `table.indicator.PLACE.edition` is a figure; `members.list.YEAR` and `members.count.YEAR` are
    the members that had joined by the end of a year; `toolkit.title` and `toolkit.edition` are
    settings.
    """
    head, _dot, rest = name.partition(".")
    if head == "toolkit" and rest in ("title", "edition"):
        return toolkit.settings.title if rest == "title" else toolkit.settings.edition
    if head == "members":
        return _members(rest, toolkit)
    parts = rest.split(".")
    table = toolkit.tables.get(head)
    if table is None or len(parts) != 3:
        return None
    figure = table.figure(*parts)
    return figure.text if figure else None


def expanded(words: str, toolkit: Toolkit) -> str:
    """A title or another plain text with its variables put in; what is no figure is left out."""
    return VARIABLE.sub(lambda found: expand(found[1], toolkit) or "", words)


def _members(rest: str, toolkit: Toolkit) -> str | None:
    what, _dot, year = rest.partition(".")
    if not re.fullmatch(r"\d{4}", year):
        return None
    names = [place.name.partition(" (")[0] for place in toolkit.members if place.joined[:4] <= year]
    if what == "count":
        return str(len(names))
    language = toolkit.settings.language
    if what == "list" and names and language.partition("-")[0] != "en":
        return format_list(names, locale=Locale.parse(language, sep="-"))
    if what == "list" and names:
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return None


def author_name(source: Source) -> str:
    """Short name of who stands behind a source.

    `custom.short` in the CSL record is used when it is there ("UN DESA" for a long name).
    """
    record = source.record
    custom = record.get("custom")
    authors = record.get("author")
    first = authors[0] if isinstance(authors, list) and authors else {}
    candidates = (
        custom.get("short") if isinstance(custom, dict) else "",
        first.get("literal") or first.get("family"),
        record.get("container-title"),
        record.get("publisher"),
        record.get("title"),
    )
    return next(str(name) for name in candidates if name)


def author_year(source: Source) -> str:
    """A source in the running text: who, and the year."""
    return f"{author_name(source)}, {source_year(source) or 'no date'}"


def source_year(source: Source) -> str:
    """Year of a source; empty when it carries no date."""
    issued = source.record.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    return str(parts[0][0]) if isinstance(parts, list) and parts and parts[0] else ""
