"""From the parts of a composed page to clean HTML with markers where its blocks stand."""

from __future__ import annotations

from dataclasses import dataclass

from markdown import Markdown
from markupsafe import escape

from sessionpress.compose import Edition
from sessionpress.content.load import block_ids
from sessionpress.content.model import Block, Page, Part, Toolkit
from sessionpress.content.refer import (
    Addresses,
    Citation,
    author_year,
    expand,
    expanded,
    is_outside,
)
from sessionpress.markdown.extension import (
    EXTENSION_CONFIGS,
    Dialect,
    Meaning,
    extensions,
    slugify,
)
from sessionpress.markdown.messages import Speech
from sessionpress.markdown.safe import clean, removed, without_marks


@dataclass(frozen=True, slots=True)
class Converted:
    """HTML of a page's text; `<sp-block n="3">` marks the block `blocks[3]`.

    Internal links are `sp:ADDRESS#id`; every output turns them into its own. `cited` are source
    keys in the order of the text, `removed` names markup that is not on the safe list.
    """

    html: str
    blocks: tuple[Block, ...]
    cited: tuple[str, ...]
    removed: tuple[str, ...]


class Converter:
    """Converts the pages of one edition; one Markdown instance, reset for each page."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._toolkit: Toolkit = edition.toolkit
        self._addresses = Addresses(edition.toolkit)
        self._pages = {page.shows: page.address for page in edition.toolkit.docs if page.shows}
        self._sizes = {
            one.address: (one.width, one.height) for one in edition.toolkit.assets if one.width
        }
        self._dialect = Dialect()
        self._markdown = Markdown(
            extensions=list(extensions(self._dialect)),
            extension_configs={**EXTENSION_CONFIGS, "toc": {"slugify": slugify}},
            output_format="html",
        )

    def convert(self, page: Page) -> Converted:
        """Convert one page."""
        blocks: list[Block] = []
        source = serialise(page.parts, blocks)
        meaning = Meaning(
            lambda target: self._link(page.path, target),
            lambda name: expand(name, self._toolkit) or "",
            self._cite,
            self._toolkit.terms,
            self._pages.get("glossary", ""),
            page.shows == "glossary",
            self._sizes,
            speech=self._speech(page, blocks),
        )
        self._dialect.meaning = meaning
        raw = self._markdown.reset().convert(source)
        html = _with_anchors(clean(raw), page)
        return Converted(
            html, tuple(blocks), tuple(dict.fromkeys(meaning.cited)), tuple(removed(raw, html))
        )

    def fragment(self, page: Page, block: Block) -> str:
        """Convert the inside of one block on its own, as clean HTML without terms and blocks."""
        self._dialect.meaning = Meaning(
            lambda target: self._link(page.path, target),
            lambda name: expand(name, self._toolkit) or "",
            self._cite,
            sizes=self._sizes,
            speech=self._speech(page, []),
        )
        source = "\n\n".join(part.text for part in block.parts if not isinstance(part, Block))
        return clean(self._markdown.reset().convert(without_marks(source)))

    def _speech(self, page: Page, blocks: list[Block]) -> Speech | None:
        voice = self._edition.voice
        if voice is None or page.language:
            return None
        glossary = page.shows == "glossary"
        return Speech(voice, page.path, self._edition.source, blocks, glossary)

    def page_that_shows(self, what: str) -> str:
        """The address of the page with `shows: what` in its header; empty when there is none."""
        return self._pages.get(what, "")

    def text(self, words: str) -> str:
        """A header field with its variables put in; plain text."""
        return expanded(words, self._toolkit)

    def _link(self, path: str, target: str) -> str:
        if is_outside(target):
            return target
        if target.startswith("#"):
            return target
        found = self._addresses.find(path, target)
        if found is None:
            return ""
        return f"sp:{found.address}#{found.anchor}" if found.anchor else f"sp:{found.address}"

    def _cite(self, citation: Citation) -> tuple[str, str]:
        source = self._toolkit.sources.get(citation.key)
        words = author_year(source) if source else citation.key
        page = self._pages.get("sources", "")
        return words, f"sp:{page}#src-{citation.key}" if page else f"#src-{citation.key}"


def _with_anchors(html: str, page: Page) -> str:
    """A page that replaces another has places for the links that lead to that one."""
    known = set(block_ids(page).values())
    missing = (one for one in page.anchors if f' id="{one}"' not in html and one not in known)
    return "".join(f'<span id="{escape(one)}"></span>' for one in missing) + html


def serialise(parts: tuple[Part, ...], blocks: list[Block]) -> str:
    """Write parts as Markdown again, each block as a numbered marker block.

    The library wants another number of slashes for each depth; the outermost gets the most.
    """
    return _serialise(parts, blocks, 3 + _depth(parts))


def _depth(parts: tuple[Part, ...]) -> int:
    return max((1 + _depth(part.parts) for part in parts if isinstance(part, Block)), default=0)


def _serialise(parts: tuple[Part, ...], blocks: list[Block], slashes: int) -> str:
    written: list[str] = []
    for part in parts:
        if isinstance(part, Block):
            number = len(blocks)
            blocks.append(part)
            inner = _serialise(part.parts, blocks, slashes - 1)
            fence = "/" * slashes
            written.append(f"{fence} sp | {number}\n\n{inner}\n\n{fence}")
        else:
            written.append(without_marks(part.text))
    return "\n\n".join(written)
