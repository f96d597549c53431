"""Files as people leave them: encodings, sizes, links, names of any script."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.toolkits import CARDS, EXERCISE, OVERRIDES, Content, found, loaded, page, tiny

from sessionpress.content.files import ASSET_LIMIT, TEXT_LIMIT, Folder
from sessionpress.make import make_edition
from sessionpress.names import slug
from sessionpress.problems import Problems

pytestmark = pytest.mark.usefixtures("silence")

FORBIDDEN = set('<>:"/\\|?*%#&+=;,()[]{}') | {"'"} | {chr(code) for code in range(32)}


# ---------------------------------------------------------------- bytes


def test_a_page_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/old.md": page("One\nÇa va").encode("latin-1")})
    assert found(folder) == [
        "docs/old.md:6: the file is not UTF-8. Save it as UTF-8 in your editor. [file-encoding]"
    ]


def test_utf_16_is_not_taken_for_text(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/wide.md": page("Text").encode("utf-16")})
    assert [line.split(" [")[1] for line in found(folder)] == ["file-encoding]"]


def test_a_zero_byte_is_named_with_its_line(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/zero.md": page("One\nTw\0o")})
    assert found(folder) == [
        "docs/zero.md:6: the file holds a zero byte. Save it as plain UTF-8 text. [file-encoding]"
    ]


@pytest.mark.parametrize("path", ["toolkit.yml", "data/survey.csv", "data/sources.json"])
def test_settings_and_figures_must_be_utf_8_too(path: str, tmp_path: Path) -> None:
    folder = tiny(tmp_path, {path: b"\xff\xfe\xfa\n"})
    assert any(line.startswith(f"{path}:1: the file is not UTF-8.") for line in found(folder))


def test_line_ends_of_any_system_are_read_alike(tmp_path: Path) -> None:
    plain = tiny(tmp_path / "plain")
    for number, end in enumerate((b"\r\n", b"\r")):
        other = tiny(tmp_path / str(number))
        for path in other.rglob("*.*"):
            if path.suffix != ".svg":
                path.write_bytes(path.read_bytes().replace(b"\n", end))
        assert found(other) == []
        assert loaded(other) == loaded(plain)


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    plain = tiny(tmp_path / "plain")
    marked = tiny(tmp_path / "marked")
    for path in marked.rglob("*.*"):
        if path.suffix != ".svg":
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert found(marked) == []
    assert loaded(marked) == loaded(plain)


def test_problems_keep_their_lines_with_carriage_returns(tmp_path: Path) -> None:
    text = page("One\n\n/// keypiont\nTwo\n///").replace("\n", "\r\n")
    assert [line.split(": ")[0] for line in found(tiny(tmp_path, {"docs/a.md": text}))] == [
        "docs/a.md:7"
    ]


# ---------------------------------------------------------------- sizes


def test_a_page_of_five_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/long.md": page("Words and words. " * 300_000)})
    size = (folder / "docs/long.md").stat().st_size
    assert found(folder) == [
        f"docs/long.md:1: the file has {size:,} bytes; the limit is {TEXT_LIMIT:,}. "
        "Split the page, or make the picture smaller. [file-size]"
    ]


def test_a_picture_over_the_limit_is_refused_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    for name, size in (("fits.png", ASSET_LIMIT), ("large.png", ASSET_LIMIT + 1)):
        with (folder / "docs" / name).open("wb") as file:
            file.truncate(size)
    problems = [line for line in found(folder) if line.endswith("[file-size]")]
    assert [line.split(": ")[0] for line in problems] == ["docs/large.png:1"]


# ---------------------------------------------------------------- links and folders


def test_a_link_out_of_the_toolkit_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "page.md").write_text(page("Not ours."))
    (outside / "photo.png").write_bytes(b"x")
    folder = tiny(tmp_path / "toolkit")
    (folder / "docs/page.md").symlink_to(outside / "page.md")
    (folder / "docs/photo.png").symlink_to(outside / "photo.png")
    (folder / "docs/more").symlink_to(outside, target_is_directory=True)
    (folder / "modules/20-more").symlink_to(outside, target_is_directory=True)
    advice = "Copy the file into the toolkit. [file-outside]"
    what = "a link in the file system leads out of the toolkit's folder."
    assert found(folder) == [
        f"docs/{name}:1: {what} {advice}" for name in ("more", "page.md", "photo.png")
    ] + [f"modules/20-more:1: {what} {advice}"]


def test_the_settings_cannot_be_a_link_out_either(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "toolkit")
    settings = folder / "toolkit.yml"
    settings.rename(tmp_path / "elsewhere.yml")
    settings.symlink_to(tmp_path / "elsewhere.yml")
    assert [line.rsplit(" [", 1)[1] for line in found(folder)] == ["file-outside]"]


def test_a_link_inside_the_toolkit_is_followed(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    (folder / "docs/again.svg").symlink_to("plan.svg")
    (folder / "docs/page.md").write_text(page("![The plan](again.svg)"))
    assert found(folder) == []


def test_the_toolkit_itself_may_be_reached_by_a_link(tmp_path: Path) -> None:
    tiny(tmp_path / "real")
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    assert found(tmp_path / "link") == []


@pytest.mark.parametrize("target", [".", "../docs", "loop"])
def test_links_that_run_in_a_circle_end(target: str, tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    (folder / "docs/loop").symlink_to(target, target_is_directory=True)
    problems = found(folder)
    assert [line.split(": ")[0] for line in problems] == ["docs/loop:1"]
    assert problems[0].endswith(("[file-unreadable]", "[file-unknown]"))


def test_two_links_that_lead_to_each_other_end(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    for name, other in (("one", "two"), ("two", "one")):
        (folder / "docs" / name).mkdir()
        (folder / "docs" / name / "across").symlink_to(f"../{other}", target_is_directory=True)
    assert [line.split(": ")[0] for line in found(folder)] == [
        "docs/one/across/across:1",
        "docs/two/across/across:1",
    ]


def test_a_folder_with_the_name_of_a_page_is_no_page(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    (folder / "modules/10-reading/20-folder.md").mkdir()
    assert found(folder) == [
        "modules/10-reading/20-folder.md:1: it cannot be read: it is no plain file. "
        "Check that it is a file, and its permissions. [file-unreadable]"
    ]


def test_a_link_to_nothing_is_a_file_that_is_not_there(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    (folder / "docs/page.md").symlink_to("gone.md")
    (folder / "docs/plan.png").symlink_to("gone.png")
    assert found(folder) == [
        f"docs/{name}:1: the file is not there. Write it. [file-missing]"
        for name in ("page.md", "plan.png")
    ]


def test_a_device_or_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    os.mkfifo(folder / "docs/pipe.md")
    assert [line.rsplit(" [", 1)[1] for line in found(folder)] == ["file-unreadable]"]


def test_hidden_files_and_drafts_are_left_alone(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "docs/.DS_Store": b"\x00\xff",
        "docs/_draft.md": "no header",
        "modules/.git/index.md": "x",
        "modules/_later/index.md": "x",
        ".github/workflow.yml": "x: y",
        "README.md": "no header",
    }
    assert found(tiny(tmp_path, files)) == []


# ---------------------------------------------------------------- names


def test_names_of_any_script_are_published_and_can_be_linked(tmp_path: Path) -> None:
    names = ("10-two words.md", "20-بطاقة البلد.md", "30-দেশের কার্ড.md", "40-Ağaç & ‘co’.md")
    links = "\n".join(
        f"- [link](<{name}>) and [link]({name.replace(' ', '%20')})" for name in names
    )
    files: dict[str, Content] = {f"docs/{name}": page(f"Text of {name}.", name) for name in names}
    files["docs/50-links.md"] = page(f"{links}\n\n![A plan](<my plan.svg>)")
    files["docs/my plan.svg"] = "<svg/>"
    folder = tiny(tmp_path / "toolkit", files)
    assert found(folder) == []
    made = make_edition(folder, OVERRIDES, "participant")
    addresses = [one.address for one in made.pages]
    expected = ["two-words.html", "بطاقة-البلد.html", "দেশের-কার্ড.html", "ağaç-‘co’.html"]
    assert [one for one in addresses if one in expected] == expected
    html = next(one.html for one in made.pages if one.address == "links.html")
    for address in (*expected, "my-plan.svg"):
        assert f'"sp:{address}"' in html
    assert 'href=""' not in html


def test_the_same_name_in_two_forms_of_unicode_is_one_address(tmp_path: Path) -> None:
    files = {f"docs/{unicodedata.normalize(form, 'café')}.md": page("x") for form in ("NFC", "NFD")}
    problems = found(tiny(tmp_path, files))
    assert len(problems) == 1
    assert problems[0].endswith("[address-twice]")


def test_a_name_that_is_not_utf_8_is_a_problem_that_can_be_printed(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    Path(os.fsdecode(os.fsencode(folder) + b"/docs/caf\xe9.md")).write_text(page("x"))
    problems = found(folder)
    assert problems == [
        "docs/caf?.md:1: the name of the file is not UTF-8. Rename it. [file-unreadable]"
    ]
    problems[0].encode()


def test_endings_are_known_in_capitals_too(tmp_path: Path) -> None:
    folder = tiny(
        tmp_path, {"docs/PAGE.MD": page("![A plan](PLAN.SVG)"), "docs/PLAN.SVG": "<svg/>"}
    )
    assert [line.rsplit(" [", 1)[1] for line in found(folder)] == ["address-twice]"]


@given(st.text())
def test_a_slug_is_never_empty_and_fits_every_file_system(name: str) -> None:
    made = slug(name)
    assert made
    assert not FORBIDDEN & set(made)
    assert not any(letter.isspace() for letter in made)
    assert made[0] not in "-." and made[-1] not in "-."
    assert slug(name) == made


@given(st.text(alphabet=st.characters(categories=["Ll", "Lo", "Mn"]), min_size=1))
def test_letters_of_any_script_stay_in_a_slug(word: str) -> None:
    assert slug(f"10-{word}") == unicodedata.normalize("NFC", word).lower()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("10-reading", "reading"),
        ("05_a b", "a-b"),
        ("2030", "2030"),
        ("10-", "10"),
        ("1.2 plan", "2-plan"),
        ("...", "page"),
        ("///", "page"),
        ("", "page"),
        ("10-aux", "page-aux"),
        ("CON.x", "page-con.x"),
        ("console", "console"),
        ("What? Why!", "what-why!"),
    ],
)
def test_the_number_that_orders_a_name_is_left_out_of_its_address(name: str, expected: str) -> None:
    assert slug(name) == expected


# ---------------------------------------------------------------- the reader of files


def test_only_paths_inside_are_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = Folder(tmp_path / "toolkit", Problems())
    folder.root.mkdir()
    assert folder.data("../secret.txt") is None
    assert folder.text(str(tmp_path / "secret.txt")) is None
    assert {problem.rule for problem in folder.problems} == {"file-outside"}


def test_files_come_sorted_and_before_folders(tmp_path: Path) -> None:
    for name in ("b/z.md", "b/a.md", "a.md", "c.md"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).touch()
    folder = Folder(tmp_path, Problems())
    assert list(folder.walk("docs")) == ["docs/a.md", "docs/c.md", "docs/b/a.md", "docs/b/z.md"]
    assert folder.names("nowhere") == folder.folders("nowhere") == []


def test_the_tiny_toolkit_loads_alike_twice(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    assert loaded(folder) == loaded(folder)
    assert [one.path for one in loaded(folder).pages][:3] == [
        "modules/10-reading/index.md",
        CARDS,
        EXERCISE,
    ]
