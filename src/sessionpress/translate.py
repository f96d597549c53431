"""The work on translations: files made, brought up to date, checked, counted, handed out and back.

Only `translations/` is written, never the English side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from babel import Locale, UnknownLocaleError

from sessionpress.content.files import Folder
from sessionpress.content.load import make_term
from sessionpress.content.model import Toolkit
from sessionpress.markdown.compare import Comparison
from sessionpress.markdown.listen import PageListener
from sessionpress.problems import Place, Problem, Problems
from sessionpress.translation.checks import Fault, Manner, errors, faults, is_excused
from sessionpress.translation.fields import translated
from sessionpress.translation.interface import interface_messages
from sessionpress.translation.languages import (
    FOLDER,
    LANGUAGES,
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
    State,
    catalogue,
)
from sessionpress.translation.po import LIMIT, Entry, as_draft, named, read_po, write_po
from sessionpress.translation.resolve import Tally, Translation, resolve, tally, updated

WORDS_AN_HOUR = 400
"""How many words a translator does in an hour, drafts looked at included; for estimates only."""


class CannotTranslate(Exception):
    """The work cannot be done; the text says why, and what to do."""


def messages_of(toolkit: Toolkit, overrides: Path) -> Catalogue:
    """Everything there is to translate, by part, in the order in which it is read."""
    listener = Listener(toolkit.settings.language)
    translated(toolkit, listener)
    fields: dict[str, list[Message]] = {}
    for message in listener.heard:
        fields.setdefault(message.paths[0], []).append(message)
    pages = PageListener(toolkit)
    found = list(interface_messages(overrides))
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
    return catalogue(found, Parts(toolkit))


@dataclass(frozen=True, slots=True)
class Desk:
    """The translations of one toolkit: its folder, its messages, its languages."""

    root: Path
    toolkit: Toolkit
    messages: Catalogue
    languages: tuple[Language, ...]

    @property
    def parts(self) -> Parts:
        """Which part holds which message."""
        return Parts(self.toolkit)

    def language(self, tag: str) -> Language:
        """A language of the file; CannotTranslate when it is not there."""
        found = known(tag, self.languages)
        if found is None:
            raise CannotTranslate(not_known(tag, self.languages))
        return found

    def path(self, tag: str, part: str) -> Path:
        """The file of a part of a language."""
        return self.root / FOLDER / tag / f"{part}.po"


def open_desk(toolkit: Toolkit, root: Path, overrides: Path, problems: Problems) -> Desk:
    """Read what is needed to work on translations; the PO files are read later."""
    languages = read_languages(Folder(root, problems))
    return Desk(root, toolkit, messages_of(toolkit, overrides), languages)


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
        found = [*faults(message, entry, self.manner), *self._compared(message, entry)]
        seen = {fault.check for fault in found if fault.error}
        # What the texts show of a link or of code need not be said again.
        again = {"links", "code"} & seen
        texts = faults(message, entry, self.manner)
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
    return Judge(Manner(tag, desk.language(tag).digits, forms), COMPARISON)


def _forms(term: str) -> tuple[str, ...]:
    """The forms of a term: "Index (EGDI)" is found by either."""
    return make_term(term.strip(), "").forms


COMPARISON = Comparison()
"""One for all languages: the English texts are the same."""


def translation_of(desk: Desk, tag: str, problems: Problems) -> Translation:
    """A language as its readers get it."""
    files = read_files(desk.root, tag, problems)
    wise = judge(desk, tag, files)
    return resolve(tag, desk.messages, files, desk.parts, wise.is_sound)


def add_language(root: Path, tag: str) -> bool:
    """Declare a language in the file of languages; False when it is declared already.

    Raises:
        CannotTranslate: the tag is none that the Unicode CLDR knows.
    """
    problems = Problems()
    languages = read_languages(Folder(root, problems))
    if known(tag, languages):
        return False
    try:
        name = Locale.parse(tag, sep="-").get_display_name(tag.replace("-", "_")) or tag
    except (ValueError, UnknownLocaleError):
        raise CannotTranslate(
            f'"{tag}" is no language tag. Write a BCP 47 tag, such as ar, tr or pt-BR.'
        ) from None
    path = root / LANGUAGES
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else "languages:\n"
    row = f"  - tag: {tag}\n    name: {json.dumps(name, ensure_ascii=False)}\n"
    path.write_text(f"{text.rstrip()}\n{row}", encoding="utf-8")
    return True


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of bringing one file up to date: messages by what happened to them."""

    part: str
    new: int
    changed: int
    gone: int
    words: int
    written: bool


def update(desk: Desk, tag: str, problems: Problems, only: Sequence[str] = ()) -> Iterator[Updated]:
    """Bring the files of a language up to the English of today; translations are never lost."""
    files = read_files(desk.root, desk.language(tag).tag, problems)
    broken = {problem.place.path for problem in problems}
    for part in (*desk.messages, *(name for name in files if name not in desk.messages)):
        path = desk.path(tag, part)
        if (only and part not in only) or path.relative_to(desk.root).as_posix() in broken:
            continue
        inside = desk.messages.get(part, {})
        before = files.get(part, ())
        after = updated(inside, before)
        text = write_po(after, tag)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != old:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        was = named(before)
        yield Updated(
            part,
            sum(1 for key in inside if key not in was),
            sum(1 for one in after if one.previous and one.previous != _previous(was, one)),
            sum(1 for one in after if one.gone and not was[one.key].gone),
            sum(message.words for message in inside.values()),
            text != old,
        )


