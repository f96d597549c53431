"""Minutes are summed, never stored; items go around fixed points; overruns are said in words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.toolkits import EVENT, ROOT, found, loaded, tiny

from sessionpress.check.events import check_event
from sessionpress.clock import (
    Layout,
    Span,
    agenda,
    clock,
    day_entries,
    free_spans,
    lay_out,
    planned,
    shortest,
)
from sessionpress.content.model import (
    Block,
    Day,
    Event,
    FixedPoint,
    Header,
    Module,
    Page,
    Slot,
    Text,
    TimedOptions,
)
from sessionpress.content.trace import PRACTISED
from sessionpress.problems import Place, Problem, Problems

pytestmark = pytest.mark.usefixtures("silence")

HERE = Place("events/spring.yml")
FIRST, SECOND = dt.date(2030, 3, 4), dt.date(2030, 3, 5)


def item(
    title: str,
    minutes: int,
    least: int | None = None,
    drop: bool = False,
    kind: str = "talk",
    goals: tuple[str, ...] = (),
) -> Block:
    options = TimedOptions(minutes, minutes if least is None else least, drop, goals, "", (), "")
    return Block(kind, title, options, (), Place("modules/a/1.md"))


def session(*items: Block, number: int = 1) -> Module:
    header = Header(Place("modules/a/index.md"), {})
    page = Page("modules/a/1.md", "a.html", "A", "", (Text("x", 1), *items), (), header)
    return Module("a", number, "A", "complete", "", (), (), (), (), (), (), (page,))


def day(date: dt.date = FIRST, fixed: str = "", slots: str = "", hours: str = "540-1080") -> Day:
    """A day; fixed points and slots as "start-end" in minutes, slots with ":session"."""

    def spans(text: str) -> list[tuple[int, int, int]]:
        found = re.findall(r"(\d+)-(\d+)(?::(\d+))?", text)
        return [(int(start), int(end), int(number or 1)) for start, end, number in found]

    ((start, end, _),) = spans(hours)
    return Day(
        date,
        start,
        end,
        tuple(FixedPoint(at, to - at, f"Fixed {at}", HERE) for at, to, _ in spans(fixed)),
        tuple(Slot(number, at, to, HERE) for at, to, number in spans(slots)),
        HERE,
    )


def event(*days: Day) -> Event:
    return Event("spring", "Spring", "Here", "Etc/UTC", 8, 2, 4, days, HERE)


def laid(module: Module, made: Event) -> list[tuple[str, str]]:
    (layout,) = lay_out(made, (module,))
    return [(one.clock, one.title) for one in layout.entries]


def problems(made: Event, *modules: Module) -> list[Problem]:
    found = Problems()
    check_event(made, modules, found)
    return list(found)


def overrun(made: Event, module: Module) -> Problem | None:
    return next((one for one in problems(made, module) if one.rule == "event-overrun"), None)


# ---------------------------------------------------------------- sums


def test_minutes_are_written_as_people_read_a_clock() -> None:
    assert [clock(minutes) for minutes in (0, 5, 570, 1439)] == ["00:00", "00:05", "09:30", "23:59"]


def test_the_shortest_time_leaves_out_what_may_be_dropped() -> None:
    items = (item("A", 30, 20), item("B", 15, drop=True), item("C", 10, 5))
    assert (planned(items), shortest(items)) == (55, 25)


# ---------------------------------------------------------------- layout


def test_items_follow_each_other() -> None:
    module = session(item("A", 20), item("B", 25))
    assert laid(module, event(day(slots="540-600"))) == [
        ("09:00–09:20", "A"),
        ("09:20–09:45", "B"),
    ]


def test_an_item_is_not_cut_by_a_fixed_point() -> None:
    module = session(item("A", 20), item("B", 25), item("C", 5))
    made = event(day(fixed="570-585", slots="540-660"))
    assert laid(module, made) == [
        ("09:00–09:20", "A"),
        ("09:45–10:10", "B"),
        ("10:10–10:15", "C"),
    ]


def test_a_session_goes_on_in_its_next_slot_and_on_the_next_day() -> None:
    module = session(item("A", 20), item("B", 20), item("C", 20))
    made = event(day(slots="540-560 600-630"), day(SECOND, slots="540-560"))
    (layout,) = lay_out(made, (module,))
    entries = layout.entries
    assert [(one.date.day, one.clock) for one in entries] == [
        (4, "09:00–09:20"),
        (4, "10:00–10:20"),
        (5, "09:00–09:20"),
    ]


@pytest.mark.parametrize(
    ("fixed", "expected"),
    [
        ("", [(540, 600)]),
        ("500-540", [(540, 600)]),
        ("600-620", [(540, 600)]),
        ("530-550", [(550, 600)]),
        ("590-620", [(540, 590)]),
        ("530-620", []),
        ("540-600", []),
        ("550-560 560-570", [(540, 550), (570, 600)]),
        ("550-590 560-570", [(540, 550), (590, 600)]),
    ],
)
def test_a_slot_is_what_fixed_points_leave(fixed: str, expected: list[tuple[int, int]]) -> None:
    made = day(fixed=fixed, slots="540-600")
    assert [(one.start, one.end) for one in free_spans(Span(FIRST, 540, 600), made)] == expected


def test_the_agenda_has_fixed_points_and_items_by_the_clock() -> None:
    first = session(item("A", 20))
    second = session(item("B", 20), number=2)
    made = event(
        day(fixed="560-570", slots="540-560:1 570-590:2"), day(SECOND, fixed="540-550", slots="")
    )
    rows = agenda(made, (second, first))
    assert [(one.title, one.session) for one in rows] == [
        ("A", 1),
        ("Fixed 560", 0),
        ("B", 2),
        ("Fixed 540", 0),
    ]
    assert {date: len(entries) for date, entries in day_entries(rows).items()} == {
        FIRST: 3,
        SECOND: 1,
    }


# Stretches of a day, one after the other: (gap before, length).
STRETCHES = st.lists(st.tuples(st.integers(0, 40), st.integers(5, 120)), max_size=4)
LENGTHS = st.lists(st.integers(1, 60), min_size=1, max_size=7)


def stretches(pairs: list[tuple[int, int]]) -> str:
    at, found = 540, []
    for gap, length in pairs:
        found.append(f"{at + gap}-{at + gap + length}")
        at += gap + length
    return " ".join(found)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event whose times are possible: slots apart from each other, fixed points too."""
    days = [
        day(date, stretches(draw(STRETCHES)), stretches(draw(STRETCHES)), "540-1439")
        for date in (FIRST, SECOND)[: draw(st.integers(1, 2))]
    ]
    return event(*days)


