"""Books are made side by side, proved, and given up together."""

import os
import re
import shutil
import signal
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from sessionpress.bind.documents import (
    Job,
    Press,
    Result,
    in_common,
    make_document,
    make_documents,
    processes,
)
from sessionpress.problems import BuildError, Place, Problem, ToolkitError
from sessionpress.render.book import Book, Chapter, PageHtml

OVERRIDES = Path(__file__).resolve().parents[2] / "overrides"
PRESS = Press(OVERRIDES, {})

pytestmark = pytest.mark.pdf


def book(title: str, html: str = "<p>Words to read.</p>") -> Book:
    page = PageHtml("page", "page.html", title, html, ())
    return Book(
        key="book",
        title=title,
        subtitle="",
        edition="Edition 1",
        date="2030-03-01",
        language="en",
        direction="ltr",
        author="Ministry",
        notice="<p>Notice.</p>",
        chapters=(Chapter(title, (page,), part=False),),
        words={"contents": "Contents", "page": "Page", "of": "of", "see": "page"},
        cover=False,
        contents=False,
    )


def changed_press(folder: Path, more_css: str) -> Press:
    """The press of the house with something added to its style sheet."""
    shutil.copytree(OVERRIDES / "print", folder / "print")
    (folder / "fonts").symlink_to(OVERRIDES / "fonts")
    with (folder / "print" / "print.css").open("a") as css:
        css.write(more_css)
    return Press(folder, {})


@pytest.fixture
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.slow
def test_every_book_is_made_and_told_once_and_nothing_else_is_left(
    tmp_path: Path, own_temporary_folder: Path
) -> None:
    jobs = [Job(book(f"Book {n}"), tmp_path / "out" / f"{n}.pdf") for n in range(3)]
    told: list[tuple[Job, Result]] = []
    make_documents(jobs, PRESS, lambda job, report: told.append((job, report)), 2)
    assert sorted(job.target.name for job, _report in told) == ["0.pdf", "1.pdf", "2.pdf"]
    assert [report.bytes for job, report in told] == [job.target.stat().st_size for job, _ in told]
    titles = [data.title for job in jobs if (data := PdfReader(job.target).metadata)]
    assert titles == ["Book 0", "Book 1", "Book 2"]
    assert list(own_temporary_folder.iterdir()) == []


FAULTS = {
    "words": (
        "p { display: none }",
        "<p>Words to read.</p>",
        "only N% of the words can be read in the PDF",
    ),
    "link": (
        "",
        '<p><a href="#nowhere">Words</a> to read.</p>',
        "No anchor #page--nowhere for internal URI reference; links lead nowhere: page--nowhere",
    ),
    "style": (
        "p { colour: red }",
        "<p>Words to read.</p>",
        "Ignored `colour: red ` at N:5, unknown property",
    ),
}


@pytest.mark.parametrize(("css", "html", "said"), FAULTS.values(), ids=FAULTS)
def test_a_book_with_a_fault_stops_the_build_and_says_which(
    css: str, html: str, said: str, tmp_path: Path
) -> None:
    press = changed_press(tmp_path / "press", css)
    with pytest.raises(BuildError) as caught:
        make_document(Job(book("Faulty", html), tmp_path / "faulty.pdf"), press)
    message = re.sub(r"\d+(\.\d)?(?=[:%])", "N", str(caught.value))
    assert message == f"faulty.pdf: {said}."


@pytest.mark.slow
def test_one_fault_stops_the_others_and_nothing_is_written_afterwards(
    tmp_path: Path, own_temporary_folder: Path
) -> None:
    out = tmp_path / "out"
    long = "<p>Words to read.</p>" * 400
    jobs = [Job(book("Long", long), out / f"{n}.pdf") for n in range(6)]
    faulty = Job(book("Faulty", '<p><a href="#nowhere">Words</a></p>' * 500), out / "faulty.pdf")
    began = time.monotonic()
    with pytest.raises(BuildError, match=r"^faulty\.pdf: No anchor "):
        make_documents([*jobs, faulty], PRESS, lambda _job, _report: None, 2)
    took = time.monotonic() - began
    shutil.rmtree(out, ignore_errors=True)
    time.sleep(min(took, 5))
    assert not out.exists()
    assert list(own_temporary_folder.iterdir()) == []


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_the_system_ends_is_said_in_words(own_temporary_folder: Path) -> None:
    with pytest.raises(BuildError) as caught, processes(2) as pool:
        pool.submit(die).result()
    assert str(caught.value) == (
        "The system ended a process that was at work; perhaps memory ran out. "
        "Close other programs, or use --jobs 1."
    )
    assert list(own_temporary_folder.iterdir()) == []


def raise_problems(place: Place, line: int) -> None:
    raise ToolkitError([Problem(replace(place, line=line), "It is odd.", "Mend it.", "key-value")])


def test_problems_that_another_process_finds_come_with_their_places() -> None:
    place = Place("modules/10-a/00-index.md")
    with pytest.raises(ToolkitError) as caught, processes(1, place) as pool:
        pool.submit(in_common, raise_problems, 7).result()
    assert str(caught.value) == "modules/10-a/00-index.md:7: It is odd. Mend it. [key-value]"
    assert caught.value.problems == (
        Problem(replace(place, line=7), "It is odd.", "Mend it.", "key-value"),
    )


def wait(seconds: float) -> None:
    """Leave a temporary file open for some time."""
    with tempfile.NamedTemporaryFile():
        time.sleep(seconds)


def test_processes_end_at_once_when_the_block_fails(own_temporary_folder: Path) -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), processes(2) as pool:
        for _ in range(4):
            pool.submit(wait, 20)
        time.sleep(0.3)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 5
    assert list(own_temporary_folder.iterdir()) == []
