"""The empty deck that every other begins as: theme, master and layouts of the house.

They are templates in `overrides/pptx/`, so that colours and fonts stand in the theme alone.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping

from jinja2 import Environment
from pptx import Presentation
from pptx.presentation import Presentation as Show

from sessionpress.bind.packages import CONTENT_TYPES, ROOT_LINKS, write_package
from sessionpress.render.deck import Deck
from sessionpress.render.slide_fit import BOTTOM, EDGE, TITLE_HEIGHT, TOP

THEME = "theme.xml"
PARTS: Mapping[str, str] = {
    CONTENT_TYPES: "types.xml",
    ROOT_LINKS: "links.xml",
    "ppt/presentation.xml": "presentation.xml",
    "ppt/_rels/presentation.xml.rels": "presentation-links.xml",
    "ppt/tableStyles.xml": "tables.xml",
    "ppt/theme/theme1.xml": THEME,
    "ppt/slideMasters/slideMaster1.xml": "master.xml",
    "ppt/slideMasters/_rels/slideMaster1.xml.rels": "master-links.xml",
    "ppt/slideLayouts/slideLayout1.xml": "layout-first.xml",
    "ppt/slideLayouts/_rels/slideLayout1.xml.rels": "layout-links.xml",
    "ppt/slideLayouts/slideLayout2.xml": "layout-text.xml",
    "ppt/slideLayouts/_rels/slideLayout2.xml.rels": "layout-links.xml",
    "ppt/slideLayouts/slideLayout3.xml": "layout-title.xml",
    "ppt/slideLayouts/_rels/slideLayout3.xml.rels": "layout-links.xml",
}
"""The template of each part of the package."""

FIRST, TEXT, TITLE_ONLY = range(3)
"""The layouts, in their order."""
ABOVE, UNDER, NOTICE = 13, 1, 14
"""Places of text on the first layout, by their numbers there."""


def empty_deck(deck: Deck, environment: Environment) -> Show:
    """Give a presentation without slides, in the language and direction of a deck."""
    parts = {name: _part(template, deck, environment) for name, template in PARTS.items()}
    return Presentation(io.BytesIO(write_package(parts, dt.date.fromisoformat(deck.date))))


def theme(deck: Deck, environment: Environment) -> bytes:
    """The theme of the house, for the pages of notes too."""
    return _part(THEME, deck, environment)


def _part(template: str, deck: Deck, environment: Environment) -> bytes:
    text = environment.get_template(f"pptx/{template}").render(
        language=deck.language,
        rtl=deck.direction == "rtl",
        edge=EDGE,
        top=TOP,
        bottom=BOTTOM,
        title_height=TITLE_HEIGHT,
    )
    return text.encode()
