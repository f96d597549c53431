"""Proposed pairs as data: JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

from sessionpress.answers.pairing import CannotPair, Proposal

FORMAT, VERSION = "sessionpress-pairs", 1
HEAD = ("Group", "Countries", "Why", "Put together by the facilitator")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class TableCard:
    """What the card on a table says: who works together, and why, in a sentence each."""

    names: tuple[str, ...]
    reasons: tuple[str, ...]


def read_pairs(path: Path) -> tuple[TableCard, ...]:
    """The groups of a file that `pairs_json` wrote.

    Raises:
        CannotPair: it is another file, or damaged.
        OSError: it cannot be read.
    """
    try:
        root = json.loads(path.read_bytes())
        if (root["format"], root["version"]) != (FORMAT, VERSION):
            raise ValueError
        return tuple(
            TableCard(
                tuple(str(one["name"]) for one in group["countries"]),
                tuple(map(str, group["reasons"])),
            )
            for group in root["groups"]
        )
    except (KeyError, TypeError, ValueError):
        raise CannotPair(
            f"{path} is not a file of pairs, or it is damaged.",
            "Make it with: sessionpress pair FILES --out FOLDER",
        ) from None


def pairs_json(proposal: Proposal, toolkit: str, edition: str) -> bytes:
    """Write a proposal as JSON: groups with codes, names, sentence, and each meeting."""
    root = {
        "format": FORMAT,
        "version": VERSION,
        "toolkit": toolkit,
        "edition": edition,
        "groups": [
            {
                "countries": [{"id": one.id, "name": one.name} for one in group.parties],
                "why": group.sentence,
                "reasons": list(group.reasons),
                "together": group.locked,
                "meetings": [
                    {
                        "giver": one.giver.id,
                        "taker": one.taker.id,
                        "topic": one.topic,
                        "offer": one.offer,
                        "need": one.need,
                    }
                    for one in group.meetings
                ],
            }
            for group in proposal.groups
        ],
        "alone": [{"id": one.id, "name": one.name} for one in proposal.alone],
    }
    return f"{json.dumps(root, ensure_ascii=False, indent=1)}\n".encode()


def pairs_csv(proposal: Proposal) -> bytes:
    """Write a proposal as CSV with a row a group, who stays alone last."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(HEAD)
    for number, group in enumerate(proposal.groups, 1):
        together = "yes" if group.locked else "no"
        rows.writerow(map(_plain, (str(number), "; ".join(group.names), group.sentence, together)))
    for one in proposal.alone:
        rows.writerow(map(_plain, ("", one.name, "", "no")))
    return f"\ufeff{written.getvalue()}".encode()


def _plain(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
