"""Files are told apart by what is in them; what cannot be read is said and ends nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.handed import handed, toolkit_with_report

from sessionpress.bind import handins
from sessionpress.bind.docx import sheet_docx
from sessionpress.bind.handins import find_files, read_data, read_files
from sessionpress.bind.xlsx import sheet_xlsx
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_with_report(tmp_path_factory.mktemp("toolkit"))


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def said(name: str, data: bytes) -> str:
    """What is said of a file that cannot be read."""
    read = read_data(name, data)
    assert read.handins == ()
    (finding,) = read.findings
    assert finding.left_out
    return str(finding)


def test_forms_are_known_by_their_bytes_whatever_their_name(toolkit: Toolkit) -> None:
    sheet = toolkit.sheet("everything")
    assert sheet
    forms = {
        "json": handed(toolkit, "everything", {"country": "AAA"}),
        "docx": sheet_docx(toolkit, sheet, "en"),
        "xlsx": sheet_xlsx(toolkit, sheet, "en"),
    }
    for data in forms.values():
        (handin,) = read_data("from a phone (1)", data).handins
        assert handin.sheet == "everything"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty. Ask for it again."),
        (
            b"<!DOCTYPE html><title>Sheet</title>",
            "this is the page of a form; the answers are not in it. Open the page where it was "
            "filled in, save the answers, and send that file.",
        ),
        (b"\xff\xd8\xff\xe0JFIF", "this is a picture. Type what it shows into a form."),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "the file is locked with a password, or of the office format before 2007. Ask for it "
            "as DOCX or XLSX without a password.",
        ),
        (
            zipped(**{"a.json": b"{}"}),
            "this is a ZIP file, or an office file that is cut off. Unpack it and give the "
            "folder, or ask for the file again.",
        ),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
            "the file is of the OpenDocument format. Open it, and save it as DOCX or XLSX.",
        ),
        (
            b'{"format": "sess',
            "the file is cut off or damaged near line 1. Ask for it again, sent as a file.",
        ),
        (b"Dear all,", "this is no form of a sheet. Forms are JSON, XLSX, DOCX and PDF."),
        (b'{"a": 1}', "this is no file of answers. Ask for the file that the sheet saved."),
    ],
)
def test_what_is_no_form_is_said_with_what_to_do(data: bytes, words: str) -> None:
    assert said("a", data) == f"a: {words}"


def test_a_reader_that_fails_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str, _data: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr(handins, "READERS", (handins.Sign(lambda _data: True, fail),))  # type: ignore[arg-type]
    assert said("a", b"x") == "a: reading it failed (RecursionError). Ask for it in another form."


def test_folders_are_searched_and_what_systems_leave_is_passed_over(tmp_path: Path) -> None:
    for name in ("b.json", "in/a.json", ".DS_Store", "~$b.docx", "in/Thumbs.db", "__MACOSX/b.json"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"")
    assert [one.name for one in find_files([tmp_path])] == ["b.json", "in/a.json"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"")
    assert len(find_files([file, tmp_path, tmp_path / "." / "a.json"])) == 1


def test_files_of_one_name_have_their_paths(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.json").write_bytes(b"")
    names = [one.name for one in find_files([tmp_path / "x", tmp_path / "y"])]
    assert names == [f"{tmp_path.as_posix()}/{folder}/a.json" for folder in ("x", "y")]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    (finding,) = read_files([tmp_path / "gone.json"]).findings
    assert str(finding) == (
        "gone.json: it cannot be opened (No such file or directory). Check its name and its rights."
    )


def test_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handins, "LARGEST", 2_000_000)
    file = tmp_path / "a.json"
    file.write_bytes(b"{" + b" " * 3_000_000)
    (finding,) = read_files([file]).findings
    assert str(finding) == "a.json: the file is larger than 2 MB. Ask for the filled form alone."
