"""The command line: check, count, build, serve, pair, collect, translate."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sessionpress import __version__
from sessionpress.answers.pairing import CannotPair, Wishes
from sessionpress.bind.store import NO_STORE, Store
from sessionpress.build import build as build_all
from sessionpress.build import default_jobs
from sessionpress.collect import Collected, NotOurFolder
from sessionpress.collect import collect as collect_all
from sessionpress.compose import READERS
from sessionpress.console import (
    FAILED,
    INTERRUPTED,
    UNUSABLE,
    content_option,
    find_house,
    problem_count,
    table,
)
from sessionpress.content.load import load_toolkit
from sessionpress.count import (
    SESSION_HEAD,
    case_rows,
    objective_rows,
    session_rows,
    total_rows,
)
from sessionpress.ledger import last_build
from sessionpress.make import checked_toolkit, find_problems
from sessionpress.mkdocs_site import preview
from sessionpress.pair import pair_files, pair_lines, write_pairs
from sessionpress.problems import BuildError, Problem, ToolkitError, as_json, counted
from sessionpress.progress import Progress
from sessionpress.render.templates import filesize
from sessionpress.site_check import HEAD, budget_rows, check_folder, summary_lines
from sessionpress.translate_commands import translate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Turn a training toolkit in Markdown into a site, PDFs and an offline bundle."""


@cli.command()
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


@cli.command()
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


@cli.command()
@content_option
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Output folder.")
@click.option("--jobs", type=click.IntRange(1), default=None, help="Processes at once.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing.")
def build(content: Path | None, out: Path | None, jobs: int | None, no_cache: bool) -> None:
    """Make the sites, PDFs and bundles of all editions.

    What did not change since the last build is not made again.
    """
    house = find_house(content, out)
    progress = Progress()
    last = None if no_cache else last_build(house)
    if last:
        for line in last.notes:
            click.echo(line)
        progress.done(f"Nothing changed, {last.files} files stand in {house.dist}")
        return
    store = NO_STORE if no_cache else Store(house.store)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        build_all(house, progress, jobs or default_jobs(), store)
    except ToolkitError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{problem_count(len(error.problems))} Nothing was built.", err=True)
        sys.exit(FAILED)
    except BuildError as error:
        click.echo(str(error), err=True)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        click.echo("Stopped. The last good build is untouched.", err=True)
        sys.exit(INTERRUPTED)
    progress.done(f"Ready in {house.dist}")


@cli.group()
def cache() -> None:
    """Look after the files that builds keep for the next."""


@cache.command()
def clear() -> None:
    """Let go of all kept files; the next build makes everything anew."""
    held = Store(find_house(None).store).clear()
    click.echo(f"{filesize(held)} cleared." if held else "Nothing was kept.")


@cli.command()
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


@cli.command()
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


@cli.command()
@content_option
@click.option("--reader", type=click.Choice(list(READERS)), default="participant")
@click.option("--address", default="127.0.0.1:8000", help="Host and port.")
def serve(content: Path | None, reader: str, address: str) -> None:
    """Preview the site and follow edits."""
    house = find_house(content)
    preview(house.settings, house.content, reader, address)


cli.add_command(translate)


def main() -> None:
    """Entry point of the `sessionpress` command."""
    cli()


if __name__ == "__main__":
    main()
