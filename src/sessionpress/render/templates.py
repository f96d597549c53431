"""The Jinja environment over `overrides/`: the only place that knows where templates are."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sessionpress.answers.blocks import date_words
from sessionpress.clock import clock
from sessionpress.direction import direction
from sessionpress.words import words


def make_environment(overrides: Path) -> Environment:
    """Open the templates of a house; `_` stands ready for translated words."""
    environment = Environment(
        loader=FileSystemLoader(overrides),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals["_"] = words
    environment.filters["clock"] = clock
    environment.filters["direction"] = direction
    environment.filters["date_words"] = date_words
    environment.filters["filesize"] = filesize
    environment.filters["number"] = number
    return environment


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
