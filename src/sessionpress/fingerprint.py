"""One name for a value and all that it holds: equal values have it, different ones do not.

Pickles will not do: the same value pickles to different bytes when two of its parts are one object.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import Protocol


class _Sink(Protocol):
    def update(self, data: bytes, /) -> None: ...


def fingerprint(*values: object) -> str:
    """The SHA-256 of values, as 64 hex digits.

    Values are texts, bytes, numbers, dates, paths, None, and dataclasses, sequences, sets and
    mappings of them. Mappings count in their order, sets in none.

    Raises:
        TypeError: a value of another kind, whose parts nobody knows.
    """
    sink = hashlib.sha256()
    for value in values:
        _feed(value, sink)
    return sink.hexdigest()


def _feed(value: object, sink: _Sink) -> None:
    match value:
        case str():
            # Text that is marked as HTML is the same text.
            _leaf(b"s", value.encode("utf-8", "surrogatepass"), sink)
        case bytes():
            _leaf(b"b", value, sink)
        case None | bool() | int() | float():
            _leaf(b"n", repr(value).encode(), sink)
        case dt.date() | dt.time() | dt.timedelta() | PurePath():
            _leaf(type(value).__name__.encode(), str(value).encode(), sink)
        case tuple() | list():
            _head(b"t", len(value), sink)
            for one in value:
                _feed(one, sink)
        case Mapping():
            _head(b"m", len(value), sink)
            for key, one in value.items():
                _feed(key, sink)
                _feed(one, sink)
        case Set():
            _feed(sorted(fingerprint(one) for one in value), sink)
        case _ if is_dataclass(value):
            _leaf(b"d", type(value).__qualname__.encode(), sink)
            for field in fields(value):
                _feed(getattr(value, field.name), sink)
        case _:
            raise TypeError(f"the parts of {type(value).__name__} are not known")


def _leaf(kind: bytes, data: bytes, sink: _Sink) -> None:
    _head(kind, len(data), sink)
    sink.update(data)


def _head(kind: bytes, length: int, sink: _Sink) -> None:
    """What comes, and how much of it: so that no two values run into the same bytes."""
    sink.update(b"%b%d:" % (kind, length))
