"""A build makes everything or nothing."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from tests.builds import (
    ROOT,
    Built,
    Run,
    build_here,
    built_marked,
    command,
    heed_interrupt,
    instead_of_books,
    run,
    surroundings,
    tree,
    without_measures,
)
from tests.marked import MARKED, STRANGER, write_marked

from sessionpress import build as build_module
from sessionpress.problems import BuildError, ToolkitError

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

NO_BREAK = MARKED["modules/10-see/10-count.md"].replace("\n///\n", "\n", 1)
"""A page whose first block is never closed."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built_marked(tmp_path_factory)


@pytest.fixture
def dist(built: Built, tmp_path: Path) -> Path:
    """An output folder with a good build in it."""
    return shutil.copytree(built.dist, tmp_path / "dist")


def build_into(dist: Path, content: Path) -> Run:
    return run("sessionpress", "build", "--no-cache", "--content", content, "--out", dist)


def different(one: Path, other: Path) -> list[str]:
    """Names of the files that are not the same in both folders."""
    first, second = tree(one), tree(other)
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))


def unpacked_names(folder: Path) -> list[str]:
    """Names of the files of a site without those packed beforehand, which depend on content."""
    return [name for name in tree(folder) if not name.endswith((".gz", ".br"))]


WHOLE = [".built.json", ".lock", "facilitator", "hosting", "site"]
"""What stands in an output folder."""

# ---------------------------------------------------------------- what is made


def test_a_build_says_what_it_makes_and_how_much_of_it(built: Built) -> None:
    assert without_measures(built.run.out) == (
        "Reading and checking: 2 sessions, 1 exercise, 13 pages (# s)\n"
        "Composing editions: 19 pages, 19 pages (# s)\n"
        "Files to take away: 53 to make\n"
        "Files to take away: 53 files, 83 printed pages, # KB (# s)\n"
        "Sites and bundles: 2 to make\n"
        "Sites and bundles: 2 sites, 237 files, # KB (# s)\n"
        "Checking: 2 sites, 46 pages (# s)\n"
        "Putting it in place (# s)\n"
        f"Ready in {built.dist} (# s)\n"
    )
    assert built.run.err == ""


def test_nobody_fetches_the_scripts_of_a_page_that_is_not_there(built: Built) -> None:
    def collecting(site: Path) -> list[str]:
        return [path.name for path in sorted((site / "assets").glob("collect*"))]

    assert (built.facilitator / "collect.html").exists()
    assert "collect-pdf.js" in collecting(built.facilitator)
    assert not (built.site / "collect.html").exists()
    assert collecting(built.site) == []
    assert "assets/collect" not in (built.site / "sw.js").read_text(encoding="utf-8")


def test_each_reader_gets_a_site_with_books_and_a_bundle(built: Built) -> None:
    assert sorted(path.name for path in built.dist.iterdir()) == WHOLE
    assert sorted(path.name for path in (built.site / "downloads").iterdir()) == [
        "sheets",
        "tiny-3-agenda-spring.docx",
        *(f"tiny-3-agenda-spring.ics{packed}" for packed in ("", ".br", ".gz")),
        "tiny-3-agenda-spring.pdf",
        "tiny-3-door-agenda-spring.pdf",
        *(f"tiny-3-key-points.txt{packed}" for packed in ("", ".br", ".gz")),
        *(
            f"tiny-3-session-{number}.{ending}"
            for number in (1, 2)
            for ending in ("html", "html.br", "html.gz", "pdf", "txt", "txt.br", "txt.gz")
        ),
        "tiny-3-site.zim",
        "tiny-3-toolkit.epub",
        "tiny-3-toolkit.pdf",
        "tiny-3-workbook.pdf",
        "tiny-3.zip",
    ]
    assert sorted(path.name for path in (built.facilitator / "downloads").iterdir()) == [
        "sheets",
        "tiny-3-agenda-spring.docx",
        "tiny-3-agenda-spring.ics",
        "tiny-3-agenda-spring.pdf",
        "tiny-3-answer-entry.xlsx",
        "tiny-3-door-agenda-spring.pdf",
        "tiny-3-facilitator-guide.epub",
        "tiny-3-facilitator-guide.pdf",
        "tiny-3-facilitator.zip",
        "tiny-3-packing-list-spring.xlsx",
        "tiny-3-print-pack-spring.pdf",
        "tiny-3-run-sheet-spring.html",
        "tiny-3-session-1-slides.html",
        "tiny-3-session-1-slides.pptx",
        "tiny-3-session-1.pdf",
        "tiny-3-session-2-slides.html",
        "tiny-3-session-2-slides.pptx",
        "tiny-3-session-2.pdf",
    ]
    for site in (built.site, built.facilitator):
        assert {path.name for path in (site / "downloads" / "sheets").iterdir()} >= {
            f"{sheet}.{ending}"
            for sheet in ("card", "test-a")
            for ending in ("pdf", "docx", "xlsx")
        }


