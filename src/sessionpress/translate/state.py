"""How far a language is, what is wrong in it, and what there is to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sessionpress.check.links import check_pages, say_removed
from sessionpress.compose import FACILITATOR, compose
from sessionpress.content.files import Folder
from sessionpress.markdown.convert import Converter
from sessionpress.problems import Place, Problem, Problems
from sessionpress.translate.desk import Desk, judge, read_files, translation_of
from sessionpress.translation.adapted import changed_since, read_adapted
from sessionpress.translation.checks import Fault
from sessionpress.translation.languages import (
    FOLDER,
    Language,
    known,
)
from sessionpress.translation.messages import (
    Message,
    State,
)
from sessionpress.translation.po import Entry, named
from sessionpress.translation.resolve import Tally, tally

WORDS_AN_HOUR = 400
"""How many words a translator does in an hour, drafts looked at included; for estimates only."""


def check_folders(desk: Desk, problems: Problems) -> None:
    """Find what stands in the folder of translations and belongs to no language."""
    folder = Folder(desk.root, problems)
    for name in folder.folders(FOLDER):
        if known(name, desk.languages) is None:
            problems.add(
                "translation-file",
                Place(f"{FOLDER}/{name}"),
                "languages.yml names no such language.",
                "Add it there, or take the folder away.",
            )


def check_language(desk: Desk, tag: str, problems: Problems) -> None:
    """Find what is wrong with the files of a language; what is an error is not shown to readers."""
    for problem, _fault in found_faults(desk, tag, problems):
        problems.found.append(problem)
    adapted = read_adapted(Folder(desk.root, problems), desk.toolkit, tag)
    check_pages(desk.toolkit, {one.file: one.page for one in adapted.values()}, problems)
    converter = Converter(compose(desk.toolkit, FACILITATOR, tag))
    for path, one in adapted.items():
        removed = converter.convert(one.page).removed
        say_removed(removed, one.page.parts, one.file, problems)
        stale = changed_since(one, desk.of_page(path))
        if stale and one.stamp:
            what = (
                f'{len(stale)} blocks of {path} changed since; the first: "{stale[0].text[:60]}".'
            )
        elif stale:
            what = f"nobody knows from which version of {path} it was made."
        else:
            continue
        advice = f"Bring it up to date, then: sessionpress translate stamp {tag} {path}"
        problems.add("translation-hint", Place(one.file), what, advice)


def found_faults(desk: Desk, tag: str, problems: Problems) -> Iterator[tuple[Problem, Fault]]:
    """Every fault of a translation, with its place in the PO file."""
    files = read_files(desk.root, tag, problems)
    wise = judge(desk, tag, files)
    for part, entries in files.items():
        inside = desk.messages.get(part, {})
        path = f"{FOLDER}/{tag}/{part}.po"
        for entry in entries:
            message = inside.get(entry.key)
            if message is None or entry.gone:
                continue
            for fault in wise.faults(message, entry):
                rule = "translation" if fault.error else "translation-hint"
                what = f"{fault.check}: {fault.what}"
                advice = (
                    f"The English is shown until it is mended (or excused by ignore-{fault.check})."
                    if fault.error
                    else "Look at it once more."
                )
                yield Problem(Place(path, entry.line), what, advice, rule), fault


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a language is: words by state, of what participants see and of what is private."""

    language: Language
    public: Mapping[str, Tally]
    private: Mapping[str, Tally]

    @property
    def total(self) -> Tally:
        """Words by state of everything that participants see."""
        return {
            state: sum(counts.get(state, 0) for counts in self.public.values()) for state in State
        }


def standing(desk: Desk, tag: str, problems: Problems) -> Standing:
    """Count how far a language is."""
    translation = translation_of(desk, tag, problems)
    return Standing(
        desk.language(tag),
        tally(translation, desk.messages, private=False),
        tally(translation, desk.messages, private=True),
    )


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: in which file, what, how many messages and words, an example."""

    part: str
    what: str
    messages: int
    words: int
    example: str


TASKS = (
    "English changed in facts",
    "English changed in words",
    "draft to review",
    "not translated",
)
"""What there can be to do, in the order of doing."""


def tasks(desk: Desk, tag: str, problems: Problems, *, participants: bool = False) -> list[Task]:
    """What there is to do in a language, most urgent first, then in teaching order."""
    files = read_files(desk.root, tag, problems)
    translation = translation_of(desk, tag, problems, files)
    found: dict[tuple[str, str], list[Message]] = {}
    for part, inside in desk.messages.items():
        known_before = named(files.get(part, ()))
        for key, message in inside.items():
            if participants and message.private:
                continue
            what = _to_do(translation.said[(part, *key)].state, known_before.get(key))
            if what:
                found.setdefault((what, part), []).append(message)
    return [
        Task(part, what, len(some), sum(one.words for one in some), some[0].text)
        for what in TASKS
        for (this, part), some in found.items()
        if this == what
    ]


def _to_do(state: State, entry: Entry | None) -> str:
    if state is State.MISSING:
        changed = entry is not None and entry.translation and entry.previous
        return TASKS[0] if changed else TASKS[3]
    return {State.CHANGED: TASKS[1], State.DRAFT: TASKS[2]}.get(state, "")
