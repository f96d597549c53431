"""`sessionpress build` and `assemble`. No library of building is loaded when nothing changed."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from sessionpress.bind.store import Shard, Store
from sessionpress.console import (
    FAILED,
    INTERRUPTED,
    content_option,
    find_house,
    problem_count,
)
from sessionpress.house import House
from sessionpress.ledger import last_build
from sessionpress.problems import BuildError, ToolkitError


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


@click.command()
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
    house = find_house(content, out)
    if shard is None:
        _build(house, jobs, Store(house.store), is_fresh=no_cache)
        return
    from sessionpress.build import build_shard  # noqa: PLC0415 - slow to load
    from sessionpress.progress import Progress  # noqa: PLC0415 - slow to load

    folder = house.dist if out else house.dist / "shards" / f"{shard.number}-of-{shard.of}"
    progress = Progress()
    _or_say(lambda: build_shard(house, progress, jobs, shard, folder))
    progress.done(f"Shard {shard.number} of {shard.of} is in {folder}")


@click.command()
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
    from sessionpress.build import check_shards  # noqa: PLC0415 - slow to load

    house = find_house(content, out)
    folders = tuple(folder.resolve() for folder in shards)
    _or_say(lambda: check_shards(folders))
    _build(house, jobs, Store(house.store, folders), is_fresh=no_cache)


def _build(house: House, jobs: int | None, store: Store, *, is_fresh: bool) -> None:
    """Build, unless nothing changed; a fresh build looks at nothing from before."""
    began = time.perf_counter()
    last = None if is_fresh else last_build(house)
    if last:
        for line in last.notes:
            click.echo(line)
        seconds = time.perf_counter() - began
        click.echo(f"Nothing changed, {last.files} files stand in {house.dist} ({seconds:.1f} s)")
        return
    from sessionpress.build import build as build_all  # noqa: PLC0415 - slow to load
    from sessionpress.progress import Progress  # noqa: PLC0415 - slow to load

    progress = Progress(started=began)
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
