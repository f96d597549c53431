"""A sheet filled in Chromium from disk without a network: saved, opened, kept, checked, printed."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browsers import published
from tests.sheets import sheet_of
from tests.sheets_html.conftest import Written
from tests.sheets_html.filling import (
    FULL,
    add_row,
    cell,
    file_of,
    handin,
    open_files,
    read,
    said,
    save,
    shown,
    tab,
    write,
    write_all,
)

from sessionpress.answers.cells import MOST_ROWS, cells, revision
from sessionpress.answers.file import write_json

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

KEPT = "Kept in this browser. On a shared computer, save the file, then clear."


def kept(page: Page, text: str = KEPT) -> None:
    """Wait until the line of the state says something."""
    expect(page.locator("#kept")).to_have_text(text)


# ---------------------------------------------------------------- files


def test_what_is_filled_in_is_what_other_programs_read_in_the_saved_file(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        write_all(page, FULL)
        answers = read(save(page, tmp_path), written.toolkit)
    assert answers.values == FULL
    assert answers.unread == {}
    assert answers.handin.revision == revision(sheet_of(written.toolkit, "everything"))
    assert re.fullmatch(r"[0-9a-f]{24}", answers.handin.copy)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answers.handin.saved)


def test_the_name_of_a_saved_file_says_sheet_country_and_date(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        date = page.evaluate("new Date().toLocaleDateString('sv')")
        assert save(page, tmp_path).name == f"everything_{date}.json"
        write(page, "country", "AAA")
        assert save(page, tmp_path).name == f"everything_AAA_{date}.json"


def test_a_saved_file_opens_again_with_every_value_and_stays_the_same_copy(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        write_all(page, FULL)
        first = save(page, tmp_path)
    again = tmp_path / "again"
    with tab(browser, written.page("everything")) as page:
        assert open_files(page, first) == f"{first.name}: opened."
        second = save(page, again)
    assert read(second, written.toolkit).values == FULL
    assert handin(second).copy == handin(first).copy


def test_a_file_that_another_program_wrote_opens_the_same(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        write_all(page, FULL)
        answers = read(save(page, tmp_path), written.toolkit)
    sheet = sheet_of(written.toolkit, "everything")
    other = tmp_path / "other.json"
    other.write_bytes(write_json(written.toolkit.settings, sheet, answers))
    with tab(browser, written.page("everything")) as page:
        open_files(page, other)
        assert read(save(page, tmp_path / "again"), written.toolkit).values == FULL


def test_a_half_filled_sheet_can_be_saved_and_what_is_no_number_stays_as_it_was_written(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        for wrong in ("about ten", "1,234", "120"):
            write(page, "visits", wrong)
            expect(page.locator("#e-visits")).to_be_visible()
        write(page, "steps/3/cost", "½")
        path = save(page, tmp_path)
    assert handin(path).cells == {"visits": 120.0, "steps/3/cost": "½"}
    with tab(browser, written.page("everything")) as page:
        open_files(page, path)
        assert (shown(page, "visits"), shown(page, "steps/3/cost")) == ("120", "½")
        expect(page.locator("#e-visits")).to_have_text("This number is out of range.")


DIGITS = {
    "١٢": 12.0,
    "۱۲٫۵": 12.5,
    "১২": 12.0,
    "−3": -3.0,
    "1 000,5": 1000.5,
    "1,234,567": 1234567.0,
}


def test_numbers_are_read_in_every_script(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    found = {}
    with tab(browser, written.page("everything")) as page:
        for text in DIGITS:
            write(page, "steps/1/fees", text)
            answers = read(save(page, tmp_path), written.toolkit)
            found[text] = answers.values["steps/1/fees"]
    assert found == DIGITS


def test_a_file_can_be_dropped_on_the_page(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    path = file_of(tmp_path, "mine", "everything", {"name": "Dropped"})
    with tab(browser, written.page("everything")) as page:
        data = page.evaluate_handle(
            """text => {
                const data = new DataTransfer();
                data.items.add(new File([text], "mine.json"));
                return data;
            }""",
            path.read_text(encoding="utf-8"),
        )
        page.dispatch_event("body", "drop", {"dataTransfer": data})
        expect(page.locator("#said li")).to_have_text("mine.json: opened.")
        assert shown(page, "name") == "Dropped"


def test_opening_asks_before_it_takes_away_what_is_written(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    path = file_of(tmp_path, "mine", "everything", {"name": "From the file"})
    with tab(browser, written.page("everything")) as page:
        write(page, "story", "On the page")
        page.locator("#files").set_input_files(path)
        expect(page.get_by_role("dialog")).to_contain_text("Put those of mine.json in their place?")
        page.keyboard.press("Escape")
        expect(page.locator("#said li")).to_have_text(
            "mine.json: not opened; the page is as it was."
        )
        assert (shown(page, "story"), shown(page, "name")) == ("On the page", "")
        page.locator("#files").set_input_files(path)
        page.get_by_role("button", name="Open the file").click()
        expect(page.locator("#said li")).to_have_text("mine.json: opened.")
        assert (shown(page, "story"), shown(page, "name")) == ("", "From the file")


# ---------------------------------------------------------------- files that are not right


def a_file(**changes: object) -> str:
    root = {
        "format": "sessionpress-answers",
        "version": 1,
        "toolkit": "tiny",
        "sheets": [{"sheet": "everything", "answers": {"name": "New"}}],
        **changes,
    }
    return json.dumps(root)


WRONG: dict[str, tuple[str | bytes, str]] = {
    "cut off": (a_file()[:-9], "the file is cut off or damaged. Ask for it again, sent as a file."),
    "no text": (
        b"\xff\xfe\x00",
        "the file is cut off or damaged. Ask for it again, sent as a file.",
    ),
    "no number": (
        a_file(version=1).replace("1,", "NaN,", 1),
        "the file is cut off or damaged. Ask for it again, sent as a file.",
    ),
    "other format": (
        a_file(format="other"),
        "this is no file of answers. Choose a file that a sheet saved.",
    ),
    "a list": ("[]", "this is no file of answers. Choose a file that a sheet saved."),
    "other version": (
        a_file(version=2),
        "the file has version 2 of the format, which this page cannot read.",
    ),
    "other toolkit": (
        a_file(toolkit="<b>other</b>"),
        "the file belongs to another toolkit, “<b>other</b>”.",
    ),
    "no sheet": (a_file(sheets=[]), "the file holds no sheet that can be read."),
    "odd sheets": (a_file(sheets=[1, {}]), "the file holds no sheet that can be read."),
    "too large": (
        " " * 2_000_001,
        "the file has 2000001 bytes; a file of answers has 2000000 at most.",
    ),
    "sheet that fills nothing here": (
        a_file(sheets=[{"sheet": "plan", "answers": {"what": "x"}}]),
        "this sheet takes nothing over from “plan”.",
    ),
}


def test_a_wrong_file_is_named_in_a_line_and_changes_nothing(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "wrong <i>.json"
    lines = {}
    with tab(browser, written.page("everything")) as page:
        write(page, "name", "Mine")
        for name, (content, _line) in WRONG.items():
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            lines[name] = open_files(page, path)
            assert shown(page, "name") == "Mine"
        assert not page.locator("#said i").count()
    assert lines == {name: f"wrong <i>.json: {line}" for name, (_content, line) in WRONG.items()}


def test_each_value_that_finds_no_place_is_named_with_file_and_field(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    answers = {
        "nam": "lost",
        "name": {"a": 1},
        "country": "ZZZ",
        "lead-one": 9,
        "since": "4 March",
        "groups": ["women", "dogs"],
        "steps": [{"step": "<img src=x onerror=alert(1)>", "cost": [1], "size": "huge"}],
        "constructor": "odd",
        "__proto__": "odd",
    }
    text = json.dumps(answers)
    path = file_of(tmp_path, "odd", "everything", json.loads(text), revision="00000000")
    with tab(browser, written.page("everything")) as page:
        lines = open_files(page, path).split("\n")
        assert lines == [
            "odd.json: opened.",
            "odd.json: it was filled in another version of the sheet “Everything <& more>”. "
            "What still fits was taken.",
            "odd.json, nam: the sheet has no such field; “lost” was left out.",
            "odd.json, Country: “ZZZ” does not fit there and was left out.",
            "odd.json, Leadership: They lead.: “9” does not fit there and was left out.",
            "odd.json, Since: “4 March” does not fit there and was left out.",
            "odd.json, Pace: For whom: “women; dogs” does not fit there and was left out.",
            "odd.json, Steps, 1: Size: “huge” does not fit there and was left out.",
            "odd.json, constructor: the sheet has no such field; “odd” was left out.",
            "odd.json, __proto__: the sheet has no such field; “odd” was left out.",
            "odd.json, name: the answer has another shape than expected and was left out.",
            "odd.json, steps/1/cost: the answer has another shape than expected and was left out.",
        ]
        assert shown(page, "steps/1/step") == "<img src=x onerror=alert(1)>"
        assert page.locator("main img").count() == 0


# ---------------------------------------------------------------- kept in the browser


def test_what_was_typed_is_there_after_a_reload_and_gone_after_clear(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        kept(page, "What you write is kept in this browser until you clear it.")
        write_all(page, FULL)
        kept(page)
        first = save(page, tmp_path)
        page.reload()
        second = save(page, tmp_path / "again")
        assert read(second, written.toolkit).values == FULL
        assert handin(second).copy == handin(first).copy
        page.get_by_role("button", name="Clear").click()
        page.get_by_role("button", name="Keep it").click()
        assert shown(page, "steps/4/step") == "Row that was added"
        page.get_by_role("button", name="Clear").click()
        page.get_by_role("button", name="Clear it").click()
        kept(page, "Cleared. Nothing of it is kept in this browser.")
        assert page.evaluate("localStorage.length") == 0
        page.reload()
        kept(page, "What you write is kept in this browser until you clear it.")
        third = handin_or_none(save(page, tmp_path / "third"))
        assert third == {}
        assert cell(page, "steps/4/step").count() == 0


def handin_or_none(path: Path) -> dict[str, object]:
    """The answers in a file as they stand there."""
    answers: dict[str, object] = json.loads(path.read_text())["sheets"][0]["answers"]
    return answers


NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw Error('no') }})"


def test_a_browser_that_keeps_nothing_says_so_and_saves_files_all_the_same(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything"), script=NO_STORAGE) as page:
        kept(page, "This browser keeps nothing: save the file before you leave.")
        write(page, "name", "Kept by hand")
        assert read(save(page, tmp_path), written.toolkit).text("name") == "Kept by hand"


@pytest.mark.parametrize("junk", ["", "{", "[]", '{"sheets": 1}'])
def test_junk_in_the_store_of_the_browser_does_no_harm(
    junk: str, written: Written, browser: Browser
) -> None:
    script = (
        "localStorage.setItem('sessionpress/tiny/2030.1/everything', "
        f"{json.dumps(junk)}); sessionStorage.x = 1"
    )
    with tab(browser, written.page("everything"), script=script) as page:
        write(page, "name", "Mine")
        kept(page)


# ---------------------------------------------------------------- rows


def test_a_table_grows_to_the_most_rows_and_shrinks_to_the_printed_ones(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        more = page.get_by_role("button", name="Add a row")
        fewer = page.get_by_role("button", name="Remove the last row")
        expect(fewer).to_be_disabled()
        more.click()
        assert page.evaluate("document.activeElement.name") == "steps/4/step"
        write(page, "steps/4/step", "Mine")
        fewer.click()
        page.get_by_role("button", name="Keep it").click()
        assert shown(page, "steps/4/step") == "Mine"
        fewer.click()
        page.get_by_role("button", name="Remove it").click()
        expect(cell(page, "steps/4/step")).to_have_count(0)
        for _row in range(MOST_ROWS - 3):
            more.click()
        expect(more).to_be_disabled()
        write(page, f"steps/{MOST_ROWS}/cost", 5.0)
        expect(cell(page, "total")).to_have_text("5")
        answers = read(save(page, tmp_path), written.toolkit)
    assert answers.values == {
        f"steps/{MOST_ROWS}/cost": 5.0,
        f"steps/{MOST_ROWS}/all": 5.0,
        "total": 5.0,
    }


# ---------------------------------------------------------------- help, limits, errors


def test_check_lists_what_is_missing_or_wrong_and_leads_there(
    written: Written, browser: Browser
) -> None:
    with tab(browser, written.page("everything")) as page:
        write(page, "visits", "many")
        page.get_by_role("button", name="Check").click()
        assert said(page).split("\n") == [
            "To look at: 3. You can save the sheet as it is.",
            "Country: not filled in yet",
            "What happens: not filled in yet",
            "Visits: “many” cannot be read as one number. Write digits only.",
        ]
        expect(page.locator("#said")).to_be_focused()
        page.get_by_role("link", name="Visits: “many”").click()
        expect(cell(page, "visits")).to_be_focused()
        expect(cell(page, "visits")).to_have_accessible_description(
            re.compile("0 to 99.*digits only")
        )
        expect(cell(page, "visits")).to_have_attribute("aria-invalid", "true")
        write_all(page, {"visits": 3.0, "country": "AAA", "story": "x"})
        expect(page.locator("#e-visits")).to_have_count(0)
        page.get_by_role("button", name="Check").click()
        assert said(page) == "Everything that is required is filled in."


def test_a_limit_is_counted_and_never_cuts(written: Written, browser: Browser) -> None:
    with tab(browser, written.page("everything")) as page:
        counter = page.locator("#n-name")
        expect(counter).to_have_text("Characters left: 20")
        write(page, "name", "𝒜" * 18)
        expect(counter).to_have_text("Characters left: 2")
        write(page, "name", "a" * 23)
        expect(counter).to_have_text("Characters too many: 3")
        expect(page.locator("#e-name")).to_have_text(
            "This text has 23 characters; the most are 20."
        )
        assert shown(page, "name") == "a" * 23


# ---------------------------------------------------------------- keyboard and screen reader


def test_the_keyboard_reaches_every_field_in_order_and_each_has_a_name(
    written: Written, browser: Browser
) -> None:
    sheet = sheet_of(written.toolkit, "everything")
    expected = [one.name for one in cells(sheet) if one.kind != "computed"]
    with tab(browser, written.page("everything")) as page:
        page.locator("#main").focus()
        reached: list[str] = []
        for _ in range(120):
            page.keyboard.press("Tab")
            name, kind = page.evaluate("[document.activeElement.name, document.activeElement.type]")
            if kind == "file" or not name:
                if page.evaluate("document.activeElement.dataset.do") == "save":
                    break
                continue
            if name not in reached:
                reached.append(name)
        assert reached == expected
        expect(cell(page, "steps/2/cost")).to_have_accessible_name("2 Cost 0 or more.")
        expect(cell(page, "fixed/1/used")).to_have_accessible_name("Counter How often used")
        expect(cell(page, "country")).to_have_accessible_name("Country (required)")
        expect(cell(page, "lead-one")).to_have_accessible_name("They lead.")
        expect(cell(page, "lead-one").get_by_role("radio").nth(1)).to_have_accessible_name(
            "2 Rarely"
        )
        expect(cell(page, "middle")).to_have_accessible_name("In the middle")


def test_a_mark_on_a_scale_is_set_by_keys_and_taken_away(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        group = cell(page, "lead-one")
        away = group.get_by_role("button", name="Take my mark away")
        expect(away).to_be_hidden()
        group.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        expect(group.get_by_role("radio").nth(1)).to_be_checked()
        expect(cell(page, "middle")).to_have_text("2")
        away.click()
        expect(cell(page, "middle")).to_have_text("")
        expect(group.get_by_role("radio").first).to_be_focused()
        assert handin_or_none(save(page, tmp_path)) == {}


def test_enter_breaks_lines_in_long_texts_only(written: Written, browser: Browser) -> None:
    with tab(browser, written.page("everything")) as page:
        for name in ("name", "story", "steps/1/step"):
            cell(page, name).focus()
            page.keyboard.type("a")
            page.keyboard.press("Enter")
            page.keyboard.type("b")
        assert [shown(page, one) for one in ("name", "story", "steps/1/step")] == [
            "ab",
            "a\nb",
            "ab",
        ]


# ---------------------------------------------------------------- every width, direction, policy


def test_the_page_fits_every_width_and_direction(written: Written, browser: Browser) -> None:
    with tab(browser, written.page("everything")) as page:
        write(page, "steps/1/step", "long " * 40)
        for direction in ("ltr", "rtl"):
            page.evaluate(f"document.documentElement.dir = '{direction}'")
            for width in (320, 360, 700, 800, 1000, 1280):
                page.set_viewport_size({"width": width, "height": 700})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{direction}, {width}: {wide}"


def test_the_page_works_under_the_strictest_policy(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    policy += "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
    policy += "trusted-types 'none'"

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": policy}
        route.fulfill(response=answer, headers=headers)

    source = file_of(tmp_path, "source", "everything", {"story": "x", "steps": [{"step": "y"}]})
    with published(written.folder) as address:
        context = browser.new_context()
        try:
            page = context.new_page()
            heard: list[str] = []
            page.on("console", lambda message: heard.append(message.text))
            page.on("pageerror", lambda error: heard.append(str(error)))
            page.route("**/*", with_policy)
            page.goto(f"{address}sheets/plan.html")
            add_row(page, "work")
            open_files(page, source)
            write(page, "what", "mine")
            page.get_by_role("button", name="Check").click()
            saved = read(save(page, tmp_path), written.toolkit)
            page.get_by_role("button", name="Clear").click()
            page.get_by_role("button", name="Clear it").click()
            assert heard == []
        finally:
            context.close()
    assert saved.values == {"what": "mine", "work/1/step": "y"}


# ---------------------------------------------------------------- paper


def printed(page: Page, target: Path) -> str:
    """The words of the page as it is printed."""
    path = target / "printed.pdf"
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return " ".join(text.stdout.decode().split())


BUTTONS = ("Save file", "Open file", "Add a row", "Take my mark away", "Kept in")


def test_the_page_prints_what_was_written_whole(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    long = " ".join(f"word{number}" for number in range(60))
    with tab(browser, written.page("everything")) as page:
        write_all(page, {**FULL, "steps/1/step": long, "story": f"{long}\n{long}"})
        text = printed(page, tmp_path)
    for words in ("Bérénice & Co <island>", "Birth <b>papers</b>", "2031-01-31", "Alland", "3.5"):
        assert words in text
    for number in range(60):
        assert text.count(f"word{number} ") + text.count(f"word{number}\n") >= 2, number
    assert not any(word in text for word in (*BUTTONS, "mm/dd", "Characters left"))


def test_without_scripts_the_page_prints_as_a_paper_form(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything"), scripts=False) as page:
        for name in ("Save file", "Add a row", "Take my mark away"):
            expect(page.get_by_role("button", name=name)).to_have_count(0)
        text = printed(page, tmp_path)
    assert not any(word in text for word in (*BUTTONS, "mm/dd"))
    for words in (
        "What happens",
        "Just right",
        "1 Never 2 Rarely 3 Often",
        "Counter",
        "(low, high)",
    ):
        assert words in text.replace("1 2 3 Never Rarely Often", "1 Never 2 Rarely 3 Often")
