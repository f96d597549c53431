"""What a translation must not change, and what is probably not meant.

An error keeps a translation off the page: the English is shown for that block. A hint only puts it
on the list. Both are found in the texts alone; what only shows when they are converted is compared
in `sessionpress.markdown.compare`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from sessionpress.content.scan import ATTRIBUTES, DECLARATION
from sessionpress.letters import missing_letters
from sessionpress.translation.messages import TERM, Message
from sessionpress.translation.po import Entry


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a translation: the name of the check, what, and whether it counts."""

    check: str
    what: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language is written: its tag, its digits, the accepted words for each term.

    `letters` are those that can be printed; none when that is not known.
    """

    language: str
    digits: str = "latn"
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    letters: frozenset[str] = frozenset()


VARIABLE = re.compile(r"\{\{[^{}]*\}\}")
FIELD = re.compile(r"(?<!\{)\{\w*\}(?!\})")
SOURCE = re.compile(r"\[@[^\]]*\]")
NOTE = re.compile(r"\[\^[^\]]*\]")
TARGET = re.compile(r"\]\(([^)]*)\)")
CODE = re.compile(r"`[^`]*`")
TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
ADDRESS = re.compile(r"https?://[^\s)>\]]+")
NUMBER = re.compile(r"\d+(?:[\u00a0\u202f.,\u066b\u066c:]\d+)*")
IN_NAMES = re.compile(r"[A-Z]+-?\d+[A-Za-z\d]*|\d+[A-Z][A-Za-z\d]*", re.ASCII)
"""Digits that are part of a name, which may be another in another language: 4G, A4."""
DIGIT = re.compile(r"\d")
ALLOWED_SIGNS = "\u200c\u200d\u200e\u200f\u061c"
INVISIBLE = ("Cf", "Cc", "Co", "Cs", "Zl", "Zp")
ISOLATES, CLOSING = "\u2066\u2067\u2068", "\u2069"
BLOCK_START = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===|///|```|~~~|>\s|:\s)")
PAIRS = (("**", "**"), ("__", "__"), ("[", "]"), ("`", "`"))

Check = Callable[[Message, str, Manner], Iterator[Fault]]

PRINT = "print"
"""The check that nobody is excused from: what cannot be printed stops a build."""


def faults(message: Message, entry: Entry, manner: Manner) -> tuple[Fault, ...]:
    """Everything that the texts show; nothing for a message without a translation."""
    return _found((*ERRORS, *HINTS), message, entry, manner)


def errors(message: Message, entry: Entry, manner: Manner) -> tuple[Fault, ...]:
    """What keeps a translation off the page, as far as the texts show it."""
    return _found(ERRORS, message, entry, manner)


def is_excused(fault: Fault, entry: Entry) -> bool:
    """Whether a translator has said that a check does not apply to a message."""
    return fault.check != PRINT and f"ignore-{fault.check}" in entry.excuses


def _found(
    checks: tuple[Check, ...], message: Message, entry: Entry, manner: Manner
) -> tuple[Fault, ...]:
    if not entry.translation:
        return ()
    return tuple(
        fault
        for check in checks
        for fault in check(message, entry.translation, manner)
        if not is_excused(fault, entry)
    )


# ---------------------------------------------------------------- errors


def _same(name: str, sign: str, found: re.Pattern[str], noun: str, group: int = 0) -> Check:
    """A check that the same things, which all have a sign in them, stand in both texts."""

    def check(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
        if sign not in message.text and sign not in translation:
            return
        before = Counter(_plain(one[group]) for one in found.finditer(message.text))
        after = Counter(_plain(one[group]) for one in found.finditer(translation))
        for lost in before - after:
            yield Fault(name, f"{noun} {lost} is missing.")
        for extra in after - before:
            yield Fault(name, f"{noun} {extra} is not in the English.")

    return check


def _plain(text: str) -> str:
    return " ".join(text.split())


def western(text: str) -> str:
    """A number in the digits 0 to 9, without signs between its digits."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


