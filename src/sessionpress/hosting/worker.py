"""The offline copy that a reader may ask for: the worker that keeps it, and how much it takes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from jinja2 import Environment

from sessionpress.hosting.facts import DOWNLOADS
from sessionpress.hosting.packed import gzipped

WORKER, KILL = "sw.js", "sw-kill.js"
"""The worker stands at the top of a site, which is all that it may touch; to end it for
everybody, a host puts the other one in its place."""

KEPT = (".html", ".css", ".js")
"""Endings of what is kept from the start; pictures are kept when they have been seen."""


@dataclass(frozen=True, slots=True)
class OfflineCopy:
    """How much a reader saves who asks for it: pages, and bytes after gzip."""

    pages: int
    bytes: int


def kept(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of the files of a site those that an offline copy holds, in the order of their addresses."""
    return {
        name: data
        for name, data in sorted(files.items())
        if name.endswith(KEPT)
        and not name.startswith(DOWNLOADS)
        and name not in (WORKER, "404.html")
    }


def offline_copy(files: Mapping[str, bytes]) -> OfflineCopy:
    """What an offline copy of a site takes; files are given as bytes by address."""
    held = kept(files)
    pages = sum(name.endswith(".html") for name in held)
    return OfflineCopy(pages, sum(len(gzipped(data)) for data in held.values()))


def worker(files: Mapping[str, bytes], environment: Environment) -> bytes:
    """Write the worker of a site; it changes with every file that it keeps, and only then.

    Args:
        files: the files of the site as they are published, as bytes by address.
        environment: the templates of the house.
    """
    marks = {
        quote(name): hashlib.sha256(data).hexdigest()[:12] for name, data in kept(files).items()
    }
    whole = hashlib.sha256(repr(marks).encode()).hexdigest()[:16]
    text = environment.get_template(f"hosting/{WORKER}").render(marks=marks, whole=whole)
    return text.encode() + b"\n"
