"""The styles of a site hold what its pages can show, and nothing more."""

from __future__ import annotations

import pytest

from sessionpress.render.lean import lean_styles

PAGE = b'<html lang="ar-EG" data-digits="arab"><body class="site"><p class="a b" id="top">x</body>'


def lean(style: str, *, page: bytes = PAGE, script: str = "") -> str:
    """A style sheet as a site of one page, and one script, has it."""
    files = {"a.html": page, "a.js": script.encode(), "a.css": style.encode()}
    return lean_styles(files)["a.css"].decode()


@pytest.mark.parametrize(
    "selector",
    [
        *("p", "*", "::before", ".a", ".b.a", "#top", "p:hover", "html p.a > #top", ":root", "P"),
        *("p:not(.gone)", "p:has(> .gone)", ":is(.gone, p)", "[hidden]", "p[open] ~ p"),
        *(":lang(ar)", "html:lang(ar-EG)", "[data-digits=arab] p", '[class="site"]'),
        *(".a::after", "p:nth-child(2n + 1)", r".a\:b", "p+p", "p ~ p"),
    ],
)
def test_a_rule_is_kept_that_something_on_a_page_may_match(selector: str) -> None:
    assert lean(f"{selector}{{color:red}}") == f"{selector}{{color:red}}"


@pytest.mark.parametrize(
    "selector",
    [
        *("h4", ".gone", "#gone", "p.gone", ".a .gone", "p > .gone:hover", ".gone::before"),
        *(":lang(fa)", ":lang(a)", "[data-digits=beng] p", '[class="other"]', ".A"),
    ],
)
def test_a_rule_goes_that_nothing_on_any_page_can_match(selector: str) -> None:
    assert lean(f"{selector}{{color:red}}") == ""


def test_of_a_list_of_selectors_those_stay_that_are_needed() -> None:
    style = "p,.gone,:is(.a,.b),h4{margin:0}"
    assert lean(style) == "p,:is(.a,.b){margin:0}"


@pytest.mark.parametrize(
    ("script", "selector"),
    [
        ('box.className = "made"', ".made"),
        ("box.id = 'made'", "#made"),
        ('document.createElement("dialog")', "dialog"),
        ("`sp-series-${number}`", ".sp-series-4"),
        ('box.setAttribute("aria-busy", "true")', "[aria-busy=true]"),
        ('box.dataset.sizeOf = "wide"', "[data-size-of=wide]"),
    ],
)
def test_what_a_script_may_put_on_a_page_counts_as_there(script: str, selector: str) -> None:
    rule = f"{selector}{{color:red}}"
    assert lean(rule) == ""
    assert lean(rule, script=script) == rule


def test_a_word_of_a_script_sets_no_attribute_of_another_name() -> None:
    assert lean("[data-digits=beng]{color:red}", script='const all = ["beng"]') == ""


def test_words_of_data_are_no_names() -> None:
    files = {"a.html": PAGE, "text.js": b'"gone"', "a.css": b".gone{color:red}"}
    assert lean_styles(files, frozenset({"text.js"}))["a.css"] == b""


def test_groups_that_become_empty_go_and_others_keep_what_is_needed() -> None:
    style = (
        "@media print{.gone{color:red}@supports (a:b){.gone{color:red}}}"
        "@media (min-width:60em){p{color:red}.gone{color:red}}"
    )
    assert lean(style) == "@media (min-width:60em){p{color:red}}"


@pytest.mark.parametrize(
    "style",
    [
        "@page{margin:18mm}",
        "@font-face{font-family:x;src:url(x.woff2)}",
        '@charset "utf-8";p{color:red}',
        'p::before{content:"}.gone{"}',
        r'p::before{content:"\"{"}',
        "p{background:url('a{b')}",
    ],
)
def test_what_is_no_rule_for_elements_stays_as_it_is(style: str) -> None:
    assert lean(style) == style


def test_custom_properties_get_short_names_that_all_sheets_share() -> None:
    files = {
        "a.html": PAGE,
        "a.css": b":root{--paper:#fff;--ink:#000}p{color:var(--ink)}.x--ink{color:red}",
        "b.css": b"p{background:var(--paper);color:var(--ink)}",
    }
    assert lean_styles(files) == {
        "a.css": b":root{--b:#fff;--a:#000}p{color:var(--a)}",
        "b.css": b"p{background:var(--b);color:var(--a)}",
    }


def test_a_custom_property_that_a_script_names_keeps_its_name() -> None:
    style = ":root{--a:1;--wide:2}p{order:var(--wide)}"
    script = 'p.style.setProperty("--a", 2)'
    assert lean(style, script=script) == ":root{--a:1;--b:2}p{order:var(--b)}"
