"""The toolkit as plain values: what the folders say, once they are read.

Everything here is frozen, and nothing here knows of files, HTML or readers. Minutes are summed by
`sessionpress.clock`, never stored. Paths are relative to the toolkit's folder, with slashes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sessionpress.problems import Place
from sessionpress.schema import Formula, Material, Option
from sessionpress.signs import ENGLISH, Signs


@dataclass(frozen=True, slots=True)
class Text:
    """Ordinary Markdown between blocks; `line` is its first line in the file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class TimedOptions:
    """Options of talk, activity and discussion, with what an exercise lends."""

    minutes: int
    shortest: int
    drop: bool
    objectives: tuple[str, ...]
    group: str
    materials: tuple[Material, ...]
    exercise: str


@dataclass(frozen=True, slots=True)
class CaseOptions:
    """Options of case: place code, source key, ISO date of any precision."""

    country: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class QuestionOptions:
    """Options of question: the objective's id, and the test form A or B."""

    objective: str
    form: str


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """Options of answer: whether participants may see it."""

    shared: bool


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """Options of chart: which figures, in which shape, of which places."""

    table: str
    show: str
    indicator: str
    places: tuple[str, ...]
    editions: tuple[str, ...]


Options = TimedOptions | CaseOptions | QuestionOptions | AnswerOptions | ChartOptions | None


@dataclass(frozen=True, slots=True)
class Block:
    """One `/// kind | Title` block with what stands inside it."""

    kind: str
    title: str
    options: Options
    parts: tuple[Part, ...]
    place: Place
    named: str = ""
    """The title in the language of the source, of which its id is made, where it is translated."""

    @property
    def timed(self) -> TimedOptions:
        """The options of a timed block; a TypeError for any other."""
        if not isinstance(self.options, TimedOptions):
            raise TypeError(f"a {self.kind} block has no minutes")
        return self.options


Part = Text | Block


