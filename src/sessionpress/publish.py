"""From the site that MkDocs wrote to what is handed over: bundle, offline copy, records, packing.

All of it works on files as bytes by address, so every list, size and checksum speaks of the same
bytes that are published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from sessionpress.bind.bundle import checksums, read_tree, write_bundle
from sessionpress.bind.light_pictures import with_light_pictures
from sessionpress.bind.store import NO_STORE, Store
from sessionpress.budget import SEARCH, TAKEN
from sessionpress.fingerprint import fingerprint
from sessionpress.hosting import Materials, hosting_files
from sessionpress.hosting.packed import compressed
from sessionpress.hosting.worker import WORKER, offline_copy, worker
from sessionpress.ledger import programs
from sessionpress.make import Made
from sessionpress.render.book import Book
from sessionpress.render.lean import lean_styles
from sessionpress.render.shell import Download, Site
from sessionpress.render.templates import make_environment
from sessionpress.site import OF_A_PAGE, downloads, page_context, written
from sessionpress.words import speaking, words

START, SUMS, HOSTING = "START-HERE.html", "SHA256SUMS", "hosting"
LOCK = "locks/build.txt"
OTHER_LANGUAGES = re.compile(
    rb"<nav class=\"tongues\".*?</nav>\s*|<link rel=\"alternate\" hreflang=[^>]*>\s*"
    rb"|<a href=\"[^\"]*\" hreflang=[^>]*>[^<]*</a>\s*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Work:
    """A site to be published: its edition, its files to take away, where its pages can be edited.

    `files` are on disk, by address; `edit_urls` by the address of the page, empty without a
    repository; `root` is the folder of the house, with overrides/ and locks/; `store` keeps packed
    files.
    """

    made: Made
    files: Mapping[str, Path]
    edit_urls: Mapping[str, str]
    root: Path
    store: Store = NO_STORE

    @property
    def is_public(self) -> bool:
        """Whether it goes to a host; what holds keys and notes does not."""
        return not self.made.edition.reader.key

    @property
    def name(self) -> str:
        """The name of the bundle and of the folder in it."""
        settings = self.made.edition.toolkit.settings
        reader = "" if self.is_public else f"-{self.made.edition.reader.name}"
        folder = self.made.edition.tongue.folder
        return f"{settings.id}-{settings.edition}{reader}{f'-{folder}' if folder else ''}"

    @property
    def environment(self) -> Environment:
        """The templates of the house."""
        return make_environment(self.root / "overrides")


@dataclass(frozen=True, slots=True)
class Published:
    """What was made: files in the bundle, its size in bytes, and the folder for hosts by name."""

    files: int
    size: int
    hosting: Mapping[str, bytes]


def publish(work: Work, site: Path) -> Published:
    """Complete a site on disk, and put it into a bundle that opens without a network.

    Args:
        work: what the site was made of.
        site: its folder; the bundle, the offline worker, packed files and checksums are added.

    Returns:
        What was made; for an edition that is not public, nothing for hosts.
    """
    with speaking(work.made.edition.words):
        return _publish(work, site)


def _publish(work: Work, site: Path) -> Published:
    settings = work.made.edition.toolkit.settings
    found = read_tree(site)
    packed = dict(_bundle_files(work, _complete(work, found)))
    packed[SUMS] = checksums(packed)
    address = f"downloads/{work.name}.zip"
    size = write_bundle(site / address, work.name, packed, settings.date)
    found[address] = (site / address).read_bytes()
    bundle = Download(settings.title, address, size, "ZIP", words("Site and books to read offline"))
    files = _complete(work, found, bundle)
    hosting = _for_hosts(work, files) if work.is_public else {}
    if work.is_public:
        with work.store.shelf(fingerprint(programs(), "packed", work.name)) as shelf:
            files |= compressed(files, shelf.get)
    files[SUMS] = checksums(files)
    for name, data in files.items():
        if found.get(name) != data:
            (site / name).write_bytes(data)
    for name in found.keys() - files.keys():
        (site / name).unlink()
    return Published(len(packed), size, hosting)


def _bundle_files(work: Work, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What stands in the bundle: where to begin, the site, and what a host needs."""
    yield START, _start_page(work).encode()
    for name, data in files.items():
        yield f"site/{name}", _alone(data) if name.endswith(".html") else data
    if work.is_public:
        for name, data in _for_hosts(work, files).items():
            yield f"{HOSTING}/{name}", data


def _alone(page: bytes) -> bytes:
    """A page without its ways to other languages: a bundle holds one."""
    return OTHER_LANGUAGES.sub(b"", page)


def _start_page(work: Work) -> str:
    edition = work.made.edition
    books = [
        (one, f"site/{one.target}", work.files[one.target].stat().st_size)
        for one in work.made.documents
        if one.output not in OF_A_PAGE and one.form == "PDF" and isinstance(one.content, Book)
    ]
    return work.environment.get_template("start-here.html").render(
        settings=edition.toolkit.settings,
        edition=edition,
        direction=edition.direction,
        home=f"site/{edition.leaves[0].page.address}",
        books=books,
    )


def _for_hosts(work: Work, files: Mapping[str, bytes]) -> dict[str, bytes]:
    lock = work.root / LOCK
    fonts = (work.root / "overrides" / "fonts").glob("*.woff2")
    materials = Materials(
        lock.read_text(encoding="utf-8") if lock.is_file() else "",
        {path.name: path.read_bytes() for path in sorted(fonts)},
    )
    titles = {one.target: one.content.title for one in work.made.documents}
    tags = [one.language.tag for one in work.made.edition.tongues if one.is_made]
    return hosting_files(work.made.edition, work.environment, files, materials, titles, tags)


def _complete(work: Work, files: Mapping[str, bytes], *bundle: Download) -> dict[str, bytes]:
    """A site with what depends on its other files: downloads, light pictures, styles, worker.

    It is done for the site in the bundle, and again for the one that offers the bundle too.
    """
    whole = with_light_pictures({**files, **_offer(work, files, *bundle)})
    whole |= _styles(work, whole)
    return {**whole, WORKER: worker(whole, work.environment)} if work.is_public else whole


def _styles(work: Work, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The styles that the pages of a site need, and the page before it in a bundle."""
    read = {name: data for name, data in files.items() if not name.startswith(TAKEN)}
    return lean_styles({START: _start_page(work).encode(), **read}, frozenset(SEARCH))


def _offer(work: Work, files: Mapping[str, bytes], *bundle: Download) -> dict[str, bytes]:
    """The page of downloads by its address, if there is one."""
    made = work.made
    page = next((one for one in made.pages if one.leaf.view == "downloads"), None)
    if page is None:
        return {}
    full = Site(made.edition, made.pages, downloads(made, work.files, bundle))
    copy = offline_copy(files) if work.is_public else None
    context = page_context(full, page.address, work.edit_urls[page.address], copy)
    return {page.address: written(full, work.environment, "main.html", context).encode()}
