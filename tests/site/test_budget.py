"""Every page of the sites is within its budget, and nothing on it needs another host."""

from pathlib import Path

import pytest
from tests.builds import Built

from sessionpress.budget import KIB, READING
from sessionpress.site_check import check_folder

pytestmark = pytest.mark.slow


def test_a_site_has_no_problem_that_check_finds(site: Path) -> None:
    assert [str(problem) for problem in check_folder(site).problems] == []


def test_pages_to_read_need_two_files_and_no_script(real: Built) -> None:
    report = check_folder(real.site)
    reading = [one for one in report.weights if one.budget == READING and one.page != "404.html"]
    assert len(reading) > 100
    assert {(one.requests, one.js, one.fonts, one.outside) for one in reading} == {(2, 0, 0, 0)}
    assert max(one.first for one in reading) <= READING.first * KIB


def test_the_search_answers_from_titles_before_it_fetches_texts(real: Built) -> None:
    search = check_folder(real.site).search
    assert set(search) == {"assets/search-index.js", "assets/search-text.js"}
