"""What pages that are made, not written, say: the page of an event, the objectives of a session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.toolkits import EVENT, OVERRIDES, SESSION, base_text, changed, found, loaded, tiny

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
    assert "<p>In one room. Participants: 8. Clock: Etc/UTC.</p>" in html
    event = changed(EVENT, "time-zone: Etc/UTC\n", "countries: 4\n")
    html = pages(tmp_path / "two", {EVENT: event})["events/spring.html"]
    assert "<p>In one room. Participants: 8. Countries: 4. Clock: local time.</p>" in html


FULL = """\
note: Bring a coat.
aims: [Agree on a plan.]
bring: [A pencil]
leads: [Host]
contact: Office of the <organiser>
format: online
"""


def test_a_page_of_an_event_says_aims_what_to_bring_and_whom_to_ask(tmp_path: Path) -> None:
    for reader, leads in (("participant", 0), ("facilitator", 3)):
        event = base_text(EVENT) + FULL
        html = pages(tmp_path / reader, {EVENT: event}, reader)["events/spring.html"]
        assert "<p>Online. Participants: 8." in html
        assert "Questions: Office of the &lt;organiser&gt;.</p>" in html
        assert '<p dir="auto">Bring a coat.</p>' in html
        assert re.search(
            r'<h2 id="aims">[^<]*</h2>\s*<ul>\s*<li dir="auto">Agree on a plan.</li>', html
        )
        assert re.search(r'<h2 id="bring">[^<]*</h2>\s*<ul>\s*<li dir="auto">A pencil</li>', html)
        assert html.count("Host") == leads
        assert ("15 min · Host</small>" in html) is bool(leads)
        assert "outline-notice" not in html


def test_a_page_of_an_event_leads_to_what_sessions_ask_for_and_to_those_left_out(
    tmp_path: Path,
) -> None:
    session = base_text(SESSION)
    files = {SESSION: session.replace("session: 1\n", "session: 1\nbring: [A map]\n")}
    html = pages(tmp_path / "held", files)["events/spring.html"]
    assert '<a href="sp:sessions/reading/index.html#bring">Session 1: Reading</a>' in html
    fixed = '  - date: 2030-03-04\n    start: "09:00"\n    end: "09:15"\n    slots: []\n'
    event = base_text(EVENT).partition("  - date")[0] + fixed + "left-out: [1]\n"
    html = pages(tmp_path / "out", {**files, EVENT: event})["events/spring.html"]
    assert '<a href="sp:sessions/reading/index.html">Session 1: Reading</a>' in html
    assert "#bring" not in html


CHECKLIST = """\
---
title: Prepare
steps:
  - {heading: one-month-after, days: 30}
  - {heading: a-week-before, days: -7}
---

## A week before

Print.

## One month after

Call.
"""


def test_only_facilitators_read_when_the_steps_of_a_checklist_are_due(tmp_path: Path) -> None:
    files = {"docs/30-prepare.md": CHECKLIST}
    html = pages(tmp_path / "led", files)["events/spring.html"]
    assert re.findall(r'datetime="([^"]*)">[^<]*</time></td><th[^>]*><a href="([^"]*)">', html) == [
        ("2030-02-25", "sp:prepare.html#a-week-before"),
        ("2030-04-03", "sp:prepare.html#one-month-after"),
    ]
    assert "Monday, 25 February 2030</time>" in html
    other = pages(tmp_path / "read", files, "participant")["events/spring.html"]
    assert "2030-02-25" not in other
    pattern = base_text(EVENT) + "status: pattern\n"
    html = pages(tmp_path / "copy", {**files, EVENT: pattern})["events/spring.html"]
    assert "2030-02-25" not in html


def test_a_step_that_is_no_heading_is_a_problem_on_its_line(tmp_path: Path) -> None:
    files = {"docs/30-prepare.md": CHECKLIST.replace("heading: a-week", "heading: a-weak")}
    assert found(tiny(tmp_path, files)) == [
        'docs/30-prepare.md:5: "a-weak-before" is no heading of this page. '
        'Did you mean "a-week-before"? [link-anchor]'
    ]


def test_events_are_listed_by_what_is_coming_what_is_over_and_what_to_copy(tmp_path: Path) -> None:
    def event(title: str, date: str, status: str) -> str:
        text = base_text(EVENT).replace("2030-03-04", date).replace("Spring course", title)
        return f"{text}status: {status}\n"

    files = {
        EVENT: event("Spring", "2030-03-04", "planned"),
        "events/a.yml": event("Copy", "2030-01-01", "pattern"),
        "events/b.yml": event("Old", "2028-03-04", "past"),
        "events/c.yml": event("Older", "2027-03-04", "past"),
        "events/d.yml": event("Next", "2030-02-04", "planned"),
    }
    made = pages(tmp_path, files)
    html = re.sub(r"<[^>]*>", "", made["events/index.html"])
    assert [line for line in html.split("\n") if line.strip()] == [
        "Coming events",
        "Next",
        "Training centre, 4 February 2030",
        "Spring",
        "Training centre, 4 March 2030",
        "Past events",
        "Old",
        "Training centre, 4 March 2028",
        "Older",
        "Training centre, 4 March 2027",
        "Patterns to copy",
        "Copy",
        "Training centre",
    ]
    assert "This event is over." in made["events/b.html"]
    assert "This is a pattern to copy." in made["events/a.html"]
    assert "events/index.html" not in pages(tmp_path / "one", {})


def test_facilitators_read_what_objectives_say_and_serve_and_no_ids(tmp_path: Path) -> None:
    assert "id: s1-read" in base_text("modules/10-reading/index.md")
    for reader in ("participant", "facilitator"):
        html = " ".join(pages(tmp_path / reader, {}, reader).values())
        assert "s1-read" not in re.sub(r"<[^>]*>", " ", html)
        assert ("These serve what the whole workshop is for: " in html) is (reader != "participant")
