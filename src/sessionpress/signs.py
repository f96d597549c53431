"""The signs between the digits of a number, which differ from language to language."""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands before the decimals of a number, and between its groups of three digits."""

    decimal: str = "."
    group: str = ","

    def write(self, number: str) -> str:
        """A number written as in English, such as 1,234.5, with these signs."""
        return number.translate(str.maketrans(".,", self.decimal + self.group))


ENGLISH = Signs()

_CONTROLS = str.maketrans("", "", "\u061c\u200e\u200f")


def signs_of(language: str, digits: str) -> Signs:
    """The signs of a language; those of English when nobody knows it.

    Args:
        language: its BCP 47 tag.
        digits: the numbering system that it uses, by its name in the Unicode CLDR.
    """
    locale = _locale(language)
    symbols = locale.number_symbols.get(digits, {}) if locale else {}
    decimal, group = symbols.get("decimal", "."), symbols.get("group", ",")
    return Signs(decimal, group) if len(decimal) == len(group) == 1 else ENGLISH


def percent(share: int, language: str, digits: str) -> str:
    """A share in hundredths as a language writes it: 17 %, %17, 17 ٪.

    Args:
        share: from 0 to 100.
        language: its BCP 47 tag.
        digits: the numbering system that it uses, by its name in the Unicode CLDR.
    """
    locale = _locale(language)
    if locale is None:
        return f"{share} %"
    sign = locale.number_symbols.get(digits, {}).get("percentSign", "%").translate(_CONTROLS)
    if locale.percent_formats[None].pattern.startswith("%"):
        return f"{sign}{share}"
    return f"{share} {sign}"


def _locale(language: str) -> Locale | None:
    """What the CLDR knows of a language; None when nobody knows it."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
