"""What takes a page off the site: nothing waits for a script, a click, or another page.

Each pass changes the tree of one page. Single files, EPUBs and plain text choose from them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sessionpress.render.tree import add_class, classes, pairs, remove, unwrap, words_of

Pass = Callable[[ET.Element], None]

_SCREEN_TAGS = frozenset({"button", "noscript", "script", "style", "template"})
_SCREEN_CLASSES = frozenset({"headerlink", "screen"})


def drop_what_needs_the_site(root: ET.Element) -> None:
    """Take out what only works on the site, or is hidden until a script shows it."""
    for parent, child in pairs(root):
        needs = child.tag in _SCREEN_TAGS or _SCREEN_CLASSES.intersection(classes(child))
        if (needs or "hidden" in child.attrib) and child in list(parent):
            remove(parent, child)


def drop_data(root: ET.Element) -> None:
    """Take out attributes that are for scripts only."""
    for element in root.iter():
        for name in [name for name in element.attrib if name.startswith("data-")]:
            del element.attrib[name]


def open_folds(root: ET.Element) -> None:
    """What folds on the site lies open."""
    for element in root.iter():
        if element.tag in ("details", "summary"):
            add_class(element, "fold" if element.tag == "details" else "fold-title")
            element.tag = "div" if element.tag == "details" else "p"
            element.attrib.pop("open", None)


_FIELDS = {"select": "blank", "output": "blank"}
_INPUTS = {"checkbox": "tick", "radio": "ring"}
_PARTS_OF_FORM = ("form", "fieldset", "legend", "label")
_FORM_ATTRIBUTES = ("for", "name", "novalidate", "autocomplete", "aria-describedby")


def put_forms_on_paper(root: ET.Element) -> None:
    """Turn controls into boxes to tick and lines to write on; a style sheet draws them."""
    for parent, child in pairs(root):
        kind = child.get("type", "")
        if child.tag == "input" and kind in ("hidden", "file"):
            remove(parent, child)
        elif child.tag in ("input", "textarea") or child.tag in _FIELDS:
            _blank(child, _shape(child, kind))
        elif child.tag in _PARTS_OF_FORM:
            _plain_part_of_form(child)


def _shape(control: ET.Element, kind: str) -> str:
    if control.tag == "textarea":
        return "blank" if control.get("rows", "1") == "1" else "lines"
    return _FIELDS.get(control.tag) or _INPUTS.get(kind, "blank")


def _blank(control: ET.Element, shape: str) -> None:
    ticked = " ticked" * ("checked" in control.attrib)
    tail = control.tail
    control.clear()
    control.tag, control.tail = "span", tail
    control.set("class", shape + ticked)


def _plain_part_of_form(element: ET.Element) -> None:
    """A label and a legend become lines of text; what stands around them, plain boxes."""
    names = element.tag == "legend" or bool(element.get("for"))
    element.tag = "p" if element.tag in ("label", "legend") else "div"
    if names:
        add_class(element, "field-label")
    for name in _FORM_ATTRIBUTES:
        element.attrib.pop(name, None)


_CHOICES = {"ring": "rings", "tick": "ticks"}


def list_choices(root: ET.Element) -> None:
    """Turn boxes to tick, a paragraph each, into a list of them; a style sheet draws the boxes."""
    for box in root.iter("div"):
        if not len(box) or not {"levels", "options"}.intersection(classes(box)):
            continue
        box.tag = "ul"
        box.set("class", _CHOICES[classes(box[0][0])[0]])
        for item in box:
            mark = item[0]
            item.tag = "li"
            if "ticked" in classes(mark):
                item.set("class", "ticked")
            remove(item, mark)
            item.text = (item.text or "").lstrip()


def empty_cells(root: ET.Element) -> None:
    """A cell of a sheet in which nothing stands but room to write is room enough."""
    for table in (one for one in root.iter("table") if "fill" in classes(one)):
        for cell in table.iter("td"):
            if len(cell) == 1 and classes(cell[0])[:1] in (["blank"], ["lines"]):
                cell.remove(cell[0])


def keep_classes(root: ET.Element, known: frozenset[str]) -> None:
    """Take out every class that no style knows."""
    for element in root.iter():
        if "class" in element.attrib:
            kept = [name for name in classes(element) if name in known]
            element.set("class", " ".join(kept))
            if not kept:
                del element.attrib["class"]


def drop_bare_spans(root: ET.Element) -> None:
    """A span without attributes says nothing."""
    for parent, child in pairs(root):
        if child.tag == "span" and not child.attrib:
            unwrap(parent, child)


_BLOCKS = frozenset("div dl figure h2 h3 h4 h5 h6 ol p section table ul".split())


def drop_bare_boxes(root: ET.Element) -> None:
    """A box without attributes around other boxes and paragraphs says nothing."""
    for parent, child in reversed(pairs(root)):
        texts = (child.text, *(one.tail for one in child))
        bare = child.tag == "div" and not child.attrib and not "".join(filter(None, texts)).strip()
        if bare and all(one.tag in _BLOCKS for one in child):
            unwrap(parent, child)


def shorten_addresses(root: ET.Element) -> None:
    """Where an address is both link and words, the words name its host only."""
    for _parent, link in links(root):
        href = link.get("href", "")
        if href.startswith(("http:", "https:")) and words_of(link) == href and not len(link):
            link.text = urlsplit(href).hostname or href
            add_class(link, "address")


def drop_own_sources(root: ET.Element) -> None:
    """Take out a page's own list of sources, with its heading: the book has one for all."""
    for parent, child in pairs(root):
        if "references" in classes(child):
            remove_with_heading(parent, child)


