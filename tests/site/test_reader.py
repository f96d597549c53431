"""The reader of pages sees every fault that it is there to see."""

from pathlib import Path

import pytest
from tests.site.pages import arrive, dead_links, read_all
from tests.site.test_pages import faults_of

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Page</title><link rel="stylesheet" href="site.css"></head>
<body><h1 id="top">Page</h1><p>Text</p>{}</body></html>
"""

FAULTS = {
    '<p id="top">Again</p>': ["id twice: top"],
    "<h3>Deep</h3>": ["heading level 1 is followed by 3"],
    "<h1>Second</h1>": ["its headings do not begin with its only h1: [1, 1]"],
    "<h2></h2>": ["a heading without words: h2"],
    "<h2> </h2>": ["a heading without words: h2"],
    '<img src="a.png">': ["a picture says nothing: a.png"],
    '<img src="https://else.example/a.png" alt="A">': [
        "taken from outside: https://else.example/a.png"
    ],
    '<a href="#top"><b></b></a>': ["a link without words: #top"],
    '<a href="javascript:alert()">A</a>': ["not https: javascript:alert()"],
    "<script>alert()</script>": ["a script stands in the page"],
    '<p style="color: red">A</p>': ["<p> is styled in place, or takes something in"],
    '<p onclick="alert()">A</p>': ["<p onclick>"],
    '<input id="find">': ["no label: field 'find'"],
    '<select id="pick"></select><textarea id="tell"></textarea>': [
        "no label: field 'pick'",
        "no label: field 'tell'",
    ],
    '<label>Find <input></label><textarea aria-labelledby="top"></textarea>': [],
    '<table aria-labelledby="nothing"></table>': ["no such id: nothing"],
    "<p><b>Crossed</p></b>": ["</p> closes ['b']"],
    '<h2>A</h2><p>B <a href="#top">C</a></p><h3>D</h3>': [],
}


@pytest.mark.parametrize(("html", "faults"), FAULTS.items(), ids=FAULTS)
def test_each_fault_is_seen(html: str, faults: list[str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.format(html))
    seen = read_all(tmp_path)["page.html"]
    assert faults_of(seen)[: len(faults) or None] == faults


LINKS = {
    "page.html": [],
    "page.html#top": [],
    "#top": [],
    "./page.html#top": [],
    "https://else.example/": [],
    "gone.html": ["page.html: gone.html leads to no file"],
    "#gone": ["page.html: #gone leads to no place on its page"],
    "../page.html": ["page.html: ../page.html leads to no file"],
    "/page.html": ["page.html: /page.html leads to no file"],
}


@pytest.mark.parametrize(("link", "faults"), LINKS.items(), ids=LINKS)
def test_each_dead_link_is_seen(link: str, faults: list[str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.format(f'<a href="{link}">A</a>'))
    (tmp_path / "site.css").write_text("")
    assert list(dead_links(tmp_path, read_all(tmp_path))) == faults


def test_addresses_are_followed_as_a_browser_follows_them() -> None:
    assert arrive("a/b/page.html", "../c/%C3%A4.html#d") == ("a/c/ä.html", "d")
    assert arrive("a/page.html", "#d") == ("a/page.html", "d")
