"""The sites of a toolkit in all its languages, for some readers; no files to take away.

    python -m benchmarks.sites HOUSE FOLDER participant facilitator

They are composed and built as `sessionpress build` does, two at a time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sessionpress.bind.documents import in_common, processes
from sessionpress.build import TWO, compose_editions
from sessionpress.house import House
from sessionpress.make import Made
from sessionpress.mkdocs_site import Prepared, build_site
from sessionpress.progress import Progress


def make(root: Path, folder: Path, readers: Sequence[str]) -> None:
    """Compose and build every site."""
    house = House(root, root, folder)
    sources, others = compose_editions(house, Progress(), readers)
    editions = [*sources, *others]
    with processes(TWO, (house, folder, editions)) as pool:
        said = pool.map(partial(in_common, _site), range(len(editions)))
        warnings = [one for warnings in said for one in warnings]
    if warnings:
        raise SystemExit("\n".join(warnings))


def _site(task: tuple[House, Path, list[Made]], number: int) -> tuple[str, ...]:
    house, folder, editions = task
    made = editions[number]
    site = folder / made.edition.reader.folder / made.edition.language
    return build_site(house.settings, Prepared(made, {}), site).warnings


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
