"""Read a published page as its readers' programs do: its links, headings, ids and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Seen:
    """What stands on a page, in its order."""

    language: str = ""
    title: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Address and text of every <a>."""
    files: list[str] = field(default_factory=list)
    """Addresses of what the page needs: styles, scripts, pictures."""
    named: dict[str, str] = field(default_factory=dict)
    """rel -> address, of links that say what they are for."""
    faults: list[str] = field(default_factory=list)
    text: str = ""


class _Reader(HTMLParser):
    """Fills a Seen; what no page of ours may hold becomes one of its faults."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self._open: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self._labelled: set[str] = set()
        self._fields: list[str] = []
        self._references: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        self._common(tag, given)
        if tag == "html":
            self.seen.language = given.get("lang", "")
        elif tag == "a" and "href" in given:
            self._link = (given["href"], [given.get("aria-label", "")])
            if "rel" in given:
                self.seen.named[given["rel"]] = given["href"]
        elif tag == "img":
            self.seen.files.append(given.get("src", ""))
            if not given.get("alt", "").strip():
                self.seen.faults.append(f"a picture says nothing: {given.get('src')}")
        elif tag == "link":
            self.seen.files.append(given.get("href", ""))
        elif tag == "script" and given.get("type") != "application/ld+json":  # data, never run
            self.seen.files.append(given.get("src", ""))
            if "src" not in given:
                self.seen.faults.append("a script stands in the page")
        elif tag == "label":
            self._labelled.add(given.get("for", ""))
        elif tag in ("input", "select", "textarea"):
            self._field(given)
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.seen.headings.append((int(tag[1]), ""))

    def _field(self, given: dict[str, str]) -> None:
        named = given.get("aria-label") or given.get("aria-labelledby")
        if not named and "label" not in self._open:
            self._fields.append(given.get("id", ""))

    def _common(self, tag: str, given: dict[str, str]) -> None:
        if "id" in given:
            self.seen.ids.append(given["id"])
        for name in ("aria-labelledby", "aria-describedby", "headers", "for"):
            self._references += given.get(name, "").split()
        if tag in ("style", "iframe", "object", "embed", "base") or "style" in given:
            self.seen.faults.append(f"<{tag}> is styled in place, or takes something in")
        self.seen.faults += [f"<{tag} {name}>" for name in given if name.startswith("on")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.seen.faults.append(f"</{tag}> closes {self._open[-1:]}")
            return
        self._open.pop()
        if tag == "a" and self._link:
            address, words = self._link
            self.seen.links.append((address, " ".join("".join(words).split())))
            self._link = None

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.seen.title += data
        if "script" in self._open or "head" in self._open:
            return
        self.seen.text += data
        if self._link:
            self._link[1].append(data)
        if self._open and self._open[-1] != "svg" and self.seen.headings:
            level, text = self.seen.headings[-1]
            if f"h{level}" in self._open:
                self.seen.headings[-1] = (level, text + data)

    def end(self) -> Seen:
        """Close the page and judge what needs the whole of it."""
        self.close()
        seen = self.seen
        if self._open:
            seen.faults.append(f"never closed: {self._open}")
        seen.faults += [
            f"no label: field {name!r}" for name in self._fields if name not in self._labelled
        ]
        seen.faults += [f"no such id: {name}" for name in self._references if name not in seen.ids]
        return seen


def read(path: Path) -> Seen:
    """Read a page."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.end()


def read_all(folder: Path) -> dict[str, Seen]:
    """Read every page below a folder, by its path; files to take away are no pages."""
    return {
        path.relative_to(folder).as_posix(): read(path)
        for path in sorted(folder.rglob("*.html"))
        if path.parent.name != "downloads"
    }


def is_outside(address: str) -> bool:
    """Whether an address leaves the site."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def dead_links(folder: Path, pages: dict[str, Seen]) -> Iterator[str]:
    """Every address of a page that leads to no file, or to no place on its page."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, seen in pages.items():
        for address in [*(address for address, _text in seen.links), *seen.files]:
            if is_outside(address) or (name == "404.html" and set(address) <= {".", "/"}):
                continue
            target, anchor = arrive(name, address)
            if target not in there:
                yield f"{name}: {address} leads to no file"
            elif anchor and anchor not in pages[target].ids:
                yield f"{name}: {address} leads to no place on its page"


def arrive(page: str, address: str) -> tuple[str, str]:
    """The file and the id to which an address on a page leads; the site is no more than itself."""
    parts = urlsplit(address)
    steps = page.split("/")[:-1] if parts.path else page.split("/")
    for step in unquote(parts.path).split("/") if parts.path else []:
        if step == "..":
            if not steps:
                return "(above the site)", ""
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps), unquote(parts.fragment)
