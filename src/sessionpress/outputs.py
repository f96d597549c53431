"""One table of every file to take away: name, readers, what it holds, file name.

A new document is a row here, and a function that composes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markupsafe import escape

from sessionpress.answers.blocks import date_words
from sessionpress.answers.gather import known_sheets
from sessionpress.bind.documents import AnswerEntry, Content, Form, KeyPoints, WholeSite
from sessionpress.compose import FACILITATOR, PARTICIPANT, Edition, Section
from sessionpress.content.model import Exercise
from sessionpress.content.questions import test_sheets
from sessionpress.render.agenda import DoorAgenda, agenda_of, milestones
from sessionpress.render.book import Book, Chapter, PageHtml
from sessionpress.render.deck import Deck, slides_of
from sessionpress.render.pack import PARTS, print_pack
from sessionpress.render.pages import RenderedPage
from sessionpress.render.run_sheet import run_sheet
from sessionpress.words import later, words

WORDS = {
    "contents": later("Contents"),
    "page": later("Page"),
    "of": later("of"),
    "see": later("page"),
}
"""Fixed words of a book."""
FORMS = {
    "pdf": "PDF",
    "docx": "DOCX",
    "xlsx": "XLSX",
    "pptx": "PPTX",
    "html": "HTML",
    "epub": "EPUB",
    "txt": "TXT",
    "zim": "ZIM",
    "ics": "ICS",
}
DECKS = {
    "pptx": later("Slides with notes, to show and to change"),
    "html": later("Slides with notes, to show in any browser"),
}
"""Forms of a deck, and what each is for."""
UNPRINTED = ("home", "search", "downloads", "sheets")


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be made: what it holds, where it goes in the site, which page it belongs to.

    `page` is the address of the page whose own file this is or which offers it; empty for what
    stands on the page of downloads only. The ending of `target` says in which form it is made.
    """

    output: str
    content: Content
    target: str
    page: str
    about: str

    @property
    def form(self) -> str:
        """The form as people call it."""
        return FORMS[self.target.rpartition(".")[2]]

    @property
    def is_empty(self) -> bool:
        """Whether it would be a book without a page, or a deck without a slide."""
        if isinstance(self.content, Deck):
            return not self.content.slides
        return isinstance(self.content, Book) and not any(
            chapter.pages for chapter in self.content.chapters
        )


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
    sheets: Literal["write", "show"] = "write",
) -> Book:
    settings = edition.toolkit.settings
    return Book(
        key=key,
        title=title,
        subtitle=subtitle,
        edition=_edition_line(edition),
        date=settings.date.isoformat(),
        date_text=date_words(settings.date, edition.language),
        language=edition.language,
        direction=edition.direction,
        author=settings.publisher,
        notice=f"<p>{escape(settings.title)}, {escape(settings.edition)}.</p>"
        f"<p>{escape(settings.notice)}</p>",
        chapters=tuple(chapters),
        words={name: words(text) for name, text in WORDS.items()},
        cover=bound,
        contents=bound,
        sheets=sheets,
        sources=_source_list(chapters) if bound else "",
    )


def _edition_line(edition: Edition) -> str:
    """For whom a book is, its edition, and that its translation was not looked at, if so."""
    line = f"{words(edition.reader.label)} {edition.toolkit.settings.edition}"
    tongue = edition.tongue
    unseen = tongue.folder and tongue.reviewed < 100
    return f"{line} · {words('draft translation, not reviewed')}" if unseen else line


def session_title(number: int, title: str) -> str:
    """The title of a session as books and lists have it: Session 1: Principles."""
    return words("Session {number}: {title}").format(number=number, title=title)


def _file(edition: Edition, name: str, ending: str = "pdf") -> str:
    settings = edition.toolkit.settings
    folder = edition.tongue.folder
    tag = f"-{folder}" if folder else ""
    return f"downloads/{settings.id}-{settings.edition}{tag}-{name}.{ending}"


def _chapter(section: Section, pages: Pages) -> Chapter:
    kept = [pages[leaf.page.address] for leaf in section.leaves if leaf.view not in UNPRINTED]
    return Chapter(section.title, tuple(page.print_page for page in kept))


def _titled(section: Section, pages: Pages) -> Chapter:
    """The pages of a session, under its number and title."""
    chapter = _chapter(section, pages)
    module = section.leaves[0].module if section.leaves else None
    if module is None:
        return chapter
    return replace(chapter, title=session_title(module.number, chapter.title))


