"""Writes the PDFs: of a print document, and of a form."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from sessionpress.bind.pdf.fields import Fields
from sessionpress.bind.pdf.lettering import joined_font
from sessionpress.bind.pdf.setting import Material, Setter, engine, font_file
from sessionpress.bind.pdf.volume import Volume, parts_of
from sessionpress.bind.store import NO_STORE, Store
from sessionpress.problems import BuildError
from sessionpress.render.form import PrintedForm

FONTS = "print/fonts.css"


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What came out of one document."""

    pages: int
    bytes: int
    seconds: float
    warnings: tuple[str, ...]
    """What the layout engine complained of, each once, in order; empty when all is well."""


def write_pdf(
    document_html: str,
    target: Path,
    material: Material,
    *,
    language: str,
    title: str,
    digits: str = "latn",
    store: Store = NO_STORE,
) -> PdfReport:
    """Lay out one print document and write it as PDF/UA-1.

    One document at a time in a process: fonts are fenced off by the environment.

    Args:
        document_html: A whole document; its pictures are `sp:ADDRESS` or `data:`.
        target: The file to write; it appears only when the PDF is complete.
        material: Its pictures, fonts and style sheet.
        language: BCP 47 tag of the document.
        title: Title of the document as shown by readers.
        digits: The numbering system of page numbers in the text, as in the Unicode CLDR.
        store: Where finished parts of books are kept.

    Raises:
        BuildError: A picture is missing or unreadable, or something outside is asked for.
    """
    start = time.perf_counter()
    parts = parts_of(document_html)
    with engine(title, material.css) as messages:
        setter = Setter(material, language, title)
        if len(parts) > 1:
            data, pages = Volume(setter, parts, messages, digits, store).written()
        else:
            document = setter.render(document_html)
            data, pages = setter.write(document, document_html), len(document.pages)
    return _report(data, pages, target, start, messages)


def _report(data: bytes, pages: int, target: Path, start: float, messages: list[str]) -> PdfReport:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return PdfReport(pages, len(data), time.perf_counter() - start, tuple(dict.fromkeys(messages)))


def style_of(overrides: Path, *names: str) -> str:
    """Style sheets below the folder of templates as one, after the fonts that all of them use."""
    sheets = ((overrides / one).read_text(encoding="utf-8") for one in (FONTS, *names))
    return "\n".join(sheets)


def write_printed_form(form: PrintedForm, target: Path, *, fonts: Path, css: str) -> PdfReport:
    """Lay out a form and write it as PDF/UA-1, with fields to fill if it is fillable.

    Args:
        form: What `render_form` gives.
        target: The file to write; it appears only when the PDF is complete.
        fonts: The folder of the font files.
        css: The style sheet; its family "Form Field" is the font of what is typed.

    Raises:
        BuildError: Something outside is asked for, or a font is missing.
    """
    start = time.perf_counter()
    with engine(form.title, css) as messages:
        fields = Fields(form, _field_font(css, fonts))
        material = Material({}, fonts, css)
        setter = Setter(material, form.language, form.title, fillable=form.fillable)
        document = setter.render(form.html)
        data = setter.write(document, form.html, fields.note, fields.finish)
    return _report(data, len(document.pages), target, start, messages)


def _field_font(css: str, fonts: Path) -> bytes:
    """Make the font of what is typed from the files of the families "Form Field ..."."""
    faces = r'@font-face\s*{\s*font-family:\s*"Form Field[^"]*";\s*src:\s*url\("([^"]+)"\)'
    paths = [fonts / name for name in re.findall(faces, css)]
    missing = [path.name for path in paths if not path.is_file()]
    if missing or not paths:
        named = f'the font file "{missing[0]}" is missing' if missing else "a font is not named"
        raise BuildError(f'{named} for "Form Field" in the style sheet of forms. [pdf-font]')
    return joined_font(tuple(map(font_file, paths)))
