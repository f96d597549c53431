"""Hand-ins of many files become one collection: each counts once, and nothing goes in silence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.handed import gathered, handed, said, toolkit_with_report

from sessionpress.answers.file import read_json
from sessionpress.answers.gather import gather, who
from sessionpress.answers.model import Finding
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")

STORY = {"country": "AAA", "story": "Queues.", "name": "Papers"}


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_with_report(tmp_path_factory.mktemp("toolkit"))


def files_of(toolkit: Toolkit, *answers: Mapping[str, object], sheet: str) -> dict[str, bytes]:
    return {f"{number}.json": handed(toolkit, sheet, one) for number, one in enumerate(answers, 1)}


def test_hand_ins_stand_in_the_order_of_the_table_of_places(toolkit: Toolkit) -> None:
    answers = [{**STORY, "country": code} for code in ("CCC", "AAA", "ZZZ", "BBB")]
    collection = gathered(toolkit, files_of(toolkit, *answers, sheet="everything"))
    sheet = toolkit.sheet("everything")
    assert sheet
    names = [who(one, sheet) for one in collection.of("everything")]
    assert names == ["Alland", "Zedland", "Beeland", "Ceeland"]
    assert said(collection) == []
    assert collection.count == 4


def test_the_order_of_the_files_changes_nothing(toolkit: Toolkit) -> None:
    answers = [{**STORY, "country": code} for code in ("CCC", "AAA", "ZZZ")]
    files = files_of(toolkit, *answers, sheet="everything")
    back = dict(reversed(files.items()))
    assert gathered(toolkit, files).by_sheet == gathered(toolkit, back).by_sheet


def test_of_a_copy_saved_twice_the_later_counts(toolkit: Toolkit) -> None:
    earlier = handed(toolkit, "everything", {**STORY, "visits": "many"}, copy="c1")
    later = handed(toolkit, "everything", STORY, copy="c1", saved="2030-03-05T08:00:00Z")
    for files in ({"a.json": earlier, "b.json": later}, {"b.json": later, "a.json": earlier}):
        collection = gathered(toolkit, files)
        assert [one.file for one in collection.of("everything")] == ["b.json"]
        # What was wrong with the earlier one is mended or gone: it is not said again.
        assert said(collection) == [
            "a.json: the same copy was saved again in b.json. That one was taken, of "
            "2030-03-05 08:00; this one, of 2030-03-04 09:30, was not."
        ]
        assert collection.left_out


def test_of_copies_without_a_later_one_both_count(toolkit: Toolkit) -> None:
    files = {
        "a.json": handed(toolkit, "note", {"word": "one"}, copy="c1"),
        "b.json": handed(toolkit, "note", {"word": "two"}, copy="c1"),
    }
    collection = gathered(toolkit, files)
    assert len(collection.of("note")) == 2
    assert said(collection) == [
        "b.json: it is the same copy as a.json, and nothing says which is the later one. "
        "Both were taken; take one of them away."
    ]
    assert not collection.left_out


def test_the_same_words_of_a_country_count_once(toolkit: Toolkit) -> None:
    files = files_of(toolkit, STORY, {**STORY, "name": " Papers "}, sheet="everything")
    collection = gathered(toolkit, files)
    assert len(collection.of("everything")) == 1
    assert said(collection) == ["2.json: it says the same as 1.json. One of them was taken."]


def test_two_persons_may_say_the_same(toolkit: Toolkit) -> None:
    files = {
        "a.json": handed(toolkit, "note", {"word": "one"}, copy="c1"),
        "b.json": handed(toolkit, "note", {"word": "one"}, copy="c2"),
    }
    collection = gathered(toolkit, files)
    assert (len(collection.of("note")), said(collection)) == (2, [])


def test_of_two_persons_on_paper_nobody_knows_whether_they_are_one(toolkit: Toolkit) -> None:
    collection = gathered(
        toolkit, files_of(toolkit, {"word": "one"}, {"word": "one"}, sheet="note")
    )
    assert len(collection.of("note")) == 2
    assert said(collection) == [
        "2.json: it says the same as 1.json. Both were taken; take one away if they are of one "
        "person."
    ]


def test_two_sheets_of_one_country_both_count_and_are_named(toolkit: Toolkit) -> None:
    files = files_of(toolkit, STORY, {**STORY, "story": "Other queues."}, sheet="everything")
    collection = gathered(toolkit, files)
    assert len(collection.of("everything")) == 2
    assert said(collection) == [
        '2.json: it is a second "Everything <& more>" of Alland; the first is 1.json. Both were '
        "taken; decide which counts, and take the other away."
    ]


def test_another_toolkit_is_left_out(toolkit: Toolkit) -> None:
    collection = gathered(
        toolkit, {"a.json": handed(toolkit, "everything", STORY, toolkit="other")}
    )
    assert collection.count == 0
    assert said(collection) == [
        f'a.json: it is of the toolkit "other". This toolkit is "{toolkit.settings.id}".'
    ]


def test_an_unknown_sheet_is_left_out(toolkit: Toolkit) -> None:
    collection = gathered(toolkit, {"a.json": handed(toolkit, "evrything", STORY)})
    assert said(collection) == [
        'a.json: there is no sheet "evrything" in this toolkit. Did you mean "everything"?'
    ]
    assert collection.left_out


def test_a_blank_sheet_is_named_and_not_counted(toolkit: Toolkit) -> None:
    collection = gathered(toolkit, {"a.json": handed(toolkit, "everything", {})})
    assert collection.count == 0
    assert said(collection) == ["a.json: nothing is filled in. Ask for the filled sheet."]


def test_what_is_said_stands_in_the_order_of_the_files(toolkit: Toolkit) -> None:
    files = {
        "1.json": handed(toolkit, "plan", {"country": "AAA", "colour": "red"}),
        "2.json": handed(toolkit, "everything", {**STORY, "visits": "many"}),
        "3.json": handed(toolkit, "plan", {"country": "QQQ"}),
    }
    unreadable = Finding("0.json", "", "the file is empty.", "Ask for it again.")
    handins = [one for name, data in files.items() for one in read_json(name, data)[0]]
    names = [one.file for one in gather(handins, toolkit, [unreadable]).findings]
    assert names == sorted(names)


def test_the_tests_of_the_questions_can_be_handed_in(tmp_path: Path) -> None:
    toolkit = toolkit_with_report(tmp_path)
    collection = gathered(toolkit, {"a.json": handed(toolkit, "test-a", {"code": "FANA07"})})
    assert [one.text("code") for one in collection.of("test-a")] == ["FANA07"]
