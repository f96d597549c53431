"""Runs one command and says what its whole tree of processes used, as the kernel counts it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """What one run used: processor seconds (user and system), seconds by the clock, peak in MB.

    The peak is that of the largest process of the tree. The kernel counts a new process as large
    as the one that started it at the least, so whoever measures should stay small.
    """

    cpu: float
    wall: float
    peak: float


def middle(runs: Sequence[Run]) -> Run:
    """The median of each figure of some runs."""
    figures = ("cpu", "wall", "peak")
    return Run(*(median(getattr(one, name) for one in runs) for name in figures))


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a command to its end; its output goes to a log, and is shown when it fails."""
    with (folder / "log.txt").open("w+b") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
        )
        _pid, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            words = log.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{words}")
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def size(folder: Path) -> float:
    """Bytes of all files in a folder, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