def remove_with_heading(parent: ET.Element, child: ET.Element) -> None:
    """Take an element out, and a heading that stands right before it."""
    before = list(parent)[: list(parent).index(child)]
    if before and is_heading(before[-1]):
        remove(parent, before[-1])
    remove(parent, child)


def drop_regions(root: ET.Element) -> None:
    """A table that cannot be scrolled is no region to move the focus to."""
    for element in root.iter():
        if element.attrib.pop("tabindex", None) is not None and element.get("role") == "region":
            for name in ("role", "aria-labelledby", "aria-label"):
                element.attrib.pop(name, None)


def empty_heads(root: ET.Element) -> None:
    """The corner of a table that heads nothing is a plain cell."""
    for cell in root.iter("th"):
        if not words_of(cell) and cell.find(".//img") is None:
            cell.tag = "td"
            cell.attrib.pop("scope", None)


def drop_plain_scopes(root: ET.Element) -> None:
    """A cell in a row of heads only is known for the head of its column."""
    for head in root.iter("thead"):
        if head.find(".//td") is None:
            for cell in head.iter("th"):
                cell.attrib.pop("scope", None)


def align_by_class(root: ET.Element) -> None:
    """The attribute `align` is no longer HTML; a class says the same."""
    for element in root.iter():
        if side := element.attrib.pop("align", ""):
            add_class(element, f"align-{side}")


def is_heading(element: ET.Element) -> bool:
    """Whether an element is a heading."""
    return bool(re.fullmatch("h[1-6]", element.tag))


def fit_headings(root: ET.Element, above: int) -> None:
    """Set headings one step below the heading above them, so that no level is skipped."""
    higher: list[int] = []
    for element in root.iter():
        if is_heading(element):
            level = int(element.tag[1])
            while higher and higher[-1] >= level:
                higher.pop()
            higher.append(level)
            element.tag = f"h{min(above + len(higher), 6)}"


ID_LISTS = ("headers", "aria-labelledby", "aria-describedby")
"""Attributes that name other elements by their ids."""


def rename_ids(root: ET.Element, rename: Callable[[str], str]) -> None:
    """Give every id, and what refers to it by attribute, another name; an empty one takes it."""
    for element in root.iter():
        for name in ("id", *ID_LISTS):
            if name in element.attrib:
                new = " ".join(filter(None, map(rename, element.attrib.pop(name).split())))
                if new:
                    element.set(name, new)


def links(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Every link with its parent, as the tree is when the loop begins."""
    return iter([(parent, child) for parent, child in pairs(root) if child.tag == "a"])


def lead_links(root: ET.Element, lead: Callable[[ET.Element], str]) -> None:
    """Let every link lead to what `lead` says; where that is nothing, only its words stay."""
    for parent, link in links(root):
        target = lead(link)
        link.attrib.pop("target", None)
        if target:
            link.set("href", target)
        elif "id" in link.attrib:
            link.attrib.pop("href", None)
        else:
            unwrap(parent, link)


def mark_away(root: ET.Element, is_away: Callable[[ET.Element], bool]) -> bool:
    """Mark links whose page is not taken along as such words; say whether there were any."""
    found = False
    for _parent, link in links(root):
        if is_away(link) and words_of(link):
            link.attrib = {"class": "away"}
            link.tag, found = "span", True
    return found


def fit_pictures(root: ET.Element, addresses: Mapping[str, str]) -> None:
    """Give every picture the address that it has where the page goes, by its site address."""
    for picture in root.iter("img"):
        if picture.get("src", "").startswith("sp:"):
            picture.set("src", addresses[picture.attrib["src"].removeprefix("sp:")])


@dataclass(frozen=True, slots=True)
class Term:
    """A word that a page explains: its id, as it first stands in the text, what it means."""

    id: str
    name: str
    meaning: str


def lead_terms(root: ET.Element, known: Container[str], terms: dict[str, Term], page: str) -> None:
    """Let terms lead to the glossary, or else to the explanations that this output adds.

    Args:
        root: the page.
        known: the addresses of the pages that are in the output.
        terms: the explanations by their ids; those that the page needs are added.
        page: the address of the explanations, up to the `#`.
    """
    for _parent, link in links(root):
        meaning = link.attrib.pop("title", "")
        address, _, name = link.get("href", "").removeprefix("sp:").partition("#")
        if "term" in classes(link) and address not in known and meaning:
            terms.setdefault(name, Term(name, words_of(link), meaning))
            link.set("href", f"{page}#{name}")


def explained(terms: Mapping[str, Term]) -> list[Term]:
    """The explanations in the order of their names."""
    return sorted(terms.values(), key=lambda term: term.name.casefold())
