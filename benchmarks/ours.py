"""Our side: the participant's site in one process, without PDFs.

    python -m benchmarks.ours HOUSE SITE

Load, check, compose, render, search index and MkDocs build, as `sessionpress build` does them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sessionpress.make import make_edition
from sessionpress.mkdocs_site import Prepared, build_site


def build(house: Path, site: Path) -> None:
    """Build the site of the toolkit in `house`, which holds mkdocs.yml and overrides/ as well."""
    made = make_edition(house, house / "overrides", "participant")
    report = build_site(house / "mkdocs.yml", Prepared(made, {}), site)
    if report.warnings:
        raise SystemExit("\n".join(report.warnings))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
