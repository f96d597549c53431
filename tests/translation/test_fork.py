"""A fork that translates pulls what is new in the original without a conflict."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.toolkits import CARDS, EXERCISE, OVERRIDES, SESSION, loaded
from tests.translation.test_editions import AR, say, write

from sessionpress.problems import Problems
from sessionpress.translate.desk import open_desk, read_files
from sessionpress.translate.work import update


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A team", "-c", "user.email=team@example.org"]
    done = subprocess.run(
        ["git", "-C", folder, *who, *words], capture_output=True, text=True, check=True
    )
    return done.stdout


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def test_a_pull_from_the_original_collides_with_nothing_and_loses_nothing(tmp_path: Path) -> None:
    upstream, fork = tmp_path / "upstream", tmp_path / "fork"
    write(upstream)
    git(upstream, "init", "-q", "-b", "main")
    git(upstream, "add", "-A")
    git(upstream, "commit", "-qm", "Begin")
    git(tmp_path, "clone", "-q", str(upstream), str(fork))
    for turn in range(3):
        edit(upstream, CARDS, "its source", f"its source or round {turn}")
        edit(upstream, CARDS, "- First the figure\n", f"- First the figure\n- New point {turn}\n")
        edit(upstream, SESSION, "summary: ", f"summary: Round {turn}. ")
        edit(upstream, EXERCISE, "---\n\n", f"---\n\nA word before, {turn}.\n\n")
        git(upstream, "commit", "-qam", f"Edit {turn}")
        say(fork, AR if turn == 0 else {f"New point {turn - 1}": f"نقطة {turn - 1}"})
        git(fork, "add", "-A")
        git(fork, "commit", "-qm", f"Translate {turn}")
        git(fork, "pull", "-q", "--no-rebase", "--no-edit")
        list(update(open_desk(loaded(fork), fork, OVERRIDES, Problems()), "ar", Problems()))
        git(fork, "add", "-A")
        git(fork, "commit", "-qm", f"Bring up to date {turn}")
    found = {one.translation for one in read_files(fork, "ar", Problems())["10-reading"]}
    assert {"الرقم أولًا", "كلمة", "نقطة 0", "نقطة 1"} <= found
    changed = git(fork, "diff", "--name-only", "origin/main", "main").split()
    assert all(name.startswith("translations/ar/") for name in changed)
