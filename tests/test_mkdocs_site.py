"""MkDocs builds and serves a toolkit as any MkDocs user expects."""

import contextlib
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from urllib.parse import unquote

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from tests.browsers import free_port
from tests.builds import (
    NO_PDFS,
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
)
from tests.marked import HIDDEN, MARKED, write_marked
from tests.site.pages import read_all

from sessionpress import build as build_module
from sessionpress.memory import remembering
from sessionpress.mkdocs_site import path_of
from sessionpress.problems import BuildError

pytestmark = pytest.mark.slow

FORGE = "https://forge.example/tiny"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built_marked(tmp_path_factory)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of its own around the marked toolkit, laid out as the real one."""
    folder = write_marked(tmp_path / "house")
    shutil.rmtree(folder / "overrides")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def set_up(house: Path, old: str, new: str) -> None:
    """Change a line of the settings."""
    settings = house / "mkdocs.yml"
    text = settings.read_text()
    assert text.count(old) == 1
    settings.write_text(text.replace(old, new))


def mkdocs_build(house: Path, site: Path, more: dict[str, str] | None = None) -> Run:
    done = run("mkdocs", "build", "--strict", "-d", site, house=house, more=more)
    return Run(done.code, done.out, re.sub(r"in [\d.]+ seconds", "in # seconds", done.err))


def clean(site: Path) -> Run:
    """What MkDocs and pdf-export say when all is well."""
    return Run(
        0,
        NO_PDFS,
        "INFO    -  Cleaning site directory\n"
        f"INFO    -  Building documentation to directory: {site}\n"
        "INFO    -  Documentation built in # seconds\n",
    )


# ---------------------------------------------------------------- mkdocs build


def test_a_strict_build_of_the_real_toolkit_is_clean(tmp_path: Path) -> None:
    assert mkdocs_build(ROOT, tmp_path / "site") == clean(tmp_path / "site")


def test_the_site_is_the_one_of_the_whole_build_without_its_bundle(
    house: Path, built: Built, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    done = mkdocs_build(house, site, {"SESSIONPRESS_PDF": "1"})
    assert (done.code, done.err) == (0, clean(site).err)
    assert re.fullmatch(r"Converting 20 files to PDF took \d+\.\ds\n", done.out)
    added = ("SHA256SUMS", "sw.js", "downloads/tiny-3.zip", "downloads.html")
    whole = {
        name: data
        for name, data in tree(built.site).items()
        if name not in added and not name.endswith((".gz", ".br"))
    }
    made = tree(site)
    assert b"tiny-3-toolkit.pdf" in made.pop("downloads.html")
    assert sorted(made) == sorted(whole)
    other = [name for name in made if made[name] != whole[name]]
    assert [name for name in other if not name.endswith(".css")] == []  # MkDocs serves them whole


def test_without_pdfs_no_page_offers_any(house: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert mkdocs_build(house, site) == clean(site)
    assert [name for name in tree(site) if name.endswith(".pdf")] == []
    for name, page in read_all(site).items():
        assert [address for address, _text in page.links if ".pdf" in address] == [], name


def test_the_facilitators_site_is_a_setting(house: Path, tmp_path: Path) -> None:
    set_up(house, "reader: participant ", "reader: facilitator ")
    assert mkdocs_build(house, tmp_path / "site") == clean(tmp_path / "site")
    page = (tmp_path / "site" / "sessions" / "see" / "count.html").read_text()
    assert HIDDEN["notes in a talk"] in page


def test_problems_stop_it_each_with_its_line(house: Path, tmp_path: Path) -> None:
    page = house / "modules/20-act/10-map.md"
    page.write_text(page.read_text().replace("minutes: 10", "minuts: 10"))
    (house / "docs/10-run.md").write_text("---\ntitle: Run it\n---\n\n### Too deep\n")
    assert mkdocs_build(house, tmp_path / "site") == Run(
        1,
        "\n3 problems in the toolkit.\n",
        "ERROR   -  docs/10-run.md:5: the heading jumps from level 1 to level 3. "
        "Write ## here. [heading-level]\n"
        'ERROR   -  modules/20-act/10-map.md:19: the discussion "What is missing" has no minutes. '
        "Add minutes: 15, or name the exercise that it runs. [block-option]\n"
        'ERROR   -  modules/20-act/10-map.md:20: unknown option "minuts". '
        'Did you mean "minutes"? [block-option]\n',
    )
    assert not (tmp_path / "site").exists()


def test_a_navigation_in_the_settings_is_said_to_be_without_use(
    house: Path, tmp_path: Path
) -> None:
    set_up(house, "docs_dir: docs\n", "docs_dir: docs\nnav:\n  - index.md\n")
    done = mkdocs_build(house, tmp_path / "site")
    assert done.code == 1
    assert "WARNING -  nav in mkdocs.yml is not used: the folders give the order.\n" in done.err


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("site_url", "folder", "path"),
    [
        ("https://example.org", "", "/"),
        ("https://example.org/", "ar", "/ar/"),
        ("https://example.org/a/deep%20path", "", "/a/deep%20path/"),
        ("https://example.org/a b/", "ar", "/a%20b/ar/"),
        ("https://example.org//elsewhere.example/", "", "/elsewhere.example/"),
    ],
)
def test_a_site_has_a_path_whatever_slashes_its_address_has(
    site_url: str, folder: str, path: str
) -> None:
    assert path_of(site_url, folder) == path


def test_where_the_path_is_known_the_page_for_missing_addresses_leads_home_by_it(
    house: Path, tmp_path: Path
) -> None:
    assert mkdocs_build(house, tmp_path / "one") == clean(tmp_path / "one")
    set_up(house, "site_dir: dist/site\n", "site_dir: dist/site\nsite_url: https://example.org/a\n")
    assert mkdocs_build(house, tmp_path / "other") == clean(tmp_path / "other")
    lost = read_all(tmp_path / "other")["404.html"]
    assert [address for address, _text in lost.links] == [
        *("/a/index.html", "/a/search.html"),
        *("./", "../", "../../"),
    ]
    assert lost.files == ["data:,", "/a/assets/site.css"]
    one, other = tree(tmp_path / "one"), tree(tmp_path / "other")
    assert [name for name in one if one[name] != other.get(name)] == ["404.html"]
    assert one.keys() == other.keys()


@pytest.mark.parametrize("site_url", ["example.org/kit", "kit"])
def test_an_address_that_is_none_stops_the_build_and_is_named(
    site_url: str, house: Path, tmp_path: Path
) -> None:
    set_up(house, "site_dir: dist/site\n", f"site_dir: dist/site\nsite_url: {site_url}\n")
    with pytest.raises(BuildError) as caught:
        build_here(tmp_path / "dist", house, house)
    assert str(caught.value) == (
        "MkDocs stopped: Config value 'site_url': The URL isn't valid, it should include the "
        "http:// (scheme)"
    )
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == [".lock"]


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ("site_name: [", "MkDocs stopped: MkDocs encountered an error parsing the configuration"),
        ("site_name: x\n", "mkdocs.yml: the plugin sessionpress is missing, or another one."),
    ],
)
def test_settings_that_are_none_stop_the_build_in_a_line(
    settings: str, what: str, house: Path, tmp_path: Path
) -> None:
    (house / "mkdocs.yml").write_text(settings)
    with pytest.raises(BuildError) as caught:
        build_here(tmp_path / "dist", house, house)
    assert str(caught.value).startswith(what)


# ---------------------------------------------------------------- edit links


def edit_links(site: Path) -> dict[str, list[str]]:
    """Where each page leads its readers to its source, as paths below the forge's edit view."""
    return {
        name: [
            unquote(address.removeprefix(FORGE))
            for address, _text in page.links
            if address.startswith(FORGE)
        ]
        for name, page in read_all(site).items()
        if name not in ("404.html", "search.html")
    }


