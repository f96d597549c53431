"""Lays out a print document with nothing but what it is given, and writes the PDF."""

from __future__ import annotations

import functools
import logging
import os
import re
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from sessionpress.bind.pdf.drawings import whole_texts
from sessionpress.bind.pdf.fields import Fields
from sessionpress.bind.pdf.glyphs import named_glyphs
from sessionpress.bind.pdf.lettering import joined_font
from sessionpress.bind.pdf.pagination import settled_numbers
from sessionpress.bind.pdf.structure import Structure
from sessionpress.problems import BuildError
from sessionpress.render.form import PrintedForm

FONTS = "print/fonts.css"

WRITER_OPTIONS: Mapping[str, Any] = {"pdf_variant": "pdf/ua-1", "dpi": 150}
"""Tagged for assistive technology; photographs at what an office printer can show."""


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
    *,
    images: Mapping[str, tuple[str, bytes]],
    fonts: Path,
    css: str,
    language: str,
    title: str,
) -> PdfReport:
    """Lay out one print document and write it as PDF/UA-1.

    One document at a time in a process: fonts are fenced off by the environment.

    Args:
        document_html: A whole document; its pictures are `sp:ADDRESS` or `data:`.
        target: The file to write; it appears only when the PDF is complete.
        images: Address of each picture -> (media type, data).
        fonts: The folder of the font files; the style sheet names them without a path.
        css: The print style sheet.
        language: BCP 47 tag of the document.
        title: Title of the document as shown by readers.

    Raises:
        BuildError: A picture is missing or unreadable, or something outside is asked for.
    """
    start = time.perf_counter()
    with _fenced_fonts(css), _collected() as messages:
        material = _Material(images, fonts.resolve(), css)
        data, pages = _typeset(document_html, material, language, title)
    for message in messages:
        if message.startswith(_FATAL):
            raise BuildError(f"{title}: {message}. Correct the picture or its address. [pdf-image]")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return PdfReport(pages, len(data), time.perf_counter() - start, tuple(messages))


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
    with _fenced_fonts(css), _collected() as messages:
        fields = Fields(form, _field_font(css, fonts))
        material = _Material({}, fonts.resolve(), css)
        data, pages = _typeset(form.html, material, form.language, form.title, fields)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return PdfReport(pages, len(data), time.perf_counter() - start, tuple(messages))


def _field_font(css: str, fonts: Path) -> bytes:
    """Make the font of what is typed from the files of the families "Form Field ..."."""
    faces = r'@font-face\s*{\s*font-family:\s*"Form Field[^"]*";\s*src:\s*url\("([^"]+)"\)'
    paths = [fonts / name for name in re.findall(faces, css)]
    missing = [path.name for path in paths if not path.is_file()]
    if missing or not paths:
        named = f'the font file "{missing[0]}" is missing' if missing else "a font is not named"
        raise BuildError(f'{named} for "Form Field" in the style sheet of forms. [pdf-font]')
    return joined_font(tuple(map(_font, paths)))


@dataclass(frozen=True, slots=True)
class _Material:
    """What a document may use: its pictures, the font folder, the style sheet."""

    images: Mapping[str, tuple[str, bytes]]
    fonts: Path
    css: str


def _typeset(
    html: str, material: _Material, language: str, title: str, fields: Fields | None = None
) -> tuple[bytes, int]:
    """Give the PDF's bytes and its number of pages."""
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    fetcher = _strict_fetcher(material)
    configuration = FontConfiguration()
    options = {**WRITER_OPTIONS, "pdf_forms": bool(fields and fields.form.fillable)}
    try:
        style = CSS(
            string=material.css,
            base_url=f"{material.fonts.as_uri()}/",
            url_fetcher=fetcher,
            font_config=configuration,
        )
        with settled_numbers():
            document = HTML(string=html, url_fetcher=fetcher).render(
                stylesheets=[style], font_config=configuration, **options
            )
        document.metadata.title, document.metadata.lang = title, language
        structure = Structure(
            language,
            right_to_left=bool(_RIGHT_TO_LEFT.search(html)),
            seen=fields.note if fields else None,
        )

        def finish(document: Any, pdf: Any) -> None:
            structure.finish(document, pdf)
            if fields:
                fields.finish(document, pdf)

        with structure.watching(), whole_texts(), named_glyphs():
            data = document.write_pdf(finisher=finish, **options)
    except FatalURLFetchingError as error:
        raise BuildError(f"{title}: {error.__cause__ or error} [pdf-image]") from error
    return data, len(document.pages)