def test_settings_templates_and_hooks_of_the_content_are_never_loaded(built: Built) -> None:
    assert STRANGER in (built.content / "hook.py").read_text()
    assert [name for name, data in tree(built.dist).items() if STRANGER.encode() in data] == []


def test_the_same_content_gives_the_same_bytes_wherever_and_whenever(
    built: Built, tmp_path: Path
) -> None:
    house = tmp_path / "another house"
    for name in ("overrides", "docs", "locks"):
        shutil.copytree(ROOT / name, house / name)
    shutil.copy(ROOT / "mkdocs.yml", house)
    content = write_marked(tmp_path / "المحتوى")
    for path in content.rglob("*"):
        os.utime(path, (0, 0))
    done = run(
        *(
            "sessionpress",
            "build",
            "--no-cache",
            "--content",
            content,
            "--out",
            tmp_path / "out",
            "--jobs",
            1,
        ),
        house=house,
        more={"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C", "COLUMNS": "20"},
        umask=0o077,
    )
    assert (done.code, done.err) == (0, "")
    assert different(built.dist, tmp_path / "out") == []


def test_a_new_build_takes_the_place_of_the_whole_old_one(
    built: Built, dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (dist / "site" / "stale.html").write_text("from an older edition")
    (dist / "notes.txt").write_text("not in the folder of a site")
    monkeypatch.setattr(build_module, "make_documents", instead_of_books)
    build_here(dist, built.content)
    here = sorted(path.name for path in dist.iterdir())
    assert here == [".built.json", ".lock", "facilitator", "hosting", "notes.txt", "site"]
    assert unpacked_names(dist / "site") == unpacked_names(built.site)


def test_no_name_in_the_settings_leads_out_of_the_output_folder(tmp_path: Path) -> None:
    settings = MARKED["toolkit.yml"].replace('edition: "3"', 'edition: "/../../../../../out"')
    content = write_marked(tmp_path / "content", {"toolkit.yml": settings})
    with pytest.raises(ToolkitError, match="cannot be an edition"):
        build_here(tmp_path / "a" / "b" / "c" / "dist", content)


# ---------------------------------------------------------------- the old build stays


def test_problems_are_all_said_and_nothing_is_built(
    built: Built, dist: Path, tmp_path: Path
) -> None:
    changes = {
        "modules/10-see/20-ağaç.md": "---\ntitel: The tree\n---\n\n[Away](nowhere.md)\n",
        "exercises/mapping/index.md": MARKED["exercises/mapping/index.md"].replace("15", "20"),
    }
    done = build_into(dist, write_marked(tmp_path / "content", changes))
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "exercises/mapping/index.md:5: the steps take 15 minutes, the header says 20. "
        "Let them agree. [exercise-minutes]\n"
        'modules/10-see/20-ağaç.md:1: the key "title" is missing. '
        "Add it: title: How to read a card [header-required]\n"
        'modules/10-see/20-ağaç.md:2: unknown key "titel". Did you mean "title"? [header-key]\n'
        "modules/10-see/20-ağaç.md:5: the link nowhere.md leads nowhere. "
        "14 are declared; check the spelling. [link-missing]\n"
        "4 problems. Nothing was built.\n"
    )
    assert different(built.dist, dist) == []


