"""From a collection to a report that the toolkit declares: a value, no file and no HTML."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sessionpress.answers.blocks import (
    Block,
    Grid,
    Lines,
    Material,
    Report,
    Section,
    ToWrite,
    Words,
    date_words,
)
from sessionpress.answers.gather import Collection, known_sheets
from sessionpress.answers.model import Finding
from sessionpress.answers.named import find_named
from sessionpress.answers.shows import SHOW
from sessionpress.answers.wording import cell_words
from sessionpress.content.model import Consent, Event, ReportPlan, ReportSection, Sheet, Toolkit
from sessionpress.content.questions import test_sheets
from sessionpress.problems import counted


def make_report(collection: Collection, toolkit: Toolkit, plan: ReportPlan) -> Report:
    """Tell a collection as a report.

    Args:
        collection: what was gathered.
        toolkit: its sheets, settings and event.
        plan: what is declared; the toolkit has been checked.

    Returns:
        The report; only answers that may be shown are in its sections. What was left out of the
        collection says the first report alone.
    """
    settings = toolkit.settings
    allowed = shown(collection, plan.consents)
    is_first = plan is toolkit.reports[0]
    material = Material(toolkit, allowed.collection)
    return Report(
        name=plan.name,
        title=plan.title,
        subtitle=plan.subtitle,
        event=event_lines(event_of(toolkit), settings.language),
        summary=_summary(collection),
        edition=f"{settings.title} {settings.edition}",
        date=settings.date,
        language=settings.language,
        publisher=settings.publisher,
        notice=settings.notice,
        intro=plan.intro,
        handed_in=handed_in(collection, toolkit, plan),
        sections=tuple(_section(section, material) for section in plan.sections),
        left_out=tuple(left_out(collection.findings, allowed.withheld, toolkit))
        if is_first
        else (),
    )


def _summary(collection: Collection) -> str:
    count, kinds = collection.count, len(collection.by_sheet)
    return f"Made from {counted(count, 'filled sheet')} of {counted(kinds, 'kind')}."


def _section(section: ReportSection, material: Material) -> Section:
    """The declared text, what is shown, and the places where people must write."""
    text = [Words(section.text)] if section.text else []
    found = list(SHOW[section.show](section, material))
    nothing = [] if found else [Words("Nothing was handed in for this section.")]
    to_write = [ToWrite(one) for one in section.to_write]
    return Section(section.title, (*text, *found, *nothing, *to_write))


# ---------------------------------------------------------------- who may be shown


@dataclass(frozen=True, slots=True)
class Shown:
    """The answers that may be shown, and how many may not, by the id of their sheet."""

    collection: Collection
    withheld: tuple[tuple[str, int], ...]


def shown(collection: Collection, consents: Sequence[Consent]) -> Shown:
    """Take out the hand-ins whose people did not say that the report may show them."""
    by_sheet = dict(collection.by_sheet)
    withheld = []
    for consent in consents:
        sheet, _dot, name = consent.field.partition(".")
        all_answers = by_sheet.get(sheet, ())
        by_sheet[sheet] = tuple(one for one in all_answers if one.text(name) in consent.allows)
        if len(by_sheet[sheet]) < len(all_answers):
            withheld.append((sheet, len(all_answers) - len(by_sheet[sheet])))
    return Shown(replace(collection, by_sheet=by_sheet), tuple(withheld))


def findings_on_consent(collection: Collection, toolkit: Toolkit) -> Iterator[Finding]:
    """Name each hand-in that the report does not show because its people did not allow it."""
    consents = {one.field: one for plan in toolkit.reports for one in plan.consents}
    for consent in consents.values():
        sheet, _dot, name = consent.field.partition(".")
        named = find_named(consent.field, toolkit)
        for one in collection.of(sheet):
            if one.text(name) not in consent.allows:
                label = named.label if named else name
                said = cell_words(one, name, named.field) if named else one.text(name)
                why = f'the answer is "{said}"' if said else "this is not filled in"
                message = f"{why}; the report does not show the sheet."
                yield Finding(one.file, label, message, "The tables hold it.", left_out=False)


# ---------------------------------------------------------------- what was handed in


def handed_in(collection: Collection, toolkit: Toolkit, plan: ReportPlan) -> Grid:
    """How many hand-ins of each sheet there are, and of how many.

    The first report tells it of every sheet, others of those that they show.
    """
    event = event_of(toolkit)
    named = {name.partition(".")[0] for name in named_fields(plan)}
    if any(section.show == "gain" for section in plan.sections):
        named |= {sheet.id for sheet in test_sheets(toolkit)}
    is_first = plan is toolkit.reports[0]
    rows = [
        ((sheet.title,), (str(len(collection.of(sheet.id))),), (expected(sheet, event),))
        for sheet in known_sheets(toolkit)
        if (is_first and collection.of(sheet.id)) or sheet.id in named
    ]
    return Grid("By sheet", ("Sheet", "Handed in", "Of"), tuple(rows), (6, 2, 2))


def named_fields(plan: ReportPlan) -> Iterator[str]:
    """Everything that the sections name: sheets, and fields as sheet.field."""
    for section in plan.sections:
        yield from (*section.fields, section.asks, section.offers, section.sheet)
        for dated in section.dates:
            yield from (dated.date, *dated.what)


def event_of(toolkit: Toolkit) -> Event | None:
    """The event that `toolkit.yml` names."""
    return next((one for one in toolkit.events if one.id == toolkit.settings.event), None)


def expected(sheet: Sheet, event: Event | None) -> str:
    """How many hand-ins an event should give, as a number in digits; empty when nobody can say."""
    if event is None:
        return ""
    numbers = {
        "person": event.participants,
        "country": event.countries,
        "table": math.ceil(event.participants / event.table_size),
        "all": 1,
    }
    return str(numbers.get(sheet.who, ""))


def event_lines(event: Event | None, language: str) -> Lines:
    """Name, place and days of an event."""
    if event is None:
        return ()
    days = sorted(day.date for day in event.days)
    return tuple(filter(None, (event.title, event.venue, days_in_words(days, language))))


def days_in_words(days: Sequence[dt.date], language: str) -> str:
    """The first and the last day in words; two days of one month share its name."""
    if not days:
        return ""
    first, last = days[0], days[-1]
    words = date_words(last, language)
    if first == last:
        return words
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{words}" if same_month else f"{date_words(first, language)} – {words}"


# ---------------------------------------------------------------- what was left out


def left_out(
    findings: Sequence[Finding], withheld: Sequence[tuple[str, int]], toolkit: Toolkit
) -> Iterator[Block]:
    """What the report does not hold, and what people should look at."""
    kinds = (("Not used", True), ("Used, but to be looked at", False))
    for name, count in withheld:
        sheet = toolkit.sheet(name)
        title = sheet.title if sheet else name
        yield Words(
            f"{title}: {count} of the sheets handed in may not be shown, "
            "as their authors wrote on them or left open."
        )
    for caption, kind in kinds:
        rows = tuple(
            (
                (one.file,),
                tuple(filter(None, (one.field,))),
                (f"{one.message} {one.advice}".strip(),),
            )
            for one in findings
            if one.left_out is kind
        )
        if rows:
            yield Grid(caption, ("File", "Field", "What was found"), rows, (3, 3, 6))
    if not findings and not withheld:
        yield Words("Nothing was left out.")
