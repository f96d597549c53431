"""What is not on the safe list is taken out, and nothing is taken out in silence."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.markdown.converting import convert
from tests.toolkits import Content, found, page, tiny

from sessionpress.markdown.safe import ATTRIBUTES, SCHEMES, TAGS, clean, removed

pytestmark = pytest.mark.usefixtures("silence")


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
    "a link that acts, with a tab": '<a href="java\tscript:alert(1)">x</a>',
    "a link that acts, over two lines": '<a href="java\nscript:alert(1)">x</a>',
    "a link that acts, with its colon named": '<a href="javascript&colon;alert(1)">x</a>',
    "a link that acts, with a tab named": '<a href="java&Tab;script:alert(1)">x</a>',
    "a link that acts, after a control sign": '<a href="\x01javascript:alert(1)">x</a>',
    "a link in Markdown with its colon named": "[x](javascript&colon;alert(1))",
    "a link in Markdown with a spelled line break": "[x](java&#10;script:alert(1))",
    "a link in Markdown with its colon as a number": "[x](javascript%3Aalert(1))",
    "a link in Markdown inside another scheme": "[x](feed:javascript:alert(1))",
    "a link to a file of the reader": "[x](file:///etc/passwd)",
    "a link to what a page made": "[x](blob:https://example.org/a)",
    "a link to no host": "[x](//example.org/x)",
    "an address that acts by itself": "<javascript:alert(1)>",
    "an address that is a page by itself": "<data:text/html,x>",
    "a name that acts, alone": "[x]: javascript:alert(1)\n\n[x]",
    "a link that tells others": '<a href="https://example.org" ping="https://example.org/p">x</a>',
    "a drawing from outside": '<svg><use href="data:image/svg+xml,x#a"/></svg>',
    "a drawing that changes its link": (
        "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>"
    ),
    "a drawing that sets a handler": "<svg><set attributeName=onmouseover to=alert(1)></svg>",
    "a page in a drawing": ("<svg><foreignObject><script>alert(1)</script></foreignObject></svg>"),
    "a formula that acts": (
        '<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>'
    ),
    "a formula that is read in two ways": (
        "<math><mtext><table><mglyph><style><!--</style>"
        '<img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">'
    ),
    "a style that is read in two ways": (
        '<style><img title="</style><img src=x onerror=alert(1)>">'
    ),
    "what is read without scripts": (
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>'
    ),
    "a style that fetches": '<div style="background: url(https://example.org/x)">x</div>',
    "a style that computes": '<div style="width: expression(alert(1))">x</div>',
    "a style that imports": '<style>@import "https://example.org/x.css";</style>',
    "a style as data": '<link rel=stylesheet href="data:text/css,*{display:none}">',
    "attributes below a paragraph": 'Text\n{: onclick="alert(1)" }',
    "attributes after bold text": '**x**{: onclick="alert(1)" }',
    "attributes of a heading": '## Title {: style="color: red" onmouseover="alert(1)" }',
    "attributes of a link": '[x](https://example.org){: target="_blank" onclick="alert(1)" }',
    "attributes by id and class": "**x**{#main .site}",
    "pictures by width": '<img src="x" srcset="https://example.org/x.png 2x" alt="x">',
    "a choice of pictures": (
        '<picture><source srcset="https://example.org/x.webp"><img src="x" alt="x"></picture>'
    ),
    "a picture as data": '<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="x">',
    "a picture of our own scheme": '<img src="sp:x" alt="x">',
    "a background from the network": (
        '<table background="https://example.org/x.gif"><tr><td>x</td></tr></table>'
    ),
    "a citation that acts": '<q cite="javascript:alert(1)">x</q>',
    "a field that acts": "<textarea autofocus onfocus=alert(1)>x</textarea>",
    "a form sent elsewhere": "<input type=submit formaction=https://example.org value=x>",
    "text that is edited": "<b contenteditable onblur=alert(1)>x</b>",
    "moving text that acts": "<marquee onstart=alert(1)>x</marquee>",
    "frames": "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "a body": "<body onload=alert(1)>",
    "a cookie": '<meta http-equiv="Set-Cookie" content="a=b">',
    "another policy": "<meta http-equiv='Content-Security-Policy' content='default-src *'>",
    "a redirection that acts": '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "a file fetched ahead": '<link rel="preload" as="script" href="https://example.org/x.js">',
    "a name looked up ahead": '<link rel="dns-prefetch" href="//example.org">',
    "a declaration with entities": '<!DOCTYPE html [<!ENTITY x "y">]>',
    "a style sheet of XML": '<?xml-stylesheet href="javascript:alert(1)"?>',
    "a section of XML": "<![CDATA[<script>alert(1)</script>]]>",
    "a remark on a condition": "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "a remark that ends at once": "<!--> <script>alert(1)</script> -->",
    "text as it is": "<xmp><script>alert(1)</script></xmp>",
    "plain text to the end": "<plaintext><script>alert(1)</script>",
    "a tag around a null": "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "a tag in a tag": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "a tag that is never closed": "<img src=x onerror=alert(1)//",
    "a handler in a table": 'Table: T\n\n| a |\n|---|\n| <b onclick="alert(1)">x</b> |',
    "a handler in a note": "A[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "a handler in a definition": 'Term\n:   <b onclick="alert(1)">x</b>',
    "a handler in a heading": '## <b onclick="alert(1)">x</b>',
    "a handler beside Markdown": '<div markdown="1" onclick="alert(1)">**x**</div>',
    "a tag in a variable": "{{ <script>alert(1)</script> }}",
}

TEXT = {
    "a title that breaks out": """[x](https://example.org '" onclick="alert(1)')""",
    "a title with a stroke that breaks out": '[x](https://example.org "\\" onclick=\\"alert(1)")',
    "an alternative text that breaks out": '![x" onerror="alert(1)](plan.svg)',
    "code that breaks out": '```html onclick="alert(1)"\nx\n```',
    "code with attributes": '``` {.html onclick="alert(1)"}\nx\n```',
    "code that is markup": "`<script>alert(1)</script>`",
}
"""What looks like an attack and is only text, which no rule forbids."""


