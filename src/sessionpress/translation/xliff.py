"""XLIFF 1.2, as agencies take it and send it back. Parsing is left to a careful caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sessionpress.translation.messages import Message

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def write_xliff(part: str, source: str, language: str, rows: Iterable[tuple[Message, str]]) -> str:
    """Messages and their translations as an XLIFF file.

    Args:
        part: the part they belong to, named as the original.
        source: the tag of the language of the sources.
        language: the tag of the language they are translated into.
        rows: each message with its translation, empty when there is none.
    """
    units = "\n".join(_unit(number, *row) for number, row in enumerate(rows, 1))
    return (
        f'{HEAD}\n<xliff version="1.2" xmlns="{NAMESPACE}">\n'
        f"<file original={quoteattr(part)} source-language={quoteattr(source)} "
        f'target-language={quoteattr(language)} datatype="plaintext">\n<body>\n{units}\n'
        "</body>\n</file>\n</xliff>\n"
    )


def _unit(number: int, message: Message, translation: str) -> str:
    state = "needs-review-translation" if translation else "new"
    context = f" resname={quoteattr(message.context)}" if message.context else ""
    note = "; ".join(filter(None, (message.kind, message.note, message.paths[0])))
    return (
        f'<trans-unit id="{number}"{context} xml:space="preserve">'
        f"<source>{escape(message.text)}</source>"
        f'<target state="{state}">{escape(translation)}</target>'
        f"<note>{escape(note)}</note></trans-unit>"
    )


def read_xliff(root: Any) -> Iterator[tuple[tuple[str, str], str]]:
    """The translations in an XLIFF file, given as its root element: (context, English), target.

    What an agency's program has put inside a text, such as tags of its own, is read as text.
    """
    for unit in root.iter(f"{{{NAMESPACE}}}trans-unit"):
        source, target = (unit.find(f"{{{NAMESPACE}}}{name}") for name in ("source", "target"))
        if source is not None and target is not None:
            texts = [" ".join("".join(one.itertext()).split()) for one in (source, target)]
            yield (unit.get("resname", ""), texts[0]), texts[1]
