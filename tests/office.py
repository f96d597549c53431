"""Fill in office forms as people do, by their names; and save them again in LibreOffice."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from sessionpress.answers.cells import Cell, cells, defined_name
from sessionpress.answers.model import Handin, Raw, Value
from sessionpress.answers.settle import settle
from sessionpress.bind.docx.anchors import CHECKED
from sessionpress.bind.docx.reading import W14, W
from sessionpress.bind.office import option_texts
from sessionpress.bind.packages import unpack, write_package
from sessionpress.bind.xlsx.names import option_name
from sessionpress.content.model import Sheet

DATE = dt.date(2030, 3, 1)
DOCUMENT = "word/document.xml"

FILLED: Mapping[str, Raw] = {
    "country": "Bérénice & Co <island>",
    "name": "Birth",
    "story": "One\nTwo",
    "visits": "12",
    "since": "2030-03-04",
    "pace": "Just right",
    "groups": ("Women", "Children"),
    "lead-one": "3 - Often",
    "lead-two": "2 - Rarely",
    "steps/1/step": "First",
    "steps/1/cost": "10",
    "steps/1/fees": "2.5",
    "steps/1/size": "high",
    "steps/2/cost": "20",
    "steps/3/by": "2031-01-02",
    "steps/3/where": "Alland",
    "fixed/2/used": "now",
}
"""The sheet `everything`, filled in as people read it."""


def settled(sheet: Sheet, filled: Mapping[str, Raw] = FILLED) -> Mapping[str, Value]:
    """The answers that a filled sheet has, computed ones among them."""
    found = settle(Handin("filled", sheet.id, filled), sheet)
    assert found.findings == ()
    return found.answers.values


def sample(sheet: Sheet) -> dict[str, Raw]:
    """Something for every cell of any sheet."""
    return {
        cell.name: _sample(cell, number)
        for number, cell in enumerate(cells(sheet))
        if cell.kind != "computed"
    }


def _sample(cell: Cell, number: int) -> Raw:
    texts = option_texts(cell)
    if cell.kind == "choices":
        return tuple(texts[::2])
    if texts:
        return texts[number % len(texts)]
    if cell.kind == "date":
        return f"2030-03-{number % 28 + 1:02}"
    if cell.kind == "number":
        low = cell.low if cell.low is not None else (cell.high or 7.0)
        return f"{low:g}"
    text = f"{number} é <&> ğİ \u0628\u062a" if cell.kind == "text" else f"{number}\nzwei"
    return text[: cell.field.limit or 99]


# ---------------------------------------------------------------- spreadsheets


def workbook(data: bytes) -> Workbook:
    """Open a workbook to change it."""
    return load_workbook(io.BytesIO(data), rich_text=True)


def saved(book: Workbook) -> bytes:
    """Save it."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spot(book: Workbook, name: str) -> str:
    """Where a defined name leads on the first worksheet: C5."""
    return str(book.defined_names[name].attr_text).rpartition("!")[2].replace("$", "")


def fill_xlsx(data: bytes, sheet: Sheet, filled: Mapping[str, Raw]) -> bytes:
    """Fill in a form as XLSX: numbers and dates as such, x beside options."""
    book = workbook(data)
    page = book.worksheets[0]
    for cell in cells(sheet):
        value = filled.get(cell.name)
        if isinstance(value, tuple):
            for number, text in enumerate(option_texts(cell), 1):
                if text in value:
                    page[spot(book, option_name(cell.name, number))] = "x"
        elif value is not None:
            page[spot(book, defined_name(cell.name))] = _native(cell, str(value))
    return saved(book)


def _native(cell: Cell, text: str) -> str | float | dt.datetime:
    if cell.kind == "date":
        return dt.datetime.fromisoformat(text)
    return float(text) if cell.kind == "number" else text


# ---------------------------------------------------------------- documents


def changed_document(data: bytes, *changes: object) -> bytes:
    """Let functions change the main part of a document."""
    parts = unpack(data)
    root = etree.fromstring(parts[DOCUMENT])
    for change in changes:
        assert callable(change)
        change(root)
    parts[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_package(parts, DATE)


def controls(root: etree._Element, name: str = "") -> Iterator[etree._Element]:
    """The content controls with a tag; all when none is given."""
    for control in list(root.iter(f"{W}sdt")):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and name in ("", tag.get(f"{W}val")):
            yield control


def write(control: etree._Element, text: str) -> None:
    """Type into a control: its hint goes."""
    for sign in control.findall(f"{W}sdtPr/{W}showingPlcHdr"):
        sign.getparent().remove(sign)
    content = control.find(f"{W}sdtContent")
    content[:] = [etree.Element(f"{W}r")]
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(content[0], f"{W}br")
        etree.SubElement(content[0], f"{W}t").text = line


def tick(control: etree._Element) -> None:
    """Tick a box."""
    control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").set(f"{W14}val", "1")
    next(control.iter(f"{W}t")).text = CHECKED


def fill_docx(data: bytes, filled: Mapping[str, Raw]) -> bytes:
    """Fill in a form as DOCX."""

    def fill(root: etree._Element) -> None:
        for name, value in filled.items():
            for control in controls(root, name):
                if isinstance(value, str):
                    write(control, value)
                elif isinstance(value, tuple):
                    beside = control.getnext().find(f"{W}t").text.strip()
                    if beside in value:
                        tick(control)

    return changed_document(data, fill)


# ---------------------------------------------------------------- LibreOffice


def saved_again(folder: Path, files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
    """Open files in LibreOffice and save them in their own format, all in one run.

    Args:
        folder: an empty folder to work in.
        files: the files by name, without ending.
        ending: docx or xlsx.
    """
    out = folder / "out"
    out.mkdir(parents=True)
    for name, data in files.items():
        (folder / f"{name}.{ending}").write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            out,
            *(folder / f"{name}.{ending}" for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {name: (out / f"{name}.{ending}").read_bytes() for name in files}


def around(element: etree._Element, kind: str) -> etree._Element:
    """The nearest element of a kind that holds another."""
    found: etree._Element = next(element.iterancestors(f"{W}{kind}"))
    return found


def run(text: str, kind: str = "t") -> etree._Element:
    """Text as a document holds it."""
    made = etree.Element(f"{W}r")
    etree.SubElement(made, f"{W}{kind}").text = text
    return made