def acting(html: str) -> list[str]:
    """What is on a page as browsers read it and should not be: tags, attributes, addresses."""
    found = []
    for tag, name, value in Reader(html).found:
        if tag not in TAGS or (name and name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())):
            found.append(f"<{tag} {name}>")
        address = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", value).lower()  # as browsers do
        scheme = re.match(r"([^/?# ]*):", address)
        if name == "src" and not value.startswith("sp:"):
            found.append(value)
        if name == "href" and scheme and scheme[1] not in SCHEMES:
            found.append(value)
    return found


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every problem of a toolkit that has a page for each of the texts; each begins on line 7."""
    pages: dict[str, Content] = {
        f"docs/40-page-{number}.md": page(f"First.\n\n{text}", f"Page {number}")
        for number, text in enumerate((BAD | TEXT).values())
    }
    return found(tiny(tmp_path_factory.mktemp("attacked"), pages))


def said_of(what: str, said: list[str]) -> list[str]:
    """The problems of the page of one text."""
    number = list(BAD | TEXT).index(what)
    return [line for line in said if line.startswith(f"docs/40-page-{number}.md:")]


@pytest.mark.parametrize("what", BAD)
def test_it_is_reported_where_it_stands(what: str, said: list[str]) -> None:
    own = said_of(what, said)
    rules = ("[html-removed]", "[link-missing]", "[file-encoding]")
    lines = [int(line.split(":")[1]) for line in own if line.endswith(rules)]
    assert lines
    assert min(lines) >= 7
    assert max(lines) <= 7 + BAD[what].count("\n")


@pytest.mark.parametrize("what", BAD)
def test_it_is_gone(what: str) -> None:
    assert acting(convert(BAD[what]).html) == []


@pytest.mark.parametrize("what", BAD)
def test_it_is_gone_from_inside_a_block(what: str) -> None:
    assert acting(convert(f"/// notes\n{BAD[what]}\n///").html) == []


@pytest.mark.parametrize("what", TEXT)
def test_text_that_looks_like_markup_stays_text(what: str, said: list[str]) -> None:
    assert acting(convert(TEXT[what]).html) == []
    assert said_of(what, said) == []


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
