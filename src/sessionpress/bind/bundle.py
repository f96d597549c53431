"""The offline bundle: a ZIP that is the same bytes whenever it is made from the same content."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path


def checksums(files: Mapping[str, bytes]) -> bytes:
    """A SHA256SUMS file for the given files, sorted by name, as `sha256sum -c` reads it."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items())]
    return ("\n".join(lines) + "\n").encode()


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path, with slashes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_bundle(target: Path, root: str, files: Mapping[str, bytes], date: dt.date) -> int:
    """Write a ZIP with one folder `root` that holds the files; give its size in bytes.

    Names are sorted, and every entry has the date of the edition and the same permissions, so
    that neither the clock nor the machine shows.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    stamp = (max(date.year, 1980), date.month, date.day, 0, 0, 0)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{root}/{name}", stamp)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            packed = name.endswith((".pdf", ".png", ".jpg", ".webp"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data)
    return target.stat().st_size
