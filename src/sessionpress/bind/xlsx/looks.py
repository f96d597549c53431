"""How worksheets look, print and are protected, and how places in them are written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from sessionpress.bind.office import FONT, GREY, LINE, NAVY, PALE

LINE_HEIGHT = 13.0
"""Points of a line of text of 10 points."""
SIGNS = {False: 1.24, True: 1.14}
"""Signs of 10 points, plain and bold, for each unit of the width of a column."""
PAPERS = {"A4": 9, "A3": 8, "Letter": 1}
"""The numbers that spreadsheets have for papers."""

TITLE, HEADING = Font(FONT, 16, bold=True, color=NAVY), Font(FONT, 13, bold=True, color=NAVY)
HEAD, BOLD, PLAIN = Font(FONT, 10, bold=True, color=NAVY), Font(FONT, 10, bold=True), Font(FONT, 10)
SMALL = Font(FONT, 9, color=GREY)

_THIN = Side(style="thin", color=LINE)
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
SHADE = PatternFill("solid", fgColor=PALE)


def rule(color: str) -> Border:
    """A thick line below."""
    return Border(bottom=Side(style="medium", color=color))


def aligned(
    right_to_left: bool, *, wrap: bool = True, horizontal: str | None = None, indent: int = 0
) -> Alignment:
    """Text from the top, in lines, in the direction of the language."""
    return Alignment(
        horizontal=horizontal,
        vertical="top",
        wrap_text=wrap,
        indent=indent,
        readingOrder=2 if right_to_left else 1,
    )


def set_print(page: Worksheet, paper: str, orientation: str) -> None:
    """Print on one sheet of paper in width, on as many as it takes in height."""
    page.page_setup.paperSize = PAPERS[paper]
    page.page_setup.orientation = orientation  # type: ignore[assignment] # one of the two words
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr] # is there
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top, page.page_margins.bottom = 0.75, 0.7
    page.page_margins.header = page.page_margins.footer = 0.35
    page.print_options.horizontalCentered = True


def set_lines(page: Worksheet, head: tuple[str, str], foot: tuple[str, str]) -> None:
    """Print texts above and below each page, at its two sides."""
    for line, texts in ((page.oddHeader, head), (page.oddFooter, foot)):
        assert line is not None  # noqa: S101 - a new worksheet has both
        for part, text in zip((line.left, line.right), texts, strict=True):
            part.text, part.size, part.font = text, 9, f"{FONT},Regular"


def plain(text: str) -> str:
    """A text for the lines above and below a page, where & begins a command."""
    return text[:90].replace("&", "&&")


def protect(page: Worksheet) -> None:
    """Lock labels, without a password; rows may be added and made higher."""
    page.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows"):
        setattr(page.protection, allowed, False)  # False is "not locked"


def height(text: str, font: Font, width: float) -> float:
    """About how many points high a text is in a column so many signs wide.

    Programs reckon it only when somebody writes into the row, so that a form has to say it.
    Wide signs and the tall lines of some scripts get more room.
    """
    size = float(font.sz or 10)
    signs = width * SIGNS[bool(font.b)] * 10 / size
    count = sum(max(1, math.ceil(len(part) / max(signs, 4))) for part in text.split("\n"))
    tall = 1.4 if any(ord(sign) > 0x58F for sign in text) else 1.0
    return count * size * 1.28 * tall


def sheet_title(title: str) -> str:
    """A name that a worksheet can have: 31 characters, none of a few signs."""
    name = " ".join(re.sub(r"[\[\]:*?/\\']", " ", title).split())
    if len(name) > 31:
        name = name[:31].rpartition(" ")[0] or name[:31]
    # Excel keeps one name for itself.
    return f"Sheet {name}".strip() if name.casefold() in ("", "history") else name


def quoted(title: str) -> str:
    """The name of a worksheet in a formula."""
    return "'" + title.replace("'", "''") + "'"


def fixed(coordinate: str) -> str:
    """A place that does not change when a formula is copied: $C$5 of C5."""
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", coordinate)


def together(places: Iterable[str]) -> str:
    """Places below each other as ranges: C5:C7 of C5, C6 and C7.

    A row that is added inside a range gets its rule; one between single places would not.
    """
    rows: dict[str, list[list[int]]] = {}
    for place in places:
        column, row = coordinate_from_string(place)
        runs = rows.setdefault(column, [])
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return " ".join(
        f"{column}{run[0]}:{column}{run[-1]}" if len(run) > 1 else f"{column}{run[0]}"
        for column, runs in rows.items()
        for run in runs
    )


def spread(widths: Mapping[int, float], first: int, last: int) -> float:
    """The width of some columns side by side, in signs."""
    return sum(widths[column] for column in range(first, last + 1))
