"""A session in one file: it needs no folder, no network, no script, and is as light as can be."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from tests.browsers import Ear
from tests.packages import (
    ARABIC,
    FORM,
    RICH,
    SVG,
    TERM,
    book,
    environment,
    illustrated,
    page,
    picture,
    pictures,
)
from tests.site.pages import read

from sessionpress.bind.pictures import data_addresses
from sessionpress.bind.single import write_single
from sessionpress.problems import BuildError
from sessionpress.render.book import Book, Chapter, pictures_in
from sessionpress.render.single import render_single

pytestmark = pytest.mark.usefixtures("silence")


def written(made: Book, folder: Path) -> str:
    target = folder / "session.html"
    size = write_single(made, pictures(), environment(), target)
    assert size == target.stat().st_size
    return target.read_text(encoding="utf-8")


def whole(made: Book, folder: Path) -> str:
    """The same before it is written in few bytes, to read in; it stands in whole.html too."""
    images = data_addresses(pictures(), pictures_in(made))
    html = render_single(made, images, environment())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "whole.html").write_text(html, encoding="utf-8")
    return html


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_from_disk_without_a_word_and_fits_the_window(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    folder = tmp_path / "a folder مجلد"
    written(book(*RICH), folder)
    address = (folder / "session.html").as_uri()
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    ear = Ear(tab, address)
    tab.goto(address)
    assert ear.faults == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.evaluate("document.images[0].naturalWidth") == 800
    assert tab.evaluate("getComputedStyle(document.body).maxWidth") == "704px"
    tab.close()


DOM = """() => Array.from(document.body.querySelectorAll("*"), one => {
  const style = getComputedStyle(one);
  const names = one.getAttributeNames().filter(n => n !== "class" && n !== "xmlns");
  const own = Array.from(one.childNodes).filter(n => n.nodeType === 3);
  return [one.tagName, names.map(n => n + "=" + one.getAttribute(n)).join(" "),
    own.map(n => n.data.trim().replace(/\\s+/g, " ")).join(""),
    ...["display", "color", "fontSize", "fontWeight", "marginTop", "paddingLeft", "listStyleType",
      "borderTopWidth", "textAlign", "whiteSpace"].map(name => style[name])].join("|");
})"""
"""Every element as a reader's browser has it: name, attributes, text, the look it got."""


@pytest.mark.browser
@pytest.mark.parametrize(
    "made",
    [book(*RICH), book(*ARABIC, title="الجلسة الأولى", rtl=True), illustrated()],
    ids=["rich", "arabic", "illustrated"],
)
def test_in_few_bytes_it_is_the_same_page(browser: Browser, tmp_path: Path, made: Book) -> None:
    assert len(written(made, tmp_path)) < len(whole(made, tmp_path))
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    found = []
    for name in ("whole.html", "session.html"):
        ear = Ear(tab, (tmp_path / name).as_uri())
        tab.goto((tmp_path / name).as_uri())
        assert ear.faults == []
        found.append((tab.evaluate(DOM), tab.evaluate("document.body.innerText")))
    assert found[0] == found[1]
    tab.close()


@pytest.mark.browser
def test_right_to_left_pages_run_from_the_right(browser: Browser, tmp_path: Path) -> None:
    written(book(*ARABIC, title="الجلسة الأولى", rtl=True), tmp_path)
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    tab.goto((tmp_path / "session.html").as_uri())
    assert tab.evaluate("document.documentElement.lang") == "ar"
    assert tab.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert (
        tab.evaluate("getComputedStyle(document.querySelector('ol[start]')).paddingRight") != "0px"
    )
    tab.get_by_role("link", name="الخطوة").click()
    assert tab.evaluate("document.querySelector(':target').textContent") == "خطوة"
    tab.close()


def test_every_link_leads_to_a_place_and_every_id_is_there_once(tmp_path: Path) -> None:
    html = whole(book(*RICH), tmp_path)
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    inside = re.findall(r'href="#([^"]*)"', html)
    assert set(inside) <= set(ids)
    assert re.findall(r'href="(?!#)([^"]*)"', html) == ["https://example.org/"]
    seen = read(tmp_path / "whole.html")
    # A style in the page is what this file is about; nothing else is wrong.
    assert seen.faults == ["<style> is styled in place, or takes something in"]
    assert [level for level, _text in seen.headings] == [1, 2, 3, 4, 2, 3, 2]


def test_ids_that_nothing_refers_to_are_left_out(tmp_path: Path) -> None:
    html = whole(
        book(page('<h2 id="never">A</h2><p><a href="#b">b</a></p><h2 id="b">B</h2>')), tmp_path
    )
    assert "<h3>A</h3>" in html
    assert '<a href="#i1">b</a></p><h3 id="i1">B</h3>' in html


