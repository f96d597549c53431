"""The words of the main text of a built site, to show that two builds say the same."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from sessionpress.render.tree import VOID

SILENT = {"nav", "svg", "script", "style", "title"}
HELPERS = {"404.html", "search.html", "terms.html"}
"""Pages of a site that are no pages of the toolkit; those of the folder `terms` are none either."""
WORD = re.compile(r"\w+")


class _Main(HTMLParser):
    """Collects the text inside one element, navigation and drawings left out."""

    def __init__(self, element: str) -> None:
        super().__init__()
        self.element = element
        self.text: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and (self._open or tag == self.element):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self.text.append(" " if tag not in {"a", "em", "strong", "span"} else "")

    def handle_data(self, data: str) -> None:
        if self._open and not SILENT.intersection(self._open):
            self.text.append(data)


def count_words(site: Path, element: str) -> Counter[str]:
    """Count each word of the main text of all pages; `element` holds the main text of a page."""
    found: Counter[str] = Counter()
    for path in sorted(site.rglob("*.html")):
        if path.name in HELPERS or path.parent == site / "terms":
            continue
        html = path.read_text(encoding="utf-8")
        main = re.search(rf"<{element}\b.*</{element}>", html, re.DOTALL)
        reader = _Main(element)
        reader.feed(main[0] if main else "")
        found.update(WORD.findall("".join(reader.text).casefold()))
    return found


def shared(first: Counter[str], second: Counter[str]) -> float:
    """The share of words that two sites have in common, 0 to 1, each as often as it stands."""
    return (first & second).total() / max(first.total(), second.total(), 1)


def kept_words(wanted: Counter[str], pdf: Path) -> float:
    """The share of words that Poppler reads out of a PDF, 0 to 1, each as often as it stands."""
    command = ["pdftotext", "-q", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = Counter(WORD.findall(text.casefold()))
    return (wanted & found).total() / max(wanted.total(), 1)
