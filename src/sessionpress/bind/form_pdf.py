"""The PDF of a sheet: printed and written on, or filled in a PDF viewer."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sessionpress.bind.pdf import PdfReport, prove, style_of, write_printed_form
from sessionpress.content.model import Sheet, Toolkit
from sessionpress.render.form import can_be_typed, render_form
from sessionpress.render.paper import on_paper


def write_form(
    sheet: Sheet,
    toolkit: Toolkit,
    target: Path,
    *,
    overrides: Path,
    language: str,
    direction: Literal["ltr", "rtl"] = "ltr",
    paper: str = "a4",
) -> PdfReport:
    """Make the PDF of a sheet; it gets form fields unless viewers cannot draw its language.

    Args:
        sheet: what is to be filled in.
        toolkit: where it belongs.
        target: the file to write; it appears only when the PDF is complete.
        overrides: the folder of templates, styles and fonts.
        language: BCP 47 tag of the words in the sheet.
        direction: of the language.
        paper: a name of `PAPERS`; a sheet for A3 is printed on one twice as large.

    Raises:
        BuildError: the form lost words, or the layout engine complained.
    """
    form = render_form(
        sheet,
        toolkit,
        overrides,
        language=language,
        direction=direction,
        fillable=can_be_typed(language),
    )
    css = on_paper(style_of(overrides, "print/form.css"), paper)
    report = write_printed_form(form, target, fonts=overrides / "fonts", css=css)
    prove(form.html, target, report)
    return report
