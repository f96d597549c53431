"""Levels by section, their spread, and what to talk about first; never who, never an order."""

from __future__ import annotations

import dataclasses
import inspect
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.toolkits import loaded, tiny

from sessionpress.answers import profile
from sessionpress.answers.model import Answers, Handin
from sessionpress.answers.profile import Difference, Figures, SectionProfile
from sessionpress.answers.settle import settle
from sessionpress.content.model import Sheet

pytestmark = pytest.mark.usefixtures("silence")

ASSESSMENT = """\
title: Assessment
who: person
profile: yes
fields:
  - {id: country, kind: member, label: Country}
  - {id: name, kind: text, label: Code}
  - {id: aims, section: Leadership, kind: scale, label: There are aims.,
     levels: [No, Some, Many, All]}
  - {id: follow, kind: scale, label: They follow up., levels: [No, Some, Many, All]}
  - {id: proof, kind: long-text, label: Proof}
  - {id: law, section: Law, kind: scale, label: The law allows it., levels: [No, Some, Many, All]}
"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    folder = tmp_path_factory.mktemp("profile")
    toolkit = loaded(tiny(folder, {"exercises/card-sort/assessment.yml": ASSESSMENT}))
    found = toolkit.sheet("assessment")
    assert found is not None
    return found


def person(sheet: Sheet, **cells: float | str) -> Answers:
    name = cells.get("name", "somebody")
    return settle(Handin(f"{name}.json", sheet.id, cells), sheet).answers


def test_a_section_counts_each_person_once_and_keeps_the_levels_given(sheet: Sheet) -> None:
    people = [
        person(sheet, aims=4, follow=3),
        person(sheet, aims=1, follow=2),
        person(sheet, law=2),
    ]
    leadership, law = profile.section_profiles(sheet, people)
    assert (leadership.label, leadership.high) == ("Leadership", 4)
    assert leadership.figures == Figures((1.5, 3.5), blanks=1)
    assert leadership.given == Figures((1.0, 2.0, 3.0, 4.0), blanks=2)
    assert leadership.figures.mean == 2.5
    assert leadership.figures.median == 2.5
    assert (leadership.figures.smallest, leadership.figures.largest) == (1.5, 3.5)
    assert leadership.figures.spread == 2.0
    assert [one.figures.levels for one in leadership.statements] == [(1.0, 4.0), (2.0, 3.0)]
    assert leadership.statements[0].count(4) == 1
    assert (law.label, law.figures) == ("Law", Figures((2.0,), blanks=2))


@pytest.mark.parametrize(
    ("levels", "middle"),
    [
        ((1, 2, 4), 2),
        ((1, None, 4), 2.5),
        ((None, None, 4), None),
        ((None, None, None), None),
        ((4,), 4),
        ((None,), None),
    ],
)
def test_a_person_counts_with_the_middle_level_and_one_of_several_is_too_little(
    levels: tuple[int | None, ...], middle: float | None
) -> None:
    assert profile._middle(levels) == middle


def test_one_person_alone_has_no_spread(sheet: Sheet) -> None:
    leadership, _law = profile.section_profiles(sheet, [person(sheet, aims=4, follow=1)])
    assert leadership.figures.spread == 0
    assert profile.differences([leadership]) == ()


def test_without_answers_there_are_no_figures_but_all_sections(sheet: Sheet) -> None:
    sections = profile.section_profiles(sheet, [])
    assert [one.label for one in sections] == ["Leadership", "Law"]
    nothing = sections[0].figures
    assert (nothing.n, nothing.mean, nothing.median, nothing.spread) == (0, None, None, None)
    assert (nothing.smallest, nothing.largest, nothing.blanks) == (None, None, 0)


def test_scales_before_any_heading_stand_under_the_title_of_the_sheet(sheet: Sheet) -> None:
    bare = dataclasses.replace(
        sheet, fields=tuple(dataclasses.replace(one, section="") for one in sheet.fields)
    )
    assert [one.label for one in profile.section_profiles(bare, [])] == ["Assessment"]


def test_the_widest_difference_comes_first_and_equal_ones_in_the_order_of_the_sheet(
    sheet: Sheet,
) -> None:
    people = [person(sheet, aims=2, follow=1, law=2), person(sheet, aims=3, follow=4, law=3)]
    found = profile.differences(profile.section_profiles(sheet, people))
    assert [(one.section, one.statement.label) for one in found] == [
        ("Leadership", "They follow up."),
        ("Leadership", "There are aims."),
        ("Law", "The law allows it."),
    ]
    assert found[0].sentence == "Levels from 1 to 4 were given."


# ---------------------------------------------------------------- never a ranking


def test_nothing_here_names_people_or_places(sheet: Sheet) -> None:
    people = [
        person(sheet, country="AAA", name="Xavier-Q", aims=1, law=4),
        person(sheet, country="BBB", name="Ypsilon-Q", aims=4, law=1),
    ]
    sections = profile.section_profiles(sheet, people)
    said = repr((sections, profile.differences(sections)))
    for word in ("AAA", "BBB", "Xavier", "Ypsilon", "json", "Allan", "Bérénice"):
        assert word not in said


def test_whose_answers_come_first_changes_nothing(sheet: Sheet) -> None:
    people = [
        person(sheet, country="AAA", aims=1, follow=4),
        person(sheet, country="BBB", aims=4, law=1),
        person(sheet, aims=2, law=3),
    ]
    outcomes = {
        repr(profile.section_profiles(sheet, order)) for order in itertools.permutations(people)
    }
    assert len(outcomes) == 1


@given(st.lists(st.lists(st.none() | st.integers(1, 4), min_size=3, max_size=3), max_size=9))
def test_levels_stand_by_their_size_so_that_no_row_can_be_put_together_again(
    rows: list[list[int | None]],
) -> None:
    columns = [profile._figures([*column]) for column in zip(*rows, strict=True)]
    assert all(list(one.levels) == sorted(one.levels) for one in columns)
    assert all(one.n + one.blanks == len(rows) for one in columns)


def test_no_value_that_is_handed_on_has_room_for_a_place_or_a_person() -> None:
    """Whoever adds such a field must think of what this profile is for."""
    kinds = (Figures, profile.Statement, SectionProfile, Difference)
    fields = {field.name for kind in kinds for field in dataclasses.fields(kind)}
    assert fields == {
        *("levels", "blanks", "field", "label", "figures", "high", "given", "statements"),
        *("section", "statement", "sentence"),
    }
    public = {name for name, _one in inspect.getmembers(profile, inspect.isfunction)}
    assert {name for name in public if not name.startswith("_")} == {
        "dataclass",
        "differences",
        "section_profiles",
    }
