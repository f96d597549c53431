"""The layout engine, with nothing but what it is given: fonts, pictures, a style sheet."""

from __future__ import annotations

import functools
import logging
import os
import re
import tempfile
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
from sessionpress.bind.pdf.glyphs import named_glyphs
from sessionpress.bind.pdf.structure import Structure
from sessionpress.problems import BuildError

OPTIONS: Mapping[str, Any] = {"pdf_variant": "pdf/ua-1", "dpi": 150}
"""Tagged for assistive technology; photographs at what an office printer can show."""

FONT_FILES = (".woff2", ".ttf", ".otf")
"""Endings of the files that a style sheet may name as fonts."""

RIGHT_TO_LEFT = re.compile(r'<html\b[^>]*\bdir="rtl"')
"""The beginning of a document whose lines begin at the right."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a document may use: its pictures, the font folder, the style sheet."""

    images: Mapping[str, tuple[str, bytes]]
    """Address of each picture -> (media type, data)."""
    fonts: Path
    """The folder of the font files; the style sheet names them without a path."""
    css: str


class Setter:
    """Sets documents with the same material: the style sheet and the fonts are read once."""

    def __init__(self, material: Material, language: str, title: str, *, fillable: bool = False):
        from weasyprint import CSS  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        self.material, self.language, self.title = material, language, title
        self._options = {**OPTIONS, "pdf_forms": fillable}
        self._fetcher = _strict_fetcher(material)
        self._configuration = FontConfiguration()
        self._style = CSS(
            string=material.css,
            base_url=f"{material.fonts.resolve().as_uri()}/",
            url_fetcher=self._fetcher,
            font_config=self._configuration,
        )

    def render(self, html: str) -> Any:
        """Lay out a document: a WeasyPrint document, with its pages."""
        from weasyprint import HTML  # noqa: PLC0415

        return HTML(string=html, url_fetcher=self._fetcher).render(
            stylesheets=[self._style], font_config=self._configuration, **self._options
        )

    def write(
        self,
        document: Any,
        html: str,
        seen: Callable[[Any], None] | None = None,
        finish: Callable[[Any, Any], None] | None = None,
    ) -> bytes:
        """Give the PDF of a document.

        Args:
            document: what `render` gave.
            html: what it was made of.
            seen: is told of every box of the pages' content.
            finish: edits the finished objects.
        """
        document.metadata.title, document.metadata.lang = self.title, self.language
        structure = Structure(
            self.language, right_to_left=bool(RIGHT_TO_LEFT.search(html)), seen=seen
        )

        def end(document: Any, pdf: Any) -> None:
            structure.finish(document, pdf)
            if finish:
                finish(document, pdf)

        with structure.watching(), whole_texts(), named_glyphs():
            data: bytes = document.write_pdf(finisher=end, **self._options)
        return data


@contextmanager
def engine(title: str, css: str) -> Iterator[list[str]]:
    """Have the layout engine ready. Gives what it complains of: complete when the block ends.

    Args:
        title: of the document, for messages.
        css: the style sheet, which names the fonts.

    Raises:
        BuildError: A picture is missing or unreadable, or something outside is asked for.
    """
    with _fenced_fonts(css), _collected() as messages:
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

        try:
            yield messages
        except FatalURLFetchingError as error:
            raise BuildError(f"{title}: {error.__cause__ or error} [pdf-image]") from error
    for message in messages:
        if message.startswith(_FATAL):
            raise BuildError(f"{title}: {message}. Correct the picture or its address. [pdf-image]")


_FATAL = ("Failed to load image", "Relative URI reference")


@contextmanager
def _collected() -> Iterator[list[str]]:
    """Collect what the layout engine and the font library log; nothing reaches the console.

    The list grows while the block runs; a message may stand in it more than once.
    """
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate, logger.level = False, logging.WARNING
    try:
        yield found
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate, logger.level = propagate, level


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
            font_file(path)


@functools.cache
def font_file(path: Path) -> bytes:
    """Give a font unpacked. Unpacking nine takes half a second, so a process does it once."""
    if path.suffix != ".woff2":
        return path.read_bytes()
    from fontTools.ttLib import woff2  # noqa: PLC0415

    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


def _strict_fetcher(material: Material) -> Any:
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
        if path.parent != material.fonts.resolve() or path.suffix not in FONT_FILES:
            raise LookupError(f'"{path.name}" is not a font file in the folder of print fonts.')
        if not path.is_file():
            raise LookupError(f'the font file "{path.name}" is missing. Put it into that folder.')
        return "font/ttf", font_file(path)

    serve: dict[str, Callable[[str], tuple[str, bytes]]] = {"sp": picture, "file": font}
    return Fetcher(fail_on_errors=True)
