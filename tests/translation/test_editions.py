"""An edition in another language: what is shown for each state, and what stays as in the source."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from tests.builds import build_here, instead_of_books, tree
from tests.toolkits import CARDS, OVERRIDES, base_text, loaded, tiny

from sessionpress import build as build_module
from sessionpress.fingerprint import fingerprint
from sessionpress.make import (
    Made,
    ready_languages,
    render_edition,
    render_translation,
)
from sessionpress.problems import Problems
from sessionpress.render.shell import Shell, Site
from sessionpress.translate.desk import Desk, open_desk, translation_of
from sessionpress.translate.exchange import import_pairs
from sessionpress.translate.state import check_language
from sessionpress.translate.work import stamp, update
from sessionpress.translation.fields import translated
from sessionpress.translation.languages import Tongue, source_language
from sessionpress.translation.messages import Listener

LANGUAGES = "languages:\n  - {tag: ar, name: العربية, owner: Skills office, threshold: 1}\n"
PAGE = """

## How to read it

A card holds one figure, its year and its source.

- First the figure
- Then the year, [as before](#how-to-read-it)

Table: Two words

| Word | Meaning |
|---|---|
| Card | A sheet of paper |
"""
AR = {
    "How to read it": "كيف تقرؤها",
    "A card holds one figure, its year and its source.": "في البطاقة رقم واحد وسنته ومصدره.",
    "First the figure": "الرقم أولًا",
    "Word": "كلمة",
    "Cards": "البطاقات",
    "Sort the cards": "رتّب البطاقات",
}


def write(root: Path, more: str = "", files: dict[str, str] | None = None) -> Path:
    page = base_text(CARDS) + PAGE + more
    return tiny(root, {"translations/languages.yml": LANGUAGES, CARDS: page, **(files or {})})


def say(root: Path, rows: dict[str, str], *, reviewed: bool = True) -> None:
    """Translate some messages of the first session into Arabic."""
    desk = open_desk(loaded(root), root, OVERRIDES, Problems())
    list(update(desk, "ar", Problems()))
    pairs = [(("", english), said) for english, said in rows.items()]
    import_pairs(desk, "ar", "10-reading", pairs, Problems(), machine=False, replaces=True)
    if reviewed:
        path = desk.path("ar", "10-reading")
        path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), "utf-8")


def made(root: Path, reader: str = "participant") -> Made:
    toolkit = loaded(root)
    desk = open_desk(toolkit, root, OVERRIDES, Problems())
    translation = translation_of(desk, "ar", Problems())
    tongues = (Tongue(source_language("en")), Tongue(desk.language("ar"), "ar", 40, 40))
    return render_translation(toolkit, OVERRIDES, reader, translation, tongues)


def cards(root: Path, reader: str = "participant") -> str:
    return next(one.html for one in made(root, reader).pages if one.address.endswith("cards.html"))


def test_a_translation_stands_in_the_place_of_the_english(tmp_path: Path) -> None:
    say(write(tmp_path), AR)
    html = cards(tmp_path)
    assert "<p>في البطاقة رقم واحد وسنته ومصدره.</p>" in html
    assert "A card holds one figure" not in html


def test_headings_keep_the_ids_of_the_source_and_links_to_them_hold(tmp_path: Path) -> None:
    say(write(tmp_path), AR)
    html = cards(tmp_path)
    assert '<h2 id="how-to-read-it">كيف تقرؤها</h2>' in html
    assert 'href="#how-to-read-it"' in html
    assert 'id="activity-sort-the-cards"' in html


def test_a_block_that_is_not_translated_says_its_language_and_direction(tmp_path: Path) -> None:
    say(write(tmp_path), AR)
    html = cards(tmp_path)
    assert '<p dir="ltr" lang="en">Sort them.</p>' in html
    assert '<h2 class="block-title" lang="en" dir="ltr">What a card is</h2>' in html
    assert '<h2 class="block-title">رتّب البطاقات</h2>' in html
    assert '<li><span dir="ltr" lang="en">Then the year, <a href="#how-to-read-it">' in html
    assert '<td><span dir="ltr" lang="en">A sheet of paper</span></td>' in html
    assert '<th scope="col">كلمة</th>' in html


def test_a_caption_that_is_not_translated_is_still_a_caption(tmp_path: Path) -> None:
    say(write(tmp_path), AR)
    assert '<caption dir="ltr" id="table-1" lang="en">Two words</caption>' in cards(tmp_path)


def test_a_draft_is_shown_and_marked(tmp_path: Path) -> None:
    say(write(tmp_path), AR, reviewed=False)
    html = cards(tmp_path)
    assert '<p class="tr-draft">في البطاقة رقم واحد وسنته ومصدره.</p>' in html
    assert '<li><span class="tr-draft">الرقم أولًا</span></li>' in html


def edit(root: Path, old: str, new: str) -> None:
    path = root / CARDS
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_when_only_words_of_the_english_change_the_old_translation_is_shown_and_marked(
    tmp_path: Path,
) -> None:
    say(write(tmp_path), AR)
    edit(tmp_path, "its year and its source.", "its year and its origin.")
    assert '<p class="tr-changed">في البطاقة رقم واحد وسنته ومصدره.</p>' in cards(tmp_path)


def test_when_a_number_changes_the_english_is_shown(tmp_path: Path) -> None:
    line = "A card of 2028 holds one figure, its year and its source."
    say(write(tmp_path, f"\n\n{line}\n"), {line: "في بطاقة 2028 رقم واحد وسنته ومصدره."})
    assert "في بطاقة 2028" in cards(tmp_path)
    edit(tmp_path, "of 2028 holds", "of 2030 holds")
    html = cards(tmp_path)
    assert '<p dir="ltr" lang="en">A card of 2030 holds one figure' in html
    assert "في بطاقة 2028" not in html


def test_one_edited_paragraph_makes_one_block_stale(tmp_path: Path) -> None:
    say(write(tmp_path), AR)
    before = cards(tmp_path)
    edit(tmp_path, "its year and its source.", "its year and its origin.")
    after = cards(tmp_path)
    changed = [
        pair
        for pair in zip(before.split("\n"), after.split("\n"), strict=True)
        if pair[0] != pair[1]
    ]
    assert len(changed) == 1


def test_what_a_translation_breaks_is_shown_in_english_for_that_block_alone(
    tmp_path: Path,
) -> None:
    wrong = {**AR, "Then the year, [as before](#how-to-read-it)": "ثم السنة <script>x</script>"}
    say(write(tmp_path), wrong)
    html = cards(tmp_path)
    assert "Then the year" in html
    assert "script" not in html
    assert "الرقم أولًا" in html


def test_addresses_are_the_same_in_every_language(tmp_path: Path) -> None:
    say(write(tmp_path), AR)
    source = render_edition(loaded(tmp_path), OVERRIDES, "participant")
    assert [one.address for one in made(tmp_path).pages] == [one.address for one in source.pages]


def test_what_facilitators_read_is_on_no_page_of_participants(tmp_path: Path) -> None:
    note = {"**Say** what a card is.": "**قل** ما البطاقة."}
    say(write(tmp_path), {**AR, **note})
    assert "قل" in cards(tmp_path, "facilitator")
    assert all("قل" not in page.html for page in made(tmp_path).pages)


def test_hints_for_translators_reach_them_and_no_reader(tmp_path: Path) -> None:
    hints = (
        "\n\n<!-- i18n:comment: a verb -->\n\nSort\n\n<!-- i18n:context: a noun -->\n\nSort\n\n"
        "<!-- i18n:skip -->\n\nNever given to translators.\n"
    )
    write(tmp_path, hints)
    messages = open_desk(loaded(tmp_path), tmp_path, OVERRIDES, Problems()).messages
    found = messages["10-reading"]
    assert found[("", "Sort")].note == "a verb"
    assert ("a noun", "Sort") in found
    assert not [text for _context, text in found if text.startswith("Never given")]
    html = next(
        page.html
        for page in render_edition(loaded(tmp_path), OVERRIDES, "participant").pages
        if page.address.endswith("cards.html")
    )
    assert "i18n" not in html
    assert "Never given to translators." in html


def test_a_footnote_is_a_message_without_signs_of_the_library(tmp_path: Path) -> None:
    write(tmp_path, "\n\nRound **down**[^round].\n\n[^round]: Always down.\n")
    found = open_desk(loaded(tmp_path), tmp_path, OVERRIDES, Problems()).messages["10-reading"]
    assert ("", "Round **down**[^round].") in found
    assert ("", "Always down.") in found
    assert not [text for _context, text in found if "\x02" in text]


def test_the_names_of_places_are_those_of_the_cldr(tmp_path: Path) -> None:
    say(write(tmp_path), AR)
    assert made(tmp_path).edition.toolkit.settings.language == "ar"


def shell(root: Path, address: str = "sessions/reading/cards.html") -> Shell:
    one = made(root)
    return Site(one.edition, one.pages, {}).shell(address)


def test_a_page_says_how_far_it_is_and_leads_to_the_same_page_in_other_languages(
    tmp_path: Path,
) -> None:
    say(write(tmp_path), AR)
    found = shell(tmp_path)
    assert found.direction == "rtl"
    assert [(one.tag, one.url, one.current) for one in found.languages] == [
        ("en", "../../../sessions/reading/cards.html", False),
        ("ar", "cards.html", True),
    ]
    assert found.source_url == "../../../sessions/reading/cards.html"
    status = found.status
    assert status is not None
    assert status.path == "translations/ar/10-reading.po"
    assert 0 < status.reviewed < 100
    assert status.reviewed + status.draft + status.changed + status.english == 100


def test_a_page_that_is_all_reviewed_says_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    desk = open_desk(loaded(tmp_path), tmp_path, OVERRIDES, Problems())
    rows = {
        text: re.sub(r"(?<![\w.{@\[#(/-])[A-Z]\w+(?![\w.}])", "كلمة", text)
        for _context, text in desk.messages["10-reading"]
    }
    say(tmp_path, rows)
    assert shell(tmp_path).status is None


def test_every_file_of_a_language_has_a_key_under_which_it_is_kept(tmp_path: Path) -> None:
    write(tmp_path)
    say(tmp_path, AR)
    files = made(tmp_path).documents
    assert len({fingerprint(one.content, one.target) for one in files}) == len(files) > 10


def test_figures_have_the_signs_of_the_language_between_their_digits(tmp_path: Path) -> None:
    write(tmp_path)
    toolkit = loaded(tmp_path)
    text = next(iter(toolkit.tables["survey"].rows[0].figures.values())).text
    for tag, digits, wanted in (("tr", "latn", ","), ("ar", "arab", "٫"), ("ur", "latn", ".")):
        said = translated(toolkit, Listener(tag), digits)
        figure = next(iter(said.tables["survey"].rows[0].figures.values()))
        assert (figure.text, said.signs.decimal) == (text.replace(".", wanted), wanted)


def test_without_a_language_that_is_ready_a_build_makes_the_source_alone(tmp_path: Path) -> None:
    write(tmp_path)
    say(tmp_path, AR)
    ready = ready_languages(loaded(tmp_path), tmp_path, OVERRIDES)
    assert [one.language.tag for one in ready.tongues if one.is_made] == ["en"]
    assert ready.translations == ()


def test_a_build_puts_each_language_below_the_source_with_a_search_and_a_bundle_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "content")
    say(tmp_path / "content", AR)
    desk = open_desk(loaded(tmp_path / "content"), tmp_path / "content", OVERRIDES, Problems())
    pairs = [(key, "كلمة") for key in desk.messages["ui"] if "{" not in key[1]]
    import_pairs(desk, "ar", "ui", pairs, Problems(), machine=False, replaces=True)
    monkeypatch.setattr(build_module, "make_documents", instead_of_books)
    build_here(tmp_path / "dist", tmp_path / "content")
    site = tmp_path / "dist" / "site"
    english, arabic = (tree(site), tree(site / "ar"))
    page = arabic["sessions/reading/cards.html"].decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert (
        '<link rel="alternate" hreflang="en" href="../../../sessions/reading/cards.html">' in page
    )
    assert "البطاقات" in arabic["assets/search-index.js"].decode()
    assert "البطاقات" not in english["assets/search-index.js"].decode()
    with zipfile.ZipFile(site / "ar" / "downloads" / "tiny-2030.1-ar.zip") as bundle:
        alone = bundle.read("tiny-2030.1-ar/site/sessions/reading/cards.html").decode()
        assert not [name for name in bundle.namelist() if "/en/" in name]
    assert "hreflang" not in alone
    assert "tongues" not in alone
    assert (tmp_path / "dist" / "facilitator" / "ar" / "index.html").is_file()


ADAPTED = """---
title: البطاقات
---

## كيف نقرأ البطاقة في بلدنا

نص محلي كامل.

/// talk | ما البطاقة
    minutes: 15
    shortest: 10
    objectives: [s1-read]

نص.
///

/// activity | رتّب
    exercise: card-sort

رتّبها.

//// keypoint
تاريخ.
////
///
"""


def adapted(root: Path, more: str = "") -> Path:
    """The tiny toolkit with an Arabic page in the place of the English one."""
    text = base_text(CARDS)
    kept = text[: text.index("/// question")]
    write(root, files={CARDS: kept + PAGE, CARDS.replace(".md", ".ar.md"): ADAPTED + more})
    return root


def test_a_page_of_a_language_replaces_that_of_the_source_and_keeps_its_places(
    tmp_path: Path,
) -> None:
    adapted(tmp_path, "/// notes\nقل.\n///\n\n/// slide | بطاقة\nبطاقة.\n///\n")
    say(tmp_path, {})
    html = cards(tmp_path)
    assert "<p>نص محلي كامل.</p>" in html
    assert "tr-draft" not in html
    assert '<span id="how-to-read-it"></span>' in html
    source = render_edition(loaded(tmp_path), OVERRIDES, "participant")
    assert not [page for page in source.pages if ".ar" in page.address]


def test_a_page_of_a_language_that_lacks_a_kind_of_block_is_not_shown(tmp_path: Path) -> None:
    adapted(tmp_path)
    say(tmp_path, {})
    assert "نص محلي كامل" not in cards(tmp_path)
    problems = Problems()
    desk = open_desk(loaded(tmp_path), tmp_path, OVERRIDES, problems)
    check_language(desk, "ar", problems)
    assert [str(one) for one in problems if one.place.path.endswith(".ar.md")] == [
        "modules/10-reading/10-cards.ar.md:1: the English page has blocks of these kinds, and this "
        "one has none: notes, slide. The English page is shown until they are there. [translation]"
    ]


def test_a_stamp_tells_which_blocks_of_the_source_changed_since(tmp_path: Path) -> None:
    adapted(tmp_path, "/// notes\nقل.\n///\n\n/// slide | بطاقة\nبطاقة.\n///\n")
    say(tmp_path, {})

    def desk() -> Desk:
        return open_desk(loaded(tmp_path), tmp_path, OVERRIDES, Problems())

    def stale() -> int:
        return translation_of(desk(), "ar", Problems()).stale[CARDS]

    assert stale() == -1
    assert stamp(desk(), "ar", CARDS) == CARDS.replace(".md", ".ar.md")
    assert stale() == 0
    edit(tmp_path, "its year and its source.", "its year and its origin.")
    assert stale() == 1
    stamp(desk(), "ar", CARDS)
    assert stale() == 0
