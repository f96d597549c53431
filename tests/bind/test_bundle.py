"""The bundle is an ordinary ZIP, and the same one whenever it is made."""

import datetime as dt
import os
import subprocess
import zipfile
from pathlib import Path

from sessionpress.bind.bundle import checksums, read_tree, write_bundle

FILES = {
    "START-HERE.html": b"<!doctype html>" + b"start " * 200,
    "site/الصفحة.html": b"page " * 200,
    "site/book.pdf": b"%PDF" + b"book " * 200,
    "site/assets/site.css": b"",
}
DAY = dt.date(2030, 3, 1)


def members(path: Path) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(path) as bundle:
        return bundle.infolist()


def test_everything_lies_in_one_folder_in_the_order_of_names(tmp_path: Path) -> None:
    size = write_bundle(tmp_path / "downloads" / "kit.zip", "kit-1", FILES, DAY)
    assert size == (tmp_path / "downloads" / "kit.zip").stat().st_size
    assert [one.filename for one in members(tmp_path / "downloads" / "kit.zip")] == [
        "kit-1/START-HERE.html",
        "kit-1/site/assets/site.css",
        "kit-1/site/book.pdf",
        "kit-1/site/الصفحة.html",
    ]


def test_unzip_gives_the_files_back_with_names_of_any_script(tmp_path: Path) -> None:
    write_bundle(tmp_path / "kit.zip", "kit", FILES, DAY)
    done = subprocess.run(
        ["unzip", "-q", "kit.zip"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout + done.stderr == ""
    assert read_tree(tmp_path / "kit") == FILES


def test_the_order_of_making_the_clock_and_the_mask_do_not_show(tmp_path: Path) -> None:
    write_bundle(tmp_path / "one.zip", "kit", FILES, DAY)
    before = os.umask(0o077)
    try:
        turned = dict(reversed(FILES.items()))
        write_bundle(tmp_path / "other.zip", "kit", turned, DAY)
    finally:
        os.umask(before)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    assert {(one.date_time, one.external_attr >> 16) for one in members(tmp_path / "one.zip")} == {
        ((2030, 3, 1, 0, 0, 0), 0o644)
    }


def test_an_edition_before_the_first_year_that_a_zip_can_hold_gets_that_year(
    tmp_path: Path,
) -> None:
    write_bundle(tmp_path / "kit.zip", "kit", FILES, dt.date(1965, 7, 9))
    assert {one.date_time for one in members(tmp_path / "kit.zip")} == {(1980, 7, 9, 0, 0, 0)}


def test_only_what_is_not_packed_already_is_packed(tmp_path: Path) -> None:
    write_bundle(tmp_path / "kit.zip", "kit", FILES, DAY)
    stored = {one.filename for one in members(tmp_path / "kit.zip") if one.compress_type == 0}
    assert stored == {"kit/site/book.pdf"}


def test_checksums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "SHA256SUMS").write_bytes(checksums(read_tree(tmp_path)))
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n") == [*(f"{name}: OK" for name in sorted(FILES)), ""]
    assert done.stderr == ""


def test_one_changed_letter_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"page")
    (tmp_path / "SHA256SUMS").write_bytes(checksums({"page.html": b"Page"}))
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "page.html: FAILED\n")


def test_hidden_files_and_empty_folders_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / ".hidden").write_bytes(b"1")
    assert read_tree(tmp_path) == {".hidden": b"1"}
