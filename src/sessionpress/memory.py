"""What a process that serves remembers from one build of the site to the next.

A thing is remembered by a name, with all that it was made from. While that is equal, it is given
again; else it is made anew. Of each name the last two are remembered: a page as it is written, and
as readers see it. Parts that are given again are the same objects as before, so comparing them
costs next to nothing. Whoever builds once remembers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

T = TypeVar("T")

Memory = dict[Hashable, list[tuple[object, object]]]
"""Inputs and things by name, the newest last."""

MOST = 2

_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


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
    """The thing of a name, made only when its inputs are not those of one that is remembered.

    Args:
        name: tells it from all other things that are remembered.
        inputs: everything that can change it, as values that can be compared.
        make: makes it; what it says of problems must be a part of what it gives.
    """
    memory = _memory.get()
    if memory is None:
        return make()
    entries = memory.setdefault(name, [])
    entry = next((one for one in entries if one[0] == inputs), None)
    if entry is None:
        entry = (inputs, make())
        entries[:] = [*entries, entry][-MOST:]
    return cast("T", entry[1])


def same(name: Hashable, value: T) -> T:
    """A value, as the same object as the last time when it is equal to that."""
    return kept(name, value, lambda: value)


def recalled(name: Hashable, inputs: object) -> object | None:
    """The thing of a name; None when it has to be made."""
    entries = (_memory.get() or {}).get(name, [])
    return next((thing for known, thing in entries if known == inputs), None)
