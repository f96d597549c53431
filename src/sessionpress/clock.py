"""The clock: minutes are summed, items are laid around fixed points, overruns are said in words.

Times are minutes after midnight, durations are minutes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sessionpress.content.model import Block, Day, Event, Module, Slot
from sessionpress.problems import Place, Problems


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that a session has, free of fixed points."""

    date: dt.date
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an agenda: a fixed point, or an item of a session."""

    date: dt.date
    start: int
    end: int
    title: str
    session: int = 0
    block: Block | None = None

    @property
    def clock(self) -> str:
        """Start and end as people read them."""
        return f"{clock(self.start)}–{clock(self.end)}"


def clock(minutes: int) -> str:
    """Write minutes after midnight as 09:30."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def planned(items: Iterable[Block]) -> int:
    """Sum of the planned minutes."""
    return sum(item.timed.minutes for item in items)


def shortest(items: Iterable[Block]) -> int:
    """Sum of the fewest minutes, with everything dropped that may be dropped."""
    return sum(0 if item.timed.drop else item.timed.shortest for item in items)


def free_spans(slot: Slot, day: Day) -> Iterator[Span]:
    """The parts of a slot that no fixed point takes."""
    start = slot.start
    for point in day.fixed:
        if point.end <= start or point.at >= slot.end:
            continue
        if point.at > start:
            yield Span(day.date, start, point.at)
        start = max(start, point.end)
    if start < slot.end:
        yield Span(day.date, start, slot.end)


