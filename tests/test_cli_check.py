"""`sessionpress check`: what people read, what editors read, and how it ends.

Each folder of tests/cases is laid over the tiny toolkit of tests/cases/_base; `without.txt` lists
files that are taken away, `expected.txt` is the whole text on the console.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.toolkits import BASE, CARDS, CASES, ROOT, case, page, tiny

from sessionpress.cli import cli
from sessionpress.problems import RULES

pytestmark = pytest.mark.usefixtures("silence")

NAMES = sorted(folder.name for folder in CASES.iterdir() if folder != BASE)


@pytest.fixture(autouse=True)
def _in_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def check(folder: Path, *options: str) -> Result:
    """Run the command; what is wrong with the command itself is raised."""
    result = CliRunner().invoke(
        cli, ["check", "--content", str(folder), *options], catch_exceptions=False
    )
    assert result.stderr == ""
    return result


def test_a_toolkit_without_problems_passes(toolkit_folder: Path) -> None:
    result = check(toolkit_folder)
    assert (result.exit_code, result.stdout) == (0, "No problems.\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_problem_of_a_case_is_said(name: str, tmp_path: Path) -> None:
    result = check(case(tmp_path / "toolkit", name))
    assert result.stdout == (CASES / name / "expected.txt").read_text(encoding="utf-8")
    assert result.exit_code == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_line_says_where_what_and_by_which_rule(name: str) -> None:
    *lines, summary = (CASES / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert summary == ("1 problem." if len(lines) == 1 else f"{len(lines)} problems.")
    for line in lines:
        place, _, rest = line.partition(": ")
        path, _, number = place.rpartition(":")
        assert path and number.isdigit()
        message, _, rule = rest.rpartition(" [")
        assert len(message) > 20
        assert rule.removesuffix("]") in RULES


def test_problems_come_by_path_and_line(tmp_path: Path) -> None:
    files = {"docs/b.md": page("///\n\n\n\n\n///"), "docs/a.md": page("[x](y.md)", "{{no}}: y")}
    lines = check(tiny(tmp_path, files)).stdout.splitlines()
    places = [line.split(": ")[0] for line in lines[:-1]]
    assert places == ["docs/a.md:2", "docs/a.md:5", "docs/b.md:5", "docs/b.md:10"]


def test_no_case_names_a_place_outside_the_toolkit() -> None:
    for name in NAMES:
        text = (CASES / name / "expected.txt").read_text(encoding="utf-8")
        assert "/tmp" not in text
        assert str(ROOT) not in text


def test_editors_get_the_same_problems_as_data(tmp_path: Path) -> None:
    folder = case(tmp_path / "toolkit", "links-to-nothing")
    rows = json.loads(check(folder, "--json").stdout)
    assert [set(row) for row in rows] == [{"path", "line", "rule", "message", "advice"}] * len(rows)
    said = [
        f"{row['path']}:{row['line']}: {row['message']} {row['advice']} [{row['rule']}]"
        for row in rows
    ]
    assert said == check(folder).stdout.splitlines()[:-1]
    assert all(isinstance(row["line"], int) and row["line"] > 0 for row in rows)


def test_problems_as_data_end_with_the_same_code(tmp_path: Path) -> None:
    assert check(case(tmp_path / "bad", "block-open"), "--json").exit_code == 1
    fine = check(tiny(tmp_path / "fine"), "--json")
    assert (fine.exit_code, json.loads(fine.stdout)) == (0, [])


def test_words_of_any_script_stay_readable_in_the_data(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/بطاقة.md": page("[কার্ড](কার্ড.md)")})
    output = check(folder, "--json").stdout
    assert "docs/بطاقة.md" in output
    assert "কার্ড.md" in output


def test_a_folder_that_is_no_toolkit_is_said_to_lack_its_settings(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert "toolkit.yml:1: the file is not there." in result.stdout
    assert result.exit_code == 1


def test_outside_a_house_the_command_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["check"])
    assert result.exit_code == 1
    assert "Change to the toolkit's folder." in result.stderr


def test_checking_changes_no_file(toolkit_folder: Path) -> None:
    def state() -> dict[Path, tuple[bytes, int]]:
        files = (path for path in toolkit_folder.rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = state()
    (toolkit_folder / CARDS).write_bytes((toolkit_folder / CARDS).read_bytes() + b"\n///\n")
    broken = state()
    assert check(toolkit_folder).exit_code == 1
    assert state() == broken != before
