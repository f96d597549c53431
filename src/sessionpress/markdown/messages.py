"""Messages in Markdown: found and said after blocks are parsed and before inline text is.

At this moment a paragraph, a cell or a list item is an element whose text is the author's inline
Markdown. Block markers, code and boxes to tick are outside of it, so a translator cannot break
them; and what a translation says is converted as the English would have been.

Authors can speak to translators by comments on lines of their own, before a paragraph:
`<!-- i18n:comment: ... -->`, `<!-- i18n:context: ... -->`, `<!-- i18n:skip -->`.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags, unique
from markdown.util import AtomicString

from sessionpress.content.model import Block
from sessionpress.direction import direction
from sessionpress.markdown.safe import without_marks
from sessionpress.translation.fields import is_private
from sessionpress.translation.messages import TERM, Message, Said, State, Voice, flat, has_words

CAPTION = "Table: "
STASHED = re.compile(r"(\x02[^\x03]*\x03)")
STASHED_HTML = re.compile(r"\x02wzxhzdk:(\d+)\x03")
HINT = re.compile(r"<!--\s*i18n:(skip|comment|context)(?::\s*(.*?))?\s*-->", re.DOTALL)
BOX = re.compile(r"\s*\[[ xX]\]\s+")
BREAK = re.compile(r" {2,}\n")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
KINDS = {
    **dict.fromkeys(HEADINGS, "heading"),
    "p": "paragraph",
    "li": "list item",
    "th": "heading of a column",
    "td": "cell",
    "dt": "term",
    "dd": "definition",
}
WRAPPED = ("li", "td", "th", "dt", "dd")
"""Elements whose bullet or border stays on the reader's side when their text is English."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What the processor needs for one page."""

    voice: Voice
    path: str
    source: str
    """Language of the sources, by its tag."""
    blocks: Sequence[Block] = ()
    is_glossary: bool = False


@dataclass(slots=True)
class _Hints:
    """What the author said about the next message."""

    skip: bool = False
    note: str = ""
    context: str = ""


class MessageWalk:
    """Goes through a parsed page and has a voice say each of its messages."""

    def __init__(self, md: Markdown, speech: Speech, slugify: Callable[[str, str], str]) -> None:
        self._md = md
        self._speech = speech
        self._slugify = slugify
        self._hints = _Hints()
        self._own = direction(speech.voice.language)
        self._foreign = speech.voice.language != speech.source

    def run(self, root: ET.Element) -> None:
        """Say everything; ids of headings stay those of the source."""
        if self._foreign:
            self._fix_ids(root)
        self._each(list(root), private=False)

    def _each(self, elements: list[ET.Element], *, private: bool) -> None:
        for place, element in enumerate(elements):
            if self._is_hint(element):
                continue
            if self._hints.skip:
                self._hints = _Hints()
                continue
            follows = elements[place + 1].tag if place + 1 < len(elements) else ""
            self._element(element, follows, private=private)

    def _element(self, element: ET.Element, follows: str, *, private: bool) -> None:
        if element.tag in ("pre", "code"):
            return
        block = self._block(element)
        if block is not None:
            private = private or is_private(block)
            if block.title:
                path = (self._speech.path,)
                self._speech.voice.say(
                    Message(flat(block.title), path, "title of a block", private)
                )
        inside = list(element)
        if element.text and not isinstance(element.text, AtomicString):
            self._say(element, follows, private=private)
        self._each(inside, private=private)

    def _block(self, element: ET.Element) -> Block | None:
        if element.tag != "sp-block" or not self._speech.blocks:
            return None
        return self._speech.blocks[int(element.get("n", "0"))]

    def _is_hint(self, element: ET.Element) -> bool:
        """Note a comment for translators; whether it is one."""
        stashed = STASHED_HTML.fullmatch((element.text or "").strip())
        if element.tag != "p" or not stashed:
            return False
        raw = self._md.htmlStash.rawHtmlBlocks[int(stashed[1])]
        hint = HINT.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if not hint:
            return False
        if hint[1] == "skip":
            self._hints.skip = True
        else:
            setattr(self._hints, "note" if hint[1] == "comment" else "context", hint[2] or "")
        return True

    def _say(self, element: ET.Element, follows: str, *, private: bool) -> None:
        """Say the text of an element; what is stashed in it, such as code, stays where it is."""
        pieces = STASHED.split(element.text or "")
        states: list[State] = []
        for place in range(0, len(pieces), 2):
            before, text, after = _trimmed(pieces[place], element, follows)
            if has_words(text):
                said = self._said(element, text, follows, private=private)
                states.append(said.state)
                if said.text != _message(text):
                    pieces[place] = before + without_marks(said.text) + after
        self._hints = _Hints()
        if states:
            element.text = "".join(pieces)
            self._mark(element, states)

    def _said(self, element: ET.Element, text: str, follows: str, *, private: bool) -> Said:
        kind = KINDS.get(element.tag, "text")
        if element.tag == "p" and follows == "table" and (element.text or "").startswith(CAPTION):
            kind = "caption of a table"
        if element.tag == "li" and BOX.match(element.text or ""):
            kind = "option"
        if kind == TERM and not self._speech.is_glossary:
            kind = "word explained"
        hints = self._hints
        said = self._speech.voice.say(
            Message(_message(text), (self._speech.path,), kind, private, hints.context, hints.note)
        )
        # A term may be said in several forms; the first is written.
        return Said(said.text.partition("|")[0].strip(), said.state) if kind == TERM else said

    def _mark(self, element: ET.Element, states: list[State]) -> None:
        """Say in which language or state a text is, where that is not the rule of the page."""
        if not self._foreign or set(states) == {State.REVIEWED}:
            return
        holder = element
        if element.tag in WRAPPED:
            box = BOX.match(element.text or "")
            holder = ET.Element("span")
            start = box.end() if box else 0
            holder.text = (element.text or "")[start:]
            element.text = (element.text or "")[:start]
            element.insert(0, holder)
        if State.MISSING in states:
            holder.set("lang", self._speech.source)
            if direction(self._speech.source) != self._own:
                holder.set("dir", direction(self._speech.source))
        else:
            holder.set("class", "tr-changed" if State.CHANGED in states else "tr-draft")

    def _fix_ids(self, root: ET.Element) -> None:
        """Give headings the ids that they have in the source, as the extension for them would."""
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for heading in root.iter():
            if heading.tag in HEADINGS and "id" not in heading.attrib:
                name = html.unescape(self._plain(heading))
                heading.set("id", unique(self._slugify(name, "-"), used))

    def _plain(self, heading: ET.Element) -> str:
        holder = ET.Element("div")
        trial = copy(heading)
        holder.append(trial)
        self._md.treeprocessors["inline"].run(holder)
        return strip_tags(render_inner_html(remove_fnrefs(trial), self._md))


def _trimmed(piece: str, element: ET.Element, follows: str) -> tuple[str, str, str]:
    """What stands before a message, the message, and what stands after it."""
    text = piece.strip()
    before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    mark = ""
    if element.tag == "li" and (box := BOX.match(text)):
        mark = box[0]
    elif element.tag == "p" and follows == "table" and text.startswith(CAPTION):
        mark = CAPTION
    return before + mark, text[len(mark) :], after


def _message(text: str) -> str:
    return flat(BREAK.sub("<br> ", text))
