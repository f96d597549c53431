"""What a section of the report can show: a function for each, in the table `SHOW`."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sessionpress.answers.blocks import (
    Block,
    Count,
    Counts,
    Grid,
    Lines,
    Material,
    Profile,
    Words,
    date_words,
)
from sessionpress.answers.cells import cell_name
from sessionpress.answers.gain import ObjectiveGain, Share, gain
from sessionpress.answers.gather import who
from sessionpress.answers.model import Answers, Value
from sessionpress.answers.named import Named, find_named
from sessionpress.answers.profile import Figures, differences, section_profiles
from sessionpress.answers.wording import (
    NOT_READ,
    cell_words,
    field_lines,
    filled_rows,
    labels,
    row_line,
    row_words,
    short,
)
from sessionpress.content.model import Dated, Field, ReportSection
from sessionpress.content.questions import questions, test_sheets
from sessionpress.schema import Option

MOST_COLUMNS = 4
"""The most hand-ins side by side on a page of paper."""

MOST_DIFFERENCES = 6
"""How many differences a talk can begin with."""

BLANK: Lines = ("–",)


def _named(references: Sequence[str], material: Material) -> list[Named]:
    """What references name; the rules on report.yml see to it that all are there."""
    found = (find_named(one, material.toolkit) for one in references)
    return [one for one in found if one]


def _label(named: Named) -> str:
    """A label that is clear without the sheet around it."""
    if named.column:
        return f"{named.field.label}: {named.column.label}"
    return labels(named.sheet)[named.field.id]


def _names(answers: Sequence[Answers], material: Material) -> list[str]:
    """Whose each hand-in is; one of several by the same name gets a number."""
    plain = [who(one, material.sheet(one.sheet)) for one in answers]
    found = []
    for place, name in enumerate(plain):
        number = plain[: place + 1].count(name)
        found.append(f"{name} ({number})" if name and plain.count(name) > 1 else name)
    return found


# ---------------------------------------------------------------- as they were written


def show_answers(section: ReportSection, material: Material) -> Iterator[Block]:
    """A row a hand-in, a column a field; who, when the sheet asks for it."""
    fields = _named(section.fields, material)
    answers = material.collection.of(fields[0].sheet.id)
    names = _names(answers, material)
    rows = [
        ((name,) if name else BLANK, *(field_lines(one, field) or BLANK for field in fields))
        for one, name in zip(answers, names, strict=True)
        if any(field_lines(one, field) for field in fields)
    ]
    if not rows:
        return
    head = ("Who", *map(_label, fields))
    shares = tuple(SHARES.get(field.field.kind, 3) for field in fields)
    if any(names):
        yield Grid("", head, tuple(rows), (3, *shares))
    else:
        # In the order of the words: that of the files could tell who wrote what.
        yield Grid("", head[1:], tuple(sorted(row[1:] for row in rows)), shares, named=False)


SHARES = {"table": 6, "long-text": 5, "text": 4}
"""How much of the line a column of a kind wants, beside 3 for all others."""


@dataclass(frozen=True, slots=True)
class _Filler:
    """Who handed in, and that person's or group's hand-in of each sheet."""

    name: str
    sheets: Mapping[str, Answers]


def show_side_by_side(section: ReportSection, material: Material) -> Iterator[Block]:
    """A column for each who, a row for each field, in blocks that fit on paper."""
    fields = _named(section.fields, material)
    fillers = _fillers(list(dict.fromkeys(one.sheet.id for one in fields)), material)
    blocks = _even_blocks(fillers)
    for block in blocks:
        rows = tuple(
            (
                (_label(field),),
                *(
                    (field_lines(one.sheets[field.sheet.id], field) or BLANK)
                    if field.sheet.id in one.sheets
                    else BLANK
                    for one in block
                ),
            )
            for field in fields
        )
        caption = f"{block[0].name} to {block[-1].name}" if len(block) > 1 else block[0].name
        head = ("", *(one.name for one in block))
        wide = len(blocks) > 1 or len(block) > 2
        yield Grid(caption if len(fillers) > 1 else "", head, rows, (2, *[3] * len(block)), wide)


def _fillers(sheets: Sequence[str], material: Material) -> list[_Filler]:
    """Who handed in any of the sheets; the second hand-in of one who stands beside the first."""
    found: dict[tuple[str, int], dict[str, Answers]] = {}
    for sheet in sheets:
        numbers: dict[str, int] = {}
        for place, one in enumerate(material.collection.of(sheet), 1):
            name = who(one, material.sheet(sheet)) or f"No name, {place}"
            numbers[name] = numbers.get(name, 0) + 1
            found.setdefault((name, numbers[name]), {})[sheet] = one
    places = {
        place.name.casefold(): number for number, place in enumerate(material.toolkit.territories)
    }
    ordered = sorted(found, key=lambda key: (places.get(key[0].casefold(), len(places)), *key))
    twice = {name for name, number in found if number > 1}
    return [
        _Filler(f"{name} ({number})" if name in twice else name, found[name, number])
        for name, number in ordered
    ]


def _even_blocks(fillers: Sequence[_Filler]) -> list[Sequence[_Filler]]:
    """Blocks of nearly the same length: five are three and two, not four and one."""
    count = -(-len(fillers) // MOST_COLUMNS)
    edges = [round(number * len(fillers) / count) for number in range(count + 1)] if count else []
    return [fillers[start:end] for start, end in itertools.pairwise(edges)]


# ---------------------------------------------------------------- needs against offers


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a table: whose it is, under which topic, in words."""

    name: str
    topic: str
    line: str


