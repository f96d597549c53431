"""`sessionpress collect`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sessionpress.collect import Collected, NotOurFolder
from sessionpress.collect import collect as collect_all
from sessionpress.console import (
    FAILED,
    UNUSABLE,
    content_option,
    find_house,
    problem_count,
)
from sessionpress.make import checked_toolkit
from sessionpress.problems import BuildError, ToolkitError, counted


@click.command()
@content_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write.")
def collect(content: Path | None, files: tuple[Path, ...], out: Path) -> None:
    """Put filled sheets together: tables, the report, and what was left out.

    FILES are filled sheets in any form (JSON, XLSX, DOCX, PDF), and folders of them. Ends with 0
    when everything was taken, 1 when something was left out, 2 when nothing was done.
    """
    house = find_house(content)
    try:
        collected = collect_all(files, out, checked_toolkit(house.content), house.overrides)
    except ToolkitError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{problem_count(len(error.problems))} Nothing was collected.", err=True)
        sys.exit(UNUSABLE)
    except (NotOurFolder, BuildError) as error:
        click.echo(f"{error} Nothing was written.", err=True)
        sys.exit(UNUSABLE)
    for finding in collected.collection.findings:
        click.echo(str(finding).strip())
    for line in _collected_lines(collected, out):
        click.echo(line)
    if collected.collection.left_out or not collected.collection.count:
        sys.exit(FAILED)


def _collected_lines(collected: Collected, out: Path) -> Iterator[str]:
    """What came of collecting, in a few lines."""
    collection = collected.collection
    left_out = len(collection.left_out)
    notes = len(collection.findings) - left_out
    handins = counted(collection.count, "hand-in")
    sheets, files = counted(len(collection.by_sheet), "sheet"), counted(collected.files, "file")
    yield f"{handins} of {sheets} taken from {files}; {left_out} left out, {notes} to look at."
    yield f"Ready in {out}" if collection.count else "Nothing could be taken, nothing was written."
