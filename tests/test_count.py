"""`sessionpress count`: the figures of the tiny toolkit, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.toolkits import ROOT, tiny

from sessionpress.cli import cli

TABLES = """\
session  status    words  minutes  talks  activities  discussions  cases  key points  slides  \
questions A  questions B
      1  complete     29       40      1           1            0      1           1       1  \
          1            1

cases of  number
Alland         1

objective  questions A  questions B
s1-read              1            1

in all          number
exercises            1
sheets               1
cases                1
glossary terms       1
sources              1
events               1
pages                6

"""

pytestmark = pytest.mark.usefixtures("silence")


def test_the_tiny_toolkit_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(
        cli, ["count", "--content", str(tiny(tmp_path))], catch_exceptions=False
    )
    assert result.stdout == TABLES
    assert result.exit_code == 0


def test_a_toolkit_that_cannot_be_read_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, ["count", "--content", str(tmp_path)])
    assert result.stderr == "Error: The toolkit cannot be read. Run: sessionpress check\n"
    assert result.exit_code == 1
