"""Makes the files that people take away, several at a time, and proves each of them.

A printed document is complete when its words and its links are all there; else the build fails.
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeVar

from sessionpress.bind.store import NO_STORE, Shard, Store
from sessionpress.compose import Edition
from sessionpress.content.model import Sheet, Toolkit
from sessionpress.fingerprint import fingerprint
from sessionpress.ledger import programs
from sessionpress.problems import BuildError
from sessionpress.render.agenda import Agenda, DoorAgenda
from sessionpress.render.book import Book
from sessionpress.render.deck import Deck
from sessionpress.render.digits import counters
from sessionpress.render.pack import PrintPack
from sessionpress.render.pages import RenderedPage
from sessionpress.render.run_sheet import RunSheet
from sessionpress.words import Words, speaking

Images = dict[str, tuple[str, bytes]]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to be filled in, in one language (a BCP 47 tag)."""

    sheet: Sheet
    language: str
    direction: Literal["ltr", "rtl"] = "ltr"

    @property
    def title(self) -> str:
        """The title of the sheet."""
        return self.sheet.title


@dataclass(frozen=True, slots=True)
class KeyPoints:
    """What to remember of each session, on one page."""

    title: str
    books: tuple[Book, ...]


@dataclass(frozen=True, slots=True)
class WholeSite:
    """Every page of an edition, for readers of offline sites."""

    edition: Edition
    pages: tuple[RenderedPage, ...]

    @property
    def title(self) -> str:
        """The title of the toolkit."""
        return self.edition.toolkit.settings.title


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """A workbook into which answers on paper are typed, a row a person."""

    title: str
    tests: tuple[Sheet, ...]


Content = (
    Agenda
    | AnswerEntry
    | Book
    | Deck
    | DoorAgenda
    | Form
    | KeyPoints
    | PrintPack
    | RunSheet
    | WholeSite
)


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made and the file it becomes; the ending of its name says in which form."""

    content: Content
    target: Path


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: the size in bytes, and the pages of what is printed."""

    bytes: int
    pages: int = 0
    found_in: Path | None = None
    """The folder of finished files from which it was fetched; None for one that was made."""


@dataclass(frozen=True, slots=True)
class Press:
    """What every file is made with: the folder of templates, styles and fonts, the images.

    `styles` are the style sheets of printed books, below that folder, in the order in which they
    count. Forms need the `toolkit` of their sheets; `words` and `digits` are those of their
    language, `paper` is what sheets and agendas are printed on, `store` keeps parts of books.
    """

    overrides: Path
    images: Images
    styles: tuple[str, ...] = ("print/print.css",)
    toolkit: Toolkit | None = None
    words: Words = field(default_factory=dict)
    digits: str = "latn"
    paper: str = "a4"
    store: Store = NO_STORE

    @property
    def css(self) -> str:
        """The style sheets as one."""
        from sessionpress.bind.pdf import style_of  # noqa: PLC0415 - slow to load

        return counters(style_of(self.overrides, *self.styles), self.digits)

    @property
    def fingerprint(self) -> str:
        """One name for all of this, and for the programs that use it."""
        templates = {
            path.relative_to(self.overrides).as_posix(): path.read_bytes()
            for path in sorted(self.overrides.rglob("*"))
            if path.is_file()
        }
        parts = (self.images, self.styles, self.toolkit, self.words, self.digits, self.paper)
        return fingerprint(programs(), templates, *parts)


Maker = Callable[[Any, Path, Press], Result]
"""Writes a content to a file; which kind of content it takes, the table of makers says."""


