"""The words that authors write: every header key, block kind and option, in tables.

The loader reads by these tables, the authors' guide is made from them, and a new key is a row.
A kind turns a YAML node into a Python value; what it cannot read it refuses in words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from sessionpress import yaml_source as yml
from sessionpress.names import words_id
from sessionpress.problems import Place, Problems, nearest
from sessionpress.words import later


class Refused(Exception):
    """A value that a kind cannot read: what is wrong, and what to do."""

    def __init__(self, message: str, advice: str, rule: str = "header-value") -> None:
        super().__init__(message)
        self.message, self.advice, self.rule = message, advice, rule


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is written (`words`, for people) and read (`read`, node and problems in)."""

    words: str
    read: Callable[[yml.Node, Problems], object]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a header or an option of a block."""

    name: str
    kind: Kind
    meaning: str
    example: str
    required: bool = False
    default: object = None


def _text(node: yml.Node) -> str:
    if isinstance(node, yml.Scalar):
        return " ".join(node.text.split())
    raise Refused(
        "a text is expected here, not a list or a group of keys.",
        "Write one line, in quotation marks when it holds a colon or a bracket.",
    )


def _list(node: yml.Node) -> tuple[yml.Node, ...]:
    if isinstance(node, yml.Sequence):
        return node.items
    raise Refused("a list is expected here.", "Write one item a line, each after a hyphen.")


def _scalar_kind(words: str, read: Callable[[str], object]) -> Kind:
    return Kind(words, lambda node, _problems: read(_text(node)))


def _list_of(item: Kind, words: str) -> Kind:
    def read(node: yml.Node, problems: Problems) -> tuple[object, ...]:
        return tuple(item.read(entry, problems) for entry in _list(node))

    return Kind(words, read)


def _some_text(text: str) -> str:
    if not text:
        raise Refused("the text is empty.", "Write it, or leave the key out.")
    return text


def _whole(low: int, high: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
            raise Refused(f'"{text}" is not {what}.', f"Write a whole number, {low} to {high}.")
        value = int(text)
        if not low <= value <= high:
            raise Refused(f"{value} is out of range.", f"Write a whole number, {low} to {high}.")
        return value

    return read


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise Refused(f'"{text}" cannot be an id.', "Use small letters, digits and single hyphens.")
    return text


def _edition(text: str) -> str:
    """A name that file systems take: it becomes a part of the names of downloads."""
    if not re.fullmatch(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*", text):
        raise Refused(f'"{text}" cannot be an edition.', "Use letters, digits, points and hyphens.")
    return text


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https://[^\s/?#]+\.[^\s]+", text):
        raise Refused(f'"{text}" is not a web address.', "Write it whole, from https:// on.")
    return text


YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def _yes_no(text: str) -> bool:
    if text.lower() not in YES_NO:
        raise Refused(f'"{text}" is neither yes nor no.', "Write yes or no.")
    return YES_NO[text.lower()]


def _date(text: str) -> dt.date:
    try:
        # Python reads 20300304 and 2030-W10-1 as well; people do not.
        if len(text) == len("2030-03-04") and "W" not in text:
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(f'"{text}" is not a date.', "Write it as 2030-03-04.")


def _as_of(text: str) -> str:
    """An ISO date of any precision: a year, a month or a day."""
    if not re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", text):
        raise Refused(f'"{text}" is not a date.', "Write 2030, 2030-07 or 2030-07-06.")
    if len(text) == len("2030-07-06"):
        _date(text)
    return text


def _reference(text: str) -> str:
    """A field of a sheet, or a column of a table field."""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+){1,2}", text):
        raise Refused(
            f'"{text}" names no field.', "Write sheet.field, or sheet.table.column for a column."
        )
    return text


def _clock(text: str) -> int:
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text)
    if not match:
        raise Refused(f'"{text}" is not a time.', 'Write hours and minutes, "09:30".')
    return int(match[1]) * 60 + int(match[2])


def _end_clock(text: str) -> int:
    """A time by which something ends; the day's last is 24:00."""
    return 24 * 60 if text == "24:00" else _clock(text)


def _zone(text: str) -> str:
    known = available_timezones()
    if text not in known:
        raise Refused(f'"{text}" is no time zone.', nearest(text, known))
    return text


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]+)?", text):
        raise Refused(f'"{text}" is not a number.', "Write it with a point: 0.5.")
    return float(text)


def choice(*names: str) -> Kind:
    """A kind whose value is one of `names`."""

    def read(text: str) -> str:
        if text not in names:
            raise Refused(f'"{text}" is not known here.', nearest(text, names))
        return text

    return _scalar_kind(f"one of {', '.join(names)}", read)


