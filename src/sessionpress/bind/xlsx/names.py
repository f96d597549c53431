"""Names that the form gives to places, beside those of its cells, so that they move with them."""

from __future__ import annotations

KEPT = "form_kept"
"""The two columns that hold the identity of the form, on its hidden worksheet."""

END = "end_"
"""Begins the name of the line below a growing table; rows are added above it."""

OPTION = "of_"
"""Begins the name of the cell beside one option of choices; its number ends it."""


def end_name(field: str) -> str:
    """Name the line below a growing table."""
    return END + field.replace("-", "_")


def option_name(field: str, number: int) -> str:
    """Name the cell beside an option; options count from 1."""
    return f"{OPTION}{field.replace('-', '_')}.{number}"
