"""Builds for tests: each is made once, whichever worker asks first, and is never changed."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from rich.console import Console
from tests.marked import write_marked

from sessionpress.bind.documents import Job, Press, Result
from sessionpress.bind.store import NO_STORE, Store
from sessionpress.build import build
from sessionpress.house import House
from sessionpress.ledger import NAME
from sessionpress.progress import Progress

ROOT = Path(__file__).resolve().parents[1]

NO_PDFS = "PDF export is disabled (set environment variable SESSIONPRESS_PDF to 1 to enable)\n"
"""What MkDocs says when it makes a site without the books."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: the toolkit it is made of, its output folder, what the command said."""

    content: Path
    dist: Path
    run: Run

    @property
    def site(self) -> Path:
        """The participants' site."""
        return self.dist / "site"

    @property
    def facilitator(self) -> Path:
        """The facilitators' site."""
        return self.dist / "facilitator"


def command(name: str, *arguments: object) -> list[str]:
    """A command of this environment, with its arguments."""
    return [str(Path(sys.executable).with_name(name)), *map(str, arguments)]


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: nothing of ours is set but what is asked for.

    MkDocs is told to keep a notice about another program to itself, and Python what it thinks of
    the syntax of a plugin when it compiles it.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SESSIONPRESS_")}
    quiet = {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore::SyntaxWarning"}
    return {**kept, **quiet, **(more or {})}


def run(
    name: str,
    *arguments: object,
    house: Path = ROOT,
    more: Mapping[str, str] | None = None,
    umask: int = -1,
) -> Run:
    """Run a command of this environment in a house, to its end."""
    done = subprocess.run(
        command(name, *arguments),
        cwd=house,
        env=surroundings(more),
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def without_measures(text: str) -> str:
    """What a build said, with a hash sign for each number of seconds, and # KB for each size."""
    text = re.sub(r"\b\d+(\.\d+)? (bytes|KB|MB|GB)\b", "# KB", text)
    return re.sub(r"\b\d+(\.\d+)? s\b", "# s", text)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock and the ledger of builds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (".lock", NAME)
    }


def instead_of_books(
    jobs: Sequence[Job],
    _press: Press,
    done: Callable[[Job, Result], None],
    _workers: int,
    _store: Store,
) -> None:
    """Put a word in the place of every book, for tests that are not about books."""
    for job in jobs:
        job.target.parent.mkdir(parents=True, exist_ok=True)
        job.target.write_text("no book")
        done(job, Result(7, 1))


def build_here(dist: Path, content: Path, house: Path = ROOT, store: Store = NO_STORE) -> None:
    """Build in this process, where a test may change how things are done."""
    build(House(house, content, dist), Progress(Console(file=io.StringIO())), 1, store)


def built_marked(factory: pytest.TempPathFactory) -> Built:
    """The toolkit of tests/marked.py, built completely."""
    return _built(factory, "marked", lambda folder: write_marked(folder / "content"))


def built_real(factory: pytest.TempPathFactory) -> Built:
    """The real toolkit, built completely in the language of the source.

    Its translations would make it several times as long; what they come to, other tests see.
    """
    return _built(factory, "real", lambda folder: _source(folder / "content"))


SOURCE = ("data", "docs", "events", "exercises", "modules")
"""The folders of a toolkit in the language of its source."""


def _source(folder: Path) -> Path:
    """Copy the real toolkit without its translations."""
    for name in SOURCE:
        shutil.copytree(ROOT / name, folder / name)
    for path in ROOT.glob("*.yml"):
        shutil.copy(path, folder)
    return folder


def _built(factory: pytest.TempPathFactory, name: str, write: Callable[[Path], Path]) -> Built:
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / f"built-{name}"
    told = folder / "told.json"
    with FileLock(base / f"built-{name}.lock"):
        if not told.exists():
            folder.mkdir()
            content = write(folder)
            result = run(
                "sessionpress",
                "build",
                "--no-cache",
                "--content",
                content,
                "--out",
                folder / "dist",
            )
            told.write_text(json.dumps({"content": str(content), **asdict(result)}))
    said = json.loads(told.read_text())
    assert said["code"] == 0, said["out"] + said["err"]
    return Built(
        Path(said["content"]), folder / "dist", Run(said["code"], said["out"], said["err"])
    )


def heed_interrupt() -> None:
    """Let a new process hear Ctrl+C, even when these tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
