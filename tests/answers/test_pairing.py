"""Pairs from needs and offers: every country once, each pair explained, nobody ranked."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import pytest
from tests.boards import CODES, NAMES, board, board_files, board_toolkit, boards

from sessionpress.answers.model import Handin
from sessionpress.answers.pairing import CannotPair, Proposal, Wishes, propose
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return board_toolkit(tmp_path_factory.mktemp("boards"))


def proposed(
    toolkit: Toolkit,
    *handins: Handin,
    together: tuple[tuple[str, str], ...] = (),
    apart: tuple[tuple[str, str], ...] = (),
) -> Proposal:
    assert toolkit.report and toolkit.report.pairing
    collection = boards(toolkit, *handins)
    return propose(toolkit.report.pairing, collection, toolkit, Wishes(together, apart))


def names(proposal: Proposal) -> list[tuple[str, ...]]:
    return [group.names for group in proposal.groups]


# ---------------------------------------------------------------- who goes with whom


def test_who_offers_goes_with_who_asks(toolkit: Toolkit) -> None:
    found = proposed(
        toolkit,
        board("AAA", needs=["data"], offers=["skills"]),
        board("BBB", needs=["cities"]),
        board("CCC", needs=["skills"], offers=["data"]),
        board("DDD", offers=["cities"]),
    )
    assert names(found) == [("Alland", "Cerland"), ("Berland", "Derland")]
    assert (found.alone, found.findings) == ((), ())


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, []), (1, []), (2, [2]), (3, [3]), (7, [2, 2, 3]), (8, [2] * 4), (9, [2, 2, 2, 3])],
)
@pytest.mark.parametrize("needs", [(), ("data",)], ids=["no needs at all", "all need the same"])
def test_every_country_stands_once_whatever_their_number(
    toolkit: Toolkit, count: int, sizes: list[int], needs: tuple[str, ...]
) -> None:
    found = proposed(toolkit, *(board(code, needs=needs) for code in CODES[:count]))
    assert sorted(len(group.parties) for group in found.groups) == sizes
    everybody = [*itertools.chain(*names(found)), *(one.name for one in found.alone)]
    assert sorted(everybody) == sorted(NAMES[:count])
    assert len(found.alone) == (count == 1)


def test_an_odd_one_joins_the_pair_where_most_speaks_for_it(toolkit: Toolkit) -> None:
    found = proposed(
        toolkit,
        board("AAA", needs=["data"], offers=["skills"]),
        board("BBB", needs=["skills"], offers=["data"]),
        board("CCC", needs=["cities", "skills"], offers=["data"]),
        board("DDD", needs=["data"], offers=["cities", "skills"]),
        board("EEE", needs=["cities"]),
    )
    assert names(found) == [("Alland", "Berland"), ("Cerland", "Derland", "Erland")]
    assert found.groups[1].sentence.count("Derland offers") == 2


def test_which_file_comes_first_changes_nothing(toolkit: Toolkit) -> None:
    handins = [board(code, needs=["data"], offers=["data"]) for code in CODES[:5]]
    orders = [names(proposed(toolkit, *order)) for order in itertools.permutations(handins)]
    assert all(order == orders[0] for order in orders)
    assert orders[0] == [("Alland", "Berland", "Erland"), ("Cerland", "Derland")]


def test_two_sheets_of_one_country_are_read_together(toolkit: Toolkit) -> None:
    found = proposed(
        toolkit,
        board("AAA", needs=["data"]),
        dataclasses.replace(board("AAA", needs=["skills"]), file="again.json"),
        board("BBB", offers=["skills", "data"]),
    )
    (group,) = found.groups
    assert {one.topic for one in group.meetings} == {"Data exchange", "Skills"}


def test_a_sheet_without_a_country_is_named_and_left_out(toolkit: Toolkit) -> None:
    found = proposed(toolkit, board("", needs=["data"]), board("AAA"), board("BBB"))
    assert names(found) == [("Alland", "Berland")]
    assert [str(one) for one in found.findings] == [
        ".json: it does not say of which country it is. Ask, and fill it in."
    ]


# ---------------------------------------------------------------- wishes


def test_countries_are_put_together_by_code_or_name_in_any_letters(toolkit: Toolkit) -> None:
    handins = [board(code) for code in CODES[:4]]
    found = proposed(toolkit, *handins, together=(("aaa", "derland"),))
    assert names(found) == [("Alland", "Derland"), ("Berland", "Cerland")]
    assert [group.locked for group in found.groups] == [True, False]
    assert found.groups[0].sentence == (
        "The facilitator put them together; "
        "on the sheets no offer of one answers a need of the other."
    )


def test_countries_are_kept_apart(toolkit: Toolkit) -> None:
    handins = [board(code, needs=["data"], offers=["data"]) for code in CODES[:4]]
    apart = (("AAA", "BBB"), ("Alland", "CCC"))
    assert names(proposed(toolkit, *handins, apart=apart)) == [
        ("Alland", "Derland"),
        ("Berland", "Cerland"),
    ]


def test_who_is_kept_apart_from_all_stays_alone(toolkit: Toolkit) -> None:
    handins = [board(code) for code in CODES[:3]]
    found = proposed(toolkit, *handins, apart=(("AAA", "BBB"), ("AAA", "CCC")))
    assert names(found) == [("Berland", "Cerland")]
    assert [one.name for one in found.alone] == ["Alland"]


def test_a_third_joins_a_pair_put_together_by_people_only_when_no_other_can(
    toolkit: Toolkit,
) -> None:
    handins = [
        *(board("AAA", needs=["data"]), board("BBB", needs=["data"])),
        *(board("CCC"), board("DDD"), board("EEE", offers=["data"])),
    ]
    together = (("AAA", "BBB"),)
    assert names(proposed(toolkit, *handins, together=together)) == [
        ("Alland", "Berland"),
        ("Cerland", "Derland", "Erland"),
    ]
    three = [handins[0], handins[1], handins[4]]
    assert names(proposed(toolkit, *three, together=together)) == [("Alland", "Berland", "Erland")]


def test_a_member_that_handed_nothing_in_can_be_put_into_a_pair(toolkit: Toolkit) -> None:
    found = proposed(toolkit, board("AAA"), board("BBB"), board("CCC"), together=(("AAA", "HHH"),))
    assert names(found) == [("Alland", "Herland"), ("Berland", "Cerland")]


@pytest.mark.parametrize(
    ("together", "apart", "said"),
    [
        ((("AAA", "XXX"),), (), 'there is no country "XXX".'),
        ((), (("AAA", "Nowhere"),), 'there is no country "Nowhere".'),
        ((("AAA", "WLD"),), (), 'there is no country "WLD".'),
        ((("AAA", "Alland"),), (), "Alland is named twice in one pair."),
        ((("AAA", "BBB"), ("BBB", "CCC")), (), "Berland is to be together with two others."),
        ((("AAA", "BBB"),), (("BBB", "AAA"),), "Alland and Berland are to be together and apart."),
    ],
)
def test_a_wish_that_cannot_be_followed_is_refused(
    toolkit: Toolkit,
    together: tuple[tuple[str, str], ...],
    apart: tuple[tuple[str, str], ...],
    said: str,
) -> None:
    with pytest.raises(CannotPair) as refused:
        proposed(toolkit, board("AAA"), board("BBB"), together=together, apart=apart)
    assert refused.value.message == said
    assert refused.value.advice


# ---------------------------------------------------------------- the sentence


def test_a_pair_says_what_each_offers_and_the_other_asks_for(toolkit: Toolkit) -> None:
    found = proposed(
        toolkit,
        board("AAA", ["skills: A plan", "cities"], ["data: A course of two days"]),
        board("BBB", ["data: Rules for registers"], ["skills: Our training plan", "cities: Maps"]),
    )
    assert found.groups[0].sentence == (
        "Alland offers “A course of two days” (Data exchange), "
        "and Berland asks for “Rules for registers”; "
        "Berland offers “Our training plan” (Skills), and Alland asks for “A plan”; "
        "they also meet on Cities."
    )


def test_a_topic_without_words_is_still_said(toolkit: Toolkit) -> None:
    found = proposed(toolkit, board("AAA", offers=["data"]), board("BBB", needs=["data"]))
    assert found.groups[0].sentence == (
        "Alland offers help with Data exchange, and Berland asks for help with Data exchange."
    )


def test_long_words_are_cut_between_two_of_them(toolkit: Toolkit) -> None:
    long = "word " * 100
    found = proposed(toolkit, board("AAA", [], [f"data: {long}"]), board("BBB", ["data"]))
    assert "word word …” (Data exchange)" in found.groups[0].sentence
    assert len(found.groups[0].sentence) < 300


@pytest.mark.parametrize("show", ["nobody", ""])
def test_who_keeps_its_sheet_to_itself_is_paired_and_nothing_of_it_is_said(
    toolkit: Toolkit, show: str
) -> None:
    found = proposed(
        toolkit,
        board("AAA", ["data: SECRET"], ["skills: SECRET"], show=show),
        board("BBB", ["skills"], ["data: A course"]),
        board("CCC", ["data"], ["skills"], show="partner"),
    )
    assert names(found) == [("Alland", "Berland", "Cerland")]
    assert "SECRET" not in repr(found)
    assert "Alland keeps its sheet from others, so nothing of it was used" in (
        found.groups[0].sentence
    )
    assert "Cerland offers" in found.groups[0].sentence


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("want", "expected"),
    [
        ("similar", [("Alland", "Derland"), ("Berland", "Cerland")]),
        ("different", [("Alland", "Berland"), ("Cerland", "Derland")]),
    ],
)
def test_figures_decide_between_pairs_that_are_equal_otherwise(
    tmp_path: Path, want: str, expected: list[tuple[str, ...]]
) -> None:
    figures = {"AAA": "0.2", "BBB": "0.9", "CCC": "0.8", "DDD": "0.3"}
    toolkit = board_toolkit(tmp_path, board_files(figures, want))
    found = proposed(toolkit, *(board(code) for code in CODES[:4]))
    assert names(found) == expected
    assert found.groups[0].sentence.startswith("On the sheets no offer of one answers a need")
    assert "; Card index in 2030: Alland 0.20, " in found.groups[0].sentence


def test_no_figure_outweighs_an_offer_that_answers_a_need(tmp_path: Path) -> None:
    figures = {"AAA": "0.2", "BBB": "0.2", "CCC": "0.9", "DDD": "0.9"}
    toolkit = board_toolkit(tmp_path, board_files(figures))
    handins = [board("AAA", ["data"]), board("BBB"), board("CCC", [], ["data"]), board("DDD")]
    assert names(proposed(toolkit, *handins))[0] == ("Alland", "Cerland")


def test_a_missing_figure_is_no_fault(tmp_path: Path) -> None:
    toolkit = board_toolkit(tmp_path, board_files({"AAA": "0.2"}))
    found = proposed(toolkit, board("AAA"), board("BBB"))
    assert "index" not in found.groups[0].sentence


# ---------------------------------------------------------------- never a ranking


def test_groups_stand_in_the_order_of_the_table_of_places_and_have_no_score(
    toolkit: Toolkit,
) -> None:
    found = proposed(
        toolkit,
        board("CCC", ["data", "skills"], ["cities"]),
        board("DDD", ["cities"], ["data", "skills"]),
        board("AAA"),
        board("BBB"),
    )
    assert names(found) == [("Alland", "Berland"), ("Cerland", "Derland")]
    kinds = {field.name for field in dataclasses.fields(found.groups[0])}
    assert kinds == {"parties", "meetings", "facts", "locked"}
    assert not any(
        isinstance(value, int | float) and not isinstance(value, bool)
        for value in dataclasses.astuple(found.groups[0])
    )
