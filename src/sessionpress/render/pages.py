"""From an edition to finished pages: text converted, blocks in their form, views put around it.

A page is rendered once and serves every output; links stay `sp:ADDRESS#id` until an output turns
them into its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jinja2 import Environment
from markupsafe import Markup

from sessionpress.charts import Chart
from sessionpress.compose import Edition, Leaf
from sessionpress.content.load import block_ids
from sessionpress.content.model import (
    AnswerOptions,
    Block,
    CaseOptions,
    ChartOptions,
    Exercise,
    Page,
    QuestionOptions,
    Text,
    TimedOptions,
    blocks,
)
from sessionpress.content.refer import author_year
from sessionpress.markdown.convert import Converter
from sessionpress.memory import kept, same
from sessionpress.problems import Place
from sessionpress.render.book import Heading, PageHtml, headings_of
from sessionpress.render.digits import localised
from sessionpress.render.drawing import draw, short_name
from sessionpress.render.references import Bibliography, Reference
from sessionpress.render.view import Clock, View

ALONE = frozenset(
    {"page", "session", "exercise", "sheet", "country", "glossary", "sources", "members", "keys"}
)
"""Views that show no other page's text; a session shows that of its own pages."""

MARK = re.compile(r"<sp-block n=\"(\d+)\">|</sp-block>")


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A finished page of an edition; `removed` names markup that was not on the safe list."""

    leaf: Leaf
    title: str
    summary: str
    html: str
    headings: tuple[Heading, ...]
    removed: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it is published."""
        return self.leaf.page.address

    @property
    def key(self) -> str:
        """A name for it that is unique in a book."""
        return page_key(self.address)

    @property
    def print_page(self) -> PageHtml:
        """The page as the books take it."""
        return PageHtml(self.key, self.address, self.title, self.html, self.headings)


def without_texts(edition: Edition) -> Edition:
    """An edition as pages know of each other: titles, times and addresses, not what they say."""

    def bare(page: Page) -> Page:
        return kept(("bare", page.address), page, lambda: _bare(page))

    def lent(exercise: Exercise) -> Exercise:
        return replace(exercise, page=bare(exercise.page))

    toolkit = edition.toolkit
    return replace(
        edition,
        toolkit=replace(
            toolkit,
            modules=tuple(
                replace(one, pages=tuple(map(bare, one.pages))) for one in toolkit.modules
            ),
            exercises=tuple(map(lent, toolkit.exercises)),
            docs=tuple(map(bare, toolkit.docs)),
        ),
        sections=(),
    )


def _bare(page: Page) -> Page:
    items = tuple(
        replace(part, parts=(), place=Place(page.path))
        for part in page.parts
        if isinstance(part, Block) and isinstance(part.options, TimedOptions)
    )
    return replace(page, parts=items, links=())


def page_key(address: str) -> str:
    """Make a key of letters, digits and hyphens from an address; other signs become numbers."""
    stem = address.removesuffix(".html").lower()
    return re.sub(r"[^a-z0-9-]", lambda match: f"x{ord(match[0]):x}", stem)


