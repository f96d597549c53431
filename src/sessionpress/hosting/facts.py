"""What is told about a publication, in one place: to catalogues, hosts and programs alike."""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sessionpress.clock import planned
from sessionpress.compose import Edition

DOWNLOADS = "downloads/"
"""Where in a site the files stand that people take away."""

MEDIA = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".xml": "text/xml",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".epub": "application/epub+zip",
    ".zim": "application/x-zim",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""Ending -> media type of every file that a site may hold, for servers that know too few."""

UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as a receiver can check it: address in the site, type, bytes, SHA-256 in hex."""

    address: str
    type: str
    bytes: int
    sha256: str

    @property
    def form(self) -> str:
        """Its form as people call it: PDF, EPUB."""
        return posixpath.splitext(self.address)[1].removeprefix(".").upper()


def media_type(address: str) -> str:
    """The media type of a file by its ending."""
    ending = posixpath.splitext(address)[1].lower()
    return MEDIA.get(ending) or mimetypes.guess_type(address)[0] or UNKNOWN


def file_facts(files: Mapping[str, bytes], *, below: str = "") -> tuple[FileFacts, ...]:
    """What can be said of files, given as bytes by address, in the order of their addresses."""
    return tuple(
        FileFacts(name, media_type(name), len(data), hashlib.sha256(data).hexdigest())
        for name, data in sorted(files.items())
        if name.startswith(below)
    )


def downloads(files: Mapping[str, bytes]) -> tuple[FileFacts, ...]:
    """The files of a site that people take away."""
    return file_facts(files, below=DOWNLOADS)


def description(edition: Edition) -> str:
    """What the toolkit is, in as many words as its makers gave."""
    settings = edition.toolkit.settings
    return settings.imprint.abstract or settings.subtitle or settings.title


def targets(edition: Edition) -> tuple[str, ...]:
    """The SDG targets that the sessions serve, in the order of their numbers: 4.4, 16.6, 16.b."""
    found = {target for module in edition.toolkit.modules for target in module.sdgs}
    return tuple(sorted(found, key=_number))


def goals(edition: Edition) -> tuple[str, ...]:
    """The SDGs to which those targets belong."""
    return tuple(dict.fromkeys(target.partition(".")[0] for target in targets(edition)))


def minutes(edition: Edition) -> int:
    """Minutes of all sessions as planned."""
    return sum(planned(module.items) for module in edition.toolkit.modules)


def _number(target: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers in their order, letters behind them."""
    return tuple(_place(part) for part in target.split("."))


def _place(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isdigit() else (1, 0, part)


def form_sizes(facts: tuple[FileFacts, ...]) -> Iterator[tuple[str, int, int]]:
    """Each form in which files are offered: its name, how many there are, bytes of all."""
    for form in sorted({one.form for one in facts}):
        sizes = [one.bytes for one in facts if one.form == form]
        yield form, len(sizes), sum(sizes)
