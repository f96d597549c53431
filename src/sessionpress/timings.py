"""Planned and real minutes: what the logs of run sheets say about the minutes of a toolkit.

Nothing here reads or writes a file. A log is what `overrides/run-sheet/rules.js` saves; it is read
as anything that comes from other people: every part of it may be missing, damaged or of another
toolkit.
"""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sessionpress.answers.model import Finding
from sessionpress.content.model import Block, Toolkit
from sessionpress.content.refer import expanded
from sessionpress.problems import Place, counted
from sessionpress.render.run_sheet import item_ids

FORMAT, VERSION = "sessionpress-run", 1

LARGEST = 2_000_000
"""Most bytes of a log. One of two full days has about 20,000."""
LONGEST = 24 * 60
"""Most minutes that an item can have taken."""
SHORTEST = 1
"""Fewest minutes of an item that was led; what took less was pressed by mistake."""
FAR = 12 * 60 * 60_000
"""Milliseconds by which nobody sets a clock that is only wrong."""
ENOUGH = 3
"""Fewest runs from which other minutes are proposed."""
COARSE = 10
"""From so many minutes on, proposals are in steps of `STEP`."""
STEP = 5

ASK = 'Ask for the file that "Save file" of the run sheet wrote.'


@dataclass(frozen=True, slots=True)
class Run:
    """How an item went in one event. `plan` are its minutes after cuts, of `planned` before."""

    item: str
    planned: float
    plan: float
    minutes: float

    @property
    def is_whole(self) -> bool:
        """Whether it could take its time: an item that was cut says nothing about its length."""
        return self.plan >= self.planned


@dataclass(frozen=True, slots=True)
class Log:
    """What one run sheet kept of an event.

    `copy` is a random name that the run sheet keeps when it saves again; `saved` is an ISO date
    and time; `begin` and `end` are the first and the last thing that was pressed, in milliseconds
    since 1970; by `clock` milliseconds the clock was set by hand.
    """

    file: str
    event: str
    copy: str
    saved: str
    begin: float
    end: float
    clock: float
    runs: tuple[Run, ...]


