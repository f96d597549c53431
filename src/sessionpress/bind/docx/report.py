"""The report as a document that people edit: real styles, real tables, marked places to write.

The same report is the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section as Paper
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sessionpress.answers.blocks import (
    Block,
    Count,
    Counts,
    Grid,
    Lines,
    Profile,
    Report,
    ToWrite,
    Words,
)
from sessionpress.bind.office import FONT, GOLD, LINE, NAVY, PALE
from sessionpress.bind.packages import unpack, write_package

WARM, MARK = "FAF7EE", "8A6D1D"
"""Ground and edge of the places where people write."""

TABLE_TEXT, TO_WRITE, FRONT = "Table text", "To be written", "Front page"
"""Paragraph styles of our own, by the names under which people find them."""
TABLE_TEXT_ID = "Tabletext"
"""The id that python-docx makes of that name."""

SHORT_SIDE, LONG_SIDE, MARGIN = Mm(210), Mm(297), Mm(18)
BAR, LONGEST_BAR = "█", 12
CONTENTS = "Contents"


def report_docx(report: Report) -> bytes:
    """Write a report as DOCX.

    Args:
        report: what it says; drawings are given by the tables beside them.

    Returns:
        The file; the date of the report is the only date in it.
    """
    document = Document()
    _set_styles(document, report)
    _set_properties(document, report)
    _set_paper(document.sections[0], wide=False)
    _front_page(document, report)
    sections = report.all_sections
    _contents(document, [one.title for one in sections])
    wide = False
    for number, section in enumerate(sections, 1):
        if section.wide != wide:
            wide = section.wide
            _set_paper(document.add_section(WD_SECTION.NEW_PAGE), wide=wide)
        _heading(document, section.title, number)
        document.paragraphs[-1].paragraph_format.page_break_before = number == 1
        for block in section.blocks:
            _write(document, block)
    _foot(document, report)
    return _packed(document, report.date)


def _packed(document: Docx, date: dt.date) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return write_package(unpack(written.getvalue()), date)


# ---------------------------------------------------------------- styles and paper


def _set_styles(document: Docx, report: Report) -> None:
    normal = _style(document, "Normal", 10)
    normal.paragraph_format.space_after = Pt(5)
    normal.element.get_or_add_rPr().append(_element("lang", val=report.language))
    for name, size, before in (("Title", 30, 0), ("Subtitle", 14, 0), ("Heading 1", 17, 22)):
        style = _style(document, name, size, color=NAVY)
        style.font.bold = name != "Subtitle"
        style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(6)
        style.paragraph_format.keep_with_next = True
        _drop_borders(style)
        for spread in style.element.get_or_add_rPr().findall(qn("w:spacing")):
            spread.getparent().remove(spread)
    caption = _style(document, "Caption", 10, color=NAVY)
    caption.font.bold = True
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)
    table = _style(document, TABLE_TEXT, 9)
    table.paragraph_format.space_after = Pt(1)
    front = _style(document, FRONT, 12)
    front.paragraph_format.space_after = Pt(2)
    to_write = _style(document, TO_WRITE, 10)
    to_write.paragraph_format.space_after = Pt(0)
    to_write.element.get_or_add_pPr().append(_frame(MARK))
    to_write.element.get_or_add_pPr().append(_element("shd", val="clear", fill=WARM))


def _style(document: Docx, name: str, size: int, color: str = "") -> ParagraphStyle:
    """A paragraph style, made where there is none; its font is ours in every script."""
    styles = document.styles
    known = {style.name for style in styles}
    style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    if color:
        style.font.color.rgb = RGBColor.from_string(color)
    return style


def _drop_borders(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _frame(color: str) -> BaseOxmlElement:
    frame = _element("pBdr")
    for side in ("top", "left", "bottom", "right"):
        frame.append(_element(side, val="dashed", sz="8", space="6", color=color))
    return frame


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _set_properties(document: Docx, report: Report) -> None:
    core = document.core_properties
    core.title, core.subject = report.title, report.edition
    core.author = core.last_modified_by = report.publisher
    core.language, core.comments, core.keywords = report.language, "", ""
    moment = dt.datetime.combine(report.date, dt.time())
    core.created = core.modified = moment
    core.revision = 1


def _set_paper(paper: Paper, *, wide: bool) -> None:
    paper.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    sides = (LONG_SIDE, SHORT_SIDE) if wide else (SHORT_SIDE, LONG_SIDE)
    paper.page_width, paper.page_height = sides
    paper.left_margin = paper.right_margin = paper.top_margin = paper.bottom_margin = MARGIN


# ---------------------------------------------------------------- front, contents, foot


def _front_page(document: Docx, report: Report) -> None:
    space = document.add_paragraph(style=FRONT)
    space.paragraph_format.space_before = Mm(45)
    document.add_paragraph(report.title, style="Title")
    if report.subtitle:
        document.add_paragraph(report.subtitle, style="Subtitle")
    rule = document.add_paragraph(style=FRONT)
    line = _element("pBdr")
    line.append(_element("bottom", val="single", sz="24", space="1", color=GOLD))
    rule._p.get_or_add_pPr().append(line)
    rule.paragraph_format.space_after = Pt(18)
    for number, text in enumerate(report.event):
        document.add_paragraph(style=FRONT).add_run(text).bold = number == 0
    made = document.add_paragraph(report.summary, style=FRONT)
    made.paragraph_format.space_before = Pt(18)
    document.add_paragraph(report.publisher, style=FRONT)
    document.add_paragraph(f"{report.edition}. {report.notice}", style=TABLE_TEXT)


def _contents(document: Docx, titles: Sequence[str]) -> None:
    """A table of contents that the program can bring up to date; until then it holds the titles."""
    heading = document.add_paragraph(CONTENTS, style="Subtitle")
    heading.paragraph_format.page_break_before = True
    for number, title in enumerate(titles, 1):
        paragraph = document.add_paragraph(style="Normal")
        paragraph.paragraph_format.space_after = Pt(2)
        if number == 1:
            _field_part(paragraph, "begin")
            instruction = _element("instrText")
            instruction.text = r' TOC \o "1-1" \h '
            paragraph.add_run()._r.append(instruction)
            _field_part(paragraph, "separate")
        link = _element("hyperlink", anchor=_bookmark(number))
        paragraph._p.append(link)
        run = paragraph.add_run(title)
        link.append(run._r)
        if number == len(titles):
            _field_part(paragraph, "end")


def _field_part(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(_element("fldChar", fldCharType=kind))


def _bookmark(number: int) -> str:
    return f"_Toc{number:06d}"


def _heading(document: Docx, title: str, number: int) -> None:
    paragraph = document.add_paragraph(title, style="Heading 1")
    start = _element("bookmarkStart", id=str(number))
    start.set(qn("w:name"), _bookmark(number))
    paragraph._p.insert(1, start)
    paragraph._p.append(_element("bookmarkEnd", id=str(number)))


def _foot(document: Docx, report: Report) -> None:
    """Title and page number; the sections after the first take them over."""
    document.sections[0].different_first_page_header_footer = True
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = TABLE_TEXT
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{report.title} · ")
    for code in ("PAGE", "NUMPAGES"):
        if code == "NUMPAGES":
            paragraph.add_run(" / ")
        field = _element("fldSimple", instr=code)
        paragraph._p.append(field)
        field.append(paragraph.add_run("1")._r)


# ---------------------------------------------------------------- blocks


def _write(document: Docx, block: Block) -> None:
    match block:
        case Words():
            document.add_paragraph(block.text)
        case ToWrite():
            _write_place(document, block)
        case Grid():
            widths = block.widths or (1,) * len(block.head)
            _table(document, block.caption, block.head, block.rows, widths, named=block.named)
        case Counts():
            widths = (5, 4, 5) if block.named else (7, 5)
            rows = [_count_cells(row, block) for row in block.rows]
            _table(document, block.caption, block.head, rows, widths, named=True)
        case Profile():
            pass  # the table after the drawing says the same


def _write_place(document: Docx, block: ToWrite) -> None:
    """The question, and two empty lines in the same frame."""
    paragraph = document.add_paragraph(style=TO_WRITE)
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.add_run("To be written: ").bold = True
    paragraph.add_run(block.text)
    paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph(style=TO_WRITE)
    document.add_paragraph(style=TO_WRITE)
    document.add_paragraph()


def _count_cells(row: Count, block: Counts) -> tuple[Lines, ...]:
    """An answer, how many with a bar beside it, and who where they are named."""
    bar = BAR * -(-row.number * LONGEST_BAR // max(block.of, 1)) if block.drawn else ""
    cells = ((row.text,), (f"{row.number} {bar}".strip(),))
    return (*cells, (", ".join(row.who) or "–",)) if block.named else cells


# ---------------------------------------------------------------- tables


def _table(
    document: Docx,
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Lines]],
    shares: Sequence[int],
    *,
    named: bool,
) -> None:
    if caption:
        document.add_paragraph(caption, style="Caption")
    table = document.add_table(rows=0, cols=len(head))
    table.autofit = False
    _set_look(table, caption or head[0])
    widths = _widths(document, shares)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _row(table, [(text,) for text in head], widths, bold=range(len(head)))
    for cell in table.rows[0].cells:
        cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", fill=PALE))
    table.rows[0]._tr.get_or_add_trPr().append(_element("tblHeader"))
    for row in rows:
        _row(table, row, widths, bold=range(1 if named and len(head) > 1 else 0))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(document: Docx, shares: Sequence[int]) -> list[Emu]:
    """Parts of the line of the present paper."""
    paper = document.sections[-1]
    line = (paper.page_width or SHORT_SIDE) - 2 * MARGIN
    return [Emu(int(line * share / sum(shares))) for share in shares]


def _row(table: Table, row: Sequence[Lines], widths: Sequence[Emu], bold: range) -> None:
    for place, (cell, lines) in enumerate(zip(_new_cells(table), row, strict=True)):
        cell.width = widths[place]
        _fill(cell, lines, bold=place in bold)


def _new_cells(table: Table) -> tuple[_Cell, ...]:
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]
    return cells


def _fill(cell: _Cell, lines: Lines, *, bold: bool) -> None:
    """A paragraph a line; several lines hang, so that each is seen as one."""
    for number, line in enumerate(lines or ("",)):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        # By its id: finding a style by its name looks through all of them, for each of 2,000 lines.
        paragraph._p.style = TABLE_TEXT_ID
        text, bar = _before_bar(f"• {line}" if len(lines) > 1 else line)
        paragraph.add_run(text).bold = bold
        if bar:
            paragraph.add_run(bar).font.color.rgb = RGBColor.from_string(NAVY)
        if len(lines) > 1:
            paragraph.paragraph_format.left_indent = Pt(7)
            paragraph.paragraph_format.first_line_indent = Pt(-7)


def _before_bar(line: str) -> tuple[str, str]:
    """Part a number from its bar."""
    text, found, _rest = line.partition(f" {BAR}")
    return (f"{text} ", line[len(text) + 1 :]) if found else (line, "")


def _set_look(table: Table, description: str) -> None:
    """Lines between rows, a little air in cells, and words for those who do not see it."""
    properties = table._tbl.tblPr
    borders = _element("tblBorders")
    for side, size, color in (("top", "8", NAVY), ("bottom", "8", NAVY), ("insideH", "4", LINE)):
        borders.append(_element(side, val="single", sz=size, space="0", color=color))
    margins = _element("tblCellMar")
    for side, width in (("top", "40"), ("left", "80"), ("bottom", "40"), ("right", "80")):
        margins.append(_element(side, w=width, type="dxa"))
    properties.append(borders)
    _in_order(properties, _element("tblLayout", type="fixed"))
    properties.append(margins)
    properties.append(_element("tblDescription", val=description))


def _in_order(properties: BaseOxmlElement, layout: BaseOxmlElement) -> None:
    """Put the layout after the borders; python-docx may have put one before them."""
    for old in properties.findall(qn("w:tblLayout")):
        properties.remove(old)
    properties.append(layout)
