"""`sessionpress timings`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sessionpress.bind.handins import find_files
from sessionpress.console import FAILED, content_option, find_house, table
from sessionpress.content.load import load_toolkit
from sessionpress.timings import HEAD, LARGEST, timing_json, timing_lines, timing_rows
from sessionpress.timings import timings as timings_of


@click.command()
@content_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="Print everything as JSON, for programs.")
def timings(content: Path | None, files: tuple[Path, ...], as_data: bool) -> None:
    """Hold planned minutes against those that the logs of run sheets tell.

    FILES are logs that run sheets saved, and folders of them. Ends with 0 when all were taken, 1
    when a file was left out or there was no log.
    """
    toolkit, _problems = load_toolkit(find_house(content).content)
    if toolkit is None:
        raise click.ClickException("The toolkit cannot be read. Run: sessionpress check")
    told = timings_of(toolkit, _opened(files))
    if as_data:
        click.echo(timing_json(told))
    else:
        for finding in told.findings:
            click.echo(str(finding), err=True)
        rows = list(timing_rows(told))
        if rows:
            click.echo(table(HEAD, rows))
        for line in timing_lines(told):
            click.echo(line)
    if told.left_out or not told.logs:
        sys.exit(FAILED)


def _opened(paths: tuple[Path, ...]) -> Iterator[tuple[str, bytes | OSError]]:
    """Each file by its name, with no more of it than a log can have, or why it has nothing."""
    for found in find_files(paths):
        try:
            with found.path.open("rb") as file:
                yield found.name, file.read(LARGEST + 1)
        except OSError as error:
            yield found.name, error
