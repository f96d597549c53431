"""A message is one text that makes sense alone: a paragraph, a cell, a title, a label, an option.

A message keeps the author's inline Markdown. White space is collapsed, so that a paragraph that is
wrapped anew stays the same message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from sessionpress.content.model import Page, Toolkit
from sessionpress.words import Words

INTERFACE, GLOSSARY, TOOLKIT, EXERCISES = "ui", "glossary", "toolkit", "exercises"
"""Parts that belong to no session and no folder of documents."""

TERM = "term"
"""The kind of a message that stands in the glossary: its translation may list several forms."""

NOT_WORDS = re.compile(
    r"`[^`]*`|\{\{[^}]*\}\}|\[@[^\]]*\]|\[\^[^\]]*\]|\]\([^)]*\)|<[^>]*>|https?:\S+|&#?\w+;"
)
"""What stands in a message and is no word of it: code, variables, sources, addresses, tags."""

WORD = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?")


class State(StrEnum):
    """How far a message is translated, and what is shown."""

    REVIEWED = "reviewed"
    """Translated, and looked at by a person."""
    DRAFT = "draft"
    """Translated, not yet looked at: shown, and marked."""
    CHANGED = "changed"
    """The English has changed since, in words only: the old translation is shown, and marked."""
    MISSING = "missing"
    """Not translated, or not to be trusted: the English is shown."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate.

    `paths` are the files in which it stands; `private` when only facilitators see it; `context`
    keeps apart what is one word in English and two elsewhere; `note` is a hint of the author.
    """

    text: str
    paths: tuple[str, ...]
    kind: str
    private: bool = False
    context: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by in its part."""
        return self.context, self.text

    @property
    def words(self) -> int:
        """How many words a translator has to read."""
        return count_words(self.text)


@lru_cache(maxsize=2**16)
def count_words(text: str) -> int:
    """How many words a text has; each language counts those of every message several times."""
    return len(WORD.findall(NOT_WORDS.sub(" ", text)))


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown for a message, and in which state it is."""

    text: str
    state: State


class Voice(Protocol):
    """Says each message in a language, or listens to all of them."""

    @property
    def language(self) -> str:
        """The BCP 47 tag of the language."""

    @property
    def words(self) -> Words:
        """The words of the interface."""

    @property
    def pages(self) -> Mapping[str, Page]:
        """Whole pages in the language, by the path of the page of the source."""

    def say(self, message: Message) -> Said:
        """What is shown for a message."""


def flat(text: str) -> str:
    """A text as a message: white space collapsed."""
    return " ".join(text.split())


def has_words(text: str) -> bool:
    """Whether there is anything to translate."""
    return bool(WORD.search(NOT_WORDS.sub(" ", text)))


@dataclass(frozen=True, slots=True)
class Parts:
    """Which file of a language holds which message: one for each session, in teaching order.

    An exercise belongs to the first session that runs it, so that a session is whole in one file:
    `sessions` and `docs` are names of files, `runs` has that of each exercise that is run.
    """

    sessions: tuple[str, ...]
    runs: Mapping[str, str]
    docs: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every part, in the order in which translators had better do them."""
        return (INTERFACE, GLOSSARY, TOOLKIT, *self.sessions, EXERCISES, *self.docs)

    def of(self, message: Message) -> str:
        """The part of a message."""
        return GLOSSARY if message.kind == TERM else self.of_path(message.paths[0])

    def of_path(self, path: str) -> str:
        """The part that holds the messages of a source file."""
        top, _slash, rest = path.partition("/")
        if top == "modules":
            return rest.partition("/")[0]
        if top == "exercises":
            return self.runs.get(rest.partition("/")[0], EXERCISES)
        return _doc(path) if top == "docs" else TOOLKIT


def parts_of(toolkit: Toolkit) -> Parts:
    """The files into which the messages of a toolkit go."""
    runs: dict[str, str] = {}
    for module in toolkit.modules:
        for item in module.items:
            runs.setdefault(item.timed.exercise, module.folder)
    docs = sorted({_doc(page.path) for page in toolkit.docs})
    return Parts(
        tuple(module.folder for module in toolkit.modules),
        runs,
        tuple(sorted(docs, key=lambda name: name != "docs-index")),
    )


def _doc(path: str) -> str:
    name = path.split("/")[1]
    return f"docs-{name.removesuffix('.md').removesuffix('.MD')}"


@dataclass(slots=True)
class Listener:
    """A voice that says everything as it is, and remembers what it was asked for."""

    language: str
    heard: list[Message] = field(default_factory=list)
    words: Words = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)

    def say(self, message: Message) -> Said:
        """Remember a message."""
        self.heard.append(message)
        return Said(message.text, State.REVIEWED)


Catalogue = dict[str, dict[tuple[str, str], Message]]
"""Every message by part and key, in the order in which they are read."""


def catalogue(messages: list[Message], parts: Parts) -> Catalogue:
    """Put messages into their parts, each once, with all the files in which it stands."""
    found: Catalogue = {name: {} for name in parts.names}
    for message in messages:
        here = found[INTERFACE if message.kind == "interface" else parts.of(message)]
        known = here.get(message.key)
        here[message.key] = message if known is None else _both(known, message)
    return {name: inside for name, inside in found.items() if inside}


def _both(one: Message, other: Message) -> Message:
    return replace(
        one,
        paths=tuple(dict.fromkeys((*one.paths, *other.paths))),
        private=one.private and other.private,
        note=one.note or other.note,
    )


def all_messages(found: Catalogue) -> Iterator[tuple[str, Message]]:
    """Every message with the name of its part."""
    for part, inside in found.items():
        for message in inside.values():
            yield part, message
