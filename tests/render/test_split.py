"""Lists that grow are spread over pages; links find the page that has their entry."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest

from sessionpress.budget import packed
from sessionpress.compose import Leaf
from sessionpress.content.model import Header, Page
from sessionpress.problems import Place
from sessionpress.render.book import headings_of
from sessionpress.render.pages import RenderedPage
from sessionpress.render.shell import site_html
from sessionpress.render.split import Split, first_letter, split_pages

pytestmark = pytest.mark.usefixtures("silence")

MOST = 1200
LETTERS = random.Random(7)


def words(count: int) -> str:
    """Words that no packing makes much shorter."""
    return " ".join("".join(LETTERS.choices("abcdefghij", k=9)) for _ in range(count))


def page(view: str, html: str, address: str = "list.html") -> RenderedPage:
    """A page of a view, titled List."""
    own = Page("docs/list.md", address, "List", "", (), (), Header(Place("docs/list.md"), {}))
    return RenderedPage(Leaf(own, view), "List", "", html, tuple(headings_of(html)), ())


def sources(names: Sequence[str]) -> RenderedPage:
    """A page of sources, with an introduction and an ending."""
    entries = "\n".join(
        f'<li id="src-{place}">{name} {words(8)}</li>' for place, name in enumerate(names)
    )
    html = f'<p>Before.</p>\n<ul class="references">\n{entries}\n</ul>\n<p>After.</p>'
    return page("sources", html)


def made(rendered: RenderedPage) -> Split:
    """One page, split."""
    return split_pages([rendered], MOST)


NAMES = [f"{letter}{number}" for letter in "ABCDEFG" for number in range(4)]


def test_a_list_that_is_light_enough_stays_whole() -> None:
    rendered = sources(NAMES[:3])
    assert made(rendered).pages == (rendered,)


def test_a_page_of_another_view_is_never_cut() -> None:
    rendered = page("page", f"<h2>A</h2><p>{words(400)}</p><h2>B</h2><p>{words(400)}</p>")
    assert made(rendered).pages == (rendered,)


def test_every_part_is_light_and_every_entry_is_there_once_in_its_order() -> None:
    rendered = sources(NAMES)
    split = made(rendered)
    opening, *parts = split.pages
    assert len(parts) >= 2
    assert all(packed(part.html) <= MOST for part in parts)
    found = re.findall(r'<li id="(src-\d+)">', "".join(part.html for part in parts))
    assert found == [f"src-{number}" for number in range(len(NAMES))]
    assert opening.html == "<p>Before.</p>\n\n<p>After.</p>"


def test_parts_are_named_by_their_letters_and_stand_below_their_page() -> None:
    split = made(sources(NAMES))
    labels = [part.label for part in split.parts["list.html"]]
    assert labels[0].startswith("A") and labels[-1].endswith("G")
    assert [part.address for part in split.parts["list.html"]] == [
        f"list/{label.lower().replace('–', '-')}.html" for label in labels
    ]
    assert [one.title for one in split.pages[1:]] == [f"List: {label}" for label in labels]
    assert set(split.whole.values()) == {"list.html"}


def test_each_letter_is_a_heading_of_its_part() -> None:
    headings = [one.text for part in made(sources(NAMES)).pages for one in part.headings]
    assert headings == list("ABCDEFG")


def test_a_letter_with_too_many_entries_is_cut_into_numbered_parts() -> None:
    split = made(sources([f"U{n}" for n in range(40)]))
    headings = [one.text for part in split.pages for one in part.headings]
    assert len(headings) > 2
    assert headings == [f"U {number}" for number in range(1, len(headings) + 1)]


def test_a_link_to_an_entry_leads_to_its_part() -> None:
    split = made(sources(NAMES))
    last = split.parts["list.html"][-1].address
    html = '<a href="sp:list.html#src-27">x</a> <a href="sp:list.html">y</a>'
    assert site_html(html, "a/b.html", split.moved) == (
        f'<a href="../{last}#src-27">x</a> <a href="../list.html">y</a>'
    )


def test_names_and_meanings_of_a_glossary_stay_together() -> None:
    entries = "\n".join(
        f'<dt id="term-{name}">{name}</dt>\n<dt>also {name}</dt>\n<dd>{words(8)}</dd>'
        for name in NAMES
    )
    split = made(page("glossary", f"<p>Words.</p>\n<dl>\n{entries}\n</dl>"))
    for part in split.pages[1:]:
        assert part.html.count("<dt") == 2 * part.html.count("<dd")


def test_a_list_with_headings_of_its_own_is_cut_at_them() -> None:
    lists = [
        f'<h2 id="{name}">{name}</h2>\n<dl>\n<dt>x</dt><dd>{words(140)}</dd>\n</dl>'
        for name in ("People", "Money", "Law")
    ]
    split = made(page("glossary", "<p>Words.</p>\n" + "\n".join(lists)))
    assert [part.label for part in split.parts["list.html"]] == ["People", "Money", "Law"]
    assert split.pages[0].html == "<p>Words.</p>\n"


@pytest.mark.parametrize(
    ("words_", "letter"),
    [("Éducation", "E"), ("«word»", "W"), ("2022", "0–9"), ("ياء", "ي"), ("???", "…"), ("ı", "I")],
)
def test_words_are_listed_by_their_first_letter(words_: str, letter: str) -> None:
    assert first_letter(words_) == letter
