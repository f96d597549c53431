"""A toolkit whose sheet has needs and offers, and made-up countries that fill it, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.toolkits import Content, loaded, tiny

from sessionpress.answers.file import write_json
from sessionpress.answers.gather import Collection, gather
from sessionpress.answers.model import Handin, Raw
from sessionpress.answers.settle import settle
from sessionpress.content.model import Toolkit

BOARD = """\
title: Board
who: country
fields:
  - {id: country, kind: member, label: Country, required: yes}
  - {id: may-show, kind: choice, label: Who may see it, options: [all, partner, nobody]}
  - id: needs
    kind: table
    label: Needs
    rows: 2
    columns:
      - id: topic
        label: Topic
        kind: choice
        options: [{id: data, text: Data exchange}, Skills, Cities]
      - {id: need, label: Need}
  - id: offers
    kind: table
    label: Offers
    rows: 2
    columns:
      - id: topic
        label: Topic
        kind: choice
        options: [{id: data, text: Data exchange}, Skills, Cities]
      - {id: offer, label: Offer}
"""

REPORT = """\
title: Report
sections:
  - {title: Boards, show: match, asks: board.needs, offers: board.offers, by: topic}
pairing:
  needs: board.needs
  offers: board.offers
  by: topic
  need: need
  offer: offer
  shown-if:
    - {field: board.may-show, allows: [all, partner]}
"""

NAMES = (
    *("Alland", "Berland", "Cerland", "Derland", "Erland", "Ferland", "Gerland", "Herland"),
    "Irland <the far> & small",
)
CODES = tuple(letter * 3 for letter in "ABCDEFGHI")
SURVEY = "place,edition,index,online,people,source,date,status\n"


def board_files(
    figures: Mapping[str, str] | None = None, want: str = "similar", report: str = REPORT
) -> dict[str, Content]:
    """The files to lay over the tiny toolkit; `figures` are of the column index, by code."""
    places = "".join(
        f"{code},{name},member,2020-01-01,,Its treaty,2030-01\n"
        for code, name in zip(CODES, NAMES, strict=True)
    )
    files: dict[str, Content] = {
        "exercises/card-sort/board.yml": BOARD,
        "report.yml": report,
        "data/places.csv": f"code,name,kind,joined,slug,source,date\n{places}"
        "WLD,World,world,,,Computed,2030-01\n",
    }
    if figures is not None:
        rows = "".join(
            f"{code},2030,{value},,,The survey,2030-01,checked\n" for code, value in figures.items()
        )
        files["data/survey.csv"] = f"{SURVEY}{rows}WLD,2030,0.52,,,The survey,2030-01,checked\n"
        files["report.yml"] = (
            f"{report}  figures:\n    - {{table: survey, indicator: index, want: {want}}}\n"
        )
    return files


def board_toolkit(root: Path, files: Mapping[str, Content] | None = None) -> Toolkit:
    """The tiny toolkit with the sheet `board` and pairing."""
    return loaded(tiny(root, files or board_files()))


def board(
    country: str, needs: Sequence[str] = (), offers: Sequence[str] = (), show: str = "all"
) -> Handin:
    """A filled sheet; needs and offers are "topic" or "topic: words"."""
    cells: dict[str, Raw] = {"country": country, "may-show": show}
    for table, column, lines in (("needs", "need", needs), ("offers", "offer", offers)):
        for row, line in enumerate(lines, 1):
            topic, _colon, words = line.partition(": ")
            cells[f"{table}/{row}/topic"] = topic
            cells[f"{table}/{row}/{column}"] = words
    return Handin(f"{country}.json", "board", cells, "tiny")


def boards(toolkit: Toolkit, *handins: Handin) -> Collection:
    """Boards, put together."""
    return gather(handins, toolkit)


def board_json(toolkit: Toolkit, handin: Handin) -> bytes:
    """A filled sheet as the file that its page saves."""
    sheet = toolkit.sheet("board")
    assert sheet is not None
    return write_json(toolkit.settings, sheet, settle(handin, sheet).answers)
