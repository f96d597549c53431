"""`sessionpress check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sessionpress.console import FAILED, content_option, find_house, problem_count, table
from sessionpress.make import find_problems
from sessionpress.problems import Problem, as_json
from sessionpress.site_check import HEAD, budget_rows, check_folder, summary_lines


@click.command()
@content_option
@click.option("--json", "as_data", is_flag=True, help="Print problems as JSON, for editors.")
@click.option("--prose", is_flag=True, help="Look for long sentences, acronyms, stock phrases too.")
@click.option(
    "--site",
    is_flag=False,
    flag_value="",
    metavar="[DIR]",
    help="Weigh and check a built site instead: dist/site, or another folder.",
)
def check(content: Path | None, as_data: bool, prose: bool, site: str | None) -> None:
    """Find everything that is wrong with the toolkit, or with a built site."""
    if site is not None:
        problems = _checked_site(Path(site) if site else find_house(content).dist / "site", as_data)
    else:
        house = find_house(content)
        problems = find_problems(house.content, house.overrides, prose=prose)
    if as_data:
        click.echo(as_json(problems))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(problem_count(len(problems)))
    if problems:
        sys.exit(FAILED)


def _checked_site(folder: Path, as_data: bool) -> tuple[Problem, ...]:
    """Check a built site; print its table of weights, unless a program reads what comes."""
    if not (folder / "index.html").is_file():
        raise click.ClickException(f"{folder} holds no built site. Run: scripts/build")
    report = check_folder(folder)
    if not as_data:
        click.echo(table(HEAD, list(budget_rows(report))))
        for line in summary_lines(report):
            click.echo(line)
    return report.problems
