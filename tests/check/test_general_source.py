"""The generator knows nothing of one toolkit: its names stand in the content only."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from tests.toolkits import ROOT

from sessionpress.content.load import load_toolkit
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")

SOURCES = sorted((ROOT / "src").rglob("*.py"))


@cache
def real_toolkit() -> Toolkit:
    """The toolkit of this project, loaded once."""
    toolkit, _problems = load_toolkit(ROOT)
    assert toolkit is not None
    return toolkit


def places() -> set[str]:
    """Names of the places, without what stands in brackets, and their codes."""
    with (ROOT / "data/places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["name"].partition(" (")[0] for row in rows if row["kind"] == "member"}
    return names | {row["code"] for row in rows if row["kind"] == "member"}


def delivery() -> set[str]:
    """The title of the event that the toolkit is about, and each name of its place."""
    toolkit = real_toolkit()
    (event,) = (one for one in toolkit.events if one.id == toolkit.settings.event)
    return {event.id, event.title, *re.split(r", *", event.venue)}


def titles() -> set[str]:
    """Titles of the toolkit, its sessions and its exercises, and its short name."""
    toolkit = real_toolkit()
    return {
        toolkit.settings.title,
        toolkit.settings.id,
        *(module.title for module in toolkit.modules),
        *(one.page.title for one in toolkit.exercises),
    }


def named(words: set[str], paths: list[Path]) -> list[str]:
    """Where one of the words stands, capitals or not, as a word of its own."""
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in sorted(words))})(?!\w)", re.IGNORECASE
    )
    return [
        f"{path.name}:{number}: {match[0]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def test_no_country_is_named() -> None:
    assert len(places()) > 2
    assert named(places(), SOURCES) == []


def test_no_workshop_is_named() -> None:
    assert len(delivery()) > 2
    assert named(delivery(), SOURCES) == []


def test_no_session_or_exercise_is_named() -> None:
    assert named(titles(), SOURCES) == []


def test_no_abbreviation_of_the_group_is_named() -> None:
    """The words of the toolkit's short name that hold a digit: an abbreviation, not a word."""
    with (ROOT / "data/places.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    groups = {code for code in codes if re.search(r"\d", code)}
    spelled = {re.sub(r"(?<=\D)(?=\d)", "-", code) for code in groups}
    assert named(groups | spelled, SOURCES) == []


def test_no_source_of_the_toolkit_is_named() -> None:
    toolkit = real_toolkit()
    assert named(set(toolkit.sources), SOURCES) == []


def test_the_search_would_find_a_name() -> None:
    name = sorted(places())[0]
    path = ROOT / "data/places.csv"
    assert named({name.lower()}, [path]) != []
