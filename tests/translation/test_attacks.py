"""What somebody plants in a translation is not shown, and is reported with file and line."""

from __future__ import annotations

from pathlib import Path

from tests.markdown.test_safe import BAD, acting
from tests.toolkits import OVERRIDES, loaded, page, tiny

from sessionpress.make import render_translation
from sessionpress.problems import Problems
from sessionpress.translate.desk import open_desk, translation_of
from sessionpress.translate.state import check_language
from sessionpress.translation.languages import Tongue, source_language
from sessionpress.translation.messages import flat
from sessionpress.translation.po import Entry, write_po

LANGUAGES = "languages:\n  - {tag: ar, name: العربية, threshold: 1}\n"
SENTENCE = "Sentence of the letter {}."
ATTACKS = {what: flat(text) for what, text in BAD.items() if "\x00" not in text}
"""Each on one line, as a message is."""


def letters(number: int) -> str:
    """A number written without digits, which a translation would have to keep."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def attacked(root: Path) -> Path:
    """The tiny toolkit with a page of which every sentence is translated by an attack."""
    english = [SENTENCE.format(letters(number)) for number in range(len(ATTACKS))]
    tiny(
        root,
        {"translations/languages.yml": LANGUAGES, "docs/40-page.md": page("\n\n".join(english))},
    )
    desk = open_desk(loaded(root), root, OVERRIDES, Problems())
    pairs = zip(english, ATTACKS.values(), strict=True)
    entries = [Entry(text, said) for text, said in pairs]
    path = desk.path("ar", desk.parts.of_path("docs/40-page.md"))
    path.parent.mkdir(parents=True)
    path.write_text(write_po(entries, "ar"), encoding="utf-8")
    return path


def problems_of(root: Path) -> list[str]:
    """What `sessionpress translate check ar` finds, hints apart."""
    problems = Problems()
    check_language(open_desk(loaded(root), root, OVERRIDES, Problems()), "ar", problems)
    return [str(one) for one in problems if one.rule != "translation-hint"]


def shown(root: Path) -> dict[str, str]:
    """The pages of the Arabic edition, by address."""
    toolkit = loaded(root)
    desk = open_desk(toolkit, root, OVERRIDES, Problems())
    translation = translation_of(desk, "ar", Problems())
    tongues = (Tongue(source_language("en")), Tongue(desk.language("ar"), "ar"))
    made = render_translation(toolkit, OVERRIDES, "participant", translation, tongues)
    return {one.address: one.html for one in made.pages}


def test_no_attack_in_a_translation_is_shown_and_each_is_reported(tmp_path: Path) -> None:
    po = attacked(tmp_path)
    html = shown(tmp_path)["page.html"]
    assert acting(html) == []
    for number in range(len(ATTACKS)):
        assert SENTENCE.format(letters(number)) in html
    lines = po.read_text(encoding="utf-8").splitlines()
    path = po.relative_to(tmp_path).as_posix()
    said = problems_of(tmp_path)
    for number, what in enumerate(ATTACKS):
        mark = f'msgid "{SENTENCE.format(letters(number))}"'
        line = lines.index(mark) + 1
        assert [one for one in said if one.startswith(f"{path}:{line}:")], what


def test_each_attack_alone_on_a_page_of_a_language_is_reported_with_its_line(
    tmp_path: Path,
) -> None:
    files = {"translations/languages.yml": LANGUAGES}
    for number, text in enumerate(BAD.values()):
        files[f"docs/40-page-{number}.md"] = page("Text.", f"Page {number}")
        files[f"docs/40-page-{number}.ar.md"] = page(f"Text.\n\n{text}", f"Page {number}")
    tiny(tmp_path, dict(files))
    said = problems_of(tmp_path)
    for number, (what, text) in enumerate(BAD.items()):
        mine = [one for one in said if one.startswith(f"docs/40-page-{number}.ar.md:")]
        lines = {int(one.split(":")[1]) for one in mine}
        assert lines & set(range(7, 8 + text.count("\n"))), what
    for address, html in shown(tmp_path).items():
        if address.startswith("page-"):
            assert acting(html) == [], address


def test_a_mark_of_ours_in_a_translation_is_text_even_when_a_check_is_excused(
    tmp_path: Path,
) -> None:
    tiny(
        tmp_path,
        {"translations/languages.yml": LANGUAGES, "docs/40-page.md": page("A word.")},
    )
    desk = open_desk(loaded(tmp_path), tmp_path, OVERRIDES, Problems())
    path = desk.path("ar", desk.parts.of_path("docs/40-page.md"))
    path.parent.mkdir(parents=True)
    said = '<sp-block n="7"> <SP-BLOCK></sp-block>'
    entry = Entry("A word.", said, excuses=("ignore-tags", "ignore-numbers"))
    path.write_text(write_po([entry], "ar"), encoding="utf-8")
    html = shown(tmp_path)["page.html"]
    assert '&lt;sp-block n="7"&gt; &lt;SP-BLOCK&gt;&lt;/sp-block&gt;' in html
