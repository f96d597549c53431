"""The doors of the home page: each kind of reader is told where to go first."""

from __future__ import annotations

from dataclasses import dataclass

from sessionpress.compose import Edition


@dataclass(frozen=True, slots=True)
class Door:
    """A card on the home page: for whom, in a sentence, and where it leads."""

    id: str
    title: str
    text: str
    links: tuple[tuple[str, str], ...]


DOORS = {
    "participants": ("Participants", "Read the sessions, fill the sheets, take everything home."),
    "facilitators": ("Facilitators", "Prepare the room, keep the clock, run every session."),
    "translators": ("Translators", "Bring the toolkit into your language and keep it up to date."),
    "hosts": ("Hosts", "Publish one plain folder on any web server."),
}
"""Title and sentence of each door; pages name their door in their header."""


def doors(edition: Edition) -> list[Door]:
    """The doors that lead somewhere in this edition."""
    made = []
    for name, (title, text) in DOORS.items():
        links = tuple(
            (leaf.page.title, leaf.page.address)
            for leaf in edition.leaves
            if leaf.page.door == name
        )
        if links:
            made.append(Door(name, title, text, links))
    return made
