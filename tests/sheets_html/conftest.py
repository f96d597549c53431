"""A site with sheets, and a browser, each made once a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.browsers import ON_DISK
from tests.sheets_html.sites import write_site

from sessionpress.content.model import Toolkit


@dataclass(frozen=True, slots=True)
class Written:
    """A site on disk, and the toolkit that it is made of."""

    folder: Path
    toolkit: Toolkit

    def page(self, sheet: str) -> str:
        """The address of the page of a sheet, on disk."""
        return (self.folder / "sheets" / f"{sheet}.html").as_uri()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The sheets of tests/sheets.py as a site, in a folder as people name them."""
    root = tmp_path_factory.mktemp("sheets") / ON_DISK
    toolkit = write_site(root)
    return Written(root / "site", toolkit)
