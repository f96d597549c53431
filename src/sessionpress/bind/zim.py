"""A site as a ZIM file for Kiwix, which reads whole sites on phones without a network.

libzim writes chance numbers into the file: one into its head, and one into each of its two search
indexes. They are written over with numbers made from the content, so that the same site gives the
same bytes; then the checksum is made anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.core import get_global
from libzim.reader import Archive
from libzim.writer import ContentProvider, Creator, Hint, Item, StringProvider

from sessionpress.bind.pictures import emblem
from sessionpress.problems import BuildError
from sessionpress.render.offline import OfflineSite

MEDIA = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_PACKED = (".gif", ".jpeg", ".jpg", ".png", ".webp")


class _Entry(Item):  # type: ignore[misc]  # libzim has no types
    """A file of the site, as libzim asks for it."""

    def __init__(self, address: str, title: str, data: bytes) -> None:
        super().__init__()
        self._address = address
        self._title = title
        self._data = data

    def get_path(self) -> str:
        return self._address

    def get_title(self) -> str:
        return self._title

    def get_mimetype(self) -> str:
        return MEDIA[Path(self._address).suffix]

    def get_contentprovider(self) -> ContentProvider:
        return StringProvider(self._data)

    def get_hints(self) -> dict[Hint, int]:
        page = self.get_mimetype() == "text/html"
        return {Hint.FRONT_ARTICLE: page, Hint.COMPRESS: not self._address.endswith(_PACKED)}


def write_zim(site: OfflineSite, target: Path) -> int:
    """Write a site as ZIM; give its size in bytes. The same site gives the same bytes.

    Raises:
        BuildError: what was written cannot be read back.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".zim-") as scratch:
        written = Path(scratch, "site.zim")
        _write(site, written)
        _settle(written, _digest(site))
        if not Archive(written).check():
            raise BuildError(f"{target.name}: the ZIM file is damaged. Build again.")
        written.chmod(0o666 & ~_umask())
        written.replace(target)
    return target.stat().st_size


def _write(site: OfflineSite, target: Path) -> None:
    """Write with one worker: several would put the pages in an order of chance."""
    creator = Creator(target).config_indexing(True, iso_language(site.language))
    creator.config_nbworkers(1).set_mainpath(site.main)
    with _silenced(), creator:
        for address in sorted(site.files):
            title = site.titles.get(address, "")
            creator.add_item(_Entry(address, title, site.files[address]))
        creator.add_illustration(48, emblem(48))
        for name, text in _metadata(site):
            creator.add_metadata(name, text)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the console clean: libzim tells its steps, past Python, whatever it is asked."""
    sys.stdout.flush()
    console = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(console, 1)
        os.close(console)
        os.close(nowhere)


def _metadata(site: OfflineSite) -> Iterator[tuple[str, str | dt.date]]:
    yield "Name", site.name
    yield "Title", site.title
    yield "Creator", site.creator
    yield "Publisher", site.creator
    yield "Date", dt.date.fromisoformat(site.date)
    yield "Description", site.description
    yield "LongDescription", site.about
    yield "Language", iso_language(site.language)
    yield "Tags", "_category:other;_ftindex:yes;_pictures:yes;_videos:no;_details:yes"


def iso_language(tag: str) -> str:
    """The code of three letters (ISO 639-3) for a BCP 47 tag; the tag itself when none is known."""
    short = tag.partition("-")[0].lower()
    aliases = get_global("language_aliases")
    found = [code for code, name in aliases.items() if name == short and len(code) == 3]
    # Of two codes for one language, that of its own name begins like the short one: fas, not per.
    return min(found, key=lambda code: (not code.startswith(short), code), default=short)


# ---------------------------------------------------------------- the same bytes each time

_HEAD_NUMBER = slice(8, 24)
_CHECKSUM_PLACE = slice(72, 80)
_XAPIAN = b"\x0f\x0dXapian Glass"
"""How a search index begins; its version, two bytes, and its chance number, sixteen, follow."""


def _digest(site: OfflineSite) -> bytes:
    digest = hashlib.sha256()
    for address in sorted(site.files):
        for part in (address.encode(), site.titles.get(address, "").encode(), site.files[address]):
            digest.update(struct.pack("<Q", len(part)) + part)
    for _name, text in _metadata(site):
        digest.update(str(text).encode() + b"\0")
    return digest.digest()


def _settle(path: Path, digest: bytes) -> None:
    """Write numbers of our own over those of chance, and the checksum of all over the old one."""
    data = bytearray(path.read_bytes())
    data[_HEAD_NUMBER] = digest[:16]
    place = data.find(_XAPIAN)
    while place >= 0:
        number = place + len(_XAPIAN) + 2
        data[number : number + 16] = digest[16:]
        place = data.find(_XAPIAN, number)
    (end,) = struct.unpack("<Q", data[_CHECKSUM_PLACE])
    data[end : end + 16] = hashlib.md5(data[:end], usedforsecurity=False).digest()
    path.write_bytes(data)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
