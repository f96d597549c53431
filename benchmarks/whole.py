"""Every goal for speed in one run: each row is ours beside what it is measured against.

    benchmarks/whole                  # about half an hour
    benchmarks/whole --rows books,languages

Ratios travel, seconds do not: run it with as little else on the machine as you can.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import polib
from benchmarks import preview
from benchmarks.compare import (
    OURS,
    _environment,
    _load,
    _machine,
    _measure,
    _profile,
    _python,
    _run,
    _say,
    _set_up,
)
from benchmarks.house import ROOT
from benchmarks.measure import Run, middle, run
from benchmarks.plain import STANDARD
from benchmarks.words import count_words, kept_words

from sessionpress.compose import PARTICIPANT, READERS

PAIRS = 2
MOST = 1000
"""MB that the largest process may take at 2,000 pages."""
OUR_COMMAND = str(Path(sys.executable).with_name("sessionpress"))
LANGUAGES = ("ar", "tr", "id", "bn", "fa", "ur", "ms", "fr", "az")
EDITED = "modules/10-principles/20-measuring.md"
WORD, OTHER = "takes one published", "takes a single published"
"""A paragraph of the real toolkit, and the words that change in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was done; one side, the side it is held against, their ratio; the most it should be."""

    name: str
    one: Run
    other: Run
    ratio: float
    goal: float
    note: str = ""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks/whole", description=__doc__)
    parser.add_argument("--rows", default=",".join(ROWS), help=f"some of {','.join(ROWS)}")
    chosen = parser.parse_args().rows.split(",")
    print(_machine())
    print("| row | CPU s | wall s | peak MB | against: CPU s | wall s | peak MB | ratio | goal |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="whole-") as folder:
            for row in ROWS[name](Path(folder)):
                print(_line(row), flush=True)
    print(f"\nLoad at the end: {_load()}.\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="whole-") as folder:
        _profile(100, Path(folder))


def _line(row: Row) -> str:
    sides = [f"{one.cpu:.2f} | {one.wall:.2f} | {one.peak:.0f}" for one in (row.one, row.other)]
    note = f" ({row.note})" if row.note else ""
    met = "met" if row.ratio <= row.goal else "**missed**"
    return f"| {row.name}{note} | {' | '.join(sides)} | {row.ratio:.3f} | {row.goal:g} {met} |"


def _clean_site(folder: Path) -> Iterator[Row]:
    """The participant's site, CPU, against plain mkdocs-material."""
    for pages, goal in ((100, 0.8), (500, 0.6)):
        ours, standard, _lean = _measure(pages, PAIRS, folder / str(pages))
        ratios = [a.cpu / b.cpu for a, b in zip(ours.runs, standard.runs, strict=True)]
        name = f"clean site, {pages} pages, against plain mkdocs-material: CPU"
        yield Row(name, middle(ours.runs), middle(standard.runs), median(ratios), goal)


def _real_toolkit(folder: Path) -> Iterator[Row]:
    """The whole build of this toolkit: clean, with nothing changed, with one word changed."""
    house = folder / "house"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(house)], check=True)

    def build(what: str) -> Run:
        _say(f"the real toolkit: {what}")
        command = ["env", "-C", str(house), OUR_COMMAND, "build"]
        return run(command, folder, _environment(folder))

    clean, nothing = build("clean"), build("nothing changed")
    page = house / EDITED
    text = page.read_text(encoding="utf-8")
    if WORD not in text:
        raise SystemExit(f"{EDITED} does not say: {WORD}")
    page.write_text(text.replace(WORD, OTHER), encoding="utf-8")
    edited = build("one word changed")
    against = "whole build, {}, against clean: wall"
    yield Row(against.format("nothing changed"), nothing, clean, nothing.wall / clean.wall, 0.05)
    yield Row(against.format("one word changed"), edited, clean, edited.wall / clean.wall, 0.25)


def _preview(folder: Path) -> Iterator[Row]:
    """From an edit to the refreshed page, against `mkdocs serve` with Material."""
    for pages, goal in ((100, 0.15), (500, 0.05)):
        shown = preview._measure(pages, PAIRS + 1, folder / str(pages))
        ours, standard = (
            Run(median(one.cpu for one in shown[side]), median(one.wall for one in shown[side]), 0)
            for side in preview.SIDES
        )
        name = f"preview of an edit, {pages} pages, against mkdocs serve: {{}}"
        yield Row(name.format("CPU"), ours, standard, ours.cpu / standard.cpu, goal)
        yield Row(name.format("wall"), ours, standard, ours.wall / standard.wall, goal)


