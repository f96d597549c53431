"""Every cell of a sheet has one name, in every form, and the sheet a revision."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sheets import sheet_of, with_sheets

from sessionpress.answers.cells import (
    cell_name,
    cells,
    defined_name,
    from_defined_name,
    revision,
    split_name,
)
from sessionpress.content.model import Sheet

pytestmark = pytest.mark.usefixtures("silence")

IDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)


@pytest.fixture
def everything(tmp_path: Path) -> Sheet:
    return sheet_of(with_sheets(tmp_path), "everything")


def test_a_field_is_a_cell_and_a_table_a_cell_for_each_row_and_column(everything: Sheet) -> None:
    names = [cell.name for cell in cells(everything)]
    assert names[:2] == ["country", "name"]
    assert names.count("steps/3/by") == 1
    assert "fixed/2/used" in names
    assert "steps" not in names
    assert len(names) == len(set(names)) == 34


def test_a_growing_table_gets_the_rows_that_are_asked_for_and_a_fixed_one_never(
    everything: Sheet,
) -> None:
    names = {cell.name for cell in cells(everything, {"steps": 5, "fixed": 5})}
    assert "steps/5/step" in names
    assert "steps/6/step" not in names
    assert "fixed/3/used" not in names


def test_a_label_says_alone_what_its_cell_is(everything: Sheet) -> None:
    labels = {cell.name: cell.label for cell in cells(everything)}
    assert labels["name"] == "Name of the service"
    assert labels["steps/2/by"] == "Steps, 2: By"
    assert labels["fixed/1/used"] == "Channels, Counter: How often used"


def test_the_levels_of_a_scale_are_its_options_by_number(everything: Sheet) -> None:
    scale = next(cell for cell in cells(everything) if cell.name == "lead-one")
    assert [(one.id, one.text) for one in scale.options] == [
        ("1", "Never"),
        ("2", "Rarely"),
        ("3", "Often"),
    ]


@given(field=IDS, row=st.integers(1, 60), column=IDS)
def test_names_can_be_taken_apart_and_turned_for_spreadsheets_and_back(
    field: str, row: int, column: str
) -> None:
    for name, parts in (
        (cell_name(field), (field, 0, "")),
        (cell_name(field, row, column), (field, row, column)),
    ):
        assert split_name(name) == parts
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", defined_name(name))
        assert from_defined_name(defined_name(name)) == name


@pytest.mark.parametrize("name", ["", "A", "a/b", "a/0/b", "a/1", "a/1/b/c", "a b", "_x", "a/-1/b"])
def test_what_is_no_name_of_a_cell_is_refused(name: str) -> None:
    assert split_name(name) is None


@pytest.mark.parametrize("name", ["Print_Area", "country", "IN_x", ""])
def test_other_names_of_a_spreadsheet_are_not_ours(name: str) -> None:
    assert from_defined_name(name) == ""


def test_the_revision_stays_when_words_change_and_changes_when_answers_may_not_fit(
    everything: Sheet,
) -> None:
    def with_first(**changes: object) -> Sheet:
        first, *rest = everything.fields
        return replace(everything, fields=(replace(first, **changes), *rest))  # type: ignore[arg-type]

    known = revision(everything)
    assert re.fullmatch(r"[0-9a-f]{8}", known)
    assert revision(with_first(label="Land", help="Which?", required=False)) == known
    assert revision(replace(everything, title="Another", summary="")) == known
    for changed in (with_first(id="land"), with_first(kind="text"), with_first(options=())):
        assert revision(changed) != known
    assert revision(replace(everything, fields=everything.fields[1:])) != known


def test_more_rows_of_a_growing_table_are_the_same_revision(everything: Sheet) -> None:
    fields = tuple(
        replace(field, rows=("",) * 9) if field.id == "steps" else field
        for field in everything.fields
    )
    assert revision(replace(everything, fields=fields)) == revision(everything)
