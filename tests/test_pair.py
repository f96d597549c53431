"""`sessionpress pair`: what it says on the console, what it writes, how it ends."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.boards import CODES, board, board_json, board_toolkit
from tests.toolkits import ROOT, tiny

from sessionpress.answers.model import Handin
from sessionpress.cli import cli
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture(autouse=True)
def _in_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def toolkit(tmp_path: Path) -> Toolkit:
    return board_toolkit(tmp_path / "toolkit")


def saved(toolkit: Toolkit, folder: Path, *handins: Handin) -> list[Path]:
    """Files as the page of the sheet saves them, one a hand-in."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}-{one.file}" for number, one in enumerate(handins, 1)]
    for path, one in zip(paths, handins, strict=True):
        path.write_bytes(board_json(toolkit, one))
    return paths


def pair(tmp_path: Path, files: Sequence[Path], *options: str) -> Result:
    content = str(tmp_path / "toolkit")
    arguments = ["pair", "--content", content, *map(str, files), *options]
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


FOUR = (
    board("AAA", ["data: Rules"], ["skills: A course"]),
    board("BBB", ["skills: Trainers"], ["data: Our law"]),
    board("CCC"),
    board("DDD"),
)


def test_pairs_are_told_with_their_sentences(toolkit: Toolkit, tmp_path: Path) -> None:
    result = pair(tmp_path, saved(toolkit, tmp_path / "in", *FOUR))
    assert result.stdout == (
        "Alland and Berland\n"
        "  Alland offers “A course” (Skills), and Berland asks for “Trainers”; "
        "Berland offers “Our law” (Data exchange), and Alland asks for “Rules”.\n"
        "Cerland and Derland\n"
        "  On the sheets no offer of one answers a need of the other.\n"
    )
    assert (result.stderr, result.exit_code) == ("", 0)


def test_wishes_are_options(toolkit: Toolkit, tmp_path: Path) -> None:
    files = saved(toolkit, tmp_path / "in", *FOUR)
    result = pair(tmp_path, files, "--lock", "AAA", "CCC", "--apart", "BBB", "DDD")
    assert result.stdout == (
        "Alland, Berland and Cerland\n"
        "  The facilitator put them together; Alland offers “A course” (Skills), and Berland asks "
        "for “Trainers”; Berland offers “Our law” (Data exchange), and Alland asks for “Rules”.\n"
        "Alone: Derland. A pair needs two that may work together.\n"
    )


@pytest.mark.pdf
def test_cards_and_data_are_written_where_asked(toolkit: Toolkit, tmp_path: Path) -> None:
    out = tmp_path / "out" / "pairs"
    files = saved(toolkit, tmp_path / "in", *FOUR)
    result = pair(tmp_path, files, "--out", str(out))
    assert result.exit_code == 0
    names = ("pairs.json", "pairs.csv", "table-cards.pdf")
    assert result.stdout.endswith(f"\nWritten: {', '.join(str(out / name) for name in names)}\n")
    assert sorted(path.name for path in out.iterdir()) == sorted(names)
    assert (out / "table-cards.pdf").read_bytes().startswith(b"%PDF")
    assert len(json.loads((out / "pairs.json").read_bytes())["groups"]) == 2


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (1, "Alone: Alland. A pair needs two that may work together.\n"),
        (0, "No sheet with needs and offers is in these files.\n"),
    ],
)
def test_fewer_than_two_are_no_pair(
    toolkit: Toolkit, tmp_path: Path, count: int, last: str
) -> None:
    files = saved(toolkit, tmp_path / "in", *(board(code) for code in CODES[:count]))
    other = tmp_path / "other.json"
    other.write_text(
        '{"format": "sessionpress-answers", "version": 1, "toolkit": "tiny", '
        '"sheets": [{"sheet": "result", "answers": {"first": "Queues"}}]}'
    )
    result = pair(tmp_path, [*files, other], "--out", str(tmp_path / "out"))
    assert (result.stdout.splitlines(keepends=True)[0], result.exit_code) == (last, 1)
    assert result.stderr == ""
    assert not (tmp_path / "out" / "table-cards.pdf").exists()


def test_files_that_cannot_be_read_are_named_and_the_others_are_used(
    toolkit: Toolkit, tmp_path: Path
) -> None:
    files = saved(toolkit, tmp_path / "in", *FOUR)
    files[0].write_bytes(files[0].read_bytes()[:80])
    foreign = tmp_path / "foreign.json"
    foreign.write_bytes(files[1].read_bytes().replace(b'"tiny"', b'"other"'))
    result = pair(tmp_path, [*files, foreign, tmp_path / "none.json"])
    assert result.exit_code == 1
    assert result.stdout.startswith("Berland, Cerland and Derland\n")
    assert result.stderr.splitlines() == [
        "1-AAA.json: the file is cut off or damaged near line 5. Ask for it again, sent as a file.",
        "none.json: it cannot be opened (No such file or directory). "
        "Check its name and its rights.",
        'foreign.json: it is of the toolkit "other". This toolkit is "tiny".',
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--lock", "AAA", "Nowhere"),
            'there is no country "Nowhere". Write a code or a name from the table of places.',
        ),
        (("--apart", "AAA", "Berlnad"), 'there is no country "Berlnad". Did you mean "Berland"?'),
        (("--lock", "AAA", "BBB", "--apart", "BBB", "AAA"), "to be together and apart."),
    ],
)
def test_a_wish_that_cannot_be_followed_is_said_and_nothing_is_written(
    toolkit: Toolkit, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    files = saved(toolkit, tmp_path / "in", *FOUR)
    result = pair(tmp_path, files, *options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ") and said in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_toolkit_that_declares_no_pairing_says_where_to(tmp_path: Path) -> None:
    tiny(tmp_path / "toolkit")
    result = pair(tmp_path, [tmp_path / "any.json"])
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: this toolkit does not say what pairs are proposed from. "
        "Declare pairing in report.yml.\n"
    )
