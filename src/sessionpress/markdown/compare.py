"""A message and its translation, converted by the same Markdown: what must not differ."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from functools import cache

from markdown import Markdown
from markdown.util import AtomicString

from sessionpress.markdown.extension import EXTENSION_CONFIGS, Dialect, Meaning, extensions
from sessionpress.translation.checks import Fault

MARKED = re.compile(r"[*_`\[\]<>&\\!]")
"""A text without any of these signs is the same before and after it is converted."""

LEFT_OVER = re.compile(r"\*\*|__|\]\(|!\[|`")
KEPT = {"a": "href", "img": "src"}
NAMES = {"a": "the link to", "img": "the picture", "code": "the code", "strong": "bold text"}


class Comparison:
    """Converts and compares; English texts are converted once."""

    def __init__(self) -> None:
        dialect = Dialect()
        dialect.meaning = Meaning(str, str, lambda one: (one.key, one.key))
        self._markdown = Markdown(
            extensions=list(extensions(dialect)), extension_configs=EXTENSION_CONFIGS
        )
        self._read = cache(self._things)

    def faults(self, english: str, translation: str) -> Iterator[Fault]:
        """What differs between the two when readers see them."""
        if not (MARKED.search(english) or MARKED.search(translation)):
            return
        before, words_before = self._read(english)
        after, words_after = self._things(translation)
        for one in before - after:
            yield _fault(*one, "is missing.")
        for one in after - before:
            yield _fault(*one, "is not in the English.")
        for mark in set(LEFT_OVER.findall(words_after)) - set(LEFT_OVER.findall(words_before)):
            yield Fault("marks", f"The sign {mark} would be shown: it opens or closes nothing.")

    def _things(self, text: str) -> tuple[Counter[tuple[str, str]], str]:
        """Links, pictures, code and bold text of a message, and its words."""
        self._markdown.reset()
        root = ET.Element("div")
        ET.SubElement(root, "p").text = text
        self._markdown.treeprocessors["inline"].run(root)
        found: Counter[tuple[str, str]] = Counter()
        words: list[str] = []
        for element in root.iter():
            if element.tag in KEPT:
                found[element.tag, element.get(KEPT[element.tag], "")] += 1
            elif element.tag == "code":
                found["code", "".join(element.itertext())] += 1
            elif element.tag == "strong":
                found["strong", ""] += 1
            if element.tag != "code" and not isinstance(element.text, AtomicString):
                words.append(element.text or "")
            if not isinstance(element.tail, AtomicString):
                words.append(element.tail or "")
        return found, " ".join(words)


def _fault(tag: str, what: str, how: str) -> Fault:
    # Languages set other words in bold, or none: that is for a person to judge.
    return Fault(
        "emphasis" if tag == "strong" else "links",
        f"{NAMES[tag].capitalize()} {what} {how}".replace("  ", " "),
        error=tag != "strong",
    )
