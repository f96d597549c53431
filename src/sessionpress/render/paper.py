"""Sizes of paper: print styles are written for A3, A4 and A5, and printed on what a place has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper: its name, the sides of a sheet in mm, the name of one twice as large."""

    name: str
    width: float
    height: float
    double: str


PAPERS: Mapping[str, Paper] = {
    "a4": Paper("A4", 210, 297, "A3"),
    "letter": Paper("Letter", 215.9, 279.4, "Tabloid"),
}
_SIZE = re.compile(r"size: (A[345])( landscape)?(?: portrait)?;")


def on_paper(css: str, name: str) -> str:
    """A style sheet whose pages of A3, A4 and A5 are those of another paper; as it is for A4.

    Args:
        css: a style sheet that writes sizes as `size: A4 landscape;`.
        name: a name of `PAPERS`.
    """
    paper = PAPERS[name]
    sides = {
        "A3": (paper.height, 2 * paper.width),
        "A4": (paper.width, paper.height),
        "A5": (paper.height / 2, paper.width),
    }

    def size(found: re.Match[str]) -> str:
        narrow, wide = sides[found[1]]
        first, second = (wide, narrow) if found[2] else (narrow, wide)
        return f"size: {first:g}mm {second:g}mm;"

    return css if paper.name == "A4" else _SIZE.sub(size, css)
