"""A book in print: one document whose links all lead somewhere and where nothing is folded."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from sessionpress.render.book import Book, Chapter, Heading, PageHtml, render_book

TEMPLATES = Path(__file__).parents[2] / "overrides" / "print"
CHART = (
    '<figure class="chart"><svg viewBox="0 0 10 10" role="img"><title>Index &amp; part.</title>'
    "<desc>Two bars</desc><linearGradient/></svg><figcaption>Source</figcaption>"
    "<details><summary>As a table</summary><table><tr><td>1</td></tr></table></details></figure>"
)


def page(html: str, key: str = "first", title: str = "") -> PageHtml:
    return PageHtml(key, f"{key}.html", title or f"Title of {key}", html, (Heading(2, "a", "A"),))


def book(*pages: PageHtml, title: str = "Session one", part: bool = True) -> Book:
    return Book(
        key="book",
        title="The book",
        subtitle="For trying",
        edition="Participant's edition",
        date="2022-11-17",
        language="en",
        direction="ltr",
        author="An office",
        notice="<p>Some rights reserved.</p>",
        chapters=(Chapter(title, pages, part),),
        words={"contents": "Contents", "page": "Page", "of": "of", "see": "page"},
    )


def printed(html: str) -> str:
    """Print one page and give what stands in its article."""
    document = render_book(book(page(html), page("", "second")), TEMPLATES)
    match = re.search(r'<article class="page" id="first">(.*?)</article>', document, re.DOTALL)
    assert match
    return match[1]


def test_ids_of_two_pages_never_meet_and_references_follow_them() -> None:
    html = (
        '<h2 id="a">A</h2><table><tr><th id="c">C</th><td headers="c">1</td></tr></table>'
        '<div aria-labelledby="a c">x</div>'
    )
    document = render_book(book(page(html), page(html, "second")), TEMPLATES)
    ids = re.findall(r'\bid="([^"]*)"', document)
    assert len(ids) == len(set(ids))
    assert {"first--a", "second--a", "first", "second"} <= set(ids)
    assert 'headers="second--c"' in document
    assert 'aria-labelledby="second--a second--c"' in document


@pytest.mark.parametrize(
    ("href", "in_print"),
    [
        ("#a", '<a href="#first--a">x</a>'),
        (
            "sp:second.html",
            '<a href="#second" class="see" data-page="page" data-number="#second">x</a>',
        ),
        (
            "sp:second.html#a",
            '<a href="#second--a" class="see" data-page="page" data-number="#second--a">x</a>',
        ),
        ("sp:second.html#src-a", '<a href="#second--src-a">x</a>'),
        ("sp:outside.html#a", "<span>x</span>"),
        ("https://example.org/", '<a href="https://example.org/">x</a>'),
    ],
)
def test_a_link_leads_into_the_book_or_is_plain_text(href: str, in_print: str) -> None:
    assert in_print in printed(f'<p><a href="{href}">x</a> and more</p>')


def test_with_a_base_address_links_out_of_the_book_lead_to_the_site() -> None:
    site = replace(
        book(page('<p><a href="sp:a/b.html#c">x</a></p>')), base_url="https://example.org/t/"
    )
    assert 'href="https://example.org/t/a/b.html#c"' in render_book(site, TEMPLATES)


def test_headings_go_below_the_title_of_their_page_and_skip_no_level() -> None:
    html = printed("<h2>a</h2><h4>b</h4><h4>c</h4><h3>d</h3><h2>e</h2>")
    levels = re.findall(r"<h(\d)[^>]*>(\w)</h", html)
    assert levels == [("3", "a"), ("4", "b"), ("4", "c"), ("4", "d"), ("3", "e")]
    assert '<h2 class="page-title">Title of first</h2>' in html


def test_the_first_page_does_not_repeat_the_title_of_its_chapter() -> None:
    document = render_book(book(page("<h2>a</h2>", title="Session one")), TEMPLATES)
    assert document.count("Session one") == 2  # in the contents and above the chapter
    assert "<h2>a</h2>" in document
    assert "page-title" not in document


def test_before_the_title_of_its_first_page_a_chapter_may_have_a_number() -> None:
    first = page("<h2>a</h2>", title="Principles")
    document = render_book(book(first, title="Session 1: Principles"), TEMPLATES)
    assert document.count("Session 1: Principles") == 2
    assert "page-title" not in document


def test_a_page_on_its_own_has_no_cover_and_one_first_heading() -> None:
    leaf = replace(book(page("<h2>a</h2>"), part=False), cover=False, contents=False)
    document = render_book(leaf, TEMPLATES)
    assert re.findall(r"<h1[^>]*>([^<]*)", document) == ["Title of first"]
    assert "<h2>a</h2>" in document
    assert "Some rights reserved." in document
    assert "Participant&#39;s edition" in document
    assert 'class="cover"' not in document


def test_the_contents_lead_to_chapters_and_pages_in_order() -> None:
    document = render_book(book(page("", "first"), page("", "second")), TEMPLATES)
    contents = document[document.index('class="contents"') : document.index('class="chapter')]
    assert re.findall(r'href="#([^"]*)" data-number="#([^"]*)">([^<]*)', contents) == [
        ("chapter_1", "chapter_1", "Session one"),
        ("first", "first", "Title of first"),
        ("second", "second", "Title of second"),
    ]


def test_long_contents_stand_in_columns_of_which_no_chapter_is_parted() -> None:
    def columns(count: int) -> int:
        pages = [page("", f"p{number}") for number in range(count)]
        chapters = tuple(
            Chapter(f"Part {at}", tuple(pages[at : at + 10])) for at in range(0, count, 10)
        )
        return render_book(replace(book(), chapters=chapters), TEMPLATES).count('class="entries"')

    assert [columns(20), columns(60), columns(150)] == [1, 2, 4]


def test_where_one_list_has_all_sources_no_page_has_its_own() -> None:
    entry = "An office (2022) <i>A report</i>."
    own = f'<h2 id="s">Sources</h2><ul class="references"><li>{entry}</li></ul><p>After</p>'
    every = page(f'<ul class="references"><li id="src-a">{entry}</li></ul>', "every")
    whole = book(page(own), every)
    assert render_book(whole, TEMPLATES).count(entry) == 2
    document = render_book(replace(whole, sources="every.html"), TEMPLATES)
    assert document.count(entry) == 1
    assert 'id="every--src-a"' in document
    assert 'id="first--s"' not in document
    assert "<p>After</p>" in document
    with pytest.raises(ValueError, match=r"none\.html is not in the book"):
        render_book(replace(whole, sources="none.html"), TEMPLATES)


def test_a_sheet_says_whether_it_is_filled_or_only_shown() -> None:
    sheets = book(page("<form><p>Name</p></form>"), page("", "second"))
    document = render_book(sheets, TEMPLATES)
    assert '<article class="page filled" id="first">' in document
    assert '<article class="page" id="second">' in document
    assert '<body class="book written">' in document
    assert '<body class="book shown">' in render_book(replace(sheets, sheets="show"), TEMPLATES)


def test_small_slides_stand_in_pairs() -> None:
    slide, wide = '<section class="slide">x</section>', '<section class="slide"><table></table>'
    html = printed(f"{slide * 3}{wide}</section>{slide}<p>y</p>")
    assert html.count('<div class="beside">') == 1
    assert html.count('<section class="slide">') == 5
    pair = f'<div class="beside">{slide}<div class="gap"></div>{slide}</div>{slide}'
    assert pair in html


def test_a_drawing_stands_beside_its_figures() -> None:
    html = printed(CHART.replace("<figcaption>Source</figcaption>", ""))
    assert re.search(r'<div class="beside"><div><img [^>]*></div><div class="gap"></div><div', html)


def test_words_that_announce_a_list_or_table_stay_with_it() -> None:
    html = printed(
        "<p>Do this:</p><ul><li>a</li></ul><p>Done.</p><ul><li>b</li></ul>"
        '<p>Look.</p><div class="table"><table></table></div>'
    )
    assert re.findall(r'<p class="leads-in">([^<]*)', html) == ["Do this:", "Look."]


def test_folds_lie_open() -> None:
    html = printed('<details class="block answer"><summary>Answer</summary><p>Yes.</p></details>')
    assert '<div class="block answer fold"><div class="fold-title">Answer</div>' in html
    assert "Yes." in html


def test_a_drawing_becomes_a_picture_that_says_what_it_shows() -> None:
    html = printed(CHART)
    assert 'alt="Index &amp; part. Two bars"' in html
    assert 'src="data:image/svg+xml;base64,' in html
    assert "<svg" not in html
    assert "As a table" in html


def test_a_hidden_drawing_is_left_out_and_a_mute_one_is_an_error() -> None:
    assert "img" not in printed('<p><svg aria-hidden="true"><path d="M0 0"/></svg>x</p>')
    with pytest.raises(ValueError, match="first: a drawing has neither title nor description"):
        printed('<svg><path d="M0 0"/></svg>')


def test_what_needs_a_screen_is_left_out_but_the_text_after_it_stays() -> None:
    html = printed(
        '<p>A note.<a class="footnote-backref" href="#x">back</a> More.</p>'
        '<div class="screen">Press here</div><button>Press</button>End.'
    )
    assert "<p>A note. More.</p>End." in html


def test_fields_become_boxes_and_lines() -> None:
    html = printed(
        '<p><input type="checkbox"> a <input type="radio" checked> b <input type="text"> c'
        '<input type="hidden" value="x"> d <textarea rows="3">old</textarea></p>'
    )
    assert re.findall(r'<span class="([^"]*)"', html) == [
        "tick",
        "ring ticked",
        "blank",
        "lines",
        "rule",
        "rule",
        "rule",
    ]
    assert "old" not in html


def test_addresses_are_printed_in_lists_of_references_only() -> None:
    link = '<a href="https://example.org/report">report</a>'
    html = printed(f'<p>{link}</p><ul class="references"><li>{link}, 2022</li></ul>')
    assert html.count(">https://example.org/report</span>") == 1
    bare = '<a href="https://example.org/report">https://example.org/report</a>'
    assert "address" not in printed(f'<ul class="references"><li>{bare}</li></ul>')


def test_latin_runs_in_right_to_left_text_are_isolated() -> None:
    arabic = page('<p>انظر https://example.org/a/ الآن</p><p dir="ltr">See C.</p>', "p", "عن UN")
    document = render_book(replace(book(arabic), language="ar", direction="rtl"), TEMPLATES)
    assert "\u2066UN\u2069" in document
    run = re.search("\u2066(https[^\u2069]*)\u2069", document)
    assert run and run[1].replace("\u200e", "") == "https://example.org/a/"
    assert run[1].endswith("/\u200e")
    assert '<p dir="ltr">See C.</p>' in document


@pytest.mark.parametrize("html", ["<p>a", "<p><b>a</p></b>", "a</p>"])
def test_html_that_is_not_balanced_is_an_error(html: str) -> None:
    with pytest.raises(ValueError, match="first: "):
        printed(html)


def test_a_key_used_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="'first' is not unique"):
        render_book(book(page(""), page("")), TEMPLATES)


def test_a_missing_word_is_an_error_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        render_book(
            replace(book(page("")), words={"page": "Page", "of": "of", "see": "page"}), TEMPLATES
        )


def test_titles_are_text_not_markup() -> None:
    document = render_book(book(page("", title="A < B & C")), TEMPLATES)
    assert "A &lt; B &amp; C" in document


def test_the_same_book_gives_the_same_document() -> None:
    assert render_book(book(page(CHART)), TEMPLATES) == render_book(book(page(CHART)), TEMPLATES)
