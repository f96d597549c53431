"""Makes many PDFs, two at a time, and proves each of them.

A document is complete when its words and its links are all there; else the build fails.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from sessionpress.bind.pdf import PdfReport, dead_links, words_kept, write_pdf
from sessionpress.problems import BuildError
from sessionpress.render.book import Book, render_book

KEPT = 0.995
"""The smallest share of words that must be readable in a PDF (measured losses were 27 to 62 %)."""

Images = dict[str, tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Job:
    """A book and the file it becomes."""

    book: Book
    target: Path


@dataclass(frozen=True, slots=True)
class Press:
    """What every document is made with: the folder of templates, styles and fonts, the images.

    `styles` are the style sheets, below that folder, in the order in which they count.
    """

    overrides: Path
    images: Images
    styles: tuple[str, ...] = ("print/print.css",)

    @property
    def css(self) -> str:
        """The style sheets as one."""
        return "".join((self.overrides / one).read_text(encoding="utf-8") for one in self.styles)


def make_documents(
    jobs: Sequence[Job], press: Press, done: Callable[[Job, PdfReport], None], workers: int
) -> None:
    """Make every document, the largest first.

    Args:
        jobs: what to make.
        press: templates and images.
        done: called after each document, in this process.
        workers: how many processes work at once.

    Raises:
        BuildError: a document lost words, has a dead link, or made the layout engine complain.
    """
    ordered = sorted(jobs, key=lambda job: -_weight(job.book))
    with processes(workers) as pool:
        running = {pool.submit(make_document, job, press): job for job in ordered}
        for future in as_completed(running):
            done(running[future], future.result())


@contextmanager
def processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block: at once when it fails, and with all that they left.

    One that went on would write into a folder that is gone already, and make it again.

    Raises:
        BuildError: the system ended one of them.
    """
    with tempfile.TemporaryDirectory(prefix="sessionpress-") as scratch:
        pool = ProcessPoolExecutor(count, initializer=_begin, initargs=(scratch,))
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


def _begin(scratch: str) -> None:
    """Leave Ctrl+C to the first process, put temporary files where it clears them, end with it."""
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


def make_document(job: Job, press: Press) -> PdfReport:
    """Make one document and prove it."""
    printed = render_book(job.book, press.overrides / "print")
    report = write_pdf(
        printed,
        job.target,
        images=press.images,
        fonts=press.overrides / "fonts",
        css=press.css,
        language=job.book.language,
        title=job.book.title,
    )
    faults = [fault.rstrip(".") for fault in _faults(printed, job.target, report)]
    if faults:
        raise BuildError(f"{job.target.name}: {'; '.join(faults)}.")
    return report


def _faults(printed: str, target: Path, report: PdfReport) -> Iterator[str]:
    yield from report.warnings
    kept = words_kept(printed, target)
    if kept < KEPT:
        yield f"only {kept:.1%} of the words can be read in the PDF"
    dead = dead_links(printed, target)
    if dead:
        yield f"links lead nowhere: {', '.join(dead[:5])}"


def _weight(book: Book) -> int:
    return sum(len(page.html) for chapter in book.chapters for page in chapter.pages)
