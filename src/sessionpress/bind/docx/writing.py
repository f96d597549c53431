"""The form of a sheet as a document: labels on the left, controls to fill in on the right."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as value

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sessionpress.answers.cells import Cell, cells, field_cells
from sessionpress.bind.docx.anchors import unlike
from sessionpress.bind.docx.controls import Controls
from sessionpress.bind.docx.looks import (
    Look,
    keep_whole,
    line_table,
    page_numbers,
    repeat,
    set_direction,
    set_language,
    set_styles,
    shade,
    styled,
    underline,
)
from sessionpress.bind.office import (
    GOLD,
    GREY,
    NAVY,
    column_weights,
    computed_words,
    filled_by,
    first_label,
    guidance,
    is_right_to_left,
    option_texts,
    starred,
    write_identity,
)
from sessionpress.bind.packages import CUSTOM, unpack, write_package, write_properties
from sessionpress.content.model import Field, Sheet, Toolkit
from sessionpress.schema import FUNCTIONS
from sessionpress.words import words

PAPERS = {"A4": (Mm(210), Mm(297)), "A3": (Mm(297), Mm(420))}
MARGIN = Mm(16)
LABEL_SHARE, SCALE_SHARE = 0.36, 0.56
"""How much of the width labels take; more where levels are described."""
LINE_HEIGHT = Pt(13)

LABEL, HELP, ANSWER, LEVEL = "Sheet Label", "Sheet Help", "Sheet Answer", "Sheet Level"
HEAD, GAP = "Sheet Head", "Sheet Gap"
_LONGEST_PROPERTY = 255
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_LINK = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)


def sheet_docx(toolkit: Toolkit, sheet: Sheet, language: str) -> bytes:
    """Make the form of a sheet as DOCX.

    Args:
        toolkit: where the sheet is from.
        sheet: the sheet.
        language: tag of the language of the sheet's words.

    Returns:
        The file: the same bytes for the same sheet.
    """
    form = _Form(toolkit, sheet, language, Document(), Controls(language))
    _set_styles(form)
    _set_page(form)
    form.head()
    for group in _groups(sheet):
        form.section(group[0])
        if group[0].kind == "table":
            form.table(group[0])
        else:
            form.fields(group)
    _identify(form)
    return _packed(form)


def _groups(sheet: Sheet) -> list[list[Field]]:
    """Fields that stand in one table of the document: those between headings and tables."""
    groups: list[list[Field]] = []
    for one in sheet.fields:
        alone = one.kind == "table" or bool(one.section)
        if alone or not groups or groups[-1][-1].kind == "table":
            groups.append([])
        groups[-1].append(one)
    return groups


@dataclass
class _Form:
    """The document as it grows; `texts` is everything that it says."""

    toolkit: Toolkit
    sheet: Sheet
    language: str
    paper: Paper
    controls: Controls
    texts: list[str] = value(default_factory=list)

    @property
    def right_to_left(self) -> bool:
        """Whether the sheet is read so."""
        return is_right_to_left(self.language)

    @property
    def width(self) -> int:
        """The width between the margins."""
        section = self.paper.sections[0]
        whole = section.page_width or Mm(210)
        return int(whole - (section.left_margin or 0) - (section.right_margin or 0))

    def say(self, text: str, style: str) -> Paragraph:
        """A paragraph of the document."""
        self.texts.append(text)
        return styled(self.paper.add_paragraph(text), style)

    def head(self) -> None:
        """Title, who fills it, what it is for."""
        self.say(self.sheet.title, "Title")
        self.say(filled_by(self.sheet), HELP)
        if self.sheet.summary:
            self.say(self.sheet.summary, "Normal")
        if any(field.required for field in self.sheet.fields):
            self.say(words("* Please fill in."), HELP)
        self._after()

    def section(self, field: Field) -> None:
        """The heading above a field that begins a section."""
        if field.section:
            self.say(field.section, "Heading 1")

    def fields(self, fields: Sequence[Field]) -> None:
        """A table of labels and answers."""
        described = any(field.kind == "scale" for field in self.sheet.fields)
        share = SCALE_SHARE if described else LABEL_SHARE
        table = self._new_table(len(fields), [share, 1 - share], first_column=True)
        for row, field in zip(table.rows, fields, strict=True):
            cell = next(iter(field_cells(field)))
            levels = option_texts(cell) if field.kind == "scale" else []
            lines = [
                (starred(field), LABEL),
                *((one, HELP) for one in guidance(self.toolkit, field)),
                *((one, LEVEL) for one in levels),
            ]
            self._write(row.cells[0], lines)
            self._answer(row.cells[1], cell)
            row.height = Emu(LINE_HEIGHT * field.lines + Pt(6))
        self._after()

    def table(self, field: Field) -> None:
        """A table field: its label above, its heads on every page."""
        self.say(starred(field), LABEL).paragraph_format.keep_with_next = True
        for text in guidance(self.toolkit, field):
            self.say(text, HELP).paragraph_format.keep_with_next = True
        labelled = any(field.rows)
        weights = column_weights(field)
        table = self._new_table(len(field.rows) + 1, weights, first_column=labelled)
        heads = ([first_label(field)] if labelled else []) + [one.label for one in field.columns]
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            self._write(cell, [(text, HEAD)])
            shade(cell)
        repeat(table.rows[0])
        rows: dict[int, list[Cell]] = {}
        for one in field_cells(field):
            rows.setdefault(one.row, []).append(one)
        for (number, row_cells), row in zip(rows.items(), list(table.rows)[1:], strict=True):
            places = list(row.cells)
            if labelled:
                self._write(places.pop(0), [(field.rows[number - 1], LABEL)])
            for place, one in zip(places, row_cells, strict=True):
                self._answer(place, one)
            row.height = Emu(LINE_HEIGHT * 2)
        if field.grows:
            self.say(words("For more rows, copy the last row and paste it below."), HELP)
        self._after()

    def _after(self) -> None:
        """A little space: two tables without a paragraph between them would become one."""
        styled(self.paper.add_paragraph(), GAP)

    def _new_table(self, rows: int, weights: Sequence[float], *, first_column: bool) -> Table:
        table: Table = self.paper.add_table(rows, len(weights))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        line_table(table, first_column=first_column, right_to_left=self.right_to_left)
        for column, weight in zip(table.columns, weights, strict=True):
            column.width = Emu(int(self.width * weight / sum(weights)))
            for cell in column.cells:
                cell.width = column.width
        for row in table.rows:
            keep_whole(row)
        return table

    def _write(self, place: _Cell, lines: Iterable[tuple[str, str]]) -> None:
        """Put texts with their styles into a cell of a table."""
        for number, (text, style) in enumerate(lines):
            paragraph = place.paragraphs[0] if not number else place.add_paragraph()
            styled(paragraph, style).add_run(text)
            self.texts.append(text)

    def _answer(self, place: _Cell, cell: Cell) -> None:
        """Put the control of an answer into a cell of a table."""
        said = ""
        if cell.kind == "computed" and cell.formula:
            of = words(FUNCTIONS[cell.formula.function])
            said = of if cell.column else computed_words(cell.formula, self.sheet)
            shade(place)
        if cell.kind == "choices":
            self.texts += option_texts(cell)
        place._element.remove(place.paragraphs[0]._element)
        for xml in self.controls.paragraphs(cell, ANSWER.replace(" ", ""), said):
            place._element.append(parse_xml(xml))


# ---------------------------------------------------------------- styles and page


LOOKS = {
    "Normal": Look(10, before=3, after=4),
    "Title": Look(20, NAVY, bold=True, after=3),
    "Heading 1": Look(13, NAVY, bold=True, before=10, after=4, keep=True),
    LABEL: Look(10, bold=True),
    HELP: Look(8.5, GREY, after=1),
    LEVEL: Look(9.5),
    ANSWER: Look(10),
    HEAD: Look(9.5, NAVY, bold=True, keep=True),
    GAP: Look(5),
    "Header": Look(8.5, GREY),
    "Footer": Look(8.5, GREY),
}


def _set_styles(form: _Form) -> None:
    set_styles(form.paper, LOOKS, right_to_left=form.right_to_left)
    styles = form.paper.styles
    for name, color in (("Title", NAVY), ("Heading 1", GOLD)):
        underline(styles[name], color)
    if "Placeholder Text" not in {style.name for style in styles}:
        hint = styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
        hint.font.color.rgb = RGBColor.from_string("6F6F6F")


def _set_page(form: _Form) -> None:
    section = form.paper.sections[0]
    width, height = PAPERS[form.sheet.paper]
    if form.sheet.orientation == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(19)
    section.header_distance = section.footer_distance = Mm(9)
    if form.right_to_left:
        set_direction(section)
    settings = form.toolkit.settings
    _two_sides(section.header.paragraphs[0], form.sheet.title, form)
    section.header.paragraphs[0].add_run(filled_by(form.sheet))
    _two_sides(section.footer.paragraphs[0], f"{settings.title}, {settings.edition}", form)
    page_numbers(section)
    set_language(form.paper, form.language)


def _two_sides(paragraph: Paragraph, text: str, form: _Form) -> None:
    """A line with a text at its beginning; what is added comes to its end."""
    stops = paragraph.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Emu(form.width), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\t")


# ---------------------------------------------------------------- the file


def _short(text: str) -> str:
    """A text as long as a property may be; the whole of it stands on the form."""
    return textwrap.shorten(text, _LONGEST_PROPERTY, placeholder=" …")


def _identify(form: _Form) -> None:
    """Write who the form is into its properties."""
    settings, package = form.toolkit.settings, form.paper.part.package
    about = form.paper.core_properties
    about.title, about.author = _short(form.sheet.title), _short(settings.publisher)
    about.subject, about.comments = _short(settings.title), _short(form.sheet.summary)
    about.language = form.language
    about.last_modified_by, about.revision = _short(settings.publisher), 1
    about.created = about.modified = dt.datetime.combine(settings.date, dt.time())
    kept = write_identity(form.toolkit, form.sheet, form.texts)
    kept["anchors"] = unlike(cell.name for cell in cells(form.sheet))
    blob = write_properties({name: text for name, text in kept.items() if text})
    package.relate_to(Part(PackURI(f"/{CUSTOM}"), _CUSTOM_TYPE, blob, package), _CUSTOM_LINK)
    for name, link in list(package.rels.items()):
        if link.reltype.endswith("/thumbnail"):
            del package.rels[name]


def _packed(form: _Form) -> bytes:
    saved = io.BytesIO()
    form.paper.save(saved)
    return write_package(unpack(saved.getvalue()), form.toolkit.settings.date)
