"""Fixtures that tests of every part use."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from tests.browsers import chromium
from tests.toolkits import tiny

# The same examples on every machine, and no failure because a machine is busy.
settings.register_profile("toolkit", deadline=None, derandomize=True, database=None)
settings.load_profile("toolkit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the real toolkit first: its build takes minutes, and begins at once.

    Workers begin at different places of the list and take from each other what is left of it
    (`--dist worksteal`), so only one of them waits for that build.
    """
    items.sort(key=lambda item: not _is_of_the_real_toolkit(item))


def _is_of_the_real_toolkit(item: pytest.Item) -> bool:
    asked = "real" in getattr(item, "fixturenames", ())
    return asked or re.search(r"[\[-]real\b", item.name) is not None


@pytest.fixture
def silence(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Fail a test during which anything was printed or logged as a warning."""
    yield
    heard = [
        record.getMessage()
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    assert heard == []
    out, err = capsys.readouterr()
    assert (out, err) == ("", "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once a worker."""
    with chromium() as started:
        yield started


@pytest.fixture
def toolkit_folder(tmp_path: Path) -> Path:
    """The tiny toolkit in a folder of its own."""
    return tiny(tmp_path / "toolkit")
