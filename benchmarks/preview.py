"""How soon an edit shows in a preview: our `serve` beside `mkdocs serve` with default Material.

    benchmarks/preview                          # 100 and 500 pages, five edits of each
    benchmarks/preview --sizes 100 --edits 9

A paragraph is added to the same page of both, and the page is asked for until it holds it. Of the
seconds by the clock, up to 0.7 are those in which MkDocs looks for edits; both sides have them.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.compare import OURS, _environment, _load, _machine, _say, _set_up, _sizes

STANDARD = "standard"
SIDES = (OURS, STANDARD)
LONGEST = 300
"""Seconds after which nobody waits any longer."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Side:
    """One preview: what to run in which folder, the file that is edited, the path of its page."""

    command: tuple[str, ...]
    folder: Path
    source: Path
    page: str


@dataclass(frozen=True, slots=True)
class Shown:
    """From the edit to the page: processor seconds of the server, seconds by the clock."""

    cpu: float
    wall: float


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks/preview", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default="100,500", help="pages (100,500)")
    parser.add_argument("--edits", type=int, default=5, help="edits of each (5)")
    options = parser.parse_args()
    print(_machine())
    with tempfile.TemporaryDirectory(prefix="preview-") as name:
        print("\n".join(_table(options.sizes, options.edits, Path(name))))
    print(f"\nLoad at the end: {_load()}.")


def _table(sizes: Sequence[int], edits: int, folder: Path) -> Iterator[str]:
    yield "| pages | preview | CPU s | wall s | ours / it: CPU | wall |\n|--:|---|--:|--:|--:|--:|"
    for pages in sizes:
        found = _measure(pages, edits, folder / str(pages))
        cpu = {name: median(one.cpu for one in shown) for name, shown in found.items()}
        wall = {name: median(one.wall for one in shown) for name, shown in found.items()}
        for name in SIDES:
            ratios = (f"**{one[OURS] / one[name]:.2f}**" for one in (cpu, wall))
            ends = ratios if name != OURS else ("", "")
            yield (
                f"| {pages} | {name} | {cpu[name]:.2f} | {wall[name]:.2f} | {' | '.join(ends)} |"
            )


def _measure(pages: int, edits: int, folder: Path) -> dict[str, list[Shown]]:
    """Edits by side, in turns; the first of each is not counted."""
    _set_up(pages, folder)
    found: dict[str, list[Shown]] = {name: [] for name in SIDES}
    sides = _sides(folder)
    with _serving(sides[OURS], folder) as ours, _serving(sides[STANDARD], folder) as standard:
        for edit in range(edits + 1):
            for name, server in ((OURS, ours), (STANDARD, standard)):
                _say(f"{pages} pages: {name}, edit {edit} of {edits}")
                shown = _edit(sides[name], *server, f"This is edit number {edit} of the page.")
                found[name] += [shown] if edit else []
    return found


def _sides(folder: Path) -> dict[str, Side]:
    source = min((folder / "house").glob("modules/*/10-part-1.md"))
    page = f"sessions/{source.parent.name.partition('-')[2]}/part-1"
    config = str(folder / "plain" / f"{STANDARD}.yml")
    serve = (sys.executable, "-m", "mkdocs", "serve")
    plain = (*serve, "-f", config, "-a")
    return {
        OURS: Side(
            (*serve, "-a"),
            folder / "house",
            source,
            f"{page}.html",
        ),
        STANDARD: Side(plain, folder / "plain", folder / "plain/docs" / f"{page}.md", f"{page}/"),
    }


@contextmanager
def _serving(side: Side, folder: Path) -> Iterator[tuple[int, str]]:
    """Start a preview and wait for its first page; give the process and the page's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    with (folder / f"{side.folder.name}.txt").open("wb") as log:
        process = subprocess.Popen(
            [*side.command, host],
            cwd=side.folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://{host}/{side.page}"
            _wait(address, "</html>")
            yield process.pid, address
        finally:
            # Not an interrupt: who was started in the background may not hear it.
            process.terminate()
            process.wait()


def _edit(side: Side, process: int, address: str, words: str) -> Shown:
    """Add a paragraph, and wait for the page that holds it."""
    text = side.source.read_text(encoding="utf-8").partition("\n\nThis is edit number")[0]
    time.sleep(1)
    used, begun = _cpu(process), time.perf_counter()
    side.source.write_text(f"{text.rstrip()}\n\n{words}\n", encoding="utf-8")
    _wait(address, words)
    return Shown(_cpu(process) - used, time.perf_counter() - begun)


def _cpu(process: int) -> float:
    """Seconds of processor that a process has used, in user and system mode."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _wait(address: str, words: str) -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=LONGEST) as answer:
            if words in answer.read().decode():
                return
        time.sleep(0.05)
    raise SystemExit(f"{address} does not show: {words}")


if __name__ == "__main__":
    main()
