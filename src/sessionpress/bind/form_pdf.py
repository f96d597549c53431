"""The PDF of a sheet: printed and written on, or filled in a PDF viewer."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sessionpress.bind.pdf import PdfReport, prove, style_of, write_printed_form
from sessionpress.content.model import Sheet, Toolkit
from sessionpress.render.form import PrintedForm, can_be_typed, render_form


def write_form(
    sheet: Sheet,
    toolkit: Toolkit,
    target: Path,
    *,
    overrides: Path,
    language: str,
    direction: Literal["ltr", "rtl"] = "ltr",
    fillable: bool = True,
) -> PdfReport:
    """Make the PDF of a sheet.

    Args:
        sheet: what is to be filled in.
        toolkit: where it belongs.
        target: the file to write; it appears only when the PDF is complete.
        overrides: the folder of templates, styles and fonts.
        language: BCP 47 tag of the words in the sheet.
        direction: of the language.
        fillable: whether it gets form fields; never in a language that viewers cannot draw.

    Raises:
        BuildError: the form lost words, or the layout engine complained.
    """
    fillable = fillable and can_be_typed(language)
    form = render_form(
        sheet, toolkit, overrides, language=language, direction=direction, fillable=fillable
    )
    return write_rendered(form, target, overrides)


def write_rendered(form: PrintedForm, target: Path, overrides: Path) -> PdfReport:
    """Make the PDF of a form that is rendered already: for processes that know no toolkit.

    Raises:
        BuildError: the form lost words, or the layout engine complained.
    """
    css = style_of(overrides, "print/form.css")
    report = write_printed_form(form, target, fonts=overrides / "fonts", css=css)
    prove(form.html, target, report)
    return report
