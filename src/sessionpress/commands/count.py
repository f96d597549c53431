"""`sessionpress count`."""

from __future__ import annotations

from pathlib import Path

import click

from sessionpress.console import content_option, find_house, table
from sessionpress.content.load import load_toolkit
from sessionpress.count import (
    SESSION_HEAD,
    case_rows,
    objective_rows,
    session_rows,
    total_rows,
)


@click.command()
@content_option
def count(content: Path | None) -> None:
    """Count words, minutes, cases, questions and more."""
    toolkit, _problems = load_toolkit(find_house(content).content)
    if toolkit is None:
        raise click.ClickException("The toolkit cannot be read. Run: sessionpress check")
    for head, rows in (
        (SESSION_HEAD, session_rows(toolkit)),
        (("cases of", "number"), case_rows(toolkit)),
        (("objective", "questions A", "questions B"), objective_rows(toolkit)),
        (("in all", "number"), total_rows(toolkit)),
    ):
        click.echo(table(head, list(rows)))
