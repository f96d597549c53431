"""The clock: minutes are summed, and items are laid around what cannot move.

Times are minutes after midnight, durations are minutes. Everything here is pure; what is wrong
with an event says `sessionpress.check.events`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sessionpress.content.model import Block, Day, Event, Module, Slot
from sessionpress.content.trace import PRACTISED


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on one day."""

    date: dt.date
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an agenda: a fixed point, or an item of a session. `lead` is a role, or empty."""

    date: dt.date
    start: int
    end: int
    title: str
    session: int = 0
    block: Block | None = None
    lead: str = ""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.start

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


# ---------------------------------------------------------------- the agenda


@dataclass(frozen=True, slots=True)
class Part:
    """What a slot gives to its session: the time free of fixed points, and the items in it."""

    slot: Slot
    day: Day
    start: int
    spans: tuple[Span, ...]
    entries: tuple[Entry, ...]

    @property
    def end(self) -> int:
        """When the slot after it may begin."""
        if self.slot.end is not None:
            return self.slot.end
        return self.entries[-1].end if self.entries else self.start


@dataclass(frozen=True, slots=True)
class Layout:
    """A session in the time that an event gives it; `waiting` are the items without room."""

    module: Module
    parts: tuple[Part, ...]
    waiting: tuple[Block, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its time."""
        return tuple(span for part in self.parts for span in part.spans)

    @property
    def over(self) -> int:
        """Minutes of the items that found no room."""
        return planned(self.waiting)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its items by the clock. Those without room go on after its last part, past its end."""
        laid = [entry for part in self.parts for entry in part.entries]
        if self.parts and self.waiting:
            last = self.parts[-1]
            at = last.spans[-1].end if last.spans else last.end
            for item in self.waiting:
                laid.append(_entry(last.day, at, item, self.module, laid[-1].lead if laid else ""))
                at = laid[-1].end
        return tuple(laid)


@dataclass(slots=True)
class _Laying:
    """A session while its items are laid."""

    waiting: list[Block]
    parts: list[Part] = field(default_factory=list)


def lay_out(event: Event, modules: Iterable[Module]) -> tuple[Layout, ...]:
    """Lay the items of all sessions into the slots of an event, in order.

    No item is cut by a fixed point: what does not fit before it begins after it. A slot without
    a beginning begins when the slot before it is over; one without an end lasts until the items
    of its session are over, at most until the next slot that has a beginning, or the end of the
    day. What is left goes on in the next slot of the session.

    Returns:
        A layout for each session, in the order of `modules`; one without slots has no parts.
    """
    sessions = tuple(modules)
    laying = {module.number: _Laying(list(module.items)) for module in sessions}
    for day in event.days:
        at = day.start
        for number, slot in enumerate(day.slots):
            session = next((one for one in sessions if one.number == slot.session), None)
            if session is None:
                at = at if slot.end is None else slot.end
                continue
            now = laying[session.number]
            lead = slot.lead or _first(event.leads)
            limit = _limit(day, number)
            start = at if slot.start is None else slot.start
            part = _lay_part(slot, day, Span(day.date, start, limit), session, now.waiting, lead)
            now.waiting = now.waiting[len(part.entries) :]
            now.parts.append(part)
            at = part.end
    return tuple(
        Layout(module, tuple(laying[module.number].parts), tuple(laying[module.number].waiting))
        for module in sessions
    )


def _first(roles: Sequence[str]) -> str:
    return roles[0] if roles else ""


def _limit(day: Day, number: int) -> int:
    """When a slot of a day must be over."""
    slot = day.slots[number]
    if slot.end is not None:
        return slot.end
    return next((one.start for one in day.slots[number + 1 :] if one.start is not None), day.end)


def _lay_part(
    slot: Slot, day: Day, whole: Span, session: Module, items: Sequence[Block], lead: str
) -> Part:
    """Lay as many items as find room, each after the other, none of them across a fixed point."""
    waiting = list(items)
    spans: list[Span] = []
    entries: list[Entry] = []
    for span in free_spans(whole, day):
        at = span.start
        while waiting and at + waiting[0].timed.minutes <= span.end:
            entries.append(_entry(day, at, waiting.pop(0), session, lead))
            at = entries[-1].end
        if waiting or slot.end is not None:
            spans.append(span)
        elif at > span.start:
            spans.append(Span(span.date, span.start, at))
    return Part(slot, day, whole.start, tuple(spans), tuple(entries))


def _entry(day: Day, at: int, item: Block, session: Module, lead: str) -> Entry:
    end = at + item.timed.minutes
    return Entry(day.date, at, end, item.title, session.number, item, lead)


def free_spans(whole: Span, day: Day) -> Iterator[Span]:
    """The parts of a stretch of time that no fixed point of its day takes."""
    at = whole.start
    for point in day.fixed:
        if point.end <= at or point.at >= whole.end:
            continue
        if point.at > at:
            yield Span(whole.date, at, point.at)
        at = max(at, point.end)
    if at < whole.end:
        yield Span(whole.date, at, whole.end)


def agenda(event: Event, modules: Iterable[Module]) -> tuple[Entry, ...]:
    """The whole agenda of an event: fixed points and items by day and clock."""
    entries = [
        Entry(
            day.date,
            point.at,
            point.end,
            point.title,
            lead=point.lead or _first(event.leads),
        )
        for day in event.days
        for point in day.fixed
    ]
    for layout in lay_out(event, modules):
        entries.extend(layout.entries)
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.start, entry.end)))


def day_entries(entries: Iterable[Entry]) -> dict[dt.date, tuple[Entry, ...]]:
    """Group an agenda by day."""
    days: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.date, []).append(entry)
    return {date: tuple(rows) for date, rows in days.items()}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What goes on without a stop: a fixed point, or items of one session, each after the other."""

    entries: tuple[Entry, ...]

    @property
    def date(self) -> dt.date:
        """Its day."""
        return self.entries[0].date

    @property
    def start(self) -> int:
        """When it begins."""
        return self.entries[0].start

    @property
    def end(self) -> int:
        """When it is over."""
        return self.entries[-1].end

    @property
    def session(self) -> int:
        """The number of its session, 0 for a fixed point."""
        return self.entries[0].session

    @property
    def lead(self) -> str:
        """The role that leads it, or nothing."""
        return self.entries[0].lead


