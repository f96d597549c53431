"""Markup in what is plain text stays text: titles, labels, names, figures, sources, events."""

from __future__ import annotations

import json
from pathlib import Path

from tests.markdown.test_safe import Reader
from tests.toolkits import EVENT, EXERCISE, OVERRIDES, SESSION, Content, base_text, loaded, tiny

from sessionpress.compose import READERS
from sessionpress.make import render_edition
from sessionpress.render.shell import Site
from sessionpress.render.templates import make_environment
from sessionpress.site import key_page, page_context, search_page, written

PLANTED = "</script></title></style>--><planted onclick=alert(1)>' src='x\" class=\"x"
"""Ends whatever it could stand in, and begins an element that no template has."""

SHEET = "exercises/card-sort/result.yml"
FIELDS = {
    "toolkit.yml": ("Tiny toolkit", "Training centre", "CC BY-SA 4.0", "See trends."),
    SESSION: ("Reading", "How to read a card.", "Read a card"),
    EXERCISE: ("Card sort", "See what matters."),
    SHEET: ("Result", "The first card"),
    EVENT: ("Spring course", "Training centre", "Welcome", "Tea"),
    "data/tables.yml": ("Survey of cards", "Card index", "Cards online"),
}
"""Plain values in the files of the tiny toolkit; each is there once."""


def planted(path: str) -> str:
    """A file in which each of its plain values is followed by markup."""
    text = base_text(path)
    for value in FIELDS[path]:
        assert text.count(f": {value}") == 1, (path, value)
        text = text.replace(f": {value}", f": {json.dumps(value + PLANTED)}")
    return text


def test_it_is_text_on_every_page(tmp_path: Path) -> None:
    files: dict[str, Content] = {path: planted(path) for path in FIELDS}
    names = base_text("data/places.csv").replace("Alland", f'"Alland{PLANTED}"')
    sources = base_text("data/sources.json").replace("Survey of cards", json.dumps(PLANTED)[1:-1])
    toolkit = loaded(
        tiny(tmp_path, {**files, "data/places.csv": names, "data/sources.json": sources})
    )
    environment = make_environment(OVERRIDES)
    for reader in READERS:
        made = render_edition(toolkit, OVERRIDES, reader)
        site = Site(made.edition, made.pages, {})
        written_pages = {
            address: written(site, environment, "main.html", page_context(site, address, ""))
            for address in site.pages
        }
        written_pages["search.html"] = search_page(site, OVERRIDES)
        written_pages["key.html"] = key_page(site, OVERRIDES)
        seen = 0
        for address, html in written_pages.items():
            assert "<planted" not in html.lower(), address
            classes = [value for _tag, name, value in Reader(html).found if name == "class"]
            assert "x" not in classes, address
            seen += html.count("planted onclick")
        assert seen > 100
