"""The page that collects: the rules of the command line in a browser, from disk, offline."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page
from tests.boards import CODES, board, board_files, board_json, board_toolkit
from tests.browsers import Ear, firefox
from tests.likeness import (
    answer_file,
    collected,
    random_answers,
    random_files,
    told_by_command,
    told_in_browser,
)
from tests.office import fill_docx, fill_xlsx
from tests.sheets import FILES, with_sheets
from tests.sheets_html.sites import write_collecting
from tests.toolkits import CARDS, OVERRIDES, base_text, loaded, tiny

from sessionpress.answers.gain import gain
from sessionpress.answers.pairing import Wishes, propose
from sessionpress.bind.docx import sheet_docx
from sessionpress.bind.xlsx import sheet_xlsx
from sessionpress.compose import PARTICIPANT, compose
from sessionpress.content import questions as asked
from sessionpress.content.model import Sheet, Toolkit
from sessionpress.render.collect import collect_data
from sessionpress.site import COLLECT

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

SCRIPTS = ("values", "collect-rules")
MORE = """
/// question | And the second?
    objective: s1-read
    form: A

- [ ] No
- [x] Yes
///
"""


@pytest.fixture
def ruled(browser: Browser) -> Iterator[Page]:
    """An empty page, ready for the rules of a toolkit."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []


def bring(page: Page, toolkit: Toolkit) -> None:
    """Load the rules, for a toolkit."""
    page.goto("about:blank")
    page.add_script_tag(content=collect_data(toolkit))
    for name in SCRIPTS:
        page.add_script_tag(path=OVERRIDES / "assets" / f"{name}.js")


def bytes_of(files: Mapping[str, bytes]) -> list[tuple[str, list[int]]]:
    return [(name, list(data)) for name, data in files.items()]


# ---------------------------------------------------------------- the same as on the command line


def test_files_right_and_wrong_are_read_as_by_the_command(browser: Browser, tmp_path: Path) -> None:
    toolkit = with_sheets(tmp_path / "toolkit")
    page = browser.new_page()
    page.goto(write_collecting(tmp_path / "site", toolkit))
    for seed in range(12):
        files = random_files(toolkit, random.Random(seed), 10)
        assert told_in_browser(page, files) == told_by_command(toolkit, files), seed
    page.close()


PROPOSE = """([files, wishes]) => {
  const rules = window.sessionpressRules;
  const handins = files.flatMap(([name, bytes]) =>
    rules.readAnswers(name, new Uint8Array(bytes)).handins);
  const found = rules.propose(rules.gather(handins), wishes);
  return {
    groups: found.groups.map((group) =>
      [group.parties.map(({ name }) => name), group.sentence, group.locked]),
    alone: found.alone.map(({ name }) => name),
  };
}"""
TOPICS = ("data", "skills", "cities")
WORDS = ("", "Rules & <b>", "دورة (يومان)", "long words about maps " * 12, "প্রশিক্ষণ")


def some_lines(chance: random.Random) -> list[str]:
    return [
        f"{chance.choice(TOPICS)}: {chance.choice(WORDS)}" for _line in range(chance.randint(0, 3))
    ]


@pytest.mark.parametrize("want", ["", "similar", "different"])
def test_pairs_are_those_of_the_command(ruled: Page, tmp_path: Path, want: str) -> None:
    chance = random.Random(want)
    figures = {code: f"{chance.random():.2f}" for code in CODES[:7]} if want else None
    toolkit = board_toolkit(tmp_path, board_files(figures, want or "similar"))
    assert toolkit.report and toolkit.report.pairing
    bring(ruled, toolkit)
    for _case in range(12):
        codes = chance.sample(CODES, chance.randint(0, 9))
        shows = [chance.choice(["all", "all", "partner", "nobody", ""]) for _code in codes]
        files = {
            f"{code}.json": board_json(
                toolkit, board(code, some_lines(chance), some_lines(chance), show)
            )
            for code, show in zip(codes, shows, strict=True)
        }
        pairs = [(codes[0], codes[2]), (codes[1], codes[0])] if len(codes) > 3 else []
        wishes = Wishes(tuple(pairs[:1]), tuple(pairs[1:]))
        found = propose(toolkit.report.pairing, collected(toolkit, files), toolkit, wishes)
        told = ruled.evaluate(
            PROPOSE, [bytes_of(files), {"together": pairs[:1], "apart": pairs[1:]}]
        )
        assert told == {
            "groups": [[list(one.names), one.sentence, one.locked] for one in found.groups],
            "alone": [one.name for one in found.alone],
        }


