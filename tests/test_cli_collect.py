"""`sessionpress collect`: files in, one folder out; what people read, and how it ends."""

from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.builds import tree
from tests.eight import handed_in
from tests.handed import handed, write_toolkit
from tests.office import fill_docx, fill_xlsx
from tests.pdf_forms import filled, form_of
from tests.sheets import sheet_of
from tests.toolkits import ROOT, loaded

from sessionpress import collect as collecting
from sessionpress.bind.documents import Job, Press
from sessionpress.bind.docx import sheet_docx
from sessionpress.bind.xlsx import entry_xlsx, sheet_xlsx
from sessionpress.cli import cli
from sessionpress.content import questions
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")

STORY = {"country": "AAA", "story": "Queues.", "pace": "fine"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A toolkit, a folder of what was handed in, and the folder to be written."""

    content: Path
    toolkit: Toolkit
    inbox: Path
    out: Path

    def put(self, files: Mapping[str, bytes]) -> None:
        self.inbox.mkdir(exist_ok=True)
        for name, data in files.items():
            (self.inbox / name).write_bytes(data)

    def collect(self, *paths: Path) -> Result:
        """Run the command on the inbox, or on paths."""
        given = map(str, paths or (self.inbox,))
        options = ["--content", str(self.content), "--out", str(self.out)]
        return CliRunner().invoke(cli, ["collect", *given, *options], catch_exceptions=False)

    def lines(self, result: Result) -> list[str]:
        """What was said, with the folder to be written as OUT."""
        return result.output.replace(str(self.out), "OUT").splitlines()


@pytest.fixture(autouse=True)
def _in_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk at which the report in print is a word: laying it out has a test of its own."""

    def print_a_word(job: Job, _press: Press) -> None:
        job.target.write_text("no book")

    monkeypatch.setattr(collecting, "make_document", print_a_word)
    content = write_toolkit(tmp_path / "toolkit")
    return Desk(content, loaded(content), tmp_path / "inbox", tmp_path / "out")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP, as office files are."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


# ---------------------------------------------------------------- all is well


def forms(desk: Desk) -> dict[str, bytes]:
    """The sheet `everything`, filled with the same words in each of its four forms."""
    sheet = sheet_of(desk.toolkit, "everything")
    answers = {"story": "One\nTwo", "visits": "12", "since": "2030-03-04", "pace": "Just right"}
    pdf = form_of(desk.toolkit, desk.inbox.parent / "form.pdf").read_bytes()
    return {
        "a.json": handed(desk.toolkit, "everything", {**answers, "country": "Alland"}),
        "b.docx": fill_docx(
            sheet_docx(desk.toolkit, sheet, "en"), {**answers, "country": "Beeland"}
        ),
        "c.xlsx": fill_xlsx(
            sheet_xlsx(desk.toolkit, sheet, "en"), sheet, {**answers, "country": "Ceeland"}
        ),
        "m.pdf": filled(pdf, {**answers, "country": "MMM", "pace": "fine"}),
    }


@pytest.mark.pdf
def test_the_same_words_in_every_form_are_the_same_answers(desk: Desk) -> None:
    desk.put(forms(desk))
    result = desk.collect()
    assert desk.lines(result) == [
        "4 hand-ins of 1 sheet taken from 4 files; 0 left out, 0 to look at.",
        "Ready in OUT",
    ]
    table = (desk.out / "tables/everything.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["File [file]"] for row in rows] == ["a.json", "b.docx", "m.pdf", "c.xlsx"]
    told = {
        (
            row["What happens [story]"],
            row["Visits [visits]"],
            row["Since [since]"],
            row["The pace is [pace]"],
        )
        for row in rows
    }
    assert told == {("One\nTwo", "12", "2030-03-04", "Just right")}


def test_files_become_one_folder(desk: Desk) -> None:
    desk.put(
        {
            "a.json": handed(desk.toolkit, "everything", STORY),
            "b.json": handed(desk.toolkit, "note", {"word": "Calm"}),
        }
    )
    result = desk.collect()
    assert desk.lines(result) == [
        "2 hand-ins of 2 sheets taken from 2 files; 0 left out, 0 to look at.",
        "Ready in OUT",
    ]
    assert result.exit_code == 0
    assert sorted(tree(desk.out)) == [
        "READ-ME.txt",
        "SHA256SUMS",
        "findings.txt",
        "report.docx",
        "report.html",
        "report.pdf",
        "tables/everything.csv",
        "tables/everything.fixed.csv",
        "tables/everything.steps.csv",
        "tables/everything.xlsx",
        "tables/note.csv",
        "tables/note.xlsx",
    ]
    assert (desk.out / "findings.txt").read_text() == "Everything was taken.\n"


def test_the_checksums_hold(desk: Desk) -> None:
    desk.put({"a.json": handed(desk.toolkit, "everything", STORY)})
    desk.collect()
    lines = (desk.out / "SHA256SUMS").read_text().splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    files = tree(desk.out)
    del files["SHA256SUMS"]
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_a_toolkit_without_a_report_gives_tables(tmp_path: Path) -> None:
    content = write_toolkit(tmp_path / "toolkit", report=None)
    desk = Desk(content, loaded(content), tmp_path / "inbox", tmp_path / "out")
    desk.put({"a.json": handed(desk.toolkit, "note", {"word": "Calm"})})
    assert desk.collect().exit_code == 0
    assert not list(desk.out.glob("report.*"))
    assert (desk.out / "tables/note.csv").is_file()


def test_the_same_files_give_the_same_folder_in_any_order(desk: Desk) -> None:
    desk.put(
        {
            "a.json": handed(desk.toolkit, "everything", STORY),
            "b.json": handed(desk.toolkit, "everything", {**STORY, "country": "BBB"}),
        }
    )
    desk.collect(desk.inbox / "a.json", desk.inbox / "b.json")
    first = tree(desk.out)
    desk.collect(desk.inbox / "b.json", desk.inbox / "a.json")
    assert tree(desk.out) == first


# ---------------------------------------------------------------- what is left out


def test_everything_that_is_wrong_is_said_in_one_run(desk: Desk) -> None:
    toolkit = desk.toolkit
    good = handed(toolkit, "everything", STORY)
    desk.put(
        {
            "01-cut.json": good[:-30],
            "02-other.json": handed(toolkit, "everything", STORY, toolkit="other-toolkit"),
            "03-version.json": handed(toolkit, "everything", STORY, version=7),
            "04-revision.json": handed(
                toolkit, "everything", {**STORY, "country": "BBB"}, revision="00000000"
            ),
            "05-script.json": handed(
                toolkit,
                "everything",
                {**STORY, "country": "CCC", "name": "<script>alert(1)</script>"},
            ),
            "06-large.json": b"{" + b" " * 2_000_000,
            "07-digits.json": handed(
                toolkit,
                "everything",
                {**STORY, "country": "MMM", "visits": "٤٢", "since": "۲۰۳۰-۰۲-۰۱"},
            ),
            "08-words.json": handed(
                toolkit,
                "everything",
                {"country": "ZZZ", "pace": "quick", "visits": "many", "colour": "red"},
            ),
            "09-blank.json": handed(toolkit, "everything", {}),
            "10-bomb.docx": packed({"word/document.xml": b" " * 60_000_000}),
            "10-macros.docx": packed(
                {
                    "[Content_Types].xml": b"<Types/>",
                    "word/document.xml": b"<document/>",
                    "word/vbaProject.bin": b"Sub AutoOpen()",
                }
            ),
            "11-photo.jpg": b"\xff\xd8\xff\xe0",
            "12-good.json": good,
            "13-again.json": good,
            "14-sheet.json": handed(toolkit, "evrything", STORY),
        }
    )
    result = desk.collect()
    assert result.exit_code == 1
    assert desk.lines(result) == [
        "01-cut.json: the file is cut off or damaged near line 1. Ask for it again, sent as a "
        "file.",
        '02-other.json: it is of the toolkit "other-toolkit". This toolkit is "tiny".',
        "03-version.json: the file has version 7 of the format; 1 can be read. Update this "
        "program, or ask for the sheet in another form.",
        '04-revision.json: it was filled in another version of the sheet "Everything <& more>". '
        "What still fits was taken; look at what is named below.",
        "05-script.json, Name of the service: the text has 25 characters. The most are 20.",
        "06-large.json: the file has 2,000,001 bytes; a file of answers has 2,000,000 at most. "
        "Ask for the file that the sheet saved.",
        '08-words.json, The pace is: "quick" is none of the options. Known: Just right, Too fast, '
        "Too slow.",
        '08-words.json, Visits: "many" cannot be read as one number. Write digits only.',
        '08-words.json, colour: the sheet has no such field; "red" was left out. Did you mean '
        '"country"?',
        "08-words.json, What happens: this is not filled in. Ask, or leave it open.",
        '08-words.json, The pace is: the answer is "(not read) quick"; the report does not show '
        "the sheet. The tables hold it.",
        "09-blank.json: nothing is filled in. Ask for the filled sheet.",
        "10-bomb.docx: the file becomes 60 MB large when it is unpacked. Ask for the form itself, "
        "without pictures.",
        "10-macros.docx: the file carries macros, which are programs; it was not opened. Ask for "
        "it as DOCX without macros.",
        "11-photo.jpg: this is a picture. Type what it shows into a form.",
        "13-again.json: it says the same as 12-good.json. One of them was taken.",
        '14-sheet.json: there is no sheet "evrything" in this toolkit. Did you mean "everything"?',
        "5 hand-ins of 1 sheet taken from 15 files; 12 left out, 5 to look at.",
        "Ready in OUT",
    ]
    assert (desk.out / "findings.txt").read_text().splitlines() == desk.lines(result)[:-2]
    table = (desk.out / "tables/everything.csv").read_text(encoding="utf-8-sig")
    for kept in ("(not read) many", "(not read) quick", "red", "<script>alert(1)</script>"):
        assert kept in table
    assert "<script" not in (desk.out / "report.html").read_text()


def test_what_is_said_of_a_row_stands_with_its_workbook(desk: Desk) -> None:
    book = load_workbook(io.BytesIO(entry_xlsx(desk.toolkit, questions.test_sheets(desk.toolkit))))
    book["test-a"].cell(3, 1, "FANA07")
    book["test-a"].cell(3, 2, "soon")
    written = io.BytesIO()
    book.save(written)
    desk.put({"1.json": b"{", "2.xlsx": written.getvalue(), "3.json": b"{"})
    desk.put({"2b.xlsx": written.getvalue()})
    result = desk.collect()
    cut = "the file is cut off or damaged near line 1. Ask for it again, sent as a file."
    row = 'test-a, row 3, When you answer: "soon" is none of the options. Known: After the '
    assert desk.lines(result) == [
        f"1.json: {cut}",
        f"2.xlsx, {row}workshop, Before the workshop.",
        f"2b.xlsx, {row}workshop, Before the workshop.",
        f"3.json: {cut}",
        "2 hand-ins of 1 sheet taken from 4 files; 4 left out, 0 to look at.",
        "Ready in OUT",
    ]


def test_when_nothing_can_be_taken_nothing_is_written(desk: Desk) -> None:
    desk.put({"a.json": b"{"})
    result = desk.collect()
    assert desk.lines(result) == [
        "a.json: the file is cut off or damaged near line 1. Ask for it again, sent as a file.",
        "0 hand-ins of 0 sheets taken from 1 file; 1 left out, 0 to look at.",
        "Nothing could be taken, nothing was written.",
    ]
    assert result.exit_code == 1
    assert not desk.out.exists()


# ---------------------------------------------------------------- usage and folders


def test_without_files_or_folder_the_usage_is_said(desk: Desk) -> None:
    for arguments in (["collect"], ["collect", "a.json"], ["collect", "--out", "x"]):
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 2
        assert "Usage: cli collect" in result.stderr


def test_a_folder_of_somebody_else_is_left_alone(desk: Desk) -> None:
    desk.put({"a.json": handed(desk.toolkit, "everything", STORY)})
    desk.out.mkdir()
    (desk.out / "thesis.docx").write_text("mine")
    result = desk.collect()
    assert desk.lines(result) == [
        "OUT holds files that were not made here. Give another folder. Nothing was written."
    ]
    assert result.exit_code == 2
    assert tree(desk.out) == {"thesis.docx": b"mine"}


@pytest.mark.parametrize("name", ["report.docx", "~$report.docx", "tables/notes.txt"])
def test_an_edited_folder_is_left_alone(desk: Desk, name: str) -> None:
    desk.put({"a.json": handed(desk.toolkit, "everything", STORY)})
    desk.collect()
    (desk.out / name).write_text("an hour of work")
    before = tree(desk.out)
    result = desk.collect()
    assert desk.lines(result) == [
        f"OUT/{name} was changed or added since the folder was made. Move it away, or give "
        "another folder. Nothing was written."
    ]
    assert result.exit_code == 2
    assert tree(desk.out) == before


def test_a_folder_of_ours_is_replaced_whole(desk: Desk) -> None:
    desk.put({"a.json": handed(desk.toolkit, "note", {"word": "Calm"})})
    desk.collect()
    (desk.inbox / "a.json").unlink()
    desk.put({"b.json": handed(desk.toolkit, "everything", STORY)})
    assert desk.collect().exit_code == 0
    assert "tables/note.csv" not in tree(desk.out)
    assert "tables/everything.csv" in tree(desk.out)
    assert sorted(one.name for one in desk.out.parent.iterdir()) == ["inbox", "out", "toolkit"]


def test_a_folder_with_the_files_in_it_is_left_alone(desk: Desk) -> None:
    desk.put({"a.json": handed(desk.toolkit, "everything", STORY)})
    inside = Desk(desk.content, desk.toolkit, desk.inbox, desk.inbox)
    result = inside.collect()
    assert inside.lines(result) == [
        "OUT holds files that are to be read. Give another folder. Nothing was written."
    ]
    assert result.exit_code == 2


def test_a_failure_on_the_way_leaves_the_old_folder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put({"a.json": handed(desk.toolkit, "everything", STORY)})
    desk.collect()
    before = tree(desk.out)

    def fail(_job: Job, _press: Press) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(collecting, "make_document", fail)
    result = desk.collect()
    assert desk.lines(result) == [
        "OUT could not be written (No space left on device). Nothing was written."
    ]
    assert result.exit_code == 2
    assert tree(desk.out) == before
    assert sorted(one.name for one in desk.out.parent.iterdir()) == ["inbox", "out", "toolkit"]


def test_a_toolkit_with_problems_collects_nothing(desk: Desk) -> None:
    (desk.content / "report.yml").write_text("title: Report\nsections:\n  - {title: A, show: x}\n")
    desk.put({"a.json": handed(desk.toolkit, "everything", STORY)})
    result = desk.collect()
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "1 problem. Nothing was collected."
    assert "report.yml:3: " in result.stderr
    assert not desk.out.exists()


# ---------------------------------------------------------------- eight countries


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """What eight delegations handed in, collected for real; the text of the command."""
    folder = tmp_path_factory.mktemp("eight")
    inbox = folder / "inbox"
    inbox.mkdir()
    for name, data in handed_in(loaded(ROOT)).items():
        (inbox / name).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        arguments = ["collect", str(inbox), "--out", str(folder / "out")]
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    return folder / "out", result


@pytest.mark.slow
@pytest.mark.pdf
def test_eight_countries_are_taken_completely(eight: tuple[Path, Result]) -> None:
    out, result = eight
    assert result.exit_code == 0
    *notes, summary, _ready = result.output.splitlines()
    assert " 0 left out, " in summary
    assert all("the report does not show the sheet." in note for note in notes)
    for name in ("report", "evaluation"):
        assert {f"{name}.docx", f"{name}.html", f"{name}.pdf"} < set(tree(out))
    told = (out / "READ-ME.txt").read_text(encoding="utf-8")
    assert "evaluation.docx   Evaluation of the workshop, to be edited\n" in told


@pytest.mark.slow
@pytest.mark.pdf
def test_the_report_says_the_same_in_every_form(eight: tuple[Path, Result]) -> None:
    out, _result = eight
    told = (out / "report.html").read_text(encoding="utf-8")
    document = Document(str(out / "report.docx"))
    written = {one.text for one in document.paragraphs}
    printed = " ".join(page.extract_text() for page in PdfReader(out / "report.pdf").pages)
    plan = loaded(ROOT).report
    assert plan
    for section in plan.sections:
        assert section.title in written
        assert f"<h2>{section.title}</h2>" in told
        assert section.title in " ".join(printed.split())
        for place in section.to_write:
            assert f"To be written: {place}" in written


@pytest.mark.slow
@pytest.mark.pdf
def test_the_page_is_one_file_and_asks_for_nothing(eight: tuple[Path, Result]) -> None:
    html = (eight[0] / "report.html").read_text(encoding="utf-8")
    for word in ("<script", "<link", "src=", "url(", "@import", "<style>\n@import", "http:"):
        assert word not in html.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.slow
@pytest.mark.pdf
def test_office_opens_the_report_and_a_table(eight: tuple[Path, Result], tmp_path: Path) -> None:
    out, _result = eight
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(out / "report.docx"),
            str(out / "tables/road-map.xlsx"),
        ],
        check=True,
        capture_output=True,
    )
    pages = PdfReader(tmp_path / "report.pdf").pages
    first = pages[0].extract_text()
    assert "Report of the workshop" in first
    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert any(wide)
    assert not all(wide)
    assert "Road map" not in first
    assert len(PdfReader(tmp_path / "road-map.pdf").pages) > 0
