"""The whole build: editions, PDFs, sites, bundles; the old output goes only when all is there.

The files to take away are nearly all of the work. Shards of them can be made on other machines,
each into a folder of finished files; a build that is given these folders makes only what is left.
"""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from sessionpress.bind.documents import (
    Form,
    Job,
    Press,
    Result,
    in_common,
    make_documents,
    processes,
    share,
)
from sessionpress.bind.store import NO_STORE, Shard, Store
from sessionpress.compose import READERS
from sessionpress.content.model import Toolkit
from sessionpress.house import House
from sessionpress.ledger import look, write_down
from sessionpress.machine import workers
from sessionpress.make import (
    Made,
    Reading,
    Ready,
    checked_toolkit,
    has_languages,
    press_of,
    read_language,
    ready_languages,
    render_edition,
    render_translation,
)
from sessionpress.mkdocs_site import Prepared, build_site, check_settings
from sessionpress.problems import HEAVY, BuildError, counted
from sessionpress.progress import Progress
from sessionpress.publish import HOSTING, Work, publish
from sessionpress.site_check import check_folder
from sessionpress.translate.desk import Desk
from sessionpress.translation.interface import interface_messages
from sessionpress.translation.languages import Language
from sessionpress.translation.messages import Message
from sessionpress.translation.resolve import Translation

OURS = {HOSTING: "manifest.json"}
"""A file that a folder of ours has; a folder without it is not ours to replace."""

TWO = 2
"""How many sites are made at once: each takes a processor, and memory for a whole site."""

OF_A_SITE = "assets/search-index.js"

SHARD = "shard.json"
"""Says of a folder of finished files which shard it holds, and whether all of it is there."""


FOLDERS = (*(reader.folder for reader in READERS.values()), HOSTING)
"""What a build makes."""


def build(house: House, progress: Progress, jobs: int | None, store: Store = NO_STORE) -> None:
    """Make everything: for each reader a site, its files and its bundle; what a host needs.

    Args:
        house: where things are.
        progress: told of every step.
        jobs: processes at once; None for as many as the machine has room for.
        store: where finished files are kept, so that what did not change is not made again.

    Raises:
        ToolkitError: the toolkit has problems; nothing was made.
        BuildError: something failed on the way; the last good build is untouched.
    """
    with _lock(house.dist), _staging(house.dist) as staging:
        seen = look(house)
        _refuse_strangers(house.dist, FOLDERS)
        check_settings(house.settings)
        sources, others = compose_editions(house, progress)
        work = _plan([*sources, *others], house.overrides, staging / "files")
        batches = [Batch(replace(one.press, store=store), one.jobs) for one in work.batches]
        _make_files(batches, jobs or workers(), store, progress)
        editions = list(zip([*sources, *others], work.files, strict=True))
        _make_sites(house, editions, staging, store, progress)
        _check_sites([staging / made.edition.reader.folder for made in sources], others, progress)
        with progress.step("Putting it in place"):
            _replace(house.dist, staging, FOLDERS)
            write_down(house, seen, FOLDERS, progress.notes)
        store.trim()


def build_shard(
    house: House, progress: Progress, jobs: int | None, shard: Shard, folder: Path
) -> None:
    """Make one share of the files to take away into a folder of finished files.

    What the folder holds already is not made again.

    Raises:
        ToolkitError: the toolkit has problems; nothing was made.
        BuildError: the folder is not a shard's, or something failed on the way.
    """
    _refuse_strange_shard(folder)
    with _lock(folder), _staging(folder) as staging:
        _write_shard(folder, shard.name, is_done=False)
        sources, others = compose_editions(house, progress)
        work = _plan([*sources, *others], house.overrides, staging / "files")
        mine = share([job for batch in work.batches for job in batch.jobs], shard)
        targets = {job.target for job in mine}
        batches = [
            Batch(batch.press, tuple(job for job in batch.jobs if job.target in targets))
            for batch in work.batches
        ]
        _make_files(batches, jobs or workers(), Store(folder), progress)
        _write_shard(folder, shard.name, is_done=True)