GAIN = """(files) => {
  const rules = window.sessionpressRules;
  const handins = files.flatMap(([name, bytes]) =>
    rules.readAnswers(name, new Uint8Array(bytes)).handins);
  const found = rules.gather(handins);
  return rules.gain(["test-a", "test-b"].flatMap((id) => found.sheets.get(id) || []));
}"""


def with_questions(root: Path) -> Toolkit:
    return loaded(tiny(root, {CARDS: base_text(CARDS) + MORE}))


def filled_tests(toolkit: Toolkit, chance: random.Random, people: int) -> dict[str, bytes]:
    """Tests before and after, with codes written in several ways, some twice, some without."""
    sheets: list[Sheet] = [*asked.test_sheets(toolkit)]
    files = {}
    for number in range(people):
        for when in ("before", "after", ""):
            if chance.random() < 0.25:
                continue
            sheet = chance.choice(sheets)
            code = chance.choice([f"ab{number}", f"A-B {number}", f"ab{number // 2}", ""])
            given = {field.id: chance.choice("ab") for field in sheet.fields[2:]}
            answers = {"code": code, "when": when, **given}
            files[f"{number}-{when}.json"] = answer_file(
                toolkit, sheet, answers, copy=f"{number}{when}"
            )
    return files


def test_gain_is_that_of_the_command(ruled: Page, tmp_path: Path) -> None:
    toolkit = with_questions(tmp_path)
    bring(ruled, toolkit)
    sheets = {sheet.id: sheet for sheet in asked.test_sheets(toolkit)}
    with_tests = dataclasses.replace(
        toolkit,
        exercises=(dataclasses.replace(toolkit.exercises[0], sheets=tuple(sheets.values())),),
    )
    for seed in range(8):
        files = filled_tests(toolkit, random.Random(seed), 14)
        by_sheet = collected(with_tests, files).by_sheet
        answers = [one for some in by_sheet.values() for one in some]
        found = gain(asked.questions(toolkit), answers)
        told = ruled.evaluate(GAIN, bytes_of(files))
        assert told == {
            "linked": found.linked,
            "onlyBefore": found.only_before,
            "onlyAfter": found.only_after,
            "unclear": found.unclear,
            "objectives": [
                {
                    "objective": one.objective,
                    "people": one.people,
                    "before": dataclasses.asdict(one.before),
                    "after": dataclasses.asdict(one.after),
                }
                for one in found.objectives
            ],
        }, seed


# ---------------------------------------------------------------- the page


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    files = {
        **board_files(),
        "exercises/card-sort/everything.yml": FILES["exercises/card-sort/everything.yml"],
        CARDS: base_text(CARDS) + MORE,
    }
    return board_toolkit(tmp_path_factory.mktemp("toolkit"), files)


