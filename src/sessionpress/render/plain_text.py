"""A book as plain text, for e-mail and messaging: key points first, one line for each paragraph.

Lines are not wrapped: phones and mail programs wrap them to their own width. A heading stands
between asterisks, which messaging programs show in bold. A row of a table is a line that names each
cell. A chart is told in words.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sessionpress.render import passes
from sessionpress.render.book import Book
from sessionpress.render.tree import classes, pairs, read, words_of
from sessionpress.words import words

WRITE = "______"

_PASSES: tuple[passes.Pass, ...] = (
    passes.drop_what_needs_the_site,
    passes.put_forms_on_paper,
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the text of an element depends on: how far in it stands, and where links lead."""

    lead: Callable[[str], str]
    indent: str = ""


def session_text(book: Book) -> str:
    """Give a book as plain text: its key points, then its pages in order.

    Args:
        book: what it holds, as for print; with a `base_url`, links out of it are written out.
    """
    pages = [page for chapter in book.chapters for page in chapter.pages]
    roots = {page.key: read(page.html, page.key) for page in pages}
    points = [point for root in roots.values() for point in _take_key_points(root)]
    titles = [page.title for page in pages]
    if pages and book.title.endswith(titles[0]) and len(pages) > 1:
        titles[0] = words("Overview")
    blocks = [_underlined(book.title, "="), _head(book)]
    if points:
        blocks += [_heading(words("Key points")), _list(points)]
    if len(pages) > 1:
        blocks += [_heading(book.words["contents"]), _list(titles)]
    addresses = frozenset(page.address for page in pages)
    for page, title in zip(pages, titles, strict=True):
        root = roots[page.key]
        for change in _PASSES:
            change(root)
        if book.sources and page.address != book.sources:
            passes.drop_own_sources(root)
        setting = _Setting(lambda href: _lead(href, addresses, book.base_url))
        blocks += ["", _underlined(title, "-"), *_blocks(root, setting)]
    blocks += ["", _rule(), *_blocks(read(book.notice, book.key), _Setting(str))]
    return _joined(blocks)


def key_points(title: str, books: Sequence[Book]) -> str:
    """Give the key points of many sessions as plain text.

    Args:
        title: stands above all, the toolkit's title.
        books: the books of the sessions, in order.
    """
    blocks = [_underlined(f"{title}: {words('Key points')}", "=")]
    for book in books:
        points = [
            point
            for chapter in book.chapters
            for page in chapter.pages
            for point in _take_key_points(read(page.html, page.key))
        ]
        if points:
            blocks += ["", _heading(book.title), _list(points)]
    return _joined(blocks)


def _joined(blocks: Sequence[str]) -> str:
    """Blocks with an empty line between them, two where one is empty."""
    return "\n\n".join(blocks).replace("\n\n\n\n", "\n\n\n") + "\n"


def _head(book: Book) -> str:
    return "\n".join(
        filter(None, (book.subtitle, f"{book.edition}, {book.date_text or book.date}"))
    )


def _heading(text: str) -> str:
    return f"*{text}*"


def _underlined(text: str, sign: str) -> str:
    return f"{text}\n{sign * min(len(text), 60)}"


def _rule() -> str:
    return "-" * 20


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _take_key_points(root: ET.Element) -> list[str]:
    """The points that a session gathers; they go from the page, because they stand first."""
    for parent, child in pairs(root):
        if "keypoints" in classes(child):
            points = [words_of(item) for item in child]
            passes.remove_with_heading(parent, child)
            return points
    return []


def _lead(href: str, addresses: frozenset[str], base_url: str) -> str:
    """The address to write beside a link; nothing for what is in the text, or nowhere."""
    if href.startswith(("http:", "https:", "mailto:")):
        return href.removeprefix("mailto:")
    page = href.removeprefix("sp:").partition("#")[0]
    if not href.startswith("sp:") or page in addresses or not base_url:
        return ""
    return f"{base_url.rstrip('/')}/{href.removeprefix('sp:')}"


# ---------------------------------------------------------------- blocks


def _blocks(root: ET.Element, setting: _Setting) -> Iterator[str]:
    """The text of what stands in an element, one for each paragraph, list or table."""
    line: list[str] = [root.text or ""]
    for child in root:
        writer = _writer(child)
        if writer is None:
            line.append(_inline(child, setting))
        else:
            yield from _line(line, setting)
            line = []
            yield from writer(child, setting)
        line.append(child.tail or "")
    yield from _line(line, setting)


def _line(pieces: list[str], setting: _Setting) -> Iterator[str]:
    text = " ".join("".join(pieces).split())
    if text:
        yield setting.indent + text


Writer = Callable[[ET.Element, _Setting], Iterator[str]]


def _writer(element: ET.Element) -> Writer | None:
    """Who writes a block; None for what runs in the line."""
    if passes.is_heading(element):
        return _write_heading
    return _WRITERS.get(element.tag)


def _write_heading(element: ET.Element, setting: _Setting) -> Iterator[str]:
    yield setting.indent + _heading(words_of(element))


def _write_paragraph(element: ET.Element, setting: _Setting) -> Iterator[str]:
    label = "block-label" in classes(element)
    if "block-meta" in classes(element):
        for part in element:
            part.tail = ". " if part is not element[-1] else part.tail
    for text in _blocks(element, setting):
        yield f"{setting.indent}[{text.strip().replace(' ,', ',')}]" if label else text