def test_each_page_leads_to_its_real_source_in_the_repository(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(house, "# repo_url: https://forge.example.org/toolkit", f"repo_url: {FORGE}")
    monkeypatch.setattr(build_module, "make_documents", instead_of_books)
    build_here(tmp_path / "dist", house, house)
    links = edit_links(tmp_path / "dist" / "site")
    assert links == {
        "index.html": ["/edit/main/docs/index.md"],
        "sessions/see/index.html": ["/edit/main/modules/10-see/index.md"],
        "sessions/see/count.html": ["/edit/main/modules/10-see/10-count.md"],
        "sessions/see/ağaç.html": ["/edit/main/modules/10-see/20-ağaç.md"],
        "sessions/act/index.html": ["/edit/main/modules/20-act/index.md"],
        "sessions/act/map.html": ["/edit/main/modules/20-act/10-map.md"],
        "exercises/index.html": [],
        "exercises/mapping.html": ["/edit/main/exercises/mapping/index.md"],
        "sheets/index.html": [],
        "sheets/card.html": ["/edit/main/exercises/mapping/card.yml"],
        "sheets/test-a.html": ["/edit/main/toolkit.yml"],
        "sheets/test-b.html": ["/edit/main/toolkit.yml"],
        "terms.html": [],
        "run.html": ["/edit/main/docs/10-run.md"],
        "places/index.html": ["/edit/main/docs/20-places/index.md"],
        "places/north.html": ["/edit/main/docs/20-places/north.md"],
        "glossary.html": ["/edit/main/docs/40-glossary.md"],
        "downloads.html": ["/edit/main/docs/50-downloads.md"],
        "sources.html": ["/edit/main/docs/60-sources.md"],
        "events/spring.html": ["/edit/main/events/spring.yml"],
    }
    for found in filter(None, links.values()):
        assert (house / found[0].removeprefix("/edit/main/")).is_file()


def test_without_a_repository_no_page_leads_to_one(built: Built) -> None:
    assert [links for links in edit_links(built.site).values() if links] == []


# ---------------------------------------------------------------- serve


@contextmanager
def serving(house: Path, log: Path, *arguments: object) -> Iterator[str]:
    """Run a command that serves a site; give the site's address, and stop it as Ctrl+C does."""
    address = f"127.0.0.1:{free_port()}"
    with log.open("w") as said:
        process = subprocess.Popen(
            command(*map(str, arguments), address),
            cwd=house,
            env=surroundings(),
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=heed_interrupt,  # noqa: PLW1509 - no threads yet
        )
        try:
            yield f"http://{address}/"
            assert process.poll() is None, log.read_text()
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0, log.read_text()
        finally:
            process.kill()
            process.wait()


def wait_for(address: str, text: str, log: Path) -> str:
    """Ask for a page until it holds a text, 15 seconds at most; give the page."""
    end = time.monotonic() + 15
    page = ""
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=15) as answer:
            page = answer.read().decode()
        if text in page:
            return page
        time.sleep(0.2)
    raise AssertionError(f"{text!r} did not come:\n{log.read_text()}\n{page}")


