"""What the machine can do at once: its processors, and the memory that is free."""

from __future__ import annotations

import os
import re
from pathlib import Path

MOST = 8
"""More processes than this wait for the disk."""

EACH = 1_250_000_000
"""Bytes that the process of a large book takes; `benchmarks/whole` measures it."""

FREE = Path("/proc/meminfo")
"""Where Linux says how much memory can be had without driving something else out."""

LIMIT = Path("/sys/fs/cgroup/memory.max")
"""Where Linux says how much a container may take at most, or `max`."""


def workers() -> int:
    """As many processes as there are processors, and as find room in memory; at least one."""
    fitting = [free // EACH for free in (_free(), _limit()) if free is not None]
    return max(1, min([MOST, os.cpu_count() or 1, *fitting]))


def _free() -> int | None:
    """Bytes that can be had; None where the system does not say."""
    found = re.search(r"^MemAvailable:\s*(\d+) kB$", _read(FREE), re.MULTILINE)
    return int(found[1]) * 1024 if found else None


def _limit() -> int | None:
    text = _read(LIMIT).strip()
    return int(text) if text.isdigit() else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
