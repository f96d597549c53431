"""What the office forms of a sheet share: who they are, what they say, how they look.

A form carries, hidden, what a reader must know of it: toolkit, edition, sheet and revision; which
tables may grow, which cells are computed or ticked; and a fingerprint of each text that we wrote,
so that whatever else stands in the file is somebody's word and is not dropped in silence.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from sessionpress.answers.cells import Cell, cells, revision
from sessionpress.answers.file import NotOurs
from sessionpress.answers.model import Finding, Handin, Raw
from sessionpress.content.model import Column, Field, Sheet, Toolkit
from sessionpress.schema import FUNCTIONS, Formula
from sessionpress.words import later, words

NAVY, GOLD, PALE, LINE, GREY = "14304F", "B9A36A", "E8ECF1", "9AA5B1", "555555"
"""The colours of our print, as office programs write them."""
FONT = "Arial"
"""Every office program has it, or one of the same widths; it has no signs for some scripts, for
which the programs take another."""

WHO = {
    "person": later("each person"),
    "pair": later("each pair"),
    "country": later("each country"),
    "table": later("each table"),
    "all": later("all together"),
}
MARKED, NOT_MARKED = ("x", "✓", "✔", "☑", "☒", "yes", "true", "1"), ("no", "false", "0", "-", "☐")
"""What people write beside an option that they choose, or do not."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a form says of itself. `own` has the fingerprints of all texts that we wrote."""

    toolkit: str
    edition: str
    sheet: str
    revision: str
    grows: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] | None = None
    own: frozenset[str] = frozenset()


def write_identity(toolkit: Toolkit, sheet: Sheet, texts: Iterable[str]) -> dict[str, str]:
    """The identity of a form, to be kept in the file.

    Args:
        toolkit: whose settings name it.
        sheet: the sheet.
        texts: every text that the form shows.
    """
    known = list(cells(sheet))
    kept = {
        "toolkit": toolkit.settings.id,
        "edition": toolkit.settings.edition,
        "sheet": sheet.id,
        "revision": revision(sheet),
        "grows": " ".join(field.id for field in sheet.fields if field.grows),
        "computed": " ".join(
            dict.fromkeys(_without_row(cell) for cell in known if cell.kind == "computed")
        ),
        "choices": " ".join(
            "=".join((cell.name, *(option.id for option in cell.options)))
            for cell in known
            if cell.kind == "choices"
        ),
        "own": " ".join(sorted({fingerprint(text) for text in texts if text.strip()})),
    }
    return {name: text for name, text in kept.items() if text}


def read_identity(kept: Mapping[str, str]) -> Identity:
    """Read what `write_identity` wrote.

    Raises:
        NotOurs: the file says nothing of a sheet.
    """
    if not kept.get("sheet"):
        raise NotOurs(
            "this is no form of a sheet: it does not say which.",
            "Copy the answers into the form as it was given out.",
        )
    choices = [one.split("=") for one in kept.get("choices", "").split()]
    return Identity(
        kept.get("toolkit", ""),
        kept.get("edition", ""),
        kept["sheet"],
        kept.get("revision", ""),
        frozenset(kept.get("grows", "").split()),
        frozenset(kept.get("computed", "").split()),
        {name: tuple(options) for name, *options in choices},
        frozenset(kept.get("own", "").split()),
    )


def handin(
    name: str, identity: Identity, values: Mapping[str, Raw], findings: Iterable[Finding]
) -> Handin:
    """Put a hand-in together, blanks left out."""
    return Handin(
        name,
        identity.sheet,
        {cell: value for cell, value in values.items() if value not in ("", ())},
        identity.toolkit,
        identity.edition,
        identity.revision,
        findings=tuple(findings),
    )


def fingerprint(text: str) -> str:
    """Eight digits that tell one text from another; space and line breaks make no difference."""
    return f"{zlib.crc32(' '.join(text.split()).encode()):08x}"


def without_row(name: str) -> str:
    """The name of a cell, for a table of its column: `steps/all` of `steps/3/all`."""
    return re.sub(r"/\d+/", "/", name)


def _without_row(cell: Cell) -> str:
    return without_row(cell.name)


