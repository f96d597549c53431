"""From a hand-in to answers: every value compared with the cell that it is for.

Nothing is guessed. What cannot be read stays as text in `unread`, and a finding says why.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from sessionpress.answers.cells import MOST_ROWS, Cell, cells, revision, split_name
from sessionpress.answers.compute import compute
from sessionpress.answers.model import Answers, Finding, Handin, Raw, Value, show
from sessionpress.content.model import Sheet
from sessionpress.problems import nearest

LONGEST = 10_000
"""Most characters of one answer. A page has about 3,000."""

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


class Unreadable(Exception):
    """A value that is not what the cell is for: what is wrong, and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


@dataclass(frozen=True, slots=True)
class Settled:
    """Answers, and what had to be said about them."""

    answers: Answers
    findings: tuple[Finding, ...]


def settle(handin: Handin, sheet: Sheet) -> Settled:
    """Compare a hand-in with its sheet.

    Args:
        handin: what a file says; its `sheet` is the id of `sheet`.
        sheet: the declaration.

    Returns:
        The answers, computed cells among them, and a finding for each value that was left out,
        changed on the way, or is missing though required.
    """
    known = {cell.name: cell for cell in cells(sheet, _rows(handin))}
    findings = [_by_label(finding, known) for finding in handin.findings]
    if handin.revision and handin.revision != revision(sheet):
        findings.append(
            Finding(
                handin.file,
                "",
                f'it was filled in another version of the sheet "{sheet.title}".',
                "What still fits was taken; look at what is named below.",
                left_out=False,
            )
        )
    values: dict[str, Value] = {}
    unread: dict[str, str] = {}
    for name, raw in handin.cells.items():
        text = _as_text(raw)
        if not text:
            continue
        cell = known.get(name)
        if cell is None:
            findings.append(_unknown(handin, name, text, known))
            unread[name] = text
            continue
        if cell.kind == "computed":
            continue
        try:
            values[name] = READ[cell.kind](raw, text, cell)
        except Unreadable as error:
            unread[name] = text
            findings.append(Finding(handin.file, cell.label, error.message, error.advice))
    values |= compute(sheet, values, known.values())
    answers = Answers(handin, sheet.id, values, unread)
    findings += _blanks(handin, sheet, answers)
    return Settled(answers, tuple(findings))


def _by_label(finding: Finding, known: Mapping[str, Cell]) -> Finding:
    """Readers know cells by name only; people know them by label."""
    cell = known.get(finding.field)
    return replace(finding, field=cell.label) if cell else finding


def _rows(handin: Handin) -> dict[str, int]:
    """How many rows of each table a hand-in fills, at most what any form allows."""
    rows: dict[str, int] = {}
    for name in handin.cells:
        split = split_name(name)
        if split and split[1] <= MOST_ROWS:
            rows[split[0]] = max(rows.get(split[0], 0), split[1])
    return rows


def _unknown(handin: Handin, name: str, text: str, known: Mapping[str, Cell]) -> Finding:
    shown = text if len(text) <= 40 else f"{text[:39]}…"
    return Finding(
        handin.file,
        name,
        f'the sheet has no such field; "{shown}" was left out.',
        nearest(name.partition("/")[0], {cell.field.id for cell in known.values()}),
    )


def _blanks(handin: Handin, sheet: Sheet, answers: Answers) -> Iterator[Finding]:
    """What must be filled in and is blank; a sheet with nothing in it is said once."""
    if not answers.values and not answers.unread:
        yield Finding(handin.file, "", "nothing is filled in.", "Ask for the filled sheet.", False)
        return
    for field in sheet.fields:
        filled = [name for name in (*answers.values, *answers.unread) if _is_of(name, field.id)]
        if field.required and not filled:
            yield Finding(
                handin.file, field.label, "this is not filled in.", "Ask, or leave it open.", False
            )


def _is_of(name: str, field: str) -> bool:
    return name == field or name.startswith(f"{field}/")


