"""The participant's books of a toolkit as PDFs, made and proved as a build does, one by one.

    python -m benchmarks.books HOUSE FOLDER [NAME]

With a NAME, such as `toolkit`, only the output of that name in `sessionpress.outputs`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sessionpress.bind.documents import Job, make_documents
from sessionpress.make import make_edition, press_of
from sessionpress.render.book import Book


def make(house: Path, folder: Path, name: str = "") -> None:
    """Make every book that is bound, or those of one output."""
    overrides = house / "overrides"
    made = make_edition(house, overrides, "participant")
    press = press_of(made, overrides)
    jobs = [
        Job(one.content, folder / one.target)
        for one in made.documents
        if isinstance(one.content, Book) and one.content.cover and one.form == "PDF"
        if name in ("", one.output)
    ]
    make_documents(jobs, press, lambda _job, _result: None, workers=1)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
