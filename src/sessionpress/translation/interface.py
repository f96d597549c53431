"""The words of the interface: what templates and the package itself give to readers in `_()`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_file

from sessionpress.translation.messages import Message, flat

KEYWORDS = {"_": None, "words": None, "later": None}
"""What words are given to, in templates and in code."""

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def interface_messages(overrides: Path) -> tuple[Message, ...]:
    """Every text of the interface: of the templates first, then of what is made in code.

    A house does not change while it is at work, so they are found once.
    """
    return tuple(_all(overrides))


def _all(overrides: Path) -> Iterator[Message]:
    for path in sorted(overrides.rglob("*")):
        if path.suffix in (".html", ".xhtml", ".opf", ".ncx") and path.is_file():
            name = f"overrides/{path.relative_to(overrides).as_posix()}"
            yield from _messages("jinja2.ext:babel_extract", path, name)
    for path in sorted(PACKAGE.rglob("*.py")):
        name = f"src/sessionpress/{path.relative_to(PACKAGE).as_posix()}"
        yield from _messages("python", path, name)


def _messages(method: str, path: Path, name: str) -> Iterator[Message]:
    for _line, text, _comments, _context in extract_from_file(
        method, path, keywords=KEYWORDS, options={"trimmed": "false", "silent": "false"}
    ):
        if isinstance(text, str) and flat(text):
            yield Message(text, (name,), "interface")
