"""PDF forms for tests: made from the small sheets, filled as a viewer fills them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from tests.sheets import sheet_of, with_sheets
from tests.toolkits import OVERRIDES

from sessionpress.bind.form_pdf import write_form
from sessionpress.content.model import Toolkit

TYPED = {
    "country": "BBB",
    "name": "Doğum kağıdı, Ş",
    "story": "One line.\nAnother line with a café in it.",
    "visits": "12",
    "since": "2030-03-04",
    "pace": "fine",
    "groups/women": "/women",
    "groups/children": "/children",
    "lead-one": "/2",
    "lead-two": "/3",
    "steps/1/step": "Talk with users",
    "steps/1/cost": "12",
    "steps/1/size": "low",
    "steps/3/by": "2030-05-06",
    "fixed/2/used": "daily",
}
"""Names of fields in the PDF of the sheet `everything`, and what is typed or chosen."""

SETTLED = {
    "country": "BBB",
    "name": "Doğum kağıdı, Ş",
    "story": "One line.\nAnother line with a café in it.",
    "visits": 12.0,
    "since": "2030-03-04",
    "pace": "fine",
    "groups": ("women", "children"),
    "lead-one": 2.0,
    "lead-two": 3.0,
    "steps/1/step": "Talk with users",
    "steps/1/cost": 12.0,
    "steps/1/size": "low",
    "steps/3/by": "2030-05-06",
    "fixed/2/used": "daily",
    "middle": 2.5,
    "steps/1/all": 12.0,
    "total": 12.0,
}
"""What that means, computed cells among it."""


def toolkit_of(folder: Path) -> Toolkit:
    """The tiny toolkit with the small sheets, in an empty folder."""
    return with_sheets(folder / "toolkit")


def form_of(toolkit: Toolkit, target: Path, sheet: str = "everything", **changes: str) -> Path:
    """Write the PDF of a sheet; `changes` are of its paper and orientation."""
    declared = replace(sheet_of(toolkit, sheet), **changes)  # type: ignore[arg-type]
    write_form(declared, toolkit, target, overrides=OVERRIDES, language="en")
    return target


def filled(form: bytes, values: Mapping[str, str] = TYPED) -> bytes:
    """Fill a form as a viewer does: values and appearances, the whole file written again."""
    writer = PdfWriter(clone_from=io.BytesIO(form))
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), auto_regenerate=False)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """The bytes of a file that pypdf writes."""
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def reader_of(data: bytes) -> PdfReader:
    """Open a PDF in memory."""
    return PdfReader(io.BytesIO(data))
