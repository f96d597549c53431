"""YAML with line numbers, and every scalar as the text that the author wrote.

YAML guesses types: `10:45` becomes 645, `NO` (Norway) becomes false. Here scalars stay text; the
schema says what each of them is. The composer knows the line of every node, so a problem can name
it; PyYAML's own loaders drop that and let a key stand twice.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from sessionpress.problems import Place, Problems


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as text, with its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named nodes, in the author's order; `places` holds where each name stands."""

    entries: dict[str, Node]
    places: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping

FASTEST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 30
"""How many lists and groups may stand in each other; ours need five."""

_OPENING = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


def read_yaml(text: str, path: str, first_line: int, problems: Problems) -> Node | None:
    """Parse one YAML document.

    Args:
        text: the document.
        path: the file it stands in, for messages.
        first_line: the line of that file on which `text` begins.
        problems: takes what is wrong.

    Returns:
        The tree, or None when the document is empty or broken.
    """
    try:
        root = _composed(text)
        return None if root is None else _node(root, path, first_line - 1, problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        what = (error.problem or error.context or "it cannot be read").strip()
        problems.add(
            "header-yaml",
            Place(path, line),
            f"this is not valid YAML: {what}.",
            "Check indentation, colons and quotation marks near this line.",
        )
    except (yaml.YAMLError, RecursionError) as error:
        what = str(error).splitlines()[0]
        problems.add(
            "header-yaml",
            Place(path, first_line),
            f"this is not valid YAML: {what}.",
            "Remove control characters, and write out what an alias stands for.",
        )
    return None


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a document, read by the library in C where there is one: that is much faster.

    What that refuses is read again in Python, whose messages are the same on every machine.
    """
    with suppress(yaml.YAMLError, RecursionError):
        return _read(text, FASTEST)
    return _read(text, yaml.SafeLoader)


def _read(text: str, loader: Any) -> yaml.Node | None:
    _refuse_tricks(text, loader)
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _refuse_tricks(text: str, loader: Any) -> None:
    """Refuse what makes a short text long, or its reading slow; raise YAMLError."""
    depth = 0
    for token in yaml.scan(text, Loader=loader):
        if isinstance(token, yaml.AliasToken):
            raise yaml.YAMLError("aliases (*name) are not used here")
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > DEEPEST:
            raise yaml.YAMLError(f"lists stand in each other more than {DEEPEST} deep")


def _node(node: yaml.Node, path: str, offset: int, problems: Problems) -> Node:
    place = Place(path, node.start_mark.line + 1 + offset)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_node(item, path, offset, problems) for item in node.value)
        return Sequence(items, place)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, offset, problems)
    null = node.tag == "tag:yaml.org,2002:null"
    return Scalar("" if null else str(node.value), place)


def _mapping(node: yaml.MappingNode, place: Place, offset: int, problems: Problems) -> Mapping:
    entries: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for key, value in node.value:
        spot = Place(place.path, key.start_mark.line + 1 + offset)
        name = str(key.value)
        if name in entries:
            problems.add(
                "header-shape", spot, f'the key "{name}" stands twice.', "Keep one of the two."
            )
            continue
        entries[name] = _node(value, place.path, offset, problems)
        places[name] = spot
    return Mapping(entries, places, place)
