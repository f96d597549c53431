"""Makes form fields of the boxes in a document: WeasyPrint gives their places, we all the rest.

What WeasyPrint 70 writes lacks appearances (Poppler hides ticks), the state Off, flags, alignment
and the names of groups, and its fonts are hard for viewers to type in. So of each widget only the
place on the page and in the tag tree is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pydyf

from sessionpress.bind.pdf.lettering import add_font
from sessionpress.render.form import STAMP, Entry, PrintedForm

PRINTED, HIDDEN = 4, 2
"""Flags of annotations."""

READ_ONLY, REQUIRED, SEVERAL_LINES, ALWAYS_ONE, ONE_OF, LIST = (
    1 << bit for bit in (0, 1, 12, 14, 15, 17)
)
"""Flags of fields. `ALWAYS_ONE` is left out of `ONE_OF`, so that a click takes a choice back."""

POINTS = 0.75
"""Points in a CSS pixel."""

LINE_SIZE, FITTING_SIZE = 10, 0
"""Size of the letters in points; 0 lets the viewer fit them, for texts of unknown length."""

TICK = "1.4 w 1 J 1 j 0.08 0.13 0.28 RG 1.8 5.2 m 4.2 2.4 l 8.4 8 l S"
DOT = (
    "0.08 0.13 0.28 rg 7.6 5 m 7.6 6.44 6.44 7.6 5 7.6 c 3.56 7.6 2.4 6.44 2.4 5 c "
    "2.4 3.56 3.56 2.4 5 2.4 c 6.44 2.4 7.6 3.56 7.6 5 c f"
)
"""Drawn in a square of ten points, which viewers fit to the box."""


@dataclass(frozen=True, slots=True)
class _Widget:
    """A box on a page: the annotation that WeasyPrint made of it, its name and value."""

    annotation: Any
    name: str
    value: str


@dataclass(slots=True)
class Fields:
    """The fields of one form, from the first box that is laid out to the finished objects."""

    form: PrintedForm
    font: bytes
    """The font of what is typed, from `joined_font`."""
    widgets: list[_Widget] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    """Identity of the element of a box -> how much taller than the box its table cell is."""

    def note(self, box: Any) -> None:
        """Learn from a box of the layout; boxes come from the outside in."""
        if box.element_tag == "td":
            self._measure(box)
        if box.widget_annotation:
            source = box.element
            box.widget_annotation["Rect"] = self._place(box.widget_annotation, source)
            name, value = source.get("name", ""), source.get("value", "")
            self.widgets.append(_Widget(box.widget_annotation, name, value))

    def _measure(self, cell: Any) -> None:
        """Learn how much room is left below the box for a text in a cell of a table."""
        # The layout counts the room below the content as padding of the cell.
        edge = cell.padding_box_y() + cell.padding_height() - cell.padding_top
        for box in cell.descendants():
            entry = (
                self.form.entries.get(box.element.get("name", ""))
                if box.element is not None
                else None
            )
            if box.element_tag == "input" and entry and entry.kind == "lines":
                spare = edge - box.content_box_y() - box.height
                self.heights[id(box.element)] = max(0.0, spare)

    def _place(self, annotation: Any, source: Any) -> Any:
        """Give the corners, lowest first; in a table the whole height of the row."""
        left, top, right, bottom = annotation["Rect"]
        bottom -= self.heights.get(id(source), 0.0) * POINTS
        return pydyf.Array([round(one, 2) for one in (left, bottom, right, top)])

    # -------- when all objects are there

    def finish(self, _document: Any, pdf: Any) -> None:
        """Write the fields, just before the objects are written."""
        pdf.info["SessionpressForm"] = pydyf.String(self.form.stamp)
        if not self.form.fillable:
            return
        font = add_font(pdf, self.font)
        blank = _add(pdf, _drawing(10, 10))
        written = [one for entry in self._used() for one in self._write(entry, pdf, blank)]
        pdf.catalog["AcroForm"] = pydyf.Dictionary(
            {
                "Fields": pydyf.Array([*written, self._hidden_stamp(pdf)]),
                "DR": pydyf.Dictionary({"Font": pydyf.Dictionary({"Field": font})}),
                "DA": _default_appearance(LINE_SIZE),
                "NeedAppearances": "false",
                **({"Q": 2} if self.form.direction == "rtl" else {}),
            }
        )

    def _used(self) -> Iterator[Entry]:
        for name in dict.fromkeys(_entry_of(widget, self.form.entries) for widget in self.widgets):
            yield self.form.entries[name]

    def _write(self, entry: Entry, pdf: Any, blank: bytes) -> list[bytes]:
        """Write the fields of an entry; give their references."""
        widgets = [one for one in self.widgets if _entry_of(one, self.form.entries) == entry.name]
        if entry.kind == "one-of":
            return [self._circles(entry, widgets, pdf, blank)]
        for widget in widgets:
            if entry.kind == "ticks":
                _tick_box(entry, widget, pdf, blank)
            else:
                _text_box(entry, widget, pdf)
        return [widget.annotation.reference for widget in widgets]

    def _circles(self, entry: Entry, widgets: list[_Widget], pdf: Any, blank: bytes) -> bytes:
        """Write the circles of which one is chosen: a field with a name, and kids without."""
        group = pydyf.Dictionary(
            {
                **_named(entry.name, entry.tooltip, "/Btn"),
                "Ff": ONE_OF | (REQUIRED if entry.required else 0),
                "V": "/Off",
                "Kids": pydyf.Array([widget.annotation.reference for widget in widgets]),
            }
        )
        pdf.add_object(group)
        for widget, option in zip(widgets, entry.options, strict=True):
            _reset(
                widget,
                Parent=group.reference,
                TU=pydyf.String(entry.tooltip_of(option)),
                **_states(option.id, _look(widget, pdf, _drawing(10, 10, DOT)), blank, "l"),
            )
        return bytes(group.reference)

    def _hidden_stamp(self, pdf: Any) -> bytes:
        """Write the field that nobody sees, which says of which sheet the form is."""
        page = pdf.objects[int(pdf.page_references[0].split()[0])]
        hidden = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "Rect": pydyf.Array([0, 0, 0, 0]),
                "F": HIDDEN,
                "P": pdf.page_references[0],
                **_named(STAMP, "Which sheet this is", "/Tx"),
                "Ff": READ_ONLY,
                "V": pydyf.String(self.form.stamp),
                "DA": _default_appearance(LINE_SIZE),
            }
        )
        pdf.add_object(hidden)
        page.setdefault("Annots", pydyf.Array()).append(hidden.reference)
        return bytes(hidden.reference)


def _entry_of(widget: _Widget, entries: Mapping[str, Entry]) -> str:
    """The name of the entry that a box belongs to.

    Raises:
        KeyError: the template has a box that the sheet does not declare.
    """
    return entries[widget.name].name


def _text_box(entry: Entry, widget: _Widget, pdf: Any) -> None:
    """Make a box for text, or for a choice from a list."""
    size = FITTING_SIZE if entry.kind == "lines" else LINE_SIZE
    flags = REQUIRED if entry.required else 0
    more: dict[str, Any] = {}
    if entry.kind == "list":
        flags |= LIST
        pairs = [("", " "), *((option.id, option.text) for option in entry.options)]
        more["Opt"] = pydyf.Array([pydyf.Array(map(pydyf.String, pair)) for pair in pairs])
    if entry.kind == "lines":
        flags |= SEVERAL_LINES
    if entry.limit:
        more["MaxLen"] = entry.limit
    left, bottom, right, top = widget.annotation["Rect"]
    empty = _drawing(right - left, top - bottom, "/Tx BMC EMC")
    _reset(
        widget,
        **_named(entry.name, entry.tooltip, "/Ch" if entry.kind == "list" else "/Tx"),
        Ff=flags,
        V=pydyf.String(""),
        DA=_default_appearance(size),
        AP=pydyf.Dictionary({"N": _look(widget, pdf, empty)}),
        **more,
    )


def _tick_box(entry: Entry, widget: _Widget, pdf: Any, blank: bytes) -> None:
    """Make a box to tick: a field of its own, whose name and value end with the option's id."""
    option = next(one for one in entry.options if one.id == widget.value)
    _reset(
        widget,
        **_named(f"{entry.name}/{widget.value}", entry.tooltip_of(option), "/Btn"),
        V="/Off",
        **_states(widget.value, _look(widget, pdf, _drawing(10, 10, TICK)), blank, "4"),
    )