def layout_of(made: Event, lengths: list[int]) -> tuple[Layout, tuple[Span, ...], Module]:
    module = session(*(item(f"Item {number}", one) for number, one in enumerate(lengths)))
    (layout,) = lay_out(made, (module,))
    return layout, layout.spans, module


@given(events(), LENGTHS)
def test_the_minutes_of_an_agenda_are_those_planned(made: Event, lengths: list[int]) -> None:
    layout, spans, module = layout_of(made, lengths)
    if not layout.parts:
        assert (layout.entries, layout.over) == ((), sum(lengths))
        return
    assert sum(one.end - one.start for one in layout.entries) == planned(module.items)
    assert [one.title for one in layout.entries] == [one.title for one in module.items]
    inside = sum(one.minutes for part in layout.parts for one in part.entries)
    assert inside + layout.over == planned(module.items)
    assert inside <= sum(one.minutes for one in spans)


@given(events(), LENGTHS)
def test_items_keep_their_order_and_never_meet(made: Event, lengths: list[int]) -> None:
    layout, _spans, _module = layout_of(made, lengths)
    for before, after in pairwise(layout.entries):
        assert (before.date, before.end) <= (after.date, after.start)


@given(events(), LENGTHS)
def test_what_fits_meets_no_fixed_point_and_lies_in_its_slots(
    made: Event, lengths: list[int]
) -> None:
    layout, _spans, module = layout_of(made, lengths)
    assume(not layout.over)
    for one in layout.entries:
        (today,) = (each for each in made.days if each.date == one.date)
        assert all(one.end <= point.at or one.start >= point.end for point in today.fixed)
        assert any(
            span.date == one.date and span.start <= one.start and one.end <= span.end
            for span in layout.spans
        )
    rows = agenda(made, (module,))
    assert list(rows) == sorted(rows, key=lambda one: (one.date, one.start, one.end))
    assert sum(one.block is not None for one in rows) == len(lengths)


