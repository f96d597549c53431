"""The worksheet of a profile: the mean level of each section, as a table and drawn.

Each section stands for itself. There is no total, and nobody is compared with anybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.chart import BarChart, RadarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from sessionpress.answers.wording import sections
from sessionpress.bind.office import LINE, NAVY
from sessionpress.bind.xlsx.looks import (
    BOX,
    HEAD,
    PLAIN,
    SHADE,
    SMALL,
    TITLE,
    aligned,
    protect,
    quoted,
    rule,
    set_print,
    sheet_title,
)
from sessionpress.content.model import Sheet
from sessionpress.words import later, words

HEADS = (later("Section"), later("Mean level"), later("Lowest"), later("Highest"))
NOTE = later("Each section stands for itself: there is no total. Blanks are left out.")
DRAWN = 5
"""The column of the hidden worksheet in which stands what is drawn."""
_FEWEST_AXES = 3
_FIRST = 4
"""The row of the heads of the table."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with the places of its levels, as formulas name them."""

    label: str
    levels: tuple[str, ...]
    highest: int


def level_sections(sheet: Sheet, levels: Mapping[str, str]) -> list[Section]:
    """The sections that have levels, in order.

    Args:
        sheet: the sheet.
        levels: where the number of each level stands, by field.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    of = sections(sheet)
    for field in sheet.fields:
        if field.id in levels:
            label = of[field.id] or sheet.title
            found.setdefault(label, []).append((levels[field.id], len(field.levels)))
    return [
        Section(label, tuple(place for place, _ in some), max(high for _, high in some))
        for label, some in found.items()
    ]


def add_profile(
    book: Workbook, data: Worksheet, sheet: Sheet, levels: Mapping[str, str], right_to_left: bool
) -> None:
    """Add the worksheet of the profile, with its chart, to a workbook.

    Args:
        book: the workbook.
        data: its hidden worksheet.
        sheet: the sheet; without levels or the wish for a profile nothing is added.
        levels: where the number of each level stands, by field.
        right_to_left: whether the sheet is read so.
    """
    found = level_sections(sheet, levels)
    if not sheet.profile or not found:
        return
    name = sheet_title(words("Profile"))
    page = book.create_sheet(name if name not in book.sheetnames else words("Levels"), 1)
    page.sheet_view.showGridLines = False
    page.sheet_view.rightToLeft = right_to_left
    set_print(page, "A4", "portrait")
    protect(page)
    for column, width in zip("ABCDE", (1.5, 46, 14, 14, 14), strict=True):
        page.column_dimensions[column].width = width
    _table(page, sheet, found, right_to_left)
    _chart(page, data, found)


def _table(page: Worksheet, sheet: Sheet, found: list[Section], right_to_left: bool) -> None:
    for column in range(2, 6):
        page.cell(1, column).border = rule(NAVY)
    page.row_dimensions[1].height, page.row_dimensions[2].height = 28, 18
    for row, text, font in (
        (1, f"{words('Profile')}: {sheet.title}", TITLE),
        (2, words(NOTE), SMALL),
    ):
        place = page.cell(row, 2, text)
        place.font, place.alignment = font, aligned(right_to_left, wrap=False)
    for column, text in enumerate(map(words, HEADS), 2):
        place = page.cell(_FIRST, column, text)
        place.font, place.fill, place.border = HEAD, SHADE, BOX
    for row, section in enumerate(found, _FIRST + 1):
        all_levels = ",".join(section.levels)
        texts = [section.label] + [
            f'=IF(COUNT({all_levels})=0,"",{function}({all_levels}))'
            for function in ("AVERAGE", "MIN", "MAX")
        ]
        for column, text in enumerate(texts, 2):
            place = page.cell(row, column, text)
            place.font, place.border, place.alignment = PLAIN, BOX, aligned(right_to_left)
            place.number_format = "0.0" if column == 3 else "0"


def _chart(page: Worksheet, data: Worksheet, found: list[Section]) -> None:
    """Draw the means: a radar, or bars where a radar would have no area.

    What is drawn stands on the hidden worksheet, because a blank has to be no value there, not an
    empty text, which would be drawn as 0.
    """
    last = _FIRST + len(found)
    for row in range(_FIRST + 1, last + 1):
        there = f"{quoted(page.title)}!C{row}"
        data.cell(row, DRAWN, f'=IF({there}="",NA(),{there})')
    chart: RadarChart | BarChart
    if len(found) < _FEWEST_AXES:
        chart = BarChart()
        chart.type = "bar"
        chart.gapWidth = 60
    else:
        chart = RadarChart()
        chart.type = "marker"
    chart.add_data(Reference(data, min_col=DRAWN, min_row=_FIRST + 1, max_row=last))
    chart.set_categories(Reference(page, min_col=2, min_row=_FIRST + 1, max_row=last))
    chart.title, chart.legend = None, None
    chart.y_axis.scaling.min = 0
    chart.y_axis.scaling.max = max(section.highest for section in found)
    chart.y_axis.majorUnit = 1
    chart.y_axis.delete = chart.x_axis.delete = False
    grid = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.y_axis.majorGridlines = ChartLines(spPr=grid)
    chart.y_axis.number_format = "0"
    chart.series[0].graphicalProperties.solidFill = NAVY
    chart.series[0].graphicalProperties.line.solidFill = NAVY
    chart.series[0].graphicalProperties.line.width = 28_000
    chart.visible_cells_only = False
    chart.display_blanks = "gap"
    chart.width, chart.height = 17, 13 if len(found) >= _FEWEST_AXES else 3 + 2 * len(found)
    chart.layout = Layout(ManualLayout(x=0.2, y=0.12, w=0.6, h=0.76))
    page.add_chart(chart, f"B{last + 3}")


def untitled(chart: bytes) -> bytes:
    """Keep Excel from writing a title of its own above a chart of one series."""
    return chart.replace(b"<chart><plotArea>", b'<chart><autoTitleDeleted val="1"/><plotArea>')


def describe_chart(drawing: bytes, sheet: Sheet) -> bytes:
    """Give the chart its description for people who do not see it; the library has no way to."""
    about = words("Chart of the mean level of each section of {sheet}; the table above has it.")
    said = about.format(sheet=sheet.title)
    return re.sub(
        rb'(<(?:xdr:)?cNvPr id="\d+" name=)"Chart 1"',
        lambda match: match[1] + f'"Profile" descr={quoteattr(said)}'.encode(),
        drawing,
    )
