"""From a folder to finished pages of an edition, all problems reported before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sessionpress.check import check
from sessionpress.check.links import say_removed
from sessionpress.compose import READERS, Edition, compose
from sessionpress.content.files import Folder
from sessionpress.content.load import load_toolkit
from sessionpress.content.model import Toolkit, blocks
from sessionpress.content.refer import Addresses
from sessionpress.problems import Problem, Problems, ToolkitError, nearest
from sessionpress.render.deck import slides_of
from sessionpress.render.pages import PageRenderer, RenderedPage
from sessionpress.render.slide_fit import faults, lay_out
from sessionpress.render.templates import make_environment
from sessionpress.translate.desk import (
    Desk,
    Interface,
    begun_languages,
    open_desk,
    translation_of,
)
from sessionpress.translation.interface import interface_messages
from sessionpress.translation.languages import (
    Language,
    PartShare,
    Tongue,
    read_languages,
    source_language,
)
from sessionpress.translation.messages import State
from sessionpress.translation.resolve import Tally, Translation, share, tally, total
from sessionpress.words import speaking

if TYPE_CHECKING:
    from sessionpress.bind.documents import Press
    from sessionpress.outputs import Document

MEDIA = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}


SAID_BETTER = {
    "<h1>": "heading-level",
    "id=": "heading-level",
    "href=": "link-missing",
    "src=": "link-missing",
}
"""What cleaning takes away because of a fault that another rule names more clearly."""


Tongues = tuple[Tongue, ...]


@dataclass(frozen=True)
class Made:
    """An edition and its pages, rendered."""

    edition: Edition
    pages: tuple[RenderedPage, ...]

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every file to take away of the edition."""
        from sessionpress.outputs import documents  # noqa: PLC0415 - slow to load

        with speaking(self.edition.words):
            return documents(self.edition, self.pages)


def checked_toolkit(folder: Path) -> Toolkit:
    """Load a toolkit and apply every rule to it.

    Raises:
        ToolkitError: it has problems.
    """
    toolkit, problems = load_toolkit(folder)
    if toolkit is not None:
        check(toolkit, problems)
    if problems or toolkit is None:
        raise ToolkitError(problems)
    return toolkit


def find_problems(folder: Path, overrides: Path, *, prose: bool = False) -> tuple[Problem, ...]:
    """All problems of a toolkit, those that show only in rendered pages too.

    With `prose`, advice on plain language as well, once nothing else is wrong.
    """
    toolkit, problems = load_toolkit(folder)
    if toolkit is None:
        return tuple(problems)
    check(toolkit, problems)
    read_languages(Folder(folder, problems))
    # What an earlier rule found may keep a page from being rendered; the others still are.
    patience: AbstractContextManager[None] = suppress(Exception) if problems else nullcontext()
    for reader in READERS:
        with patience:
            edition = compose(toolkit, READERS[reader], toolkit.settings.language)
            renderer = PageRenderer(edition, make_environment(overrides))
            pages = []
            for leaf in edition.leaves:
                with patience:
                    pages.append(renderer.render(leaf))
            _check_pages(toolkit, pages, problems)
    if prose and not problems:
        from sessionpress.prose import check_prose  # noqa: PLC0415 - its library is slow to load

        check_prose(toolkit, problems)
    return tuple(problems)


def make_edition(folder: Path, overrides: Path, reader: str, language: str = "") -> Made:
    """Load, check, compose and render the edition of one reader, in the source or a language.

    Raises:
        ToolkitError: the toolkit has problems.
        CannotTranslate: the language is not declared.
    """
    toolkit = checked_toolkit(folder)
    if language in ("", toolkit.settings.language):
        return render_edition(toolkit, overrides, reader)
    problems = Problems()
    desk = open_desk(toolkit, folder, overrides, problems)
    declared = desk.language(language)
    translation = translation_of(desk, language, problems)
    return render_translation(toolkit, overrides, reader, translation, (Tongue(declared),))


def render_edition(toolkit: Toolkit, overrides: Path, reader: str, tongues: Tongues = ()) -> Made:
    """Compose and render the edition of one reader.

    Raises:
        ToolkitError: rendered pages have problems.
    """
    edition = compose(toolkit, READERS[reader], toolkit.settings.language, tongues=tongues)
    pages = tuple(PageRenderer(edition, make_environment(overrides)).all())
    problems = Problems()
    _check_pages(toolkit, pages, problems)
    if problems:
        raise ToolkitError(problems)
    return Made(edition, pages)


def render_translation(
    toolkit: Toolkit, overrides: Path, reader: str, translation: Translation, tongues: Tongues
) -> Made:
    """Compose and render the edition of one reader in another language.

    The source has been checked, and what a translation breaks is not shown: nothing stops here.
    """
    with speaking(translation.words):
        edition = compose(toolkit, READERS[reader], translation.language, translation, tongues)
        return Made(edition, tuple(PageRenderer(edition, make_environment(overrides)).all()))


@dataclass(frozen=True, slots=True)
class Ready:
    """The languages of a toolkit, the source first, and the translations that are ready."""

    tongues: Tongues
    translations: tuple[Translation, ...]
    problems: tuple[Problem, ...]


def has_languages(folder: Path) -> bool:
    """Whether any translation is begun."""
    return bool(begun_languages(folder, Problems()))


@dataclass(frozen=True, slots=True)
class Reading:
    """A language as it was read: what others know of it, the translation, what is wrong."""

    tongue: Tongue
    translation: Translation
    problems: tuple[Problem, ...]


