"""The run sheet of an event: one file with the clock, the plan of each day, notes, and its scripts.

What is composed here are plain values. The arithmetic of the day itself, forecasts and cuts, is
done in the browser by `overrides/run-sheet/rules.js`, which follows `sessionpress.clock`.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup, escape

from sessionpress.clock import Entry, agenda, day_entries
from sessionpress.compose import Edition
from sessionpress.content.load import block_ids
from sessionpress.content.model import Block, Event, Page
from sessionpress.content.refer import expanded
from sessionpress.content.trace import PRACTISED
from sessionpress.quantities import pieces
from sessionpress.render import passes
from sessionpress.render.digits import DIGITS, localised
from sessionpress.render.pages import RenderedPage
from sessionpress.render.served import served_text
from sessionpress.render.templates import text_of
from sessionpress.render.terse import hash_of
from sessionpress.render.tree import classes, pairs, read, remove, write_html

SCRIPTS = ("run-sheet/rules.js", "run-sheet/run-sheet.js")
STYLE = "run-sheet/run-sheet.css"

_PICTURE = re.compile(r'src="sp:([^"]+)"')
_HEAD = frozenset({"block-label", "block-title", "block-meta"})
_STEPS, _WITHOUT_POWER = "steps", "without-power"
"""The ids of sections of an exercise, which are made of their English titles."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A material to hand out, and how many pieces of it are needed at this event."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the plan: a fixed point, or an item of a session.

    `day` counts from 0, `at` is in minutes after midnight. `goals` are ids of objectives and
    `aims` what they say; `practises` tells whether the item is practice for them. `text`, `steps`,
    `notes` and `without_power` are HTML whose pictures are still `sp:` addresses.
    """

    id: str
    day: int
    at: int
    minutes: int
    title: str
    lead: str = ""
    session: int = 0
    shortest: int = 0
    drop: bool = False
    kind: str = ""
    group: str = ""
    goals: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    practises: bool = False
    pieces: tuple[Piece, ...] = ()
    text: str = ""
    steps: str = ""
    notes: str = ""
    without_power: str = ""

    @property
    def is_fixed(self) -> bool:
        """Whether it is a fixed point, which never moves."""
        return not self.session

    @property
    def end(self) -> int:
        """When it is over as planned, in minutes after midnight."""
        return self.at + self.minutes


@dataclass(frozen=True, slots=True)
class RunDay:
    """A day of the plan; `end` in minutes after midnight.

    `shifts` say by how many minutes the clocks of the place are ahead of UTC, each from a moment
    on, in minutes since 1970; none when the event has no time zone.
    """

    date: dt.date
    end: int
    shifts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RunSheet:
    """Everything that the file of an event needs; `digits` is a numbering system of the CLDR."""

    event: Event
    toolkit: str
    toolkit_title: str
    edition: str
    language: str
    direction: Literal["ltr", "rtl"]
    digits: str
    days: tuple[RunDay, ...]
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The title of the event."""
        return self.event.title

    @property
    def pictures(self) -> set[str]:
        """The site addresses of all pictures in it."""
        texts = (text for one in self.items for text in _texts(one))
        return {address for text in texts for address in _PICTURE.findall(text)}

    def items_of(self, day: int) -> tuple[Item, ...]:
        """The plan of a day, counted from 0."""
        return tuple(item for item in self.items if item.day == day)


def _texts(item: Item) -> tuple[str, ...]:
    return item.text, item.steps, item.notes, item.without_power


# ---------------------------------------------------------------- composing


def run_sheet(edition: Edition, event: Event, pages: Mapping[str, RenderedPage]) -> RunSheet:
    """Compose the run sheet of an event.

    Args:
        edition: the facilitator's edition: the notes are in it.
        event: an event of it.
        pages: its rendered pages, by address.
    """
    toolkit = edition.toolkit
    dates = [day.date for day in event.days]
    entries = day_entries(agenda(event, toolkit.modules))
    house = _House(edition, event, pages)
    settings = toolkit.settings
    return RunSheet(
        replace(event, title=expanded(event.title, toolkit)),
        settings.id,
        settings.title,
        settings.edition,
        edition.language,
        edition.direction,
        edition.tongue.language.digits,
        tuple(
            RunDay(day.date, day.end, tuple(shifts(day.date, event.time_zone)))
            for day in event.days
        ),
        tuple(
            house.item(dates.index(date), entry) for date, rows in entries.items() for entry in rows
        ),
    )


