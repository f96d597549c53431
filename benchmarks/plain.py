"""The other side: the same pages as an ordinary mkdocs-material project.

    python -m benchmarks.plain HOUSE FOLDER

`FOLDER/docs` gets a Markdown file a page with the words of the composed page, and
`FOLDER/NAME.yml` a configuration for each row of `CONFIGURATIONS`.
"""

from __future__ import annotations

import json
import posixpath
import sys
from pathlib import Path

from benchmarks.markup import markdown

from sessionpress.make import Made, make_edition
from sessionpress.render.pages import RenderedPage

STANDARD = """\
site_name: The same pages
theme:
  name: material
  features:
    - navigation.tabs
    - navigation.top
    - navigation.footer
    - navigation.indexes
    - content.code.copy
    - search.suggest
    - search.highlight
    - toc.follow
  palette:
    - {scheme: default, toggle: {icon: material/brightness-7, name: Dark}}
    - {scheme: slate, toggle: {icon: material/brightness-4, name: Light}}
plugins: [search]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.highlight: {anchor_linenums: true}
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.snippets
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""

LEAN = """\
site_name: The same pages
theme: {name: material}
plugins: [search]
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - tables
  - toc: {permalink: true}
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tasklist
"""

CONFIGURATIONS = {"standard": STANDARD, "lean": LEAN}


def write(house: Path, folder: Path) -> None:
    """Write the toolkit in `house`, as participants see it, as a project of plain MkDocs."""
    made = make_edition(house, house / "overrides", "participant")
    docs = folder / "docs"
    project = _Project(made, docs)
    for page in made.pages:
        _write(docs / _source(page.address), project.page(page).encode())
    for asset in made.edition.toolkit.assets:
        _write(docs / asset.address, asset.data)
    for name, text in CONFIGURATIONS.items():
        _write(folder / f"{name}.yml", text.encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _source(address: str) -> str:
    return address.removesuffix(".html") + ".md" if address.endswith(".html") else address


class _Project:
    def __init__(self, made: Made, docs: Path) -> None:
        self._docs = docs
        self._anchors = {
            page.address: {heading.id for heading in page.headings} for page in made.pages
        }

    def page(self, page: RenderedPage) -> str:
        """The Markdown of one page: header, title, summary, text."""
        pictures = 0

        def draw(svg: str) -> str:
            nonlocal pictures
            pictures += 1
            name = f"{page.address.removesuffix('.html')}-chart-{pictures}.svg"
            _write(self._docs / name, svg.encode())
            return posixpath.basename(name)

        text = markdown(page.html, lambda target: self._link(page.address, target), draw)
        head = f"---\ntitle: {json.dumps(page.title)}\n---\n\n# {page.title}\n\n"
        return head + (f"{page.summary}\n\n" if page.summary else "") + text

    def _link(self, page: str, target: str) -> str:
        """A link as an author writes it; ids that only our blocks have are left out."""
        if not target.startswith(("sp:", "#")):
            return target
        address, _hash, anchor = target.removeprefix("sp:").partition("#")
        address = address or page
        known = anchor in self._anchors.get(address, ())
        path = posixpath.relpath(_source(address), posixpath.dirname(page) or ".")
        return f"{path}#{anchor}" if known else path


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
