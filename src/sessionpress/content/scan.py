"""From the text of a page to its parts: blocks, the Markdown between them, links.

The grammar is that of pymdownx.blocks, held to column 0: `/// kind | Title`, options indented by
four spaces directly below, and a closing line of as many slashes. Blocks are found here, before
any Markdown is converted, so that a reader's edition can leave some out completely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sessionpress import yaml_source as yml
from sessionpress.content.model import (
    AnswerOptions,
    Block,
    CaseOptions,
    ChartOptions,
    Link,
    Options,
    Part,
    QuestionOptions,
    Text,
    TimedOptions,
)
from sessionpress.problems import Place, Problems, nearest
from sessionpress.schema import BLOCKS, TIMED, read_record

FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})")
OPEN = re.compile(r"(?P<slashes>/{3,})[ \t]*(?P<kind>[A-Za-z][\w-]*)[ \t]*(?:\|(?P<title>.*))?$")
CLOSE = re.compile(r"(?P<slashes>/{3,})[ \t]*$")
INDENTED = re.compile(r"(?:\s+|\s*(?:[>*+-]|\d+[.)])[\s>]*)/{3,}[ \t]*(?P<kind>[A-Za-z][\w-]*)?")
HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
LINK = re.compile(r"(?P<image>!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?(?P<target>[^)\s>]*)")
REFERENCE = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:[ \t]*<?(?P<target>[^\s>]+)")
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(slots=True)
class _Open:
    """A block that is not closed yet; the outermost one stands for the page."""

    kind: str
    title: str
    slashes: int
    line: int
    options: Options = None
    parts: list[Part] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    text_line: int = 0


def code_lines(lines: list[str]) -> set[int]:
    """Numbers (from 0) of the lines inside fenced code, fences included."""
    inside: set[int] = set()
    marks = ""
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if marks:
            inside.add(number)
            if fence and fence["marks"].startswith(marks) and not line.strip(" `~"):
                marks = ""
        elif fence:
            inside.add(number)
            marks = fence["marks"]
    return inside


def scan_parts(text: str, path: str, first_line: int, problems: Problems) -> tuple[Part, ...]:
    """Split the text of a page into its parts.

    Args:
        text: Markdown below the header.
        path: the file, for messages.
        first_line: the line of the file on which `text` begins.
        problems: takes every problem of structure and of options.

    Returns:
        The parts in order; blocks that are broken are left out, and a problem stands for each.
    """
    lines = text.split("\n")
    return _Scanner(path, first_line, lines, code_lines(lines), problems).scan()


@dataclass(slots=True)
class _Scanner:
    path: str
    first: int
    lines: list[str]
    code: set[int]
    problems: Problems
    stack: list[_Open] = field(default_factory=list)

    def scan(self) -> tuple[Part, ...]:
        self.stack = [_Open("", "", 0, self.first)]
        number = 0
        while number < len(self.lines):
            number = self._line(number)
        while len(self.stack) > 1:
            lost = self.stack.pop()
            self.problems.add(
                "block-open",
                Place(self.path, lost.line),
                f'the block "{lost.kind}" is never closed.',
                f"Close it with a line of {lost.slashes} slashes.",
            )
        self._flush()
        return tuple(self.stack[0].parts)

    def _line(self, number: int) -> int:
        """Take one line (and the options below an opening one); give the next line's number."""
        line = self.lines[number]
        here = Place(self.path, self.first + number)
        if number in self.code:
            self._keep(line, number)
        elif opening := OPEN.match(line):
            return self._open(opening, number)
        elif closing := CLOSE.match(line):
            self._close(len(closing["slashes"]), here)
        else:
            self._watch(line, here)
            self._keep(line, number)
        return number + 1

    def _watch(self, line: str, here: Place) -> None:
        """Note what must not stand in ordinary lines."""
        hidden = INDENTED.match(line)
        if hidden and (hidden["kind"] is None or hidden["kind"] in BLOCKS):
            self.problems.add(
                "block-indented",
                here,
                "a block marker stands in a list, in a quotation or indented.",
                "Begin it in the first column, outside lists and quotations.",
            )
        if len(self.stack) > 1 and HEADING.match(line):
            self.problems.add(
                "block-heading",
                here,
                "a heading stands inside a block.",
                "Use bold text, or put the heading before the block.",
            )

    def _keep(self, line: str, number: int) -> None:
        top = self.stack[-1]
        if not top.text:
            top.text_line = self.first + number
        top.text.append(line)

    def _flush(self) -> None:
        top = self.stack[-1]
        blank = 0
        while blank < len(top.text) and not top.text[blank].strip():
            blank += 1
        kept = "\n".join(top.text[blank:]).rstrip()
        if kept:
            top.parts.append(Text(kept, top.text_line + blank))
        top.text = []

    def _open(self, opening: re.Match[str], number: int) -> int:
        here = Place(self.path, self.first + number)
        kind, title = opening["kind"], (opening["title"] or "").strip()
        slashes = len(opening["slashes"])
        after = number + 1
        while after < len(self.lines) and re.match(r"(?: {4}|\t)\s*\S", self.lines[after]):
            after += 1
        self._flush()
        parent = self.stack[-1]
        if kind not in BLOCKS:
            self.problems.add(
                "block-unknown", here, f'unknown block "{kind}".', nearest(kind, BLOCKS)
            )
        elif parent.kind in ("", *BLOCKS) and parent.kind not in BLOCKS[kind].inside:
            holder = f'inside a block "{parent.kind}"' if parent.kind else "on its own"
            self.problems.add(
                "block-nesting",
                here,
                f'the block "{kind}" cannot stand {holder}.',
                _where(kind),
            )
        if any(slashes == one.slashes for one in self.stack[1:]):
            self.problems.add(
                "block-nesting",
                here,
                f'the block "{kind}" has as many slashes as the block around it.',
                "Give the inner block one slash more, or close the outer one first.",
            )
        if kind in BLOCKS and BLOCKS[kind].title and not title:
            self.problems.add(
                "block-title",
                here,
                f'the block "{kind}" has no title.',
                f"Write {'/' * slashes} {kind} | Title.",
            )
        options = self._options(kind, number, after) if kind in BLOCKS else None
        self.stack.append(_Open(kind, title, slashes, here.line, options))
        return after

    def _options(self, kind: str, number: int, after: int) -> Options:
        here = Place(self.path, self.first + number)
        text = "\n".join(
            line[4:] if line[:1] == " " else line[1:] for line in self.lines[number + 1 : after]
        )
        keys = BLOCKS[kind].keys
        node = yml.read_yaml(text, self.path, here.line + 1, self.problems) if text else None
        if node is None:
            node = yml.Mapping({}, {}, here)
        elif isinstance(node, yml.Mapping):
            node = yml.Mapping(node.entries, node.places, here)
        values = read_record(node, keys, self.problems, "block-option", "block-option", "option")
        return _typed(kind, values)

    def _close(self, slashes: int, here: Place) -> None:
        open_counts = [one.slashes for one in self.stack[1:]]
        if slashes not in open_counts:
            advice = (
                f"The innermost block needs {open_counts[-1]} slashes."
                if open_counts
                else "Remove the line, or open a block above it."
            )
            self.problems.add("block-close", here, f"{slashes} slashes close nothing here.", advice)
            return
        self._flush()
        while self.stack[-1].slashes != slashes:
            lost = self.stack.pop()
            self.problems.add(
                "block-open",
                Place(self.path, lost.line),
                f'the block "{lost.kind}" is never closed.',
                f"Close it with a line of {lost.slashes} slashes before line {here.line}.",
            )
        done = self.stack.pop()
        block = Block(
            done.kind, done.title, done.options, tuple(done.parts), Place(self.path, done.line)
        )
        self._check_question(block)
        self.stack[-1].parts.append(block)

    def _check_question(self, block: Block) -> None:
        if block.kind != "question":
            return
        options = list(question_options(block))
        right = sum(correct for _text, correct in options)
        if len(options) < 2 or right != 1:
            self.problems.add(
                "question-options",
                block.place,
                f"the question has {len(options)} options, {right} of them right.",
                'Write at least two lines "- [ ] option", and mark one "- [x]".',
            )


