"""Office files and PDFs on the page that collects: it says of a file what the command says."""

from __future__ import annotations

import copy
import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from playwright.sync_api import Browser, Page
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from tests.browsers import Ear, firefox
from tests.likeness import odd_files as odd_answers
from tests.likeness import told_by_command, told_in_browser, told_in_firefox
from tests.office import (
    DATE,
    FILLED,
    around,
    changed_document,
    controls,
    fill_docx,
    fill_xlsx,
    run,
    saved,
    saved_again,
    settled,
    spot,
    workbook,
    write,
)
from tests.pdf_forms import SETTLED, filled, form_of, packed, reader_of, written
from tests.pdf_viewers import TYPED_IN_CHROMIUM, saved_by_chromium, saved_by_firefox
from tests.sheets import FILES, sheet_of
from tests.sheets_html.sites import write_collecting
from tests.toolkits import loaded, tiny

from sessionpress.bind.docx import sheet_docx
from sessionpress.bind.docx.reading import W
from sessionpress.bind.packages import unpack, write_package
from sessionpress.bind.xlsx import entry_xlsx, sheet_xlsx
from sessionpress.content.model import Toolkit
from sessionpress.content.questions import test_sheets as sheets_of_tests
from sessionpress.site import COLLECT

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

Told = dict[str, Any]


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return loaded(tiny(tmp_path_factory.mktemp("toolkit") / "toolkit", FILES))


