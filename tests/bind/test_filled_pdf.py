"""Filled forms are read as any viewer saved them; nothing is guessed, run or lost in silence."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from tests.pdf_forms import SETTLED, filled, form_of, reader_of, toolkit_of, written
from tests.pdf_viewers import TYPED_IN_CHROMIUM, saved_by_chromium, saved_by_firefox
from tests.sheets import sheet_of

from sessionpress.answers.cells import revision
from sessionpress.answers.file import NotOurs
from sessionpress.answers.settle import settle
from sessionpress.bind import filled_pdf
from sessionpress.bind.filled_pdf import read_pdf
from sessionpress.content.model import Toolkit
from sessionpress.render.form import STAMP

pytestmark = [pytest.mark.pdf, pytest.mark.usefixtures("silence")]


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_of(tmp_path_factory.mktemp("toolkit"))


@pytest.fixture(scope="module")
def path(toolkit: Toolkit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return form_of(toolkit, tmp_path_factory.mktemp("form") / "everything.pdf")


@pytest.fixture(scope="module")
def empty(path: Path) -> bytes:
    return path.read_bytes()


def changed(data: bytes, change: Callable[[PdfWriter, Any], None]) -> bytes:
    """A form after a change, which is given the writer and its fields by name."""
    writer = PdfWriter(clone_from=reader_of(data))
    form: Any = writer.root_object["/AcroForm"]
    change(writer, {one.get_object()["/T"]: one.get_object() for one in form["/Fields"]})
    return written(writer)


def refusal(data: bytes) -> str:
    """What is said of a file that is not read."""
    with pytest.raises(NotOurs) as error:
        read_pdf("theirs.pdf", data)
    return f"{error.value.message} {error.value.advice}"


# ---------------------------------------------------------------- filled


def test_what_is_filled_in_comes_back_as_it_was(empty: bytes, toolkit: Toolkit) -> None:
    sheet = sheet_of(toolkit, "everything")
    handin = read_pdf("ours.pdf", filled(empty))
    assert (handin.file, handin.sheet, handin.toolkit) == ("ours.pdf", "everything", "tiny")
    assert (handin.edition, handin.revision) == ("2030.1", revision(sheet))
    assert handin.saved == ""
    settled = settle(handin, sheet)
    assert settled.answers.values == SETTLED
    assert settled.findings == ()


def test_an_empty_form_is_ours_and_has_no_answers(empty: bytes) -> None:
    assert read_pdf("ours.pdf", empty).cells == {}


def test_tables_and_carried_fields_of_another_sheet_come_back(
    toolkit: Toolkit, tmp_path: Path
) -> None:
    form = form_of(toolkit, tmp_path / "plan.pdf", "plan").read_bytes()
    values = {"country": "AAA", "level": "/3", "work/2/owner": "The registrar"}
    sheet = sheet_of(toolkit, "plan")
    settled = settle(read_pdf("plan.pdf", filled(form, values)), sheet)
    assert settled.findings == ()
    assert settled.answers.values == {**values, "level": 3.0}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (TextStringObject("نجرب مع المستخدمين"), "نجرب مع المستخدمين"),
        (TextStringObject("জনসেবা"), "জনসেবা"),
        (TextStringObject("“Quoted” – 5 €"), "“Quoted” – 5 €"),
        (ByteStringObject("كتب".encode("utf-16")), "كتب"),
        (ByteStringObject(b"\xef\xbb\xbfcaf\xc3\xa9"), "café"),
        (ByteStringObject(b"caf\xe9 \xa0"), "café €"),
        (ArrayObject([TextStringObject("one"), TextStringObject("two")]), "one\ntwo"),
    ],
)
def test_text_in_any_writing_and_encoding_is_text(value: Any, text: str, empty: bytes) -> None:
    def write(_writer: PdfWriter, fields: Any) -> None:
        fields["story"][NameObject("/V")] = value

    assert read_pdf("ours.pdf", changed(empty, write)).cells == {"story": text}


def test_a_very_long_text_that_a_viewer_keeps_in_a_stream_is_read(empty: bytes) -> None:
    def write(writer: PdfWriter, fields: Any) -> None:
        stream = DecodedStreamObject()
        stream.set_data(b"long " * 1000)
        fields["story"][NameObject("/V")] = writer._add_object(stream)

    (text,) = read_pdf("ours.pdf", changed(empty, write)).cells.values()
    assert text == "long " * 1000


def test_ticks_that_a_viewer_only_drew_count(empty: bytes) -> None:
    def draw(_writer: PdfWriter, fields: Any) -> None:
        fields["groups/men"][NameObject("/AS")] = NameObject("/men")
        del fields["groups/men"]["/V"]
        fields["lead-one"]["/Kids"][2].get_object()[NameObject("/AS")] = NameObject("/3")

    assert read_pdf("ours.pdf", changed(empty, draw)).cells == {
        "groups": ("men",),
        "lead-one": "3",
    }


def test_words_of_an_option_are_as_good_as_its_id(empty: bytes, toolkit: Toolkit) -> None:
    done = filled(empty, {"pace": "Just right", "country": "Alland"})
    settled = settle(read_pdf("ours.pdf", done), sheet_of(toolkit, "everything"))
    assert (settled.answers.text("pace"), settled.answers.text("country")) == ("fine", "AAA")


def test_fields_that_a_viewer_put_into_a_tree_are_found(empty: bytes) -> None:
    def nest(writer: PdfWriter, fields: Any) -> None:
        form: Any = writer.root_object["/AcroForm"]
        kid = fields["visits"].indirect_reference
        parent = writer._add_object(
            DictionaryObject(
                {
                    NameObject("/T"): TextStringObject(""),
                    NameObject("/V"): TextStringObject("7"),
                    NameObject("/Kids"): ArrayObject([kid]),
                }
            )
        )
        del fields["visits"]["/V"]
        form["/Fields"][list(fields).index("visits")] = parent

    assert read_pdf("ours.pdf", changed(empty, nest)).cells == {"visits": "7"}


def test_a_form_of_another_toolkit_says_of_which(empty: bytes) -> None:
    def move(_writer: PdfWriter, fields: Any) -> None:
        said = json.loads(fields[STAMP]["/V"]) | {"toolkit": "another"}
        fields[STAMP][NameObject("/V")] = TextStringObject(json.dumps(said))

    assert read_pdf("theirs.pdf", changed(empty, move)).toolkit == "another"


def test_either_mark_is_enough_to_know_the_sheet(empty: bytes) -> None:
    def hide(_writer: PdfWriter, fields: Any) -> None:
        fields[STAMP][NameObject("/V")] = TextStringObject("")

    def forget(writer: PdfWriter, _fields: Any) -> None:
        writer.metadata = None

    assert read_pdf("ours.pdf", changed(empty, hide)).sheet == "everything"
    assert read_pdf("ours.pdf", changed(empty, forget)).sheet == "everything"


def test_when_a_viewer_says_when_it_saved_that_is_kept(empty: bytes) -> None:
    def save(writer: PdfWriter, _fields: Any) -> None:
        writer.add_metadata({"/ModDate": "D:20300304113000+02'00'"})

    assert read_pdf("ours.pdf", changed(empty, save)).saved == "2030-03-04T09:30:00Z"


# ---------------------------------------------------------------- saved by real viewers


@pytest.mark.browser
def test_what_firefox_saves_comes_back(path: Path, toolkit: Toolkit, tmp_path: Path) -> None:
    data = saved_by_firefox(path)
    assert data.startswith(path.read_bytes()), "Firefox adds to the file and keeps what was there"
    settled = settle(read_pdf("ours.pdf", data), sheet_of(toolkit, "everything"))
    assert settled.answers.values == SETTLED
    assert settled.findings == ()
    saved = tmp_path / "saved.pdf"
    saved.write_bytes(data)
    drawn = subprocess.run(
        ["pdftotext", "-layout", saved, "-"], capture_output=True, text=True, check=True
    ).stdout
    for text in ("Doğum kağıdı, Ş", "Another line with a café in it.", "Just right", "daily"):
        assert text in drawn


@pytest.mark.browser
def test_what_chromium_saves_comes_back(path: Path, toolkit: Toolkit, tmp_path: Path) -> None:
    data = saved_by_chromium(path)
    settled = settle(read_pdf("ours.pdf", data), sheet_of(toolkit, "everything"))
    assert settled.answers.values == TYPED_IN_CHROMIUM
    saved = tmp_path / "saved.pdf"
    saved.write_bytes(data)
    drawn = subprocess.run(
        ["pdftotext", "-layout", saved, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Birth papers" in drawn
    assert "Two: é" in drawn


# ---------------------------------------------------------------- not to be read


def test_a_form_that_was_printed_to_a_pdf_says_what_to_do(empty: bytes, tmp_path: Path) -> None:
    done, printed = tmp_path / "done.pdf", tmp_path / "printed.pdf"
    done.write_bytes(filled(empty))
    subprocess.run(["pdftocairo", "-pdf", done, printed], check=True)
    assert refusal(printed.read_bytes()) == (
        "the PDF has no fields any more: it was printed to a PDF, saved by a program that takes "
        "fields away, or scanned. Ask for the PDF form that was saved with Save or Download in the "
        "PDF viewer. If there is none, its answers must be typed again."
    )


def test_a_form_of_somebody_else_is_not_read(empty: bytes) -> None:
    def estrange(writer: PdfWriter, fields: Any) -> None:
        fields[STAMP][NameObject("/V")] = TextStringObject("{")
        writer.metadata = None

    assert refusal(changed(empty, estrange)).startswith("this PDF is a form, but none of this")


def test_a_form_of_a_newer_kind_is_not_read(empty: bytes) -> None:
    def renew(_writer: PdfWriter, fields: Any) -> None:
        said = json.loads(fields[STAMP]["/V"]) | {"version": 2}
        fields[STAMP][NameObject("/V")] = TextStringObject(json.dumps(said))

    assert "Update this program" in refusal(changed(empty, renew))


def test_a_form_that_lost_fields_is_not_read(empty: bytes) -> None:
    def lose(writer: PdfWriter, _fields: Any) -> None:
        form: Any = writer.root_object["/AcroForm"]
        del form["/Fields"][5:8]

    assert refusal(changed(empty, lose)).startswith(
        "the form is damaged: 33 of 36 fields are left."
    )


def script(writer: PdfWriter, _fields: Any) -> None:
    names = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
    writer.root_object[NameObject("/Names")] = names


def start(writer: PdfWriter, _fields: Any) -> None:
    writer.root_object[NameObject("/OpenAction")] = action("/Launch")


def click(_writer: PdfWriter, fields: Any) -> None:
    fields["visits"][NameObject("/AA")] = DictionaryObject(
        {NameObject("/K"): action("/JavaScript")}
    )


def send(writer: PdfWriter, _fields: Any) -> None:
    note: Any = writer.pages[0]["/Annots"][0]  # type: ignore[index]
    note.get_object()[NameObject("/A")] = action("/SubmitForm")


def turn(writer: PdfWriter, _fields: Any) -> None:
    opened = DictionaryObject({NameObject("/O"): action("/ImportData")})
    writer.pages[1][NameObject("/AA")] = opened


def action(kind: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind)})


@pytest.mark.parametrize("put_in", [script, start, click, send, turn])
def test_a_form_with_a_program_is_refused_and_nothing_is_run(
    put_in: Callable[[PdfWriter, Any], None], empty: bytes
) -> None:
    assert refusal(changed(filled(empty), put_in)) == (
        "the PDF holds a program (JavaScript or an action), which no form of ours has. It was not "
        "run, and nothing was read. Open the form, save it with the viewer's Save or Download, and "
        "send that."
    )


def test_files_within_the_file_are_left_out_and_that_is_said(empty: bytes) -> None:
    def attach(writer: PdfWriter, _fields: Any) -> None:
        writer.add_attachment("photo.exe", b"MZ")

    handin = read_pdf("ours.pdf", changed(filled(empty), attach))
    assert handin.cells["visits"] == "12"
    assert [str(finding) for finding in handin.findings] == [
        "ours.pdf: the PDF holds other files; they were not opened. "
        "Ask for them beside the form, if they matter."
    ]


def test_a_protected_form_is_not_read(empty: bytes) -> None:
    def lock(writer: PdfWriter, _fields: Any) -> None:
        writer.encrypt("secret", algorithm="RC4-128")

    assert refusal(changed(empty, lock)).startswith("the file is protected by a password.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "this is no PDF."),
        (b"PK\x03\x04", "this is no PDF."),
        (b"%PDF-1.7\n", "the file is cut off."),
        (b"%PDF-1.7\n%%EOF\n", "the file is damaged."),
        (b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF", "the file is damaged."),
        (b"%PDF-1.7\n" + b"0" * filled_pdf.LARGEST, "the file has 5,000,009 bytes; a filled form"),
    ],
)
def test_what_is_no_whole_pdf_is_not_read(data: bytes, words: str) -> None:
    assert refusal(data).startswith(words)


def test_a_form_that_is_cut_off_anywhere_is_not_read(empty: bytes) -> None:
    done = filled(empty)
    for share in range(1, 20):
        assert refusal(done[: len(done) * share // 20]).endswith("sent as a file.")
    # What a viewer added at the end is missing in part: the old form must not be read as empty.
    assert refusal(empty + b"\n9 0 obj\n<< /V (ad").startswith("the file is cut off.")


def test_what_follows_the_end_without_meaning_does_no_harm(empty: bytes) -> None:
    assert read_pdf("ours.pdf", filled(empty) + b"\r\n\0\0\x1a").cells


def test_a_form_whose_fields_go_in_circles_is_not_read(empty: bytes) -> None:
    def turn(writer: PdfWriter, fields: Any) -> None:
        field = fields["visits"]
        field[NameObject("/Kids")] = ArrayObject([field.indirect_reference])

    assert refusal(changed(empty, turn)).startswith("the PDF has more fields than any form.")


def test_parts_of_a_wrong_kind_are_blank(empty: bytes) -> None:
    def spoil(_writer: PdfWriter, fields: Any) -> None:
        fields["visits"][NameObject("/V")] = NumberObject(7)
        fields["since"][NameObject("/Ff")] = TextStringObject("x")
        fields["groups/men"][NameObject("/V")] = TextStringObject("x")
        fields["lead-one"][NameObject("/Kids")] = TextStringObject("x")

    assert read_pdf("ours.pdf", changed(empty, spoil)).cells == {}


def test_a_field_that_can_be_read_in_part_only_is_not_taken_for_a_blank(empty: bytes) -> None:
    done = filled(empty, {"visits": "12"})
    assert done.count(b"/V (12)") == 1
    assert refusal(done.replace(b"/V (12)", b"/V <1z>")).startswith("the file is damaged.")


def test_damaged_bytes_are_said_or_do_no_harm(empty: bytes) -> None:
    done = filled(empty)
    whole = read_pdf("ours.pdf", done)
    for at in range(500, len(done), len(done) // 40):
        spoilt = done[:at] + b"\x00<]" + done[at + 3 :]
        try:
            handin = read_pdf("ours.pdf", spoilt)
        except NotOurs:
            continue
        assert set(handin.cells) <= set(whole.cells)
