"""Which letters a glyph stands for, in Arabic scripts: what is copied or read aloud depends on it.

WeasyPrint 70 gives each glyph the letters of the group in which it is first drawn. A letter that
comes first with a vowel sign then loses its name to the sign, wherever it stands later. The font
itself knows better: it names the letters, and lists the shapes that they take.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

SHAPES = ("isol", "init", "medi", "med2", "fina", "fin2", "fin3")
"""Features that give a letter another shape."""
SINGLE, LIGATURE, EXTENSION = 1, 4, 7
"""Types of lookups in the table of substitutions."""


class _Letters(dict[int, str]):
    """Letters by glyph: those that the font knows, whatever is set; of other glyphs what is set."""

    def __init__(self, known: Mapping[int, str]) -> None:
        super().__init__()
        self._known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self._known.get(glyph, text))


@contextmanager
def named_glyphs() -> Iterator[None]:
    """Have glyphs of Arabic scripts named by their font. It touches private names of WeasyPrint."""
    from weasyprint.pdf.fonts import Font  # noqa: PLC0415

    original = Font.__init__

    def begin(self: Any, *arguments: Any) -> None:
        original(self, *arguments)
        self.to_unicode = _Letters(_letters_of(self.file_content))

    Font.__init__ = begin
    try:
        yield
    finally:
        Font.__init__ = original


@functools.lru_cache(maxsize=32)
def _letters_of(data: bytes) -> Mapping[int, str]:
    """Letters by glyph of a font, as far as they are of Arabic scripts."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(BytesIO(data), lazy=True)
    named: dict[str, str] = {}
    for code, name in sorted(font.getBestCmap().items(), reverse=True):
        if _is_arabic(code):
            named[name] = chr(code)
    if named and "GSUB" in font:
        for feature in SHAPES:
            _name_shapes(font["GSUB"].table, feature, named)
        _name_ligatures(font["GSUB"].table, named)
    return {font.getGlyphID(name): text for name, text in named.items()}


def _is_arabic(code: int) -> bool:
    return 0x600 <= code <= 0x6FF or 0x750 <= code <= 0x77F or 0x8A0 <= code <= 0x8FF


def _name_shapes(table: Any, feature: str, named: dict[str, str]) -> None:
    """Name the shapes that a feature gives to letters which are named already."""
    for rules in _rules(table, SINGLE, feature):
        for letter, shape in rules.mapping.items():
            if letter in named:
                named.setdefault(shape, named[letter])


def _name_ligatures(table: Any, named: dict[str, str]) -> None:
    for rules in _rules(table, LIGATURE):
        for first, ligatures in rules.ligatures.items():
            for one in ligatures:
                parts = (first, *one.Component)
                if all(part in named for part in parts):
                    named.setdefault(one.LigGlyph, "".join(named[part] for part in parts))


def _rules(table: Any, kind: int, feature: str = "") -> Iterator[Any]:
    """The rules of a kind, of one feature or of all."""
    listed = (
        index
        for record in table.FeatureList.FeatureRecord
        if not feature or record.FeatureTag == feature
        for index in record.Feature.LookupListIndex
    )
    for index in dict.fromkeys(listed):
        lookup = table.LookupList.Lookup[index]
        for rules in lookup.SubTable:
            inner = rules.ExtSubTable if lookup.LookupType == EXTENSION else rules
            if inner.LookupType == kind:
                yield inner
