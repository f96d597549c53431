"""A ZIM is whole, the same each time, and kiwix-serve shows and searches every page of it."""

from __future__ import annotations

import io
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

import pytest
from libzim.reader import Archive
from libzim.search import Query, Searcher
from libzim.suggestion import SuggestionSearcher
from PIL import Image
from tests.browsers import chromium, free_port
from tests.marked import HIDDEN, SHARED, write_marked
from tests.packages import OVERRIDES, environment, inside_zim
from tests.site.pages import dead_links, read_all

from sessionpress.bind.zim import iso_language, write_zim
from sessionpress.compose import PARTICIPANT
from sessionpress.make import make_edition
from sessionpress.render.offline import OfflineSite, offline_site

pytestmark = pytest.mark.usefixtures("silence")

TREE = "sessions/see/ağaç.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> OfflineSite:
    """The participants' site of the marked toolkit."""
    content = write_marked(tmp_path_factory.mktemp("content"))
    made = make_edition(content, OVERRIDES, PARTICIPANT.name)
    return offline_site(made.edition, made.pages, environment())


@pytest.fixture(scope="module")
def zim(site: OfflineSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It as a ZIM."""
    target = tmp_path_factory.mktemp("zim") / "downloads" / "kit.zim"
    size = write_zim(site, target)
    assert size == target.stat().st_size
    assert [one.name for one in target.parent.iterdir()] == ["kit.zim"]
    return target


# ---------------------------------------------------------------- the site


def test_the_site_is_whole_and_has_no_script(site: OfflineSite, tmp_path: Path) -> None:
    for address, data in site.files.items():
        path = tmp_path / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    pages = read_all(tmp_path)
    assert set(pages) == set(site.titles)
    assert {fault for seen in pages.values() for fault in seen.faults} == set()
    # `data:,` keeps browsers from asking for an icon.
    assert [one for one in dead_links(tmp_path, pages) if "data:," not in one] == []
    text = b"".join(data for name, data in site.files.items() if name.endswith(".html"))
    for piece in (b"<script", b"Content-Security-Policy", b"<form", b"<textarea", b"<button"):
        assert piece not in text
    assert site.main == "index.html"


def test_its_names_fit_into_lists_of_offline_books(site: OfflineSite) -> None:
    assert site.name == "tiny_en"
    assert len(site.title) <= 30
    assert len(site.description) <= 80
    assert site.date == "2030-03-01"


# ---------------------------------------------------------------- the file


def test_the_same_site_gives_the_same_bytes_and_says_nothing(
    site: OfflineSite, zim: Path, tmp_path: Path
) -> None:
    with heard(tmp_path / "console.txt"):
        write_zim(site, tmp_path / "another.zim")
    assert (tmp_path / "another.zim").read_bytes() == zim.read_bytes()
    assert (tmp_path / "console.txt").read_bytes() == b""


@contextmanager
def heard(file: Path) -> Iterator[None]:
    """Write to a file what anything, libraries in C++ too, says on the console."""
    console = os.dup(1)
    with file.open("wb") as ear:
        os.dup2(ear.fileno(), 1)
        yield
        os.dup2(console, 1)
    os.close(console)


def test_it_is_whole_and_says_what_it_is(site: OfflineSite, zim: Path) -> None:
    archive = Archive(zim)
    assert archive.check()
    assert archive.main_entry.get_item().path == "index.html"
    assert archive.has_fulltext_index
    assert archive.has_title_index
    told = {
        key: bytes(archive.get_metadata(key)).decode("utf-8", "replace")
        for key in archive.metadata_keys
    }
    expected = {
        "Name": "tiny_en",
        "Title": "Tiny toolkit",
        "Creator": "Ministry of Small Things",
        "Publisher": "Ministry of Small Things",
        "Date": "2030-03-01",
        "Description": "Two sessions and an exercise",
        "Language": "eng",
    }
    assert expected.items() <= told.items()
    icon = Image.open(io.BytesIO(bytes(archive.get_metadata("Illustration_48x48@1"))))
    assert (icon.size, icon.format) == ((48, 48), "PNG")
    inside = {name: data.partition(b"\0") for name, data in inside_zim(archive)}
    assert {name: inside[name][2] for name in site.files} == site.files
    assert {name: inside[name][0].decode() for name in site.titles} == site.titles


def test_words_and_titles_are_found_and_hidden_ones_are_not(zim: Path) -> None:
    archive = Archive(zim)

    def found(word: str) -> list[str]:
        search = Searcher(archive).search(Query().set_query(word))
        return sorted(search.getResults(0, 20))

    assert "sessions/see/count.html" in found(SHARED)
    assert {word for word in HIDDEN.values() if found(word)} == set()
    suggested = SuggestionSearcher(archive).suggest("tree")
    assert list(suggested.getResults(0, 5)) == [TREE]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "eng"),
        ("en-GB", "eng"),
        ("ar", "ara"),
        ("fa", "fas"),
        ("ur", "urd"),
        ("bn", "ben"),
        ("ms", "msa"),
        ("id", "ind"),
        ("tr", "tur"),
        ("xx", "xx"),
    ],
)
def test_languages_have_codes_of_three_letters(tag: str, code: str) -> None:
    assert iso_language(tag) == code


# ---------------------------------------------------------------- in a reader


@contextmanager
def served(zim: Path) -> Iterator[str]:
    """Serve a ZIM by kiwix-serve; give the address of its content."""
    port = free_port()
    process = subprocess.Popen(
        ["kiwix-serve", "--port", str(port), zim],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/kit/index.html")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address):
                return
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.mark.browser
def test_kiwix_serve_shows_every_page_with_its_style_and_its_links(
    site: OfflineSite, zim: Path
) -> None:
    faults: list[str] = []
    with served(zim) as address, chromium() as browser:
        tab = browser.new_page(viewport={"width": 360, "height": 700})
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("requestfailed", lambda request: faults.append(request.url))
        for page, title in site.titles.items():
            tab.goto(f"{address}/kit/{quote(page)}")
            assert tab.title() == title
            assert (
                tab.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomWidth")
                == "4px"
            )
            assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        tab.goto(f"{address}/kit/sessions/see/count.html")
        tab.locator(".turn [rel=next]").click()
        tab.wait_for_url(f"**/{quote(TREE)}")
        assert faults == []
        with urllib.request.urlopen(f"{address}/search?content=kit&pattern=coordination") as answer:
            assert "sessions/see/count.html" in answer.read().decode()
