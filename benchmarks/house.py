"""Sets up what is compared: a house with a generated toolkit, and the same pages for plain MkDocs.

    python -m benchmarks.house PAGES FOLDER

`FOLDER/house` is a folder as an author has it: content, this repository's mkdocs.yml and its
overrides. `FOLDER/plain` is the project of plain mkdocs-material.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks import corpus, plain

ROOT = Path(__file__).resolve().parent.parent


def set_up(pages: int, folder: Path) -> None:
    """Write both sides of the comparison."""
    house = folder / "house"
    corpus.write(house, pages)
    shutil.copyfile(ROOT / "mkdocs.yml", house / "mkdocs.yml")
    (house / "overrides").symlink_to(ROOT / "overrides")
    plain.write(house, folder / "plain")


if __name__ == "__main__":
    set_up(int(sys.argv[1]), Path(sys.argv[2]))
