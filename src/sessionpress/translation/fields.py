"""The texts of a toolkit that are no Markdown: titles, summaries, labels, options, names.

One table says which fields of which values people read; one walk goes through a toolkit by it. The
same walk lists the messages and puts their translations in. Ids, kinds and numbers stay as they
are, so answers to a sheet are the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

from sessionpress.content.load import make_term
from sessionpress.content.model import (
    AnswerOptions,
    Asset,
    Block,
    Column,
    Dated,
    Event,
    Field,
    Figure,
    FixedPoint,
    Header,
    Imprint,
    Indicator,
    Link,
    Module,
    Objective,
    Outcome,
    Page,
    ReportPlan,
    ReportSection,
    Row,
    Settings,
    Sheet,
    Slot,
    Source,
    Table,
    Term,
    Territory,
    Text,
    Toolkit,
)
from sessionpress.content.questions import test_sheets
from sessionpress.content.scan import OPTION
from sessionpress.problems import Place
from sessionpress.schema import Formula, Material, Option
from sessionpress.signs import Signs, signs_of
from sessionpress.translation.messages import TERM, Message, State, Voice, flat, has_words

TEXTS: dict[type, dict[str, str]] = {
    Settings: {
        "title": "title",
        "subtitle": "subtitle",
        "publisher": "publisher",
        "notice": "legal lines",
    },
    Imprint: {"abstract": "for catalogues", "keywords": "keyword", "audience": "for catalogues"},
    Outcome: {"text": "outcome of the workshop"},
    Module: {"title": "title", "summary": "summary", "bring": "what to bring"},
    Objective: {"text": "objective"},
    Page: {"title": "title", "summary": "summary"},
    Block: {"title": "title of a block"},
    Material: {"text": "material"},
    Sheet: {"title": "title of a sheet", "summary": "summary of a sheet"},
    Field: {
        "section": "section of a sheet",
        "label": "label",
        "help": "help",
        "levels": "level",
        "rows": "label of a row",
        "example": "example answer",
    },
    Column: {"label": "label of a column"},
    Option: {"text": "option"},
    Event: {
        "title": "title of an event",
        "venue": "place of an event",
        "note": "note on an event",
        "aims": "aim of an event",
        "bring": "what to bring",
        "leads": "role",
        "contact": "role",
    },
    FixedPoint: {"title": "point of a day", "lead": "role"},
    Slot: {"lead": "role"},
    Table: {"title": "title of a table of figures"},
    Indicator: {"label": "name of a figure", "short": "short name of a figure", "unit": "unit"},
    ReportPlan: {"title": "report", "subtitle": "report", "intro": "report"},
    ReportSection: {"title": "report", "text": "report", "to_write": "report"},
    Dated: {"label": "report"},
}
"""What people read, by class and field, with the words by which translators are told what it is."""

WHOLE = (Asset, Figure, Formula, Header, Link, Place, Row, Signs, Source, Term, Territory, Text)
"""What the walk does not go into: it holds no such texts, or is treated on its own below."""

FACILITATORS_ONLY = ("notes", "answer")
"""Kinds of block whose words no participant sees, unless an answer is shared."""


def translated(toolkit: Toolkit, voice: Voice, digits: str = "latn") -> Toolkit:
    """Give a toolkit with every field that people read said by a voice.

    Its Markdown stays as it is: that is translated where it is converted. Figures get the signs
    between their digits that the language has; `digits` is its numbering system in the CLDR.
    """
    foreign = voice.language != toolkit.settings.language
    walk = _Walk(voice, tuple(_territories(toolkit, voice)), foreign)
    new: Toolkit = walk.value(replace(toolkit, tests=()), _At("toolkit.yml"))
    asked = walk.questions(toolkit, new)
    signs = signs_of(voice.language, digits) if foreign else toolkit.signs
    return replace(
        new,
        settings=replace(new.settings, language=voice.language),
        territories=walk.territories,
        tables={name: walk.figures(table, signs) for name, table in new.tables.items()},
        terms=tuple(walk.term(term, toolkit) for term in toolkit.terms),
        tests=test_sheets(asked),
        signs=signs,
    )


@dataclass(frozen=True, slots=True)
class _At:
    """Where the walk is: the file, and whether only facilitators see what is inside."""

    path: str
    private: bool = False

    def inside(self, value: object) -> _At:
        place = getattr(value, "place", None)
        path = getattr(value, "path", "") or (place.path if place else "") or self.path
        return _At(path, self.private or is_private(value))


def is_private(value: object) -> bool:
    """Whether only facilitators see what a value holds."""
    if isinstance(value, Block) and value.kind in FACILITATORS_ONLY:
        return not (isinstance(value.options, AnswerOptions) and value.options.shared)
    return isinstance(value, ReportPlan)


@dataclass(frozen=True, slots=True)
class _Walk:
    voice: Voice
    territories: tuple[Territory, ...]
    foreign: bool

    def value(self, value: Any, at: _At) -> Any:
        """A value with its texts said; the same value when nothing changes."""
        if isinstance(value, tuple):
            made = tuple(self.value(one, at) for one in value)
            return made if any(a is not b for a, b in zip(made, value, strict=True)) else value
        if isinstance(value, dict):
            return {name: self.value(one, at) for name, one in value.items()}
        if not is_dataclass(value) or isinstance(value, (*WHOLE, type)):
            return value
        if isinstance(value, Page) and value.language:
            return value
        here = at.inside(value)
        texts = TEXTS.get(type(value), {})
        changes: dict[str, Any] = {}
        for name in _names(type(value)):
            old = getattr(value, name)
            new = self.text(old, here, texts[name]) if name in texts else self.value(old, here)
            if new is not old:
                changes[name] = new
        if self.foreign and isinstance(value, Block) and value.title:
            title = Message(flat(value.title), (here.path,), "title of a block", here.private)
            said = self.voice.say(title).state is not State.MISSING
            changes["named"] = value.title if said else ""
        if isinstance(value, Field | Column) and value.kind == "member":
            names = {one.code: one.name for one in self.territories}
            changes["options"] = tuple(
                replace(one, text=names.get(one.id, one.text)) for one in value.options
            )
        return replace(value, **changes) if changes else value

    def text(self, old: Any, at: _At, kind: str) -> Any:
        """A text, or several, said."""
        if isinstance(old, tuple):
            return tuple(self.text(one, at, kind) for one in old)
        if not isinstance(old, str) or not has_words(old):
            return old
        said = self.voice.say(Message(flat(old), (at.path,), kind, at.private)).text
        return old if said == flat(old) else said

    def figures(self, table: Table, signs: Signs) -> Table:
        """The figures of a table, in the words and with the signs of the language."""
        worded = [name for name, one in table.indicators.items() if one.text]
        at = _At("data/tables.yml")

        def row(one: Row) -> Row:
            new = {
                name: replace(figure, text=self.text(figure.text, at, "figure in words"))
                if name in worded
                else replace(figure, text=signs.write(figure.text))
                for name, figure in one.figures.items()
            }
            return replace(one, figures=new)

        return replace(table, rows=tuple(map(row, table.rows)))

    def term(self, term: Term, toolkit: Toolkit) -> Term:
        """A term by its own forms in the language; its id stays, so links to it do too."""
        path = next((page.path for page in toolkit.docs if page.shows == "glossary"), "")
        note = flat(term.definition)
        name = self.voice.say(Message(term.name, (path,), TERM, note=note)).text
        meaning = self.voice.say(Message(flat(term.markdown), (path,), "definition")).text
        forms = tuple(form.strip() for form in name.split("|") if form.strip())
        made = [make_term(form, meaning) for form in forms]
        if not made or (name == term.name and meaning == flat(term.markdown)):
            return term
        every = tuple(dict.fromkeys(form for one in made for form in one.forms))
        return replace(term, name=forms[0], forms=every, definition=made[0].definition)

    def questions(self, toolkit: Toolkit, new: Toolkit) -> Toolkit:
        """A toolkit in which the questions of the tests are said, Markdown and all.

        The tests are made of it; pages have the Markdown of `toolkit`.
        """
        modules = tuple(
            replace(
                module,
                pages=tuple(
                    replace(page, parts=tuple(self._question(part) for part in page.parts))
                    for page in module.pages
                ),
            )
            for module in new.modules
        )
        return replace(new, modules=modules)

    def _question(self, part: Any) -> Any:
        if not (isinstance(part, Block) and part.kind == "question"):
            return part
        path = part.place.path
        inner = tuple(
            replace(one, text="\n\n".join(self._lines(one.text, path)))
            if isinstance(one, Text)
            else one
            for one in part.parts
        )
        return replace(part, parts=inner)

    def _lines(self, text: str, path: str) -> Iterator[str]:
        """The paragraphs and options of a question, said."""
        held: list[str] = []
        for line in [*text.split("\n"), ""]:
            option = OPTION.match(line)
            if line.strip() and not option:
                held.append(line)
                continue
            if held:
                yield self.voice.say(Message(flat(" ".join(held)), (path,), "paragraph")).text
                held = []
            if option:
                said = self.voice.say(Message(flat(option[2]), (path,), "option")).text
                yield f"- [{option[1]}] {said}"


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _territories(toolkit: Toolkit, voice: Voice) -> Iterator[Territory]:
    """Places under the names of the Unicode CLDR; what has no code of a country is a message."""
    for place in toolkit.territories:
        name = place_name(place.code, voice.language)
        if voice.language == toolkit.settings.language or not name:
            name = place.name
            if not place_name(place.code, "en"):
                name = voice.say(Message(place.name, ("data/places.csv",), "place")).text
        yield replace(place, name=name)


def place_name(code: str, language: str) -> str:
    """The name of a country by its ISO 3166 code of three letters; empty when CLDR has none."""
    short = get_global("territory_aliases").get(code, [])
    names = Locale.parse(language, sep="-").territories
    return str(names.get(short[0], "")) if short else ""
