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

FENCE = re.compile(r" {0,3}(?P<marks>`{3,}(?!.*`)|~{3,})")
FENCE_END = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})[ \t]*$")
OPEN = re.compile(r"(?P<slashes>/{3,})[ \t]*(?P<kind>[A-Za-z][\w-]*)[ \t]*(?:\|(?P<title>.*))?$")
CLOSE = re.compile(r"(?P<slashes>/{3,})[ \t]*$")
MARKER = re.compile(r"(?<![\w:/])/{3,}")
SHORT = re.compile(r"//[ \t]*(?P<kind>[A-Za-z][\w-]*)[ \t]*(?:\||$)")
HEADING = re.compile(r"(#{1,6})")
LINK = re.compile(
    r"(?=(?P<image>!|(?<!!))\[(?:[^\[\]\n]|\n(?![ \t]*\n)|\[[^\[\]\n]*\])*\]"
    r"\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<target>[^)\s>]*)))"
)
"""Matches nothing but the place before a link: an image may stand inside a link."""
IMAGE_NAME = re.compile(r"!\[(?P<alt>[^\[\]]*)\](?:\[(?P<name>[^\[\]]*)\])?")
REFERENCE = re.compile(r" {0,3}\[(?!\^)(?P<name>[^\]]+)\]:[ \t]*<?(?P<target>[^\s>]+)")
INSIDE = re.compile(r"(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))+")
MARKS = re.compile(r"[^ \t\d]")
DEEPEST = 12
"""How many lists and quotes may stand in each other; hundreds would end the program that reads."""
OPENING = re.compile(r"[\[<{]")
MOST = 1_000
"""How many lines, or signs that may open something, may stand together without an empty line."""

OPTION = re.compile(r"[-*+] \[([ xX])\][ \t]+(.+)")
MARKED = re.compile(r"\[[xX]\](?![(\[])")
DECLARATION = re.compile(r"<[!?]\w+")
ATTRIBUTES = re.compile(r"(?<!\{)\{:?[ \t]*(?:[#.][\w-]+|[\w-]+[ \t]*=)[^{}]*\}(?!\})")
"""What other dialects follow and ours does not: `<!DOCTYPE`, `{: .wide onclick="x" }`."""

CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)]|:)\s+(?:\[[ xX]\]\s+)?")
MARKUP = re.compile(
    r"!?\[([^\]]*)\]\([^)]*\)|\[@[^\]]*\]|\[\^[^\]]*\]:?|\{\{[^}]*\}\}|[*_]{1,3}|<[^>]*>"
)


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
    return {
        number
        for start, end in _fenced(lines)
        for number in range(start, (len(lines) if end is None else end + 1))
    }


def _fenced(lines: list[str]) -> Iterator[tuple[int, int | None]]:
    """First and last line of each fenced code; no last line where it is never closed."""
    start, marks = 0, ""
    for number, line in enumerate(lines):
        if not marks:
            fence = FENCE.match(line)
            start, marks = (number, fence["marks"]) if fence else (0, "")
        elif (end := FENCE_END.match(line)) and end["marks"].startswith(marks):
            yield start, number
            marks = ""
    if marks:
        yield start, None


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
    code = code_lines(lines)
    if _is_trap(lines, code, Place(path, first_line), problems):
        return ()
    return _Scanner(path, first_line, lines, code, problems).scan()


def _is_trap(lines: list[str], code: set[int], begin: Place, problems: Problems) -> bool:
    """Whether reading the text would take for ever, or end the program; then it says where."""
    signs, start = 0, 0
    for number, line in enumerate(lines):
        place = Place(begin.path, begin.line + number)
        if number not in code and _depth(line) > DEEPEST:
            what = f"lists and quotes stand in each other more than {DEEPEST} deep."
            problems.add("block-nesting", place, what, "Nobody could follow; begin a new list.")
            return True
        if not line.strip() or number in code:
            signs, start = 0, number + 1
            continue
        signs += len(OPENING.findall(line))
        if signs > MOST or number - start > MOST:
            what = f"more than {MOST:,} lines or signs of markup stand without an empty line."
            problems.add("file-size", place, what, "Part them by empty lines.")
            return True
    return False


def _depth(line: str) -> int:
    """In how many lists and quotes a line stands, by what it begins with."""
    found = INSIDE.match(line)
    start = found[0] if found else ""
    return start.expandtabs(4).count("    ") + len(MARKS.findall(start))


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
        self._check_code()
        return tuple(self.stack[0].parts)

    def _check_code(self) -> None:
        """Code that is never closed would hide blocks here, and be ordinary text when converted."""
        for start, end in _fenced(self.lines):
            if end is None:
                self.problems.add(
                    "block-open",
                    Place(self.path, self.first + start),
                    "the code is never closed.",
                    "Close it with a line of the same signs.",
                )

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
        """Note what must not stand in ordinary lines.

        What looks like the beginning of a block and is none would be published as text, with what
        was meant to stand inside: a facilitator's notes, for example.
        """
        short = SHORT.match(line)
        if line.startswith("///") or (short and short["kind"] in BLOCKS):
            self.problems.add(
                "block-unknown",
                here,
                f'"{line.strip()}" begins no block.',
                "Write /// kind, or /// kind | Title; only a title may follow the kind.",
            )
        elif MARKER.search(CODE_SPAN.sub("", line)):
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
        for part in block.parts:
            if not isinstance(part, Text):
                continue
            for number, line in enumerate(part.text.split("\n")):
                if MARKED.search(line) and not OPTION.match(line):
                    self.problems.add(
                        "question-options",
                        Place(self.path, part.line + number),
                        "a mark [x] stands where it would not be taken out for participants.",
                        'Begin the line with "- [x] ".',
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
                match = OPTION.match(line)
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
        plain = [
            "" if number in code else CODE_SPAN.sub("", line) for number, line in enumerate(lines)
        ]
        text = "\n".join(plain)
        for match in LINK.finditer(text):
            name = "target" if match["angled"] is None else "angled"
            place = Place(path, part.line + text.count("\n", 0, match.start(name)))
            yield Link(place, match[name], bool(match["image"]))
        pictures = {
            (match["name"] or match["alt"]).casefold() for match in IMAGE_NAME.finditer(text)
        }
        for number, line in enumerate(plain):
            reference = REFERENCE.match(line)
            if reference:
                place = Place(path, part.line + number)
                yield Link(place, reference["target"], reference["name"].casefold() in pictures)


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


def plain(line: str) -> str:
    """A line of Markdown as read aloud: no signs of markup, no citations, no addresses."""
    text = MARKUP.sub(lambda match: match[1] or "", CODE_SPAN.sub("", ITEM.sub("", line)))
    return " ".join(text.split())