def _exercises(edition: Edition, pages: Pages, section: Section) -> list[PageHtml]:
    """The exercises that a session runs, in their order."""
    return [pages[one.page.address].print_page for one in _run_in(edition, section)]


def _with_sheets(edition: Edition, pages: Pages, section: Section) -> list[PageHtml]:
    """The exercises that a session runs, each before the sheets that it fills."""
    return [
        pages[address].print_page
        for one in _run_in(edition, section)
        for address in (one.page.address, *(sheet.address for sheet in one.sheets))
    ]


def _run_in(edition: Edition, section: Section) -> list[Exercise]:
    module = section.leaves[0].module
    folders = dict.fromkeys(item.timed.exercise for item in module.items) if module else {}
    return [one for folder in folders if (one := edition.toolkit.exercise(folder))]


_ENTRY = re.compile(r'<li id="src-(?P<key>[^"]+)">(?P<text>.*?)</li>', re.DOTALL)


def _with_sources(pages: Pages, chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """The chapters and, last, one list of the sources that they name, when they name any."""
    printed = "".join(page.html for chapter in chapters for page in chapter.pages)
    for page in pages.values():
        entries = [
            entry[0]
            for entry in _ENTRY.finditer(page.html)
            if f"<li>{entry['text']}</li>" in printed or f'#src-{entry["key"]}"' in printed
        ]
        if entries:
            html = f'<ul class="references">{"".join(entries)}</ul>'
            listed = replace(page.print_page, html=html, headings=())
            return (*chapters, Chapter(page.title, (listed,)))
    return tuple(chapters)


def _source_list(chapters: Sequence[Chapter]) -> str:
    """The address of the page that lists all sources, if it is in these chapters."""
    pages = [page for chapter in chapters for page in chapter.pages]
    return next((page.address for page in pages if _ENTRY.search(page.html)), "")


def _page_documents(edition: Edition, pages: Pages) -> Iterator[Document]:
    """Each page on its own."""
    for page in pages.values():
        if page.leaf.view in (*UNPRINTED, "sheet"):
            continue
        chapter = Chapter(page.title, (page.print_page,), part=False)
        book = _book(edition, page.key, page.title, (chapter,), bound=False)
        target = f"{page.address.removesuffix('.html')}.pdf"
        yield Document("page", book, target, page.address, words("This page"))


def _session_books(edition: Edition, pages: Pages) -> Iterator[Document]:
    """Each session with its pages and the exercises that it runs."""
    for section in _sessions(edition):
        module = section.leaves[0].module
        if module is None:
            continue
        chapters = [_chapter(section, pages)]
        exercises = _with_sheets(edition, pages, section)
        if exercises:
            chapters.append(Chapter(words("Exercises of this session"), tuple(exercises)))
        title = session_title(module.number, pages[module.pages[0].address].title)
        yield Document(
            "session",
            _book(
                edition,
                f"session-{module.number}",
                title,
                _with_sources(pages, chapters),
                subtitle=edition.toolkit.settings.title,
                sheets="show" if edition.reader.key else "write",
            ),
            _file(edition, f"session-{module.number}"),
            module.pages[0].address,
            words("All pages, exercises and sheets of the session"),
        )


def _toolkit_book(edition: Edition, pages: Pages) -> Iterator[Document]:
    """Everything that participants read, in one book."""
    chapters = []
    for section in edition.sections:
        for part in section.sections or (section,):
            leaves = tuple(leaf for leaf in part.leaves if leaf.page.print)
            chapter = _titled(Section(part.title, leaves), pages)
            if chapter.pages:
                chapters.append(chapter)
    settings = edition.toolkit.settings
    yield Document(
        "toolkit",
        _book(
            edition,
            "toolkit",
            settings.title,
            chapters,
            subtitle=settings.subtitle,
            sheets="show",
        ),
        _file(edition, "toolkit"),
        "",
        words("The whole toolkit in one book"),
    )


def _workbook(edition: Edition, pages: Pages) -> Iterator[Document]:
    """What participants write in: the overview of each session, and its exercises with sheets."""
    chapters = []
    for section in _sessions(edition):
        overview = replace(section, leaves=section.leaves[:1])
        chapter = _titled(overview, pages)
        exercises = _with_sheets(edition, pages, section)
        chapters.append(replace(chapter, pages=(*chapter.pages, *exercises)))
    if chapters:
        yield Document(
            "workbook",
            _book(
                edition,
                "workbook",
                words("Workbook"),
                _with_sources(pages, chapters),
                subtitle=edition.toolkit.settings.title,
            ),
            _file(edition, "workbook"),
            "",
            words("Overviews, exercises and sheets to write on"),
        )


def _guide(edition: Edition, pages: Pages) -> Iterator[Document]:
    """What a facilitator holds in hand: how to run it; every session, notes, exercises, keys.

    The exercises of a session follow its pages, so that nobody turns leaves in front of a group.
    """
    chapters = [
        _chapter(section, pages)
        for section in edition.sections
        if any(leaf.page.door == "facilitators" or leaf.view == "event" for leaf in section.leaves)
    ]
    listed = [one for one in edition.sections if one.leaves and one.leaves[0].view == "exercises"]
    run: dict[str, PageHtml] = {}
    for section in listed:
        overview = pages[section.leaves[0].page.address].print_page
        run[overview.key] = overview
        chapters.append(Chapter(overview.title, (overview,)))
    for section in _sessions(edition):
        chapter = _titled(section, pages)
        exercises = [one for one in _exercises(edition, pages, section) if one.key not in run]
        run |= {one.key: one for one in exercises}
        chapters.append(replace(chapter, pages=(*chapter.pages, *exercises)))
    for section in listed:
        rest = _chapter(section, pages)
        more = tuple(page for page in rest.pages if page.key not in run)
        if more:
            chapters.append(Chapter(f"{words('More')}: {rest.title}", more))
    for section in edition.sections:
        if section.leaves and section.leaves[0].view == "sheets":
            chapters.append(_chapter(section, pages))
    yield Document(
        "guide",
        _book(
            edition,
            "guide",
            words("Facilitator's guide"),
            _with_sources(pages, chapters),
            subtitle=edition.toolkit.settings.title,
            sheets="show",
        ),
        _file(edition, "facilitator-guide"),
        "",
        words("Running orders, notes, exercises and answer keys"),
    )


def _light(output: str, ending: str, about: str) -> Composer:
    """A composer that makes a session's book in another form, with the forms of its sheets."""

    def compose(edition: Edition, pages: Pages) -> Iterator[Document]:
        for one in _session_books(edition, pages):
            target = f"{one.target.removesuffix('.pdf')}.{ending}"
            yield Document(output, one.content, target, one.page, words(about))

    return compose


def _reader_book(edition: Edition, pages: Pages) -> Iterator[Document]:
    """The book that phones and readers open: the toolkit, or the facilitator's guide."""
    compose = _guide if edition.reader.key else _toolkit_book
    for one in compose(edition, pages):
        target = f"{one.target.removesuffix('.pdf')}.epub"
        yield Document(
            "epub", one.content, target, "", f"{one.about}, {words('for phones and e-readers')}"
        )


def _key_points(edition: Edition, pages: Pages) -> Iterator[Document]:
    books = tuple(
        one.content for one in _session_books(edition, pages) if isinstance(one.content, Book)
    )
    if books:
        points = KeyPoints(edition.toolkit.settings.title, books)
        target = _file(edition, "key-points", "txt")
        yield Document(
            "key-points", points, target, "", words("What to remember, to send as a message")
        )


def _whole_site(edition: Edition, pages: Pages) -> Iterator[Document]:
    site = WholeSite(edition, tuple(pages.values()))
    yield Document(
        "zim", site, _file(edition, "site", "zim"), "", words("All pages, for the Kiwix reader")
    )


def _decks(edition: Edition, pages: Pages) -> Iterator[Document]:
    """The slides of each session, those of the exercises that it runs last."""
    settings = edition.toolkit.settings
    for section in _sessions(edition):
        module = section.leaves[0].module
        if module is None:
            continue
        first = module.pages[0].address
        shown = [*_chapter(section, pages).pages, *_exercises(edition, pages, section)]
        name = f"session-{module.number}-slides"
        deck = Deck(
            name,
            pages[first].title,
            words("Session {number}").format(number=module.number),
            settings.title,
            _edition_line(edition),
            settings.notice,
            settings.publisher,
            settings.date.isoformat(),
            edition.language,
            edition.direction,
            slides_of(shown),
        )
        for ending, about in DECKS.items():
            yield Document("deck", deck, _file(edition, name, ending), first, words(about))


def _answer_entry(edition: Edition, _pages: Pages) -> Iterator[Document]:
    """What a facilitator types the answers on paper into."""
    tests = test_sheets(edition.toolkit)
    if tests:
        entry = AnswerEntry(words("Answers to the questions"), tests)
        target = _file(edition, "answer-entry", "xlsx")
        yield Document(
            "entry", entry, target, "", words("To type in tests that were filled on paper")
        )


def _event_files(edition: Edition, pages: Pages) -> Iterator[Document]:
    """What a facilitator leads each event with, on a screen, and what is printed for it."""
    for event in edition.toolkit.events:
        sheet = run_sheet(edition, event, pages)
        target = _file(edition, f"run-sheet-{event.id}", "html")
        about = words("Run sheet: clock, next steps, notes and what to cut when late")
        yield Document("run-sheet", sheet, target, event.address, about)
        if not sheet.days:
            continue
        target = _file(edition, f"print-pack-{event.id}")
        pack = print_pack(edition, sheet, pages, file=target.rpartition("/")[2])
        about = ", ".join(words(PARTS[part].title) for part in pack.parts)
        yield Document("print-pack", pack, target, event.address, about)
        target = _file(edition, f"packing-list-{event.id}", "xlsx")
        about = words("Packing list: how many of what to print and to bring")
        yield Document("print-pack", pack, target, event.address, about)


def _agendas(edition: Edition, pages: Pages) -> Iterator[Document]:
    """The agenda of each event: to print, for the door, to change, for calendars.

    The dates of a pattern are examples, and do not belong into a calendar.
    """
    for event in edition.toolkit.events:
        agenda = agenda_of(edition, event)
        if not agenda.days:
            continue
        dates = milestones(edition, event, lambda page: pages[page.address].headings)
        page, name = event.address, f"agenda-{event.id}"
        files: list[tuple[Content, str, str]] = [
            (agenda, _file(edition, name), words("Agenda, a page for each half-day")),
            (
                DoorAgenda(agenda),
                _file(edition, f"door-agenda-{event.id}"),
                words("Agenda on one page, for the door"),
            ),
            (agenda, _file(edition, name, "docx"), words("Agenda to change")),
        ]
        if event.status != "pattern":
            dated = replace(agenda, milestones=dates)
            files.append((dated, _file(edition, name, "ics"), words("Agenda for your calendar")))
        for content, target, about in files:
            yield Document("agenda", content, target, page, about)


def _forms(edition: Edition, _pages: Pages) -> Iterator[Document]:
    """Each sheet as a file to fill in."""
    for sheet in known_sheets(edition.toolkit):
        for ending in ("pdf", "docx", "xlsx"):
            form = Form(sheet, edition.language, edition.direction)
            target = f"downloads/sheets/{sheet.id}.{ending}"
            yield Document("sheet", form, target, sheet.address, words("To fill in"))


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
    Output("epub", BOTH, _reader_book),
    Output(
        "single",
        (PARTICIPANT.name,),
        _light("single", "html", later("One file, to send from phone to phone")),
    ),
    Output("text", (PARTICIPANT.name,), _light("text", "txt", later("Plain text, for messages"))),
    Output("key-points", (PARTICIPANT.name,), _key_points),
    Output("zim", (PARTICIPANT.name,), _whole_site),
    Output("deck", (FACILITATOR.name,), _decks),
    Output("entry", (FACILITATOR.name,), _answer_entry),
    Output("event", (FACILITATOR.name,), _event_files),
    Output("agenda", BOTH, _agendas),
    Output("sheet", BOTH, _forms),
    Output("page", (PARTICIPANT.name,), _page_documents),
)


def documents(edition: Edition, pages: Sequence[RenderedPage]) -> tuple[Document, ...]:
    """Every document of an edition, books first."""
    by_address = {page.address: page for page in pages}
    return tuple(
        document
        for output in OUTPUTS
        if edition.reader.name in output.readers and _is_made(output, edition)
        for document in output.compose(edition, by_address)
        if not document.is_empty and (edition.tongue.language.books or document.form != "PDF")
    )


def _is_made(output: Output, edition: Edition) -> bool:
    """Whether a language has an output: a PDF of each single page is made of the source only."""
    return output.name != "page" or not edition.tongue.folder
