"""Cards for tables: every name and reason is on paper, in any script."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.boards import board, board_files, board_toolkit, boards
from tests.toolkits import OVERRIDES

from sessionpress.answers.pairing import Proposal, Wishes, propose
from sessionpress.bind.cards import write_cards
from sessionpress.content.model import Toolkit
from sessionpress.render.cards import render_cards

pytestmark = [pytest.mark.usefixtures("silence"), pytest.mark.pdf]

LONG = "The Very Long United Democratic Republic of the Northern and Southern Islands"
NAMES = {
    "AAA": "Alland",
    "BBB": "Bérénice & Co <island>",
    "CCC": "جمهورية مصر العربية",
    "DDD": "গণপ্রজাতন্ত্রী বাংলাদেশ",
    "EEE": LONG,
    "FFF": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "GGG": "Türkiye",
}


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    rows = "".join(f"{code},{name},member,2020-01-01,,T,2030-01\n" for code, name in NAMES.items())
    places = f"code,name,kind,joined,slug,source,date\n{rows}WLD,World,world,,,C,2030-01\n"
    files = {**board_files(), "data/places.csv": places}
    return board_toolkit(tmp_path_factory.mktemp("cards"), files)


@pytest.fixture(scope="module")
def proposal(toolkit: Toolkit) -> Proposal:
    assert toolkit.report and toolkit.report.pairing
    collection = boards(
        toolkit,
        board("AAA", ["data: The rules of <one> register & its fees"], ["skills: A {{ course }}"]),
        board("BBB", ["skills: Trainers *for* schools"], ["data: Our data exchange law"]),
        board("CCC", ["cities: قواعد البيانات"], ["skills: دورة تدريبية"]),
        board("DDD", ["skills: সেবা নকশা বিষয়ে প্রশিক্ষণ"], ["cities: নগর তথ্যভাণ্ডার নির্দেশিকা"]),
        board("EEE", ["cities: " + "long words about maps " * 12]),
        board("FFF", [], ["cities: maps"]),
        board("GGG", show="nobody"),
    )
    return propose(toolkit.report.pairing, collection, toolkit, Wishes((("AAA", "BBB"),)))


@pytest.fixture(scope="module")
def written(toolkit: Toolkit, proposal: Proposal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pdf") / "cards.pdf"
    report = write_cards(proposal, toolkit, target, OVERRIDES, "en")
    assert (report.pages, report.warnings) == (len(proposal.groups), ())
    return target


def test_each_group_has_a_card_of_its_own_on_a5_across(written: Path, proposal: Proposal) -> None:
    told = subprocess.run(["pdfinfo", written], capture_output=True, text=True, check=True).stdout
    assert f"Pages:           {len(proposal.groups)}" in told
    assert "595.276 x 419.528 pts" in told


def test_names_and_words_stand_as_they_were_written(written: Path) -> None:
    done = subprocess.run(["pdftotext", written, "-"], capture_output=True, text=True, check=True)
    text = " ".join(done.stdout.split())
    for word in (
        "Bérénice & Co <island>",
        "“The rules of <one> register & its fees”",
        "“A {{ course }}” (Skills)",
        "“Trainers *for* schools”",
        "গণপ্রজাতন্ত্রী বাংলাদেশ",
        "নগর তথ্যভাণ্ডার নির্দেশিকা",
        "جمهورية مصر العربية",
        LONG,
        "Türkiye keeps its sheet from others",
    ):
        assert word in text, word


def test_markup_in_names_stays_text(toolkit: Toolkit, proposal: Proposal) -> None:
    html = render_cards(proposal, toolkit, OVERRIDES, "en")
    assert "<island>" not in html
    assert "Bérénice &amp; Co &lt;island&gt;" in html


def test_the_same_proposal_gives_the_same_bytes(
    toolkit: Toolkit, proposal: Proposal, written: Path, tmp_path: Path
) -> None:
    write_cards(proposal, toolkit, tmp_path / "again.pdf", OVERRIDES, "en")
    assert (tmp_path / "again.pdf").read_bytes() == written.read_bytes()
