"""PO files as entries, and back. The only module that knows polib.

Written without line numbers, wrapping and dates, so that a change of one message changes the lines
of that message alone, and two people's work can be merged.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polib

from sessionpress.problems import Place, Problems

LIMIT = 20_000_000
"""Largest PO file, in bytes."""

MACHINE = "machine: draft, not reviewed"
"""The translator's comment on what a machine wrote and nobody has looked at."""

MERGE_MARK = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
LINE = re.compile(
    r"\s*|#(?!~).*|#~\s*|(?:#~[| ]\s*)?(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"
    r"\"(?:[^\"\\]|\\.)*\"\s*"
)
FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a PO file with its translation, empty when there is none.

    `draft` is gettext's fuzzy; `previous` the English it was made for, where that has changed;
    `gone` when the English is no longer there (kept, never shown). `notes` are the translator's
    comments, `hints` those for translators, `excuses` the names of checks that do not apply.
    """

    text: str
    translation: str
    context: str = ""
    draft: bool = False
    previous: str = ""
    gone: bool = False
    notes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    excuses: tuple[str, ...] = ()
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by in its file."""
        return self.context, self.text

    @property
    def by_machine(self) -> bool:
        """Whether a machine wrote it and nobody has looked at it."""
        return any(note.startswith("machine:") for note in self.notes)


def read_po(data: bytes, path: str, language: str, problems: Problems) -> tuple[Entry, ...]:
    """Read a PO file.

    Args:
        data: its bytes.
        path: where it stands, for messages.
        language: the tag that its header should name.
        problems: takes what is wrong; what can be read is read all the same.

    Returns:
        Its entries in order, each key once; none when it cannot be read.
    """
    text = _decoded(data, path, problems)
    if text is None:
        return ()
    marks = MERGE_MARK.search(text)
    if marks:
        line = text.count("\n", 0, marks.start()) + 1
        problems.add(
            "translation-file",
            Place(path, line),
            "the file holds marks of a merge that was not finished.",
            "Choose one side for each, and take the marks out.",
        )
        return ()
    broken = _broken_line(text)
    if broken:
        problems.add(
            "translation-file",
            Place(path, broken),
            "this line is not as a PO file has it.",
            "Look for a missing quotation mark, or open the file in Poedit and save it.",
        )
        return ()
    try:
        # A line of its own at the end keeps polib from taking the text for the name of a file.
        file = polib.pofile(text + "\n", encoding="utf-8")
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        line = _line_in(str(error))
        problems.add(
            "translation-file",
            Place(path, line),
            "the file is no valid PO file from this line on.",
            "Open it in Poedit, look for what is missing, and save it.",
        )
        return ()
    _check_header(file, path, language, problems)
    return _entries(file, path, problems)


def _decoded(data: bytes, path: str, problems: Problems) -> str | None:
    if len(data) > LIMIT:
        problems.add(
            "file-size",
            Place(path),
            f"the file has {len(data):,} bytes; the limit is {LIMIT:,}.",
            "Take out messages that are no longer used (#~).",
        )
        return None
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(
            "file-encoding",
            Place(path, line),
            "the file is not UTF-8.",
            "Save it as UTF-8 in your editor.",
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _broken_line(text: str) -> int:
    """The first line that is not as it should be; 0 when there is none. The library is lenient."""
    for number, line in enumerate(text.split("\n"), 1):
        if not LINE.fullmatch(line):
            return number
    return 0


def _line_in(message: str) -> int:
    match = re.search(r"line (\d+)|:(\d+):|\(line (\d+)", message)
    return int(next(filter(None, match.groups()))) if match else 1


def _check_header(file: polib.POFile, path: str, language: str, problems: Problems) -> None:
    named = file.metadata.get("Language", "").replace("_", "-")
    if named and named.casefold() != language.casefold():
        problems.add(
            "translation-file",
            Place(path),
            f'the header names the language "{named}"; the folder is that of "{language}".',
            f"Write Language: {language}, or move the file.",
        )
    charset = file.metadata.get("Content-Type", "").rpartition("charset=")[2].strip()
    if charset and charset.casefold() not in ("utf-8", "utf8"):
        problems.add(
            "translation-file",
            Place(path),
            f'the header names the encoding "{charset}".',
            "Save the file as UTF-8, and write charset=UTF-8.",
        )


def _entries(file: polib.POFile, path: str, problems: Problems) -> tuple[Entry, ...]:
    found: dict[tuple[str, str], Entry] = {}
    gone: dict[tuple[str, str], Entry] = {}
    for one in file:
        entry = _entry(one)
        into = gone if entry.gone else found
        known = into.get(entry.key)
        if known is None:
            into[entry.key] = entry
            continue
        if not entry.gone:
            problems.add(
                "translation-file",
                Place(path, entry.line),
                f"the message of line {known.line} stands here again.",
                "Keep one of the two.",
            )
        if entry.translation and not known.translation:
            into[entry.key] = entry
    # What stands both alive and as gone is alive.
    return (*found.values(), *(one for key, one in gone.items() if key not in found))


def _entry(one: polib.POEntry) -> Entry:
    translation = one.msgstr or (one.msgstr_plural or {}).get(0, "")
    return Entry(
        one.msgid,
        translation.strip(),
        one.msgctxt or "",
        "fuzzy" in one.flags,
        one.previous_msgid or "",
        bool(one.obsolete),
        tuple(filter(None, one.tcomment.split("\n"))),
        tuple(filter(None, one.comment.split("\n"))),
        tuple(name for name, _line in one.occurrences),
        tuple(flag for flag in one.flags if flag.startswith("ignore-")),
        one.linenum or 0,
    )


def write_po(entries: Iterable[Entry], language: str) -> str:
    """Write entries as a PO file, in their order, what is gone last."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for one in sorted(entries, key=lambda entry: entry.gone):
        flags = ["fuzzy"] if one.draft else []
        file.append(
            polib.POEntry(
                msgid=one.text,
                msgstr=one.translation,
                msgctxt=one.context or None,
                comment="\n".join(one.hints),
                tcomment="\n".join(one.notes),
                occurrences=[] if one.gone else [(name, "") for name in one.paths],
                flags=[*flags, *one.excuses],
                previous_msgid=one.previous or None,
                obsolete=one.gone,
            )
        )
    return f"{file}\n" if not str(file).endswith("\n") else str(file)


def as_draft(entry: Entry, translation: str, *, machine: bool) -> Entry:
    """An entry with a translation that nobody has looked at."""
    notes = tuple(note for note in entry.notes if not note.startswith("machine:"))
    return replace(
        entry,
        translation=translation,
        draft=True,
        previous="",
        notes=(*notes, MACHINE) if machine else notes,
    )


def named(entries: Sequence[Entry]) -> dict[tuple[str, str], Entry]:
    """Entries by key."""
    return {entry.key: entry for entry in entries}
