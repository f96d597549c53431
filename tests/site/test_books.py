"""Books are read back: what readers' programs, and readers, find in them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Pdf
from pypdf import PdfReader
from pypdf.generic import Destination
from tests.builds import Built
from tests.site.pages import read

pytestmark = [pytest.mark.pdf, pytest.mark.slow]


def outline(reader: PdfReader) -> list[tuple[int, str, int]]:
    """The bookmarks of a book: level from 0, title, number of the page from 1."""

    def walk(entries: list[object], level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, level + 1)
            elif isinstance(entry, Destination):
                page = reader.get_destination_page_number(entry)
                assert page is not None
                yield level, str(entry.title), page + 1

    return list(walk(list(reader.outline), 0))


def links(reader: PdfReader) -> list[tuple[str, str]]:
    """Every link of a book: its words, and the place or address to which it leads."""
    found = []
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            target = link["/Dest"] if "/Dest" in link else link["/A"]["/URI"]
            found.append((str(link["/Contents"]), str(target)))
    return found


def count(reader: PdfReader) -> int:
    """How many objects a PDF has, the free one included."""
    size: Any = reader.trailer["/Size"]
    return int(size)


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def books(built: Built) -> list[Path]:
    return sorted((*built.site.rglob("*.pdf"), *built.facilitator.rglob("*.pdf")))


@pytest.fixture
def toolkit(marked: Built) -> PdfReader:
    """The book of the whole toolkit."""
    return PdfReader(marked.site / "downloads" / "tiny-3-toolkit.pdf", strict=True)


def test_a_book_says_what_it_is(toolkit: PdfReader) -> None:
    assert toolkit.metadata is not None
    assert toolkit.metadata.title == "Tiny toolkit"
    assert toolkit.metadata.author == "Ministry of Small Things"
    assert str(toolkit.metadata["/CreationDate"]) == "D:20300301"


@pytest.mark.parametrize("build", ["marked", "real"])
def test_every_book_is_tagged_named_and_in_a_language(
    build: str, request: pytest.FixtureRequest
) -> None:
    made = books(request.getfixturevalue(build))
    assert len(made) >= 19
    for path in made:
        with Pdf.open(path) as pdf:
            root: Any = pdf.Root
            assert str(root.Lang) == "en", path
            assert root.MarkInfo.Marked, path
            assert root.StructTreeRoot.K, path
            assert root.ViewerPreferences.DisplayDocTitle, path
            assert b'pdfuaid:part="1"' in root.Metadata.read_bytes(), path


def test_bookmarks_follow_the_order_of_the_folders(toolkit: PdfReader) -> None:
    marks = outline(toolkit)
    assert [title for level, title, _page in marks if level == 0] == [
        "Contents",
        "Session 1: What is there",
        "Session 2: What to do",
        "Exercises",
        "Sheets",
        "Run it",
        "The places",
        "Glossary",
        "Sources",
        "Events",
    ]
    inside = [title for level, title, _page in marks if level == 1]
    assert [title for title in inside if title in ("Count & compare", "The tree (ağaç)")] == [
        "Count & compare",
        "The tree (ağaç)",
    ]
    assert {"Who must act", "Mapping", "North", "Spring course"} < set(inside)
    pages = [page for _level, _title, page in marks]
    assert pages == sorted(pages)
    printed = words(toolkit)
    assert [title for _level, title, _page in marks if title not in printed] == []


def test_the_contents_name_the_pages_on_which_things_stand(toolkit: PdfReader) -> None:
    text = toolkit.pages[1].extract_text()
    stands = {(title, page) for level, title, page in outline(toolkit) if level < 2}
    listed = re.findall(r"^(?!.*(?:Page|edition) )(.+) (\d+)$", text, re.MULTILINE)
    assert [title for title, _page in listed][:3] == [
        "Session 1: What is there",
        "Count & compare",
        "The tree (ağaç)",
    ]
    assert [one for one in listed if (one[0], int(one[1])) not in stands] == []


def test_every_page_but_the_cover_says_which_of_how_many_it_is(marked: Built) -> None:
    for path in books(marked):
        bound = re.search(r"-(toolkit|workbook|guide|session-\d+)\.pdf$", path.name)
        if path.parent.name == "downloads" and not bound:
            continue  # to pin up, cut or hand out, not to read through
        reader = PdfReader(path)
        count = len(reader.pages)
        for number, page in enumerate(reader.pages, 1):
            cover = number == 1 and bound is not None
            said = f"Page {number} of {count}" in page.extract_text()
            assert said != cover, (path, number)


def test_links_lead_to_places_in_the_book_or_to_addresses_outside(toolkit: PdfReader) -> None:
    found = links(toolkit)
    inside = [target for _words, target in found if not target.startswith("https:")]
    assert {*inside} <= {*toolkit.named_destinations}
    led = dict(found)
    page = toolkit.get_destination_page_number(toolkit.named_destinations[led["the second page"]])
    assert page is not None
    assert "Two ways" in toolkit.pages[page].extract_text()
    assert [target for _words, target in found if target.startswith("https:")] == [
        "https://atlas.example/small"
    ] * sum(target.startswith("https:") for _words, target in found)


def test_pictures_and_charts_say_what_they_show(toolkit: PdfReader) -> None:
    objects: list[Any] = [toolkit.get_object(number) for number in range(1, count(toolkit))]
    alternatives = [str(one["/Alt"]) for one in objects if isinstance(one, dict) and "/Alt" in one]
    assert "A square with a word" in alternatives
    assert any("Reach over time" in text for text in alternatives)


def test_the_workbook_holds_the_sheets_to_write_on(marked: Built) -> None:
    text = words(PdfReader(marked.site / "downloads" / "tiny-3-workbook.pdf"))
    for label in (
        "The card",
        "Filled by: each country",
        "Place that you know",
        "Reason for the figure",
        "Level that you can show",
        "1 none 2 some 3 all",
        "Tools in use",
        "Paper",
        "Actors around the table",
        "Who acts When they act",
    ):
        assert label in text, label
    assert "Counting is the work of many" not in text


def test_a_session_book_holds_its_pages_and_its_exercises(marked: Built) -> None:
    text = words(PdfReader(marked.site / "downloads" / "tiny-3-session-2.pdf"))
    assert "Draw who must act, and who waits." in text
    assert "Draw in the sand." in text
    assert "Counting is the work of many" not in text


def test_the_pdf_of_a_page_holds_that_page_alone(marked: Built) -> None:
    for page in marked.site.rglob("*.html"):
        path = page.with_suffix(".pdf")
        if path.is_file():
            title = read(page).headings[0][1]
            reader = PdfReader(path)
            assert reader.metadata is not None
            assert reader.metadata.title == title
            assert title in reader.pages[0].extract_text(), path
    text = words(PdfReader(marked.site / "sessions" / "see" / "count.pdf"))
    assert "Counting is the work of many" in text
    assert "Read a card." not in text


def test_figures_and_citations_are_printed_as_they_are_shown(marked: Built) -> None:
    text = words(PdfReader(marked.site / "sessions" / "see" / "count.pdf"))
    assert "North reaches 0.51" in text
    assert "Atlas of small things" in text