TEXT = _scalar_kind("a text", _some_text)
TEXTS = _list_of(TEXT, "a list of texts")
ID = _scalar_kind("an id: small letters, digits, hyphens", _identifier)
IDS = _list_of(ID, "a list of ids")
WHOLE = _scalar_kind("a whole number", _whole(0, 1_000_000, "a whole number"))
COUNT = _scalar_kind("a whole number from 1", _whole(1, 100_000, "a whole number"))
NUMBERS = _list_of(COUNT, "a list of whole numbers")
TABLE = _scalar_kind("a whole number from 2", _whole(2, 100, "a whole number"))
MINUTES = _scalar_kind("a whole number of minutes", _whole(1, 600, "a whole number of minutes"))
EDITION = _scalar_kind("letters, digits, points, hyphens", _edition)
YES = _scalar_kind("yes or no", _yes_no)
WEB = _scalar_kind("a web address, https://", _web_address)
DATE = _scalar_kind("a date, 2030-03-04", _date)
AS_OF = _scalar_kind("a date, a month or a year: 2030-07-06, 2030-07, 2030", _as_of)
TIME = _scalar_kind('a time of day in quotation marks, "09:30"', _clock)
END_TIME = _scalar_kind('a time of day in quotation marks, "17:45" or "24:00"', _end_clock)
ZONE = _scalar_kind("a time zone by its IANA name, Etc/UTC", _zone)
NUMBER = _scalar_kind("a number", _number)
DAYS = _scalar_kind("a number of days, -56 or 30", _whole(-1000, 1000, "a number of days"))
REFERENCE = _scalar_kind("a field: sheet.field or sheet.table.column", _reference)
REFERENCES = _list_of(REFERENCE, "a list of fields: sheet.field or sheet.table.column")
CODES = _list_of(TEXT, "a list of codes from the table of places")


@dataclass(frozen=True, slots=True)
class Material:
    """Something to bring: how many of what, for each of whom."""

    text: str
    count: int = 1
    per: str = "room"


PER = ("person", "pair", "country", "table", "room")


def _material(text: str) -> Material:
    match = re.fullmatch(r"(\d+) per (\w+): (.+)", text)
    if not match:
        return Material(text)
    if match[2] not in PER:
        raise Refused(f'"per {match[2]}" is not known.', nearest(match[2], PER))
    return Material(match[3], int(match[1]), match[2])


