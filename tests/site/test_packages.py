"""What participants take away holds no hidden word, and is as light as it must be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.marked import HIDDEN, SHARED, write_marked
from tests.packages import OVERRIDES, ROOT, environment
from tests.site.test_leaks import found_in

from sessionpress.bind.epub import write_epub
from sessionpress.bind.single import write_single
from sessionpress.bind.zim import write_zim
from sessionpress.compose import FACILITATOR, PARTICIPANT
from sessionpress.make import Made, make_edition, press_of
from sessionpress.render.book import Book
from sessionpress.render.offline import offline_site
from sessionpress.render.plain_text import key_points, session_text

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("silence")]

KINDS = ("session-1.html", "session-1.epub", "session-1.txt", "key-points.txt", "site.zim")
STOP = 150_000
"""Bytes of a session in one file: 24 seconds at 50 kbit/s."""


def sessions(made: Made) -> Iterator[Book]:
    """The books of the sessions."""
    for document in made.documents:
        if document.output == "session" and isinstance(document.content, Book):
            yield document.content


def pack(made: Made, folder: Path) -> None:
    """Write the first session of an edition in every form, and its site as ZIM."""
    books = list({one.key: one for one in sessions(made)}.values())
    first, images = books[0], press_of(made, OVERRIDES).images
    write_single(first, images, environment(), folder / KINDS[0])
    write_epub(first, images, environment(), folder / KINDS[1])
    (folder / KINDS[2]).write_text(session_text(first))
    (folder / KINDS[3]).write_text(key_points("Kit", books))
    write_zim(offline_site(made.edition, made.pages, environment()), folder / KINDS[4])


def test_no_hidden_word_is_in_what_participants_take_away(tmp_path: Path) -> None:
    made = make_edition(write_marked(tmp_path / "content"), OVERRIDES, PARTICIPANT.name)
    folder = tmp_path / "packages"
    folder.mkdir()
    pack(made, folder)
    assert found_in(folder, [*HIDDEN.values()]) == set()
    files = {where.partition("/")[0] for _word, where in found_in(folder, [SHARED])}
    assert files == set(KINDS) - {"key-points.txt"}


def test_the_same_search_finds_the_words_in_the_packages_of_facilitators(tmp_path: Path) -> None:
    made = make_edition(write_marked(tmp_path / "content"), OVERRIDES, FACILITATOR.name)
    folder = tmp_path / "packages"
    folder.mkdir()
    pack(made, folder)
    for kind in KINDS[:3]:
        told = {
            word
            for word, where in found_in(folder, ["QUAGGA", "CHAMOIS", "TAPIR"])
            if kind in where
        }
        assert told == {"QUAGGA", "CHAMOIS", "TAPIR"}


def test_each_session_of_the_real_toolkit_is_light_in_one_file(tmp_path: Path) -> None:
    made = make_edition(ROOT, OVERRIDES, PARTICIPANT.name)
    images = press_of(made, OVERRIDES).images
    weights = {
        one.key: write_single(one, images, environment(), tmp_path / f"{one.key}.html")
        for one in sessions(made)
    }
    assert {key: weight for key, weight in weights.items() if weight > STOP} == {}
    assert len(weights) >= 6
