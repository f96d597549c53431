"""Books of several parts: what is laid out again, and that the file is the same either way."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from sessionpress.bind.pdf import Material, PdfReport, prove, style_of, write_pdf
from sessionpress.bind.pdf.setting import Setter, engine
from sessionpress.bind.store import NO_STORE, Store
from sessionpress.render.book import Book, Chapter, PageHtml, render_book
from sessionpress.render.digits import DIGITS, counters, localised

pytestmark = pytest.mark.pdf

OVERRIDES = Path(__file__).parents[2] / "overrides"
FONTS = OVERRIDES / "fonts"
CSS = style_of(OVERRIDES, "print/print.css")
SENTENCE = "Officials reflect on the office of the public service. "
SESSIONS = 4


def page(number: int, sentences: int = 40) -> PageHtml:
    """A page that leads to the one after it, the last to the first."""
    after = f"sp:page-{(number + 1) % SESSIONS}.html#aim"
    html = (
        f'<p>{SENTENCE * sentences}</p><h2 id="aim">Aim</h2><p><a href="{after}">Turn</a> on.</p>'
        '<div class="table"><table><thead><tr><th scope="col">Task</th></tr></thead>'
        f"<tbody><tr><td>Work {number}</td></tr></tbody></table></div>"
    )
    return PageHtml(f"page-{number}", f"page-{number}.html", f"Page {number}", html, ())


def book(*pages: PageHtml, language: str = "en") -> Book:
    return Book(
        key="book",
        title="The book",
        subtitle="",
        edition="Participant's edition",
        date="2022-11-17",
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        author="An office",
        notice="<p>Free.</p>",
        chapters=tuple(Chapter(f"Session {one.title}", (one,)) for one in pages),
        words={"contents": "Contents", "page": "Page", "of": "of", "see": "page"},
    )


def pages(**sentences: int) -> list[PageHtml]:
    return [page(number, sentences.get(f"page{number}", 40)) for number in range(SESSIONS)]


def make(made: Book, target: Path, store: Store = NO_STORE, digits: str = "latn") -> PdfReport:
    html = localised(render_book(made, OVERRIDES / "print"), digits)
    material = Material({}, FONTS, counters(CSS, digits))
    language = made.language
    report = write_pdf(
        html, target, material, language=language, title="T", digits=digits, store=store
    )
    if not report.warnings:
        prove(html, target, report)
    return report


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The first chapter of each document that is laid out, in order; empty for the contents."""
    found: list[str] = []
    original = Setter.render

    def render(self: Setter, html: str) -> Any:
        found.append("".join(re.findall(r"<h1 id=\"chapter_(\d)\"", html)))
        return original(self, html)

    monkeypatch.setattr(Setter, "render", render)
    yield found


def text_of(path: Path) -> list[str]:
    return [" ".join(one.extract_text().split()) for one in PdfReader(path).pages]


def test_each_part_is_laid_out_once_when_its_numbers_have_the_room_they_need(
    tmp_path: Path, laid_out: list[str]
) -> None:
    make(book(*pages()), tmp_path / "a.pdf")
    assert laid_out == ["1", "2", "3", "4", ""]


def words_and_links(path: Path) -> list[Any]:
    """Where each word of a file stands, and where its links can be pressed."""
    words = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True)
    notes = [page.get("/Annots", []) for page in PdfReader(path).pages]
    return [
        *re.findall(rb"<word .*", words.stdout),
        *(
            [round(float(side), 2) for side in one.get_object()["/Rect"]]
            for all in notes
            for one in all
        ),
    ]


