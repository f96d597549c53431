"""Sites that are built once, and a browser that is started once a worker."""

from pathlib import Path

import pytest
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
