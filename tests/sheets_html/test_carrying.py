"""Answers that are carried over from earlier sheets, and what the page says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.sheets_html.conftest import Written
from tests.sheets_html.filling import (
    FULL,
    cell,
    file_of,
    handin,
    note,
    open_files,
    read,
    save,
    shown,
    tab,
    write,
    write_all,
)

from sessionpress.answers.model import Carried

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

EARLIER = "Everything <& more>"


def test_the_file_of_an_earlier_sheet_fills_what_it_can_and_each_field_says_from_where(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("everything")) as page:
        write_all(page, FULL)
        source = save(page, tmp_path)
    with tab(browser, written.page("plan")) as page:
        assert open_files(page, source).split("\n") == [
            f"{source.name}: opened.",
            f"Fields filled from “{EARLIER}”: 4.",
        ]
        assert note(page, "country") == f"From {EARLIER}: Country"
        assert note(page, "work") == f"From {EARLIER}: Steps"
        expect(cell(page, "what")).to_have_accessible_description(f"From {EARLIER}: What happens")
        answers = read(save(page, tmp_path), written.toolkit)
    assert answers.values == {
        "country": "BBB",
        "what": FULL["story"],
        "level": 2.0,
        "work/1/step": "Count",
        "work/4/step": "Row that was added",
        "work/4/by": "2031-01-31",
    }
    assert answers.handin.carried["country"] == Carried("everything", "country", "BBB")
    assert answers.handin.carried["work/4/by"] == Carried("everything", "steps/4/by", "2031-01-31")
    assert set(answers.handin.carried) == set(answers.values)


def test_where_it_came_from_is_still_known_after_a_reload_and_in_another_browser(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    source = file_of(tmp_path, "source", "everything", {"story": "Then"})
    with tab(browser, written.page("plan")) as page:
        open_files(page, source)
        first = save(page, tmp_path)
        page.reload()
        assert note(page, "what") == f"From {EARLIER}: What happens"
    with tab(browser, written.page("plan")) as page:
        open_files(page, first)
        assert note(page, "what") == f"From {EARLIER}: What happens"
        changed = file_of(tmp_path, "source", "everything", {"story": "Now"})
        assert "Choose between two texts: What changes" in open_files(page, changed)


def test_a_changed_source_is_noticed_and_the_new_text_is_taken_by_choice_only(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    before = {"story": "Then", "lead-one": 1, "steps": [{"step": "A"}, {"step": "B"}]}
    after = {"story": "<b>Now</b>", "lead-one": 3, "steps": [{"step": "A"}, {"step": "C"}]}
    with tab(browser, written.page("plan")) as page:
        open_files(page, file_of(tmp_path, "source", "everything", before))
        lines = open_files(page, file_of(tmp_path, "source", "everything", after))
        assert lines.split("\n") == [
            "source.json: opened.",
            "Choose between two texts: What changes",
            "Choose between two texts: Level",
            "Choose between two texts: Work, 2: Step",
        ]
        assert [shown(page, "what"), shown(page, "work/2/step")] == ["Then", "B"]
        assert note(page, "what").split("\n") == [
            f"From {EARLIER}: What happens",
            f"Changed in {EARLIER}: What happens: <b>Now</b>",
        ]
        page.locator("#t-what").get_by_role("button", name="Take the new text").click()
        page.locator("#t-level").get_by_role("button", name="Keep mine").click()
        page.locator("#t-work").get_by_role("button", name="Take the new text").click()
        assert note(page, "what") == f"From {EARLIER}: What happens"
        assert note(page, "level") == f"Not as in {EARLIER}: They lead."
        answers = read(save(page, tmp_path), written.toolkit)
        # Opened again, it has nothing new to say.
        again = open_files(page, file_of(tmp_path, "source", "everything", after))
        assert again == "source.json: opened."
    assert answers.values == {
        "what": "<b>Now</b>",
        "level": 1.0,
        "work/1/step": "A",
        "work/2/step": "C",
    }
    assert answers.handin.carried["level"] == Carried("everything", "lead-one", "3")


def test_what_somebody_wrote_is_never_taken_away(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    source = file_of(
        tmp_path, "source", "everything", {"story": "Theirs", "steps": [{"step": "A"}]}
    )
    with tab(browser, written.page("plan")) as page:
        write(page, "what", "Mine")
        write(page, "work/1/owner", "The office")
        open_files(page, source)
        assert note(page, "what") == f"{EARLIER}: What happens says: Theirs"
        assert note(page, "work") == f"{EARLIER}: Steps, 1 says: Step: A"
        page.reload()
        assert note(page, "what") == f"{EARLIER}: What happens says: Theirs"
        saved = save(page, tmp_path)
        assert read(saved, written.toolkit).values == {"what": "Mine", "work/1/owner": "The office"}
        assert handin(saved).carried == {}


def test_an_edited_field_says_that_it_differs_and_an_unchanged_source_leaves_it(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    source = file_of(tmp_path, "source", "everything", {"story": "Theirs"})
    with tab(browser, written.page("plan")) as page:
        open_files(page, source)
        write(page, "what", "Theirs, made better")
        assert note(page, "what") == f"Not as in {EARLIER}: What happens"
        assert open_files(page, source) == "source.json: opened."
        assert shown(page, "what") == "Theirs, made better"


def test_a_sheet_between_two_is_skipped_and_the_nearest_one_wins(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    far = file_of(tmp_path, "far", "everything", {"country": "AAA", "story": "Far"})
    near = file_of(tmp_path, "near", "plan", {"what": "Near"})
    with tab(browser, written.page("review")) as page:
        open_files(page, far)
        assert (shown(page, "country"), shown(page, "what")) == ("AAA", "Far")
        assert note(page, "what") == f"From {EARLIER}: What happens"
    with tab(browser, written.page("review")) as page:
        open_files(page, far, near)
        assert (shown(page, "country"), shown(page, "what")) == ("AAA", "Near")
        assert note(page, "what") == "From Plan: What changes"
        assert note(page, "country") == f"From {EARLIER}: Country"
        # The farther sheet does not overrule the nearer one, even alone.
        farther = {"country": "AAA", "story": "Farther"}
        again = file_of(tmp_path, "far", "everything", farther)
        assert open_files(page, again) == "far.json: opened."


def test_several_files_for_one_field_are_joined_and_levels_that_differ_are_shown(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    people = [
        file_of(tmp_path, "one", "everything", {"story": "First", "lead-one": 1, "country": "AAA"}),
        file_of(
            tmp_path, "two", "everything", {"story": "Second", "lead-one": 3, "country": "AAA"}
        ),
        file_of(tmp_path, "three", "everything", {"story": "First", "country": "AAA"}),
    ]
    with tab(browser, written.page("plan")) as page:
        open_files(page, *people)
        assert shown(page, "what") == "First\nSecond"
        assert shown(page, "country") == "AAA"
        assert note(page, "what") == f"From {EARLIER}: What happens, out of 3 files"
        assert note(page, "level") == f"{EARLIER}: They lead. differs in 2 files: 1; 3"
        assert read(save(page, tmp_path), written.toolkit).number("level") is None


def test_rows_of_several_files_stand_below_each_other_once(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    one = file_of(tmp_path, "one", "everything", {"steps": [{"step": "A"}, {}, {"step": "B"}]})
    two = file_of(tmp_path, "two", "everything", {"steps": [{"step": "B"}, {"step": "C"}]})
    with tab(browser, written.page("plan")) as page:
        open_files(page, one, two)
        found = read(save(page, tmp_path), written.toolkit).values
    assert found == {"work/1/step": "A", "work/2/step": "B", "work/3/step": "C"}


def test_what_does_not_fit_there_is_named(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    source = file_of(tmp_path, "source", "everything", {"country": "Nowhere", "lead-one": 7})
    with tab(browser, written.page("plan")) as page:
        assert open_files(page, source).split("\n") == [
            "source.json: opened.",
            f"{EARLIER}: Country: “Nowhere” does not fit there and was left out.",
            f"{EARLIER}: They lead.: “7” does not fit there and was left out.",
        ]


def test_an_earlier_sheet_of_another_version_is_taken_with_a_word(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    source = file_of(tmp_path, "old", "everything", {"story": "Old"}, revision="00000000")
    with tab(browser, written.page("plan")) as page:
        assert f"another version of the sheet “{EARLIER}”" in open_files(page, source)
        assert shown(page, "what") == "Old"


def test_a_source_that_became_blank_is_noticed(
    written: Written, browser: Browser, tmp_path: Path
) -> None:
    with tab(browser, written.page("plan")) as page:
        open_files(page, file_of(tmp_path, "source", "everything", {"story": "Then"}))
        open_files(page, file_of(tmp_path, "source", "everything", {"name": "x"}))
        assert f"Changed in {EARLIER}: What happens: (blank)" in note(page, "what")
        assert shown(page, "what") == "Then"
