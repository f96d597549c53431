"""The rules together: each of them is tried out, and many faults are found in one run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.toolkits import (
    BASE,
    CARDS,
    CASES,
    EVENT,
    EXERCISE,
    OVERRIDES,
    SESSION,
    Content,
    base_text,
    found,
    tiny,
)

from sessionpress.make import find_problems
from sessionpress.problems import RULES, Place, Problem, Problems, ToolkitError

pytestmark = pytest.mark.usefixtures("silence")

ELSEWHERE = {
    "file-encoding": "tests/content/test_files.py",
    "file-outside": "tests/content/test_files.py",
    "file-size": "tests/content/test_files.py",
    "file-unreadable": "tests/content/test_files.py",
    "image-kind": "tests/content/test_pictures.py",
    "pdf-image": "tests/bind/test_pdf.py",
    "people-list": "tests/bind/test_people.py",
    "site-address": "tests/test_site_check.py",
    "site-id": "tests/test_site_check.py",
    "site-image": "tests/test_site_check.py",
    "site-inline": "tests/test_site_check.py",
    "site-link": "tests/test_site_check.py",
    "site-weight": "tests/test_site_check.py",
    "translation": "tests/translation/test_editions.py",
    "translation-file": "tests/translation/test_po.py",
    "translation-hint": "tests/translation/test_po.py",
}
"""Rules that need files which no case can hold; the test that tries each of them."""

BY_REQUEST = {rule for rule in RULES if rule.startswith("prose-")}
"""Advice that only --prose gives."""


def test_every_rule_is_tried_out_by_a_case_or_a_test() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in CASES.glob("*/expected.txt"))
    tried = set(re.findall(r" \[([a-z-]+)\]$", said, flags=re.MULTILINE))
    assert tried | set(ELSEWHERE) | BY_REQUEST == set(RULES)
    root = CASES.parent.parent
    for rule, path in ELSEWHERE.items():
        assert f"{rule}]" in (root / path).read_text(encoding="utf-8")


def test_every_rule_says_in_a_sentence_what_is_wrong() -> None:
    assert all(meaning.endswith(".") and meaning[0].isupper() for meaning in RULES.values())


def test_a_problem_without_a_rule_cannot_be_noted() -> None:
    with pytest.raises(KeyError):
        Problems().add("no-such-rule", Place("a.md"), "wrong.", "Mend it.")


def test_the_same_problem_is_said_once() -> None:
    problems = Problems()
    for line in (2, 1, 2):
        problems.add("link-missing", Place("a.md", line), "wrong.", "Mend it.")
    assert list(problems) == [
        Problem(Place("a.md", line), "wrong.", "Mend it.", "link-missing") for line in (1, 2)
    ]
    assert str(ToolkitError(problems)).startswith("a.md:1: wrong. Mend it. [link-missing]\n")


# ---------------------------------------------------------------- ten faults in one run

FAULTS = (
    # file, what stands there, what is put in its place, the line it is found on, the rule
    ("toolkit.yml", "event: spring", "event: spring\ncolour: red", "colour", "header-key"),
    (SESSION, "session: 1", "session: 1\nsession: 2", "session: 2", "header-shape"),
    (SESSION, "@survey-30", "@survey-03", "@survey-03", "source-unknown"),
    (CARDS, "shortest: 10", "shortest: 10\n    drop: perhaps", "drop:", "block-option"),
    (CARDS, "card-sort/index.md", "cart-sort/index.md", "cart-sort", "link-missing"),
    (CARDS, "- [ ] Poems", "- [x] Poems", "/// question | What is on", "question-options"),
    (CARDS, "AAA.2030", "AAA.2031", "AAA.2031", "variable-unknown"),
    (EXERCISE, "Share the screen.", "| A |\n|---|\n| 1 |", "| A |", "table-caption"),
    ("data/survey.csv", "0.40", "4.00", "4.00", "data-number"),
    (EVENT, '{at: "10:00"', '{at: "09:10"', "09:10", "event-time"),
)


def test_ten_faults_are_found_in_one_run_each_on_its_line(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for path, old, new, _mark, _rule in FAULTS:
        text = files.get(path, base_text(path))
        assert text.count(old) == 1
        files[path] = text.replace(old, new)
    expected = sorted(
        (path, files[path][: files[path].index(mark)].count("\n") + 1, rule)
        for path, _old, _new, mark, rule in FAULTS
    )
    problems = find_problems(tiny(tmp_path, files), OVERRIDES)
    assert [(one.place.path, one.place.line, one.rule) for one in problems] == expected
    assert len(problems) == 10


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[-1] for fault in FAULTS])
def test_each_fault_alone_is_one_problem(
    fault: tuple[str, str, str, str, str], tmp_path: Path
) -> None:
    path, old, new, _mark, rule = fault
    (problem,) = found(tiny(tmp_path, {path: base_text(path).replace(old, new)}))
    assert problem.endswith(f"[{rule}]")


# ---------------------------------------------------------------- any damage

FILES = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*") if path.is_file())
DAMAGE = st.sampled_from(
    'x|[]|{}|- |: |---|///|////|/// notes|```|"|0|-1|{{ x }}|[@x]|<b|# |&a|*a|null|,,,,,,,,,,|'
    "\t|99999999999|é|س".split("|")
)


@settings(max_examples=40)
@given(data=st.data())
def test_any_damage_is_a_problem_in_words_or_none_at_all(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Lines taken out, doubled, or changed in the middle: never a crash, never an empty word."""
    files: dict[str, Content] = {}
    for path in data.draw(st.lists(st.sampled_from(FILES), min_size=1, max_size=2, unique=True)):
        lines = base_text(path).split("\n")
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(lines) - 1))
            line = lines[at]
            cut = data.draw(st.integers(0, len(line)))
            end = data.draw(st.integers(cut, len(line)))
            piece = line[:cut] + data.draw(DAMAGE) + line[end:]
            lines[at : at + 1] = data.draw(st.sampled_from([[], [line, line], [piece]])) or [""]
        files[path] = "\n".join(lines)
    folder = tiny(tmp_path_factory.mktemp("damaged"), files)
    for problem in find_problems(folder, OVERRIDES):
        assert problem.rule in RULES
        assert problem.place.line >= 1
        assert problem.message.strip() and problem.advice.strip()
        assert "\n" not in str(problem)
