"""Our site build against plain mkdocs-material on the same pages, interleaved.

Ratios travel, seconds do not: run it with as little else on the machine as you can, and quote
the ratios with the machine. Everything is written to a temporary folder, which is removed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.corpus import FEWEST
from benchmarks.measure import Run, middle, run, size
from benchmarks.words import count_words, shared

OURS = "ours"
PLAIN = ("standard", "lean")
BUILDS = (OURS, *PLAIN)
PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2")
SAME_WORDS = 0.98
MAIN = {OURS: "main"}
"""The element with the main text of a page; Material has an `article`."""


@dataclass(frozen=True, slots=True)
class Result:
    """The runs of one build at one size, in order, and what came out."""

    pages: int
    build: str
    runs: tuple[Run, ...]
    output: float
    words: int
    same: float


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument(
        "--sizes", type=_sizes, default="20,100,500", help="numbers of pages (20,100,500)"
    )
    parser.add_argument("--pairs", type=_pairs, default=3, help="interleaved runs of each (3)")
    parser.add_argument(
        "--profile", type=_pages, metavar="PAGES", help="show where our time goes instead"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        if options.profile:
            _profile(options.profile, Path(name))
        else:
            _compare(options.sizes, options.pairs, Path(name))


def _pages(text: str) -> int:
    if not text.isdigit() or int(text) < FEWEST:
        raise argparse.ArgumentTypeError(f'"{text}": write a number of pages, {FEWEST} or more')
    return int(text)


def _sizes(text: str) -> list[int]:
    return [_pages(part) for part in text.split(",")]


def _pairs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}": write how many runs, 1 or more')
    return int(text)


def _profile(pages: int, folder: Path) -> None:
    _set_up(pages, folder)
    for command in (_command(OURS, folder), [*_python("costs"), *_command(OURS, folder)[3:]]):
        # The first fills the caches of bytecode, as in every measured run.
        subprocess.run(command, check=True, env=_environment(folder))


def _compare(sizes: Sequence[int], pairs: int, folder: Path) -> None:
    print(_machine())
    results = [result for pages in sizes for result in _measure(pages, pairs, folder / str(pages))]
    print("\n".join(_table(results)))
    print(f"\nLoad at the end: {_load()}.")
    apart = [one for one in results if one.same < SAME_WORDS]
    if apart:
        raise SystemExit("The builds do not say the same: the comparison is not fair.")


def _measure(pages: int, pairs: int, folder: Path) -> Iterator[Result]:
    """Build everything once unmeasured, for the words and warm caches; then in turn."""
    _set_up(pages, folder)
    for build in BUILDS:
        _say(f"{pages} pages: {build}, not measured")
        _run(build, folder)
    words = {
        build: count_words(_site(build, folder), MAIN.get(build, "article")) for build in BUILDS
    }
    runs: dict[str, list[Run]] = {build: [] for build in BUILDS}
    for pair in range(pairs):
        turn = pair % len(BUILDS)
        for build in (*BUILDS[turn:], *BUILDS[:turn]):
            _say(f"{pages} pages: {build}, {pair + 1} of {pairs}")
            runs[build].append(_run(build, folder))
    for build in BUILDS:
        yield Result(
            pages,
            build,
            tuple(runs[build]),
            size(_site(build, folder)),
            words[build].total(),
            shared(words[OURS], words[build]),
        )


def _set_up(pages: int, folder: Path) -> None:
    """In a process of its own: this one must stay small, see `measure.Run`."""
    _say(f"{pages} pages: writing them")
    folder.mkdir(exist_ok=True)
    command = [*_python("house"), str(pages), str(folder)]
    subprocess.run(command, check=True, env=_environment(folder))


def _run(build: str, folder: Path) -> Run:
    """Build into a folder that is not there, as in a fresh checkout."""
    shutil.rmtree(_site(build, folder), ignore_errors=True)
    return run(_command(build, folder), folder, _environment(folder))


def _site(build: str, folder: Path) -> Path:
    return folder / "site" / build


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{module}"]


def _command(build: str, folder: Path) -> list[str]:
    site = str(_site(build, folder))
    if build == OURS:
        return [*_python("ours"), str(folder / "house"), site]
    config = str(folder / "plain" / f"{build}.yml")
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", config, "-d", site]


def _environment(folder: Path) -> dict[str, str]:
    """Variables that steer Python or our build out of the way; bytecode cached beside the pages.

    The cache is filled by the runs that are not measured, so no build pays for compiling modules.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "SESSIONPRESS")) or name == "PYTHONPATH"
    }
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "NO_MKDOCS_2_WARNING": "1"}


def _table(results: Sequence[Result]) -> Iterator[str]:
    ours = {one.pages: one for one in results if one.build == OURS}
    yield (
        "| pages | build | CPU s | wall s | peak MB | output MB | words | same words "
        "| ours / it: CPU (lowest–highest) | best CPU | wall | peak |\n"
        "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    )
    for one in results:
        usual = middle(one.runs)
        cells = [
            str(one.pages),
            one.build,
            f"{usual.cpu:.2f}",
            f"{usual.wall:.2f}",
            f"{usual.peak:.0f}",
            f"{one.output:.1f}",
            f"{one.words:,}",
            f"{one.same:.1%}",
            *(_ratios(ours[one.pages], one) if one.build != OURS else ("",) * 4),
        ]
        yield f"| {' | '.join(cells)} |"


def _ratios(ours: Result, plain: Result) -> tuple[str, ...]:
    """Medians of the ratios of each pair: CPU with its extremes, wall, peak.

    Beside them the ratio of the two best runs: other jobs make a run slower, never faster.
    """

    def pairs(what: str) -> list[float]:
        both = zip(ours.runs, plain.runs, strict=True)
        return [getattr(one, what) / getattr(other, what) for one, other in both]

    cpu = pairs("cpu")
    best = min(one.cpu for one in ours.runs) / min(one.cpu for one in plain.runs)
    return (
        f"**{median(cpu):.2f}** ({min(cpu):.2f}–{max(cpu):.2f})",
        f"{best:.2f}",
        f"{median(pairs('wall')):.2f}",
        f"{median(pairs('peak')):.2f}",
    )


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {packages}.\nLoad at the start: {_load()}.\n"
    )


def _load() -> str:
    return ", ".join(f"{number:.1f}" for number in os.getloadavg())


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
