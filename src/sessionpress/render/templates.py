"""The Jinja environment over `overrides/`: the only place that knows where templates are."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from sessionpress.answers.blocks import date_words
from sessionpress.clock import clock
from sessionpress.direction import direction
from sessionpress.memory import is_remembering, kept
from sessionpress.signs import percent
from sessionpress.words import words


class Compiled(BytecodeCache):
    """Templates that were compiled before in this process, by environments that are set up alike.

    Jinja gives a bucket the checksum of its source, so a template that was changed has another.
    """

    def __init__(self) -> None:
        """Nothing is compiled yet."""
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it has been compiled."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def make_environment(overrides: Path) -> Environment:
    """Open the templates of a house; `_` stands ready for translated words."""
    if not is_remembering():
        return _opened(overrides)
    files = {path: path.read_bytes() for path in overrides.rglob("*") if path.is_file()}
    return kept(("templates", overrides), files, lambda: _open(overrides))


@lru_cache(maxsize=4)
def _opened(overrides: Path) -> Environment:
    """The templates of a house, compiled once in a process; Jinja sees when one has changed."""
    return _open(overrides)


def _open(overrides: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(overrides),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    equip(environment)
    return environment


def equip(environment: Environment) -> None:
    """Give an environment what our templates ask for: the words of a language, and filters."""
    environment.globals["_"] = words
    environment.filters |= {
        "clock": clock,
        "date_words": date_words,
        "direction": direction,
        "filesize": lambda size: unbroken(filesize(size)),
        "number": number,
        "percent": lambda share, of: unbroken(percent(share, of.tag, of.digits)),
        "wait": lambda size, rate: unbroken(wait(size, rate)),
    }


def unbroken(text: str) -> str:
    """A number with its unit, kept on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def text_of(environment: Environment, name: str) -> str:
    """A file of the house as it is, such as a style: not a template."""
    if environment.loader is None:
        raise ValueError("an environment of no house")
    return environment.loader.get_source(environment, name)[0]


def number(value: float) -> str:
    """Write a number without a point that says nothing: 4, 0.5."""
    return f"{value:.15g}"


def filesize(size: int) -> str:
    """Write bytes as people read them: 12 KB, 3.4 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"


def wait(size: int, rate: int) -> str:
    """Write how long bytes are on their way, at a rate in bit/s, rounded up: 40 s, 3 min, 2 h."""
    seconds = math.ceil(size * 8 / rate)
    if seconds < 60:
        return f"{seconds} {words('s')}"
    if seconds < 90 * 60:
        return f"{math.ceil(seconds / 60)} {words('min')}"
    return f"{math.ceil(seconds / 3600)} {words('h')}"
