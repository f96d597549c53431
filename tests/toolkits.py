"""Tiny toolkits for tests: the one of tests/cases/_base, with files laid over it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from sessionpress.content.load import load_toolkit
from sessionpress.content.model import Toolkit
from sessionpress.make import find_problems

ROOT = Path(__file__).resolve().parent.parent
OVERRIDES = ROOT / "overrides"
CASES = ROOT / "tests" / "cases"
BASE = CASES / "_base"

SESSION = "modules/10-reading/index.md"
CARDS = "modules/10-reading/10-cards.md"
EXERCISE = "exercises/card-sort/index.md"
EVENT = "events/spring.yml"

Content = str | bytes | None


def tiny(root: Path, files: Mapping[str, Content] | None = None) -> Path:
    """Write the tiny toolkit, which has no problem, into an empty folder.

    Args:
        root: the folder; it need not be there.
        files: what to lay over it by path; None takes a file of the tiny toolkit away.

    Returns:
        The folder.
    """
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for path, content in (files or {}).items():
        target = root / path
        if content is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def page(text: str, title: str = "Page") -> str:
    """A page with a header; its text begins on line 5."""
    return f"---\ntitle: {title}\n---\n\n{text}\n"


def base_text(path: str) -> str:
    """A file of the tiny toolkit, for tests that change a line of it."""
    return (BASE / path).read_text(encoding="utf-8")


def changed(path: str, old: str, new: str) -> str:
    """A file of the tiny toolkit with one piece of it, which must be there once, changed."""
    text = base_text(path)
    assert text.count(old) == 1, f"{path}: {old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def found(root: Path) -> list[str]:
    """Every problem of a toolkit as people read it."""
    return [str(problem) for problem in find_problems(root, OVERRIDES)]


def loaded(root: Path) -> Toolkit:
    """A toolkit that loads without a problem."""
    toolkit, problems = load_toolkit(root)
    assert not list(problems)
    assert toolkit is not None
    return toolkit


def case(root: Path, name: str) -> Path:
    """Write the toolkit of a case into an empty folder; give the folder."""
    overlay = CASES / name
    without = overlay / "without.txt"
    gone = without.read_text(encoding="utf-8").split() if without.exists() else []
    tiny(root, dict.fromkeys(gone))
    for path in overlay.rglob("*"):
        target = root / path.relative_to(overlay)
        if path.is_file() and path.name not in ("expected.txt", "without.txt"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return root