def test_mkdocs_serve_follows_edits_and_outlives_mistakes(house: Path, tmp_path: Path) -> None:
    source = house / "modules/10-see/10-count.md"
    log = tmp_path / "log"
    with serving(house, log, "mkdocs", "serve", "-a") as site:
        page = f"{site}sessions/see/count.html"
        wait_for(page, "Counting is the work of many", log)
        source.write_text(MARKED["modules/10-see/10-count.md"].replace("of many", "of a few"))
        wait_for(page, "Counting is the work of a few", log)
        source.write_text("---\ntitle: Broken\n---\n\n/// talk | Never closed\n    minutes: 5\n")
        problem = "ERROR   -  modules/10-see/10-count.md:5: "
        end = time.monotonic() + 15
        while problem not in log.read_text() and time.monotonic() < end:
            time.sleep(0.2)
        assert problem in log.read_text()
        source.write_text(MARKED["modules/10-see/10-count.md"].replace("of many", "of all"))
        wait_for(page, "Counting is the work of all", log)


EDITS = {
    "a paragraph": ("modules/10-see/10-count.md", "of many", "of a few"),
    "a title": ("modules/10-see/10-count.md", "Count & compare", "Compare"),
    "minutes": ("modules/20-act/10-map.md", "minutes: 10", "minutes: 12"),
    "a term": ("docs/40-glossary.md", "Baseline\n", "Any script\n"),
    "a figure": ("data/survey.csv", "NOR,2028,0.51", "NOR,2028,0.57"),
    "a source": ("data/sources.json", "Office of Counting", "Board of Counting"),
    "a setting": ("toolkit.yml", "title: Tiny toolkit", "title: Small toolkit"),
    "a view": ("overrides/views/page.html", "{{ text }}", "<p>Edited.</p>{{ text }}"),
    "a part of it": ("overrides/partials/shell-foot.html", "<footer", "<footer data-edited"),
    "a repository": ("mkdocs.yml", "# repo_url: https://forge.example.org/", "repo_url: https://"),
}
"""What an author may change: a file, an old text in it and the new one."""


def test_a_site_made_again_after_an_edit_is_the_one_made_from_nothing(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process that remembers follows every kind of edit, one after the other."""
    monkeypatch.setenv("SESSIONPRESS_READER", "facilitator")
    monkeypatch.setenv("SESSIONPRESS_PDF", "0")

    def made(name: str) -> dict[str, bytes]:
        build(load_config(str(house / "mkdocs.yml"), site_dir=str(tmp_path / name)))
        return tree(tmp_path / name)

    memory, serving = remembering(), copy_context()
    serving.run(memory.__enter__)
    serving.run(made, "again")
    wrong = []
    for what, (path, old, new) in EDITS.items():
        text = (house / path).read_text()
        assert old in text, what
        (house / path).write_text(text.replace(old, new, 1))
        again, fresh = serving.run(made, "again"), made("fresh")
        differ = again.items() ^ fresh.items()
        wrong += [f"{what}: {name}" for name, _data in differ]
    serving.run(memory.__exit__, None, None, None)
    assert wrong == []


def test_sessionpress_serve_follows_edits_in_a_toolkit_that_lies_elsewhere(
    house: Path, tmp_path: Path
) -> None:
    content = write_marked(tmp_path / "elsewhere")
    log = tmp_path / "log"
    arguments = ("sessionpress", "serve", "--content", content, "--reader", "facilitator")
    with serving(house, log, *arguments, "--address") as site:
        assert HIDDEN["notes of a document"] in wait_for(f"{site}run.html", "Come early", log)
        (content / "docs" / "10-run.md").write_text("---\ntitle: Run it\n---\n\nCome late.\n")
        assert HIDDEN["notes of a document"] not in wait_for(f"{site}run.html", "Come late", log)
        view = house / "overrides/views/page.html"
        view.write_text(f"<p>Edited.</p>{view.read_text()}")
        wait_for(f"{site}run.html", "<p>Edited.</p>", log)
