"""A build is made again when anything that it was made from has changed, and only then."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.toolkits import ROOT

from sessionpress.content.files import ASSET_LIMIT, Folder
from sessionpress.content.load import load_toolkit
from sessionpress.house import House
from sessionpress.ledger import NAME, Last, last_build, look, write_down
from sessionpress.make import ready_languages

FOLDERS = ("site", "hosting")
LONG_AGO = 1_000_000_000_000_000_000


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house of a few files, all of them old, and its finished build."""
    for name in (
        "mkdocs.yml",
        "toolkit.yml",
        "modules/10-one/index.md",
        "docs/index.md",
        "overrides/main.html",
        "translations/tr/ui.po",
        "dist/site/index.html",
        "dist/hosting/manifest.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"old words of {name}")
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    house = House(tmp_path, tmp_path, tmp_path / "dist")
    write_down(house, look(house), FOLDERS, ["Checking: 3 pages; 1 to look at"])
    return house


def test_nothing_changed_is_known_with_what_has_to_be_said_again(house: House) -> None:
    assert last_build(house) == Last(("Checking: 3 pages; 1 to look at",), 2)


def test_a_file_touched_without_a_change_changes_nothing(house: House) -> None:
    os.utime(house.root / "docs" / "index.md")
    assert last_build(house) is not None


def test_files_that_no_build_reads_change_nothing(house: House) -> None:
    (house.root / "notes.txt").write_text("mine")
    (house.root / "tests").mkdir()
    (house.root / "tests" / "test.py").write_text("mine")
    assert last_build(house) is not None


def _edit(house: House) -> None:
    (house.root / "docs" / "index.md").write_text("new words of docs/index.md!")


def _edit_to_the_same_size_and_time(house: House) -> None:
    path = house.root / "docs" / "index.md"
    path.write_text(path.read_text().replace("old", "new"))


def _edit_with_the_clock_set_back(house: House) -> None:
    _edit_to_the_same_size_and_time(house)
    os.utime(house.root / "docs" / "index.md", ns=(LONG_AGO - 10**15, LONG_AGO - 10**15))


def _rename(house: House) -> None:
    path = house.root / "docs" / "index.md"
    path.rename(path.with_name("home.md"))


def _remove_a_translation(house: House) -> None:
    (house.root / "translations" / "tr" / "ui.po").unlink()


def _add(house: House) -> None:
    (house.root / "modules" / "10-one" / "20-more.md").write_text("more")


def _edit_a_template(house: House) -> None:
    (house.overrides / "main.html").write_text("<p>")


def _edit_settings(house: House) -> None:
    house.settings.write_text("site_name: x")


def _edit_an_output(house: House) -> None:
    (house.dist / "site" / "index.html").write_text("by hand")


def _lose_an_output(house: House) -> None:
    (house.dist / "site" / "index.html").unlink()


def _add_an_output(house: House) -> None:
    (house.dist / "site" / "stray.html").write_text("stray")


def _lose_the_ledger(house: House) -> None:
    (house.dist / NAME).unlink()


def _other_libraries(house: House) -> None:
    path = house.dist / NAME
    path.write_text(json.dumps({**json.loads(path.read_text()), "with": "others"}))


@pytest.mark.parametrize(
    "change",
    [
        _edit,
        _edit_to_the_same_size_and_time,
        _edit_with_the_clock_set_back,
        _rename,
        _remove_a_translation,
        _add,
        _edit_a_template,
        _edit_settings,
        _edit_an_output,
        _lose_an_output,
        _add_an_output,
        _lose_the_ledger,
        _other_libraries,
    ],
)
def test_a_change_is_noticed(house: House, change: Callable[[House], None]) -> None:
    change(house)
    assert last_build(house) is None


def test_a_change_within_the_grain_of_the_clock_is_noticed(house: House) -> None:
    path = house.root / "docs" / "index.md"
    path.write_text("first!")
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    write_down(house, look(house), FOLDERS, [])
    path.write_text("second")
    os.utime(path, ns=(now, now))
    assert last_build(house) is None


def test_an_environment_that_counts_is_noticed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert last_build(house) is None


def test_a_ledger_cut_off_anywhere_is_no_ledger(house: House) -> None:
    path = house.dist / NAME
    whole = path.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:length])
        assert last_build(house) is None
    path.write_bytes(whole)
    assert last_build(house) is not None


@pytest.mark.parametrize("text", ["[]", "null", "{}", '{"inputs": 3}', "\0"])
def test_a_foreign_ledger_is_no_ledger(house: House, text: str) -> None:
    (house.dist / NAME).write_text(text)
    assert last_build(house) is None


def test_every_file_that_is_read_of_a_toolkit_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()
    data = Folder.data

    def remembered(self: Folder, path: str, limit: int = ASSET_LIMIT) -> bytes | None:
        read.add(f"content/{path}")
        return data(self, path, limit)

    monkeypatch.setattr(Folder, "data", remembered)
    toolkit, problems = load_toolkit(ROOT)
    assert toolkit and not problems
    ready_languages(toolkit, ROOT, ROOT / "overrides")
    folders = {path.split("/")[1] for path in read}
    assert {"modules", "data", "toolkit.yml", "report.yml", "translations"} <= folders
    assert read <= look(House(ROOT, ROOT, tmp_path)).inputs.keys()


def test_a_link_that_leads_back_does_not_hold_the_look_up(house: House) -> None:
    (house.root / "docs" / "again").symlink_to(house.root / "docs")
    assert len(look(house).inputs) > 5
