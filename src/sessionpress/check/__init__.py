"""Rules that a toolkit must keep; each adds its problems, none stops the others."""

from __future__ import annotations

from collections.abc import Callable

from sessionpress.check import events, figures, links, pairing, report, sheets, structure, teaching
from sessionpress.content.model import Toolkit
from sessionpress.problems import Problems

Rule = Callable[[Toolkit, Problems], None]


CHECKS: tuple[Rule, ...] = (
    structure.check_addresses,
    structure.check_sessions,
    structure.check_headings,
    structure.check_tables,
    sheets.check_sheets,
    report.check_report,
    pairing.check_pairing,
    structure.check_settings,
    teaching.check_objectives,
    teaching.check_traces,
    teaching.check_items,
    teaching.check_exercises,
    figures.check_variables,
    figures.check_sources,
    figures.check_charts,
    links.check_links,
    events.check_events,
)


def check(toolkit: Toolkit, problems: Problems) -> None:
    """Apply every rule."""
    for rule in CHECKS:
        rule(toolkit, problems)
