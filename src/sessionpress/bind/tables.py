"""Tables of answers as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from sessionpress.answers.tables import AnswerTable, Entry, Head

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
"""How a text begins that a spreadsheet could take for a formula and run."""


def table_csv(table: AnswerTable) -> bytes:
    """Write a table as CSV in UTF-8, with a mark at its beginning by which spreadsheets know it.

    The head of a column is its label with the name of the cell in brackets. A text that could be
    taken for a formula has an apostrophe before it.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_safe(_head(head)) for head in table.heads])
    for row in table.rows:
        writer.writerow([_value(entry) for entry in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _head(head: Head) -> str:
    return f"{head.label} [{head.name}]"


def _value(entry: Entry) -> str:
    return _safe(entry.text) if entry.number is None else f"{entry.number:.15g}"


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_name(table: AnswerTable) -> str:
    """The name of its file: the sheet, and the field when it has the rows of one."""
    return f"{table.sheet}.{table.field}.csv" if table.field else f"{table.sheet}.csv"