def test_room_for_a_digit_too_many_is_taken_out_of_its_line(
    tmp_path: Path, laid_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, extra in ("exact", -2), ("more", 90):
        monkeypatch.setattr("sessionpress.bind.pdf.volume.MORE", extra)
        make(book(*pages()), tmp_path / f"{name}.pdf")
    # The contents, whose numbers stand at the ends of their lines, get their room afterwards.
    assert laid_out == [*"1234", "", *"1234", "", ""]
    exact, more = (words_and_links(tmp_path / f"{name}.pdf") for name in ("exact", "more"))
    assert more == exact
    assert len([one for one in exact if isinstance(one, bytes) and b">on.<" in one]) == SESSIONS


def test_text_that_is_read_from_the_right_gets_the_room_it_needs(
    tmp_path: Path, laid_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessionpress.bind.pdf.volume.MORE", 90)
    make(book(*pages(), language="ar"), tmp_path / "a.pdf", digits="arab")
    assert laid_out == ["1", "2", "3", "4", ""] * 2


def test_numbers_are_those_of_the_pages_to_which_they_lead(tmp_path: Path) -> None:
    make(book(*pages(page0=500, page1=800)), tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    places = {
        number: (reader.get_destination_page_number(place) or 0) + 1
        for number in range(SESSIONS)
        for place in [reader.named_destinations[f"page-{number}--aim"]]
    }
    assert places[0] < 10 < places[2]  # room for one digit, and for two
    texts = text_of(tmp_path / "a.pdf")
    printed = [int(one) for text in texts for one in re.findall(r"Turn \(page (\d+)\)", text)]
    assert printed == [places[1], places[2], places[3], places[0]]
    listed = [int(one) for one in re.findall(r"Session Page \d (\d+)", texts[1])]
    chapters = [reader.named_destinations[f"chapter_{number}"] for number in range(1, 5)]
    assert listed == [(reader.get_destination_page_number(one) or 0) + 1 for one in chapters]


def test_a_book_that_did_not_change_is_put_together_from_what_is_kept(
    tmp_path: Path, laid_out: list[str]
) -> None:
    store = Store(tmp_path / "store")
    first = make(book(*pages()), tmp_path / "a.pdf", store)
    laid_out.clear()
    again = make(book(*pages()), tmp_path / "b.pdf", store)
    assert not laid_out
    assert (again.pages, again.bytes) == (first.pages, first.bytes)
    make(book(*pages()), tmp_path / "c.pdf")
    files = [(tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf", "c.pdf")]
    assert files[0] == files[1] == files[2]


def test_an_edit_has_only_its_own_part_laid_out_and_gives_the_bytes_of_a_new_book(
    tmp_path: Path, laid_out: list[str]
) -> None:
    store = Store(tmp_path / "store")
    make(book(*pages()), tmp_path / "a.pdf", store)
    laid_out.clear()
    make(book(*pages(page2=42)), tmp_path / "b.pdf", store)
    assert laid_out == ["3"]
    make(book(*pages(page2=42)), tmp_path / "c.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()


def test_a_part_that_grows_by_pages_moves_the_numbers_of_all_others(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    before = make(book(*pages()), tmp_path / "a.pdf", store)
    after = make(book(*pages(page0=200)), tmp_path / "b.pdf", store)
    assert after.pages > before.pages
    assert f"Page {after.pages} of {after.pages}" in text_of(tmp_path / "b.pdf")[-1]
    make(book(*pages(page0=200)), tmp_path / "c.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()


def test_what_the_engine_complains_of_is_not_kept(tmp_path: Path) -> None:
    def odd(number: int) -> PageHtml:
        one = page(number)
        html = one.html.replace("Aim", "Aim \u2603")  # no font of ours has a snowman
        return PageHtml(one.key, one.address, one.title, html, ())

    store = Store(tmp_path / "store")
    both, second = (odd(0), odd(1), page(2), page(3)), (page(0), odd(1), page(2), page(3))
    for name, made in (("a.pdf", both), ("b.pdf", both), ("c.pdf", second)):
        (warning,) = make(book(*made), tmp_path / name, store).warnings
        assert "U+2603" in warning


def test_a_part_that_was_damaged_is_made_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    make(book(*pages()), tmp_path / "a.pdf", store)
    kept = [one for one in (tmp_path / "store").glob("??/*") if not one.suffix]
    assert len(kept) == 2 * (SESSIONS + 1)  # of each part its extent and its pages
    for path in kept:
        path.write_bytes(path.read_bytes()[:-9])
    make(book(*pages()), tmp_path / "b.pdf", store)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_picture_that_several_parts_show_stands_in_the_book_once(tmp_path: Path) -> None:
    photo = BytesIO()
    Image.linear_gradient("L").save(photo, "JPEG")
    shown = '<p><img src="sp:photo.jpg" alt="A square"></p>'
    made = [PageHtml(one.key, one.address, one.title, one.html + shown, ()) for one in pages()]
    html = render_book(book(*made), OVERRIDES / "print")
    material = Material({"photo.jpg": ("image/jpeg", photo.getvalue())}, FONTS, CSS)
    write_pdf(html, tmp_path / "a.pdf", material, language="en", title="T")
    lists: list[Any] = [one["/Resources"] for one in PdfReader(tmp_path / "a.pdf").pages]
    things = [thing for one in lists for thing in one.get("/XObject", {}).values()]
    found = [one.indirect_reference.idnum for one in things if one["/Subtype"] == "/Image"]
    assert len(set(found)) == 1 < len(found)


def test_numbers_are_written_in_the_digits_of_the_language(tmp_path: Path) -> None:
    make(book(*pages(page0=300), language="ar"), tmp_path / "a.pdf", digits="arab")
    printed = re.findall(r"Turn\W*([٠-٩]+) page", " ".join(text_of(tmp_path / "a.pdf")))
    assert printed == ["٧", "٨", "٩", "٦"]


@pytest.mark.parametrize(
    ("language", "digits"), [("en", "latn"), ("ar", "arab"), ("fa", "arabext")]
)
def test_every_digit_has_the_room_of_a_zero(language: str, digits: str) -> None:
    signs = DIGITS.get(digits, "0123456789")
    css = f"{CSS} .see {{ font-size: 80pt; float: left; }}"
    with engine("t", css):
        setter = Setter(Material({}, FONTS, css), language, "t")
        links = "".join(
            f'<a class="see" href="#a" data-page="" data-number="{sign}"></a>' for sign in signs
        )
        html = f'<html lang="{language}"><body id="a">{links}</body></html>'
        sheet = setter.render(html).pages[0]._page_box
    widths = {
        round(box.width, 2)
        for box in sheet.descendants()
        if box.element_tag == "a::after" and not hasattr(box, "text")
    }
    assert len(widths) == 1
