"""The site around the pages: what each page offers to take away, and the page of the search."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sessionpress.make import Made, documents_of
from sessionpress.render.shell import Download, Site, relative
from sessionpress.render.templates import make_environment

SEARCH = "search.html"


def downloads(
    made: Made, pdfs: Mapping[str, Path], bundles: tuple[Download, ...] = ()
) -> dict[str, list[Download]]:
    """What each page offers to take away, and under "" what the page of downloads lists."""
    offered: dict[str, list[Download]] = {"": list(bundles)}
    for document in documents_of(made):
        path = pdfs.get(document.target)
        if path is None:
            continue
        item = Download(
            document.about if document.output == "page" else document.book.title,
            document.target,
            path.stat().st_size,
            "PDF",
            "" if document.output == "page" else document.about,
        )
        if document.output != "page":
            offered[""].append(item)
        if document.page:
            offered.setdefault(document.page, []).append(item)
    return offered


def page_context(site: Site, address: str, edit_url: str) -> dict[str, object]:
    """The variables of `main.html` for one page."""
    return {
        "sp": site.shell(address),
        "edit_url": edit_url,
        "source_path": site.pages[address].leaf.page.path,
        "index": [],
    }


def search_page(site: Site, overrides: Path) -> str:
    """The page of the search, with the index of all pages below it."""
    context = page_context(site, site.first, "")
    context["index"] = [
        (
            page.title,
            relative(address, SEARCH),
            [
                (heading.text, f"{relative(address, SEARCH)}#{heading.id}")
                for heading in page.headings
                if heading.level == 2
            ],
        )
        for address, page in site.pages.items()
    ]
    return make_environment(overrides).get_template("search.html").render(context)
