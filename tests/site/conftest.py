"""Sites that are built once, and a browser that is started once a worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browsers import chromium
from tests.builds import Built, built_marked, built_real


@pytest.fixture(scope="session")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The toolkit of tests/marked.py, built completely."""
    return built_marked(tmp_path_factory)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real toolkit, built completely."""
    return built_real(tmp_path_factory)


SITES = ("marked site", "marked facilitator", "real site", "real facilitator")


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Path:
    """Each of the published sites in its turn."""
    build, _space, folder = request.param.partition(" ")
    built: Built = request.getfixturevalue(build)
    return built.site if folder == "site" else built.facilitator


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as started:
        yield started
