"""The PDF of cards for tables."""

from __future__ import annotations

from pathlib import Path

from sessionpress.answers.pairing import Proposal
from sessionpress.bind.pdf import Material, PdfReport, prove, style_of, write_pdf
from sessionpress.content.model import Toolkit
from sessionpress.render.cards import render_cards

KEPT = 0.95
"""The smallest share of words that must be readable on the cards.

A name that is longer than its line is broken, and then counts as lost.
"""


def write_cards(
    proposal: Proposal, toolkit: Toolkit, target: Path, overrides: Path, language: str
) -> PdfReport:
    """Write a card for each group, A5 across.

    Args:
        proposal: what is proposed; it has at least one group.
        toolkit: whose cards they are.
        target: the file to write.
        overrides: the folder of templates, styles and fonts.
        language: BCP 47 tag of the words around the names.

    Raises:
        BuildError: the layout engine complained, or words were lost.
    """
    printed = render_cards(proposal, toolkit, overrides, language)
    css = style_of(overrides, "print/print.css", "print/cards.css")
    report = write_pdf(
        printed,
        target,
        Material({}, overrides / "fonts", css),
        language=language,
        title=f"Table cards: {toolkit.settings.title}",
    )
    prove(printed, target, report, KEPT)
    return report
