"""A deck as PPTX; the same deck is the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace

from jinja2 import Environment
from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Show
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Page
from pptx.slide import SlideLayout
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Pt

from sessionpress.bind.packages import unpack, write_package
from sessionpress.bind.pictures import SVG, Images, for_old_readers
from sessionpress.bind.pptx import house
from sessionpress.bind.pptx.drawings import draw
from sessionpress.bind.pptx.vectors import add_vector
from sessionpress.direction import direction
from sessionpress.render.deck import (
    Deck,
    Drawing,
    Grid,
    Line,
    Picture,
    Run,
    Runs,
    Slide,
    pictures_of,
)
from sessionpress.render.slide_fit import (
    CAPTION,
    STEP,
    WIDTH,
    Box,
    Layout,
    columns,
    indent,
    lay_out,
)

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NOTES_THEME = "ppt/theme/theme2.xml"
_FEET = "p:sp[p:nvSpPr/p:nvPr/p:ph[@type='ftr' or @type='sldNum']]"
_THIN, _THICK = Pt(0.75), Pt(1.5)
_NUMBERED = "arabicPeriod"
_FROM_LEFT, _FROM_RIGHT, _AS_BEFORE = (
    "\N{LEFT-TO-RIGHT EMBEDDING}",
    "\N{RIGHT-TO-LEFT EMBEDDING}",
    "\N{POP DIRECTIONAL FORMATTING}",
)


def deck_pptx(deck: Deck, images: Images, environment: Environment) -> bytes:
    """Write a deck as PPTX.

    Args:
        deck: what it holds.
        images: media type and bytes of each picture, by its site address.
        environment: the templates of the house; it needs those in `pptx/`.

    Returns:
        The file; the date of the deck is the only date in it.

    Raises:
        BuildError: a picture cannot be read.
    """
    show = house.empty_deck(deck, environment)
    writer = _Writer(deck, show, for_old_readers(images, pictures_of(deck)))
    writer.first()
    for slide in deck.slides:
        writer.slide(slide)
    _set_properties(show, deck)
    written = io.BytesIO()
    show.save(written)
    parts = unpack(written.getvalue())
    if _NOTES_THEME in parts:
        parts[_NOTES_THEME] = house.theme(deck, environment)
    return write_package(parts, dt.date.fromisoformat(deck.date))


def _set_properties(show: Show, deck: Deck) -> None:
    core = show.core_properties
    core.title, core.subject = f"{deck.kicker}: {deck.title}", deck.toolkit
    core.author = core.last_modified_by = deck.author
    core.language, core.comments, core.keywords = deck.language, deck.edition, ""
    core.created = core.modified = dt.datetime.combine(dt.date.fromisoformat(deck.date), dt.time())
    core.revision = 1


class _Writer:
    """Adds slides to a presentation."""

    def __init__(self, deck: Deck, show: Show, images: Images) -> None:
        self._deck = deck
        self._show = show
        self._images = images
        self._rtl = deck.direction == "rtl"

    def first(self) -> None:
        """The first slide: which session, of which toolkit and edition, and the notice."""
        page = self._page(self._show.slide_layouts[house.FIRST])
        deck = self._deck
        holders = {one.placeholder_format.idx: one for one in page.placeholders}
        _write(page.shapes.title, [Line((Run(deck.title),))], deck)
        _write(holders[house.ABOVE], [Line((Run(deck.kicker),))], deck)
        under = [Line((Run(text),)) for text in (deck.toolkit, deck.edition)]
        _write(holders[house.UNDER], under, deck)
        _write(holders[house.NOTICE], [Line((Run(deck.notice),))], deck)

    def slide(self, slide: Slide) -> None:
        """A slide, its boxes, its notes."""
        layout = lay_out(slide, self._deck.language)
        texts = [box for box in layout.boxes if isinstance(box.parts[0], Line)]
        kind = house.TEXT if texts else house.TITLE_ONLY
        page = self._page(self._show.slide_layouts[kind])
        _write(page.shapes.title, [Line(slide.title)], self._deck)
        _set_size(page.shapes.title, layout.title, 0)
        for box in layout.boxes:
            self._box(page, box, layout, is_main=bool(texts) and box is texts[0])
        self._foot(page)
        self._notes(page, slide)

    def _page(self, layout: SlideLayout) -> Page:
        page: Page = self._show.slides.add_slide(layout)
        return page

    def _box(self, page: Page, box: Box, layout: Layout, *, is_main: bool) -> None:
        match box.parts[0]:
            case Line():
                self._text(page, box, layout, is_main=is_main)
            case Grid() as grid:
                self._table(page, grid, box, layout.size)
            case Picture() as picture:
                self._picture(page, picture, box)
            case Drawing() as drawing:
                draw(page, drawing, self._place(box), self._deck.language)
                self._caption(page, drawing, box)

    def _place(self, box: Box) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height of a box, turned round where reading begins at the right."""
        left = WIDTH - box.x - box.width if self._rtl else box.x
        return _pt(left), _pt(box.y), _pt(box.width), _pt(box.height)

    def _text(self, page: Page, box: Box, layout: Layout, *, is_main: bool) -> None:
        """Lines; the first box of them is the text of the slide, as outlines know it."""
        place = self._place(box)
        if is_main:
            shape: BaseShape = page.placeholders[1]
            shape.left, shape.top, shape.width, shape.height = place
        else:
            shape = page.shapes.add_textbox(*place)
            _bare(shape)
        lines = [part for part in box.parts if isinstance(part, Line)]
        _write(shape, lines, self._deck)
        _set_size(shape, layout.size, max(line.level for line in lines))
        starts = _starts(lines)
        for paragraph, line, start in zip(_frame(shape).paragraphs, lines, starts, strict=True):
            _set_list(paragraph._p, line, start, layout.size)

    def _table(self, page: Page, grid: Grid, box: Box, size: int) -> None:
        rows = [row for row in (grid.head, *grid.rows) if row]
        widths = columns(grid, box.width, size)
        frame = page.shapes.add_table(len(rows), len(widths), *self._place(box))
        _describe(frame, grid.caption)
        table = frame.table
        table.first_row, table.first_col = bool(grid.head), grid.named
        table.horz_banding = False
        if self._rtl:
            table._tbl.get_or_add_tblPr().set("rtl", "1")
        for place, wide in enumerate(widths):
            table.columns[place].width = _pt(wide)
        for number, row in enumerate(rows):
            table.rows[number].height = _pt(box.height / len(rows))
            for place in range(len(widths)):
                bold = (number == 0 and bool(grid.head)) or (place == 0 and grid.named)
                runs = row[place] if place < len(row) else ()
                cell = table.cell(number, place)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.margin_left = cell.margin_right = Pt(8)
                cell.margin_top = cell.margin_bottom = Pt(4)
                _fill(cell.text_frame, [Line(runs)], self._deck, size=size, bold=bold)
                _look(cell._tc, head=number == 0 and bool(grid.head))

    def _picture(self, page: Page, picture: Picture, box: Box) -> None:
        media, data = self._images[picture.address]
        place = self._place(box)
        if media == SVG:
            shape = add_vector(page, data, place)
        else:
            shape = page.shapes.add_picture(io.BytesIO(data), *place)
        _describe(shape, picture.alt)

    def _caption(self, page: Page, drawing: Drawing, box: Box) -> None:
        if drawing.caption:
            left, top, wide, high = self._place(box)
            shape = page.shapes.add_textbox(left, Emu(top + high), wide, _pt(1.6 * CAPTION))
            _bare(shape)
            frame = _frame(shape)
            _fill(frame, [Line((Run(drawing.caption),))], self._deck, size=int(CAPTION))

    def _foot(self, page: Page) -> None:
        """Session, toolkit, edition and number: a slide has what its layout offers."""
        for element in page.slide_layout.shapes._spTree.xpath(_FEET):
            copy = parse_xml(etree.tostring(element))
            copy.find(f".//{qn('p:cNvPr')}").set("id", str(_next_id(page)))
            page.shapes._spTree.append(copy)
        deck = self._deck
        text = f"{deck.kicker} · {deck.toolkit}, {deck.edition}"
        foot = next(one for one in page.placeholders if one.placeholder_format.idx == 11)
        _fill(_frame(foot), [Line((Run(text),))], deck, size=int(CAPTION))
        for run in foot._element.iter(qn("a:rPr")):
            # LibreOffice does not look for the font of a foot in the master.
            run.extend(_elements('<a:latin typeface="+mn-lt"/><a:cs typeface="+mn-cs"/>'))

    def _notes(self, page: Page, slide: Slide) -> None:
        if not slide.notes:
            return
        frame = page.notes_slide.notes_text_frame
        if frame is None:
            raise ValueError("the pages of notes have no place for text")
        lines = [Line((Run(slide.item, bold=True),))] if slide.item else []
        shown = [*lines, *(_marked(line) for line in slide.notes)]
        _fill(frame, shown, self._deck)


