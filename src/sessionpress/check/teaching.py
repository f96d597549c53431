"""Rules on objectives, items, exercises and questions: is everything taught and practised?"""

from __future__ import annotations

import re

from sessionpress.check.structure import check_unique
from sessionpress.content.model import (
    Block,
    Exercise,
    QuestionOptions,
    Text,
    TimedOptions,
    Toolkit,
    blocks,
)
from sessionpress.content.scan import text_lines
from sessionpress.content.trace import GAPS, traces
from sessionpress.problems import Place, Problems, counted, nearest

ADVICE = dict(
    zip(
        GAPS,
        (
            "Name it in objectives: of a talk or a discussion.",
            "Name it in objectives: of an activity or a discussion.",
            "Write a question for it with form: A.",
            "Write a question for it with form: B.",
        ),
        strict=True,
    )
)
SECTIONS = ("Steps", "What good looks like", "Debrief", "Without power", "Online")
STEP_MINUTES = re.compile(r"\d+\.[ \t]+\*\*(\d+) min")


def check_objectives(toolkit: Toolkit, problems: Problems) -> None:
    """Objectives serve an outcome, and something teaches or practises each of them."""
    outcomes = {outcome.id for outcome in toolkit.outcomes}
    check_unique([(goal.id, goal.place) for goal in toolkit.objectives], "objective", problems)
    served = {goal.outcome for goal in toolkit.objectives}
    used = {
        name
        for module in toolkit.modules
        for item in module.items
        for name in item.timed.objectives
    }
    for goal in toolkit.objectives:
        if goal.outcome and goal.outcome not in outcomes:
            problems.add(
                "reference-unknown",
                goal.place,
                f'there is no outcome "{goal.outcome}".',
                nearest(goal.outcome, outcomes),
            )
        if goal.id and goal.id not in used:
            problems.add(
                "objective-unused",
                goal.place,
                f'no item teaches or practises the objective "{goal.id}".',
                "Name it in objectives: of a talk, activity or discussion.",
            )
    if toolkit.modules:
        for outcome in toolkit.outcomes:
            if outcome.id not in served:
                problems.add(
                    "outcome-unserved",
                    outcome.place,
                    f'no objective serves the outcome "{outcome.id}".',
                    "Let an objective serve it, or take it out.",
                )


def check_traces(toolkit: Toolkit, problems: Problems) -> None:
    """In a complete session each objective is taught, practised and assessed in both forms."""
    for module in toolkit.modules:
        if module.status != "complete":
            continue
        for trace in traces(module):
            for gap in trace.gaps:
                problems.add(
                    "objective-gap",
                    trace.objective.place,
                    f'the objective "{trace.objective.id}" is not {gap}.',
                    ADVICE[gap],
                )


def check_items(toolkit: Toolkit, problems: Problems) -> None:
    """Timed items: objectives exist, shortest is shorter, activities run without power."""
    known = {goal.id for goal in toolkit.objectives}
    for page in toolkit.pages:
        for block in blocks(page.parts):
            if isinstance(block.options, TimedOptions):
                _check_item(block, block.options, toolkit, problems)
                names = block.options.objectives
            elif isinstance(block.options, QuestionOptions):
                names = (block.options.objective,)
            else:
                continue
            for name in filter(None, names):
                if name not in known:
                    problems.add(
                        "reference-unknown",
                        block.place,
                        f'there is no objective "{name}".',
                        nearest(name, known),
                    )


def _check_item(block: Block, options: TimedOptions, toolkit: Toolkit, problems: Problems) -> None:
    if options.shortest > options.minutes > 0:
        problems.add(
            "minutes-order",
            block.place,
            f"the shortest time, {options.shortest}, is longer than the planned "
            f"{options.minutes} minutes.",
            "Mend one of the two.",
        )
    if block.kind != "activity":
        return
    exercise = toolkit.exercise(options.exercise)
    own = any(blocks(block.parts, "without-power"))
    lent = exercise is not None and "Without power" in _sections(exercise)
    if not own and not lent:
        problems.add(
            "activity-without-power",
            block.place,
            f'the activity "{block.title}" has no variant without power.',
            "Add a block without-power inside it.",
        )


def _sections(exercise: Exercise) -> list[str]:
    return [
        line[3:].strip()
        for part in exercise.page.parts
        if isinstance(part, Text)
        for line in part.text.split("\n")
        if line.startswith("## ")
    ]


def check_exercises(toolkit: Toolkit, problems: Problems) -> None:
    """Exercises have one shape, and their steps add up to their minutes."""
    known = {goal.id for goal in toolkit.objectives}
    for exercise in toolkit.exercises:
        header = exercise.page.header
        found = [name for name in _sections(exercise) if name in SECTIONS]
        for name in SECTIONS:
            if name not in found:
                problems.add(
                    "exercise-shape",
                    header.start,
                    f'the section "{name}" is missing.',
                    f"Add ## {name}; the order is: {', '.join(SECTIONS)}.",
                )
        if found != [name for name in SECTIONS if name in found]:
            problems.add(
                "exercise-shape",
                header.start,
                "the sections stand in another order.",
                f"The order is: {', '.join(SECTIONS)}.",
            )
        for name in exercise.objectives:
            if name not in known:
                problems.add(
                    "reference-unknown",
                    header.place("objectives"),
                    f'there is no objective "{name}".',
                    nearest(name, known),
                )
        if exercise.shortest > exercise.minutes > 0:
            problems.add(
                "minutes-order",
                header.place("shortest"),
                f"the shortest time, {exercise.shortest}, is longer than the planned "
                f"{exercise.minutes} minutes.",
                "Mend one of the two.",
            )
        tables = sum(line.startswith("Table: ") for _, line in text_lines(exercise.page.parts))
        if exercise.cards > tables:
            problems.add(
                "reference-unknown",
                header.place("cards"),
                f"there is no table {exercise.cards} on the page.",
                f"It has {counted(tables, 'table')} with a caption; 1 is the first.",
            )
        _check_steps(exercise, header.place("minutes"), problems)


def _check_steps(exercise: Exercise, place: Place, problems: Problems) -> None:
    steps = [
        int(match[1])
        for part in exercise.page.parts
        if isinstance(part, Text)
        for line in part.text.split("\n")
        if (match := STEP_MINUTES.match(line))
    ]
    if steps and sum(steps) != exercise.minutes:
        problems.add(
            "exercise-minutes",
            place,
            f"the steps take {sum(steps)} minutes, the header says {exercise.minutes}.",
            "Let them agree.",
        )
