"""Rules on files, addresses, numbers, headings, tables and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from sessionpress.content.model import Block, Page, Part, Text, Toolkit, walk
from sessionpress.content.scan import HEADING, code_lines
from sessionpress.problems import Place, Problems, nearest, noted

TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
UNDERLINE = re.compile(r"(=+|-+)[ ]*$")
OF_THE_SITE = re.compile(r"(404|search|events/index)\.html$|(assets|downloads)/")
CAPTION = re.compile(r"Table: \S")


def check_addresses(toolkit: Toolkit, problems: Problems) -> None:
    """No two pages or files at one address; file systems that ignore case count too."""
    taken: dict[str, str] = {}
    entries = [(page.path, page.address) for page in toolkit.pages]
    entries += [(asset.path, asset.address) for asset in toolkit.assets]
    entries += [(event.place.path, f"events/{event.id}.html") for event in toolkit.events]
    # Two sheets of one name are named by their own rule.
    entries += {sheet.id: (sheet.place.path, sheet.address) for sheet in toolkit.sheets}.values()
    for path, address in entries:
        other = taken.setdefault(address.casefold(), path)
        if other != path:
            problems.add(
                "address-twice",
                Place(path),
                f"it would be published at {address}, as {other} is.",
                "Rename one of the two; a leading number does not make them different.",
            )
        if OF_THE_SITE.match(address.casefold()):
            problems.add(
                "address-twice",
                Place(path),
                f"it would be published at {address}, which the site makes itself.",
                "Give it another name.",
            )


def check_sessions(toolkit: Toolkit, problems: Problems) -> None:
    """Sessions are numbered 1, 2, 3 in the order of their folders."""
    ordered = sorted(toolkit.modules, key=lambda module: module.folder)
    for expected, module in enumerate(ordered, 1):
        if module.number and module.number != expected:
            problems.add(
                "session-order",
                module.header.place("session"),
                f"this is session {module.number}, but number {expected} in its folder.",
                "Number the sessions from 1 in the order of their folders.",
            )
    for module in toolkit.modules:
        if not module.items and module.status == "complete":
            problems.add(
                "session-order",
                module.place,
                f"session {module.number} has no talk, activity or discussion.",
                "Add one, or mark the session as an outline.",
            )


def check_headings(toolkit: Toolkit, problems: Problems) -> None:
    """Headings begin at level 2 and skip none."""
    for page in toolkit.pages:
        noted(problems, ("headings", page.path), page, partial(_check_headings, page))


def _check_headings(page: Page, problems: Problems) -> None:
    level = 1
    for place, marks in _headings(page):
        if len(marks) == 1:
            problems.add(
                "heading-level",
                place,
                "the page uses the level of its title.",
                "Begin with ##; the title comes from the header.",
            )
        elif len(marks) > level + 1:
            problems.add(
                "heading-level",
                place,
                f"the heading jumps from level {level} to level {len(marks)}.",
                f"Write {'#' * (level + 1)} here.",
            )
        level = len(marks)
    for place in _underlined(page):
        problems.add(
            "heading-level",
            place,
            "the heading is made by the line below it.",
            "Write ## before it, or put a blank line between the two.",
        )


def _underlined(page: Page) -> Iterable[Place]:
    """Where a paragraph's first line is followed by a line of = or -: Markdown's other headings."""
    for part in walk(page.parts):
        if not isinstance(part, Text):
            continue
        lines = part.text.split("\n")
        code = code_lines(lines)
        for number in range(len(lines) - 1):
            begins = number == 0 or not lines[number - 1].strip()
            text = lines[number].strip() and number not in code
            if begins and text and UNDERLINE.match(lines[number + 1]):
                yield Place(page.path, part.line + number)


def _headings(page: Page) -> Iterable[tuple[Place, str]]:
    for part in page.parts:
        if not isinstance(part, Text):
            continue
        lines = part.text.split("\n")
        code = code_lines(lines)
        for number, line in enumerate(lines):
            match = None if number in code else HEADING.match(line)
            if match:
                yield Place(page.path, part.line + number), match[1]


def check_tables(toolkit: Toolkit, problems: Problems) -> None:
    """Each table stands below a line "Table: caption"."""
    for page in toolkit.pages:
        check = partial(_check_tables, page.parts, page.path)
        noted(problems, ("captions", page.path), page.parts, check)


def _check_tables(parts: tuple[Part, ...], path: str, problems: Problems) -> None:
    for part in parts:
        if isinstance(part, Block):
            if part.kind != "slide":
                _check_tables(part.parts, path, problems)
            continue
        lines = part.text.split("\n")
        code = code_lines(lines)
        for number in range(1, len(lines)):
            if number in code or "|" not in lines[number] or not TABLE_RULE.match(lines[number]):
                continue
            above = [line for line in lines[: number - 1] if line.strip()]
            if not above or not CAPTION.match(above[-1]):
                problems.add(
                    "table-caption",
                    Place(path, part.line + number - 1),
                    "the table has no caption.",
                    'Write a line "Table: what it shows" above it, and a blank line between.',
                )


def check_settings(toolkit: Toolkit, problems: Problems) -> None:
    """What toolkit.yml refers to exists; no outcome is declared twice."""
    header = toolkit.settings.header
    events = {event.id for event in toolkit.events}
    if toolkit.settings.event and toolkit.settings.event not in events:
        problems.add(
            "reference-unknown",
            header.place("event"),
            f'there is no event "{toolkit.settings.event}".',
            nearest(toolkit.settings.event, events),
        )
    names = [("chart-indicator", toolkit.settings.chart_indicator)]
    names += [("chart-parts", name) for name in toolkit.settings.chart_parts]
    for key, name in names:
        if not name:
            continue
        table, _dot, indicator = name.partition(".")
        known = toolkit.tables.get(table)
        if known is None or indicator not in known.indicators:
            problems.add(
                "reference-unknown",
                header.place(key),
                f'there is no indicator "{name}".',
                "Write table.indicator as in data/tables.yml.",
            )
    if toolkit.settings.chart_indicator and not toolkit.settings.chart_parts:
        problems.add(
            "header-required",
            header.place("chart-indicator"),
            "there is a chart-indicator and no chart-parts.",
            "Add chart-parts: [table.indicator], the profile of each member.",
        )
    group = toolkit.settings.chart_group
    if group and toolkit.territory(group) is None:
        problems.add(
            "data-place",
            header.place("chart-group"),
            f'the place "{group}" is not declared.',
            nearest(group, (one.code for one in toolkit.territories)),
        )
    check_unique([(one.id, one.place) for one in toolkit.outcomes], "outcome", problems)


def check_unique(rows: Iterable[tuple[str, Place]], noun: str, problems: Problems) -> None:
    """No id is declared twice; each later one is a problem that names the first."""
    first: dict[str, Place] = {}
    for name, place in rows:
        if name and first.setdefault(name, place) != place:
            problems.add(
                "id-twice",
                place,
                f'the {noun} "{name}" is declared at {first[name]} already.',
                "Give it another id.",
            )
