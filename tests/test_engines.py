"""The site does not hang on its engine or its theme: others make the same bytes.

MkDocs is one replaceable adapter, and Material gives a name and strings only. Here another engine
builds the same site, and MkDocs builds it where nothing of Material is installed.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.builds import ROOT, surroundings, tree
from tests.marked import write_marked

pytestmark = pytest.mark.slow

FIXED = {"SOURCE_DATE_EPOCH": "1800000000"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of its own around the marked toolkit, laid out as the real one."""
    folder = write_marked(tmp_path_factory.mktemp("engines") / "house")
    shutil.copytree(ROOT / "overrides", folder / "overrides", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def built(engine: str, house: Path, site: Path, more: Mapping[str, str]) -> dict[str, bytes]:
    """The site of a house as an engine builds it, by address."""
    done = subprocess.run(
        [sys.executable, "-m", engine, "build", "--strict", "-d", str(site)],
        cwd=house,
        env=surroundings({**FIXED, **more}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return tree(site)


@pytest.fixture(scope="module")
def expected(house: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as MkDocs and Material make it."""
    return built("mkdocs", house, tmp_path_factory.mktemp("usual") / "site", {})


def test_properdocs_makes_the_same_bytes(
    house: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    assert built("properdocs", house, tmp_path / "site", {}) == expected


def test_without_material_but_its_strings_the_site_is_the_same(
    house: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    material = importlib.util.find_spec("material")
    assert material and material.origin
    strings = Path(material.origin).parent / "templates" / "partials" / "languages" / "en.html"
    templates = tmp_path / "stand-in" / "material" / "templates"
    (templates / "partials" / "languages").mkdir(parents=True)
    for folder in (templates, templates.parent):
        (folder / "__init__.py").touch()
    (templates / "mkdocs_theme.yml").write_text("{}\n")
    shutil.copy(strings, templates / "partials" / "languages")
    # A package of this name that comes first hides the whole of the real one.
    hidden = {"PYTHONPATH": str(templates.parent.parent)}
    where = [sys.executable, "-c", "import material; print(material.__file__)"]
    found = subprocess.run(
        where, env=surroundings(hidden), capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(tmp_path))
    assert built("mkdocs", house, tmp_path / "site", hidden) == expected


def test_no_template_names_a_part_that_is_not_ours() -> None:
    overrides = ROOT / "overrides"
    for path in overrides.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for tag in ("include", "import", "extends", "from"):
            for piece in text.split(f"{{% {tag} ")[1:]:
                name = piece.split()[0].strip("'\"")
                assert (overrides / name).is_file(), f"{path.name}: {name}"
