"""The site around the pages: what each page offers to take away, and the page of the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment

from sessionpress.content.model import Toolkit
from sessionpress.content.questions import questions, test_sheets
from sessionpress.hosting.metadata import metadata
from sessionpress.hosting.worker import OfflineCopy
from sessionpress.make import Made
from sessionpress.render.digits import localised
from sessionpress.render.shell import Download, Site, relative
from sessionpress.render.templates import make_environment
from sessionpress.render.terms import TERMS

OF_A_PAGE = ("page", "sheet")
"""Outputs that only the page offers to which they belong; a list of all would hide the others."""

SEARCH, COLLECT, KEY = "search.html", "collect.html", "key.html"
OF_COLLECTING = "assets/collect"
"""How the addresses of all begin that only the page that collects asks for."""
SHEETS_DATA = "assets/sheets-data.js"


def downloads(
    made: Made, pdfs: Mapping[str, Path], bundles: tuple[Download, ...] = ()
) -> dict[str, list[Download]]:
    """What each page offers to take away, and under "" what the page of downloads lists."""
    offered: dict[str, list[Download]] = {"": list(bundles)}
    for document in made.documents if pdfs else ():
        path = pdfs.get(document.target)
        if path is None:
            continue
        own = document.output in OF_A_PAGE
        item = Download(
            document.about if own else document.content.title,
            document.target,
            path.stat().st_size,
            document.form,
            "" if own else document.about,
            document.page,
        )
        if not own:
            offered[""].append(item)
        if document.page:
            offered.setdefault(document.page, []).append(item)
    return offered


def page_context(
    site: Site, address: str, edit_url: str, offline: OfflineCopy | None = None
) -> dict[str, object]:
    """The variables of `main.html` for one page.

    `offline` is what the page of downloads offers to keep, when the site has a worker for it.
    """
    return {
        "sp": site.shell(address),
        "meta": metadata(site, address),
        "offline": offline,
        "edit_url": edit_url,
        "source_path": site.pages[address].leaf.page.path,
        "index": [],
        "terms": [],
    }


def written(
    site: Site, environment: Environment, template: str, context: Mapping[str, object]
) -> str:
    """A page that MkDocs does not write, with numbers in the digits of the language."""
    text = environment.get_template(template).render(context)
    return localised(text, site.edition.tongue.language.digits)


def search_page(site: Site, overrides: Path) -> str:
    """The page of the search; below it the index of terms and all pages, for readers without it."""
    context = page_context(site, site.first, "")
    terms = {part.address: part.label for part in site.parts_of(TERMS)}
    context["terms"] = [(label, relative(address, SEARCH)) for address, label in terms.items()]
    context["index"] = [
        (page.title, relative(address, SEARCH))
        for address, page in site.pages.items()
        if address not in terms
    ]
    return written(site, make_environment(overrides), "search.html", context)


def collect_page(site: Site, overrides: Path) -> str:
    """The page that collects filled sheets in the browser."""
    context = page_context(site, site.first, "")
    return written(site, make_environment(overrides), "collect.html", context)


def key_page(site: Site, overrides: Path) -> str:
    """The key of the tests, for facilitators; each form with its questions in their order."""
    context = page_context(site, site.first, "")
    context["tests"] = list(_keys(site.edition.toolkit))
    return written(site, make_environment(overrides), "key.html", context)


def _keys(toolkit: Toolkit) -> Iterator[tuple[str, list[tuple[str, str, str, str, str]]]]:
    goals = {goal.id: goal.text for goal in toolkit.objectives}
    asked = questions(toolkit)
    for sheet in test_sheets(toolkit):
        own = [one for one in asked if f"test-{one.form.lower()}" == sheet.id]
        shown = {field.id: field for field in sheet.fields}
        yield (
            sheet.title,
            [
                (
                    str(number),
                    shown[one.id].label,
                    one.right,
                    next((two.text for two in shown[one.id].options if two.id == one.right), ""),
                    goals.get(one.objective, one.objective),
                )
                for number, one in enumerate(own, 1)
            ],
        )
