"""From an edition to finished pages: text converted, blocks in their form, views put around it.

A page is rendered once and serves every output; links stay `sp:ADDRESS#id` until an output turns
them into its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from sessionpress.charts import Chart
from sessionpress.clock import Entry, agenda, day_entries, planned, shortest
from sessionpress.compose import Edition, Leaf
from sessionpress.content.load import block_ids
from sessionpress.content.model import (
    AnswerOptions,
    Block,
    CaseOptions,
    ChartOptions,
    Event,
    Figure,
    Module,
    Objective,
    Page,
    Sheet,
    Table,
    Territory,
    Text,
    TimedOptions,
    blocks,
)
from sessionpress.content.refer import author_name, author_year
from sessionpress.markdown.convert import Converter
from sessionpress.problems import RULES
from sessionpress.render.book import Heading, PageHtml
from sessionpress.render.doors import Door, doors
from sessionpress.render.drawing import draw, short_name
from sessionpress.render.references import Bibliography, Reference
from sessionpress.schema import BLOCKS, KEY_TABLES, BlockKind, Key

MARK = re.compile(r"<sp-block n=\"(\d+)\">|</sp-block>")
HEADING = re.compile(r"<h([2-6])[^>]*? id=\"([^\"]*)\"[^>]*>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A finished page of an edition; `removed` names markup that was not on the safe list."""

    leaf: Leaf
    title: str
    summary: str
    html: str
    headings: tuple[Heading, ...]
    removed: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it is published."""
        return self.leaf.page.address

    @property
    def key(self) -> str:
        """A name for it that is unique in a book."""
        return page_key(self.address)

    @property
    def print_page(self) -> PageHtml:
        """The page as the books take it."""
        return PageHtml(self.key, self.address, self.title, self.html, self.headings)


def page_key(address: str) -> str:
    """Make a key of letters, digits and hyphens from an address; other letters become numbers."""
    stem = address.removesuffix(".html").lower()
    return re.sub(
        r"[^a-z0-9]",
        lambda match: "-" if match[0] in "/-_. " else f"x{ord(match[0]):x}",
        stem,
    )


class PageRenderer:
    """Renders the pages of one edition."""

    def __init__(self, edition: Edition, environment: Environment) -> None:
        self._edition = edition
        self._environment = environment
        self._converter = Converter(edition)
        self._toolkit = edition.toolkit
        self._bibliography = Bibliography(edition.toolkit.sources)
        self._block_form = environment.get_template("blocks/block.html")

    def all(self) -> Iterator[RenderedPage]:
        """Render every page in reading order."""
        for leaf in self._edition.leaves:
            yield self.render(leaf)

    def render(self, leaf: Leaf) -> RenderedPage:
        """Render one page."""
        page = leaf.page
        converted = self._converter.convert(page)
        levels = heading_levels(page)
        ids = block_ids(page)
        text = Markup(self._fold(converted.html, converted.blocks, levels, ids, page))  # noqa: S704
        keys = [
            *converted.cited,
            *_case_sources(page),
            *(leaf.module.sources if leaf.view == "session" and leaf.module else ()),
            *(leaf.exercise.sources if leaf.exercise else ()),
        ]
        template = self._environment.get_template(f"views/{leaf.view}.html")
        html = template.render(
            edition=self._edition,
            toolkit=self._toolkit,
            leaf=leaf,
            page=page,
            text=text,
            say=self._converter.text,
            references=self._references(leaf, keys),
            view=View(self._edition, leaf, self._converter),
        )
        html = html.strip()
        return RenderedPage(
            leaf,
            self._converter.text(page.title),
            self._converter.text(
                leaf.module.summary if leaf.view == "session" and leaf.module else page.summary
            ),
            html,
            tuple(_headings(html)),
            converted.removed,
        )

    def _references(self, leaf: Leaf, keys: list[str]) -> list[Reference]:
        if leaf.view == "sources":
            return self._bibliography.entries()
        return self._bibliography.entries(keys)

    def _fold(
        self,
        html: str,
        found: tuple[Block, ...],
        levels: dict[int, int],
        ids: dict[int, str],
        page: Page,
    ) -> str:
        """Put each marked block into its form, inner ones first."""
        stack: list[tuple[Block | None, list[str]]] = [(None, [])]
        at = 0
        for match in MARK.finditer(html):
            stack[-1][1].append(html[at : match.start()])
            at = match.end()
            if match[1] is not None:
                stack.append((found[int(match[1])], []))
                continue
            block, pieces = stack.pop()
            if block is None:
                raise ValueError(f"{page.path}: a block mark without a block")
            inner = Markup("".join(pieces))  # noqa: S704 - cleaned by markdown.safe
            line = block.place.line
            stack[-1][1].append(self._block(block, inner, levels[line], ids.get(line, ""), page))
        stack[-1][1].append(html[at:])
        return "".join(stack[0][1])

    def _block(self, block: Block, inner: Markup, level: int, name: str, page: Page) -> str:
        options = block.options
        chart: Chart | None = None
        if isinstance(options, ChartOptions):
            prefix = f"chart-{page_key(page.address)}-{name}"
            prefix = re.sub(r"[^A-Za-z0-9_.-]", "", prefix)
            chart = draw(options, self._converter.text(block.title), prefix, self._toolkit)
        case = options if isinstance(options, CaseOptions) else None
        return self._block_form.render(
            block=block,
            title=self._converter.text(block.title),
            inner=inner,
            level=level,
            id=name,
            timed=options if isinstance(options, TimedOptions) else None,
            case=case,
            case_country=short_name(case.country, self._toolkit) if case else "",
            shared=isinstance(options, AnswerOptions) and options.shared,
            chart=chart,
            chart_table=self._toolkit.tables[options.table]
            if isinstance(options, ChartOptions)
            else None,
            exercise=self._toolkit.exercise(options.exercise)
            if isinstance(options, TimedOptions)
            else None,
            reader=self._edition.reader,
            case_source=self._source_name(case.source) if case else "",
            sources_page=self._converter.page_that_shows("sources"),
        )

    def _source_name(self, key: str) -> str:
        source = self._toolkit.sources.get(key)
        return author_year(source) if source else key


def heading_levels(page: Page) -> dict[int, int]:
    """The heading level of each block's title, by its line: one below the heading above it."""
    levels: dict[int, int] = {}
    above = 1
    for part in page.parts:
        if isinstance(part, Text):
            marks = re.findall(r"^(#{2,6})[ \t]", part.text, flags=re.MULTILINE)
            above = len(marks[-1]) if marks else above
        else:
            _mark(part, above + 1, levels)
    return levels


