"""PDFs are judged by what a reader of them finds: words, order, outline, tags, links, fonts."""

from __future__ import annotations

import base64
import logging
import multiprocessing
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from sessionpress.bind.pdf import Material, PdfReport, dead_links, style_of, words_kept, write_pdf
from sessionpress.problems import BuildError
from sessionpress.render.book import Book, Chapter, PageHtml, render_book

pytestmark = pytest.mark.pdf

OVERRIDES = Path(__file__).parents[2] / "overrides"
FONTS = OVERRIDES / "fonts"
CSS = style_of(OVERRIDES, "print/print.css")
SENTENCE = "Officials reflect offline on the first efficient office of the public service. "
ARABIC = "تعمل الحكومات على تحسين الخدمات العامة (UN DESA, 2022) وفق نهج شامل. "
BENGALI = "বাংলাদেশের সরকারি কর্মকর্তারা ডিজিটাল সেবা উন্নত করতে কাজ করছেন। "


def photo() -> tuple[str, bytes]:
    data = BytesIO()
    Image.linear_gradient("L").resize((64, 64)).save(data, "JPEG")
    return "image/jpeg", data.getvalue()


IMAGES = {"images/a photo.jpg": photo()}


def long_table(rows: int) -> str:
    body = "".join(
        f'<tr><th scope="row">Row {row}</th><td>{SENTENCE}</td></tr>' for row in range(rows)
    )
    return (
        '<div class="table"><table><caption>Who does what</caption><thead><tr>'
        '<th scope="col">Heading cell</th><th scope="col">Task</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def sample_page(number: int) -> PageHtml:
    html = (
        f"<p>Beginning{number} {SENTENCE * 4}</p>"
        f'<h2 id="aim">Aim{number}</h2><p>{SENTENCE * 20}</p>'
        f'<p><a href="sp:page-{(number + 1) % 4}.html#aim">A link whose many words run over the '
        "end of the line, and over the end of the next line too, so that it has two boxes or three "
        "of them on the page of the document</a>.</p>"
        "<ul><li><p>Loose item.</p><p>Second paragraph.</p></li><li>Short item</li></ul>"
        '<section class="block activity"><p class="block-label">Activity '
        f'<span class="minutes">35 min</span></p><p>{SENTENCE * 6}</p></section>'
        f'{long_table(40)}<p lang="tr">İstanbul ğüşıöç</p>'
        '<p><img src="sp:images/a photo.jpg" alt="A grey square"></p>'
        f'<p><img src="sp:images/a photo.jpg" alt="">End{number}</p>'
    )
    return PageHtml(f"page-{number}", f"page-{number}.html", f"Page title {number}", html, ())


def sample_book(*chapters: Chapter, **changes: Any) -> Book:
    values: dict[str, Any] = {
        "key": "book",
        "title": "The book",
        "subtitle": "For trying",
        "edition": "Participant's edition",
        "date": "2022-11-17",
        "language": "en",
        "direction": "ltr",
        "author": "An office",
        "notice": "<p>Some rights reserved.</p>",
        "chapters": chapters
        or (
            Chapter("Session one", (sample_page(0), sample_page(1))),
            Chapter("Session two", (sample_page(2), sample_page(3))),
        ),
        "words": {"contents": "Contents", "page": "Page", "of": "of", "see": "page"},
    }
    return Book(**{**values, **changes})


def document_of(book: Book) -> str:
    return render_book(book, OVERRIDES / "print")


def make(html: str, target: Path, language: str = "en", title: str = "The book") -> PdfReport:
    return write_pdf(html, target, Material(IMAGES, FONTS, CSS), language=language, title=title)


def small(body: str, attributes: str = 'lang="en"') -> str:
    return f"<!DOCTYPE html><html {attributes}><title>t</title><body>{body}</body></html>"


@dataclass(frozen=True, slots=True)
class Made:
    html: str
    path: Path
    report: PdfReport
    reader: PdfReader


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("pdf") / "new folder" / "book.pdf"
    html = document_of(sample_book())
    report = make(html, path)
    return Made(html, path, report, PdfReader(path))


# ---------------------------------------------------------------- words, outline, links


def test_every_word_is_there_and_in_order(made: Made) -> None:
    text = " ".join(page.extract_text() for page in made.reader.pages)
    marks = re.findall(r"\b(?:Beginning|Aim|End)\d", text[text.index("Beginning0") :])
    assert marks == [f"{word}{page}" for page in range(4) for word in ("Beginning", "Aim", "End")]
    assert "reflect offline on the first efficient office" in " ".join(text.split())
    assert words_kept(made.html, made.path) == 1.0


def test_the_report_says_what_came_out(made: Made) -> None:
    assert made.report.pages == len(made.reader.pages) > 8
    assert made.report.bytes == made.path.stat().st_size
    assert made.report.seconds > 0
    assert made.report.warnings == ()


def test_lost_words_are_noticed(made: Made) -> None:
    longer = made.html.replace("</body>", "<p>" + "vanished " * 1000 + "</p></body>")
    assert words_kept(longer, made.path) < 0.995


def test_the_outline_follows_the_headings(made: Made) -> None:
    def titles(entries: list[Any]) -> list[Any]:
        return [titles(one) if isinstance(one, list) else one.title for one in entries]

    assert titles(made.reader.outline) == [
        "Contents",
        "Session one",
        ["Page title 0", ["Aim0"], "Page title 1", ["Aim1"]],
        "Session two",
        ["Page title 2", ["Aim2"], "Page title 3", ["Aim3"]],
    ]


def link_targets(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for note in page.annotations or ():
            if "/Dest" in note.get_object():
                yield str(note.get_object()["/Dest"])


def test_every_internal_link_has_its_place(made: Made) -> None:
    targets = list(link_targets(made.reader))
    assert {"chapter_1", "page-3", "page-0--aim"} <= set(targets)
    assert set(targets) <= set(made.reader.named_destinations)
    assert dead_links(made.html, made.path) == ()


def test_a_dead_link_is_named(tmp_path: Path) -> None:
    html = small('<p><a href="#nowhere">x</a> <a href="#here">y</a></p><p id="here">z</p>')
    report = make(html, tmp_path / "a.pdf")
    assert dead_links(html, tmp_path / "a.pdf") == ("nowhere",)
    assert "nowhere" in report.warnings[0]


def test_the_contents_print_the_page_where_a_chapter_begins(made: Made) -> None:
    contents = made.reader.pages[1].extract_text()
    printed = re.search(r"Session two\s*(\d+)", contents)
    place = made.reader.named_destinations["chapter_2"]
    assert printed and int(printed[1]) == (made.reader.get_destination_page_number(place) or 0) + 1
    assert made.reader.page_labels[2] == "3"


def test_running_heads_and_page_numbers(made: Made) -> None:
    pages = [" ".join(page.extract_text().split()) for page in made.reader.pages]
    total = len(pages)
    for number, text in enumerate(pages[1:], 2):
        assert f"Page {number} of {total}" in text
    assert "Page" not in pages[0].split()
    opener = made.reader.get_destination_page_number(made.reader.named_destinations["chapter_1"])
    assert pages[(opener or 0) + 1].count("Session one") == 1


# ---------------------------------------------------------------- what the file says of itself


def test_metadata_come_from_the_book(made: Made) -> None:
    root: Any = made.reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] is not None
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    metadata = made.reader.metadata
    assert metadata and (metadata.title, metadata.author) == ("The book", "An office")
    assert str(metadata["/CreationDate"]).startswith("D:20221117")


def fonts_of(reader: PdfReader) -> dict[str, Any]:
    resources: Any = reader.pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    return {str(font["/BaseFont"]): font["/DescendantFonts"][0].get_object() for font in fonts}


def test_all_fonts_are_ours_embedded_and_cut_to_what_is_used(made: Made) -> None:
    fonts = fonts_of(made.reader)
    assert any("Ext" in name for name in fonts)  # for ğ
    for name, font in fonts.items():
        assert re.match(r"/[A-Z]{6}\+Print-", name)
        data = font["/FontDescriptor"].get_object()["/FontFile2"].get_data()
        assert len(data) < 20_000


def test_the_same_document_gives_the_same_bytes_here_and_in_a_new_process(
    made: Made, tmp_path: Path
) -> None:
    here, there = tmp_path / "here.pdf", tmp_path / "there.pdf"
    make(made.html, here)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(make, made.html, there).result()
    assert here.read_bytes() == made.path.read_bytes() == there.read_bytes()


# ---------------------------------------------------------------- structure


@dataclass(frozen=True, slots=True)
class Node:
    kind: str
    element: Any
    kids: tuple[Node, ...]
    marks: tuple[tuple[int, int], ...]
    """(page, marked content id)."""

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            yield from kid.walk()


def tree(reader: PdfReader) -> Node:
    root: Any = reader.trailer["/Root"]
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}  # type: ignore[union-attr]

    def node(element: Any) -> Node:
        kids, marks = [], []
        for item in element["/K"]:
            kid = item.get_object() if hasattr(item, "get_object") else item
            if isinstance(kid, int):
                marks.append((numbers[element.raw_get("/Pg").idnum], int(kid)))
            elif kid.get("/Type") == "/MCR":
                marks.append((numbers[kid.raw_get("/Pg").idnum], int(kid["/MCID"])))
            elif "/S" in kid:
                assert kid["/P"] == element
                kids.append(node(kid))
        return Node(str(element["/S"]), element, tuple(kids), tuple(marks))

    return node(root["/StructTreeRoot"]["/K"][0].get_object())