@pytest.fixture(scope="module")
def address(toolkit: Toolkit, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_collecting(tmp_path_factory.mktemp("site") / "أوراق مملوءة", toolkit)


@pytest.fixture(scope="module")
def files(toolkit: Toolkit) -> dict[str, bytes]:
    """Four boards, three persons, a test of one, a file that is cut off."""
    found = {
        f"{one.file}": board_json(toolkit, one)
        for one in (
            board("AAA", ["data: <img src=x onerror=alert(1)>"], ["skills: =1+1"]),
            board("BBB", ["skills: Trainers"], ["data: Our law"]),
            board("CCC", ["cities: SECRET"], show="nobody"),
            board("DDD"),
        )
    }
    sheet = toolkit.sheet("everything")
    assert sheet is not None
    for number, level in enumerate((1, 2, 3)):
        answers = {"country": "AAA", "story": "<b>One</b>", "lead-one": level, "lead-two": 2}
        found[f"p{number}.json"] = answer_file(toolkit, sheet, answers, copy=str(number))
    key = asked.answer_key(toolkit)
    for when, sheet in zip(("before", "after"), asked.test_sheets(toolkit), strict=True):
        right = {name: option for name, option in key.items() if sheet.field(name)}
        answers = {"code": "HIDDEN7", "when": when, **(right if when == "after" else {})}
        found[f"{when}.json"] = answer_file(toolkit, sheet, answers)
    return {**found, "cut.json": b'{"format"', "form.pdf": b"%PDF-1.7"}


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(accept_downloads=True)
    ear = Ear(page, address.removesuffix(COLLECT))
    page.goto(address)
    yield page
    page.close()
    assert ear.faults == []


def put(page: Page, files: Mapping[str, bytes], status: str = "Files: ") -> None:
    """Choose files, and wait until they are told."""
    chosen = [FilePayload(name=name, mimeType="", buffer=data) for name, data in files.items()]
    page.set_input_files("#choose", chosen)
    page.locator("#status", has_text=status).wait_for()


def words_in(page: Page, selector: str) -> str:
    return " ".join(page.inner_text(selector).split())


def test_it_says_what_was_taken_and_what_to_look_at(opened: Page, files: dict[str, bytes]) -> None:
    put(opened, files)
    assert words_in(opened, "#status") == (
        "Files: 11. Hand-ins taken: 9, of sheets: 4. To look at: 4."
    )
    told = words_in(opened, "section[aria-labelledby=look]")
    assert (
        "cut.json – the file is cut off or damaged near line 1. Ask for it again, sent as a file. "
        "Left out form.pdf – the file is cut off. Ask for it again, sent as a file. Left out"
    ) in told
    headings = opened.locator("#results h2").all_inner_texts()
    assert headings == [
        "To look at",
        "Boards",
        "Pairs",
        "Questions before and after",
        "Board",
        "Everything <& more>",
    ]


def test_needs_and_offers_pairs_profile_and_gain_are_shown(
    opened: Page, files: dict[str, bytes]
) -> None:
    put(opened, files)
    assert "Skills Berland: Trainers Alland: =1+1" in words_in(
        opened, "section[aria-labelledby=match-0]"
    )
    pairs = words_in(opened, "section[aria-labelledby=pairs]")
    assert "Alland · Berland Alland offers “=1+1” (Skills), and Berland asks for" in pairs
    assert "Cerland keeps its sheet from others, so nothing of it was used." in pairs
    assert "SECRET" not in pairs
    test = words_in(opened, "section[aria-labelledby=test]")
    assert "People who can be compared: 1." in test
    assert "So few tell how it went in this room" in test
    assert re.search(r"1 0 of 2 1 of 1$", test)
    profile = words_in(opened, ".profile")
    assert "They lead. Levels from 1 to 3 were given." in profile


def test_nothing_of_a_file_is_read_as_markup(opened: Page, files: dict[str, bytes]) -> None:
    put(opened, files)
    assert opened.locator("#results img, #results b").count() == 0
    assert "<b>One</b>" in opened.locator("#results").evaluate("(one) => one.textContent")


def test_no_code_of_a_person_is_on_the_page_or_in_what_is_saved(
    opened: Page, files: dict[str, bytes]
) -> None:
    put(opened, files)
    assert "HIDDEN7" not in opened.content()
    assert "HIDDEN7" not in json.dumps(saved(opened, "[data-do=save]"))


def saved(page: Page, selector: str) -> Any:
    with page.expect_download() as download:
        page.click(selector)
    return json.loads(Path(download.value.path()).read_bytes())


def test_everything_is_saved_as_one_file(opened: Page, files: dict[str, bytes]) -> None:
    put(opened, files)
    root = saved(opened, "[data-do=save]")
    assert (root["format"], root["toolkit"]) == ("sessionpress-collection", "tiny")
    assert {name: len(some) for name, some in root["sheets"].items()} == {
        "everything": 3,
        "board": 4,
    }
    assert root["groups"][0]["countries"] == [
        {"id": "AAA", "name": "Alland"},
        {"id": "BBB", "name": "Berland"},
    ]
    assert [one["file"] for one in root["findings"] if one["left_out"]] == ["cut.json", "form.pdf"]
    assert root["test"]["linked"] == 1


def test_a_table_is_saved_as_csv_without_formulas(opened: Page, files: dict[str, bytes]) -> None:
    put(opened, files)
    opened.locator("section[aria-labelledby=sheet-board] summary").first.click()
    with opened.expect_download() as download:
        opened.get_by_role("button", name="Save as CSV: board-offers").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Who", "Row", "Topic", "Offer"]
    assert rows[1] == ["Alland", "1", "Skills", "'=1+1"]


def test_levels_stand_in_tables_with_their_words(opened: Page, files: dict[str, bytes]) -> None:
    put(opened, files)
    opened.locator("section[aria-labelledby=sheet-everything] summary").first.click()
    with opened.expect_download() as download:
        opened.get_by_role("button", name="Save as CSV: everything", exact=True).click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    place = rows[0].index("They lead.")
    assert [row[place] for row in rows[1:]] == ["1: Never", "2: Rarely", "3: Often"]


def test_a_facilitator_puts_together_keeps_apart_and_takes_back(
    opened: Page, files: dict[str, bytes]
) -> None:
    put(opened, files)
    pairs = opened.locator(".pairs strong")
    first, second = (opened.get_by_label(name) for name in ("One country", "Another country"))
    second.select_option("CCC")
    opened.get_by_role("button", name="Put together").click()
    assert pairs.all_inner_texts() == ["Alland · Cerland", "Berland · Derland"]
    assert first.evaluate("(one) => one === document.activeElement")
    first.select_option("BBB")
    second.select_option("CCC")
    opened.get_by_role("button", name="Put together").click()
    assert words_in(opened, ".wishes .error").startswith("A country can be in one pair only")
    second.select_option("BBB")
    opened.get_by_role("button", name="Keep apart").click()
    assert words_in(opened, ".wishes .error") == "Choose two different countries."
    second.select_option("DDD")
    opened.get_by_role("button", name="Keep apart").click()
    assert pairs.all_inner_texts() == ["Alland · Berland · Cerland"]
    assert "Alone: Derland." in words_in(opened, "section[aria-labelledby=pairs]")
    opened.get_by_role("button", name="Take back: Alland and Cerland: together").click()
    assert pairs.all_inner_texts() == ["Alland · Berland", "Cerland · Derland"]
    assert opened.locator(".wish-list").inner_text().startswith("Berland and Derland: apart")


def test_the_same_file_counts_once_and_another_of_its_name_gets_a_number(
    opened: Page, toolkit: Toolkit
) -> None:
    one, other = (board_json(toolkit, board(code)) for code in ("AAA", "BBB"))
    put(opened, {"sheet.json": one})
    put(opened, {"sheet.json": other}, "Files: 2.")
    put(opened, {"sheet.json": one})
    opened.wait_for_selector("text=this file is here already.")
    assert words_in(opened, "#status").startswith("Files: 2. Hand-ins taken: 2,")


def test_files_that_are_dropped_while_others_are_read_wait_for_them(
    opened: Page, toolkit: Toolkit
) -> None:
    sheet = toolkit.sheet("everything")
    assert sheet is not None
    answers = {"country": "AAA", "story": "One"}
    files = {
        "sheet.json": answer_file(toolkit, sheet, answers, copy="1"),
        "sheet.xlsx": fill_xlsx(sheet_xlsx(toolkit, sheet, "en"), sheet, {"story": "Two"}),
        "sheet.docx": fill_docx(sheet_docx(toolkit, sheet, "en"), {"story": "Three"}),
    }
    drop(opened, *({name: data} for name, data in files.items()))
    opened.locator("#status", has_text="Files: 3.").wait_for()
    assert words_in(opened, "#status").startswith("Files: 3. Hand-ins taken: 3, of sheets: 1.")
    told = opened.locator("#results").evaluate("(one) => one.textContent")
    assert all(word in told for word in ("One", "Two", "Three"))


def drop(page: Page, *batches: Mapping[str, bytes]) -> None:
    """Drop files on the page, batch after batch without a break."""
    page.evaluate(
        """(batches) => batches.forEach((files) => {
            const box = new DataTransfer();
            files.forEach(([name, bytes]) =>
                box.items.add(new File([new Uint8Array(bytes)], name)));
            document.dispatchEvent(new DragEvent("drop", { dataTransfer: box, cancelable: true }));
        })""",
        [bytes_of(files) for files in batches],
    )


def test_what_cannot_be_opened_is_said_and_the_rest_is_taken(
    opened: Page, toolkit: Toolkit
) -> None:
    opened.evaluate(
        """() => {
            const read = File.prototype.arrayBuffer;
            File.prototype.arrayBuffer = function () {
              if (this.name === "folder") return Promise.reject(new Error("no file"));
              return read.call(this);
            };
            Object.defineProperty(File.prototype, "size", {
              get() { return this.name === "film" ? 60000001 : 9; },
            });
        }"""
    )
    drop(
        opened,
        {"folder": b"", "film": b"", "AAA.json": board_json(toolkit, board("AAA"))},
    )
    opened.locator("#status", has_text="Files: 3.").wait_for()
    assert words_in(opened, "#status").startswith("Files: 3. Hand-ins taken: 1,")
    told = words_in(opened, "section[aria-labelledby=look]")
    assert (
        "folder – it cannot be opened. Check its name and its rights; of a folder, give the files "
        "in it. Left out film – the file is larger than 60 MB. Ask for the filled form alone. "
    ) in told


def test_without_the_folder_of_scripts_files_of_sheets_are_read_and_others_named(
    browser: Browser, toolkit: Toolkit, tmp_path: Path
) -> None:
    address = write_collecting(tmp_path / "site", toolkit)
    (tmp_path / "site" / "assets" / "collect-docx.js").unlink()
    sheet = toolkit.sheet("everything")
    assert sheet is not None
    page = browser.new_page()
    page.goto(address)
    put(
        page,
        {
            "a.docx": sheet_docx(toolkit, sheet, "en"),
            "AAA.json": board_json(toolkit, board("AAA")),
        },
    )
    assert words_in(page, "#status").startswith("Files: 2. Hand-ins taken: 1,")
    assert (
        "a.docx – the part of this page that reads such files is not there. Copy the whole folder "
        "of the page, or read the file with the command: sessionpress collect. Left out"
    ) in words_in(page, "section[aria-labelledby=look]")
    page.close()


def test_an_old_browser_reads_files_of_sheets_and_names_others(
    opened: Page, toolkit: Toolkit
) -> None:
    sheet = toolkit.sheet("everything")
    assert sheet is not None
    opened.evaluate("delete window.DecompressionStream")
    put(
        opened,
        {
            "a.xlsx": sheet_xlsx(toolkit, sheet, "en"),
            "AAA.json": board_json(toolkit, board("AAA")),
        },
    )
    assert words_in(opened, "#status").startswith("Files: 2. Hand-ins taken: 1,")
    assert "a.xlsx – this browser is too old to unpack the file." in words_in(
        opened, "section[aria-labelledby=look]"
    )


def test_what_is_said_stands_in_the_order_of_the_files(opened: Page, toolkit: Toolkit) -> None:
    sheet = toolkit.sheet("everything")
    assert sheet is not None
    odd = answer_file(toolkit, sheet, {"country": "Nowhere", "story": "x"}, copy="1")
    put(opened, {"1.json": b"{", "2.json": odd, "3.json": b"["})
    rows = opened.locator("section[aria-labelledby=look] tbody th").all_inner_texts()
    assert rows == ["1.json", "2.json", "3.json"]


def test_forgetting_leaves_nothing(opened: Page, files: dict[str, bytes]) -> None:
    put(opened, files)
    opened.get_by_role("button", name="Forget all files").click()
    assert words_in(opened, "#status") == "No file yet."
    assert opened.locator("#results > *").count() == 0


def test_it_fits_a_telephone(opened: Page, files: dict[str, bytes]) -> None:
    opened.set_viewport_size({"width": 360, "height": 740})
    put(opened, files)
    assert opened.evaluate("document.documentElement.scrollWidth") == 360


def test_in_print_there_are_results_and_no_controls(opened: Page, files: dict[str, bytes]) -> None:
    put(opened, files)
    opened.emulate_media(media="print")
    assert not opened.locator("#drop").is_visible()
    assert not opened.locator("#tools").is_visible()
    assert opened.locator(".pairs").is_visible()


def test_a_browser_without_scripts_says_what_to_use(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert "Use the command: sessionpress collect." in page.inner_text("main")
    assert not page.locator("#collect").is_visible()
    context.close()


def test_firefox_collects_from_disk(address: str, files: dict[str, bytes]) -> None:
    with firefox() as fox:
        fox.open(address)
        given = json.dumps(bytes_of(files))
        fox.run(
            f"""(() => {{
                const box = new DataTransfer();
                for (const [name, bytes] of {given}) {{
                    box.items.add(new File([new Uint8Array(bytes)], name));
                }}
                const input = document.getElementById("choose");
                input.files = box.files;
                input.dispatchEvent(new Event("change"));
            }})()"""
        )
        fox.until("document.getElementById('status').textContent.startsWith('Files: 11.')")
        names = fox.run(
            "[...document.querySelectorAll('.pairs strong')].map((one) => one.textContent)"
        )
        assert names == ["Alland · Berland", "Cerland · Derland"]
        assert fox.faults == []


# ---------------------------------------------------------------- what it is made of


def test_every_word_of_the_page_is_said_by_its_script() -> None:
    template = (OVERRIDES / COLLECT).read_text(encoding="utf-8")
    script = (OVERRIDES / "assets" / "collect.js").read_text(encoding="utf-8")
    kept = template.partition('id="words"')[2]
    given = {
        re.sub(r"-(\w)", lambda match: match[1].upper(), name)
        for name in re.findall(r"\bdata-([a-z-]+)=", kept)
    }
    said = set(re.findall(r"\bwords\.(\w+)", script)) | {
        name for name in given if f'"{name}"' in script
    }
    assert given - said == set()
    assert set(re.findall(r"\bsay\(\"(\w+)\"", script)) <= given


def test_a_participants_edition_would_have_no_key(toolkit: Toolkit) -> None:
    mine, theirs = collect_data(toolkit), collect_data(compose(toolkit, PARTICIPANT, "en").toolkit)
    assert '["s1-read-a-2","s1-read","b"]' in mine
    assert '["s1-read-a-2","s1-read",""]' in theirs


def test_random_answers_fill_every_kind(tmp_path: Path) -> None:
    """The comparison above would be worth little if nothing could be read."""
    toolkit = with_sheets(tmp_path)
    sheet = toolkit.sheet("everything")
    assert sheet is not None
    found = [random_answers(sheet, random.Random(seed)) for seed in range(40)]
    assert {field.id for field in sheet.fields} <= {name for one in found for name in one}