def show_match(section: ReportSection, material: Material) -> Iterator[Block]:
    """What is asked beside what others offer, topic by topic; then what found no other side."""
    asks, offers = _named((section.asks, section.offers), material)
    asked = _entries(asks, section.by, material)
    offered = _entries(offers, section.by, material)
    met = [topic for topic in _topics(asks, section.by, asked, offered) if topic]
    rows = []
    for topic in met:
        here = [one for one in asked if one.topic == topic]
        there = [one for one in offered if one.topic == topic]
        if _meet(here, there):
            rows.append(((topic,), _lines(here), _lines(there)))
    head = (_column_label(asks, section.by), asks.field.label, offers.field.label)
    if rows:
        yield Grid("Asked and offered", head, tuple(rows), (2, 4, 4))
    yield from _alone("Asked, and offered by nobody else", asks, section.by, asked, offered)
    yield from _alone("Offered, and asked by nobody else", offers, section.by, offered, asked)


def _meet(asked: Sequence[_Entry], offered: Sequence[_Entry]) -> bool:
    """Whether anybody offers what somebody else asks for."""
    return any(one.name != other.name for one in asked for other in offered)


def _alone(
    caption: str, table: Named, by: str, mine: Sequence[_Entry], theirs: Sequence[_Entry]
) -> Iterator[Grid]:
    rows = tuple(
        ((one.name,), (one.topic,) if one.topic else BLANK, (one.line,))
        for one in mine
        if not one.topic or not _meet([one], [two for two in theirs if two.topic == one.topic])
    )
    if rows:
        yield Grid(caption, ("Who", _column_label(table, by), table.field.label), rows, (2, 2, 6))


def _entries(table: Named, by: str, material: Material) -> list[_Entry]:
    answers = material.collection.of(table.sheet.id)
    found = []
    for one, name in zip(answers, _names(answers, material), strict=True):
        for row in filled_rows(one, table.field):
            words = row_words(one, table.field, row)
            topic = words.pop(by, "")
            line = row_line([one for one in table.field.columns if one.id != by], words) or "–"
            found.append(_Entry(name or "–", topic, line))
    return found


def _lines(entries: Sequence[_Entry]) -> Lines:
    return tuple(f"{one.name}: {one.line}" for one in entries)


def _topics(table: Named, by: str, *entries: Sequence[_Entry]) -> list[str]:
    """Every topic once: those that are declared in their order, then others as they come."""
    column = next(one for one in table.field.columns if one.id == by)
    declared = [option.text for option in column.options]
    return list(dict.fromkeys([*declared, *(one.topic for some in entries for one in some)]))


def _column_label(table: Named, by: str) -> str:
    return next(one.label for one in table.field.columns if one.id == by)


# ---------------------------------------------------------------- what was chosen


def show_common(section: ReportSection, material: Material) -> Iterator[Block]:
    """How many chose each option, and who."""
    yield from _chosen(section, material, named=True)


def show_counts(section: ReportSection, material: Material) -> Iterator[Block]:
    """How many chose each option or level; nobody is named."""
    yield from _chosen(section, material, named=False)


