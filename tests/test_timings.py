"""`sessionpress timings`: logs of run sheets in, planned minutes beside real ones out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as some
from tests.toolkits import ROOT, tiny

from sessionpress.cli import cli
from sessionpress.problems import Place
from sessionpress.timings import NotALog, Timing, read_log

pytestmark = pytest.mark.usefixtures("silence")

TALK = "sessions/reading/cards.html#talk-what-a-card-is"
SORT = "sessions/reading/cards.html#activity-sort-the-cards"
DAY = 1_900_000_000_000
HOUR = 3_600_000

Values = dict[str, Any]


def item(
    name: str, planned: int, minutes: float | None, plan: int = 0, state: str = "done"
) -> Values:
    return {
        "session": 1,
        "item": name,
        "title": name,
        "planned": planned,
        "plan": plan or planned,
        "state": state,
        "minutes": minutes,
    }


def log(*items: Values, copy: str = "c1", day: int = 1, **more: Any) -> Values:
    """A log of a day, as the run sheet saves it; `day` tells runs of one event apart."""
    begin = DAY + day * 24 * HOUR
    return {
        "format": "sessionpress-run",
        "version": 1,
        "toolkit": "tiny",
        "edition": "2030.1",
        "event": "spring",
        "copy": copy,
        "saved": f"2030-03-{day:02d}T12:00:00Z",
        "items": list(items),
        "clock": 0,
        "actions": [{"do": "done", "at": begin}, {"do": "done", "at": begin + HOUR}],
        **more,
    }


THREE = {
    "a.json": log(item(TALK, 15, 22.5), item(SORT, 25, 24)),
    "b.json": log(item(TALK, 15, 18), item(SORT, 25, 15, plan=15), copy="c2", day=2),
    "c.json": log(item(TALK, 15, 21), item(SORT, 25, None, state="skipped"), copy="c3", day=3),
}
"""The talk runs over each time; the activity took its time once, was cut once, left out once."""


def told(folder: Path, files: dict[str, Values | str | bytes], *options: str) -> Result:
    """Run the command on a folder of files."""
    inbox = folder / "logs"
    inbox.mkdir()
    for name, content in files.items():
        text = json.dumps(content) if isinstance(content, dict) else content
        (inbox / name).write_bytes(text.encode() if isinstance(text, str) else text)
    arguments = ["timings", "--content", str(tiny(folder / "toolkit")), str(inbox), *options]
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


@pytest.fixture(autouse=True)
def _in_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


# ---------------------------------------------------------------- what is told


def test_each_item_stands_with_its_minutes_and_a_proposal_where_runs_are_enough(
    tmp_path: Path,
) -> None:
    result = told(tmp_path, {**THREE})
    assert result.stdout == (
        "session  item            planned  runs  cut  median  middle half  proposed\n"
        "      1  What a card is       15     3    0      21  19.5-21.8          25\n"
        "      1  Sort the cards       25     1    1      24  -            -\n"
        "\n"
        "modules/10-reading/10-cards.md:7: What a card is: 15 min planned, 25 proposed.\n"
        "3 logs of 1 event taken; 0 files left out.\n"
    )
    assert (result.stderr, result.exit_code) == ("", 0)


def test_programs_get_the_same_with_places_and_every_run(tmp_path: Path) -> None:
    result = told(tmp_path, {**THREE}, "--json")
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert data["logs"][0] == {"file": "a.json", "event": "spring", "saved": "2030-03-01T12:00:00Z"}
    assert data["findings"] == []
    assert data["items"] == [
        {
            "item": TALK,
            "session": 1,
            "title": "What a card is",
            "path": "modules/10-reading/10-cards.md",
            "line": 7,
            "planned": 15,
            "runs": [18, 21, 22.5],
            "cut": 0,
            "median": 21,
            "quartiles": [19.5, 21.75],
            "proposed": 25,
        },
        {
            "item": SORT,
            "session": 1,
            "title": "Sort the cards",
            "path": "exercises/card-sort/index.md",
            "line": 5,
            "planned": 25,
            "runs": [24],
            "cut": 1,
            "median": 24,
            "quartiles": None,
            "proposed": None,
        },
    ]


def timing(planned: int, *minutes: float) -> Timing:
    return Timing("x", 1, "X", Place("x.md"), planned, tuple(sorted(minutes)), 0)


@pytest.mark.parametrize(
    ("planned", "minutes", "proposal"),
    [
        (15, (22, 24), None),  # too few runs
        (15, (14, 15, 16), None),  # the plan lies in the middle
        (15, (22, 23, 24), 25),  # in steps of five
        (5, (6.2, 7, 8), 7),  # short ones by the minute
        (40, (21, 22, 30, 31), 30),  # shorter too
        (25, (21, 22, 23), None),  # rounded up, it is the plan
    ],
)
def test_other_minutes_are_proposed_when_the_plan_is_outside_the_middle_half(
    planned: int, minutes: tuple[float, ...], proposal: int | None
) -> None:
    assert timing(planned, *minutes).proposal == proposal


@given(some.integers(1, 120), some.lists(some.floats(1, 1440), max_size=9))
def test_a_proposal_is_never_shorter_than_the_run_in_the_middle(
    planned: int, minutes: list[float]
) -> None:
    one = timing(planned, *minutes)
    if one.proposal is not None:
        assert one.median is not None
        assert one.median <= one.proposal < one.median + 5


# ---------------------------------------------------------------- what is left out


def test_files_that_cannot_be_used_are_all_named_with_the_reason(tmp_path: Path) -> None:
    good = json.dumps(THREE["a.json"])
    strange = log(item(TALK, 15, 9), copy="c9", day=9)
    files: dict[str, Values | str | bytes] = {
        "01-cut.json": good[:-30],
        "02-empty.json": "",
        "03-answers.json": '{"format": "sessionpress-answers", "version": 1}',
        "04-list.json": "[1, 2]",
        "05-version.json": {**strange, "version": 2},
        "06-other.json": {**strange, "toolkit": "big"},
        "07-parts.json": {**strange, "items": 7},
        "08-action.json": {**strange, "actions": [{"do": "done"}]},
        "09-minutes.json": log(item(TALK, 15, 1e9), copy="c9"),
        "10-nan.json": good.replace("22.5", "NaN"),
        "11-large.json": " " * 2_000_001,
        "12-photo.jpg": b"\xff\xd8\xff\xe0",
        "13-good.json": good,
    }
    result = told(tmp_path, files)
    ask = 'Ask for the file that "Save file" of the run sheet wrote.'
    damaged = "the file is cut off or damaged"
    again = "Ask for it again, sent as a file."
    assert result.stderr.splitlines() == [
        f"01-cut.json: {damaged} near line 1. {again}",
        f"02-empty.json: {damaged} near line 1. {again}",
        f"03-answers.json: this is no log of a run sheet. {ask}",
        f"04-list.json: this is no log of a run sheet. {ask}",
        "05-version.json: the log has version 2 of the format; 1 can be read. Update this program.",
        '06-other.json: it is of the toolkit "big". This toolkit is "tiny". '
        "Give logs of one toolkit.",
        f"07-parts.json: the log lacks parts that every log has. {ask}",
        f"08-action.json: the log lacks parts that every log has. {ask}",
        f'09-minutes.json: the minutes of "{TALK}" cannot be. {ask}',
        f"10-nan.json: {damaged}. {again}",
        f"11-large.json: the file has more than 2,000,000 bytes; no log is so large. {ask}",
        f"12-photo.jpg: {damaged}. {again}",
    ]
    assert result.stdout.splitlines()[-1] == "1 log of 1 event taken; 12 files left out."
    assert result.exit_code == 1


def test_without_any_log_there_is_no_table_and_the_end_is_a_failure(tmp_path: Path) -> None:
    result = told(tmp_path, {})
    assert (result.stdout, result.exit_code) == ("0 logs of 0 events taken; 0 files left out.\n", 1)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    arguments = ["--content", str(tiny(tmp_path / "toolkit")), str(tmp_path / "gone.json")]
    result = CliRunner().invoke(cli, ["timings", *arguments])
    assert result.stderr == (
        "gone.json: it cannot be opened (No such file or directory). Check its name.\n"
    )
    assert result.exit_code == 1


def test_a_toolkit_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    content = tiny(tmp_path / "toolkit", {"toolkit.yml": "- no"})
    result = CliRunner().invoke(cli, ["timings", "--content", str(content), "x.json"])
    assert result.stderr == "Error: The toolkit cannot be read. Run: sessionpress check\n"
    assert result.exit_code == 1


# ---------------------------------------------------------------- what counts once


def test_of_what_one_run_sheet_saved_the_last_is_taken(tmp_path: Path) -> None:
    result = told(
        tmp_path,
        {
            "noon.json": log(item(TALK, 15, 20)),
            "evening.json": log(item(TALK, 15, 21), saved="2030-03-01T18:00:00Z"),
        },
    )
    assert result.stderr == (
        "noon.json: evening.json is of the same run sheet, and was saved later or holds the same. "
        "It was taken.\n"
    )
    assert result.stdout.splitlines()[1].split() == [
        *("1", "What", "a", "card", "is", "15", "1", "0", "21", "-", "-"),
    ]
    assert result.exit_code == 0


def test_two_run_sheets_in_one_room_are_pointed_out(tmp_path: Path) -> None:
    files: dict[str, Values | str | bytes] = {
        "a.json": log(item(TALK, 15, 20)),
        "b.json": log(item(TALK, 15, 21), copy="c2"),
        "c.json": log(item(TALK, 15, 21), copy="c3", event="autumn"),
    }
    result = told(tmp_path, files)
    assert result.stderr == (
        "b.json: it was kept at the same hours as a.json, for the same event. "
        "If both were used in one room, give one of them.\n"
    )
    assert result.exit_code == 0


def test_what_looks_tried_out_is_pointed_out(tmp_path: Path) -> None:
    result = told(tmp_path, {"a.json": log(item(TALK, 15, 20), clock=-7 * 24 * HOUR)})
    assert result.stderr == (
        "a.json: its clock was set by hand by more than half a day. "
        "If the run sheet was only tried out, leave this file out.\n"
    )
    assert result.exit_code == 0


def test_items_of_another_edition_are_named_and_the_others_taken(tmp_path: Path) -> None:
    result = told(tmp_path, {"a.json": log(item(TALK, 15, 20), item("old.html#talk-x", 5, 5))})
    assert result.stderr == (
        "a.json: 1 item of it cannot be found in this edition: old.html#talk-x. "
        "The others were taken.\n"
    )
    assert "What a card is" in result.stdout


@pytest.mark.parametrize(
    "one",
    [
        item(TALK, 15, 0.4),
        item(TALK, 15, 12, state="running"),
        item(TALK, 15, None),
        item(TALK, 15, 12, state="skipped"),
    ],
)
def test_what_was_not_led_to_its_end_or_pressed_by_mistake_does_not_count(one: Values) -> None:
    assert read_log("a.json", json.dumps(log(one)).encode(), "tiny").runs == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.pop("copy"),
        lambda one: one.update(saved=None),
        lambda one: one.update(event=[]),
        lambda one: one["items"].append("talk"),
        lambda one: one["items"][0].update(planned="15"),
        lambda one: one["items"][0].update(plan=True),
        lambda one: one["items"][0].update(minutes=-1),
        lambda one: one["actions"].append(7),
    ],
)
def test_a_log_of_another_shape_is_refused_whole(change: Callable[[Values], object]) -> None:
    one = log(item(TALK, 15, 20))
    change(one)
    with pytest.raises(NotALog):
        read_log("a.json", json.dumps(one).encode(), "tiny")
