"""What can be wrong with a toolkit, and how it is said.

A problem names its place, what is wrong, what to do, and the rule that found it. Every rule has a
row in `RULES`; the authors' guide explains each of them, and a test holds the two together.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from sessionpress.memory import kept

T = TypeVar("T")


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 page, 2 pages."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


RULES: dict[str, str] = {
    "file-encoding": "A text file is not UTF-8.",
    "file-size": "A file, or a stretch of it without an empty line, is too large.",
    "file-unreadable": "A file or folder cannot be read.",
    "file-outside": "A link in the file system leads out of the toolkit's folder.",
    "file-unknown": "A file stands where it has no meaning.",
    "file-missing": "A file that the toolkit needs is not there.",
    "header-missing": "A page has no header, or the header is not closed.",
    "header-yaml": "A header or a settings file is not valid YAML.",
    "header-shape": "A header or a value has another shape than expected.",
    "header-key": "A header has an unknown key.",
    "header-required": "A required key is missing.",
    "header-value": "A value in a header is not of the expected kind.",
    "block-unknown": "A block kind does not exist.",
    "block-open": "A block is opened and never closed.",
    "block-close": "A closing line closes nothing.",
    "block-nesting": "A block stands inside a block that cannot hold it, or lists stand too deep.",
    "block-indented": "A block marker stands in a list, in a quotation or indented.",
    "block-option": "A block has an unknown, missing or wrong option.",
    "block-title": "A block that needs a title has none.",
    "block-heading": "A heading stands inside a block.",
    "question-options": "A question needs two or more options and exactly one right one.",
    "activity-without-power": "An activity has no variant without power.",
    "exercise-shape": "An exercise page lacks one of its sections.",
    "exercise-minutes": "The minutes of the steps are not the minutes of the exercise.",
    "minutes-order": "The shortest time is longer than the planned time.",
    "heading-level": "A heading level is skipped, or a page uses the level of the title.",
    "id-twice": "The same id is declared twice.",
    "reference-unknown": "Something is named that is not declared anywhere.",
    "objective-unused": "An objective is taught or practised nowhere.",
    "objective-gap": "A complete session does not teach, practise or assess an objective.",
    "outcome-unserved": "An outcome of the workshop is served by no objective.",
    "session-order": "Session numbers do not follow each other.",
    "address-twice": "Two pages would be published at the same address.",
    "link-missing": "A link or an image leads nowhere.",
    "link-anchor": "A link leads to a heading that does not exist.",
    "image-kind": "An image is not what its name says, is too large, or holds more than an image.",
    "image-alt": "An image has no alternative text.",
    "html-removed": "Markup that is not on the safe list stands in the text.",
    "slide-fit": "A slide does not fit the screen in letters that can be read.",
    "table-caption": "A table has no caption.",
    "sheet-field": "A field of a sheet cannot work as it is declared.",
    "report-field": "A section of the report cannot show what it names.",
    "variable-unknown": "A variable names a figure that does not exist.",
    "source-unknown": "A source is cited that is not in the list of sources.",
    "data-column": "A data file lacks a column, or has one that is not described.",
    "data-number": "A figure is not a number, or out of its range.",
    "data-twice": "A data file has two rows for the same thing.",
    "data-place": "A data file names a place that is not declared.",
    "data-source": "A row with figures has no source.",
    "translation-file": "A PO file cannot be read, or not all of it. No build stops for it.",
    "translation": "A translation changes what must stay; the English is shown for it.",
    "translation-hint": "Something in a translation is probably not meant.",
    "pdf-image": "A picture cannot be put into a PDF. Found by a build only.",
    "prose-sentence": "A sentence is too long. Asked for by --prose only.",
    "prose-acronym": "An acronym is explained nowhere near. Asked for by --prose only.",
    "prose-phrase": "An idiom or a stock phrase. Asked for by --prose only.",
    "event-time": "A time in an event is impossible or overlaps another.",
    "event-session": "An event names a session that does not exist, or has it out of order.",
    "event-left-out": "A session has no slot in an event, and is not named as left out.",
    "event-people": "An event has more countries than participants.",
    "event-gap": "Nothing is planned for a long stretch of a day.",
    "event-clock": "The clocks change while a day of an event runs.",
    "event-overrun": "A session does not fit its slot.",
    "people-list": "A list of participants cannot be printed from. Found by pack only.",
    "site-weight": "A published page is over its budget. Asked for by --site only.",
    "site-inline": "Script or style stands inside a published page. Asked for by --site only.",
    "site-address": "A published page needs another host or path. Asked for by --site only.",
    "site-link": "A link of a published page leads nowhere. Asked for by --site only.",
    "site-id": "An id stands twice on a published page. Asked for by --site only.",
    "site-image": "A published image has no size or is too large. Asked for by --site only.",
}

HEAVY = frozenset({"site-weight", "site-image"})
"""Rules on weight: a site that breaks them is slow, and not broken."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a path relative to the toolkit's folder, and a line from 1."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, what, what to do, and by which rule."""

    place: Place
    message: str
    advice: str
    rule: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.advice} [{self.rule}]"


@dataclass(slots=True)
class Problems:
    """Collects problems, so that one run reports them all."""

    found: list[Problem] = field(default_factory=list)

    def add(self, rule: str, place: Place, message: str, advice: str) -> None:
        """Note a problem; `rule` must be a row of `RULES`."""
        if rule not in RULES:
            raise KeyError(rule)
        self.found.append(Problem(place, message, advice, rule))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Problem]:
        """Give every problem once, by path and line."""
        return iter(sorted(set(self.found)))


def noted(problems: Problems, name: Hashable, inputs: object, make: Callable[[Problems], T]) -> T:
    """What `memory.kept` gives, with the problems that were found in the making, said again."""

    def fresh() -> tuple[T, list[Problem]]:
        own = Problems()
        return make(own), own.found

    value, found = kept(name, inputs, fresh)
    problems.found += found
    return value


class ToolkitError(Exception):
    """The toolkit has problems; `problems` holds them all, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ToolkitError], tuple[tuple[Problem, ...]]]:
        """An error of another process comes with its problems, not with their text."""
        return ToolkitError, (self.problems,)


class BuildError(Exception):
    """The build cannot go on for a reason outside the content; the text says what to do."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or list what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(word.casefold(), [name.casefold() for name in names], n=1)
    if close:
        match = next(name for name in names if name.casefold() == close[0])
        return f'Did you mean "{match}"?'
    if not names:
        return "None is declared."
    if len(names) > 12:
        return f"{len(names)} are declared; check the spelling."
    return f"Known: {', '.join(names)}."


def as_json(problems: Iterable[Problem]) -> str:
    """Give problems as a JSON array for editors, one object a problem."""
    rows = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "rule": problem.rule,
            "message": problem.message,
            "advice": problem.advice,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