def strays(name: str, texts: Iterable[tuple[str, str]], identity: Identity) -> Iterator[Finding]:
    """Say what stands beside the fields and is not ours.

    Args:
        name: the file.
        texts: place and text of everything outside the fields.
        identity: with the texts that are ours; without any, nothing can be told apart.
    """
    for place, text in texts:
        if identity.own and text.strip() and fingerprint(text) not in identity.own:
            shown = " ".join(text.split())
            shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
            yield Finding(
                name, place, f'"{shown}" stands beside the fields.', "Write it into a field."
            )


# ---------------------------------------------------------------- what a form says


def is_right_to_left(language: str) -> bool:
    """Whether a language, by its tag, is written from right to left."""
    try:
        return Locale.parse(language, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False


def filled_by(sheet: Sheet) -> str:
    """Who fills a sheet, in a line."""
    return f"{words('Filled by')}: {words(WHO[sheet.who])}"


def guidance(toolkit: Toolkit, field: Field) -> list[str]:
    """What helps to fill in a field: a sentence a line."""
    lines = [field.help] if field.help else []
    if field.example:
        lines.append(f"{words('Example')}: {field.example}")
    if field.kind == "number" and (field.low is not None or field.high is not None):
        lines.append(span(field))
    if field.kind == "date":
        lines.append(words("Year-month-day: 2030-03-04."))
    if field.limit:
        lines.append(words("At most {most} characters.").format(most=field.limit))
    if field.origin:
        lines.append(f"{words('Taken over from')}: {_origin(toolkit, field.origin)}.")
    return lines


def _origin(toolkit: Toolkit, origin: str) -> str:
    name, _dot, inner = origin.partition(".")
    sheet = toolkit.sheet(name)
    field = sheet.field(inner) if sheet else None
    return f"{sheet.title}, {field.label}" if sheet and field else origin


def span(of: Field | Column) -> str:
    """The range of a number, in a sentence; empty when it has none."""
    if of.low is not None and of.high is not None:
        between = words("A number from {low} to {high}.")
        return between.format(low=f"{of.low:g}", high=f"{of.high:g}")
    if of.low is not None:
        return words("A number, {low} or more.").format(low=f"{of.low:g}")
    if of.high is not None:
        return words("A number, {high} or less.").format(high=f"{of.high:g}")
    return ""


def option_texts(cell: Cell) -> list[str]:
    """What people choose from; a level of a scale begins with its number."""
    if cell.field.kind == "scale":
        return [f"{option.id} - {option.text}" for option in cell.options]
    return [option.text for option in cell.options]


def computed_words(formula: Formula, of: Sheet | Field) -> str:
    """What a computed cell holds, in words: the sum of Cost, Fees."""
    labels: dict[str, str] = {}
    if isinstance(of, Field):
        labels = {column.id: column.label for column in of.columns}
    else:
        for field in of.fields:
            labels[field.id] = field.label
            labels |= {f"{field.id}.{column.id}": column.label for column in field.columns}
    names = ", ".join(labels.get(name, name).rstrip(".") for name in formula.names)
    what = words(FUNCTIONS[formula.function])
    if len(names) > 60:
        return words("{what}, of {count} answers").format(what=what, count=len(formula.names))
    return f"{what}: {names}"


def starred(field: Field) -> str:
    """The label of a field, with a star when it must be filled in."""
    return f"{field.label}\u00a0*" if field.required else field.label


def first_label(field: Field) -> str:
    """What stands above the labels of the rows."""
    return words("For") if any(field.rows) else ""


def short(text: str, most: int) -> str:
    """A text that a program takes only up to a length."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# ---------------------------------------------------------------- how wide columns are

WEIGHTS = {"text": 2.0, "choice": 1.5, "member": 1.5, "date": 1.1, "number": 0.9, "computed": 0.9}
"""How wide the column of a table is, compared with others."""
LABELS = 1.6
"""How wide a column with labels of rows is; less when they are numbers."""

SIGN = 0.13
"""The weight of a sign: the longest word of a head must fit, or it would be broken."""


def column_weights(field: Field) -> list[float]:
    """How wide each column of a table is, compared with others, its labels of rows first."""
    labels = [LABELS if max(map(len, field.rows)) > 4 else 0.6] if any(field.rows) else []
    return labels + [
        max(WEIGHTS[column.kind], SIGN * max(map(len, column.label.split())))
        for column in field.columns
    ]
