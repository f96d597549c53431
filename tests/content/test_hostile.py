"""Content from a fork runs nothing, and nothing in it makes its reading slow."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.toolkits import EVENT, EXERCISE, SESSION, Content, base_text, changed, found, page, tiny

pytestmark = pytest.mark.usefixtures("silence")

CODE = "!!python/object/apply:os._exit [7]"
"""Where YAML is read carelessly, this ends the process."""

SHEET = "exercises/card-sort/result.yml"


def test_code_in_yaml_is_a_wrong_value_and_is_not_run(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "toolkit.yml": changed("toolkit.yml", "title: Tiny toolkit", f"title: {CODE}"),
        EVENT: changed(EVENT, "title: Spring course", f"title: {CODE}"),
        SHEET: changed(SHEET, "title: Result", f"title: {CODE}"),
        SESSION: changed(SESSION, "title: Reading", f"title: {CODE}"),
        EXERCISE: changed(EXERCISE, "title: Card sort", f"title: {CODE}"),
        "data/tables.yml": changed("data/tables.yml", "title: Survey of cards", f"title: {CODE}"),
        "report.yml": f"title: {CODE}\nsections: []\n",
        "translations/languages.yml": f"languages:\n  - {CODE}\n",
        "docs/page.md": page(f"/// talk | Talk\n    minutes: {CODE}\n\nText.\n///"),
    }
    said = found(tiny(tmp_path, files))
    for path in files:
        rules = ("[header-value]", "[header-shape]", "[block-option]")
        assert [one for one in said if one.startswith(f"{path}:") and one.endswith(rules)], path


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("[" * 100_000, "lists stand in each other more than 30 deep"),
        ("{a: " * 3_000 + "}" * 3_000, "lists stand in each other more than 30 deep"),
        ("[&a [x], *a, *a]", "aliases (*name) are not used here"),
    ],
    ids=["lists", "groups", "aliases"],
)
def test_yaml_that_would_grow_is_refused_at_once(value: str, what: str, tmp_path: Path) -> None:
    text = base_text("toolkit.yml").replace("title: Tiny toolkit", f"title: {value}")
    said = found(tiny(tmp_path, {"toolkit.yml": text}))
    assert said[0] == (
        f"toolkit.yml:1: this is not valid YAML: {what}. "
        "Remove control characters, and write out what an alias stands for. [header-yaml]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{'    ' * depth}- x" for depth in range(60)),
        f"{'- ' * 400}x",
        f"{'> ' * 400}x",
        f"{'1. > ' * 200}x",
    ],
    ids=["steps", "marks", "quotes", "both"],
)
def test_lists_that_nobody_could_follow_are_refused_at_their_line(
    text: str, tmp_path: Path
) -> None:
    said = found(tiny(tmp_path, {"docs/page.md": page(text)}))
    lines = [one for one in said if one.startswith("docs/page.md:")]
    assert len(lines) == 1
    assert lines[0].endswith(
        ": lists and quotes stand in each other more than 12 deep. "
        "Nobody could follow; begin a new list. [block-nesting]"
    )


@pytest.mark.parametrize(
    "text", ["[@a " * 20_000, "<a " * 20_000, "a\n: b\n" * 3_000, "| [a] |\n" * 1_500]
)
def test_text_that_would_be_read_for_ever_is_refused(text: str, tmp_path: Path) -> None:
    said = found(tiny(tmp_path, {"docs/page.md": page(text)}))
    assert [one.partition(": ")[2] for one in said if one.startswith("docs/page.md:")] == [
        "more than 1,000 lines or signs of markup stand without an empty line. "
        "Part them by empty lines. [file-size]"
    ]
