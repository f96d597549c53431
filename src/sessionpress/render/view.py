"""What the templates of the views ask for: running orders, agendas, figures, charts, doors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from sessionpress.answers.carry import sources
from sessionpress.answers.cells import field_cells, revision
from sessionpress.answers.report import days_in_words
from sessionpress.charts import Chart
from sessionpress.clock import (
    Entry,
    Stretch,
    agenda,
    day_entries,
    planned,
    shortest,
    stretches,
)
from sessionpress.compose import Edition, Leaf, events_in_order
from sessionpress.content.load import block_ids
from sessionpress.content.model import (
    Block,
    ChartOptions,
    Event,
    Exercise,
    Field,
    Figure,
    Module,
    Objective,
    Page,
    Sheet,
    Table,
    Territory,
    TimedOptions,
    blocks,
)
from sessionpress.content.refer import author_name
from sessionpress.content.trace import Trace, traces
from sessionpress.markdown.convert import Converter
from sessionpress.problems import RULES
from sessionpress.render.agenda import Milestone, milestones
from sessionpress.render.book import headings_of
from sessionpress.render.carried import field_words, origins_data, sources_data
from sessionpress.render.doors import Door, doors
from sessionpress.render.drawing import draw, short_name
from sessionpress.schema import BLOCKS, KEY_TABLES, BlockKind, Key


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line of a country's table: label, and value by edition."""

    label: str
    values: tuple[str, ...]


