"""The files of a print pack: PDFs on the paper that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sessionpress.bind.documents import Images
from sessionpress.bind.pdf import Material, PdfReport, prove, style_of, write_pdf
from sessionpress.render.digits import counters
from sessionpress.render.pack import PrintPack, render_pack
from sessionpress.render.paper import on_paper
from sessionpress.render.templates import make_environment

STYLES = ("print/print.css", "print/pack.css", "print/cards.css")


def write_pack(
    pack: PrintPack, parts: Sequence[str], target: Path, overrides: Path, images: Images
) -> PdfReport:
    """Write some parts of a pack as one PDF.

    Args:
        pack: what is printed.
        parts: their names, in order.
        target: the file to write.
        overrides: the folder of templates, styles and fonts.
        images: the pictures of the toolkit by address.

    Raises:
        BuildError: the layout engine complained, or words were lost.
    """
    printed = render_pack(pack, parts, make_environment(overrides))
    css = counters(on_paper(style_of(overrides, *STYLES), pack.paper), pack.digits)
    images = {name: images[name] for name in pack.pictures}
    report = write_pdf(
        printed,
        target,
        Material(images, overrides / "fonts", css),
        language=pack.language,
        title=pack.title,
    )
    prove(printed, target, report)
    return report
