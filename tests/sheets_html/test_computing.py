"""The page computes and reads numbers as Python does: one table of cases for both sides."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.sheets import sheet_of
from tests.sheets_html.conftest import Written
from tests.sheets_html.filling import handin, save, tab, write_all
from tests.sheets_html.sites import write_site

from sessionpress.answers.settle import settle
from sessionpress.schema import FUNCTIONS

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

FIELDS = (
    "id: a, kind: number, label: A, min: -10, max: 10",
    "id: b, kind: number, label: B",
    "id: c, kind: scale, label: C, levels: [one, two, three]",
    "id: word, kind: text, label: Word, limit: 5",
    "id: many, kind: choices, label: Many, options: [x, y]",
    *(f'id: {one}-all, kind: computed, label: All, compute: "{one}(a, b, c)"' for one in FUNCTIONS),
    *(f'id: {one}-col, kind: computed, label: Column, compute: "{one}(t.n)"' for one in FUNCTIONS),
    'id: filled, kind: computed, label: Filled, compute: "count(a, word, many, t.n)"',
)
COLUMNS = (
    "id: n, label: N, kind: number",
    "id: m, label: M, kind: number",
    *(f'id: {one}, label: F, kind: computed, compute: "{one}(n, m)"' for one in FUNCTIONS),
)
LINES = "\n".join(f"  - {{{field}}}" for field in FIELDS)
SUMS = f"""\
title: Sums
who: person
fields:
{LINES}
  - {{id: t, kind: table, label: T, rows: 2, columns: [
{", ".join(f"{{{column}}}" for column in COLUMNS)}]}}
"""

CASES: dict[str, dict[str, str | float | tuple[str, ...]]] = {
    "nothing": {},
    "one": {"a": "4"},
    "two": {"a": "4", "b": "7"},
    "three": {"a": "-4", "b": "0.25", "c": 3.0},
    "only a level": {"c": 2.0},
    "fractions": {"a": "0.1", "b": "0.2", "t/1/n": "0.1", "t/1/m": "0.7", "t/2/n": "0,2"},
    "large": {"b": "123456789012345", "t/1/n": "999999", "t/1/m": "-1"},
    "out of range counts for nothing": {"a": "11", "b": "1"},
    "no number counts for nothing": {"a": "many", "b": "1,234", "t/1/n": "½", "t/1/m": "2"},
    "words count": {"word": "five", "many": ("x", "y")},
    "a text over its limit does not": {"word": "sixsix", "a": "1"},
    "rows that were added": {"t/1/n": "1", "t/4/n": "5", "t/4/m": "2", "t/3/m": "9"},
    "digits of other scripts": {"a": "٣", "b": "۴٫۵", "t/1/n": "১২", "t/2/n": "−१"},
    "zeros": {"a": "0", "b": "-0", "t/1/n": "0"},
}


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory) -> Written:
    root = tmp_path_factory.mktemp("sums")
    toolkit = write_site(root, {"exercises/card-sort/sums.yml": SUMS})
    return Written(root / "site", toolkit)


def test_the_page_computes_what_python_computes(
    sums: Written, browser: Browser, tmp_path: Path
) -> None:
    sheet = sheet_of(sums.toolkit, "sums")
    computed = {field.id for field in sheet.fields if field.kind == "computed"}
    computed |= {f"t/{row}/{name}" for row in range(1, 5) for name in FUNCTIONS}
    with tab(browser, sums.page("sums")) as page:
        for name, case in CASES.items():
            write_all(page, case)
            found = handin(save(page, tmp_path))
            answers = settle(found, sheet).answers
            by_page = {one: value for one, value in found.cells.items() if one in computed}
            by_python = {one: value for one, value in answers.values.items() if one in computed}
            assert by_page == pytest.approx(by_python), name
            assert bool(by_python) is bool(case), name
            page.evaluate("localStorage.clear()")
            page.reload()


def test_every_function_is_known_to_the_page(sums: Written, browser: Browser) -> None:
    with tab(browser, sums.page("sums")) as page:
        write_all(page, {"a": "1", "b": "2", "t/1/n": "1", "t/1/m": "4"})
        shown = {
            name: page.locator(f'output[name="t/1/{name}"]').inner_text() for name in FUNCTIONS
        }
    assert shown == {
        "sum": "5",
        "mean": "2.5",
        "median": "2.5",
        "min": "1",
        "max": "4",
        "spread": "3",
        "count": "2",
    }


def test_digits_of_every_script_are_read(written: Written, browser: Browser) -> None:
    digits = [
        sign for sign in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(sign) == "Nd"
    ]
    texts = ["1" + "".join(digits[place : place + 10]) for place in range(0, len(digits), 10)]
    with tab(browser, written.page("everything")) as page:
        assert normalised(page, texts) == ["10123456789"] * len(texts)


def normalised(page: Page, texts: list[str]) -> list[str]:
    """What the page makes of texts in a field for numbers."""
    found: list[str] = page.evaluate(
        """texts => texts.map(text => {
            const field = document.getElementById("f-visits");
            field.value = text;
            field.dispatchEvent(new Event("change", {bubbles: true}));
            return field.value;
        })""",
        texts,
    )
    return found
