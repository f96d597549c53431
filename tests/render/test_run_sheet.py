"""The run sheet of an event: what is in the file, and a morning led with it in two browsers."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from tests.browsers import Ear, Firefox, firefox
from tests.render.run_sheets import (
    DATE,
    KEEP,
    MORE,
    MORNING,
    SORT,
    TALK,
    VOTE,
    Desk,
    at,
    clock,
    made,
    sheets,
    written,
)
from tests.site.test_access import AXE, RUN, STANDARD, needed
from tests.toolkits import EVENT, OVERRIDES, loaded, tiny

from sessionpress.make import make_edition
from sessionpress.render.run_sheet import Piece, RunSheet, plan_data, shifts
from sessionpress.timings import timings

pytestmark = pytest.mark.usefixtures("silence")

NAME = "tiny-2030.1-run-sheet-spring.html"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> RunSheet:
    return sheets(made(tmp_path_factory.mktemp("composed")))[NAME]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file on disk, in a folder as people name them."""
    folder = tmp_path_factory.mktemp("on disk") / "ورشة عمل 2030"
    return written(made(tmp_path_factory.mktemp("written")), folder)


# ---------------------------------------------------------------- what is in it


def test_each_event_has_one_for_facilitators_and_none_for_participants(tmp_path: Path) -> None:
    event = str(MORNING[EVENT]).replace("Spring", "Autumn")
    edition = made(tmp_path / "a", {"events/autumn.yml": event})
    assert set(sheets(edition)) == {NAME, NAME.replace("spring", "autumn")}
    offered = [one for one in edition.documents if one.output == "run-sheet"]
    assert [(one.page, one.target) for one in offered] == [
        ("events/autumn.html", f"downloads/{NAME.replace('spring', 'autumn')}"),
        ("events/spring.html", f"downloads/{NAME}"),
    ]
    participants = make_edition(tiny(tmp_path / "b", MORNING), OVERRIDES, "participant")
    assert not sheets(participants)


def test_the_plan_holds_fixed_points_and_items_by_the_clock(sheet: RunSheet) -> None:
    assert [(one.id, one.at, one.minutes, one.shortest, one.drop) for one in sheet.items] == [
        (f"{DATE}T09:00", 540, 15, 0, False),
        (TALK, 555, 15, 10, False),
        (SORT, 570, 25, 15, False),
        (f"{DATE}T10:00", 600, 15, 0, False),
        (VOTE, 615, 15, 10, True),
        (KEEP, 630, 20, 10, False),
        (f"{DATE}T10:50", 650, 10, 0, False),
    ]
    assert [one.practises for one in sheet.items if not one.is_fixed] == [False, True, True, True]


def test_an_item_has_its_text_notes_steps_and_materials_apart(sheet: RunSheet) -> None:
    _welcome, talk, sort, _tea, vote, *_rest = sheet.items
    assert talk.notes == "<ul><li><strong>Say</strong> what a card is.</li></ul>"
    assert talk.text == "<p>A card holds figures.</p>"
    assert "<li><strong>10 min</strong> Deal the cards.</li>" in sort.steps
    assert "Each card has its reason." not in sort.steps
    assert sort.without_power == vote.without_power == "<p>Nothing changes.</p>"
    assert sort.pieces == (Piece("pens", 6),)


def test_an_exercise_that_runs_twice_gives_no_id_twice(tmp_path: Path) -> None:
    again = "/// activity | Sort again\n    exercise: card-sort\n\nAgain.\n///"
    steps = "\n## Steps\n\n### Deal\n\nTable: Both\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    exercise = "exercises/card-sort/index.md"
    text = (OVERRIDES.parent / "tests/cases/_base" / exercise).read_text()
    html = written(
        made(
            tmp_path / "a",
            {
                MORE: f"{MORNING[MORE]!s}\n{again}\n",
                EVENT: str(MORNING[EVENT]).replace("10:50", "11:50").replace('"11:00"', '"12:00"'),
                exercise: text.replace("\n## Steps\n", steps, 1),
            },
        ),
        tmp_path,
    ).read_text()
    assert html.count(">Deal</h4>") == 2
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-labelledby="([^"]*)"', html)
    assert set(named) <= set(ids)


