"""What a translation must not change, and what is probably not meant.

An error keeps a translation off the page: the English is shown for that block. A warning only puts
it on the list. Both are found in the texts alone; what only shows when they are converted is
compared in `sessionpress.markdown.compare`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sessionpress.translation.messages import TERM, Message, has_words
from sessionpress.translation.po import Entry


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a translation: the name of the check, what, and whether it counts."""

    check: str
    what: str
    error: bool = True


VARIABLE = re.compile(r"\{\{[^{}]*\}\}")
FIELD = re.compile(r"(?<!\{)\{\w*\}(?!\})")
SOURCE = re.compile(r"\[@[^\]]*\]")
NOTE = re.compile(r"\[\^[^\]]*\]")
TARGET = re.compile(r"\]\(([^)]*)\)")
CODE = re.compile(r"`[^`]*`")
TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
ADDRESS = re.compile(r"https?://[^\s)>\]]+")
NUMBER = re.compile(r"\d+(?:[\u00a0\u202f.,\u066b\u066c:]\d+)*")
ALLOWED_SIGNS = "\u200c\u200d\u200e\u200f\u061c"
INVISIBLE = ("Cf", "Cc", "Co", "Cs")
ISOLATES, CLOSING = "\u2066\u2067\u2068", "\u2069"
BLOCK_START = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===|///|```|~~~|>\s|:\s)")
MARKS = ("**", "__")


def faults(message: Message, entry: Entry) -> tuple[Fault, ...]:
    """Everything that the texts show; nothing for a message without a translation."""
    if not entry.translation:
        return ()
    excused = {flag.removeprefix("ignore-") for flag in entry.excuses}
    return tuple(
        fault
        for check in CHECKS
        for fault in check(message, entry.translation)
        if fault.check not in excused
    )


def _same(
    name: str, found: re.Pattern[str], noun: str, group: int = 0
) -> Callable[[Message, str], Iterator[Fault]]:
    """A check that the same things stand in both texts, in any order."""

    def check(message: Message, translation: str) -> Iterator[Fault]:
        before = Counter(_plain(one[group]) for one in found.finditer(message.text))
        after = Counter(_plain(one[group]) for one in found.finditer(translation))
        for lost in before - after:
            yield Fault(name, f"{noun} {lost} is missing.")
        for extra in after - before:
            yield Fault(name, f"{noun} {extra} is not in the English.")

    return check


def _plain(text: str) -> str:
    return " ".join(text.split())


def digits(text: str) -> str:
    """A number in the digits 0 to 9, without signs between its digits."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


def _numbers(message: Message, translation: str) -> Iterator[Fault]:
    def of(text: str) -> Counter[str]:
        bare = CODE.sub(" ", SOURCE.sub(" ", VARIABLE.sub(" ", TARGET.sub("]", text))))
        # French and others part thousands by a space.
        bare = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", ADDRESS.sub(" ", bare))
        return Counter(digits(one) for one in NUMBER.findall(bare))

    before, after = of(message.text), of(translation)
    if before != after:
        lost = ", ".join(before - after)
        extra = ", ".join(after - before)
        said = [f"missing: {lost}" if lost else "", f"not in the English: {extra}" if extra else ""]
        yield Fault("numbers", f"Numbers differ ({'; '.join(filter(None, said))}).")


def _balanced(message: Message, translation: str) -> Iterator[Fault]:
    for mark in MARKS:
        if translation.count(mark) % 2 > message.text.count(mark) % 2:
            yield Fault("marks", f"{mark} is opened and not closed.")
    for opening, closing in (("[", "]"), ("`", "`")):
        one, other = translation.count(opening), translation.count(closing)
        balanced = one == other if opening != closing else one % 2 == 0
        was = message.text.count(opening) == message.text.count(closing)
        if not balanced and was:
            yield Fault("marks", f"{opening} and {closing} do not match.")


def _block_start(message: Message, translation: str) -> Iterator[Fault]:
    if BLOCK_START.match(translation) and not BLOCK_START.match(message.text):
        yield Fault("marks", "It begins with a sign that starts a list, a heading or a block.")


def _pipes(message: Message, translation: str) -> Iterator[Fault]:
    if message.kind != TERM and translation.count("|") != message.text.count("|"):
        yield Fault("marks", "The sign | is not in the English.")


def _signs(message: Message, translation: str) -> Iterator[Fault]:
    open_isolates = 0
    for sign in translation:
        if sign in ISOLATES:
            open_isolates += 1
        elif sign == CLOSING:
            open_isolates -= 1
            if open_isolates < 0:
                break
        elif unicodedata.category(sign) in INVISIBLE and sign not in ALLOWED_SIGNS + message.text:
            name = unicodedata.name(sign, "control character")
            yield Fault("signs", f"The invisible sign U+{ord(sign):04X} ({name}) is not used.")
    if open_isolates:
        yield Fault("signs", "An isolate (U+2066 to U+2068) is not closed by U+2069.")


def _unchanged(message: Message, translation: str) -> Iterator[Fault]:
    same = translation == message.text and message.words > 2 and message.kind != TERM
    if same and has_words(message.text):
        yield Fault("unchanged", "It is the same as the English.", error=False)


def _end(message: Message, translation: str) -> Iterator[Fault]:
    for sign, others in ((":", ":\uff1a؛"), ("?", "?\uff1f؟;")):
        if message.text.endswith(sign) and translation[-1:] not in others:
            yield Fault("end", f"The English ends with {sign}", error=False)


def _length(message: Message, translation: str) -> Iterator[Fault]:
    if message.words > 8 and not 0.3 <= len(translation) / len(message.text) <= 3:
        yield Fault("length", "It is much shorter or longer than the English.", error=False)


def _doubled(message: Message, translation: str) -> Iterator[Fault]:
    doubled = re.search(r"(?<!\w)(\w{3,}) \1(?!\w)", translation)
    # Indonesian and Malay write plurals with a hyphen, not with a space.
    if doubled and not re.search(r"(?<!\w)(\w{3,}) \1(?!\w)", message.text):
        yield Fault("doubled", f"The word {doubled[1]} stands twice.", error=False)


CHECKS: tuple[Callable[[Message, str], Iterator[Fault]], ...] = (
    _same("variables", VARIABLE, "The variable"),
    _same("fields", FIELD, "The place holder"),
    _same("sources", SOURCE, "The source"),
    _same("notes", NOTE, "The note"),
    _same("links", TARGET, "The link", 1),
    _same("code", CODE, "The code"),
    _same("tags", TAGS, "The tag"),
    _numbers,
    _balanced,
    _block_start,
    _pipes,
    _signs,
    _unchanged,
    _end,
    _length,
    _doubled,
)
