"""Reading files of a toolkit safely: encoding, size, links out of the folder, names.

The only module of the content model that opens a file.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sessionpress.problems import Place, Problems

TEXT_LIMIT = 1_000_000
"""Largest text file, in bytes. A page of 4,500 words has about 30,000."""

ASSET_LIMIT = 5_000_000
"""Largest image or other file, in bytes."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a toolkit; every path asked of it is relative to it, with slashes."""

    root: Path
    problems: Problems

    def has(self, path: str) -> bool:
        """Whether a file stands there."""
        return (self.root / path).is_file()

    def names(self, path: str) -> list[str]:
        """Names in a folder, sorted, hidden ones left out; empty when there is no folder."""
        folder = self.root / path
        if not folder.is_dir():
            return []
        try:
            found = sorted(entry.name for entry in folder.iterdir())
        except OSError as error:
            self._unreadable(path, error)
            return []
        return [
            name
            for name in found
            if not name.startswith((".", "_")) and self._has_plain_name(path, name)
        ]

    def folders(self, path: str) -> list[str]:
        """Names of the folders in a folder, sorted."""
        return [
            name
            for name in self.names(path)
            if (self.root / path / name).is_dir() and self._inside(f"{path}/{name}")
        ]

    def walk(self, path: str, above: tuple[Path, ...] = ()) -> Iterator[str]:
        """Every file below a folder, sorted, files before folders.

        `above` are the folders on the way down: a link back to one of them is not followed.
        """
        real = (self.root / path).resolve()
        if real in above:
            self.problems.add(
                "file-unreadable",
                Place(path),
                "a link in the file system leads back to a folder around it.",
                "Take the link out.",
            )
            return
        names = self.names(path)
        for name in names:
            if not (self.root / path / name).is_dir():
                yield f"{path}/{name}"
        for name in names:
            if (self.root / path / name).is_dir() and self._inside(f"{path}/{name}"):
                yield from self.walk(f"{path}/{name}", (*above, real))

    def text(self, path: str) -> str | None:
        """A text file with plain line ends and without a byte order mark; None if unreadable."""
        data = self.data(path, TEXT_LIMIT)
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.add(
                "file-encoding",
                Place(path, line),
                "the file is not UTF-8.",
                "Save it as UTF-8 in your editor.",
            )
            return None
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            self.problems.add(
                "file-encoding",
                Place(path, line),
                "the file holds a zero byte.",
                "Save it as plain UTF-8 text.",
            )
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def data(self, path: str, limit: int = ASSET_LIMIT) -> bytes | None:
        """The bytes of a file; None when it is missing, too large, unreadable or outside."""
        if not self._inside(path):
            return None
        try:
            status = (self.root / path).stat()
            if not stat.S_ISREG(status.st_mode):
                # A pipe would be waited for, for ever.
                self._unreadable(path, OSError(0, "it is no plain file"))
                return None
            size = status.st_size
            if size > limit:
                self.problems.add(
                    "file-size",
                    Place(path),
                    f"the file has {size:,} bytes; the limit is {limit:,}.",
                    "Split the page, or make the picture smaller.",
                )
                return None
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            self.problems.add("file-missing", Place(path), "the file is not there.", "Write it.")
        except OSError as error:
            self._unreadable(path, error)
        return None

    def _has_plain_name(self, path: str, name: str) -> bool:
        """Whether a name is UTF-8; Python reads other bytes as half characters."""
        shown = name.encode("utf-8", "replace").decode()
        if shown == name:
            return True
        self.problems.add(
            "file-unreadable",
            Place(f"{path}/{shown}"),
            "the name of the file is not UTF-8.",
            "Rename it.",
        )
        return False

    def _inside(self, path: str) -> bool:
        """Whether a path, links followed, stays in the toolkit's folder."""
        try:
            target = (self.root / path).resolve()
        except (OSError, RuntimeError) as error:
            self._unreadable(path, error)
            return False
        if target.is_relative_to(self.root.resolve()):
            return True
        self.problems.add(
            "file-outside",
            Place(path),
            "a link in the file system leads out of the toolkit's folder.",
            "Copy the file into the toolkit.",
        )
        return False

    def _unreadable(self, path: str, error: BaseException) -> None:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self.problems.add(
            "file-unreadable",
            Place(path),
            f"it cannot be read: {reason}.",
            "Check that it is a file, and its permissions.",
        )
