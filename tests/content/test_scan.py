"""Blocks are found before any Markdown is converted: nothing is lost, nothing hidden is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.toolkits import OVERRIDES, found, page, tiny

from sessionpress.content.model import Block, Part, Text, blocks, walk
from sessionpress.content.scan import scan_links, scan_parts, text_lines
from sessionpress.make import make_edition
from sessionpress.problems import Problems
from sessionpress.schema import BLOCKS

pytestmark = pytest.mark.usefixtures("silence")

OPTIONS = {
    "talk": "    minutes: 5\n",
    "activity": "    minutes: 5\n",
    "case": "    country: AAA\n    source: survey-30\n    as-of: 2030\n",
}


def scan(text: str, first: int = 1) -> tuple[tuple[Part, ...], list[str]]:
    problems = Problems()
    parts = scan_parts(text, "a.md", first, problems)
    return parts, [str(problem) for problem in problems]


def rules(text: str) -> list[str]:
    return [problem.rsplit(" [", 1)[1].removesuffix("]") for problem in scan(text)[1]]


def texts(parts: tuple[Part, ...]) -> list[str]:
    """Every line that is not blank, in order, without the space at its end."""
    return [
        line.rstrip()
        for part in walk(parts)
        if isinstance(part, Text)
        for line in part.text.split("\n")
        if line.strip()
    ]


# ---------------------------------------------------------------- nothing is lost

# Lines that are no marker, no heading and no fence of code.
words = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\n\r/#`~"), max_size=30
)
kinds_inside = st.sampled_from(["notes", "slide", "keypoint", "case", "without-power"])


@st.composite
def pages(draw: st.DrawFn, depth: int = 3) -> tuple[str, list[str]]:
    """A page without problems, and the lines of its text that are not blank."""
    source: list[str] = []
    kept: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        lines = draw(st.lists(words, max_size=4))
        source += ["", *lines, ""]
        kept += [line.rstrip() for line in lines if line.strip()]
        if depth < 3 or not draw(st.booleans()):
            continue
        fence = "/" * draw(st.integers(3, 5))
        kind = draw(st.sampled_from(["talk", "activity"]))
        source += [f"{fence} {kind} | A title", OPTIONS[kind]]
        inner, inner_kept = draw(pages(depth=1))
        source.append(inner)
        kept += inner_kept
        if draw(st.booleans()):
            other = draw(kinds_inside)
            source += [f"{fence}/ {other} | Title", OPTIONS.get(other, "")]
            inner, inner_kept = draw(pages(depth=0))
            source += [inner, f"{fence}/"]
            kept += inner_kept
        source.append(fence)
    return "\n".join(source), kept


@given(pages())
def test_no_line_outside_markers_is_lost(made: tuple[str, list[str]]) -> None:
    source, kept = made
    parts, problems = scan(source)
    assert problems == []
    assert texts(parts) == kept


@given(
    st.lists(
        st.one_of(
            words,
            st.sampled_from(
                "///;////;/// notes;/// talk | T;    minutes: 5;//// slide | S;```;~~~;- x;> y;"
                "/// nosuch;#;## H;//;/// notes Say".split(";")
            ),
        )
    )
)
def test_where_a_line_is_lost_a_problem_is_said(lines: list[str]) -> None:
    parts, problems = scan("\n".join(lines))
    if problems:
        return
    outside = [
        line.rstrip()
        for line in lines
        if line.strip() and not line.startswith(("///", "    ", "\t"))
    ]
    shown = texts(parts)
    for line in outside:
        assert line in shown


@given(pages())
def test_every_text_and_block_knows_its_line(made: tuple[str, list[str]]) -> None:
    source, _kept = made
    lines = source.split("\n")
    parts, _problems = scan(source, first=5)
    for part in walk(parts):
        if isinstance(part, Text):
            assert lines[part.line - 5 :][0] == part.text.split("\n")[0]
        else:
            assert lines[part.place.line - 5].lstrip("/").startswith(f" {part.kind}")


def test_links_that_are_wrapped_or_nested_are_found_on_the_line_of_their_target() -> None:
    text = (
        "A [link\nover two](one.md) and [![in](two.png)](three.md) and <https://auto.example>.\n\n"
        "[not\n\na link](four.md), `[code](five.md)`, [angled](<six seven.md>) [ref][r]\n\n"
        "```\n[code](eight.md)\n```\n\n"
        "/// keypoint\n![pic][p]\n///\n\n[r]: nine.md\n"
        "[p]: ten.png 'title'\n[^1]: eleven.md"
    )
    parts, _problems = scan(text)
    assert [(one.place.line, one.target, one.image) for one in scan_links(parts, "a.md")] == [
        (2, "one.md", False),
        (2, "three.md", False),
        (2, "two.png", True),
        (6, "six seven.md", False),
        (16, "nine.md", False),
        (17, "ten.png", False),
    ]


def test_a_picture_by_name_is_a_picture_in_the_same_text() -> None:
    parts, _problems = scan("![pic][P] and ![q]\n\n[p]: one.png\n[q]: two.png")
    assert [(one.target, one.image) for one in scan_links(parts, "a.md")] == [
        ("one.png", True),
        ("two.png", True),
    ]


def test_code_is_no_running_text() -> None:
    parts, _problems = scan("One `{{ two }}` three\n\n```\nfour\n```\n\n~~~~\nfive\n```\n~~~~\nsix")
    assert [line for _number, line in text_lines(parts) if line] == ["One  three", "six"]


# ---------------------------------------------------------------- nothing hidden is shown

SECRET = "QUAGGA"

HIDDEN = {
    "a list": f"- /// notes\n  {SECRET}\n  ///",
    "a list of numbers": f"1. /// notes\n   {SECRET}\n   ///",
    "an item of a list": f"- One\n\n    /// notes\n    {SECRET}\n    ///",
    "a quotation": f"> /// notes\n> {SECRET}\n> ///",
    "a list in a quotation": f"> - /// notes\n>   {SECRET}\n>   ///",
    "one space": f" /// notes\n {SECRET}\n ///",
    "a tab": f"\t/// notes\n\t{SECRET}\n\t///",
    "a definition": f"Card\n:   /// notes\n    {SECRET}\n    ///",
    "a footnote": f"One[^1]\n\n[^1]: /// notes\n    {SECRET}\n    ///",
    "a table": f"| /// notes | {SECRET} | /// |",
    "a heading": f"## /// notes\n{SECRET}\n## ///",
    "a task": f"- [ ] /// notes\n  {SECRET}",
    "a sentence": f"Say: /// notes {SECRET} ///",
    "markup": f"<div>/// notes\n{SECRET}\n///</div>",
    "an invisible space": f"\u200b/// notes\n{SECRET}\n\u200b///",
    "a byte order mark": f"\ufeff/// notes\n{SECRET}\n\ufeff///",
    "a wide space": f"\u3000/// notes\n{SECRET}\n\u3000///",
    "a capital": f"- /// Notes\n  {SECRET}",
    "a slip of the pen": f"> /// note\n> {SECRET}",
    "words after the kind": f"/// notes Say this\n{SECRET}\n///",
    "a colon after the kind": f"/// notes: Say this\n{SECRET}\n///",
    "a kind in brackets": f"/// [notes]\n{SECRET}\n///",
    "no kind": f"/// | Notes\n{SECRET}\n///",
    "an invisible space after the kind": f"/// notes\u00a0\n{SECRET}\n///",
    "two slashes": f"// notes\n{SECRET}\n//",
    "an unknown kind": f"/// note\n{SECRET}\n///",
    "no closing line": f"/// notes\n{SECRET}",
    "too many closing slashes": f"/// notes\n{SECRET}\n////",
    "code that is never closed": f"```python\nx\n\n/// notes\n{SECRET}\n///",
    "tildes that are never closed": f"~~~\nx\n\n/// notes\n{SECRET}\n///",
    "another block that it closes": f"/// keypoint\n/// notes Say\n{SECRET}\n///",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_notes_that_are_no_block_are_a_problem(how: str, tmp_path: Path) -> None:
    """What is not recognised would be published; a problem stops the build instead."""
    assert found(tiny(tmp_path, {"docs/page.md": page(HIDDEN[how])})) != []


@pytest.mark.parametrize(
    "text",
    [
        f"```x``` is code\n\n/// notes\n{SECRET}\n///",
        f"<div>\n/// notes\n{SECRET}\n///\n</div>",
        f"<!--\n/// notes\n-->\n{SECRET}\n///",
        f"/// notes\n```\n///\n{SECRET}\n```\n///",
        f"/// talk | A\n    minutes: 5\n\n//// notes\n{SECRET}\n////\n///",
        f"//// talk | A\n    minutes: 5\n\n/// notes\n{SECRET}\n///\n////",
        f"///////// notes\n{SECRET}\n/////////",
        f"///notes|Title\n{SECRET}\n///",
        f"Text\n/// notes\n{SECRET}\n///\nText",
    ],
)
def test_notes_that_are_a_block_are_not_shown_to_participants(text: str, tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/page.md": page(text)})
    made = make_edition(folder, OVERRIDES, "participant")
    assert SECRET not in repr(made)
    assert SECRET in repr(make_edition(folder, OVERRIDES, "facilitator"))


@pytest.mark.parametrize(
    "text",
    [
        "A file:///home/place and https://example.org//a///b are addresses.",
        "Write `/// notes` and ``- /// notes``.",
        "```\n- /// notes\n///\n```",
        "~~~ yaml\n/// notes\n~~~",
        "````\n```\n/// notes\n````",
        "Either/or, and//or.",
        "//server/share",
    ],
)
def test_slashes_in_addresses_and_code_are_no_block(text: str) -> None:
    assert scan(text)[1] == []


# ---------------------------------------------------------------- the grammar


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_kind_is_read_where_it_may_stand(kind: str) -> None:
    options = "".join(
        f"    {key.name}: {key.example}\n" for key in BLOCKS[kind].keys if key.name != "exercise"
    )
    body = "- [x] One\n- [ ] Two\n" if kind == "question" else "Text.\n"
    for holder in BLOCKS[kind].inside:
        inner = f"//// {kind} | Title\n{options}\n{body}////"
        outer = f"/// {holder} | Outer\n{OPTIONS.get(holder, '    minutes: 5')}\n{{}}\n///"
        if holder in ("slide", "question"):
            outer = outer.replace("    minutes: 5", "")
        if holder == "question":
            outer = outer.replace(
                "\n{}", "    objective: s1-read\n    form: A\n- [x] A\n- [ ] B\n{}"
            )
        parts, problems = scan(outer.format(inner) if holder else inner)
        assert problems == []
        assert [block.kind for block in blocks(parts)] == [*filter(None, [holder]), kind]


@pytest.mark.parametrize("kind", BLOCKS)
def test_no_kind_is_read_where_it_may_not_stand(kind: str) -> None:
    for holder in BLOCKS:
        if holder not in BLOCKS[kind].inside:
            text = f"/// {holder} | Outer\n\n//// {kind} | Inner\n////\n///"
            assert "block-nesting" in rules(text)


def test_an_option_may_be_written_over_several_lines() -> None:
    text = (
        "/// talk | T\n    minutes: 5\n    materials:\n"
        '      - pens\n      - "2 per pair: cards"\n///'
    )
    parts, problems = scan(text)
    assert problems == []
    block = parts[0]
    assert isinstance(block, Block)
    assert [(one.text, one.count, one.per) for one in block.timed.materials] == [
        ("pens", 1, "room"),
        ("cards", 2, "pair"),
    ]


def test_options_end_at_a_blank_line() -> None:
    parts, problems = scan("/// talk | T\n    minutes: 5\n\n    code: here\n///")
    assert problems == []
    assert texts(parts) == ["    code: here"]


def test_the_same_block_opened_and_closed_a_thousand_times_is_read_fast() -> None:
    text = "\n\n".join("/// keypoint\nText.\n///" for _ in range(1000))
    parts, problems = scan(text)
    assert (len(parts), problems) == (1000, [])
