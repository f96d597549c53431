"""Files packed beforehand, so that a server sends them small without working for it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import brotli

ENDINGS = (".html", ".css", ".js", ".svg", ".txt", ".json", ".xml", ".csv", ".ics")
"""Files of words; pictures, books and office files are packed already."""

PACKINGS = {".gz": "gzip", ".br": "br"}
"""Ending of a packed file, and the name of its packing in HTTP."""


def compressed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Pack the files of words of a site, given as bytes by address, with gzip and with Brotli.

    Returns:
        The packed files by address, `index.html.gz`, `index.html.br`; only those that are smaller
        than what they pack. The same content gives the same bytes, whatever the clock says.
    """
    words = {name: data for name, data in files.items() if name.endswith(ENDINGS)}
    # Both libraries let other threads work while they pack.
    with ThreadPoolExecutor() as threads:
        packed = threads.map(lambda item: tuple(_packed(*item)), words.items())
        return {name: data for found in packed for name, data in found}


def gzipped(data: bytes) -> bytes:
    """Pack with gzip as small as it can, without a name and a time."""
    return gzip.compress(data, 9, mtime=0)


def _packed(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    found = {".gz": gzipped(data), ".br": brotli.compress(data, mode=brotli.MODE_TEXT)}
    return ((f"{name}{ending}", one) for ending, one in found.items() if len(one) < len(data))
