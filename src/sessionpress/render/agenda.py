"""The agenda of an event as files take it: days, half-days, what goes on, in words of a language.

It is plain values, from which PDF, DOCX and calendar are made; here is the HTML of its print too.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from babel.dates import format_date

from sessionpress.clock import Stretch, agenda, day_entries, step_date, stretches
from sessionpress.compose import Edition
from sessionpress.content.model import Event, Page
from sessionpress.content.refer import expanded
from sessionpress.render.book import Heading, isolated
from sessionpress.render.digits import localised
from sessionpress.render.templates import make_environment
from sessionpress.words import words

LONG_DAY = 300
"""Minutes from which a day has two halves: five hours."""
SHORTEST_MIDDAY = 30
"""The fewest minutes of the fixed point between the halves of a day."""
SIZES = 8
"""How many sizes of letters `print/agenda.css` has, the largest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """An item of a session; times in minutes after midnight."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """What goes on without a stop: a fixed point, or a session with its items.

    `id` names it in calendars, and stays when times move. `session` is 0 for a fixed point; it is
    `continued` from an earlier row, and `resumed` when that is one of the same day. `lead` is a
    role, and empty for participants.
    """

    id: str
    start: int
    end: int
    title: str
    session: int = 0
    continued: bool = False
    resumed: bool = False
    lead: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def heading(self) -> str:
        """Its title, with number where it is that of a session."""
        if not self.session:
            return self.title
        name = words("Session {number}: {title}").format(number=self.session, title=self.title)
        return words("{title} (continued)").format(title=name) if self.continued else name


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day with what goes on, by the clock."""

    number: int
    date: dt.date
    date_text: str
    rows: tuple[Row, ...]

    @property
    def start(self) -> int:
        """When the first thing begins."""
        return self.rows[0].start

    @property
    def end(self) -> int:
        """When the last thing is over."""
        return max(row.end for row in self.rows)

    @property
    def halves(self) -> tuple[AgendaDay, ...]:
        """Both halves of a long day, parted after its meal; a short day, or one without, is one."""
        middle = (self.start + self.end) / 2
        long = [
            (abs((row.start + row.end) / 2 - middle), number)
            for number, row in enumerate(self.rows[:-1])
            if number and not row.session and row.end - row.start >= SHORTEST_MIDDAY
        ]
        if self.end - self.start < LONG_DAY or not long:
            return (self,)
        after = min(long)[1] + 1
        return replace(self, rows=self.rows[:after]), replace(self, rows=self.rows[after:])


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which the organiser has something to do: what the heading `id` of a page tells."""

    id: str
    date: dt.date
    date_text: str
    title: str
    page: str
    """The title of the page."""
    address: str
    """The address of the page."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of one event for one reader in one language.

    `id` is that of event and toolkit; `zone` is empty where times are local; `updated` is the date
    of the edition. `milestones` are for organisers.
    """

    id: str
    title: str
    venue: str
    zone: str
    toolkit: str
    edition: str
    publisher: str
    updated: dt.date
    language: str
    direction: Literal["ltr", "rtl"]
    days: tuple[AgendaDay, ...]
    milestones: tuple[Milestone, ...] = ()

    @property
    def halves(self) -> tuple[AgendaDay, ...]:
        """The half-days of all days."""
        return tuple(half for day in self.days for half in day.halves)

    @property
    def has_leads(self) -> bool:
        """Whether it says who leads."""
        return any(row.lead for day in self.days for row in day.rows)


@dataclass(frozen=True, slots=True)
class DoorAgenda:
    """The agenda in large letters, without the items of sessions: all days on one page."""

    agenda: Agenda

    @property
    def title(self) -> str:
        """The title of the event."""
        return self.agenda.title


def agenda_of(edition: Edition, event: Event) -> Agenda:
    """Work out the agenda of an event for the reader and in the language of an edition."""
    settings = edition.toolkit.settings
    entries = agenda(event, edition.toolkit.modules)
    seen: Counter[int] = Counter()
    days = tuple(
        AgendaDay(
            number,
            date,
            date_with_weekday(date, edition.language),
            tuple(_rows(edition, number, stretches(rows), seen)),
        )
        for number, (date, rows) in enumerate(day_entries(entries).items(), 1)
    )
    return Agenda(
        f"{event.id}@{settings.id}",
        expanded(event.title, edition.toolkit),
        event.venue,
        event.time_zone,
        settings.title,
        settings.edition,
        settings.publisher,
        settings.date,
        edition.language,
        edition.direction,
        days,
    )


def _rows(
    edition: Edition, day: int, found: tuple[Stretch, ...], seen: Counter[int]
) -> Iterator[Row]:
    """The rows of a day; `seen` counts the parts of each session, over all days."""
    titles = {module.number: module.title for module in edition.toolkit.modules}
    fixed = 0
    today: set[int] = set()
    for one in found:
        number = one.session
        if number:
            seen[number] += 1
            name = f"session-{number}-{seen[number]}"
        else:
            fixed += 1
            name = f"day-{day}-{fixed}"
        lines = tuple(
            Line(entry.start, entry.end, expanded(entry.title, edition.toolkit))
            for entry in one.entries
        )
        yield Row(
            name,
            one.start,
            one.end,
            expanded(titles[number], edition.toolkit) if number else lines[0].title,
            number,
            seen[number] > 1,
            number in today,
            one.lead if edition.reader.key else "",
            lines if number else (),
        )
        today |= {number} - {0}


def milestones(
    edition: Edition, event: Event, headings: Callable[[Page], Iterable[Heading]]
) -> tuple[Milestone, ...]:
    """The organiser's dates for an event, by date: for facilitators, and never of a pattern.

    Args:
        edition: for whom and in which language.
        event: its days count.
        headings: gives the headings of a page in that language.
    """
    if not edition.reader.key or event.status == "pattern" or not event.days:
        return ()
    found = []
    for page in edition.toolkit.docs:
        titles = {one.id: one.text for one in headings(page)} if page.steps else {}
        for step in page.steps:
            date = step_date(event, step.days)
            if step.heading in titles:
                found.append(
                    Milestone(
                        step.heading,
                        date,
                        date_with_weekday(date, edition.language),
                        titles[step.heading],
                        expanded(page.title, edition.toolkit),
                        page.address,
                    )
                )
    return tuple(sorted(found, key=lambda one: one.date))


def date_with_weekday(date: dt.date, language: str) -> str:
    """Write a date with its day of the week, as people do: Monday, 4 March 2030."""
    form = "EEEE, d MMMM y" if language.partition("-")[0] == "en" else "full"
    return str(format_date(date, form, locale=language.replace("-", "_")))


def render_agenda(what: Agenda | DoorAgenda, overrides: Path, digits: str, size: int) -> str:
    """Give an agenda as one HTML document for print, made with `print/agenda.html`.

    Args:
        what: a page for each half-day, or all days on one page for the door.
        overrides: the folder of templates.
        digits: the numbering system of its language, by its name in the Unicode CLDR.
        size: of the letters, 1 (the largest) to `SIZES`.
    """
    door = isinstance(what, DoorAgenda)
    made = what.agenda if isinstance(what, DoorAgenda) else what
    template = make_environment(overrides).get_template("print/agenda.html")
    html = template.render(
        agenda=made,
        door=door,
        size=size,
        isolated=isolated if made.direction == "rtl" else str,
    )
    return localised(html, digits)
