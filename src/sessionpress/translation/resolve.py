"""Messages and entries together: what is shown for each message of a language, and its state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sessionpress.content.model import Page
from sessionpress.translation.match import facts, pairs
from sessionpress.translation.messages import (
    INTERFACE,
    Catalogue,
    Message,
    Parts,
    Said,
    State,
    flat,
)
from sessionpress.translation.po import FACILITATOR, Entry, named
from sessionpress.words import Words

Files = Mapping[str, Sequence[Entry]]
"""The entries of a language by part."""

Tally = Mapping[State, int]
"""Words by state."""

Sound = Callable[[Message, Entry], bool]
"""Whether a translation keeps what it must not change."""


def _always(_message: Message, _entry: Entry) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Translation:
    """A language as readers get it: a voice, the words of the interface, the states."""

    language: str
    parts: Parts
    said: Mapping[tuple[str, str, str], Said]
    words: Words = field(default_factory=dict)
    standing: Mapping[str, tuple[Tally, Tally]] = field(default_factory=dict)
    """For each source file, words by state: of what participants see, and of everything."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    stale: Mapping[str, int] = field(default_factory=dict)
    """Blocks that changed in the source since a page of the language was made; -1: nobody knows."""

    def say(self, message: Message) -> Said:
        """What is shown for a message; the English where nothing is known."""
        key = (self.parts.of(message), message.context, message.text)
        return self.said.get(key) or Said(message.text, State.MISSING)

    def is_source(self, text: str, path: str) -> bool:
        """Whether a text that is shown is one of the source that is not translated."""
        said = self.said.get((self.parts.of_path(path), "", flat(text)))
        return said is not None and said.state is State.MISSING


def resolve(
    language: str, messages: Catalogue, files: Files, parts: Parts, sound: Sound = _always
) -> Translation:
    """Work out what is shown for every message.

    Args:
        language: the tag of the language.
        messages: everything there is to translate.
        files: the entries of the language by part.
        parts: which part holds which message.
        sound: whether a translation may be shown.

    Returns:
        What is shown: the translation of the part; else that of another part, as a draft; else
        that of an English text much like it, unless figures or links changed; else the English.
    """
    said: dict[tuple[str, str, str], Said] = {}
    elsewhere = _elsewhere(files)
    for part, inside in messages.items():
        entries = named(files.get(part, ()))
        old = _changed(inside, entries)
        for key, message in inside.items():
            entry = entries.get(key)
            found = _said(message, entry, elsewhere.get(message.key), old.get(key), sound)
            said[(part, *key)] = found
    words = {
        text: one.text
        for (part, _context, text), one in said.items()
        if part == INTERFACE and one.state is not State.MISSING
    }
    return Translation(language, parts, said, words, _standing(messages, said))


def _standing(
    messages: Catalogue, said: Mapping[tuple[str, str, str], Said]
) -> dict[str, tuple[Tally, Tally]]:
    found: dict[str, tuple[Counter[State], Counter[State]]] = {}
    for part, inside in messages.items():
        for key, message in inside.items():
            state = said[(part, *key)].state
            for path in message.paths:
                public, whole = found.setdefault(path, (Counter(), Counter()))
                whole[state] += message.words
                if not message.private:
                    public[state] += message.words
    return dict(found)


def _said(
    message: Message, entry: Entry | None, other: Entry | None, old: Entry | None, sound: Sound
) -> Said:
    nothing = Said(message.text, State.MISSING)
    if entry and entry.translation and not entry.gone:
        if not sound(message, entry):
            return nothing
        if entry.draft and entry.previous:
            same = facts(entry.previous) == facts(message.text)
            return Said(entry.translation, State.CHANGED) if same else nothing
        return Said(entry.translation, State.DRAFT if entry.draft else State.REVIEWED)
    if other and sound(message, replace(other, text=message.text)):
        return Said(other.translation, State.DRAFT)
    if old and facts(old.text) == facts(message.text):
        moved = replace(old, text=message.text)
        if sound(message, moved):
            return Said(old.translation, State.CHANGED)
    return nothing


def _elsewhere(files: Files) -> dict[tuple[str, str], Entry]:
    """A translation of each text from any part, for parts that have none of their own."""
    found: dict[tuple[str, str], Entry] = {}
    for part, entries in files.items():
        if part == INTERFACE:
            continue
        for entry in entries:
            if entry.translation and not entry.previous:
                known = found.get(entry.key)
                if known is None or (known.draft and not entry.draft):
                    found[entry.key] = entry
    return found


def _changed(
    inside: Mapping[tuple[str, str], Message], entries: Mapping[tuple[str, str], Entry]
) -> dict[tuple[str, str], Entry]:
    """The old entry of each message whose English has changed."""
    new = [key for key in inside if not (key in entries and entries[key].translation)]
    old = {one.text: one for key, one in entries.items() if one.translation and key not in inside}
    if not new or not old:
        return {}
    found = pairs([text for _context, text in new], old)
    return {key: old[found[key[1]]] for key in new if key[1] in found}


def updated(inside: Mapping[tuple[str, str], Message], entries: Sequence[Entry]) -> list[Entry]:
    """The entries of a file brought up to the English of today; nothing is thrown away.

    New messages are added, changed ones keep the old translation as a draft with the English it
    was made for, those whose English is gone are kept as such.
    """
    known = named(entries)
    old = _changed(inside, known)
    made = [_updated(message, known.get(key), old.get(key)) for key, message in inside.items()]
    used = {one.key for one in old.values()}
    gone = [
        replace(entry, gone=True)
        for key, entry in known.items()
        if key not in inside and key not in used and entry.translation
    ]
    return [*made, *gone]


def _updated(message: Message, entry: Entry | None, old: Entry | None) -> Entry:
    base = replace(
        entry or Entry(message.text, "", message.context),
        gone=False,
        paths=message.paths,
        hints=tuple(_hints(message)),
    )
    if base.translation or old is None:
        return base
    return replace(
        base, translation=old.translation, draft=True, previous=old.text, notes=old.notes
    )


def _hints(message: Message) -> Iterator[str]:
    if message.private:
        yield FACILITATOR
    yield message.kind
    if message.note:
        yield message.note


def tally(
    translation: Translation, messages: Catalogue, *, private: bool | None = None
) -> dict[str, Tally]:
    """Words by state for each part; of everything, or only of what is private or is not."""
    found: dict[str, Tally] = {}
    for part, inside in messages.items():
        counts: Counter[State] = Counter()
        for key, message in inside.items():
            if private is None or message.private == private:
                counts[translation.said[(part, *key)].state] += message.words
        found[part] = counts
    return found


def total(by_part: Mapping[str, Tally]) -> Tally:
    """Words by state of all parts together."""
    counts: Counter[State] = Counter()
    for part in by_part.values():
        counts.update(part)
    return counts


def share(counts: Tally, *states: State) -> int:
    """The share of some states in percent, rounded down, so that 100 means all of it."""
    whole = sum(counts.values())
    return 100 * sum(counts.get(state, 0) for state in states) // whole if whole else 0
