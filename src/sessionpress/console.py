"""What the commands share: finding the house, tables, counting problems in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sessionpress.house import House
from sessionpress.problems import counted

FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130

content_option = click.option(
    "--content",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of the toolkit; its own mkdocs.yml and templates are never loaded.",
)


def find_house(content: Path | None, out: Path | None = None) -> House:
    """The house is the nearest folder above that holds mkdocs.yml and overrides/."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "overrides").is_dir():
            return House(
                folder,
                (content or folder).resolve(),
                (out or folder / "dist").resolve(),
            )
    raise click.ClickException(
        f"No mkdocs.yml with overrides/ in {here} or above it. Change to the toolkit's folder."
    )


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as aligned text, words to the left and numbers to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if cell.replace(".", "").isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in (head, *rows)
    ]
    return "\n".join([*lines, ""])


def problem_count(count: int) -> str:
    """How many problems there are, as a sentence."""
    if not count:
        return "No problems."
    return f"{counted(count, 'problem')}."
