"""The page of downloads: each file below what it belongs to, with its size and its time."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from tests.toolkits import EXERCISE, OVERRIDES, SESSION, loaded, page, tiny

from sessionpress.make import render_edition
from sessionpress.render.shell import Download, Site
from sessionpress.render.templates import filesize, make_environment, wait
from sessionpress.site import page_context

pytestmark = pytest.mark.usefixtures("silence")

HOME = page("Files.", "Downloads").replace("---\n\n", "shows: downloads\n---\n\n")
SESSION_PAGE, EXERCISE_PAGE = "sessions/reading/index.html", "exercises/card-sort.html"
FILES = (
    Download("Tiny toolkit", "downloads/tiny.zip", 13_780_000, "ZIP", "All of it"),
    Download("Cards", "downloads/cards.pdf", 48_000, "PDF", "To print", EXERCISE_PAGE),
    Download("Session 1", "downloads/one.html", 98_400, "HTML", "One file", SESSION_PAGE),
    Download("Workbook", "downloads/book.pdf", 0, "PDF", "Sheets to write on"),
    Download("Session 1", "downloads/one.txt", 700, "TXT", "Plain text", SESSION_PAGE),
    Download("Lost", "downloads/lost.txt", 900, "TXT", "Of a page that is gone", "gone.html"),
)


def text_of(html: str) -> str:
    """The text of a piece of HTML on one line, with no-break spaces shown as _."""
    words = unescape(re.sub(r"<[^>]*>", " ", html)).replace("\N{NO-BREAK SPACE}", "_")
    return " ".join(words.split())


def downloads_page(root: Path, files: tuple[Download, ...], name: str = "downloads.html") -> str:
    made = render_edition(
        loaded(tiny(root, {"docs/50-downloads.md": HOME})), OVERRIDES, "participant"
    )
    offered = {page: [one for one in files if one.page == page] for page in (SESSION_PAGE, "")}
    offered[""] = list(files)
    context = page_context(Site(made.edition, made.pages, offered), name, "")
    return make_environment(OVERRIDES).get_template("main.html").render(context)


def shelves(html: str) -> dict[str, list[str]]:
    """Each heading with the lines below it."""
    found = re.findall(r"<h2>(.*?)</h2>\s*<ul class=\"shelf\">(.*?)</ul>", html, re.DOTALL)
    return {
        text_of(head): [text_of(line) for line in re.findall(r"<li>(.*?)</li>", lines, re.DOTALL)]
        for head, lines in found
    }


def test_files_stand_below_their_page_in_the_order_of_reading(tmp_path: Path) -> None:
    assert "title: Reading" in tiny(tmp_path / "x").joinpath(SESSION).read_text()
    assert "title: Card sort" in (tmp_path / "x" / EXERCISE).read_text()
    assert shelves(downloads_page(tmp_path, FILES)) == {
        "The whole toolkit": [
            "All of it ZIP 13.8_MB 2G 37_min 3G 5_min",
            "Workbook Sheets to write on PDF",
            "Lost Of a page that is gone TXT 1_KB 2G 1_s 3G 1_s",
        ],
        "Session 1 Reading": [
            "One file HTML 98_KB 2G 16_s 3G 2_s",
            "Plain text TXT 1_KB 2G 1_s 3G 1_s",
        ],
        "Card sort": ["To print PDF 48_KB 2G 8_s 3G 1_s"],
    }


def test_a_page_in_one_file_is_saved_and_not_opened(tmp_path: Path) -> None:
    html = downloads_page(tmp_path, FILES)
    assert re.findall(r'<a href="(downloads/[^"]*)" download>', html) == ["downloads/one.html"]


def test_without_files_there_is_no_shelf(tmp_path: Path) -> None:
    html = downloads_page(tmp_path, ())
    assert "shelf" not in html.partition("<main")[2]
    assert "2G" not in html


def test_other_pages_offer_their_own_files_only_by_what_they_are(tmp_path: Path) -> None:
    html = downloads_page(tmp_path, FILES, SESSION_PAGE)
    take = html.partition('<aside class="take"')[2].partition("</aside>")[0]
    assert text_of(take).endswith("Take it with you One file HTML , 98_KB Plain text TXT , 1_KB")


@pytest.mark.parametrize(
    ("size", "rate", "said"),
    [
        (1, 50_000, "1 s"),
        (368_750, 50_000, "59 s"),
        (368_751, 50_000, "1 min"),
        (33_743_750, 50_000, "90 min"),
        (33_750_000, 50_000, "2 h"),
        (103_737_215, 50_000, "5 h"),
    ],
)
def test_a_time_is_rounded_up_to_what_people_say(size: int, rate: int, said: str) -> None:
    assert wait(size, rate) == said


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 KB"), (999_499, "999 KB"), (1_000_000, "1.0 MB")]
)
def test_a_size_is_said_in_the_units_of_shops(size: int, said: str) -> None:
    assert filesize(size) == said
