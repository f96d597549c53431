"""What was made once is found again, whole or not at all; trouble with its folder costs time."""

import os
import random
from functools import partial
from pathlib import Path

import pytest

from sessionpress.bind.store import NO_STORE, Kept, Store

KEY = "ab" * 32
OTHER = "cd" * 32


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.pdf"
    path.write_bytes(b"%PDF " + bytes(range(200)))
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_what_was_kept_is_found_with_its_note(store: Store, made: Path, tmp_path: Path) -> None:
    store.keep(KEY, made, {"pages": 3})
    target = tmp_path / "new" / "found.pdf"
    assert store.fetch(KEY, target) == Kept(205, {"pages": 3}, tmp_path / "store")
    assert target.read_bytes() == made.read_bytes()


def test_what_was_never_kept_is_not_found(store: Store, made: Path, tmp_path: Path) -> None:
    store.keep(KEY, made, {})
    assert store.fetch(OTHER, tmp_path / "found") is None
    assert not (tmp_path / "found").exists()


def test_a_store_without_a_folder_holds_nothing(made: Path, tmp_path: Path) -> None:
    store = Store(None)
    store.keep(KEY, made, {})
    assert store.fetch(KEY, tmp_path / "found") is None
    store.trim()
    assert store.clear() == 0


def test_a_file_cut_off_anywhere_is_noticed(store: Store, made: Path, tmp_path: Path) -> None:
    store.keep(KEY, made, {"pages": 3})
    whole = {path: path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()}
    assert len(whole) == 2
    chance = random.Random(7)
    for path, data in whole.items():
        for _time in range(20):
            path.write_bytes(data[: chance.randrange(len(data))])
            assert store.fetch(KEY, tmp_path / "found") is None
        path.write_bytes(data)
    assert store.fetch(KEY, tmp_path / "found") is not None


@pytest.mark.parametrize("about", ["", "[]", "{}", '{"sha256": 1, "note": {}}', "{", "null"])
def test_a_record_that_is_not_ours_is_noticed(
    store: Store, made: Path, tmp_path: Path, about: str
) -> None:
    store.keep(KEY, made, {})
    (tmp_path / "store" / "ab" / f"{KEY}.json").write_text(about)
    assert store.fetch(KEY, tmp_path / "found") is None


def test_a_damaged_file_is_kept_anew(store: Store, made: Path, tmp_path: Path) -> None:
    store.keep(KEY, made, {})
    (tmp_path / "store" / "ab" / KEY).write_bytes(b"foreign")
    store.keep(KEY, made, {})
    assert store.fetch(KEY, tmp_path / "found") == Kept(205, {}, tmp_path / "store")


def test_a_store_that_cannot_be_written_costs_nothing(made: Path, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    store = Store(tmp_path / "store")
    store.keep(KEY, made, {})
    assert store.fetch(KEY, tmp_path / "found") is None
    store.trim()


def test_what_was_not_used_for_longest_goes_first(store: Store, made: Path, tmp_path: Path) -> None:
    for age, key in enumerate([KEY, OTHER, "ef" * 32]):
        store.keep(key, made, {})
        os.utime(tmp_path / "store" / key[:2] / f"{key}.json", (1000 - age, 1000 - age))
    store.trim(2 * 205)
    assert store.fetch(KEY, tmp_path / "found") and store.fetch(OTHER, tmp_path / "found")
    assert store.fetch("ef" * 32, tmp_path / "found") is None
    assert len(list((tmp_path / "store").rglob("ef*"))) == 1, "only the empty folder is left"


def test_half_a_file_left_by_a_build_that_was_ended_is_swept(
    store: Store, made: Path, tmp_path: Path
) -> None:
    store.keep(KEY, made, {})
    old, new = (tmp_path / "store" / "ab" / name for name in (".part-old", ".part-new"))
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (1000, 1000))
    store.trim()
    assert not old.exists()
    assert new.exists()


def test_clearing_says_how_much_was_held(store: Store, made: Path, tmp_path: Path) -> None:
    store.keep(KEY, made, {})
    assert store.clear() == 205
    assert store.fetch(KEY, tmp_path / "found") is None
    assert store.clear() == 0


def test_a_shard_is_looked_into_and_never_written(made: Path, tmp_path: Path) -> None:
    shard = tmp_path / "shard"
    Store(shard).keep(KEY, made, {})
    before = sorted(shard.rglob("*"))
    store = Store(tmp_path / "store", (tmp_path / "empty", shard))
    assert store.fetch(KEY, tmp_path / "found") == Kept(205, {}, shard)
    store.keep(OTHER, made, {})
    assert store.fetch(OTHER, tmp_path / "found") == Kept(205, {}, tmp_path / "store")
    assert sorted(shard.rglob("*")) == before
    assert not (tmp_path / "empty").exists()


# ---------------------------------------------------------------- small things


def take(store: Store, *names: str) -> tuple[list[str], list[bytes]]:
    """Ask a shelf for things; give which had to be made, and all of them."""
    made: list[str] = []

    def make(name: str) -> bytes:
        made.append(name)
        return name.upper().encode()

    with store.shelf("key") as shelf:
        things = [shelf.get(name, partial(make, name)) for name in names]
    return made, things


def test_small_things_are_made_once_and_let_go_when_nobody_asks_for_them(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert take(store, "a", "b") == (["a", "b"], [b"A", b"B"])
    assert take(store, "b", "c") == (["c"], [b"B", b"C"])
    assert take(store, "a", "b", "c") == (["a"], [b"A", b"B", b"C"])


def test_a_shelf_that_is_damaged_or_that_nobody_keeps_is_empty(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    take(store, "a")
    (kept,) = (one for one in (tmp_path / "store").glob("??/*") if not one.suffix)
    kept.write_bytes(kept.read_bytes()[:-3])
    assert take(store, "a") == (["a"], [b"A"])
    assert take(NO_STORE, "a") == take(NO_STORE, "a") == (["a"], [b"A"])
