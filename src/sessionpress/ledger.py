"""What the last build was made from and what came out: when both still stand, nothing is made.

A build is a function of the content, of the templates, of this package and of the libraries below
it. All of them are looked at before any library is loaded, so that a build without a change ends
in the time that a few thousand file times take to read.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sessionpress.house import House

NAME = ".built.json"
CONTENT = ("modules", "exercises", "events", "docs", "data", "translations")
"""The folders of a toolkit; beside them stand its settings, `*.yml`."""

OF_THE_HOUSE = ("mkdocs.yml", "locks/build.txt")
JUST_NOW = 2_000_000_000
"""Nanoseconds within which two changes of a file may have one time, on the coarsest of disks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was: size in bytes, time of its last change in nanoseconds, SHA-256."""

    size: int
    changed: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that a build is made from, at one moment (nanoseconds)."""

    at: int
    made_with: str
    inputs: Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class Last:
    """What is known of the last build: what it said that has to be said again, and its files."""

    notes: tuple[str, ...]
    files: int


def look(house: House) -> Look:
    """Look at everything that a build will be made from, before it begins.

    What is changed while the build works is seen as it was before, and so is a change for the next.
    """
    at = time.time_ns()
    inputs = {name: _see(path) for name, path in _inputs(house)}
    return Look(at, _made_with(), inputs)


def write_down(house: House, seen: Look, folders: Sequence[str], notes: Sequence[str]) -> None:
    """Write down a build that was made from what was seen, now that its output is in place."""
    record = {
        "at": seen.at,
        "with": seen.made_with,
        "inputs": {name: [one.size, one.changed, one.sha256] for name, one in seen.inputs.items()},
        "outputs": dict(_outputs(house.dist, folders)),
        "folders": list(folders),
        "notes": list(notes),
    }
    path = house.dist / NAME
    part = path.with_suffix(".part")
    part.write_text(json.dumps(record), encoding="utf-8")
    part.replace(path)


def last_build(house: House) -> Last | None:
    """The last build, when making it again would give what stands there already; else None."""
    try:
        record = json.loads((house.dist / NAME).read_text(encoding="utf-8"))
        seen = {name: Seen(*values) for name, values in record["inputs"].items()}
        outputs = {name: list(values) for name, values in record["outputs"].items()}
        at, folders, notes = int(record["at"]), list(record["folders"]), tuple(record["notes"])
        same = (
            record["with"] == _made_with()
            and _are_as_seen(dict(_inputs(house)), seen, at)
            and outputs == dict(_outputs(house.dist, folders))
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Last(notes, len(outputs)) if same and outputs else None


def _are_as_seen(paths: Mapping[str, Path], seen: Mapping[str, Seen], at: int) -> bool:
    return paths.keys() == seen.keys() and all(
        _is_as_seen(path, seen[name], at) for name, path in paths.items()
    )


def _is_as_seen(path: Path, seen: Seen, at: int) -> bool:
    """Whether a file holds what it held; it is read only when its time cannot be trusted."""
    status = path.stat()
    if status.st_size != seen.size:
        return False
    if status.st_mtime_ns == seen.changed and seen.changed + JUST_NOW < at:
        return True
    return _see(path).sha256 == seen.sha256


def _see(path: Path) -> Seen:
    try:
        status = path.stat()
        return Seen(
            status.st_size, status.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()
        )
    except OSError:
        # What cannot be read is for the check to say; it is never as it was.
        return Seen(-1, -1, "")


def _inputs(house: House) -> Iterator[tuple[str, Path]]:
    """Every file that can change a build, by a name that says where it stands."""
    for folder in CONTENT:
        yield from _files("content", house.content, house.content / folder)
    for path in sorted(house.content.glob("*.yml")):
        yield f"content/{path.name}", path
    yield from _files("house", house.root, house.overrides)
    for name in OF_THE_HOUSE:
        if (house.root / name).is_file():
            yield f"house/{name}", house.root / name
    package = Path(__file__).parent
    yield from _files("package", package, package)


def _files(label: str, root: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder; links to folders are followed, as they are when it is read."""
    for above, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(one for one in folders if one != "__pycache__" and one[0] != ".")
        if len(Path(above).relative_to(folder).parts) > 20:
            # A link that leads back to a folder around it; the check says so.
            folders.clear()
        for name in sorted(names):
            path = Path(above) / name
            yield f"{label}/{path.relative_to(root).as_posix()}", path


def _outputs(dist: Path, folders: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    for folder in folders:
        for name, path in _files("", dist, dist / folder):
            status = path.stat()
            yield name.lstrip("/"), [status.st_size, status.st_mtime_ns]


def programs() -> str:
    """This package, Python and the installed libraries, as one checksum."""
    package = Path(__file__).parent
    ours = {name: _see(path).sha256 for name, path in _files("package", package, package)}
    return hashlib.sha256(json.dumps([ours, _made_with()]).encode()).hexdigest()


def _made_with() -> str:
    """Python, the installed libraries, and what of the environment counts, as one checksum."""
    libraries: list[str] = []
    with suppress(OSError):
        libraries = sorted(
            one.name for one in Path(sysconfig.get_path("purelib")).glob("*.dist-info")
        )
    told = sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name == "SOURCE_DATE_EPOCH" or name.startswith("SESSIONPRESS_")
    )
    words = "\n".join([sys.version, *libraries, *told])
    return hashlib.sha256(words.encode()).hexdigest()
