"""The real toolkit in the languages that are ready: light, and open to everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.builds import NO_PDFS, run
from tests.site.test_access import EVERY_LOOK, KINDS, failures

from sessionpress.site_check import check_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READY = ("ar", "tr")
"""Languages that are published; one of them is read from the right."""


@pytest.fixture(scope="module", params=READY)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The participants' site in a language, in the folder that it has below that of the source."""
    folder: Path = tmp_path_factory.mktemp("languages") / request.param
    told = {"SESSIONPRESS_READER": "participant", "SESSIONPRESS_LANGUAGE": request.param}
    done = run("mkdocs", "build", "--strict", "--quiet", "--site-dir", folder, more=told)
    assert (done.code, done.err.replace(NO_PDFS, "")) == (0, "")
    return folder


def test_no_page_is_over_its_budget_or_leads_to_nothing(site: Path) -> None:
    found = [str(one) for one in check_folder(site.parent).problems]
    assert [one for one in found if one.startswith(f"{site.name}/")] == []


def test_no_kind_of_page_fails_wcag_in_any_look(site: Path, browser: Browser) -> None:
    context = browser.new_context()
    try:
        assert failures(context.new_page(), site, KINDS, EVERY_LOOK) == []
    finally:
        context.close()