def stretches(entries: Iterable[Entry]) -> tuple[Stretch, ...]:
    """Put the entries of an agenda together that follow each other in one session."""
    found: list[Stretch] = []
    for entry in entries:
        if found and entry.session and _goes_on(found[-1].entries[-1], entry):
            found[-1] = Stretch((*found[-1].entries, entry))
        else:
            found.append(Stretch((entry,)))
    return tuple(found)


def _goes_on(before: Entry, after: Entry) -> bool:
    same = (before.date, before.session, before.lead) == (after.date, after.session, after.lead)
    return same and before.end == after.start


def step_date(event: Event, days: int) -> dt.date:
    """The date so many days after the last day of an event; before its first day if negative."""
    dates = [day.date for day in event.days]
    return (min(dates) if days < 0 else max(dates)) + dt.timedelta(days=days)


# ---------------------------------------------------------------- cuts


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut that an author allows: an item and its minutes before and after."""

    block: Block
    kind: Literal["drop", "shorten"]
    before: int
    after: int


def cuts_until(items: Sequence[Block], enough: Callable[[Sequence[int]], bool]) -> tuple[Cut, ...]:
    """The cuts after which the lengths of all items are `enough`.

    First items are dropped that may be, the last one first, but never the only practice of an
    objective. Then others are shortened, the last one first, by no more minutes than needed.
    """
    lengths = [item.timed.minutes for item in items]
    made: list[Cut] = []
    backwards = list(enumerate(items))[::-1]
    for number, item in backwards:
        if enough(lengths):
            return tuple(made)
        others = [one for one, left in zip(items, lengths, strict=True) if left and one is not item]
        if item.timed.drop and not _only_practice(item, others):
            made.append(Cut(item, "drop", lengths[number], 0))
            lengths[number] = 0
    for number, item in backwards:
        before = lengths[number]
        while lengths[number] > item.timed.shortest and not enough(lengths):
            lengths[number] -= 1
        if lengths[number] < before:
            made.append(Cut(item, "shorten", before, lengths[number]))
    return tuple(made)


def _only_practice(item: Block, others: Iterable[Block]) -> bool:
    """Whether an objective would be practised no more without an item."""
    practised = {goal for one in others if one.kind in PRACTISED for goal in one.timed.objectives}
    return item.kind in PRACTISED and not practised.issuperset(item.timed.objectives)
