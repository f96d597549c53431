"""The print pack of an event: what lies on the tables, hangs on the doors and is signed.

What is composed here are plain values. How many of what is needed says `sessionpress.quantities`,
in which order to cut says `sessionpress.clock`, what to do without power says the run sheet.
"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Literal

from jinja2 import Environment
from markupsafe import Markup

from sessionpress.answers.blocks import date_words
from sessionpress.answers.pairs_file import TableCard
from sessionpress.charts.lettering import reads_from_right, width, wrap
from sessionpress.clock import clock, cuts_until
from sessionpress.compose import Edition
from sessionpress.content.model import Event, Exercise, Sheet, TimedOptions
from sessionpress.content.questions import test_sheets
from sessionpress.quantities import copies
from sessionpress.render.book import isolated
from sessionpress.render.digits import localised
from sessionpress.render.pages import RenderedPage
from sessionpress.render.paper import PAPERS, Paper
from sessionpress.render.run_sheet import Item, RunSheet, item_ids
from sessionpress.render.tree import classes, pairs, read, remove, words_of, write_html
from sessionpress.words import later, words

_PICTURE = re.compile(r'src="sp:([^"]+)"')


CARDS_ON_A_SHEET = 4
SETS = {
    "alone": "person",
    "pairs": "pair",
    "countries": "country",
    "country-pairs": "pair",
    "tables": "table",
    "plenary": "all",
}
"""Who shares a set of cards, by the group of an exercise."""
_UNSHARED = frozenset({"notes", "answer", "slide"})
"""Classes of blocks that are for facilitators."""
OFTEN = 2
"""In more items than this, a packing list names only the sessions."""
SPARE_ROWS = 3
"""Empty rows at the end of a sign-in sheet, for people whom nobody expected."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part, as a list has it; `role` is a post or an organisation."""

    name: str
    country: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A session on a day, for the sign at the door: its times, number and title."""

    times: tuple[str, ...]
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class PackDay:
    """A day of the event; `talks` are its sessions by the clock."""

    date: dt.date
    talks: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class Saving:
    """A cut: what to leave out (`after` is 0) or to shorten, and its minutes before and after."""

    title: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Backup:
    """What to do without power in an item; `html` has pictures that are `sp:` addresses."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Task:
    """A card for each table: what participants do in an activity; texts are HTML."""

    session: int
    title: str
    minutes: int
    group: str
    text: str
    steps: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card to cut out: its title, and what else its row of a table says, by column."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CardSet:
    """The cards of an exercise, and how many sets of them the event needs."""

    title: str
    use: str
    sets: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do in a session when power or time runs out; cuts in the author's order."""

    number: int
    title: str
    planned: int
    shortest: int
    cuts: tuple[Saving, ...]
    backups: tuple[Backup, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """A line of the packing list: a file to print, and how often. `file` is below the edition."""

    title: str
    file: str
    copies: int
    paper: str
    colour: bool
    use: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A line of the packing list: something to bring; how many at once, and in all."""

    title: str
    once: int
    total: int
    use: str


@dataclass(frozen=True, slots=True)
class PrintPack:
    """Everything that is printed for an event; `parts` names what of it, in order."""

    event: Event
    toolkit: str
    edition: str
    publisher: str
    notice: str
    date: dt.date
    language: str
    direction: Literal["ltr", "rtl"]
    digits: str
    paper: str
    people: tuple[Person, ...]
    days: tuple[PackDay, ...]
    minutes: int
    tasks: tuple[Task, ...]
    cards: tuple[TableCard, ...]
    card_sets: tuple[CardSet, ...]
    plans: tuple[Plan, ...]
    prints: tuple[Print, ...]
    others: tuple[Print, ...]
    things: tuple[Thing, ...]
    parts: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, and of which event."""
        return words("Print pack: {event}").format(event=self.event.title)

    @property
    def pictures(self) -> set[str]:
        """The site addresses of all pictures in it."""
        backups = (backup.html for plan in self.plans for backup in plan.backups)
        texts = (*backups, *(text for task in self.tasks for text in (task.text, task.steps)))
        return {address for text in texts for address in _PICTURE.findall(text)}

    @property
    def dates(self) -> str:
        """The first and the last day, in words."""
        ends = dict.fromkeys(day.date for day in (*self.days[:1], *self.days[-1:]))
        return " – ".join(date_words(date, self.language) for date in ends)

    @property
    def time(self) -> str:
        """How long all sessions take together: 10 h 50 min."""
        hours, minutes = divmod(self.minutes, 60)
        parts = ((hours, words("h")), (minutes, words("min")))
        return " ".join(f"{count}\N{NO-BREAK SPACE}{unit}" for count, unit in parts if count)


# ---------------------------------------------------------------- what is in a pack


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pack: its title, whether only a room needs it, and how it is printed.

    `copies` are of the whole part, for an event and the people that are named in it.
    """

    title: str
    room: bool
    colour: bool
    use: str
    copies: Callable[[Event, int], int]


def _one(_event: Event, _named: int) -> int:
    return 1


def _each(event: Event, named: int) -> int:
    """One for each person, where none has a name on it."""
    return 1 if named else event.participants


PARTS: Mapping[str, Part] = {
    "sign-in": Part(
        later("Sign-in sheets"), True, False, later("At the door, one list for each day"), _one
    ),
    "name-tents": Part(
        later("Name tents"), True, False, later("On the tables; firm paper, folded"), _each
    ),
    "table-cards": Part(
        later("Table cards"),
        True,
        False,
        later("Two countries at each; two cards on a sheet"),
        lambda event, _named: copies("pair", event),
    ),
    "task-cards": Part(
        later("Cards with the task of each activity"),
        True,
        False,
        later("A set for each table; cut along the lines"),
        lambda event, _named: len(event.tables),
    ),
    "card-sets": Part(
        later("Cards to sort"), True, False, later("Firm paper; cut along the lines"), _one
    ),
    "minute-cards": Part(
        later("Minute cards"),
        True,
        False,
        later("At the end of each day; cut along the lines"),
        lambda event, _named: len(event.days) * -(-event.participants // CARDS_ON_A_SHEET),
    ),
    "signs": Part(later("Signs"), True, True, later("On doors and in corridors"), _one),
    "certificates": Part(
        later("Certificates"), False, True, later("At the closing; firm paper"), _each
    ),
    "contingency": Part(
        later("If power or time runs out"),
        False,
        False,
        later("One for each facilitator"),
        lambda event, _named: max(2, len(event.leads)),
    ),
    "packing-list": Part(later("Packing list"), False, False, later("For the organiser"), _one),
}
"""Every part by the name of its file, in the order in which they are needed."""


def attended(event: Event, people: Sequence[Person]) -> Event:
    """An event with as many participants and countries as a list has; as it is for an empty one."""
    if not people:
        return event
    countries = {one.country.casefold() for one in people if one.country}
    return replace(event, participants=len(people), countries=len(countries) or event.countries)


def print_pack(
    edition: Edition,
    sheet: RunSheet,
    pages: Mapping[str, RenderedPage],
    people: Sequence[Person] = (),
    paper: str = "a4",
    file: str = "",
    cards: Sequence[TableCard] = (),
) -> PrintPack:
    """Compose the print pack of an event.

    Args:
        edition: the facilitator's edition.
        sheet: the run sheet of the event, as it is `attended`.
        pages: the rendered pages of the edition, by address.
        people: who takes part, by name; none when that is not known.
        paper: a name of `PAPERS`.
        file: the name of the file that holds all parts; empty when each has a file of its own.
        cards: which countries sit at a table; none when they are written on the cards by hand.
    """
    event = sheet.event
    settings = edition.toolkit.settings
    size = PAPERS[paper]
    run = _run_exercises(edition, sheet)
    tasks = tuple(_task(item) for item in sheet.items if item.kind == "activity")
    card_sets = tuple(_card_sets(event, run, pages))
    report = edition.toolkit.report
    is_paired = bool(cards or (report and report.pairing and event.countries > 1))
    made = {"task-cards": tasks, "card-sets": card_sets, "table-cards": is_paired}
    parts = tuple(
        name
        for name, part in PARTS.items()
        if made.get(name, True) and (event.format == "in-person" or not part.room)
    )
    return PrintPack(
        event,
        settings.title,
        settings.edition,
        settings.publisher,
        settings.notice,
        settings.date,
        edition.language,
        edition.direction,
        edition.tongue.language.digits,
        paper,
        tuple(people),
        tuple(
            PackDay(day.date, tuple(_talks(edition, sheet.items_of(number))))
            for number, day in enumerate(sheet.days)
        ),
        sum(item.minutes for item in sheet.items if not item.is_fixed),
        tasks,
        tuple(cards),
        card_sets,
        tuple(_plans(edition, sheet)),
        (
            *_agenda_prints(event, size, file),
            *_own_prints(parts, event, (len(people), len(cards)), card_sets, (size, file)),
            *_test_prints(edition, event, size),
            *_sheet_prints(edition, event, run, size),
        ),
        tuple(_other_prints(edition, event, run, size)),
        _things(edition, sheet),
        parts,
    )


def _talks(edition: Edition, items: Iterable[Item]) -> Iterator[Talk]:
    """The sessions of a day, each with the times between the fixed points."""
    titles = {module.number: module.title for module in edition.toolkit.modules}
    times: dict[int, list[str]] = {}
    for number, run in groupby(items, lambda item: item.session):
        first, *rest = run
        last = rest[-1] if rest else first
        if number:
            times.setdefault(number, []).append(f"{clock(first.at)}–{clock(last.end)}")
    for number, spans in times.items():
        yield Talk(tuple(spans), number, titles[number])


def _task(item: Item) -> Task:
    steps = read(item.steps, item.title)
    for parent, child in pairs(steps):
        if _UNSHARED.intersection(classes(child)):
            remove(parent, child)
    return Task(
        item.session, item.title, item.minutes, item.group, item.text, write_html(steps).strip()
    )


def _card_sets(
    event: Event,
    run: Mapping[str, tuple[Exercise, list[Item]]],
    pages: Mapping[str, RenderedPage],
) -> Iterator[CardSet]:
    for exercise, items in run.values():
        if exercise.cards:
            page = pages[exercise.page.address]
            tables = read(page.html, page.address).iter("table")
            table = next(islice(tables, exercise.cards - 1, None), None)
            cards = () if table is None else tuple(_cards(table))
            if cards:
                sets = copies(SETS[exercise.group], event)
                yield CardSet(page.title, _use(items), sets, cards)


def _cards(table: ET.Element) -> Iterator[Card]:
    heads, *rows = [[words_of(cell) for cell in row] for row in table.iter("tr")]
    for title, *rest in rows:
        lines = zip(heads[1:], rest, strict=False)
        yield Card(title, tuple((head, text) for head, text in lines if text))


def _plans(edition: Edition, sheet: RunSheet) -> Iterator[Plan]:
    for module in edition.toolkit.modules:
        items = tuple(item for item in sheet.items if item.session == module.number)
        if items:
            cuts = cuts_until(module.items, lambda _lengths: False)
            planned = sum(item.minutes for item in items)
            shortest = planned - sum(cut.before - cut.after for cut in cuts)
            yield Plan(
                module.number,
                module.title,
                planned,
                shortest,
                tuple(Saving(cut.block.title, cut.before, cut.after) for cut in cuts),
                tuple(Backup(one.title, one.without_power) for one in items if one.without_power),
            )


# ---------------------------------------------------------------- the packing list


def _own_prints(
    parts: Sequence[str],
    event: Event,
    named: tuple[int, int],
    sets: Sequence[CardSet],
    place: tuple[Paper, str],
) -> Iterator[Print]:
    """Each part; each set of cards to sort counts by itself.

    `named` is how many people and pairs have their names on them, `place` the paper and the file.
    """
    (people, pairs), (paper, file) = named, place
    for name in parts:
        part = PARTS[name]
        count = 1 if name == "table-cards" and pairs else part.copies(event, people)
        use, size = words(part.use), paper.name
        if name == "table-cards":
            size = words("half of {paper}").format(paper=size)
        titles = [(f"{words(part.title)}: {one.title}", one.sets) for one in sets]
        for title, number in titles if name == "card-sets" else [(words(part.title), count)]:
            yield Print(title, file or f"{name}.pdf", number, size, part.colour, use)


AGENDA, DOOR_AGENDA = "agenda.pdf", "door-agenda.pdf"
"""Files beside those of the parts."""


def _agenda_prints(event: Event, paper: Paper, file: str) -> Iterator[Print]:
    """The agenda for each person, and the one for the door; on a site they are on its page."""
    place, size = event.address if file else AGENDA, paper.name
    title, use = words("Agenda"), words("One for each person")
    yield Print(title, place, event.participants, size, False, use)
    if event.format == "in-person":
        place = event.address if file else DOOR_AGENDA
        yield Print(words("Agenda on one page"), place, 1, size, True, words("At the door"))


def _test_prints(edition: Edition, event: Event, paper: Paper) -> Iterator[Print]:
    for test in test_sheets(edition.toolkit):
        yield _sheet_print(test, event.participants, paper, words("Questions, before or after"))


def _run_exercises(edition: Edition, sheet: RunSheet) -> dict[str, tuple[Exercise, list[Item]]]:
    """The exercises that an event runs, by folder, each with its items in the plan."""
    folders = {
        name: block.timed.exercise
        for module in edition.toolkit.modules
        for page in module.pages
        for block, name in item_ids(page)
        if isinstance(block.options, TimedOptions)
    }
    run: dict[str, tuple[Exercise, list[Item]]] = {}
    for item in sheet.items:
        exercise = edition.toolkit.exercise(folders.get(item.id, ""))
        if exercise is not None:
            run.setdefault(exercise.folder, (exercise, []))[1].append(item)
    return run


def _sheet_prints(
    edition: Edition, event: Event, run: Mapping[str, tuple[Exercise, list[Item]]], paper: Paper
) -> Iterator[Print]:
    """The sheets that the sessions of an event fill, as often as their exercises say."""
    for exercise, items in run.values():
        for sheet in exercise.sheets:
            asked = max(
                (
                    piece.count
                    for item in items
                    for piece in item.pieces
                    if _names_sheet(piece.text, sheet)
                ),
                default=copies(sheet.who, event),
            )
            yield _sheet_print(sheet, asked, paper, _use(items))


def _other_prints(
    edition: Edition, event: Event, run: Mapping[str, tuple[Exercise, list[Item]]], paper: Paper
) -> Iterator[Print]:
    """Sheets that no session of the event fills: before it, at its end, or after it."""
    for exercise in edition.toolkit.exercises:
        if exercise.folder not in run:
            for sheet in exercise.sheets:
                count = copies(sheet.who, event)
                yield _sheet_print(sheet, count, paper, exercise.page.title)


def _sheet_print(sheet: Sheet, count: int, paper: Paper, use: str) -> Print:
    size = paper.name if sheet.paper == "A4" else paper.double
    return Print(sheet.title, f"sheets/{sheet.id}.pdf", count, size, False, use)


def _names_sheet(text: str, sheet: Sheet) -> bool:
    """Whether a material is a copy of a sheet: each word of its title is in the text."""
    found = set(re.findall(r"\w+", text.casefold()))
    wanted = re.findall(r"\w+", sheet.title.casefold())
    return all(word in found or word.removesuffix("s") in found for word in wanted)


def _use(items: Iterable[Item]) -> str:
    """Where something is needed: Session 2: Vote; or Sessions 2, 3 when it is needed often."""
    titles = {(item.session, item.title): None for item in items}
    if len(titles) > OFTEN:
        numbers = list(dict.fromkeys(str(number) for number, _title in titles))
        if len(numbers) > 1:
            return words("Sessions {numbers}").format(numbers=", ".join(numbers))
        return f"{words('Session')} {numbers[0]}"
    return "; ".join(
        words("Session {number}: {title}").format(number=number, title=title)
        for number, title in titles
    )


def _things(edition: Edition, sheet: RunSheet) -> tuple[Thing, ...]:
    """What is to be brought and is no sheet that is printed, by what it is called."""
    found: dict[str, list[tuple[int, Item]]] = {}
    run = _run_exercises(edition, sheet)
    printed = {id(item): exercise.sheets for exercise, items in run.values() for item in items}
    for item in sheet.items:
        for piece in item.pieces:
            if not any(_names_sheet(piece.text, one) for one in printed.get(id(item), ())):
                found.setdefault(piece.text, []).append((piece.count, item))
    return tuple(
        Thing(
            text,
            max(count for count, _item in uses),
            sum(count for count, _item in uses),
            _use(item for _count, item in uses),
        )
        for text, uses in found.items()
    )


# ---------------------------------------------------------------- rendering

MM = 72 / 25.4
"""Points of a millimetre."""


def fitted(text: str, room: float, height: float, sizes: Sequence[int]) -> int:
    """The largest letter size at which a text fits into a box, of a few sizes.

    A size that breaks no word is taken before a larger one that does.

    Args:
        text: a line of any length, in bold.
        room: the width of the box, in mm.
        height: its height, in mm.
        sizes: letter sizes in points, the largest first.

    Returns:
        One of the sizes; the last one when none fits.
    """

    def fits(size: int, *, whole: bool) -> bool:
        lines = wrap(text, room * MM, size, bold=True)
        widest = max((width(word, size, bold=True) for word in text.split()), default=0)
        high = len(lines) * size * _leading(text) <= height * MM
        return high and (widest <= room * MM or not whole)

    for whole in (True, False):
        found = next((size for size in sizes if fits(size, whole=whole)), 0)
        if found:
            return found
    return sizes[-1]


def lines_of(text: str, room: float, size: float) -> list[str]:
    """A text as one line, or in lines where it has a word that is wider than its box.

    A word that the layout engine breaks cannot be found again when a PDF is proved.

    Args:
        text: what stands in the box.
        room: its width, in mm.
        size: the letter size, in points.
    """
    widest = max((width(word, size, bold=True) for word in text.split()), default=0)
    return [text] if widest <= room * MM else wrap(text, room * MM, size, bold=True)


def _leading(text: str) -> float:
    """The height of a line in letter sizes: some scripts are tall."""
    return 1.7 if any(ord(sign) > 0x58F for sign in text) else 1.2


def render_pack(pack: PrintPack, parts: Sequence[str], environment: Environment) -> str:
    """Give some parts of a pack as one HTML document, made with `print/pack.html`.

    Args:
        pack: what is printed.
        parts: names of `PARTS`.
        environment: the templates of the house; it needs the folder `print/`.
    """
    html = environment.get_template("print/pack.html").render(
        pack=pack,
        parts=parts,
        titles={name: words(part.title) for name, part in PARTS.items()},
        event=pack.event,
        paper=PAPERS[pack.paper],
        rows=max(len(pack.people), pack.event.participants) + SPARE_ROWS,
        cards=range(CARDS_ON_A_SHEET),
        fitted=fitted,
        lines_of=lines_of,
        leading=_leading,
        isolated=isolated if pack.direction == "rtl" else str,
        marked=Markup,
        side=lambda text: "rtl" if reads_from_right(text, otherwise=False) else "ltr",
    )
    return localised(html, pack.digits)