@pytest.fixture(scope="module")
def structure(made: Made) -> Node:
    return tree(made.reader)


def test_each_mark_on_a_page_belongs_to_exactly_one_element(made: Made, structure: Node) -> None:
    painted = [
        (number, int(mark))
        for number, page in enumerate(made.reader.pages)
        for mark in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())  # type: ignore[union-attr]
    ]
    owned = [mark for node in structure.walk() for mark in node.marks]
    assert sorted(painted) == sorted(owned)


def test_pages_know_to_which_element_each_mark_belongs(made: Made, structure: Node) -> None:
    root: Any = made.reader.trailer["/Root"]
    nums = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    known = {int(nums[at]): nums[at + 1].get_object() for at in range(0, len(nums), 2)}
    for node in structure.walk():
        for page, mark in node.marks:
            assert known[page][mark].get_object() is node.element
    links = [node.element for node in structure.walk() if node.kind == "/Link"]
    owners = [known[key] for key in known if key >= len(made.reader.pages)]
    assert len(owners) > len(links)
    assert all(any(owner is link for link in links) for owner in owners)


def test_what_crosses_a_page_is_one_element(structure: Node) -> None:
    kinds = Counter(node.kind for node in structure.walk())
    assert kinds["/Table"] == kinds["/THead"] == kinds["/TBody"] == kinds["/Art"] == 4
    assert kinds["/TR"] == 4 * 41
    # The lines of the contents, and one link on each page though it fills two lines.
    assert kinds["/Link"] == 6 + 4


