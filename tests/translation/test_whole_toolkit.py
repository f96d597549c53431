"""Promises about the real toolkit: identity changes nothing, and nearly every word is a message."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import unescape

import pytest
from tests.toolkits import OVERRIDES
from tests.translation.conftest import Pages, pages

from sessionpress.content.model import Page, Toolkit
from sessionpress.translate.desk import messages_of
from sessionpress.translation import fields
from sessionpress.translation.fields import translated
from sessionpress.translation.messages import (
    NOT_WORDS,
    WORD,
    Listener,
    Message,
    Said,
    State,
    all_messages,
)
from sessionpress.words import Words, speaking

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Marking:
    """A voice that puts a sign before every word that is no markup."""

    language: str = "en"
    words: Words = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)

    def say(self, message: Message) -> Said:
        return Said(marked(message.text), State.REVIEWED)


def marked(text: str) -> str:
    pieces = re.split(f"({NOT_WORDS.pattern}|\\{{\\w*\\}})", text)
    kept = [WORD.sub(r"¤\g<0>", one) if n % 2 == 0 else one for n, one in enumerate(pieces)]
    return "".join(kept)


def test_a_toolkit_said_as_it_is_stays_the_same(real: Toolkit) -> None:
    assert replace(translated(real, Listener("en")), tests=()) == real


def test_the_identity_translation_changes_no_byte_of_any_page(
    real: Toolkit, real_pages: Pages
) -> None:
    assert pages(real, "en", Listener("en")) == real_pages


def test_ids_of_headings_are_those_of_the_source_in_another_language(
    real: Toolkit, real_pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "place_name", lambda _code, _language: "")
    other = pages(real, "en-GB", Listener("en-GB"))
    changed = [name for name, html in other.items() if html != real_pages[name]]
    assert not changed


def visible(html: str) -> str:
    """The words of a page that a reader reads, without sources and code."""
    html = re.sub(r'<span class="cites">.*?</span>', " ", html, flags=re.DOTALL)
    html = re.sub(r'<ul class="references">.*?</ul>', " ", html, flags=re.DOTALL)
    html = re.sub(r"<(code|pre|script|template)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", " ", html))


def test_a_pseudo_translation_marks_nearly_every_visible_word(
    real: Toolkit, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {
        message.text: marked(message.text)
        for part, message in all_messages(messages_of(real, OVERRIDES))
        if part == "ui"
    }
    with speaking(words):
        made = pages(real, "en", Marking())
    left: Counter[str] = Counter()
    whole = 0
    for address, html in made.items():
        if address.startswith("guides/"):
            continue  # written for people who read English: `translate: no`
        for word in re.findall(r"¤?[^\W\d_](?:[\w'’\-]*\w)?", visible(html)):
            whole += 1
            if not word.startswith("¤"):
                left[word] += 1
    with capsys.disabled():
        names = ", ".join(f"{word} {count}" for word, count in left.most_common(60))
        share = 100 - 100 * left.total() / whole
        sys.stdout.write(f"\n{share:.2f} % of {whole} words are marked; left out: {names}\n")
    assert left.total() / whole <= 0.04
