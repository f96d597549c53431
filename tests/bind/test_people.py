"""Lists of participants: what is read out of them, and what is said about bad ones."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.toolkits import OVERRIDES

from sessionpress.bind.people import LARGEST, MOST, read_people
from sessionpress.problems import ToolkitError
from sessionpress.render.pack import Person

pytestmark = pytest.mark.usefixtures("silence")

FONTS = OVERRIDES / "fonts"


def read(folder: Path, data: bytes | str, name: str = "people.csv") -> tuple[Person, ...]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_people(path, FONTS)


def said(folder: Path, data: bytes | str, name: str = "people.csv") -> list[str]:
    with pytest.raises(ToolkitError) as caught:
        read(folder, data, name)
    return [str(problem) for problem in caught.value.problems]


def workbook(*rows: list[str]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "name,country,role\nAda,Alland,Chief\nBo,Berland,\n",
        "\ufeffCountry;Role/Organisation;NAME\r\nAlland;Chief;Ada\r\n\r\n;;\r\nBerland;;Bo\r\n",
        "Full name\tDelegation\tPost\tE-mail\nAda\tAlland\tChief\ta@b\nBo\tBerland\t\t\n",
        "name,country,role\nAda,Alland,Chief\nBo,Berland\n".encode("utf-16"),
        workbook(
            ["Role", "Name", "Country"], ["Chief", "Ada", "Alland"], [], ["", "Bo", "Berland"]
        ),
    ],
    ids=["commas", "marks and BOM", "tabs", "UTF-16", "workbook"],
)
def test_columns_are_found_by_their_heads(tmp_path: Path, data: bytes | str) -> None:
    assert read(tmp_path, data) == (Person("Ada", "Alland", "Chief"), Person("Bo", "Berland"))


def test_names_stay_as_they_are_written_but_for_signs_without_shape(tmp_path: Path) -> None:
    names = ["<b>Ada</b> & Co", "أحمد عبد الرحمن", "মোহাম্মদ", "Ayşe\u202e\u200b  Gül"]
    people = read(tmp_path, workbook(["name"], *([name] for name in names)))
    assert [one.name for one in people] == [*names[:3], "Ayşe Gül"]


def test_all_that_is_wrong_with_rows_is_said_in_one_run(tmp_path: Path) -> None:
    rows = ["name,country", ",Alland", "Ada,Alland,x,y", f"{'n' * 161},B", "王,C", "Bo,Berland"]
    assert said(tmp_path, "\n".join(rows)) == [
        "people.csv:2: the row has no name. Write one, or take the row away. [people-list]",
        "people.csv:3: the row has 4 cells, the first row 2. "
        "Put quotation marks around a text that holds the separator. [people-list]",
        "people.csv:4: the name has 161 letters; 160 at most can be printed. Shorten it. "
        "[people-list]",
        "people.csv:5: the name has letters that no print font has: 王. "
        "Write it in another script, or add a font to overrides/fonts. [people-list]",
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "1: the list is empty. Add a row for each person."),
        ("\n ; \n", "1: the list is empty. Add a row for each person."),
        ("name;country\n", "1: nobody is in the list. Add a row for each person."),
        (
            "\nPerson;Land\nAda;Alland\n",
            '2: no column is called "name" (there are: Person, Land). '
            "Write name, country and role into the first row.",
        ),
        (
            'name,country\nBo,B\n"Ada,Alland\n',
            "1: the file is damaged from row 3 on. Look for a quotation mark that is not closed.",
        ),
        (
            b"name\nAda\nJos\xe9\n",
            '1: row 3 is not in UTF-8. Save the list as "CSV UTF-8" or as XLSX.',
        ),
        (b"\x00\x01", "1: the file is damaged, or no list. Save the list as CSV or XLSX."),
        (
            workbook(["name"], ["Ada"])[:900],
            "1: the file is cut off or damaged. Ask for it again, sent as a file.",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1"),
            "1: the file is locked with a password, or of the format before 2007. "
            "Ask for it as XLSX without a password.",
        ),
        (
            b"name\n" + b"x" * LARGEST * 2,
            "1: the file is larger than 5 MB. Save the columns name, country and role alone.",
        ),
        (
            "name\n" + "Ada\n" * (MOST + 1),
            "1002: the list has 1,001 people; 1,000 can be printed at once. "
            "Cut it into several lists.",
        ),
    ],
)
def test_a_list_that_cannot_be_used_is_said_in_one_line(
    tmp_path: Path, data: bytes | str, line: str
) -> None:
    assert said(tmp_path, data) == [f"people.csv:{line} [people-list]"]


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError) as caught:
        read_people(tmp_path / "none.csv", FONTS)
    assert str(caught.value) == (
        "none.csv:1: it cannot be opened (No such file or directory). "
        "Check its name and its rights. [people-list]"
    )
