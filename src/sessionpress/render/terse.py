"""HTML in as few bytes as the language allows, for files that go from phone to phone as they are.

What a reader sees and hears stays the same: left out are end tags and quotation marks that HTML
does not ask for, white space that nobody sees, and the long names of classes.
"""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import count, pairwise

from sessionpress.render.tree import VOID, classes, read

_STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
_CLASS = re.compile(r"\.([a-z][\w-]*)")
_GAP = re.compile(r"[ \t\n\r\f]+")
_PLAIN_VALUE = re.compile(r"[^\s\"'=<>`]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_SETS_APART = frozenset(
    "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr main nav ol p pre section table ul".split()
)
"""Elements that end a paragraph before them."""

_ROWS = {"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"}
_BREAKS = _SETS_APART | _ROWS | {"body", "br", "dd", "dt", "li", "summary"}
"""Elements at whose edges white space is not seen."""

_KEEPS_ENDS = {"a", "del", "ins"}
"""Elements in which the last one needs its end tag."""

_AT_END = "the end of the element around it"
_NEEDS_NO_END = {
    "dd": {"dd", "dt", _AT_END},
    "dt": {"dd", "dt"},
    "li": {"li", _AT_END},
    "p": {*_SETS_APART, _AT_END},
    "tbody": {"tbody", "tfoot", _AT_END},
    "td": {"td", "th", _AT_END},
    "th": {"td", "th", _AT_END},
    "thead": {"tbody", "tfoot"},
    "tr": {"tr", _AT_END},
}
"""Elements that need no end tag before some others."""

_AS_WRITTEN = ("pre", "textarea")


def in_few_bytes(html: str) -> str:
    """Write a whole document of ours shorter.

    Args:
        html: it has one `<style>`, whose hash is in its policy, and is well formed.
    """
    head, _body, rest = html.partition("<body>")
    root = read(rest.partition("</body>")[0], "the document")
    root.tag = "body"
    found = _STYLE.search(head)
    if found:
        style = shorten_classes(root, found[0])
        head = head.replace(found[0], style).replace(hash_of(found[0]), hash_of(style))
    return f"{head.rstrip()}<body>{''.join(_inside(root, as_written=False))}"


def hash_of(style: str) -> str:
    """The hash by which a policy lets in a style."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def shorten_classes(root: ET.Element, style: str) -> str:
    """Give classes names of a letter or two, the most used first; give the style with these."""
    uses = Counter(_CLASS.findall(style))
    uses.update(name for element in root.iter() for name in classes(element))
    names = dict(zip((name for name, _count in uses.most_common()), _names(), strict=False))
    for element in root.iter():
        if "class" in element.attrib:
            element.set("class", " ".join(names[name] for name in classes(element)))
    return _CLASS.sub(lambda match: f".{names[match[1]]}", style)


def _names() -> Iterator[str]:
    """The names a to z, then a1, b1 and so on."""
    yield from _LETTERS
    for number in count(1):
        yield from (f"{letter}{number}" for letter in _LETTERS)


def _inside(element: ET.Element, *, as_written: bool) -> Iterator[str]:
    """What stands in an element: texts, and children between them."""
    children = list(element)
    tags = [str(one.tag) for one in (element, *children, element)]
    texts = [element.text, *(child.tail for child in children)]
    if not as_written:
        texts = [_seen(text, *edges) for text, edges in zip(texts, pairwise(tags), strict=True)]
    yield escape(texts[0] or "", quote=False)
    for place, child in enumerate(children, 1):
        last = place == len(children)
        follower = "text" if texts[place] else _end_of(element) if last else tags[place + 1]
        yield from _element(child, follower, as_written=as_written)
        yield escape(texts[place] or "", quote=False)


def _seen(text: str | None, before: str, after: str) -> str:
    """A text without the white space that nobody sees, between two edges."""
    words = _GAP.sub(" ", text or "")
    words = words.removeprefix(" ") if before in _BREAKS else words
    return words.removesuffix(" ") if after in _BREAKS else words


def _end_of(element: ET.Element) -> str:
    return "" if element.tag in _KEEPS_ENDS else _AT_END


def _element(element: ET.Element, follower: str, *, as_written: bool) -> Iterator[str]:
    tag = str(element.tag)
    if tag == "svg":
        yield _drawing(element)
        return
    yield f"<{tag}{''.join(map(_attribute, element.attrib.items()))}>"
    if tag in VOID:
        return
    yield from _inside(element, as_written=as_written or tag in _AS_WRITTEN)
    if follower not in _NEEDS_NO_END.get(tag, ()):
        yield f"</{tag}>"


def _drawing(element: ET.Element) -> str:
    """A drawing as XML, in which an empty element can close itself; HTML knows its namespace."""
    alone = ET.Element("svg", {name: one for name, one in element.items() if name != "xmlns"})
    alone.text = element.text
    alone.extend(element)
    return ET.tostring(alone, encoding="unicode").replace(" />", "/>")


def _attribute(item: tuple[str, str]) -> str:
    name, value = item
    if not value:
        return f" {name}"
    if _PLAIN_VALUE.fullmatch(value):
        return f" {name}={value.replace('&', '&amp;')}"
    return f' {name}="{escape(value)}"'
