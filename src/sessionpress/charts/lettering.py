"""How wide a text will be, guessed without fonts, and where to break it.

Nobody knows which font a reader has, so widths are guessed on the wide side: a label with too much
room looks calm, one with too little runs out of the drawing.
"""

import re
import unicodedata
from collections.abc import Iterator

# Widths in em, a little over those of the widest usual fonts: first some letters, then other
# letters by the code point that their scripts end before.
_LETTERS = {
    **dict.fromkeys("ijl.,:;'|!()[]/ \u2019", 0.4),
    **dict.fromkeys("mwMW@%\u2014\u2026", 1.02),
    **dict.fromkeys("\u0633\u0634\u0635\u0636\u0640", 0.95),  # Arabic letters with teeth
}
_SCRIPTS = (
    (0x0590, 0.65),  # Latin, Greek, Cyrillic
    (0x0900, 0.66),  # Hebrew, Arabic
    (0x1100, 0.88),  # Bengali and its relatives
    (0x2000, 1.05),
    (0x2070, 0.65),  # punctuation
    (0x1F000, 1.05),  # Chinese and everything else
    (0x110000, 1.4),  # pictographs
)
_BOLD = 1.12
_CATEGORIES = {"Mn": 0.0, "Me": 0.0, "Cf": 0.0, "Mc": 0.45, "Nd": 0.67, "Lu": 0.8}
_SPACES = re.compile("[ \t\r\n]+")  # not the no-break space, which keeps 62 % together
_ROUNDING = 0.01  # px, so that a text fits into a room that was measured from it
_VIRAMA = 9  # the combining class of signs that tie the next consonant to this one
_JOINER = "\u200d"
_DIRECTIONS = {"L": False, "R": True, "AL": True}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a generous width of a text in px for a letter size in px."""
    return sum(_em(letter) for letter in text) * size * (_BOLD if bold else 1.0)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `room` px: at spaces, inside a word only if need be."""
    lines: list[str] = []
    room += _ROUNDING
    for word in filter(None, _SPACES.split(text)):
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.extend(_pieces(word, room, size, bold=bold))
    return lines


def widest(lines: list[str], size: float, *, bold: bool = False) -> float:
    """Return the width of the widest line."""
    return max((width(line, size, bold=bold) for line in lines), default=0.0)


def reads_from_right(text: str, *, otherwise: bool) -> bool:
    """Say whether a text reads from the right.

    On a page that does (`otherwise`), every text with a letter of such a script does: a label may
    begin with a name in Latin letters. Elsewhere the first letter with a direction decides. Without
    such letters a lone number reads from the left, several follow the page.
    """
    kinds = map(unicodedata.bidirectional, text)
    sides = [_DIRECTIONS[kind] for kind in kinds if kind in _DIRECTIONS]
    if not sides:
        return otherwise and " " in text
    return any(sides) if otherwise else sides[0]


def _pieces(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Break a word that is wider than the room between its clusters."""
    pieces = [""]
    for cluster in _clusters(word):
        if pieces[-1] and width(pieces[-1] + cluster, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _clusters(word: str) -> Iterator[str]:
    """Yield letters together with the marks that belong to them."""
    cluster = ""
    for letter in word:
        if cluster and not _belongs(cluster[-1], letter):
            yield cluster
            cluster = ""
        cluster += letter
    yield cluster


def _belongs(before: str, letter: str) -> bool:
    """Say whether a letter must stay with the one before it."""
    return (
        unicodedata.category(letter)[0] == "M"
        or unicodedata.category(letter) == "Cf"
        or before == _JOINER
        or unicodedata.combining(before) == _VIRAMA
    )


def _em(letter: str) -> float:
    """Return the width of one letter in em."""
    if letter in _LETTERS:
        return _LETTERS[letter]
    by_category = _CATEGORIES.get(unicodedata.category(letter))
    if by_category is not None:
        return by_category
    return next(em for end, em in _SCRIPTS if ord(letter) < end)
