"""The file in which answers travel: JSON, one format for every sheet of every toolkit.

    {"format": "sessionpress-answers", "version": 1, "toolkit": "...", "edition": "...",
     "saved": "2030-03-04T09:30:00Z",
     "sheets": [{"sheet": "road-map", "revision": "1a2b3c4d", "copy": "...",
                 "answers": {"country": "AAA", "steps": [{"step": "...", "cost": "low"}, {}]},
                 "carried": {"country": {"sheet": "card", "field": "country", "value": "AAA"}}}]}

A table is a list with an object for each row, in order; an empty object is an empty row. A scale is
its level from 1, a choice the id of its option, choices a list of ids, a date 2030-03-04. Blanks
may be left out. `docs/` explains it for people who write programs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import cast

from sessionpress.answers.cells import cell_name, revision
from sessionpress.answers.model import Answers, Carried, Finding, Handin, Raw
from sessionpress.content.model import Settings, Sheet

FORMAT, VERSION = "sessionpress-answers", 1

LARGEST = 2_000_000
"""Most bytes of a file of answers. A full sheet has about 20,000."""


class NotOurs(Exception):
    """A file that holds no answers: what is wrong, and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def read_json(name: str, data: bytes) -> tuple[list[Handin], list[Finding]]:
    """Read a file of answers.

    Args:
        name: the name of the file, for messages.
        data: its bytes.

    Returns:
        A hand-in for each sheet in it, and a finding for each part that has another shape.

    Raises:
        NotOurs: the file as a whole cannot be read.
    """
    if len(data) > LARGEST:
        raise NotOurs(
            f"the file has {len(data):,} bytes; a file of answers has {LARGEST:,} at most.",
            "Ask for the file that the sheet saved.",
        )
    try:
        root = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        place = f" near line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise NotOurs(
            f"the file is cut off or damaged{place}.", "Ask for it again, sent as a file."
        ) from None
    if not isinstance(root, dict) or root.get("format") != FORMAT:
        raise NotOurs("this is no file of answers.", "Ask for the file that the sheet saved.")
    if root.get("version") != VERSION:
        raise NotOurs(
            f"the file has version {_word(root.get('version')) or 'unknown'} of the format; "
            f"{VERSION} can be read.",
            "Update this program, or ask for the sheet in another form.",
        )
    handins: list[Handin] = []
    findings: list[Finding] = []
    sheets = root.get("sheets")
    for number, one in enumerate(sheets if isinstance(sheets, list) else [], 1):
        if isinstance(one, dict) and isinstance(one.get("answers"), dict) and one.get("sheet"):
            handins.append(_handin(name, root, one, findings))
        else:
            findings.append(_odd(name, f"sheet {number}", "it has another shape than expected."))
    if not handins and not findings:
        raise NotOurs("the file holds no sheet.", "Ask for the file that the sheet saved.")
    return handins, findings


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _handin(
    name: str, root: Mapping[str, object], one: Mapping[str, object], findings: list[Finding]
) -> Handin:
    answers = cast("dict[str, object]", one["answers"])
    values: dict[str, Raw] = {}
    for cell, value in _flat(answers):
        raw = _raw(value)
        if raw is None:
            findings.append(_odd(name, cell, "the answer has another shape than expected."))
        else:
            values[cell] = raw
    return Handin(
        name,
        _word(one.get("sheet")),
        values,
        _word(root.get("toolkit")),
        _word(root.get("edition")),
        _word(one.get("revision")),
        _word(one.get("copy")),
        _word(root.get("saved")),
        dict(_carried(one.get("carried"))),
    )


def _flat(answers: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Give cells and values; a list of objects is a table."""
    for field, value in answers.items():
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            for number, row in enumerate(value, 1):
                for column, inner in row.items():
                    yield cell_name(field, number, column or "?"), inner
        else:
            yield field, value


def _raw(value: object) -> Raw | None:
    """A value of a known shape; None for any other. A blank is an empty text."""
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) and abs(value) < 1e15 else None
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    return None


def _carried(value: object) -> Iterator[tuple[str, Carried]]:
    if isinstance(value, dict):
        for cell, one in value.items():
            if isinstance(one, dict):
                yield (
                    str(cell),
                    Carried(
                        _word(one.get("sheet")), _word(one.get("field")), _word(one.get("value"))
                    ),
                )


def _word(value: object) -> str:
    return str(value)[:200] if isinstance(value, str | int) else ""


def _odd(name: str, field: str, message: str) -> Finding:
    return Finding(name, field, message, "Ask for it again.")


def write_json(settings: Settings, sheet: Sheet, answers: Answers) -> bytes:
    """Write answers as a file that every form of the sheet can open."""
    written: dict[str, object] = {}
    for field in sheet.fields:
        if field.kind == "table":
            rows = answers.rows(field.id)
            if rows:
                written[field.id] = [rows.get(row, {}) for row in range(1, max(rows) + 1)]
        elif field.id in answers.values:
            written[field.id] = answers.values[field.id]
    carried = {
        name: {"sheet": one.sheet, "field": one.field, "value": one.value}
        for name, one in answers.handin.carried.items()
    }
    root = {
        "format": FORMAT,
        "version": VERSION,
        "toolkit": settings.id,
        "edition": settings.edition,
        "saved": answers.handin.saved,
        "sheets": [
            {
                "sheet": sheet.id,
                "revision": revision(sheet),
                "copy": answers.handin.copy,
                "answers": written,
                "carried": carried,
            }
        ],
    }
    return json.dumps(root, ensure_ascii=False, indent=1, default=list).encode() + b"\n"
