"""A gathering: leaves of a book that begin a new page, laid out apart from the rest of the book.

What a gathering prints of the book around it are numbers: its own page numbers and how many pages
there are, at the foot, and the numbers of pages to which its links lead. The foot is set when all
is known. A number in the text gets room for its digits, which are of one width, and its digits
later; so a gathering has to be laid out again only when a number has more of them than it has room
for. Room for one too many is taken out of the line, where lines begin at the left.

All that touches private names of WeasyPrint 70.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

SLOT = re.compile(r'data-number="#([^"]*)"')
"""Room for the number of the page on which a place is; the place is named by its id."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many pages a gathering has, and on which of them, from 0, each of its places is."""

    pages: int
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gathering:
    """Pages that are laid out and wait for their numbers."""

    document: Any
    margins: tuple[tuple[Any, Any], ...]
    """What WeasyPrint makes the margins of each page from, and the page."""

    @property
    def extent(self) -> Extent:
        """What others need to know of it."""
        places: dict[str, int] = {}
        for index, page in enumerate(self.document.pages):
            for name in page.anchors:
                places.setdefault(name, index)
        return Extent(len(self.document.pages), places)

    def number(self, first: int, total: int, numbers: Callable[[str], str]) -> None:
        """Print all numbers; once.

        Args:
            first: the number of its first page.
            total: how many pages the book has.
            numbers: gives the number of the page of a place, as it is printed.
        """
        from weasyprint.formatting_structure.boxes import LineBox  # noqa: PLC0415
        from weasyprint.layout import background, page  # noqa: PLC0415

        for index, (context, sheet) in enumerate(self.margins):
            narrower = 0.0
            for box in sheet.descendants(placeholders=True):
                if isinstance(box, LineBox):
                    narrower += _print_numbers(box, numbers)
            if narrower:
                _look_for_links(self.document.pages[index])
            context.current_page = index + 1
            state = context.page_maker[index + 1][3]
            state[1].update({"page": [first + index], "pages": [total]})
            around = tuple(page.make_margin_boxes(context, sheet, state))
            for box in around:
                background.layout_box_backgrounds(sheet, box, context.get_image_from_uri)
            sheet.children = (*sheet.children, *around)


def _print_numbers(line: Any, numbers: Callable[[str], str]) -> float:
    """Put digits into the texts of a line, or of a part of it, that have room for them.

    Room that is not needed is taken out of the line: what follows moves up.

    Returns:
        By how much it got narrower, in CSS pixels.
    """
    from weasyprint.formatting_structure.boxes import InlineBox, TextBox  # noqa: PLC0415

    narrower = 0.0
    for box in line.children:
        if narrower:
            box.translate(-narrower, 0)
        if isinstance(box, InlineBox):
            narrower += _print_numbers(box, numbers)
        elif isinstance(box, TextBox):
            narrower += _print_number(box, numbers)
    if narrower and isinstance(line, InlineBox):
        line.width -= narrower
    return narrower


def _print_number(box: Any, numbers: Callable[[str], str]) -> float:
    """Put the digits into a text that has room for them; give the room that was too much."""
    from weasyprint.text.line_break import line_size  # noqa: PLC0415

    element = box.element
    room = element.get("data-number", "") if box.text and element is not None else ""
    if not (room and box.element_tag.endswith("::after") and room in box.text):
        return 0.0
    number = numbers(element.get("href").removeprefix("#"))
    box.text = box.text.replace(room, number)
    layout = box.pango_layout
    layout.text = box.text
    if len(number) == len(room):
        return 0.0
    layout.reactivate(box.style)
    before, (box.width, _height) = box.width, line_size(layout.get_first_line()[0], box.style)
    layout.deactivate()
    return float(before - box.width)


def _look_for_links(page: Any) -> None:
    """Find anew where the links and places of a page are, as WeasyPrint does when it makes one."""
    from weasyprint.anchors import gather_anchors  # noqa: PLC0415

    page.links.clear()
    page.bookmarks.clear()
    page.anchors.clear()
    page.forms = {None: []}
    gather_anchors(page._page_box, page.anchors, page.links, page.bookmarks, page.forms)


def lay_out(render: Callable[[], Any]) -> Gathering:
    """Lay out a gathering without its margins.

    Args:
        render: has WeasyPrint make its document.
    """
    from weasyprint import layout  # noqa: PLC0415

    margins: list[tuple[Any, Any]] = []
    original = layout.make_margin_boxes

    def later(context: Any, page: Any, _state: Any) -> tuple[()]:
        margins.append((context, page))
        return ()

    layout.make_margin_boxes = later
    try:
        return Gathering(render(), tuple(margins))
    finally:
        layout.make_margin_boxes = original


@contextmanager
def part_of_a_book(places: Collection[str]) -> Iterator[None]:
    """Have a gathering written as a part: links may lead out of it, and fonts are only named.

    Args:
        places: ids of all places in the book.
    """
    from weasyprint import pdf  # noqa: PLC0415
    from weasyprint.pdf.fonts import Font  # noqa: PLC0415

    resolve, clean = pdf.resolve_links, Font.clean

    def resolve_links(pages: Any) -> Iterator[tuple[list[Any], list[Any]]]:
        known: set[str] = set()
        for page in pages:
            mine = [(name, x, y) for name, (x, y, *_) in page.anchors.items() if name not in known]
            known.update(page.anchors)
            # What leads nowhere is named by the proof of the book.
            yield [link for link in page.links if link[0] != "internal" or link[1] in places], mine

    pdf.resolve_links = resolve_links
    Font.clean = lambda font, *_: setattr(font, "file_content", seal_of(font.file_content))
    try:
        yield
    finally:
        pdf.resolve_links, Font.clean = resolve, clean


def seal_of(font: bytes) -> bytes:
    """What stands in a part for a font: the kind of its file, and its SHA-256."""
    return font[:4] + hashlib.sha256(font).digest()
