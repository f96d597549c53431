"""The report of what was handed in, as one page for a browser and as a book for print."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from sessionpress import charts
from sessionpress.answers.blocks import (
    Block,
    Counts,
    Grid,
    Profile,
    Report,
    Section,
    ToWrite,
    Words,
    date_words,
)
from sessionpress.names import words_id
from sessionpress.render.book import Book, Chapter, PageHtml
from sessionpress.render.profile import profile_chart

KINDS: Mapping[type[Block], str] = {
    Words: "words",
    Grid: "grid",
    Counts: "counts",
    Profile: "chart",
    ToWrite: "to-write",
}
"""The form in which the templates show each kind of block."""

BOOK_WORDS = {"contents": "Contents", "page": "Page", "of": "of", "see": "page"}
"""The fixed words of the book."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as the templates take it: its form, itself, and its drawing when it is one."""

    kind: str
    block: Block
    chart: charts.Chart | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the templates take it; `id` is unique in the report."""

    id: str
    title: str
    wide: bool
    blocks: tuple[Shown, ...]


def report_html(report: Report, environment: Environment, css: str) -> str:
    """The report as one file without anything beside it: its style is in it, and no script.

    Args:
        report: what it says.
        environment: with the templates in `report/`.
        css: the style sheet that is put into it.
    """
    template = environment.get_template("report/page.html")
    return template.render(
        report=report,
        parts=_parts(report),
        date=date_words(report.date, report.language),
        css=Markup(css),  # noqa: S704 - our own style sheet
    )


def report_book(report: Report, environment: Environment) -> Book:
    """The report as a book, to be laid out for print."""
    template = environment.get_template("report/part.html")
    pages = tuple(
        PageHtml(part.id, f"{part.id}.html", part.title, template.render(part=part), ())
        for part in _parts(report)
    )
    name, *more = report.event or (report.publisher,)
    return Book(
        key=report.name,
        title=report.title,
        subtitle=report.subtitle,
        edition=name,
        date=report.date.isoformat(),
        date_text=", ".join(more) or date_words(report.date, report.language),
        language=report.language,
        direction="ltr",
        author=report.publisher,
        notice=str(
            Markup("<p>{}</p><p>{}. {}</p>").format(report.summary, report.edition, report.notice)
        ),
        chapters=(Chapter(report.title, pages, part=False),),
        words=BOOK_WORDS,
    )


def _parts(report: Report) -> list[Part]:
    """What was handed in, the sections, what was left out."""
    sections = report.all_sections
    ids = _ids(sections)
    return [
        Part(name, one.title, one.wide, tuple(_shown(one, name)))
        for name, one in zip(ids, sections, strict=True)
    ]


def _ids(sections: tuple[Section, ...]) -> list[str]:
    """An id for each section, of its words and, where two have the same, a number."""
    plain = [words_id(one.title) or "section" for one in sections]
    return [
        f"{name}-{place}" if plain.count(name) > 1 else name for place, name in enumerate(plain, 1)
    ]


def _shown(section: Section, prefix: str) -> Iterator[Shown]:
    numbers = itertools.count(1)
    for block in section.blocks:
        name = f"{prefix}-{next(numbers)}"
        yield Shown(KINDS[type(block)], block, _chart(block, name))


def _chart(block: Block, prefix: str) -> charts.Chart | None:
    if not isinstance(block, Profile):
        return None
    return profile_chart([], block.caption, prefix, block.sections)
