"""Which letters can be printed: those of the fonts that books are printed with."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path


@functools.cache
def printable_letters(fonts: Path) -> frozenset[str]:
    """Every letter and sign that some font of a folder can draw."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to load

    found: set[str] = set()
    for path in sorted(fonts.glob("*.woff2")):
        with TTFont(path, lazy=True) as font:
            found.update(map(chr, font.getBestCmap()))
    return frozenset(found)


def missing_letters(text: str, letters: frozenset[str]) -> tuple[str, ...]:
    """The letters of a text that are not among some, each once; spaces and controls are none."""
    strange = dict.fromkeys(sign for sign in text if sign not in letters)
    return tuple(sign for sign in strange if unicodedata.category(sign)[0] not in "CZ")
