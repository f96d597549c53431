"""The safe list: what markup may reach a reader. Everything else is removed, and reported.

One list for content and translations. nh3 does the cleaning.
"""

from __future__ import annotations

import re
from collections import Counter

import nh3

TAGS = {
    *("a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn"),
    *("div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i"),
    *("img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span"),
    *("strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
    *("var", "wbr", "sp-block"),
}
ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title", "role", "aria-label", "aria-labelledby"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "div": {"tabindex"},
    "sp-block": {"n"},
}
OWN = "sp:"
MARK = re.compile(r"<(?=/?sp-block)", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto", "sp"}
TAG = re.compile(
    r"<([a-zA-Z][\w:-]*)((?:[\s/]+[^\s=>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)"
)
ATTRIBUTE = re.compile(r"([^\s=>/\"']+)\s*(?:=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Leave out the address of an image that is not one of the toolkit's own files."""
    return None if (tag, name) == ("img", "src") and not value.startswith(OWN) else value


def clean(html: str) -> str:
    """Remove what is not on the safe list."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )


def without_marks(text: str) -> str:
    """A text that somebody wrote, in which what looks like a mark of ours is only text."""
    return MARK.sub("&lt;", text)


def removed(before: str, after: str) -> list[str]:
    """Name the tags and attributes that cleaning took away, sorted."""
    gone = _names(before) - _names(after)
    return sorted(gone)


def _names(html: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for match in TAG.finditer(html):
        tag = match[1].lower()
        found[f"<{tag}>"] += 1
        for attribute in ATTRIBUTE.finditer(match[2]):
            found[f"{attribute[1].lower()}="] += 1
    return found
