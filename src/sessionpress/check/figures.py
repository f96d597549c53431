"""Rules on figures, sources and charts: nothing is claimed that the data do not hold."""

from __future__ import annotations

import re
from functools import partial

from sessionpress.content.cited import cited, page_texts
from sessionpress.content.model import (
    CaseOptions,
    ChartOptions,
    Page,
    Toolkit,
    blocks,
)
from sessionpress.content.refer import VARIABLE, expand
from sessionpress.memory import kept
from sessionpress.problems import Place, Problems, nearest

ANY_VARIABLE = re.compile(r"\{\{(.*?)\}\}")


def check_variables(toolkit: Toolkit, problems: Problems) -> None:
    """Each variable names a figure that exists."""
    for page in toolkit.pages:
        for line, named in kept(("variables", page.path), page, partial(_variables, page)):
            known = VARIABLE.fullmatch(named)
            if not known or expand(known[1], toolkit) is None:
                problems.add(
                    "variable-unknown",
                    Place(page.path, line),
                    f"there is no figure {named}.",
                    "Write {{ table.indicator.PLACE.edition }} as in data/; blanks have none.",
                )


def _variables(page: Page) -> tuple[tuple[int, str], ...]:
    """What stands between double braces, with its line."""
    return tuple(
        (line, match[0]) for line, text in page_texts(page) for match in ANY_VARIABLE.finditer(text)
    )


def check_sources(toolkit: Toolkit, problems: Problems) -> None:
    """Each cited source is in the list."""
    for place, key in cited(toolkit):
        if key not in toolkit.sources:
            problems.add(
                "source-unknown",
                place,
                f'there is no source "{key}".',
                nearest(key, toolkit.sources),
            )


def check_charts(toolkit: Toolkit, problems: Problems) -> None:
    """Charts, cases and country pages name tables, columns, editions and places that exist."""
    codes = {place.code for place in toolkit.territories}
    for page in toolkit.pages:
        named = [(page.header.place("country"), page.country)] if page.country else []
        for block in blocks(page.parts):
            if isinstance(block.options, CaseOptions) and block.options.country:
                named.append((block.place, block.options.country))
            if isinstance(block.options, ChartOptions):
                named.extend((block.place, code) for code in block.options.places)
                _check_chart(block.options, block.place, toolkit, problems)
                _check_shape(block.options, block.place, toolkit, problems)
        for place, code in named:
            if code not in codes:
                problems.add(
                    "data-place",
                    place,
                    f'the place "{code}" is not declared.',
                    nearest(code, codes),
                )


def _check_chart(options: ChartOptions, place: Place, toolkit: Toolkit, problems: Problems) -> None:
    table = toolkit.tables.get(options.table)
    if table is None:
        if options.table:
            problems.add(
                "reference-unknown",
                place,
                f'there is no table "{options.table}".',
                nearest(options.table, toolkit.tables),
            )
        return
    numbers = {name for name, row in table.indicators.items() if not row.text}
    if options.show in ("trend", "spread") and options.indicator not in numbers:
        problems.add(
            "block-option",
            place,
            f'the table "{options.table}" has no figures "{options.indicator}".',
            nearest(options.indicator, numbers),
        )
    for edition in options.editions:
        if edition not in table.editions:
            problems.add(
                "block-option",
                place,
                f'the table "{options.table}" has no edition {edition}.',
                nearest(edition, table.editions),
            )


def _check_shape(options: ChartOptions, place: Place, toolkit: Toolkit, problems: Problems) -> None:
    """A chart has places to draw, and parts come from chart-parts in toolkit.yml."""
    if not options.places:
        problems.add(
            "block-option", place, "the chart has no places.", "Name the places: places: [ABC]."
        )
    parts = [name.partition(".")[0] for name in toolkit.settings.chart_parts]
    if options.show == "parts" and options.table and options.table not in parts:
        problems.add(
            "block-option",
            place,
            f'chart-parts in toolkit.yml names no parts of the table "{options.table}".',
            "Name them there, or show a trend or a spread.",
        )
