"""The scripts of the search: titles first, words next, texts in pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from sessionpress.budget import packed
from sessionpress.compose import Leaf
from sessionpress.content.model import Header, Page
from sessionpress.problems import Place
from sessionpress.render import search
from sessionpress.render.book import headings_of
from sessionpress.render.pages import RenderedPage
from sessionpress.render.search import INDEX, WORDS, search_scripts

pytestmark = pytest.mark.usefixtures("silence")


def page(number: int, html: str, view: str = "page") -> RenderedPage:
    """A page of its own number."""
    address = f"p{number}.html"
    own = Page("docs/p.md", address, f"P{number}", "", (), (), Header(Place("docs/p.md"), {}))
    leaf = Leaf(own, view)
    return RenderedPage(leaf, f"P{number}", "Lead.", html, tuple(headings_of(html)), ())


def value(scripts: dict[str, str], name: str) -> list[object]:
    """What a script sets its variable to."""
    found: list[object] = json.loads(scripts[name].partition(" = ")[2].rstrip().rstrip(";"))
    return found


def places(scripts: dict[str, str], pages: int) -> dict[str, list[int]]:
    """The words of all texts and the numbers of their pages, read as the script reads them."""
    names, numbers = (str(one).split("\n") for one in value(scripts, WORDS))
    return {
        word: list(_numbers(line, pages))
        for word, line in zip(_unfold(names), numbers, strict=True)
    }


def _unfold(lines: list[str]) -> Iterator[str]:
    word = ""
    for line in lines:
        word = word[: int(line[0], 36)] + line[1:]
        yield word


def _numbers(line: str, pages: int) -> Iterator[int]:
    if line == "!":
        yield from range(pages)
        return
    at = -1
    for sign in line:
        at += ord(sign) - 0x22 - (ord(sign) > 0x5C)
        yield at


def test_titles_and_headings_come_first_with_ids_only_where_they_cannot_be_guessed() -> None:
    html = '<h2 id="one-two">One, two</h2><p>x</p><h2 id="bölüm">Bölüm</h2><p>y</p>'
    scripts = search_scripts([page(0, html)])
    assert value(scripts, INDEX) == [
        [""],
        [1],
        [["p0.html", "P0", 0, "", "One, two", "bölüm", "Bölüm"]],
    ]


def test_every_word_leads_to_its_pages_however_far_apart_they_are() -> None:
    pages = [
        page(number, f"<p>all n{number} {'far' * (number in (0, 199))}</p>")
        for number in range(200)
    ]
    found = places(search_scripts(pages), 200)
    assert found["far"] == [0, 199]
    assert found["all"] == list(range(200))
    assert all(found[f"n{number}"] == [number] for number in range(200))


def test_words_keep_the_marks_of_every_script() -> None:
    text = "what’s আমাদের می‌خواهم مُحَمَّد “quoted” a.b"
    found = places(search_scripts([page(0, f"<p>{text}</p>")]), 1)
    assert {"what’s", "আমাদের", "می‌خواهم", "مُحَمَّد", "quoted", "a", "b"} <= {*found}


def test_texts_come_in_pieces_of_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PIECE", 400)
    pages = [
        page(number, f"<p>{' '.join(str(n * number) for n in range(60))}</p>")
        for number in range(9)
    ]
    scripts = search_scripts(pages)
    sizes = value(scripts, INDEX)[1]
    assert isinstance(sizes, list) and len(sizes) > 2 and sum(sizes) == 9
    pieces = [value(scripts, f"assets/search-text-{number}.js") for number in range(len(sizes))]
    assert [len(piece) for piece in pieces] == sizes
    assert all(packed(json.dumps(piece)) < 900 for piece in pieces)


def test_what_only_lists_other_pages_is_not_searched_and_nothing_looks_like_markup() -> None:
    scripts = search_scripts([page(0, "<p>&lt;b&gt; x</p>"), page(1, "<p>hidden</p>", "terms")])
    assert not any("<" in script or "hidden" in script for script in scripts.values())