def _previous(was: Mapping[tuple[str, str], Entry], entry: Entry) -> str:
    known_before = was.get(entry.key)
    return known_before.previous if known_before else ""


def check_folders(desk: Desk, problems: Problems) -> None:
    """Find what stands in the folder of translations and belongs to no language."""
    folder = Folder(desk.root, problems)
    for name in folder.folders(FOLDER):
        if known(name, desk.languages) is None:
            problems.add(
                "translation-file",
                Place(f"{FOLDER}/{name}"),
                "languages.yml names no such language.",
                "Add it there, or take the folder away.",
            )


def check_language(desk: Desk, tag: str, problems: Problems) -> None:
    """Find what is wrong with the files of a language; what is an error is not shown to readers."""
    for problem, _fault in found_faults(desk, tag, problems):
        problems.found.append(problem)


def found_faults(desk: Desk, tag: str, problems: Problems) -> Iterator[tuple[Problem, Fault]]:
    """Every fault of a translation, with its place in the PO file."""
    files = read_files(desk.root, tag, problems)
    wise = judge(desk, tag, files)
    for part, entries in files.items():
        inside = desk.messages.get(part, {})
        path = f"{FOLDER}/{tag}/{part}.po"
        for entry in entries:
            message = inside.get(entry.key)
            if message is None or entry.gone:
                continue
            for fault in wise.faults(message, entry):
                rule = "translation" if fault.error else "translation-hint"
                what = f"{fault.check}: {fault.what}"
                advice = (
                    f"The English is shown until it is mended (or excused by ignore-{fault.check})."
                    if fault.error
                    else "Look at it once more."
                )
                yield Problem(Place(path, entry.line), what, advice, rule), fault


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a language is: words by state, of what participants see and of what is private."""

    language: Language
    public: Mapping[str, Tally]
    private: Mapping[str, Tally]

    @property
    def total(self) -> Tally:
        """Words by state of everything that participants see."""
        return {
            state: sum(counts.get(state, 0) for counts in self.public.values()) for state in State
        }


def standing(desk: Desk, tag: str, problems: Problems) -> Standing:
    """Count how far a language is."""
    translation = translation_of(desk, tag, problems)
    return Standing(
        desk.language(tag),
        tally(translation, desk.messages, private=False),
        tally(translation, desk.messages, private=True),
    )


def export_json(
    desk: Desk, tag: str, part: str, problems: Problems, *, everything: bool, participants: bool
) -> str:
    """The messages of a part as JSON, for work in bulk: a list of [English, translation].

    Those that are translated already are left out, unless `everything`; with `participants` those
    that only facilitators see.
    """
    if part not in desk.messages:
        raise CannotTranslate(f'There is no part "{part}". Known: {", ".join(desk.messages)}.')
    entries = named(read_files(desk.root, tag, problems).get(part, ()))
    rows = []
    for key, message in desk.messages[part].items():
        done = entries[key].translation if key in entries else ""
        if (everything or not done) and not (participants and message.private):
            rows.append([message.text, done, *([message.context] if message.context else [])])
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: taken, taken and faulty, and texts that belong to no message."""

    taken: int
    faulty: tuple[tuple[str, Fault], ...]
    unknown: tuple[str, ...]


def import_json(
    desk: Desk, tag: str, part: str, text: str, problems: Problems, *, machine: bool, replaces: bool
) -> Imported:
    """Put translations from a JSON list into a part, as drafts.

    Args:
        desk: the translations.
        tag: the language.
        part: the part; its file is made when it is not there.
        text: a JSON list of [English, translation], as `export_json` writes it.
        problems: takes what is wrong with the file of the part.
        machine: whether a machine wrote them, which is then said in the file.
        replaces: whether translations that are there already are replaced.

    Raises:
        CannotTranslate: the text is no such list, or there is no such part.
    """
    if part not in desk.messages:
        raise CannotTranslate(f'There is no part "{part}". Known: {", ".join(desk.messages)}.')
    pairs = _json_pairs(text)
    inside = desk.messages[part]
    files = read_files(desk.root, tag, problems)
    wise = judge(desk, tag, files)
    entries = named(updated(inside, files.get(part, ())))
    taken, faulty, unknown = 0, [], []
    for key, translation in pairs:
        message = inside.get(key)
        if message is None:
            unknown.append(key[1])
            continue
        entry = entries[key]
        if not translation or (entry.translation and not entry.previous and not replaces):
            continue
        entries[key] = as_draft(entry, translation, machine=machine)
        taken += 1
        faulty += [(key[1], one) for one in wise.faults(message, entries[key])]
    path = desk.path(tag, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_po(entries.values(), tag), encoding="utf-8", newline="\n")
    return Imported(taken, tuple(faulty), tuple(unknown))


def _json_pairs(text: str) -> list[tuple[tuple[str, str], str]]:
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise CannotTranslate(
            f"This is no valid JSON: line {error.lineno}: {error.msg}. Nothing was taken."
        ) from None
    pairs = []
    for number, row in enumerate(rows if isinstance(rows, list) else [None], 1):
        texts = row if isinstance(row, list) else []
        if not 2 <= len(texts) <= 3 or not all(isinstance(one, str) for one in texts):
            raise CannotTranslate(f"Row {number} is not [English, translation]. Nothing was taken.")
        pairs.append(((texts[2] if len(texts) == 3 else "", texts[0]), " ".join(texts[1].split())))
    return pairs


def reviewed(entry: Entry) -> Entry:
    """An entry that a person has looked at."""
    notes = tuple(note for note in entry.notes if not note.startswith("machine:"))
    return replace(entry, draft=False, previous="", notes=notes)
