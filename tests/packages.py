"""Books with everything that can be packed, and what packages hold, for tests."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment
from libzim.reader import Archive
from PIL import Image

from sessionpress.render.book import Book, Chapter, PageHtml
from sessionpress.render.templates import make_environment

ROOT = Path(__file__).resolve().parents[1]
OVERRIDES = ROOT / "overrides"

CHART = (
    '<figure class="chart"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" '
    'role="img" aria-labelledby="c-title c-desc"><title id="c-title">Reach</title>'
    '<desc id="c-desc">From 1 to 2.</desc><g class="sp-series-1" color="#2a6fb0">'
    '<linearGradient id="c-g"/><path d="M0 0L9 9" stroke="currentColor"/></g></svg>'
    "<details><summary>The same figures as a table</summary>"
    '<div class="table" role="region" tabindex="0" aria-label="Reach"><table>'
    '<caption>Reach</caption><thead><tr><th scope="col">Year</th><th scope="col">Reach</th></tr>'
    '</thead><tbody><tr><th scope="row">2030</th><td>2</td></tr></tbody></table></div></details>'
    "<figcaption>Reach. Source: Atlas</figcaption></figure>"
)
FORM = (
    '<div class="form" id="sheet" data-sheet="card"><div class="said screen" role="status"></div>'
    '<form novalidate autocomplete="off"><div class="field is-text" id="a-name">'
    '<label for="f-name">Name <span class="must">(required)</span></label>'
    '<p class="help" id="h-name">As on paper.</p>'
    '<textarea rows="1" name="name" id="f-name" aria-describedby="h-name"></textarea></div>'
    '<div class="field is-choice"><fieldset name="way"><legend>Way</legend>'
    '<div class="options"><label><input type="radio" name="way" value="by-foot"> '
    '<span>By foot</span></label><label><input type="checkbox" checked> By boat</label></div>'
    "</fieldset></div>"
    '<div class="table" role="region" tabindex="0" aria-labelledby="f-t"><table class="fill">'
    '<caption id="f-t">Steps</caption><thead><tr><th scope="col">No.</th>'
    '<th scope="col" id="c-t-what">What</th></tr></thead><tbody><tr>'
    '<th scope="row" id="r-t-1">1</th><td><textarea rows="1" aria-labelledby="r-t-1 c-t-what">'
    "</textarea></td></tr></tbody></table></div></form>"
    '<div class="bar screen" hidden><button type="button">Save file</button></div></div>'
)
MEANING = "How many people take part."
TERM = f'<a class="term" href="sp:glossary.html#term-reach" title="{MEANING}">reach</a>'


def page(html: str, key: str = "first", title: str = "") -> PageHtml:
    """A page of a book."""
    return PageHtml(key, f"{key}.html", title or f"Title of {key}", html, ())


def book(*pages: PageHtml, title: str = "Session 1: Looking", rtl: bool = False) -> Book:
    """A book with one chapter."""
    made = Book(
        key="session-1",
        title=title,
        subtitle="The kit",
        edition="Participant's edition 3",
        date="2030-03-01",
        language="en",
        direction="ltr",
        author="Ministry of Small Things",
        notice="<p>Some rights &amp; duties.</p>",
        chapters=(Chapter(title, pages),),
        words={"contents": "Contents", "page": "Page", "of": "of", "see": "page"},
    )
    return replace(made, language="ar", direction="rtl") if rtl else made


RICH = (
    page(
        f'<p>All of it: {TERM}, <a href="sp:second.html#b">there</a>, '
        '<a href="sp:far/away.html#x">far away</a>, <a href="https://example.org/">outside</a>.</p>'
        f'<h2 id="a">A heading</h2>{CHART}<h4 id="skipped">Below it</h4>'
        '<details class="block answer"><summary>Answer</summary><p>Nine.</p></details>'
        '<div aria-labelledby="t" class="table" role="region" tabindex="0"><table><caption id="t">'
        'Rows</caption><thead><tr><th scope="col"></th><th scope="col" align="right">Size</th></tr>'
        '</thead><tbody><tr><th scope="row">One</th><td align="right">1<br>2</td></tr></tbody>'
        '</table></div><p><img alt="A square" src="sp:pictures/a.png" width="9" height="9"></p>'
    ),
    page(
        f'<h2 id="b">Sheet</h2>{FORM}<p><a href="#b">up</a> <a href="sp:first.html#gone">gone</a>'
        ' <bdi>تونس</bdi> <a href="sp:second.html">here</a></p>',
        "second",
    ),
)
"""Two pages with a link of each kind, a chart, a table, a form, a picture."""

ARABIC = (
    page(
        '<h2 id="مقدمة">مقدمة</h2><p>انظر <a href="sp:second.html#خطوة">الخطوة</a> على '
        "https://example.org/a.</p>",
        "first",
        "الجلسة الأولى",
    ),
    page('<h2 id="خطوة">خطوة</h2><ol start="3"><li>واحد</li></ol>', "second", "ما العمل"),
)
"""Two pages in Arabic, with ids of Arabic letters."""


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (1200, 300)) -> bytes:
    """A picture in a form of Pillow's, every pixel of its own colour."""
    written = io.BytesIO()
    made = Image.linear_gradient("L").resize(size).convert(mode)
    if mode == "RGBA":
        made.putalpha(128)
    made.save(written, form)
    return written.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def pictures() -> dict[str, tuple[str, bytes]]:
    """A picture of each kind by its site address."""
    return {
        "pictures/a.png": ("image/png", picture("PNG")),
        "pictures/clear.webp": ("image/webp", picture("WEBP", "RGBA")),
        "pictures/cmyk.jpg": ("image/jpeg", picture("JPEG", "CMYK")),
        "pictures/photo.webp": ("image/webp", picture("WEBP")),
        "pictures/still.gif": ("image/gif", picture("GIF", "P")),
        "pictures/رسم.svg": ("image/svg+xml", SVG),
    }


def illustrated() -> Book:
    """A book that shows a picture of each kind."""
    shown = "".join(f'<p><img alt="It" src="sp:{address}"></p>' for address in pictures())
    return book(page(shown))


def environment() -> Environment:
    """The templates of the house."""
    return make_environment(OVERRIDES)


def inside_package(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """What lies inside an EPUB or a ZIM, by its name in it; nothing for other files."""
    if name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield member, package.read(member)
    elif name.endswith(".zim"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "site.zim")
            path.write_bytes(data)
            yield from inside_zim(Archive(path))


def inside_zim(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Every entry of a ZIM, with its title, and every word about it."""
    for key in archive.metadata_keys:
        yield f"metadata {key}", bytes(archive.get_metadata(key))
    for number in range(archive.all_entry_count):
        entry = archive._get_entry_by_id(number)
        if not entry.is_redirect:
            yield entry.path, entry.title.encode() + b"\0" + bytes(entry.get_item().content)
