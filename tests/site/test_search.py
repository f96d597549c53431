"""The search in a browser: words as people type them, in the letters that people mix up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.browsers import Ear, published
from tests.plain_sites import write_plain_site
from tests.toolkits import page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = {
    "arabic": "تعمل الحكومة الرقمية مع المؤسّسات على تبسيط الخدمات.",
    "persian": "دولت الکترونیکی برای شهروندان است و ما می‌خواهیم آن را بهتر کنیم.",
    "urdu": "ڈیجیٹل حکومت شہریوں کی خدمت کرتی ہے۔",
    "bangla": "ডিজিটাল সরকার নাগরিকদের সেবা দেয়।",
    "turkish": "Dijital yönetişim, vatandaşların ihtiyaçlarını ışık hızıyla karşılar.",
    "latin": "What’s new: naïve co-operation in the straße, since 2022.",
}

ASKED = [
    ("arabic", "الحكومة"),
    ("arabic", "حكومة"),
    ("arabic", "المؤسسات"),
    ("arabic", "مؤسسات"),
    ("persian", "الكترونيكي"),  # typed with Arabic kaf and yeh
    ("persian", "میخواهیم"),  # typed without the joiner
    ("persian", "می‌خواهیم"),
    ("urdu", "شہریوں"),
    ("urdu", "شهریوں"),  # typed with another heh
    ("bangla", "নাগরিকদের"),
    ("bangla", "নাগরিক"),
    ("turkish", "IHTIYAÇLARINI"),
    ("turkish", "isik"),
    ("turkish", "yonetisim"),
    ("latin", "whats"),
    ("latin", "naive"),
    ("latin", "co-operation"),
    ("latin", "strasse"),
    ("latin", "٢٠٢٢"),
    ("latin", "২০২২"),
]
"""Pages, and what people type to find them."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a page in each language, its search and nothing else."""
    files = {f"docs/50-{name}.md": page(text, name.title()) for name, text in TEXTS.items()}
    return write_plain_site(tmp_path_factory.mktemp("search"), files)


@pytest.fixture
def tab(browser: Browser, site: Path) -> Iterator[Page]:
    """A tab on the search page, opened from disk; nothing may have been complained of."""
    context = browser.new_context()
    try:
        opened = context.new_page()
        ear = Ear(opened, f"{site.as_uri()}/")
        opened.goto((site / "search.html").as_uri())
        yield opened
        assert ear.faults == []
    finally:
        context.close()


def found(tab: Page, words: str) -> list[str]:
    """Names of the pages that were found, when everything was looked through."""
    tab.locator("#q").fill(words)
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#results[aria-busy=false]", state="attached")
    return tab.locator("#results > li > a").all_inner_texts()


def test_words_are_found_in_the_letters_that_people_type(tab: Page) -> None:
    missing = [(name, words) for name, words in ASKED if name.title() not in found(tab, words)]
    assert missing == []


def test_a_result_says_its_session_and_shows_where_the_words_stand(tab: Page) -> None:
    assert found(tab, "poems")
    first = tab.locator("#results > li").first
    assert first.locator("small").inner_text() == "Reading"
    assert first.locator("mark").first.inner_text().lower() == "poems"


def test_texts_are_fetched_only_when_something_is_asked(tab: Page) -> None:
    count = "document.querySelectorAll('head script').length"
    assert tab.evaluate(count) == 2
    found(tab, "poems")
    assert tab.evaluate(count) > 3


def test_without_the_texts_titles_and_headings_answer(browser: Browser, site: Path) -> None:
    with published(site) as address:
        context = browser.new_context()
        try:
            tab = context.new_page()
            tab.route("**/search-text*.js", lambda route: route.abort())
            tab.goto(f"{address}search.html")
            assert found(tab, "Persian") == ["Persian"]
            assert "only titles and headings" in tab.locator("#found").inner_text()
        finally:
            context.close()


def test_it_works_where_the_browser_checks_addresses_of_scripts(
    browser: Browser, site: Path
) -> None:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; "
        "trusted-types sessionpress"
    )

    def strict(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": policy}
        route.fulfill(response=answer, headers=headers)

    with published(site) as address:
        context = browser.new_context()
        try:
            tab = context.new_page()
            ear = Ear(tab, address)
            tab.route("**/*.html", strict)
            tab.goto(f"{address}search.html")
            assert found(tab, "حكومة") == ["Arabic"]
            assert tab.locator("#results mark").count() >= 1
            assert ear.faults == []
        finally:
            context.close()
