"""The same small session in four scripts, for what must hold in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.plain_sites import write_plain_site
from tests.toolkits import base_text, page


@dataclass(frozen=True)
class Words:
    """A few words of a language; nobody need agree with what they say."""

    title: str
    heading: str
    text: str
    items: tuple[str, str, str]


LANGUAGES = {
    "ar": Words(
        "الخدمات الرقمية للجميع",
        "ما الذي تغيّر؟",
        "تعمل المؤسّسات معًا على تبسيط الخدمات. بلغ المؤشر (EGDI) 0.6845 في عام 2024، "
        "ولا يعني ذلك أن كل مواطن يستفيد منها.",
        ("اقرأ البطاقة", "اسأل زميلك", "اكتب سؤالًا واحدًا"),
    ),
    "fa": Words(
        "خدمات دیجیتال برای همه",
        "چه چیزی تغییر کرده است؟",
        "نهادها با هم کار می‌کنند تا خدمات ساده‌تر شود. شاخص (EGDI) در سال 2024 به 0.6845 رسید.",
        ("کارت را بخوانید", "از همکار خود بپرسید", "یک پرسش بنویسید"),
    ),
    "ur": Words(
        "سب کے لیے ڈیجیٹل خدمات",
        "کیا بدل گیا ہے؟",
        "ادارے مل کر خدمات کو آسان بناتے ہیں۔ اشاریہ (EGDI) سنہ 2024 میں 0.6845 تک پہنچا، "
        "لیکن اس کا یہ مطلب نہیں کہ ہر شہری اس سے فائدہ اٹھاتا ہے۔",
        ("کارڈ پڑھیں", "اپنے ساتھی سے پوچھیں", "ایک سوال لکھیں"),
    ),
    "bn": Words(
        "সবার জন্য ডিজিটাল সেবা",
        "কী বদলেছে?",
        "প্রতিষ্ঠানগুলো একসঙ্গে সেবা সহজ করে। ২০২৪ সালে সূচক (EGDI) ০.৬৮৪৫ হয়েছে।",
        ("কার্ডটি পড়ুন", "সহকর্মীকে জিজ্ঞাসা করুন", "একটি প্রশ্ন লিখুন"),
    ),
}

SAMPLE = "sample.html"
"""Where the page with everything stands."""


def sample_site(root: Path, language: str) -> Path:
    """Write the site of a small toolkit in a language; give its folder."""
    words = LANGUAGES[language]
    numbered = "\n".join(f"{place}. {item}" for place, item in enumerate(words.items, 1))
    listed = "\n".join(f"- {item}" for item in words.items)
    text = f"""{words.text}

## {words.heading}

{numbered}

{listed}

Table: {words.title}

| {words.items[0]} | EGDI |
|---|---|
| {words.items[1]} | 0.6845 |
| {words.items[2]} | 2024-03-01 |

> {words.text}

/// keypoint
{words.text}
///

/// case | {words.title}
    country: AAA
    source: survey-30
    as-of: 2030-02

{words.text}
///

### {words.items[1]}

{words.text} `sessionpress build` [{words.items[2]}](index.md)

## {words.items[2]}

{words.text}
"""
    home = base_text("docs/index.md")
    title = home.split("title: ", 1)[1].split("\n", 1)[0]
    files = {
        "docs/70-sample.md": page(text, words.title),
        "docs/index.md": home.replace(f"title: {title}", f"title: {words.title}", 1),
    }
    return write_plain_site(root, files, language=language)
