"""`sessionpress check --prose`: advice on plain language, and silence where the text is plain."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.toolkits import OVERRIDES, ROOT, Content, found, page, tiny

from sessionpress.cli import cli
from sessionpress.make import find_problems

pytestmark = pytest.mark.usefixtures("silence")

LONG = " ".join(["word"] * 33)
FITS = " ".join(["Word", *["word"] * 31])


def check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(ROOT)
    return CliRunner().invoke(
        cli, ["check", "--prose", "--content", str(folder)], catch_exceptions=False
    )


def rules(folder: Path) -> list[tuple[int, str]]:
    """Line and rule of each piece of advice on docs/40-page.md."""
    return [
        (one.place.line, one.rule)
        for one in find_problems(folder, OVERRIDES, prose=True)
        if one.place.path == "docs/40-page.md"
    ]


def with_page(root: Path, text: str, **files: Content) -> Path:
    return tiny(root, {"docs/40-page.md": page(text), **files})


def test_plain_text_gets_no_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check(with_page(tmp_path, f"{FITS}. Short one."), monkeypatch)
    assert (result.exit_code, result.stdout) == (0, "No problems.\n")


def test_every_kind_of_advice_is_said_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{LONG}.\n\nThe XQZ pays.\n\nAt the end of the day, it works."
    result = check(with_page(tmp_path, text), monkeypatch)
    assert result.stdout == (
        'docs/40-page.md:5: the sentence "word word word word word word ..." has 33 words. Make '
        "two of it; 32 words are the most. [prose-sentence]\n"
        'docs/40-page.md:7: "XQZ" is explained nowhere near. Write it in full once in the session, '
        "or put it into the glossary. [prose-acronym]\n"
        "docs/40-page.md:9: 'At the end of the day' is a cliché. Say it in plain words. "
        "[prose-phrase]\n3 problems.\n"
    )
    assert result.exit_code == 1


def test_without_the_option_no_advice_is_given(tmp_path: Path) -> None:
    assert found(with_page(tmp_path, f"{LONG}.")) == []


@pytest.mark.parametrize(
    "text",
    [
        f"| {LONG} |",
        f"```\n{LONG}\n```",
        f"## {LONG}",
        "One XQZ (a thing that is explained).",
        "A thing that is explained (XQZ). The XQZ pays.",
        "`XQZ` is code.",
        f"- {FITS}\n- {FITS}",
    ],
    ids=["table", "code", "heading", "explained after", "explained before", "span", "items"],
)
def test_what_is_no_running_text_or_is_explained_gets_no_advice(tmp_path: Path, text: str) -> None:
    prose = [rule for rule in rules(with_page(tmp_path, text)) if rule[1].startswith("prose-")]
    assert prose == []


def test_an_acronym_of_the_glossary_is_known_everywhere(tmp_path: Path) -> None:
    glossary = "---\ntitle: Terms\nshows: glossary\n---\n\nXQZ\n\n:   A thing.\n"
    folder = tiny(
        tmp_path, {"docs/40-page.md": page("The XQZ pays."), "docs/50-terms.md": glossary}
    )
    assert rules(folder) == []


def test_a_long_sentence_in_a_block_is_found_on_its_line(tmp_path: Path) -> None:
    folder = with_page(tmp_path, f"/// notes\nShort.\n\n{LONG}.\n///")
    assert rules(folder) == [(8, "prose-sentence")]


def test_advice_waits_until_nothing_else_is_wrong(tmp_path: Path) -> None:
    folder = with_page(tmp_path, f"{LONG} [x](nothing.md).")
    assert rules(folder) == [(5, "link-missing")]