def walk(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Give every text and block, outer before inner, in the order of the file."""
    for part in parts:
        yield part
        if isinstance(part, Block):
            yield from walk(part.parts)


def blocks(parts: tuple[Part, ...], *kinds: str) -> Iterator[Block]:
    """Give every block of the named kinds (of all kinds when none is named)."""
    for part in walk(parts):
        if isinstance(part, Block) and (not kinds or part.kind in kinds):
            yield part


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image as written: where it stands and what it points to."""

    place: Place
    target: str
    image: bool


@dataclass(frozen=True, slots=True)
class Header:
    """Where the keys of a header or of a settings file stand."""

    start: Place
    keys: Mapping[str, Place]

    def place(self, key: str) -> Place:
        """The line of a key; the first line of the file when the key is not written."""
        return self.keys.get(key, self.start)


@dataclass(frozen=True, slots=True)
class Step:
    """A heading of an organiser's checklist, by its id, and when its time has come.

    `days` are counted from the last day of an event; from its first day when negative.
    """

    heading: str
    days: int
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """A page of text: its file, its address on the site, its parts."""

    path: str
    address: str
    title: str
    summary: str
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    header: Header
    shows: str = ""
    country: str = ""
    door: str = ""
    print: bool = True
    translate: bool = True
    language: str = ""
    """The tag of the language in which it was written, where it replaces a page of the source."""
    anchors: tuple[str, ...] = ()
    """The ids that a page which it replaces has: links lead to them."""
    steps: tuple[Step, ...] = ()

    @property
    def place(self) -> Place:
        """The first line of its file."""
        return self.header.start


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the whole workshop is for."""

    id: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Objective:
    """What participants can do after a session, and the outcome that it serves."""

    id: str
    text: str
    outcome: str
    place: Place


@dataclass(frozen=True, slots=True)
class Module:
    """A workshop session: its header, and its pages with the opening one first."""

    folder: str
    number: int
    title: str
    status: str
    summary: str
    objectives: tuple[Objective, ...]
    sdgs: tuple[str, ...]
    bring: tuple[str, ...]
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    sources: tuple[str, ...]
    pages: tuple[Page, ...]

    @property
    def header(self) -> Header:
        """Where the keys of the session stand: they open its first page."""
        return self.pages[0].header

    @property
    def place(self) -> Place:
        """The first line of its opening page."""
        return self.header.start

    @property
    def items(self) -> tuple[Block, ...]:
        """Talks, activities and discussions in running order."""
        return tuple(
            part
            for page in self.pages
            for part in page.parts
            if isinstance(part, Block) and isinstance(part.options, TimedOptions)
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table field; what a kind does not use is empty."""

    id: str
    label: str
    kind: str
    options: tuple[Option, ...]
    formula: Formula | None
    low: float | None
    high: float | None
    place: Place


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a sheet; what a kind does not use is empty.

    `rows` are the labels of a table's rows, which are fixed; empty texts for rows without labels,
    of which there may be more (`grows`). `origin` is the field of another sheet, as sheet.field,
    that fills it.
    """

    id: str
    kind: str
    label: str
    help: str
    section: str
    levels: tuple[str, ...]
    options: tuple[Option, ...]
    formula: Formula | None
    lines: int
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    origin: str
    required: bool
    example: str
    limit: int | None
    low: float | None
    high: float | None
    place: Place

    @property
    def grows(self) -> bool:
        """Whether a table may get more rows than are printed."""
        return self.kind == "table" and not any(self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A fillable template, declared once. `paper` is A4 or A3."""

    id: str
    title: str
    who: str
    summary: str
    paper: str
    orientation: str
    profile: bool
    fields: tuple[Field, ...]
    place: Place

    @property
    def address(self) -> str:
        """Where its page is published."""
        return f"sheets/{self.id}.html"

    def field(self, name: str) -> Field | None:
        """Find a field by its id."""
        return next((one for one in self.fields if one.id == name), None)


@dataclass(frozen=True, slots=True)
class Exercise:
    """How to run an exercise, and the sheets that it fills.

    `cards` is the number of the table on its page of which each row is a card to cut; 0 for none.
    """

    folder: str
    page: Page
    objectives: tuple[str, ...]
    minutes: int
    shortest: int
    group: str
    materials: tuple[Material, ...]
    sources: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    cards: int = 0


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """Something in a day that cannot move; times in minutes after midnight."""

    at: int
    minutes: int
    title: str
    place: Place
    lead: str = ""

    @property
    def end(self) -> int:
        """When it is over, in minutes after midnight."""
        return self.at + self.minutes


@dataclass(frozen=True, slots=True)
class Slot:
    """When a session runs; times in minutes after midnight, None where they are computed."""

    session: int
    start: int | None
    end: int | None
    place: Place
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an event; times in minutes after midnight."""

    date: dt.date
    start: int
    end: int
    fixed: tuple[FixedPoint, ...]
    slots: tuple[Slot, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Event:
    """One delivery of the workshop.

    `format` is in-person or online, `status` planned, past or pattern. `leads` are roles, the
    usual one first; `contact` is a role too. `left_out` are numbers of sessions.
    """

    id: str
    title: str
    venue: str
    time_zone: str
    participants: int
    countries: int
    table_size: int
    days: tuple[Day, ...]
    place: Place
    format: str = "in-person"
    status: str = "planned"
    aims: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    contact: str = ""
    left_out: tuple[int, ...] = ()
    bring: tuple[str, ...] = ()
    note: str = ""

    @property
    def address(self) -> str:
        """Where its page is published."""
        return f"events/{self.id}.html"

    @property
    def tables(self) -> tuple[int, ...]:
        """How many people sit at each table: as even as can be, and nobody alone."""
        people = self.participants
        wanted = -(-people // self.table_size)
        count = max(1, min(wanted, people // 2))
        return tuple(people // count + (number < people % count) for number in range(count))


@dataclass(frozen=True, slots=True)
class Indicator:
    """A column of figures: names, unit, digits shown and possible range."""

    name: str
    label: str
    short: str
    unit: str
    decimals: int
    low: float | None
    high: float | None
    text: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One value: `text` as shown to readers, `number` as computed with (None for words)."""

    text: str
    number: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one place in one edition; blanks are left out."""

    place_code: str
    edition: str
    item: str
    figures: dict[str, Figure]
    source: str
    date: str
    status: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures with the source that readers are shown."""

    name: str
    title: str
    source: str
    item: str
    indicators: dict[str, Indicator]
    rows: tuple[Row, ...]

    def figure(self, indicator: str, place_code: str, edition: str) -> Figure | None:
        """Find one value; None where it is blank."""
        for row in self.rows:
            if row.place_code == place_code and row.edition == edition:
                return row.figures.get(indicator)
        return None

    @property
    def editions(self) -> tuple[str, ...]:
        """All editions, oldest first."""
        return tuple(sorted({row.edition for row in self.rows if row.edition}))


@dataclass(frozen=True, slots=True)
class Territory:
    """A row of the table of places: a member, a mean of members, or the world."""

    code: str
    name: str
    kind: str
    joined: str
    slug: str


@dataclass(frozen=True, slots=True)
class Source:
    """A work that is cited; `record` is its CSL-JSON object."""

    key: str
    record: dict[str, object]
    place: Place


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term: the forms that are recognised in text, and what it means.

    `definition` is plain text, `markdown` the same as its author wrote it.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    definition: str
    markdown: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """An image that pages refer to, with its bytes; its size is in CSS pixels, 0 when not known."""

    path: str
    address: str
    data: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Dated:
    """A kind of date in the report: where it stands, and the fields that say what happens then."""

    date: str
    what: tuple[str, ...]
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Consent:
    """A choice in which people say who may see a sheet, and the options that allow the report."""

    field: str
    allows: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of the report as declared; what its `show` does not use is empty.

    `fields`, `asks` and `offers` name fields as sheet.field or sheet.table.column.
    """

    title: str
    text: str
    show: str
    fields: tuple[str, ...]
    asks: str
    offers: str
    by: str
    dates: tuple[Dated, ...]
    sheet: str
    chart: bool
    to_write: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PairingFigure:
    """A column of figures in which partners had better be similar or different, as `want` says."""

    table: str
    indicator: str
    want: str
    place: Place


@dataclass(frozen=True, slots=True)
class PairingPlan:
    """What pairs are proposed from: two tables of sheets, and the columns that are read.

    `needs` and `offers` name tables as sheet.table; `by`, `need` and `offer` are columns of them.
    """

    needs: str
    offers: str
    by: str
    need: str
    offer: str
    consents: tuple[Consent, ...]
    figures: tuple[PairingFigure, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """A report of what was handed in, as `report.yml` or `evaluation.yml` declares it."""

    name: str
    title: str
    subtitle: str
    intro: str
    consents: tuple[Consent, ...]
    sections: tuple[ReportSection, ...]
    place: Place
    pairing: PairingPlan | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """What catalogues, search engines and hosts are told; what is not known is empty."""

    abstract: str = ""
    keywords: tuple[str, ...] = ()
    audience: str = ""
    licence: str = ""
    licence_url: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `toolkit.yml` says."""

    id: str
    title: str
    subtitle: str
    edition: str
    date: dt.date
    language: str
    publisher: str
    notice: str
    event: str
    home_edition: str
    update_edition: str
    chart_indicator: str
    chart_parts: tuple[str, ...]
    chart_group: str
    header: Header
    imprint: Imprint = Imprint()


@dataclass(frozen=True, slots=True)
class Toolkit:
    """Everything that one folder of content holds."""

    settings: Settings
    outcomes: tuple[Outcome, ...]
    modules: tuple[Module, ...]
    exercises: tuple[Exercise, ...]
    docs: tuple[Page, ...]
    events: tuple[Event, ...]
    tables: dict[str, Table]
    territories: tuple[Territory, ...]
    sources: dict[str, Source]
    terms: tuple[Term, ...]
    assets: tuple[Asset, ...]
    report: ReportPlan | None = None
    evaluation: ReportPlan | None = None
    tests: tuple[Sheet, ...] = ()
    """The tests in another language; those of the source are made of the questions."""
    signs: Signs = ENGLISH

    @property
    def reports(self) -> tuple[ReportPlan, ...]:
        """Every report that is declared."""
        return tuple(one for one in (self.report, self.evaluation) if one)

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page: sessions, exercises, documents."""
        return (
            *(page for module in self.modules for page in module.pages),
            *(exercise.page for exercise in self.exercises),
            *self.docs,
        )

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Every objective, in the order of the sessions."""
        return tuple(goal for module in self.modules for goal in module.objectives)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet, in the order of the exercises."""
        return tuple(sheet for exercise in self.exercises for sheet in exercise.sheets)

    @property
    def members(self) -> tuple[Territory, ...]:
        """The places that are members, in the order of the table."""
        return tuple(place for place in self.territories if place.kind == "member")

    def sheet(self, name: str) -> Sheet | None:
        """Find a sheet by its id."""
        return next((one for one in self.sheets if one.id == name), None)

    def territory(self, code: str) -> Territory | None:
        """Find a place by its code."""
        return next((place for place in self.territories if place.code == code), None)

    def exercise(self, folder: str) -> Exercise | None:
        """Find an exercise by the name of its folder."""
        return next((one for one in self.exercises if one.folder == folder), None)
