"""What the page that collects files in the browser must know: sheets, places, pairing, words.

It becomes a classic script, because a page opened from disk can load nothing else. The page is the
facilitator's: the marks of the questions are in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sessionpress.answers.cells import MOST_ROWS, revision
from sessionpress.answers.file import FORMAT, LARGEST, VERSION
from sessionpress.answers.gather import group_field, known_sheets
from sessionpress.answers.pairing import figures_of
from sessionpress.answers.settle import LONGEST
from sessionpress.content.model import Column, Consent, Field, PairingPlan, Sheet, Toolkit
from sessionpress.content.questions import questions
from sessionpress.schema import Formula, Option

VARIABLE = "sessionpressSheets"


def collect_data(toolkit: Toolkit) -> str:
    """Give the script that tells the page of collecting what it must know.

    Args:
        toolkit: of the facilitator's edition; the key of the questions goes into the script.
    """
    report = toolkit.report
    data = {
        "format": FORMAT,
        "version": VERSION,
        "largest": LARGEST,
        "longest": LONGEST,
        "rows": MOST_ROWS,
        "toolkit": toolkit.settings.id,
        "edition": toolkit.settings.edition,
        "title": toolkit.settings.title,
        "places": [[one.code, one.name, one.kind] for one in toolkit.territories],
        "sheets": [_sheet(sheet) for sheet in known_sheets(toolkit)],
        "matches": [
            {"title": one.title, "asks": one.asks, "offers": one.offers, "by": one.by}
            for one in (report.sections if report else ())
            if one.show == "match"
        ],
        "consents": _consents(report.consents if report else ()),
        "pairing": _pairing(report.pairing, toolkit) if report and report.pairing else None,
        "objectives": [[one.id, one.text] for one in toolkit.objectives],
        "questions": [[one.id, one.objective, one.right] for one in questions(toolkit)],
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.{VARIABLE}={written};\n"


def _sheet(sheet: Sheet) -> dict[str, object]:
    group = group_field(sheet)
    return {
        "id": sheet.id,
        "title": sheet.title,
        "who": sheet.who,
        "group": group.id if group else "",
        "revision": revision(sheet),
        "profile": sheet.profile,
        "fields": [dict(_field(field)) for field in sheet.fields],
    }


def _field(field: Field) -> Iterator[tuple[str, object]]:
    yield from _column(field)
    yield "section", field.section
    yield "required", field.required
    yield "limit", field.limit
    if field.kind == "scale":
        yield "options", [[str(number), text] for number, text in enumerate(field.levels, 1)]
    if field.kind == "table":
        yield "rows", field.rows
        yield "columns", [dict(_column(column)) for column in field.columns]


def _column(one: Field | Column) -> Iterator[tuple[str, object]]:
    yield "id", one.id
    yield "kind", one.kind
    yield "label", one.label
    yield "options", _options(one.options)
    yield "low", one.low
    yield "high", one.high
    yield "formula", _formula(one.formula)


def _options(options: tuple[Option, ...]) -> list[list[str]]:
    return [[option.id, option.text] for option in options]


def _formula(formula: Formula | None) -> list[object] | None:
    return [formula.function, list(formula.names)] if formula else None


def _consents(consents: tuple[Consent, ...]) -> list[list[object]]:
    return [[one.field, list(one.allows)] for one in consents]


def _pairing(plan: PairingPlan, toolkit: Toolkit) -> dict[str, object]:
    return {
        "needs": plan.needs,
        "offers": plan.offers,
        "by": plan.by,
        "need": plan.need,
        "offer": plan.offer,
        "consents": _consents(plan.consents),
        "figures": [
            {
                "label": one.label,
                "edition": one.edition,
                "similar": one.similar,
                "texts": dict(one.texts),
                "numbers": dict(one.numbers),
            }
            for one in figures_of(plan, toolkit)
        ],
    }
