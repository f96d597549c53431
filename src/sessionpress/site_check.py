"""What a published site weighs, and what is wrong with it: pure functions over its files.

A host, a phone on a slow network and a strict security policy see the files that were made, not
the templates; so these rules read the files. Sizes are bytes after gzip -9, as a server sends them.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sessionpress.budget import (
    AIM,
    IMAGE,
    KIB,
    NOTES,
    READERS,
    READING,
    SEARCH,
    TAKEN,
    TRANSLATED,
    WITH_NOTES,
    WORKING,
    WORKING_PAGES,
    Budget,
    packed,
)
from sessionpress.problems import Place, Problem, Problems, counted

ANYWHERE = frozenset({"404.html"})
"""Pages that are served at addresses unlike their own: relative addresses would fail there."""

KINDS = {".css": "css", ".js": "js", ".woff2": "fonts", ".woff": "fonts", ".ttf": "fonts"}
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
READ = (".html", *KINDS, *PICTURES)
"""Endings of files that are opened; of others it counts only that they are there."""

DATA = "application/ld+json"
"""A script of this type is data: no browser runs it and no policy stops it."""

NAMED = {"image": "an image", "embed": "an embed", "iframe": "a frame", "audio": "a recording"}
"""What asks for an address, where it is not simply "a" and its name."""

CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
PART = re.compile(r"<h2[ >].*?</h2>", re.DOTALL)
TAGS = re.compile(r"<[^>]*>")

ADVICE = {
    "inline": "Put it into a file below overrides/assets/.",
    "address": "Publish the file with the site and name it by a relative address.",
    "link": "Mend the template or the page that wrote it.",
    "id": "Give each its own id.",
    "image": "Set width, height and alt, and save it smaller.",
}


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page weighs: bytes after gzip by kind of file, and requests for its first view.

    `reader` are the classes of its body but the first; `language` is the folder of the translation
    to which it belongs, empty for the source.
    """

    page: str
    kind: str
    reader: str
    language: str
    html: int
    css: int
    js: int
    fonts: int
    second: int
    requests: int
    outside: int
    images: int

    @property
    def first(self) -> int:
        """Bytes of a first view: every file that the page asks for, pictures apart."""
        return self.html + self.css + self.js + self.fonts

    @property
    def budget(self) -> Budget:
        """What the page may weigh."""
        budget = WORKING_PAGES.get(self.kind, READING)
        more = NOTES if WITH_NOTES.intersection(self.reader.split()) else 0.0
        more += TRANSLATED if self.language else 0.0
        return budget._replace(html=budget.html + more, second=budget.second + more)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """Weights in the order of addresses, what the search weighs, and every problem, sorted."""

    weights: tuple[Weight, ...]
    search: Mapping[str, int]
    problems: tuple[Problem, ...]


class _Use(NamedTuple):
    """An address on a page: what asks for it, and on which line."""

    by: str
    address: str
    line: int


