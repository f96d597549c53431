"""From chart blocks and country pages to drawings: which figures, in which shape."""

from __future__ import annotations

from sessionpress import charts
from sessionpress.content.model import ChartOptions, Indicator, Table, Toolkit
from sessionpress.direction import direction
from sessionpress.words import words

PARTS, TREND = "parts", "trend"


def draw(options: ChartOptions, title: str, prefix: str, toolkit: Toolkit) -> charts.Chart:
    """Draw what a chart block asks for; blanks stay blank."""
    table = toolkit.tables[options.table]
    if options.show == PARTS:
        return _parts(options, title, prefix, toolkit)
    indicator = table.indicators[options.indicator]
    editions = options.editions or table.editions
    if options.show == TREND:
        series = [
            charts.Series(
                short_name(code, toolkit),
                {one: _number(table, indicator, code, one) for one in editions},
            )
            for code in options.places
        ]
        return charts.trend(title, prefix, list(editions), series, **_scale(indicator, toolkit))
    first, last = editions[0], editions[-1]
    members = [code for code in options.places if _kind(code, toolkit) == "member"]
    rows = [
        (
            short_name(code, toolkit),
            _number(table, indicator, code, first),
            _number(table, indicator, code, last),
        )
        for code in members or options.places
    ]
    references = [
        (f"{short_name(code, toolkit)}, {last}", value)
        for code in options.places
        if members
        and code not in members
        and (value := _number(table, indicator, code, last)) is not None
        and _number(table, indicator, code, first) is not None
    ]
    return charts.spread(
        title, prefix, rows, (first, last), references, **_scale(indicator, toolkit)
    )


def _parts(options: ChartOptions, title: str, prefix: str, toolkit: Toolkit) -> charts.Chart:
    """The parts of an index for places in one edition, or for one place in two editions."""
    table = toolkit.tables[options.table]
    names = [
        name.partition(".")[2]
        for name in toolkit.settings.chart_parts
        if name.partition(".")[0] == options.table
    ]
    indicators = [table.indicators[name] for name in names]
    editions = options.editions or table.editions[-1:]
    series = [
        charts.Series(
            f"{short_name(code, toolkit)}, {edition}"
            if len(editions) > 1
            else short_name(code, toolkit),
            {one.short: _number(table, one, code, edition) for one in indicators},
        )
        for code in options.places
        for edition in editions
    ]
    return charts.parts(title, prefix, series, **_scale(indicators[0], toolkit))


def short_name(code: str, toolkit: Toolkit) -> str:
    """The name of a place as running text uses it."""
    place = toolkit.territory(code)
    if place is None:
        return code
    return place.name.partition(" (")[0] if place.kind == "member" else place.name


def _kind(code: str, toolkit: Toolkit) -> str:
    place = toolkit.territory(code)
    return place.kind if place else ""


def _number(table: Table, indicator: Indicator, code: str, edition: str) -> float | None:
    figure = table.figure(indicator.name, code, edition)
    return figure.number if figure else None


def _scale(indicator: Indicator, toolkit: Toolkit) -> charts.Options:
    """How a figure is drawn, in the language of the toolkit."""
    return charts.Options(
        words={name: words(text) for name, text in charts.WORDS.items()},
        direction=direction(toolkit.settings.language),
        low=indicator.low if indicator.low is not None else 0.0,
        high=indicator.high if indicator.high is not None else 1.0,
        decimals=indicator.decimals,
        signs=toolkit.signs.write,
    )
