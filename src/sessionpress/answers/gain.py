"""What people know before and after: marks by question and objective, linked by their own codes.

No name is asked and no code is handed on: what comes out are counts. People choose the form that
they fill before, and the other one after, or half of the room the other way round; who filled the
same moment twice, or one moment only, is counted apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sessionpress.answers.model import Answers
from sessionpress.answers.settle import western_digits
from sessionpress.content.questions import AFTER, BEFORE, CODE, WHEN, Question
from sessionpress.problems import counted

SMALL = 10
"""With fewer people than this, counts are a sign and no measure."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many answers were right, of how many questions that were put; a blank is not right."""

    right: int
    of: int

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)


@dataclass(frozen=True, slots=True)
class ObjectiveGain:
    """An objective before and after, over the same people. `people` answered to it both times."""

    objective: str
    people: int
    before: Share
    after: Share

    @property
    def sentence(self) -> str:
        """What can be said of it: counts, never a precision that is not there."""
        before, after = self.before, self.after
        return f"{before.right} of {before.of} right before, {after.right} of {after.of} after."


@dataclass(frozen=True, slots=True)
class Gain:
    """All objectives that were asked about, and who could not be counted.

    `linked` people answered before and after under one code. `only_before` and `only_after` did
    so once; `unclear` sheets have no code, do not say when, or stand beside another sheet of the
    same code and moment.
    """

    linked: int
    only_before: int
    only_after: int
    unclear: int
    objectives: tuple[ObjectiveGain, ...]
    everything: ObjectiveGain

    @property
    def is_small(self) -> bool:
        """Whether so few people are linked that counts are only a sign."""
        return self.linked < SMALL

    @property
    def sentences(self) -> tuple[str, ...]:
        """Who was counted, in words that stand before all figures."""
        told = [f"{_people(self.linked)} can be compared, before and after."]
        if self.is_small:
            told.append("So few tell how it went in this room, not how well the workshop works.")
        rest = (
            (self.only_before, "answered before only"),
            (self.only_after, "answered after only"),
        )
        told += [f"{_people(count)} {words}." for count, words in rest if count]
        if self.unclear:
            sheets = counted(self.unclear, "sheet")
            told.append(f"{sheets} could not be linked: no code, no moment, or the same one twice.")
        return tuple(told)


def marks(answers: Answers, key: Mapping[str, str]) -> dict[str, bool]:
    """Mark one filled test: right or not by the id of the question, blanks as not right."""
    return {
        name: answers.values.get(name) == right
        for name, right in key.items()
        if _form(name) == answers.sheet.rpartition("-")[2]
    }


def gain(questions: Sequence[Question], answers: Iterable[Answers]) -> Gain:
    """Compare what people answered before and after.

    Args:
        questions: all questions of the toolkit with their marks, as facilitators have them.
        answers: filled sheets `test-a` and `test-b`, in any order and mixture.

    Returns:
        Counts by objective, in the order of the questions.
    """
    key = {one.id: one.right for one in questions if one.right}
    objective = {one.id: one.objective for one in questions}
    moments: dict[str, dict[str, list[Answers]]] = {BEFORE: {}, AFTER: {}}
    unclear = 0
    for one in answers:
        code, when = same_code(one.text(CODE)), one.text(WHEN)
        if code and when in moments:
            moments[when].setdefault(code, []).append(one)
        else:
            unclear += 1
    twice = {code for found in moments.values() for code, sheets in found.items() if sheets[1:]}
    unclear += sum(len(found.pop(code, ())) for found in moments.values() for code in twice)
    before, after = moments[BEFORE], moments[AFTER]
    linked = [
        (
            _by_objective(before[code][0], key, objective),
            _by_objective(after[code][0], key, objective),
        )
        for code in sorted(before.keys() & after.keys())
    ]
    order = dict.fromkeys(objective.values())
    found = tuple(_of_objective(name, linked) for name in order)
    asked = tuple(one for one in found if one.people)
    return Gain(
        len(linked),
        len(before.keys() - after.keys()),
        len(after.keys() - before.keys()),
        unclear,
        asked,
        ObjectiveGain(
            "",
            len(linked),
            sum((one.before for one in asked), Share(0, 0)),
            sum((one.after for one in asked), Share(0, 0)),
        ),
    )


def same_code(text: str) -> str:
    """A code as it is compared: capitals or not, with spaces or signs, digits of any script."""
    plain = unicodedata.normalize("NFKC", western_digits(text)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _form(question: str) -> str:
    return question.split("-")[-2]


Shares = dict[str, Share]


def _by_objective(answers: Answers, key: Mapping[str, str], objective: Mapping[str, str]) -> Shares:
    shares: Shares = {}
    for name, right in marks(answers, key).items():
        share = shares.get(objective[name], Share(0, 0))
        shares[objective[name]] = share + Share(int(right), 1)
    return shares


def _of_objective(name: str, linked: Sequence[tuple[Shares, Shares]]) -> ObjectiveGain:
    """Over those who were asked about it both times."""
    both = [(one[name], other[name]) for one, other in linked if name in one and name in other]
    return ObjectiveGain(
        name,
        len(both),
        sum((one for one, _other in both), Share(0, 0)),
        sum((other for _one, other in both), Share(0, 0)),
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
