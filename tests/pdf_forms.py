"""PDF forms for tests: made from the small sheets, filled as a viewer fills them."""

from __future__ import annotations

import io
import itertools
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject
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


def packed(data: bytes) -> bytes:
    """The same file as some programs write it: objects in packed streams, places in another one.

    The places are written as differences between rows, in every way that there is.
    """
    writer = PdfWriter(clone_from=io.BytesIO(data))
    out, places, inner = io.BytesIO(b""), {0: (0, 0, 0)}, []
    out.write(b"%PDF-1.7\n")
    for number, one in enumerate(writer._objects, 1):
        text = io.BytesIO()
        if one is None:
            continue
        one.write_to_stream(text)
        if isinstance(one, StreamObject):
            places[number] = (1, out.tell(), 0)
            out.write(b"%d 0 obj\n%b\nendobj\n" % (number, text.getvalue()))
        else:
            inner.append((number, text.getvalue()))
    last = len(writer._objects)
    for holder, some in ((last + 1, inner[::2]), (last + 2, inner[1::2])):
        starts = list(itertools.accumulate((len(text) + 1 for _, text in some), initial=0))
        head = " ".join(f"{number} {at}" for (number, _), at in zip(some, starts, strict=False))
        body = zlib.compress(head.encode() + b"\n" + b"\n".join(text for _, text in some))
        places |= {number: (2, holder, place) for place, (number, _) in enumerate(some)}
        places[holder] = (1, out.tell(), 0)
        keys = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(some), len(head) + 1)
        out.write(b"%d 0 obj\n<< %b /Length %d >>\nstream\n" % (holder, keys, len(body)))
        out.write(body + b"\nendstream\nendobj\n")
    places[last + 3] = (1, out.tell(), 0)
    count = last + 4
    rows = [struct.pack(">BIH", *places.get(number, (0, 0, 0))) for number in range(count)]
    body = zlib.compress(_as_differences(rows))
    root, info = (
        thing.indirect_reference.idnum  # type: ignore[union-attr]
        for thing in (writer.root_object, writer._info)
        if thing is not None
    )
    start = out.tell()
    out.write(
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /Filter"
        b" [/FlateDecode] /DecodeParms [<< /Predictor 15 /Columns 7 >>] /Length %d >>\nstream\n"
        % (last + 3, count, root, info, len(body))
    )
    out.write(body + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _as_differences(rows: Sequence[bytes]) -> bytes:
    """Rows as a PNG writes them; each row by the next of its five ways."""
    found = bytearray()
    above = bytes(len(rows[0]))
    for number, row in enumerate(rows):
        way = number % 5
        found.append(way)
        for place, byte in enumerate(row):
            left = row[place - 1] if place else 0
            corner = above[place - 1] if place else 0
            up = above[place]
            nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
            found.append((byte - (0, left, up, (left + up) // 2, nearest)[way]) % 256)
        above = row
    return bytes(found)


def reader_of(data: bytes) -> PdfReader:
    """Open a PDF in memory."""
    return PdfReader(io.BytesIO(data))
