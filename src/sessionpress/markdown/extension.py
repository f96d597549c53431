"""Our dialect as a plain Python-Markdown extension: blocks, links, figures, citations, terms.

It knows nothing of MkDocs or of readers. What a notation means is asked of a `Meaning`.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from sessionpress.content.model import Term
from sessionpress.content.refer import CITATION, VARIABLE, Citation, parse_citation
from sessionpress.markdown.messages import CAPTION, MessageWalk, Speech
from sessionpress.names import words_id

OPAQUE = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "caption", "abbr", "dt"}


@dataclass(slots=True)
class Meaning:
    """What the notations of one page mean, and what the page turned out to use."""

    link: Callable[[str], str]
    figure: Callable[[str], str]
    cite: Callable[[Citation], tuple[str, str]]
    terms: tuple[Term, ...] = ()
    term_page: str = ""
    is_glossary: bool = False
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height of pictures in CSS pixels, by site address."""
    cited: list[str] = field(default_factory=list)
    speech: Speech | None = None
    """In which language the page is said; None for the source as it is written."""


def slugify(value: str, _separator: str) -> str:
    """Make an id from a heading."""
    return words_id(value) or "section"


class SpBlock(Block):  # type: ignore[misc]
    """A block of the composed page; it marks the place, a template gives it its form."""

    NAME = "sp"
    ARGUMENT = True
    """Its number; an option would be read as YAML, once for each block."""

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Make the marker element."""
        return ET.SubElement(parent, "sp-block", {"n": self.argument})

    def on_markdown(self) -> str:
        """Parse the inside as blocks; the library would take our element for an inline one."""
        return "block"


class _SpBlocks(BlocksExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        block_mgr.register(SpBlock, self.getConfigs())


class _Variables(InlineProcessor):
    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(VARIABLE.pattern, md)
        self.dialect = dialect

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return AtomicString(self.dialect.meaning.figure(m[1])), m.start(0), m.end(0)


class _Citations(InlineProcessor):
    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(CITATION.pattern, md)
        self.dialect = dialect

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        meaning = self.dialect.meaning
        span = ET.Element("span", {"class": "cites"})
        span.text = AtomicString("(")
        last: ET.Element | None = None
        for citation in parse_citation(m[1]):
            meaning.cited.append(citation.key)
            words, address = meaning.cite(citation)
            if last is not None:
                last.tail = AtomicString("; ")
            last = ET.SubElement(span, "a", {"href": address})
            last.text = AtomicString(words)
            if citation.locator:
                last.text = AtomicString(f"{words}, {citation.locator}")
        if last is not None:
            last.tail = AtomicString(")")
        return span, m.start(0), m.end(0)


class _Messages(Treeprocessor):
    """Between block and inline parsing: each message is said in the language of the page."""

    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(md)
        self.dialect = dialect

    def run(self, root: ET.Element) -> None:
        meaning = self.dialect.meaning
        if meaning.speech is not None:
            known = len(meaning.cited)
            MessageWalk(self.md, meaning.speech, slugify).run(root)
            # Headings were converted once to find their ids; what they cite comes again.
            del meaning.cited[known:]


class _Shapes(Treeprocessor):
    """After inline parsing: links, tables with captions, option boxes, glossary terms."""

    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(md)
        self.dialect = dialect

    def run(self, root: ET.Element) -> None:
        self._links(root)
        self._tables(root)
        self._boxes(root)
        meaning = self.dialect.meaning
        if meaning.is_glossary:
            _mark_terms(root, meaning.terms)
        elif meaning.terms:
            _TermLinks(meaning.terms, meaning.term_page).walk(root)

    def _links(self, root: ET.Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            target = element.get(name) if name else None
            if name and target and not target.startswith("sp:"):
                element.set(name, self.dialect.meaning.link(target))
            if name == "src":
                self._measure(element)

    def _measure(self, image: ET.Element) -> None:
        """Say how large a picture is, so that nothing moves when it arrives."""
        size = self.dialect.meaning.sizes.get(image.get("src", "").removeprefix("sp:"))
        for name, value in zip(("width", "height"), size or (), strict=False):
            image.set(name, str(value))

    def _tables(self, parent: ET.Element) -> None:
        children = list(parent)
        for before, table in zip([None, *children], children, strict=False):
            if table.tag != "table":
                self._tables(table)
                continue
            number = self.dialect.count_table()
            for cell in table.iterfind("thead/tr/th"):
                cell.set("scope", "col")
            region = ET.Element("div", {"class": "table", "role": "region", "tabindex": "0"})
            has_caption = before is not None and before.tag == "p"
            if has_caption and before is not None and (before.text or "").startswith(CAPTION):
                before.tag = "caption"
                before.set("id", f"table-{number}")
                before.text = (before.text or "").removeprefix(CAPTION)
                before.tail = None
                parent.remove(before)
                table.insert(0, before)
                region.set("aria-labelledby", f"table-{number}")
            else:
                region.set("aria-label", "Table")
            parent.insert(list(parent).index(table), region)
            parent.remove(table)
            region.tail, table.tail = table.tail, None
            region.append(table)

    def _boxes(self, root: ET.Element) -> None:
        for item in root.iter("li"):
            holder = item if (item.text or "").strip() or not len(item) else item[0]
            match = re.match(r"\s*\[([ xX])\]\s+", holder.text or "")
            if match and holder.text:
                item.set("class", "box" if match[1] == " " else "box right")
                holder.text = holder.text[match.end() :]


def _mark_terms(root: ET.Element, terms: tuple[Term, ...]) -> None:
    ids = {term.name: term.id for term in terms}
    for entry in root.iter("dt"):
        name = "".join(entry.itertext()).strip()
        if name in ids:
            entry.set("id", ids[name])


class _TermLinks:
    """Links the first mention of each glossary term on a page to the glossary."""

    def __init__(self, terms: tuple[Term, ...], page: str) -> None:
        self.page = page
        self.by_form = {_fold(form): term for term in terms for form in term.forms}
        forms = sorted((form for term in terms for form in term.forms), key=len, reverse=True)
        inner = "|".join(re.escape(form) for form in forms)
        self.pattern = re.compile(rf"(?<![\w-])(?:{inner})(?![\w-])", re.IGNORECASE)
        self.done: set[str] = set()

    def walk(self, element: ET.Element) -> None:
        if element.tag in OPAQUE:
            return
        for child in list(element):
            self.walk(child)
        for index, child in reversed(list(enumerate(element))):
            if child.tail:
                self._split(element, child.tail, index + 1, child)
        if element.text:
            self._split(element, element.text, 0, None)

    def _split(self, parent: ET.Element, text: str, index: int, before: ET.Element | None) -> None:
        for match in self.pattern.finditer(text):
            term = self.by_form.get(_fold(match[0]))
            exact = term is None or any(form == match[0] for form in term.forms if form.isupper())
            spelled = term is not None and any(
                not form.isupper() and _fold(form) == _fold(match[0]) for form in term.forms
            )
            if term is None or term.id in self.done or not (exact or spelled):
                continue
            if unicodedata.category(text[match.end() : match.end() + 1] or " ")[0] == "M":
                # A vowel or accent follows: the word goes on.
                continue
            self.done.add(term.id)
            link = ET.Element(
                "a",
                {
                    "class": "term",
                    "href": f"sp:{self.page}#{term.id}",
                    "title": term.definition.partition(". ")[0].rstrip(".") + ".",
                },
            )
            link.text = AtomicString(match[0])
            link.tail = text[match.end() :]
            head = text[: match.start()]
            if before is None:
                parent.text = head
            else:
                before.tail = head
            parent.insert(index, link)
            self._split(parent, link.tail, index + 1, link)
            return


def _fold(form: str) -> str:
    return form.casefold()


class Dialect(Extension):
    """The extension; `meaning` is set for each page before it is converted."""

    def __init__(self) -> None:
        super().__init__()
        self.meaning = Meaning(str, str, lambda citation: (citation.key, ""))
        self._tables = 0

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register our processors; numbers place them beside the library's own."""
        md.registerExtension(self)
        _SpBlocks().extendMarkdown(md)
        md.inlinePatterns.register(_Variables(md, self), "sp-variables", 185)
        md.inlinePatterns.register(_Citations(md, self), "sp-citations", 175)
        md.treeprocessors.register(_Messages(md, self), "sp-messages", 30)
        md.treeprocessors.register(_Shapes(md, self), "sp-shapes", 5)

    def reset(self) -> None:
        """Forget the tables of the page before."""
        self._tables = 0

    def count_table(self) -> int:
        """Number the tables of a page from 1."""
        self._tables += 1
        return self._tables


def extensions(dialect: Dialect) -> Iterator[Extension | str]:
    """The whole dialect: what Python-Markdown and pymdown-extensions give, and our own."""
    yield from ("tables", "footnotes", "def_list", "sane_lists", "toc", "pymdownx.superfences")
    yield dialect


EXTENSION_CONFIGS: dict[str, dict[str, Any]] = {
    # Alignment as an attribute: a style is not on the safe list.
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TITLE": "Back to the text of note {}", "BACKLINK_TEXT": "↩\ufe0e"},
    "pymdownx.superfences": {"css_class": "code", "disable_indented_code_blocks": False},
}
