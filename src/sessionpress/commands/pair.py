"""`sessionpress pair`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sessionpress.answers.pairing import CannotPair, Wishes
from sessionpress.console import FAILED, content_option, find_house
from sessionpress.content.load import load_toolkit
from sessionpress.pair import pair_files, pair_lines, write_pairs
from sessionpress.problems import BuildError


@click.command()
@content_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lock", "together", type=(str, str), multiple=True, help="Put two together.")
@click.option("--apart", type=(str, str), multiple=True, help="Keep two apart.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write files there.")
def pair(
    content: Path | None,
    files: tuple[Path, ...],
    together: tuple[tuple[str, str], ...],
    apart: tuple[tuple[str, str], ...],
    out: Path | None,
) -> None:
    """Propose pairs of countries from the needs and offers that they handed in.

    Countries are named by code or name: --lock AAA BBB. With --out, the cards for the tables are
    written as PDF, and the pairs as CSV and JSON.
    """
    house = find_house(content)
    toolkit, _problems = load_toolkit(house.content)
    if toolkit is None:
        raise click.ClickException("The toolkit cannot be read. Run: sessionpress check")
    try:
        paired = pair_files(files, toolkit, Wishes(together, apart))
        proposal = paired.proposal
        for line in pair_lines(proposal):
            click.echo(line)
        written = write_pairs(proposal, toolkit, out, house.overrides) if out else ()
    except (CannotPair, BuildError, OSError) as error:
        raise click.ClickException(str(error)) from None
    if written:
        click.echo(f"Written: {', '.join(map(str, written))}")
    for finding in paired.findings:
        click.echo(str(finding), err=True)
    if not proposal.groups or any(finding.left_out for finding in paired.findings):
        sys.exit(FAILED)
