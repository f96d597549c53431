"""The words of the interface: what templates and the package itself give to readers in `_()`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_file

from sessionpress.translation.messages import Message, flat

KEYWORDS = {"_": None, "words": None, "later": None}
"""What words are given to, in templates and in code."""

CALL = re.compile(rf"(?<![\w.])(?:{'|'.join(KEYWORDS)})\s*\(")
"""Without such a call a file need not be taken apart."""

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def interface_messages(overrides: Path) -> tuple[Message, ...]:
    """Every text of the interface: of the templates first, then of what is made in code.

    A house does not change while it is at work, so they are found once.
    """
    return tuple(_all(overrides))


def _all(overrides: Path) -> Iterator[Message]:
    for path in sorted(overrides.rglob("*")):
        if path.suffix in (".html", ".xhtml", ".opf", ".ncx", ".xml") and path.is_file():
            name = f"overrides/{path.relative_to(overrides).as_posix()}"
            yield from (_message(text, name) for text in _of_template(path))
    for path in sorted(PACKAGE.rglob("*.py")):
        name = f"src/sessionpress/{path.relative_to(PACKAGE).as_posix()}"
        yield from (_message(text, name) for text in _of_code(path.read_text(encoding="utf-8")))


def _message(text: str, path: str) -> Message:
    return Message(text, (path,), "interface")


def _of_template(path: Path) -> Iterator[str]:
    if not CALL.search(path.read_text(encoding="utf-8")):
        return
    options = {"trimmed": "false", "silent": "false"}
    found = extract_from_file("jinja2.ext:babel_extract", path, keywords=KEYWORDS, options=options)
    for _line, text, _comments, _context in found:
        if isinstance(text, str) and flat(text):
            yield text


def _of_code(source: str) -> Iterator[str]:
    """Texts in code; those inside formatted strings too, which Babel does not look into."""
    if not CALL.search(source):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            given = node.args[0]
            if node.func.id in KEYWORDS and isinstance(given, ast.Constant):
                yield str(given.value)
