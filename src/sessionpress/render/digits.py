"""Numbers in the digits of a language, in finished HTML: one place for minutes, figures and dates.

Text that is marked as another language, code, sources and what is no text stay as they are.
"""

from __future__ import annotations

import re

from sessionpress.render.tree import VOID

DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "beng": "০১২৩৪৫৬৭৮৯"}
"""The digits 0 to 9 by the name of their numbering system in the Unicode CLDR."""

COUNTERS = {"arab": "arabic-indic", "arabext": "persian", "beng": "bengali"}
"""The same systems as style sheets name them."""

TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[A-Za-z][\w:-]*)(?P<rest>[^>]*)>|<!--.*?-->", re.DOTALL)
KEPT = re.compile(
    r"\b(?:lang=|dir=\"ltr\"|class=\"(?:[^\"]* )?(?:cites|references|outside|address)[ \"])"
)
"""What marks an element whose text is not in the language of the page."""

RAW = ("code", "pre", "kbd", "script", "style", "textarea")
NAMED = re.compile(r"[A-Za-z][\w.\u200e-]*\d[\w.\u200e-]*|\d+[A-Za-z]\w*|\d+", re.ASCII)
"""Digits, with what is a name around them: 4G, A4, B-2; in print a mark follows each sign of it."""


def localised(html: str, digits: str) -> str:
    """HTML with the numbers of its text in other digits; as it is for latn.

    Args:
        html: a page or a part of one, well formed.
        digits: a numbering system of the Unicode CLDR.
    """
    table = DIGITS.get(digits)
    if table is None:
        return html
    signs = str.maketrans("0123456789", table)
    made: list[str] = []
    at, inside, kept = 0, 0, ""
    for token in TOKEN.finditer(html):
        text = html[at : token.start()]
        made.append(text if inside else _digits(text, signs))
        made.append(token[0])
        at = token.end()
        tag = (token["tag"] or "").lower()
        if not tag or tag in VOID or token["rest"].endswith("/"):
            continue
        if inside:
            # Only elements of the same name can be taken for the end of the one that is kept.
            inside += (-1 if token["close"] else 1) if tag == kept else 0
        elif not token["close"] and tag != "html" and (tag in RAW or KEPT.search(token["rest"])):
            inside, kept = 1, tag
    made.append(html[at:] if inside else _digits(html[at:], signs))
    return "".join(made)


def _digits(text: str, signs: dict[int, int]) -> str:
    """The numbers of a text; a character reference such as &#39; has none."""
    if not any(sign.isdigit() for sign in text):
        return text
    pieces = re.split(r"(&#?\w+;)", text)
    return "".join(
        piece if place % 2 else NAMED.sub(lambda one: _number(one[0], signs), piece)
        for place, piece in enumerate(pieces)
    )


def _number(found: str, signs: dict[int, int]) -> str:
    return found.translate(signs) if found.isdigit() else found


def counters(css: str, digits: str) -> str:
    """A print style sheet that counts pages and lists in the digits of a language."""
    style = COUNTERS.get(digits)
    if style is None:
        return css
    counted = re.sub(r"(?<![\w-])counter\((pages?)\)", rf"counter(\1, {style})", css)
    return f"{counted}\nol {{ list-style-type: {style}; }}\n"