def _named(name: str, tooltip: str, kind: str) -> dict[str, Any]:
    return {"FT": kind, "T": pydyf.String(name), "TU": pydyf.String(tooltip)}


def _states(value: str, chosen: bytes, blank: bytes, style: str) -> dict[str, Any]:
    """The two looks of a box, and the sign that viewers use which draw their own."""
    looks = pydyf.Dictionary({value: chosen, "Off": blank})
    return {
        "AS": "/Off",
        "AP": pydyf.Dictionary({"N": looks}),
        "MK": pydyf.Dictionary({"CA": pydyf.String(style)}),
    }


def _reset(widget: _Widget, **values: Any) -> None:
    """Keep only the place of a widget on the page and in the tag tree, and give it new values."""
    annotation = widget.annotation
    kept = ("Type", "Subtype", "Rect", "P", "StructParent")
    place = {key: annotation[key] for key in kept if key in annotation}
    annotation.clear()
    annotation.update({**place, "F": PRINTED, **values})


def _default_appearance(size: int) -> Any:
    return pydyf.String(f"/Field {size} Tf 0.08 0.13 0.28 rg")


def _look(widget: _Widget, pdf: Any, drawing: Any) -> bytes:
    """Put a drawing in the place of the one that WeasyPrint made for a box."""
    reference: bytes = widget.annotation["AP"]["N"]["on"]
    drawing.number = int(reference.split()[0])
    pdf.objects[drawing.number] = drawing
    return reference


def _drawing(width: float, height: float, operations: str = "") -> Any:
    box = pydyf.Array([0, 0, round(width, 2), round(height, 2)])
    return pydyf.Stream([operations], {"Type": "/XObject", "Subtype": "/Form", "BBox": box})


def _add(pdf: Any, thing: Any) -> bytes:
    pdf.add_object(thing)
    return bytes(thing.reference)
