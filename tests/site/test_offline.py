"""The offline copy: only on request, complete, below any path, and gone when it should be."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from tests.browsers import DEEP, Ear
from tests.builds import ROOT, Built, tree
from tests.marked import write_marked
from tests.servers import Server, nginx

from sessionpress.hosting.server import server_files
from sessionpress.hosting.worker import KILL, WORKER, offline_copy, worker
from sessionpress.make import Made, make_edition
from sessionpress.render.shell import Site
from sessionpress.render.templates import make_environment
from sessionpress.site import page_context

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OVERRIDES = ROOT / "overrides"
WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
CACHES = "caches.keys()"
DOWNLOADS = "downloads.html"
FRESH = "?fresh"
"""Behind an address: what the browser itself keeps of the page does not answer to it."""


# ---------------------------------------------------------------- a small site


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The pages of the toolkit of tests/marked.py."""
    content = write_marked(tmp_path_factory.mktemp("marked") / "content")
    return make_edition(content, OVERRIDES, "participant")


@pytest.fixture
def small(made: Made, tmp_path: Path) -> Path:
    """A site of those pages with their styles and scripts, a worker, and a picture."""
    folder = tmp_path / "site"
    site = Site(made.edition, made.pages, {})
    template = make_environment(OVERRIDES).get_template("main.html")

    def write(address: str, offline: bool) -> None:
        copy = offline_copy(tree(folder)) if offline else None
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.render(page_context(site, address, "", copy)))

    for path in (OVERRIDES / "assets").iterdir():
        (folder / "assets").mkdir(parents=True, exist_ok=True)
        (folder / "assets" / path.name).write_bytes(path.read_bytes())
    for address in site.pages:
        write(address, offline=False)
    (folder / "404.html").write_text("<title>Nothing</title><h1>Nothing</h1>")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    write(DOWNLOADS, offline=True)
    renew(folder)
    return folder


def renew(folder: Path) -> None:
    """Write the worker anew, as a build does after every change.

    It is dated a minute after the one before: a server takes a file of the same size for the same
    file when both were written in one second.
    """
    path = folder / WORKER
    before = path.stat().st_mtime if path.exists() else time.time() - 3600
    path.unlink(missing_ok=True)
    path.write_bytes(worker(tree(folder), make_environment(OVERRIDES)))
    os.utime(path, (before + 60, before + 60))


def settings(made: Made) -> str:
    """Our settings for nginx."""
    return server_files(made.edition, make_environment(OVERRIDES), {})["nginx.conf"].decode()


@contextmanager
def reading(browser: Browser, server: Server) -> Iterator[Page]:
    """A tab of a new reader on the page of downloads; it may not complain of anything."""
    context: BrowserContext = browser.new_context()
    try:
        page = context.new_page()
        ear = Ear(page, server.site)
        page.goto(server.site + DOWNLOADS)
        yield page
        gone = ("ERR_CONNECTION_REFUSED", FRESH)  # what a test asked for when nobody answered
        assert [fault for fault in ear.faults if not any(one in fault for one in gone)] == []
    finally:
        context.close()


def save(page: Page) -> None:
    """Ask for the offline copy and wait until it is there."""
    page.get_by_role("button", name="Save the site").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.", timeout=60_000)
    until(page, "navigator.serviceWorker.controller !== null")


