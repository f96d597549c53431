"""The agenda of an event as values: days and halves, what goes on, who leads, for each reader."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from tests.toolkits import EVENT, OVERRIDES, Content, base_text, loaded, tiny

from sessionpress.compose import READERS, compose
from sessionpress.make import render_edition
from sessionpress.outputs import documents
from sessionpress.render.agenda import (
    Agenda,
    AgendaDay,
    Row,
    agenda_of,
    date_with_weekday,
    render_agenda,
)

pytestmark = pytest.mark.usefixtures("silence")

LED = base_text(EVENT).replace("participants: 8", "participants: 8\nleads: [Host, Guide]")


def agendas(root: Path, event: str, reader: str = "participant") -> list[Agenda]:
    files: dict[str, Content] = {EVENT: event}
    edition = compose(loaded(tiny(root, files)), READERS[reader], "en")
    return [agenda_of(edition, one) for one in edition.toolkit.events]


def test_what_follows_in_a_session_stands_together_until_a_fixed_point(tmp_path: Path) -> None:
    (made,) = agendas(tmp_path, base_text(EVENT))
    (day,) = made.days
    assert (day.number, day.date_text) == (1, "Monday, 4 March 2030")
    assert [(row.id, row.start, row.end, row.heading, len(row.lines)) for row in day.rows] == [
        ("day-1-1", 540, 555, "Welcome", 0),
        ("session-1-1", 555, 595, "Session 1: Reading", 2),
        ("day-1-2", 600, 615, "Tea", 0),
    ]


def test_a_session_that_goes_on_says_so_and_keeps_its_name_when_times_move(tmp_path: Path) -> None:
    split = base_text(EVENT).replace('at: "10:00"', 'at: "09:35"')
    later = split.replace('from: "09:15"', 'from: "09:20"')
    for number, event in enumerate((split, later)):
        (made,) = agendas(tmp_path / str(number), event)
        rows = [row for row in made.days[0].rows if row.session]
        assert [(row.id, row.continued, row.resumed) for row in rows] == [
            ("session-1-1", False, False),
            ("session-1-2", True, True),
        ]
    assert rows[1].heading == "Session 1: Reading (continued)"


def test_only_facilitators_read_who_leads(tmp_path: Path) -> None:
    (plain,) = agendas(tmp_path / "one", LED)
    assert not plain.has_leads
    (led,) = agendas(tmp_path / "two", LED, "facilitator")
    assert {row.lead for row in led.days[0].rows} == {"Host"}
    assert "Who leads" not in render_agenda(plain, OVERRIDES, "latn", 1)
    assert render_agenda(led, OVERRIDES, "latn", 1).count("<td>Host</td>") == 3


def day(*rows: tuple[int, int, int]) -> AgendaDay:
    """A day of rows, each as start, end and session."""
    made = tuple(Row(str(row[0]), row[0], row[1], "x", session=row[2]) for row in rows)
    return AgendaDay(1, dt.date(2030, 3, 4), "", made)


@pytest.mark.parametrize(
    ("rows", "lengths"),
    [
        ([(540, 700, 1), (700, 760, 0), (760, 1000, 2)], [2, 1]),
        ([(540, 700, 1), (700, 729, 0), (760, 1000, 2)], [3]),
        ([(540, 600, 1), (600, 630, 0), (630, 838, 2)], [3]),
        ([(540, 600, 1), (600, 630, 0), (630, 720, 2), (720, 780, 0), (780, 1000, 3)], [4, 1]),
        ([(540, 600, 0), (600, 900, 1), (900, 960, 0)], [3]),
        ([(540, 1000, 1)], [1]),
    ],
)
def test_a_long_day_is_parted_after_its_meal(
    rows: list[tuple[int, int, int]], lengths: list[int]
) -> None:
    made = day(*rows)
    assert [len(half.rows) for half in made.halves] == lengths
    assert tuple(row for half in made.halves for row in half.rows) == made.rows


def test_each_event_is_offered_to_print_to_pin_up_to_change_and_for_calendars(
    tmp_path: Path,
) -> None:
    pattern = base_text(EVENT).replace("participants: 8", "participants: 8\nstatus: pattern")
    folder = tiny(tmp_path, {"events/autumn.yml": pattern})
    for reader in READERS.values():
        edition = render_edition(loaded(folder), OVERRIDES, reader.name)
        made = documents(edition.edition, edition.pages)
        offered = {one.target: one.page for one in made if one.output == "agenda"}
        names = {
            f"downloads/tiny-2030.1-{name}": f"events/{re.split('[-.]', name)[-2]}.html"
            for name in (
                "agenda-autumn.pdf",
                "door-agenda-autumn.pdf",
                "agenda-autumn.docx",
                "agenda-spring.pdf",
                "door-agenda-spring.pdf",
                "agenda-spring.docx",
                "agenda-spring.ics",
            )
        }
        assert offered == names


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Monday, 4 March 2030"),
        ("ar", "الاثنين، 4 مارس 2030"),
        ("tr", "4 Mart 2030 Pazartesi"),
    ],
)
def test_a_date_with_its_weekday_is_written_as_in_its_language(language: str, written: str) -> None:
    assert date_with_weekday(dt.date(2030, 3, 4), language) == written
