"""Cards for tables: the names of those who work together, and why, on a small sheet each."""

from __future__ import annotations

from pathlib import Path

from sessionpress.answers.pairing import Proposal
from sessionpress.charts.lettering import reads_from_right
from sessionpress.content.model import Toolkit
from sessionpress.render.templates import make_environment


def render_cards(proposal: Proposal, toolkit: Toolkit, overrides: Path, language: str) -> str:
    """Give the cards of a proposal as one HTML document, made with `print/cards.html`.

    Args:
        proposal: its groups become a card each.
        toolkit: whose cards they are.
        overrides: the folder of templates.
        language: BCP 47 tag of the words around the names.
    """
    return (
        make_environment(overrides)
        .get_template("print/cards.html")
        .render(
            groups=proposal.groups,
            settings=toolkit.settings,
            language=language,
            side=lambda text: "rtl" if reads_from_right(text, otherwise=False) else "ltr",
        )
    )
