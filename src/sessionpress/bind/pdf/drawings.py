"""Text in drawings: laid out as words, not as letters.

WeasyPrint 70 places each letter of an SVG text by itself. Arabic letters then stand apart and in
the wrong order, and Bengali vowels beside their consonants.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Whole(str):
    """A text that is one letter to whoever goes through it."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def whole_texts() -> Iterator[None]:
    """Have texts of drawings laid out whole. It touches private names of WeasyPrint 70."""
    from weasyprint import svg  # noqa: PLC0415

    original = svg.text

    def text(drawing: Any, node: Any, size: float) -> None:
        places = [node.get(name, "").split() for name in ("x", "y", "dx", "dy", "rotate")]
        if node.text and all(len(one) < 2 for one in places):
            node._etree_node.text = _Whole(node.text)
        original(drawing, node, size)

    tags = dict(svg.TAGS)
    svg.text = text
    svg.TAGS.update({name: text for name, drawn in tags.items() if drawn is original})
    try:
        yield
    finally:
        svg.text = original
        svg.TAGS.update(tags)
