"""What Word documents share: how styles, tables and page numbers look, in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sessionpress.bind.office import FONT, LINE, PALE
from sessionpress.words import words


@dataclass(frozen=True, slots=True)
class Look:
    """How a style of paragraphs looks; sizes and spaces in points."""

    size: float
    color: str = "1A1A1A"
    bold: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False


AFTER_DIRECTION = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
"""What comes after the direction in the properties of a paragraph."""


def set_styles(paper: Paper, looks: Mapping[str, Look], *, right_to_left: bool) -> None:
    """Make the styles of a document look so; those that it lacks are made."""
    styles = paper.styles
    names = {style.name for style in styles}
    for name, look in looks.items():
        if name not in names:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        style = styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 - all in the table are
        _dress(style, look, right_to_left=right_to_left)


def _dress(style: ParagraphStyle, look: Look, *, right_to_left: bool) -> None:
    font = style.font
    font.name, font.size, font.bold = FONT, Pt(look.size), look.bold
    font.color.rgb = RGBColor.from_string(look.color)
    run = style.element.get_or_add_rPr()
    fonts = run.find(qn("w:rFonts"))
    for key in list(fonts.attrib):
        if "Theme" in key or "theme" in key:
            del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), FONT)
    # Arabic and the like have sizes and weights of their own.
    font.cs_bold = look.bold
    for old in run.findall(qn("w:szCs")):
        run.remove(old)
    run.find(qn("w:sz")).addnext(element("szCs", val=str(int(look.size * 2))))
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = 1.0
    shape.tab_stops.clear_all()
    shape.keep_with_next = look.keep
    if right_to_left:
        style.element.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), *AFTER_DIRECTION
        )
        font.rtl = True


def underline(style: Any, color: str) -> None:
    """Draw a line below paragraphs of a style."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    border = OxmlElement("w:pBdr")
    border.append(element("bottom", val="single", sz="8", space="2", color=color))
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc"
    )


def set_direction(section: Section) -> None:
    """Make a section one that is read from right to left."""
    section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")


def set_language(paper: Paper, language: str) -> None:
    """Say in which language a document is, in every script."""
    for one in paper.styles.element.xpath(".//w:rPrDefault//w:lang"):
        one.set(qn("w:val"), language)
        one.set(qn("w:bidi"), language)


def styled(paragraph: Paragraph, style: str) -> Paragraph:
    """Give a paragraph its style by id; the library looks through all styles for a name."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


TABLE_ORDER = "tblStyle bidiVisual tblW jc tblInd tblBorders tblLayout tblCellMar tblLook".split()


def line_table(table: Table, *, first_column: bool, right_to_left: bool) -> None:
    """Thin lines, room beside the text, and what tells programs which cells are labels."""
    properties = table._element.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz="4", space="0", color=LINE))
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 90), ("bottom", 40), ("right", 90)):
        margins.append(element(side, w=str(width), type="dxa"))
    look = element("tblLook", val="0000", firstRow="1", firstColumn="1" if first_column else "0")
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    properties.extend([borders, margins, look])
    if right_to_left:
        properties.append(OxmlElement("w:bidiVisual"))
    _put_in_order(properties, TABLE_ORDER)


def _put_in_order(properties: Any, order: Sequence[str]) -> None:
    """Word takes properties in the order of its schema only."""
    places = {qn(f"w:{name}"): place for place, name in enumerate(order)}
    properties[:] = sorted(properties, key=lambda one: places.get(one.tag, len(places)))


def element(name: str, **attributes: str) -> Any:
    """An element of the language of Word."""
    made = OxmlElement(f"w:{name}")
    for key, text in attributes.items():
        made.set(qn(f"w:{key}"), text)
    return made


def shade(cell: _Cell) -> None:
    """Give a cell a pale ground."""
    cell._element.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=PALE))


def keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat(row: Any) -> None:
    """Make a row the head of its table, on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def page_numbers(section: Section) -> None:
    """Add to the foot of a section which page it is, of how many."""
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{words('Page')} ")
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {words('of')} ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that the program works out."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run("1" if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            run._element.append(element("fldChar", fldCharType=kind))
        elif text and kind != "shown":
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {text} "
            run._element.append(instruction)
