"""The command line: check, count, build, assemble, serve, pair, collect, timings, translate."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from sessionpress import __version__
from sessionpress.answers.pairing import CannotPair, Wishes
from sessionpress.bind.documents import Shard
from sessionpress.bind.handins import find_files
from sessionpress.bind.store import Store
from sessionpress.build import build as build_all
from sessionpress.build import build_shard, check_shards, default_jobs
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
from sessionpress.house import House
from sessionpress.ledger import last_build
from sessionpress.make import checked_toolkit, find_problems
from sessionpress.mkdocs_site import preview
from sessionpress.pair import pair_files, pair_lines, write_pairs
from sessionpress.problems import BuildError, Problem, ToolkitError, as_json, counted
from sessionpress.progress import Progress
from sessionpress.render.templates import filesize
from sessionpress.site_check import HEAD, budget_rows, check_folder, summary_lines
from sessionpress.timings import HEAD as TIMING_HEAD
from sessionpress.timings import LARGEST, timing_json, timing_lines, timing_rows, timings
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


class _ShardType(click.ParamType[Shard]):
    """K/N: the share K of N."""

    name = "K/N"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Shard:
        """Read it."""
        number, _slash, of = str(value).partition("/")
        is_whole = number.isascii() and number.isdigit() and of.isascii() and of.isdigit()
        if not is_whole or not 1 <= int(number) <= int(of):
            self.fail(f"{value} is no shard. Write, for the second of four: 2/4", param, ctx)
        return Shard(int(number), int(of))


out_option = click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="Output folder."
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(1), default=None, help="Processes at once."
)
no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Make everything anew, and keep nothing."
)


@cli.command()
@content_option
@out_option
@jobs_option
@no_cache_option
@click.option(
    "--shard",
    type=_ShardType(),
    default=None,
    help="Make only one share of the files, for assemble to put together.",
)
def build(
    content: Path | None, out: Path | None, jobs: int | None, no_cache: bool, shard: Shard | None
) -> None:
    """Make the sites, PDFs and bundles of all editions.

    What did not change since the last build is not made again. With --shard 2/4, the second of
    four shares of the files to take away is made, into --out or dist/shards/2-of-4.
    """
    house, workers = find_house(content, out), jobs or default_jobs()
    if shard is None:
        _build(house, workers, Store(house.store), is_fresh=no_cache)
        return
    folder = house.dist if out else house.dist / "shards" / f"{shard.number}-of-{shard.of}"
    progress = Progress()
    _or_say(lambda: build_shard(house, progress, workers, shard, folder))
    progress.done(f"Shard {shard.number} of {shard.of} is in {folder}")


@cli.command()
@content_option
@out_option
@jobs_option
@no_cache_option
@click.argument("shards", nargs=-1, required=True, type=click.Path(path_type=Path))
def assemble(
    content: Path | None,
    out: Path | None,
    jobs: int | None,
    no_cache: bool,
    shards: tuple[Path, ...],
) -> None:
    """Build from SHARDS, folders that build --shard made, perhaps on other machines.

    The output is what one build makes, byte for byte. What no shard holds is made here.
    """
    house = find_house(content, out)
    folders = tuple(folder.resolve() for folder in shards)
    _or_say(lambda: check_shards(folders))
    _build(house, jobs or default_jobs(), Store(house.store, folders), is_fresh=no_cache)


def _build(house: House, jobs: int, store: Store, *, is_fresh: bool) -> None:
    """Build, unless nothing changed; a fresh build looks at nothing from before."""
    progress = Progress()
    last = None if is_fresh else last_build(house)
    if last:
        for line in last.notes:
            click.echo(line)
        progress.done(f"Nothing changed, {last.files} files stand in {house.dist}")
        return
    used = Store(None, store.shards) if is_fresh else store
    _or_say(lambda: build_all(house, progress, jobs, used))
    progress.done(f"Ready in {house.dist}")


def _or_say(work: Callable[[], None]) -> None:
    """Do a work of building; what stops it is said, and ends the command."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        work()
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


@cli.command(name="timings")
@content_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="Print everything as JSON, for programs.")
def timings_command(content: Path | None, files: tuple[Path, ...], as_data: bool) -> None:
    """Hold planned minutes against those that the logs of run sheets tell.

    FILES are logs that run sheets saved, and folders of them. Ends with 0 when all were taken, 1
    when a file was left out or there was no log.
    """
    toolkit, _problems = load_toolkit(find_house(content).content)
    if toolkit is None:
        raise click.ClickException("The toolkit cannot be read. Run: sessionpress check")
    told = timings(toolkit, _opened(files))
    if as_data:
        click.echo(timing_json(told))
    else:
        for finding in told.findings:
            click.echo(str(finding), err=True)
        rows = list(timing_rows(told))
        if rows:
            click.echo(table(TIMING_HEAD, rows))
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
