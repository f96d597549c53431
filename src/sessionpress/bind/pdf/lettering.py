"""The font of what is typed into forms: one byte a letter, which every viewer can type in.

WeasyPrint's own fonts have two bytes a letter and only the letters that are printed. This one holds
all letters of Western Europe and those that Turkish and Azerbaijani need beside them; in other
scripts viewers use a font of their own, if they have one.
"""

from __future__ import annotations

import functools
from io import BytesIO
from typing import Any

import pydyf

TURKIC = {
    0x7F: ("Ğ", "uni011E"),
    0x81: ("ğ", "uni011F"),
    0x8D: ("İ", "uni0130"),
    0x8F: ("\u0131", "uni0131"),
    0x90: ("Ş", "uni015E"),
    0x9D: ("ş", "uni015F"),
    0xAD: ("Ə", "uni018F"),
    0xB8: ("ə", "uni0259"),
}
"""Code of each added letter and the name of its shape; the codes are free or never typed alone."""

YEAR_1970 = 2_082_844_800
"""Seconds from 1904 on, as fonts count them."""

DROPPED = ("DSIG", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "prep")
"""Tables of a font that matter for setting text, not for typing it."""


def letters() -> dict[int, str]:
    """Every code of the font and its letter."""
    western = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
    added = {code: letter for code, (letter, _shape) in TURKIC.items()}
    return {code: letter for code, letter in (western | added).items() if letter}


@functools.cache
def joined_font(files: tuple[bytes, ...]) -> bytes:
    """Make one small font of the letters, each taken from the first file that has it."""
    from fontTools.merge import Merger  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    wanted, parts = set(map(ord, letters().values())), []
    for data in files:
        font = TTFont(BytesIO(data), recalcTimestamp=False)
        found = wanted & set(font.getBestCmap())
        wanted -= found
        if found:
            parts.append(_part(font, found))
    joined = Merger().merge(parts)
    # The same files give the same bytes, whatever the time is.
    joined.recalcTimestamp = False
    joined["head"].created = joined["head"].modified = YEAR_1970
    return _saved(joined).getvalue()


def _part(font: Any, wanted: set[int]) -> BytesIO:
    from fontTools import subset  # noqa: PLC0415

    options = subset.Options(
        layout_features=[],
        name_IDs=[1, 2, 6],
        notdef_outline=True,
        hinting=False,
        glyph_names=False,
        recalc_timestamp=False,
    )
    options.drop_tables += DROPPED
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    return _saved(font)


def _saved(font: Any) -> BytesIO:
    data = BytesIO()
    font.flavor = None
    font.save(data)
    data.seek(0)
    return data


def add_font(pdf: Any, data: bytes) -> bytes:
    """Add a font of `joined_font` to a PDF; give its reference."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(BytesIO(data))
    name = f"/{font['name'].getDebugName(6)}"
    codes = letters()
    differences = [
        part for code, (_letter, shape) in TURKIC.items() for part in (code, f"/{shape}")
    ]
    return _added(
        pdf,
        Type="/Font",
        Subtype="/TrueType",
        BaseFont=name,
        Encoding=pydyf.Dictionary(
            {
                "Type": "/Encoding",
                "BaseEncoding": "/WinAnsiEncoding",
                "Differences": pydyf.Array(differences),
            }
        ),
        FirstChar=min(codes),
        LastChar=max(codes),
        Widths=pydyf.Array(_widths(font, codes)),
        FontDescriptor=_descriptor(pdf, font, name, data),
    )


def _widths(font: Any, codes: dict[int, str]) -> list[int]:
    """The width of each code, in thousandths of the size."""
    shapes, metrics = font.getBestCmap(), font["hmtx"].metrics
    return [
        round(metrics[shapes.get(ord(codes.get(code, "\0")), ".notdef")][0] * _unit(font))
        for code in range(min(codes), max(codes) + 1)
    ]


def _unit(font: Any) -> float:
    return 1000 / float(font["head"].unitsPerEm)


def _descriptor(pdf: Any, font: Any, name: str, data: bytes) -> bytes:
    head, lines = font["head"], font["hhea"]
    corners = (head.xMin, head.yMin, head.xMax, head.yMax)
    file = pydyf.Stream([data], {"Length1": len(data)}, compress=True)
    pdf.add_object(file)
    return _added(
        pdf,
        Type="/FontDescriptor",
        FontName=name,
        Flags=32,
        FontBBox=pydyf.Array([round(one * _unit(font)) for one in corners]),
        ItalicAngle=0,
        Ascent=round(lines.ascent * _unit(font)),
        Descent=round(lines.descent * _unit(font)),
        CapHeight=round(font["OS/2"].sCapHeight * _unit(font)),
        StemV=80,
        FontFile2=file.reference,
    )


def _added(pdf: Any, **values: Any) -> bytes:
    thing = pydyf.Dictionary(values)
    pdf.add_object(thing)
    return bytes(thing.reference)