def test_its_policy_lets_in_its_own_style_and_scripts_and_nothing_else(file: Path) -> None:
    html = file.read_text(encoding="utf-8")
    policy = re.search('Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    parts = [
        *re.findall("<style>(.*?)</style>", html, re.DOTALL),
        *re.findall("<script>(.*?)</script>", html, re.DOTALL),
    ]
    sums = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in parts]
    assert re.findall("'sha256-([^']*)'", policy[1]) == sums
    assert len(sums) == 3
    assert policy[1].startswith("default-src 'none'; ")
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", html)


def test_variables_in_titles_are_put_in(tmp_path: Path) -> None:
    more = str(MORNING[MORE]).replace("What we keep", "Keep {{ survey.index.AAA.2030 }}")
    event = str(MORNING[EVENT]).replace("title: Tea", 'title: "Tea for {{ toolkit.title }}"')
    made_of = sheets(made(tmp_path / "a", {MORE: more, EVENT: event}))[NAME]
    assert [one.title for one in made_of.items if one.title[:4] in ("Keep", "Tea ")] == [
        "Tea for Tiny toolkit",
        "Keep 0.55",
    ]


def test_markup_in_titles_is_text_and_ends_no_script(tmp_path: Path) -> None:
    title = 'Keep </script><script>alert("1")</script> & <b>go</b>'
    more = str(MORNING[MORE]).replace("What we keep", title)
    edition = made(tmp_path / "a", {MORE: more})
    html = written(edition, tmp_path).read_text(encoding="utf-8")
    assert html.count("</script>") == 3
    assert "Spring &lt;course&gt;" in html
    plan = json.loads(plan_data(sheets(edition)[NAME]))
    assert plan["items"][5]["title"] == title


def test_the_same_toolkit_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    assert written(made(tmp_path / "a"), tmp_path).read_bytes() == file.read_bytes()


def test_a_zone_says_when_its_clocks_change_and_no_zone_says_nothing() -> None:
    import datetime as dt  # noqa: PLC0415

    day = dt.date(2030, 3, 31)
    assert list(shifts(day, "")) == []
    assert [ahead for _at, ahead in shifts(day, "Asia/Karachi")] == [300]
    change = int(dt.datetime(2030, 3, 31, 1, tzinfo=dt.UTC).timestamp()) // 60
    (_first, before), (moment, after) = shifts(day, "Europe/Berlin")
    assert (before, moment, after) == (60, change, 120)


