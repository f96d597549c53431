"""Rules on pairing in report.yml: its tables, columns and figures are there."""

from __future__ import annotations

from collections.abc import Iterable

from sessionpress.answers.named import Named, find_named
from sessionpress.content.model import PairingFigure, PairingPlan, Toolkit
from sessionpress.problems import Place, Problems, nearest

MATCHED_BY = ("choice", "choices", "member", "text")


def check_pairing(toolkit: Toolkit, problems: Problems) -> None:
    """Every rule on what pairs are proposed from; nothing where it is not declared."""
    plan = toolkit.report.pairing if toolkit.report else None
    if plan is None:
        return
    for table, column in ((plan.needs, plan.need), (plan.offers, plan.offer)):
        _check_table(table, (plan.by, column), plan.place, toolkit, problems)
    for consent in plan.consents:
        named = _find(consent.field, consent.place, toolkit, problems)
        if named and (named.column or named.kind != "choice"):
            _wrong(consent.field, named.kind, "choice", consent.place, problems)
        for name in consent.allows if named and named.kind == "choice" else ():
            options = [one.id for one in named.options] if named else []
            if name not in options:
                message = f'"{consent.field}" has no option "{name}".'
                _unknown(message, name, options, consent.place, problems)
    for figure in plan.figures:
        _check_figure(figure, plan, toolkit, problems)


def _check_table(
    name: str, columns: tuple[str, ...], place: Place, toolkit: Toolkit, problems: Problems
) -> None:
    named = _find(name, place, toolkit, problems)
    if named is None:
        return
    if named.kind != "table":
        _wrong(name, named.kind, "table", place, problems)
        return
    known = {one.id: one.kind for one in named.field.columns}
    for column in columns:
        if column not in known:
            _unknown(f'"{name}" has no column "{column}".', column, known, place, problems)
    if known.get(columns[0], "text") not in MATCHED_BY:
        kinds = ", ".join(MATCHED_BY)
        _wrong(f"{name}.{columns[0]}", known[columns[0]], kinds, place, problems)


def _check_figure(
    figure: PairingFigure, plan: PairingPlan, toolkit: Toolkit, problems: Problems
) -> None:
    table = toolkit.tables.get(figure.table)
    place = figure.place or plan.place
    if table is None:
        message = f'there is no table of figures "{figure.table}".'
        _unknown(message, figure.table, toolkit.tables, place, problems)
    elif figure.indicator not in table.indicators:
        message = f'the table "{figure.table}" has no column "{figure.indicator}".'
        _unknown(message, figure.indicator, table.indicators, place, problems)
    elif table.indicators[figure.indicator].text:
        _wrong(f"{figure.table}.{figure.indicator}", "column of words", "numbers", place, problems)


def _find(name: str, place: Place, toolkit: Toolkit, problems: Problems) -> Named | None:
    def missing(noun: str, word: str, known: Iterable[str]) -> None:
        _unknown(f'"{name}": there is no {noun} "{word}".', word, known, place, problems)

    return find_named(name, toolkit, missing)


def _unknown(
    message: str, word: str, known: Iterable[str], place: Place, problems: Problems
) -> None:
    problems.add("reference-unknown", place, message, nearest(word, known))


def _wrong(name: str, kind: str, wanted: str, place: Place, problems: Problems) -> None:
    message = f'"{name}" is a {kind} and pairs cannot be proposed from it.'
    problems.add("report-field", place, message, f"It takes: {wanted}.")
