"""A deck as one HTML file: read, shown by keys, clicks and swipes, to the presenter, printed."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from tests.browsers import Ear, firefox
from tests.site.test_access import AXE, RUN, STANDARD, needed
from tests.slides import ARABIC_SLIDES, decks, with_slides

from sessionpress.bind.documents import Job, make_document
from sessionpress.render.terse import hash_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

HOW_MANY = 6


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(with_slides(tmp_path_factory.mktemp("slides")))


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(with_slides(tmp_path_factory.mktemp("arabic"), ARABIC_SLIDES, "ar"))


def written(root: Path) -> Path:
    documents, press = decks(root)
    one = next(one for one in documents if one.form == "HTML")
    make_document(Job(one.content, root / one.target), press)
    return root / one.target


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        ear = Ear(page, "file:")
        yield page
        assert ear.faults == []


def now(page: Page) -> str:
    """The slide that is seen, by its id; empty where all are read."""
    seen = page.locator(".page:visible")
    return str(seen.get_attribute("id")) if seen.count() == 1 else ""


def shown(page: Page, file: Path, place: str = "#s1") -> Page:
    page.goto(file.as_uri() + place)
    assert now(page) == (place[1:] if place else "")
    return page


# ---------------------------------------------------------------- one file


def test_it_holds_all_and_lets_in_nothing_else(file: Path) -> None:
    html = file.read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hash_of(style)}'; "
        f"script-src 'sha256-{hash_of(script)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert set(re.findall(r'(?:src|href)="([^"]{5})', html)) == {"data:"}
    assert '<h2 id="t4" class="t34"><span>A table &amp; &lt;more&gt;</span></h2>' in html
    assert "<ul><li><strong>One</strong> thing<ul><li>inside it</li></ul></li>" in html
    assert '<ol start="3"><li>three</li><li>four</li></ol>' in html


def test_without_its_script_all_slides_are_read_with_their_notes(
    browser: Browser, file: Path
) -> None:
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 640}
    ) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        assert page.locator(".slide:visible").count() == HOW_MANY
        assert page.locator(".notes:visible").count() == HOW_MANY - 1
        assert page.locator("button:visible").count() == 0
        page.uncheck("#with-notes")
        assert page.locator(".notes:visible").count() == 0


def test_reading_fits_the_window(tab: Page, file: Path) -> None:
    tab.goto(file.as_uri())
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 700})
        assert tab.evaluate("document.documentElement.scrollWidth") == width


# ---------------------------------------------------------------- shown


KEYS = {
    "ArrowRight": "s2",
    "ArrowRight ArrowDown PageDown Space": "s5",
    "End ArrowRight": "s6",
    "End ArrowLeft ArrowUp PageUp Shift+Space": "s2",
    "End Home": "s1",
    "ArrowLeft": "s1",
    "o ArrowRight ArrowRight Enter": "s3",
    "o End o": "s6",
}
"""The slide to which keys lead from the first."""


def test_keys_turn_the_slides_and_a_reload_keeps_the_place(tab: Page, file: Path) -> None:
    shown(tab, file)
    for keys, slide in KEYS.items():
        tab.keyboard.press("Home")
        for key in keys.split():
            tab.keyboard.press(key)
        assert (keys, now(tab)) == (keys, slide)
        assert tab.url.endswith(f"#{slide}")
        assert tab.evaluate("document.activeElement.id") == slide
    tab.reload()
    assert now(tab) == "s6"


def test_where_reading_begins_at_the_right_arrows_and_clicks_turn_round(
    tab: Page, arabic: Path
) -> None:
    shown(tab, arabic)
    tab.keyboard.press("ArrowLeft")
    assert now(tab) == "s2"
    tab.keyboard.press("ArrowRight")
    assert now(tab) == "s1"
    tab.mouse.click(100, 300)
    assert now(tab) == "s2"
    tab.mouse.click(1200, 300)
    assert now(tab) == "s1"


def test_clicks_turn_the_slides_by_the_side(tab: Page, file: Path) -> None:
    shown(tab, file)
    tab.mouse.click(900, 300)
    assert now(tab) == "s2"
    tab.mouse.click(100, 300)
    assert now(tab) == "s1"


def test_swipes_turn_the_slides_and_small_moves_do_not(browser: Browser, file: Path) -> None:
    with browser.new_context(has_touch=True, viewport={"width": 640, "height": 360}) as context:
        page = shown(context.new_page(), file)
        swipe(page, 500, 200)
        assert now(page) == "s2"
        swipe(page, 200, 500)
        assert now(page) == "s1"
        swipe(page, 200, 230)
        assert now(page) == "s1"


def swipe(page: Page, start: int, end: int) -> None:
    """Move a finger across the screen."""
    page.evaluate(
        """([start, end]) => {
            const body = document.body;
            const touch = (x) => new Touch({identifier: 1, target: body, clientX: x, clientY: 100});
            const send = (name, more) =>
                body.dispatchEvent(new TouchEvent(name, {bubbles: true, ...more}));
            send("touchstart", {touches: [touch(start)], changedTouches: [touch(start)]});
            send("touchend", {touches: [], changedTouches: [touch(end)]});
        }""",
        [start, end],
    )


def test_the_screen_goes_black_and_comes_back(tab: Page, file: Path) -> None:
    shown(tab, file)
    tab.keyboard.press("b")
    assert tab.locator(".cover").is_visible()
    tab.keyboard.press("b")
    assert not tab.locator(".cover").is_visible()
    tab.keyboard.press("b")
    tab.keyboard.press("ArrowRight")
    assert not tab.locator(".cover").is_visible()
    assert now(tab) == "s2"


def test_the_button_begins_and_escape_ends(tab: Page, file: Path) -> None:
    shown(tab, file, "")
    tab.keyboard.press("ArrowRight")
    assert now(tab) == ""
    tab.get_by_role("button", name="Show the slides").click()
    assert now(tab) == "s1"
    assert tab.locator("output").inner_text() == "1 / 6"
    tab.keyboard.press("Escape")
    assert tab.locator(".slide:visible").count() == HOW_MANY


@pytest.mark.parametrize(
    ("name", "size"), [("file", (1280, 720)), ("file", (360, 640)), ("arabic", (1280, 720))]
)
def test_what_a_slide_says_fits_on_it(
    tab: Page, name: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    shown(tab, request.getfixturevalue(name))
    unit = min(size[0] / 1280, size[1] / 720)
    for number in range(2, tab.locator(".page").count() + 1):
        tab.keyboard.press("PageDown")
        wide, high, over, letters = tab.evaluate(
            """() => {
                const slide = document.querySelector(".now .slide");
                const body = slide.querySelector(".body");
                const box = slide.getBoundingClientRect();
                return [box.width, box.height, body.scrollHeight - body.clientHeight,
                    parseFloat(getComputedStyle(slide).fontSize)];
            }"""
        )
        assert (wide, high) == pytest.approx((1280 * unit, 720 * unit), abs=0.6)
        assert over <= 1, number
        assert letters >= 24 * unit - 0.1


def test_dark_and_light_are_both_easy_to_read(tab: Page, file: Path) -> None:
    shown(tab, file, "#s3")
    for _scheme in ("light", "dark"):
        colours = tab.evaluate(
            """() => {
                const style = (what) => getComputedStyle(document.querySelector(`.now ${what}`));
                const inks = ["h2", ".said", ".foot"].map((what) => style(what).color);
                return [...inks, style(".slide").backgroundColor];
            }"""
        )
        *inks, paper = map(_light, colours)
        assert all(_contrast(ink, paper) > 6 for ink in inks)
        tab.keyboard.press("d")


def _light(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        one / 12.92 if one <= 0.04 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


# ---------------------------------------------------------------- the presenter


def test_the_presenter_sees_notes_next_slide_and_clock_and_turns_for_both(
    tab: Page, file: Path
) -> None:
    shown(tab, file)
    with tab.expect_popup() as opened:
        tab.keyboard.press("p")
    desk = opened.value
    ear = Ear(desk, "file:")
    desk.locator("#s1.now").wait_for(state="attached")
    desk.keyboard.press("ArrowRight")
    tab.locator("#s2.now").wait_for()
    notes = desk.locator("#s2.now .notes").inner_text()
    assert notes.split("\n\n") == ["What a card is, 15 min", "Say what a card is."]
    assert desk.locator("#s3.following .slide").is_visible()
    assert not desk.locator("#s3 .notes").is_visible()
    assert re.fullmatch(r"\d\d:\d\d.*", desk.locator(".clock").inner_text())
    assert re.fullmatch(r"00:\d\d", desk.locator(".since").inner_text())
    assert not tab.locator(".notes:visible").count()
    tab.keyboard.press("End")
    desk.locator("#s6.now").wait_for(state="attached")
    desk.get_by_role("button", name="Black").click()
    tab.locator(".cover").wait_for()
    # The window with the slides may be loaded again: the presenter's finds it.
    tab.reload()
    desk.keyboard.press("PageUp")
    tab.locator("#s5.now").wait_for()
    assert ear.faults == []


def test_a_stranger_cannot_turn_the_slides(tab: Page, file: Path) -> None:
    shown(tab, file)
    tab.evaluate(
        """() => new Promise((done) => {
            const key = document.querySelector("main").dataset.key;
            window.postMessage({sessionpress: "deck", key, at: 3}, "*");
            setTimeout(done, 100);
        })"""
    )
    assert now(tab) == "s1"


def test_nothing_fails_wcag_read_shown_at_a_glance_or_before_the_presenter(
    browser: Browser, file: Path
) -> None:
    axe = needed(AXE).read_text(encoding="utf-8")

    def faults(page: Page) -> list[str]:
        page.evaluate(axe)
        found: list[str] = page.evaluate(RUN, [STANDARD, []])
        return found

    with browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 720}) as context:
        page = shown(context.new_page(), file, "")
        assert faults(page) == []
        page = shown(context.new_page(), file, "#s3")
        assert faults(page) == []
        with page.expect_popup() as opened:
            page.keyboard.press("p")
        opened.value.locator("#s3.now").wait_for(state="attached")
        assert faults(opened.value) == []
        page.keyboard.press("d")
        page.keyboard.press("o")
        assert faults(page) == []


# ---------------------------------------------------------------- on paper


def pages_of(page: Page) -> list[tuple[bool, str]]:
    """Whether each printed page lies across, and its text."""
    read = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [(one.mediabox.width > one.mediabox.height, one.extract_text()) for one in read]


def test_each_slide_is_printed_on_a_page_with_notes_or_without(tab: Page, file: Path) -> None:
    shown(tab, file, "#s4")
    with_notes = pages_of(tab)
    assert len(with_notes) == HOW_MANY
    assert {across for across, _text in with_notes} == {False}
    assert all("Say what a card is." in text for _across, text in with_notes[1:])
    tab.keyboard.press("Escape")
    tab.uncheck("#with-notes")
    bare = pages_of(tab)
    assert len(bare) == HOW_MANY
    assert {across for across, _text in bare} == {True}
    assert not any("Say what" in text for _across, text in bare)


# ---------------------------------------------------------------- another browser


def test_in_firefox_both_windows_keep_to_the_same_slide(file: Path) -> None:
    with firefox() as fox:
        fox.open(file.as_uri())
        desk = fox.pop_up("document.querySelector('[data-do=presenter]').click()")
        until(desk, "document.querySelector('.now')?.id === 's1'")
        until(desk, f"{press('PageDown')}; document.querySelector('.now').id === 's2'")
        fox.until("document.querySelector('.now')?.id === 's2'")
        assert fox.run("location.hash") == "#s2"
        fox.run(press("End"))
        until(desk, "document.querySelector('.now').id === 's6'")
        assert fox.faults == []


def press(key: str) -> str:
    """JavaScript that presses a key."""
    event = f"new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}})"
    return f"document.body.dispatchEvent({event})"


def until(desk: Any, expression: str) -> None:
    """Wait until an expression is true in the presenter's window."""
    end = time.monotonic() + 15
    while desk(expression) is not True:
        assert time.monotonic() < end, expression
        time.sleep(0.05)