@given(events(), LENGTHS)
def test_an_overrun_is_a_problem_and_nothing_else_is(made: Event, lengths: list[int]) -> None:
    layout, _spans, module = layout_of(made, lengths)
    assume(any(one.slots for one in made.days))
    others = ("event-time", "event-gap")
    rules = [one.rule for one in problems(made, module) if one.rule not in others]
    assert rules == (["event-overrun"] if layout.over else [])


# ---------------------------------------------------------------- overruns in words


def test_an_overrun_is_said_in_minutes_with_the_smallest_cuts() -> None:
    module = session(item("A", 30, 20), item("B", 25, 10), item("C", 20, 15))
    found = overrun(event(day(slots="540-600")), module)
    assert found is not None
    assert found.message == (
        "session 1 is 15 minutes too long for its slot in spring: it needs 75, the slot holds 60."
    )
    assert found.advice == (
        'Shortening "C" to 15 and shortening "B" to 15 would fit, '
        "and no objective loses its only practice."
    )
    assert found.place == HERE


def test_items_are_dropped_before_others_are_shortened() -> None:
    module = session(item("A", 30, 10), item("B", 15, drop=True), item("C", 20, 5))
    found = overrun(event(day(slots="540-595")), module)
    assert found is not None
    assert found.advice == (
        'Dropping "B" (15) would fit, and no objective loses its only practice.'
    )


def test_the_only_practice_of_an_objective_is_not_dropped() -> None:
    module = session(
        item("A", 30, 20, drop=True, kind="activity", goals=("one",)),
        item("B", 30, 20, drop=True, kind="activity", goals=("two",)),
        item("C", 30, 20, drop=True, kind="activity", goals=("two",)),
    )
    found = overrun(event(day(slots="540-565")), module)
    assert found is not None
    assert found.advice == "Give the session more time, or take an item out."
    found = overrun(event(day(slots="540-580")), module)
    assert found is not None
    assert found.advice == (
        'Dropping "C" (30), shortening "B" to 20 and shortening "A" to 20 would fit, '
        "and no objective loses its only practice."
    )


def test_an_item_between_two_fixed_points_is_named() -> None:
    """Slots of another day may begin later than the last one ends."""
    module = session(item("A", 30), item("B", 30), item("C", 30, 20))
    made = event(day(slots="600-640 660-690"), day(SECOND, slots="540-560"))
    found = overrun(made, module)
    assert found is not None
    assert found.message == (
        'session 1 has 90 minutes for 40 + 30 + 20 in spring, but "C" '
        "does not fit between two fixed points."
    )
    assert found.advice == (
        'Shortening "C" to 20 would fit, and no objective loses its only practice.'
    )


def test_a_slot_that_fixed_points_fill_holds_nothing() -> None:
    found = overrun(event(day(fixed="540-600", slots="540-600")), session(item("A", 5)))
    assert found is not None
    assert found.message == (
        "session 1 is 5 minutes too long for its slot in spring: it needs 5, the slot holds 0."
    )


