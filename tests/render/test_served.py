"""Scripts and styles as they are served: shorter, and the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.toolkits import OVERRIDES

from sessionpress.render.served import served_text

SCRIPTS = sorted(OVERRIDES.rglob("*.js"))

QUOTED = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    r"|(?:(?<=[(,=:\[!&|?{};])|(?<=return))\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/",
    re.DOTALL,
)
"""What holds no template: comments, texts, and patterns after a sign that lets one begin."""


def templates(script: str) -> Iterator[tuple[int, str]]:
    """Each piece of text in the template literals of a script, with how deep it is nested."""
    depth, at = 0, 0
    braces: list[int] = []
    while at < len(script):
        quoted = QUOTED.match(script, at) if depth == len(braces) else None
        sign = script[at]
        if quoted:
            at = quoted.end()
            continue
        if depth > len(braces):
            end = re.compile(r"(?:\\.|\$(?!\{)|[^`$\\])*", re.DOTALL).match(script, at)
            assert end
            yield depth, end[0]
            if script[end.end()] == "`":
                depth, at = depth - 1, end.end() + 1
            else:
                braces.append(0)
                at = end.end() + 2
            continue
        if sign == "`":
            depth += 1
        elif braces and sign == "{":
            braces[-1] += 1
        elif braces and sign == "}":
            if braces[-1]:
                braces[-1] -= 1
            else:
                braces.pop()
        at += 1


def test_the_search_for_templates_finds_those_inside_of_others() -> None:
    script = 'const a = `x ${f({ b: `y ${1} z` })} "w`; // `no`\nconst c = `$`;'
    assert list(templates(script)) == [(1, "x "), (2, "y "), (2, " z"), (1, ' "w'), (1, "$")]


@pytest.mark.parametrize("path", SCRIPTS, ids=[path.name for path in SCRIPTS])
def test_no_template_stands_in_another_for_it_would_lose_its_gaps(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    assert [text for depth, text in templates(script) if depth > 1] == []
    assert [*templates(served_text(path.name, script))] == [*templates(script)]
