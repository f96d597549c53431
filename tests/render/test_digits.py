"""Numbers in the digits of a language."""

from __future__ import annotations

import pytest

from sessionpress.render.digits import counters, localised


def test_numbers_of_the_text_have_the_digits_of_the_language() -> None:
    html = '<p id="p1" data-n="3">15 دقیقه، 0.55<br>09:30</p>'
    assert localised(html, "arabext") == '<p id="p1" data-n="3">۱۵ دقیقه، ۰.۵۵<br>۰۹:۳۰</p>'
    assert localised("<td>25</td>", "beng") == "<td>২৫</td>"
    assert localised('<svg><text x="1">0.5</text></svg>', "beng") == (
        '<svg><text x="1">০.৫</text></svg>'
    )
    assert localised(html, "latn") == html


@pytest.mark.parametrize(
    "kept",
    [
        '<p lang="en">Take 15 cards.</p>',
        '<span dir="ltr">2030-03-01</span>',
        "<code>a1 2</code>",
        '<span class="cites">(<a href="x">Office, 2030</a>)</span>',
        '<ul class="references screen"><li>2030</li></ul>',
        "<p>D-8, 4G, A4, COVID-19 &#39;</p>",
        "<p>\u2066D-\u200e8\u2069</p>",
    ],
)
def test_what_is_in_no_language_of_the_page_is_kept(kept: str) -> None:
    assert localised(f"<div>{kept}1</div>", "beng") == f"<div>{kept}১</div>"


def test_an_element_that_is_kept_ends_at_its_own_end() -> None:
    html = '<div lang="en"><div>1</div>2</div><p>3</p>'
    assert localised(html, "arab") == '<div lang="en"><div>1</div>2</div><p>٣</p>'


def test_pages_and_lists_are_counted_in_the_digits_of_the_language() -> None:
    css = 'content: counter(page) " " counter(pages)'
    assert counters(css, "arabext") == (
        'content: counter(page, persian) " " counter(pages, persian)\n'
        "ol { list-style-type: persian; }\n"
    )
    assert counters(css, "latn") == css
