"""Which countries could work together: from what each needs and offers, and from figures.

Pairs are proposed, never decided: the facilitator can put countries together or keep them apart,
and every pair says in a sentence why it was proposed. Nobody is ranked; there is no score to see.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sessionpress.answers.cells import cell_name
from sessionpress.answers.gather import Collection, who
from sessionpress.answers.matching import best_pairs
from sessionpress.answers.model import Answers, Finding
from sessionpress.answers.named import find_named
from sessionpress.answers.wording import cell_words, filled_rows
from sessionpress.content.model import (
    Field,
    PairingFigure,
    PairingPlan,
    Table,
    Territory,
    Toolkit,
)
from sessionpress.problems import nearest

MEETS, BOTH_WAYS, FIGURES = 10_000, 5_000, 999
"""What counts: each topic on which an offer answers a need; that both give; figures, which only
decide between pairs that are equal in the other two."""

LONGEST = 140
"""Most characters of what a country wrote that are repeated in a sentence."""


class CannotPair(Exception):
    """A wish that cannot be followed: what is wrong, and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(f"{message} {advice}")
        self.message, self.advice = message, advice


@dataclass(frozen=True, slots=True)
class Line:
    """A need or an offer: its topics, as compared and as written, and its words."""

    topics: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """A country with what it needs and offers; `shown` is False when it keeps its sheet to itself.

    `id` is its code in the table of places, or its name in small letters.
    """

    id: str
    name: str
    needs: tuple[Line, ...] = ()
    offers: tuple[Line, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Meeting:
    """An offer of one that answers a need of another, on a topic."""

    giver: Party
    taker: Party
    topic: str
    offer: str
    need: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of each, beside each other, for a sentence: label, edition, and text by name."""

    label: str
    edition: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Two countries that could work together, or three; `locked` when people decided it."""

    parties: tuple[Party, ...]
    meetings: tuple[Meeting, ...]
    facts: tuple[Fact, ...]
    locked: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its countries, in the order of the table of places."""
        return tuple(one.name for one in self.parties)

    @property
    def sentence(self) -> str:
        """Why they go together, in one sentence."""
        return _capital("; ".join(_clauses(self)) + ".")

    @property
    def reasons(self) -> tuple[str, ...]:
        """The same in a sentence each."""
        return tuple(_capital(f"{clause}.") for clause in _clauses(self))


@dataclass(frozen=True, slots=True)
class Proposal:
    """Groups in the order of the table of places, who is left alone, and what had to be said."""

    groups: tuple[Group, ...]
    alone: tuple[Party, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the facilitator wants: together and apart, each two codes or names."""

    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


def propose(
    plan: PairingPlan, collection: Collection, toolkit: Toolkit, wishes: Wishes = Wishes()
) -> Proposal:
    """Propose pairs of all countries that handed in their needs or offers.

    Args:
        plan: what pairs are proposed from.
        collection: what was handed in.
        toolkit: its places and figures.
        wishes: who is to be together, and who apart.

    Returns:
        Every country once: in a pair, in the one group of three when their number is odd, or
        alone when wishes leave no other way.

    Raises:
        CannotPair: a wish names somebody unknown, or two wishes do not go together.
    """
    parties, findings = _parties(plan, collection, toolkit)
    asked = {
        party.id: party
        for pair in wishes.together
        for party in (_party_of(name, parties, toolkit) for name in pair)
    }
    parties = _in_order({**asked, **{one.id: one for one in parties}}.values(), toolkit)
    apart = {frozenset(_ids(pair, parties, toolkit)) for pair in wishes.apart}
    locked = list(_locked(wishes.together, apart, parties, toolkit))
    table = _Table(parties, apart, figures_of(plan, toolkit))
    pairs = [*locked, *table.matched({place for pair in locked for place in pair})]
    groups, alone = table.with_thirds(pairs, len(locked))
    return Proposal(
        tuple(table.group(places, set(locked)) for places in sorted(groups)),
        tuple(parties[place] for place in alone),
        tuple(findings),
    )


# ---------------------------------------------------------------- who needs and offers what


def _parties(
    plan: PairingPlan, collection: Collection, toolkit: Toolkit
) -> tuple[list[Party], list[Finding]]:
    """Every country that handed in one of the two sheets; sheets without a country are said."""
    needs, offers = find_named(plan.needs, toolkit), find_named(plan.offers, toolkit)
    if needs is None or offers is None:
        raise CannotPair("pairing in report.yml names no table.", "Run: sessionpress check")
    findings: list[Finding] = []
    found: dict[str, Party] = {}
    for sheet in dict.fromkeys((needs.sheet.id, offers.sheet.id)):
        for answers in collection.of(sheet):
            name = who(answers, needs.sheet if sheet == needs.sheet.id else offers.sheet)
            if not name:
                message = "it does not say of which country it is."
                findings.append(Finding(answers.file, "", message, "Ask, and fill it in."))
                continue
            one = _empty(name, toolkit)
            before = found.get(one.id, one)
            shown = _may_show(plan, sheet, answers)
            found[one.id] = Party(
                one.id,
                one.name,
                (*before.needs, *_lines(answers, needs.field, plan.by, plan.need, shown))
                if sheet == needs.sheet.id
                else before.needs,
                (*before.offers, *_lines(answers, offers.field, plan.by, plan.offer, shown))
                if sheet == offers.sheet.id
                else before.offers,
                before.shown and shown,
            )
    return list(found.values()), findings


def _empty(name: str, toolkit: Toolkit) -> Party:
    place = _place(name, toolkit)
    return Party(place.code, place.name) if place else Party(_folded(name), name)


def _place(name: str, toolkit: Toolkit) -> Territory | None:
    """The place with this code or name."""
    wanted = _folded(name)
    return next(
        (one for one in toolkit.territories if wanted in (_folded(one.code), _folded(one.name))),
        None,
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _may_show(plan: PairingPlan, sheet: str, answers: Answers) -> bool:
    """Whether people allowed that others see this sheet; a blank allows nothing."""
    return all(
        answers.text(consent.field.partition(".")[2]) in consent.allows
        for consent in plan.consents
        if consent.field.partition(".")[0] == sheet
    )


def _lines(answers: Answers, table: Field, by: str, text: str, shown: bool) -> Iterator[Line]:
    columns = {column.id: column for column in table.columns}
    for row in filled_rows(answers, table) if shown else ():
        words = {
            name: " ".join(
                cell_words(answers, cell_name(table.id, row, name), columns[name]).split()
            )
            for name in (by, text)
        }
        topics = [one.strip() for one in words[by].split(";")]
        yield Line({_folded(one): one for one in topics if one}, words[text])


# ---------------------------------------------------------------- wishes


def _party_of(name: str, parties: Sequence[Party], toolkit: Toolkit) -> Party:
    """The country that a wish names: of those that handed in, or any member."""
    place = _place(name, toolkit)
    wanted = place.code if place else _folded(name)
    for one in parties:
        if one.id == wanted:
            return one
    if place and place.kind == "member":
        return Party(place.code, place.name)
    names = [*(one.code for one in toolkit.members), *(one.name for one in toolkit.members)]
    advice = nearest(name, [*names, *(one.name for one in parties)])
    if not advice.startswith("Did you mean"):
        advice = "Write a code or a name from the table of places."
    raise CannotPair(f'there is no country "{name}".', advice)


def _ids(pair: tuple[str, str], parties: Sequence[Party], toolkit: Toolkit) -> tuple[str, str]:
    first, second = (_party_of(name, parties, toolkit) for name in pair)
    if first.id == second.id:
        raise CannotPair(
            f"{first.name} is named twice in one pair.", "Name two different countries."
        )
    return first.id, second.id


def _locked(
    together: Iterable[tuple[str, str]],
    apart: set[frozenset[str]],
    parties: Sequence[Party],
    toolkit: Toolkit,
) -> Iterator[tuple[int, int]]:
    place = {one.id: number for number, one in enumerate(parties)}
    taken: set[str] = set()
    for pair in together:
        ids = _ids(pair, parties, toolkit)
        names = " and ".join(parties[place[one]].name for one in ids)
        if frozenset(ids) in apart:
            raise CannotPair(f"{names} are to be together and apart.", "Choose one of the two.")
        for one in ids:
            if one in taken:
                name = parties[place[one]].name
                raise CannotPair(
                    f"{name} is to be together with two others.", "Put it into one pair only."
                )
            taken.add(one)
        first, second = sorted(place[one] for one in ids)
        yield first, second


def _in_order(parties: Iterable[Party], toolkit: Toolkit) -> list[Party]:
    """As the table of places has them, then the others by name."""
    places = {one.code: number for number, one in enumerate(toolkit.territories)}
    return sorted(parties, key=lambda one: (places.get(one.id, len(places)), one.id))


# ---------------------------------------------------------------- how well two go together


@dataclass(frozen=True, slots=True)
class NewestFigure:
    """A column of figures in its newest edition: text and number by id of the country."""

    label: str
    edition: str
    similar: bool
    texts: Mapping[str, str]
    numbers: Mapping[str, float]

    def fit(self, one: str, other: str, span: float) -> float:
        """How well two fit, 0 to 1; 0 when a figure is missing."""
        if one not in self.numbers or other not in self.numbers:
            return 0.0
        far = abs(self.numbers[one] - self.numbers[other]) / span if span else 0.0
        return 1 - far if self.similar else far


def figures_of(plan: PairingPlan, toolkit: Toolkit) -> tuple[NewestFigure, ...]:
    """The figures that help to decide, each in its newest edition."""
    found = ((figure, toolkit.tables.get(figure.table)) for figure in plan.figures)
    return tuple(
        _figure(figure, table)
        for figure, table in found
        if table and figure.indicator in table.indicators
    )


def _figure(figure: PairingFigure, table: Table) -> NewestFigure:
    rows = [row for row in table.rows if figure.indicator in row.figures and not row.item]
    newest = max((row.edition for row in rows), default="")
    found = {row.place_code: row.figures[figure.indicator] for row in rows if row.edition == newest}
    return NewestFigure(
        table.indicators[figure.indicator].label,
        newest,
        figure.want == "similar",
        {code: one.text for code, one in found.items()},
        {code: one.number for code, one in found.items() if one.number is not None},
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """All countries around it, by place from 0, and what speaks for putting two together."""

    parties: Sequence[Party]
    apart: set[frozenset[str]]
    figures: tuple[NewestFigure, ...]

    def may(self, one: int, other: int) -> bool:
        """Whether nobody wants them apart."""
        return frozenset((self.parties[one].id, self.parties[other].id)) not in self.apart

    def weight(self, one: int, other: int) -> int:
        """How much speaks for a pair."""
        first, second = self.parties[one], self.parties[other]
        there, back = len(_topics(first, second)), len(_topics(second, first))
        both = BOTH_WAYS if there and back else 0
        return MEETS * (there + back) + both + self._fit(first.id, second.id)

    def _fit(self, one: str, other: str) -> int:
        if not self.figures:
            return 0
        total = 0.0
        for figure in self.figures:
            known = [figure.numbers[p.id] for p in self.parties if p.id in figure.numbers]
            span = max(known) - min(known) if known else 0.0
            total += figure.fit(one, other, span)
        return math.floor(FIGURES * total / len(self.figures) + 0.5)

    def matched(self, taken: set[int]) -> list[tuple[int, int]]:
        """The best pairs of all who are not taken."""
        free = [place for place in range(len(self.parties)) if place not in taken]
        return best_pairs(
            {
                (one, other): self.weight(one, other)
                for one, other in itertools.combinations(free, 2)
                if self.may(one, other)
            }
        )

    def with_thirds(
        self, pairs: Sequence[tuple[int, int]], locked: int
    ) -> tuple[list[tuple[int, ...]], list[int]]:
        """Add who is left to the pair where most speaks for it; give who still is alone.

        A pair that people put together takes a third only when no other can.
        """
        groups: list[tuple[int, ...]] = [*pairs]
        alone = []
        paired = {place for pair in pairs for place in pair}
        for place in range(len(self.parties)):
            if place in paired:
                continue
            open_to = [
                number
                for number, group in enumerate(groups)
                if len(group) == 2 and all(self.may(place, one) for one in group)
            ]
            if not open_to:
                alone.append(place)
                continue
            best = max(
                open_to,
                key=lambda number: (
                    number >= locked,
                    sum(self.weight(place, one) for one in groups[number]),
                    -number,
                ),
            )
            groups[best] = tuple(sorted((*groups[best], place)))
        return groups, alone

    def group(self, places: tuple[int, ...], locked: set[tuple[int, int]]) -> Group:
        """A group with what speaks for it."""
        parties = tuple(self.parties[place] for place in places)
        return Group(
            parties,
            tuple(
                meeting
                for giver, taker in itertools.permutations(parties, 2)
                for meeting in _meetings(giver, taker)
            ),
            tuple(
                Fact(one.label, one.edition, tuple((p.name, one.texts[p.id]) for p in parties))
                for one in self.figures
                if all(party.id in one.texts for party in parties)
            ),
            any(pair in locked for pair in itertools.combinations(places, 2)),
        )


def _topics(giver: Party, taker: Party) -> list[str]:
    """The topics on which an offer of one answers a need of the other, as the taker has them."""
    offered = {topic for line in giver.offers for topic in line.topics}
    needed = dict.fromkeys(topic for line in taker.needs for topic in line.topics)
    return [topic for topic in needed if topic in offered]


def _meetings(giver: Party, taker: Party) -> Iterator[Meeting]:
    """Each topic once, with the first offer and the first need on it."""
    for topic in _topics(giver, taker):
        offer = next(line for line in giver.offers if topic in line.topics)
        need = next(line for line in taker.needs if topic in line.topics)
        yield Meeting(giver, taker, offer.topics[topic], offer.text, need.text)


# ---------------------------------------------------------------- in words


def _clauses(group: Group) -> Iterator[str]:
    if group.locked:
        yield "the facilitator put them together"
    first: dict[tuple[str, str], Meeting] = {}
    for one in group.meetings:
        first.setdefault((one.giver.id, one.taker.id), one)
    yield from (_met(one) for one in first.values())
    said = {one.topic for one in first.values()}
    more = dict.fromkeys(one.topic for one in group.meetings if one.topic not in said)
    if more:
        yield f"they also meet on {_and([_own_way(topic) for topic in more])}"
    hidden = [_own_way(one.name) for one in group.parties if not one.shown]
    if hidden:
        keep = "keeps its sheet" if len(hidden) == 1 else "keep their sheets"
        yield f"{_and(hidden)} {keep} from others, so nothing of it was used"
    elif not group.meetings:
        yield "on the sheets no offer of one answers a need of the other"
    for fact in group.facts:
        values = ", ".join(f"{_own_way(name)} {text}" for name, text in fact.values)
        edition = f" in {fact.edition}" if fact.edition else ""
        yield f"{fact.label}{edition}: {values}"


def _capital(text: str) -> str:
    """Begin with a capital, unless it begins with somebody's name, which is theirs to write."""
    ours = text.startswith(("the facilitator ", "they also ", "on the sheets "))
    return text[0].upper() + text[1:] if ours else text


def _met(one: Meeting) -> str:
    topic = _own_way(one.topic)
    offer = f"“{_own_way(_short(one.offer))}” ({topic})" if one.offer else f"help with {topic}"
    need = f"“{_own_way(_short(one.need))}”" if one.need else f"help with {topic}"
    giver, taker = _own_way(one.giver.name), _own_way(one.taker.name)
    return f"{giver} offers {offer}, and {taker} asks for {need}"


def _own_way(text: str) -> str:
    """Keep words that are read from the right together inside an English sentence."""
    right = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return f"\u2068{text}\u2069" if right else text


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
