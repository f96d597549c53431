"""A build takes no more processes than the machine has processors and memory for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sessionpress import machine


@pytest.fixture(autouse=True)
def sixteen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sixteen processors, and a system that says nothing of its memory."""
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    monkeypatch.setattr(machine, "FREE", tmp_path / "meminfo")
    monkeypatch.setattr(machine, "LIMIT", tmp_path / "memory.max")


@pytest.mark.parametrize(
    ("free", "limit", "workers"),
    [
        ("", "", 8),
        ("MemTotal:       8000000 kB\nMemAvailable:   5000000 kB\n", "", 4),
        ("MemAvailable:   5000000 kB\n", "max\n", 4),
        ("MemAvailable:   5000000 kB\n", "3221225472\n", 2),
        ("MemAvailable:   40000000 kB\n", "max\n", 8),
        ("MemAvailable:   300000 kB\n", "max\n", 1),
    ],
)
def test_memory_that_is_free_and_the_limit_of_a_container_are_heeded(
    free: str, limit: str, workers: int
) -> None:
    machine.FREE.write_text(free, encoding="utf-8")
    machine.LIMIT.write_text(limit, encoding="utf-8")
    assert machine.workers() == workers


def test_where_the_system_says_nothing_the_processors_count() -> None:
    assert machine.workers() == 8


def test_one_processor_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert machine.workers() == 1
