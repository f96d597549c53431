"""Proposed pairs as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.boards import board, board_toolkit, boards

from sessionpress.answers.pairing import CannotPair, Party, Proposal, propose
from sessionpress.answers.pairs_file import TableCard, pairs_csv, pairs_json, read_pairs

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture
def proposal(tmp_path: Path) -> Proposal:
    toolkit = board_toolkit(tmp_path)
    assert toolkit.report and toolkit.report.pairing
    handins = (board("AAA", offers=["data: Règles"]), board("III", needs=["data: Ours"]))
    return propose(toolkit.report.pairing, boards(toolkit, *handins), toolkit)


def test_json_has_codes_names_sentence_and_every_meeting(proposal: Proposal) -> None:
    assert json.loads(pairs_json(proposal, "tiny", "3")) == {
        "format": "sessionpress-pairs",
        "version": 1,
        "toolkit": "tiny",
        "edition": "3",
        "groups": [
            {
                "countries": [
                    {"id": "AAA", "name": "Alland"},
                    {"id": "III", "name": "Irland <the far> & small"},
                ],
                "why": proposal.groups[0].sentence,
                "reasons": list(proposal.groups[0].reasons),
                "together": False,
                "meetings": [
                    {
                        "giver": "AAA",
                        "taker": "III",
                        "topic": "Data exchange",
                        "offer": "Règles",
                        "need": "Ours",
                    }
                ],
            }
        ],
        "alone": [],
    }


def test_csv_has_a_row_a_group_and_no_cell_becomes_a_formula(proposal: Proposal) -> None:
    alone = Proposal(proposal.groups, (Party("=1+1", "=1+1"),), ())
    rows = list(csv.reader(io.StringIO(pairs_csv(alone).decode("utf-8-sig"))))
    assert rows == [
        ["Group", "Countries", "Why", "Put together by the facilitator"],
        ["1", "Alland; Irland <the far> & small", proposal.groups[0].sentence, "no"],
        ["", "'=1+1", "", "no"],
    ]


def test_a_file_of_pairs_comes_back_as_cards(proposal: Proposal, tmp_path: Path) -> None:
    path = tmp_path / "pairs.json"
    path.write_bytes(pairs_json(proposal, "tiny", "3"))
    (group,) = proposal.groups
    assert read_pairs(path) == (TableCard(group.names, group.reasons),)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"\xff", b'{"format": "sessionpress-pairs", "version": 1, "groups": [{}]}', b"{}"],
)
def test_another_file_is_no_file_of_pairs(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pairs.json"
    path.write_bytes(data)
    with pytest.raises(CannotPair) as caught:
        read_pairs(path)
    assert str(caught.value) == (
        f"{path} is not a file of pairs, or it is damaged. "
        "Make it with: sessionpress pair FILES --out FOLDER"
    )
