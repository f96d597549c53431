"""`sessionpress serve`."""

from __future__ import annotations

from pathlib import Path

import click

from sessionpress.compose import READERS
from sessionpress.console import content_option, find_house
from sessionpress.mkdocs_site import preview


@click.command()
@content_option
@click.option("--reader", type=click.Choice(list(READERS)), default="participant")
@click.option("--address", default="127.0.0.1:8000", help="Host and port.")
def serve(content: Path | None, reader: str, address: str) -> None:
    """Preview the site and follow edits."""
    house = find_house(content)
    preview(house.settings, house.content, reader, address)
