"""`sessionpress pack`: the files that it writes, what is on them, and what it says."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from tests.boards import BOARD
from tests.render.run_sheets import MORNING, made
from tests.toolkits import EVENT, EXERCISE, OVERRIDES, ROOT, base_text, tiny

from sessionpress.answers.pairs_file import TableCard
from sessionpress.cli import cli
from sessionpress.pack import pack_event, write_event
from sessionpress.render.pack import PARTS

pytestmark = pytest.mark.usefixtures("silence")

LONG = "Nur Aisyah binti Abdul Rahman Muhammad Firdaus Tengku Ahmad Zainuddin Ibrahim IX"
WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochllanfairpwllgwyngyllgo"
LIST = f"""role;NAME;country
Office of <i>markup</i>;<b>Bold</b> & "Co";Alland
;{LONG};Berland
وزارة الاتصالات;أحمد عبد الرحمن السيد;مصر
{WORD};মোহাম্মদ আবদুর রহমান;বাংলাদেশ
{WORD};{WORD};{WORD}
"""


@pytest.fixture(autouse=True)
def _in_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def call(tmp_path: Path, *arguments: object) -> Result:
    online = f"{MORNING[EVENT]!s}format: online\n"
    content = tiny(tmp_path / "toolkit", {**MORNING, EVENT: online})
    words = ["pack", "--content", str(content), *map(str, arguments)]
    return CliRunner().invoke(cli, words, catch_exceptions=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All parts for five people, on US Letter."""
    root = tmp_path_factory.mktemp("pack")
    table = "Table: Cards\n\n| Card | Meaning |\n|---|---|\n| Queue | People wait. |\n"
    sorting = base_text(EXERCISE).replace("group: tables", "group: tables\ncards: 1")
    sorting = sorting.replace("## Steps", f"{table}\n## Steps")
    people = root / "people.csv"
    people.write_text(LIST, encoding="utf-8-sig")
    large = BOARD.replace("who: country", "paper: A3\nwho: country")
    board = {"exercises/card-sort/board.yml": large}
    edition = made(root / "toolkit", {EXERCISE: sorting, **board})
    cards = (TableCard(("Alland", "Berland"), ("Alland offers <maps>.",)),)
    pack = pack_event(edition, "spring", people, "letter", OVERRIDES, cards)
    written = write_event(pack, edition, root / "out", OVERRIDES)
    assert [path.relative_to(root / "out").as_posix() for path in written] == [
        *(f"{one}.pdf" for one in PARTS),
        WORKBOOK,
        *OTHERS,
    ]
    return root / "out"


WORKBOOK = "packing-list.xlsx"
OTHERS = (
    *("agenda.pdf", "door-agenda.pdf"),
    *("sheets/board.pdf", "sheets/result.pdf", "sheets/test-a.pdf", "sheets/test-b.pdf"),
)


def pages(path: Path) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return [" ".join(one.split()) for one in done.stdout.split("\f")[:-1]]


def size(path: Path) -> str:
    done = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True)
    return next(line for line in done.stdout.splitlines() if line.startswith("Page size"))


@pytest.mark.pdf
def test_each_person_has_one_tent_and_one_certificate_with_the_whole_name(folder: Path) -> None:
    for part in ("name-tents", "certificates"):
        found = pages(folder / f"{part}.pdf")
        assert len(found) == 5
        assert '<b>Bold</b> & "Co"' in found[0] and "<i>markup</i>" in found[0]
        assert all(word in found[1] for word in LONG.split())
        assert found[4].replace(" ", "").count(WORD) >= 3
    assert "1 h 15 min" in found[0] and "CC BY-SA 4.0" in found[0]


@pytest.mark.pdf
def test_every_part_is_on_the_paper_that_was_asked_for(folder: Path) -> None:
    for name in (*(f"{part}.pdf" for part in PARTS), *OTHERS):
        half_or_double = {"table-cards.pdf": "612 x 396 pts", "sheets/board.pdf": "792 x 1224 pts"}
        assert half_or_double.get(name, "pts (letter)") in size(folder / name), name


@pytest.mark.pdf
def test_other_parts_hold_what_the_event_needs(folder: Path) -> None:
    (sign_in,) = pages(folder / "sign-in.pdf")
    assert "Day 1: 4 March 2030" in sign_in and sign_in.count("Berland") == 1
    (tasks,) = pages(folder / "task-cards.pdf")
    assert "Deal the cards." in tasks and "Vote with dots" in tasks
    assert "Meaning People wait." in pages(folder / "card-sets.pdf")[0]
    (cards,) = pages(folder / "minute-cards.pdf")
    assert cards.count("Minute card") == 4
    door, left, right, ahead = pages(folder / "signs.pdf")
    assert "09:15–09:55, 10:15–10:50" in door and "Spring <course>" in door
    assert [one.split(">")[-1].strip() for one in (left, right, ahead)] == [
        "To the left",
        "To the right",
        "Straight ahead",
    ]
    (power,) = pages(folder / "contingency.pdf")
    assert "Vote with dots leave out 15" in power and "Nothing changes." in power
    (table,) = pages(folder / "table-cards.pdf")
    assert "Alland and Berland Alland offers <maps>." in table
    (agenda,) = pages(folder / "door-agenda.pdf")
    assert "Spring <course>" in agenda


def test_the_packing_list_is_a_workbook_with_numbers(folder: Path) -> None:
    book = load_workbook(io.BytesIO((folder / WORKBOOK).read_bytes()))
    assert book.sheetnames == ["To print", "To bring"]
    rows = list(book["To print"].iter_rows(values_only=True))
    assert rows[0] == ("What", "File", "Copies", "Paper", "Colour", "For", "Done")
    assert next(row for row in rows if row[0] == "Minute cards") == (
        "Minute cards",
        "minute-cards.pdf",
        2,
        "Letter",
        "grey",
        "At the end of each day; cut along the lines",
        None,
    )
    assert list(book["To bring"].iter_rows(min_row=2, values_only=True)) == [
        ("pens", 4, 4, "Session 1: Sort the cards", None)
    ]


@pytest.mark.pdf
def test_the_command_names_what_it_wrote(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call(tmp_path, "spring", "--out", out)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        *(str(out / f"{part}.pdf") for part in ("certificates", "contingency", "packing-list")),
        str(out / WORKBOOK),
        str(out / "agenda.pdf"),
        *(str(out / "sheets" / f"{name}.pdf") for name in ("result", "test-a", "test-b")),
    ]
    assert "(A4)" in size(out / "certificates.pdf")


def test_an_event_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = call(tmp_path, "sprng", "--out", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == 'Error: there is no event "sprng". Did you mean "spring"?\n'
    assert not (tmp_path / "out").exists()


def test_a_bad_list_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name\nAda\n\n\u738b\n")
    done = call(tmp_path, "spring", "--people", people, "--out", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "people.csv:4: the name has letters that no print font has: 王. "
        "Write it in another script, or add a font to overrides/fonts. [people-list]\n"
    )
    assert not (tmp_path / "out").exists()