def test_running_and_repeated_heads_are_artifacts(made: Made) -> None:
    page = [page for page in made.reader.pages if "Heading cell" in page.extract_text()][1]
    contents = page.get_contents()
    tags = re.findall(rb"/(\w+)\s*<</Type /Pagination>>", contents.get_data())  # type: ignore[union-attr]
    assert set(tags) == {b"Artifact"}
    assert len(tags) >= 5  # book, chapter, page number, two cells of the table's head


def test_table_cells_name_heads_that_exist(made: Made, structure: Node) -> None:
    nodes = list(structure.walk())
    ids = {str(node.element["/ID"]) for node in nodes if "/ID" in node.element}
    cells = [node for node in nodes if node.kind == "/TD"]
    root: Any = made.reader.trailer["/Root"]
    index = root["/StructTreeRoot"]["/IDTree"]["/Kids"][0]["/Names"]
    assert [str(name) for name in index[::2]] == sorted(ids)
    for cell in cells:
        heads = {str(name) for name in cell.element["/A"]["/Headers"]}
        assert len(heads) == 2 and heads <= ids
    scopes = Counter(str(n.element["/A"]["/Scope"]) for n in nodes if n.kind == "/TH")
    assert scopes == {"/Column": 8, "/Row": 160}


def test_list_items_have_bodies(structure: Node) -> None:
    items = [node for node in structure.walk() if node.kind == "/LI"]
    assert items
    assert {kid.kind for item in items for kid in item.kids} <= {"/Lbl", "/LBody"}


def test_pictures_have_their_text_and_decoration_is_no_picture(structure: Node) -> None:
    figures = [node for node in structure.walk() if node.kind == "/Figure"]
    assert [str(node.element["/Alt"]) for node in figures] == ["A grey square"] * 4


def test_other_languages_are_marked(structure: Node) -> None:
    tongues = [str(n.element["/Lang"]) for n in structure.walk() if "/Lang" in n.element]
    assert tongues == ["tr"] * 4


def test_links_say_their_words(made: Made) -> None:
    notes = [note.get_object() for note in made.reader.pages[1].annotations or ()]
    assert notes[0]["/Contents"] == "Session one"


# ---------------------------------------------------------------- other scripts


@pytest.mark.parametrize(
    "text",
    ["مبدأً، أن أو أي. معاً في عام", "لِأَنَّ لأن الأول الآن", "مسئلةٌ اول", "نظر در بارهٔ آن اگر"],
)
def test_a_letter_keeps_its_name_whatever_sign_it_first_comes_with(
    text: str, tmp_path: Path
) -> None:
    html = small(f"<p>{text}</p><p>{' '.join(reversed(text.split()))}</p>", 'lang="ar" dir="rtl"')
    make(html, tmp_path / "signs.pdf", "ar")
    assert words_kept(html, tmp_path / "signs.pdf") == 1.0


