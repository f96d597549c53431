"""A toolkit of any number of pages, in our own layout, made from a seed.

`files(pages)` gives the whole folder as a mapping; the same number gives the same bytes. A page
of a session has about 600 to 1,200 words for participants, and beside them what real material
has: headings, lists, a table with its caption, a picture, notes at the foot, links, citations,
figures by name, blocks of every kind. What only facilitators see stands in the sources too.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from benchmarks.prose import WORDS, Prose

SEED = "toolkit"
FEWEST = 14
PAGES_A_SESSION = 8
GROUPS = ("alone", "pairs", "countries", "tables", "plenary")
OUTCOMES = ("insight", "building-blocks", "hands-on", "road-map")
EDITIONS = ("2024", "2026", "2028", "2030")
INDICATORS = {"reach": "Share of people reached", "trust": "Trust", "speed": "Answers in time"}
PLACES = (
    *("Alderland", "Birchia", "Cedaria", "Dunmark", "Elmstan", "Fernland", "Gorsia"),
    *("Hazelmark", "Ivoria", "Junipera"),
)
TERM_KINDS = (
    *("open", "shared", "basic", "local", "common", "national", "mobile", "trusted", "public"),
    *("simple", "regional", "joint"),
)
TERM_THINGS = (
    *("register", "service standard", "data model", "help desk", "pilot", "baseline"),
    *("feedback loop", "action plan", "service window", "identity"),
)
FOLDERS = ("use", "run", "host", "read", "plan", "learn", "join", "care", "ask", "show")
SECTIONS = ("Steps", "What good looks like", "Debrief", "Without power", "Online")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of what make a toolkit of so many pages.

    `sessions` holds the pages of each session; four pages stand alone: home, glossary, sources
    and the event.
    """

    sessions: tuple[int, ...]
    exercises: int
    docs: int
    terms: int
    sources: int


@dataclass(frozen=True, slots=True)
class Names:
    """What pages may refer to: (path, title) of pages, folders of exercises, keys of sources."""

    pages: tuple[tuple[str, str], ...]
    exercises: tuple[str, ...]
    sources: tuple[str, ...]
    terms: tuple[str, ...]


Files = dict[str, bytes]


