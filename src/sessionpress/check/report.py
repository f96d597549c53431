"""Rules on reports: every field that a section shows is there and is of a kind it can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sessionpress.answers.named import Named, find_named
from sessionpress.content.model import ReportPlan, ReportSection, Toolkit
from sessionpress.problems import Place, Problems, nearest

NEEDED = {
    "answers": ("of",),
    "side-by-side": ("of",),
    "match": ("asks", "offers", "by"),
    "common": ("of",),
    "counts": ("of",),
    "by-row": ("of",),
    "dates": ("dates",),
    "profile": ("sheet",),
    "gain": (),
}
"""The keys that a section cannot do without, by what it shows."""

CHOSEN = ("choice", "choices", "member")
CAN_SHOW = {
    "common": CHOSEN,
    # A level with names beside it would be a ranking of those who gave it.
    "counts": (*CHOSEN, "scale"),
    "by-row": CHOSEN,
}
"""Kinds of fields and columns, where a section cannot show all."""

MATCHED_BY = (*CHOSEN, "text")


def check_report(toolkit: Toolkit, problems: Problems) -> None:
    """Every rule on the declared reports; nothing where there is none."""
    for report in toolkit.reports:
        _check_consents(report, toolkit, problems)
        for section in report.sections:
            if section.show:
                _check_section(section, toolkit, problems)


def _check_consents(report: ReportPlan, toolkit: Toolkit, problems: Problems) -> None:
    for consent in report.consents:
        named = _find(consent.field, consent.place, toolkit, problems)
        if named is None:
            continue
        if named.column or named.kind != "choice":
            _wrong(consent.field, named.kind, "choice", consent.place, problems)
            continue
        options = [one.id for one in named.options]
        for name in consent.allows:
            if name not in options:
                problems.add(
                    "reference-unknown",
                    consent.place,
                    f'"{consent.field}" has no option "{name}".',
                    nearest(name, options),
                )


def _check_section(section: ReportSection, toolkit: Toolkit, problems: Problems) -> None:
    values = {
        "of": section.fields,
        "asks": section.asks,
        "offers": section.offers,
        "by": section.by,
        "dates": section.dates,
        "sheet": section.sheet,
    }
    for key, value in values.items():
        if key in NEEDED[section.show] and not value:
            problems.add(
                "header-required",
                section.place,
                f'the section "{section.title}" shows {section.show} and has no {key}.',
                f"Add it: {key}: ...",
            )
        elif value and key not in NEEDED[section.show]:
            problems.add(
                "report-field",
                section.place,
                f'the section "{section.title}" shows {section.show}, which does not use {key}.',
                f"It uses: {', '.join(NEEDED[section.show]) or 'none'}.",
            )
    _check_fields(section, toolkit, problems)
    _check_match(section, toolkit, problems)
    _check_profile(section, toolkit, problems)
    for dated in section.dates:
        _check_dated(dated.date, dated.what, dated.place, toolkit, problems)


def _check_fields(section: ReportSection, toolkit: Toolkit, problems: Problems) -> None:
    found = [_find(name, section.place, toolkit, problems) for name in section.fields]
    allowed = CAN_SHOW.get(section.show)
    for name, named in zip(section.fields, found, strict=True):
        if named and allowed and named.kind not in allowed:
            _wrong(name, named.kind, ", ".join(allowed), section.place, problems)
    sheets = {named.sheet.id: named for named in found if named}
    if section.show == "answers" and len(sheets) > 1:
        problems.add(
            "report-field",
            section.place,
            f"answers are of one sheet, and these are of {', '.join(sheets)}.",
            "Make a section for each sheet, or show: side-by-side.",
        )
    if section.show == "by-row":
        _check_rows(section, [named for named in found if named], problems)


def _check_rows(section: ReportSection, found: Sequence[Named], problems: Problems) -> None:
    """Columns by row are columns, of one table whose rows are fixed."""
    for named in found:
        if named.column is None or named.field.grows:
            problems.add(
                "report-field",
                section.place,
                f'"{named.sheet.id}.{named.field.id}" has no column with fixed rows.',
                "Name columns of a table with rows, or show: counts.",
            )
    if len({(named.sheet.id, named.field.id) for named in found}) > 1:
        problems.add(
            "report-field",
            section.place,
            f'the section "{section.title}" shows columns of several tables by row.',
            "Make a section for each table.",
        )


def _check_match(section: ReportSection, toolkit: Toolkit, problems: Problems) -> None:
    for name in filter(None, (section.asks, section.offers)):
        named = _find(name, section.place, toolkit, problems)
        if named is None:
            continue
        if named.kind != "table":
            _wrong(name, named.kind, "table", section.place, problems)
            continue
        column = next((one for one in named.field.columns if one.id == section.by), None)
        if section.by and column is None:
            problems.add(
                "reference-unknown",
                section.place,
                f'"{name}" has no column "{section.by}".',
                nearest(section.by, (one.id for one in named.field.columns)),
            )
        elif column and column.kind not in MATCHED_BY:
            _wrong(
                f"{name}.{column.id}", column.kind, ", ".join(MATCHED_BY), section.place, problems
            )


def _check_profile(section: ReportSection, toolkit: Toolkit, problems: Problems) -> None:
    if not section.sheet:
        return
    sheet = toolkit.sheet(section.sheet)
    if sheet is None:
        problems.add(
            "reference-unknown",
            section.place,
            f'there is no sheet "{section.sheet}".',
            nearest(section.sheet, (one.id for one in toolkit.sheets)),
        )
    elif not any(field.kind == "scale" for field in sheet.fields):
        problems.add(
            "report-field",
            section.place,
            f'the sheet "{section.sheet}" has no levels to show.',
            "Name a sheet with fields of kind scale.",
        )


def _check_dated(
    date: str, what: tuple[str, ...], place: Place, toolkit: Toolkit, problems: Problems
) -> None:
    named = _find(date, place, toolkit, problems) if date else None
    if named is None:
        return
    if named.kind != "date":
        _wrong(date, named.kind, "date", place, problems)
    for name in what:
        beside = _find(name, place, toolkit, problems)
        if beside and beside.sheet.id != named.sheet.id:
            problems.add(
                "report-field",
                place,
                f'"{name}" does not stand beside "{date}": it is of another sheet.',
                f"Name fields of {named.sheet.id}.",
            )
        elif beside and beside.column and beside.field.id != named.field.id:
            problems.add(
                "report-field",
                place,
                f'"{name}" does not stand beside "{date}": it is of another table.',
                "Name columns of the same table, or fields outside tables.",
            )


def _find(name: str, place: Place, toolkit: Toolkit, problems: Problems) -> Named | None:
    """What a reference names; what is not there is a problem."""

    def missing(noun: str, word: str, known: Iterable[str]) -> None:
        message = f'"{name}": there is no {noun} "{word}".'
        problems.add("reference-unknown", place, message, nearest(word, known))

    return find_named(name, toolkit, missing)


def _wrong(name: str, kind: str, wanted: str, place: Place, problems: Problems) -> None:
    problems.add(
        "report-field",
        place,
        f'"{name}" is a {kind} and cannot be shown so.',
        f"It takes: {wanted}.",
    )
