"""The sheets of this toolkit: carried on, put together, kept private, and never ranked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.toolkits import ROOT

from sessionpress.content.load import load_toolkit
from sessionpress.content.model import Column, Field, Module, Sheet, Toolkit

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    """The toolkit of this project."""
    found, problems = load_toolkit(ROOT)
    assert found is not None, list(map(str, problems))
    return found


def every_field(toolkit: Toolkit) -> Iterator[tuple[Sheet, Field]]:
    """Each field of each sheet."""
    for sheet in toolkit.sheets:
        for field in sheet.fields:
            yield sheet, field


def asked(toolkit: Toolkit) -> Iterator[tuple[str, Field | Column]]:
    """Each field and column, with its name."""
    for sheet, field in every_field(toolkit):
        yield f"{sheet.id}.{field.id}", field
        for column in field.columns:
            yield f"{sheet.id}.{field.id}.{column.id}", column


def session_of(toolkit: Toolkit) -> dict[str, int]:
    """The number of the session that runs the exercise of a sheet, by the sheet's id."""
    runs = {item.timed.exercise: m.number for m in toolkit.modules for item in m.items}
    return {
        sheet.id: runs[exercise.folder]
        for exercise in toolkit.exercises
        if exercise.folder in runs
        for sheet in exercise.sheets
    }


def taken_by(sheet: Sheet) -> set[str]:
    """The sheets from which a sheet takes over."""
    return {field.origin.partition(".")[0] for field in sheet.fields if field.origin}


# ---------------------------------------------------------------- put together


def test_a_country_is_always_chosen_and_never_typed(toolkit: Toolkit) -> None:
    typed = {name for name, one in asked(toolkit) if one.id == "country" and one.kind != "member"}
    assert typed == set()


def test_options_have_names_that_stay_when_their_words_change(toolkit: Toolkit) -> None:
    long = {
        option.id for _name, one in asked(toolkit) for option in one.options if len(option.id) > 24
    }
    assert long == set()


def test_needs_and_offers_choose_from_the_same_topics(toolkit: Toolkit) -> None:
    topics = [
        one for name, one in asked(toolkit) if name.endswith((".needs.topic", ".offers.topic"))
    ]
    assert len(topics) == 4
    assert {tuple(option.id for option in one.options) for one in topics} == {
        ("skills", "coordination", "cities", "technology")
    }


# ---------------------------------------------------------------- carried on


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("needs-and-offers", "questionnaire"),
        ("group-consensus", "capability-assessment"),
        ("stakeholder-map", "group-consensus"),
        ("priority-matrix", "group-consensus"),
        ("road-map", "priority-matrix"),
        ("action-plan", "road-map"),
        ("hundred-day-plan", "action-plan"),
        ("follow-up", "action-plan"),
        ("follow-up", "commitments"),
    ],
)
def test_what_was_written_fills_the_next_sheet(toolkit: Toolkit, later: str, earlier: str) -> None:
    sheet = toolkit.sheet(later)
    assert sheet is not None
    assert earlier in taken_by(sheet)


def test_what_is_carried_fits_where_it_goes(toolkit: Toolkit) -> None:
    for sheet, field in every_field(toolkit):
        if field.origin and field.limit:
            name, _dot, inner = field.origin.partition(".")
            source = toolkit.sheet(name)
            origin = source.field(inner) if source else None
            assert origin is not None
            assert origin.limit is not None, f"{sheet.id}.{field.id}"
            assert origin.limit <= field.limit, f"{sheet.id}.{field.id}"


def test_sessions_name_the_sheets_of_others_that_fill_theirs(toolkit: Toolkit) -> None:
    sessions = session_of(toolkit)

    def missing(module: Module) -> set[str]:
        used = {
            name
            for sheet in toolkit.sheets
            if sessions.get(sheet.id) == module.number
            for name in taken_by(sheet)
            if sessions.get(name) != module.number
        }
        # The questionnaire only says which country it is, where it is not named.
        return used - set(module.needs) - {"questionnaire"}

    assert {module.number: missing(module) for module in toolkit.modules} == {
        module.number: set() for module in toolkit.modules
    }


def test_a_session_takes_over_only_what_an_earlier_one_handed_on(toolkit: Toolkit) -> None:
    given = {"questionnaire"}
    for module in toolkit.modules:
        assert set(module.needs) <= given, module.folder
        given |= set(module.gives)


def test_a_review_knows_its_reviewer_and_asks_whose_plan_it_is(toolkit: Toolkit) -> None:
    sheet = toolkit.sheet("peer-review")
    assert sheet is not None
    reviewed, reviewer, *_others = (one for one in sheet.fields if one.kind == "member")
    assert (reviewed.id, reviewed.origin) == ("country", "")
    assert (reviewer.id, reviewer.origin) == ("reviewer", "hundred-day-plan.country")


# ---------------------------------------------------------------- kept private, never ranked


@pytest.mark.parametrize("name", ["capability-assessment", "strip", "minute-card"])
def test_what_is_answered_in_secret_asks_for_no_country_and_no_name(
    toolkit: Toolkit, name: str
) -> None:
    sheet = toolkit.sheet(name)
    assert sheet is not None
    assert {field.id for field in sheet.fields} & {"country", "name"} == set()
    assert not any(field.kind == "member" for field in sheet.fields)


def test_nothing_is_added_up_over_dimensions_or_criteria(toolkit: Toolkit) -> None:
    formulas = {
        name: one.formula.function for name, one in asked(toolkit) if one.formula is not None
    }
    assert set(formulas.values()) == {"median", "count"}
    assert {name.partition(".")[0] for name in formulas} == {"capability-assessment"}


def test_the_report_shows_plans_only_with_permission(toolkit: Toolkit) -> None:
    assert toolkit.report is not None
    asks = {name for name, one in asked(toolkit) if one.id == "may-show"}
    # The questionnaire is for the team; it fills no section of the report.
    assert asks - {"questionnaire.may-show"} <= {one.field for one in toolkit.report.consents}
