"""Convert a page of the tiny toolkit, as a reader's edition would."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.toolkits import loaded, tiny

from sessionpress.compose import READERS, compose
from sessionpress.content.model import Header, Page, Part, Toolkit
from sessionpress.content.scan import scan_links, scan_parts
from sessionpress.markdown.convert import Converted, Converter
from sessionpress.problems import Place, Problems

PATH = "docs/page.md"


@cache
def toolkit() -> Toolkit:
    """The tiny toolkit, loaded once."""
    with TemporaryDirectory() as folder:
        return loaded(tiny(Path(folder)))


@cache
def converter() -> Converter:
    """One converter for all pages, so that what one page leaves behind shows in the next."""
    return Converter(compose(toolkit(), READERS["facilitator"], "en"))


def page_of(text: str) -> Page:
    """A page of docs/ with this text; problems of its blocks are not looked at."""
    return of_parts(scan_parts(text, PATH, 1, Problems()))


def of_parts(parts: tuple[Part, ...]) -> Page:
    """A page of docs/ with these parts."""
    links = tuple(scan_links(parts, PATH))
    return Page(PATH, "page.html", "Page", "", parts, links, Header(Place(PATH), {}))


def convert(text: str) -> Converted:
    """Convert the text of a page."""
    return converter().convert(page_of(text))


def html(text: str) -> str:
    """The HTML of a text on one line."""
    return " ".join(convert(text).html.split())
