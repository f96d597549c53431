"""The sites of a toolkit in all its languages, for both readers; no files to take away.

    python -m benchmarks.sites HOUSE FOLDER

They are composed and built as `sessionpress build` does, two at a time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sessionpress.bind.documents import processes
from sessionpress.build import TWO, _compose
from sessionpress.house import House
from sessionpress.mkdocs_site import Prepared, build_site
from sessionpress.progress import Progress


def make(root: Path, folder: Path) -> None:
    """Compose and build every site."""
    house = House(root, root, folder)
    sources, others = _compose(house, Progress())
    with processes(TWO) as pool:
        running = []
        for made in (*sources, *others):
            site = folder / made.edition.reader.folder / made.edition.language
            running.append(pool.submit(build_site, house.settings, Prepared(made, {}), site))
        warnings = [one for future in running for one in future.result().warnings]
    if warnings:
        raise SystemExit("\n".join(warnings))


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
