"""From files that were handed in to pairs of countries, and what is written about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sessionpress.answers.gather import gather
from sessionpress.answers.model import Finding
from sessionpress.answers.named import find_named
from sessionpress.answers.pairing import CannotPair, Proposal, Wishes, propose
from sessionpress.answers.pairs_file import pairs_csv, pairs_json
from sessionpress.bind.cards import write_cards
from sessionpress.bind.handins import read_files
from sessionpress.content.model import Toolkit


@dataclass(frozen=True, slots=True)
class Paired:
    """What is proposed, and everything that had to be said about the files."""

    proposal: Proposal
    findings: tuple[Finding, ...]


def pair_files(files: Sequence[Path], toolkit: Toolkit, wishes: Wishes) -> Paired:
    """Propose pairs from files that were handed in.

    Args:
        files: what was handed in, and folders of it; what cannot be read becomes a finding.
        toolkit: whose report.yml says what pairs are proposed from.
        wishes: who is to be together, and who apart.

    Raises:
        CannotPair: the toolkit declares no pairing, or a wish cannot be followed.
    """
    plan = toolkit.report.pairing if toolkit.report else None
    if plan is None:
        raise CannotPair(
            "this toolkit does not say what pairs are proposed from.",
            "Declare pairing in report.yml.",
        )
    read = read_files(files)
    collection = gather(read.handins, toolkit, read.findings)
    proposal = propose(plan, collection, toolkit, wishes)
    named = (find_named(name, toolkit) for name in (plan.needs, plan.offers))
    used = {one.sheet.id for one in named if one}
    others = {handin.file for handin in read.handins if handin.sheet not in used}
    said = [one for one in collection.findings if one.file not in others]
    return Paired(proposal, (*said, *proposal.findings))


def write_pairs(
    proposal: Proposal, toolkit: Toolkit, folder: Path, overrides: Path
) -> tuple[Path, ...]:
    """Write pairs as JSON and CSV, and the cards for the tables when there is any group.

    Args:
        proposal: what is proposed.
        toolkit: whose it is.
        folder: where to; it is made when it is not there.
        overrides: the folder of templates, styles and fonts.

    Returns:
        The files that were written.

    Raises:
        BuildError: the cards could not be laid out.
        OSError: a file could not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = toolkit.settings
    written = {
        "pairs.json": pairs_json(proposal, settings.id, settings.edition),
        "pairs.csv": pairs_csv(proposal),
    }
    for name, data in written.items():
        (folder / name).write_bytes(data)
    cards = folder / "table-cards.pdf"
    if proposal.groups:
        write_cards(proposal, toolkit, cards, overrides, settings.language)
    return (*(folder / name for name in written), *((cards,) if proposal.groups else ()))


def pair_lines(proposal: Proposal) -> Iterator[str]:
    """Tell a proposal in lines for a terminal: names, the sentence below them, who is alone."""
    for group in proposal.groups:
        yield _and(group.names)
        yield f"  {group.sentence}"
    if proposal.alone:
        names = _and([one.name for one in proposal.alone])
        yield f"Alone: {names}. A pair needs two that may work together."
    elif not proposal.groups:
        yield "No sheet with needs and offers is in these files."


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