def _as_text(raw: Raw) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else ""
    if isinstance(raw, float | int):
        return f"{raw:.15g}"
    if isinstance(raw, tuple):
        return "; ".join(one.strip() for one in raw if one.strip())
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return CONTROLS.sub("", text).strip()


# ---------------------------------------------------------------- one reading a kind


def _text(_raw: Raw, text: str, cell: Cell) -> Value:
    most = cell.field.limit if cell.field.limit and not cell.column else LONGEST
    if len(text) > LONGEST:
        raise Unreadable(
            f"the text has {len(text):,} characters.", f"The most are {LONGEST:,}; shorten it."
        )
    if len(text) > most:
        raise Unreadable(f"the text has {len(text)} characters.", f"The most are {most}.")
    return text if cell.kind == "long-text" else " ".join(text.split())


def western_digits(text: str) -> str:
    """Write digits of any script, and the Arabic signs in numbers, as Western ones."""
    plain = "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
    )
    return plain.replace("\u066b", ".").replace("\u066c", "").replace("\u2212", "-")


def _as_number(text: str) -> float | None:
    plain = re.sub(r"[\s\u00a0\u202f'’\u200e\u200f]", "", western_digits(text))
    if THOUSANDS.fullmatch(plain):
        # 1,234 is twelve hundred here and one and a bit there: not for us to choose.
        return None if plain.count(",") == 1 and "." not in plain else float(plain.replace(",", ""))
    plain = plain.replace(",", ".") if re.fullmatch(r"[+-]?\d+,\d+", plain) else plain
    return float(plain) if re.fullmatch(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)", plain) else None


def _number(_raw: Raw, text: str, cell: Cell) -> Value:
    value = _as_number(text)
    if value is None:
        raise Unreadable(f'"{text}" cannot be read as one number.', "Write digits only.")
    low, high = cell.low, cell.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise Unreadable(f"{value:g} is out of range.", _range(low, high))
    return value


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"It is {high:g} at most."
    return f"It is {low:g} at least." if high is None else f"The range is {low:g} to {high:g}."


def _date(_raw: Raw, text: str, _cell: Cell) -> Value:
    plain = western_digits(text)
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$", plain)
    if match:
        try:
            return dt.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            pass
    raise Unreadable(f'"{text}" cannot be read as a date.', "Write year-month-day: 2030-03-04.")


def _option(text: str, cell: Cell) -> str:
    """Find an option by its id, or by the words that people read."""
    folded = " ".join(text.split()).casefold()
    for option in cell.options:
        if folded in (option.id.casefold(), " ".join(option.text.split()).casefold()):
            return option.id
    raise Unreadable(
        f'"{text}" is none of the options.', nearest(text, (one.text for one in cell.options))
    )


def _choice(_raw: Raw, text: str, cell: Cell) -> Value:
    return _option(text, cell)


def _choices(raw: Raw, text: str, cell: Cell) -> Value:
    given = raw if isinstance(raw, tuple) else map(str.strip, re.split("[;\n]", text))
    chosen = {_option(one, cell) for one in given if one.strip()}
    return tuple(option.id for option in cell.options if option.id in chosen)


def _scale(_raw: Raw, text: str, cell: Cell) -> Value:
    number = _as_number(text)
    if number is None:
        # "3 - Leaders set aims" or the words of the level alone.
        leading = re.match(r"\s*(\d)\b", western_digits(text))
        number = float(leading[1]) if leading else float(_option(text, cell))
    if not number.is_integer() or not 1 <= number <= len(cell.options):
        raise Unreadable(
            f"{show(number)} is no level.", f"The levels are 1 to {len(cell.options)}."
        )
    return number


READ: Mapping[str, Callable[[Raw, str, Cell], Value]] = {
    "text": _text,
    "long-text": _text,
    "number": _number,
    "date": _date,
    "choice": _choice,
    "member": _choice,
    "choices": _choices,
    "scale": _scale,
}
