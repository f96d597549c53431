"""Which sources a toolkit cites, and where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sessionpress.content.model import CaseOptions, Page, Toolkit, blocks
from sessionpress.content.refer import citations
from sessionpress.content.scan import text_lines
from sessionpress.memory import kept
from sessionpress.problems import Place


def page_texts(page: Page) -> Iterator[tuple[int, str]]:
    """Every line of a page's text with its number: title and summary first."""
    yield page.header.place("title").line, page.title
    yield page.header.place("summary").line, page.summary
    yield from text_lines(page.parts)


def _cited(page: Page) -> tuple[tuple[Place, str], ...]:
    in_text = (
        (Place(page.path, line), citation.key)
        for line, text in page_texts(page)
        for citation in citations(text)
    )
    cases = (
        (block.place, block.options.source)
        for block in blocks(page.parts, "case")
        if isinstance(block.options, CaseOptions) and block.options.source
    )
    return (*in_text, *cases)


def cited(toolkit: Toolkit) -> Iterator[tuple[Place, str]]:
    """Each citation of a source, by its key: in text, in cases, in headers, by tables."""
    for page in toolkit.pages:
        yield from kept(("cited", page.path), page, partial(_cited, page))
    for module in toolkit.modules:
        for key in module.sources:
            yield module.header.place("sources"), key
    for exercise in toolkit.exercises:
        for key in exercise.sources:
            yield exercise.page.header.place("sources"), key
    for table in toolkit.tables.values():
        if table.source:
            yield Place("data/tables.yml"), table.source
