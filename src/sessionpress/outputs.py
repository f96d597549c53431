"""One table of everything that is printed: name, readers, what it holds, file name.

A new document is a row here, and a function that composes its books.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from babel.dates import format_date
from markupsafe import escape

from sessionpress.compose import FACILITATOR, PARTICIPANT, Edition, Section
from sessionpress.render.book import Book, Chapter, PageHtml
from sessionpress.render.pages import RenderedPage

WORDS = {"contents": "Contents", "page": "Page", "of": "of"}
UNPRINTED = ("home", "search", "downloads")


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF to be made: the book, where it goes in the site, which page it belongs to.

    `page` is the address of the page whose own PDF this is or which offers it; empty for books
    that stand on the page of downloads only.
    """

    output: str
    book: Book
    target: str
    page: str
    about: str


Pages = dict[str, RenderedPage]
Composer = Callable[[Edition, Pages], Iterator[Document]]


@dataclass(frozen=True, slots=True)
class Output:
    """A row of the table."""

    name: str
    readers: tuple[str, ...]
    compose: Composer


def _book(
    edition: Edition,
    key: str,
    title: str,
    chapters: Sequence[Chapter],
    *,
    subtitle: str = "",
    bound: bool = True,
) -> Book:
    settings = edition.toolkit.settings
    return Book(
        key=key,
        title=title,
        subtitle=subtitle,
        edition=f"{edition.reader.label} {settings.edition}",
        date=settings.date.isoformat(),
        date_text=format_date(settings.date, "d MMMM y", locale=edition.language),
        language=edition.language,
        direction="ltr",
        author=settings.publisher,
        notice=f"<p>{escape(settings.title)}, {escape(settings.edition)}.</p>"
        f"<p>{escape(settings.notice)}</p>",
        chapters=tuple(chapters),
        words=WORDS,
        cover=bound,
        contents=bound,
    )


def _file(edition: Edition, name: str) -> str:
    settings = edition.toolkit.settings
    return f"downloads/{settings.id}-{settings.edition}-{name}.pdf"


def _chapter(section: Section, pages: Pages) -> Chapter:
    kept = [pages[leaf.page.address] for leaf in section.leaves if leaf.view not in UNPRINTED]
    return Chapter(section.title, tuple(page.print_page for page in kept))


def _page_documents(edition: Edition, pages: Pages) -> Iterator[Document]:
    """Each page on its own."""
    for page in pages.values():
        if page.leaf.view in UNPRINTED:
            continue
        chapter = Chapter(page.title, (page.print_page,), part=False)
        book = _book(edition, page.key, page.title, (chapter,), bound=False)
        target = f"{page.address.removesuffix('.html')}.pdf"
        yield Document("page", book, target, page.address, "This page")


def _session_books(edition: Edition, pages: Pages) -> Iterator[Document]:
    """Each session with its pages and the exercises that it runs."""
    for section in _sessions(edition):
        module = section.leaves[0].module
        if module is None:
            continue
        folders = dict.fromkeys(item.timed.exercise for item in module.items)
        exercises = [
            pages[exercise.page.address].print_page
            for folder in folders
            if (exercise := edition.toolkit.exercise(folder))
        ]
        chapters = [_chapter(section, pages)]
        if exercises:
            chapters.append(Chapter("Exercises of this session", tuple(exercises)))
        title = f"Session {module.number}: {pages[module.pages[0].address].title}"
        yield Document(
            "session",
            _book(
                edition,
                f"session-{module.number}",
                title,
                chapters,
                subtitle=edition.toolkit.settings.title,
            ),
            _file(edition, f"session-{module.number}"),
            module.pages[0].address,
            "All pages and exercises of the session",
        )


def _toolkit_book(edition: Edition, pages: Pages) -> Iterator[Document]:
    """Everything that participants read, in one book."""
    chapters = []
    for section in edition.sections:
        for part in section.sections or (section,):
            leaves = tuple(leaf for leaf in part.leaves if leaf.page.print)
            chapter = _chapter(Section(part.title, leaves), pages)
            if chapter.pages:
                chapters.append(chapter)
    settings = edition.toolkit.settings
    yield Document(
        "toolkit",
        _book(edition, "toolkit", settings.title, chapters, subtitle=settings.subtitle),
        _file(edition, "toolkit"),
        "",
        "The whole toolkit in one book",
    )


def _workbook(edition: Edition, pages: Pages) -> Iterator[Document]:
    """What participants write in: the overview of each session, and its exercises with sheets."""
    chapters = []
    for section in _sessions(edition):
        module = section.leaves[0].module
        if module is None:
            continue
        folders = dict.fromkeys(item.timed.exercise for item in module.items)
        found: list[PageHtml] = [pages[module.pages[0].address].print_page]
        found += [
            pages[exercise.page.address].print_page
            for folder in folders
            if (exercise := edition.toolkit.exercise(folder))
        ]
        chapters.append(Chapter(section.title, tuple(found)))
    if chapters:
        yield Document(
            "workbook",
            _book(
                edition,
                "workbook",
                "Workbook",
                chapters,
                subtitle=edition.toolkit.settings.title,
            ),
            _file(edition, "workbook"),
            "",
            "Overviews, exercises and sheets to write on",
        )


def _guide(edition: Edition, pages: Pages) -> Iterator[Document]:
    """What a facilitator holds in hand: how to run it, every session with its notes, the keys."""
    chapters = [
        _chapter(section, pages)
        for section in edition.sections
        if any(leaf.page.door == "facilitators" or leaf.view == "event" for leaf in section.leaves)
    ]
    chapters += [_chapter(section, pages) for section in _sessions(edition)]
    chapters += [
        _chapter(section, pages)
        for section in edition.sections
        if section.leaves and section.leaves[0].view == "exercise"
    ]
    yield Document(
        "guide",
        _book(
            edition,
            "guide",
            "Facilitator's guide",
            chapters,
            subtitle=edition.toolkit.settings.title,
        ),
        _file(edition, "facilitator-guide"),
        "",
        "Running orders, notes, exercises and answer keys",
    )


def _sessions(edition: Edition) -> Iterator[Section]:
    for section in edition.sections:
        for inner in section.sections:
            if inner.leaves and inner.leaves[0].view == "session":
                yield inner


BOTH = (PARTICIPANT.name, FACILITATOR.name)
OUTPUTS = (
    Output("toolkit", (PARTICIPANT.name,), _toolkit_book),
    Output("workbook", (PARTICIPANT.name,), _workbook),
    Output("guide", (FACILITATOR.name,), _guide),
    Output("session", BOTH, _session_books),
    Output("page", (PARTICIPANT.name,), _page_documents),
)


def documents(edition: Edition, pages: Sequence[RenderedPage]) -> tuple[Document, ...]:
    """Every document of an edition, books first."""
    by_address = {page.address: page for page in pages}
    return tuple(
        document
        for output in OUTPUTS
        if edition.reader.name in output.readers
        for document in output.compose(edition, by_address)
        if any(chapter.pages for chapter in document.book.chapters)
    )
