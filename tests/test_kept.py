"""What builds keep for the next gives the bytes of a clean build."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.builds import ROOT, build_here, tree
from tests.toolkits import tiny

from sessionpress.bind.store import Store
from sessionpress.cli import cli

pytestmark = pytest.mark.slow


def kept(store: Path) -> set[str]:
    """The keys of all that a store holds."""
    return {path.stem for path in store.glob("??/*.json")}


def test_an_edit_makes_only_what_holds_it_and_gives_the_bytes_of_a_clean_build(
    tmp_path: Path,
) -> None:
    content, store = tiny(tmp_path / "content"), tmp_path / "store"
    build_here(tmp_path / "dist", content, store=Store(store))
    first = kept(store)

    page = next((content / "modules").glob("*/10-*.md"))
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    build_here(tmp_path / "dist", content, store=Store(store))
    fresh = kept(store) - first
    assert 0 < len(fresh) < len(first) / 2
    build_here(tmp_path / "clean", content)
    assert tree(tmp_path / "dist") == tree(tmp_path / "clean")


def test_clearing_says_what_was_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text())
    (house / "overrides").mkdir()
    made = tmp_path / "made"
    made.write_bytes(b"12345")
    Store(house / ".cache" / "sessionpress").keep("ab" * 32, made, {})
    monkeypatch.chdir(house)
    for said in ("1 KB cleared.\n", "Nothing was kept.\n"):
        result = CliRunner().invoke(cli, ["cache", "clear"], catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (0, said)
