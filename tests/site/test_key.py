"""The key of the tests is the facilitator's: another key changes no byte that participants get."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.builds import Built
from tests.marked import MARKED, write_marked
from tests.toolkits import OVERRIDES

from sessionpress.bind.docx import sheet_docx
from sessionpress.bind.form_pdf import write_form
from sessionpress.bind.xlsx import entry_xlsx, sheet_xlsx
from sessionpress.compose import FACILITATOR, PARTICIPANT, compose
from sessionpress.content import questions as asked
from sessionpress.content.load import load_toolkit
from sessionpress.content.model import Toolkit
from sessionpress.render.collect import collect_data
from sessionpress.site import COLLECT, KEY, SHEETS_DATA

pytestmark = pytest.mark.slow


def read(folder: Path, change: bool) -> Toolkit:
    """The marked toolkit, with other options right when asked."""
    files = dict(MARKED)
    if change:
        files = {
            name: re.sub(
                r"- \[( |x)\] (The first figure|The second figure|To look|To count)",
                lambda match: f"- [{'x' if match[1] == ' ' else ' '}] {match[2]}",
                text,
            )
            for name, text in files.items()
        }
        assert files != MARKED
    toolkit, _problems = load_toolkit(write_marked(folder, files))
    assert toolkit is not None
    return toolkit


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Toolkit, Toolkit]:
    root = tmp_path_factory.mktemp("keys")
    return read(root / "one", change=False), read(root / "other", change=True)


def forms(toolkit: Toolkit, folder: Path) -> dict[str, bytes]:
    """Every form of the tests, for participants and for who types them."""
    sheets = asked.test_sheets(toolkit)
    found = {"entry.xlsx": entry_xlsx(toolkit, sheets)}
    for sheet in sheets:
        target = folder / f"{sheet.id}.pdf"
        write_form(sheet, toolkit, target, overrides=OVERRIDES, language="en")
        found[target.name] = target.read_bytes()
        found[f"{sheet.id}.docx"] = sheet_docx(toolkit, sheet, "en")
        found[f"{sheet.id}.xlsx"] = sheet_xlsx(toolkit, sheet, "en")
    return found


@pytest.mark.pdf
def test_another_key_changes_no_byte_of_any_form(
    both: tuple[Toolkit, Toolkit], tmp_path: Path
) -> None:
    one, other = both
    assert asked.answer_key(one) != asked.answer_key(other)
    for folder in ("one", "other", "seen"):
        (tmp_path / folder).mkdir()
    seen = compose(one, PARTICIPANT, "en").toolkit
    assert (
        forms(one, tmp_path / "one")
        == forms(other, tmp_path / "other")
        == forms(seen, tmp_path / "seen")
    )


def test_what_the_collecting_page_knows_has_a_key_for_facilitators_only(
    both: tuple[Toolkit, Toolkit],
) -> None:
    one, other = (
        [collect_data(compose(toolkit, reader, "en").toolkit) for toolkit in both]
        for reader in (PARTICIPANT, FACILITATOR)
    )
    assert one[0] == one[1]
    assert other[0] != other[1]


@pytest.mark.pdf
def test_only_facilitators_get_the_pages_with_the_key(marked: Built) -> None:
    for name in (COLLECT, KEY, SHEETS_DATA):
        assert (marked.facilitator / name).is_file()
        assert not (marked.site / name).exists()
    key = (marked.facilitator / KEY).read_text(encoding="utf-8")
    assert "The second figure" in key
    assert "The first figure" not in key
