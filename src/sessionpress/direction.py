"""Which way the letters of a language run."""

from __future__ import annotations

from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError


@cache
def direction(language: str) -> Literal["ltr", "rtl"]:
    """The direction of a language, by its BCP 47 tag; from the left when nobody knows it."""
    try:
        order = Locale.parse(language, sep="-").character_order
    except (UnknownLocaleError, ValueError):
        return "ltr"
    return "rtl" if order == "right-to-left" else "ltr"
