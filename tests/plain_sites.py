"""A site without MkDocs, documents or settings: pages, search, styles and scripts in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.toolkits import OVERRIDES, Content, loaded, tiny

from sessionpress.make import Made, render_edition
from sessionpress.render.search import search_scripts
from sessionpress.render.served import served_text
from sessionpress.render.shell import Site
from sessionpress.render.templates import make_environment
from sessionpress.site import SEARCH, page_context, search_page


def write_plain_site(
    root: Path, files: Mapping[str, Content], *, language: str = "en", reader: str = "participant"
) -> Path:
    """Write the site of the tiny toolkit with files laid over it.

    Args:
        root: an empty folder.
        files: what to lay over the tiny toolkit.
        language: tag of the language that its pages say they are in.
        reader: whose edition it is.

    Returns:
        The folder of the site.
    """
    made = render_edition(loaded(tiny(root / "toolkit", files)), OVERRIDES, reader)
    return written(Made(replace(made.edition, language=language), made.pages), root / "site")


def written(made: Made, folder: Path) -> Path:
    """Write the site of an edition into a folder that is not there yet."""
    site = Site(made.edition, made.pages, {})
    template = make_environment(OVERRIDES).get_template("main.html")
    texts = {address: template.render(page_context(site, address, "")) for address in site.pages}
    texts |= {SEARCH: search_page(site, OVERRIDES), **search_scripts(list(site.pages.values()))}
    for path in (OVERRIDES / "assets").iterdir():
        text = path.read_text(encoding="utf-8")
        texts[f"assets/{path.name}"] = served_text(path.name, text)
    for address, text in texts.items():
        target = folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for asset in site.assets:
        target = folder / asset.address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(asset.data)
    return folder