Read = Callable[[Desk, Sequence[Language]], Iterable[Reading]]
"""Reads languages: one after the other, or several at once in a pool of processes."""


def read_each(desk: Desk, languages: Sequence[Language]) -> Iterator[Reading]:
    """Read one language after the other."""
    return (read_language(desk, language) for language in languages)


def ready_languages(
    toolkit: Toolkit,
    folder: Path,
    overrides: Path,
    read: Read = read_each,
    interface: Interface = interface_messages,
) -> Ready:
    """The languages of which enough is translated; without any, nothing but the source.

    Problems of PO files are given, and stop nothing.
    """
    problems = Problems()
    begun = begun_languages(folder, problems)
    if not begun:
        return Ready((), (), tuple(problems))
    readings = tuple(read(open_desk(toolkit, folder, overrides, problems, interface), begun))
    for one in readings:
        problems.found += one.problems
    source = Tongue(source_language(toolkit.settings.language))
    return Ready(
        (source, *(one.tongue for one in readings)),
        tuple(one.translation for one in readings if one.tongue.is_made),
        tuple(problems),
    )


def read_language(desk: Desk, language: Language) -> Reading:
    """Read one language, and count how much of it is translated."""
    problems = Problems()
    translation = translation_of(desk, language.tag, problems)
    by_part = tally(translation, desk.messages, private=False)
    counts = total(by_part)
    shown = share(counts, State.REVIEWED, State.DRAFT, State.CHANGED)
    parts = _part_shares(desk.toolkit, by_part)
    tongue = Tongue(
        language,
        language.tag,
        shown,
        share(counts, State.REVIEWED),
        shown >= language.threshold,
        tuple(parts),
    )
    return Reading(tongue, translation, tuple(problems))


def _part_shares(toolkit: Toolkit, found: Mapping[str, Tally]) -> Iterator[PartShare]:
    titles = {module.folder: module.title for module in toolkit.modules}
    for name, counts in found.items():
        by_state = [counts.get(state, 0) for state in State]
        yield PartShare(name, titles.get(name, name), *by_state)


def _check_pages(toolkit: Toolkit, pages: Sequence[RenderedPage], problems: Problems) -> None:
    _check_anchors(toolkit, pages, problems)
    _check_steps(pages, problems)
    _check_removed(pages, problems)
    _check_slides(toolkit, pages, problems)


def _check_slides(toolkit: Toolkit, pages: Sequence[RenderedPage], problems: Problems) -> None:
    """Every slide fits the screen in letters that can be read."""
    for page in pages:
        found = list(blocks(page.leaf.page.parts, "slide"))
        slides = slides_of((page.print_page,)) if found else ()
        for block, slide in zip(found, slides, strict=True):
            for message, advice in faults(lay_out(slide, toolkit.settings.language)):
                problems.add("slide-fit", block.place, message, advice)


def _check_anchors(toolkit: Toolkit, pages: Sequence[RenderedPage], problems: Problems) -> None:
    """Links to headings lead to headings that exist."""
    addresses = Addresses(toolkit)
    ids = {page.address: {heading.id for heading in page.headings} for page in pages}
    for page in pages:
        for link in page.leaf.page.links:
            target = addresses.find(link.place.path, link.target)
            if not target or not target.anchor or target.address not in ids:
                continue
            if target.anchor not in ids[target.address] and not _has_id(
                pages, target.address, target.anchor
            ):
                problems.add(
                    "link-anchor",
                    link.place,
                    f'{link.target} leads to "{target.anchor}", which is not on that page.',
                    nearest(target.anchor, ids[target.address]),
                )


def _check_steps(pages: Sequence[RenderedPage], problems: Problems) -> None:
    """The steps of a checklist are headings of its page."""
    for page in pages:
        ids = {heading.id for heading in page.headings}
        for step in page.leaf.page.steps:
            if step.heading not in ids:
                problems.add(
                    "link-anchor",
                    step.place,
                    f'"{step.heading}" is no heading of this page.',
                    nearest(step.heading, ids),
                )


def _has_id(pages: Sequence[RenderedPage], address: str, name: str) -> bool:
    return any(page.address == address and f' id="{name}"' in page.html for page in pages)


def _check_removed(pages: Sequence[RenderedPage], problems: Problems) -> None:
    said = {(problem.place.path, problem.rule) for problem in problems}
    for page in pages:
        source = page.leaf.page
        names = [name for name in page.removed if (source.path, SAID_BETTER.get(name)) not in said]
        say_removed(names, source.parts, source.path, problems)


def press_of(made: Made, overrides: Path, *more: Made) -> Press:
    """What the files of an edition are made with, and those of more readers in its language."""
    from sessionpress.bind.documents import Press  # noqa: PLC0415 - slow to load

    return Press(
        overrides,
        {address: image for one in (made, *more) for address, image in _images(one)},
        toolkit=_for_forms(made.edition.toolkit),
        words=made.edition.words,
        digits=made.edition.tongue.language.digits,
    )


def _for_forms(toolkit: Toolkit) -> Toolkit:
    """What forms are made with: sheets and settings, so that a word on a page changes no form."""
    exercises = (
        replace(one, page=replace(one.page, parts=(), links=())) for one in toolkit.exercises
    )
    return replace(
        toolkit,
        modules=(),
        exercises=tuple(exercises),
        docs=(),
        events=(),
        tables={},
        sources={},
        terms=(),
        assets=(),
    )


def _images(made: Made) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for asset in made.edition.toolkit.assets:
        yield asset.address, (MEDIA[Path(asset.address).suffix], asset.data)
