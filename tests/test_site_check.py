"""What `sessionpress check --site` finds in a published site, and what it weighs."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from sessionpress.cli import cli
from sessionpress.site_check import SiteReport, check_folder, check_site

pytestmark = pytest.mark.usefixtures("silence")

STYLE = b"body { margin: 0 }"


def page(body: str, *, kind: str = "page", head: str = "") -> bytes:
    """A page of a site; what is given as the body begins on line 4."""
    style = '<link rel="icon" href="data:,"><link rel="stylesheet" href="assets/site.css">'
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{style}{head}<title>T</title></head>\n'
        f'<body class="site {kind}"><h1 id="top">T</h1>\n{body}\n</body></html>\n'
    ).encode()


def checked(body: str = "", files: dict[str, bytes] | None = None, **more: str) -> SiteReport:
    """A site of one page and a style, with other files laid over it, checked."""
    site = {"index.html": page(body, **more), "assets/site.css": STYLE, **(files or {})}
    return check_site(site)


def said(body: str = "", files: dict[str, bytes] | None = None, **more: str) -> list[str]:
    """The problems of a site of one page."""
    return [str(problem) for problem in checked(body, files, **more).problems]


def noise(size: int) -> bytes:
    """Letters that no packing makes much shorter."""
    letters = random.Random(1)
    return "".join(letters.choices("0123456789abcdef", k=size)).encode()


def test_a_site_without_faults_has_none() -> None:
    picture = '<img src="a.webp" width="4" height="3" alt="A hall">'
    body = f'<p id="a"><a href="#a">Here</a> <a href="https://example.org/">There</a> {picture}</p>'
    assert said(body, {"a.webp": b"RIFF"}) == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<script>x()</script>", "<script> stands in the page."),
        ("<style>p { color: red }</style>", "<style> stands in the page."),
        ('<p style="color: red">', "<p> has the attribute style."),
        ('<p onclick="x()">', "<p> has the attribute onclick."),
        ('<a href=" JavaScript:x()">x</a>', "<a> has a script as its href."),
    ],
)
def test_script_and_style_in_a_page_are_named_with_their_line(body: str, what: str) -> None:
    advice = "Put it into a file below overrides/assets/. [site-inline]"
    assert said(f"<p>\n{body}")[0] == f"index.html:5: {what} {advice}"


def test_data_in_a_page_is_no_script() -> None:
    assert said('<script type="application/ld+json">{}</script>') == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (
            '<img src="https://example.org/a.png" width="1" height="1" alt="">',
            "an image asks for https://example.org/a.png.",
        ),
        ('<script src="//example.org/a.js"></script>', "a script asks for //example.org/a.js."),
        ('<form action="https://example.org/">', "a form asks for https://example.org/."),
        ('<a href="/other.html">x</a>', "/other.html counts from the root of the server."),
    ],
)
def test_what_needs_another_host_or_path_is_named(body: str, what: str) -> None:
    advice = "Publish the file with the site and name it by a relative address. [site-address]"
    assert f"index.html:4: {what} {advice}" in said(body, kind="sheet")


def test_the_page_for_missing_addresses_may_count_from_the_root() -> None:
    assert said(files={"404.html": page('<a href="/">Home</a><a href="../">Up</a>')}) == []


def test_links_to_nothing_are_named() -> None:
    body = (
        '<a href="b/c.html">1</a>\n<a href="#gone">2</a>\n<a href="d%20e.html#x">3</a>\n'
        '<a href="../up.html">4</a>'
    )
    advice = "Mend the template or the page that wrote it. [site-link]"
    assert said(body, {"d e.html": page("")}) == [
        f"index.html:4: b/c.html leads to no file. {advice}",
        f"index.html:5: #gone leads to no place on its page. {advice}",
        f"index.html:6: d%20e.html#x leads to no place on its page. {advice}",
        f"index.html:7: ../up.html leads to no file. {advice}",
    ]


def test_an_id_that_stands_twice_is_named() -> None:
    assert said('<p id="a"></p>\n<p id="a"></p>') == [
        'index.html:5: the id "a" stands twice on the page. Give each its own id. [site-id]'
    ]


def test_images_need_size_and_words_and_may_not_be_heavy() -> None:
    body = '<img src="a.webp">\n<img src="b.webp" width="9" height="9" alt="">'
    files = {"a.webp": b"", "b.webp": bytes(16_000)}
    advice = "Set width, height and alt, and save it smaller. [site-image]"
    assert said(body, files) == [
        f"index.html:4: the image a.webp has no width, no height, no alt. {advice}",
        f"index.html:5: the image b.webp has 15.6 KiB; 15 is the most. {advice}",
    ]


def test_a_page_over_its_budget_is_named_with_its_heaviest_parts() -> None:
    body = f'<h2 id="a">Long &amp; wide</h2><p>{noise(20_000).decode()}</p><h2 id="b">B</h2>'
    (problem,) = said(body)
    assert problem.startswith("index.html:1: the page is over its budget: HTML 1")
    assert 'Heaviest parts: "Long &amp; wide" 1' in problem
    assert problem.endswith("[site-weight]")


@pytest.mark.parametrize(
    ("size", "kind", "folder", "heavy"),
    [
        (15_200, "page participant", "", True),
        (15_200, "page participant drafts", "xx/", False),
        (15_200, "page facilitator", "", False),
        (18_800, "page participant drafts", "xx/", True),
        (18_800, "page facilitator drafts", "xx/", False),
        (22_000, "page facilitator drafts", "xx/", True),
    ],
)
def test_pages_with_notes_and_in_another_language_may_weigh_more(
    size: int, kind: str, folder: str, heavy: bool
) -> None:
    files = {
        "xx/assets/search-index.js": b"1",
        f"{folder}assets/site.css": STYLE,
        f"{folder}long.html": page(f"<p>{noise(size).decode()}</p>", kind=kind),
    }
    assert any("over its budget: HTML" in one for one in said("", files)) == heavy


def test_script_fonts_and_many_files_are_over_the_budget_of_a_page_to_read() -> None:
    head = '<script src="a.js"></script><link rel="stylesheet" href="b.css">'
    files = {"a.js": b"1", "b.css": b"@font-face { src: url(c.woff2) }", "c.woff2": b"wOF2"}
    (problem,) = said("", files, head=head)
    assert "JS 0.0 of 0 KiB, fonts 0.0 of 0 KiB, " not in said("", files, head=head, kind="sheet")
    assert "JS 0.0 of 0 KiB, fonts 0.0 of 0 KiB, 5 of 3 requests." in problem


def test_the_files_of_the_search_have_a_budget_that_grows_with_the_pages() -> None:
    index = {"assets/search-index.js": noise(30_000)}
    (problem,) = said("", index)
    assert problem.startswith("assets/search-index.js:1: the file of the search has ")
    more = {f"p{number}.html": page("") for number in range(120)}
    assert said("", {**index, **more}) == []


def test_readers_that_a_page_fetches_later_have_budgets_of_their_own() -> None:
    name = "assets/collect-pdf.js"
    (problem,) = said("", {name: noise(12_000)})
    assert problem.startswith(f"{name}:1: the reader has ")
    assert "; 5 is the most. " in problem
    assert said("", {name: noise(3_000)}) == []


def test_weights_are_those_of_gzip_and_a_second_page_needs_the_style_no_more() -> None:
    report = checked()
    (weight,) = report.weights
    html, css = (len(gzip.compress(one, 9, mtime=0)) for one in (page(""), STYLE))
    assert (weight.html, weight.css, weight.first) == (html, css, html + css)
    assert (weight.second, weight.requests, weight.outside) == (html, 2, 0)


def test_the_command_prints_the_table_and_what_it_comes_to(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "site.css").write_bytes(STYLE)
    (tmp_path / "index.html").write_bytes(page('<p id="top">'))
    result = CliRunner().invoke(cli, ["check", "--site", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 1
    assert result.stdout == (
        "page        first view  HTML  CSS  JS   fonts  second  requests  images\n"
        "index.html         0.2   0.2  0.0  0.0    0.0     0.2         2     0.0\n"
        "\n"
        "1 page to read: first view 0.2 KiB in the middle, 0.2 at most (index.html), 14 allowed.\n"
        "Within the aim of 10 KiB for a first view: 1 of 1 to read.\n"
        "Requests to other hosts: 0.\n"
        'index.html:4: the id "top" stands twice on the page. Give each its own id. [site-id]\n'
        "1 problem.\n"
    )
    assert check_folder(tmp_path).problems


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["check", "--site", str(tmp_path)])
    assert result.exit_code == 1
    assert "holds no built site. Run: scripts/build" in result.stderr
