"""What somebody wrote into a document: read cell by cell of its tables, found by their anchors.

All that stands in the cell of a table is the answer, in a control or beside it. Rows of a growing
table count by their position, so that copied and added rows are read by the columns they are in.
Tracked changes are read as if they were accepted; comments are not read, and both are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from sessionpress.answers.cells import cell_name, split_name
from sessionpress.answers.file import NotOurs
from sessionpress.answers.model import Finding, Handin, Raw
from sessionpress.bind.docx.anchors import CHECKED, PLACEHOLDERS, UNCHECKED, likened, named
from sessionpress.bind.office import (
    Identity,
    fingerprint,
    handin,
    read_identity,
    strays,
    without_row,
)
from sessionpress.bind.packages import DOCX, main_part, open_package, read_properties, xml_root

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

GONE = (f"{W}del", f"{W}moveFrom", _FALLBACK)
"""Elements whose text is no longer there, or is there twice."""
CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
TICKS = {CHECKED: True, "☑": True, "✓": True, "✔": True, UNCHECKED: False}


@dataclass(frozen=True, slots=True)
class _Answer:
    """A cell of a table that holds an answer, and its name."""

    name: str
    place: Element


def read_docx(name: str, data: bytes) -> Handin:
    """Read a filled form.

    Args:
        name: the name of the file, for messages.
        data: its bytes.

    Returns:
        What it says, cell by cell. Its findings name what was read in another way than it may
        seem, and what stands in the file but in no field.

    Raises:
        NotOurs: the file as a whole cannot be read, is refused, or is no form of a sheet.
    """
    parts = open_package(data, DOCX)
    kept = read_properties(parts)
    identity = read_identity(kept)
    body = xml_root(parts[main_part(parts)])
    names = likened(kept.get("anchors", ""))
    answers = [one for table in body.iter(f"{W}tbl") for one in _answers(table, identity, names)]
    if not answers:
        raise NotOurs(
            "the fields are gone from the document.",
            "Copy the answers into the form as it was given out.",
        )
    findings = list(_about_file(name, parts, body))
    values: dict[str, Raw] = {}
    for answer in answers:
        if without_row(answer.name) in identity.computed:
            continue
        value = _value(answer, identity)
        if answer.name in values and value not in ("", (), values[answer.name]):
            findings.append(_twice(name, answer.name, value))
        else:
            values.setdefault(answer.name, value)
    inside = {id(answer.place) for answer in answers}
    findings += strays(name, _beside(body, inside), identity)
    return handin(name, identity, values, findings)


# ---------------------------------------------------------------- where the answers are


def _answers(table: Element, identity: Identity, names: Mapping[str, str]) -> Iterator[_Answer]:
    """The cells of a table that hold answers, with their names."""
    rows = [
        [cell for cell in row.iter(f"{W}tc") if _holder(cell, f"{W}tr") is row]
        for row in table.iter(f"{W}tr")
        if _holder(row, f"{W}tbl") is table and not _is_deleted(row)
    ]
    anchors = [[_anchor(cell, names) for cell in row] for row in rows]
    grown = {
        split[0]
        for row in anchors
        for anchor in row
        if (split := split_name(anchor)) and split[1] and split[0] in identity.grows
    }
    if len(grown) == 1:
        yield from _counted(rows, anchors, grown.pop())
        return
    for row, row_anchors in zip(rows, anchors, strict=True):
        for cell, anchor in zip(row, row_anchors, strict=True):
            if anchor:
                yield _Answer(anchor, cell)


def _counted(rows: list[list[Element]], anchors: list[list[str]], table: str) -> Iterator[_Answer]:
    """The rows of a growing table, counted from the first with an anchor."""
    columns: dict[int, str] = {}
    for row in anchors:
        for place, anchor in enumerate(row):
            if anchor.startswith(f"{table}/"):
                columns.setdefault(place, anchor.rpartition("/")[2])
    first = next(number for number, row in enumerate(anchors) if any(row))
    for number, row_cells in enumerate(rows[first:], 1):
        for place, cell in enumerate(row_cells):
            if place in columns:
                yield _Answer(cell_name(table, number, columns[place]), cell)


def _anchor(cell: Element, names: Mapping[str, str]) -> str:
    """The name that the tags and bookmarks in a cell say; tags first."""
    for path, key in ((f"{W}tag", f"{W}val"), (f"{W}bookmarkStart", f"{W}name")):
        for element in cell.iter(path):
            found = named(str(element.get(key, "")), names)
            if found:
                return found
    control = _holder(cell, f"{W}sdt")
    around = control.find(f"{W}sdtPr/{W}tag") if control is not None else None
    is_own = control is not None and len(list(control.iter(f"{W}tc"))) == 1
    return named(str(around.get(f"{W}val", "")), names) if around is not None and is_own else ""


def _holder(element: Element, tag: str) -> Element | None:
    """The nearest element of a kind around another."""
    return next(element.iterancestors(tag), None)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


# ---------------------------------------------------------------- what stands there


def _value(answer: _Answer, identity: Identity) -> Raw:
    lines = [_line(paragraph) for paragraph in answer.place.iter(f"{W}p")]
    if answer.name in (identity.choices or {}):
        return tuple(_ticked(lines, identity))
    text = "\n".join(lines).strip()
    return "" if text in PLACEHOLDERS else text


def _ticked(lines: list[str], identity: Identity) -> Iterator[str]:
    """The options with a tick before them, and whatever else was written among them."""
    for line in lines:
        text = line.strip()
        if not text:
            continue
        tick = TICKS.get(text[0])
        option = text[1:].strip() if tick is not None else text
        if tick or (tick is None and option) or fingerprint(option) not in identity.own:
            yield option


def _line(paragraph: Element) -> str:
    """The text of a paragraph, without hints in empty controls and without what was deleted."""
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in GONE:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag == f"{W}sdt":
            yield from _control(child)
        elif child.tag != f"{W}p":
            yield from _pieces(child)


def _control(control: Element) -> Iterator[str]:
    """The text of a control; of a box, whether it is ticked."""
    ticked = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
    content = control.find(f"{W}sdtContent")
    if ticked is not None:
        yield CHECKED if ticked.get(f"{W14}val") in ("1", "true", "on") else UNCHECKED
    elif content is not None and not _is_hint(control, content):
        yield from _pieces(content)


def _is_hint(control: Element, content: Element) -> bool:
    """Whether a control shows only its hint.

    Other programs may leave the sign that it does when they fill it, so the style must say so too.
    """
    if "".join(_pieces(content)).strip() in PLACEHOLDERS:
        return True
    shows = control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    return shows and content.find(f".//{W}rPr/{W}rStyle") is not None


# ---------------------------------------------------------------- what stands beside


def _about_file(name: str, parts: Mapping[str, bytes], body: Element) -> Iterator[Finding]:
    if any(next(body.iter(tag), None) is not None for tag in CHANGES):
        message = "the document has tracked changes; it was read as if all were accepted."
        yield Finding(name, "", message, "Check what was read.", left_out=False)
    for part, data in parts.items():
        if part.startswith("word/comments") and b"<w:comment " in data:
            message = "the document has comments; they were not read."
            yield Finding(name, "", message, "Look at them in the document.", left_out=False)
            return


def _twice(file: str, name: str, value: Raw) -> Finding:
    shown = "; ".join(value) if isinstance(value, tuple) else str(value)
    message = f'the field stands twice; "{shown[:60]}" was left out.'
    return Finding(file, name, message, "Write one answer, in the first of the two.")


def _beside(body: Element, inside: set[int]) -> Iterator[tuple[str, str]]:
    """Every paragraph that is in no answer, with the one before it as its place."""
    before = ""
    for paragraph in body.iter(f"{W}p"):
        if any(id(cell) in inside for cell in paragraph.iterancestors(f"{W}tc")):
            continue
        if any(_is_deleted(row) for row in paragraph.iterancestors(f"{W}tr")):
            continue
        text = _line(paragraph).strip()
        yield f'after "{before[:40]}"' if before else "at the beginning", text
        before = text or before
