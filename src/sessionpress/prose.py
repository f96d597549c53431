"""Plain language: long sentences, acronyms that nobody explained, idioms and stock phrases.

Readers have English as a second language. These are advice for writers, asked for by
`sessionpress check --prose`, and no condition for a build. Phrases are found by proselint; this is
the only module that knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proselint.checks import __register__
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

from sessionpress.content.model import Block, Page, Part, Text, Toolkit
from sessionpress.content.scan import ITEM, code_lines, plain
from sessionpress.problems import Place, Problems

LONGEST = 32
"""Most words in a sentence. The house style asks for 12 to 20; this is where readers get lost."""

FAMILIES = (
    "cliches",
    "industrial_language",
    "malapropisms",
    "mixed_metaphors",
    "needless_variants",
    "nonwords",
    "oxymorons",
    "redundancy",
    "uncomparables",
)
"""Families of checks of proselint that matter here; spelling follows British use, not its own."""

SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])")
ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")
NOT_PROSE = re.compile(r"\s*(\||#|Table: |///|\[[^\]]+\]:)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text without markup, and the line on which it begins."""

    line: int
    text: str


def check_prose(toolkit: Toolkit, problems: Problems) -> None:
    """Look at every page as a reader does."""
    CheckRegistry().register_many(__register__)
    known = {word for term in toolkit.terms for form in term.forms for word in form.split()}
    sessions = {
        page.path: "\n".join(_words(other) for other in module.pages)
        for module in toolkit.modules
        for page in module.pages
    }
    for page in toolkit.pages:
        around = sessions.get(page.path) or _words(page)
        for paragraph in paragraphs(page.parts):
            _check_sentences(page, paragraph, problems)
            _check_acronyms(page, paragraph, known, around, problems)
            _check_phrases(page, paragraph, problems)


def _words(page: Page) -> str:
    return "\n".join([page.title, page.summary, *(one.text for one in paragraphs(page.parts))])


def paragraphs(parts: tuple[Part, ...]) -> Iterator[Paragraph]:
    """The paragraphs and list items of a page; tables, headings and code are left out."""
    for part in parts:
        if isinstance(part, Block):
            yield from paragraphs(part.parts)
        elif isinstance(part, Text):
            yield from _paragraphs(part)


def _paragraphs(part: Text) -> Iterator[Paragraph]:
    lines = part.text.split("\n")
    code = code_lines(lines)
    held: list[str] = []
    first = 0
    for number, line in enumerate([*lines, ""]):
        skipped = number in code or not line.strip() or NOT_PROSE.match(line)
        if (skipped or ITEM.match(line)) and held:
            yield Paragraph(part.line + first, " ".join(held))
            held = []
        if not skipped:
            first = first if held else number
            held.append(plain(line))


def _check_sentences(page: Page, paragraph: Paragraph, problems: Problems) -> None:
    for sentence in SENTENCE_END.split(paragraph.text):
        count = len(re.findall(r"[\w'’-]+", sentence))
        if count > LONGEST:
            start = " ".join(sentence.split()[:6])
            problems.add(
                "prose-sentence",
                Place(page.path, paragraph.line),
                f'the sentence "{start} ..." has {count} words.',
                f"Make two of it; {LONGEST} words are the most.",
            )


def _check_acronyms(
    page: Page, paragraph: Paragraph, known: set[str], around: str, problems: Problems
) -> None:
    for name in sorted(set(ACRONYM.findall(paragraph.text))):
        if name in known or f"({name})" in around or re.search(rf"\b{name}s? \(", around):
            continue
        problems.add(
            "prose-acronym",
            Place(page.path, paragraph.line),
            f'"{name}" is explained nowhere near.',
            "Write it in full once in the session, or put it into the glossary.",
        )


def _check_phrases(page: Page, paragraph: Paragraph, problems: Problems) -> None:
    found: dict[tuple[int, int], str] = {}
    for result in LintFile("page", content=paragraph.text).lint():
        check = result.check_result
        if check.check_path.split(".")[0] in FAMILIES:
            # Two families may know the same words; one piece of advice on them is enough.
            found.setdefault(check.span, check.message)
    for message in found.values():
        problems.add(
            "prose-phrase",
            Place(page.path, paragraph.line),
            f"{message.rstrip('.')}.",
            "Say it in plain words.",
        )