def until(page: Page, expression: str) -> None:
    """Wait until something that takes its time is true in a page, 20 seconds at most."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with suppress(Error):  # The page may just be loaded anew.
            if page.evaluate(expression) is True:
                return
        time.sleep(0.05)
    raise AssertionError(f"never true: {expression}")


# ---------------------------------------------------------------- the real site


def test_pages_never_visited_open_when_the_server_is_gone(real: Built, browser: Browser) -> None:
    conf = (real.dist / "hosting" / "nginx.conf").read_text()
    with nginx(real.site, conf) as server, reading(browser, server) as page:
        kept = offline_copy(tree(real.site))
        button = page.get_by_role("button", name="Save the site")
        expect(button).to_contain_text(f"{kept.pages} pages")
        assert page.evaluate(WORKERS) == 0
        save(page)
        expect(page.get_by_role("button", name="Remove the offline copy")).to_be_focused()
        server.stop()
        for address, title in (
            ("sessions/road-map/index.html", "Road map and action plan"),
            ("glossary.html", "Glossary"),
        ):
            page.goto(f"{server.site}{address}{FRESH}")
            expect(page.locator("h1")).to_have_text(title)
            assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") in (
                "absolute",
                "fixed",
            )
        page.goto(server.site + FRESH)
        expect(page.locator("body.home")).to_be_visible()
        page.goto(f"{server.site}search.html?q=coordination")
        expect(page.locator("#found")).to_contain_text("Pages found")


# ---------------------------------------------------------------- the small one


def test_opening_a_page_keeps_nothing(small: Path, made: Made, browser: Browser) -> None:
    with nginx(small, settings(made)) as server, reading(browser, server) as page:
        expect(page.locator("#offline")).to_be_visible()
        page.goto(f"{server.site}index.html")
        assert (page.evaluate(WORKERS), page.evaluate(CACHES)) == (0, [])
        assert WORKER not in server.asked()


def test_from_disk_and_without_scripts_nothing_is_offered(small: Path, browser: Browser) -> None:
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{small.as_uri()}/{DOWNLOADS}")
        expect(page.locator("#offline")).to_be_hidden()
        context.close()


def test_the_copy_is_named_by_its_folder_and_can_be_removed(
    small: Path, made: Made, browser: Browser
) -> None:
    with nginx(small, settings(made)) as server, reading(browser, server) as page:
        page.evaluate("caches.open('of somebody else')")
        save(page)
        (name,) = set(page.evaluate(CACHES)) - {"of somebody else"}
        assert name.startswith(f"sessionpress {server.site} ")
        page.reload()
        expect(page.get_by_role("status")).to_contain_text("The pages are saved")
        page.get_by_role("button", name="Remove the offline copy").click()
        expect(page.get_by_role("status")).to_contain_text("Removed.")
        expect(page.get_by_role("button", name="Save the site")).to_be_focused()
        assert page.evaluate(CACHES) == ["of somebody else"]
        assert page.evaluate(WORKERS) == 0
        server.stop()
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
            page.goto(f"{server.site}index.html{FRESH}")


def test_pictures_are_kept_when_they_have_been_seen(
    small: Path, made: Made, browser: Browser
) -> None:
    with nginx(small, settings(made)) as server, reading(browser, server) as page:
        save(page)
        show = """new Promise(done => { const one = new Image(); one.onload = () => done(true);
            one.onerror = () => done(false); one.src = 'pictures/dot.svg'; })"""
        assert page.evaluate(f"caches.match('{server.site}pictures/dot.svg')") is None
        assert page.evaluate(show) is True
        server.stop()
        page.goto(f"{server.site}index.html{FRESH}")
        assert page.evaluate(show) is True


def test_a_new_edition_is_fetched_but_only_what_changed(
    small: Path, made: Made, browser: Browser
) -> None:
    with nginx(small, settings(made)) as server, reading(browser, server) as page:
        save(page)
        (before,) = page.evaluate(CACHES)
        changed = small / "index.html"
        changed.write_text(changed.read_text().replace("</h1>", " renewed</h1>"))
        renew(small)
        asked = len(server.asked())
        page.evaluate("navigator.serviceWorker.ready.then(one => one.update())")
        until(page, f"caches.keys().then(all => !all.includes('{before}'))")
        assert sorted(server.asked()[asked:]) == ["index.html", WORKER]
        server.stop()
        page.goto(f"{server.site}index.html{FRESH}")
        expect(page.locator("h1")).to_contain_text("renewed")


def test_a_copy_that_cannot_be_completed_is_not_begun(
    small: Path, made: Made, browser: Browser
) -> None:
    (small / "glossary.html").unlink()
    with nginx(small, settings(made)) as server:
        context = browser.new_context()
        page = context.new_page()
        page.goto(server.site + DOWNLOADS)
        page.get_by_role("button", name="Save the site").click()
        expect(page.get_by_role("status")).to_contain_text("It did not work")
        expect(page.get_by_role("button", name="Save the site")).to_be_enabled()
        assert (page.evaluate(WORKERS), page.evaluate(CACHES)) == (0, [])
        context.close()


def test_the_way_out_ends_every_copy(small: Path, made: Made, browser: Browser) -> None:
    with nginx(small, settings(made)) as server, reading(browser, server) as page:
        save(page)
        way_out = server_files(made.edition, make_environment(OVERRIDES), {})[KILL]
        (small / WORKER).write_bytes(way_out)
        page.goto(f"{server.site}index.html")
        until(page, "caches.keys().then(all => all.length === 0)")
        until(page, f"{WORKERS}.then(count => count === 0)")


def test_a_host_that_answers_by_a_detour_does_not_spoil_the_copy(
    small: Path, made: Made, browser: Browser
) -> None:
    detour = f"location = {DEEP}index.html {{ return 302 {DEEP}home-page.html; }}\n{settings(made)}"
    (small / "home-page.html").write_bytes((small / "index.html").read_bytes())
    with nginx(small, detour) as server, reading(browser, server) as page:
        save(page)
        server.stop()
        page.goto(f"{server.site}index.html{FRESH}")
        expect(page.locator("body.home")).to_be_visible()
