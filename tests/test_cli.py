"""The command line as a whole: its table of commands, and what loading them costs."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from sessionpress.cli import COMMANDS, cli

HEAVY = ("jinja2", "lxml", "markdown", "mkdocs", "openpyxl", "rich", "weasyprint", "yaml")
"""Libraries of building; each takes more time to load than a build without a change may take."""


def test_every_command_is_listed_with_what_it_does() -> None:
    done = CliRunner().invoke(cli, ["--help"])
    assert done.exit_code == 0
    rows = done.stdout.partition("Commands:\n")[2].splitlines()
    assert [row.split()[0] for row in rows] == list(COMMANDS)
    assert all(len(row.split()) > 3 for row in rows)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_own_help(name: str) -> None:
    done = CliRunner().invoke(cli, [name, "-h"])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: cli {name} [OPTIONS]")


def test_a_command_that_is_not_there_is_said() -> None:
    done = CliRunner().invoke(cli, ["bild"])
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("Error: No such command 'bild'.")


def test_to_see_that_nothing_changed_no_library_of_building_is_loaded() -> None:
    look = "import sys, sessionpress.commands.build; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "click" in loaded
    assert [one for one in HEAVY if one in loaded] == []
