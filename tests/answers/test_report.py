"""The declared report: each way to show, consent, order of places, and never a ranking."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from tests.eight import handed_in
from tests.handed import gathered, handed, said, toolkit_with_report
from tests.toolkits import ROOT, loaded

from sessionpress.answers.blocks import Block, Counts, Grid, Profile, Report, ToWrite, Words
from sessionpress.answers.report import findings_on_consent, make_report
from sessionpress.answers.shows import SHOW
from sessionpress.check.report import CAN_SHOW, NEEDED
from sessionpress.content.model import Toolkit
from sessionpress.schema import SHOWS

pytestmark = pytest.mark.usefixtures("silence")

ALLOWED = {"pace": "fine", "story": "Queues.\nOf hours."}
FILLED = {
    "BBB": {
        **ALLOWED,
        "name": "Papers",
        "since": "2030-02-01",
        "groups": ["women", "men"],
        "lead-one": 3,
        "lead-two": 3,
        "steps": [
            {"step": "Ask", "cost": 2, "size": "low", "by": "2030-05-01"},
            {"step": "Draw", "size": "high"},
        ],
    },
    "AAA": {
        **ALLOWED,
        "name": "Licences",
        "since": "soon",
        "groups": ["Women"],
        "lead-one": 1,
        "lead-two": 3,
        "steps": [{"step": "Talk", "size": "low", "by": "2030-04-01"}],
    },
    "ZZZ": {"pace": "too-fast", "name": "Land", "story": "Not for others.", "lead-one": 2},
}


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_with_report(tmp_path_factory.mktemp("toolkit"))


def files(toolkit: Toolkit) -> dict[str, bytes]:
    made = {
        f"{code}.json": handed(toolkit, "everything", {"country": code, **answers})
        for code, answers in FILLED.items()
    }
    made["plan.json"] = handed(
        toolkit,
        "plan",
        {"country": "BBB", "what": "One window", "level": 2, "work": [{"by": "2030-06-01"}]},
    )
    made["n1.json"] = handed(toolkit, "note", {"word": "zeal"}, copy="c1")
    made["n2.json"] = handed(toolkit, "note", {"word": "Calm"}, copy="c2")
    return made


@pytest.fixture(scope="module")
def report(toolkit: Toolkit) -> Report:
    return report_of(toolkit, files(toolkit))


def report_of(toolkit: Toolkit, made: Mapping[str, bytes]) -> Report:
    assert toolkit.report
    return make_report(gathered(toolkit, made), toolkit, toolkit.report)


def blocks(report: Report, title: str) -> list[Block]:
    return list(next(one for one in report.sections if one.title == title).blocks)


def grid(report: Report, title: str, number: int = 0) -> Grid:
    return [one for one in blocks(report, title) if isinstance(one, Grid)][number]


def lines(one: Grid) -> list[list[str]]:
    return [[" | ".join(cell) for cell in row] for row in one.rows]


def test_every_way_to_show_is_declared_checked_and_told() -> None:
    assert set(SHOW) == set(SHOWS) == set(NEEDED)


def test_the_head_says_what_was_held_and_handed_in(report: Report) -> None:
    assert report.title == "Report of the course"
    assert report.event == ("Spring course", "Training centre", "4 March 2030")
    assert report.summary == "Made from 6 filled sheets of 3 kinds."
    assert lines(report.handed_in) == [
        ["Everything <& more>", "3", "1"],
        ["Note", "2", "8"],
        ["Plan", "1", "1"],
    ]


def test_answers_stand_by_place_in_their_own_words(report: Report) -> None:
    assert blocks(report, "Stories")[0] == Words("As written.")
    assert grid(report, "Stories").head == ("Who", "Name of the service", "What happens")
    assert lines(grid(report, "Stories")) == [
        ["Alland", "Licences", "Queues. | Of hours."],
        ["Beeland", "Papers", "Queues. | Of hours."],
    ]


def test_nameless_answers_are_in_the_order_of_their_words(report: Report) -> None:
    assert grid(report, "Nameless").head == ("One word",)
    assert lines(grid(report, "Nameless")) == [["Calm"], ["zeal"]]


def test_what_nobody_allowed_is_not_shown_and_counted(toolkit: Toolkit, report: Report) -> None:
    assert "Not for others." not in str(report)
    assert report.left_out[0] == Words(
        "Everything <& more>: 1 of the sheets handed in may not be shown, as their authors wrote "
        "on them or left open."
    )
    collection = gathered(toolkit, files(toolkit))
    assert [str(one) for one in findings_on_consent(collection, toolkit)] == [
        'ZZZ.json, The pace is: the answer is "Too fast"; the report does not show the sheet. '
        "The tables hold it."
    ]


def test_a_blank_answer_is_no_consent(toolkit: Toolkit) -> None:
    made = {"a.json": handed(toolkit, "everything", {"country": "AAA", "story": "Hidden."})}
    assert "Hidden." not in str(report_of(toolkit, made).sections)


def test_side_by_side_has_a_column_each_and_four_at_most(toolkit: Toolkit) -> None:
    codes = ("MMM", "CCC", "AAA", "BBB", "ZZZ")
    made = {
        f"{code}.json": handed(toolkit, "plan", {"country": code, "what": f"Of {code}"})
        for code in codes
    }
    made["again.json"] = handed(toolkit, "plan", {"country": "AAA", "level": 3})
    first, second = (one for one in blocks(report_of(toolkit, made), "Plans"))
    assert isinstance(first, Grid)
    assert isinstance(second, Grid)
    assert first.head == ("", "Alland (1)", "Alland (2)", "Zedland")
    assert second.head == ("", "Beeland", "Emland", "Ceeland")
    assert first.caption == "Alland (1) to Zedland"
    assert lines(first) == [
        ["What changes", "Of AAA", "–", "Of ZZZ"],
        ["Level", "–", "3: Often", "–"],
        ["Work", "–", "–", "–"],
    ]


def test_a_row_of_a_table_names_what_stands_in_it(report: Report) -> None:
    assert lines(grid(report, "Plans"))[2] == ["Work", "By: 2030-06-01"]


def test_asks_meet_the_offers_of_others_by_topic(report: Report) -> None:
    assert lines(grid(report, "Matched")) == [
        [
            "low",
            "Alland: Talk (By: 2030-04-01) | Beeland: Ask (Cost: 2; In all: 2; By: 2030-05-01)",
            "Alland: Talk (By: 2030-04-01) | Beeland: Ask (Cost: 2; In all: 2; By: 2030-05-01)",
        ]
    ]


def test_what_meets_nothing_is_listed_on_its_own(report: Report) -> None:
    asked, offered = grid(report, "Matched", 1), grid(report, "Matched", 2)
    assert asked.caption == "Asked, and offered by nobody else"
    assert lines(asked) == lines(offered) == [["Beeland", "high", "Draw"]]


def test_what_was_chosen_is_counted_with_names(report: Report) -> None:
    first, second, place = blocks(report, "Groups")
    assert isinstance(first, Counts)
    assert first.caption == "For whom (2 of 2 answered)"
    assert [(one.text, one.number, one.who) for one in first.rows] == [
        ("Women", 2, ("Alland", "Beeland")),
        ("Men", 1, ("Beeland",)),
        ("Children", 0, ()),
    ]
    assert first.drawn
    assert isinstance(second, Counts)
    assert second.caption == "Steps: Size (2 of 2 answered)"
    # Whoever has a topic in two rows counts once.
    assert [(one.text, one.number) for one in second.rows] == [("low", 2), ("high", 1)]
    assert place == ToWrite("What do they share?")


def test_levels_are_counted_without_names(report: Report) -> None:
    (counts,) = blocks(report, "Levels")
    assert isinstance(counts, Counts)
    assert [(one.text, one.number, one.who) for one in counts.rows] == [
        ("Never", 1, ()),
        ("Rarely", 0, ()),
        ("Often", 1, ()),
    ]
    assert not counts.named


def test_dates_stand_by_date_and_open_ones_as_written(report: Report) -> None:
    assert lines(grid(report, "Dates")) == [
        ["1 February 2030", "Beeland", "Since", "Papers"],
        ["1 April 2030", "Alland", "Step", "Talk"],
        ["1 May 2030", "Beeland", "Step", "Ask (Cost: 2)"],
    ]
    assert grid(report, "Dates", 1).caption == "Without a date"
    assert lines(grid(report, "Dates", 1)) == [
        ["soon", "Alland", "Since", "Licences"],
        ["–", "Beeland", "Step", "Draw"],
    ]


def test_a_profile_has_mean_and_spread_and_names_nobody(report: Report) -> None:
    profile, levels, first = blocks(report, "Capability")
    assert isinstance(profile, Profile)
    assert isinstance(levels, Grid)
    assert lines(levels) == [["Leadership", "2", "2.5", "1.0", "2 to 3"]]
    assert isinstance(first, Grid)
    assert lines(first) == [["Leadership", "They lead.", "1 to 3"]]
    assert "land" not in str((levels, first))


def test_differences_are_named_where_too_little_was_said_for_a_profile(toolkit: Toolkit) -> None:
    made = {
        f"{level}.json": handed(toolkit, "everything", {**ALLOWED, "lead-one": level})
        for level in (1, 3)
    }
    (first,) = blocks(report_of(toolkit, made), "Capability")
    assert isinstance(first, Grid)
    assert lines(first) == [["Leadership", "They lead.", "1 to 3"]]


def test_a_section_with_nothing_says_so(toolkit: Toolkit) -> None:
    made = {"n.json": handed(toolkit, "note", {"word": "Calm"})}
    told = report_of(toolkit, made)
    for one in told.sections[:-1]:
        assert Words("Nothing was handed in for this section.") in one.blocks


def test_everything_that_was_said_stands_in_the_appendix(toolkit: Toolkit) -> None:
    made = {
        "a.json": handed(toolkit, "everything", {"country": "AAA", "visits": "many", "x": "y"}),
    }
    told = report_of(toolkit, made)
    assert [one.caption for one in told.left_out if isinstance(one, Grid)] == [
        "Not used",
        "Used, but to be looked at",
    ]
    collection = gathered(toolkit, made)
    for finding in collection.findings:
        assert finding.message in str(told.left_out)
    assert len(said(collection)) == 3


# ---------------------------------------------------------------- never a ranking


@pytest.fixture(scope="module")
def real() -> Toolkit:
    return loaded(ROOT)


def names_in(report: Report, toolkit: Toolkit) -> Iterator[list[str]]:
    """Each run of places that a reader meets: rows, columns, lists in cells, in their order."""
    known = [place.name for place in toolkit.members]
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Counts):
                yield from ([*row.who] for row in block.rows)
            if isinstance(block, Grid) and block.head[0] != "Date":
                yield [name for name in block.head if name in known]
                yield [row[0][0] for row in block.rows if row[0] and row[0][0] in known]
                for cell in itertools.chain(*block.rows):
                    yield [name for line in cell if (name := line.partition(": ")[0]) in known]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_report_puts_places_in_an_order_of_levels_or_numbers(real: Toolkit, seed: int) -> None:
    """Whatever was answered, places stand as in the table of places; dates go by date."""
    place = {one.name: number for number, one in enumerate(real.members)}
    met = 0
    for names in names_in(report_of(real, handed_in(real, seed)), real):
        order = [place[name] for name in names]
        assert order == sorted(order)
        met += len(set(order)) > 1
    assert met > 20


def test_other_levels_change_no_order(toolkit: Toolkit) -> None:
    def order(levels: tuple[int, ...]) -> list[str]:
        made = {
            f"{code}.json": handed(
                toolkit, "everything", {**ALLOWED, "country": code, "lead-one": level}
            )
            for code, level in zip(("AAA", "BBB", "CCC"), levels, strict=True)
        }
        return [row[0] for row in lines(grid(report_of(toolkit, made), "Stories"))]

    assert len({tuple(order(levels)) for levels in itertools.permutations((1, 2, 3))}) == 1


def test_levels_with_names_beside_them_cannot_be_declared() -> None:
    assert "scale" not in CAN_SHOW["common"]
    assert "number" not in CAN_SHOW["common"]


def test_the_report_of_eight_countries_is_complete(real: Toolkit) -> None:
    told = report_of(real, handed_in(real))
    empty = [
        one.title
        for one in told.sections
        if Words("Nothing was handed in for this section.") in one.blocks
    ]
    assert empty == []
    assert replace(told) == report_of(real, handed_in(real))


# ---------------------------------------------------------------- the evaluation


def evaluation_of(toolkit: Toolkit, made: Mapping[str, bytes]) -> Report:
    assert toolkit.evaluation
    return make_report(gathered(toolkit, made), toolkit, toolkit.evaluation)


def test_the_evaluation_of_eight_countries_is_complete_and_names_nobody(real: Toolkit) -> None:
    told = evaluation_of(real, handed_in(real))
    assert told.name == "evaluation"
    assert [row[0] for row in lines(told.handed_in)] == [
        "Follow-up after 30, 90 and 180 days",
        "End evaluation",
        "Minute card",
        "Questions, form A",
        "Questions, form B",
    ]
    assert told.left_out == ()
    for section in told.sections:
        assert Words("Nothing was handed in for this section.") not in section.blocks
    assert list(filter(None, names_in(told, real))) == []


def test_before_and_now_are_counted_for_each_row_of_a_table(real: Toolkit) -> None:
    cells = (("1", "3"), ("1", "4"), ("2", ""))
    made = {
        f"{number}.json": handed(
            real, "end-evaluation", {"learning": [{}, {"before": before, "after": now}]}
        )
        for number, (before, now) in enumerate(cells)
    }
    table = grid(evaluation_of(real, made), "Level 2: what people say that they can do")
    assert table.head == ("", "Before", "Now")
    assert lines(table)[:2] == [
        ["Read a value of the UN Survey with its limits", "–", "–"],
        [
            "Rate capability with evidence, and read the spread",
            "1 not yet: 2 | 2 with help: 1",
            "3 alone: 1 | 4 could teach it: 1",
        ],
    ]
    said = blocks(evaluation_of(real, made), "Level 2: what people say that they can do")
    assert Words("3 of 3 answered.") in said
