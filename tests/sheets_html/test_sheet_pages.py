"""The page of a sheet as it is written: every cell once, labelled, with what the script needs."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from tests.sheets import sheet_of
from tests.sheets_html.sites import write_site
from tests.site.pages import read_all
from tests.toolkits import OVERRIDES

from sessionpress.answers.cells import cells, revision
from sessionpress.content.model import Toolkit
from sessionpress.render.shell import Download

pytestmark = pytest.mark.usefixtures("silence")

SHEETS = ("everything", "plan", "review")
PDF = Download("Plan", "sheets/plan.pdf", 40_000, "PDF")
XLSX = Download("Plan", "sheets/plan.xlsx", 0, "Excel")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def toolkit(folder: Path) -> Toolkit:
    return write_site(folder, downloads={"sheets/plan.html": [PDF, XLSX]})


@pytest.fixture
def site(folder: Path, toolkit: Toolkit) -> Path:
    assert toolkit.sheets
    return folder / "site"


def page_of(site: Path, sheet: str) -> str:
    return (site / "sheets" / f"{sheet}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHEETS)
def test_each_cell_stands_on_the_page_once_in_the_order_of_the_sheet(
    name: str, site: Path, toolkit: Toolkit
) -> None:
    found = re.findall(
        r'<(?:textarea|select|input|output|fieldset)[^>]* name="([^"]+)"', main(site, name)
    )
    assert list(dict.fromkeys(found)) == [cell.name for cell in cells(sheet_of(toolkit, name))]
    kinds = re.findall(r'<[^>]* name="([^"]+)"[^>]* data-kind="([^"]+)"', main(site, name))
    assert dict(kinds) == {cell.name: cell.kind for cell in cells(sheet_of(toolkit, name))}


def main(site: Path, sheet: str) -> str:
    return page_of(site, sheet).partition("<main")[2]


def test_the_page_says_of_which_sheet_it_is(site: Path, toolkit: Toolkit) -> None:
    sheet = sheet_of(toolkit, "plan")
    for name, value in {
        "toolkit": "tiny",
        "edition": "2030.1",
        "sheet": "plan",
        "revision": revision(sheet),
    }.items():
        assert f' data-{name}="{value}"' in page_of(site, "plan")


def test_every_field_has_its_label_and_no_page_has_a_fault(site: Path) -> None:
    pages = read_all(site)
    assert {f"sheets/{name}.html" for name in SHEETS} < set(pages)
    assert {name: seen.faults for name, seen in pages.items() if seen.faults} == {}
    for name, seen in pages.items():
        assert len(set(seen.ids)) == len(seen.ids), name


def test_sheets_stand_in_the_navigation_beside_each_other(
    site: Path,
) -> None:
    pages = read_all(site)
    named = pages["sheets/plan.html"].named
    assert (named["prev"], named["next"]) == ("everything.html", "result.html")
    assert {("everything.html", "Everything <& more>"), ("review.html", "Review")} <= {
        *pages["sheets/plan.html"].links
    }


def test_the_exercise_shows_a_card_for_each_sheet_with_its_files(site: Path) -> None:
    links = read_all(site)["exercises/card-sort.html"].links
    assert ("../sheets/plan.html", "Plan") in links
    assert ("../sheets/plan.html#sheet", "Fill in on screen") in links
    assert ("../sheets/plan.pdf", "PDF") in links
    text = " ".join(read_all(site)["exercises/card-sort.html"].text.split())
    assert "As a file: PDF (40 KB), Excel" in text
    assert text.count("As a file") == 1


def test_the_page_of_a_sheet_offers_its_files(site: Path) -> None:
    links = read_all(site)["sheets/plan.html"].links
    assert [link for link in links if link[1] in ("PDF", "Excel")] == [
        ("plan.pdf", "PDF"),
        ("plan.xlsx", "Excel"),
    ]
    assert "As a file" not in read_all(site)["sheets/review.html"].text


def test_a_field_knows_every_sheet_that_can_fill_it_nearest_first(site: Path) -> None:
    found = re.search(r'id="a-what"[^>]* data-from="([^"]+)"', page_of(site, "review"))
    assert found
    assert json.loads(unescape(found[1])) == [
        {"sheet": "plan", "field": "what", "where": "Plan: What changes", "options": {}},
        {
            "sheet": "everything",
            "field": "story",
            "where": "Everything <& more>: What happens",
            "options": {},
        },
    ]
    table = re.search(r'id="a-work"[^>]* data-from="([^"]+)"', page_of(site, "plan"))
    assert table
    assert json.loads(unescape(table[1])) == [
        {
            "sheet": "everything",
            "field": "steps",
            "where": "Everything <& more>: Steps",
            "columns": {"step": {}, "by": {}},
        }
    ]


def test_paper_says_where_to_copy_from_and_what_can_be_chosen(site: Path) -> None:
    assert "Take it over from Everything &lt;&amp; more&gt;: What happens." in page_of(site, "plan")
    assert '<small class="on-paper">(low, high)</small>' in page_of(site, "everything")


def test_every_word_that_the_script_says_stands_in_the_page_and_no_other() -> None:
    script = (OVERRIDES / "assets" / "sheet.js").read_text(encoding="utf-8")
    words = (OVERRIDES / "blocks" / "sheet-words.html").read_text(encoding="utf-8")
    given = {
        re.sub(r"-(.)", lambda m: m[1].upper(), one)
        for one in re.findall(r"^data-([a-z-]+)=", words, re.M)
    }
    said = set(re.findall(r'(?:say|refuse)\("(\w+)"', script))
    chosen = set(re.findall(r'"(\w+)"', script))
    assert said <= given <= said | chosen


def test_the_script_makes_no_markup_of_text_and_nothing_that_a_strict_policy_forbids() -> None:
    script = (OVERRIDES / "assets" / "sheet.js").read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert word not in script
    assert 'setAttribute("style"' not in script
    assert "fetch(" not in script