def _where(kind: str) -> str:
    places = [name or "the page itself" for name in BLOCKS[kind].inside]
    return f"It belongs in: {', '.join(places)}."


def _typed(kind: str, values: dict[str, object]) -> Options:
    """Put the options of a block into its dataclass; what is missing has been reported."""
    if kind in TIMED:
        minutes = _as_int(values["minutes"])
        return TimedOptions(
            minutes,
            _as_int(values["shortest"]),
            bool(values["drop"]),
            _as_tuple(values["objectives"]),
            str(values["group"] or ""),
            _as_tuple(values["materials"]),
            str(values["exercise"] or ""),
        )
    if kind == "case":
        return CaseOptions(
            str(values["country"] or ""), str(values["source"] or ""), str(values["as-of"] or "")
        )
    if kind == "question":
        return QuestionOptions(str(values["objective"] or ""), str(values["form"] or ""))
    if kind == "answer":
        return AnswerOptions(bool(values["shared"]))
    if kind == "chart":
        return ChartOptions(
            str(values["table"] or ""),
            str(values["show"] or ""),
            str(values["indicator"] or ""),
            _as_tuple(values["places"]),
            _as_tuple(values["editions"]),
        )
    return None


def _as_int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _as_tuple(value: object) -> tuple:  # type: ignore[type-arg]
    return value if isinstance(value, tuple) else ()


def question_options(block: Block) -> Iterator[tuple[str, bool]]:
    """The options of a question: the Markdown of each, and whether it is right."""
    for part in block.parts:
        if isinstance(part, Text):
            for line in part.text.split("\n"):
                match = re.match(r"[-*+] \[([ xX])\][ \t]+(.+)", line)
                if match:
                    yield match[2].strip(), match[1] != " "


def scan_links(parts: tuple[Part, ...], path: str) -> Iterator[Link]:
    """Find the links and images that an author wrote, with their lines."""
    for part in parts:
        if isinstance(part, Block):
            yield from scan_links(part.parts, path)
            continue
        lines = part.text.split("\n")
        code = code_lines(lines)
        for number, line in enumerate(lines):
            if number in code:
                continue
            plain = CODE_SPAN.sub("", line)
            place = Place(path, part.line + number)
            for match in LINK.finditer(plain):
                yield Link(place, match["target"], bool(match["image"]))
            reference = REFERENCE.match(plain)
            if reference:
                yield Link(place, reference["target"], image=False)


def text_lines(parts: tuple[Part, ...]) -> Iterator[tuple[int, str]]:
    """Every line of running text outside code, with its number in the file."""
    for part in parts:
        if isinstance(part, Block):
            yield part.place.line, part.title
            yield from text_lines(part.parts)
            continue
        lines = part.text.split("\n")
        code = code_lines(lines)
        for number, line in enumerate(lines):
            if number not in code:
                yield part.line + number, CODE_SPAN.sub("", line)
