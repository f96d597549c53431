"""The proof of a printed document: it has its words and its links, and nothing complained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sessionpress.bind.pdf.reading import dead_links, words_kept
from sessionpress.bind.pdf.writing import PdfReport
from sessionpress.problems import BuildError

KEPT = 0.995
"""The smallest share of words that must be readable in a PDF (measured losses were 27 to 62 %)."""


def prove(printed: str, target: Path, report: PdfReport, kept: float = KEPT) -> None:
    """Read a PDF back.

    Args:
        printed: the HTML that it was made of.
        target: the PDF.
        report: what its writer had to say.
        kept: the smallest share of words that must be readable, from 0 to 1.

    Raises:
        BuildError: words are lost, a link leads nowhere, or the layout engine complained.
    """
    faults = [fault.rstrip(".") for fault in _faults(printed, target, report, kept)]
    if faults:
        raise BuildError(f"{target.name}: {'; '.join(faults)}.")


def _faults(printed: str, target: Path, report: PdfReport, kept: float) -> Iterator[str]:
    yield from report.warnings
    there = words_kept(printed, target)
    if there < kept:
        yield f"only {there:.1%} of the words can be read in the PDF"
    dead = dead_links(printed, target)
    if dead:
        yield f"links lead nowhere: {', '.join(dead[:5])}"
