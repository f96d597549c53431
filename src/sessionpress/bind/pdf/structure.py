"""Repairs the tag tree that WeasyPrint writes, by private names of version 70."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf


@dataclass(slots=True)
class _Origin:
    """From which element of the HTML a structure element comes, and on which page it ends."""

    key: tuple[int, str, str]
    """Identity of the HTML element, its tag with pseudo-element, the PDF tag."""
    page: int
    inline: bool


_INDIC = re.compile("[\u0900-\u0dff]")
_MAY_BE_LEFT_OUT = frozenset({"/Div", "/NonStruct", "/P", "/Sect", "/Span"})


@dataclass(slots=True)
class Structure:
    """Repairs the tag tree, for what a screen reader would otherwise stumble over.

    - An element that crosses a page, or a link that crosses a line, becomes one again.
    - Repeated table heads, running heads and decorative pictures are artifacts, not content.
    - Every list item has a body; every table head says its scope; the ids can be looked up.
    - Text in another language says so; a link says its words, not its address.
    - Indic text is written beside its glyphs, because glyphs alone read back as other words.

    It watches the tag writer to learn each structure element's source, and then edits the finished
    objects. Both touch private names of WeasyPrint 70.
    """

    language: str
    right_to_left: bool
    seen: Callable[[Any], None] | None = None
    """Is told of every box of the pages' content, from the outside in."""
    origins: dict[int, _Origin] = field(default_factory=dict)
    """Number of a structure element -> where it comes from."""
    hidden: set[tuple[int, int]] = field(default_factory=set)
    """(page, marked content id) of what is no content."""
    spoken: dict[tuple[int, int], str] = field(default_factory=dict)
    """(page, marked content id) -> text to be read instead of the glyphs."""
    heads: dict[int, int] = field(default_factory=dict)
    """Identity of a <thead> -> the page where it is first printed."""
    head_cells: dict[int, Any] = field(default_factory=dict)
    """Identity of a <th> -> its structure element."""
    repeated: list[tuple[int, Any]] = field(default_factory=list)
    """(identity of a <th>, stand-in for the structure element of its repetition)."""
    moved: dict[bytes, bytes] = field(default_factory=dict)
    """Reference of an element that was joined to another -> that other's reference."""
    objects: list[Any] = field(default_factory=list)
    """All objects of the PDF, by number."""

    # -------- while the tags are written

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Stand between the tag writer and its recursion."""
        from weasyprint.pdf import tags  # noqa: PLC0415

        original = tags._build_box_tree
        tags._build_box_tree = functools.partial(self._build, original)
        try:
            with _kept_references():
                yield
        finally:
            tags._build_box_tree = original

    def _build(  # noqa: PLR0913, PLR0917 - the arguments are WeasyPrint's
        self,
        original: Callable[..., Iterator[Any]],
        box: Any,
        parent: Any,
        pdf: Any,
        page: int,
        nums: dict[int, bytes],
        annotations: list[Any],
        marks: dict[Any, Any],
    ) -> Iterator[Any]:
        """Build the tags below one box as `original` would, and learn from it."""
        from weasyprint.formatting_structure import boxes  # noqa: PLC0415

        box = getattr(box, "_box", box)  # absolutely positioned boxes stand in a placeholder
        if isinstance(box, boxes.PageBox):
            self._note_indic_text(page, marks)
        if isinstance(box, boxes.MarginBox) or self._is_no_content(box, page):
            self._hide(box, page, nums, marks)
            return
        if self.seen:
            self.seen(box)
        if box.link_annotation:
            box.link_annotation["Contents"] = pydyf.String(_words_of(box.element))
        for element in original(box, parent, pdf, page, nums, annotations, marks):
            if box.element is not None:
                self._note(element, box, page, isinstance(box, boxes.InlineBox))
            yield element

    def _note_indic_text(self, page: int, marks: Mapping[Any, Any]) -> None:
        for box, mark in marks.items():
            text = getattr(box, "text", "")
            if _INDIC.search(text):
                self.spoken[page, mark["mcid"]] = text

    def _is_no_content(self, box: Any, page: int) -> bool:
        """Say whether a box is a decorative picture or the repetition of a table's head."""
        if box.element_tag == "img":
            hidden = box.element.get("alt") == ""
        elif box.element_tag == "thead":
            hidden = self.heads.setdefault(id(box.element), page) < page
        else:
            return False
        # A link needs its tag, whatever it is in.
        return hidden and not any(part.link_annotation for part in box.descendants(True))

    def _hide(self, box: Any, page: int, nums: dict[int, bytes], marks: dict[Any, Any]) -> None:
        """Leave a box out of the tree; `finish` changes its marks on the page."""
        for part in box.descendants(placeholders=True):
            if mark := marks.pop(part, None):
                nums[mark["mcid"]] = b"null"
                self.hidden.add((page, mark["mcid"]))
            if part.element_tag in ("th", "td"):
                # The tag writer will note the id of the cell here.
                part.mark = pydyf.Dictionary({"A": pydyf.Dictionary()})
                self.repeated.append((id(part.element), part.mark))

    def _note(self, element: Any, box: Any, page: int, inline: bool) -> None:
        """Remember where a structure element comes from, and add what its source knows."""
        if element.number in self.origins:
            return
        source, kind = box.element, element["S"]
        self.origins[element.number] = _Origin((id(source), box.element_tag, kind), page, inline)
        if source.get("lang", self.language) != self.language:
            element["Lang"] = pydyf.String(source.get("lang"))
        if kind == "/TH":
            element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
            self.head_cells.setdefault(id(source), element)

    # -------- when all objects are there

    def finish(self, _document: Any, pdf: Any) -> None:
        """Edit the finished objects, just before they are written."""
        self.objects = pdf.objects
        root = self._object(pdf.catalog["StructTreeRoot"])
        tree = self._object(root["K"][0])
        self._join_fragments(tree)
        self._leave_out_empty(tree)
        self._give_items_bodies(tree, pdf)
        self._redirect(self._object(root["ParentTree"])["Nums"])
        self._name_repeated_heads()
        self._write_marks(pdf)
        self._index_ids(tree, root)
        pdf.catalog["PageLabels"] = pydyf.Dictionary(
            {"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])}
        )
        if self.right_to_left:
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"

    def _object(self, reference: bytes) -> Any:
        return self.objects[int(reference.split()[0])]

    def _element(self, kid: Any) -> Any:
        """Give the structure element that a kid refers to, or None for other kids."""
        thing = self._object(kid) if isinstance(kid, bytes) else None
        return thing if thing is not None and thing.get("Type") == "/StructElem" else None

    def _elements(self, parent: Any) -> Iterator[Any]:
        return filter(None, [self._element(kid) for kid in parent["K"]])

    def _join_fragments(self, parent: Any) -> None:
        """Join neighbours that come from one element; their first and last kids then meet too."""
        kids: list[Any] = []
        previous = None
        for kid in parent["K"]:
            element = self._element(kid)
            if element is not None and element["S"] == parent["S"] == "/Link":
                self._join(parent, element)  # the printed page number of a link is in the link
            elif (
                previous is not None and element is not None and self._continues(previous, element)
            ):
                self._join(previous, element)
            else:
                kids.append(kid)
                previous = element
        parent["K"][:] = kids
        for element in self._elements(parent):
            self._join_fragments(element)

    def _continues(self, first: Any, second: Any) -> bool:
        one, other = self.origins.get(first.number), self.origins.get(second.number)
        if one is None or other is None or one.key != other.key:
            return False
        return other.inline or other.page > one.page

    def _join(self, first: Any, second: Any) -> None:
        """Move what `second` holds to the end of `first`; cells of a split row join one by one."""
        cells = {}
        if first["S"] == "/TR":
            cells = {self.origins[cell.number].key: cell for cell in self._elements(first)}
        for kid in second["K"]:
            element = self._element(kid)
            origin = element and self.origins.get(element.number)
            if origin and origin.key in cells:
                self._join(cells[origin.key], element)
                continue
            if element:
                element["P"] = first.reference
            # A bare number means the page of its parent, which may be another one now.
            mark = isinstance(kid, int) and {"Type": "/MCR", "Pg": second["Pg"], "MCID": kid}
            first["K"].append(pydyf.Dictionary(mark) if mark else kid)
        self.origins[first.number].page = self.origins[second.number].page
        self.moved[second.reference] = first.reference
        second.clear()

    def _leave_out_empty(self, parent: Any) -> None:
        """Leave out elements without any content, from the inside out."""
        for element in self._elements(parent):
            self._leave_out_empty(element)
            if not element["K"] and element["S"] in _MAY_BE_LEFT_OUT:
                parent["K"].remove(element.reference)
                element.clear()

    def _give_items_bodies(self, parent: Any, pdf: Any) -> None:
        """Put the paragraphs of a list item into a body, as a short item already has it."""
        elements = list(self._elements(parent))
        for element in elements:
            self._give_items_bodies(element, pdf)
        loose = [element for element in elements if element["S"] not in ("/Lbl", "/LBody")]
        if parent["S"] != "/LI" or not loose:
            return
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": parent["Pg"]})
        pdf.add_object(body)
        body["P"] = parent.reference
        body["K"] = pydyf.Array([element.reference for element in loose])
        for element in loose:
            element["P"] = body.reference
        kept = [kid for kid in parent["K"] if kid not in body["K"]]
        parent["K"][:] = [*kept, body.reference]

    def _redirect(self, nums: Any) -> None:
        """Make the pages and links that pointed to a joined element point to the one it is in."""
        for index in range(1, len(nums), 2):
            if isinstance(nums[index], bytes):
                nums[index] = self._final(nums[index])
            else:
                nums[index][:] = map(self._final, nums[index])

    def _final(self, reference: bytes) -> bytes:
        while reference in self.moved:
            reference = self.moved[reference]
        return reference

    def _name_repeated_heads(self) -> None:
        """Let cells on later pages name the head cells of the first page."""
        for source, stand_in in self.repeated:
            if "ID" in stand_in and source in self.head_cells:
                stand_in["ID"].string = self.head_cells[source]["ID"].string

    def _write_marks(self, pdf: Any) -> None:
        """Change marks on the pages: artifacts, and text beside the glyphs."""
        for page, reference in enumerate(pdf.page_references):
            operations = self._object(self._object(reference)["Contents"]).stream
            for index, operation in enumerate(operations):
                if not isinstance(operation, pydyf.Dictionary) or "MCID" not in operation:
                    continue
                mark = (page, operation["MCID"])
                if mark in self.hidden:
                    operations[index - 1] = "/Artifact"
                    operations[index] = pydyf.Dictionary({"Type": "/Pagination"})
                elif mark in self.spoken:
                    operation["ActualText"] = pydyf.String(self.spoken[mark])

    def _index_ids(self, tree: Any, root: Any) -> None:
        """List the ids of table heads in the tree's root, as the standard asks."""
        found = {cell["ID"].string: cell for cell in self.head_cells.values() if "ID" in cell}
        if found:
            pairs = [(pydyf.String(name), found[name].reference) for name in sorted(found)]
            names = pydyf.Array([part for pair in pairs for part in pair])
            limits = pydyf.Array([pairs[0][0], pairs[-1][0]])
            leaf = pydyf.Dictionary({"Names": names, "Limits": limits})
            root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([leaf])})


@contextmanager
def _kept_references() -> Iterator[None]:
    """List the pages of a PDF again only when one was added.

    Each tag asks for that list to name its page; made anew each time, it made long books slow.
    """
    original: Any = pydyf.PDF.page_references
    known: tuple[bytes, ...] = ()

    def references(pdf: Any) -> tuple[bytes, ...]:
        nonlocal known
        if len(known) != len(pdf.pages["Kids"]) // 3:
            known = original.fget(pdf)
        return known

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = original


def _words_of(element: Any) -> str:
    """Give the text of a link, or of the picture in it."""
    pictures = [picture.get("alt", "") for picture in element.iter("img")]
    return " ".join(" ".join([*element.itertext(), *pictures]).split())