def _mark(block: Block, level: int, levels: dict[int, int]) -> None:
    levels[block.place.line] = min(level, 6)
    for part in block.parts:
        if isinstance(part, Block):
            _mark(part, level + (1 if block.title else 0), levels)


def _case_sources(page: Page) -> Iterator[str]:
    for block in blocks(page.parts, "case"):
        if isinstance(block.options, CaseOptions):
            yield block.options.source


def _headings(html: str) -> Iterator[Heading]:
    for match in HEADING.finditer(html):
        plain = Markup(match[3]).striptags()  # noqa: S704 - cleaned by markdown.safe
        yield Heading(int(match[1]), match[2], plain)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line of a country's table: label, and value by edition."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the templates of the views ask for, computed when they ask."""

    edition: Edition
    leaf: Leaf
    converter: Converter

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
        name = self.edition.toolkit.settings.event
        return next((one for one in self.edition.toolkit.events if one.id == name), None)

    @property
    def running_order(self) -> list[tuple[Page, Block, str, int]]:
        """Each item of the session: its page, the item, its id there, and its start by clock.

        The start is in minutes after midnight, -1 when no event gives the session time.
        """
        starts = {id(entry.block): entry.start for entry in self._entries()}
        rows = []
        for page in self._module.pages:
            ids = block_ids(page)
            for part in page.parts:
                if isinstance(part, Block) and isinstance(part.options, TimedOptions):
                    name = ids.get(part.place.line, "")
                    rows.append((page, part, name, starts.get(id(part), -1)))
        return rows

    def _entries(self) -> tuple[Entry, ...]:
        event = self.event
        if event is None:
            return ()
        return tuple(entry for entry in agenda(event, self.edition.toolkit.modules) if entry.block)

    def event_of(self, path: str) -> Event:
        """The event that a file declares."""
        return next(one for one in self.edition.toolkit.events if one.place.path == path)

    def agenda_of(self, event: Event) -> list[tuple[str, tuple[Entry, ...]]]:
        """The agenda of an event by day, as ISO date and entries."""
        days = day_entries(agenda(event, self.edition.toolkit.modules))
        return [(date.isoformat(), entries) for date, entries in days.items()]

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

    def sheets(self, names: tuple[str, ...]) -> list[tuple[Sheet, str]]:
        """Sheets by their ids, each with the address at which it stands."""
        return [
            (sheet, f"{exercise.page.address}#sheet-{sheet.id}")
            for name in names
            for exercise in self.edition.toolkit.exercises
            for sheet in exercise.sheets
            if sheet.id == name
        ]

    def goals(self, names: tuple[str, ...]) -> list[Objective]:
        """Objectives by their ids."""
        return [goal for goal in self.edition.toolkit.objectives if goal.id in names]

    def origin(self, name: str) -> str:
        """The field that another field is filled from, in words: sheet, then label."""
        sheet_id, _dot, field_id = name.partition(".")
        for sheet in self.edition.toolkit.sheets:
            for field in sheet.fields:
                if (sheet.id, field.id) == (sheet_id, field_id):
                    return f"{sheet.title}: {field.label}"
        return name

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
