"""`sessionpress pack`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sessionpress.answers.pairing import CannotPair
from sessionpress.answers.pairs_file import read_pairs
from sessionpress.console import FAILED, content_option, find_house
from sessionpress.make import make_edition
from sessionpress.pack import pack_event, write_event
from sessionpress.problems import BuildError, ToolkitError
from sessionpress.render.paper import PAPERS
from sessionpress.translate.desk import CannotTranslate


@click.command()
@content_option
@click.argument("event")
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    default=None,
    help="List of who takes part (CSV or XLSX): columns name, country, role.",
)
@click.option(
    "--pairs",
    type=click.Path(path_type=Path),
    default=None,
    help="The pairs.json of `sessionpress pair`: who sits together, for the table cards.",
)
@click.option("--paper", type=click.Choice(list(PAPERS)), default="a4", show_default=True)
@click.option("--language", default="", help="Tag of a language; without it, the source.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Write files there.")
def pack(
    content: Path | None,
    event: str,
    people: Path | None,
    pairs: Path | None,
    paper: str,
    language: str,
    out: Path,
) -> None:
    """Make what is printed for an event, with names where a list gives them.

    EVENT is the name of a file in events/, without its ending. Nothing of the list is kept but
    what is printed.
    """
    house = find_house(content)
    try:
        made = make_edition(house.content, house.overrides, "facilitator", language)
        cards = read_pairs(pairs) if pairs else ()
        made_pack = pack_event(made, event, people, paper, house.overrides, cards)
        written = write_event(made_pack, made, out, house.overrides)
    except ToolkitError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(FAILED)
    except (BuildError, CannotPair, CannotTranslate, OSError) as error:
        raise click.ClickException(str(error)) from None
    for path in written:
        click.echo(str(path))