class PageRenderer:
    """Renders the pages of one edition."""

    def __init__(self, edition: Edition, environment: Environment) -> None:
        self._edition = edition
        self._environment = environment
        self._converter = Converter(edition)
        self._clock = Clock(edition)
        self._toolkit = edition.toolkit
        self._bibliography = Bibliography(edition.toolkit.sources)
        self._block_form = environment.get_template("blocks/block.html")
        self._shared = same("shared", (environment, without_texts(edition)))

    def all(self) -> Iterator[RenderedPage]:
        """Render every page in reading order."""
        for leaf in self._edition.leaves:
            yield self.render(leaf)

    def render(self, leaf: Leaf) -> RenderedPage:
        """Render one page."""
        session = leaf.module if leaf.view == "session" else None
        others = None if leaf.view in ALONE else self._toolkit
        inputs = (self._shared, leaf.view, leaf.page, leaf.sheet, session, others)
        made = kept(("rendered", leaf.page.address), inputs, lambda: self._render(leaf))
        return replace(made, leaf=leaf)

    def _render(self, leaf: Leaf) -> RenderedPage:
        page = leaf.page
        converted = self._converter.convert(page)
        levels = heading_levels(page)
        ids = block_ids(page)
        text = Markup(self._fold(converted.html, converted.blocks, levels, ids, page))  # noqa: S704
        keys = [
            *converted.cited,
            *_case_sources(page),
            *(leaf.module.sources if leaf.view == "session" and leaf.module else ()),
            *(leaf.exercise.sources if leaf.exercise else ()),
        ]
        template = self._environment.get_template(f"views/{leaf.view}.html")
        html = template.render(
            edition=self._edition,
            toolkit=self._toolkit,
            leaf=leaf,
            page=page,
            text=text,
            say=self._converter.text,
            references=self._references(leaf, keys),
            view=View(self._edition, leaf, self._converter, self._clock),
        )
        html = localised(html.strip(), self._edition.tongue.language.digits)
        return RenderedPage(
            leaf,
            self._converter.text(page.title),
            self._converter.text(
                leaf.module.summary if leaf.view == "session" and leaf.module else page.summary
            ),
            html,
            tuple(headings_of(html)),
            converted.removed,
        )

    def _references(self, leaf: Leaf, keys: list[str]) -> list[Reference]:
        if leaf.view == "sources":
            return self._bibliography.entries()
        return self._bibliography.entries(keys)

    def _fold(
        self,
        html: str,
        found: tuple[Block, ...],
        levels: dict[int, int],
        ids: dict[int, str],
        page: Page,
    ) -> str:
        """Put each marked block into its form, inner ones first."""
        stack: list[tuple[Block | None, list[str]]] = [(None, [])]
        at = 0
        for match in MARK.finditer(html):
            stack[-1][1].append(html[at : match.start()])
            at = match.end()
            if match[1] is not None:
                stack.append((found[int(match[1])], []))
                continue
            block, pieces = stack.pop()
            if block is None:
                raise ValueError(f"{page.path}: a block mark without a block")
            inner = Markup("".join(pieces))  # noqa: S704 - cleaned by markdown.safe
            line = block.place.line
            stack[-1][1].append(self._block(block, inner, levels[line], ids.get(line, ""), page))
        stack[-1][1].append(html[at:])
        return "".join(stack[0][1])

    def _block(self, block: Block, inner: Markup, level: int, name: str, page: Page) -> str:
        options = block.options
        chart: Chart | None = None
        if isinstance(options, ChartOptions):
            prefix = f"chart-{page_key(page.address)}-{name}"
            prefix = re.sub(r"[^A-Za-z0-9_.-]", "", prefix)
            chart = draw(options, self._converter.text(block.title), prefix, self._toolkit)
        case = options if isinstance(options, CaseOptions) else None
        return self._block_form.render(
            block=block,
            title=self._converter.text(block.title),
            title_lang=self._title_language(block),
            inner=inner,
            level=level,
            id=name,
            timed=options if isinstance(options, TimedOptions) else None,
            case=case,
            case_country=short_name(case.country, self._toolkit) if case else "",
            shared=isinstance(options, AnswerOptions) and options.shared,
            chart=chart,
            chart_table=self._toolkit.tables[options.table]
            if isinstance(options, ChartOptions)
            else None,
            exercise=self._toolkit.exercise(options.exercise)
            if isinstance(options, TimedOptions)
            else None,
            goals=[self._converter.text(one) for one in self._goals(block)],
            reader=self._edition.reader,
            case_source=self._source_name(case.source) if case else "",
            sources_page=self._converter.page_that_shows("sources"),
        )

    def _title_language(self, block: Block) -> str:
        """The language of a title that is not translated; empty where it is that of the page."""
        edition = self._edition
        foreign = edition.language != edition.source and not block.named
        return edition.source if foreign else ""

    def _goals(self, block: Block) -> list[str]:
        """The objectives that a block serves, in words: their ids mean little to facilitators."""
        options = block.options
        names: tuple[str, ...] = ()
        if isinstance(options, TimedOptions):
            names = options.objectives
        elif isinstance(options, QuestionOptions):
            names = (options.objective,)
        return [goal.text for goal in self._toolkit.objectives if goal.id in names]

    def _source_name(self, key: str) -> str:
        source = self._toolkit.sources.get(key)
        return author_year(source) if source else key


def heading_levels(page: Page) -> dict[int, int]:
    """The heading level of each block's title, by its line: one below the heading above it."""
    levels: dict[int, int] = {}
    above = 1
    for part in page.parts:
        if isinstance(part, Text):
            marks = re.findall(r"^(#{2,6})[ \t]", part.text, flags=re.MULTILINE)
            above = len(marks[-1]) if marks else above
        else:
            _mark(part, above + 1, levels)
    return levels


def _mark(block: Block, level: int, levels: dict[int, int]) -> None:
    levels[block.place.line] = min(level, 6)
    for part in block.parts:
        if isinstance(part, Block):
            _mark(part, level + (1 if block.title else 0), levels)


def _case_sources(page: Page) -> Iterator[str]:
    for block in blocks(page.parts, "case"):
        if isinstance(block.options, CaseOptions):
            yield block.options.source