def test_arabic_runs_from_right_to_left_and_can_be_read_back(tmp_path: Path) -> None:
    html = f"<h2>الأهداف</h2><p>{ARABIC * 5} <em>مائل</em> «اقتباس»</p>{long_table(3)}"
    title = "الجلسة الأولى"
    chapter = Chapter(title, (PageHtml("p", "p.html", title, html, ()),))
    words = {"contents": "المحتويات", "page": "صفحة", "of": "من", "see": "صفحة"}
    arabic = sample_book(chapter, language="ar", direction="rtl", title=title, words=words)
    document = document_of(arabic)
    report = make(document, tmp_path / "ar.pdf", "ar", title)
    reader = PdfReader(tmp_path / "ar.pdf")
    root: Any = reader.trailer["/Root"]
    assert report.warnings == ()
    assert words_kept(document, tmp_path / "ar.pdf") == 1.0
    assert root["/Lang"] == "ar"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert not any("Naskh" in name and "Italic" in name for name in fonts_of(reader))


def test_bengali_is_written_beside_its_glyphs(tmp_path: Path) -> None:
    html = small(f"<p>{BENGALI * 3}</p>", 'lang="bn"')
    assert make(html, tmp_path / "bn.pdf", "bn").warnings == ()
    assert words_kept(html, tmp_path / "bn.pdf") == 1.0
    contents = PdfReader(tmp_path / "bn.pdf").pages[0].get_contents()
    assert contents is not None and b"/ActualText" in contents.get_data()


def test_a_letter_that_no_font_has_is_reported(tmp_path: Path) -> None:
    report = make(small("<p>From here → there</p>"), tmp_path / "a.pdf")
    assert len(report.warnings) == 1
    assert "U+2192" in report.warnings[0]


# ---------------------------------------------------------------- nothing from outside


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('<img src="sp:images/missing.png" alt="x">', "images/missing.png"),
        ('<img src="https://example.org/a.png" alt="x">', "https://example.org/a.png"),
        ('<img src="file:///etc/hostname" alt="x">', "hostname"),
        ('<p style="background: url(http://example.org/b.png)">x</p>', "http://example.org/b.png"),
        ('<img src="relative.png" alt="x">', "relative.png"),
        ('<img src="data:image/png;base64,AAAA" alt="x">', "data:image/png"),
    ],
)
def test_what_is_not_in_the_toolkit_stops_the_build(body: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=re.escape(named)) as stopped:
        make(small(body), tmp_path / "a.pdf")
    assert str(stopped.value).endswith(" [pdf-image]")
    assert not (tmp_path / "a.pdf").exists()


def test_a_font_from_another_folder_stops_the_build(tmp_path: Path) -> None:
    font = tmp_path / "stranger.woff2"
    font.write_bytes((FONTS / "noto-sans-latin-400.woff2").read_bytes())
    style = f'<style>@font-face {{ font-family: x; src: url("{font.as_uri()}") }}</style>'
    with pytest.raises(BuildError, match="stranger"):
        make(small(style), tmp_path / "a.pdf")


def test_a_missing_font_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"noto-sans-latin-400\.woff2"):
        write_pdf(
            small("x"),
            tmp_path / "a.pdf",
            Material({}, tmp_path, CSS),
            language="en",
            title="t",
        )


def test_nothing_is_printed_and_nothing_is_left_behind(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "before")
    logger = logging.getLogger("weasyprint")
    silent = [handler for handler in logger.handlers if type(handler) is logging.NullHandler]
    make(small('<p style="nonsense: 1">→ <a href="#no">x</a></p>'), tmp_path / "a.pdf")
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
    assert os.environ["FONTCONFIG_FILE"] == "before"
    assert logger.handlers == silent


# ---------------------------------------------------------------- from right to left


def drawn(text: str, attributes: str) -> str:
    """A document with a drawing that holds a text."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40">'
        f'<text x="190" y="20" font-size="14" {attributes}>{text}</text></svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    return f'<p><img alt="x" src="data:image/svg+xml;base64,{data}"></p>'


def test_words_in_drawings_are_laid_out_whole(tmp_path: Path) -> None:
    html = small(drawn("وطويلة", 'direction="rtl"'), 'lang="ar" dir="rtl"')
    make(html, tmp_path / "a.pdf", "ar")
    found = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert "وطويلة" in found.stdout


def test_minutes_stand_inside_the_margin_of_a_page_that_is_read_from_the_right() -> None:
    label = '<p class="block-label">حوار <span class="minutes">15</span></p>'
    page = PageHtml("one", "one.html", "One", label, ())
    html = document_of(sample_book(Chapter("One", (page,)), direction="rtl", language="ar"))
    assert '<p class="block-label"><span class="minutes">15</span>حوار ' in html
