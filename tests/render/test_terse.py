"""HTML in few bytes is the same HTML: only what the language lets be left out is left out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from sessionpress.render.terse import hash_of, in_few_bytes

pytestmark = pytest.mark.usefixtures("silence")

STYLE = ".soft{color:#333;margin:.5em}.never-used,.soft a{top:0}"
PAGE = (
    "<!DOCTYPE html>\n<html><head>\n<meta content=\"style-src 'sha256-{}'\">\n<style>{}</style>\n"
    "</head>\n<body>\n{}\n</body>\n</html>\n"
)


def short(body: str) -> str:
    """What becomes of the inside of a body."""
    return in_few_bytes(PAGE.format(hash_of(STYLE), STYLE, body)).partition("<body>")[2]


@pytest.mark.parametrize(
    ("whole", "terse"),
    [
        ("<p>One</p>\n<p>Two</p>", "<p>One<p>Two"),
        ("<p>One</p> two", "<p>One</p>two"),
        ("<p>One</p><b>two</b>", "<p>One</p><b>two</b>"),
        ("<ins><p>One</p></ins>", "<ins><p>One</p></ins>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a<li>b</ul>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a<dd>b</dl>"),
        ("<dl><div><dt>a</dt></div></dl>", "<dl><div><dt>a</dt></div></dl>"),
        (
            "<table><thead><tr><th>a</th></tr></thead>\n<tbody><tr><td>b</td></tr></tbody></table>",
            "<table><thead><tr><th>a<tbody><tr><td>b</table>",
        ),
        ("a\n  <b>b</b>\n c<br>\nd", "a <b>b</b> c<br>d"),
        ("<pre>  a\n   b </pre>", "<pre>  a\n   b </pre>"),
        ("<p>a <b> b </b> c </p>", "<p>a <b> b </b> c"),
        ("<i></i>", "<i></i>"),
        ('<img alt="" src="a.png">', "<img alt src=a.png>"),
        ('<a href="x?a=b">y</a>', '<a href="x?a=b">y</a>'),
        ('<a href="#i1" title="two words">y</a>', '<a href=#i1 title="two words">y</a>'),
        ('<a href="x/" title="&quot;">&lt;&amp;</a>', '<a href=x/ title="&quot;">&lt;&amp;</a>'),
        ('<b title="a&amp;b">\u00a0x\u00a0</b>', "<b title=a&amp;b>\u00a0x\u00a0</b>"),
        ('<b class="soft other soft">x</b>', '<b class="a c a">x</b>'),
        (
            '<svg viewBox="0 0 9 9"><path d="M0 0"></path><text>a  b</text></svg> x',
            '<svg viewBox="0 0 9 9"><path d="M0 0"/><text>a  b</text></svg> x',
        ),
        ("", ""),
    ],
)
def test_what_html_does_not_ask_for_is_left_out(whole: str, terse: str) -> None:
    assert short(whole) == terse


def test_style_and_page_agree_on_the_names_and_the_policy_knows_the_style() -> None:
    body = '<p class="rare">1</p>' + '<p class="often">2</p>' * 3
    made = in_few_bytes(PAGE.format(hash_of(STYLE), STYLE, body))
    style = re.findall(r"<style>(.*)</style>", made)[0]
    assert style == ".b{color:#333;margin:.5em}.c,.b a{top:0}"
    assert f"'sha256-{hash_of(style)}'" in made
    assert made.endswith("<p class=d>1<p class=a>2<p class=a>2<p class=a>2")


def test_after_26_names_there_are_more() -> None:
    made = short("".join(f'<b class="c{number}">x</b>' for number in range(60)))
    names = re.findall(r"class=(\w+)", made)
    assert len(set(names)) == 60
    assert max(map(len, names)) == 2


TREES = st.recursive(
    st.sampled_from(["x", " x ", "\n", " ", "<br>", '<img alt="">', "&amp;", "é  é"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from("p b i span a em small".split()),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
FLOW = st.lists(
    st.builds(
        lambda form, inner: form.format(inner),
        st.sampled_from(
            [
                "<ul><li>{}</li> <li>b</li></ul>",
                "<dl><dt>a</dt><dd>{}</dd></dl>\n",
                "<table><tbody><tr><th>{}</th> <td>b</td></tr></tbody></table>",
                "<div>\n<h2>a</h2>{}</div>",
                "<section>a {} c</section>",
                "<blockquote>{}</blockquote> x",
            ]
        ),
        TREES.filter(lambda one: one.count("<p") <= one.startswith("<p")),
    ),
    max_size=4,
).map("".join)


def shape(html: str) -> list[tuple[str, str]]:
    """Elements and words in their order, as a parser of HTML reads them."""
    root = lxml_html.document_fromstring(f"<body><div>{html}</div>")
    return [
        (
            str(one.tag),
            " ".join((one.text or "").split()) + "|" + " ".join((one.tail or "").split()),
        )
        for one in root.iter()
    ]


@given(FLOW)
def test_a_parser_reads_the_same_page(html: str) -> None:
    assert shape(short(html)) == shape(html)
