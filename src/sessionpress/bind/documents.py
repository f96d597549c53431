"""Makes many PDFs, two at a time, and proves each of them.

A document is complete when its words and its links are all there; else the build fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

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
    """What every document is made with: the folder of templates, styles and fonts, the images."""

    overrides: Path
    images: Images


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
    with ProcessPoolExecutor(workers) as pool:
        running = {pool.submit(make_document, job, press): job for job in ordered}
        try:
            for future in as_completed(running):
                done(running[future], future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def make_document(job: Job, press: Press) -> PdfReport:
    """Make one document and prove it."""
    printed = render_book(job.book, press.overrides / "print")
    report = write_pdf(
        printed,
        job.target,
        images=press.images,
        fonts=press.overrides / "fonts",
        css=(press.overrides / "print" / "print.css").read_text(encoding="utf-8"),
        language=job.book.language,
        title=job.book.title,
    )
    faults = list(_faults(printed, job.target, report))
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
