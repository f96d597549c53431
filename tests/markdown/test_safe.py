"""What is not on the safe list is taken out, and nothing is taken out in silence."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.markdown.converting import convert
from tests.toolkits import found, page, tiny

from sessionpress.markdown.safe import ATTRIBUTES, SCHEMES, TAGS, clean, removed

pytestmark = pytest.mark.usefixtures("silence")

BAD = {
    "a script": "<script>alert(1)</script>",
    "a script in capitals": "<SCRIPT SRC=https://example.org/x.js></SCRIPT>",
    "a script in a paragraph": "Text <script>alert(1)</script> text",
    "a script that is never closed": "<script>alert(1)",
    "a handler": '<b onclick="alert(1)">x</b>',
    "a handler without quotation marks": "<b onclick=alert(1)>x</b>",
    "a handler over two lines": '<b\nonclick="alert(1)">x</b>',
    "a handler after a slash": "<b/onclick=alert(1)>x</b>",
    "a style": '<b style="position: fixed">x</b>',
    "a style sheet": "<style>p { color: red }</style>",
    "a linked style sheet": '<link rel="stylesheet" href="https://example.org/x.css">',
    "a frame": '<iframe src="https://example.org"></iframe>',
    "an object": '<object data="x.swf"></object>',
    "an embedded thing": '<embed src="x.swf">',
    "a drawing": "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "a formula": '<math><mtext href="javascript:alert(1)">x</mtext></math>',
    "a form": '<form action="https://example.org"><input name="a"></form>',
    "a button": '<button formaction="javascript:alert(1)">x</button>',
    "a video": '<video src="https://example.org/x.mp4" autoplay></video>',
    "a base": '<base href="https://example.org/">',
    "a redirection": '<meta http-equiv="refresh" content="0;url=https://example.org">',
    "a template": "<template><b>x</b></template>",
    "details that act": '<details open ontoggle="alert(1)">x</details>',
    "a picture that acts": '<img src="x" onerror="alert(1)" alt="x">',
    "a picture from the network": '<img src="https://example.org/x.gif" alt="x">',
    "a picture from any scheme": '<img src="//example.org/x.gif" alt="x">',
    "a link that acts": '<a href="javascript:alert(1)">x</a>',
    "a link that acts, spelled": '<a href="java&#x09;script:alert(1)">x</a>',
    "a link in Markdown that acts": "[x](javascript:alert(1))",
    "a link in capitals that acts": "[x](JaVaScRiPt:alert(1))",
    "a link with a space that acts": "[x]( javascript:alert(1))",
    "a link in brackets that acts": "[x](<javascript:alert(1)>)",
    "a named link that acts": "[x][y]\n\n[y]: javascript:alert(1)",
    "a spelled link that acts": "[x](&#106;avascript:alert(1))",
    "a link that carries a page": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "a link to a program": "[x](vbscript:msgbox)",
    "a picture that carries a script": "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "a picture in Markdown from the network": "![x](https://example.org/x.gif)",
    "a named picture from the network": "![x][y]\n\n[y]: https://example.org/x.gif",
    "a picture by its name alone": "![x]\n\n[x]: https://example.org/x.gif",
    "a link to our own scheme": '<a href="sp:nowhere.html">x</a>',
    "a link in Markdown to our own scheme": "[x](sp:nowhere.html)",
    "our own mark": '<sp-block n="0"></sp-block>',
}

ACTIVE = re.compile(
    r"<(script|style|iframe|object|embed|svg|math|form|input|button|video|base|meta|link|template)"
    r"|\son\w+\s*=|\sstyle\s*=|(href|src)=\"\s*(javascript|vbscript|data):|src=\"(https?:)?//",
    re.IGNORECASE,
)


@pytest.mark.parametrize("what", BAD)
def test_it_is_reported(what: str, tmp_path: Path) -> None:
    problems = found(tiny(tmp_path, {"docs/page.md": page(BAD[what])}))
    assert any(line.endswith(("[html-removed]", "[link-missing]")) for line in problems)


@pytest.mark.parametrize("what", BAD)
def test_it_is_gone(what: str) -> None:
    assert not ACTIVE.search(convert(BAD[what]).html)


@pytest.mark.parametrize("what", BAD)
def test_it_is_gone_from_inside_a_block(what: str) -> None:
    assert not ACTIVE.search(convert(f"/// notes\n{BAD[what]}\n///").html)


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>, <sub>2</sub>, <kbd>Enter</kbd>, <br> and <abbr title='x'>y</abbr>",
        '<span lang="ar" dir="rtl">بطاقة</span>',
        '<div class="wide">\n\nText\n\n</div>',
        "2 < 3 and 4 > 3, <3, a<b and <-",
        "`<script>` and\n\n```html\n<script>alert(1)</script>\n```",
        "<!-- A remark -->",
        "<https://example.org> and <a@example.org>",
        "| a |\n|--:|\n| 1 |",
        "A[^1]\n\n[^1]: Note",
        "Term\n:   Meaning",
    ],
)
def test_what_is_harmless_is_not_reported(text: str) -> None:
    assert convert(text).removed == ()


class Reader(HTMLParser):
    """Collects the tags and attributes of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and each of its attributes."""
        self.found.append((tag, "", ""))
        self.found += [(tag, name, value or "") for name, value in attrs]


PIECES = st.sampled_from(
    "<;>;</;/>;script;img; src=; onerror=;\";';=;javascript:;<b;<a href=;alert(1);<!--;-->;<svg>;"
    "<style>;&#x3c;\n;\t; ;<![CDATA[;]]>;<?x;\x00;\x02;`;[x](;);/// notes\n;<sp-block>".split(";")
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_only_what_is_on_the_list_comes_through(text: str) -> None:
    for tag, name, value in Reader(clean(text)).found:
        assert tag in TAGS
        assert not name or name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        if name == "src":
            assert value.startswith("sp:")
        if name == "href" and ":" in value.partition("/")[0].partition("#")[0]:
            assert value.partition(":")[0].lower() in SCHEMES


@given(st.lists(PIECES, max_size=14).map("".join))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert removed(once, once) == []
