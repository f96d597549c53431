"""The command line. A command is a row of a table and is loaded when it is called.

So a build without a change ends before any library of building is loaded.
"""

from __future__ import annotations

from importlib import import_module

import click

from sessionpress import __version__

COMMANDS = {
    "check": "check",
    "count": "count",
    "build": "build",
    "assemble": "build",
    "cache": "cache",
    "collect": "collect",
    "pair": "pair",
    "pack": "pack",
    "timings": "timings",
    "serve": "serve",
    "translate": "translate",
}
"""The module in `sessionpress.commands` that has each command, which has the name of its row."""


class _Late(click.Group):
    """Commands that are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"sessionpress.commands.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=_Late, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Turn a training toolkit in Markdown into a site, PDFs and an offline bundle."""


def main() -> None:
    """Entry point of the `sessionpress` command."""
    cli()


if __name__ == "__main__":
    main()