def check_shards(folders: Sequence[Path]) -> None:
    """Every folder is a shard that was finished, and all are shards of one work.

    Raises:
        BuildError: names each folder that is not.
    """
    said: list[str] = []
    parts: dict[str, Path] = {}
    for folder in folders:
        name, is_done = _read_shard(folder)
        if not is_done:
            what = f"shard {name}, which was not finished" if name else "no shard"
            said.append(f"{folder} holds {what}. Make it with: sessionpress build --shard K/N")
        elif name in parts:
            said.append(f"{folder} and {parts[name]} are both shard {name}. Name each shard once.")
        else:
            parts[name] = folder
    if len({name.partition("/")[2] for name in parts}) > 1:
        names = ", ".join(sorted(parts))
        said.append(f"The shards are not of one work: {names}. Make all with the same number.")
    if said:
        raise BuildError("\n".join(said))


def _write_shard(folder: Path, name: str, *, is_done: bool) -> None:
    about = json.dumps({"shard": name, "done": is_done})
    (folder / SHARD).write_text(about, encoding="utf-8")


def _read_shard(folder: Path) -> tuple[str, bool]:
    """Which shard a folder holds, as 2/4, and whether it was finished; empty for no shard."""
    try:
        about = json.loads((folder / SHARD).read_text(encoding="utf-8"))
        return str(about["shard"]), about["done"] is True
    except (OSError, ValueError, KeyError, TypeError):
        return "", False


def _refuse_strange_shard(folder: Path) -> None:
    held = {path.name for path in folder.iterdir()} - {".lock"} if folder.is_dir() else set()
    if held and not _read_shard(folder)[0]:
        raise BuildError(f"{folder} holds files that are no shard. Name an empty folder.")


def compose_editions(
    house: House, progress: Progress, readers: Sequence[str] = tuple(READERS)
) -> tuple[list[Made], list[Made]]:
    """Everything before the first file: the editions in the source, and those in languages.

    Raises:
        ToolkitError: the toolkit has problems.
    """
    with progress.step("Reading and checking") as step:
        toolkit = checked_toolkit(house.content)
        sessions = counted(len(toolkit.modules), "session")
        exercises = counted(len(toolkit.exercises), "exercise")
        step.say(f"{sessions}, {exercises}, {counted(len(toolkit.pages), 'page')}")
    task = Composing(toolkit, house.overrides, _read_languages(toolkit, house, progress))
    languages = range(len(task.ready.translations))
    with processes(TWO, task) as pool:
        # All are asked for at once: languages are begun while the source is not finished.
        first = [pool.submit(in_common, _compose, name) for name in readers]
        rest = [
            pool.submit(in_common, _compose, name, number)
            for number in languages
            for name in readers
        ]
        with progress.step("Composing editions") as step:
            sources = [future.result() for future in first]
            step.say(", ".join(f"{len(made.pages)} pages" for made in sources))
        return sources, _gather_languages(task.ready.translations, rest, progress)


def _gather_languages(
    translations: Sequence[Translation], running: Sequence[Future[Made]], progress: Progress
) -> list[Made]:
    """The editions in other languages as they get ready; nothing is said when there are none."""
    if not running:
        return []
    with progress.step("Composing languages", total=len(running)) as step:
        made = []
        for future in running:
            made.append(future.result())
            step.advance(made[-1].edition.language, 0)
        step.say(", ".join(one.language for one in translations))
    return made


@dataclass(frozen=True, slots=True)
class Composing:
    """What editions are composed from."""

    toolkit: Toolkit
    overrides: Path
    ready: Ready


def _compose(task: Composing, reader: str, number: int | None = None) -> Made:
    """The edition of a reader in a language by its number; without one, in the source."""
    if number is None:
        return render_edition(task.toolkit, task.overrides, reader, task.ready.tongues)
    translation = task.ready.translations[number]
    return render_translation(task.toolkit, task.overrides, reader, translation, task.ready.tongues)


