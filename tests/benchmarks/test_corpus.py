"""The toolkit that the benchmark measures with."""

import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import mean

import pytest
from benchmarks.corpus import FEWEST, files, shape, write
from benchmarks.markup import markdown
from benchmarks.words import WORD

from sessionpress.content.model import blocks
from sessionpress.make import Made, checked_toolkit, make_edition
from sessionpress.render.search import plain
from sessionpress.schema import BLOCKS

ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib
from benchmarks.corpus import files
print(hashlib.sha256(repr(files(20)).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toolkit")
    write(folder, 20)
    return folder


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    return make_edition(folder, ROOT / "overrides", "participant")


def test_another_process_makes_the_same_bytes() -> None:
    here = hashlib.sha256(repr(files(20)).encode()).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", DIGEST],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


@pytest.mark.parametrize("pages", [FEWEST, 20, 37, 100, 500])
def test_pages_are_as_many_as_asked_for(pages: int) -> None:
    plan = shape(pages)
    assert sum(plan.sessions) + plan.exercises + plan.docs + 4 == pages
    assert min(plan.sessions) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("pages", [100, 500])
def test_the_sizes_that_are_measured_have_no_problems(pages: int, tmp_path: Path) -> None:
    write(tmp_path, pages)
    assert checked_toolkit(tmp_path).modules


@pytest.mark.parametrize("reader", ["participant", "facilitator"])
def test_twenty_pages_have_no_problems(folder: Path, reader: str) -> None:
    pages = make_edition(folder, ROOT / "overrides", reader).pages
    # Sheets, tests, and the lists of both are made beside the pages that are written.
    assert sum(page.leaf.view not in ("exercises", "sheets", "sheet") for page in pages) == 20


def test_every_kind_of_block_is_there(folder: Path) -> None:
    toolkit = checked_toolkit(folder)
    assert {block.kind for page in toolkit.pages for block in blocks(page.parts)} == set(BLOCKS)


def test_pages_are_about_as_long_as_real_ones(made: Made) -> None:
    lengths = [len(WORD.findall(plain(page.html))) for page in made.pages if page.leaf.module]
    assert 600 <= mean(lengths) <= 1200


def test_the_plain_pages_say_the_same(made: Made) -> None:
    for page in made.pages:
        text = markdown(page.html, lambda _target: "", lambda _drawing: "")
        ours = Counter(WORD.findall(plain(page.html)))
        assert not ours - Counter(WORD.findall(text)), page.address


def test_a_box_to_tick_holds_nothing_however_many_there_are() -> None:
    box = "<div><label><input type='radio'> <span>Yes</span></label></div>"
    text = markdown(f"<div>{box * 700}</div>", lambda _target: "", lambda _drawing: "")
    assert text.split() == ["Yes"] * 700
