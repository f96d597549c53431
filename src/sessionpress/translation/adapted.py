"""Whole pages in a language, in the place of those of the source: for local law and local cases.

`index.ar.md` stands beside `index.md`. A line in its header holds a mark of four signs for each
block of the English page that it was made from. So it is known which blocks have changed since,
without the history of the files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sessionpress.content.files import Folder
from sessionpress.content.load import adapted_from, block_ids, lend_part, read_page
from sessionpress.content.model import Exercise, Module, Page, Part, Text, Toolkit, blocks
from sessionpress.content.scan import plain, scan_links
from sessionpress.names import words_id
from sessionpress.problems import Place
from sessionpress.schema import ADAPTED_KEYS
from sessionpress.translation.messages import Message, flat

STAMP = "translated-from"


@dataclass(frozen=True, slots=True)
class Adapted:
    """A page in the place of one of the source, the marks of what it was made from, its file."""

    page: Page
    stamp: tuple[str, ...]
    file: str


def mark(text: str) -> str:
    """Four signs that tell one block from the others of its page."""
    return hashlib.sha256(flat(text).encode()).hexdigest()[:4]


def stamp_of(messages: Iterable[Message]) -> str:
    """The line for the header of a page: a mark for each block of the English page."""
    return ".".join(mark(message.text) for message in messages)


def changed_since(adapted: Adapted, messages: Iterable[Message]) -> list[Message]:
    """The blocks of the English page that are new or changed since; of no stamp, all of them."""
    known = set(adapted.stamp)
    return [message for message in messages if mark(message.text) not in known]


def read_adapted(folder: Folder, toolkit: Toolkit, tag: str) -> Mapping[str, Adapted]:
    """The pages that a language replaces, by the path of the page of the source.

    A page with a problem is left out, and the English is shown; problems go to the folder's.
    """
    pages = {page.path: page for page in toolkit.pages}
    lent = {exercise.folder: exercise for exercise in toolkit.exercises}
    found: dict[str, Adapted] = {}
    for base in ("modules", "exercises", "docs"):
        for path in folder.walk(base):
            of = adapted_from(folder, path)
            if of and of[1] == tag and of[0] in pages:
                made = _adapted(folder, path, pages[of[0]], tag, lent)
                if made:
                    found[of[0]] = made
    return found


def _adapted(
    folder: Folder, path: str, original: Page, tag: str, lent: dict[str, Exercise]
) -> Adapted | None:
    before = len(folder.problems.found)
    read = read_page(folder, path, ADAPTED_KEYS)
    if read is None:
        return None
    values, _header, written = read
    parts = tuple(lend_part(part, lent, folder.problems) for part in written)
    if len(folder.problems.found) > before:
        return None
    missing = _kinds(original.parts) - _kinds(parts)
    if missing:
        folder.problems.add(
            "translation",
            Place(path),
            f"the English page has blocks of these kinds, and this one has none: "
            f"{', '.join(sorted(missing))}.",
            "The English page is shown until they are there.",
        )
        return None
    page = replace(
        original,
        title=str(values["title"] or original.title),
        summary=str(values["summary"] or ""),
        parts=parts,
        links=tuple(scan_links(parts, original.path)),
        language=tag,
        anchors=tuple(_anchors(original)),
    )
    stamp = tuple(filter(None, str(values[STAMP] or "").split(".")))
    return Adapted(page, stamp, path)


def _kinds(parts: tuple[Part, ...]) -> set[str]:
    return {block.kind for block in blocks(parts)}


HEADING = re.compile(r"^#{2,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


def _anchors(page: Page) -> Iterator[str]:
    """The ids of the headings and blocks of a page."""
    for part in page.parts:
        if isinstance(part, Text):
            yield from (words_id(plain(text)) for text in HEADING.findall(part.text))
    yield from block_ids(page).values()


def with_pages(toolkit: Toolkit, made: Mapping[str, Page]) -> Toolkit:
    """A toolkit with the pages of a language, by path, in the place of those of the source."""
    if not made:
        return toolkit

    def pages(some: tuple[Page, ...]) -> tuple[Page, ...]:
        return tuple(made.get(one.path, one) for one in some)

    def session(module: Module) -> Module:
        mine = pages(module.pages)
        opening = mine[0] if mine[0].language else None
        return replace(
            module,
            title=opening.title if opening else module.title,
            summary=(opening.summary if opening else "") or module.summary,
            pages=mine,
        )

    return replace(
        toolkit,
        modules=tuple(session(module) for module in toolkit.modules),
        exercises=tuple(replace(one, page=pages((one.page,))[0]) for one in toolkit.exercises),
        docs=pages(toolkit.docs),
    )