@pytest.fixture(scope="module")
def address(toolkit: Toolkit, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_collecting(tmp_path_factory.mktemp("site") / "مجلد 1", toolkit)


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page()
    ear = Ear(opened, address.removesuffix(COLLECT))
    opened.goto(address)
    yield opened
    opened.close()
    # Chromium marks what is wrong in a text that is no XML with colours, which the page forbids.
    assert [one for one in ear.faults if "inline style" not in one] == []


@pytest.fixture(scope="module")
def xlsx(toolkit: Toolkit) -> bytes:
    sheet = sheet_of(toolkit, "everything")
    return fill_xlsx(sheet_xlsx(toolkit, sheet, "en"), sheet, FILLED)


@pytest.fixture(scope="module")
def docx(toolkit: Toolkit) -> bytes:
    return fill_docx(sheet_docx(toolkit, sheet_of(toolkit, "everything"), "en"), FILLED)


@pytest.fixture(scope="module")
def form(toolkit: Toolkit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return form_of(toolkit, tmp_path_factory.mktemp("form") / "everything.pdf")


@pytest.fixture(scope="module")
def pdf(form: Path) -> bytes:
    return filled(form.read_bytes())


def alike(page: Page, toolkit: Toolkit, files: Mapping[str, bytes]) -> Told:
    """What is told of files, by the command and by the page alike."""
    wanted = told_by_command(toolkit, files)
    told = told_in_browser(page, files)
    for part in ("findings", "sheets"):
        assert told[part] == wanted[part]
    return told


def answers(told: Told, sheet: str = "everything") -> list[Mapping[str, Any]]:
    """The values of each hand-in."""
    return [one["values"] for one in told["sheets"][sheet]]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Settled values as they are told."""
    return {name: list(one) if isinstance(one, tuple) else one for name, one in values.items()}


def messages(told: Told) -> list[str]:
    return [message for _file, _field, message, _advice, _left_out in told["findings"]]


# ---------------------------------------------------------------- filled forms


def test_forms_in_every_format_give_their_answers(
    page: Page, toolkit: Toolkit, xlsx: bytes, docx: bytes, pdf: bytes
) -> None:
    sheet = sheet_of(toolkit, "everything")
    told = alike(page, toolkit, {"a.pdf": pdf, "b.docx": docx, "c.xlsx": xlsx})
    assert answers(told) == [plain(SETTLED), plain(settled(sheet))]
    assert messages(told) == [
        'it is a second "Everything <& more>" of Bérénice & Co <island>; the first is a.pdf.',
        "it says the same as b.docx.",
    ]


def test_blank_forms_say_that_nothing_is_filled_in(
    page: Page, toolkit: Toolkit, form: Path
) -> None:
    for sheet in toolkit.sheets:
        files = {
            "a.docx": sheet_docx(toolkit, sheet, "ar"),
            "a.xlsx": sheet_xlsx(toolkit, sheet, "ar"),
            "a.pdf": form.read_bytes(),
        }
        assert set(messages(alike(page, toolkit, files))) == {"nothing is filled in."}


def test_tests_that_were_typed_are_a_hand_in_a_row(page: Page, toolkit: Toolkit) -> None:
    book = load_workbook(io.BytesIO(entry_xlsx(toolkit, sheets_of_tests(toolkit))))
    rows: list[tuple[Any, ...]] = [
        ("FANA07", "before", "a"),
        (12, "before", None),
        (None, None, None),
        (True, dt.datetime(2030, 3, 4), "z"),
    ]
    for row, given in enumerate(rows, 3):
        for column, text in enumerate(given, 1):
            book["test-a"].cell(row, column, text)
    book["test-b"].cell(3, 1, "fana-07")
    told = alike(page, toolkit, {"room.xlsx": saved(book)})
    assert [one["file"] for one in told["sheets"]["test-a"]] == [
        f"room.xlsx, test-a, row {row}" for row in (3, 4, 6)
    ]


@pytest.mark.slow
def test_what_libreoffice_saved_gives_the_same_answers(
    page: Page, toolkit: Toolkit, xlsx: bytes, docx: bytes, tmp_path: Path
) -> None:
    book = workbook(xlsx)
    for name, formula in (("in_visits", "=10+2"), ("in_name", '="B"&"irth"')):
        book.worksheets[0][spot(book, name)] = formula
    books = saved_again(tmp_path / "x", {"a": xlsx, "b": saved(book)}, "xlsx")
    documents = saved_again(tmp_path / "w", {"c": docx}, "docx")
    wanted = plain(settled(sheet_of(toolkit, "everything")))
    for name, data in {**books, **documents}.items():
        told = alike(page, toolkit, {name: data})
        assert answers(told) == [wanted]
        assert len(messages(told)) == (2 if name == "b" else 0)


def test_what_viewers_saved_gives_the_same_answers(
    page: Page, toolkit: Toolkit, form: Path
) -> None:
    told = alike(page, toolkit, {"firefox.pdf": saved_by_firefox(form)})
    assert answers(told) == [plain(SETTLED)]
    told = alike(page, toolkit, {"chromium.pdf": saved_by_chromium(form)})
    assert answers(told) == [plain(TYPED_IN_CHROMIUM)]


# ---------------------------------------------------------------- workbooks


WILD: tuple[Any, ...] = (
    *("Birth", "  two  words", "٤٢", "1,234", "yes", "x", " ", "ünï\nco", "#REF!", "3 - Often"),
    *("Alland", "Just right", "a\u0301", "_x000D_b", "x005F_y", "=1+2", "='[1]Other'!A1"),
    *(12, -4.5, 0.5, 0, 60, 1e-7, 123456789.25, 2_958_466, -700_000, True, False),
    *(dt.datetime(2030, 3, 4), dt.datetime(2030, 3, 4, 9, 30, 15, 500_000), dt.time(9, 30)),
    *(dt.date(1899, 12, 31), dt.datetime(1900, 1, 15), dt.timedelta(hours=30, minutes=5)),
)
SHOWN_AS = (
    *("General", "0%", "0.00%", "0.00", "@", "yyyy-mm-dd", "h:mm", "mm:ss", "[h]:mm:ss"),
    *('"day" 0', '0 "sh%"', "[$-409]d mmm yyyy", "[Red]0", "General;[Red]d", "\\d0", "_m0"),
)


def typed_anyhow(blank: bytes, chance: random.Random) -> bytes:
    """Anything in any field, shown in any way; something beside the fields; rows put in."""
    book = workbook(blank)
    sheet = book.worksheets[0]
    for name in [one for one in book.defined_names if one.startswith(("in_", "of_"))]:
        if chance.random() < 0.4:
            cell = sheet[spot(book, name)]
            if not isinstance(cell, tuple):
                cell.value = chance.choice(WILD)
                cell.number_format = chance.choice(SHOWN_AS)
    sheet["L7"].value = chance.choice(WILD)
    if chance.random() < 0.2:
        book.epoch = MAC_EPOCH
    if chance.random() < 0.3:
        sheet.insert_rows(chance.randint(2, 30))
    return saved(book)


def test_whatever_stands_in_the_cells_of_a_workbook_is_read_alike(
    page: Page, toolkit: Toolkit
) -> None:
    blank = sheet_xlsx(toolkit, sheet_of(toolkit, "everything"), "en")
    for seed in range(10):
        alike(page, toolkit, {f"{seed}.xlsx": typed_anyhow(blank, random.Random(seed))})


def moved(book: Workbook) -> None:
    page = book.worksheets[0]
    page["J40"] = page[spot(book, "in_name")].value
    page[spot(book, "in_name")] = None
    book.defined_names["in_name"] = DefinedName("in_name", attr_text=f"'{page.title}'!$J$40")
    page.title = "It's ours"
    for name, defined in list(book.defined_names.items()):
        where = defined.attr_text.rpartition("!")[2]
        if "Everything" in defined.attr_text:
            book.defined_names[name] = DefinedName(name, attr_text=f"'It''s ours'!{where}")


def grown(book: Workbook) -> None:
    page = book.worksheets[0]
    for name in list(book.defined_names):
        if name.startswith("in_steps.2."):
            if name.endswith(".step"):
                page[spot(book, name)] = "Added"
            del book.defined_names[name]


def deleted(book: Workbook) -> None:
    book.defined_names["in_visits"] = DefinedName("in_visits", attr_text="#REF!")
    book.defined_names["in_since"] = DefinedName("in_since", attr_text="Gone!$A$1")
    far = f"'{book.worksheets[0].title}'!$A$999999999:$B$9999999999"
    book.defined_names["in_steps.3.step"] = DefinedName("in_steps.3.step", attr_text=far)


def copied(book: Workbook) -> None:
    second = book.copy_worksheet(book.worksheets[0])
    second.title = "Second"
    second.defined_names["in_name"] = DefinedName("in_name", attr_text="'Second'!$C$9")


def forgotten(book: Workbook) -> None:
    del book.defined_names["form_kept"]


def nameless(book: Workbook) -> None:
    for name in [one for one in book.defined_names if one.startswith("in_")]:
        del book.defined_names[name]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (moved, []),
        (grown, []),
        (
            deleted,
            [
                *["the field was deleted from the workbook."] * 2,
                '"12" stands beside the fields.',
                '"2030-03-04" stands beside the fields.',
            ],
        ),
        (copied, ['the worksheet "Second" is a copy of the form, and was not read.']),
        (forgotten, []),
        (nameless, ["the names of the fields are gone from the workbook."]),
    ],
)
def test_changed_workbooks_are_read_alike(
    change: Callable[[Workbook], None], said: list[str], page: Page, toolkit: Toolkit, xlsx: bytes
) -> None:
    book = workbook(xlsx)
    change(book)
    assert messages(alike(page, toolkit, {"a.xlsx": saved(book)})) == said


def test_links_to_other_files_are_said(page: Page, toolkit: Toolkit, xlsx: bytes) -> None:
    parts = unpack(xlsx) | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    assert messages(alike(page, toolkit, {"a.xlsx": write_package(parts, DATE)})) == [
        "the workbook refers to other files; nothing was read from them."
    ]


# ---------------------------------------------------------------- documents


def changed_anyhow(data: bytes, chance: random.Random) -> bytes:
    """A document in which elements were taken out, doubled, or became others."""

    def change(root: etree._Element) -> None:
        elements = [one for one in root.iter() if one.getparent() is not None]
        for _time in range(chance.randint(1, 6)):
            one, way = chance.choice(elements), chance.random()
            if one.getparent() is None:
                continue
            if way < 0.3:
                one.getparent().remove(one)
            elif way < 0.6:
                one.addnext(copy.deepcopy(one))
            elif way < 0.8:
                one.tag = chance.choice(elements).tag
            else:
                one.text = chance.choice(["☐ Men", "☒ Women", "✓ Children", "Text", "…", " "])

    return changed_document(data, change)


def test_whatever_became_of_a_document_is_read_alike(
    page: Page, toolkit: Toolkit, docx: bytes
) -> None:
    for seed in range(12):
        alike(page, toolkit, {f"{seed}.docx": changed_anyhow(docx, random.Random(seed))})


def tracked(root: etree._Element) -> None:
    content = next(controls(root, "name")).find(f"{W}sdtContent")
    content[:] = []
    etree.SubElement(content, f"{W}del").append(run("Old", "delText"))
    etree.SubElement(content, f"{W}moveFrom").append(run("moved away "))
    etree.SubElement(content, f"{W}ins").append(run("New"))
    row = around(next(controls(root, "steps/2/cost")), "tr")
    etree.SubElement(row.find(f"{W}trPr"), f"{W}del")


def doubled(root: etree._Element) -> None:
    for name in ("steps/1/step", "fixed/1/used"):
        control = next(controls(root, name))
        write(control, "One")
        row = around(control, "tr")
        row.addnext(copy.deepcopy(row))
        write(list(controls(root, name))[1], "Copied")


def scribbled(root: etree._Element) -> None:
    heading = next(one for one in root.iter(f"{W}t") if one.text == "Pace")
    made = etree.Element(f"{W}p")
    made.append(run("We could not agree. " * 9))
    around(heading, "p").addnext(made)
    groups = around(next(controls(root, "groups")), "tc")
    etree.SubElement(groups, f"{W}p").append(run("☐ Nomads"))


def without(kind: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        for element in list(root.iter(f"{W}{kind}")):
            element.getparent().remove(element)

    return change


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([tracked], ["the document has tracked changes; it was read as if all were accepted."]),
        ([doubled], ['the field stands twice; "Copied" was left out.']),
        ([scribbled], ['"Nomads" is none of the options.', "stands beside the fields."]),
        ([without("tag")], []),
        ([without("bookmarkStart")], []),
        (
            [without("tag"), without("bookmarkStart")],
            ["the fields are gone from the document."],
        ),
    ],
)
def test_changed_documents_are_read_alike(
    changes: list[Callable[[etree._Element], None]],
    said: list[str],
    page: Page,
    toolkit: Toolkit,
    docx: bytes,
) -> None:
    told = messages(alike(page, toolkit, {"a.docx": changed_document(docx, *changes)}))
    assert len(told) == len(said)
    assert all(any(one in message for message in told) for one in said)


def test_comments_are_said(page: Page, toolkit: Toolkit, docx: bytes) -> None:
    parts = unpack(docx) | {
        "word/comments.xml": (
            b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b'<w:comment w:id="1"/></w:comments>'
        )
    }
    assert messages(alike(page, toolkit, {"a.docx": write_package(parts, DATE)})) == [
        "the document has comments; they were not read."
    ]


# ---------------------------------------------------------------- PDFs


def changed_pdf(data: bytes, change: Callable[[PdfWriter, Any], None]) -> bytes:
    """A form after a change, which is given the writer and its fields by name."""
    writer = PdfWriter(clone_from=reader_of(data))
    form: Any = writer.root_object["/AcroForm"]
    change(writer, {one.get_object()["/T"]: one.get_object() for one in form["/Fields"]})
    return written(writer)


VALUES = (
    TextStringObject("নিবন্ধন، تسجيل (one) \\ two"),
    TextStringObject("“Quoted” – 5 €"),
    ByteStringObject("كتب".encode("utf-16")),
    ByteStringObject("كتب".encode("utf-16-le")),
    ByteStringObject(b"\xef\xbb\xbfcaf\xc3\xa9"),
    ByteStringObject(b"\xef\xbb\xbf\xff"),
    NameObject("/a name"),
    ByteStringObject(b"caf\xe9 \xa0 \x93 \x18"),
    ByteStringObject(b"caf\xe9 \x7f"),
    ByteStringObject(b"\xfe\xff\xd8\x00\x00"),
    ArrayObject([TextStringObject("one"), TextStringObject("two")]),
)
TYPED_INTO = ("story", "name", "steps/1/step", "steps/2/step", "steps/3/step", "fixed/1/used")


def test_texts_in_any_encoding_are_read_alike(page: Page, toolkit: Toolkit, form: Path) -> None:
    files: dict[str, bytes] = {}
    for first in range(0, len(VALUES), len(TYPED_INTO)):

        def put(_writer: PdfWriter, fields: Any, first: int = first) -> None:
            for name, value in zip(TYPED_INTO, VALUES[first:], strict=False):
                fields[name][NameObject("/V")] = value

        data = changed_pdf(form.read_bytes(), put)
        files |= {f"{first}.pdf": data, f"{first}-packed.pdf": packed(data)}
    told = alike(page, toolkit, files)
    assert [one["story"] for one in answers(told)] == [str(VALUES[0]), "/a name"]


def streamed(writer: PdfWriter, fields: Any) -> None:
    stream = DecodedStreamObject()
    stream.set_data("long ü ".encode() * 1000)
    fields["story"][NameObject("/V")] = writer._add_object(stream.flate_encode())


def drawn(_writer: PdfWriter, fields: Any) -> None:
    fields["groups/men"][NameObject("/AS")] = NameObject("/men")
    del fields["groups/men"]["/V"]
    fields["lead-one"]["/Kids"][2].get_object()[NameObject("/AS")] = NameObject("/3")


def nested(writer: PdfWriter, fields: Any) -> None:
    form: Any = writer.root_object["/AcroForm"]
    names = {"/T": TextStringObject(""), "/V": TextStringObject("7")}
    kids = ArrayObject([fields["visits"].indirect_reference])
    parent = DictionaryObject(
        {NameObject(key): value for key, value in {**names, "/Kids": kids}.items()}
    )
    del fields["visits"]["/V"]
    form["/Fields"][list(fields).index("visits")] = writer._add_object(parent)


def dated(writer: PdfWriter, _fields: Any) -> None:
    writer.add_metadata({"/ModDate": "D:20300304113000+02'00'"})


def lost(writer: PdfWriter, _fields: Any) -> None:
    form: Any = writer.root_object["/AcroForm"]
    del form["/Fields"][5:8]


def circling(_writer: PdfWriter, fields: Any) -> None:
    field = fields["visits"]
    field[NameObject("/Kids")] = ArrayObject([field.indirect_reference])


def attached(writer: PdfWriter, _fields: Any) -> None:
    writer.add_attachment("photo.exe", b"MZ")


def scripted(writer: PdfWriter, _fields: Any) -> None:
    names = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
    writer.root_object[NameObject("/Names")] = names


def sending(writer: PdfWriter, _fields: Any) -> None:
    note: Any = writer.pages[0]["/Annots"][0]  # type: ignore[index]
    action = DictionaryObject({NameObject("/S"): NameObject("/SubmitForm")})
    note.get_object()[NameObject("/A")] = action


def estranged(writer: PdfWriter, fields: Any) -> None:
    fields["sessionpress-form"][NameObject("/V")] = TextStringObject("{")
    writer.metadata = None


def locked(writer: PdfWriter, _fields: Any) -> None:
    writer.encrypt("secret", algorithm="RC4-128")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (streamed, []),
        (drawn, []),
        (nested, []),
        (dated, []),
        (lost, ["the form is damaged: 33 of 36 fields are left."]),
        (circling, ["the PDF has more fields than any form."]),
        (attached, ["the PDF holds other files; they were not opened."]),
        (scripted, ["the PDF holds a program"]),
        (sending, ["the PDF holds a program"]),
        (estranged, ["this PDF is a form, but none of this toolkit."]),
        (locked, ["the file is protected by a password."]),
    ],
)
def test_changed_forms_are_read_alike(
    change: Callable[[PdfWriter, Any], None],
    said: list[str],
    page: Page,
    toolkit: Toolkit,
    pdf: bytes,
) -> None:
    told = messages(alike(page, toolkit, {"a.pdf": changed_pdf(pdf, change)}))
    assert len(told) == len(said)
    assert all(message.startswith(one) for message, one in zip(told, said, strict=True))


def updated(data: bytes, visits: str) -> bytes:
    """A form that a viewer changed by adding to its end."""
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    form: Any = writer.root_object["/AcroForm"]
    for one in form["/Fields"]:
        if one.get_object()["/T"] == "visits":
            one.get_object()[NameObject("/V")] = TextStringObject(visits)
    return written(writer)


def test_of_several_updates_the_last_one_counts(page: Page, toolkit: Toolkit, pdf: bytes) -> None:
    for first in (pdf, packed(pdf)):
        last = updated(updated(first, "5"), "6")
        told = alike(page, toolkit, {"a.pdf": last})
        assert [one["visits"] for one in answers(told)] == [6.0]
        # The same when nothing leads to the places of the objects any more.
        broken = last.replace(b"startxref\n", b"startxref\n9")
        assert broken != last
        told = told_in_browser(page, {"a.pdf": broken})
        assert [one["visits"] for one in answers(told)] == [6.0]


def test_a_pdf_that_is_packed_in_another_way_is_left_to_the_command(page: Page, pdf: bytes) -> None:
    strange = packed(pdf).replace(b"/Filter /FlateDecode /Length", b"/Filter /LZWDecode   /Length")
    assert told_in_browser(page, {"a.pdf": strange})["findings"] == [
        [
            "a.pdf",
            "",
            "the PDF is packed in a way that this page cannot read.",
            "Read it with the command: sessionpress collect.",
            True,
        ]
    ]


def test_a_form_with_damaged_bytes_is_refused_or_loses_nothing(
    page: Page, toolkit: Toolkit, pdf: bytes
) -> None:
    (whole,) = answers(alike(page, toolkit, {"a.pdf": pdf}))
    for at in range(500, len(pdf), len(pdf) // 30):
        told = told_in_browser(page, {"a.pdf": pdf[:at] + b"\x00<]" + pdf[at + 3 :]})
        if not messages(told):
            assert answers(told) == [whole]


# ---------------------------------------------------------------- not to be read


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def odd_files(docx: bytes, xlsx: bytes, pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """Files that are refused, or read with care."""
    parts = unpack(docx)
    types = "[Content_Types].xml"
    macros = parts[types].replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main",
        b"ms-word.document.macroEnabled.main",
    )
    bomb = '<!DOCTYPE d [<!ENTITY a "ha">]><d>&a;</d>'
    yield "macros.docx", zipped(parts | {types: macros})
    yield "macros.xlsx", zipped(unpack(xlsx) | {"xl/vbaProject.bin": b"Sub AutoOpen()"})
    yield "entity.docx", zipped(parts | {"word/document.xml": bomb.encode()})
    yield "entity16.docx", zipped(parts | {"word/document.xml": bomb.encode("utf-16")})
    comments = b"<?xml version='1.0'?>" + b"<!--a-->" * 5_000 + b"<d/>"
    yield "comments.docx", zipped(parts | {"word/theme.xml": comments})
    yield "xml.docx", zipped(parts | {"word/document.xml": b"<d>"})
    yield "many.docx", zipped(parts | {f"a{number}": b"" for number in range(2_000)})
    yield "outside.docx", zipped(parts | {"../evil.xml": b"<a/>"})
    yield "partless.docx", zipped({**parts, "word/document.xml": b"<d/>"})
    yield "stored.xlsx", zipped(unpack(xlsx), zipfile.ZIP_STORED)
    yield "bzip.xlsx", zipped(unpack(xlsx), zipfile.ZIP_BZIP2)
    yield "unpacked.docx", zipped(parts | {"word/media/a.png": bytes(60_000_000)})
    yield "ratio.docx", zipped(parts | {"word/media/a.png": bytes(20_000_000)})
    yield "text.xlsx", zipped(unpack(xlsx) | {"xl/a.xml": b"<a>" + b" " * 10_000_000 + b"</a>"})
    large = zipped(parts | {"word/media/a.bin": bytes(5_000_000)})
    yield "lie.docx", large.replace((5_000_000).to_bytes(4, "little"), bytes([0, 9, 0, 0]))
    password = bytearray(docx)
    password[password.index(b"PK\x01\x02") + 8] |= 1
    yield "password.docx", bytes(password)
    for share in (1, 5, 9):
        yield f"cut-{share}.docx", docx[: len(docx) * share // 10]
        yield f"cut-{share}.xlsx", xlsx[: len(xlsx) * share // 10]
        yield f"cut-{share}.pdf", pdf[: len(pdf) * share // 10]
    flipped = bytearray(docx)
    flipped[len(docx) // 2] ^= 255
    yield "flipped.docx", bytes(flipped)
    yield "before.docx", b"PK, and more" + docx
    yield "old.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    yield "open.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}, 0)
    yield "other.zip", zipped({"a.json": b"{}"})
    yield "other.xlsx", saved(Workbook())
    yield "page.html", b"\xef\xbb\xbf <!DOCTYPE html><title>Sheet</title>"
    yield "photo.jpg", b"\xff\xd8\xff\xe0JFIF"
    yield "photo.heic", b"\0\0\0\x18ftypheic"
    yield "note.txt", b"Dear all,"
    yield "nothing", b""
    yield "spaces", b" \n "
    yield "no.pdf", b"%PDF-1.7\n%%EOF\n"
    yield "trailer.pdf", b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF"
    yield "large.pdf", b"%PDF-1.7\n" + b"0" * 5_000_000
    yield "tail.pdf", pdf + b"\r\n\0\0\x1a"
    yield "junk.pdf", b"junk before\n" + pdf


def test_files_that_are_refused_are_refused_in_the_same_words(
    page: Page, toolkit: Toolkit, docx: bytes, xlsx: bytes, pdf: bytes
) -> None:
    told = messages(alike(page, toolkit, dict(odd_files(docx, xlsx, pdf))))
    for said in (
        "the file carries macros, which are programs; it was not opened.",
        "the file declares XML of its own, which no office program does; it was not opened.",
        "the file becomes 61 MB large when it is unpacked.",
        "the file is locked with a password.",
        "the file is cut off or damaged.",
        "the file is cut off.",
        "this is a picture.",
    ):
        assert said in told


# ---------------------------------------------------------------- another browser


def test_firefox_says_the_same_from_disk(
    address: str, toolkit: Toolkit, docx: bytes, xlsx: bytes, pdf: bytes
) -> None:
    blank = sheet_xlsx(toolkit, sheet_of(toolkit, "everything"), "en")
    files = {
        "a.docx": docx,
        "b.xlsx": xlsx,
        "c.pdf": pdf,
        "d.pdf": updated(packed(pdf), "7"),
        **{f"e{seed}.xlsx": typed_anyhow(blank, random.Random(seed)) for seed in range(4)},
        **{f"f{seed}.docx": changed_anyhow(docx, random.Random(seed)) for seed in range(4)},
        **dict(odd_files(docx, xlsx, pdf)),
        **dict(odd_answers(toolkit)),
    }
    wanted = told_by_command(toolkit, files)
    with firefox() as fox:
        fox.open(address)
        told = told_in_firefox(fox, files)
        for part in ("findings", "sheets"):
            assert told[part] == wanted[part]
        # It tells its console of texts that are no XML.
        assert [one for one in fox.faults if "XML Parsing Error" not in one] == []
