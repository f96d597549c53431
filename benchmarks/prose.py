"""English sentences from a seed: grammar and word lists, no text of anybody.

The same seed gives the same words on every Python: only `Random.random` is used, whose sequence
is promised never to change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

WORDS: dict[str, tuple[str, ...]] = {
    "actor": (
        "the district office",
        "the registrar",
        "the finance team",
        "the mayor's deputy",
        "the training centre",
        "a young clerk",
        "the audit unit",
        "the land agency",
        "the head of delegation",
        "the call centre",
        "the legal adviser",
        "a retired teacher",
        "the planning board",
        "the health post",
        "the school inspector",
        "the water utility",
        "the statistics bureau",
        "the front desk",
        "the ministry of works",
        "a visiting colleague",
        "the village council",
        "the data steward",
    ),
    "does": (
        "checks",
        "records",
        "publishes",
        "reviews",
        "explains",
        "prepares",
        "copies",
        "questions",
        "approves",
        "returns",
        "compares",
        "describes",
        "corrects",
        "collects",
        "files",
        "shares",
        "tests",
        "translates",
    ),
    "thing": (
        "the waiting list",
        "the case file",
        "the service map",
        "the monthly report",
        "the draft budget",
        "the birth register",
        "the complaint form",
        "the rule for late payments",
        "the list of open questions",
        "the agreement between two agencies",
        "the plan for the next quarter",
        "the map of the district",
        "the notice on the wall",
        "the inventory of systems",
        "the result of the survey",
        "the record of the last meeting",
        "the handbook for new staff",
        "the contract with the supplier",
        "the calendar of visits",
        "the summary for the minister",
    ),
    "things": (
        "paper forms",
        "identity cards",
        "building permits",
        "letters from citizens",
        "small invoices",
        "old registers",
        "requests for help",
        "training records",
        "school certificates",
        "public tenders",
        "travel claims",
        "maps of the valley",
        "appeals against a decision",
        "reports of broken pumps",
    ),
    "done": (
        "sorted twice",
        "kept in a locked room",
        "counted by hand",
        "answered within a week",
        "read aloud",
        "sent to the province",
        "signed by two people",
        "marked with a date",
        "compared with the register",
        "returned without a reason",
        "scanned and stored",
        "handed over in person",
    ),
    "time": (
        "every Monday",
        "before the counter opens",
        "at the end of the month",
        "after the rainy season",
        "once a year",
        "in the second quarter",
        "during the lunch break",
        "within ten working days",
        "as soon as the line is free",
        "when the market closes",
        "on the first day of school",
        "long before the deadline",
    ),
    "place": (
        "at the front desk",
        "in the provincial capital",
        "at the kitchen table",
        "in a room without windows",
        "beside the bus station",
        "in three villages",
        "on the ground floor",
        "at the regional archive",
        "in the mobile office",
        "next to the clinic",
    ),
    "reason": (
        "because the rule has changed",
        "because two systems do not agree",
        "because nobody owns the task",
        "since the law asks for a signature",
        "because the old server stands still",
        "since people travel half a day to come",
        "because the budget ends in June",
        "since a number is easier to find than a name",
        "because trust is earned slowly",
        "since the neighbours do the same",
    ),
    "quality": (
        "short",
        "honest",
        "easy to check",
        "kind",
        "complete",
        "written in plain words",
        "open to questions",
        "cheap to repeat",
        "known to everybody",
        "ready on time",
        "free of jargon",
        "fair to small offices",
    ),
    "object": (
        "answer",
        "form",
        "meeting",
        "register",
        "service",
        "plan",
        "report",
        "rule",
        "review",
        "message",
        "budget",
        "handover",
    ),
    "number": (
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "twelve",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
    ),
    "human": (
        "Farmers",
        "Nurses",
        "Small traders",
        "Students",
        "Older people",
        "Drivers",
        "New parents",
        "Teachers",
        "Shopkeepers",
        "People without a telephone",
        "Engineers",
        "Widows",
    ),
    "act": (
        "ask for a receipt",
        "wait for an answer",
        "bring the wrong paper",
        "come back the next day",
        "look for the right door",
        "pay at the window",
        "call the same number again",
        "write down what they heard",
        "trust the person they know",
        "help each other with the form",
    ),
}

SENTENCES = (
    "{actor} {does} {thing} {time}.",
    "{time}, {actor} {does} {thing} {place}.",
    "When {actor} {does} {thing}, {actor} {does} {thing} as well.",
    "Most {things} are {done} {place}, {reason}.",
    "Nobody {does} {thing} {time}, {reason}.",
    "If {thing} is late, {actor} {does} {thing} {time}.",
    "A good {object} is {quality}, {quality} and {quality}.",
    "{actor} needs {number} {things}, and {actor} can give only {number} of them.",
    "{human} {act} {place}, {reason}.",
    "{human} {act} while {actor} {does} {thing}.",
    "It takes {number} weeks until {things} are {done}, even {place}.",
    "{actor} says that {thing} must be {quality}; {actor} says that it must be {quality} first.",
    "Ask who {does} {thing}, who {does} {thing} and who pays for it.",
    "The question is not whether {actor} {does} {thing}, but when and for whom.",
    "Of {number} offices, {number} say that {things} are {done} {time}.",
    "What helps is a {object} that is {quality}, {reason}.",
    "Without {thing}, {human} {act}, and {things} are {done} too late.",
    "{actor} began with {thing}, then turned to {things}, and ended with a better {object}.",
    "There is no {object} that is both {quality} and {quality} from the first day.",
    "So {actor} and {actor} meet {time} and compare {things} {place}.",
)

STARTS = (
    "How {thing} is kept",
    "Why {things} are {done}",
    "What {actor} needs",
    "Where {human} {act}",
    "When {thing} is late",
    "Who {does} {thing}",
    "What makes a {object} better",
    "From {things} to a {object}",
)

SLOT = re.compile(r"\{(\w+)\}")


class Prose:
    """Words drawn from one seed; each call goes on in the sequence."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both possible."""
        return low + self.below(high - low + 1)

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """Different items, in the order drawn."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def fill(self, pattern: str) -> str:
        """Put words into the slots of a pattern, no word twice, and begin with a capital."""
        used: set[str] = set()

        def word(match: re.Match[str]) -> str:
            found = self.one([item for item in WORDS[match[1]] if item not in used])
            used.add(found)
            if match[1] == "human" and match.start():
                found = found[0].lower() + found[1:]
            return found

        text = re.sub(r"\ba (?=[aeiou])", "an ", SLOT.sub(word, pattern))
        return text[0].upper() + text[1:]

    def sentence(self) -> str:
        """One sentence, about fourteen words."""
        return self.fill(self.one(SENTENCES))

    def phrase(self, *slots: str) -> str:
        """A few words, such as for a table's cell."""
        return self.fill(" ".join(f"{{{slot}}}" for slot in slots))

    def title(self) -> str:
        """A heading of a few words, without punctuation that ids would lose."""
        return self.fill(self.one(STARTS)).replace("'", "")

    def titles(self, count: int) -> list[str]:
        """So many titles, each another."""
        found: dict[str, None] = {}
        while len(found) < count:
            found[self.title()] = None
        return list(found)

    def paragraph(self, sentences: int) -> str:
        """Sentences in a row; now and then one begins in bold or holds a stressed word."""
        return " ".join(self._stressed(self.sentence()) for _ in range(sentences))

    def _stressed(self, sentence: str) -> str:
        chance = self.below(14)
        if chance == 0:
            first, _space, rest = sentence.partition(" ")
            second, _space, rest = rest.partition(" ")
            return f"**{first} {second}** {rest}"
        if chance == 1:
            return re.sub(r" (\w{6,}) ", r" *\1* ", sentence, count=1)
        return sentence
