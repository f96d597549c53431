"""The arithmetic of a run sheet: clocks, forecast, cuts, days, files. It runs in a browser."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.toolkits import OVERRIDES

from sessionpress.clock import cuts_until
from sessionpress.content.model import Block, TimedOptions
from sessionpress.problems import Place
from sessionpress.render.run_sheet import shifts

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]

Rules = Callable[..., Any]
Values = dict[str, Any]
ZONE = dt.timezone(dt.timedelta(hours=3))


def item(name: str, at: str, minutes: int, **more: Any) -> Values:
    """An item of a session on the first day; without a `shortest` of its own it cannot shrink."""
    begin = dt.time.fromisoformat(at)
    return {
        "id": name,
        "title": name.title(),
        "day": 0,
        "at": begin.hour * 60 + begin.minute,
        "minutes": minutes,
        "shortest": minutes,
        "drop": False,
        "fixed": False,
        "session": 1,
        "goals": [],
        "practises": False,
        **more,
    }


def fixed(name: str, at: str, minutes: int, **more: Any) -> Values:
    return item(name, at, minutes, fixed=True, session=0, shortest=0, **more)


def day(date: str, end: str, ahead: int = 180) -> Values:
    last = dt.time.fromisoformat(end)
    return {
        "date": date,
        "end": last.hour * 60 + last.minute,
        "shifts": [[0, ahead]],
    }


PLAN: Values = {
    "toolkit": "tiny",
    "edition": "1",
    "event": "spring",
    "days": [day("2030-03-04", "11:00"), day("2030-03-05", "10:00")],
    "items": [
        fixed("welcome", "09:00", 15),
        item("talk", "09:15", 15, shortest=10, goals=["a"]),
        item("sort", "09:30", 30, shortest=20, goals=["a"], practises=True),
        fixed("tea", "10:00", 15),
        item("vote", "10:15", 15, shortest=10, drop=True, goals=["a"], practises=True),
        item("plan", "10:30", 20, shortest=10, drop=True, goals=["b"], practises=True),
        fixed("close", "10:50", 10),
        item("again", "09:00", 60, day=1, goals=["c"]),
    ],
}
"""A morning with two sessions of work around tea, and a second day."""


def at(clock: str, date: str = "2030-03-04") -> int:
    """A moment by the clocks of the place, in milliseconds."""
    when = dt.datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=ZONE)
    return int(when.timestamp()) * 1000


def start(name: str, clock: str, date: str = "2030-03-04") -> Values:
    return {"do": "start", "item": name, "at": at(clock, date), "minutes": 0}


def done(clock: str) -> Values:
    return {"do": "done", "at": at(clock)}


def skip(name: str, clock: str) -> Values:
    return {"do": "skip", "item": name, "at": at(clock)}


MORNING = (start("talk", "09:15"), start("sort", "09:30"))
"""What ran before tea."""


def changed(**changes: Values) -> Values:
    """The plan with some of its items changed."""
    plan = copy.deepcopy(PLAN)
    for one in plan["items"]:
        one.update(changes.get(one["id"], {}))
    return plan


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator[Rules]:
    """Works out an expression with the rules `r`, a plan, and the `run` that actions make of it."""
    tab = browser.new_page()
    tab.add_script_tag(path=OVERRIDES / "run-sheet" / "rules.js")

    def work_out(expression: str, *acts: Values, plan: Values = PLAN, **more: Any) -> Any:
        code = f"""({{ plan, acts, now, more }}) => {{
            const r = window.sessionpressRun;
            const run = r.fold(plan, acts);
            const time = (minutes, day = 0) => r.clock(r.wall(plan.days[day], minutes));
            return {expression};
        }}"""
        now = more.pop("now", 0)
        return tab.evaluate(code, {"plan": plan, "acts": acts, "now": now, "more": more})

    yield work_out
    tab.close()


TIMES = """Object.fromEntries(r.forecast(plan, run, 0, now)
    .map((row) => [row.item.id, `${time(row.begin)}-${time(row.end)}`]))"""
BEHIND = "r.behind(r.forecast(plan, run, 0, now), now)"
OFFERS = """r.propose(plan, run, 0, now).all.map(({ target, enough, won, cuts }) => [
    target.id || "end", target.over, enough, won,
    ...cuts.map((cut) => `${cut.kind} ${cut.id} ${cut.before}-${cut.after}`),
])"""
BEST = "((found) => found.all[found.best]?.target.id)(r.propose(plan, run, 0, now))"
MINUTES = """r.logFile(plan, { copy: "c", offset: 0, actions: acts }, now).items
    .map((one) => [one.item, one.state, one.minutes])"""


# ---------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:05", 545),
        ("0905", 545),
        ("09.05", 545),
        ("23h59", 1439),
        (" 00:00 ", 0),
        ("24:00", None),
        ("12:60", None),
        ("905 am", None),
        ("5", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_type_them(rules: Rules, text: str, minutes: int | None) -> None:
    assert rules("r.typed(more.text) ?? null", text=text) == minutes


def test_the_clock_is_that_of_the_place_and_not_of_the_computer(rules: Rules) -> None:
    assert rules("time(r.moment(plan.days[0], 9 * 60))") == "09:00"
    assert rules("r.moment(plan.days[0], 9 * 60) * 60000") == at("09:00")


def test_a_day_whose_clocks_change_knows_both_of_its_times(rules: Rules) -> None:
    plan = copy.deepcopy(PLAN)
    date = dt.date(2030, 3, 31)
    plan["days"][0] = day("2030-03-31", "12:00")
    plan["days"][0]["shifts"] = [list(one) for one in shifts(date, "Europe/Berlin")]
    utc = [dt.datetime(2030, 3, 31, hour, tzinfo=dt.UTC).timestamp() / 60 for hour in (0, 1, 7)]
    read = "[60, 180, 540].map((one) => r.moment(plan.days[0], one))"
    assert rules(read, plan=plan) == utc
    assert rules("more.utc.map((one) => time(one))", plan=plan, utc=utc) == [
        "01:00",
        "03:00",
        "09:00",
    ]
    # At half past two no clock shows the time; the day goes on all the same.
    assert rules("Number.isFinite(r.moment(plan.days[0], 150))", plan=plan) is True


@pytest.mark.parametrize(
    ("wall", "steady", "leap"),
    [
        (60_000, 60_000, 0),
        (150_000, 61_000, 0),
        (3_660_000, 60_000, 3_600_000),
        (-1, 899_999, -900_000),
    ],
)
def test_a_clock_that_is_set_is_noticed_by_a_clock_that_only_ticks(
    rules: Rules, wall: int, steady: int, leap: int
) -> None:
    found = "r.jump({ wall: 0, steady: 0 }, { wall: more.wall, steady: more.steady })"
    assert rules(found, wall=wall, steady=steady) == leap


# ---------------------------------------------------------------- what is to come


def test_before_it_begins_the_day_is_as_planned(rules: Rules) -> None:
    assert rules(TIMES, now=at("08:30")) == {
        "welcome": "09:00-09:15",
        "talk": "09:15-09:30",
        "sort": "09:30-10:00",
        "tea": "10:00-10:15",
        "vote": "10:15-10:30",
        "plan": "10:30-10:50",
        "close": "10:50-11:00",
    }
    assert rules(BEHIND, now=at("08:30")) == 0
    assert rules(OFFERS, now=at("08:30")) == []


def test_what_begins_late_pushes_items_and_no_fixed_point(rules: Rules) -> None:
    acts = (start("welcome", "09:00"), start("talk", "09:33"))
    assert rules(BEHIND, *acts, now=at("09:35")) == 18
    assert rules(TIMES, *acts, now=at("09:35")) == {
        "welcome": "09:00-09:33",
        "talk": "09:33-09:48",
        "sort": "09:48-10:18",
        "tea": "10:00-10:15",
        "vote": "10:18-10:33",
        "plan": "10:33-10:53",
        "close": "10:50-11:00",
    }
    assert [offer[:2] for offer in rules(OFFERS, *acts, now=at("09:35"))] == [
        ["tea", 18],
        ["close", 3],
    ]


def test_who_is_early_waits_for_the_fixed_point(rules: Rules) -> None:
    acts = (start("talk", "09:15"), start("sort", "09:25"), done("09:50"))
    assert rules(BEHIND, *acts, now=at("09:50")) == -10
    assert rules(TIMES, *acts, now=at("09:50"))["vote"] == "10:15-10:30"


def test_over_time_counts_from_the_minute_it_is_over(rules: Rules) -> None:
    acts = (start("talk", "09:15"),)
    assert [rules(BEHIND, *acts, now=at(clock)) for clock in ("09:29", "09:31", "09:40")] == [
        0,
        1,
        10,
    ]


def test_a_gap_that_was_planned_stays_and_takes_up_lateness(rules: Rules) -> None:
    plan = changed(vote={"at": 10 * 60 + 25, "minutes": 5})
    late = (*MORNING, start("tea", "10:05"), done("10:22"))
    assert rules(TIMES, *late, plan=plan, now=at("10:22"))["vote"] == "10:25-10:30"


def test_an_item_that_is_skipped_gives_its_time(rules: Rules) -> None:
    acts = (start("talk", "09:40"), skip("sort", "09:50"), done("09:55"))
    assert rules(TIMES, *acts, now=at("09:55"))["vote"] == "10:15-10:30"
    assert rules(OFFERS, *acts, now=at("09:55")) == []


def test_what_was_passed_over_comes_after_what_runs_until_it_is_said_to_be_done(
    rules: Rules,
) -> None:
    acts = (start("talk", "09:15"), start("vote", "09:30"))
    before = "r.openBefore(r.forecast(plan, run, 0, now), 'vote').map((row) => row.item.id)"
    assert rules(before, *acts, now=at("09:31")) == ["sort"]
    times = rules(TIMES, *acts, now=at("09:31"))
    assert (times["vote"], times["sort"], times["plan"]) == (
        *("09:30-09:45", "09:45-10:15", "10:15-10:35"),
    )
    assert rules(BEHIND, *acts, now=at("09:31")) == 15
    passed = {"do": "passed", "items": ["sort"], "at": at("09:31")}
    assert rules(before, *acts, passed, now=at("09:31")) == []
    assert rules(BEHIND, *acts, passed, now=at("09:31")) == -45
    assert ["sort", "done", None] in rules(MINUTES, *acts, passed, now=at("09:31"))


# ---------------------------------------------------------------- cuts


def test_a_proposal_shortens_from_the_back_by_no_more_than_is_needed(rules: Rules) -> None:
    acts = (start("talk", "09:25"),)
    offers = rules(OFFERS, *acts, now=at("09:26"))
    assert offers[0] == ["tea", 10, True, 10, "shorten sort 30-20"]
    assert rules(BEST, *acts, now=at("09:26")) == "tea"


def test_what_runs_is_never_shortened_below_what_has_passed(rules: Rules) -> None:
    acts = (start("talk", "09:30"),)
    offers = rules(OFFERS, *acts, now=at("09:43"))
    assert offers[0] == ["tea", 15, False, 12, "shorten sort 30-20", "shorten talk 15-13"]
    # When all that is allowed is not enough for tea, another point is proposed.
    assert [offer[:3] for offer in offers[1:]] == [["close", 0, True]]
    assert rules(BEST, *acts, now=at("09:43")) == "close"


def test_the_only_practice_of_an_objective_is_never_left_out(rules: Rules) -> None:
    acts = (*MORNING, start("tea", "10:00"), start("vote", "10:28"))
    # Only `plan` practises b; `vote` runs; so nothing is dropped and both are shortened.
    assert rules(OFFERS, *acts, now=at("10:29"))[0] == [
        *("close", 13, True, 13, "shorten plan 20-10", "shorten vote 15-12"),
    ]
    waiting = (*MORNING, start("tea", "10:00"), done("10:31"))
    assert rules(OFFERS, *waiting, now=at("10:31"))[0] == [
        *("close", 16, True, 16, "drop vote 15-0", "shorten plan 20-19"),
    ]


def test_what_was_left_out_or_skipped_is_practice_no_more(rules: Rules) -> None:
    acts = (MORNING[0], skip("sort", "09:30"), start("tea", "10:00"), done("10:31"))
    # With `sort` skipped, `vote` is the only practice of a that is left.
    offer = rules(OFFERS, *acts, now=at("10:31"))[0]
    assert [one for one in offer[4:] if one.startswith("drop")] == []
    practised = (*MORNING, start("tea", "10:00"), done("10:31"))
    assert "drop vote 15-0" in rules(OFFERS, *practised, now=at("10:31"))[0]


@pytest.mark.parametrize("clock", ["09:16", "09:33", "09:50", "10:10", "10:20", "10:40", "10:49"])
def test_no_proposal_moves_a_fixed_point_or_lays_an_item_across_one(
    rules: Rules, clock: str
) -> None:
    for begun in ("talk", "sort", "vote", "plan"):
        acts = (start(begun, clock),)
        offers = rules(
            "r.propose(plan, run, 0, now).all.map(({ enough, target, rows }) => ({ enough,"
            " at: target.at, rows: rows.map(({ id, after }) => [id, after.at, after.minutes]) }))",
            *acts,
            now=at(clock) + 60_000,
        )
        points = [(one, int(one["at"])) for one in PLAN["items"] if one["fixed"]]
        for offer in offers:
            assert {name for name, _at, _length in offer["rows"]}.isdisjoint(
                one["id"] for one, _at in points
            )
            if not offer["enough"]:
                continue
            midnight = at("00:00") // 60_000
            for name, begin, length in offer["rows"]:
                for point, due in points:
                    if name != begun and length and due + midnight > at(clock) // 60_000:
                        clear = begin + length <= due + midnight
                        assert clear or begin >= due + midnight + point["minutes"], (name, point)
                assert not length or begin + length <= offer["at"]


def test_a_proposal_that_is_taken_makes_the_day_on_time_and_can_be_undone(rules: Rules) -> None:
    acts = (start("talk", "09:25"),)
    taken = rules("r.takeAction(r.propose(plan, run, 0, now).all[0], now)", *acts, now=at("09:26"))
    after = (*acts, taken)
    assert rules(OFFERS, *after, now=at("09:26")) == []
    assert rules(BEHIND, *after, now=at("09:26")) == 0
    assert rules(TIMES, *after, now=at("09:26"))["sort"] == "09:40-10:00"
    undone = "r.undo({ copy: '', offset: 0, actions: acts }).actions"
    assert rules(undone, *after) == list(acts)


def test_who_works_past_the_beginning_of_a_break_gets_no_plan_in_the_past(rules: Rules) -> None:
    acts = (start("sort", "09:50"),)
    rows = rules(
        "r.propose(plan, run, 0, now).all.map(({ rows }) => rows.map(({ id, after }) =>"
        " [id, time(after.at), after.minutes]))",
        *acts,
        now=at("10:05"),
    )
    for offer in rows:
        assert offer[0][:2] == ["sort", "09:50"]


def test_all_that_is_allowed_but_not_enough_is_told_with_what_is_missing(rules: Rules) -> None:
    acts = (*MORNING, start("tea", "10:00"), done("10:47"))
    offer = "((one) => [one.enough, one.won, one.over])(r.propose(plan, run, 0, now).all[0])"
    assert rules(offer, *acts, now=at("10:47")) == [False, 25, 10]


def test_what_finds_no_room_before_a_fixed_point_is_planned_after_it(rules: Rules) -> None:
    acts = (*MORNING, start("tea", "10:00"), done("10:47"))
    now = at("10:47")
    taken = rules("r.takeAction(r.propose(plan, run, 0, now).all[0], now)", *acts, now=now)
    times = rules(TIMES, *acts, taken, now=now)
    assert (times["plan"], times["close"]) == ("11:00-11:10", "10:50-11:00")


LED = """(() => {
    let seed = 7;
    const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    const faults = new Set();
    const count = { taken: 0, enough: 0, dropped: 0 };
    const practises = (run, goal, gone) => plan.items.some((item) => {
        const { state, minutes } = run.items.get(item.id);
        const led = state === "done" || state === "running" || (state === "waiting" && minutes > 0);
        return item.practises && item.goals.includes(goal) && led && !gone.has(item.id);
    });
    const look = (run, now) => {
        const rows = r.forecast(plan, run, 0, now);
        rows.filter(({ item }) => item.fixed).forEach(({ item, at }) => {
            if (time(at) !== r.clock(item.at)) faults.add(`${item.id} moved`);
        });
        const left = rows.filter((row) => row.state === "waiting" && row.minutes && !row.item.fixed)
            .sort((one, other) => one.begin - other.begin);
        left.forEach((row, place) => {
            if (place && row.begin < left[place - 1].end) faults.add(`${row.item.id} overlaps`);
        });
        return r.nowAndNext(rows, now);
    };
    const take = (acts, run, now) => {
        const { all, best } = r.propose(plan, run, 0, now);
        if (!all.length) return acts;
        const { cuts, enough, target } = all[best];
        const gone = new Set(cuts.filter(({ kind }) => kind === "drop").map(({ id }) => id));
        count.dropped += gone.size;
        gone.forEach((id) => r.itemOf(plan, id).goals.forEach((goal) => {
            if (!practises(run, goal, gone)) faults.add(`${goal} is practised no more`);
        }));
        const taken = [...acts, r.takeAction(all[best], now)];
        const late = r.targets(plan, r.fold(plan, taken), 0, now);
        const still = late.some(({ at, over }) => at <= target.at && over);
        if (enough && still) faults.add("still late");
        count.taken += 1;
        count.enough += enough;
        return taken;
    };
    for (let day = 0; day < 300; day += 1) {
        let acts = [];
        let now = (r.moment(plan.days[0], 540) + Math.floor(chance() * 40)) * 60000;
        for (let step = 0; step < 20; step += 1) {
            const run = r.fold(plan, acts);
            const { next, rest } = look(run, now);
            if (chance() < 0.5) acts = take(acts, run, now);
            const kind = chance();
            const any = rest[Math.floor(chance() * rest.length)];
            const row = kind < 0.8 ? next : any;
            const deed = !row || kind > 0.9 ? "done" : kind > 0.7 && kind < 0.8 ? "skip" : "start";
            const item = deed === "done" ? undefined : row.item.id;
            acts = [...acts, { do: deed, item, at: now }];
            now += Math.floor(chance() * 25) * 60000;
        }
    }
    return { faults: [...faults], count };
})()"""
"""Many days led by chance, and what was wrong in any of them."""


def test_however_a_day_is_led_no_promise_is_broken(rules: Rules) -> None:
    found = rules(LED)
    assert found["faults"] == []
    assert min(found["count"].values()) > 50, found


def test_the_cuts_are_those_that_the_check_of_events_proposes(rules: Rules) -> None:
    chance = random.Random(7)
    cases = []
    for _ in range(60):
        items = []
        for number in range(chance.randint(1, 7)):
            minutes = chance.randint(5, 40)
            goals = tuple(sorted(chance.sample("abcd", chance.randint(0, 2))))
            options = TimedOptions(
                *(minutes, chance.randint(1, minutes), chance.random() < 0.5, goals, "", (), "")
            )
            kind = chance.choice(["talk", "activity", "discussion"])
            items.append(Block(kind, f"i{number}", options, (), Place("x.md", number)))
        cases.append((items, sum(one.timed.minutes for one in items) - chance.randint(0, 60)))
    expected = [
        [
            [cut.block.title, cut.kind, cut.before, cut.after]
            for cut in cuts_until(items, lambda lengths, goal=goal: sum(lengths) <= goal)  # type: ignore[misc]
        ]
        for items, goal in cases
    ]
    given = [
        [
            [
                item(
                    one.title,
                    "09:00",
                    one.timed.minutes,
                    shortest=one.timed.shortest,
                    drop=one.timed.drop,
                    goals=one.timed.objectives,
                    practises=one.kind != "talk",
                )
                for one in items
            ],
            goal,
        ]
        for items, goal in cases
    ]
    found = rules(
        "more.given.map(([items, goal]) => r.cutsUntil(items, (all) =>"
        " all.reduce((sum, one) => sum + one, 0) <= goal, [])"
        ".map((cut) => [cut.id, cut.kind, cut.before, cut.after]))",
        given=given,
    )
    assert found == expected
    assert any(found)


# ---------------------------------------------------------------- days


PICK = "r.pickDay(plan, run, now)"
TODAY = "r.isToday(plan, 0, now)"


def test_the_day_that_is_shown_is_today_else_the_next_else_the_last(rules: Rules) -> None:
    looks = [at("12:00", f"2030-03-{number:02d}") for number in (1, 4, 5, 9)]
    assert [rules(PICK, now=now) for now in looks] == [0, 0, 1, 1]
    assert [rules(TODAY, now=now) for now in looks] == [False, True, False, False]


def test_an_evening_that_has_begun_goes_on_past_midnight(rules: Rules) -> None:
    plan = copy.deepcopy(PLAN)
    plan["days"][0]["end"] = 23 * 60 + 50
    plan["items"].insert(7, item("late", "23:30", 20))
    day_before = [one["id"] for one in plan["items"][:7]]
    acts = (
        {"do": "passed", "items": day_before, "at": at("23:00")},
        start("late", "23:45"),
    )
    now = at("00:20", "2030-03-05")
    assert rules(PICK, *acts, plan=plan, now=now) == 0
    assert rules(TODAY, *acts, plan=plan, now=now) is True
    assert rules(TIMES, *acts, plan=plan, now=now)["late"] == "23:45-00:20"
    assert rules(BEHIND, *acts, plan=plan, now=now) == 30
    # In the morning it is the next day.
    assert rules(PICK, *acts, plan=plan, now=at("08:30", "2030-03-05")) == 1


def test_what_was_left_running_overnight_has_no_minutes(rules: Rules) -> None:
    acts = (start("plan", "10:30"), start("again", "09:00", "2030-03-05"))
    found = rules(MINUTES, *acts, now=at("09:30", "2030-03-05"))
    assert [one for one in found if one[1] != "waiting"] == [
        ["plan", "done", None],
        ["again", "running", 30],
    ]


# ---------------------------------------------------------------- files


STATE = "{ copy: 'ab12', day: null, offset: 0, actions: acts }"
SAVED = f"JSON.stringify(r.logFile(plan, {STATE}, now))"
ACTS = (
    start("talk", "09:15"),
    start("sort", "09:31"),
    skip("vote", "09:50"),
    done("10:00"),
    start("plan", "10:16"),
)


def test_a_file_says_what_was_planned_and_how_long_it_took(rules: Rules) -> None:
    saved = json.loads(rules(SAVED, *ACTS, now=at("10:20")))
    assert {key: saved[key] for key in ("format", "version", "toolkit", "edition", "event")} == {
        "format": "sessionpress-run",
        "version": 1,
        "toolkit": "tiny",
        "edition": "1",
        "event": "spring",
    }
    assert saved["saved"] == "2030-03-04T07:20:00Z"
    assert [
        (one["item"], one["planned"], one["state"], one["minutes"]) for one in saved["items"]
    ] == [
        ("talk", 15, "done", 16),
        ("sort", 30, "done", 29),
        ("vote", 15, "skipped", None),
        ("plan", 20, "running", 4),
        ("again", 60, "waiting", None),
    ]


def test_minutes_are_those_that_it_ran_in_all(rules: Rules) -> None:
    acts = (start("talk", "09:15"), done("09:20"), start("talk", "09:25"), done("09:25:33"))
    assert rules(MINUTES, *acts, now=at("09:30"))[0] == ["talk", "done", 5.6]


def test_a_clock_that_went_back_gives_no_minutes_below_nothing(rules: Rules) -> None:
    acts = (start("talk", "09:15"), done("09:05"))
    assert rules(MINUTES, *acts, now=at("09:06"))[0] == ["talk", "done", 0]


def test_a_file_brings_everything_back(rules: Rules) -> None:
    text = rules(SAVED, *ACTS, now=at("10:20"))
    again = rules("r.readLog(more.text, plan)", text=f"\ufeff{text}")
    assert again["state"]["actions"] == list(ACTS)
    assert (again["state"]["copy"], again["warning"]) == ("ab12", "")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda saved: json.dumps(saved)[:-40], {"refusal": "cut"}),
        (lambda _saved: "", {"refusal": "cut"}),
        (lambda _saved: "null", {"refusal": "foreign"}),
        (lambda _saved: '{"format": "sessionpress-answers"}', {"refusal": "foreign"}),
        (lambda saved: json.dumps({**saved, "version": 2}), {"refusal": "version"}),
        (
            lambda saved: json.dumps({**saved, "toolkit": "big"}),
            {"refusal": "toolkit", "name": "big"},
        ),
        (
            lambda saved: json.dumps({**saved, "event": "autumn"}),
            {"refusal": "event", "name": "autumn"},
        ),
        (
            lambda saved: json.dumps({**saved, "actions": [{"do": "fly", "at": 1}]}),
            {"refusal": "cut"},
        ),
        (lambda saved: json.dumps({**saved, "actions": [{"do": "done"}]}), {"refusal": "cut"}),
        (
            lambda saved: json.dumps(
                {
                    **saved,
                    "actions": [{"do": "take", "at": 1, "changes": [{"item": "talk", "at": 1}]}],
                }
            ),
            {"refusal": "cut"},
        ),
        (lambda saved: json.dumps({**saved, "actions": 7}), {"refusal": "cut"}),
        (lambda saved: json.dumps(saved) + " " * 2_000_000, {"refusal": "large"}),
    ],
)
def test_files_that_are_cut_off_or_of_something_else_are_refused(
    rules: Rules, change: Callable[[Values], str], refusal: Values
) -> None:
    text = change(json.loads(rules(SAVED, *ACTS, now=at("10:20"))))
    assert rules("r.readLog(more.text, plan)", text=text) == refusal


def test_a_file_of_another_edition_is_taken_without_what_is_gone(rules: Rules) -> None:
    saved = json.loads(rules(SAVED, *ACTS, now=at("10:20")))
    newer = copy.deepcopy(PLAN)
    newer["edition"] = "2"
    newer["items"] = [one for one in newer["items"] if one["id"] != "vote"]
    read = rules("r.readLog(more.text, plan)", plan=newer, text=json.dumps(saved))
    assert read["warning"] == "1"
    assert [one.get("item") for one in read["state"]["actions"]] == ["talk", "sort", None, "plan"]


def test_a_clock_that_was_wrong_all_day_is_set_right_for_what_was_written_down(
    rules: Rules,
) -> None:
    acts = (start("talk", "09:05"), done("09:20"))
    state = "r.correct(plan, { copy: '', offset: 0, actions: acts }, 600000, 0)"
    assert rules(state, *acts) == {
        "copy": "",
        "offset": 600_000,
        "actions": [start("talk", "09:15"), done("09:30")],
    }
