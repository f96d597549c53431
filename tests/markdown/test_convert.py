"""From parts to HTML: every word is kept, every notation means one thing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from tests.markdown.converting import convert, converter, html, of_parts, page_of

from sessionpress.content.model import Block, Part, Term, Text, blocks, walk
from sessionpress.content.scan import scan_parts
from sessionpress.markdown.convert import serialise
from sessionpress.markdown.extension import Dialect, Meaning, slugify
from sessionpress.problems import Place, Problems

pytestmark = pytest.mark.usefixtures("silence")

# ---------------------------------------------------------------- no word is lost

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcxyzABC"),
        st.sampled_from("çğışöüÇĞİŞÖÜ"),
        st.sampled_from("ابتثجحخدذرزپچگکی"),
        st.sampled_from("কখগঘঙচছজািী"),
        st.sampled_from("日本語中文"),
    ),
    min_size=1,
    max_size=8,
)
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
TEXTS = st.builds(
    lambda paragraphs: Text("\n\n".join(paragraphs), 1),
    st.lists(PARAGRAPHS, min_size=1, max_size=3),
)
PARTS: st.SearchStrategy[tuple[Part, ...]] = st.recursive(
    st.lists(TEXTS, max_size=2).map(tuple),
    lambda inner: (
        st.tuples(
            TEXTS, st.builds(lambda parts: Block("notes", "T", None, parts, Place("a", 1)), inner)
        )
        | st.tuples(st.builds(lambda parts: Block("talk", "", None, parts, Place("a", 1)), inner))
    ),
    max_leaves=6,
)


def words_of(parts: tuple[Part, ...]) -> list[str]:
    return [word for part in walk(parts) if isinstance(part, Text) for word in part.text.split()]


@given(PARTS)
def test_every_word_of_plain_paragraphs_is_kept_in_order(parts: tuple[Part, ...]) -> None:
    converted = converter().convert(of_parts(parts))
    plain = unescape(re.sub(r"<[^>]*>", " ", converted.html))
    assert plain.split() == words_of(parts)
    assert converted.removed == ()


@given(PARTS)
def test_every_block_is_marked_once_and_closed(parts: tuple[Part, ...]) -> None:
    converted = converter().convert(of_parts(parts))
    assert list(converted.blocks) == list(blocks(parts))
    marks = re.findall(r"<sp-block n=\"(\d+)\">", converted.html)
    assert marks == [str(number) for number in range(len(converted.blocks))]
    assert converted.html.count("</sp-block>") == len(marks)


def test_blocks_of_any_depth_are_told_apart_by_their_slashes() -> None:
    def nest(depth: int) -> tuple[Part, ...]:
        inner = nest(depth - 1) if depth else ()
        return (Text(f"Before {depth}", 1), Block("notes", "", None, inner, Place("a", 1)))

    converted = converter().convert(of_parts(nest(8)))
    assert re.findall(r"Before \d|</?sp-block", converted.html) == [
        *(piece for depth in range(8, -1, -1) for piece in (f"Before {depth}", "<sp-block")),
        *["</sp-block"] * 9,
    ]


def test_parts_are_written_as_markdown_with_numbers_in_place_of_kinds() -> None:
    parts = scan_parts(
        "One\n\n/// talk | T\n    minutes: 5\n\nTwo\n\n//// notes\nThree\n////\n///",
        "a.md",
        1,
        Problems(),
    )
    found: list[Block] = []
    assert serialise(parts, found) == (
        "One\n\n///// sp | 0\n\nTwo\n\n//// sp | 1\n\nThree\n\n////\n\n/////"
    )
    assert [block.kind for block in found] == ["talk", "notes"]


def test_indented_code_that_opens_a_block_is_not_taken_for_its_settings() -> None:
    made = html("/// notes\n\n    n: 7\n    key: value\n\nText\n///").replace("> <", "><")
    assert "<pre><code>n: 7 key: value </code></pre>" in made


def test_lists_tables_and_code_stand_inside_blocks() -> None:
    inner = "- One\n    - Two\n\n```\n/// three\n```\n\nTable: T\n\n|a|b|\n|-|-|\n|1|2|"
    made = html(f"/// notes\n{inner}\n///").replace("> <", "><")
    assert "<ul><li>One<ul><li>Two</li></ul></li></ul>" in made
    assert "/// three" in made
    assert '<caption id="table-1">T</caption>' in made


# ---------------------------------------------------------------- notations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](index.md)", '<a href="sp:index.html">a</a>'),
        ("[a](./index.md#x)", '<a href="sp:index.html#x">a</a>'),
        ("[a](../modules/10-reading/)", '<a href="sp:sessions/reading/index.html">a</a>'),
        ("[a](../modules/10-reading/10-cards.md?x=1#y)", 'href="sp:sessions/reading/cards.html#y"'),
        ("[a](#here)", '<a href="#here">a</a>'),
        ("[a](https://example.org/?b=c&d)", '<a href="https://example.org/?b=c&amp;d">a</a>'),
        ("[a](mailto:a@example.org)", '<a href="mailto:a@example.org">a</a>'),
        ("[a][b]\n\n[b]: index.md", '<a href="sp:index.html">a</a>'),
        ("![a](plan.svg)", '<img alt="a" height="1" src="sp:plan.svg" width="1">'),
        ("{{ survey.index.AAA.2030 }}", "<p>0.55</p>"),
        ("**{{survey.index.AAA.2030}}**", "<strong>0.55</strong>"),
        ("`{{ survey.index.AAA.2030 }}`", "<code>{{ survey.index.AAA.2030 }}</code>"),
        (
            "[@survey-30, p. 9]",
            '<span class="cites">(<a href="sp:sources.html#src-survey-30">'
            "Statistics office, 2030, p. 9</a>)</span>",
        ),
        ("- [ ] a\n- [x] b", '<li class="box">a</li> <li class="box right">b</li>'),
        ("~~~\nx < y\n~~~", "x &lt; y"),
        ("A[^1]\n\n[^1]: Note", '<a class="footnote-ref" href="#fn:1">1</a>'),
        ("A & B < C", "<p>A &amp; B &lt; C</p>"),
    ],
)
def test_a_notation_becomes(text: str, expected: str) -> None:
    assert expected in html(text)


def test_a_table_has_its_caption_its_heads_and_its_alignment() -> None:
    made = html("Table: What *it* shows\n\n| A | B |\n|:--|--:|\n| 1 | 2 |")
    assert '<div aria-labelledby="table-1" class="table" role="region" tabindex="0">' in made
    assert '<caption id="table-1">What <em>it</em> shows</caption>' in made
    assert '<th align="left" scope="col">A</th>' in made
    assert '<td align="right">2</td>' in made
    assert convert("| A |\n|--:|\n| 1 |").removed == ()


def test_tables_are_numbered_anew_on_every_page() -> None:
    text = "Table: One\n\n|a|\n|-|\n|1|\n\nTable: Two\n\n|a|\n|-|\n|1|"
    for _ in range(2):
        assert re.findall(r'caption id="([^"]*)"', html(text)) == ["table-1", "table-2"]


def test_a_term_is_linked_where_it_is_first_named() -> None:
    made = html("## Card\n\n`card`, [card](index.md), discard, card-like. A **card** and a card.")
    assert made.count('class="term"') == 1
    assert (
        '<strong><a class="term" href="sp:glossary.html#term-card" title="A sheet with figures.">'
        "card</a></strong> and a card." in made
    )


def test_a_term_is_not_linked_inside_a_longer_word_of_any_script() -> None:
    """A vowel sign belongs to the word before it, though it is no letter."""
    term = Term("term-kar", "কার", ("কার",), "A car.")
    dialect = Dialect()
    dialect.meaning = Meaning(str, str, lambda one: (one.key, ""), (term,), "glossary.html")
    made = Markdown(extensions=[dialect]).convert("কার্ড কারা, কার আছে")
    assert re.findall(r"(\S*)<a [^>]*>([^<]*)</a>(\S*)", made) == [("", "কার", "")]


def test_headings_get_ids_of_their_own_words() -> None:
    made = html("## What you do\n\n## বাংলা লেখা\n\n## ما تفعله\n\n## What you do\n\n## ???")
    assert re.findall(r'<h2 id="([^"]*)"', made) == [
        "what-you-do",
        "বাংলা-লেখা",
        "ما-تفعله",
        "what-you-do_1",
        "section",
    ]


@given(st.text())
def test_an_id_is_never_empty_and_has_no_space(words: str) -> None:
    made = slugify(words, "-")
    assert made
    assert not re.search(r"[\s\"'<>&]", made)


def test_one_page_leaves_nothing_behind_for_the_next() -> None:
    page = page_of("A[^1] [@survey-30] [b][c]\n\n[^1]: Note\n\n[c]: index.md\n\n/// notes\nx\n///")
    first = converter().convert(page)
    empty = convert("A[^1] [b][c]")
    assert (empty.html, empty.cited, empty.blocks) == ("<p>A[^1] [b][c]</p>", (), ())
    assert converter().convert(page) == first


def test_sources_are_given_in_the_order_of_the_text_each_once() -> None:
    assert convert("[@b] [@a; @b] [@c]").cited == ("b", "a", "c")


def test_the_inside_of_a_block_is_converted_alone() -> None:
    page = page_of(
        "/// keypoint\nA **card** {{ survey.index.AAA.2030 }}.\n\n//// notes\nx\n////\n///"
    )
    (block, _inner) = blocks(page.parts)
    assert converter().fragment(page, block) == "<p>A <strong>card</strong> 0.55.</p>"


def test_variables_in_titles_are_plain_text() -> None:
    assert converter().text("In {{ toolkit.edition }}: {{ nothing.at.all.x }}!") == "In 2030.1: !"
