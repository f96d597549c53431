"""A work that was shared out gives the bytes of one build."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Done
from tests.builds import ROOT, build_here, tree, without_measures
from tests.toolkits import tiny

from sessionpress.bind import documents
from sessionpress.bind.documents import Job, KeyPoints, Press, Result, share
from sessionpress.bind.store import Shard
from sessionpress.cli import cli


def command(*arguments: object) -> Done:
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def _in_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def shard_of(folder: Path, number: int, of: int, content: Path) -> Done:
    name = f"{number}/{of}"
    return command("build", "--content", content, "--out", folder, "--shard", name, "--jobs", 1)


# ---------------------------------------------------------------- the whole way


def name_instead(job: Job, _press: Press) -> Result:
    """In the place of every file its name: that books have the same bytes, other tests prove."""
    job.target.parent.mkdir(parents=True, exist_ok=True)
    return Result(job.target.write_text(job.target.name), 1)


@pytest.mark.slow
def test_shards_put_together_give_the_bytes_of_one_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "make_document", name_instead)
    content = tiny(tmp_path / "content")
    build_here(tmp_path / "clean", content)
    shards = [tmp_path / f"{number}-of-2" for number in (1, 2)]
    shards[0].mkdir()
    (shards[0] / "shard.json").write_text('{"shard": "1/2", "done": false}')
    for number, folder in enumerate(shards, 1):
        done = shard_of(folder, number, 2, content)
        assert (done.exit_code, done.stderr) == (0, "")
        last = without_measures(done.stdout).splitlines()[-1]
        assert last == f"Shard {number} of 2 is in {folder} (# s)"
    held = [path.with_suffix("") for one in shards for path in one.glob("??/*.json")]
    assert {path.parents[1] for path in held} == {*shards}
    # A file that both readers have may be in both shards; this one is made once.
    (points,) = (path for path in held if path.read_text().endswith("key-points.txt"))
    points.write_bytes(b"cut")

    dist = tmp_path / "dist"
    done = command("assemble", "--no-cache", "--content", content, "--out", dist, *shards)
    assert (done.exit_code, done.stderr) == (0, "")
    made = next(line for line in done.stdout.splitlines() if " printed pages" in line)
    count = int(made.removeprefix("Files to take away: ").partition(" ")[0])
    assert f", {count - 1} of them from shards, " in made
    assert tree(dist) == tree(tmp_path / "clean")


# ---------------------------------------------------------------- sharing out


@pytest.mark.parametrize("of", [1, 2, 3, 7, 100])
def test_each_job_is_in_one_shard(of: int) -> None:
    jobs = [Job(KeyPoints(f"{number}", ()), Path(f"{number}.txt")) for number in range(20)]
    shares = [share(jobs, Shard(number, of)) for number in range(1, of + 1)]
    targets = [job.target for mine in shares for job in mine]
    assert sorted(targets) == sorted(job.target for job in jobs)
    sizes = [len(mine) for mine in shares]
    assert max(sizes) - min(sizes) <= 1


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("name", ["0/4", "5/4", "1/0", "half", "1-4", "/", "²/4", "-1/4"])
def test_a_share_that_cannot_be_is_refused(name: str, tmp_path: Path) -> None:
    done = command("build", "--out", tmp_path / "dist", "--shard", name)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == (
        f"Error: Invalid value for '--shard': {name} is no shard. "
        "Write, for the second of four: 2/4"
    )
    assert not (tmp_path / "dist").exists()


def test_a_shard_does_not_go_into_a_folder_of_other_things(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("mine")
    done = shard_of(tmp_path, 1, 2, tmp_path / "nothing")
    assert (done.exit_code, done.stderr) == (
        1,
        f"{tmp_path} holds files that are no shard. Name an empty folder.\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


def test_folders_that_cannot_be_put_together_are_all_named(tmp_path: Path) -> None:
    about = {
        "one": '{"shard": "1/2", "done": true}',
        "same": '{"shard": "1/2", "done": true}',
        "half": '{"shard": "2/2", "done": false}',
        "other": '{"shard": "2/4", "done": true}',
        "broken": "{",
        "list": "[]",
    }
    for name, text in about.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "shard.json").write_text(text)
    names = [*about, "nothing"]
    done = command("assemble", *(tmp_path / name for name in names))
    make = "Make it with: sessionpress build --shard K/N"
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"{tmp_path}/same and {tmp_path}/one are both shard 1/2. Name each shard once.",
        f"{tmp_path}/half holds shard 2/2, which was not finished. {make}",
        f"{tmp_path}/broken holds no shard. {make}",
        f"{tmp_path}/list holds no shard. {make}",
        f"{tmp_path}/nothing holds no shard. {make}",
        "The shards are not of one work: 1/2, 2/4. Make all with the same number.",
    ]
