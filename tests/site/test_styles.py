"""The styles of a site are those of the house, less what none of its pages shows."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route
from tests.builds import ROOT, Built

from sessionpress.budget import packed
from sessionpress.render.served import served_text

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = "background-color border-top-width color display font-size font-weight".split()
MEASURES = """looks => [...document.querySelectorAll('*')].map(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return [one.tagName, one.className, box.x, box.y, box.width, box.height,
          ...looks.map(name => style.getPropertyValue(name)),
          getComputedStyle(one, '::before').content];
})"""
VIEWS = "collecting country downloads event home session sheet searching".split()


def one_of_each(site: Path) -> dict[str, Path]:
    """A page of each view, by the first class of its body after the one that all have."""
    views: dict[str, Path] = {}
    for path in sorted(site.rglob("*.html")):
        classes = path.read_text().partition('<body class="site ')[2].partition('"')[0].split()
        views.setdefault(classes[0] if classes else "", path)
    return views


def test_every_kind_of_page_looks_as_with_the_whole_styles(browser: Browser, marked: Built) -> None:
    is_whole = False

    def answer(route: Route) -> None:
        if not is_whole:
            route.continue_()
            return
        name = route.request.url.rpartition("/assets/")[2]
        style = (ROOT / "overrides" / "assets" / name).read_text(encoding="utf-8")
        route.fulfill(body=served_text(name, style), content_type="text/css")

    pages = one_of_each(marked.facilitator)
    with browser.new_context(color_scheme="dark") as context:
        tab = context.new_page()
        tab.route("**/*.css", answer)
        for view in VIEWS:
            is_whole = False
            tab.goto(pages[view].as_uri())
            lean = tab.evaluate(MEASURES, LOOKS)
            is_whole = True
            tab.reload()
            assert tab.evaluate(MEASURES, LOOKS) == lean, view


def test_they_are_lighter(marked: Built) -> None:
    for path in sorted((marked.site / "assets").glob("*.css")):
        whole = served_text(path.name, (ROOT / "overrides/assets" / path.name).read_text())
        assert packed(path.read_bytes()) < packed(whole), path.name
