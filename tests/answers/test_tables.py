"""Answers as tables: a row a hand-in, a column a cell, nothing of what was written left out."""

from __future__ import annotations

import pytest
from tests.eight import handed_in
from tests.handed import gathered, handed, toolkit_with_report
from tests.toolkits import ROOT, loaded

from sessionpress.answers.tables import AnswerTable, answer_tables
from sessionpress.answers.wording import NOT_READ, row_line, short
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")

ANSWERS = {
    "country": "BBB",
    "name": "Papers",
    "visits": "many",
    "since": "2030-02-01",
    "pace": "fine",
    "groups": ["men", "women"],
    "lead-one": 3,
    "steps": [{}, {"step": "Ask", "cost": 2.5, "size": "huge"}],
    "colour": "red",
}


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_with_report(tmp_path_factory.mktemp("toolkit"))


@pytest.fixture(scope="module")
def tables(toolkit: Toolkit) -> dict[str, AnswerTable]:
    made = {"a.json": handed(toolkit, "everything", ANSWERS)}
    return {one.field: one for one in answer_tables(gathered(toolkit, made), toolkit)}


def row(table: AnswerTable, number: int = 0) -> dict[str, str]:
    """What stands in a row, by name of the cell, blanks left out."""
    named = zip(table.heads, table.rows[number], strict=True)
    return {head.name: entry.text for head, entry in named if entry.text}


def test_a_sheet_has_a_row_a_hand_in_in_words(tables: dict[str, AnswerTable]) -> None:
    assert row(tables[""]) == {
        "file": "a.json",
        "who": "Beeland",
        "saved": "2030-03-04T09:30:00Z",
        "country": "Beeland",
        "name": "Papers",
        "visits": f"{NOT_READ} many",
        "since": "2030-02-01",
        "pace": "Just right",
        "groups": "Women; Men",
        "lead-one": "3: Often",
        "middle": "3",
        "total": "2.5",
        "colour": "red",
    }


def test_heads_are_for_people_and_names_for_programs(tables: dict[str, AnswerTable]) -> None:
    labels = {head.name: head.label for head in tables[""].heads}
    assert labels["pace"] == "The pace is"
    assert labels["colour"] == "Not a field of the sheet: colour"


def test_a_table_field_has_a_row_a_filled_row(tables: dict[str, AnswerTable]) -> None:
    steps = tables["steps"]
    assert steps.title == "Everything <& more>: Steps"
    assert len(steps.rows) == 1
    assert row(steps) == {
        "file": "a.json",
        "who": "Beeland",
        "saved": "2030-03-04T09:30:00Z",
        "row": "2",
        "step": "Ask",
        "cost": "2.5",
        "all": "2.5",
        "size": f"{NOT_READ} huge",
    }


def test_numbers_and_dates_keep_their_kind(tables: dict[str, AnswerTable]) -> None:
    kinds = {
        head.name: (entry.kind, entry.number, entry.read)
        for head, entry in zip(tables[""].heads, tables[""].rows[0], strict=True)
    }
    assert kinds["lead-one"] == ("number", 3.0, True)
    assert kinds["since"] == ("date", None, True)
    assert kinds["visits"] == ("text", None, False)
    assert kinds["colour"] == ("text", None, False)


def test_every_answer_of_eight_countries_stands_in_a_table() -> None:
    real = loaded(ROOT)
    collection = gathered(real, handed_in(real))
    tables = answer_tables(collection, real)
    cells = sum(
        bool(entry.text) for table in tables for row in table.rows for entry in row[3:]
    ) - sum(len(table.rows) for table in tables if table.field)  # the number of the row
    given = sum(len(one.values) for some in collection.by_sheet.values() for one in some)
    assert cells == given


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Owner (post)", "Owner"),
        ("Risk: if ..., then ...", "Risk"),
        ("Would two clerks count the same?", "Would two clerks count the same"),
        ("(empty)", "(empty)"),
    ],
)
def test_labels_are_shortened_where_they_explain(label: str, shown: str) -> None:
    assert short(label) == shown


@pytest.mark.parametrize(
    ("label", "words", "line"),
    [
        ("", {"step": "Ask", "cost": "2"}, "Ask (Cost: 2)"),
        ("", {"cost": "2", "size": "low"}, "Cost: 2; Size: low"),
        ("Counter", {"step": "Ask", "cost": "2"}, "Counter (Step: Ask; Cost: 2)"),
        ("3", {"step": "Ask", "cost": "2"}, "3. Ask (Cost: 2)"),
        ("", {}, ""),
    ],
)
def test_a_row_is_told_in_a_line(
    toolkit: Toolkit, label: str, words: dict[str, str], line: str
) -> None:
    sheet = toolkit.sheet("everything")
    field = sheet.field("steps") if sheet else None
    assert field
    assert row_line(field.columns, words, label) == line
