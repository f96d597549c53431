"""Firefox opens the site from disk, where it is stricter than others, and searches it."""

import shutil
from pathlib import Path

import pytest
from tests.browsers import ON_DISK, firefox
from tests.builds import Built

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESULTS = "[...document.querySelectorAll('#results > li > a')].map(link => link.href)"
FOUND = "document.getElementById('results').getAttribute('aria-busy') === 'false'"


def test_a_search_from_disk_finds_pages_and_opens_them(real: Built, tmp_path: Path) -> None:
    folder = tmp_path / ON_DISK
    shutil.copytree(real.site, folder, ignore=shutil.ignore_patterns("*.pdf", "*.zip"))
    site = f"{folder.as_uri()}/"
    with firefox() as browser:
        browser.open(f"{site}glossary.html")
        browser.run("document.getElementById('find').value = 'coordination'")
        browser.run("document.querySelector('form.find button').click()")
        browser.until(f"location.href == '{site}search.html?q=coordination'")
        browser.until(FOUND)
        found = browser.run(RESULTS)
        assert len(found) > 5
        for address in found:
            browser.open(address)
            assert browser.run("location.href") == address
            words = browser.run("document.querySelector('main').innerText.toLowerCase()")
            assert "coordination" in words, address
        assert browser.faults == []
        loud = tmp_path / "loud.html"
        loud.write_text("<script>console.error('heard'); throw Error('broken')</script>")
        browser.open(loud.as_uri())
        assert browser.faults == ["error: heard", "error: Error: broken"]
