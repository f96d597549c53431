"""`sessionpress cache`."""

from __future__ import annotations

import click

from sessionpress.bind.store import Store
from sessionpress.console import find_house
from sessionpress.render.templates import filesize


@click.group()
def cache() -> None:
    """Look after the files that builds keep for the next."""


@cache.command()
def clear() -> None:
    """Let go of all kept files; the next build makes everything anew."""
    held = Store(find_house(None).store).clear()
    click.echo(f"{filesize(held)} cleared." if held else "Nothing was kept.")
