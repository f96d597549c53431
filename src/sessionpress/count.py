"""What a toolkit holds, in numbers: words, minutes, activities, cases, questions, terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sessionpress.compose import PARTICIPANT, compose
from sessionpress.content.model import (
    Block,
    CaseOptions,
    Module,
    Page,
    QuestionOptions,
    Text,
    Toolkit,
    blocks,
    walk,
)
from sessionpress.content.scan import plain

Row = tuple[str, ...]


def words(page: Page) -> int:
    """Words of the text that participants read on a page, questions and markup left out."""
    total = 0
    for part in page.parts:
        texts = [part] if isinstance(part, Text) else _reading(part)
        for text in texts:
            for line in text.text.split("\n"):
                total += len(re.findall(r"\w[\w'’-]*", plain(line)))
    return total


def _reading(block: Block) -> list[Text]:
    if block.kind == "question":
        return []
    return [part for part in walk(block.parts) if isinstance(part, Text)]


def session_rows(toolkit: Toolkit) -> Iterator[Row]:
    """A row a session: words, minutes, items, cases, key points, questions in form A and B."""
    seen = compose(toolkit, PARTICIPANT, toolkit.settings.language).toolkit
    for module, read in zip(toolkit.modules, seen.modules, strict=True):
        yield (
            str(module.number),
            module.status,
            str(sum(words(page) for page in read.pages)),
            str(sum(item.timed.minutes for item in module.items)),
            *(str(_kind(module, kind)) for kind in ("talk", "activity", "discussion")),
            *(str(_blocks(module, kind)) for kind in ("case", "keypoint", "slide")),
            str(_form(module, "A")),
            str(_form(module, "B")),
        )


SESSION_HEAD = (
    *("session", "status", "words", "minutes", "talks", "activities", "discussions", "cases"),
    *("key points", "slides", "questions A", "questions B"),
)


def _kind(module: Module, kind: str) -> int:
    return sum(item.kind == kind for item in module.items)


def _blocks(module: Module, kind: str) -> int:
    return sum(1 for page in module.pages for _block in blocks(page.parts, kind))


def _form(module: Module, form: str) -> int:
    return sum(
        isinstance(one.options, QuestionOptions) and one.options.form == form
        for page in module.pages
        for one in blocks(page.parts, "question")
    )


def case_rows(toolkit: Toolkit) -> Iterator[Row]:
    """A row a member: how many cases tell of it, in sessions and on other pages."""
    found = Counter(
        block.options.country
        for page in toolkit.pages
        for block in blocks(page.parts, "case")
        if isinstance(block.options, CaseOptions)
    )
    for place in toolkit.members:
        yield place.name, str(found[place.code])


def objective_rows(toolkit: Toolkit) -> Iterator[Row]:
    """A row an objective: its questions in form A and B."""
    found = Counter(
        (one.options.objective, one.options.form)
        for page in toolkit.pages
        for one in blocks(page.parts, "question")
        if isinstance(one.options, QuestionOptions)
    )
    for goal in toolkit.objectives:
        yield goal.id, str(found[goal.id, "A"]), str(found[goal.id, "B"])


def total_rows(toolkit: Toolkit) -> Iterator[Row]:
    """A row a thing that is counted over the whole toolkit."""
    yield "exercises", str(len(toolkit.exercises))
    yield "sheets", str(len(toolkit.sheets))
    yield "cases", str(sum(1 for page in toolkit.pages for _one in blocks(page.parts, "case")))
    yield "glossary terms", str(len(toolkit.terms))
    yield "sources", str(len(toolkit.sources))
    yield "events", str(len(toolkit.events))
    yield "pages", str(len(toolkit.pages))
