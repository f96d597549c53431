"""What makes each form of each content: the table, and a maker for each of its rows.

It is loaded when the first file is made, because every library of print and office hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sessionpress.bind.agenda_pdf import write_agenda
from sessionpress.bind.calendar import agenda_ics
from sessionpress.bind.documents import (
    AnswerEntry,
    Content,
    Form,
    KeyPoints,
    Maker,
    Press,
    Result,
    WholeSite,
)
from sessionpress.bind.docx import agenda_docx, sheet_docx
from sessionpress.bind.epub import write_epub
from sessionpress.bind.form_pdf import write_form
from sessionpress.bind.pack import write_pack
from sessionpress.bind.pdf import Material, prove, write_pdf
from sessionpress.bind.pictures import WIDEST_SHOWN, data_addresses
from sessionpress.bind.pptx import deck_pptx
from sessionpress.bind.single import write_single
from sessionpress.bind.xlsx import entry_xlsx, packing_xlsx, sheet_xlsx
from sessionpress.bind.zim import write_zim
from sessionpress.content.model import Toolkit
from sessionpress.render.agenda import Agenda, DoorAgenda
from sessionpress.render.book import Book, render_book
from sessionpress.render.deck import Deck, pictures_of
from sessionpress.render.deck_html import render_deck
from sessionpress.render.digits import localised
from sessionpress.render.offline import offline_site
from sessionpress.render.pack import PrintPack
from sessionpress.render.plain_text import key_points, session_text
from sessionpress.render.run_sheet import RunSheet, render_run_sheet
from sessionpress.render.templates import make_environment


def _book_pdf(book: Book, target: Path, press: Press) -> Result:
    printed = localised(render_book(book, press.overrides / "print"), press.digits)
    report = write_pdf(
        printed,
        target,
        Material(press.images, press.overrides / "fonts", press.css),
        language=book.language,
        title=book.title,
        digits=press.digits,
        store=press.store,
    )
    prove(printed, target, report)
    return Result(report.bytes, report.pages)


def _book_html(book: Book, target: Path, press: Press) -> Result:
    return Result(write_single(book, press.images, make_environment(press.overrides), target))


def _book_epub(book: Book, target: Path, press: Press) -> Result:
    return Result(write_epub(book, press.images, make_environment(press.overrides), target))


def _book_text(book: Book, target: Path, _press: Press) -> Result:
    return _write(target, session_text(book).encode())


def _key_points_text(points: KeyPoints, target: Path, _press: Press) -> Result:
    return _write(target, key_points(points.title, points.books).encode())


def _form_pdf(form: Form, target: Path, press: Press) -> Result:
    report = write_form(
        form.sheet,
        _toolkit(press),
        target,
        overrides=press.overrides,
        language=form.language,
        direction=form.direction,
        paper=press.paper,
    )
    return Result(report.bytes, report.pages)


def _form_docx(form: Form, target: Path, press: Press) -> Result:
    return _write(target, sheet_docx(_toolkit(press), form.sheet, form.language))


def _form_xlsx(form: Form, target: Path, press: Press) -> Result:
    return _write(target, sheet_xlsx(_toolkit(press), form.sheet, form.language))


def _answer_entry(entry: AnswerEntry, target: Path, press: Press) -> Result:
    return _write(target, entry_xlsx(_toolkit(press), entry.tests))


def _run_sheet_html(sheet: RunSheet, target: Path, press: Press) -> Result:
    pictures = data_addresses(press.images, sheet.pictures)
    html = render_run_sheet(sheet, pictures, make_environment(press.overrides))
    return _write(target, html.encode())


def _deck_pptx(deck: Deck, target: Path, press: Press) -> Result:
    return _write(target, deck_pptx(deck, press.images, make_environment(press.overrides)))


def _agenda_pdf(what: Agenda | DoorAgenda, target: Path, press: Press) -> Result:
    report = write_agenda(what, target, press.overrides, press.digits, press.paper)
    return Result(report.bytes, report.pages)


def _agenda_docx(agenda: Agenda, target: Path, press: Press) -> Result:
    return _write(target, agenda_docx(agenda, press.digits))


def _agenda_ics(agenda: Agenda, target: Path, _press: Press) -> Result:
    return _write(target, agenda_ics(agenda))


def _deck_html(deck: Deck, target: Path, press: Press) -> Result:
    pictures = data_addresses(press.images, pictures_of(deck), WIDEST_SHOWN)
    html = render_deck(deck, pictures, make_environment(press.overrides), press.digits)
    return _write(target, html.encode())


def _pack_pdf(pack: PrintPack, target: Path, press: Press) -> Result:
    report = write_pack(pack, pack.parts, target, press.overrides, press.images)
    return Result(report.bytes, report.pages)


def _pack_xlsx(pack: PrintPack, target: Path, _press: Press) -> Result:
    return _write(target, packing_xlsx(pack))


def _site_zim(site: WholeSite, target: Path, press: Press) -> Result:
    environment = make_environment(press.overrides)
    return Result(write_zim(offline_site(site.edition, site.pages, environment), target))


def _toolkit(press: Press) -> Toolkit:
    if press.toolkit is None:
        raise ValueError("forms are made with the toolkit of their sheets")
    return press.toolkit


def _write(target: Path, data: bytes) -> Result:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Result(target.write_bytes(data))


MAKERS: Mapping[tuple[type[Content], str], Maker] = {
    (Book, ".pdf"): _book_pdf,
    (Book, ".html"): _book_html,
    (Book, ".epub"): _book_epub,
    (Book, ".txt"): _book_text,
    (KeyPoints, ".txt"): _key_points_text,
    (RunSheet, ".html"): _run_sheet_html,
    (PrintPack, ".pdf"): _pack_pdf,
    (PrintPack, ".xlsx"): _pack_xlsx,
    (WholeSite, ".zim"): _site_zim,
    (Deck, ".pptx"): _deck_pptx,
    (Deck, ".html"): _deck_html,
    (AnswerEntry, ".xlsx"): _answer_entry,
    (Agenda, ".pdf"): _agenda_pdf,
    (Agenda, ".docx"): _agenda_docx,
    (Agenda, ".ics"): _agenda_ics,
    (DoorAgenda, ".pdf"): _agenda_pdf,
    (Form, ".pdf"): _form_pdf,
    (Form, ".docx"): _form_docx,
    (Form, ".xlsx"): _form_xlsx,
}
"""What makes each kind of content, by the ending of the file. A new form is a row and a maker."""
