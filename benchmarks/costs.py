"""Where the time of our build goes, by cProfile.

    python -m benchmarks.costs HOUSE SITE

cProfile makes calls dearer than they are: the shares tell what bounds the build, the seconds
are not those of `benchmarks/run`.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STAGES = (
    ("Importing modules", "importlib._bootstrap", "_find_and_load"),
    ("Loading the toolkit", "content/load.py", "load_toolkit"),
    ("– headers and settings (YAML)", "yaml_source.py", "read_yaml"),
    ("Checking it", "check/__init__.py", "check"),
    ("Composing the edition", "compose/__init__.py", "compose"),
    ("Markdown to HTML", "markdown/core.py", "convert"),
    ("– linking glossary terms", "markdown/extension.py", "walk"),
    ("– cleaning the HTML", "markdown/safe.py", "clean"),
    ("– naming what was removed", "markdown/safe.py", "removed"),
    ("Templates (Jinja), all", "jinja2/environment.py", "render"),
    ("List of sources", "render/references.py", "_format"),
    ("Search index", "render/search.py", "search_script"),
    ("MkDocs, its templates included", "mkdocs/commands/build.py", "build"),
    ("– shells around the pages", "render/shell.py", "shell"),
)
"""Label, end of the file's name, and function; the time inside it, all that it calls included."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A function: calls, seconds in itself, seconds with all that it calls."""

    file: str
    line: int
    name: str
    calls: int
    own: float
    whole: float

    @property
    def label(self) -> str:
        """The function as people look it up."""
        if self.file == "~":
            return self.name
        return f"{'/'.join(Path(self.file).parts[-2:])}:{self.line} {self.name}"


def profile(house: Path, site: Path) -> tuple[list[Cost], float]:
    """Build the site under cProfile, imports included; all functions, and seconds in all."""
    profiler = cProfile.Profile()
    profiler.enable()
    from benchmarks.ours import build  # noqa: PLC0415 - imports are a part of what is measured

    build(house, site)
    profiler.disable()
    stats = pstats.Stats(profiler)
    rows = [
        Cost(file, line, name, calls, own, whole)
        for (file, line, name), (_first, calls, own, whole, _by) in stats.stats.items()  # type: ignore[attr-defined]
    ]
    return rows, stats.total_tt  # type: ignore[attr-defined]


def stages(rows: list[Cost], total: float) -> Iterator[str]:
    """The stages of the build; those that were not found are left out."""
    yield "| stage | share | s |\n|---|--:|--:|"
    for label, ending, name in STAGES:
        whole = max(
            (one.whole for one in rows if ending in one.file and one.name == name), default=0.0
        )
        if whole:
            yield f"| {label} | {whole / total:.0%} | {whole:.2f} |"


def dearest(rows: list[Cost], total: float, count: int = 10) -> Iterator[str]:
    """The functions that take most time in themselves."""
    yield "| function, its own time | share | s | calls |\n|---|--:|--:|--:|"
    for one in sorted(rows, key=lambda row: -row.own)[:count]:
        yield f"| `{one.label}` | {one.own / total:.0%} | {one.own:.2f} | {one.calls:,} |"


if __name__ == "__main__":
    found, seconds = profile(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join([*stages(found, seconds), "", *dearest(found, seconds)]))
