"""Styles of a finished site without what none of its pages can show.

The style sheets of the house serve every toolkit. One site has some blocks, some kinds of chart and
one language; rules for what it does not have are weight on each first view. One set of styles is
made for all pages of a site, so that the second page needs no other.

What scripts may put on a page counts as being there: every word of a script does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from string import ascii_lowercase

_TAG = re.compile(r"<([a-z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_WORD = re.compile(r"[\w-]+")
_OWN = re.compile(r"\bdataset\.(\w+)")

_CUT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[{};]")
"""What may end a rule, and strings, in which it does not."""

_COMMA = re.compile(r",(?![^()\[]*[)\]])")
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_LANGUAGE = re.compile(r":lang\(([\w-]+)\)")
_PAIR = re.compile(r"\[([\w-]+)=[\"']?([^\"'\]]*)[\"']?\]")
_NOT_A_NAME = re.compile(r"::?[\w-]+|\[[^\]]*\]")
_NAME = re.compile(r"[.#]?-?[a-zA-Z_][\w-]*")
_PROPERTY = re.compile(r"(?<![\w-])--[a-zA-Z][\w-]*")

_GROUPS = ("@media", "@supports", "@layer", "@container")
"""Rules that hold rules."""


@dataclass(slots=True)
class _There:
    """What the pages of a site have, and what their scripts could put there."""

    names: set[str] = field(default_factory=set)
    """Elements, `.classes` and `#ids`."""
    pairs: set[tuple[str, str]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    """Names after `dataset.` in scripts."""
    beginnings: tuple[str, ...] = ()
    """Words of scripts that end in a hyphen, to which scripts add the rest."""

    def read_page(self, html: str) -> None:
        """Note the elements of a page and their attributes."""
        for tag, inside in _TAG.findall(html):
            self.names.add(tag.lower())
            for name, *values in _ATTRIBUTE.findall(inside):
                value = "".join(values)
                self.pairs.add((name.lower(), value))
                if name == "class":
                    self.names.update(f".{one}" for one in value.split())
                elif name == "id":
                    self.names.add(f"#{value}")

    def read_script(self, text: str) -> None:
        """Note the words of a script."""
        self.words.update(_WORD.findall(text))
        self.own.update(_OWN.findall(text))
        self.beginnings = tuple(one for one in self.words if one.endswith("-"))

    def may_match(self, selector: str) -> bool:
        """Whether a selector could choose something; true when in doubt."""
        if "\\" in selector:
            return True
        if not all(self._speaks(tag) for tag in _LANGUAGE.findall(selector)):
            return False
        plain = _BRACKETS.sub("", selector)
        if not all(self._has_pair(*pair) for pair in _PAIR.findall(plain)):
            return False
        return all(map(self._has, _NAME.findall(_NOT_A_NAME.sub("", plain))))

    def _has(self, name: str) -> bool:
        known = name if name.startswith((".", "#")) else name.lower()
        return known in self.names or self._is_written(name.lstrip(".#"))

    def _has_pair(self, name: str, value: str) -> bool:
        written = self._is_set(name) and self._is_written(value)
        return (name, value) in self.pairs or written

    def _is_set(self, name: str) -> bool:
        """Whether scripts name an attribute; one of ours as `dataset.someName` too."""
        first, *others = name.removeprefix("data-").split("-")
        own = "".join([first, *(one.capitalize() for one in others)])
        return name in self.words or own in self.own

    def _is_written(self, name: str) -> bool:
        return name in self.words or name.startswith(self.beginnings)

    def _speaks(self, tag: str) -> bool:
        return any(
            name == "lang" and f"{value}-".startswith(f"{tag}-") for name, value in self.pairs
        )


def lean_styles(files: Mapping[str, bytes], data: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """The style sheets of a site, by address, without rules that no page needs.

    Custom properties get names of a letter or two, the same in all sheets.

    Args:
        files: the pages, scripts and styles of the site, by address.
        data: scripts that hold only data, whose words are no names.
    """
    there = _There()
    for name, content in files.items():
        if name.endswith(".html"):
            there.read_page(content.decode())
        elif name.endswith(".js") and name not in data:
            there.read_script(content.decode())
    styles = {
        name: "".join(_needed(content.decode(), there))
        for name, content in files.items()
        if name.endswith(".css")
    }
    names = _short_names(styles.values(), there.words)
    return {
        name: _PROPERTY.sub(lambda found: names.get(found[0], found[0]), style).encode()
        for name, style in styles.items()
    }


def _needed(style: str, there: _There) -> Iterator[str]:
    """The rules of a style that something on the site could need."""
    for head, body in _rules(style):
        if body is None:
            yield head
        elif head.lstrip().startswith(_GROUPS):
            inside = "".join(_needed(body, there))
            if inside.strip():
                yield f"{head}{{{inside}}}"
        elif head.lstrip().startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            kept = [one for one in _COMMA.split(head) if there.may_match(one)]
            if kept:
                yield f"{','.join(kept)}{{{body}}}"


def _rules(style: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as its head and what stands in its braces; text without braces as a head alone."""
    start, opened, depth = 0, 0, 0
    for cut in _CUT.finditer(style):
        sign = cut[0]
        if sign == "{":
            opened = cut.start() if not depth else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                yield style[start:opened], style[opened + 1 : cut.start()]
                start = cut.end()
        elif sign == ";" and not depth:
            yield style[start : cut.end()], None
            start = cut.end()
    if style[start:]:
        yield style[start:], None


def _short_names(styles: Iterable[str], words: set[str]) -> dict[str, str]:
    """A short name for each custom property that no script names, the most used first."""
    uses = Counter(chain.from_iterable(map(_PROPERTY.findall, styles)))
    taken = {name for name in uses if name in words}
    free = (name for name in _letters() if name not in taken)
    ordered = sorted(uses.keys() - taken, key=lambda name: (-uses[name], name))
    return dict(zip(ordered, free, strict=False))


def _letters() -> Iterator[str]:
    yield from (f"--{letter}" for letter in ascii_lowercase)
    for number in count(1):
        yield from (f"--{letter}{number}" for letter in ascii_lowercase)
