"""Templates are compiled once for all environments that are set up alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from sessionpress.render.templates import Compiled


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the templates that are compiled, in order."""
    names: list[str | None] = []
    original = Environment.compile

    def note(self: Environment, source: str, name: str | None = None, *more: object) -> object:
        names.append(name)
        return original(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", note)
    return names


def test_a_template_that_another_environment_compiled_is_not_compiled_again(
    tmp_path: Path, compiling: list[str | None]
) -> None:
    (tmp_path / "a.html").write_text("{{ 1 + 1 }}", encoding="utf-8")
    compiled = Compiled()
    for _turn in range(2):
        environment = Environment(
            loader=FileSystemLoader(tmp_path), autoescape=True, bytecode_cache=compiled
        )
        assert environment.get_template("a.html").render() == "2"
    assert compiling == ["a.html"]


def test_a_template_that_was_changed_is_compiled_again(
    tmp_path: Path, compiling: list[str | None]
) -> None:
    compiled = Compiled()
    for text in ("one", "two", "one"):
        (tmp_path / "a.html").write_text(text, encoding="utf-8")
        environment = Environment(
            loader=FileSystemLoader(tmp_path), autoescape=True, bytecode_cache=compiled
        )
        assert environment.get_template("a.html").render() == text
    assert compiling == ["a.html", "a.html"]
