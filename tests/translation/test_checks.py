"""Faults planted in nine languages: each is found, and nothing is found where nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.toolkits import CARDS, OVERRIDES, base_text, loaded, tiny

from sessionpress.letters import printable_letters
from sessionpress.make import render_translation
from sessionpress.markdown.compare import Comparison
from sessionpress.problems import Problems
from sessionpress.translate.desk import Judge, open_desk, translation_of
from sessionpress.translation.checks import Manner, errors
from sessionpress.translation.languages import Tongue, source_language
from sessionpress.translation.messages import Message, State
from sessionpress.translation.po import Entry, write_po

TERMS = {"road map": ("خريطة الطريق",), "EGDI": ("مؤشر تنمية الحكومة الإلكترونية", "EGDI")}
MANNERS = {
    "ar": Manner("ar", "latn", TERMS),
    "tr": Manner("tr"),
    "id": Manner("id"),
    "bn": Manner("bn", "beng"),
    "fa": Manner("fa", "arabext"),
    "ur": Manner("ur"),
    "ms": Manner("ms"),
    "fr": Manner("fr"),
    "az": Manner("az"),
}
COMPARISON = Comparison()

SOURCE = "The index was **0.63** in 2022 [@survey-22, p. 4]."
LINK = "See [the guide](../10-use/index.md#paper) and write 25 minutes."
FIGURE = "The value is {{ survey.egdi.IDN.2022 }}; it rose."
CODE = "Run `sessionpress check` first."
NOTE = "Round down when in doubt[^round]."
PLAIN = "Write the name of the service and its owner."
STEPS = "Take 15 cards, 4 pens and 1 sheet."
IMAGE = "![A plan of the room](room.svg)"
FIELD = "Files: {files}, of {count}."
BOLD = "**Ask:** Who has not spoken yet?"

PLANTED = [
    # Arabic
    ("ar", SOURCE, "كان المؤشر **0.36** في 2022 [@survey-22, p. 4].", "numbers"),
    ("ar", SOURCE, "كان المؤشر **0.63** في 2022.", "sources"),
    ("ar", SOURCE, "كان المؤشر **0.63 في 2022 [@survey-22, p. 4].", "marks"),
    ("ar", LINK, "انظر [الدليل](../10-use/index.md) واكتب 25 دقيقة.", "links"),
    ("ar", LINK, "انظر الدليل واكتب 25 دقيقة.", "links"),
    ("ar", FIGURE, "القيمة هي {{ survey.egdi.TUR.2022 }}؛ وقد ارتفعت.", "variables"),
    ("ar", PLAIN, "اكتب اسم الخدمة \u2067ومالكها.", "signs"),
    ("ar", PLAIN, "اكتب اسم \u202bالخدمة\u202c ومالكها.", "signs"),
    ("ar", PLAIN, "اكتب اسم الخدمة\u200b ومالكها.", "signs"),
    ("ar", PLAIN, "اكتب اسم الخدمة | ومالكها.", "marks"),
    ("ar", CODE, "شغّل `sessionpress تحقق` أولًا.", "code"),
    ("ar", "Draw the road map of the service.", "ارسم مخطط الخدمة.", "glossary"),
    ("ar", PLAIN, "اكتب the name of the service ومالكها.", "unchanged"),
    # Persian
    ("fa", STEPS, "۱۵ کارت، ۴ خودکار و ۲ برگه بردارید.", "numbers"),
    ("fa", PLAIN, "نام خدمت و مالك آن را بنویسید.", "letters"),
    ("fa", NOTE, "در صورت تردید به پایین گرد کنید.", "notes"),
    ("fa", FIGURE, "مقدار آن است؛ بالا رفت.", "variables"),
    ("fa", STEPS, "۱۵ کارت، 4 خودکار و ۱ برگه بردارید.", "digits"),
    ("fa", PLAIN, "نام خدمت و مالک آن را بنویسید.\u2066", "signs"),
    # Turkish
    ("tr", STEPS, "15 kart, 4 kalem ve 11 sayfa alın.", "numbers"),
    (
        "tr",
        LINK,
        "[Kılavuz](../10-use/index.html#paper) sayfasına bakın, 25 dakika yazın.",
        "links",
    ),
    ("tr", LINK, "[Kılavuz](../10-use/index.md#paper sayfasına bakın, 25 dakika yazın.", "links"),
    ("tr", PLAIN, "# Hizmetin adını ve sahibini yazın.", "marks"),
    ("tr", PLAIN, "Write the name of the service and its owner.", "unchanged"),
    ("tr", IMAGE, "![Odanın planı](oda.svg)", "links"),
    ("tr", FIELD, "Dosyalar: {dosyalar}, toplam {count}.", "fields"),
    # French
    ("fr", BOLD, "**Demandez:** qui n'a pas encore parlé ?", "end"),
    ("fr", BOLD, "Demandez : qui n'a pas encore parlé ?", "emphasis"),
    ("fr", SOURCE, "L'indice était de **0,63** en 2023 [@survey-22, p. 4].", "numbers"),
    ("fr", SOURCE, "L'indice était de **0,63** en 2022 [@survey-22, p. 5].", "sources"),
    ("fr", CODE, "Lancez d'abord `sessionpress vérifier`.", "code"),
    ("fr", PLAIN, "Écrivez le <b>nom</b> du service et de son responsable.", "tags"),
    # Bangla
    ("bn", STEPS, "১৫টি কার্ড, ৪টি কলম ও ৭টি পাতা নিন।", "numbers"),
    ("bn", PLAIN, "সেবার নাম ও তার মালিকের নাম লিখুন.", "end"),
    ("bn", NOTE, "সন্দেহ হলে নিচে নামান[^নোট]।", "notes"),
    ("bn", PLAIN, "সেবার সেবার নাম ও মালিক লিখুন।", "doubled"),
    # Indonesian
    ("id", PLAIN, "<script>alert('x')</script> Tulis nama layanan dan pemiliknya.", "tags"),
    ("id", STEPS, "Ambil 15 kartu, 4 pena dan 1 lembar. 2 kali.", "numbers"),
    ("id", FIGURE, "Nilainya {{ survey.egdi.IDN.2022 }; naik.", "variables"),
    ("id", BOLD, "**Tanyakan:* Siapa yang belum berbicara?", "marks"),
    # Azerbaijani
    ("az", LINK, "[bələdçi](javascript:x) baxın və 25 dəqiqə yazın.", "links"),
    ("az", PLAIN, "- Xidmətin adını və sahibini yazın.", "marks"),
    ("az", SOURCE, "İndeks 2022-ci ildə **0.63** idi [@survey-24, p. 4].", "sources"),
    # Urdu
    ("ur", PLAIN, "خدمت كا نام اور مالك لکھیں۔", "letters"),
    ("ur", STEPS, "15 کارڈ، 4 قلم اور 10 شیٹ لیں۔", "numbers"),
    ("ur", CODE, "پہلے sessionpress check چلائیں۔", "code"),
    # Malay
    ("ms", LINK, "Lihat [panduan](../10-use/index.md#paper) dan tulis 52 minit.", "numbers"),
    (
        "ms",
        "See https://example.org/a for more.",
        "Lihat https://example.org/b untuk lagi.",
        "links",
    ),
    ("ms", NOTE, "Bundarkan ke bawah[^round][^lain].", "notes"),
]

GOOD = [
    ("ar", SOURCE, "بلغ المؤشر **0.63** عام 2022 [@survey-22, p. 4]."),
    ("ar", LINK, "انظر [الدليل](../10-use/index.md#paper) واكتب 25 دقيقة."),
    ("ar", "Draw the road map of the service.", "ارسم خارطة للخدمة: خريطة طريقها."),
    ("ar", PLAIN, "اكتب اسم الخدمة \u2068ICT\u2069 ومالكها.\u200f"),
    ("ar", "What is the EGDI?", "ما المقصود بمؤشر EGDI؟"),
    ("ar", "The D-8 countries have 4G.", "لدى دول مجموعة الثماني الجيل الرابع."),
    ("fa", STEPS, "۱۵ کارت، ۴ خودکار و ۱ برگه بردارید."),
    ("fa", PLAIN, "نام خدمت و مالک آن را می\u200cنویسید."),
    ("fa", FIGURE, "مقدار {{ survey.egdi.IDN.2022 }} است؛ بالا رفت."),
    ("tr", STEPS, "15 kart, 4 kalem ve 1 sayfa alın."),
    ("tr", BOLD, "**Sorun:** Henüz kim konuşmadı?"),
    ("tr", CODE, "Önce `sessionpress check` komutunu çalıştırın."),
    ("fr", BOLD, "**Demandez :** qui n'a pas encore parlé ?"),
    ("fr", "There were 1,200 files.", "Il y avait 1\u202f200 fichiers."),
    ("fr", SOURCE, "L'indice était de **0,63** en 2022 [@survey-22, p. 4]."),
    ("bn", STEPS, "১৫টি কার্ড, ৪টি কলম ও ১টি পাতা নিন।"),
    ("bn", PLAIN, "সেবার নাম ও তার মালিকের নাম লিখুন।"),
    ("id", PLAIN, "Tulis nama layanan dan pemiliknya."),
    ("id", "See session 2 for more.", "Lihat sesi ke-2 untuk selengkapnya."),
    ("id", NOTE, "Bulatkan ke bawah bila ragu[^round]."),
    ("az", LINK, "[Bələdçiyə](../10-use/index.md#paper) baxın və 25 dəqiqə yazın."),
    ("az", FIELD, "Fayllar: {files}, cəmi {count}."),
    ("ur", STEPS, "15 کارڈ، 4 قلم اور 1 شیٹ لیں۔"),
    ("ur", PLAIN, "خدمت کا نام اور اس کے مالک کا نام لکھیں۔"),
    ("ms", IMAGE, "![Pelan bilik](room.svg)"),
    ("ms", PLAIN, "Tulis nama perkhidmatan dan pemiliknya."),
]


def found(language: str, english: str, translation: str, *excuses: str) -> dict[str, bool]:
    """The checks that find something, and whether it is an error."""
    entry = Entry(english, translation, excuses=tuple(f"ignore-{one}" for one in excuses))
    judge = Judge(MANNERS[language], COMPARISON)
    message = Message(english, ("modules/x.md",), "paragraph")
    return {fault.check: fault.error for fault in judge.faults(message, entry)}


@pytest.mark.parametrize(("language", "english", "translation", "check"), PLANTED)
def test_a_planted_fault_is_found(
    language: str, english: str, translation: str, check: str
) -> None:
    assert check in found(language, english, translation)


@pytest.mark.parametrize(("language", "english", "translation"), GOOD)
def test_nothing_is_found_where_nothing_is_wrong(
    language: str, english: str, translation: str
) -> None:
    assert found(language, english, translation) == {}


def test_there_are_faults_in_nine_languages() -> None:
    assert len(PLANTED) >= 46
    assert {row[0] for row in PLANTED} == set(MANNERS)


def test_a_message_can_be_excused_from_one_check() -> None:
    words = "Take five cards."
    assert found("tr", words, "5 kart alın.") == {"numbers": True}
    assert found("tr", words, "5 kart alın.", "numbers") == {}


def test_a_letter_that_no_font_prints_is_an_error_whatever_is_excused() -> None:
    manner = Manner("az", letters=printable_letters(OVERRIDES / "fonts"))
    message = Message("No. ≤ 5", ("modules/x.md",), "interface")
    said = [
        (fault.check, fault.what)
        for excuses in ((), ("ignore-print",))
        for fault in errors(message, Entry(message.text, "№ ≤ 5 Ж", excuses=excuses), manner)
    ]
    assert said == [("print", "No print font has № Ж. Write it in another way.")] * 2
    assert errors(message, Entry(message.text, "Nömrə ≤ 5"), manner) == ()


def at_home(text: str) -> str:
    """A text with the source and the page that the tiny toolkit has."""
    return text.replace("@survey-22", "@survey-30").replace("../10-use/index.md#paper", "index.md")


def test_no_planted_fault_breaks_an_edition_and_each_error_is_shown_in_english(
    tmp_path: Path,
) -> None:
    wrong = [row for row in PLANTED if found(*row[:3])[row[3]] and "{" not in row[1] + row[2]]
    wrong = [row for row in wrong if row[1] != IMAGE]
    english = dict.fromkeys(at_home(row[1]) for row in wrong)
    page = "\n\n".join([base_text(CARDS), *english, "[^round]: Down.\n"])
    tags = sorted({row[0] for row in wrong})
    rows = "".join(f"  - {{tag: {tag}, name: {tag}}}\n" for tag in tags)
    tiny(tmp_path, {CARDS: page, "translations/languages.yml": f"languages:\n{rows}"})
    toolkit = loaded(tmp_path)
    desk = open_desk(toolkit, tmp_path, OVERRIDES, Problems())
    assert len(tags) == len(MANNERS)
    for tag in tags:
        own = [row for row in wrong if row[0] == tag]
        path = desk.path(tag, "10-reading")
        path.parent.mkdir()
        entries = [Entry(at_home(row[1]), at_home(row[2])) for row in own]
        path.write_text(write_po(entries, tag), encoding="utf-8")
        translation = translation_of(desk, tag, Problems())
        tongues = (Tongue(source_language("en")), Tongue(desk.language(tag), tag))
        made = render_translation(toolkit, OVERRIDES, "participant", translation, tongues)
        html = next(one.html for one in made.pages if one.address.endswith("cards.html"))
        for message in {entry.key for entry in entries}:
            said = translation.said[("10-reading", *message)]
            assert (said.text, said.state) == (message[1], State.MISSING)
        assert "<script" not in html
