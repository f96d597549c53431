"""Messages handed out for work in bulk, and taken back: JSON lists and XLIFF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sessionpress.answers.file import NotOurs
from sessionpress.bind.packages import xml_root
from sessionpress.problems import Problems
from sessionpress.translate.desk import CannotTranslate, Desk, judge, read_files
from sessionpress.translate.work import inside_of, write_part
from sessionpress.translation.checks import Fault
from sessionpress.translation.messages import (
    Message,
)
from sessionpress.translation.po import as_draft, named
from sessionpress.translation.resolve import updated
from sessionpress.translation.xliff import read_xliff


def export_rows(
    desk: Desk, tag: str, part: str, problems: Problems, *, everything: bool, participants: bool
) -> list[tuple[Message, str]]:
    """The messages of a part with their translations, for work in bulk.

    Those that are translated already are left out, unless `everything`; with `participants` those
    that only facilitators see.

    Raises:
        CannotTranslate: there is no such part.
    """
    entries = named(read_files(desk.root, tag, problems).get(part, ()))
    rows = []
    for key, message in inside_of(desk, part).items():
        done = entries[key].translation if key in entries else ""
        if (everything or not done) and not (participants and message.private):
            rows.append((message, done))
    return rows


def as_json_rows(rows: Sequence[tuple[Message, str]]) -> str:
    """A JSON list of [English, translation], a message a line; a third text is the context."""
    lists = [
        [message.text, done, *([message.context] if message.context else [])]
        for message, done in rows
    ]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in lists) + "\n]\n"


Pairs = list[tuple[tuple[str, str], str]]
"""Translations by context and English text."""


def read_pairs(name: str, data: bytes) -> Pairs:
    """The translations in a file that came back: JSON or XLIFF, by the ending of its name.

    Raises:
        CannotTranslate: it is neither, or broken.
    """
    if name.lower().endswith((".xlf", ".xliff")):
        try:
            return list(read_xliff(xml_root(data)))
        except NotOurs:
            raise CannotTranslate(f"{name} is no valid XLIFF file. Nothing was taken.") from None
    try:
        return _json_pairs(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CannotTranslate(f"{name} is not UTF-8. Nothing was taken.") from None


def _json_pairs(text: str) -> Pairs:
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


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: taken, taken and faulty, and texts that belong to no message."""

    taken: int
    faulty: tuple[tuple[str, Fault], ...]
    unknown: tuple[str, ...]


def import_pairs(
    desk: Desk,
    tag: str,
    part: str,
    pairs: Pairs,
    problems: Problems,
    *,
    machine: bool,
    replaces: bool,
) -> Imported:
    """Put translations into a part, as drafts.

    Args:
        desk: the translations.
        tag: the language.
        part: the part; its file is made when it is not there.
        pairs: the translations, as `read_pairs` reads them.
        problems: takes what is wrong with the file of the part.
        machine: whether a machine wrote them, which is then said in the file.
        replaces: whether translations that are there already are replaced.

    Raises:
        CannotTranslate: there is no such part.
    """
    inside = inside_of(desk, part)
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
    write_part(desk, tag, part, entries.values())
    return Imported(taken, tuple(faulty), tuple(unknown))
