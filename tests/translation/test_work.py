"""The work on a language: begun, brought up to date, filled, checked, counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.toolkits import CARDS, OVERRIDES, base_text, loaded, tiny

from sessionpress.cli import cli
from sessionpress.problems import Problems
from sessionpress.translate.desk import Desk, open_desk, read_files
from sessionpress.translate.exchange import import_pairs
from sessionpress.translate.work import update
from sessionpress.translation.interface import interface_messages
from sessionpress.translation.po import Entry, write_po

LANGUAGES = "languages:\n  - {tag: ar, name: العربية}\n"


def desk(root: Path) -> Desk:
    return open_desk(loaded(root), root, OVERRIDES, Problems())


def begun(root: Path) -> Desk:
    """The tiny toolkit with Arabic begun."""
    tiny(root, {"translations/languages.yml": LANGUAGES})
    made = desk(root)
    list(update(made, "ar", Problems()))
    return made


def entries(root: Path, part: str) -> dict[str, Entry]:
    problems = Problems()
    found = read_files(root, "ar", problems)[part]
    assert not list(problems)
    return {entry.text: entry for entry in found}


def run(monkeypatch: pytest.MonkeyPatch, root: Path, *words: str) -> tuple[int, str]:
    monkeypatch.chdir(OVERRIDES.parent)
    result = CliRunner().invoke(cli, ["translate", *words, "--content", str(root)])
    return result.exit_code, result.output


def fill(root: Path, part: str, rows: list[list[str]], *, machine: bool = False) -> None:
    problems = Problems()
    pairs = [(("", english), said) for english, said in rows]
    import_pairs(desk(root), "ar", part, pairs, problems, machine=machine, replaces=True)
    assert not list(problems)


SENTENCE = "A card holds one figure, its year and its source."


def with_sentence(text: str) -> str:
    return f"{base_text(CARDS)}\n\n{text}\n"


def test_one_command_begins_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny(tmp_path)
    code, said = run(monkeypatch, tmp_path, "new", "ar")
    assert code == 0
    assert "Added to translations/languages.yml: ar." in said
    assert (tmp_path / "translations/ar/10-reading.po").is_file()
    assert (tmp_path / "translations/ar/ui.po").is_file()


def test_a_tag_that_nobody_knows_begins_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny(tmp_path)
    code, said = run(monkeypatch, tmp_path, "new", "klingon")
    assert code == 1
    assert said == (
        'Error: "klingon" is no language tag. Write a BCP 47 tag, such as ar, tr or pt-BR.\n'
    )
    assert not (tmp_path / "translations").exists()


def test_an_update_without_a_change_writes_nothing(tmp_path: Path) -> None:
    made = begun(tmp_path)
    assert not any(row.written for row in update(made, "ar", Problems()))


def test_a_changed_paragraph_keeps_its_old_translation_with_the_english_it_was_made_for(
    tmp_path: Path,
) -> None:
    begun(tmp_path)
    (tmp_path / CARDS).write_text(with_sentence(SENTENCE), encoding="utf-8")
    list(update(desk(tmp_path), "ar", Problems()))
    fill(tmp_path, "10-reading", [[SENTENCE, "في البطاقة رقم واحد وسنته ومصدره."]])
    new = SENTENCE.replace("source", "origin")
    (tmp_path / CARDS).write_text(with_sentence(new), encoding="utf-8")
    rows = [row for row in update(desk(tmp_path), "ar", Problems()) if row.written]
    assert [(row.part, row.new, row.changed, row.gone) for row in rows] == [("10-reading", 1, 1, 0)]
    entry = entries(tmp_path, "10-reading")[new]
    assert (entry.draft, entry.previous, entry.translation) == (
        True,
        SENTENCE,
        "في البطاقة رقم واحد وسنته ومصدره.",
    )


def test_what_is_gone_from_the_english_is_kept_for_later(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / CARDS).write_text(with_sentence(SENTENCE), encoding="utf-8")
    list(update(desk(tmp_path), "ar", Problems()))
    fill(tmp_path, "10-reading", [[SENTENCE, "جملة"]])
    (tmp_path / CARDS).write_text(base_text(CARDS), encoding="utf-8")
    list(update(desk(tmp_path), "ar", Problems()))
    assert entries(tmp_path, "10-reading")[SENTENCE].gone
    (tmp_path / CARDS).write_text(with_sentence(SENTENCE), encoding="utf-8")
    list(update(desk(tmp_path), "ar", Problems()))
    back = entries(tmp_path, "10-reading")[SENTENCE]
    assert (back.gone, back.translation) == (False, "جملة")


def test_what_only_facilitators_see_is_marked_in_the_file(tmp_path: Path) -> None:
    made = begun(tmp_path)
    private = [one.text for one in made.messages["10-reading"].values() if one.private]
    found = entries(tmp_path, "10-reading")
    assert private
    marked = [text for text, entry in found.items() if "facilitator" in entry.hints]
    assert sorted(marked) == sorted(private)


def test_a_json_list_goes_out_and_comes_back_as_machine_drafts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path)
    code, said = run(monkeypatch, tmp_path, "export", "ar", "10-reading")
    assert code == 0
    rows = json.loads(said)
    assert all(not row[1] for row in rows)
    chunk = tmp_path / "chunk.json"
    chunk.write_text(json.dumps([[rows[0][0], "قراءة"], ["no such text", "x"]]), encoding="utf-8")
    code, said = run(monkeypatch, tmp_path, "import", "ar", "10-reading", str(chunk), "--machine")
    assert (code, said) == (
        0,
        f"{chunk}: 1 taken.\n  no such message in 10-reading: no such text\n",
    )
    entry = entries(tmp_path, "10-reading")[rows[0][0]]
    assert (entry.translation, entry.draft, entry.by_machine) == ("قراءة", True, True)


def test_a_list_that_is_none_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path)
    chunk = tmp_path / "chunk.json"
    chunk.write_text('[["one", 2]]', encoding="utf-8")
    assert run(monkeypatch, tmp_path, "import", "ar", "10-reading", str(chunk)) == (
        1,
        "Error: Row 1 is not [English, translation]. Nothing was taken.\n",
    )


def test_status_counts_words_by_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path)
    code, said = run(monkeypatch, tmp_path, "status")
    assert code == 0
    head, row = said.strip().splitlines()
    assert head.split() == "language words reviewed draft changed missing shown".split()
    assert row.split()[0] == "ar"
    assert row.split()[2:5] == ["0", "0", "0"]


def test_xliff_goes_out_to_an_agency_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path)
    code, said = run(monkeypatch, tmp_path, "export", "ar", "10-reading", "--xliff")
    assert code == 0
    assert 'target-language="ar"' in said
    back = tmp_path / "back.xliff"
    filled = said.replace('<target state="new"></target>', "<target>قراءة</target>", 1)
    back.write_text(filled, encoding="utf-8")
    code, said = run(monkeypatch, tmp_path, "import", "ar", "10-reading", str(back))
    assert (code, said.splitlines()[0]) == (0, f"{back}: 1 taken.")
    assert "قراءة" in {one.translation for one in entries(tmp_path, "10-reading").values()}


def test_a_broken_xliff_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path)
    back = tmp_path / "back.xlf"
    back.write_text("<xliff><file>", encoding="utf-8")
    assert run(monkeypatch, tmp_path, "import", "ar", "10-reading", str(back)) == (
        1,
        "Error: back.xlf is no valid XLIFF file. Nothing was taken.\n",
    )


def test_todo_puts_what_changed_before_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path)
    (tmp_path / CARDS).write_text(with_sentence(SENTENCE), encoding="utf-8")
    list(update(desk(tmp_path), "ar", Problems()))
    fill(tmp_path, "10-reading", [[SENTENCE, "في البطاقة رقم واحد وسنته ومصدره."]])
    (tmp_path / CARDS).write_text(with_sentence(SENTENCE.replace("its", "a")), encoding="utf-8")
    code, said = run(monkeypatch, tmp_path, "todo", "ar")
    assert code == 0
    lines = said.strip().splitlines()
    assert lines[0].split() == ["file", "what", "messages", "words", "about", "first"]
    assert lines[1].split()[:5] == "10-reading.po English changed in words".split()
    assert "not translated" in lines[2]


def test_two_groups_can_put_their_work_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path)
    texts = [one for one in entries(tmp_path, "10-reading") if "{" not in one][:3]
    fill(tmp_path, "10-reading", [[texts[0], "أ"], [texts[1], "ب"]])
    theirs = [Entry(texts[1], "ت"), Entry(texts[2], "ث"), Entry("Gone", "ج")]
    other = tmp_path / "theirs.po"
    other.write_text(write_po(theirs, "ar"), encoding="utf-8")
    assert run(monkeypatch, tmp_path, "merge", "ar", "10-reading", str(other)) == (
        0,
        f"2 taken, 1 differ and are drafts now.\n  differ: {texts[1]}\n",
    )
    found = entries(tmp_path, "10-reading")
    assert [found[text].translation for text in texts] == ["أ", "ب", "ث"]
    assert found[texts[1]].notes == ("other: ت",)
    assert found["Gone"].gone


def test_words_inside_formatted_strings_of_the_code_are_given_to_translators() -> None:
    texts = {message.text for message in interface_messages(OVERRIDES)}
    assert {"Taken over from", "for phones and e-readers", "Contents", "Skip to the text"} <= texts
