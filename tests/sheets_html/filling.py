"""Fill a sheet in Chromium as people do, and read the file that it saves as other programs do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect
from tests.browsers import Ear
from tests.sheets import sheet_of

from sessionpress.answers.file import read_json
from sessionpress.answers.model import Answers, Handin, Value
from sessionpress.answers.settle import settle
from sessionpress.content.model import Toolkit

FULL: dict[str, Value] = {
    "country": "BBB",
    "name": "Birth <b>papers</b>",
    "story": "First line\nتسجيل المواليد\n<script>alert(1)</script>",
    "visits": 12.0,
    "since": "2030-03-04",
    "pace": "fine",
    "groups": ("women", "children"),
    "lead-one": 2.0,
    "lead-two": 3.0,
    "middle": 2.5,
    "steps/1/step": "Count",
    "steps/1/cost": 3.0,
    "steps/1/fees": 0.5,
    "steps/1/all": 3.5,
    "steps/4/step": "Row that was added",
    "steps/4/cost": 4.0,
    "steps/4/all": 4.0,
    "steps/4/size": "high",
    "steps/4/by": "2031-01-31",
    "steps/4/where": "AAA",
    "fixed/2/used": "Daily",
    "total": 7.0,
}
"""A value for every kind of cell of the sheet `everything`, computed ones too."""


@contextmanager
def tab(
    browser: Browser,
    address: str,
    *,
    scripts: bool = True,
    width: int = 1280,
    script: str = "",
) -> Iterator[Page]:
    """A tab that remembers nothing and has no network, on a page; nothing may be heard of it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, offline=True
    )
    try:
        if script:
            context.add_init_script(script)
        page = context.new_page()
        ear = Ear(page, address.rpartition("sheets/")[0])
        page.goto(address)
        yield page
        assert ear.faults == []
    finally:
        context.close()


def cell(page: Page, name: str) -> Locator:
    """The control of a cell; of a group of boxes the group."""
    return page.locator(f'[data-kind][name="{name}"]')


def write(page: Page, name: str, value: Value) -> None:
    """Write a value into its cell, as somebody would who sees it."""
    _write(page, name, value, _kinds(page)[name])


def write_all(page: Page, values: dict[str, Value]) -> None:
    """Write values into their cells, with more rows where they need some."""
    kinds = _kinds(page)
    for name, value in values.items():
        while name not in kinds:
            add_row(page, name.partition("/")[0])
            kinds = _kinds(page)
        _write(page, name, value, kinds[name])


def _kinds(page: Page) -> dict[str, tuple[str, bool]]:
    """The kind of each cell, and whether it is a group of boxes."""
    found: dict[str, tuple[str, bool]] = page.locator("[data-kind][name]").evaluate_all(
        """cells => Object.fromEntries(cells.map(cell => [cell.getAttribute("name"),
          [cell.dataset.kind, cell.querySelector("input") !== null]]))"""
    )
    return found


def _write(page: Page, name: str, value: Value, kind: tuple[str, bool]) -> None:
    control = cell(page, name)
    what, boxes = kind
    if boxes:
        for one in value if isinstance(value, tuple) else (value,):
            box = f"{one:g}" if isinstance(one, float) else one
            control.locator(f'input[value="{box}"]').check()
    elif what in ("choice", "member"):
        control.select_option(str(value))
    elif what != "computed":
        control.fill(f"{value:g}" if isinstance(value, float) else str(value))
        control.blur()


def add_row(page: Page, table: str) -> None:
    """Add a row to a table."""
    page.locator(f"#a-{table}").get_by_role("button", name="Add a row").click()


def shown(page: Page, name: str) -> str:
    """What stands in a control of text."""
    return cell(page, name).input_value()


def save(page: Page, target: Path) -> Path:
    """Press "Save file"; give the file that the browser put there."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save file").click()
    path = target / download.value.suggested_filename
    download.value.save_as(path)
    return path


def open_files(page: Page, *paths: Path) -> str:
    """Choose files under "Open file"; give what the page says of them."""
    page.locator("#said").evaluate("one => { one.textContent = '' }")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open file").click()
    chooser.value.set_files(list(paths))
    expect(page.locator("#said button")).to_be_visible()
    return said(page)


def said(page: Page) -> str:
    """The lines of the box of messages."""
    lines = [*page.locator("#said .title").all(), *page.locator("#said li").all()]
    return "\n".join(line.inner_text() for line in lines)


def handin(path: Path) -> Handin:
    """The only sheet in a file, which has nothing odd."""
    (found,), findings = read_json(path.name, path.read_bytes())
    assert findings == []
    return found


def read(path: Path, toolkit: Toolkit) -> Answers:
    """The answers in a file, which all fit."""
    one = handin(path)
    settled = settle(one, sheet_of(toolkit, one.sheet))
    assert [finding for finding in settled.findings if finding.left_out] == []
    assert (one.toolkit, one.edition) == ("tiny", "2030.1")
    return settled.answers


def note(page: Page, field: str) -> str:
    """What a field says about where it comes from; empty when it says nothing."""
    notes = page.locator(f"#t-{field} p")
    return "\n".join(notes.all_inner_texts())


def file_of(folder: Path, name: str, sheet: str, answers: dict[str, Any], **more: object) -> Path:
    """Write a file of answers by hand; `more` is laid over the sheet in it."""
    one = {"sheet": sheet, "revision": "", "copy": name, "answers": answers, **more}
    root = {
        "format": "sessionpress-answers",
        "version": 1,
        "toolkit": "tiny",
        "edition": "2030.1",
        "saved": "2030-03-04T09:30:00Z",
        "sheets": [one],
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(root, ensure_ascii=False), encoding="utf-8")
    return path
