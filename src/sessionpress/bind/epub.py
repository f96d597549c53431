"""A book as EPUB 3, for every phone that can read books.

EbookLib, the library for it, reads and writes each page anew, leaves the language out of the
package, puts the clock into the file, and is under the AGPL; a few templates and a ZIP do better.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

from jinja2 import Environment

from sessionpress.bind.pictures import Images, for_old_readers
from sessionpress.render.book import Book, pictures_in
from sessionpress.render.epub import CONTAINER, epub_files

TYPE = "application/epub+zip"


def write_epub(book: Book, images: Images, environment: Environment, target: Path) -> int:
    """Write a book as EPUB 3; give its size in bytes. The same book gives the same bytes.

    Args:
        book: what it holds, as for print; with a `base_url`, links out of it lead to the site.
        images: the pictures of the edition by their site addresses.
        environment: the templates of the house.
        target: the file; its folder is made.

    Raises:
        BuildError: a picture cannot be read.
    """
    files = epub_files(book, for_old_readers(images, pictures_in(book)), environment)
    date = dt.date.fromisoformat(book.date)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as package:
        # Readers look for the type at a fixed place: first, as it is.
        _put(package, "mimetype", TYPE.encode(), date, zipfile.ZIP_STORED)
        for name in sorted(files, key=lambda name: (name != CONTAINER, name)):
            _put(package, name, files[name], date, zipfile.ZIP_DEFLATED)
    return target.stat().st_size


def _put(package: zipfile.ZipFile, name: str, data: bytes, date: dt.date, compression: int) -> None:
    entry = zipfile.ZipInfo(name, (max(date.year, 1980), date.month, date.day, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    package.writestr(entry, data, compression, 9)