def shifts(date: dt.date, zone: str) -> Iterator[tuple[int, int]]:
    """By how many minutes clocks are ahead of UTC on a day and the night after it.

    Args:
        date: the day.
        zone: a name of the time zone database; empty for none.

    Yields:
        The moment from which it holds, in minutes since 1970, and the minutes. A zone without a
        change has one line.
    """
    if not zone:
        return
    place = ZoneInfo(zone)
    first = int(dt.datetime.combine(date, dt.time(), dt.UTC).timestamp()) // 60 - 14 * 60
    # A quarter of an hour is fine enough: clocks are changed on the hour or half hour of UTC.
    known = None
    for at in range(first, first + 66 * 60, 15):
        ahead = dt.datetime.fromtimestamp(at * 60, place).utcoffset() or dt.timedelta()
        if ahead != known:
            yield at, int(ahead.total_seconds()) // 60
        known = ahead


def item_ids(page: Page) -> Iterator[tuple[Block, str]]:
    """The timed items of a page of a session, each with an id that is the same in all languages."""
    ids = block_ids(page)
    for part in page.parts:
        if isinstance(part, Block) and part.place.line in ids:
            yield part, f"{page.address}#{ids[part.place.line]}"


class _House:
    """Makes items; a page is read once, however many of its items are in the plan."""

    def __init__(self, edition: Edition, event: Event, pages: Mapping[str, RenderedPage]) -> None:
        self._toolkit = edition.toolkit
        self._event = event
        self._pages = pages
        self._ids = {
            id(block): name
            for module in self._toolkit.modules
            for page in module.pages
            for block, name in item_ids(page)
        }
        self._root = cache(self._read)
        self._numbers = itertools.count(1)

    def item(self, day: int, entry: Entry) -> Item:
        if entry.block is None:
            name = f"{entry.date.isoformat()}T{entry.start // 60:02d}:{entry.start % 60:02d}"
            return Item(name, day, entry.start, entry.minutes, self._say(entry.title), entry.lead)
        timed = entry.block.timed
        name = self._ids[id(entry.block)]
        address, _, anchor = name.partition("#")
        section = _find(self._root(address), anchor)
        inside = _Inside(section, self._html)
        exercise = self._toolkit.exercise(timed.exercise)
        goals = [one.text for one in self._toolkit.objectives if one.id in timed.objectives]
        steps = power = ""
        if exercise is not None:
            root = self._root(exercise.page.address)
            steps, power = (self._section(root, one) for one in (_STEPS, _WITHOUT_POWER))
        return Item(
            name,
            day,
            entry.start,
            entry.minutes,
            self._say(entry.title),
            entry.lead,
            entry.session,
            timed.shortest,
            timed.drop,
            entry.block.kind,
            timed.group,
            timed.objectives,
            tuple(map(self._say, goals)),
            entry.block.kind in PRACTISED,
            tuple(Piece(self._say(one.text), pieces(one, self._event)) for one in timed.materials),
            inside.text,
            steps,
            inside.notes,
            inside.without_power or power,
        )

    def _say(self, words: str) -> str:
        return expanded(words, self._toolkit)

    def _read(self, address: str) -> ET.Element:
        root = read(self._pages[address].html, address)
        for change in _PASSES:
            change(root)
        passes.lead_links(root, _lead)
        return root

    def _section(self, root: ET.Element, name: str) -> str:
        section = _below(root, name)
        return "" if section is None else self._html(section)

    def _html(self, root: ET.Element) -> str:
        """Write a text, with no id but those it refers to: an exercise may be run again."""
        text, number = copy.deepcopy(root), next(self._numbers)
        passes.fit_headings(text, 3)
        used = {
            name
            for element in text.iter()
            for names in passes.ID_LISTS
            for name in element.get(names, "").split()
        }
        passes.rename_ids(text, lambda name: f"t{number}-{name}" if name in used else "")
        for parent, child in pairs(text):
            if child.tag == "p" and not len(child) and not (child.text or "").strip():
                remove(parent, child)
        return write_html(text).strip()