def shape(pages: int) -> Shape:
    """Share out a number of pages, `FEWEST` at the least, as a real toolkit does."""
    exercises, docs = max(1, pages // 25), pages // 10
    rest = pages - 4 - exercises - docs
    count = max(2, round(rest / PAGES_A_SESSION))
    sizes = tuple(rest // count + (number < rest % count) for number in range(count))
    return Shape(sizes, exercises, docs, min(120, 20 + pages // 5), 20 + pages * 2 // 5)


def write(folder: Path, pages: int) -> None:
    """Write a toolkit into a folder."""
    for name, data in files(pages).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def files(pages: int) -> Files:
    """Every file of a toolkit by its path, in order."""
    plan = shape(pages)
    names = _names(plan)
    made: Files = {}
    for path, content in _everything(plan, names):
        made[path] = content.encode() if isinstance(content, str) else content
    return dict(sorted(made.items()))


def _everything(plan: Shape, names: Names) -> Iterator[tuple[str, str | bytes]]:
    yield "toolkit.yml", _settings()
    yield "events/course.yml", _event(plan)
    yield "data/places.csv", _places()
    yield "data/tables.yml", _tables(names)
    yield "data/survey.csv", _survey()
    yield "data/sources.json", _sources(names)
    yield "docs/index.md", _home(names)
    yield "docs/800-glossary.md", _glossary(names)
    yield "docs/900-sources.md", "---\ntitle: Sources\nshows: sources\n---\n\nAll that is cited.\n"
    for path, title in names.pages:
        kind, _slash, rest = path.partition("/")
        if kind == "modules":
            yield from _session_page(path, title, names, int(rest[:3]))
        elif kind == "exercises":
            yield path, _exercise(path, title, names)
            yield path.replace("index.md", f"{_sheet_id(path)}.yml"), _sheet(path)
        else:
            yield path, _doc(path, title, names)


# ---------------------------------------------------------------- names


def _names(plan: Shape) -> Names:
    draw = Prose(f"{SEED}:names")
    pages: list[tuple[str, str]] = []
    folders = [f"{kind}-{thing}".replace(" ", "-") for kind, thing in _term_pairs()]
    for number, size in enumerate(plan.sessions, 1):
        folder = f"modules/{number:03}-{folders[-number % len(folders)]}-{number}"
        pages.append((f"{folder}/index.md", draw.title()))
        pages += [(f"{folder}/{at}0-part-{at}.md", draw.title()) for at in range(1, size)]
    exercises = tuple(f"{name}-exercise" for name in folders[: plan.exercises])
    pages += [(f"exercises/{name}/index.md", draw.title()) for name in exercises]
    for number in range(plan.docs):
        group, at = divmod(number, 5)
        folder = f"docs/{10 + group:03}-{FOLDERS[group % len(FOLDERS)]}-{group}"
        name = f"{at}0-page-{at}.md" if at else "index.md"
        pages.append((f"{folder}/{name}", draw.title()))
    return Names(
        tuple(pages),
        exercises,
        tuple(f"work-{number}" for number in range(plan.sources)),
        tuple(" ".join(pair) for pair in _term_pairs()[: plan.terms]),
    )


def _term_pairs() -> list[tuple[str, str]]:
    draw = Prose(f"{SEED}:terms")
    return draw.some(list(product(TERM_KINDS, TERM_THINGS)), len(TERM_KINDS) * len(TERM_THINGS))


def _code(place: str) -> str:
    return place[:3].upper()


# ---------------------------------------------------------------- settings, events, figures


def _settings() -> str:
    outcomes = "\n".join(
        f"  - {{id: {name}, text: {Prose(name).sentence().rstrip('.')!r}}}" for name in OUTCOMES
    )
    return f"""id: measured-toolkit
title: A toolkit to measure with
subtitle: Generated pages
edition: "2030.1"
date: 2030-03-01
language: en
publisher: Nobody
notice: Generated text, free to use.
event: course
home-edition: "2028"
update-edition: "2030"
chart-indicator: survey.reach
chart-parts: [survey.reach, survey.trust, survey.speed]
chart-group: WLD
outcomes:
{outcomes}
"""


def _event(plan: Shape) -> str:
    """Two sessions a day, each in a slot as long as its items, lunch between them."""
    days = []
    minutes = [_session_minutes(size) for size in plan.sessions]
    for day, first in enumerate(range(0, len(minutes), 2)):
        at = 9 * 60
        slots = []
        fixed = [f'{{at: "{_clock(at)}", minutes: 15, title: Opening of the day}}']
        at += 15
        for number in range(first, min(first + 2, len(minutes))):
            end = at + minutes[number]
            slots.append(f'{{session: {number + 1}, from: "{_clock(at)}", to: "{_clock(end)}"}}')
            fixed.append(f'{{at: "{_clock(end)}", minutes: 45, title: Break}}')
            at = end + 45
        days.append(
            f'  - date: 2030-{4 + day // 28:02}-{1 + day % 28:02}\n    start: "09:00"\n'
            f'    end: "{_clock(at)}"\n    fixed:\n'
            + "".join(f"      - {one}\n" for one in fixed)
            + "    slots:\n"
            + "".join(f"      - {one}\n" for one in slots)
        )
    head = (
        "title: The course\nplace: Training centre\ntime-zone: Etc/UTC\nparticipants: 20\n"
        "countries: 10\ntable-size: 4\ndays:\n"
    )
    return head + "".join(days)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _places() -> str:
    rows = [f"{_code(name)},{name},member,1990-01-01,,Charter,2030-01" for name in PLACES]
    return "\n".join(
        ["code,name,kind,joined,slug,source,date", *rows, "WLD,World,world,,,Charter,2030-01", ""]
    )


def _tables(names: Names) -> str:
    rows = "".join(
        f"    {name}: {{label: {label}, decimals: 3, min: 0, max: 1}}\n"
        for name, label in INDICATORS.items()
    )
    source = names.sources[0]
    return (
        f"survey:\n  title: Survey\n  file: survey.csv\n  source: {source}\n  indicators:\n{rows}"
    )


def _survey() -> str:
    draw = Prose(f"{SEED}:survey")
    rows = [f"place,edition,{','.join(INDICATORS)},source,date,status"]
    for code in (*map(_code, PLACES), "WLD"):
        for edition in EDITIONS:
            values = ",".join(f"0.{draw.between(100, 999)}" for _ in INDICATORS)
            rows.append(f"{code},{edition},{values},Survey {edition},2030-01,verified")
    return "\n".join([*rows, ""])


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _sources(names: Names) -> str:
    draw = Prose(f"{SEED}:sources")
    records = [
        {
            "id": key,
            "type": "report",
            "title": draw.title(),
            "author": [{"literal": _capital(draw.one(WORDS["actor"]))}],
            "issued": {"date-parts": [[draw.between(2015, 2029)]]},
            "publisher": draw.one(PLACES) + " Press",
            "URL": f"https://example.org/{key}",
        }
        for key in names.sources
    ]
    return json.dumps(records, indent=1) + "\n"


# ---------------------------------------------------------------- pages of docs/


def _header(title: str, summary: str, *more: str) -> str:
    return "\n".join(["---", f"title: {title}", f"summary: {summary!r}", *more, "---", "", ""])


def _home(names: Names) -> str:
    draw = Prose(f"{SEED}:home")
    return _header("A toolkit to measure with", draw.sentence(), "shows: home") + _body(
        draw, names, "docs/index.md", 2
    )


def _glossary(names: Names) -> str:
    draw = Prose(f"{SEED}:glossary")
    entries = [f"{term.capitalize()}\n:   {draw.paragraph(2)}\n" for term in names.terms]
    return "---\ntitle: Glossary\nshows: glossary\n---\n\n" + "\n".join(entries)


def _doc(path: str, title: str, names: Names) -> str:
    draw = Prose(f"{SEED}:{path}")
    return _header(title, draw.sentence()) + _body(draw, names, path, 4)


# ---------------------------------------------------------------- exercises


def _sheet_id(path: str) -> str:
    return path.split("/")[1].removesuffix("-exercise") + "-sheet"


def _exercise(path: str, title: str, names: Names) -> str:
    draw = Prose(f"{SEED}:{path}")
    number = names.exercises.index(path.split("/")[1]) % _session_count(names) + 1
    steps = [draw.between(3, 9) for _ in range(5)]
    head = _header(
        title,
        draw.sentence(),
        f"objectives: [{_goal(number, 0)}]",
        f"minutes: {sum(steps)}",
        f"shortest: {sum(steps) - 6}",
        f"group: {draw.one(GROUPS)}",
        f"materials: ['2 per table: {draw.one(WORDS['things'])}', 'a clock that all can see']",
        f"sources: [{draw.one(names.sources)}]",
    )
    rows = "\n".join(
        f"{at}. **{minutes} min** {draw.paragraph(3)}" for at, minutes in enumerate(steps, 1)
    )
    parts = [draw.paragraph(5), f"## {SECTIONS[0]}", rows, _notes(draw)]
    for name in SECTIONS[1:]:
        parts += [f"## {name}", draw.paragraph(3), _bullets(draw, 5)]
    return head + _join(parts)


def _sheet(path: str) -> str:
    draw = Prose(f"{SEED}:sheet:{path}")
    *lines, level, pick, people = draw.titles(11)
    fields = []
    for number, label in enumerate(lines, 1):
        fields.append(
            f"  - id: line-{number}\n    kind: long-text\n    label: {label!r}\n"
            f"    help: {draw.sentence()!r}\n    section: Part {(number + 3) // 4}\n    lines: 3\n"
        )
    levels = ", ".join(repr(draw.phrase("things", "done")) for _ in range(4))
    fields += [
        f"  - {{id: level, kind: scale, label: {level!r}, levels: [{levels}]}}\n",
        f"  - {{id: pick, kind: choice, label: {pick!r}, options: ['Yes', 'Not yet']}}\n",
        f"  - id: people\n    kind: table\n    label: {people!r}\n    rows: 6\n"
        "    columns:\n      - {id: who, label: Who}\n      - {id: what, label: What}\n",
    ]
    return (
        f"title: {draw.title()!r}\nwho: country\nsummary: {draw.sentence()!r}\nfields:\n"
        + "".join(fields)
    )


# ---------------------------------------------------------------- sessions


def _session_count(names: Names) -> int:
    return sum(
        path.startswith("modules/") and path.endswith("/index.md") for path, _ in names.pages
    )


def _goal(session: int, number: int) -> str:
    return f"s{session}-goal-{number}"


TIMED = (("talk", 15), ("activity", 30), ("discussion", 20))


def _session_minutes(size: int) -> int:
    """Minutes of the items of a session of so many pages: each page but the first has one."""
    return sum(TIMED[at % 3][1] for at in range(1, size))


def _session_page(
    path: str, title: str, names: Names, number: int
) -> Iterator[tuple[str, str | bytes]]:
    draw = Prose(f"{SEED}:{path}")
    folder = path.rpartition("/")[0]
    if path.endswith("index.md"):
        yield path, _opening(draw, title, names, number, path)
        return
    at = int(Path(path).name.partition("0-")[0])
    picture = f"picture-{at}.{'svg' if at % 2 else 'png'}"
    yield f"{folder}/{picture}", _svg(draw) if at % 2 else _png(draw)
    body = _body(draw, names, path, draw.between(2, 3), picture)
    special = _blocks(draw, names, number, at)
    yield path, _header(title, draw.sentence()) + _join([body.rstrip(), *special])


def _opening(draw: Prose, title: str, names: Names, number: int, path: str) -> str:
    goals = "\n".join(
        f"  - id: {_goal(number, at)}\n    text: {draw.sentence()!r}\n"
        f"    outcome: {OUTCOMES[(number * 3 + at) % 4]}"
        for at in range(3)
    )
    sheet = draw.one(names.exercises).removesuffix("-exercise") + "-sheet"
    return _header(
        title,
        draw.sentence(),
        f"session: {number}",
        f"objectives:\n{goals}",
        'sdgs: ["16.6", "17.9"]',
        f"bring: [{draw.sentence()!r}, {draw.sentence()!r}]",
        f"needs: [{sheet}]",
        f"gives: [{sheet}]",
        f"sources: [{', '.join(draw.some(names.sources, 3))}]",
    ) + _body(draw, names, path, 2)


def _blocks(draw: Prose, names: Names, session: int, at: int) -> list[str]:
    """The blocks of a page: a timed item on each, the others in turn."""
    kind, minutes = TIMED[at % 3]
    goals = [_goal(session, number) for number in range(3)]
    parts = [
        f"## {draw.title()} today",
        _timed(draw, kind, minutes, goals),
        f"/// keypoint\n{draw.sentence()}\n///",
        f"/// slide | {draw.title()}\n{_bullets(draw, 4)}\n///",
    ]
    if at % 2:
        parts.append(_case(draw, names))
    if at <= len(goals):
        parts += [_question(draw, goals[at - 1], form) for form in "AB"]
    if at % 4 == 1:
        shared = f"/// answer | {draw.title()}\n    shared: yes\n\n{draw.paragraph(2)}\n///"
        parts += [shared, _notes(draw)]
    if at == 2:
        parts.append(_chart(draw, session))
    if at == 5:
        lines = "\n".join(draw.sentence() for _ in range(4))
        parts.append(f"{draw.sentence()}\n\n```text\n{lines}\n```")
    return parts


def _timed(draw: Prose, kind: str, minutes: int, goals: list[str]) -> str:
    parts = [
        f"/// {kind} | {draw.title()}\n    minutes: {minutes}\n    shortest: {minutes - 5}\n"
        f"    objectives: [{', '.join(goals)}]\n    group: {draw.one(GROUPS)}\n"
        f'    materials: ["1 per table: {draw.one(WORDS["things"])}"]',
        draw.paragraph(2),
        _bullets(draw, 3),
        f"//// without-power\n{draw.paragraph(1)}\n////",
        f"//// notes\n{_notes_lines(draw)}\n////",
        "///",
    ]
    return _join(parts).rstrip()


def _case(draw: Prose, names: Names) -> str:
    return (
        f"/// case | {draw.title()}\n    country: {_code(draw.one(PLACES))}\n"
        f"    source: {draw.one(names.sources)}\n    as-of: 2029-0{draw.between(1, 9)}\n\n"
        f"{draw.paragraph(3)}\n///"
    )


def _question(draw: Prose, goal: str, form: str) -> str:
    right = draw.below(4)
    options = "\n".join(
        f"- [{'x' if at == right else ' '}] {draw.phrase('things', 'done', 'place')}"
        for at in range(4)
    )
    return (
        f"/// question | {draw.title()}?\n    objective: {goal}\n    form: {form}\n\n{options}\n\n"
        f"//// answer\n{draw.paragraph(2)}\n////\n///"
    )


def _chart(draw: Prose, session: int) -> str:
    codes = ", ".join([*map(_code, draw.some(PLACES, 3)), "WLD"])
    show = ("trend", "parts", "spread")[session % 3]
    lines = [f"/// chart | {draw.title()}", "    table: survey", f"    show: {show}"]
    if show != "parts":
        lines.append("    indicator: reach")
    return "\n".join([*lines, f"    places: [{codes}]", "", draw.sentence(), "///"])


def _notes(draw: Prose) -> str:
    return f"/// notes\n{_notes_lines(draw)}\n///"


def _notes_lines(draw: Prose) -> str:
    return "\n".join(
        f"- **{word}** {draw.sentence()}" for word in ("Say", "Ask", "Do", "Watch for")
    )


# ---------------------------------------------------------------- running text


def _body(draw: Prose, names: Names, path: str, sections: int, picture: str = "") -> str:
    """Sections of text: paragraphs, and in turn a list, a table, a picture, a note at the foot."""
    parts = [draw.paragraph(2)]
    for at in range(sections):
        parts += [f"## {draw.title()} {at + 1}", _linked(draw, names, path), draw.paragraph(2)]
        parts.append((_bullets, _table, _numbers, _bullets, _table, _numbers)[at % 6](draw, 4))
        if at == 1 and picture:
            parts.append(f"![{draw.fill('{actor} with {things}')}]({picture})")
        if at == 2:
            parts += [f"{draw.sentence()}[^1] {draw.sentence()}", f"[^1]: {draw.sentence()}"]
    return _join(parts)


def _linked(draw: Prose, names: Names, path: str) -> str:
    """A paragraph with a link, a citation, a term of the glossary and a figure by its name."""
    target, title = draw.one(names.pages)
    up = "../" * path.count("/")
    figure = f"{{{{ survey.{draw.one(list(INDICATORS))}.{_code(draw.one(PLACES))}.2030 }}}}"
    keys = [f"@{key}" for key in draw.some(names.sources, 2)]
    return (
        f"{draw.sentence()} See [{title}]({up}{target}). {draw.sentence()} "
        f"The value was {figure} in 2030 [{keys[0]}, p. {draw.between(2, 90)}; {keys[1]}]. "
        f"Each {draw.one(names.terms)} began with one of {draw.one(WORDS['number'])} offices. "
        f"{draw.sentence()}"
    )


def _bullets(draw: Prose, count: int) -> str:
    lines = [f"- {draw.sentence()}" for _ in range(count)]
    lines.insert(2, f"    - {draw.phrase('things', 'done')}")
    return "\n".join(lines)


def _numbers(draw: Prose, count: int) -> str:
    return "\n".join(f"{at}. {draw.sentence()}" for at in range(1, count + 1))


def _table(draw: Prose, count: int) -> str:
    rows = [
        f"| {draw.phrase('actor')} | {draw.phrase('things', 'done')} | {draw.between(1, 900)} "
        f"| {draw.phrase('time')} |"
        for _ in range(count)
    ]
    head = ["| Who | What | Count | When |", "|---|---|---|---|"]
    return "\n".join([f"Table: {draw.title()}", "", *head, *rows])


def _join(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


# ---------------------------------------------------------------- pictures


def _svg(draw: Prose) -> str:
    bars = "".join(
        f'<rect x="{at * 20}" y="{200 - height}" width="16" height="{height}" fill="#456"/>'
        for at in range(20)
        if (height := draw.between(10, 200))
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">{bars}</svg>\n'


def _png(draw: Prose, side: int = 64) -> bytes:
    """A square of coloured noise, about 12 kB."""
    rows = b"".join(b"\0" + bytes(draw.below(256) for _ in range(side * 3)) for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    size = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", _stored(rows)) + end


def _stored(data: bytes) -> bytes:
    """Zlib without compression: noise would not shrink, and every zlib writes the same bytes."""
    return zlib.compress(data, 0)
