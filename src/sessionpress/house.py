"""Where things are: the house with its settings and templates, the content, the output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class House:
    """Settings and templates of the house in `root`; the folder of the toolkit; the output."""

    root: Path
    content: Path
    dist: Path

    @property
    def overrides(self) -> Path:
        """Templates, styles, scripts and fonts."""
        return self.root / "overrides"

    @property
    def settings(self) -> Path:
        """The settings of MkDocs: ours, never those of a fork."""
        return self.root / "mkdocs.yml"

    @property
    def store(self) -> Path:
        """Where finished files are kept from build to build."""
        return self.root / ".cache" / "sessionpress"