def _chosen(section: ReportSection, material: Material, *, named: bool) -> Iterator[Block]:
    for field in _named(section.fields, material):
        answers = material.collection.of(field.sheet.id)
        chosen = [_options_of(one, field) for one in answers]
        given = sum(map(bool, chosen))
        if not given:
            continue
        names = _names(answers, material) if named else [""] * len(answers)
        yield Counts(
            f"{_label(field)} ({given} of {len(answers)} answered)",
            ("Answer", "How many", "Who") if any(names) else ("Answer", "How many"),
            tuple(_count(option, chosen, names) for option in field.options),
            given,
            named=any(names),
            drawn=section.chart,
        )


def _count(option: Option, chosen: Sequence[set[str]], names: Sequence[str]) -> Count:
    who = [name for name, ids in zip(names, chosen, strict=True) if option.id in ids]
    return Count(option.text, len(who), tuple(filter(None, who)))


def show_by_row(section: ReportSection, material: Material) -> Iterator[Block]:
    """How many chose each option, for each row of a table and in each of its columns."""
    columns = _named(section.fields, material)
    answers = material.collection.of(columns[0].sheet.id)
    table = columns[0].field
    rows = [
        ((label,), *(_row_counts(row, one, answers) for one in columns))
        for row, label in enumerate(table.rows, 1)
    ]
    filled = sum(any(filled_rows(one, table)) for one in answers)
    if not filled:
        return
    yield Words(f"{filled} of {len(answers)} answered.")
    head = ("", *(one.column.label for one in columns if one.column))
    yield Grid(table.label, head, tuple(rows), (6, *[3] * len(columns)))


def _row_counts(row: int, named: Named, answers: Sequence[Answers]) -> Lines:
    """What was chosen in a cell of a row, with how many chose it; what nobody chose is left out."""
    column = named.column
    if column is None:
        return BLANK
    name = cell_name(named.field.id, row, column.id)
    chosen = [_ids(one.values.get(name)) for one in answers]
    counts = [(one.text, sum(one.id in ids for ids in chosen)) for one in column.options]
    return tuple(f"{text}: {count}" for text, count in counts if count) or BLANK


def _options_of(answers: Answers, named: Named) -> set[str]:
    """The ids of what was chosen in a field, or in any row of a column."""
    if named.column is None:
        return _ids(answers.values.get(named.field.id))
    rows = filled_rows(answers, named.field)
    cells = (cell_name(named.field.id, row, named.column.id) for row in rows)
    return {one for cell in cells for one in _ids(answers.values.get(cell))}


def _ids(value: Value | None) -> set[str]:
    if value is None:
        return set()
    if isinstance(value, float):
        return {f"{value:g}"}
    return set(value) if isinstance(value, tuple) else {value}


# ---------------------------------------------------------------- what happens when


@dataclass(frozen=True, slots=True)
class _Happening:
    """One date: when (ISO; empty when unknown, then `written` may say it), who, what."""

    when: str
    written: str
    name: str
    kind: str
    what: Lines


def show_dates(section: ReportSection, material: Material) -> Iterator[Block]:
    """What happens when, earliest first; what has no date stands after it."""
    found = [one for dated in section.dates for one in _happenings(dated, material)]
    language = material.toolkit.settings.language
    kinds = any(one.kind for one in found)

    def row(first: str, one: _Happening) -> tuple[Lines, ...]:
        cells = ((first,), (one.name,), (one.kind,) if one.kind else BLANK, one.what)
        return cells if kinds else (*cells[:2], cells[3])

    head = ("Date", "Who", "What", "In words") if kinds else ("Date", "Who", "In words")
    widths = (3, 3, 2, 8) if kinds else (3, 3, 10)
    dated = sorted((one for one in found if one.when), key=lambda one: one.when)
    if dated:
        rows = (row(date_words(dt.date.fromisoformat(one.when), language), one) for one in dated)
        yield Grid("By date", head, tuple(rows), widths)
    open_ones = [one for one in found if not one.when]
    if open_ones:
        rows = (row(one.written or "–", one) for one in open_ones)
        yield Grid("Without a date", head, tuple(rows), widths)


def _happenings(dated: Dated, material: Material) -> Iterator[_Happening]:
    (date,) = _named((dated.date,), material)
    what = _named(dated.what, material)
    answers = material.collection.of(date.sheet.id)
    for one, name in zip(answers, _names(answers, material), strict=True):
        for cell, row in _date_cells(one, date):
            lines = _beside(one, what, row)
            written = cell_words(one, cell, date.column or date.field)
            when = one.text(cell) if cell in one.values else ""
            if lines:
                yield _Happening(
                    when,
                    written.removeprefix(NOT_READ).strip(),
                    name or "–",
                    dated.label,
                    lines,
                )


