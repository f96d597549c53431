"""Gain by objective: linked by code, any mixture of forms, nobody named."""

from __future__ import annotations

import random

import pytest
from tests.toolkits import CARDS, base_text, loaded, tiny

from sessionpress.answers.gain import Gain, Share, gain, marks, same_code
from sessionpress.answers.model import Answers, Handin
from sessionpress.answers.settle import settle
from sessionpress.compose import PARTICIPANT, compose
from sessionpress.content import questions as asked
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")

MORE = """
/// question | And the second?
    objective: s1-read
    form: A

- [ ] No
- [x] Yes
///
"""


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    root = tmp_path_factory.mktemp("questions")
    return loaded(tiny(root, {CARDS: base_text(CARDS) + MORE}))


@pytest.fixture(scope="module")
def key(toolkit: Toolkit) -> dict[str, str]:
    return dict(asked.answer_key(toolkit))


def filled(toolkit: Toolkit, form: str, code: str, when: str, **given: str) -> Answers:
    """A test; `a1="b"` is the answer to the first question of form A, "+" the right one."""
    key = asked.answer_key(toolkit)
    cells = {"code": code, "when": when}
    for name, option in given.items():
        question = f"s1-read-{name[0]}-{name[1]}"
        cells[question] = key[question] if option == "+" else option
    sheets = {sheet.id: sheet for sheet in asked.test_sheets(toolkit)}
    sheet = sheets[f"test-{form}"]
    return settle(Handin(f"{code}-{when}.json", sheet.id, cells), sheet).answers


def measured(toolkit: Toolkit, *answers: Answers) -> Gain:
    return gain(asked.questions(toolkit), answers)


def wrong(key: dict[str, str], question: str) -> str:
    return "a" if key[question] != "a" else "b"


def test_a_test_is_marked_by_its_own_form_and_a_blank_is_not_right(
    toolkit: Toolkit, key: dict[str, str]
) -> None:
    first = filled(toolkit, "a", "X", "before", a1="+")
    assert marks(first, key) == {"s1-read-a-1": True, "s1-read-a-2": False}
    assert marks(filled(toolkit, "b", "X", "after", b1="+"), key) == {"s1-read-b-1": True}


@pytest.mark.parametrize("forms", ["aa", "ab", "ba", "bb"])
def test_any_form_before_goes_with_any_form_after(toolkit: Toolkit, forms: str) -> None:
    right = {"a": {"a1": "+", "a2": "+"}, "b": {"b1": "+"}}
    asked_of = {"a": 2, "b": 1}
    found = measured(
        toolkit,
        filled(toolkit, forms[0], "FANA07", "before"),
        filled(toolkit, forms[1], "fana-07", "after", **right[forms[1]]),
    )
    (one,) = found.objectives
    assert (one.objective, one.people) == ("s1-read", 1)
    assert one.before == Share(0, asked_of[forms[0]])
    assert one.after == Share(asked_of[forms[1]], asked_of[forms[1]])
    assert (found.everything.before, found.everything.after) == (one.before, one.after)


def test_counts_are_said_and_a_small_number_is_named_as_such(toolkit: Toolkit) -> None:
    people = [
        part
        for number in range(3)
        for part in (
            filled(toolkit, "a", f"P{number}", "before", a1="+"),
            filled(toolkit, "b", f"P{number}", "after", b1="+"),
        )
    ]
    found = measured(toolkit, *people)
    assert found.objectives[0].sentence == "3 of 6 right before, 3 of 3 after."
    assert found.is_small
    assert found.sentences == (
        "3 people can be compared, before and after.",
        "So few tell how it went in this room, not how well the workshop works.",
    )


def test_who_cannot_be_linked_is_counted_apart(toolkit: Toolkit) -> None:
    found = measured(
        toolkit,
        filled(toolkit, "a", "ONE", "before"),
        filled(toolkit, "a", "TWO", "after"),
        filled(toolkit, "a", "", "before"),
        filled(toolkit, "a", "THREE", ""),
        filled(toolkit, "a", "FOUR", "before"),
        filled(toolkit, "b", "four", "before"),
        filled(toolkit, "b", "FOUR", "after"),
    )
    assert (found.linked, found.only_before, found.only_after, found.unclear) == (0, 1, 1, 5)
    assert found.objectives == ()
    assert found.sentences == (
        "0 people can be compared, before and after.",
        "So few tell how it went in this room, not how well the workshop works.",
        "1 person answered before only.",
        "1 person answered after only.",
        "5 sheets could not be linked: no code, no moment, or the same one twice.",
    )


def test_no_code_is_in_what_comes_out(toolkit: Toolkit) -> None:
    people = [
        filled(toolkit, "a", f"SECRET{n}", when) for n in "12" for when in ("before", "after")
    ]
    assert "secret" not in repr(measured(toolkit, *people)).casefold()


def test_the_order_of_the_sheets_changes_nothing(toolkit: Toolkit) -> None:
    people = [
        filled(toolkit, form, f"P{number}", when, **{f"{form}1": option})
        for number in range(12)
        for form, when, option in (
            ("ab"[number % 2], "before", "a"),
            ("ba"[number % 2], "after", "+"),
        )
    ]
    shuffled = random.Random(3).sample(people, len(people))
    assert measured(toolkit, *people) == measured(toolkit, *shuffled)
    assert not measured(toolkit, *people).is_small


def test_without_the_marks_of_facilitators_nothing_is_measured(toolkit: Toolkit) -> None:
    seen = compose(toolkit, PARTICIPANT, "en").toolkit
    found = gain(
        asked.questions(seen),
        [filled(toolkit, "a", "X", "before"), filled(toolkit, "a", "X", "after")],
    )
    assert (found.linked, found.objectives) == (1, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [("FANA07", " fa-na 07"), ("FANA07", "ＦＡＮＡ٠٧"), ("ÖL07", "öl ০৭"), ("سا۰۷", "سا07")],
)
def test_one_code_may_be_written_in_several_ways(one: str, other: str) -> None:
    assert same_code(one) == same_code(other) != ""


def test_signs_alone_are_no_code() -> None:
    assert same_code(" -./ ") == ""