def _next_id(page: Page) -> int:
    return max(shape.shape_id for shape in page.shapes) + 1


def _marked(line: Line) -> Line:
    """A line of notes with its sign in words: pages of notes have no lists."""
    sign = {"bullet": "• ", "number": f"{line.number}. ", "": ""}[line.mark]
    return Line((Run("    " * line.level + sign), *line.runs)) if sign else line


# ---------------------------------------------------------------- text


def _pt(value: float) -> Emu:
    return Emu(round(value * 12_700))


def _frame(shape: BaseShape) -> TextFrame:
    frame: TextFrame = shape.text_frame  # type: ignore[attr-defined]
    return frame


def _write(shape: BaseShape | None, lines: Sequence[Line], deck: Deck) -> None:
    if shape is None:
        raise ValueError("the layout has no title")
    _fill(_frame(shape), lines, deck)


def _fill(
    frame: TextFrame, lines: Sequence[Line], deck: Deck, *, size: int = 0, bold: bool = False
) -> None:
    """Put lines into a frame, a paragraph each, each run with its look and language."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else _new_paragraph(frame)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("algn", "r" if deck.direction == "rtl" else "l")
        properties.set("rtl", str(int(deck.direction == "rtl")))
        if line.level:
            paragraph.level = min(line.level, 8)
        for run in _turned(line.runs, deck):
            made = paragraph.add_run()
            made.text = run.text
            properties = made._r.get_or_add_rPr()
            properties.set("lang", run.language or deck.language)
            if run.bold or bold:
                properties.set("b", "1")
            if run.italic:
                properties.set("i", "1")
            if size:
                properties.set("sz", str(size * 100))


def _new_paragraph(frame: TextFrame) -> _Paragraph:
    made: _Paragraph = frame.add_paragraph()  # type: ignore[no-untyped-call]
    return made


def _turned(runs: Runs, deck: Deck) -> Runs:
    """A line in a language of the other direction keeps its order inside, and its sign outside.

    The marks are of the old kind, which every program knows.
    """
    if not runs or not all(
        direction(run.language or deck.language) != deck.direction for run in runs
    ):
        return runs
    mark = _FROM_LEFT if deck.direction == "rtl" else _FROM_RIGHT
    first = replace(runs[0], text=mark + runs[0].text)
    turned = (first, *runs[1:])
    return (*turned[:-1], replace(turned[-1], text=turned[-1].text + _AS_BEFORE))


def _set_size(shape: BaseShape | None, size: int, deepest: int) -> None:
    """Say how large letters are once for the whole frame, where whoever edits it finds it."""
    if shape is None:
        return
    styles = _frame(shape)._txBody.find(qn("a:lstStyle"))
    levels = (f"lvl{level}pPr" for level in range(1, deepest + 2))
    styles.extend(
        _elements("".join(f'<a:{one}><a:defRPr sz="{size * 100}"/></a:{one}>' for one in levels))
    )


def _starts(lines: Sequence[Line]) -> list[int]:
    """The number of the first item of the list in which each line stands."""
    starts: list[int] = []
    begun: dict[int, tuple[int, int]] = {}
    for line in lines:
        first, last = begun.get(line.level, (0, 0))
        goes_on = line.mark == "number" and last and line.number == last + 1
        first = first if goes_on else line.number
        kept = {level: one for level, one in begun.items() if level < line.level}
        begun = {**kept, line.level: (first, line.number if line.mark == "number" else 0)}
        starts.append(first)
    return starts


def _set_list(paragraph: etree._Element, line: Line, start: int, size: float) -> None:
    """Say of a paragraph how far it stands in, and which sign it has."""
    properties = paragraph.get_or_add_pPr()
    properties.set("marL", str(_pt(indent(line, size))))
    properties.set("indent", str(-_pt(STEP * size) if line.mark else 0))
    space = '<a:spcBef><a:spcPct val="40000"/></a:spcBef>'
    colour = '<a:buClr><a:schemeClr val="accent6"/></a:buClr>'
    signs = {
        "": "<a:buNone/>",
        "bullet": f'{colour}<a:buFont typeface="Arial"/><a:buChar char="•"/>',
        "number": '<a:buClr><a:schemeClr val="tx2"/></a:buClr><a:buFont typeface="+mj-lt"/>'
        f'<a:buAutoNum type="{_NUMBERED}" startAt="{start}"/>',
    }
    properties.extend(_elements(space + signs[line.mark]))


def _elements(xml: str) -> list[etree._Element]:
    """Elements of DrawingML from their text."""
    return list(parse_xml(f'<a:holder xmlns:a="{_A}">{xml}</a:holder>'))


def _bare(shape: BaseShape) -> None:
    """A box of text without space around its text."""
    frame = _frame(shape)
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)


def _describe(shape: BaseShape, text: str) -> None:
    """What is read out for a shape."""
    shape._element.find(f".//{qn('p:cNvPr')}").set("descr", text)


# ---------------------------------------------------------------- tables


def _look(cell: etree._Element, *, head: bool) -> None:
    """Lines between rows, and a ground below the head; colours are those of the theme."""
    wide, colour = (_THICK, "tx2") if head else (_THIN, "accent3")
    paint = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR"))
    lines = "".join(f'<a:{side} w="{wide}">{paint}</a:{side}>' for side in ("lnT", "lnB"))
    ground = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>' if head else "<a:noFill/>"
    properties = cell.get_or_add_tcPr()
    properties.extend(_elements(none + lines + ground))
