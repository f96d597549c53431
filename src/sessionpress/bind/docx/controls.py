"""Content controls as XML: the library that makes the documents has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from sessionpress.answers.cells import Cell
from sessionpress.bind.docx.anchors import (
    CHECKED,
    CHOOSE,
    DATE,
    UNCHECKED,
    WRITE,
    WRITE_SHORT,
    bookmark,
    tag,
)
from sessionpress.bind.office import option_texts

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_LONGEST_ALIAS = 64
_SIGNS = "MS Gothic"
"""The font in which Word shows ticked and empty boxes."""


class Controls:
    """Makes the controls of one document; counts them, so that each has a number of its own."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._numbers: Iterator[int] = count(1)

    def paragraphs(self, cell: Cell, style: str, computed: str = "") -> list[str]:
        """The paragraphs of an answer: one with a control, or a ticked box for each option.

        Args:
            cell: what is filled in.
            style: the style of the paragraphs.
            computed: what is said in place of an answer that is computed.
        """
        if cell.kind == "choices":
            lines = [self._box(cell, option.text) for option in cell.options]
        elif cell.kind == "computed":
            lines = [self._control(cell, "", computed)]
        else:
            hint, shape = SHAPES[cell.kind]
            # A form that comes back is known to be empty by these words: not translated.
            short = self._language.partition("-")[0] != "en" or (cell.column and hint == WRITE)
            hint = WRITE_SHORT if short else hint
            lines = [self._control(cell, shape(cell, self._language), hint)]
        lines[0] = self._bookmark(cell.name) + lines[0]
        return [_paragraph(line, style) for line in lines]

    def _bookmark(self, name: str) -> str:
        number = next(self._numbers)
        start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(bookmark(name))}/>'
        return f'{start}<w:bookmarkEnd w:id="{number}"/>'

    def _control(self, cell: Cell, shape: str, hint: str) -> str:
        """A control around one run, empty, with a hint in it."""
        lock = '<w:lock w:val="sdtContentLocked"/>' if cell.kind == "computed" else ""
        part = f'<w:docPart w:val="{_PARTS.get(cell.kind, _TEXT)}"/>'
        rest = f"{lock}<w:placeholder>{part}</w:placeholder><w:showingPlcHdr/>"
        head = self._head(cell.name, cell.label, rest)
        return (
            f"<w:sdt><w:sdtPr>{head}{shape}</w:sdtPr><w:sdtContent><w:r><w:rPr>"
            f'<w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{escape(hint)}</w:t></w:r>'
            "</w:sdtContent></w:sdt>"
        )

    def _box(self, cell: Cell, text: str) -> str:
        """A box to tick, and the option beside it."""
        head = self._head(cell.name, f"{cell.label}: {text}", "")
        states = "".join(
            f'<w14:{name} w14:val="{ord(sign):04X}" w14:font="{_SIGNS}"/>'
            for name, sign in (("checkedState", CHECKED), ("uncheckedState", UNCHECKED))
        )
        box = f'<w14:checkbox><w14:checked w14:val="0"/>{states}</w14:checkbox>'
        fonts = f'<w:rFonts w:ascii="{_SIGNS}" w:hAnsi="{_SIGNS}" w:eastAsia="{_SIGNS}"/>'
        return (
            f"<w:sdt><w:sdtPr>{head}{box}</w:sdtPr><w:sdtContent><w:r><w:rPr>{fonts}</w:rPr>"
            f"<w:t>{UNCHECKED}</w:t></w:r></w:sdtContent></w:sdt>"
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
        )

    def _head(self, name: str, label: str, rest: str) -> str:
        alias = label if len(label) <= _LONGEST_ALIAS else f"{label[: _LONGEST_ALIAS - 1]}…"
        return (
            f"<w:alias w:val={quoteattr(alias)}/><w:tag w:val={quoteattr(tag(name))}/>"
            f'<w:id w:val="{next(self._numbers)}"/>{rest}'
        )


def _paragraph(content: str, style: str) -> str:
    head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return f"<w:p {NAMESPACES}>{head}{content}</w:p>"


def _any_text(_cell: Cell, _language: str) -> str:
    """Formatted text: LibreOffice makes a control of it, and of plain text none."""
    return ""


def _list(cell: Cell, language: str) -> str:
    items = "".join(
        f"<w:listItem w:displayText={quoteattr(text)} w:value={quoteattr(option.id)}/>"
        for text, option in zip(option_texts(cell), cell.options, strict=True)
    )
    # Choosing the hint empties the control again.
    hint = CHOOSE if language.partition("-")[0] == "en" else WRITE_SHORT
    return f'<w:dropDownList><w:listItem w:value="{hint}"/>{items}</w:dropDownList>'


def _calendar(_cell: Cell, language: str) -> str:
    return (
        f'<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val={quoteattr(language)}/>'
        '<w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>'
    )


SHAPES: Mapping[str, tuple[str, Callable[[Cell, str], str]]] = {
    "text": (WRITE, _any_text),
    "long-text": (WRITE, _any_text),
    "number": (WRITE, _any_text),
    "date": (DATE, _calendar),
    "choice": (CHOOSE, _list),
    "member": (CHOOSE, _list),
    "scale": (CHOOSE, _list),
}
"""For each kind, the hint in an empty control and what makes the control one of its kind."""

_TEXT = "DefaultPlaceholder_-1854013440"
_PARTS = {
    "date": "DefaultPlaceholder_-1854013437",
    "choice": "DefaultPlaceholder_-1854013438",
    "member": "DefaultPlaceholder_-1854013438",
    "scale": "DefaultPlaceholder_-1854013438",
}
"""Word's own hints, which it shows when a control is emptied again."""