def make_documents(
    jobs: Sequence[Job],
    press: Press,
    done: Callable[[Job, Result], None],
    workers: int,
    store: Store = NO_STORE,
) -> None:
    """Make every file that is not kept from before, the largest first.

    Args:
        jobs: what to make.
        press: templates and images.
        done: called after each file, in this process.
        workers: how many processes work at once.
        store: where finished files are kept.

    Raises:
        BuildError: a file lost words, has a dead link, or made the layout engine complain.
    """
    waiting: list[tuple[Job, str]] = []
    keys = _keys(jobs, press) if store.folders else [""] * len(jobs)
    for job, key in zip(jobs, keys, strict=True):
        kept = store.fetch(key, job.target)
        if kept:
            done(job, Result(kept.bytes, kept.note.get("pages", 0), kept.folder))
        else:
            waiting.append((job, key))
    if not waiting:
        return
    # What all need is loaded before the processes part, which then share it.
    _makers()
    if any(job.target.suffix == ".pdf" for job, _key in waiting):
        from sessionpress.bind.pdf import warm_up  # noqa: PLC0415 - slow to load

        warm_up(press.overrides / "fonts")
    waiting.sort(key=lambda pair: _weight(pair[0]), reverse=True)
    with processes(workers, press) as pool:
        running = {pool.submit(in_common, _make_apart, job): (job, key) for job, key in waiting}
        for future in as_completed(running):
            (job, key), result = running[future], future.result()
            store.keep(key, job.target, {"pages": result.pages})
            done(job, result)


def share(jobs: Sequence[Job], shard: Shard) -> list[Job]:
    """The jobs of a shard: each job is in one shard, and no shard has much more work than another.

    The largest job goes first, always to the shard with the least work.
    """
    loads = [0] * shard.of
    mine: list[Job] = []
    for job in sorted(jobs, key=_weight, reverse=True):
        least = loads.index(min(loads))
        loads[least] += _weight(job)
        if least == shard.number - 1:
            mine.append(job)
    return mine


def _keys(jobs: Sequence[Job], press: Press) -> list[str]:
    """A key for each file, of everything that it is made from."""
    base = press.fingerprint
    return [fingerprint(base, job.target.name, job.content) for job in jobs]


@contextmanager
def processes(count: int, common: object = None) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block: at once when it fails, and with all that they left.

    One that went on would write into a folder that is gone already, and make it again.

    Args:
        count: how many work at once.
        common: what every piece of work needs. Each process has it from its beginning, so that
            it is not sent with each piece; `in_common` gives it to a function.

    Raises:
        BuildError: the system ended one of them.
    """
    with tempfile.TemporaryDirectory(prefix="sessionpress-") as scratch:
        pool = ProcessPoolExecutor(count, initializer=_begin, initargs=(scratch, common))
        try:
            yield pool
        except BrokenProcessPool as error:
            raise BuildError(
                "The system ended a process that was at work; perhaps memory ran out. "
                "Close other programs, or use --jobs 1."
            ) from error
        except BaseException:
            for process in list(pool._processes.values()):
                process.terminate()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def in_common(work: Callable[..., T], *given: Any) -> T:
    """Do a piece of work in one of the processes, with what they have in common before the rest."""
    return work(_common[0], *given)


_common: list[object] = []
"""In a process of a pool, the one thing that all of them have in common."""


def _begin(scratch: str, common: object) -> None:
    """Leave Ctrl+C to the first process, put temporary files where it clears them, end with it."""
    _common[:] = [common]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = scratch
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """End when the first process has ended; an orphan would keep its lock for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make_apart(press: Press, job: Job) -> Result:
    """Make one file in a process that makes many, and look for garbage once, afterwards.

    The boxes of a book are millions of objects, all needed to its end: to look through them again
    and again took a fifth of its time. What is left after a file, such as fonts, stays.
    """
    gc.disable()
    try:
        return make_document(job, press)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def make_document(job: Job, press: Press) -> Result:
    """Make one file and prove it."""
    make = _makers()[type(job.content), job.target.suffix]
    with speaking(press.words):
        return make(job.content, job.target, press)


def _makers() -> Mapping[tuple[type[Content], str], Maker]:
    from sessionpress.bind.makers import MAKERS  # noqa: PLC0415 - its libraries are slow to load

    return MAKERS


SMALL = 20_000
"""What a form or an index weighs beside printed books, in bytes of HTML."""


def _weight(job: Job) -> int:
    """About how much work a job is, in bytes of HTML to print; printing takes most of it."""
    if not isinstance(job.content, Book):
        return SMALL
    size = sum(len(page.html) for chapter in job.content.chapters for page in chapter.pages)
    return size if job.target.suffix == ".pdf" else size // 100