# ---------------------------------------------------------------- a morning


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that remembers nothing, with the clock of the place."""
    context = browser.new_context(
        timezone_id="Asia/Karachi", viewport={"width": 1280, "height": 900}
    )
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox() as started:
        started.before(clock("09:00"))
        yield started


def opened(tab: Page, file: Path, start: str = "09:00", date: str = DATE) -> Desk:
    tab.add_init_script(f"({clock(start, date)})()")
    tab.goto(file.as_uri())
    return Desk(tab.evaluate)


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_a_morning_that_begins_late_is_brought_back_and_ends_on_time(
    kind: str, file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    faults: list[str]
    if kind == "chromium":
        page: Page = request.getfixturevalue("tab")
        faults = Ear(page, file.as_uri()).faults
        desk = opened(page, file)
    else:
        fox: Firefox = request.getfixturevalue("fox")
        faults = fox.faults
        fox.open(file.as_uri())
        desk = Desk(fox.run)
    assert (desk.text("clock"), desk.text("behind"), desk.text("now")) == (
        *("09:00", "Not begun", "Not begun"),
    )
    desk.press("start")
    assert (desk.text("now"), desk.text("next")) == ("Welcome", "What a card is")
    desk.go("09:33")
    desk.press("start")
    desk.go("09:34")
    assert (desk.text("behind"), desk.text("late-title")) == (
        *("18 min behind", "13 min late for Tea at 10:00"),
    )
    assert desk.text("next-give") == "Hand out: 6 × pens"
    assert desk.text("changes") == (
        "What a card is 09:15–09:30 09:33–09:45 shorten: saves 3 min "
        "Sort the cards 09:30–09:55 09:45–10:00 shorten: saves 10 min"
    )
    assert desk.text("won") == (
        "Saves 13 min. No fixed point moves, and no objective loses its only practice."
    )
    desk.press("take")
    assert (desk.text("behind"), desk.text("late-title")) == ("on time", "")
    assert desk.states()[1:3] == [
        ["09:33", "What a card is", "12 min (was 15)", "now"],
        ["09:45", "Sort the cards", "15 min (was 25)", ""],
    ]
    for moment in ("09:45", "10:00"):
        desk.go(moment)
        desk.press("start")
    assert desk.text("now") == "Tea"
    desk.go("10:12")
    desk.press("skip")
    desk.reload()
    assert (desk.text("clock"), desk.text("now"), desk.text("next")) == (
        *("10:12", "Tea", "What we keep"),
    )
    desk.go("10:15")
    desk.press("start")
    assert desk.text("behind") == "15 min ahead"
    desk.go("10:50")
    desk.press("start")
    desk.go("11:00")
    desk.press("done")
    assert (desk.text("behind"), desk.text("now")) == ("on time", "The day is over")
    path = desk.save(tmp_path)
    assert path.name == f"spring-run-{DATE}-1100.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert [
        (one["item"], one["planned"], one["state"], one["minutes"]) for one in saved["items"]
    ] == [
        (TALK, 15, "done", 12),
        (SORT, 25, "done", 15),
        (VOTE, 15, "skipped", None),
        (KEEP, 20, "done", 35),
    ]
    told = timings(loaded(tiny(tmp_path / "toolkit", MORNING)), [(path.name, path.read_bytes())])
    assert (told.findings, [(one.minutes, one.cut) for one in told.items]) == (
        *((), [((), 1), ((), 1), ((), 0), ((35,), 0)]),
    )
    assert faults == []


@pytest.mark.browser
def test_keys_do_what_the_buttons_do_and_can_be_switched_off(tab: Page, file: Path) -> None:
    desk = opened(tab, file)
    tab.keyboard.press("s")
    desk.go("09:20")
    tab.keyboard.press("s")
    desk.go("09:22")
    tab.keyboard.press("k")
    assert [row[3] for row in desk.states()][:3] == ["done, 20 min", "now", "skipped"]
    tab.keyboard.press("u")
    tab.keyboard.press("d")
    assert [row[3] for row in desk.states()][:3] == ["done, 20 min", "done, 2 min", ""]
    tab.keyboard.press("n")
    assert tab.locator("details[open] h4").first.inner_text() == "Without power"
    tab.keyboard.press("p")
    assert not tab.locator("#plan").is_visible()
    tab.keyboard.press("Escape")
    assert tab.locator("#plan").is_visible()
    tab.locator("#tools summary").click()
    tab.locator("#keys").uncheck()
    tab.locator("h1").click()
    tab.keyboard.press("s")
    assert [row[3] for row in desk.states()][2] == ""
    # On a keyboard of another script the place of the key counts.
    tab.locator("#keys").check()
    tab.locator("h1").click()
    tab.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'س', code: 'KeyS', bubbles: true }))"
    )
    assert [row[3] for row in desk.states()][2] == "now"
    tab.keyboard.press("u")
    # What is typed as a time is no key.
    tab.locator("#time").press_sequentially("s")
    assert [row[3] for row in desk.states()][2] == ""


@pytest.mark.browser
def test_a_computer_with_a_wrong_clock_is_set_by_hand_and_kept_so(tab: Page, file: Path) -> None:
    desk = opened(tab, file, "03:10", "2019-01-01")
    assert desk.notices() == [
        "This day is not today, by the clock. To try it out, or when the date of this computer is "
        "wrong, set the time under Clock."
    ]
    tab.get_by_role("button", name="Set the time").click()
    tab.keyboard.type("soon")
    tab.keyboard.press("Enter")
    assert desk.text("time-help") == "This is no time. Write it like 09:30."
    tab.locator("#time").fill("٩:٠٥")
    tab.keyboard.press("Enter")
    assert (desk.text("clock"), desk.notices()) == ("09:05", [])
    desk.press("start")
    desk.reload()
    assert (desk.text("clock"), desk.text("now")) == ("09:05", "Welcome")


@pytest.mark.browser
def test_a_clock_that_is_set_while_it_runs_is_asked_about(tab: Page, file: Path) -> None:
    desk = opened(tab, file)
    desk.press("start")
    desk.go("09:10")
    desk.set(at("08:10"), at("09:10"))
    assert desk.text("clock") == "09:10"
    assert desk.notices() == [
        "The clock of this computer went back by 60 min. This run sheet stays at 09:10."
    ]
    desk.answer("The clock is right now: 08:10")
    assert desk.text("clock") == "08:10"
    desk.set(at("09:20"), at("09:20"))
    desk.set(at("10:20"), at("09:20"))
    assert desk.text("clock") == "10:20"
    desk.answer("No, it is 09:20")
    assert (desk.text("clock"), desk.notices()) == ("09:20", [])


@pytest.mark.browser
def test_a_clock_in_another_zone_is_that_of_the_place(browser: Browser, file: Path) -> None:
    with browser.new_context(timezone_id="America/New_York") as context:
        desk = opened(context.new_page(), file, "09:05")
        assert desk.text("clock") == "09:05"
        assert desk.notices() == [
            "The clock of this computer is in another time zone. Times here are those of "
            "Asia/Karachi. If the large clock is wrong, set it."
        ]


@pytest.mark.browser
def test_an_event_without_a_zone_goes_by_the_clock_of_the_computer(
    browser: Browser, tmp_path: Path
) -> None:
    event = str(MORNING[EVENT]).replace("time-zone: Asia/Karachi\n", "")
    file = written(made(tmp_path / "a", {EVENT: event}), tmp_path)
    with browser.new_context(timezone_id="America/New_York") as context:
        # Five hours ahead of UTC is nine in the morning; New York is five hours behind it.
        desk = opened(context.new_page(), file, "19:20")
        assert (desk.text("clock"), desk.text("next")) == ("09:20", "What a card is")
        assert desk.notices() == []


@pytest.mark.browser
def test_a_file_moves_the_day_to_another_computer(
    browser: Browser, tab: Page, file: Path, tmp_path: Path
) -> None:
    desk = opened(tab, file)
    desk.press("start")
    desk.go("09:15")
    desk.press("start")
    saved = desk.save(tmp_path).read_text(encoding="utf-8")
    with browser.new_context(timezone_id="Asia/Karachi") as context:
        other = opened(context.new_page(), file, "09:16")
        other.open("log.json", saved)
        other.until("document.getElementById('now').textContent === 'What a card is'")
        assert other.states() == desk.states()
        # What is here is not replaced without a yes.
        other.open("log.json", saved.replace('"copy": "', '"copy": "0'))
        other.until("document.querySelector('#notices [data-name=file]') !== null")
        assert other.notices() == ["Opening log.json replaces what is here."]
        other.answer("Open it all the same")
        assert other.notices() == []


@pytest.mark.browser
def test_files_that_cannot_be_opened_are_refused_with_the_reason(
    tab: Page, file: Path, tmp_path: Path
) -> None:
    desk = opened(tab, file)
    desk.press("start")
    good = desk.save(tmp_path).read_text(encoding="utf-8")
    for text, reason in (
        (good[:200], "it is cut off or damaged. Ask for it again."),
        (good.replace('"spring"', '"autumn"'), "it is of another event (autumn)."),
        (good.replace('"tiny"', '"big"'), "it is of another toolkit (big)."),
        (
            good.replace('"version": 1', '"version": 2'),
            "it is of a newer run sheet. Use the run sheet that saved it.",
        ),
        ("{}", "it is no file of a run sheet."),
        (" " * 2_000_001, "it is larger than any file of a run sheet."),
    ):
        desk.open("log.json", text)
        desk.until("document.querySelector('.notice[data-name=file]') !== null")
        assert desk.notices() == [f"log.json was not opened: {reason}"]
        assert desk.text("now") == "Welcome"
        desk.answer("Close")


@pytest.mark.browser
def test_parts_that_were_passed_over_are_asked_about(tab: Page, file: Path) -> None:
    desk = opened(tab, file)
    tab.set_viewport_size({"width": 360, "height": 640})
    tab.get_by_role("button", name="Start now: Vote with dots").click()
    asked = "Still open before it: What a card is; Sort the cards. They come after it now."
    assert desk.notices() == [asked]
    expect(tab.locator(".notice")).to_be_in_viewport(ratio=1)
    desk.answer("They are done")
    assert [row[3] for row in desk.states()][:5] == ["", "Done", "Done", "", "now"]
    assert desk.notices() == []
    desk.press("undo")
    desk.press("undo")
    tab.get_by_role("button", name="Start now: Vote with dots").click()
    desk.answer("Leave them out")
    assert [row[3] for row in desk.states()][1:3] == ["skipped", "skipped"]


@pytest.mark.browser
def test_what_was_tried_out_before_the_event_is_forgotten_after_a_yes(
    tab: Page, file: Path
) -> None:
    desk = opened(tab, file, "18:00", "2030-03-03")
    desk.press("start")
    desk.go("08:55")
    desk.reload()
    assert desk.notices() == ["What is here was tapped before the event, to try it out."]
    desk.answer("Forget it and begin anew")
    assert (desk.text("now"), desk.text("clock"), desk.notices()) == ("Not begun", "08:55", [])
    # Tried out with the clock set by hand, a week before.
    desk.go("18:00", "2030-02-25")
    tab.locator("#time").evaluate("box => box.value = '09:00'")
    desk.press("set-time")
    desk.press("start")
    desk.go("08:55")
    desk.reload()
    assert desk.text("clock") != "08:55"
    desk.answer("Take the clock of this computer")
    desk.answer("Forget it and begin anew")
    assert (desk.text("now"), desk.text("clock")) == ("Not begun", "08:55")


@pytest.mark.browser
def test_to_begin_anew_forgets_everything_after_a_yes(tab: Page, file: Path) -> None:
    desk = opened(tab, file)
    desk.press("start")
    desk.press("anew")
    assert desk.text("now") == "Welcome"
    desk.answer("Forget it and begin anew")
    desk.reload()
    assert desk.text("now") == "Not begun"


# ---------------------------------------------------------------- how it looks


@pytest.mark.browser
def test_without_scripts_it_is_the_agenda_with_its_notes(browser: Browser, file: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        assert not page.locator("#desk, #tools, .row").first.is_visible()
        page.locator(".item summary").first.click()
        words = page.locator("body").inner_text()
        for word in ("Welcome", "09:15", "Say what a card is.", "6 × pens", "runs no scripts"):
            assert word in words


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_it_fits_the_window_and_wcag_when_late(
    tab: Page, file: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme)
    desk = opened(tab, file)
    desk.press("start")
    desk.go("09:33")
    desk.press("start")
    assert tab.locator("#late").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.evaluate(needed(AXE).read_text(encoding="utf-8"))
    assert tab.evaluate(RUN, [STANDARD, []]) == []


def printed(tab: Page) -> str:
    """The first page, so low that the plan needs more of them."""
    pages = PdfReader(io.BytesIO(tab.pdf(width="210mm", height="100mm"))).pages
    assert len(pages) > 1
    return " ".join(pages[0].extract_text().split())


@pytest.mark.browser
def test_on_paper_it_is_the_plan_as_it_stands(tab: Page, file: Path) -> None:
    desk = opened(tab, file)
    desk.press("start")
    desk.go("09:33")
    desk.press("start")
    tab.evaluate("window.print = () => {}")
    desk.press("take-print")
    tab.emulate_media(media="print")
    words = tab.locator("body").inner_text()
    assert "The plan as it stands at 09:33" in words
    assert "12 min (was 15)" in words
    for word in ("Start now", "Notes", "Undo", "May be dropped."):
        assert word not in words
    assert "Welcome" in printed(tab)
    desk.press("print-notes")
    assert "Say what a card is." in (words := printed(tab))
    for word in ("Undo", "Work by single keys", "A card holds figures."):
        assert word not in words


@pytest.mark.browser
def test_in_arabic_it_runs_from_the_right_with_its_digits(tab: Page, tmp_path: Path) -> None:
    languages = "languages:\n  - {tag: ar, name: العربية, digits: arab}\n"
    edition = made(tmp_path / "a", {"translations/languages.yml": languages}, "ar")
    (sheet,) = sheets(edition).values()
    assert sheet.direction == "rtl"
    tab.set_viewport_size({"width": 360, "height": 800})
    file = written(edition, tmp_path)
    ear = Ear(tab, file.as_uri())
    desk = opened(tab, file)
    desk.press("start")
    desk.go("09:33")
    desk.press("start")
    assert tab.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    assert desk.text("clock") == "٠٩:٣٣"
    assert desk.text("behind") == "١٨ min behind"
    assert desk.text("changes").startswith("What a card is ٠٩:١٥–٠٩:٣٠ ٠٩:٣٣–٠٩:٤٥ ")
    assert ear.faults == []
