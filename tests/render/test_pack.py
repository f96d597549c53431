"""The print pack of an event as values: how many of what, in what size."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.boards import board_files
from tests.render.run_sheets import MORNING, made
from tests.toolkits import EVENT, OVERRIDES, base_text

from sessionpress.answers.pairs_file import TableCard
from sessionpress.make import Made
from sessionpress.render.pack import (
    PARTS,
    Card,
    Person,
    PrintPack,
    Saving,
    Talk,
    attended,
    fitted,
    print_pack,
    render_pack,
)
from sessionpress.render.run_sheet import run_sheet
from sessionpress.render.templates import make_environment

pytestmark = pytest.mark.usefixtures("silence")

SIZES = (76, 48, 31, 23)


def packed(
    edition: Made, people: tuple[Person, ...] = (), cards: tuple[TableCard, ...] = ()
) -> PrintPack:
    pages = {page.address: page for page in edition.pages}
    event = attended(edition.edition.toolkit.events[0], people)
    sheet = run_sheet(edition.edition, event, pages)
    return print_pack(edition.edition, sheet, pages, people, cards=cards)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("morning"))


def copies(pack: PrintPack) -> dict[str, int]:
    return {one.file: one.copies for one in pack.prints}


@pytest.mark.parametrize("count", [1, 7, 8, 9, 200])
def test_quantities_follow_who_takes_part(morning: Made, count: int) -> None:
    people = tuple(Person(f"P{number}", f"C{number % 4}") for number in range(count))
    pack = packed(morning, people)
    assert (pack.event.participants, pack.event.countries) == (count, min(count, 4))
    found = copies(pack)
    assert found["name-tents.pdf"] == found["certificates.pdf"] == 1
    assert found["minute-cards.pdf"] == -(-count // 4)
    assert (found["agenda.pdf"], found["door-agenda.pdf"]) == (count, 1)
    (pens,) = pack.things
    assert pens.once == 2 * len(pack.event.tables)


def test_without_a_list_blank_pages_are_copied_for_each_person(morning: Made) -> None:
    pack = packed(morning)
    found = copies(pack)
    assert found["name-tents.pdf"] == found["certificates.pdf"] == 9
    assert (found["sign-in.pdf"], found["minute-cards.pdf"]) == (1, 3)
    assert pack.parts == tuple(part for part in PARTS if part not in ("card-sets", "table-cards"))


def test_an_event_on_screens_has_no_part_that_only_a_room_needs(tmp_path: Path) -> None:
    online = f"{MORNING[EVENT]!s}format: online\n"
    assert packed(made(tmp_path, {EVENT: online})).parts == (
        "certificates",
        "contingency",
        "packing-list",
    )


@pytest.mark.parametrize(
    ("cards", "count"),
    [((), 4), ((TableCard(("Alland", "Berland"), ("Alland offers maps.",)),), 1)],
)
def test_cards_for_tables_are_written_by_hand_until_pairs_are_known(
    tmp_path: Path, cards: tuple[TableCard, ...], count: int
) -> None:
    eight = str(MORNING[EVENT]).replace("countries: 3", "countries: 8")
    pack = packed(made(tmp_path, {**board_files(), EVENT: eight}), cards=cards)
    (line,) = [one for one in pack.prints if one.file == "table-cards.pdf"]
    assert (line.copies, line.paper, pack.cards) == (count, "half of A4", cards)
    html = render_pack(pack, ("table-cards",), make_environment(OVERRIDES))
    assert ("Alland offers maps." in html) == bool(cards)
    assert html.count('<p class="write">') == (0 if cards else 2)


def test_sheets_are_printed_as_often_as_their_exercise_says(tmp_path: Path) -> None:
    exercise = "exercises/card-sort/index.md"
    text = base_text(exercise).replace(
        '["2 per table: pens"]', '["2 per table: printed sheet Result", "2 per table: pens"]'
    )
    asked = packed(made(tmp_path / "a", {exercise: text}))
    (sheet,) = [one for one in asked.prints if one.file.startswith("sheets/result")]
    assert (sheet.copies, sheet.paper, sheet.use) == (6, "A4", "Session 1: Sort the cards")
    assert [(one.title, one.once, one.total) for one in asked.things] == [("pens", 6, 6)]


CARDS = """
Table: The cards

| Card | Meaning | Example |
|---|---|---|
| Queue | People wait & lose time. | |
| Form | It asks twice. | A birth. |
"""


def with_cards(root: Path, group: str) -> PrintPack:
    path = "exercises/card-sort/index.md"
    text = base_text(path).replace("group: tables", f"group: {group}\ncards: 1")
    text = text.replace("\n## Steps\n", f"{CARDS}\n## Steps\n")
    text = text.replace("Sort them.", "Sort them.\n\n/// notes\nWatch the quiet ones.\n///")
    return packed(made(root, {path: text}))


@pytest.mark.parametrize(
    ("group", "sets"), [("tables", 3), ("countries", 3), ("pairs", 1), ("alone", 9), ("plenary", 1)]
)
def test_rows_of_a_table_become_cards_a_set_for_each_group(
    tmp_path: Path, group: str, sets: int
) -> None:
    pack = with_cards(tmp_path, group)
    (found,) = pack.card_sets
    assert (found.sets, copies(pack)["card-sets.pdf"]) == (sets, sets)
    assert found.cards == (
        Card("Queue", (("Meaning", "People wait & lose time."),)),
        Card("Form", (("Meaning", "It asks twice."), ("Example", "A birth."))),
    )


def test_cards_for_tables_hold_the_task_and_no_word_for_facilitators(tmp_path: Path) -> None:
    pack = with_cards(tmp_path, "tables")
    sort, vote = pack.tasks
    assert (sort.title, sort.minutes, vote.title) == ("Sort the cards", 25, "Vote with dots")
    assert "Deal the cards." in sort.steps and "quiet" not in sort.steps + sort.text
    assert copies(pack)["task-cards.pdf"] == 3


def test_certificates_tell_the_time_of_sessions_and_no_breaks(morning: Made) -> None:
    pack = packed(morning)
    assert (pack.minutes, pack.time) == (75, "1\N{NO-BREAK SPACE}h 15\N{NO-BREAK SPACE}min")
    assert pack.dates == "4 March 2030"


def test_signs_name_a_session_once_a_day_with_all_its_times(morning: Made) -> None:
    (day,) = packed(morning).days
    assert day.talks == (Talk(("09:15–09:55", "10:15–10:50"), 1, "Reading"),)


def test_cuts_stand_in_the_order_of_the_author_and_keep_the_only_practice(morning: Made) -> None:
    (plan,) = packed(morning).plans
    assert plan.cuts == (
        Saving("Vote with dots", 15, 0),
        Saving("What we keep", 20, 10),
        Saving("Sort the cards", 25, 15),
        Saving("What a card is", 15, 10),
    )
    assert (plan.planned, plan.shortest) == (75, 35)
    assert [one.title for one in plan.backups] == ["Sort the cards", "Vote with dots"]


def test_a_name_is_as_large_as_its_box_allows_and_breaks_no_word_without_need() -> None:
    assert fitted("Li", 174, 70, SIZES) == 76
    assert fitted("Nur Aisyah binti Abdul Rahman Muhammad Firdaus", 174, 70, SIZES) == 31
    assert fitted("Llanfairpwllgwyngyll", 174, 70, SIZES) == 31
    assert fitted("x" * 80, 174, 70, SIZES) == 31
    assert fitted("word " * 90, 174, 70, SIZES) == 23
