"""Every page in a real browser: on a web server and from disk, with scripts and without."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browsers import DEEP, ON_DISK, Ear, published
from tests.builds import Built
from tests.site.pages import arrive, read_all

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def carried(real: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The participants' site of the real toolkit, copied to another place."""
    folder = tmp_path_factory.mktemp("disk") / ON_DISK
    shutil.copytree(real.site, folder)
    return folder


@contextmanager
def opened(site: Path, scheme: str) -> Iterator[str]:
    """The address at which a site begins."""
    with published(site) if scheme == "http" else nullcontext(f"{site.as_uri()}/") as address:
        yield address


@contextmanager
def tab(
    browser: Browser, site: str, size: dict[str, int] = DESK, scripts: bool = True
) -> Iterator[tuple[Page, Ear]]:
    """A new tab that remembers nothing, and the ear at it; nothing may have been heard."""
    context: BrowserContext = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=scripts,
    )
    try:
        page = context.new_page()
        ear = Ear(page, site)
        yield page, ear
        assert ear.faults == []
    finally:
        context.close()


def addresses(site: Path) -> list[str]:
    """Every page of a site; files to take away are none."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [name for name in names if not name.startswith("downloads/")]


def test_every_page_opens_from_disk_without_scripts_and_fits_the_width(
    carried: Path, browser: Browser
) -> None:
    """With scripts, test_hosts opens every page from a server, and test_access from disk."""
    with opened(carried, "file") as site, tab(browser, site, PHONE, scripts=False) as (page, _ear):
        for address in addresses(carried):
            page.goto(site + address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], f"{address} is {wide} px wide"
            expect(page.locator("h1")).to_be_visible()


def test_every_page_of_the_facilitators_opens_in_silence_and_says_whose_it_is(
    real: Built, browser: Browser
) -> None:
    site = f"{real.facilitator.as_uri()}/"
    with tab(browser, site, PHONE) as (page, _ear):
        for address in addresses(real.facilitator):
            page.goto(site + address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], f"{address} is {wide} px wide"
            if address != "404.html":
                expect(page.locator("header .band")).to_contain_text("not for participants")


def test_next_leads_through_the_whole_site_and_back_leads_back(carried: Path) -> None:
    pages = read_all(carried)
    way = ["index.html"]
    while "next" in pages[way[-1]].named:
        way.append(arrive(way[-1], pages[way[-1]].named["next"])[0])
        assert arrive(way[-1], pages[way[-1]].named["prev"])[0] == way[-2]
    assert len(way) == len({*way})
    assert {*way} == {*pages} - {"404.html", "search.html"}


def test_a_click_on_next_opens_it_and_one_on_back_returns(carried: Path, browser: Browser) -> None:
    with opened(carried, "http") as site, tab(browser, site) as (page, _ear):
        page.goto(site)
        titles = [page.locator("h1").inner_text()]
        for _ in range(5):
            page.locator("a[rel=next]").click()
            titles.append(page.locator("h1").inner_text())
        assert len({*titles}) == 6
        for title in titles[-2::-1]:
            page.locator("a[rel=prev]").click()
            expect(page.locator("h1")).to_have_text(title)


# ---------------------------------------------------------------- keyboard


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_menu_opens_by_keyboard_on_the_smallest_screen(
    scripts: bool, carried: Path, browser: Browser
) -> None:
    size = {"width": 320, "height": 480}
    with opened(carried, "file") as site, tab(browser, site, size, scripts) as (page, _ear):
        page.goto(f"{site}glossary.html")
        menu = page.locator("nav.menu")
        expect(menu.locator("ul").first).to_be_hidden()
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.locator("nav.menu summary:focus").count():
                break
        page.keyboard.press("Enter")
        expect(menu.locator("ul").first).to_be_visible()
        expect(menu.locator("[aria-current=page]")).to_have_text("Glossary")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.keyboard.press("Tab")
        first = menu.locator("a:focus")
        expect(first).to_have_text("Home")
        expect(first).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.wait_for_url("**/index.html")


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(
    carried: Path, browser: Browser
) -> None:
    with opened(carried, "file") as site, tab(browser, site, PHONE) as (page, _ear):
        page.goto(f"{site}glossary.html")
        page.keyboard.press("Tab")
        skip = page.locator("a.skip:focus")
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


# ---------------------------------------------------------------- search


def hits(page: Page) -> list[str]:
    """Addresses of the pages that a search found, as soon as it has looked everywhere."""
    expect(page.locator("#found")).to_contain_text("Pages found")
    page.wait_for_selector("#results[aria-busy=false]", state="attached")
    found: list[str] = page.locator("#results > li > a").evaluate_all(
        "links => links.map(link => link.href)"
    )
    return found


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_search_from_any_page_finds_pages_that_hold_the_word(
    scheme: str, carried: Path, browser: Browser
) -> None:
    with opened(carried, scheme) as site, tab(browser, site) as (page, _ear):
        page.goto(f"{site}about/legal.html")
        page.locator("#find").fill("coordination")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=coordination")
        found = hits(page)
        assert len(found) > 5
        assert page.locator("#results mark").count() >= 8
        page.locator("#results > li > a").first.click()
        assert page.url == found[0]
        page.go_back()
        expect(page.locator("#q")).to_have_value("coordination")
        assert hits(page) == found
        place = page.locator("#results p a").first
        heading = place.inner_text()
        place.click()
        expect(page.locator(":target")).to_have_text(heading)
        for address in found:
            page.goto(address)
            assert "coordination" in page.locator("main").inner_html().casefold(), address


def test_a_search_is_answered_while_it_is_typed_and_says_when_nothing_is_found(
    carried: Path, browser: Browser
) -> None:
    with opened(carried, "file") as site, tab(browser, site, PHONE) as (page, _ear):
        page.goto(f"{site}search.html")
        page.locator("#q").press_sequentially("COORDINA")
        assert len(hits(page)) > 5
        page.locator("#q").fill("<b>xyzzy")
        expect(page.locator("#found")).to_contain_text("No page has all of these words")
        assert page.locator("#results > li").count() == 0


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_without_scripts_the_search_page_lists_every_page(
    scheme: str, carried: Path, browser: Browser
) -> None:
    with opened(carried, scheme) as site, tab(browser, site, PHONE, scripts=False) as (page, _ear):
        page.goto(f"{site}glossary.html")
        page.locator("#find").fill("coordination")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=coordination")
        expect(page.locator("noscript p")).to_be_visible()
        listed = page.locator("main :is(.parts, .index) li > a").evaluate_all(
            "links => links.map(link => link.href)"
        )
        expected = set(addresses(carried)) - {"404.html", "search.html"}
        assert {unquote(address) for address in listed} == {
            unquote(site) + name for name in expected
        }


# ---------------------------------------------------------------- the bundle


def test_the_bundle_opens_by_double_click_and_can_be_searched(
    real: Built, browser: Browser, tmp_path: Path
) -> None:
    (bundle,) = (real.site / "downloads").glob("*.zip")
    folder = tmp_path / "USB stick ذاكرة"
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(folder)
    (root,) = folder.iterdir()
    with tab(browser, f"{root.as_uri()}/", PHONE) as (page, _ear):
        page.goto((root / "START-HERE.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        expect(page.locator("h1")).to_be_visible()
        page.get_by_role("link", name="Open the toolkit").click()
        page.wait_for_url("**/site/index.html")
        page.locator("#find").fill("coordination")
        page.keyboard.press("Enter")
        found = hits(page)
        assert len(found) > 5
        page.locator("#results > li > a").first.click()
        assert page.url == found[0]
        assert "coordination" in page.locator("main").inner_text().casefold()


# ---------------------------------------------------------------- the tools of these tests


def test_the_ear_hears_messages_failures_and_requests_outside(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(
        "<script>console.log('hello'); throw Error('broken')</script>"
        '<img src="missing.png"><img src="http://127.0.0.1:1/picture.png">'
    )
    site = f"{tmp_path.as_uri()}/"
    context = browser.new_context()
    try:
        page = context.new_page()
        ear = Ear(page, site)
        page.goto(f"{site}index.html")
        assert {
            "log: hello",
            "error: broken",
            f"failed: {site}missing.png",
            "outside: http://127.0.0.1:1/picture.png",
        } <= {*ear.faults}
    finally:
        context.close()


def test_the_server_of_these_tests_serves_nothing_above_the_site(
    carried: Path, browser: Browser
) -> None:
    with published(carried) as site:
        context = browser.new_context()
        try:
            root = site.removesuffix(DEEP)
            for address in ("/", "/index.html", "/a/deep/index.html", f"{DEEP}../index.html"):
                answer = context.request.get(root + address)
                assert answer.status == 404, address
        finally:
            context.close()
