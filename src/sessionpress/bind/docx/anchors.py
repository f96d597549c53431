"""What names the cells of a form in a document, so that it is found again.

Each answer stands in a cell of a table of its own, and in this cell are two anchors: the tag of a
content control, which Word keeps, and a bookmark, which LibreOffice keeps: up to its version 7.4 it
drops all tags. Whatever stands in the cell of the table is the answer, beside the control or in it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

from sessionpress.answers.cells import split_name

LONGEST_TAG, LONGEST_BOOKMARK = 64, 40
"""What Word takes."""
_BOOKMARK = "in_"

WRITE, WRITE_SHORT, CHOOSE, DATE = "Write here", "…", "Choose", "Date"
PLACEHOLDERS = (WRITE, WRITE_SHORT, CHOOSE, DATE)
"""What stands in a control in which nothing is filled in."""

CHECKED, UNCHECKED = "☒", "☐"


def tag(name: str) -> str:
    """The tag of a control; a name that is too long ends in digits that stand for it."""
    return name if len(name) <= LONGEST_TAG else f"{name[:50]}~{_digits(name)}"


def bookmark(name: str) -> str:
    """The name of a bookmark, which takes letters, digits and low lines."""
    plain = _BOOKMARK + name.replace("/", "__").replace("-", "_")
    fits = len(plain) <= LONGEST_BOOKMARK and _from_bookmark(plain) == name
    return plain if fits else f"{_BOOKMARK}{_digits(name)}"


def _from_bookmark(text: str) -> str:
    return text.removeprefix(_BOOKMARK).replace("__", "/").replace("_", "-")


def _digits(name: str) -> str:
    return f"{zlib.crc32(name.encode()):08x}"


def unlike(names: Iterable[str]) -> str:
    """The anchors that do not say their names themselves, with the names, to be kept."""
    found: dict[str, str] = {}
    for name in names:
        found |= {anchor: name for anchor in (tag(name), bookmark(name)) if named(anchor) != name}
    return " ".join(f"{anchor}={name}" for anchor, name in found.items())


def likened(kept: str) -> dict[str, str]:
    """Read what `unlike` gave: names by anchor."""
    return dict(one.split("=", 1) for one in kept.split() if "=" in one)


def named(anchor: str, kept: Mapping[str, str] | None = None) -> str:
    """The name of the cell that a tag or bookmark is in; empty when it is none of ours."""
    if kept and anchor in kept:
        return kept[anchor]
    name = _from_bookmark(anchor) if anchor.startswith(_BOOKMARK) else anchor
    return name if split_name(name) else ""
