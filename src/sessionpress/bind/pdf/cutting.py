"""Cuts a font down to the glyphs that a file shows, by HarfBuzz."""

from __future__ import annotations

from collections.abc import Collection

DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
"""Tables that no viewer of a PDF asks for."""


def cut_font(data: bytes, glyphs: Collection[int]) -> bytes:
    """Give a font with these glyphs only, under the numbers that they have.

    Args:
        data: the file of the font.
        glyphs: numbers of the glyphs that are used.
    """
    import uharfbuzz as hb  # noqa: PLC0415

    face = hb.Face(data)
    cutter = hb.SubsetInput()
    cutter.flags = (
        hb.SubsetFlags.RETAIN_GIDS
        | hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
        | hb.SubsetFlags.DESUBROUTINIZE
        | hb.SubsetFlags.NO_HINTING
    )
    cutter.glyph_set.set(set(glyphs))
    cutter.drop_table_tag_set.set({_tag(name) for name in DROPPED})
    cut = cutter.subset(face)
    # Numbers after the last glyph that is used need no place.
    cutter.flags &= ~hb.SubsetFlags.RETAIN_GIDS
    cutter.glyph_set.set(set(range(max(glyphs) + 1)))
    return bytes(cutter.subset(cut).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
