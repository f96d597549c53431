"""Keeps what was made by a key of all that it was made from; what did not change is fetched.

A file stands under its key together with its own checksum, so that one that was cut off or changed
is noticed and made again. Nothing in the store is ever needed: a folder that is full, read-only or
cleared in the middle of a build costs time and nothing else.

A shard is such a folder that another machine filled: it is looked into, and never written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from zipfile import ZipFile

LEFT_AFTER = 86_400
"""Seconds after which half a file is one that a build left when it was ended, not one at work."""

SIZE = 1_000_000_000
"""Bytes that a store holds when a build is done; what was not used for longest goes first."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `of` shares of all that is to be made; `number` counts from 1."""

    number: int
    of: int

    @property
    def name(self) -> str:
        """As people write it: 2/4."""
        return f"{self.number}/{self.of}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was found: its bytes, and what was noted with it."""

    bytes: int
    note: dict[str, int]
    folder: Path


Found = tuple[bytes, dict[str, int], Path]
"""The bytes of a key, what was noted with them, and the folder where they were found."""

NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of finished files by key; None takes nothing. `shards` are only read."""

    folder: Path | None
    shards: tuple[Path, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where a file may be found, the shards first."""
        return self.shards if self.folder is None else (*self.shards, self.folder)

    def fetch(self, key: str, target: Path) -> Kept | None:
        """Put the file of a key in place; None when it is nowhere, or not whole."""
        found = self._find(key)
        if found is None:
            return None
        data, note, folder = found
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return Kept(len(data), note, folder)

    def fetch_bytes(self, key: str) -> bytes | None:
        """The bytes of a key; None when they are nowhere, or not whole."""
        found = self._find(key)
        return found[0] if found else None

    def _find(self, key: str) -> Found | None:
        found = (self._find_in(folder, key) for folder in self.folders)
        return next((one for one in found if one), None)

    def _find_in(self, folder: Path, key: str) -> Found | None:
        data_path, about_path = self._paths(folder, key)
        try:
            about = json.loads(about_path.read_text(encoding="utf-8"))
            data = data_path.read_bytes()
            if hashlib.sha256(data).hexdigest() != about["sha256"]:
                return None
            note = {name: int(value) for name, value in about["note"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        with suppress(OSError):
            os.utime(about_path)
        return data, note, folder

    def keep(self, key: str, made: Path, note: dict[str, int]) -> None:
        """Take a copy of a file that was just made."""
        if self.folder is not None:
            self.keep_bytes(key, made.read_bytes(), note)

    def keep_bytes(self, key: str, data: bytes, note: Mapping[str, int] = NOTHING) -> None:
        """Keep bytes that were just made."""
        if self.folder is None:
            return
        data_path, about_path = self._paths(self.folder, key)
        about = json.dumps({"sha256": hashlib.sha256(data).hexdigest(), "note": dict(note)})
        with suppress(OSError):
            data_path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(data_path, data)
            _write_whole(about_path, about.encode())

    @contextmanager
    def shelf(self, key: str) -> Iterator[Shelf]:
        """Many small things that are kept as one; those that nobody asked for are let go."""
        shelf = Shelf(_unpacked(self.fetch_bytes(key)))
        yield shelf
        if shelf.used.keys() != shelf.found.keys():
            self.keep_bytes(key, _packed(shelf.used))

    def trim(self, limit: int = SIZE) -> None:
        """Let go of what was not used for longest until the rest fits into `limit` bytes."""
        if self.folder is None:
            return
        with suppress(OSError):
            for part in self.folder.glob("??/.part-*"):
                if part.stat().st_mtime < time.time() - LEFT_AFTER:
                    part.unlink(missing_ok=True)
            room = limit
            for _used, size, paths in sorted(_entries(self.folder), reverse=True):
                room -= size
                if room < 0:
                    for path in paths:
                        path.unlink(missing_ok=True)

    def clear(self) -> int:
        """Empty it; gives the bytes that it held."""
        if self.folder is None or not self.folder.is_dir():
            return 0
        held = sum(size for _used, size, _paths in _entries(self.folder))
        shutil.rmtree(self.folder)
        return held

    @staticmethod
    def _paths(folder: Path, key: str) -> tuple[Path, Path]:
        place = folder / key[:2]
        return place / key, place / f"{key}.json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Small things by name, each made when it is not there. Threads may ask at once."""

    found: Mapping[str, bytes]
    used: dict[str, bytes] = field(default_factory=dict)

    def get(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The thing of a name, which says all that it is made from."""
        made = self.found[name] if name in self.found else make()
        self.used[name] = made
        return made


def _packed(things: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name in sorted(things):
            file.writestr(name, things[name])
    return packed.getvalue()


def _unpacked(data: bytes | None) -> dict[str, bytes]:
    if data is None:
        return {}
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


NO_STORE = Store(None)
"""Nothing is kept."""


def _entries(folder: Path) -> Iterator[tuple[float, int, tuple[Path, Path]]]:
    """When each entry was last used, how large it is, and its two files."""
    for about in folder.glob("??/*.json"):
        data = about.with_suffix("")
        with suppress(OSError):
            yield about.stat().st_mtime, data.stat().st_size, (about, data)


def _write_whole(path: Path, data: bytes) -> None:
    """Nobody ever sees half a file, not even another build that keeps the same one."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