ITEMS = st.lists(
    st.builds(
        lambda minutes, least, drop, kind, goals: item(
            "", minutes, min(minutes, least), drop, kind, goals
        ),
        st.integers(2, 60),
        st.integers(1, 60),
        st.booleans(),
        st.sampled_from(["talk", "activity", "discussion"]),
        st.sampled_from([(), ("one",), ("two",), ("one", "two")]),
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def tight(draw: st.DrawFn) -> tuple[Event, list[Block]]:
    """Items, and a day with a break whose time lacks some of the minutes that can be won."""
    items = [replace(one, title=f"<{number}>") for number, one in enumerate(draw(ITEMS))]
    room = planned(items) - draw(st.integers(1, max(1, planned(items) - shortest(items))))
    pause = 540 + draw(st.integers(0, room))
    return event(day(fixed=f"{pause}-{pause + 15}", slots=f"540-{555 + room}")), items


@given(tight())
def test_proposed_cuts_are_allowed_and_make_it_fit(case: tuple[Event, list[Block]]) -> None:
    made, items = case
    found = overrun(made, session(*items))
    assert found is not None
    assume("would fit" in found.advice)
    dropped = {int(one) for one in re.findall(r'[Dd]ropping "<(\d+)>"', found.advice)}
    said = re.findall(r'[Ss]hortening "<(\d+)>" to (\d+)', found.advice)
    shorter = {int(one): int(to) for one, to in said}
    assert dropped or shorter
    assert not dropped & set(shorter)
    assert all(items[one].timed.drop for one in dropped)
    assert all(items[one].timed.shortest <= to for one, to in shorter.items())

    def fits(minutes: dict[int, int]) -> bool:
        kept = [
            replace(one, options=replace(one.timed, minutes=minutes.get(number, one.timed.minutes)))
            for number, one in enumerate(items)
            if number not in dropped
        ]
        (layout,) = lay_out(made, (session(*kept),))
        return layout.over == 0

    assert fits(shorter)
    if shorter:
        last = list(shorter)[-1]
        assert not fits({**shorter, last: shorter[last] + 1})

    def practised(numbers: set[int]) -> set[str]:
        kept = (items[one] for one in numbers if items[one].kind in PRACTISED)
        return {goal for one in kept for goal in one.timed.objectives}

    everything = set(range(len(items)))
    assert practised(everything - dropped) == practised(everything)


# ---------------------------------------------------------------- impossible times


@pytest.mark.parametrize(
    ("made", "messages"),
    [
        (day(slots="540-600"), []),
        (
            day(hours="600-540"),
            ["the day ends at 09:00, before it starts at 10:00."],
        ),
        (
            day(slots="530-600"),
            ["session 1, 08:50 to 10:00, does not lie within the day, 09:00 to 18:00."],
        ),
        (
            day(fixed="1070-1090"),
            ['"Fixed 1070", 17:50 to 18:10, does not lie within the day, 09:00 to 18:00.'],
        ),
        (
            day(slots="600-600"),
            ["session 1, 10:00 to 10:00, does not lie within the day, 09:00 to 18:00."],
        ),
        (
            day(fixed="600-660 650-670"),
            ['"Fixed 650" begins at 10:50, before "Fixed 600" is over at 11:00.'],
        ),
        (
            day(fixed="600-700 610-620 630-640"),
            [
                '"Fixed 610" begins at 10:10, before "Fixed 600" is over at 11:40.',
                '"Fixed 630" begins at 10:30, before "Fixed 600" is over at 11:40.',
            ],
        ),
        (day(fixed="600-610 610-620"), []),
    ],
)
def test_times_that_cannot_be_are_problems(made: Day, messages: list[str]) -> None:
    found = problems(event(made), session())
    assert [one.message for one in found if one.rule == "event-time"] == messages


def test_days_come_in_order_each_once() -> None:
    def full(date: dt.date) -> Day:
        return day(date, fixed="540-1080")

    for first, second in ((FIRST, FIRST), (SECOND, FIRST)):
        rules = [one.rule for one in problems(event(full(first), full(second)))]
        assert rules == ["event-time"]
    assert problems(event(full(FIRST), full(SECOND))) == []


@pytest.mark.parametrize(
    ("fixed", "slots", "messages"),
    [
        ("540-1080", "", []),
        ("555-1065", "", []),
        ("540-600", "600-1080", []),
        ("556-1080", "", ["nothing is planned for 16 minutes on 2030-03-04, 09:00 to 09:16."]),
        (
            "540-1000 600-610",
            "",
            ["nothing is planned for 80 minutes on 2030-03-04, 16:40 to 18:00."],
        ),
        (
            "540-600 620-1000",
            "1000-1050",
            [
                "nothing is planned for 20 minutes on 2030-03-04, 10:00 to 10:20.",
                "nothing is planned for 30 minutes on 2030-03-04, 17:30 to 18:00.",
            ],
        ),
    ],
)
def test_time_without_slot_or_fixed_point_is_a_problem_from_a_quarter_of_an_hour(
    fixed: str, slots: str, messages: list[str]
) -> None:
    found = problems(event(day(fixed=fixed, slots=slots)), session())
    assert [one.message for one in found if one.rule == "event-gap"] == messages


def test_a_slot_without_an_end_takes_the_time_of_its_items() -> None:
    made = event(Day(FIRST, 540, 600, (), (Slot(1, None, None, HERE),), HERE))
    assert problems(made, session(item("A", 45))) == []
    (found,) = problems(made, session(item("A", 40)))
    assert found.message == "nothing is planned for 20 minutes on 2030-03-04, 09:40 to 10:00."


@pytest.mark.parametrize(
    ("zone", "date", "hours", "message"),
    [
        ("Europe/Berlin", "2030-03-31", "180-600", ""),
        ("Europe/Berlin", "2030-03-31", "60-119", ""),
        ("Europe/Berlin", "2030-03-30", "60-600", ""),
        ("", "2030-03-31", "60-600", ""),
        ("Europe/Berlin", "2030-03-31", "60-120", ""),
        ("Europe/Berlin", "2030-03-31", "60-121", "from 02:00 to 03:00 on 2030-03-31"),
        ("Europe/Berlin", "2030-03-31", "60-600", "from 02:00 to 03:00 on 2030-03-31"),
        ("Europe/Berlin", "2030-03-31", "150-600", "from 02:00 to 03:00 on 2030-03-31"),
        ("Europe/Berlin", "2030-10-27", "150-600", "from 03:00 to 02:00 on 2030-10-27"),
        ("Europe/Berlin", "2030-10-27", "60-600", "from 03:00 to 02:00 on 2030-10-27"),
        ("Africa/Cairo", "2030-04-25", "1200-1440", ""),
        ("Africa/Cairo", "2030-04-26", "0-600", "from 00:00 to 01:00 on 2030-04-26"),
        ("Australia/Lord_Howe", "2030-10-06", "60-600", "from 02:00 to 02:30 on 2030-10-06"),
    ],
)
def test_the_clocks_do_not_change_while_a_day_runs(
    zone: str, date: str, hours: str, message: str
) -> None:
    fixed = day(dt.date.fromisoformat(date), fixed=hours, hours=hours)
    found = problems(replace(event(fixed), time_zone=zone))
    assert [one.rule for one in found] == ["event-clock"] * bool(message)
    assert all(message in one.message for one in found)


@pytest.mark.parametrize(
    ("people", "tables"),
    [(1, (1,)), (7, (4, 3)), (8, (4, 4)), (9, (3, 3, 3)), (200, (4,) * 50)],
)
def test_an_event_is_held_with_any_number_of_people(people: int, tables: tuple[int, ...]) -> None:
    made = replace(event(day(fixed="540-1080")), participants=people, countries=min(people, 8))
    assert made.tables == tables
    assert problems(made) == []


def test_there_are_no_more_countries_than_participants() -> None:
    made = replace(event(day(fixed="540-1080")), participants=7, countries=8)
    assert [one.message for one in problems(made)] == [
        "7 participants cannot come from 8 countries."
    ]


def test_a_delivery_may_leave_sessions_out_but_not_turn_them_round() -> None:
    modules = [session(item("A", 5), number=number) for number in (1, 2, 3)]

    def said(slots: str, *left_out: int) -> list[str]:
        made = replace(event(day(slots=slots, hours="540-660")), left_out=left_out)
        return [one.message for one in problems(made, *modules)]

    assert said("540-600:1 600-660:3", 2) == []
    assert said("540-600:2 600-660:1", 3) == ["the sessions do not run in order."]
    assert said("540-660:4", 1, 2, 3) == ["there is no session 4."]
    assert said("540-660:1", 2) == ["session 3 has no slot."]
    assert said("540-660:3") == ["sessions 1 and 2 have no slot."]
    assert said("540-600:1 600-660:3", 2, 3, 4) == [
        "session 3 is left out, but it has a slot.",
        "session 4 is left out, but it does not exist.",
    ]


# ---------------------------------------------------------------- the example for authors


def test_the_example_in_the_authors_guide_can_be_held(tmp_path: Path) -> None:
    guide = (ROOT / "docs/70-guides/authors.md").read_text(encoding="utf-8")
    example = guide.split("## Write an event")[1].split("```yaml\n")[1].split("```")[0]
    folder = tiny(tmp_path, {EVENT: example})
    (made,) = loaded(folder).events
    assert found(folder) == []
    assert [one.clock for one in agenda(made, loaded(folder).modules)][:2] == [
        "09:00–09:30",
        "09:30–09:45",
    ]
    assert made.aims == ("Agree on what to read in the figures.",)
