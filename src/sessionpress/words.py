"""Words of the interface in the language that is being made: menus, buttons, fixed words of books.

English is the source, and what stands in the code. Whoever makes an edition says in which words
with `speaking`; templates and functions below it ask with `words`. Nothing is translated twice:
the words are looked up by the English text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Words = Mapping[str, str]
"""The words of a language by the English ones; what is missing stays English."""

ENGLISH: Words = {}

_spoken: ContextVar[Words] = ContextVar("words", default=ENGLISH)


def words(text: str) -> str:
    """A text of the interface in the language that is being made."""
    return _spoken.get().get(text, text)


def later(text: str) -> str:
    """Mark a text in a table for translators; whoever uses it gives it to `words`."""
    return text


@contextmanager
def speaking(language: Words) -> Iterator[None]:
    """Make what is inside in the words of a language."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)
