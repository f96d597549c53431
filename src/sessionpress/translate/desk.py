"""The desk of translators: the messages of a toolkit, its languages, and what is in their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sessionpress.content.files import Folder
from sessionpress.content.load import make_term
from sessionpress.content.model import Toolkit
from sessionpress.letters import printable_letters
from sessionpress.markdown.compare import Comparison
from sessionpress.markdown.listen import PageListener
from sessionpress.problems import Problems
from sessionpress.translation.adapted import Adapted, changed_since, read_adapted
from sessionpress.translation.checks import Fault, Manner, errors, faults, is_excused
from sessionpress.translation.fields import translated
from sessionpress.translation.interface import interface_messages
from sessionpress.translation.languages import (
    FOLDER,
    Language,
    known,
    not_known,
    read_languages,
)
from sessionpress.translation.messages import (
    GLOSSARY,
    TERM,
    Catalogue,
    Listener,
    Message,
    Parts,
    catalogue,
    parts_of,
)
from sessionpress.translation.po import LIMIT, Entry, read_po
from sessionpress.translation.resolve import Translation, resolve


class CannotTranslate(Exception):
    """The work cannot be done; the text says why, and what to do."""


Interface = Callable[[Path], Iterable[Message]]
"""Finds the words of the interface below the templates of a house."""


def messages_of(
    toolkit: Toolkit, overrides: Path, interface: Interface = interface_messages
) -> Catalogue:
    """Everything there is to translate, by part: the interface first, then as it is read."""
    listener = Listener(toolkit.settings.language)
    translated(toolkit, listener)
    fields: dict[str, list[Message]] = {}
    for message in listener.heard:
        fields.setdefault(message.paths[0], []).append(message)
    pages = PageListener(toolkit)
    found: list[Message] = []
    for page in toolkit.pages:
        if not page.translate:
            del fields[page.path]
            continue
        # Titles of blocks come again with the text around them, in their order.
        found += [one for one in fields.pop(page.path, []) if one.kind != "title of a block"]
        found += pages.messages(page)
        folder = page.path.rpartition("/")[0]
        for path in [path for path in fields if path.rpartition("/")[0] == folder]:
            if not path.endswith(".md"):
                found += fields.pop(path)
    found += [message for rest in fields.values() for message in rest]
    # Asked last: another process may be looking for these words meanwhile.
    return catalogue([*interface(overrides), *found], parts_of(toolkit))


@dataclass(frozen=True, slots=True)
class Desk:
    """The translations of one toolkit: its folder, its messages, its languages, what prints."""

    root: Path
    toolkit: Toolkit
    messages: Catalogue
    languages: tuple[Language, ...]
    letters: frozenset[str]

    @property
    def parts(self) -> Parts:
        """Which part holds which message."""
        return parts_of(self.toolkit)

    def language(self, tag: str) -> Language:
        """A language of the file; CannotTranslate when it is not there."""
        found = known(tag, self.languages)
        if found is None:
            raise CannotTranslate(not_known(tag, self.languages))
        return found

    def of_page(self, path: str) -> list[Message]:
        """The messages of a page, in their order."""
        inside = self.messages.get(self.parts.of_path(path), {})
        return [message for message in inside.values() if path in message.paths]

    def path(self, tag: str, part: str) -> Path:
        """The file of a part of a language."""
        return self.root / FOLDER / tag / f"{part}.po"


def open_desk(
    toolkit: Toolkit,
    root: Path,
    overrides: Path,
    problems: Problems,
    interface: Interface = interface_messages,
) -> Desk:
    """Read what is needed to work on translations; the PO files are read later."""
    languages = read_languages(Folder(root, problems))
    letters = printable_letters(overrides / "fonts")
    return Desk(root, toolkit, messages_of(toolkit, overrides, interface), languages, letters)


def read_files(root: Path, tag: str, problems: Problems) -> dict[str, tuple[Entry, ...]]:
    """Every PO file of a language by the name of its part; files of gone parts too."""
    folder = Folder(root, problems)
    base = f"{FOLDER}/{tag}"
    found: dict[str, tuple[Entry, ...]] = {}
    for name in folder.names(base):
        path = f"{base}/{name}"
        if name.endswith(".po"):
            data = folder.data(path, LIMIT)
            if data is not None:
                found[name.removesuffix(".po")] = read_po(data, path, tag, problems)
    return found


def begun_languages(root: Path, problems: Problems) -> tuple[Language, ...]:
    """The languages of the file of which there is a folder."""
    languages = read_languages(Folder(root, problems))
    return tuple(one for one in languages if (root / FOLDER / one.tag).is_dir())


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what is wrong with translations into one language."""

    manner: Manner
    comparison: Comparison

    def is_sound(self, message: Message, entry: Entry) -> bool:
        """Whether a translation may be shown."""
        if errors(message, entry, self.manner):
            return False
        return not any(fault.error for fault in self._compared(message, entry))

    def faults(self, message: Message, entry: Entry) -> tuple[Fault, ...]:
        """Everything that is wrong or probably not meant, each thing once."""
        texts = faults(message, entry, self.manner)
        found = [*texts, *self._compared(message, entry)]
        seen = {fault.check for fault in found if fault.error}
        # What the texts show of a link or of code need not be said again.
        again = {"links", "code"} & seen
        return tuple(dict.fromkeys(one for one in found if one in texts or one.check not in again))

    def _compared(self, message: Message, entry: Entry) -> Iterator[Fault]:
        if not entry.translation or message.kind in ("interface", TERM):
            return
        for fault in self.comparison.faults(message.text, entry.translation):
            if not is_excused(fault, entry):
                yield fault


def judge(desk: Desk, tag: str, files: Mapping[str, Sequence[Entry]]) -> Judge:
    """The judge of a language: it knows the words of its glossary."""
    forms: dict[str, tuple[str, ...]] = {}
    for entry in files.get(GLOSSARY, ()):
        if entry.translation and not entry.gone:
            said = tuple(form for one in entry.translation.split("|") for form in _forms(one))
            forms |= dict.fromkeys(_forms(entry.text), said)
    manner = Manner(tag, desk.language(tag).digits, forms, desk.letters)
    return Judge(manner, COMPARISON)


def _forms(term: str) -> tuple[str, ...]:
    """The forms of a term: "Index (EGDI)" is found by either."""
    return make_term(term.strip(), "").forms


COMPARISON = Comparison()
"""One for all languages: the English texts are the same."""


Files = Mapping[str, tuple[Entry, ...]]
"""The PO files of a language, as `read_files` gives them."""


def translation_of(
    desk: Desk, tag: str, problems: Problems, files: Files | None = None
) -> Translation:
    """A language as its readers get it; its files are read unless they are given."""
    if files is None:
        files = read_files(desk.root, tag, problems)
    wise = judge(desk, tag, files)
    resolved = resolve(tag, desk.messages, files, desk.parts, wise.is_sound)
    adapted = read_adapted(Folder(desk.root, problems), desk.toolkit, tag)
    return replace(
        resolved,
        pages={path: one.page for path, one in adapted.items()},
        stale={path: _stale(one, desk.of_page(path)) for path, one in adapted.items()},
    )


def _stale(adapted: Adapted, messages: list[Message]) -> int:
    return len(changed_since(adapted, messages)) if adapted.stamp else -1
