"""A small site with sheets, made without MkDocs and without documents, for a browser to open."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.sheets import FILES
from tests.toolkits import OVERRIDES, Content, loaded, tiny

from sessionpress.content.model import Toolkit
from sessionpress.make import render_edition
from sessionpress.render.collect import collect_data
from sessionpress.render.shell import Download, Site
from sessionpress.render.templates import make_environment
from sessionpress.site import COLLECT, SHEETS_DATA, collect_page, page_context


def write_site(
    root: Path,
    files: Mapping[str, Content] = FILES,
    downloads: Mapping[str, Sequence[Download]] | None = None,
) -> Toolkit:
    """Write the participants' site of the tiny toolkit with files laid over it.

    Args:
        root: an empty folder; the site is written to `root/site`.
        files: what to lay over the tiny toolkit.
        downloads: what pages offer, by page address.

    Returns:
        The toolkit.
    """
    toolkit = loaded(tiny(root / "toolkit", files))
    made = render_edition(toolkit, OVERRIDES, "participant")
    site = Site(made.edition, made.pages, downloads or {})
    template = make_environment(OVERRIDES).get_template("main.html")
    shutil.copytree(OVERRIDES / "assets", root / "site" / "assets")
    for page in made.pages:
        target = root / "site" / page.address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(template.render(page_context(site, page.address, "")), encoding="utf-8")
    return toolkit


def write_collecting(root: Path, toolkit: Toolkit) -> str:
    """Write the page that collects with what it needs; give its address on disk."""
    made = render_edition(toolkit, OVERRIDES, "facilitator")
    shutil.copytree(OVERRIDES / "assets", root / "assets")
    (root / SHEETS_DATA).write_text(collect_data(made.edition.toolkit), encoding="utf-8")
    page = collect_page(Site(made.edition, made.pages, {}), OVERRIDES)
    (root / COLLECT).write_text(page, encoding="utf-8")
    return (root / COLLECT).as_uri()
