"""The printed agenda of an event: letters as large as its pages allow."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

from sessionpress.bind.pdf import Material, PdfReport, prove, style_of, write_pdf
from sessionpress.render.agenda import SIZES, Agenda, DoorAgenda, render_agenda
from sessionpress.render.digits import counters
from sessionpress.render.paper import on_paper


def write_agenda(
    what: Agenda | DoorAgenda, target: Path, overrides: Path, digits: str, paper: str = "a4"
) -> PdfReport:
    """Make the PDF of an agenda, with the largest letters that keep within its pages.

    An agenda has a page for each half-day, one for the door has one page. Where not even the
    smallest letters are enough, it goes on over more.

    Args:
        what: the agenda.
        target: the file to write.
        overrides: the folder of templates, styles and fonts.
        digits: the numbering system of its language, by its name in the Unicode CLDR.
        paper: a name of `PAPERS`.

    Raises:
        BuildError: words were lost, or the layout engine complained.
    """
    made, most = (what.agenda, 1) if isinstance(what, DoorAgenda) else (what, len(what.halves))
    css = on_paper(style_of(overrides, "print/print.css", "print/agenda.css"), paper)
    material = Material({}, overrides / "fonts", counters(css, digits))

    def write(size: int) -> tuple[str, PdfReport]:
        printed = render_agenda(what, overrides, digits, size)
        report = write_pdf(
            printed,
            target,
            material,
            language=made.language,
            title=what.title,
        )
        return printed, report

    # Smaller letters never take more pages.
    size = 1 + bisect_left(range(1, SIZES), 1, key=lambda size: write(size)[1].pages <= most)
    printed, report = write(size)
    prove(printed, target, report)
    return report
