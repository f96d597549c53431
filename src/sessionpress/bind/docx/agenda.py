"""The agenda of an event as a Word document that organisers change: a heading and a table a day."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Emu, Mm
from docx.table import Table, _Cell

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
)
from sessionpress.bind.office import GREY, NAVY
from sessionpress.bind.packages import unpack, write_package
from sessionpress.clock import clock
from sessionpress.render.agenda import Agenda, AgendaDay, Line, Row
from sessionpress.render.digits import localised
from sessionpress.words import words

FIXED, SESSION, ITEM, HEAD = "Agenda Point", "Agenda Session", "Agenda Item", "Agenda Head"
LOOKS: Mapping[str, Look] = {
    "Normal": Look(10, after=4),
    "Title": Look(20, NAVY, bold=True, after=3),
    "Heading 1": Look(14, NAVY, bold=True, before=14, after=4, keep=True),
    HEAD: Look(9.5, NAVY, bold=True, keep=True),
    FIXED: Look(10, GREY),
    SESSION: Look(10, bold=True, keep=True),
    ITEM: Look(10),
    "Footer": Look(8.5, GREY),
}
WIDTH, MARGIN = Mm(210), Mm(18)


def agenda_docx(agenda: Agenda, digits: str) -> bytes:
    """Make an agenda as DOCX.

    Args:
        agenda: what goes on.
        digits: the numbering system of its language, by its name in the Unicode CLDR.

    Returns:
        The file: the same bytes for the same agenda.
    """
    form = _Form(agenda, digits, Document())
    set_styles(form.paper, LOOKS, right_to_left=form.right_to_left)
    _set_page(form)
    form.say(agenda.title, "Title")
    form.say(_place(agenda), "Normal")
    for day in agenda.days:
        form.say(f"{words('Day')} {day.number}: {day.date_text}", "Heading 1")
        form.paper.paragraphs[-1].paragraph_format.page_break_before = day is not agenda.days[0]
        _table(form, day)
    _identify(form)
    written = io.BytesIO()
    form.paper.save(written)
    return write_package(unpack(written.getvalue()), agenda.updated)


@dataclass(frozen=True, slots=True)
class _Form:
    """The document as it grows."""

    agenda: Agenda
    digits: str
    paper: Paper

    @property
    def right_to_left(self) -> bool:
        """Whether the agenda is read so."""
        return self.agenda.direction == "rtl"

    def say(self, text: str, style: str) -> None:
        """Add a paragraph."""
        styled(self.paper.add_paragraph(localised(text, self.digits)), style)

    def write(self, cell: _Cell, text: str, style: str) -> None:
        """Put a text into a cell."""
        styled(cell.paragraphs[0], style).add_run(localised(text, self.digits))


def _place(agenda: Agenda) -> str:
    zone = f"{words('Clock')}: {agenda.zone}" if agenda.zone else ""
    return " · ".join(filter(None, (agenda.venue, zone)))


def _table(form: _Form, day: AgendaDay) -> None:
    """What goes on that day: its head comes again on every page."""
    leads = form.agenda.has_leads
    shares = (18, 12, 48, 22) if leads else (18, 12, 70)
    heads = (words("Time"), words("Minutes"), words("What"), words("Who leads"))[: len(shares)]
    lines = list(_lines(day))
    table: Table = form.paper.add_table(len(lines) + 1, len(shares))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    line_table(table, first_column=False, right_to_left=form.right_to_left)
    for column, share in zip(table.columns, shares, strict=True):
        width = Emu(int((WIDTH - 2 * MARGIN) * share / sum(shares)))
        column.width = width
        for cell in column.cells:
            cell.width = width
    repeat(table.rows[0])
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        form.write(cell, text, HEAD)
        shade(cell)
    for row, (line, style, title, lead) in zip(list(table.rows)[1:], lines, strict=True):
        keep_whole(row)
        times = f"{clock(line.start)}–{clock(line.end)}"
        texts = (times, str(line.end - line.start), title, lead)[: len(shares)]
        for cell, text in zip(row.cells, texts, strict=True):
            form.write(cell, text, style)
            if style == SESSION:
                shade(cell)


def _lines(day: AgendaDay) -> Iterator[tuple[Row | Line, str, str, str]]:
    """The lines of a day: times, style, title and who leads."""
    for row in day.rows:
        yield row, SESSION if row.session else FIXED, row.heading, row.lead
        for line in row.lines:
            yield line, ITEM, line.title, ""


def _set_page(form: _Form) -> None:
    section = form.paper.sections[0]
    section.page_width, section.page_height = WIDTH, Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(17)
    section.footer_distance = Mm(9)
    if form.right_to_left:
        set_direction(section)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{form.agenda.toolkit}, {form.agenda.edition} · ")
    page_numbers(section)
    set_language(form.paper, form.agenda.language)


def _identify(form: _Form) -> None:
    agenda, package = form.agenda, form.paper.part.package
    about = form.paper.core_properties
    about.title, about.subject = agenda.title[:255], agenda.toolkit[:255]
    about.author = about.last_modified_by = agenda.publisher[:255]
    about.language, about.comments, about.revision = agenda.language, "", 1
    about.created = about.modified = dt.datetime.combine(agenda.updated, dt.time())
    for name, link in list(package.rels.items()):
        if link.reltype.endswith("/thumbnail"):
            del package.rels[name]