class NotALog(Exception):
    """A file that cannot be used: what is wrong, and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


@dataclass(frozen=True, slots=True)
class Timing:
    """An item of the toolkit, and the minutes that it took.

    `place` is where its minutes stand; `minutes` are the runs that could take their time, by
    length; `cut` counts those that had to be shorter.
    """

    id: str
    session: int
    title: str
    place: Place
    planned: int
    minutes: tuple[float, ...]
    cut: int

    @property
    def median(self) -> float | None:
        """The minutes in the middle; None without a run."""
        return statistics.median(self.minutes) if self.minutes else None

    @property
    def quartiles(self) -> tuple[float, float] | None:
        """Half of the runs lie between these; None with fewer than two runs."""
        if len(self.minutes) < 2:
            return None
        low, _middle, high = statistics.quantiles(self.minutes, n=4, method="inclusive")
        return low, high

    @property
    def proposal(self) -> int | None:
        """Other minutes to plan: the median, rounded up; None where there is nothing to change.

        The plan stays when runs are few, or when it lies among the half of them in the middle.
        """
        if len(self.minutes) < ENOUGH or self.median is None or self.quartiles is None:
            return None
        low, high = self.quartiles
        step = STEP if self.median > COARSE else 1
        minutes = math.ceil(self.median / step) * step
        return None if low <= self.planned <= high or minutes == self.planned else minutes


@dataclass(frozen=True, slots=True)
class Timings:
    """The items of a toolkit in running order, the logs they come from, what is to be said."""

    items: tuple[Timing, ...]
    logs: tuple[Log, ...]
    findings: tuple[Finding, ...]

    @property
    def left_out(self) -> tuple[Finding, ...]:
        """What names files that were not used."""
        return tuple(one for one in self.findings if one.left_out)


# ---------------------------------------------------------------- reading


def read_log(name: str, data: bytes, toolkit: str) -> Log:
    """Read a log.

    Args:
        name: the name of the file, for messages.
        data: its bytes.
        toolkit: the id of the toolkit.

    Raises:
        NotALog: it is damaged, no log, or of another toolkit.
    """
    if len(data) > LARGEST:
        raise NotALog(
            f"the file has more than {LARGEST:,} bytes; no log is so large.",
            ASK,
        )
    try:
        root = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        place = f" near line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise NotALog(
            f"the file is cut off or damaged{place}.", "Ask for it again, sent as a file."
        ) from None
    if not isinstance(root, dict) or root.get("format") != FORMAT:
        raise NotALog("this is no log of a run sheet.", ASK)
    if root.get("version") != VERSION:
        raise NotALog(
            f"the log has version {_word(root.get('version')) or 'unknown'} of the format; "
            f"{VERSION} can be read.",
            "Update this program.",
        )
    if root.get("toolkit") != toolkit:
        raise NotALog(
            f'it is of the toolkit "{_word(root.get("toolkit"))}". This toolkit is "{toolkit}".',
            "Give logs of one toolkit.",
        )
    return _log(name, root)


def _log(name: str, root: Mapping[str, object]) -> Log:
    items, actions = root.get("items"), root.get("actions")
    event, copy, saved = (_word(root.get(key)) for key in ("event", "copy", "saved"))
    if not (isinstance(items, list) and isinstance(actions, list) and event and copy and saved):
        raise NotALog("the log lacks parts that every log has.", ASK)
    pressed = [_number(one.get("at")) for one in actions if isinstance(one, dict)]
    moments = [one for one in pressed if one is not None]
    if len(moments) != len(actions):
        raise NotALog("the log lacks parts that every log has.", ASK)
    return Log(
        name,
        event,
        copy,
        saved,
        min(moments, default=0),
        max(moments, default=0),
        _number(root.get("clock")) or 0,
        tuple(_runs(items)),
    )


def _runs(items: Sequence[object]) -> Iterator[Run]:
    """What was led to its end, and took minutes that can be."""
    for one in items:
        if not isinstance(one, dict) or not _word(one.get("item")):
            raise NotALog("the log lacks parts that every log has.", ASK)
        if one.get("state") != "done" or one.get("minutes") is None:
            continue
        planned, plan, minutes = (_number(one.get(key)) for key in ("planned", "plan", "minutes"))
        if planned is None or plan is None or minutes is None or not 0 <= minutes <= LONGEST:
            raise NotALog(f'the minutes of "{_word(one["item"])}" cannot be.', ASK)
        if minutes >= SHORTEST:
            yield Run(_word(one["item"]), planned, plan, minutes)


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _number(value: object) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if usable and abs(value) < 1e15 else None  # type: ignore[arg-type]


def _word(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


# ---------------------------------------------------------------- timings


def timings(toolkit: Toolkit, files: Iterable[tuple[str, bytes | OSError]]) -> Timings:
    """Put logs together.

    Args:
        toolkit: whose items are meant.
        files: the name of each file, and its bytes or why it has none.
    """
    read: list[Log] = []
    findings: list[Finding] = []
    for name, data in files:
        try:
            if isinstance(data, OSError):
                raise NotALog(f"it cannot be opened ({data.strerror or data}).", "Check its name.")
            read.append(read_log(name, data, toolkit.settings.id))
        except NotALog as error:
            findings.append(Finding(name, "", error.message, error.advice))
    logs = tuple(_newest(read, findings))
    items = {one.id: one for one in _items(toolkit, logs)}
    for log in logs:
        findings += _strangers(log, items)
        findings += _beside(log, logs)
        findings += _tried(log)
    return Timings(tuple(items.values()), logs, tuple(sorted(findings, key=lambda one: one.file)))


def _newest(logs: Sequence[Log], findings: list[Finding]) -> Iterator[Log]:
    """Of logs that one run sheet saved one after the other, the last: it holds the others."""
    by_copy: dict[str, Log] = {}
    for log in sorted(logs, key=lambda one: (one.saved, one.file)):
        older = by_copy.get(log.copy)
        if older:
            message = f"{log.file} is of the same run sheet, and was saved later or holds the same."
            findings.append(Finding(older.file, "", message, "It was taken.", left_out=False))
        by_copy[log.copy] = log
    yield from sorted(by_copy.values(), key=lambda one: one.file)


def _items(toolkit: Toolkit, logs: Sequence[Log]) -> Iterator[Timing]:
    runs: dict[str, list[Run]] = {}
    for run in (one for log in logs for one in log.runs):
        runs.setdefault(run.item, []).append(run)
    for module in toolkit.modules:
        for page in module.pages:
            for block, name in item_ids(page):
                if block not in module.items:
                    continue
                mine = runs.get(name, [])
                whole = tuple(sorted(run.minutes for run in mine if run.is_whole))
                yield Timing(
                    name,
                    module.number,
                    expanded(block.title, toolkit),
                    _place(block, toolkit),
                    block.timed.minutes,
                    whole,
                    len(mine) - len(whole),
                )


def _place(block: Block, toolkit: Toolkit) -> Place:
    """Where the minutes of an item stand: with its exercise, when it has them from there."""
    exercise = toolkit.exercise(block.timed.exercise)
    if exercise is None or exercise.minutes != block.timed.minutes:
        return block.place
    return exercise.page.header.place("minutes")


def _strangers(log: Log, items: Mapping[str, Timing]) -> Iterator[Finding]:
    strange = [run.item for run in log.runs if run.item not in items]
    if strange:
        message = f"{counted(len(strange), 'item')} of it cannot be found in this edition: "
        yield Finding(
            log.file,
            "",
            f"{message}{', '.join(strange)}.",
            "The others were taken.",
            left_out=False,
        )


def _beside(log: Log, logs: Sequence[Log]) -> Iterator[Finding]:
    """Two run sheets of one event at the same hours would count one room twice."""
    for other in logs[: logs.index(log)]:
        if other.event == log.event and log.begin < other.end and other.begin < log.end:
            message = f"it was kept at the same hours as {other.file}, for the same event."
            advice = "If both were used in one room, give one of them."
            yield Finding(log.file, "", message, advice, left_out=False)


def _tried(log: Log) -> Iterator[Finding]:
    """Who tries a run sheet out sets its clock to the day of the event."""
    if abs(log.clock) >= FAR:
        message = "its clock was set by hand by more than half a day."
        advice = "If the run sheet was only tried out, leave this file out."
        yield Finding(log.file, "", message, advice, left_out=False)


# ---------------------------------------------------------------- telling

HEAD = ("session", "item", "planned", "runs", "cut", "median", "middle half", "proposed")


def timing_rows(told: Timings) -> Iterator[tuple[str, ...]]:
    """A row for each item that was led; what cannot be said is a dash."""
    for one in told.items:
        if one.minutes or one.cut:
            yield (
                str(one.session),
                one.title,
                str(one.planned),
                str(len(one.minutes)),
                str(one.cut),
                _minutes(one.median),
                "-" if one.quartiles is None else "-".join(map(_minutes, one.quartiles)),
                "-" if one.proposal is None else str(one.proposal),
            )


def timing_lines(told: Timings) -> Iterator[str]:
    """Where to write the proposed minutes, and what was read."""
    for one in told.items:
        if one.proposal is not None:
            yield f"{one.place}: {one.title}: {one.planned} min planned, {one.proposal} proposed."
    events = len({log.event for log in told.logs})
    files, left_out = counted(len(told.logs), "log"), len(told.left_out)
    yield f"{files} of {counted(events, 'event')} taken; {counted(left_out, 'file')} left out."


def timing_json(told: Timings) -> str:
    """The same for programs."""
    data = {
        "logs": [{"file": one.file, "event": one.event, "saved": one.saved} for one in told.logs],
        "findings": [
            {
                "file": one.file,
                "left-out": one.left_out,
                "message": one.message,
                "advice": one.advice,
            }
            for one in told.findings
        ],
        "items": [
            {
                "item": one.id,
                "session": one.session,
                "title": one.title,
                "path": one.place.path,
                "line": one.place.line,
                "planned": one.planned,
                "runs": one.minutes,
                "cut": one.cut,
                "median": one.median,
                "quartiles": one.quartiles,
                "proposed": one.proposal,
            }
            for one in told.items
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _minutes(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}".removesuffix(".0")
