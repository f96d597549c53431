"""The profile on the page of a sheet: follows the form, other files lie over it, nobody named."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page
from tests.browsers import Ear, firefox
from tests.likeness import answer_file
from tests.sheets_html.sites import write_site
from tests.toolkits import OVERRIDES

from sessionpress.answers.model import Handin
from sessionpress.answers.profile import differences, section_profiles
from sessionpress.answers.settle import settle
from sessionpress.content.model import Sheet, Toolkit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

SECTIONS = ("Aims", "People", "Law <& more>")
ASSESSMENT = "title: Assessment\nwho: person\nprofile: yes\nfields:\n" + "".join(
    f"  - {{id: {section[:3].lower()}-{number}, kind: scale, label: '{section} {number}.', "
    f"{'section: ' + repr(section) + ', ' if number == 1 else ''}levels: [No, Some, Many, All]}}\n"
    for section in SECTIONS
    for number in (1, 2)
)
FIELDS = [f"{section[:3].lower()}-{number}" for section in SECTIONS for number in (1, 2)]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")
def toolkit(root: Path) -> Toolkit:
    return write_site(root, {"exercises/card-sort/assessment.yml": ASSESSMENT})


@pytest.fixture(scope="module")
def sheet(toolkit: Toolkit) -> Sheet:
    found = toolkit.sheet("assessment")
    assert found is not None
    return found


@pytest.fixture
def opened(browser: Browser, root: Path, sheet: Sheet) -> Iterator[Page]:
    page = browser.new_page()
    address = (root / "site" / sheet.address).as_uri()
    ear = Ear(page, (root / "site").as_uri())
    page.goto(address)
    yield page
    page.close()
    assert ear.faults == []


def give(page: Page, levels: Mapping[str, int]) -> None:
    for field, level in levels.items():
        page.check(f'input[name="{field}"][value="{level}"]')


def file_of(toolkit: Toolkit, sheet: Sheet, levels: Mapping[str, Any], name: str) -> FilePayload:
    data = answer_file(toolkit, sheet, levels, copy=name)
    return FilePayload(name=f"{name}.json", mimeType="", buffer=data)


def table(page: Page) -> list[list[str]]:
    rows = page.locator(".profile tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_nothing_is_drawn_before_a_level_is_chosen(opened: Page) -> None:
    assert not opened.locator(".profile svg").is_visible()
    assert "Choose levels above" in opened.inner_text(".profile")


def test_the_drawing_follows_the_form(opened: Page) -> None:
    give(opened, {"aim-1": 1, "aim-2": 2, "peo-1": 4, "law-1": 3, "law-2": 3})
    assert table(opened) == [
        ["Aims", "1.5", "0"],
        ["People", "–", "1"],
        ["Law <& more>", "3", "0"],
    ]
    drawing = opened.locator(".profile svg")
    assert drawing.get_attribute("role") == "img"
    described = drawing.evaluate(
        "(svg) => svg.getAttribute('aria-labelledby').split(' ')"
        ".map((id) => document.getElementById(id).textContent)"
    )
    assert described == ["Profile", "This sheet: Aims 1.5, People –, Law <& more> 3."]
    give(opened, {"aim-1": 3})
    assert table(opened)[0] == ["Aims", "2.5", "0"]


def test_clearing_the_sheet_clears_the_drawing(opened: Page) -> None:
    give(opened, {"aim-1": 1})
    opened.click("[data-do=clear]")
    opened.get_by_role("button", name="Clear it").click()
    opened.locator(".profile svg").wait_for(state="hidden")


def test_other_files_lie_over_it_and_the_widest_difference_comes_first(
    opened: Page, toolkit: Toolkit, sheet: Sheet
) -> None:
    give(opened, dict.fromkeys(FIELDS, 2))
    others = [
        file_of(toolkit, sheet, {**dict.fromkeys(FIELDS, 2), "peo-2": 4, "law-1": 1}, "Xavier"),
        FilePayload(name="cut.json", mimeType="", buffer=b"{"),
    ]
    opened.set_input_files(".profile input[type=file]", others)
    opened.locator(".apart li").first.wait_for()
    assert [" ".join(text.split()) for text in opened.locator(".apart li").all_inner_texts()] == [
        "People 2. Levels from 2 to 4 were given.",
        "Law <& more> 1. Levels from 1 to 2 were given.",
    ]
    told = opened.inner_text(".profile")
    assert "No answers to this sheet in: cut.json." in told
    assert "Person A" in opened.locator(".profile svg").evaluate("(svg) => svg.textContent")
    assert "Xavier" not in told
    opened.get_by_role("button", name="Take the other files away").click()
    assert opened.locator(".apart").count() == 0


def test_on_paper_there_is_the_drawing_and_no_control(opened: Page) -> None:
    give(opened, {"aim-1": 1, "peo-1": 2, "law-1": 3})
    opened.emulate_media(media="print")
    assert opened.locator(".profile svg").is_visible()
    assert not opened.locator(".profile input[type=file]").is_visible()


def test_without_scripts_there_is_no_profile(browser: Browser, root: Path, sheet: Sheet) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((root / "site" / sheet.address).as_uri())
    assert not page.locator(".profile").is_visible()
    context.close()


def test_firefox_draws_it_from_disk(root: Path, sheet: Sheet) -> None:
    with firefox() as fox:
        fox.open((root / "site" / sheet.address).as_uri())
        for field in FIELDS:
            fox.run(f'document.querySelector(\'input[name="{field}"][value="3"]\').click()')
        fox.until("document.querySelectorAll('.profile svg .sp-marker').length === 3 + 1")
        assert fox.faults == []


# ---------------------------------------------------------------- the same figures as elsewhere

FIGURES = """([sections, answers]) => {
  const { sectionProfiles, differences, shown } = window.sessionpressProfile;
  const profiles = sectionProfiles(sections, answers);
  const of = (one) => [one.n, one.blanks, one.mean, one.median, one.smallest, one.largest];
  const told = ({ label, high, figures, given }) =>
    [label, high, of(figures), of(given), shown(figures.mean)];
  return [
    profiles.map(told),
    differences(profiles).map((one) => one.field),
  ];
}"""


def test_figures_and_differences_are_those_of_the_command(
    browser: Browser, sheet: Sheet, toolkit: Toolkit
) -> None:
    page = browser.new_page()
    page.goto("about:blank")
    page.add_script_tag(content=(OVERRIDES / "assets" / "profile.js").read_text(encoding="utf-8"))
    assert toolkit.sheet("assessment") is sheet
    for seed in range(20):
        chance = random.Random(seed)
        people = [
            {field: chance.randint(1, 4) for field in FIELDS if chance.random() < 0.8}
            for _person in range(chance.randint(0, 9))
        ]
        sections = [
            {
                "label": section,
                "statements": [
                    {"field": f"{section[:3].lower()}-{number}", "label": "", "levels": 4}
                    for number in (1, 2)
                ],
            }
            for section in SECTIONS
        ]
        answers = [settle(Handin("a", sheet.id, dict(one)), sheet).answers for one in people]
        wanted = section_profiles(sheet, answers)

        def figures(one: Any) -> list[Any]:
            return [one.n, one.blanks, one.mean, one.median, one.smallest, one.largest]

        def shown(mean: float | None) -> str:
            return "–" if mean is None else f"{mean:.1f}".removesuffix(".0")

        told = page.evaluate(FIGURES, [sections, people])
        assert told == [
            [
                [
                    one.label,
                    one.high,
                    figures(one.figures),
                    figures(one.given),
                    shown(one.figures.mean),
                ]
                for one in wanted
            ],
            [one.statement.field for one in differences(wanted)],
        ], json.dumps(people)
    page.close()
