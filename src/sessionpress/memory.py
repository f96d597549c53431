"""What a process that serves remembers from one build of the site to the next.

A thing is remembered by a name, with all that it was made from. While that is equal, it is given
again; else it is made anew, and the old one is forgotten. Parts that are given again are the same
objects as before, so comparing them costs next to nothing. Whoever builds once remembers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

T = TypeVar("T")

_memory: ContextVar[dict[Hashable, tuple[object, object]] | None] = ContextVar(
    "memory", default=None
)


def is_remembering() -> bool:
    """Whether anything is remembered."""
    return _memory.get() is not None


@contextmanager
def remembering() -> Iterator[None]:
    """Remember what is made inside, until the end."""
    before = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(before)


def kept(name: Hashable, inputs: object, make: Callable[[], T]) -> T:
    """The thing of a name, made only when its inputs are not those of the last time.

    Args:
        name: tells it from all other things that are remembered.
        inputs: everything that can change it, as values that can be compared.
        make: makes it; what it says of problems must be a part of what it gives.
    """
    memory = _memory.get()
    if memory is None:
        return make()
    entry = memory.get(name)
    if entry is None or entry[0] != inputs:
        entry = memory[name] = (inputs, make())
    return cast("T", entry[1])


def same(name: Hashable, value: T) -> T:
    """A value, as the same object as the last time when it is equal to that."""
    return kept(name, value, lambda: value)


def recalled(name: Hashable, inputs: object) -> object | None:
    """The thing of a name; None when it has to be made."""
    entry = (_memory.get() or {}).get(name)
    return entry[1] if entry is not None and entry[0] == inputs else None
