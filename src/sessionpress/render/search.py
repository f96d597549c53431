"""The search index: what the pages of an edition say, cut at their headings.

It is written as a script that sets one variable, because a page opened from disk may load a
script and may not fetch a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from sessionpress.render.pages import HEADING, RenderedPage

SKIPPED = re.compile(r"<(svg|figure)\b.*?</\1>|<ul class=\"references\">.*?</ul>", re.DOTALL)
"""Drawings with their tables, and lists of sources: they would make up a third of the index."""

BREAKS = re.compile(r"</(?:p|li|td|th|dt|dd|h[2-6]|caption|figcaption|div|section|summary)>|<br>")
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands below one heading: where it is, its page, its heading, its plain text."""

    address: str
    anchor: str
    page: str
    heading: str
    group: str
    text: str


def passages(pages: Sequence[RenderedPage]) -> Iterator[Passage]:
    """Cut every page at its headings."""
    for page in pages:
        module = page.leaf.module
        group = module.title if module else ""
        at, anchor, heading = 0, "", ""
        for match in HEADING.finditer(page.html):
            yield _passage(page, anchor, heading, group, page.html[at : match.start()])
            anchor, heading, at = match[2], plain(match[3]), match.end()
        yield _passage(page, anchor, heading, group, page.html[at:])


def _passage(page: RenderedPage, anchor: str, heading: str, group: str, html: str) -> Passage:
    lead = f"{page.summary} " if not anchor else ""
    return Passage(page.address, anchor, page.title, heading, group, lead + plain(html))


def plain(html: str) -> str:
    """The words of some HTML, with single spaces."""
    text = TAGS.sub("", BREAKS.sub(" ", SKIPPED.sub(" ", html)))
    return " ".join(unescape(text).split())


def search_script(pages: Sequence[RenderedPage]) -> str:
    """The index as a classic script: `sessionpressIndex = [[address, page, heading, ...], ...]`."""
    rows = [
        [
            f"{one.address}#{one.anchor}" if one.anchor else one.address,
            one.page,
            one.heading,
            one.group,
            one.text,
        ]
        for one in passages(pages)
        if one.text or one.heading or not one.anchor
    ]
    # "<" is escaped so that no text can look like markup to anything that reads the file.
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"var sessionpressIndex = {data};\n"