def _write_list(element: ET.Element, setting: _Setting) -> Iterator[str]:
    """A list is one block, lists in it too."""
    numbers = element.tag == "ol"
    first = int(element.get("start", "1"))
    inner = replace(setting, indent=setting.indent + "  ")
    lines = []
    for number, item in enumerate(element, first):
        mark = f"{number}." if numbers else _bullet(item)
        texts = list(_blocks(item, inner))
        lines += [f"{setting.indent}{mark} {(texts or [''])[0].strip()}".rstrip(), *texts[1:]]
    if lines:
        yield "\n".join(lines)


def _bullet(item: ET.Element) -> str:
    if "box" in classes(item):
        return "- [x]" if "right" in classes(item) else "- [ ]"
    return "-"


def _write_pairs(element: ET.Element, setting: _Setting) -> Iterator[str]:
    """A list of names and what they mean: a line for each."""
    lines: list[str] = []
    for child in element.iter():
        if child.tag == "dt":
            lines.append(f"{setting.indent}- {_inline_of(child, setting)}:")
        elif child.tag == "dd" and lines:
            lines[-1] += f" {' '.join(text.strip() for text in _blocks(child, setting))}"
    if lines:
        yield "\n".join(lines)


def _write_table(element: ET.Element, setting: _Setting) -> Iterator[str]:
    """The caption, then a line for each row: its head, and each cell after the head of its column.

    With two columns and a head, the row needs no name for its only cell.
    """
    caption = element.find("caption")
    rows = [list(row) for row in element.iter("tr")]
    heads = [_inline_of(cell, setting) for cell in rows[0]] if _is_head(rows) else []
    body = rows[1:] if heads else rows
    lines = [] if caption is None else [f"{setting.indent}{_inline_of(caption, setting)}:"]
    lines += [f"{setting.indent}- {_row(row, heads, setting)}" for row in body]
    if lines:
        yield "\n".join(lines)


def _is_head(rows: Sequence[Sequence[ET.Element]]) -> bool:
    return bool(rows) and all(cell.tag == "th" for cell in rows[0])


def _row(cells: Sequence[ET.Element], heads: Sequence[str], setting: _Setting) -> str:
    texts = [
        "; ".join(text.strip() for text in _blocks(cell, setting)) or _empty(cell) for cell in cells
    ]
    if not texts:
        return ""
    named = [
        f"{heads[number]}: {text}" if number < len(heads) and heads[number] else text
        for number, text in enumerate(texts)
    ]
    if cells[0].tag == "th":
        rest = named[1:] if len(cells) > 2 else texts[1:]
        return f"{texts[0]}: {'; '.join(rest)}" if rest else texts[0]
    return "; ".join(named)


def _empty(cell: ET.Element) -> str:
    return "–" if cell.tag == "td" else ""


def _write_figure(element: ET.Element, setting: _Setting) -> Iterator[str]:
    """A drawing in words; the table of its figures says no more. The caption does not repeat it."""
    drawing = element.find(".//svg")
    if drawing is None:
        yield from _blocks(element, setting)
        return
    told = drawing.findtext("title", "").strip()
    yield from _write_drawing(drawing, setting)
    for caption in element.iter("figcaption"):
        text = _inline_of(caption, setting).removeprefix(told).lstrip(". ")
        if text:
            yield setting.indent + text


def _write_drawing(element: ET.Element, setting: _Setting) -> Iterator[str]:
    if element.get("aria-hidden") == "true":
        return
    parts = [" ".join(element.findtext(name, "").split()) for name in ("title", "desc")]
    text = ". ".join(part.rstrip(".") for part in parts if part) or element.get("aria-label", "")
    if text:
        yield f"{setting.indent}[{words('Chart')}: {text}.]"


def _write_code(element: ET.Element, setting: _Setting) -> Iterator[str]:
    """Code keeps its lines."""
    lines = "".join(element.itertext()).rstrip("\n").split("\n")
    yield "\n".join(f"{setting.indent}    {line}".rstrip() for line in lines)


def _write_rule(_element: ET.Element, setting: _Setting) -> Iterator[str]:
    yield setting.indent + _rule()


_WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(("article", "blockquote", "details", "div", "section"), _blocks),
    **dict.fromkeys(("p", "summary"), _write_paragraph),
    **dict.fromkeys(("ul", "ol"), _write_list),
    "dl": _write_pairs,
    "table": _write_table,
    "figure": _write_figure,
    "svg": _write_drawing,
    "pre": _write_code,
    "hr": _write_rule,
}


# ---------------------------------------------------------------- in the line

_MARKS = {"tick": "[ ]", "ring": "( )", "blank": WRITE, "lines": WRITE}


def _inline_of(element: ET.Element, setting: _Setting) -> str:
    """The text of an element in one line, blocks in it joined by spaces."""
    return " ".join(text.strip() for text in _blocks(element, replace(setting, indent="")))


def _inline(element: ET.Element, setting: _Setting) -> str:
    """The text of something that runs in the line."""
    if element.tag == "br":
        return " "
    if element.tag == "img":
        return f"[{words('Picture')}: {element.get('alt', '')}]"
    for name in classes(element):
        if name in _MARKS:
            return f" {_MARKS[name]} "
    text = _inline_of(element, setting)
    if element.tag != "a":
        return _spaced(element, text)
    address = setting.lead(element.get("href", ""))
    return f"{text} <{address}>" if address and address != text else text


def _spaced(element: ET.Element, text: str) -> str:
    """What the style sets apart is set apart by a sign or a space."""
    if "minutes" in classes(element):
        return f", {text}"
    return f" {text} " if "example" in classes(element) or element.tag in ("small", "b") else text
