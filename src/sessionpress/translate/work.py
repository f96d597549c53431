"""Work on the files of a language: begun, brought up to date, put together.

Only `translations/` is written, never the English side.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from babel import Locale, UnknownLocaleError

from sessionpress.content.files import Folder
from sessionpress.problems import Problems
from sessionpress.translate.desk import CannotTranslate, Desk, read_files
from sessionpress.translation.adapted import STAMP, stamp_of
from sessionpress.translation.languages import (
    LANGUAGES,
    known,
    read_languages,
)
from sessionpress.translation.messages import (
    Message,
)
from sessionpress.translation.po import Entry, named, write_po
from sessionpress.translation.resolve import updated


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


def inside_of(desk: Desk, part: str) -> Mapping[tuple[str, str], Message]:
    """The messages of a part; CannotTranslate when there is no such part."""
    if part not in desk.messages:
        raise CannotTranslate(f'There is no part "{part}". Known: {", ".join(desk.messages)}.')
    return desk.messages[part]


def write_part(desk: Desk, tag: str, part: str, entries: Iterable[Entry]) -> None:
    """Write the file of a part."""
    path = desk.path(tag, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_po(entries, tag), encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge: entries taken over, and those on which the two files differ."""

    taken: int
    differ: tuple[str, ...]


def merge(desk: Desk, tag: str, part: str, theirs: Sequence[Entry], problems: Problems) -> Merged:
    """Put the entries of another file of a part to ours, message by message.

    Where both are translated and differ, ours stays as a draft, and theirs is kept beside it as a
    comment, so that a person can choose.

    Raises:
        CannotTranslate: there is no such part.
    """
    inside = inside_of(desk, part)
    entries = named(updated(inside, read_files(desk.root, tag, problems).get(part, ())))
    taken, differ = 0, []
    for entry in theirs:
        ours = entries.get(entry.key)
        if not entry.translation or (ours is None and entry.gone):
            continue
        if ours is None:
            entries[entry.key] = replace(entry, gone=True)
            taken += 1
        elif not ours.translation or (ours.translation == entry.translation and ours.draft):
            taken += ours != replace(ours, translation=entry.translation, draft=entry.draft)
            entries[entry.key] = replace(
                ours, translation=entry.translation, draft=entry.draft, notes=entry.notes
            )
        elif ours.translation != entry.translation:
            other = f"other: {entry.translation}"
            notes = ours.notes if other in ours.notes else (*ours.notes, other)
            entries[entry.key] = replace(ours, draft=True, notes=notes)
            differ.append(entry.text)
    write_part(desk, tag, part, entries.values())
    return Merged(taken, tuple(differ))


def stamp(desk: Desk, tag: str, path: str) -> str:
    """Write into a page of a language from which English blocks it was made; give its file.

    Args:
        desk: the translations.
        tag: the language.
        path: the page of the source, such as docs/index.md.

    Raises:
        CannotTranslate: there is no such page, or none of the language beside it.
    """
    if path not in {page.path for page in desk.toolkit.pages}:
        raise CannotTranslate(f"There is no page {path}. Write it as modules/10-x/index.md.")
    file = f"{path.removesuffix('.md')}.{tag}.md"
    place = desk.root / file
    if not place.is_file():
        raise CannotTranslate(f"{file} is not there. Copy {path} to it, and translate it.")
    text = place.read_text(encoding="utf-8")
    line = f"{STAMP}: {stamp_of(desk.of_page(path))}\n"
    marked, count = re.subn(rf"^{STAMP}:.*\n", line, text, count=1, flags=re.MULTILINE)
    if not count:
        marked, count = re.subn(r"\A---[ \t]*\n", f"---\n{line}", text, count=1)
    if not count:
        raise CannotTranslate(f"{file} has no header. Put --- above and below its keys.")
    place.write_text(marked, encoding="utf-8", newline="\n")
    return file
