"""Agendas as files: pages that hold them, documents to change, calendars that programs read."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar, Component
from tests.toolkits import OVERRIDES

from sessionpress.bind import agenda_pdf
from sessionpress.bind.agenda_pdf import write_agenda
from sessionpress.bind.calendar import agenda_ics
from sessionpress.bind.docx import agenda_docx
from sessionpress.render.agenda import Agenda, AgendaDay, DoorAgenda, Line, Milestone, Row

pytestmark = pytest.mark.usefixtures("silence")

LONG = "A very long name of an item, with <b>markup</b> & signs, that takes more than one line"


def session(number: int, start: int, items: int, title: str = "Reading figures") -> Row:
    lines = tuple(Line(start + 10 * one, start + 10 * one + 10, LONG) for one in range(items))
    return Row(f"session-{number}-1", start, start + 10 * items, title, number, lines=lines)


def point(number: int, start: int, end: int, title: str) -> Row:
    return Row(f"day-1-{number}", start, end, title, lead="Host")


def agenda(*dates: dt.date, items: int = 8, zone: str = "Europe/Berlin") -> Agenda:
    days = tuple(
        AgendaDay(
            number,
            date,
            f"Day {date}",
            (
                point(1, 540, 555, "Welcome"),
                session(1, 555, items),
                point(2, 720, 780, "Lunch"),
                session(2, 780, items, "نقاط <القوة> والضعف"),
                point(3, 1020, 1440, "রাতের খাবার"),
            ),
        )
        for number, date in enumerate(dates, 1)
    )
    return Agenda(
        "spring@tiny",
        "Spring <course> & more",
        "Training centre",
        zone,
        "Tiny toolkit",
        "2030.1",
        "Centre",
        dt.date(2030, 3, 1),
        "en",
        "ltr",
        days,
    )


def pdf_text(path: Path) -> str:
    """The text of a PDF; spaces and line breaks count as one space."""
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


TWO = (dt.date(2030, 3, 30), dt.date(2030, 3, 31))


# ---------------------------------------------------------------- print


@pytest.mark.pdf
def test_each_half_day_keeps_to_its_page_and_the_door_to_one(tmp_path: Path) -> None:
    made = agenda(*TWO, items=10)
    pages = write_agenda(made, tmp_path / "a.pdf", OVERRIDES, "latn")
    assert (pages.pages, pages.warnings) == (4, ())
    text = pdf_text(tmp_path / "a.pdf")
    assert text.count("<b>markup</b>") == 40
    assert "Host" in text
    door = write_agenda(DoorAgenda(made), tmp_path / "b.pdf", OVERRIDES, "latn")
    assert (door.pages, door.warnings) == (1, ())
    assert "markup" not in pdf_text(tmp_path / "b.pdf")


@pytest.mark.pdf
def test_what_no_letters_make_fit_goes_on_over_more_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda_pdf, "SIZES", 1)
    made = agenda(TWO[0], items=12)
    assert write_agenda(made, tmp_path / "a.pdf", OVERRIDES, "latn").pages > len(made.halves)


@pytest.mark.pdf
def test_an_agenda_is_read_from_the_right_in_its_digits(tmp_path: Path) -> None:
    made = replace(agenda(*TWO, zone=""), language="ar", direction="rtl")
    write_agenda(DoorAgenda(made), tmp_path / "a.pdf", OVERRIDES, "arab")
    text = pdf_text(tmp_path / "a.pdf")
    assert "٠٩:٠٠" in text
    assert "09:00" not in text


# ---------------------------------------------------------------- Word


def test_a_document_has_a_heading_and_a_table_with_a_head_for_each_day() -> None:
    made = agenda(*TWO)
    document = Document(io.BytesIO(agenda_docx(made, "latn")))
    headings = [one for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert [one.text for one in headings] == ["Day 1: Day 2030-03-30", "Day 2: Day 2030-03-31"]
    assert len(document.tables) == 2
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[:3] == [
        ["Time", "Minutes", "What", "Who leads"],
        ["09:00–09:15", "15", "Welcome", "Host"],
        ["09:15–10:35", "80", "Session 1: Reading figures", ""],
    ]
    assert len(rows) == 1 + 5 + 16
    assert document.tables[0].rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert agenda_docx(made, "latn") == agenda_docx(made, "latn")


def test_a_document_without_leads_has_no_column_for_them_and_turns_with_its_language() -> None:
    (first,) = agenda(TWO[0]).days
    rows = tuple(replace(row, lead="") for row in first.rows)
    made = replace(agenda(), days=(replace(first, rows=rows),), language="ar", direction="rtl")
    document = Document(io.BytesIO(agenda_docx(made, "arab")))
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "٠٩:٠٠–٠٩:١٥",
        "١٥",
        "Welcome",
    ]
    assert document.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


# ---------------------------------------------------------------- calendars


def entries(made: Agenda) -> list[Component]:
    return Calendar.from_ical(agenda_ics(made)).walk("VEVENT")


def test_a_calendar_has_an_entry_for_each_thing_that_goes_on() -> None:
    made = agenda(TWO[0])
    found = entries(made)
    assert [str(one["summary"]) for one in found][:3] == [
        "Welcome",
        "Session 1: Reading figures",
        "Lunch",
    ]
    assert [str(one["uid"]) for one in found][:2] == [
        "day-1-1.spring@tiny",
        "session-1-1.spring@tiny",
    ]
    berlin = ZoneInfo("Europe/Berlin")
    assert found[0].decoded("dtstart") == dt.datetime(2030, 3, 30, 9, tzinfo=berlin)
    assert found[-1].decoded("dtend") == dt.datetime(2030, 3, 31, 0, tzinfo=berlin)
    assert str(found[1]["description"]).splitlines()[0] == f"09:15 {LONG}"
    assert {one.decoded("dtstamp") for one in found} == {dt.datetime(2030, 3, 1, tzinfo=dt.UTC)}
    assert agenda_ics(made) == agenda_ics(made)


def test_a_calendar_for_organisers_has_their_dates_as_whole_days() -> None:
    step = Milestone(
        "a-week-before", dt.date(2030, 3, 23), "", "A week before", "Prepare", "p.html"
    )
    entry = entries(replace(agenda(TWO[0]), milestones=(step,)))[-1]
    assert entry.decoded("dtstart") == dt.date(2030, 3, 23)
    assert str(entry["summary"]) == "Prepare: A week before"
    assert str(entry["uid"]) == "step-a-week-before.spring@tiny"


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        (
            "Europe/Berlin",
            [
                ("STANDARD", "2029-12-30 01:00", 1, 1),
                ("DAYLIGHT", "2030-03-31 02:00", 1, 2),
                ("STANDARD", "2030-10-27 03:00", 2, 1),
            ],
        ),
        ("Asia/Dhaka", [("STANDARD", "2029-12-30 06:00", 6, 6)]),
        ("", []),
    ],
)
def test_a_calendar_carries_its_time_zone_through_a_change_of_clocks(
    zone: str, rules: list[tuple[str, str, int, int]]
) -> None:
    """Each change is written as the clock showed it before, as RFC 5545 has it."""
    data = agenda_ics(agenda(*TWO, zone=zone))
    found = [
        (
            rule.name,
            f"{rule.decoded('dtstart'):%Y-%m-%d %H:%M}",
            rule.decoded("tzoffsetfrom") // dt.timedelta(hours=1),
            rule.decoded("tzoffsetto") // dt.timedelta(hours=1),
        )
        for one in Calendar.from_ical(data).walk("VTIMEZONE")
        for rule in one.subcomponents
    ]
    assert found == rules
    moments = [one.decoded("dtstart") for one in entries(agenda(*TWO, zone=zone))]
    if not zone:
        assert all(one.tzinfo is None for one in moments)
    elif zone == "Europe/Berlin":
        assert moments[5] - moments[0] == dt.timedelta(days=1)
        assert [one.utcoffset() for one in (moments[0], moments[5])] == [
            dt.timedelta(hours=1),
            dt.timedelta(hours=2),
        ]
