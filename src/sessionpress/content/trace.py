"""Where each objective is taught, practised and assessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionpress.content.model import Block, Module, Objective, QuestionOptions, blocks

GAPS = ("taught", "practised", "assessed in form A", "assessed in form B")
TAUGHT, PRACTISED = ("talk", "discussion"), ("activity", "discussion")


@dataclass(frozen=True, slots=True)
class Trace:
    """One objective with the items and questions that serve it."""

    objective: Objective
    items: tuple[Block, ...]
    questions: tuple[Block, ...]

    def of_kind(self, *kinds: str) -> tuple[Block, ...]:
        """Its items of some kinds."""
        return tuple(item for item in self.items if item.kind in kinds)

    def in_form(self, form: str) -> tuple[Block, ...]:
        """Its questions in one form of the test."""
        return tuple(
            one
            for one in self.questions
            if isinstance(one.options, QuestionOptions) and one.options.form == form
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, in the words of `GAPS`."""
        there = (
            self.of_kind(*TAUGHT),
            self.of_kind(*PRACTISED),
            self.in_form("A"),
            self.in_form("B"),
        )
        return tuple(gap for gap, found in zip(GAPS, there, strict=True) if not found)


def traces(module: Module) -> Iterator[Trace]:
    """Follow each objective of a session through its items and questions."""
    questions = [block for page in module.pages for block in blocks(page.parts, "question")]
    for goal in module.objectives:
        yield Trace(
            goal,
            tuple(item for item in module.items if goal.id in item.timed.objectives),
            tuple(
                one
                for one in questions
                if isinstance(one.options, QuestionOptions) and one.options.objective == goal.id
            ),
        )
