"""Accessibility of every page: axe-core, the Nu validator, the keyboard, large text, few colours.

Both tools come from npm; scripts/setup --dev installs them. A test that cannot find its tool fails.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page
from tests.browsers import ON_DISK, Ear
from tests.builds import Built
from tests.scripts_sample import LANGUAGES, sample_site
from tests.site.pages import read_all
from tests.toolkits import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOOLS = ROOT / "tests" / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
VNU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""What axe-core calls WCAG 2.2 at the levels A and AA."""

BY_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""Rules whose answer depends on the width of the window or on the colours."""

Look = tuple[Literal["light", "dark"], int, list[str], str]
"""Colours, width of the window, the rules to ask (none for all of them), the part to look at."""

LOOKS: list[Look] = [("light", 360, [], "html"), ("dark", 1280, BY_LOOK, "main")]
"""How every page is looked at; what stands around them all, only once from each side."""

EVERY_LOOK: list[Look] = [
    LOOKS[0],
    ("dark", 1280, BY_LOOK, "html"),
    ("dark", 360, BY_LOOK, "html"),
    ("light", 1280, [], "html"),
]
"""How a page of each kind is looked at."""

RUN = """async ([tags, only, part]) => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const options = only.length
    ? { runOnly: { type: "rule", values: only } }
    : { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } };
  const quick = { preload: false, resultTypes: ["violations"] };
  const found = await axe.run(part || document, { ...options, ...quick });
  const wide = document.documentElement.scrollWidth;
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`))
    .concat(wide > innerWidth ? [`it is ${wide} px wide`] : []);
}"""


def needed(tool: Path) -> Path:
    """A tool of npm, or a failure that says how to get it."""
    if not tool.is_file():
        pytest.fail(f"{tool.relative_to(ROOT)} is missing. Run: scripts/setup --dev")
    return tool


def addresses(site: Path) -> list[str]:
    """Every page of a site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that remembers nothing."""
    context = browser.new_context()
    try:
        yield context.new_page()
    finally:
        context.close()


def failures(tab: Page, site: Path, pages: list[str], looks: list[Look]) -> list[str]:
    """What axe-core finds on pages, looked at in some ways; what is too wide; what they say."""
    axe = needed(AXE).read_text(encoding="utf-8")
    ear = Ear(tab, f"{site.as_uri()}/")
    found: list[str] = []
    for address in pages:
        tab.goto((site / address).as_uri())
        tab.evaluate(axe)
        for colours, width, rules, part in looks:
            tab.emulate_media(color_scheme=colours)
            tab.set_viewport_size({"width": width, "height": 800})
            said = tab.evaluate(RUN, [STANDARD, rules, part])
            found += [f"{address}, {colours}, {width} px: {one}" for one in said]
            assert tab.locator("h1").is_visible(), address
    return found + ear.faults


# ---------------------------------------------------------------- axe-core


@pytest.mark.parametrize("share", range(4))
def test_no_page_fails_wcag_by_axe(share: int, real: Built, tab: Page, tmp_path: Path) -> None:
    site = tmp_path / ON_DISK
    site.symlink_to(real.site, target_is_directory=True)
    assert failures(tab, site, addresses(real.site)[share::4], LOOKS) == []


def test_no_kind_of_page_fails_wcag_in_any_look(real: Built, tab: Page) -> None:
    assert failures(tab, real.site, KINDS, EVERY_LOOK) == []


@pytest.mark.parametrize("share", range(2))
def test_no_page_of_facilitators_fails_wcag_by_axe(share: int, real: Built, tab: Page) -> None:
    own = [one for one in addresses(real.facilitator) if one.startswith(("sessions/", "collect"))]
    assert failures(tab, real.facilitator, own[share::2], LOOKS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_in_another_script_fails_wcag_by_axe(
    language: str, tab: Page, tmp_path: Path
) -> None:
    site = sample_site(tmp_path, language)
    assert failures(tab, site, ["sample.html", "search.html", "index.html"], EVERY_LOOK) == []


# ---------------------------------------------------------------- valid HTML


def test_every_page_is_valid_html(real: Built, tmp_path: Path) -> None:
    samples = [sample_site(tmp_path / language, language) for language in LANGUAGES]
    done = subprocess.run(
        [
            *("java", "-Xss4m", "-jar", str(needed(VNU)), "--skip-non-html", "--errors-only"),
            *("--format", "json", *map(str, (real.site, real.facilitator, *samples))),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stderr)["messages"]
    assert [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in said] == []


def test_headings_are_in_order_on_every_page(real: Built) -> None:
    for site in (real.site, real.facilitator):
        for name, seen in read_all(site).items():
            levels = [level for level, _text in seen.headings]
            assert levels.count(1) == 1, name
            steps = zip(levels[levels.index(1) :], levels[levels.index(1) + 1 :], strict=False)
            assert all(after - before <= 1 for before, after in steps), (name, seen.headings)


# ---------------------------------------------------------------- the keyboard

KINDS = [
    "index.html",
    "sessions/principles/index.html",
    "sessions/principles/d8-data.html",
    "exercises/index.html",
    "sheets/action-plan.html",
    "countries/index.html",
    "countries/nigeria.html",
    "sources.html",
    "glossary.html",
    "downloads.html",
    "search.html",
    "guides/reference.html",
    "events/istanbul-2022.html",
]
"""A page of each kind."""

FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const seen = box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth
    && box.bottom > 0 && box.top < innerHeight;
  return {
    name: one.outerHTML.slice(0, 120),
    inside: one !== document.body,
    seen,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


def steps(tab: Page, most: int = 400) -> Iterator[dict[str, Any]]:
    """Press Tab through a page; what has the focus at each step, to the end of the page."""
    first = ""
    for _ in range(most):
        tab.keyboard.press("Tab")
        state = tab.evaluate(FOCUSED)
        if not state["inside"] or state["name"] == first:
            return
        first = first or state["name"]
        yield state


@pytest.mark.parametrize("address", KINDS)
def test_tab_shows_each_thing_it_comes_to_on_the_smallest_screen(
    address: str, real: Built, tab: Page
) -> None:
    tab.set_viewport_size({"width": 320, "height": 480})
    tab.goto((real.site / address).as_uri())
    walked = list(steps(tab))
    assert len(walked) > 4
    assert [one["name"] for one in walked if not one["seen"]] == [], "focus where nobody sees it"
    assert [one["name"] for one in walked if not one["outlined"]] == [], "focus without a mark"


@pytest.mark.parametrize("address", KINDS[:2])
def test_the_menu_opens_and_closes_by_keyboard_and_its_links_come_next(
    address: str, real: Built, tab: Page
) -> None:
    tab.set_viewport_size({"width": 320, "height": 480})
    tab.goto((real.site / address).as_uri())
    summary = tab.locator("nav.menu summary")
    summary.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("nav.menu a").first.is_visible()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('nav.menu a') !== null")
    assert tab.evaluate(FOCUSED)["seen"]
    summary.focus()
    tab.keyboard.press("Space")
    assert not tab.locator("nav.menu a").first.is_visible()


# ---------------------------------------------------------------- large text, few colours


@pytest.mark.parametrize("address", KINDS)
def test_nothing_is_cut_or_scrolls_sideways_when_text_is_twice_as_large(
    address: str, real: Built, tab: Page
) -> None:
    tab.set_viewport_size({"width": 640, "height": 800})
    tab.goto((real.site / address).as_uri())
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    assert wide <= 640
    cut = tab.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, p, li, a, button, summary, td, th")]
          .filter((one) => one.checkVisibility() && getComputedStyle(one).overflow === "hidden"
            && one.clientHeight + 1 < one.scrollHeight && !one.matches(".unseen"))
          .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert cut == []


@pytest.mark.parametrize("address", KINDS)
def test_forced_colours_leave_every_mark_that_carries_meaning(
    address: str, real: Built, tab: Page
) -> None:
    tab.emulate_media(forced_colors="active")
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto((real.site / address).as_uri())
    assert tab.evaluate("matchMedia('(forced-colors: active)').matches")
    unmarked = tab.evaluate(
        """() => [...document.querySelectorAll("main a[href], button, input, select, textarea")]
          .filter((one) => one.checkVisibility({ visibilityProperty: true }))
          .filter((one) => {
            const style = getComputedStyle(one);
            const line = style.textDecorationLine.includes("underline");
            return !line && style.borderTopStyle === "none" && style.outlineStyle === "none"
              && !["INPUT", "SELECT"].includes(one.tagName);
          })
          .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert unmarked == []


# ---------------------------------------------------------------- letters of other languages

EXPECTED = {"ar": (1.9, 17.2), "fa": (1.9, 17.2), "ur": (2.2, 16.6), "bn": (1.7, 16)}
"""Least line height (of the letters) and least size in px, by language."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_script_has_its_size_line_height_and_side(
    language: str, tab: Page, tmp_path: Path
) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto((sample_site(tmp_path, language) / "sample.html").as_uri())
    size, leading, family = tab.evaluate(
        """() => {
          const style = getComputedStyle(document.querySelector(".text p"));
          const size = parseFloat(style.fontSize);
          return [size, parseFloat(style.lineHeight) / size, style.fontFamily];
        }"""
    )
    least_leading, least_size = EXPECTED[language]
    assert leading >= least_leading - 0.01
    assert size >= least_size
    assert ("Nastaliq" in family) == (language == "ur")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    side = "left" if language == "bn" else "right"
    edge = tab.evaluate(
        "side => Math.abs(document.querySelector('h1').getBoundingClientRect()[side]"
        " - document.querySelector('main').getBoundingClientRect()[side])",
        side,
    )
    assert edge < 2


def test_no_style_of_the_site_names_left_or_right() -> None:
    for path in (ROOT / "overrides" / "assets").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        sided = re.findall(
            r"(?:margin|padding|border|inset)-(?:left|right)|text-align:\s*(?:left|right)"
            r"|float:\s*(?:left|right)|[;{\s](?:left|right):",
            text,
        )
        assert sided == [], path.name