_RIGHT_TO_LEFT = re.compile(r'<html\b[^>]*\bdir="rtl"')
_FATAL = ("Failed to load image", "Relative URI reference")


@contextmanager
def _collected() -> Iterator[list[str]]:
    """Collect what the layout engine and the font library log; nothing reaches the console.

    The list holds each message once; it is complete when the block ends.
    """
    found: dict[str, None] = {}
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.setdefault(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    messages: list[str] = []
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate, logger.level = False, logging.WARNING
    try:
        yield messages
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate, logger.level = propagate, level
        messages.extend(found)


# ---------------------------------------------------------------- fonts and pictures


@contextmanager
def _fenced_fonts(css: str) -> Iterator[None]:
    """Hide every font of the machine: only those that the style sheet loads take part.

    The configuration lists no folder at all, not even ours: a file found there answers to the
    name inside it as well, and files that share a name print each other's glyphs. What asks for no
    family of ours (text in a drawing) gets ours, in the order of the style sheet.
    """
    families = dict.fromkeys(re.findall(r'@font-face\s*{[^}]*?font-family:\s*"([^"]+)"', css))
    preferred = "".join(f"<family>{family}</family>" for family in families)
    aliases = "".join(
        f"<alias><family>{generic}</family><prefer>{preferred}</prefer></alias>"
        for generic in ("sans-serif", "serif", "monospace", "system-ui")
    )
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="fonts-") as folder:
        file = Path(folder, "fonts.conf")
        file.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
            f"<fontconfig><cachedir>{folder}</cachedir>{aliases}</fontconfig>",
            encoding="utf-8",
        )
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "No fonts configured", UserWarning)
                import weasyprint.text.fonts  # noqa: F401, PLC0415
            yield
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


def warm_up(fonts: Path) -> None:
    """Load the layout engine and unpack the fonts, for processes that part from this one later."""
    with _fenced_fonts(""):
        for path in sorted(fonts.resolve().glob("*.woff2")):
            _font(path)


@functools.cache
def _font(path: Path) -> bytes:
    """Give a font unpacked. Unpacking nine takes half a second, so a process does it once."""
    if path.suffix != ".woff2":
        return path.read_bytes()
    from fontTools.ttLib import woff2  # noqa: PLC0415

    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


def _strict_fetcher(material: _Material) -> Any:
    """Make the only source of files for a document: anything else stops the build."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            scheme = url.partition(":")[0]
            if scheme == "data":
                return super().fetch(url, headers)
            if scheme not in serve:
                raise LookupError(
                    f'"{url}" is not part of the toolkit. Add the file to the toolkit and use that.'
                )
            kind, data = serve[scheme](url)
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    def picture(url: str) -> tuple[str, bytes]:
        address = url.removeprefix("sp:")
        for name in (address, unquote(address)):
            if name in material.images:
                return material.images[name]
        raise LookupError(f'the picture "{name}" is missing. Add it or correct the link.')

    def font(url: str) -> tuple[str, bytes]:
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if path.parent != material.fonts or path.suffix not in (".woff2", ".ttf", ".otf"):
            raise LookupError(f'"{path.name}" is not a font file in the folder of print fonts.')
        if not path.is_file():
            raise LookupError(f'the font file "{path.name}" is missing. Put it into that folder.')
        return "font/ttf", _font(path)

    serve: dict[str, Callable[[str], tuple[str, bytes]]] = {"sp": picture, "file": font}
    return Fetcher(fail_on_errors=True)
