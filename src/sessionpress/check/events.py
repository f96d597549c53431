"""Rules on events: times that cannot be, time that nothing fills, sessions missing or too long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from sessionpress.clock import Cut, Layout, clock, cuts_until, lay_out, planned
from sessionpress.content.model import Day, Event, Module, Toolkit
from sessionpress.problems import Place, Problems, counted

FREE = 15
"""The most minutes of a day that nothing needs to fill: the way to another room, a late start."""
_LONGEST_JUMP = 180
"""More minutes than a clock is ever moved by."""


def check_events(toolkit: Toolkit, problems: Problems) -> None:
    """Every event can be held as it is declared."""
    for event in toolkit.events:
        check_event(event, toolkit.modules, problems)


def check_event(event: Event, modules: tuple[Module, ...], problems: Problems) -> None:
    """Note what cannot be held as it is declared. Sessions may be left out, but by name."""
    if event.countries > event.participants > 0:
        problems.add(
            "event-people",
            event.place,
            f"{counted(event.participants, 'participant')} cannot come from "
            f"{event.countries} countries.",
            "Mend participants or countries.",
        )
    for before, day in pairwise(event.days):
        if day.date <= before.date:
            problems.add(
                "event-time",
                day.place,
                f"the day {day.date} does not come after {before.date}.",
                "Put the days in order, each once.",
            )
    layouts = lay_out(event, modules)
    for day in event.days:
        _check_day(day, layouts, problems)
        _check_clock(day, event.time_zone, problems)
    _check_sessions(event, modules, problems)
    _check_left_out(event, modules, problems)
    for layout in layouts:
        if layout.parts and layout.over:
            _check_fit(layout, event, modules, problems)


def _check_day(day: Day, layouts: Sequence[Layout], problems: Problems) -> None:
    if day.end <= day.start:
        problems.add(
            "event-time",
            day.place,
            f"the day ends at {clock(day.end)}, before it starts at {clock(day.start)}.",
            "Mend start or end.",
        )
        return
    points = [(one.place, one.at, one.end, f'"{one.title}"') for one in day.fixed]
    parts = {id(part.slot): part for layout in layouts for part in layout.parts}
    slots = [
        (slot.place, part.start, part.end, f"session {slot.session}")
        for slot in day.slots
        if (part := parts.get(id(slot))) and (slot.start, slot.end) != (None, None)
    ]
    for spot, start, end, what in [*points, *slots]:
        if end <= start or start < day.start or end > day.end:
            problems.add(
                "event-time",
                spot,
                f"{what}, {clock(start)} to {clock(end)}, does not lie within the day, "
                f"{clock(day.start)} to {clock(day.end)}.",
                "Mend the times.",
            )
    _check_overlap(points, problems)
    _check_overlap(slots, problems)
    laid = [parts.get(id(slot), slot) for slot in day.slots]
    taken = [(one.start, one.end) for one in laid if one.start is not None and one.end is not None]
    _check_gaps(day, [*taken, *((start, end) for _place, start, end, _what in points)], problems)


def _check_gaps(day: Day, taken: Iterable[tuple[int, int]], problems: Problems) -> None:
    """No long stretch of a day is without a slot or a fixed point."""
    for start, end in _free(day, taken):
        if end - start > FREE:
            problems.add(
                "event-gap",
                day.place,
                f"nothing is planned for {end - start} minutes on {day.date}, "
                f"{clock(start)} to {clock(end)}.",
                "Give the time to a slot or to a fixed point, or make the day shorter.",
            )


def _free(day: Day, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = day.start
    for start, end in sorted(taken):
        yield at, min(start, day.end)
        at = max(at, end)
    yield at, day.end


def _check_clock(day: Day, zone: str, problems: Problems) -> None:
    """The clock runs evenly through a day, so that minutes can be counted."""
    if not zone or day.end <= day.start:
        return
    first = _offset(day.date, day.start, zone, 0)
    last = _offset(day.date, day.end - 1, zone, 1)
    if first == last:
        return
    around = range(day.start - _LONGEST_JUMP, day.end)
    at = next(one for one in around if _offset(day.date, one, zone, 1) == last)
    before, after = (at, at + last - first) if last > first else (at + first - last, at)
    problems.add(
        "event-clock",
        day.place,
        f"the clock in {zone} goes from {clock(before)} to {clock(after)} on {day.date}, "
        "while the day runs.",
        "Begin after the change, end before it, or take another day.",
    )


def _offset(date: dt.date, minutes: int, zone: str, fold: int) -> int:
    """Minutes that a local time is ahead of UTC; `fold` 1 where the clock has changed already."""
    midnight = dt.datetime.combine(date, dt.time())
    local = (midnight + dt.timedelta(minutes=minutes)).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return round((local.utcoffset() or dt.timedelta()).total_seconds() / 60)


def _check_overlap(rows: list[tuple[Place, int, int, str]], problems: Problems) -> None:
    """Each row begins after all before it are over."""
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


def _check_sessions(event: Event, modules: tuple[Module, ...], problems: Problems) -> None:
    slots = [slot for day in event.days for slot in day.slots]
    numbers = [module.number for module in modules]
    for slot in slots:
        if slot.session not in numbers:
            problems.add(
                "event-session",
                slot.place,
                f"there is no session {slot.session}.",
                f"Sessions: {', '.join(map(str, sorted(numbers)))}.",
            )
    given = [slot.session for slot in slots]
    if given != sorted(given):
        problems.add(
            "event-session",
            event.place,
            "the sessions do not run in order.",
            "Order the slots by session number.",
        )


def _check_left_out(event: Event, modules: tuple[Module, ...], problems: Problems) -> None:
    """Each session has a slot, or is left out by name, and not both."""
    given = {slot.session for day in event.days for slot in day.slots}
    numbers = {module.number for module in modules}
    missing = sorted(numbers - given - set(event.left_out))
    if missing:
        problems.add(
            "event-left-out",
            event.place,
            f"{_sessions(missing)} {'has' if len(missing) == 1 else 'have'} no slot.",
            f"Give {'it' if len(missing) == 1 else 'each'} a slot, or write "
            f"left-out: [{', '.join(map(str, sorted({*missing, *event.left_out} & numbers)))}].",
        )
    for number in event.left_out:
        if number in given or number not in numbers:
            problems.add(
                "event-left-out",
                event.place,
                f"session {number} is left out, but it "
                f"{'has a slot' if number in given else 'does not exist'}.",
                "Take the number out of left-out.",
            )


def _sessions(numbers: Sequence[int]) -> str:
    return f"session{'' if len(numbers) == 1 else 's'} {_listed(list(map(str, numbers)))}"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _check_fit(
    layout: Layout, event: Event, modules: tuple[Module, ...], problems: Problems
) -> None:
    number, spans = layout.module.number, layout.spans
    room = sum(span.minutes for span in spans)
    parts = " + ".join(str(span.minutes) for span in spans) or "0"
    needed = planned(layout.module.items)
    one = len(layout.parts) == 1
    slots = "slot" if one else "slots"
    if needed > room:
        message = (
            f"session {number} is {counted(needed - room, 'minute')} too long for its {slots} in "
            f"{event.id}: it needs {needed}, the {slots} {'holds' if one else 'hold'} {parts}."
        )
    else:
        message = (
            f"session {number} has {needed} minutes for {parts} in {event.id}, but "
            f'"{layout.waiting[0].title}" does not fit between two fixed points.'
        )
    advice = _in_words(_cuts(layout, event, modules))
    problems.add("event-overrun", layout.parts[0].slot.place, message, advice)


def _cuts(layout: Layout, event: Event, modules: tuple[Module, ...]) -> tuple[Cut, ...]:
    """The cuts in a session after which it fits; none when no cut is enough."""
    items, number = layout.module.items, layout.module.number

    def fits(lengths: Sequence[int]) -> bool:
        shorter = _with_lengths(layout.module, lengths)
        changed = tuple(shorter if one.number == number else one for one in modules)
        return not any(one.over for one in lay_out(event, changed) if one.module is shorter)

    made = cuts_until(items, fits)
    after = {id(cut.block): cut.after for cut in made}
    return made if fits([after.get(id(one), one.timed.minutes) for one in items]) else ()


def _with_lengths(module: Module, lengths: Iterable[int]) -> Module:
    """A session whose items have other minutes; those of none are left out."""
    items = tuple(
        replace(item, options=replace(item.timed, minutes=minutes))
        for item, minutes in zip(module.items, lengths, strict=True)
        if minutes
    )
    return replace(module, pages=(replace(module.pages[0], parts=items),))


def _in_words(made: Sequence[Cut]) -> str:
    if not made:
        return "Give the session more time, or take an item out."
    said = [
        f'dropping "{cut.block.title}" ({cut.before})'
        if cut.kind == "drop"
        else f'shortening "{cut.block.title}" to {cut.after}'
        for cut in made
    ]
    words = _listed(said)
    return f"{words[0].upper()}{words[1:]} would fit, and no objective loses its only practice."
