"""The questions of a toolkit as two tests, form A and form B, and their key.

A test is an ordinary sheet, so every form that sheets have it has too. Its key is never in it: who
holds the questions with their marks, as facilitators do, can ask for the key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sessionpress.content.model import Block, Field, QuestionOptions, Sheet, Text, Toolkit, blocks
from sessionpress.content.scan import OPTION, plain, question_options
from sessionpress.schema import Option
from sessionpress.words import later, words

FORMS = ("A", "B")
CODE, WHEN = "code", "when"
BEFORE, AFTER = "before", "after"

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as plain text; `right` is the id of an option, empty in a participant's edition.

    `id` is made of objective, form and number: a new question of an objective comes last.
    """

    id: str
    objective: str
    form: str
    session: str
    title: str
    text: str
    options: tuple[Option, ...]
    right: str
    block: Block


def questions(toolkit: Toolkit) -> tuple[Question, ...]:
    """Give every question in the order of the sessions."""
    found: list[Question] = []
    numbers: Counter[tuple[str, str]] = Counter()
    for module in toolkit.modules:
        session = words("Session {number}: {title}").format(
            number=module.number, title=module.title
        )
        for page in module.pages:
            for block in blocks(page.parts, "question"):
                if isinstance(block.options, QuestionOptions) and block.options.objective:
                    of = (block.options.objective, block.options.form)
                    numbers[of] += 1
                    found.append(_question(block, block.options, numbers[of], session))
    return tuple(found)


def _question(block: Block, options: QuestionOptions, number: int, session: str) -> Question:
    given = list(question_options(block))
    ids = [LETTERS[place % len(LETTERS)] for place in range(len(given))]
    return Question(
        f"{options.objective}-{options.form.lower()}-{number}",
        options.objective,
        options.form,
        session,
        _words(block.title),
        " ".join(_text(block)),
        tuple(Option(one, _words(text)) for one, (text, _right) in zip(ids, given, strict=True)),
        next((one for one, (_text, right) in zip(ids, given, strict=True) if right), ""),
        block,
    )


def _words(line: str) -> str:
    """A line as it is read; what stands between backticks is read too."""
    return plain(line.replace("`", ""))


def _text(block: Block) -> Iterator[str]:
    """What a question tells before its options."""
    for part in block.parts:
        if isinstance(part, Text):
            for line in part.text.split("\n"):
                if line.strip() and not OPTION.match(line):
                    yield _words(line)


def test_sheets(toolkit: Toolkit) -> tuple[Sheet, ...]:
    """Give the tests as sheets `test-a` and `test-b`; a form without a question has none.

    Either can be filled before or after the workshop, and says which.
    """
    if toolkit.tests:
        return toolkit.tests
    known = questions(toolkit)
    return tuple(
        _sheet(form, [one for one in known if one.form == form], toolkit)
        for form in FORMS
        if any(one.form == form for one in known)
    )


def answer_key(toolkit: Toolkit) -> Mapping[str, str]:
    """Give the right option of each question by its id; nothing in a participant's edition."""
    return {one.id: one.right for one in questions(toolkit) if one.right}


CODE_HELP = later(
    "Nobody but you can tell whose it is; write the same code before and after. First two letters "
    "of your mother's given name, last two letters of the town where you were born, and the day "
    "of the month on which you were born, in two digits."
)
MOMENTS = (Option(BEFORE, later("Before the workshop")), Option(AFTER, later("After the workshop")))


def _sheet(form: str, asked: list[Question], toolkit: Toolkit) -> Sheet:
    place = toolkit.settings.header.start
    blank = Field(
        id=CODE,
        kind="text",
        label=words("Your code"),
        help=words(CODE_HELP),
        section="",
        levels=(),
        options=(),
        formula=None,
        lines=1,
        rows=(),
        columns=(),
        origin="",
        required=True,
        example="FANA07",
        limit=12,
        low=None,
        high=None,
        place=place,
    )
    choice = replace(blank, kind="choice", help="", example="", limit=None)
    moments = tuple(replace(one, text=words(one.text)) for one in MOMENTS)
    when = replace(choice, id=WHEN, label=words("When you answer"), options=moments)
    fields = [blank, when]
    sessions = [when.section, *(one.session for one in asked)]
    for one, last in zip(asked, sessions, strict=False):
        fields.append(
            replace(
                choice,
                id=one.id,
                label=one.title,
                help=one.text,
                section=one.session if one.session != last else "",
                options=one.options,
                required=False,
                place=one.block.place,
            )
        )
    return Sheet(
        id=f"test-{form.lower()}",
        title=words("Questions, form {form}").format(form=form),
        who="person",
        summary=words(
            "Mark one answer to each question; leave it blank if you do not know. Write no name."
        ),
        paper="A4",
        orientation="portrait",
        profile=False,
        fields=tuple(fields),
        place=place,
    )
