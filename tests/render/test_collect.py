"""What the page that collects is told: sheets, places, pairing, questions, as one script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.boards import board_files, board_toolkit
from tests.sheets import with_sheets
from tests.toolkits import loaded, tiny

from sessionpress.answers.cells import revision
from sessionpress.answers.gather import known_sheets
from sessionpress.content.model import Toolkit
from sessionpress.render.collect import VARIABLE, collect_data

pytestmark = pytest.mark.usefixtures("silence")


def told(toolkit: Toolkit) -> dict[str, Any]:
    script = collect_data(toolkit)
    head, _equals, rest = script.partition("=")
    assert head == f"window.{VARIABLE}"
    assert rest.endswith(";\n")
    found: dict[str, Any] = json.loads(rest[:-2])
    return found


def test_every_sheet_is_told_with_its_revision_and_all_its_fields(tmp_path: Path) -> None:
    toolkit = with_sheets(tmp_path)
    data = told(toolkit)
    assert [(one["id"], one["revision"]) for one in data["sheets"]] == [
        (sheet.id, revision(sheet)) for sheet in known_sheets(toolkit)
    ]
    everything = next(one for one in data["sheets"] if one["id"] == "everything")
    assert (everything["group"], everything["profile"]) == ("country", True)
    fields = {one["id"]: one for one in everything["fields"]}
    assert fields["pace"]["options"][1] == ["fine", "Just right"]
    assert fields["lead-one"]["options"] == [["1", "Never"], ["2", "Rarely"], ["3", "Often"]]
    assert fields["steps"]["rows"] == ["", "", ""]
    assert fields["steps"]["columns"][3]["formula"] == ["sum", ["cost", "fees"]]
    assert (fields["visits"]["low"], fields["visits"]["high"]) == (0, 99)


def test_pairing_and_its_figures_are_told_when_they_are_declared(tmp_path: Path) -> None:
    toolkit = board_toolkit(tmp_path / "a", board_files({"AAA": "0.2", "BBB": "0.9"}))
    pairing = told(toolkit)["pairing"]
    assert pairing["consents"] == [["board.may-show", ["all", "partner"]]]
    (figure,) = pairing["figures"]
    assert figure["numbers"]["AAA"] == 0.2
    assert (figure["label"], figure["edition"], figure["similar"]) == ("Card index", "2030", True)
    assert told(loaded(tiny(tmp_path / "b")))["pairing"] is None


def test_questions_have_their_objective_and_their_key(tmp_path: Path) -> None:
    data = told(loaded(tiny(tmp_path)))
    assert {name for name, _objective, _right in data["questions"]} == {
        "s1-read-a-1",
        "s1-read-b-1",
    }
    assert all(right for _name, _objective, right in data["questions"])
    assert dict(data["objectives"]).keys() == {"s1-read"}


def test_the_same_toolkit_gives_the_same_script(tmp_path: Path) -> None:
    one, other = with_sheets(tmp_path / "one"), with_sheets(tmp_path / "other")
    assert collect_data(one) == collect_data(other)