def spans_of(session: int, event: Event) -> tuple[Span, ...]:
    """All the time that an event gives to a session, in order."""
    return tuple(
        span
        for day in event.days
        for slot in day.slots
        if slot.session == session
        for span in free_spans(slot, day)
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Items laid into spans; `over` are the minutes that found no room."""

    entries: tuple[Entry, ...]
    over: int
    free: int


def lay_out(module: Module, spans: Iterable[Span]) -> Layout:
    """Lay the items of a session into its time, in order, none of them cut by a fixed point.

    An item that does not fit into what is left of a span begins the next one. Items that find no
    room go on after the last span, so that the overrun can be said in minutes.
    """
    waiting = list(module.items)
    entries: list[Entry] = []
    left = 0
    last: Span | None = None
    for span in spans:
        at, last = span.start, span
        while waiting and at + waiting[0].timed.minutes <= span.end:
            item = waiting.pop(0)
            end = at + item.timed.minutes
            entries.append(Entry(span.date, at, end, item.title, module.number, item))
            at = end
        left += span.end - at
    over = planned(waiting)
    if last:
        at = last.end
        for item in waiting:
            end = at + item.timed.minutes
            entries.append(Entry(last.date, at, end, item.title, module.number, item))
            at = end
    return Layout(tuple(entries), over, left)


def agenda(event: Event, modules: Iterable[Module]) -> tuple[Entry, ...]:
    """The whole agenda of an event: fixed points and items by day and clock."""
    entries = [
        Entry(day.date, point.at, point.end, point.title)
        for day in event.days
        for point in day.fixed
    ]
    for module in modules:
        entries.extend(lay_out(module, spans_of(module.number, event)).entries)
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.start, entry.end)))


def check_event(event: Event, modules: tuple[Module, ...], problems: Problems) -> None:
    """Note times that cannot be, sessions that do not exist or do not fit.

    A delivery may leave sessions out.
    """
    for before, day in pairwise(event.days):
        if day.date <= before.date:
            problems.add(
                "event-time",
                day.place,
                f"the day {day.date} does not come after {before.date}.",
                "Put the days in order, each once.",
            )
    for day in event.days:
        _check_day(day, problems)
    given = [slot.session for day in event.days for slot in day.slots]
    numbers = {module.number for module in modules}
    for day in event.days:
        for slot in day.slots:
            if slot.session not in numbers:
                problems.add(
                    "event-session",
                    slot.place,
                    f"there is no session {slot.session}.",
                    f"Sessions: {', '.join(map(str, sorted(numbers)))}.",
                )
    if given != sorted(given):
        problems.add(
            "event-session",
            event.place,
            "the sessions do not run in order.",
            "Order the slots by session number.",
        )
    for module in modules:
        if module.number in given:
            _check_fit(module, event, problems)


def _check_day(day: Day, problems: Problems) -> None:
    if day.end <= day.start:
        problems.add(
            "event-time",
            day.place,
            f"the day ends at {clock(day.end)}, before it starts at {clock(day.start)}.",
            "Mend start or end.",
        )
        return
    for spot, start, end, what in [
        *((point.place, point.at, point.end, f'"{point.title}"') for point in day.fixed),
        *((slot.place, slot.start, slot.end, f"session {slot.session}") for slot in day.slots),
    ]:
        if end <= start or start < day.start or end > day.end:
            problems.add(
                "event-time",
                spot,
                f"{what}, {clock(start)} to {clock(end)}, does not lie within the day, "
                f"{clock(day.start)} to {clock(day.end)}.",
                "Mend the times.",
            )
    _check_overlap([(one.place, one.at, one.end, f'"{one.title}"') for one in day.fixed], problems)
    _check_overlap(
        [(one.place, one.start, one.end, f"session {one.session}") for one in day.slots], problems
    )


def _check_overlap(rows: list[tuple[Place, int, int, str]], problems: Problems) -> None:
    """Each row begins after all before it are over; rows come by their beginnings."""
    over, first = -1, ""
    for place, start, end, second in rows:
        if start < over:
            problems.add(
                "event-time",
                place,
                f"{second} begins at {clock(start)}, before {first} is over at {clock(over)}.",
                "Move one of the two.",
            )
        if end > over:
            over, first = end, second


def _check_fit(module: Module, event: Event, problems: Problems) -> None:
    spans = spans_of(module.number, event)
    layout = lay_out(module, spans)
    if not layout.over:
        return
    room = sum(span.minutes for span in spans)
    parts = " + ".join(str(span.minutes) for span in spans) or "0"
    needed = planned(module.items)
    if needed > room:
        message = (
            f"session {module.number} needs {needed} minutes, its slots in {event.id} hold "
            f"{room} ({parts}): {needed - room} minutes too long."
        )
    else:
        over = (spans[-1].date, spans[-1].end)
        first = next(entry for entry in layout.entries if (entry.date, entry.start) >= over)
        message = (
            f"session {module.number} has {needed} minutes for {room} ({parts}) in {event.id}, "
            f'but "{first.title}" does not fit between two fixed points.'
        )
    problems.add("event-overrun", module.place, message, _shorter(module.items, spans))


def _shorter(items: tuple[Block, ...], spans: tuple[Span, ...]) -> str:
    """Propose cuts that an author allows: drop first, then shorten, last item first, no more.

    An item is never dropped when it is the only practice of one of its objectives.
    """
    lengths = [item.timed.minutes for item in items]
    backwards = list(enumerate(items))[::-1]
    cuts: list[str] = []
    for number, item in backwards:
        kept = tuple(one for one, minutes in zip(items, lengths, strict=True) if minutes)
        if not _fit(lengths, spans) and item.timed.drop and not _only_practice(item, kept):
            cuts.append(f'dropping "{item.title}" ({lengths[number]})')
            lengths[number] = 0
    for number, item in backwards:
        before = lengths[number]
        while not _fit(lengths, spans) and lengths[number] > item.timed.shortest:
            lengths[number] -= 1
        if lengths[number] < before:
            cuts.append(f'shortening "{item.title}" to {lengths[number]}')
    if not _fit(lengths, spans):
        return "Give the session more time, or take an item out."
    return f"This would fit: {', '.join(cuts)}."


def _fit(lengths: Iterable[int], spans: tuple[Span, ...]) -> bool:
    """Whether items of these minutes find room, in order, as `lay_out` would lay them."""
    waiting = list(lengths)
    for span in spans:
        at = span.start
        while waiting and at + waiting[0] <= span.end:
            at += waiting.pop(0)
    return not waiting


def _only_practice(item: Block, items: tuple[Block, ...]) -> bool:
    others = {
        goal
        for other in items
        if other is not item and other.kind == "activity"
        for goal in other.timed.objectives
    }
    return item.kind == "activity" and any(goal not in others for goal in item.timed.objectives)


def day_entries(entries: Iterable[Entry]) -> dict[dt.date, tuple[Entry, ...]]:
    """Group an agenda by day."""
    days: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.date, []).append(entry)
    return {date: tuple(rows) for date, rows in days.items()}
