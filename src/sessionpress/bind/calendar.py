"""The agenda of an event for calendars (iCalendar, RFC 5545), an entry for each thing that goes on.

Times carry their time zone with it, so that programs without a list of zones show them right. The
same agenda is the same bytes; nothing in it is a clock time of the build.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from sessionpress.clock import clock
from sessionpress.render.agenda import Agenda, AgendaDay, Milestone, Row

_NO_TIME = dt.timedelta()
_HOUR, _MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def agenda_ics(agenda: Agenda) -> bytes:
    """Write an agenda as a calendar.

    Args:
        agenda: what goes on; without a time zone its times are those of the place, whatever the
            zone of whoever opens it.

    Returns:
        The file. An entry keeps its UID when times move, so that a new edition replaces it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//sessionpress//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", agenda.title)
    calendar.add("x-wr-calname", agenda.title)
    if agenda.zone:
        days = [day.date for day in agenda.days]
        calendar.add_component(_zone(agenda.zone, min(days), max(days)))
    for day in agenda.days:
        for row in day.rows:
            calendar.add_component(_entry(agenda, day, row))
    for milestone in agenda.milestones:
        calendar.add_component(_whole_day(agenda, milestone))
    data: bytes = calendar.to_ical()
    return data


def _begun(agenda: Agenda, name: str) -> Event:
    entry = Event()
    entry.add("uid", f"{name}.{agenda.id}")
    entry.add("dtstamp", dt.datetime.combine(agenda.updated, dt.time(), dt.UTC))
    return entry


def _whole_day(agenda: Agenda, milestone: Milestone) -> Event:
    entry = _begun(agenda, f"step-{milestone.id}")
    entry.add("dtstart", milestone.date)
    entry.add("summary", f"{milestone.page}: {milestone.title}")
    entry.add("description", agenda.title)
    entry.add("transp", "TRANSPARENT")
    return entry


def _entry(agenda: Agenda, day: AgendaDay, row: Row) -> Event:
    entry = _begun(agenda, row.id)
    entry.add("dtstart", _moment(day.date, row.start, agenda.zone))
    entry.add("dtend", _moment(day.date, row.end, agenda.zone))
    entry.add("summary", row.heading)
    entry.add("location", agenda.venue)
    told = [f"{clock(line.start)} {line.title}" for line in row.lines]
    told += [row.lead] if row.lead else []
    entry.add("description", "\n".join([*told, agenda.title]))
    return entry


def _moment(date: dt.date, minutes: int, zone: str) -> dt.datetime:
    """A time of a day; 24:00 is the beginning of the next."""
    local = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)
    return local.replace(tzinfo=ZoneInfo(zone)) if zone else local


# ---------------------------------------------------------------- the time zone


def _zone(name: str, first: dt.date, last: dt.date) -> Timezone:
    """The rules of a time zone from the year of the first day to that of the last."""
    zone = Timezone()
    zone.add("tzid", name)
    begin = dt.datetime(first.year - 1, 12, 30, tzinfo=dt.UTC)
    end = dt.datetime(last.year + 1, 1, 1, tzinfo=dt.UTC)
    for moment, before in _changes(ZoneInfo(name), begin, end):
        local = moment.astimezone(ZoneInfo(name))
        rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
        # Such a time is written as the clock showed it before it was changed.
        rule.add("dtstart", (moment + before).replace(tzinfo=None))
        rule.add("tzoffsetfrom", before)
        rule.add("tzoffsetto", local.utcoffset() or _NO_TIME)
        rule.add("tzname", local.tzname() or name)
        zone.add_component(rule)
    return zone


def _changes(
    zone: ZoneInfo, begin: dt.datetime, end: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.timedelta]]:
    """The beginning, then each moment at which the clock is changed, with the offset before it."""

    def offset(moment: dt.datetime) -> dt.timedelta:
        return moment.astimezone(zone).utcoffset() or _NO_TIME

    before = offset(begin)
    yield begin, before
    moment = begin
    while moment < end:
        later = moment + _HOUR
        if offset(later) != before:
            while offset(moment) == before:
                moment += _MINUTE
            yield moment, before
            before = offset(moment)
        moment = later
