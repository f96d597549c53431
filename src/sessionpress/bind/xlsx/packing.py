"""The packing list of an event as a workbook: what to print, and what to bring."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sessionpress.bind.office import NAVY
from sessionpress.bind.xlsx.looks import (
    BOX,
    HEAD,
    PLAIN,
    SHADE,
    aligned,
    height,
    plain,
    rule,
    set_lines,
    set_print,
    sheet_title,
)
from sessionpress.bind.xlsx.saving import saved
from sessionpress.render.pack import Print, PrintPack
from sessionpress.render.paper import PAPERS
from sessionpress.words import words

Row = Sequence[str | int]
PRINT_WIDTHS = (34.0, 30.0, 9.0, 12.0, 10.0, 48.0, 9.0)
THING_WIDTHS = (52.0, 10.0, 10.0, 60.0, 9.0)


def packing_xlsx(pack: PrintPack) -> bytes:
    """Write the packing list of a pack: a worksheet to print, and one to bring."""
    book = Workbook()
    first = book.active
    if isinstance(first, Worksheet):
        book.remove(first)
    head = tuple(map(words, ("What", "File", "Copies", "Paper", "Colour", "For", "Done")))
    rows = [_print_row(one) for one in (*pack.prints, *pack.others)]
    _write(book, pack, words("To print"), (head, *rows), PRINT_WIDTHS)
    if pack.things:
        head = tuple(map(words, ("What", "At once", "In all", "For", "Done")))
        things = [(one.title, one.once, one.total, one.use, "") for one in pack.things]
        _write(book, pack, words("To bring"), (head, *things), THING_WIDTHS)
    return saved(book, f"{words('Packing list')}: {pack.event.title}", pack.date)


def _print_row(one: Print) -> Row:
    colour = words("colour") if one.colour else words("grey")
    return one.title, one.file, one.copies, one.paper, colour, one.use, ""


def _write(
    book: Workbook, pack: PrintPack, title: str, rows: Sequence[Row], widths: Sequence[float]
) -> None:
    page = book.create_sheet(sheet_title(title))
    from_right = pack.direction == "rtl"
    page.sheet_view.rightToLeft = from_right
    for column, wide in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = wide
    for number, row in enumerate(rows, 1):
        font = HEAD if number == 1 else PLAIN
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column)
            cell.value, cell.font, cell.border = value, font, BOX
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
            is_text = isinstance(value, str)
            cell.alignment = aligned(from_right, horizontal=None if is_text else "center")
            if number == 1:
                cell.fill, cell.border = SHADE, rule(NAVY)
        heights = (height(str(one), font, wide) for one, wide in zip(row, widths, strict=True))
        page.row_dimensions[number].height = min(409.0, max(heights) + 4)
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    set_print(page, PAPERS[pack.paper].name, "landscape")
    set_lines(page, (plain(pack.event.title), plain(title)), (plain(pack.toolkit), pack.edition))
