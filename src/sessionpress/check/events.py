"""Rules on events: times that cannot be, sessions that are not there, sessions that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from sessionpress.clock import Cut, Layout, clock, cuts_until, lay_out, planned
from sessionpress.content.model import Day, Event, Module, Toolkit
from sessionpress.problems import Place, Problems, counted


def check_events(toolkit: Toolkit, problems: Problems) -> None:
    """Every event can be held as it is declared."""
    for event in toolkit.events:
        check_event(event, toolkit.modules, problems)


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
    layouts = lay_out(event, modules)
    for day in event.days:
        _check_day(day, layouts, problems)
    _check_sessions(event, modules, problems)
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
    words = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
    return f"{words[0].upper()}{words[1:]} would fit, and no objective loses its only practice."
