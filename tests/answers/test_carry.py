"""What fills what: each field is followed back over all sheets before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sheets import sheet_of, with_sheets

from sessionpress.answers.carry import origins, sources
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture
def toolkit(tmp_path: Path) -> Toolkit:
    return with_sheets(tmp_path)


def test_a_field_is_filled_from_the_nearest_sheet_and_then_from_those_before_it(
    toolkit: Toolkit,
) -> None:
    sheets = {sheet.id: sheet for sheet in toolkit.sheets}
    field = sheets["review"].field("country")
    assert field is not None
    assert origins(field, sheets) == ("plan.country", "everything.country")


def test_a_field_without_a_source_has_none(toolkit: Toolkit) -> None:
    sheets = {sheet.id: sheet for sheet in toolkit.sheets}
    field = sheets["everything"].field("country")
    assert field is not None
    assert origins(field, sheets) == ()


def test_the_sheets_that_fill_a_sheet_come_nearest_first(toolkit: Toolkit) -> None:
    sheets = {sheet.id: sheet for sheet in toolkit.sheets}
    found = [one.id for one in sources(sheet_of(toolkit, "review"), sheets)]
    assert found == ["plan", "everything"]
    assert sources(sheet_of(toolkit, "everything"), sheets) == ()