def test_links_to_other_pages_are_marked_or_lead_to_the_published_site(tmp_path: Path) -> None:
    alone = whole(book(*RICH), tmp_path)
    assert '<span class="away">far away</span>' in alone
    assert "have a page of their own in the toolkit" in alone
    site = replace(book(*RICH), base_url="https://example.org/kit/")
    leading = whole(site, tmp_path)
    assert '<a href="https://example.org/kit/far/away.html#x">far away</a>' in leading
    assert "have a page of their own" not in leading


def test_terms_are_explained_once_at_the_end(tmp_path: Path) -> None:
    html = whole(book(page(f"<p>{TERM} and {TERM}</p>")), tmp_path)
    assert html.count('<a class="term" href="#i1">reach</a>') == 2
    assert html.count("How many people take part.") == 1
    assert '<dt id="i1">reach</dt>' in html
    glossary = page('<dl><dt id="term-reach">Reach</dt><dd>How many.</dd></dl>', "glossary")
    inside = whole(book(page(f"<p>{TERM}</p>"), glossary), tmp_path)
    assert 'href="#i1">reach</a>' in inside
    assert '<dt id="i1">Reach</dt>' in inside
    assert "Words explained" not in inside


def test_sheets_are_forms_on_paper(tmp_path: Path) -> None:
    html = whole(book(page(FORM)), tmp_path)
    assert not re.findall(r"<(form|input|select|textarea|button|label|fieldset|script)\b", html)
    assert "Save file" not in html
    assert '<p class="field-label">Name <span class="must">(required)</span></p>' in html
    assert '<span class="blank"></span>' in html
    assert '<ul class="rings"><li>By foot</li><li class="ticked">By boat</li></ul>' in html
    assert re.search(r"<th[^>]*>1</th><td></td>", html)


def test_pictures_of_each_kind_are_inside_and_light(tmp_path: Path) -> None:
    html = written(illustrated(), tmp_path)
    found = re.findall(r'src="?data:([^;]*);base64,([^">]*)', html)
    # Small ones stay as they are where no other form is lighter.
    assert {media for media, _data in found} <= {
        "image/webp",
        "image/svg+xml",
        "image/gif",
        "image/png",
    }
    for media, data in found:
        plain = base64.b64decode(data)
        if media == "image/svg+xml":
            assert plain == SVG
        else:
            assert Image.open(io.BytesIO(plain)).mode in ("RGB", "RGBA", "P", "L")
    assert len(found) == len(pictures())


def test_what_a_camera_wrote_into_a_photo_stays_at_home(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at SECRET PLACE"
    photo = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(photo, "JPEG", exif=exif, quality=95)
    assert b"SECRET PLACE" in photo.getvalue()
    shown = book(page('<p><img alt="It" src="sp:p.jpg"></p>'))
    target = tmp_path / "session.html"
    write_single(shown, {"p.jpg": ("image/jpeg", photo.getvalue())}, environment(), target)
    data = re.findall(r'base64,([^">]*)', target.read_text())[0]
    assert b"SECRET PLACE" not in base64.b64decode(data)


@pytest.mark.parametrize("data", [b"", b"no picture", picture("PNG")[:200]])
def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path, data: bytes) -> None:
    shown = book(page('<p><img alt="It" src="sp:p.png"></p>'))
    with pytest.raises(BuildError, match=r"^p\.png: the picture cannot be read"):
        write_single(shown, {"p.png": ("image/png", data)}, environment(), tmp_path / "s.html")
    assert not (tmp_path / "s.html").exists()


def test_its_policy_lets_in_its_own_style_and_nothing_else(tmp_path: Path) -> None:
    html = written(book(*RICH), tmp_path)
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html


def test_a_session_without_a_page_is_a_title_and_nothing_breaks(tmp_path: Path) -> None:
    html = whole(replace(book(), chapters=(Chapter("Looking", ()),)), tmp_path)
    assert "<h1>Session 1: Looking</h1>" in html
    assert "<article" not in html
    empty = whole(book(page("")), tmp_path)
    assert '<h2 id="p1">Title of first</h2>' in empty


def test_the_first_page_does_not_repeat_the_title_of_the_session(tmp_path: Path) -> None:
    html = whole(book(page("<p>x</p>", title="Looking"), page("", "second")), tmp_path)
    assert '<h2 id="p1">Overview</h2>' in html
    assert '<a href="#p1">Overview</a>' in html


def test_markup_in_titles_is_text(tmp_path: Path) -> None:
    html = whole(book(page("", title="A < B & C"), title="Session <1>"), tmp_path)
    assert "A &lt; B &amp; C" in html
    assert "<title>Session &lt;1&gt;</title>" in html


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(book(*RICH), tmp_path / "a") == written(book(*RICH), tmp_path / "b")