def fill_disk(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let writing below a folder fail as on a disk without space."""
    write = Path.write_bytes

    def write_bytes(path: Path, data: bytes) -> int:
        if folder in path.parents:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)


@pytest.mark.parametrize("books", [True, False], ids=["with the books", "with the bundle"])
def test_a_full_disk_leaves_the_last_good_build(
    books: bool, built: Built, dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch, dist)
    if not books:
        monkeypatch.setattr(build_module, "make_documents", instead_of_books)
    with pytest.raises(BuildError) as caught:
        build_here(dist, built.content)
    message = re.sub(r"\.new-\w+/.*?\. ", ".new/FILE. ", str(caught.value))
    assert message == (
        f"There is no space left on the disk: {dist}/.new/FILE. The last good build is untouched."
    )
    assert different(built.dist, dist) == []
    assert list(dist.glob(".new-*")) == []


@pytest.mark.parametrize("largest", ["tiny-3-workbook.pdf", "tiny-3.zip"])
def test_a_file_that_the_system_refuses_leaves_the_last_good_build(
    largest: str, built: Built, dist: Path
) -> None:
    size = (built.site / "downloads" / largest).stat().st_size - 1
    limited = (
        "import os, resource, sys; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    done = subprocess.run(
        [
            *(sys.executable, "-c", limited),
            *command(
                "sessionpress", "build", "--no-cache", "--content", built.content, "--out", dist
            ),
        ],
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        1,
        f"A file could not be written (File too large): {dist}. "
        "The last good build is untouched.\n",
    )
    assert different(built.dist, dist) == []
    assert list(dist.glob(".new-*")) == []


def test_a_folder_that_may_only_be_read_is_said_before_the_work(
    dist: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_more: object) -> str:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(dist))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(BuildError) as caught:
        build_here(dist, built.content)
    assert str(caught.value) == (
        f"A file could not be written (Read-only file system): {dist}. "
        "The last good build is untouched."
    )
    assert different(built.dist, dist) == []


def test_two_builds_do_not_work_on_one_folder(built: Built, dist: Path) -> None:
    with FileLock(dist / ".lock"):
        done = build_into(dist, built.content)
    assert done == Run(
        1, "", f"Another build is working on {dist}. Wait until it is done, or stop it.\n"
    )
    assert different(built.dist, dist) == []


@pytest.mark.parametrize("name", ["site", "facilitator"])
def test_a_folder_that_no_build_made_is_refused_before_the_work(
    name: str, built: Built, tmp_path: Path
) -> None:
    letter = tmp_path / name / "letter.txt"
    letter.parent.mkdir()
    letter.write_text("Dear Sir or Madam")
    assert build_into(tmp_path, built.content) == Run(
        1,
        "",
        f"{tmp_path / name} holds files that no build of ours made. "
        "Move them away, then build again.\n",
    )
    assert tree(tmp_path) == {f"{name}/letter.txt": b"Dear Sir or Madam"}


def test_an_empty_folder_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "dist" / "site").mkdir(parents=True)
    changes = {"modules/10-see/10-count.md": NO_BREAK}
    with pytest.raises(ToolkitError):
        build_here(tmp_path / "dist", write_marked(tmp_path / "content", changes))


def test_an_output_folder_that_cannot_be_made_is_said_in_a_line(
    built: Built, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "dist"
    assert build_into(out, built.content) == Run(
        1,
        "",
        f"A file could not be written (Not a directory): {out}. "
        "The last good build is untouched.\n",
    )


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_all_folders_are_replaced_or_none(
    fails_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist, staging = tmp_path / "dist", tmp_path / "dist" / ".new-1"
    for folder, text in ((dist, "old"), (staging, "new")):
        for name in ("site", "facilitator"):
            (folder / name).mkdir(parents=True)
            (folder / name / "page.html").write_text(text)
    moves = 0
    move = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == fails_at:
            raise KeyboardInterrupt
        return move(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        build_module._replace(dist, staging, ["site", "facilitator"])
    shutil.rmtree(staging)
    assert tree(dist) == {"site/page.html": b"old", "facilitator/page.html": b"old"}


# ---------------------------------------------------------------- interruptions


def left_running(session: int) -> list[int]:
    """Processes of a session that have not ended."""
    running = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, owner = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(owner) == session and state != "Z":
            running.append(int(stat.parent.name))
    return running


def start(dist: Path, content: Path, until: str) -> subprocess.Popen[str]:
    """Start a build in a session of its own; come back when it says `until`."""
    process = subprocess.Popen(
        command("sessionpress", "build", "--no-cache", "--content", content, "--out", dist),
        cwd=ROOT,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupt,  # noqa: PLW1509 - no threads yet
    )
    assert process.stdout
    assert any(line.startswith(until) for line in process.stdout), process.communicate()
    time.sleep(0.5)
    return process


@pytest.mark.parametrize(
    ("until", "send", "what"),
    [
        ("Files to take away: 53 to make", os.killpg, signal.SIGINT),
        ("Files to take away: 53 to make", os.kill, signal.SIGINT),
        ("Files to take away: 53 to make", os.kill, signal.SIGTERM),
        ("Sites and bundles: 2 to make", os.killpg, signal.SIGINT),
    ],
    ids=["Ctrl+C", "interrupt", "terminate", "Ctrl+C in the site"],
)
def test_a_build_that_is_stopped_leaves_the_last_good_build_and_nothing_else(
    until: str,
    send: Callable[[int, int], None],
    what: signal.Signals,
    built: Built,
    dist: Path,
) -> None:
    process = start(dist, built.content, until)
    send(process.pid, what)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (
        130,
        "",
        "Stopped. The last good build is untouched.\n",
    )
    assert left_running(process.pid) == []
    assert sorted(path.name for path in dist.iterdir()) == WHOLE
    assert different(built.dist, dist) == []


def test_a_build_that_was_killed_is_not_in_the_way_of_the_next(
    built: Built, dist: Path, tmp_path: Path
) -> None:
    process = start(dist, built.content, "Files to take away: 53 to make")
    process.kill()
    process.communicate(timeout=20)
    end = time.monotonic() + 10
    while left_running(process.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert left_running(process.pid) == []
    assert len(list(dist.glob(".new-*"))) == 1
    changes = {"modules/10-see/10-count.md": NO_BREAK}
    done = build_into(dist, write_marked(tmp_path / "content", changes))
    assert done.err.endswith("Nothing was built.\n")
    assert sorted(path.name for path in dist.iterdir()) == WHOLE
    assert different(built.dist, dist) == []
