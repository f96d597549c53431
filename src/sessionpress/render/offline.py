"""The site as it goes into a reader for offline books: pages, style, pictures, and no script.

Such a reader has its own search and its own wall around the pages; sheets are shown as on paper,
because what is typed into them could not be kept.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jinja2 import Environment

from sessionpress.compose import Edition
from sessionpress.render import passes
from sessionpress.render.pages import RenderedPage
from sessionpress.render.shell import Site
from sessionpress.render.templates import text_of
from sessionpress.render.tree import read, write_html

STYLES = {"assets/site.css": "assets/site.css", "assets/offline.css": "offline/offline.css"}
"""Address of each style -> where it is in the house."""


@dataclass(frozen=True, slots=True)
class OfflineSite:
    """A whole site in memory. `titles` are those of the pages, in reading order.

    `title` has at most 30 letters and `description` at most 80, which is what lists of offline
    books have room for; `language` is a BCP 47 tag and `date` an ISO date.
    """

    name: str
    title: str
    description: str
    about: str
    language: str
    creator: str
    date: str
    main: str
    files: Mapping[str, bytes]
    titles: Mapping[str, str]


def offline_site(
    edition: Edition, pages: Sequence[RenderedPage], environment: Environment
) -> OfflineSite:
    """Put every page of an edition into its frame, with all files that it needs.

    Args:
        edition: whose site it is.
        pages: its pages in reading order.
        environment: the templates of the house; `offline/page.html` is the frame.
    """
    settings = edition.toolkit.settings
    site = Site(edition, [_without_script(page) for page in pages], {})
    frame = environment.get_template("offline/page.html")
    framed = {
        address: frame.render(sp=site.shell(address), source_path="", edit_url="").encode()
        for address in site.pages
    }
    styles = {address: text_of(environment, name).encode() for address, name in STYLES.items()}
    pictures = {asset.address: asset.data for asset in site.assets}
    return OfflineSite(
        name=f"{settings.id}_{edition.language}",
        title=textwrap.shorten(settings.title, 30, placeholder="…"),
        description=textwrap.shorten(settings.subtitle or settings.title, 80, placeholder="…"),
        about=f"{settings.title}. {settings.notice}",
        language=edition.language,
        creator=settings.publisher,
        date=settings.date.isoformat(),
        main=site.first,
        files={**framed, **styles, **pictures},
        titles={address: page.title for address, page in site.pages.items()},
    )


def _without_script(page: RenderedPage) -> RenderedPage:
    """A sheet or the page of an exercise as on paper; others as they are."""
    if page.leaf.exercise is None and page.leaf.sheet is None:
        return page
    root = read(page.html, page.key)
    for change in (passes.drop_what_needs_the_site, passes.put_forms_on_paper, passes.drop_data):
        change(root)
    return replace(page, html=write_html(root))