def _numbers(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    def of(text: str) -> Counter[str]:
        if not DIGIT.search(text):
            return Counter()
        bare = CODE.sub(" ", SOURCE.sub(" ", VARIABLE.sub(" ", TARGET.sub("]", text))))
        # French and others part thousands by a space.
        bare = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", ADDRESS.sub(" ", bare))
        bare = IN_NAMES.sub(" ", bare)
        return Counter(western(one) for one in NUMBER.findall(bare))

    before, after = of(message.text), of(translation)
    if before != after:
        lost = ", ".join(before - after)
        extra = ", ".join(after - before)
        said = [f"missing: {lost}" if lost else "", f"not in the English: {extra}" if extra else ""]
        yield Fault("numbers", f"Numbers differ ({'; '.join(filter(None, said))}).")


def _balanced(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    for opening, closing in PAIRS:
        if opening not in translation and closing not in translation:
            continue
        if not _is_balanced(translation, opening, closing) and _is_balanced(
            message.text, opening, closing
        ):
            what = opening if opening == closing else f"{opening} or {closing}"
            yield Fault("marks", f"{what} is opened and not closed, or the other way round.")


def _is_balanced(text: str, opening: str, closing: str) -> bool:
    if opening == closing:
        return text.count(opening) % 2 == 0
    return text.count(opening) == text.count(closing)


def _block_start(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    if BLOCK_START.match(translation) and not BLOCK_START.match(message.text):
        yield Fault("marks", "It begins with a sign that starts a list, a heading or a block.")


def _pipes(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    if message.kind != TERM and translation.count("|") != message.text.count("|"):
        yield Fault("marks", "The sign | is not as often in it as in the English.")


def _signs(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    if translation.isprintable():
        return
    inside = 0
    for sign in translation:
        if sign in ISOLATES:
            inside += 1
        elif sign == CLOSING:
            inside -= 1
            if inside < 0:
                break
        elif unicodedata.category(sign) in INVISIBLE and sign not in ALLOWED_SIGNS + message.text:
            name = unicodedata.name(sign, "control character").lower()
            yield Fault("signs", f"The invisible sign U+{ord(sign):04X}, {name}, is not used.")
    if inside:
        yield Fault("signs", "An isolate (U+2066 to U+2068) and its end (U+2069) do not match.")


def _printable(message: Message, translation: str, manner: Manner) -> Iterator[Fault]:
    """A letter that no font draws would stop the books of the whole language."""
    if not manner.letters:
        return
    strange = missing_letters(translation, manner.letters)
    missing = [sign for sign in strange if sign not in message.text]
    if missing:
        yield Fault(PRINT, f"No print font has {' '.join(missing)}. Write it in another way.")


ERRORS: tuple[Check, ...] = (
    _same("variables", "{{", VARIABLE, "The variable"),
    _same("fields", "{", FIELD, "The place holder"),
    _same("sources", "[@", SOURCE, "The source"),
    _same("notes", "[^", NOTE, "The note"),
    _same("links", "](", TARGET, "The link to", 1),
    _same("links", "://", ADDRESS, "The address"),
    _same("code", "`", CODE, "The code"),
    _same("tags", "<", TAGS, "The tag"),
    _same("tags", "<", DECLARATION, "The declaration"),
    _same("tags", "{", ATTRIBUTES, "The list of attributes"),
    _numbers,
    _balanced,
    _block_start,
    _pipes,
    _signs,
    _printable,
)

# ---------------------------------------------------------------- hints

NO_LATIN = ("ar", "fa", "ur", "bn")
"""Languages in which a run of Latin words is English that was left."""

LEFT_IN = re.compile(r"(?<![\w`(@])[a-z]{2,}(?: [a-z]{2,}){3,}")
LATIN_DIGITS = re.compile(r"(?<![A-Za-z\d.])\d+(?![A-Za-z\d])", re.ASCII)
OWN_DIGITS = {"arab": "[٠-٩]", "arabext": "[۰-۹]", "beng": "[০-৯]"}
LETTERS = {
    "fa": ("يك", "ی and ک"),
    "ur": ("يكه", "ی, ک and ہ"),
}
"""Letters that look right and are those of Arabic, with the ones of the language."""


def _unchanged(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    if translation == message.text and message.words > 2 and message.kind != TERM:
        yield Fault("unchanged", "It is the same as the English.", error=False)


def _left_in(message: Message, translation: str, manner: Manner) -> Iterator[Fault]:
    if manner.language.partition("-")[0] in NO_LATIN and translation != message.text:
        bare = CODE.sub(" ", TARGET.sub("]", TAGS.sub(" ", translation)))
        for left in LEFT_IN.findall(bare):
            yield Fault("unchanged", f"English is left in it: {left}.", error=False)


def _end(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    for sign, others in ((":", ":\uff1a؛"), ("?", "?\uff1f؟;")):
        if message.text.endswith(sign) and translation[-1:] not in others:
            yield Fault("end", f"The English ends with {sign}", error=False)


def _length(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    if message.words > 8 and not 0.3 <= len(translation) / len(message.text) <= 3:
        yield Fault("length", "It is much shorter or longer than the English.", error=False)


def _doubled(message: Message, translation: str, _manner: Manner) -> Iterator[Fault]:
    doubled = _twice(translation)
    if doubled and not _twice(message.text):
        yield Fault("doubled", f"The word {doubled} stands twice.", error=False)


def _twice(text: str) -> str:
    """The first word that stands twice in a row."""
    words = text.split()
    pairs = (one for one, other in pairwise(words) if one == other and len(one) > 2)
    return next((one for one in pairs if one[0].isalpha()), "")


def _digits(_message: Message, translation: str, manner: Manner) -> Iterator[Fault]:
    if not DIGIT.search(translation):
        return
    own = OWN_DIGITS.get(manner.digits, "")
    others = [one for name, one in OWN_DIGITS.items() if name != manner.digits]
    bare = CODE.sub(" ", SOURCE.sub(" ", VARIABLE.sub(" ", TARGET.sub("]", translation))))
    if any(re.search(one, bare) for one in others):
        yield Fault("digits", "Digits are not those of languages.yml.", error=False)
    elif own and re.search(own, bare) and LATIN_DIGITS.search(ADDRESS.sub(" ", bare)):
        yield Fault("digits", "Digits of two kinds stand in it.", error=False)


def _letters(_message: Message, translation: str, manner: Manner) -> Iterator[Fault]:
    wrong, right = LETTERS.get(manner.language.partition("-")[0], ("", ""))
    if any(letter in translation for letter in wrong):
        yield Fault("letters", f"Letters of Arabic stand in it; write {right}.", error=False)


def _stops(message: Message, translation: str, manner: Manner) -> Iterator[Fault]:
    language = manner.language.partition("-")[0]
    if language == "bn" and message.text.endswith(".") and translation.endswith("."):
        yield Fault("end", "A sentence ends with ।", error=False)
    if language == "fr" and re.search(r"\w[;:!?](?:[\s*]|$)", ADDRESS.sub(" ", translation)):
        yield Fault("end", "A space stands before ; : ! ?", error=False)


def _terms(message: Message, translation: str, manner: Manner) -> Iterator[Fault]:
    if message.kind == TERM or not manner.terms:
        return
    written = f" {re.sub(r'[^A-Za-z0-9-]+', ' ', message.text)} "
    english = written.casefold()
    said = _stem_text(translation)
    for term, forms in manner.terms.items():
        # An acronym is a term only as it is written; "who" is not "WHO".
        known = f" {term} " in written if term.isupper() else f" {term.casefold()} " in english
        if known and not any(_has(said, form) for form in forms):
            what = f'The glossary has "{forms[0]}" for "{term}".'
            yield Fault("glossary", what, error=False)


def _has(said: str, form: str) -> bool:
    """Whether a text has the words of a form, whatever stands before or after each stem."""
    return all(_stem(word) in said for word in _stem_text(form).split())


def _stem_text(text: str) -> str:
    """A text without marks above letters and without what Arabic writes in several ways."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text.casefold())
        if unicodedata.category(sign) != "Mn"
    )
    return re.sub(r"[^\w\s]", " ", plain.translate(ALIKE))


ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})


def _stem(word: str) -> str:
    """A word without its article and its last letters, which change with its place."""
    bare = word.removeprefix("ال") if len(word) > 4 else word
    return bare[: max(3, len(bare) - 2)]


HINTS: tuple[Check, ...] = (
    _unchanged,
    _left_in,
    _end,
    _length,
    _doubled,
    _digits,
    _letters,
    _stops,
    _terms,
)