@dataclass(slots=True)
class _Seen:
    """What stands on a page."""

    kind: str = ""
    reader: str = ""
    ids: list[tuple[str, int]] = field(default_factory=list)
    links: list[_Use] = field(default_factory=list)
    files: list[_Use] = field(default_factory=list)
    images: list[_Use] = field(default_factory=list)
    others: list[_Use] = field(default_factory=list)
    """Other forms of the images, of which a browser takes one."""
    faults: list[tuple[str, int, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Fills a `_Seen`; what stands inside the page, and should not, becomes a fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = _Seen()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, addresses and faults of a tag."""
        line, given = self.getpos()[0], {name: value or "" for name, value in attrs}
        if "id" in given:
            self.seen.ids.append((given["id"], line))
        if tag == "body":
            kind, *more = [one for one in given.get("class", "").split() if one != "site"] or [""]
            self.seen.kind, self.seen.reader = kind, " ".join(more)
        self._inline(tag, given, line)
        self._addresses(tag, given, line)

    def _inline(self, tag: str, given: Mapping[str, str], line: int) -> None:
        data = given.get("type") == DATA
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.seen.faults.append(("inline", line, f"<{tag}> stands in the page."))
        for name in given:
            if name == "style" or name.startswith("on"):
                self.seen.faults.append(("inline", line, f"<{tag}> has the attribute {name}."))
        for name in ("href", "src", "action", "formaction"):
            if given.get(name, "").strip().lower().startswith("javascript:"):
                self.seen.faults.append(("inline", line, f"<{tag}> has a script as its {name}."))

    def _addresses(self, tag: str, given: Mapping[str, str], line: int) -> None:
        seen = self.seen
        if tag in ("a", "area") and "href" in given:
            seen.links.append(_Use("link", given["href"], line))
        elif tag == "form" and given.get("action"):
            seen.links.append(_Use("form", given["action"], line))
        elif tag == "link" and "href" in given:
            self._linked(given, line)
        elif tag == "source" and "srcset" in given:
            seen.others.append(_Use("image", given["srcset"], line))
        elif tag in ("script", "iframe", "embed", "source", "video", "audio") and "src" in given:
            seen.files.append(_Use(tag, given["src"], line))
        elif tag == "img":
            self._image(given, line)

    def _linked(self, given: Mapping[str, str], line: int) -> None:
        needed = {"stylesheet", "icon", "preload", "manifest"} & set(given.get("rel", "").split())
        use = _Use("stylesheet" if "stylesheet" in needed else "file", given["href"], line)
        (self.seen.files if needed else self.seen.links).append(use)

    def _image(self, given: Mapping[str, str], line: int) -> None:
        self.seen.images.append(_Use("image", given.get("src", ""), line))
        missing = [name for name in ("width", "height", "alt") if name not in given]
        if missing:
            what = f"the image {given.get('src', '')} has no {', no '.join(missing)}."
            self.seen.faults.append(("image", line, what))


def check_folder(folder: Path) -> SiteReport:
    """Weigh and check the site in a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return check_site(
        {
            path.relative_to(folder).as_posix(): path.read_bytes() if path.suffix in READ else b""
            for path in paths
        }
    )


def check_site(files: Mapping[str, bytes]) -> SiteReport:
    """Weigh and check a site, given as bytes by address.

    Of files that are no page, style, script, font or picture the bytes may be left empty.
    """
    return _Check(files).report()


def is_page(name: str) -> bool:
    """Whether a file is read on the site; one to take away holds its own style and script."""
    return name.endswith(".html") and not name.startswith(TAKEN)


def languages(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The folders of a site that are whole sites of their own, in other languages."""
    index = next(iter(SEARCH))
    ends = (name.removesuffix(index) for name in files if name.endswith(f"/{index}"))
    return tuple(end for end in ends if end.count("/") == 1)


class _Check:
    """One run over the files of a site; each file is packed and read once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._folders = languages(files)
        self._sizes: dict[str, int] = {}
        self._pages = {
            name: _read(data) for name, data in files.items() if is_page(self._own(name))
        }
        self._ids = {name: {one for one, _line in seen.ids} for name, seen in self._pages.items()}
        self._problems = Problems()

    def report(self) -> SiteReport:
        """Everything about the site."""
        weights = tuple(self._weight(name, seen) for name, seen in sorted(self._pages.items()))
        search = {
            folder + name: self._size(folder + name)
            for folder in ("", *self._folders)
            for name in SEARCH
            if folder + name in self._files
        }
        for name, seen in self._pages.items():
            self._faults(name, seen)
            self._links(name, seen)
        self._styles_over_budget(weights)
        for weight in weights:
            self._over_budget(weight)
        self._search_over_budget(search, Counter(self._folder(one.page) for one in weights))
        self._readers_over_budget()
        return SiteReport(weights, search, tuple(self._problems))

    def _folder(self, name: str) -> str:
        """The folder of the language to which a file belongs; empty for the source."""
        return next((folder for folder in self._folders if name.startswith(folder)), "")

    def _own(self, name: str) -> str:
        """The address of a file on the site of its language."""
        return name.removeprefix(self._folder(name))

    def _add(self, rule: str, page: str, line: int, message: str, advice: str = "") -> None:
        self._problems.add(f"site-{rule}", Place(page, line), message, advice or ADVICE[rule])

    # ------------------------------------------------------------ weights

    def _size(self, name: str) -> int:
        """Bytes of a file after gzip -9."""
        if name not in self._sizes:
            self._sizes[name] = packed(self._files[name])
        return self._sizes[name]

    def _weight(self, page: str, seen: _Seen) -> Weight:
        needed = list(dict.fromkeys(self._needed(page, seen)))
        sizes: Counter[str] = Counter()
        for name in needed:
            sizes[KINDS.get(posixpath.splitext(name)[1], "other")] += self._size(name)
        outside = sum(1 for use in (*seen.files, *seen.images) if _is_outside(use.address))
        html = self._size(page)
        shared = {name for name in needed if posixpath.basename(name) == "site.css"}
        own = sum(self._size(name) for name in needed if name not in shared)
        working = seen.kind in WORKING_PAGES
        pictures = {_arrive(page, use.address)[0] for use in seen.images}
        return Weight(
            page=page,
            kind=seen.kind,
            reader=seen.reader,
            language=self._folder(page),
            html=html,
            css=sizes["css"],
            js=sizes["js"],
            fonts=sizes["fonts"],
            # A second page of the same kind has the files of the first already.
            second=html if working else html + own,
            requests=1 + len(needed) + outside,
            outside=outside,
            images=sum(len(self._files.get(name, b"")) for name in pictures),
        )

    def _needed(self, page: str, seen: _Seen) -> Iterator[str]:
        """The files of the site that a page asks for at once, pictures apart."""
        for use in seen.files:
            if use.address.startswith("data:") or _is_outside(use.address):
                continue
            target, _anchor = _arrive(page, use.address)
            if target in self._files:
                yield target
                if target.endswith(".css"):
                    yield from self._from_style(target)

    def _from_style(self, style: str) -> Iterator[str]:
        text = self._files[style].decode("utf-8", "replace")
        for match in CSS_ADDRESS.finditer(text):
            address = match[1] or match[2]
            target, _anchor = _arrive(style, address)
            if not address.startswith("data:") and target in self._files:
                yield target

    # ------------------------------------------------------------ rules

    def _faults(self, page: str, seen: _Seen) -> None:
        for rule, line, message in seen.faults:
            self._add(rule, page, line, message)
        found: set[str] = set()
        for name, line in seen.ids:
            if name in found:
                self._add("id", page, line, f'the id "{name}" stands twice on the page.')
            found.add(name)
        for use in (*seen.images, *seen.others):
            size = len(self._files.get(_arrive(page, use.address)[0], b"")) / KIB
            if size > IMAGE:
                what = f"the image {use.address} has {size:.1f} KiB; {IMAGE:g} is the most."
                self._add("image", page, use.line, what)

    def _links(self, page: str, seen: _Seen) -> None:
        for use in () if self._own(page) in ANYWHERE else seen.links:
            parts = urlsplit(use.address)
            if parts.scheme and use.by == "link":
                continue
            self._target(page, use)
        for use in (*seen.files, *seen.images, *seen.others):
            rooted = self._own(page) in ANYWHERE and use.address.startswith("/")
            if not use.address.startswith("data:") and not rooted:
                self._target(page, use)

    def _target(self, page: str, use: _Use) -> None:
        """An address that is needed, or that stays on the site, is relative and leads there."""
        if self._own(page) in ANYWHERE and use.by == "link" and set(use.address) <= {".", "/"}:
            return  # It leads up from wherever the page is served.
        if _is_outside(use.address):
            self._add(
                "address",
                page,
                use.line,
                f"{NAMED.get(use.by, f'a {use.by}')} asks for {use.address}.",
            )
            return
        if use.address.startswith("/"):
            what = f"{use.address} counts from the root of the server."
            self._add("address", page, use.line, what)
            return
        target, anchor = _arrive(page, use.address)
        if target not in self._files:
            self._add("link", page, use.line, f"{use.address} leads to no file.")
        elif anchor and target in self._ids and anchor not in self._ids[target]:
            self._add("link", page, use.line, f"{use.address} leads to no place on its page.")

    def _styles_over_budget(self, weights: Sequence[Weight]) -> None:
        """Pages share their styles, so these are named once, with how many pages they burden."""
        over: dict[str, list[Weight]] = {}
        for weight in weights:
            if weight.css > weight.budget.css * KIB:
                names = [
                    name
                    for name in self._needed(weight.page, self._pages[weight.page])
                    if KINDS.get(posixpath.splitext(name)[1]) == "css"
                ]
                over.setdefault(", ".join(dict.fromkeys(names)), []).append(weight)
        for styles, pages in over.items():
            most, size = pages[0].budget.css, pages[0].css
            what = f"{styles} have {_kib(size)} of {most:g} KiB on {len(pages)} pages."
            self._add("weight", styles.split(", ")[0], 1, what, "Take out rules that repeat.")

    def _over_budget(self, weight: Weight) -> None:
        budget = weight.budget
        over = [
            f"{words} {_kib(size)} of {most:g} KiB"
            for words, size, most in (
                ("HTML", weight.html, budget.html),
                ("JS", weight.js, budget.js),
                ("fonts", weight.fonts, budget.fonts),
                ("first view", weight.first, budget.first),
                ("second page", weight.second, budget.second),
            )
            if size > most * KIB
        ]
        if weight.requests > budget.requests:
            over.append(f"{weight.requests} of {budget.requests} requests")
        if over:
            parts = ", ".join(
                f"{name} {_kib(size)}" for name, size in self._heaviest(weight.page)[:4]
            )
            what = f"the page is over its budget: {', '.join(over)}."
            self._add("weight", weight.page, 1, what, f"Heaviest parts: {parts}.")

    def _heaviest(self, page: str) -> list[tuple[str, int]]:
        """The parts of a page between its headings, and the files it asks for, by bytes."""
        text = self._files[page].decode("utf-8", "replace")
        marks = list(PART.finditer(text))
        cuts = [0, *(mark.start() for mark in marks), len(text)]
        names = ["before the first heading", *(TAGS.sub("", mark[0]).strip() for mark in marks)]
        parts = [
            (f'"{name}"' if place else name, packed(text[cuts[place] : cuts[place + 1]]))
            for place, name in enumerate(names)
        ]
        files = [(name, self._size(name)) for name in self._needed(page, self._pages[page])]
        return sorted({*parts, *files}, key=lambda one: (-one[1], one[0]))

    def _search_over_budget(self, search: Mapping[str, int], pages: Mapping[str, int]) -> None:
        for name, size in search.items():
            shares = max(1, -(-pages[self._folder(name)] // 120))
            most = SEARCH[self._own(name)] * shares
            if size > most * KIB:
                what = f"the file of the search has {_kib(size)} KiB; {most:g} is the most."
                self._add("weight", name, 1, what, "Shorten what pages repeat.")

    def _readers_over_budget(self) -> None:
        for name in self._files:
            most = READERS.get(self._own(name))
            if most and self._size(name) > most * KIB:
                what = f"the reader has {_kib(self._size(name))} KiB; {most:g} is the most."
                self._add("weight", name, 1, what, "Move what few files need into one of its own.")


def _read(data: bytes) -> _Seen:
    reader = _Reader()
    reader.feed(data.decode("utf-8", "replace"))
    reader.close()
    return reader.seen


def _is_outside(address: str) -> bool:
    """Whether an address names another host, or a scheme of its own; data in place is neither."""
    parts = urlsplit(address)
    return parts.scheme not in ("", "data") or bool(parts.netloc)


def _arrive(page: str, address: str) -> tuple[str, str]:
    """The file and the id to which an address on a page leads; "" above the site."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if path.endswith("/"):
        path += "index.html"
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return ("" if whole.startswith("..") else whole), unquote(parts.fragment)


def _kib(size: int) -> str:
    return f"{size / KIB:.1f}"


# ---------------------------------------------------------------- the table


HEAD = ("page", "first view", "HTML", "CSS", "JS", "fonts", "second", "requests", "images")


def budget_rows(report: SiteReport) -> Iterator[tuple[str, ...]]:
    """The table of weights, a row a page; sizes in KiB after gzip, pictures as they are."""
    for one in report.weights:
        sizes = (one.first, one.html, one.css, one.js, one.fonts, one.second)
        yield (one.page, *map(_kib, sizes), str(one.requests), _kib(one.images))


def summary_lines(report: SiteReport) -> Iterator[str]:
    """What the table comes to, in a few sentences."""
    reading = [one for one in report.weights if one.kind not in WORKING_PAGES]
    working = [one for one in report.weights if one.kind in WORKING_PAGES]
    yield from _summary("to read", reading, READING)
    yield from _summary("to work on", working, WORKING)
    light = sum(one.first <= AIM * KIB for one in reading)
    yield f"Within the aim of {AIM:g} KiB for a first view: {light} of {len(reading)} to read."
    for name, size in report.search.items():
        yield f"{name}: {_kib(size)} KiB."
    outside = sum(one.outside for one in report.weights)
    yield f"Requests to other hosts: {outside}."


def _summary(what: str, weights: Sequence[Weight], budget: Budget) -> Iterator[str]:
    if not weights:
        return
    heaviest = max(weights, key=lambda one: one.first)
    middle = int(median(one.first for one in weights))
    yield (
        f"{counted(len(weights), 'page')} {what}: first view "
        f"{_kib(middle)} KiB in the middle, {_kib(heaviest.first)} at most "
        f"({heaviest.page}), {budget.first:g} allowed."
    )