def _date_cells(answers: Answers, date: Named) -> Iterator[tuple[str, int]]:
    """The cells of a date with their rows; row 0 outside tables."""
    if date.column is None:
        yield date.field.id, 0
        return
    for row in filled_rows(answers, date.field):
        yield cell_name(date.field.id, row, date.column.id), row


def _beside(answers: Answers, what: Sequence[Named], row: int) -> Lines:
    """What stands beside a date: columns of its row in one line, fields in lines of their own."""
    columns = {one.column.id for one in what if one.column}
    tables = [one.field for one in what if one.column]
    lines: list[str] = []
    if tables:
        lines += filter(None, [_row_beside(answers, tables[0], row, columns)])
    for one in (one for one in what if one.column is None):
        label = f"{short(one.label)}: " if lines else ""
        lines += [f"{label}{line}" for line in field_lines(answers, one)]
    return tuple(lines)


def _row_beside(answers: Answers, table: Field, row: int, columns: set[str]) -> str:
    told = [one for one in table.columns if one.id in columns]
    return row_line(told, row_words(answers, table, row))


# ---------------------------------------------------------------- levels


def show_profile(section: ReportSection, material: Material) -> Iterator[Block]:
    """Levels by section with their spread, and the widest differences; nobody is named."""
    sheet = material.sheet(section.sheet)
    answers = material.collection.of(sheet.id)
    profiles = section_profiles(sheet, answers)
    if any(one.figures.n for one in profiles):
        rows = tuple(
            ((one.label,), (str(one.figures.n),), *_figures(one.figures), (_span(one.figures),))
            for one in profiles
        )
        head = ("Section", "Answers", "Mean", "Spread", "Lowest to highest")
        yield Profile(sheet.title, profiles)
        yield Grid("Levels by section", head, rows, (5, 2, 2, 2, 3))
    widest = differences(profiles)[:MOST_DIFFERENCES]
    if widest:
        yield Grid(
            "Talk about these first: the widest differences",
            ("Section", "Statement", "Lowest to highest"),
            tuple(
                ((one.section,), (one.statement.label,), (_span(one.statement.figures),))
                for one in widest
            ),
            (3, 7, 3),
        )


def _figures(figures: Figures) -> tuple[Lines, Lines]:
    return _decimal(figures.mean), _decimal(figures.spread)


def _decimal(number: float | None) -> Lines:
    return BLANK if number is None else (f"{number:.1f}",)


def _span(figures: Figures) -> str:
    if figures.smallest is None or figures.largest is None:
        return "–"
    return f"{figures.smallest:.3g} to {figures.largest:.3g}"


# ---------------------------------------------------------------- before and after


def show_gain(_section: ReportSection, material: Material) -> Iterator[Block]:
    """How many answers were right before and after, by objective; codes and people stay unnamed."""
    toolkit = material.toolkit
    tests = [one for sheet in test_sheets(toolkit) for one in material.collection.of(sheet.id)]
    if not tests:
        return
    found = gain(questions(toolkit), tests)
    for sentence in found.sentences:
        yield Words(sentence)
    if not found.linked:
        return
    texts = {goal.id: goal.text for goal in toolkit.objectives}
    rows = [_gain_row(texts.get(one.objective, one.objective), one) for one in found.objectives]
    head = ("Objective", "People", "Right before", "Right after")
    everything = _gain_row("All questions together", found.everything)
    yield Grid("By objective", head, (*rows, everything), (8, 2, 3, 3))


def _gain_row(label: str, one: ObjectiveGain) -> tuple[Lines, ...]:
    return (label,), (str(one.people),), _share(one.before), _share(one.after)


def _share(share: Share) -> Lines:
    return (f"{share.right} of {share.of}",)


SHOW: Mapping[str, Callable[[ReportSection, Material], Iterator[Block]]] = {
    "answers": show_answers,
    "side-by-side": show_side_by_side,
    "match": show_match,
    "common": show_common,
    "counts": show_counts,
    "by-row": show_by_row,
    "dates": show_dates,
    "profile": show_profile,
    "gain": show_gain,
}
