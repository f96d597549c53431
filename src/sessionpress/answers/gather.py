"""From hand-ins of many files to one collection: answers by sheet, and what had to be said.

Nothing is lost in silence: whatever is not used has a finding that names the file. Nothing is
guessed: where two hand-ins could both be right, both stay and are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sessionpress.answers.model import Answers, Finding, Handin, Value
from sessionpress.answers.settle import Settled, settle
from sessionpress.content.model import Field, Sheet, Toolkit
from sessionpress.content.questions import test_sheets
from sessionpress.problems import nearest

ALONE, EVERYBODY = "person", "all"
"""Who fills a sheet of which any number may look the same, and one of which there is one."""

TOGETHER = "All together"
"""Whose a sheet is that all fill together."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Answers by the id of their sheet, in the order of the toolkit; sheets with none left out.

    Hand-ins of a sheet stand in the order of the table of places, then by name, then by file.
    """

    by_sheet: Mapping[str, tuple[Answers, ...]]
    findings: tuple[Finding, ...] = field(default=())

    def of(self, sheet: str) -> tuple[Answers, ...]:
        """The answers to a sheet; empty when nobody handed it in."""
        return self.by_sheet.get(sheet, ())

    @property
    def count(self) -> int:
        """How many hand-ins were taken."""
        return sum(map(len, self.by_sheet.values()))

    @property
    def left_out(self) -> tuple[Finding, ...]:
        """The findings about something that was not used."""
        return tuple(one for one in self.findings if one.left_out)


def known_sheets(toolkit: Toolkit) -> tuple[Sheet, ...]:
    """Every sheet that can be handed in: those of the exercises, and the tests of the questions."""
    return (*toolkit.sheets, *test_sheets(toolkit))


def gather(
    handins: Sequence[Handin], toolkit: Toolkit, findings: Iterable[Finding] = ()
) -> Collection:
    """Put hand-ins together.

    Args:
        handins: what the files say, in the order in which they were given.
        toolkit: its sheets are the ones that can be collected.
        findings: what the readers of the files had to say.

    Returns:
        The answers that count, and all findings, in the order of the files.
    """
    said = list(findings)
    sheets = {sheet.id: sheet for sheet in known_sheets(toolkit)}
    taken: dict[str, list[Settled]] = {name: [] for name in sheets}
    for handin in handins:
        sheet = _sheet_of(handin, toolkit, sheets, said)
        if sheet:
            settled = settle(handin, sheet)
            if settled.answers.values or settled.answers.unread:
                taken[sheet.id].append(settled)
            else:
                said += settled.findings
    by_sheet: dict[str, tuple[Answers, ...]] = {}
    for sheet in sheets.values():
        kept = _once(taken[sheet.id], sheet, said)
        if kept:
            said += [finding for one in kept for finding in one.findings]
            by_sheet[sheet.id] = _in_order([one.answers for one in kept], sheet, toolkit)
            said += _same_group_twice(by_sheet[sheet.id], sheet)
    place = {handin.file: number for number, handin in enumerate(handins)}
    # A stable sort: what is said of one file keeps its order; unreadable files come first.
    return Collection(by_sheet, tuple(sorted(said, key=lambda one: place.get(one.file, -1))))


def _sheet_of(
    handin: Handin, toolkit: Toolkit, sheets: Mapping[str, Sheet], said: list[Finding]
) -> Sheet | None:
    """The sheet that a hand-in fills; None, and a finding, when it is none of this toolkit."""
    if handin.toolkit and handin.toolkit != toolkit.settings.id:
        advice = f'This toolkit is "{toolkit.settings.id}".'
        said.append(Finding(handin.file, "", f'it is of the toolkit "{handin.toolkit}".', advice))
        return None
    sheet = sheets.get(handin.sheet)
    if sheet is None:
        advice = nearest(handin.sheet, sheets)
        message = f'there is no sheet "{handin.sheet}" in this toolkit.'
        said.append(Finding(handin.file, "", message, advice))
    return sheet


# ---------------------------------------------------------------- the same thing twice


def _once(all_settled: Sequence[Settled], sheet: Sheet, said: list[Finding]) -> list[Settled]:
    """Take each hand-in once: the last of a copy that was saved again, one of equal ones.

    What is said of the values of a hand-in that is not taken goes with it.
    """
    kept: list[Settled] = []
    for one in all_settled:
        for place, other in enumerate(kept):
            likeness = _likeness(other.answers, one.answers, sheet)
            if likeness is None:
                continue
            said.append(likeness.finding)
            if likeness.counts == BOTH:
                continue
            if likeness.counts == SECOND:
                kept[place] = one
            break
        else:
            kept.append(one)
    return kept


FIRST, SECOND, BOTH = "first", "second", "both"


@dataclass(frozen=True, slots=True)
class _Likeness:
    """That two hand-ins may be one: which counts, and what is said about it."""

    counts: str
    finding: Finding


def _likeness(first: Answers, second: Answers, sheet: Sheet) -> _Likeness | None:
    """Compare two hand-ins of a sheet; None when they are different sheets of paper."""
    same_copy = bool(first.handin.copy) and first.handin.copy == second.handin.copy
    if _content(first) == _content(second):
        return _same_words(first, second, sheet, same_copy=same_copy)
    if not same_copy:
        return None
    times = first.handin.saved, second.handin.saved
    if not all(times) or times[0] == times[1]:
        message = f"it is the same copy as {first.file}, and nothing says which is the later one."
        advice = "Both were taken; take one of them away."
        return _Likeness(BOTH, Finding(second.file, "", message, advice, left_out=False))
    counts = SECOND if times[1] > times[0] else FIRST
    earlier, later = (first, second) if counts == SECOND else (second, first)
    message = f"the same copy was saved again in {later.file}."
    advice = f"That one was taken, of {_time(later)}; this one, of {_time(earlier)}, was not."
    return _Likeness(counts, Finding(earlier.file, "", message, advice))


def _same_words(
    first: Answers, second: Answers, sheet: Sheet, *, same_copy: bool
) -> _Likeness | None:
    """The same words are one sheet when a group fills it; two persons may tick the same boxes."""
    message = f"it says the same as {first.file}."
    if same_copy or sheet.who != ALONE:
        return _Likeness(
            FIRST, Finding(second.file, "", message, "One of them was taken.", left_out=False)
        )
    if first.handin.copy and second.handin.copy:
        return None
    advice = "Both were taken; take one away if they are of one person."
    return _Likeness(BOTH, Finding(second.file, "", message, advice, left_out=False))


def _time(answers: Answers) -> str:
    return answers.handin.saved[:16].replace("T", " ")


def _content(answers: Answers) -> tuple[Mapping[str, Value], Mapping[str, str]]:
    return answers.values, answers.unread


def _same_group_twice(answers: Sequence[Answers], sheet: Sheet) -> Iterator[Finding]:
    """Two sheets of one country, where a country fills one, are for people to look at."""
    if sheet.who == ALONE:
        return
    first: dict[str, Answers] = {}
    for one in answers:
        group = _group(one, sheet)
        if not group:
            continue
        other = first.setdefault(group, one)
        if other is not one:
            yield Finding(
                one.file,
                "",
                f'it is a second "{sheet.title}" of {who(one, sheet)}; the first is {other.file}.',
                "Both were taken; decide which counts, and take the other away.",
                left_out=False,
            )


# ---------------------------------------------------------------- whose it is


def group_field(sheet: Sheet) -> Field | None:
    """The field that says whose a sheet is: a member, or the field named as who fills it."""
    named = (one for one in sheet.fields if one.kind == "member")
    return next(named, None) or sheet.field(sheet.who)


def _group(answers: Answers, sheet: Sheet) -> str:
    """Whose a hand-in is, in a form that can be compared; empty when it does not say."""
    return " ".join(who(answers, sheet).split()).casefold()


def who(answers: Answers, sheet: Sheet) -> str:
    """Whose a hand-in is, for people; empty when the sheet does not ask or it was left blank."""
    found = group_field(sheet)
    if found is None:
        return TOGETHER if sheet.who == EVERYBODY else ""
    text = answers.text(found.id)
    return next((one.text for one in found.options if one.id == text), text)


def _in_order(answers: Sequence[Answers], sheet: Sheet, toolkit: Toolkit) -> tuple[Answers, ...]:
    """By the table of places; those of no place after them, by name, those without one last."""
    places = {place.name.casefold(): number for number, place in enumerate(toolkit.territories)}

    def key(one: Answers) -> tuple[bool, int, str, str]:
        name = who(one, sheet)
        return not name, places.get(name.casefold(), len(places)), name.casefold(), one.file

    return tuple(sorted(answers, key=key))