def _read_languages(toolkit: Toolkit, house: House, progress: Progress) -> Ready:
    """The languages that are ready. What is wrong with translations is counted, and stops nothing.

    Nothing is said while no language is begun.
    """
    if not has_languages(house.content):
        return Ready((), (), ())
    with progress.step("Reading translations") as step, ExitStack() as beside:
        # The words of templates and code are found beside those of the toolkit.
        words = beside.enter_context(processes(1)).submit(interface_messages, house.overrides)

        def interface(_overrides: Path) -> tuple[Message, ...]:
            with beside:
                return words.result()

        ready = ready_languages(toolkit, house.content, house.overrides, _read_at_once, interface)
        made = (one for one in ready.tongues[1:] if one.is_made)
        names = ", ".join(f"{one.language.tag} {one.shown} %" for one in made)
        wrong = counted(len(ready.problems), "problem")
        more = f"; {wrong}, see: sessionpress translate check" if ready.problems else ""
        tell = step.warn if ready.problems else step.say
        tell(f"{names or 'no language is ready'}{more}")
    return ready


def _read_at_once(desk: Desk, languages: Sequence[Language]) -> list[Reading]:
    with processes(TWO, desk) as pool:
        return list(pool.map(partial(in_common, read_language), languages))


@dataclass(frozen=True, slots=True)
class Finished:
    """A site with its bundle: where it is for now, its files, the bundle's bytes, hosts' files."""

    site: Path
    files: int
    size: int
    hosting: Mapping[str, bytes]


def _make_sites(
    house: House,
    editions: Sequence[tuple[Made, dict[str, Path]]],
    staging: Path,
    store: Store,
    progress: Progress,
) -> None:
    """Every site with its bundle, two at a time; those in other languages go below the source.

    All are made elsewhere and moved, so that no bundle of the source holds the others too.
    """
    task = Making(house, editions, staging / "sites", store)
    with (
        progress.step("Sites and bundles", total=len(editions)) as step,
        processes(TWO, task) as pool,
    ):
        running = {
            pool.submit(in_common, _make_site, number): made
            for number, (made, _files) in enumerate(editions)
        }
        done: dict[int, Finished] = {}
        for future in as_completed(running):
            made = running[future]
            done[id(made)] = future.result()
            step.advance(
                f"{made.edition.reader.folder}/{made.edition.language}", done[id(made)].size
            )
        # The source comes first in the list, and so does its folder.
        for made, _files in editions:
            edition, one = made.edition, done[id(made)]
            one.site.replace(staging / edition.reader.folder / edition.tongue.folder)
            if one.hosting and not edition.tongue.folder:
                _write_hosting(staging / HOSTING, one.hosting)
        files = sum(one.files for one in done.values())
        sites = counted(len(done), "site")
        step.say(f"{sites}, {files} files", sum(one.size for one in done.values()))


@dataclass(frozen=True, slots=True)
class Making:
    """What sites are made from, and where."""

    house: House
    editions: Sequence[tuple[Made, dict[str, Path]]]
    folder: Path
    store: Store


def _make_site(task: Making, number: int) -> Finished:
    """Make one site and its bundle, in a process that MkDocs may leave its state in."""
    made, files = task.editions[number]
    edition = made.edition
    site = task.folder / edition.reader.folder / edition.language
    site.parent.mkdir(parents=True, exist_ok=True)
    report = build_site(task.house.settings, Prepared(made, files), site)
    if report.warnings:
        raise BuildError("MkDocs warns: " + "; ".join(report.warnings))
    done = publish(Work(made, files, report.edit_urls, task.house.root, task.store), site)
    return Finished(site, _count(site), done.size, done.hosting)


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of one language, and what they are made with."""

    press: Press
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The files to take away: for each edition by site address, and for each language to make."""

    files: tuple[dict[str, Path], ...]
    batches: tuple[Batch, ...]


def _plan(editions: Sequence[Made], overrides: Path, folder: Path) -> Plan:
    """Which files there will be, each once; nothing is made yet."""
    found: list[dict[str, Path]] = []
    jobs: dict[str, dict[Path, Job]] = {}
    forms: dict[Form, Path] = {}
    for made in editions:
        edition, here = made.edition, dict[str, Path]()
        for one in made.documents:
            place = folder / edition.language / edition.reader.name
            if isinstance(one.content, Form):
                # The form of a sheet is the same for every reader: made once.
                place = forms.setdefault(one.content, place)
            path = here[one.target] = place / one.target
            jobs.setdefault(edition.language, {}).setdefault(path, Job(one.content, path))
        found.append(here)
    batches = []
    for language, mine in jobs.items():
        first, *more = (one for one in editions if one.edition.language == language)
        batches.append(Batch(press_of(first, overrides, *more), tuple(mine.values())))
    return Plan(tuple(found), tuple(batches))


