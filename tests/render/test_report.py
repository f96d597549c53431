"""The report as one page and as a book: what was declared, in safe HTML, with nothing beside it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from tests.handed import gathered, handed, toolkit_with_report
from tests.toolkits import OVERRIDES

from sessionpress.answers.blocks import Block, Report
from sessionpress.answers.report import make_report
from sessionpress.content.model import Toolkit
from sessionpress.render.book import render_book
from sessionpress.render.report import KINDS, report_book, report_html
from sessionpress.render.templates import make_environment

pytestmark = pytest.mark.usefixtures("silence")

DANGEROUS = '<img src=x onerror="alert(1)">&amp;'
CSS = (OVERRIDES / "report" / "report.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_with_report(tmp_path_factory.mktemp("toolkit"))


@pytest.fixture(scope="module")
def report(toolkit: Toolkit) -> Report:
    answers = {
        "country": "AAA",
        "pace": "fine",
        "story": DANGEROUS,
        "groups": ["women"],
        "lead-one": 2,
        "lead-two": 3,
    }
    files = {
        "a.json": handed(toolkit, "everything", answers),
        "b.json": handed(toolkit, "everything", {**answers, "country": "BBB", "lead-one": 3}),
        "c.json": handed(toolkit, "note", {"word": "سلام"}),
    }
    assert toolkit.report
    return make_report(gathered(toolkit, files), toolkit, toolkit.report)


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return report_html(report, make_environment(OVERRIDES), CSS)


class Reader(HTMLParser):
    """Collects tags, and ids with the links to them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_every_kind_of_block_has_a_form() -> None:
    assert set(KINDS) == set(Block.__args__)


def test_what_people_wrote_is_text(page: str) -> None:
    assert "&lt;img src=x onerror=" in page
    assert "&amp;amp;" in page
    assert "img" not in read(page).tags
    assert "script" not in read(page).tags


def test_the_contents_lead_to_every_section(page: str, report: Report) -> None:
    found = read(page)
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    assert len(found.links) == len(report.sections) + 2


def test_a_head_names_each_column_and_row(page: str) -> None:
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        heads = re.findall(r'<th scope="col">', table)
        for row in re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL):
            assert len(re.findall(r"<t[hd]\b", row)) == len(heads)


def test_words_of_any_direction_run_in_their_own(page: str) -> None:
    assert '<td dir="auto">سلام</td>' in page


def test_places_to_write_stand_out(page: str) -> None:
    assert (
        '<div class="to-write"><p><strong>To be written:</strong> What do they share?</p></div>'
        in page
    )


def test_levels_are_drawn_and_counts_have_bars(page: str) -> None:
    assert page.count("<svg") == 1
    assert '<td class="count">2 <span class="bar share-14"></span></td>' in page
    assert '<td class="count">0 <span class="bar share-0"></span></td>' in page


def test_the_book_holds_every_section_in_order(report: Report) -> None:
    book = report_book(report, make_environment(OVERRIDES))
    (chapter,) = book.chapters
    titles = [one.title for one in report.sections]
    assert [one.title for one in chapter.pages] == [
        "What was handed in",
        *titles,
        "What was left out",
    ]
    printed = render_book(book, OVERRIDES / "print")
    assert [title for title in titles if title not in printed] == []
    assert (book.edition, book.date_text) == ("Spring course", "Training centre, 4 March 2030")
