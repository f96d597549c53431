"""What pages that are made, not written, say: the page of an event, the objectives of a session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.toolkits import EVENT, OVERRIDES, base_text, changed, loaded, tiny

from sessionpress.make import render_edition

pytestmark = pytest.mark.usefixtures("silence")


def pages(root: Path, files: dict[str, str], reader: str = "facilitator") -> dict[str, str]:
    """The HTML of each page by its address."""
    made = render_edition(loaded(tiny(root, files)), OVERRIDES, reader)
    return {page.address: page.html for page in made.pages}


def test_an_agenda_says_dates_as_people_do_and_programs_read_them(tmp_path: Path) -> None:
    html = pages(tmp_path, {})["events/spring.html"]
    assert '<time datetime="2030-03-04">4 March 2030</time></h2>' in html
    assert "Agenda of day 1</caption>" in html
    assert html.count("2030-03-04</") == 0


def test_one_country_is_not_counted_and_a_zone_is_said_when_it_is_known(tmp_path: Path) -> None:
    html = pages(tmp_path / "one", {})["events/spring.html"]
    assert "<p>Participants: 8. Clock: Etc/UTC.</p>" in html
    event = changed(EVENT, "time-zone: Etc/UTC\n", "countries: 4\n")
    html = pages(tmp_path / "two", {EVENT: event})["events/spring.html"]
    assert "<p>Participants: 8. Countries: 4. Clock: local time.</p>" in html


def test_facilitators_read_what_objectives_say_and_serve_and_no_ids(tmp_path: Path) -> None:
    assert "id: s1-read" in base_text("modules/10-reading/index.md")
    for reader in ("participant", "facilitator"):
        html = " ".join(pages(tmp_path / reader, {}, reader).values())
        assert "s1-read" not in re.sub(r"<[^>]*>", " ", html)
        assert ("These serve what the whole workshop is for: " in html) is (reader != "participant")
