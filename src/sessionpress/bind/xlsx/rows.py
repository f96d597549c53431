"""The first worksheet of any workbook as rows of texts."""

from __future__ import annotations

import datetime as dt
import io
import warnings

from openpyxl import load_workbook

from sessionpress.answers.file import NotOurs
from sessionpress.bind.packages import DAMAGED, XLSX, open_package

MOST_ROWS, MOST_COLUMNS = 3_000, 60
"""How far a worksheet is read."""


def read_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Read the cells of the first worksheet, each as a text, with the numbers of their rows.

    Raises:
        NotOurs: the file cannot be read, or is refused.
    """
    open_package(data, XLSX)
    try:
        with warnings.catch_warnings():
            # The library says what it will not keep when it saves; nothing is saved here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            page = book.worksheets[0]
            page.reset_dimensions()
            rows = page.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, OSError):
        raise NotOurs(*DAMAGED) from None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(value)
