"""PO files as people and programs write them: what can be read is read, what cannot is said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.toolkits import tiny
from tests.translation.test_work import LANGUAGES, begun, desk, run

from sessionpress.problems import Problems
from sessionpress.translate.desk import read_files, translation_of
from sessionpress.translation.messages import State
from sessionpress.translation.po import Entry, read_po, write_po

HEAD = 'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ONE = 'msgid "Card"\nmsgstr "بطاقة"\n'


def read(text: str | bytes) -> tuple[dict[str, str], list[str]]:
    problems = Problems()
    data = text if isinstance(text, bytes) else text.encode()
    found = read_po(data, "translations/ar/x.po", "ar", problems)
    return {one.text: one.translation for one in found}, [str(one) for one in problems]


def test_a_file_comes_back_as_it_was_written() -> None:
    entries = (
        Entry("Plain", "سهل", paths=("modules/a b.md",), hints=("paragraph",)),
        Entry("Draft", "مسودة", draft=True, notes=("machine: draft, not reviewed",)),
        Entry("Now", "قبل", draft=True, previous="Then"),
        Entry("Sort", "فرز", context="a verb"),
        Entry("Five", "5", excuses=("ignore-numbers",)),
        Entry("Empty", ""),
        Entry('Long "quoted" \\ text ' * 20, "نص"),
        Entry("Old", "قديم", gone=True),
    )
    problems = Problems()
    back = read_po(write_po(entries, "ar").encode(), "x.po", "ar", problems)
    assert not list(problems)
    assert [(e.text, e.translation, e.context, e.draft, e.previous, e.gone) for e in back] == [
        (
            e.text.strip() if e.gone else e.text,
            e.translation,
            e.context,
            e.draft,
            e.previous,
            e.gone,
        )
        for e in entries
    ]
    assert back[0].hints == ("paragraph",)
    assert back[1].by_machine
    assert back[4].excuses == ("ignore-numbers",)


def test_a_file_has_no_line_numbers_no_dates_and_no_wrapped_lines() -> None:
    text = write_po([Entry("word " * 60, "كلمة " * 60, paths=("modules/x.md",))], "ar")
    assert "#: modules/x.md\n" in text
    assert "Date" not in text
    assert len([line for line in text.splitlines() if line.startswith("msgid")]) == 2
    assert not [line for line in text.splitlines()[8:] if line.startswith('"')]


@pytest.mark.parametrize("text", [HEAD + ONE, "\ufeff" + HEAD + ONE, ONE])
def test_a_mark_of_byte_order_and_a_missing_header_do_no_harm(text: str) -> None:
    assert read(text) == ({"Card": "بطاقة"}, [])


def test_line_ends_of_another_system_do_no_harm() -> None:
    assert read((HEAD + ONE).replace("\n", "\r\n")) == ({"Card": "بطاقة"}, [])


def test_a_header_of_another_language_is_said_and_the_file_is_read() -> None:
    assert read(HEAD.replace(": ar", ": tr") + ONE) == (
        {"Card": "بطاقة"},
        [
            'translations/ar/x.po:1: the header names the language "tr"; the folder is that of '
            '"ar". Write Language: ar, or move the file. [translation-file]'
        ],
    )


def test_a_header_of_another_encoding_is_said() -> None:
    assert read(HEAD.replace("UTF-8", "CP1256") + ONE)[1] == [
        'translations/ar/x.po:1: the header names the encoding "CP1256". Save the file as UTF-8, '
        "and write charset=UTF-8. [translation-file]"
    ]


def test_another_encoding_is_said_with_its_line() -> None:
    data = HEAD.encode() + b'msgid "Card"\nmsgstr "' + "بطاقة".encode("cp1256") + b'"\n'
    assert read(data) == (
        {},
        [
            "translations/ar/x.po:7: the file is not UTF-8. Save it as UTF-8 in your editor. "
            "[file-encoding]"
        ],
    )


def test_marks_of_an_unfinished_merge_are_said_with_their_line() -> None:
    text = HEAD + '<<<<<<< ours\nmsgid "Card"\nmsgstr "أ"\n=======\nmsgstr "ب"\n>>>>>>> theirs\n'
    assert read(text) == (
        {},
        [
            "translations/ar/x.po:6: the file holds marks of a merge that was not finished. Choose "
            "one side for each, and take the marks out. [translation-file]"
        ],
    )


def test_a_broken_file_is_said_with_its_line() -> None:
    assert read(HEAD + 'msgid "Card\nmsgstr "بطاقة"\n') == (
        {},
        [
            "translations/ar/x.po:6: this line is not as a PO file has it. Look for a missing "
            "quotation mark, or open the file in Poedit and save it. [translation-file]"
        ],
    )


def test_of_two_equal_messages_the_translated_one_is_taken() -> None:
    assert read(HEAD + 'msgid "Card"\nmsgstr ""\n\n' + ONE) == (
        {"Card": "بطاقة"},
        [
            "translations/ar/x.po:9: the message of line 6 stands here again. Keep one of the two. "
            "[translation-file]"
        ],
    )


def test_plural_forms_give_their_first() -> None:
    text = HEAD + 'msgid "card"\nmsgid_plural "cards"\nmsgstr[0] "بطاقة"\nmsgstr[1] "بطاقات"\n'
    assert read(text) == ({"card": "بطاقة"}, [])


def test_fifty_thousand_messages_are_read_in_a_few_seconds() -> None:
    text = HEAD + "".join(f'msgid "Card {n}"\nmsgstr "بطاقة {n}"\n\n' for n in range(50_000))
    begin = time.process_time()
    found, problems = read(text)
    assert (len(found), problems) == (50_000, [])
    assert time.process_time() - begin < 15


def test_a_broken_file_leaves_its_part_in_english_and_stops_nothing(tmp_path: Path) -> None:
    made = begun(tmp_path)
    path = tmp_path / "translations" / "ar" / "10-reading.po"
    path.write_text(path.read_text(encoding="utf-8").replace('msgid "A', "msgid A", 1), "utf-8")
    problems = Problems()
    translation = translation_of(made, "ar", problems)
    assert [one.rule for one in problems] == ["translation-file"]
    assert {said.state for key, said in translation.said.items() if key[0] == "10-reading"} == {
        State.MISSING
    }


def test_an_update_does_not_touch_a_file_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path)
    path = tmp_path / "translations" / "ar" / "10-reading.po"
    broken = path.read_text(encoding="utf-8").replace('msgid "A', "msgid A", 1)
    path.write_text(broken, encoding="utf-8")
    assert run(monkeypatch, tmp_path, "update", "ar")[0] == 1
    assert path.read_text(encoding="utf-8") == broken


def test_a_file_of_a_page_that_is_gone_is_kept(tmp_path: Path) -> None:
    begun(tmp_path)
    old = tmp_path / "translations" / "ar" / "99-gone.po"
    old.write_text(write_po([Entry("Card", "بطاقة")], "ar"), encoding="utf-8")
    assert "99-gone" in read_files(tmp_path, "ar", Problems())
    assert desk(tmp_path).messages.get("99-gone") is None


def test_a_folder_of_a_language_that_is_not_declared_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny(tmp_path, {"translations/languages.yml": LANGUAGES, "translations/xx/ui.po": HEAD})
    assert run(monkeypatch, tmp_path, "check") == (
        1,
        "translations/xx:1: languages.yml names no such language. Add it there, or take the folder "
        "away. [translation-file]\n1 problem. 0 hints.\n",
    )


def test_a_text_that_is_still_the_english_is_a_hint_and_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path)
    path = tmp_path / "translations" / "ar" / "ui.po"
    same = Entry("Page not found", "Page not found")
    path.write_text(write_po([same], "ar"), encoding="utf-8")
    assert run(monkeypatch, tmp_path, "check", "ar") == (
        0,
        "translations/ar/ui.po:9: unchanged: It is the same as the English. Look at it once more. "
        "[translation-hint]\nNo problems. 1 hint.\n",
    )
