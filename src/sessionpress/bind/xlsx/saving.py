"""Workbooks as bytes, without a clock."""

from __future__ import annotations

import datetime as dt
import io
import re

from openpyxl import Workbook

from sessionpress.bind.packages import unpack, write_package


def saved(book: Workbook, title: str, date: dt.date) -> bytes:
    """Give a workbook as the bytes of its file; `date` is the only date in it."""
    book.properties.title, book.properties.creator = title, "sessionpress"
    book.properties.created = book.properties.modified = dt.datetime.combine(date, dt.time())
    written = io.BytesIO()
    book.save(written)
    parts = unpack(written.getvalue())
    core = "docProps/core.xml"
    # The library writes the time of saving, whatever it was told.
    parts[core] = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{date}T00:00:00Z".encode(), parts[core]
    )
    return write_package(parts, date)