def _make_files(batches: Sequence[Batch], workers: int, store: Store, progress: Progress) -> None:
    """Every file to take away, several at a time."""
    count = sum(len(batch.jobs) for batch in batches)
    with progress.step("Files to take away", total=count) as step:
        pages = found = 0

        def done(job: Job, result: Result) -> None:
            nonlocal pages, found
            pages += result.pages
            found += result.found_in in store.shards
            step.advance(job.target.name, result.bytes)

        for batch in batches:
            make_documents(batch.jobs, batch.press, done, workers, store)
        shards = f", {found} of them from shards" if store.shards else ""
        step.say(f"{count} files, {pages} printed pages{shards}")


def _write_hosting(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _check_sites(sites: Sequence[Path], others: Sequence[Made], progress: Progress) -> None:
    """Prove the finished sites: what is broken stops the build, what is too heavy is said.

    Raises:
        BuildError: something on a site leads nowhere, is asked of another host, or the like.
    """
    # What a translation breaks is said, and stops nothing.
    folders = tuple(f"{made.edition.language}/" for made in others)
    with progress.step("Checking") as step, processes(TWO) as pool:
        reports = list(pool.map(check_folder, sites))
        problems = [problem for report in reports for problem in report.problems]
        broken = [
            str(one)
            for one in problems
            if one.rule not in HEAVY and not one.place.path.startswith(folders)
        ]
        if broken:
            raise BuildError("\n".join(["The site is not as it should be:", *broken]))
        pages = counted(sum(len(report.weights) for report in reports), "page")
        if problems:
            step.warn(f"{pages}; {len(problems)} to look at, see: sessionpress check --site")
        else:
            step.say(f"{counted(len(sites), 'site')}, {pages}")


def _count(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


@contextmanager
def _lock(dist: Path) -> Iterator[None]:
    """Let only one build at a time work on an output folder."""
    lock = FileLock(dist / ".lock", timeout=0)
    try:
        dist.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise BuildError(
            f"Another build is working on {dist}. Wait until it is done, or stop it."
        ) from None
    except OSError as error:
        raise _disk(error, dist) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _staging(dist: Path) -> Iterator[Path]:
    """A folder beside the output, on the same disk; it is gone afterwards whatever happens."""
    for left in dist.glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix=".new-", dir=dist))
    except OSError as error:
        raise _disk(error, dist) from error
    try:
        yield folder
    except OSError as error:
        raise _disk(error, dist) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _disk(error: OSError, dist: Path) -> BuildError:
    what = (
        "There is no space left on the disk"
        if error.errno in (errno.ENOSPC, errno.EDQUOT)
        else f"A file could not be written ({error.strerror or error})"
    )
    return BuildError(f"{what}: {error.filename or dist}. The last good build is untouched.")


def _refuse_strangers(dist: Path, names: Sequence[str]) -> None:
    """What no build of ours made is not ours to replace; say so before the long work."""
    for name in names:
        old = dist / name
        is_ours = (old / OURS.get(name, OF_A_SITE)).exists()
        if old.exists() and not is_ours and (old.is_file() or any(old.iterdir())):
            raise BuildError(
                f"{old} holds files that no build of ours made. Move them away, then build again."
            )


def _replace(dist: Path, staging: Path, names: Sequence[str]) -> None:
    """Swap the new folders in, all of them or none; the old ones go with the staging folder."""
    for name in names:
        (staging / name).chmod(0o755)
    moves = [(staging / name, dist / name, staging / f"old-{name}") for name in names]
    try:
        for new, place, aside in moves:
            if place.exists():
                place.replace(aside)
            new.replace(place)
    except BaseException:
        for new, place, aside in reversed(moves):
            if place.exists() and not new.exists():
                place.replace(new)
            if aside.exists():
                aside.replace(place)
        raise
