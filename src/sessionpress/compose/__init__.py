"""From a toolkit to an edition: what one reader sees, in what order. No files, no HTML.

What a reader must not see is taken out here, before any text is converted. Every output is made
from an edition, so none of them can show it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sessionpress.content.cited import cited
from sessionpress.content.model import (
    AnswerOptions,
    Asset,
    Block,
    Event,
    Exercise,
    Header,
    Module,
    Page,
    Part,
    Sheet,
    Source,
    Text,
    Toolkit,
)
from sessionpress.content.questions import test_sheets
from sessionpress.content.refer import Addresses
from sessionpress.content.scan import scan_links
from sessionpress.memory import kept
from sessionpress.problems import Place
from sessionpress.schema import EVENT_STATUSES
from sessionpress.translation.adapted import with_pages
from sessionpress.translation.fields import translated
from sessionpress.translation.languages import Tongue, source_language
from sessionpress.translation.messages import Voice
from sessionpress.words import ENGLISH, Words, later, words


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody an edition is made for: `hidden` kinds of block are taken out of it."""

    name: str
    label: str
    folder: str
    hidden: frozenset[str]
    key: bool


PARTICIPANT = Reader(
    "participant",
    later("Participant's edition"),
    "site",
    frozenset({"notes", "answer", "slide"}),
    False,
)
FACILITATOR = Reader(
    "facilitator", later("Facilitator's edition"), "facilitator", frozenset(), True
)
READERS = {reader.name: reader for reader in (PARTICIPANT, FACILITATOR)}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page in an edition: where it belongs, and what it is about."""

    page: Page
    view: str
    module: Module | None = None
    exercise: Exercise | None = None
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the navigation: its pages, the opening one first, and sections inside it."""

    title: str
    leaves: tuple[Leaf, ...] = ()
    sections: tuple[Section, ...] = ()

    def all_leaves(self) -> Iterator[Leaf]:
        """Every page of the section, in reading order."""
        yield from self.leaves
        for section in self.sections:
            yield from section.all_leaves()


@dataclass(frozen=True, slots=True)
class Edition:
    """A toolkit for one reader in one language.

    `toolkit` holds only what this reader may see.
    """

    reader: Reader
    language: str
    toolkit: Toolkit
    sections: tuple[Section, ...]
    voice: Voice | None = None
    """Says the Markdown of its pages in its language; None for the source as it is written."""
    source: str = "en"
    """The language in which the toolkit is written, by its tag."""
    tongues: tuple[Tongue, ...] = ()
    """The languages in which it is made, the source first; none when there is only that."""

    @property
    def tongue(self) -> Tongue:
        """Its own language, as others know it."""
        own = (one for one in self.tongues if one.language.tag == self.language)
        return next(own, None) or Tongue(source_language(self.language))

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way its language is written."""
        return self.tongue.language.direction

    @property
    def words(self) -> Words:
        """The words of the interface in its language."""
        return self.voice.words if self.voice else ENGLISH

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every page in reading order."""
        return tuple(leaf for section in self.sections for leaf in section.all_leaves())


def compose(
    toolkit: Toolkit,
    reader: Reader,
    language: str,
    voice: Voice | None = None,
    tongues: tuple[Tongue, ...] = (),
) -> Edition:
    """Make the edition of a toolkit for one reader in one language, said by a voice."""
    said = toolkit
    if voice is not None:
        own = next((one.language.digits for one in tongues if one.language.tag == language), "latn")
        said = translated(with_pages(toolkit, voice.pages), voice, own)
    seen = _for_reader(said, reader)
    sections = tuple(_sections(seen))
    return Edition(reader, language, seen, sections, voice, toolkit.settings.language, tongues)


def _for_reader(toolkit: Toolkit, reader: Reader) -> Toolkit:
    modules = tuple(
        replace(module, pages=tuple(_page(page, reader) for page in module.pages))
        for module in toolkit.modules
    )
    exercises = tuple(
        replace(exercise, page=_page(exercise.page, reader)) for exercise in toolkit.exercises
    )
    docs = tuple(_page(page, reader) for page in toolkit.docs)
    seen = replace(toolkit, modules=modules, exercises=exercises, docs=docs)
    return replace(seen, assets=tuple(_used_assets(seen)), sources=_used_sources(seen))


def _page(page: Page, reader: Reader) -> Page:
    return kept(("seen", page.address), (page, reader), lambda: _seen(page, reader))


def _seen(page: Page, reader: Reader) -> Page:
    parts = tuple(_parts(page.parts, reader))
    return replace(page, parts=parts, links=tuple(scan_links(parts, page.path)))


def _used_assets(toolkit: Toolkit) -> Iterator[Asset]:
    """The files that a page of this edition points to; others are not its reader's business."""
    addresses = Addresses(toolkit)
    used = {
        target.address
        for page in toolkit.pages
        for link in page.links
        if (target := addresses.find(page.path, link.target))
    }
    return (asset for asset in toolkit.assets if asset.address in used)