MATERIALS = _list_of(
    _scalar_kind("material", _material), 'a list such as "2 per table: marker pens"'
)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen: `id` stands in files, `text` is what people read."""

    id: str
    text: str


OPTION_KEYS = (
    Key("id", ID, "Name of the option in files of answers.", "not-yet", True),
    Key("text", TEXT, "What people read.", "Not yet", True),
)


def _option(node: yml.Node, problems: Problems) -> Option:
    if isinstance(node, yml.Mapping):
        values = read_record(node, OPTION_KEYS, problems)
        return Option(str(values["id"] or ""), str(values["text"] or ""))
    text = _some_text(_text(node))
    return Option(words_id(text), text)


OPTIONS = _list_of(
    Kind("option", _option),
    "a list of texts, or of groups with id and text where a text may change",
)


@dataclass(frozen=True, slots=True)
class Formula:
    """What a computed field holds: `function` of the numbers in the fields or columns `names`."""

    function: str
    names: tuple[str, ...]


FUNCTIONS = {
    "sum": later("the sum"),
    "mean": later("the mean"),
    "median": later("the middle value"),
    "min": later("the smallest"),
    "max": later("the largest"),
    "spread": later("the largest less the smallest"),
    "count": later("how many are filled in"),
}
"""What can be computed, in words. Blanks are left out; of no number at all, only count is known."""


def _formula(text: str) -> Formula:
    match = re.fullmatch(r"([a-z]+)\((.+)\)", text)
    if not match:
        raise Refused(
            f'"{text}" cannot be computed.', "Write a function of fields: median(first, second)."
        )
    if match[1] not in FUNCTIONS:
        raise Refused(f'"{match[1]}" is no function here.', nearest(match[1], FUNCTIONS))
    return Formula(match[1], tuple(name.strip() for name in match[2].split(",")))


FORMULA = _scalar_kind("a function of fields: median(first, second)", _formula)

Record = Mapping[str, object]


def read_record(
    node: yml.Node,
    keys: Sequence[Key],
    problems: Problems,
    unknown: str = "header-key",
    missing: str = "header-required",
    noun: str = "key",
) -> dict[str, object]:
    """Read a group of keys by a table of `Key` rows.

    Args:
        node: the group; anything else is a problem.
        keys: the rows that may stand in it.
        problems: takes every unknown, missing and unreadable value.
        unknown: rule for a key that is not in `keys`.
        missing: rule for a required key that is not there.
        noun: what a key is called in messages.

    Returns:
        A value for each row of `keys`; the row's default where none could be read.
    """
    values = {key.name: key.default for key in keys}
    if not isinstance(node, yml.Mapping):
        problems.add(
            "header-shape",
            node.place,
            "a group of keys is expected here.",
            'Write each as "name: value" on a line of its own.',
        )
        return values
    known = {key.name: key for key in keys}
    for name, value in node.entries.items():
        place = node.places[name]
        if name not in known:
            problems.add(unknown, place, f'unknown {noun} "{name}".', nearest(name, known))
            continue
        try:
            values[name] = known[name].kind.read(value, problems)
        except Refused as refusal:
            rule = refusal.rule if unknown == "header-key" else unknown
            problems.add(rule, place, f"{name}: {refusal.message}", refusal.advice)
    for key in keys:
        if key.required and key.name not in node.entries:
            problems.add(
                missing,
                node.place,
                f'the {noun} "{key.name}" is missing.',
                f"Add it: {key.name}: {key.example}",
            )
    return values


def records(keys: Sequence[Key], words: str) -> Kind:
    """A kind whose value is a list of groups of keys, each with its place."""

    def read(node: yml.Node, problems: Problems) -> tuple[tuple[Record, Place], ...]:
        return tuple((read_record(item, keys, problems), item.place) for item in _list(node))

    return Kind(words, read)


def record(keys: Sequence[Key], words: str) -> Kind:
    """A kind whose value is one group of keys."""
    return Kind(words, lambda node, problems: read_record(node, keys, problems))


def _rows(node: yml.Node, _problems: Problems) -> int | tuple[str, ...]:
    if isinstance(node, yml.Sequence):
        return tuple(_text(item) for item in node.items)
    return _whole(1, 60, "a number of rows")(_text(node))


ROWS = Kind("a number of empty rows, or a list of row labels", _rows)

STATUSES = ("complete", "outline")
GROUPS = ("alone", "pairs", "countries", "country-pairs", "tables", "plenary")

TOOLKIT_KEYS = (
    Key("id", ID, "Short name, used in file names of downloads.", "digital-skills", True),
    Key("title", TEXT, "Name of the toolkit.", "Digital skills toolkit", True),
    Key("subtitle", TEXT, "A line below the name on the cover.", "Six sessions", default=""),
    Key("edition", EDITION, "Name of this edition, on every page and document.", '"2030.1"', True),
    Key("date", DATE, "Date of this edition; documents carry it.", "2030-03-01", True),
    Key("language", TEXT, "Language tag of the sources.", "en", default="en"),
    Key("publisher", TEXT, "Who stands behind the toolkit.", "Ministry of Skills", True),
    Key("notice", TEXT, "Legal lines shown in every footer and imprint.", "CC BY-SA 4.0", True),
    Key("event", ID, "The event whose clock the facilitator's edition shows.", "spring-2030"),
    Key(
        "outcomes",
        records(
            (
                Key("id", ID, "Name by which objectives refer to it.", "insight", True),
                Key("text", TEXT, "What participants have at the end.", "See trends", True),
            ),
            "a list of groups with id and text",
        ),
        "What the whole workshop is for; each session's objectives serve one of them.",
        "- {id: insight, text: See trends}",
        True,
    ),
    Key(
        "home-edition",
        TEXT,
        "Edition of the figures that the workshop used; shown first.",
        '"2028"',
        default="",
    ),
    Key(
        "update-edition",
        TEXT,
        "Later edition of the figures, shown beside it.",
        '"2030"',
        default="",
    ),
    Key(
        "chart-indicator",
        TEXT,
        "Indicator, as table.name, that the overview compares.",
        "survey.egdi",
        default="",
    ),
    Key(
        "chart-parts",
        TEXTS,
        "Indicators, as table.name, whose profile is drawn for each member.",
        "[survey.osi, survey.hci]",
        default=(),
    ),
    Key("chart-group", TEXT, "Place code of the mean beside a member.", "WLD", default=""),
    Key(
        "abstract",
        TEXT,
        "What the toolkit is, in a paragraph for catalogues.",
        "Six sessions for public officials.",
        default="",
    ),
    Key("keywords", TEXTS, "Words by which catalogues find it.", "[data, skills]", default=()),
    Key("audience", TEXT, "For whom it is, in a few words.", "Public officials", default=""),
    Key(
        "licence",
        TEXT,
        "Licence of the content, by its short name in the SPDX list.",
        "CC-BY-SA-4.0",
        default="",
    ),
    Key(
        "licence-url",
        WEB,
        "Where that licence can be read.",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        default="",
    ),
    Key(
        "contact",
        TEXT,
        "Address of an office, not of a person, that answers for the toolkit.",
        "toolkit@example.org",
        default="",
    ),
)

OBJECTIVE_KEYS = (
    Key("id", ID, "Name by which items, exercises and questions refer to it.", "s1-read", True),
    Key("text", TEXT, "What participants can do; begins with an observable verb.", "Map", True),
    Key("outcome", ID, "The outcome of the workshop that it serves.", "insight", True),
)

MODULE_KEYS = (
    Key("title", TEXT, "Title of the session.", "Reading the figures", True),
    Key("session", COUNT, "Number of the session, from 1 without a gap.", "1", True),
    Key(
        "status",
        choice(*STATUSES),
        "Whether the session is complete or an outline; readers see an outline marked.",
        "complete",
        default="complete",
    ),
    Key("summary", TEXT, "One or two sentences for the overview.", "What figures say.", True),
    Key(
        "objectives",
        records(OBJECTIVE_KEYS, "a list of groups with id, text and outcome"),
        "What participants can do afterwards.",
        "- {id: s1-read, text: Read a card, outcome: insight}",
        True,
    ),
    Key("sdgs", TEXTS, "SDG targets that the session serves.", '["16.6"]', default=()),
    Key("bring", TEXTS, "What participants bring.", "[Your strategy]", default=()),
    Key("needs", IDS, "Sheets taken over from earlier sessions.", "[country-card]", default=()),
    Key("gives", IDS, "Sheets that this session hands on.", "[road-map]", default=()),
    Key("sources", TEXTS, "Keys of general sources of the session.", "[survey-30]", default=()),
)

PAGE_KEYS = (
    Key("title", TEXT, "Title of the page.", "How to read a card", True),
    Key("summary", TEXT, "One or two sentences under the title.", "What it shows.", default=""),
)

VIEWS = (
    "home",
    "members",
    "downloads",
    "sources",
    "glossary",
    "keys",
    "objectives",
    "languages",
)

STEP_KEYS = (
    Key("heading", TEXT, "Id of a heading on the page.", "eight-weeks-before", True),
    Key("days", DAYS, "Days after the last day; before the first day if negative.", "-56", True),
)
DOC_KEYS = (
    *PAGE_KEYS,
    Key(
        "shows",
        choice(*VIEWS),
        "What the generator adds to the page: the home cards, the overview of members, the "
        "downloads, the list of sources, the glossary, the tables of keys, blocks and rules, "
        "where each objective is taught, practised and assessed, or how far each translation is.",
        "members",
    ),
    Key("country", TEXT, "Code of the member whose figures the page shows.", "ABC"),
    Key(
        "door",
        choice("participants", "facilitators", "translators", "hosts"),
        "The card on the home page that leads to this page.",
        "participants",
        default="",
    ),
    Key("print", YES, "Whether the book of the whole toolkit holds the page.", "no", default=True),
    Key("translate", YES, "Whether translators are given the page.", "no", default=True),
    Key(
        "steps",
        records(STEP_KEYS, "a list of groups with heading and days"),
        "Headings of an organiser's checklist, with days before or after an event. The dates stand "
        "on the facilitator's page of each event, and in the calendar there.",
        "- {heading: eight-weeks-before, days: -56}",
        default=(),
    ),
)

EXERCISE_KEYS = (
    Key("title", TEXT, "Name of the exercise.", "Card sort", True),
    Key("summary", TEXT, "Its purpose in one or two sentences.", "See what matters.", True),
    Key("objectives", IDS, "Objectives that it practises.", "[s1-read]", True),
    Key("minutes", MINUTES, "Planned minutes.", "25", True),
    Key("shortest", MINUTES, "Fewest minutes in which it is still worth doing.", "15", True),
    Key("group", choice(*GROUPS), "Who works together.", "tables", True),
    Key("materials", MATERIALS, "What must be there.", '["2 per table: pens"]', default=()),
    Key("cards", COUNT, "Which table of its page is cut, a row a card.", "1", default=0),
    Key("sources", TEXTS, "Keys of sources.", "[survey-30]", default=()),
)

COLUMN_KINDS = ("text", "number", "date", "choice", "member", "computed")
COLUMN_KEYS = (
    Key("id", ID, "Name of the column.", "actor", True),
    Key("label", TEXT, "What stands above the column.", "Actor", True),
    Key("kind", choice(*COLUMN_KINDS), "What is written in it.", "text", default="text"),
    Key("options", OPTIONS, "Options of choice.", "[low, middle, high]", default=()),
    Key("compute", FORMULA, "Of other columns of the row, for computed.", "sum(cost, fees)"),
    Key("min", NUMBER, "Smallest number.", "1"),
    Key("max", NUMBER, "Largest number.", "4"),
)

FIELD_KINDS = (
    "text",
    "long-text",
    "number",
    "date",
    "choice",
    "choices",
    "scale",
    "table",
    "member",
    "computed",
)
"""`member` is a choice of the members in the table of places."""
FIELD_KEYS = (
    Key("id", ID, "Name of the field, unique in the sheet.", "first-gap", True),
    Key("kind", choice(*FIELD_KINDS), "What is filled in.", "long-text", True),
    Key("label", TEXT, "The question or label.", "The first gap", True),
    Key("help", TEXT, "A sentence that helps to answer.", "One sentence.", default=""),
    Key("section", TEXT, "A heading above the field.", "Evidence", default=""),
    Key("levels", TEXTS, "Described levels of a scale, lowest first.", "[none, all]", default=()),
    Key("options", OPTIONS, "Options of choice and choices.", "[Yes, No]", default=()),
    Key(
        "compute",
        FORMULA,
        "Of other fields, or table.column, for computed.",
        "median(one, two, three)",
    ),
    Key("lines", COUNT, "Lines of space on paper.", "4", default=1),
    Key(
        "rows",
        ROWS,
        "Rows of a table: a number of empty ones, which may grow, or labels, which are fixed.",
        "8",
        default=6,
    ),
    Key(
        "columns",
        records(COLUMN_KEYS, "a list of groups with id, label and kind"),
        "Columns of a table.",
        "- {id: actor, label: Actor}",
        default=(),
    ),
    Key(
        "from",
        TEXT,
        "Field of another sheet that fills it: sheet.field. Tables pass on the columns of one id.",
        "card.gap",
        default="",
    ),
    Key("required", YES, "Whether it must be filled.", "yes", default=False),
    Key("example", TEXT, "An example answer.", "Land records", default=""),
    Key("limit", COUNT, "Most characters.", "300"),
    Key("min", NUMBER, "Smallest number.", "0"),
    Key("max", NUMBER, "Largest number.", "100"),
)

WHO = ("person", "pair", "country", "table", "all")
PAPERS = ("A4", "A3")
ORIENTATIONS = ("portrait", "landscape")
SHEET_KEYS = (
    Key("title", TEXT, "Title of the sheet.", "Country card", True),
    Key("who", choice(*WHO), "Who fills it together.", "country", True),
    Key("summary", TEXT, "What the sheet is for.", "Notes on the card.", default=""),
    Key("paper", choice(*PAPERS), "Size on which it is printed.", "A3", default="A4"),
    Key(
        "orientation",
        choice(*ORIENTATIONS),
        "How the paper is held; wide tables want landscape.",
        "landscape",
        default="portrait",
    ),
    Key(
        "profile",
        YES,
        "Whether the levels of its sections are drawn as a profile, for reading, never ranking.",
        "yes",
        default=False,
    ),
    Key(
        "fields",
        records(FIELD_KEYS, "a list of fields"),
        "What is filled in, in order.",
        "- {id: gap, kind: text, label: Gap}",
        True,
    ),
)

LEAD_KEY = Key(
    "lead",
    TEXT,
    "Who leads it, one of the roles in leads; the first of them by default.",
    "Co-facilitator",
    default="",
)
FIXED_KEYS = (
    Key("at", TIME, "When it begins.", '"12:30"', True),
    Key("minutes", MINUTES, "How long it takes.", "75", True),
    Key("title", TEXT, "What it is.", "Lunch", True),
    LEAD_KEY,
)
SLOT_KEYS = (
    Key("session", COUNT, "Number of the session.", "1", True),
    Key(
        "from",
        TIME,
        "When the slot begins; by default when the slot before it is over.",
        '"09:30"',
    ),
    Key(
        "to",
        END_TIME,
        "When the slot ends; by default when the items of the session are over.",
        '"11:45"',
    ),
    LEAD_KEY,
)
EVENT_FORMATS = ("in-person", "online")
EVENT_STATUSES = ("planned", "past", "pattern")
DAY_KEYS = (
    Key("date", DATE, "The day.", "2030-03-04", True),
    Key("start", TIME, "When the day begins.", '"09:00"', True),
    Key("end", END_TIME, "When the day ends, 24:00 at the latest.", '"17:45"', True),
    Key(
        "fixed",
        records(FIXED_KEYS, "a list of groups with at, minutes and title"),
        "What cannot move: opening, breaks, meals, prayer times.",
        '- {at: "12:30", minutes: 75, title: Lunch}',
        default=(),
    ),
    Key(
        "slots",
        records(SLOT_KEYS, "a list of groups with session, from and to"),
        "Which sessions run, in order, and when. A session may have several slots. Where from and "
        "to are left out, the clock follows from the minutes of the items and the fixed points.",
        "- session: 1",
        True,
    ),
)
EVENT_KEYS = (
    Key("title", TEXT, "Name of the delivery.", "Spring course", True),
    Key("place", TEXT, "Where it is held.", "Training centre", True),
    Key(
        "time-zone",
        ZONE,
        "IANA time zone; without one, times are local.",
        "Etc/UTC",
        default="",
    ),
    Key("participants", COUNT, "How many people take part.", "16", True),
    Key("countries", COUNT, "How many countries take part.", "8", default=1),
    Key("table-size", TABLE, "How many sit at a table, at most.", "4", default=4),
    Key(
        "format",
        choice(*EVENT_FORMATS),
        "Whether people meet in a room or online.",
        "online",
        default="in-person",
    ),
    Key(
        "status",
        choice(*EVENT_STATUSES),
        "Planned, past (kept as an archive), or a pattern to copy, whose dates are examples.",
        "pattern",
        default="planned",
    ),
    Key("note", TEXT, "What readers must know of the event.", "Bring a coat.", default=""),
    Key("aims", TEXTS, "What the event is for, a sentence each.", "[Agree on a plan]", default=()),
    Key(
        "bring",
        TEXTS,
        "What participants bring, beside what the sessions ask for.",
        "[A laptop or a phone]",
        default=(),
    ),
    Key(
        "leads",
        TEXTS,
        "Roles that lead, the usual one first; never names of persons.",
        "[Lead facilitator, Co-facilitator]",
        default=(),
    ),
    Key(
        "contact",
        TEXT,
        "The role that answers questions, never a person or an address.",
        "Office of the organiser",
        default="",
    ),
    Key(
        "left-out",
        NUMBERS,
        "Numbers of the sessions that it leaves out; participants may read them.",
        "[1, 6]",
        default=(),
    ),
    Key("days", records(DAY_KEYS, "a list of days"), "The days, in order.", "- date: ...", True),
)

DATED_KEYS = (
    Key("date", REFERENCE, "A date: a field, or a column of a table.", "pledge.give-date", True),
    Key(
        "what",
        REFERENCES,
        "Fields beside the date that say what happens then; columns of its row in a table.",
        "[pledge.we-give, pledge.receiver]",
        True,
    ),
    Key("as", TEXT, "A word for this kind of date.", "Gives", default=""),
)
CONSENT_KEYS = (
    Key("field", REFERENCE, "A choice in which people say who may see the sheet.", "card.ok", True),
    Key("allows", IDS, "Options with which the report may show it.", "[all-countries]", True),
)
SHOWS = (
    "answers",
    "side-by-side",
    "match",
    "common",
    "counts",
    "by-row",
    "dates",
    "profile",
    "gain",
)
"""What a section of the report can show; `answers.report` has a function for each."""

SECTION_KEYS = (
    Key("title", TEXT, "Heading of the section.", "What was asked and offered", True),
    Key("text", TEXT, "A sentence or two below the heading.", "As written.", default=""),
    Key(
        "show",
        choice(*SHOWS),
        "What stands in it. Answers: a row for each hand-in, a column for each field. "
        "Side-by-side: a column for each hand-in, a row for each field. Match: rows of one "
        "table against rows of another. Common: who chose which option. Counts: how many "
        "chose it, nobody named. By-row: the same for each row of a table with fixed rows, in "
        "columns of choice. Dates: what happens when, by date. Profile: the levels of the "
        "sections of a sheet, how far they lie apart, and what to talk about first. Gain: right "
        "answers to the questions before and after, by objective.",
        "side-by-side",
        True,
    ),
    Key(
        "of",
        REFERENCES,
        "The fields shown by answers, side-by-side, common, counts and by-row. Answers are of one "
        "sheet, columns by row of one table.",
        "[road-map.outcome, road-map.steps]",
        default=(),
    ),
    Key("asks", REFERENCE, "The table of what is asked, for match.", "board.needs", default=""),
    Key(
        "offers", REFERENCE, "The table of what is offered, for match.", "board.offers", default=""
    ),
    Key("by", ID, "The column that both tables share, for match.", "topic", default=""),
    Key(
        "dates",
        records(DATED_KEYS, "a list of groups with date, what and as"),
        "The dates, for dates.",
        "- {date: pledge.give-date, what: [pledge.we-give]}",
        default=(),
    ),
    Key("sheet", ID, "The sheet whose levels profile shows.", "assessment", default=""),
    Key("chart", YES, "Whether common and counts are drawn too.", "yes", default=False),
    Key(
        "to-write",
        TEXTS,
        "What people must add by hand; each becomes a marked place in the document.",
        '["Which two needs come first?"]',
        default=(),
    ),
)
LIKENESSES = ("similar", "different")
FIGURE_KEYS = (
    Key("table", TEXT, "Table of figures.", "survey", True),
    Key("indicator", TEXT, "Column of it; its newest figures count.", "online", True),
    Key(
        "want",
        choice(*LIKENESSES),
        "Whether partners had better have figures that are near each other or far apart.",
        "similar",
        True,
    ),
)
PAIRING_KEYS = (
    Key("needs", REFERENCE, "The table of what each country needs.", "board.needs", True),
    Key("offers", REFERENCE, "The table of what each country offers.", "board.offers", True),
    Key("by", ID, "The column of both tables that must say the same.", "topic", True),
    Key("need", ID, "The column that says what is needed.", "need", True),
    Key("offer", ID, "The column that says what is offered.", "offer", True),
    Key(
        "shown-if",
        records(CONSENT_KEYS, "a list of groups with field and allows"),
        "Who may see the sheet. Without one of these options its needs and offers are not used.",
        "- {field: board.may-show, allows: [all-countries, partner]}",
        default=(),
    ),
    Key(
        "figures",
        records(FIGURE_KEYS, "a list of groups with table, indicator and want"),
        "Figures that decide where needs and offers say the same for two pairs.",
        "- {table: survey, indicator: online, want: similar}",
        default=(),
    ),
)
EVALUATION_KEYS = (
    Key("title", TEXT, "Title of the report.", "Report of the workshop", True),
    Key("subtitle", TEXT, "A line below it.", "Draft for the ministries", default=""),
    Key("intro", TEXT, "What the report is, at its beginning.", "A draft to edit.", default=""),
    Key(
        "consent",
        records(CONSENT_KEYS, "a list of groups with field and allows"),
        "Sheets on which people say who may see them. Without one of these options nothing of "
        "the sheet is shown in the report, and the report says so.",
        "- {field: board.may-show, allows: [all-countries]}",
        default=(),
    ),
    Key(
        "sections",
        records(SECTION_KEYS, "a list of sections"),
        "The sections, in order.",
        "- {title: Road maps, show: answers, of: [road-map.outcome]}",
        True,
    ),
)
REPORT_KEYS = (
    *EVALUATION_KEYS,
    Key(
        "pairing",
        record(PAIRING_KEYS, "a group with needs, offers, by, need and offer"),
        "What pairs of countries are proposed from.",
        "{needs: board.needs, offers: board.offers, by: topic, need: need, offer: offer}",
    ),
)

DIRECTIONS = ("ltr", "rtl")
DIGITS = ("latn", "arab", "arabext", "beng")
LANGUAGE_KEYS = (
    Key("tag", TEXT, "Its BCP 47 tag; the folder of its files has this name.", "ar", True),
    Key("name", TEXT, "What its readers call it; shown in the menu.", "العربية", True),
    Key("direction", choice(*DIRECTIONS), "Which way it is written; the CLDR knows.", "rtl"),
    Key(
        "digits",
        choice(*DIGITS),
        "Digits of numbers that the generator writes: latn 123, arab ١٢٣, arabext ۱۲۳, beng ১২৩.",
        "latn",
        default="latn",
    ),
    Key(
        "threshold",
        _scalar_kind("a share in percent", _whole(1, 100, "a share in percent")),
        "Share of the participants' words that must be translated before its edition is made.",
        "60",
        default=60,
    ),
    Key("owner", TEXT, "The office or team that answers for it, never a person.", "A ministry"),
    Key("books", YES, "Whether PDFs are made in it, not the site alone.", "no", default=True),
)
ADAPTED_KEYS = (
    *PAGE_KEYS,
    Key(
        "translated-from",
        TEXT,
        "Marks of the blocks of the source that it was made from; `translate stamp` writes them.",
        "cbef.75ae",
        default="",
    ),
)
LANGUAGES_KEYS = (
    Key(
        "languages",
        records(LANGUAGE_KEYS, "a list of languages"),
        "The languages, in the order of the menu.",
        "- {tag: ar, name: العربية}",
        True,
    ),
)

INDICATOR_KEYS = (
    Key("label", TEXT, "Full name.", "People using the Internet", True),
    Key("short", TEXT, "Short name for charts and table heads.", "Internet use", default=""),
    Key("unit", TEXT, "Unit shown after the value.", '"%"', default=""),
    Key("decimals", WHOLE, "Digits after the point when shown.", "4", default=0),
    Key("min", NUMBER, "Smallest possible value.", "0"),
    Key("max", NUMBER, "Largest possible value.", "1"),
    Key("text", YES, "Whether the column holds words, not numbers.", "no", default=False),
)
TABLE_KEYS = (
    Key("title", TEXT, "What the table is.", "Access and use", True),
    Key("file", TEXT, "CSV file beside this one.", "access.csv", True),
    Key("source", TEXT, "Key of the source that readers are shown.", "survey-30", True),
    Key("item", TEXT, "A second key column, such as the city.", "city", default=""),
    Key(
        "indicators",
        Kind("a group of indicators by column name", lambda node, _problems: node),
        "The columns that hold values.",
        "egdi: {label: Index}",
        True,
    ),
)

TIMED_KEYS = (
    Key("minutes", MINUTES, "Planned minutes; an exercise's own by default.", "15"),
    Key("shortest", MINUTES, "Fewest minutes that still work.", "10"),
    Key("drop", YES, "Whether it may be dropped when time is short.", "yes", default=False),
    Key("objectives", IDS, "Objectives that it teaches or practises.", "[s1-read]", default=()),
    Key("group", choice(*GROUPS), "Who works together.", "tables"),
    Key("materials", MATERIALS, "What must be there.", '["1 per table: flip chart"]'),
    Key("exercise", TEXT, "Folder of the exercise that it runs.", "card-sort", default=""),
)
CASE_KEYS = (
    Key("country", TEXT, "Code of the place it tells of.", "ABC", True),
    Key("source", TEXT, "Key of its source.", "survey-30", True),
    Key("as-of", AS_OF, "Until when it is known to hold.", "2030-07", True),
)
QUESTION_KEYS = (
    Key("objective", ID, "The objective that it asks about.", "s1-read", True),
    Key("form", choice("A", "B"), "The test form in which it stands.", "A", True),
)
ANSWER_KEYS = (
    Key("shared", YES, "Whether participants may see it, folded away.", "no", default=False),
)
CHART_SHAPES = ("parts", "trend", "spread")
CHART_KEYS = (
    Key("table", TEXT, "Table of figures that is drawn.", "survey", True),
    Key("show", choice(*CHART_SHAPES), "Shape of the chart.", "trend", True),
    Key("indicator", TEXT, "Column drawn in trend and spread.", "egdi", default=""),
    Key("places", CODES, "Codes of places, in the order drawn.", "[ABC, WLD]", True),
    Key("editions", TEXTS, "Editions drawn.", "[2028, 2030]", default=()),
)


@dataclass(frozen=True, slots=True)
class BlockKind:
    """One kind of block: its options, what may hold it, who sees it."""

    name: str
    meaning: str
    keys: tuple[Key, ...] = ()
    inside: tuple[str, ...] = ("",)
    title: bool = True
    participant: str = "Yes"
    facilitator: str = "Yes"
    example: str = field(default="", kw_only=True)


PAGE = ""
TIMED = ("talk", "activity", "discussion")

BLOCKS: dict[str, BlockKind] = {
    kind.name: kind
    for kind in (
        BlockKind(
            "talk",
            "Somebody explains something to the room.",
            TIMED_KEYS,
            participant="Yes, with its minutes",
            facilitator="With shortest time, objectives, materials and clock",
        ),
        BlockKind(
            "activity",
            "Participants do something; needs a variant without power.",
            TIMED_KEYS,
            participant="Yes, with its minutes",
            facilitator="With shortest time, objectives, materials and clock",
        ),
        BlockKind(
            "discussion",
            "Participants talk something through.",
            TIMED_KEYS,
            participant="Yes, with its minutes",
            facilitator="With shortest time, objectives, materials and clock",
        ),
        BlockKind(
            "without-power",
            "How an item runs without electricity, projector or network.",
            inside=(PAGE, *TIMED),
            title=False,
        ),
        BlockKind(
            "notes",
            "Say, Ask, Do, Watch for: for the facilitator only.",
            inside=(PAGE, *TIMED, "case", "question"),
            title=False,
            participant="Never",
        ),
        BlockKind(
            "answer",
            "A model answer, or why an option is right.",
            ANSWER_KEYS,
            inside=(PAGE, *TIMED, "question"),
            title=False,
            participant="Only with shared: yes; folded on the site, at the back in print",
            facilitator="In place",
        ),
        BlockKind(
            "slide",
            "One idea for the screen.",
            inside=(PAGE, *TIMED),
            participant="Only on the screen of the room",
            facilitator="In the slides of the session, and in place",
        ),
        BlockKind(
            "case",
            "What a country did, what came of it, what remains open.",
            CASE_KEYS,
            inside=(PAGE, *TIMED),
        ),
        BlockKind(
            "keypoint",
            "What to remember; gathered at the end of the session.",
            inside=(PAGE, *TIMED),
            title=False,
        ),
        BlockKind(
            "question",
            "A question with options, for the tests before and after.",
            QUESTION_KEYS,
            participant="Without its key",
            facilitator="With its key",
        ),
        BlockKind(
            "chart",
            "A chart drawn from the figures, with a table beside it.",
            CHART_KEYS,
            inside=(PAGE, *TIMED, "slide", "case"),
        ),
    )
}


KEY_TABLES = (
    ("toolkit.yml", "toolkit", TOOLKIT_KEYS),
    ("modules/*/index.md", "module", MODULE_KEYS),
    ("Each of its objectives", "objective", OBJECTIVE_KEYS),
    ("Other pages of modules/", "page", PAGE_KEYS),
    ("Pages of docs/", "doc", DOC_KEYS),
    ("Each step of an organiser's checklist", "step", STEP_KEYS),
    ("exercises/*/index.md", "exercise", EXERCISE_KEYS),
    ("Sheets, exercises/*/*.yml", "sheet", SHEET_KEYS),
    ("Each field of a sheet", "field", FIELD_KEYS),
    ("Each column of a table field", "column", COLUMN_KEYS),
    ("Each option with an id of its own", "option", OPTION_KEYS),
    ("report.yml, the report of what was handed in", "report", REPORT_KEYS),
    ("evaluation.yml, the report on the workshop itself", "evaluation", EVALUATION_KEYS),
    ("Each section of the report", "section", SECTION_KEYS),
    ("Each kind of date in a section", "dated", DATED_KEYS),
    ("Each sheet with a choice of who may see it", "consent", CONSENT_KEYS),
    ("Pairing in report.yml", "pairing", PAIRING_KEYS),
    ("Each of the figures for pairing", "pairing-figure", FIGURE_KEYS),
    ("A page that replaces another in one language, index.ar.md", "adapted", ADAPTED_KEYS),
    ("translations/languages.yml", "languages", LANGUAGES_KEYS),
    ("Each language", "language", LANGUAGE_KEYS),
    ("events/*.yml", "event", EVENT_KEYS),
    ("Each day of an event", "day", DAY_KEYS),
    ("Each fixed point of a day", "fixed", FIXED_KEYS),
    ("Each slot of a day", "slot", SLOT_KEYS),
    ("Each table in data/tables.yml", "table", TABLE_KEYS),
    ("Each indicator of a table", "indicator", INDICATOR_KEYS),
)
"""Caption, name and rows of every table of keys, for the authors' reference."""