class Clock:
    """When the items of an edition begin, by the event whose clock is shown."""

    def __init__(self, edition: Edition) -> None:
        """Nothing is laid out before it is asked for."""
        self._toolkit = edition.toolkit

    @property
    def event(self) -> Event | None:
        """The event whose clock is shown."""
        name = self._toolkit.settings.event
        return next((one for one in self._toolkit.events if one.id == name), None)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every item that has its time, of all sessions: laid out once for all pages."""
        if self.event is None:
            return ()
        return tuple(one for one in agenda(self.event, self._toolkit.modules) if one.block)


@dataclass(frozen=True, slots=True)
class View:
    """What the templates of the views ask for, computed when they ask."""

    edition: Edition
    leaf: Leaf
    converter: Converter
    clock: Clock

    @property
    def planned(self) -> int:
        """Planned minutes of the session."""
        return planned(self._module.items)

    @property
    def shortest(self) -> int:
        """Fewest minutes of the session."""
        return shortest(self._module.items)

    def minutes(self, module: Module) -> int:
        """Planned minutes of any session."""
        return planned(module.items)

    @property
    def _module(self) -> Module:
        if self.leaf.module is None:
            raise ValueError(f"{self.leaf.page.path} is not a page of a session")
        return self.leaf.module

    @property
    def event(self) -> Event | None:
        """The event whose clock is shown."""
        return self.clock.event

    @property
    def running_order(self) -> list[tuple[Page, Block, str, int]]:
        """Each item of the session: its page, the item, its id there, and its start by clock.

        The start is in minutes after midnight, -1 when no event gives the session time.
        """
        starts = {id(entry.block): entry.start for entry in self.clock.entries}
        rows = []
        for page in self._module.pages:
            ids = block_ids(page)
            for part in page.parts:
                if isinstance(part, Block) and isinstance(part.options, TimedOptions):
                    name = ids.get(part.place.line, "")
                    rows.append((page, part, name, starts.get(id(part), -1)))
        return rows

    def event_of(self, path: str) -> Event:
        """The event that a file declares."""
        return next(one for one in self.edition.toolkit.events if one.place.path == path)

    def events(self) -> list[Event]:
        """Every event: those that are planned, those that are over, patterns."""
        return events_in_order(self.edition.toolkit)

    def dates_of(self, event: Event) -> str:
        """The first and the last day of an event, in words."""
        return days_in_words(sorted(day.date for day in event.days), self.edition.language)

    def sessions_of(self, event: Event) -> list[Module]:
        """The sessions that an event runs."""
        given = {slot.session for day in event.days for slot in day.slots}
        return [one for one in self.edition.toolkit.modules if one.number in given]

    def left_out_of(self, event: Event) -> list[Module]:
        """The sessions that an event leaves out."""
        return [one for one in self.edition.toolkit.modules if one.number in event.left_out]

    def milestones(self, event: Event) -> tuple[Milestone, ...]:
        """The organiser's dates for an event; none for participants."""
        return milestones(
            self.edition, event, lambda page: headings_of(self.converter.convert(page).html)
        )

    def session(self, number: int) -> Module | None:
        """The session of a number; none of 0."""
        return next((one for one in self.edition.toolkit.modules if one.number == number), None)

    def agenda_of(self, event: Event) -> list[tuple[dt.date, tuple[Stretch, ...]]]:
        """The agenda of an event by day, as date and what goes on without a stop."""
        days = day_entries(agenda(event, self.edition.toolkit.modules))
        return [(date, stretches(entries)) for date, entries in days.items()]

    @property
    def keypoints(self) -> list[Markup]:
        """The key points of the session, in order, as HTML."""
        return [
            Markup(self.converter.fragment(page, block))  # noqa: S704 - cleaned
            for page in self._module.pages
            for block in blocks(page.parts, "keypoint")
        ]

    def exercise_minutes(self, folder: str) -> str:
        """Sessions in which an exercise is run, in words."""
        numbers = [
            str(module.number)
            for module in self.edition.toolkit.modules
            if any(item.timed.exercise == folder for item in module.items)
        ]
        return ", ".join(numbers)

    def exercises(self) -> list[Exercise]:
        """Every exercise, in the order of use."""
        return [
            leaf.exercise
            for leaf in self.edition.leaves
            if leaf.exercise and leaf.view == "exercise"
        ]

    def all_sheets(self) -> list[tuple[Sheet, Exercise | None]]:
        """Every sheet that has a page, with its exercise; the tests belong to none."""
        return [(leaf.sheet, leaf.exercise) for leaf in self.edition.leaves if leaf.sheet]

    def sheets(self, names: tuple[str, ...]) -> list[tuple[Sheet, str]]:
        """Sheets by their ids, each with the address at which it stands."""
        return [
            (sheet, sheet.address)
            for name in names
            for sheet in self.edition.toolkit.sheets
            if sheet.id == name
        ]

    def goals(self, names: tuple[str, ...]) -> list[Objective]:
        """Objectives by their ids."""
        return [goal for goal in self.edition.toolkit.objectives if goal.id in names]

    def outcomes_of(self, goals: Iterable[Objective]) -> list[str]:
        """The outcomes of the workshop that objectives serve, each once, in words."""
        served = {goal.outcome for goal in goals}
        return [one.text for one in self.edition.toolkit.outcomes if one.id in served]

    def origin(self, name: str) -> str:
        """The field that another field is filled from, in words: sheet, then label."""
        sheet_id, _dot, field_id = name.partition(".")
        sheet = self._sheets.get(sheet_id)
        field = sheet.field(field_id) if sheet else None
        return field_words(sheet, field) if sheet and field else name

    @property
    def _sheets(self) -> dict[str, Sheet]:
        return {sheet.id: sheet for sheet in self.edition.toolkit.sheets}

    def origins_of(self, field: Field) -> str:
        """Where a field of a sheet can be filled from, as data for the script of the page."""
        return origins_data(field, self._sheets)

    def sources_of(self, sheet: Sheet) -> tuple[Sheet, ...]:
        """The sheets that can fill some field of a sheet."""
        return sources(sheet, self._sheets)

    def sources_data(self, sheet: Sheet) -> str:
        """Title and revision of these sheets, as data for the script of the page."""
        return sources_data(sheet, self._sheets)

    def revision_of(self, sheet: Sheet) -> str:
        """What changes when answers to an older sheet may no longer fit."""
        return revision(sheet)

    def choices(self, field: Field) -> list[tuple[str, str]]:
        """What can be ticked in a field, as it stands in files, and in words."""
        cell = next(field_cells(field))
        return [(option.id, option.text) for option in cell.options]

    def page_of(self, code: str) -> str:
        """The address of the page about a member; empty when there is none."""
        pages = self.edition.toolkit.docs
        return next((page.address for page in pages if page.country == code), "")

    @property
    def doors(self) -> list[Door]:
        """Where each kind of reader goes first."""
        return doors(self.edition)

    @property
    def key_tables(self) -> tuple[tuple[str, str, tuple[Key, ...]], ...]:
        """Every table of header keys, for the authors' reference."""
        return KEY_TABLES

    @property
    def option_tables(self) -> list[tuple[str, str, tuple[Key, ...]]]:
        """The options of each kind of block that has any; kinds with the same options together."""
        together: dict[tuple[Key, ...], list[str]] = {}
        for kind in BLOCKS.values():
            if kind.keys:
                together.setdefault(kind.keys, []).append(kind.name)
        return [
            (f"Options of {', '.join(names)}", names[0], keys) for keys, names in together.items()
        ]

    @property
    def block_kinds(self) -> list[BlockKind]:
        """Every kind of block."""
        return list(BLOCKS.values())

    def traces(self, module: Module) -> list[Trace]:
        """Where each objective of a session is taught, practised and assessed."""
        return list(traces(module))

    @property
    def rules(self) -> list[tuple[str, str]]:
        """Every rule with its meaning."""
        return sorted(RULES.items())

    @property
    def country(self) -> Territory:
        """The member that the page is about."""
        place = self.edition.toolkit.territory(self.leaf.page.country)
        if place is None:
            raise ValueError(f"{self.leaf.page.path} names no place")
        return place

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions shown beside each other: the workshop's, and the update."""
        settings = self.edition.toolkit.settings
        return tuple(filter(None, (settings.home_edition, settings.update_edition)))

    @property
    def chart_table(self) -> Table | None:
        """The table of the indicator that the overview compares."""
        name = self.edition.toolkit.settings.chart_indicator.partition(".")[0]
        return self.edition.toolkit.tables.get(name)

    def survey_rows(self, table: Table, code: str) -> list[FactRow]:
        """Every indicator of a table for a place, one column an edition shown."""
        return [
            FactRow(
                indicator.label,
                tuple(_shown(table.figure(name, code, one)) for one in self.editions),
            )
            for name, indicator in table.indicators.items()
        ]

    def latest(self, table: Table, code: str) -> list[tuple[str, str, str]]:
        """The newest value of each indicator: label, value, edition; blanks left out."""
        rows = []
        for name, indicator in table.indicators.items():
            known = [
                (row.edition, row.figures[name])
                for row in table.rows
                if row.place_code == code and name in row.figures and not row.item
            ]
            if known:
                edition, figure = max(known, key=lambda pair: pair[0])
                rows.append((indicator.label, figure.text, edition))
        return rows

    def other_tables(self) -> list[Table]:
        """The tables beside that of the charts that have one row a place, not one an item."""
        return [
            table
            for table in self.edition.toolkit.tables.values()
            if table is not self.chart_table and not table.item
        ]

    def source_line(self, table: Table) -> str:
        """The source of a table, as readers are shown it: who, and which work."""
        source = self.edition.toolkit.sources.get(table.source)
        if source is None:
            return ""
        title = str(source.record["title"])
        who = author_name(source)
        return title if who == title else f"{who}, {title}"

    def later(self, place: Territory) -> bool:
        """Whether a member joined after the edition that the workshop used."""
        return bool(place.joined) and place.joined[:4] > self.edition.toolkit.settings.home_edition

    def profile(self, code: str, edition: str) -> Chart:
        """The parts of the index for a place beside the comparison group."""
        settings = self.edition.toolkit.settings
        table = settings.chart_parts[0].partition(".")[0]
        places = tuple(filter(None, (code, settings.chart_group)))
        title = f"{short_name(code, self.edition.toolkit)}, {edition}"
        options = ChartOptions(table, "parts", "", places, (edition,))
        return draw(options, title, f"profile-{code.lower()}-{edition}", self.edition.toolkit)

    def overview(self) -> Chart:
        """All members and means for the compared indicator, in the editions shown."""
        settings = self.edition.toolkit.settings
        table, _dot, name = settings.chart_indicator.partition(".")
        indicator = self.edition.toolkit.tables[table].indicators[name]
        places = tuple(
            place.code for place in self.edition.toolkit.territories if place.kind != "other"
        )
        options = ChartOptions(table, "spread", name, places, self.editions)
        return draw(options, indicator.label, "overview", self.edition.toolkit)

    def value(self, table: Table, indicator: str, code: str, edition: str) -> str:
        """One figure as text; a dash where it is blank."""
        return _shown(table.figure(indicator, code, edition))


def _shown(figure: Figure | None) -> str:
    return figure.text if figure else "–"
