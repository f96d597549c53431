"""A session in plain text: it can be sent as a message, and says all that the page says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.packages import ARABIC, CHART, FORM, RICH, TERM, book, page

from sessionpress.render.book import Chapter
from sessionpress.render.plain_text import key_points, session_text

pytestmark = pytest.mark.usefixtures("silence")

POINTS = (
    '<p>Before.</p><h2 id="key-points">Key points</h2><ul class="keypoints"><li><p>Count '
    "<em>first</em>.</p></li><li><p>Then plan.</p></li></ul><p>After.</p>"
)


def told(html: str) -> str:
    """What stands below the title of the only page of a book."""
    text = session_text(book(page(html, title="P")))
    return text.partition("P\n-\n")[2].partition("\n\n\n-----")[0].strip("\n")


def test_a_session_from_its_title_to_its_notice() -> None:
    pages = (
        page(POINTS, title="Looking"),
        page('<p>Do <a href="sp:first.html">it</a>.</p>', "second"),
    )
    assert session_text(book(*pages)) == (
        "Session 1: Looking\n"
        "==================\n"
        "\n"
        "The kit\n"
        "Participant's edition 3, 2030-03-01\n"
        "\n"
        "*Key points*\n"
        "\n"
        "- Count first.\n"
        "- Then plan.\n"
        "\n"
        "*Contents*\n"
        "\n"
        "- Overview\n"
        "- Title of second\n"
        "\n\n"
        "Overview\n"
        "--------\n"
        "\n"
        "Before.\n"
        "\n"
        "After.\n"
        "\n\n"
        "Title of second\n"
        "---------------\n"
        "\n"
        "Do it.\n"
        "\n\n"
        "--------------------\n"
        "\n"
        "Some rights & duties.\n"
    )


def test_the_key_points_of_all_sessions_are_a_text_of_their_own() -> None:
    none = book(page("<p>x</p>"), title="Session 2: Acting")
    assert key_points("The kit", [book(page(POINTS)), none]) == (
        "The kit: Key points\n"
        "===================\n"
        "\n\n"
        "*Session 1: Looking*\n"
        "\n"
        "- Count first.\n"
        "- Then plan.\n"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\nline, <strong>a</strong><em>b</em>.</p><p>Two</p>", "One line, ab.\n\nTwo"),
        ("<h2 id='a'>A &amp; B</h2><p>x<br>y</p>", "*A & B*\n\nx y"),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\n  c"),
        ("<ol start='3'><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "3. a\n4. b\n  - c"),
        ('<ul><li class="box">a</li><li class="box right">b</li></ul>', "- [ ] a\n- [x] b"),
        ("<dl><div><dt>Time</dt><dd>5 min</dd></div></dl>", "- Time: 5 min"),
        ("<dl><dt>A</dt><dd><p>b</p><p>c</p></dd></dl>", "- A: b c"),
        ("<pre><code>a\n  b\n</code></pre>", "    a\n      b"),
        ("<blockquote><p>Said.</p></blockquote><hr>", "Said.\n\n--------------------"),
        ('<p><img alt="A square" src="sp:a.png">.</p>', "[Picture: A square]."),
        (f"<p>A {TERM}.</p>", "A reach."),
        (
            '<p>See <a href="https://e.org/x">the report</a>.</p>',
            "See the report <https://e.org/x>.",
        ),
        ('<p>At <a href="https://e.org/x">https://e.org/x</a></p>', "At https://e.org/x"),
        (
            '<p><a href="mailto:a@e.org">Write</a>, <a href="sp:far.html">far</a></p>',
            "Write <a@e.org>, far",
        ),
        (
            '<p class="block-label">Talk <span class="minutes">20 min</span></p>'
            '<p class="block-meta"><span>Work: alone</span> <span>You need: a pen</span></p>',
            "[Talk, 20 min]\n\nWork: alone. You need: a pen",
        ),
        ('<p class="screen">Press</p><div hidden>no</div><p>yes</p>', "yes"),
        ('<p>x</p><svg aria-hidden="true"><path d=""/></svg>', "x"),
        ("<p>تونس و<bdi>UN</bdi></p>", "تونس وUN"),
    ],
)
def test_each_piece_of_a_page(html: str, text: str) -> None:
    assert told(html) == text


def test_a_row_of_a_table_is_a_line_that_names_its_cells() -> None:
    head = "<tr><th>Who</th><th>What</th><th>When</th></tr>"
    row = "<tr><th>Ministry</th><td>Plans<br>all</td><td></td></tr>"
    assert told(
        f"<table><caption>Tasks</caption><thead>{head}</thead><tbody>{row}</tbody></table>"
    ) == ("Tasks:\n- Ministry: What: Plans all; When: –")
    assert told("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>") == (
        "- A: 1; B: 2"
    )
    assert told("<table><tr><th>Year</th><td>2030</td></tr></table>") == "- Year: 2030"


def test_a_chart_is_told_in_words_once() -> None:
    assert told(CHART) == "[Chart: Reach. From 1 to 2.]\n\nSource: Atlas"


def test_a_sheet_is_lines_to_write_on() -> None:
    assert told(FORM) == (
        "Name (required)\n\nAs on paper.\n\n______\n\nWay\n\n( ) By foot\n\n[ ] By boat\n\n"
        "Steps:\n- 1: ______"
    )


def test_links_out_of_the_book_are_written_out_when_it_is_published() -> None:
    site = replace(book(*RICH), base_url="https://example.org/kit/")
    assert "far away <https://example.org/kit/far/away.html#x>" in session_text(site)
    assert "far away," in session_text(book(*RICH))


def test_one_list_of_sources_is_enough() -> None:
    listed = '<p>x</p><h2>Sources</h2><ul class="references"><li>Atlas</li></ul>'
    sources = page('<ul class="references"><li>Atlas</li></ul>', "sources", "Sources")
    made = replace(book(page(listed), sources), sources="sources.html")
    assert session_text(made).count("Atlas") == 1


def test_titles_in_arabic_stay_as_they_are() -> None:
    text = session_text(book(*ARABIC, title="الجلسة الأولى", rtl=True))
    assert text.startswith("الجلسة الأولى\n=============\n")
    assert "3. واحد" in text
    assert "انظر الخطوة على https://example.org/a." in text


def test_a_session_without_a_page_is_a_title_and_a_notice() -> None:
    empty = replace(book(), chapters=(Chapter("Looking", ()),))
    assert session_text(empty) == (
        "Session 1: Looking\n==================\n\n"
        "The kit\nParticipant's edition 3, 2030-03-01\n\n\n"
        "--------------------\n\nSome rights & duties.\n"
    )


def test_no_markup_and_no_empty_end_of_line_is_left() -> None:
    text = session_text(book(*RICH))
    assert not {"<p", "&amp;", "sp:"} & set(text.split())
    assert [line for line in text.split("\n") if line != line.rstrip()] == []
    assert "\n\n\n\n" not in text
