"""The questions of a toolkit as two sheets, without their key."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.toolkits import CARDS, base_text, loaded, tiny

from sessionpress.answers.cells import cells, revision, split_name
from sessionpress.answers.model import Handin
from sessionpress.answers.settle import settle
from sessionpress.compose import FACILITATOR, PARTICIPANT, compose
from sessionpress.content import questions as asked
from sessionpress.content.model import Sheet, Toolkit

pytestmark = pytest.mark.usefixtures("silence")

MORE = """
/// question | What does a *card* show, says [the guide](10-cards.md)?
    objective: s1-read
    form: A

A town has **two** cards.

- [ ] Nothing [@survey-30]
- [x] `Both` <b>of</b> them
- [ ] One

//// answer
Both, says ZEBRA.
////
///
"""


@pytest.fixture
def toolkit(tmp_path: Path) -> Toolkit:
    return loaded(tiny(tmp_path, {CARDS: base_text(CARDS) + MORE}))


def sheets(toolkit: Toolkit) -> dict[str, Sheet]:
    return {sheet.id: sheet for sheet in asked.test_sheets(toolkit)}


def test_each_form_is_a_sheet_with_code_moment_and_a_choice_a_question(toolkit: Toolkit) -> None:
    first, second = sheets(toolkit).values()
    assert [field.id for field in first.fields] == ["code", "when", "s1-read-a-1", "s1-read-a-2"]
    assert [field.id for field in second.fields] == ["code", "when", "s1-read-b-1"]
    assert (first.title, second.title) == ("Questions, form A", "Questions, form B")
    assert {field.kind for field in first.fields[1:]} == {"choice"}
    assert [field.section for field in first.fields[2:]] == ["Session 1: Reading", ""]


def test_texts_are_plain_and_options_have_letters_in_their_order(toolkit: Toolkit) -> None:
    field = sheets(toolkit)["test-a"].field("s1-read-a-2")
    assert field is not None
    assert field.label == "What does a card show, says the guide?"
    assert field.help == "A town has two cards."
    assert [(one.id, one.text) for one in field.options] == [
        ("a", "Nothing"),
        ("b", "Both of them"),
        ("c", "One"),
    ]


def test_every_name_can_be_a_cell_in_every_form(toolkit: Toolkit) -> None:
    names = [cell.name for sheet in sheets(toolkit).values() for cell in cells(sheet)]
    assert all(split_name(name) == (name, 0, "") for name in names)


def test_no_key_and_no_answer_is_in_a_sheet_whoever_reads(toolkit: Toolkit) -> None:
    for reader in (PARTICIPANT, FACILITATOR):
        seen = compose(toolkit, reader, "en").toolkit
        assert asked.test_sheets(seen) == asked.test_sheets(toolkit)
        assert "ZEBRA" not in repr(asked.test_sheets(seen))


def test_another_right_option_changes_nothing_in_a_sheet(tmp_path: Path) -> None:
    other = MORE.replace("- [x] `", "- [ ] `").replace("- [ ] One", "- [x] One")
    one = loaded(tiny(tmp_path / "one", {CARDS: base_text(CARDS) + MORE}))
    two = loaded(tiny(tmp_path / "two", {CARDS: base_text(CARDS) + other}))
    assert asked.test_sheets(one) == asked.test_sheets(two)
    assert [revision(sheet) for sheet in asked.test_sheets(one)] == [
        revision(sheet) for sheet in asked.test_sheets(two)
    ]
    assert asked.answer_key(one)["s1-read-a-2"] == "b"
    assert asked.answer_key(two)["s1-read-a-2"] == "c"


def test_a_participants_edition_has_no_key(toolkit: Toolkit) -> None:
    assert asked.answer_key(compose(toolkit, PARTICIPANT, "en").toolkit) == {}
    everything = asked.answer_key(compose(toolkit, FACILITATOR, "en").toolkit)
    assert set(everything) == {"s1-read-a-1", "s1-read-a-2", "s1-read-b-1"}


def test_a_form_without_a_question_has_no_sheet(tmp_path: Path) -> None:
    text = base_text(CARDS).replace("form: B", "form: A")
    assert [sheet.id for sheet in asked.test_sheets(loaded(tiny(tmp_path, {CARDS: text})))] == [
        "test-a"
    ]


def test_a_filled_test_is_settled_like_any_sheet(toolkit: Toolkit) -> None:
    sheet = sheets(toolkit)["test-a"]
    filled = {"code": " fana 07 ", "when": "before", "s1-read-a-2": "B", "s1-read-a-1": "none"}
    settled = settle(Handin("a.json", "test-a", filled), sheet)
    assert settled.answers.values == {"code": "fana 07", "when": "before", "s1-read-a-2": "b"}
    assert [one.field for one in settled.findings] == [sheet.fields[2].label]
