"""Files packed beforehand, so that a server sends them small without working for it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import brotli

ENDINGS = (".html", ".css", ".js", ".svg", ".txt", ".json", ".xml", ".csv", ".ics")
"""Files of words; pictures, books and office files are packed already."""

Keep = Callable[[str, Callable[[], bytes]], bytes]
"""Gives what was made before under a name, or makes it."""


def compressed(
    files: Mapping[str, bytes], keep: Keep = lambda _name, make: make()
) -> dict[str, bytes]:
    """Pack the files of words of a site, given as bytes by address, with gzip and with Brotli.

    Args:
        files: the site; pictures, books and office files are left alone.
        keep: is asked for each packed file by the checksum of what it packs.

    Returns:
        The packed files by address, `index.html.gz`, `index.html.br`; only those that are smaller
        than what they pack. The same content gives the same bytes, whatever the clock says.
    """
    words = {name: data for name, data in files.items() if name.endswith(ENDINGS)}
    # Both libraries let other threads work while they pack.
    with ThreadPoolExecutor() as threads:
        packed = threads.map(lambda item: tuple(_packed(item[0], item[1], keep)), words.items())
        return {name: data for found in packed for name, data in found}


def gzipped(data: bytes) -> bytes:
    """Pack with gzip as small as it can, without a name and a time."""
    return gzip.compress(data, 9, mtime=0)


def _packed(name: str, data: bytes, keep: Keep) -> Iterator[tuple[str, bytes]]:
    content = hashlib.sha256(data).hexdigest()
    for ending, packing in PACKINGS.items():
        packed = keep(content + ending, partial(packing.pack, data))
        if len(packed) < len(data):
            yield f"{name}{ending}", packed


@dataclass(frozen=True, slots=True)
class Packing:
    """A way to pack: its name in HTTP, and what does it."""

    http: str
    pack: Callable[[bytes], bytes]


PACKINGS: Mapping[str, Packing] = {
    ".gz": Packing("gzip", gzipped),
    ".br": Packing("br", partial(brotli.compress, mode=brotli.MODE_TEXT)),
}
"""How files are packed, by the ending of the packed file."""