_PASSES: tuple[passes.Pass, ...] = (
    passes.drop_what_needs_the_site,
    passes.put_forms_on_paper,
    passes.empty_cells,
    passes.shorten_addresses,
    passes.drop_data,
    passes.drop_regions,
    passes.align_by_class,
    passes.empty_heads,
)


def _lead(link: ET.Element) -> str:
    """Links to the world stay; the pages of the toolkit are not in the file."""
    link.attrib.pop("title", "")
    href = link.get("href", "")
    return href if href.startswith(("http:", "https:")) else ""


def _find(root: ET.Element, name: str) -> ET.Element:
    return next(one for one in root.iter() if one.get("id") == name)


class _Inside:
    """What stands inside an item, apart: its text, the notes, what to do without power."""

    def __init__(self, section: ET.Element, write: Callable[[ET.Element], str]) -> None:
        notes, power, text = ET.Element("div"), ET.Element("div"), ET.Element("div")
        text.text = section.text
        for child in section:
            kinds = set(classes(child))
            if "notes" in kinds:
                notes.extend(_without_head(child))
            elif "without-power" in kinds:
                power.extend(_without_head(child))
            elif not kinds & _HEAD and "slide" not in kinds:
                text.append(child)
        self.text, self.notes, self.without_power = map(write, (text, notes, power))


def _without_head(block: ET.Element) -> list[ET.Element]:
    return [child for child in block if not _HEAD.intersection(classes(child))]


def _below(root: ET.Element, name: str) -> ET.Element | None:
    """What stands below a heading of a page, up to the next one like it."""
    for parent in root.iter():
        children = list(parent)
        for number, child in enumerate(children):
            if child.get("id") == name and passes.is_heading(child):
                inside = ET.Element("div")
                for after in children[number + 1 :]:
                    if passes.is_heading(after) and after.tag <= child.tag:
                        break
                    inside.append(after)
                return inside
    return None


# ---------------------------------------------------------------- rendering


def plan_data(sheet: RunSheet) -> str:
    """The plan as JSON, for the scripts of the page."""
    data = {
        "toolkit": sheet.toolkit,
        "edition": sheet.edition,
        "event": sheet.event.id,
        "days": [
            {
                "date": day.date.isoformat(),
                "end": day.end,
                "shifts": day.shifts,
            }
            for day in sheet.days
        ],
        "items": [
            {
                "id": item.id,
                "day": item.day,
                "at": item.at,
                "minutes": item.minutes,
                "shortest": item.shortest,
                "drop": item.drop,
                "fixed": item.is_fixed,
                "session": item.session,
                "title": item.title,
                "goals": item.goals,
                "practises": item.practises,
            }
            for item in sheet.items
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def render_run_sheet(sheet: RunSheet, pictures: Mapping[str, str], environment: Environment) -> str:
    """Give the run sheet as one HTML document that needs nothing else.

    Args:
        sheet: what is in it.
        pictures: `data:` address of each picture by its site address.
        environment: the templates of the house; it needs the folder `run-sheet/`.
    """

    def shown(html: str) -> Markup:
        placed = _PICTURE.sub(lambda found: f'src="{escape(pictures[found[1]])}"', html)
        return Markup(placed)  # noqa: S704 - cleaned by markdown.safe

    style = served_text(STYLE, text_of(environment, STYLE)).strip()
    scripts = [served_text(name, text_of(environment, name)).strip() for name in SCRIPTS]
    html = environment.get_template("run-sheet/run-sheet.html").render(
        sheet=sheet,
        event=sheet.event,
        shown=shown,
        style=Markup(style),  # noqa: S704 - ours
        style_hash=hash_of(style),
        scripts=[(Markup(one), hash_of(one)) for one in scripts],  # noqa: S704 - ours
        plan=Markup(plan_data(sheet)),  # noqa: S704 - no tag can begin in it
        digits=DIGITS.get(sheet.digits, ""),
    )
    return localised(html, sheet.digits)
