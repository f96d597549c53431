"""What people handed in: files and folders found, told apart by what is in them, and read.

A name says little: files are renamed on their way, and lose their endings in messages. So the
first bytes decide who reads a file. What cannot be read becomes a finding; no file ends the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sessionpress.answers.file import NotOurs, read_json
from sessionpress.answers.model import Finding, Handin

LARGEST = 60_000_000
"""Most bytes that are read of one file; the readers are stricter."""

PASSED_OVER = (".", "~$")
"""How names begin of what systems and office programs leave beside files."""
LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini", "__macosx")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was found: its name for messages, and where it is."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Read:
    """What was in files: hand-ins, and what had to be said about files and their parts."""

    handins: tuple[Handin, ...]
    findings: tuple[Finding, ...]


Reader = Callable[[str, bytes], tuple[list[Handin], list[Finding]]]


# ---------------------------------------------------------------- readers, by what is in a file


def _pdf(name: str, data: bytes) -> tuple[list[Handin], list[Finding]]:
    from sessionpress.bind.filled_pdf import read_pdf  # noqa: PLC0415 - slow to load

    return [read_pdf(name, data)], []


def _docx(name: str, data: bytes) -> tuple[list[Handin], list[Finding]]:
    from sessionpress.bind.docx import read_docx  # noqa: PLC0415 - slow to load

    return [read_docx(name, data)], []


def _xlsx(name: str, data: bytes) -> tuple[list[Handin], list[Finding]]:
    from sessionpress.bind.xlsx import read_entry, read_xlsx  # noqa: PLC0415 - slow to load

    return read_entry(name, data) or [read_xlsx(name, data)], []


def _refuse(message: str, advice: str) -> Reader:
    def refuse(_name: str, _data: bytes) -> tuple[list[Handin], list[Finding]]:
        raise NotOurs(message, advice)

    return refuse


@dataclass(frozen=True, slots=True)
class Sign:
    """How a kind of file is known by its bytes, and who reads it."""

    found: Callable[[bytes], bool]
    read: Reader


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(starts)


def _package(inside: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK") and inside in data


PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
"""How JPEG, PNG and GIF begin."""

READERS = (
    Sign(lambda data: not data, _refuse("the file is empty.", "Ask for it again.")),
    Sign(lambda data: b"%PDF-" in data[:1024], _pdf),
    Sign(_package(b"word/document"), _docx),
    Sign(_package(b"xl/workbook"), _xlsx),
    Sign(
        _package(b"opendocument"),
        _refuse(
            "the file is of the OpenDocument format.",
            "Open it, and save it as DOCX or XLSX.",
        ),
    ),
    Sign(
        lambda data: data.startswith(b"PK"),
        _refuse(
            "this is a ZIP file, or an office file that is cut off.",
            "Unpack it and give the folder, or ask for the file again.",
        ),
    ),
    Sign(
        lambda data: data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")),
        _refuse(
            "the file is locked with a password, or of the office format before 2007.",
            "Ask for it as DOCX or XLSX without a password.",
        ),
    ),
    Sign(
        _begins(b"<!doctype html", b"<html"),
        _refuse(
            "this is the page of a form; the answers are not in it.",
            "Open the page where it was filled in, save the answers, and send that file.",
        ),
    ),
    Sign(
        lambda data: (
            data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or b"ftyphe" in data[:32]
        ),
        _refuse("this is a picture.", "Type what it shows into a form."),
    ),
    Sign(_begins(b"{", b"["), read_json),
    Sign(
        lambda _data: True,
        _refuse("this is no form of a sheet.", "Forms are JSON, XLSX, DOCX and PDF."),
    ),
)
"""Every kind that is known; the first whose sign is found reads the file, the last one any."""


def read_data(name: str, data: bytes) -> Read:
    """Read one file; what cannot be read is a finding."""
    try:
        read = next(sign.read for sign in READERS if sign.found(data))
        handins, findings = read(name, data)
    except NotOurs as error:
        return Read((), (Finding(name, "", error.message, error.advice),))
    except Exception as error:
        message = f"reading it failed ({type(error).__name__})."
        return Read((), (Finding(name, "", message, "Ask for it in another form."),))
    return Read(tuple(handins), tuple(findings))


# ---------------------------------------------------------------- files and folders


def read_files(paths: Sequence[Path]) -> Read:
    """Read files, and every file in folders.

    Args:
        paths: files and folders, which may not be there.

    Returns:
        What is in them, by name of the file, whatever the order in which they were given.
    """
    handins: list[Handin] = []
    findings: list[Finding] = []
    for found in find_files(paths):
        read = _read_file(found)
        handins += read.handins
        findings += read.findings
    return Read(tuple(handins), tuple(findings))


def find_files(paths: Sequence[Path]) -> list[Found]:
    """Every file once, by name; what systems leave beside files is passed over in folders.

    A file has its own name; in a folder, its path from there. Where two would have the same name,
    each has its whole path.
    """
    by_place: dict[Path, Found] = {}
    for path in paths:
        for found in _files_below(path):
            by_place.setdefault(found.path.resolve(), found)
    names = [one.name for one in by_place.values()]
    clear = [
        one if names.count(one.name) == 1 else Found(one.path.as_posix(), one.path)
        for one in by_place.values()
    ]
    return sorted(clear, key=lambda one: (one.name.casefold(), one.name))


def _files_below(path: Path) -> Iterator[Found]:
    if not path.is_dir():
        yield Found(path.name, path)
        return
    for inner in sorted(path.rglob("*")):
        parts = inner.relative_to(path).parts
        if inner.is_file() and not any(map(_is_passed_over, parts)):
            yield Found("/".join(parts), inner)


def _is_passed_over(name: str) -> bool:
    return name.startswith(PASSED_OVER) or name.casefold() in LEFT_BY_SYSTEMS


def _read_file(found: Found) -> Read:
    try:
        with found.path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        message = f"it cannot be opened ({error.strerror or error})."
        return Read((), (Finding(found.name, "", message, "Check its name and its rights."),))
    if len(data) > LARGEST:
        message = f"the file is larger than {LARGEST // 1_000_000} MB."
        return Read((), (Finding(found.name, "", message, "Ask for the filled form alone."),))
    return read_data(found.name, data)
