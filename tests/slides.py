"""A toolkit whose session has a slide of every kind, and its deck."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image
from tests.toolkits import CARDS, OVERRIDES, base_text, changed, tiny

from sessionpress.bind.documents import Press
from sessionpress.make import Made, make_edition, press_of
from sessionpress.outputs import Document
from sessionpress.render.deck import Deck

SLIDES = """\
//// slide | Lists
Say *this* first [@survey-30].

- **One** thing
    - inside it
- Another

3. three
4. four
////

//// slide | A table & <more>
Table: Who counts what

| What | Who |
|---|---|
| **Cards** | North |
| Figures | |
////

//// slide | A chart
///// chart | Both places
    table: survey
    show: trend
    indicator: index
    places: [AAA, WLD]
/////
////

//// slide | Words beside a picture
![A green plate](wide.png)

- Look at it
////
"""
ARABIC_SLIDES = """\
//// slide | أسئلة
- **الفعالية**: هل تصل خدمة EGDI إلى الجميع؟
////

//// slide | مبادئ
Table: المبادئ

| الفعالية | المساءلة |
|---|---|
| الكفاءة | النزاهة |
////

//// slide | ستة
- قيادة
- خطة
- حوكمة
- قانون
- تقنية
- تدريب
////
"""
CLOSING = "![A square](../../docs/plan.svg)\n////\n"


def plate(width: int = 2400, height: int = 900) -> bytes:
    """A green picture as PNG."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#1b8a6b").save(written, "PNG")
    return written.getvalue()


def with_slides(root: Path, slides: str = SLIDES, language: str = "en") -> Path:
    """The tiny toolkit in a language, with more slides after its only one."""
    return tiny(
        root,
        {
            CARDS: changed(CARDS, CLOSING, CLOSING + slides),
            "modules/10-reading/wide.png": plate(),
            "toolkit.yml": f"{base_text('toolkit.yml')}language: {language}\n",
        },
    )


@cache
def _made(root: Path) -> Made:
    return make_edition(root, OVERRIDES, "facilitator")


def decks(root: Path) -> tuple[list[Document], Press]:
    """The decks of a toolkit, and what they are made with."""
    made = _made(root)
    return [one for one in made.documents if one.output == "deck"], press_of(made, OVERRIDES)


def deck(root: Path) -> tuple[Deck, Press]:
    """The deck of the only session."""
    documents, press = decks(root)
    content = documents[0].content
    assert isinstance(content, Deck)
    return content, press
