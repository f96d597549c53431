"""Every sheet of the real toolkit, filled in as published and read back: the same answers.

The forms for word processors and spreadsheets go through LibreOffice in tests/bind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.builds import Built
from tests.office import sample
from tests.pdf_forms import filled
from tests.sheets_html.filling import handin, save, tab, write_all

from sessionpress.answers.cells import cells
from sessionpress.answers.gather import known_sheets
from sessionpress.answers.model import Handin, Value, show
from sessionpress.answers.settle import settle
from sessionpress.bind.filled_pdf import read_pdf
from sessionpress.content.load import load_toolkit
from sessionpress.content.model import Sheet

pytestmark = pytest.mark.slow

LATIN = str.maketrans("ğİ\u0628\u062a", "ğİbt")
"""Fields of a PDF are typed into in Latin letters alone."""

PARTS = 4


def sheets_of(real: Built) -> tuple[Sheet, ...]:
    toolkit, _problems = load_toolkit(real.content)
    assert toolkit is not None
    return known_sheets(toolkit)


def expected(sheet: Sheet) -> Mapping[str, Value]:
    """Something for every field of a sheet and the ends of each table, and what is computed."""
    rows = {field.id: len(field.rows) for field in sheet.fields}
    written = {
        name: value.translate(LATIN) if isinstance(value, str) else value
        for name, value in sample(sheet).items()
        if name.count("/") == 0 or name.split("/")[1] in ("1", str(rows[name.split("/")[0]]))
    }
    result = settle(Handin("", sheet.id, written), sheet)
    assert result.findings == ()
    return result.answers.values


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_a_sheet_that_is_filled_in_chromium_and_saved_has_the_same_answers(
    part: int, real: Built, browser: Browser, tmp_path: Path
) -> None:
    for sheet in sheets_of(real)[part::PARTS]:
        values = dict(expected(sheet))
        with tab(browser, (real.site / "sheets" / f"{sheet.id}.html").as_uri()) as page:
            write_all(page, values)
            path = save(page, tmp_path)
        result = settle(handin(path), sheet)
        assert (result.answers.values, result.findings) == (values, ()), sheet.id


def typed(sheet: Sheet, values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """The fields of the PDF of a sheet, as a viewer sets them."""
    kinds = {cell.name: cell.kind for cell in cells(sheet)}
    for name, value in values.items():
        if isinstance(value, tuple):
            yield from ((f"{name}/{one}", f"/{one}") for one in value)
        elif kinds[name] == "scale":
            yield name, f"/{show(value)}"
        elif kinds[name] != "computed":
            yield name, show(value)


@pytest.mark.pdf
def test_a_sheet_that_is_filled_as_a_pdf_has_the_same_answers(real: Built) -> None:
    for sheet in sheets_of(real):
        values = expected(sheet)
        form = (real.site / "downloads" / "sheets" / f"{sheet.id}.pdf").read_bytes()
        read = read_pdf(f"{sheet.id}.pdf", filled(form, dict(typed(sheet, values))))
        result = settle(read, sheet)
        assert (result.answers.values, result.findings) == (values, ()), sheet.id