def _books(folder: Path) -> Iterator[Row]:
    """Our books against those that pdf-export makes of the same pages, one for each of ours."""
    pages = 50
    _set_up(pages, folder)
    docs = folder / "plain" / "docs"
    parts = {one.name: (f"sessions/{one.name}", "sources.md") for one in docs.glob("sessions/*")}
    parts["workbook"] = ("exercises", "sheets")
    theirs = {name: _exported(folder, name, some) for name, some in parts.items()}
    whole = _exported(folder, "all", ["."])
    wanted = count_words(folder / "all" / "site", "article")
    lost = kept_words(wanted, folder / "all" / "site" / "pdf" / "combined.pdf")
    every = Run(
        sum(one.cpu for one in (whole, *theirs.values())),
        sum(one.wall for one in (whole, *theirs.values())),
        max(one.peak for one in (whole, *theirs.values())),
    )
    ours = {}
    for name in ("", "toolkit"):
        _say(f"{pages} pages: our {name or 'books'}")
        made = folder / f"books-{name}"
        command = [*_python("books"), str(folder / "house"), str(made), *([name] if name else [])]
        ours[name] = run(command, folder, _environment(folder))
    kept = kept_words(wanted, next((folder / "books-").rglob("*-toolkit.pdf")))
    words = f"words kept {kept:.1%} against {lost:.1%}"
    against = f"{pages} pages, against pdf-export combined: CPU"
    one = ours["toolkit"]
    yield Row(f"the book of all {against}", one, whole, one.cpu / whole.cpu, 0.3, words)
    one = ours[""]
    alone = f"against its book of all pages alone {one.cpu / whole.cpu:.3f}"
    yield Row(f"every book of {against}", one, every, one.cpu / every.cpu, 0.3, alone)


def _exported(folder: Path, name: str, parts: Sequence[str]) -> Run:
    """Have pdf-export make one book of some pages of the plain side."""
    _say(f"pdf-export: {name}")
    docs = folder / "plain" / "docs"
    for part in parts:
        to = folder / name / "docs" / part
        copy = shutil.copytree if (docs / part).is_dir() else shutil.copyfile
        to.parent.mkdir(parents=True, exist_ok=True)
        copy(docs / part, to)
    for asset in docs.rglob("*"):
        to = folder / name / "docs" / asset.relative_to(docs)
        if asset.is_file() and asset.suffix != ".md" and not to.exists():
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(asset, to)
    plugins = "plugins: [search, pdf-export: {combined: true}]"
    config = folder / name / "mkdocs.yml"
    config.write_text(STANDARD.replace("plugins: [search]", plugins), encoding="utf-8")
    site = str(folder / name / "site")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", site]
    return run(command, folder, _environment(folder))


def _languages(folder: Path) -> Iterator[Row]:
    """The participants' sites in ten languages, against that in one; and those of both readers."""
    pages = 60
    _set_up(pages, folder)
    houses = {"one language": folder / "house", "ten languages": folder / "ten"}
    shutil.copytree(folder / "house", folder / "ten", symlinks=True)
    for tag in LANGUAGES:
        _say(f"{pages} pages: writing {tag}")
        command = ["env", "-C", str(folder / "ten"), OUR_COMMAND]
        run([*command, "translate", "new", tag], folder, _environment(folder))
    for path in (folder / "ten" / "translations").glob("*/*.po"):
        # The words are those of the source: they have the lengths and links of real ones.
        file = polib.pofile(str(path))
        for entry in file.untranslated_entries():
            entry.msgstr = entry.msgid
        file.save()

    def build(what: str, *readers: str) -> Run:
        _say(f"{pages} pages: {what}, {len(readers)} of 2 readers")
        shutil.rmtree(folder / "sites", ignore_errors=True)
        command = [*_python("sites"), str(houses[what]), str(folder / "sites"), *readers]
        return run(command, folder, _environment(folder))

    # The first fills the caches of bytecode; with it all that both readers need.
    both = {what: [build(what, *READERS) for _ in range(2)][1].wall for what in houses}
    runs: dict[str, list[Run]] = {what: [] for what in houses}
    for _pair in range(PAIRS + 1):
        for what in houses:
            runs[what].append(build(what, PARTICIPANT.name))
    one, ten = runs.values()
    ratios = [more.wall / less.wall for more, less in zip(ten, one, strict=True)]
    name = f"sites in ten languages, {pages} pages, against one: wall"
    note = "for both readers {:.2f} s against {:.2f} s".format(*list(both.values())[::-1])
    yield Row(name, middle(ten), middle(one), median(ratios), 4.5, note)


def _many_pages(folder: Path) -> Iterator[Row]:
    """CPU for each page of a large site, against a small one."""
    runs = {}
    for pages in (100, 2000):
        _set_up(pages, folder / str(pages))
        _run(OURS, folder / str(pages))
        _say(f"{pages} pages: {OURS}")
        runs[pages] = _run(OURS, folder / str(pages))
    few, many = runs[100], runs[2000]
    ratio = many.cpu / 2000 / (few.cpu / 100)
    note = f"peak {'under' if many.peak < MOST else 'not under'} {MOST:,} MB"
    yield Row("CPU of a page, 2,000 pages against 100", many, few, ratio, 1.2, note)


ROWS: Mapping[str, Callable[[Path], Iterator[Row]]] = {
    "site": _clean_site,
    "toolkit": _real_toolkit,
    "preview": _preview,
    "books": _books,
    "languages": _languages,
    "pages": _many_pages,
}
"""What is measured, by the name under which it can be chosen."""

if __name__ == "__main__":
    main()