def _used_sources(toolkit: Toolkit) -> dict[str, Source]:
    """The sources that this edition cites."""
    used = {key for _place, key in cited(toolkit)}
    return {key: source for key, source in toolkit.sources.items() if key in used}


def _parts(parts: tuple[Part, ...], reader: Reader, kind: str = "") -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Text):
            yield part if reader.key or kind != "question" else _without_key(part)
        elif part.kind not in reader.hidden or _is_shared(part):
            yield replace(part, parts=tuple(_parts(part.parts, reader, part.kind)))


def _is_shared(block: Block) -> bool:
    return isinstance(block.options, AnswerOptions) and block.options.shared


def _without_key(text: Text) -> Text:
    return replace(text, text=re.sub(r"^([-*+]) \[[xX]\]", r"\1 [ ]", text.text, flags=re.M))


def _sections(toolkit: Toolkit) -> Iterator[Section]:
    """The navigation: home, sessions, exercises, sheets, then the documents in their order."""
    home, others = _split_docs(toolkit.docs)
    if home:
        yield Section(home.title, (Leaf(home, home.shows or "page"),))
    if toolkit.modules:
        yield Section(words("Sessions"), (), tuple(_session(module) for module in toolkit.modules))
    if toolkit.exercises:
        exercises = (Leaf(one.page, "exercise", exercise=one) for one in _by_use(toolkit))
        yield Section(words("Exercises"), (_list("exercises", words("Exercises")), *exercises))
    sheets = tuple(_sheet_leaves(toolkit))
    if sheets:
        yield Section(words("Sheets"), (_list("sheets", words("Sheets")), *sheets))
    yield from others
    if toolkit.events:
        leaves = tuple(Leaf(_event_page(one), "event") for one in events_in_order(toolkit))
        opening = (_list("events", words("Events")),) if len(leaves) > 1 else ()
        yield Section(words("Events"), (*opening, *leaves))


def _list(view: str, title: str) -> Leaf:
    """A page that no file is written for: it opens a section by a table of its pages."""
    header = Header(Place(view), {})
    return Leaf(Page("", f"{view}/index.html", title, "", (), (), header), view)


def _by_use(toolkit: Toolkit) -> list[Exercise]:
    """Exercises in the order in which the sessions use them, then the free-standing ones."""
    used = [item.timed.exercise for module in toolkit.modules for item in module.items]
    place = {folder: used.index(folder) for folder in used}
    return sorted(
        toolkit.exercises,
        key=lambda one: (place.get(one.folder, len(used)), one.page.title.casefold()),
    )


def _sheet_leaves(toolkit: Toolkit) -> Iterator[Leaf]:
    """The page of each sheet, in the order in which the exercises are used; then the tests."""
    for exercise in _by_use(toolkit):
        for sheet in exercise.sheets:
            yield Leaf(_sheet_page(sheet), "sheet", exercise=exercise, sheet=sheet)
    for sheet in test_sheets(toolkit):
        yield Leaf(_sheet_page(sheet), "sheet", sheet=sheet)


def _sheet_page(sheet: Sheet) -> Page:
    header = Header(sheet.place, {})
    return Page(sheet.place.path, sheet.address, sheet.title, sheet.summary, (), (), header)


def events_in_order(toolkit: Toolkit) -> list[Event]:
    """Events that are planned, the next one first; past ones, the last one first; patterns."""

    def place(event: Event) -> tuple[int, int]:
        first = min((day.date for day in event.days), default=dt.date.max).toordinal()
        order = EVENT_STATUSES.index(event.status)
        return order, -first if event.status == "past" else first

    return sorted(toolkit.events, key=place)


def _event_page(event: Event) -> Page:
    header = Header(event.place, {})
    address = f"events/{event.id}.html"
    return Page(event.place.path, address, event.title, event.venue, (), (), header)


def _session(module: Module) -> Section:
    opening, *rest = module.pages
    leaves = [Leaf(opening, "session", module), *(Leaf(page, "page", module) for page in rest)]
    return Section(module.title, tuple(leaves))


def _split_docs(docs: tuple[Page, ...]) -> tuple[Page | None, list[Section]]:
    """The page that opens the site, and a section for each folder or single page of docs/."""
    home = next((page for page in docs if page.path == "docs/index.md"), None)
    groups: dict[str, list[Page]] = {}
    for page in docs:
        if page is not home:
            groups.setdefault(page.path.split("/")[1], []).append(page)
    sections = []
    for _name, pages in sorted(groups.items()):
        ordered = sorted(pages, key=lambda page: (not page.path.endswith("/index.md"), page.path))
        leaves = tuple(Leaf(page, _view(page)) for page in ordered)
        sections.append(Section(ordered[0].title, leaves))
    return home, sections


def _view(page: Page) -> str:
    return page.shows or ("country" if page.country else "page")
