"""The site on the servers of its hosts: with the settings that we ship, under a path of theirs.

nginx and Apache are those of the system. What they send is looked at byte by byte; then Chromium
and Firefox walk through every page, and must not complain of anything.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser
from tests.browsers import DEEP, ON_DISK, Ear, Firefox, firefox
from tests.builds import Built
from tests.servers import Server, apache, nginx
from tests.site.pages import dead_links, read_all

from sessionpress.hosting.server import DAY, HEADERS, HOUR

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = {name.lower(): value for name, value in HEADERS[1:]}
STRICT = {name.lower(): value for name, value in HEADERS}
POLICY = "content-security-policy"


@pytest.fixture(scope="session")
def by_nginx(real: Built) -> Iterator[Server]:
    """The participants' site, as it was built, on nginx."""
    with nginx(real.site, (real.dist / "hosting" / "nginx.conf").read_text()) as server:
        yield server


@pytest.fixture(scope="session")
def by_apache(real: Built) -> Iterator[Server]:
    """The same on Apache, whose own settings are in our hands."""
    with apache(real.site, (real.dist / "hosting" / "apache.conf").read_text()) as server:
        yield server


@pytest.fixture(scope="session")
def by_file_area(real: Built) -> Iterator[Server]:
    """The same on Apache, where we have a folder only."""
    hosting = real.dist / "hosting"
    with apache(real.site, "", file_area=(hosting / "htaccess.txt").read_text()) as server:
        yield server


@pytest.fixture(params=["by_nginx", "by_apache", "by_file_area"])
def host(request: pytest.FixtureRequest) -> Server:
    """Each host in its turn."""
    server: Server = request.getfixturevalue(request.param)
    return server


# ---------------------------------------------------------------- what is sent


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("sessions/principles/index.html", "text/html; charset=utf-8"),
        ("assets/site.css", "text/css; charset=utf-8"),
        ("assets/search.js", "text/javascript; charset=utf-8"),
        ("search.html?q=data", "text/html; charset=utf-8"),
    ],
)
def test_pages_come_with_their_type_and_the_strict_headers(
    address: str, kind: str, host: Server
) -> None:
    for accepted in ("identity", "gzip", "gzip, deflate, br"):
        answer = host.ask(address, Accept_Encoding=accepted)
        assert answer.status == 200
        assert answer.headers["content-type"] == kind
        assert {name: answer.headers.get(name) for name in STRICT} == STRICT
        assert answer.headers["cache-control"] == f"max-age={HOUR}"
        assert "accept-encoding" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accepted", "packing"),
    [("identity", None), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("br", "br")],
)
def test_words_are_sent_packed_to_whoever_can_unpack_them(
    accepted: str, packing: str | None, host: Server, real: Built
) -> None:
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[packing]
    for address in ("index.html", "assets/site.css", "sessions/principles/index.html"):
        answer = host.ask(address, Accept_Encoding=accepted)
        assert answer.headers.get("content-encoding") == packing
        assert unpack(answer.body) == (real.site / address).read_bytes()
        if packing:
            ending = {"gzip": "gz", "br": "br"}[packing]
            assert answer.body == (real.site / f"{address}.{ending}").read_bytes()


def test_without_packed_files_the_server_packs_by_itself(real: Built, tmp_path: Path) -> None:
    page = (real.site / "index.html").read_bytes()
    (tmp_path / "site").mkdir(mode=0o755)
    (tmp_path / "site" / "index.html").write_bytes(page)
    hosting = real.dist / "hosting"
    for serve, settings in ((nginx, "nginx.conf"), (apache, "apache.conf")):
        with serve(tmp_path / "site", (hosting / settings).read_text()) as server:
            answer = server.ask("index.html", Accept_Encoding="gzip")
            assert answer.headers["content-encoding"] == "gzip"
            assert gzip.decompress(answer.body) == page
            assert server.ask("index.html", Accept_Encoding="identity").body == page


def test_a_page_that_did_not_change_is_not_sent_again(host: Server) -> None:
    first = host.ask("index.html", Accept_Encoding="gzip")
    again = host.ask("index.html", Accept_Encoding="gzip", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_the_worker_is_asked_for_each_time(host: Server) -> None:
    answer = host.ask("sw.js", Accept_Encoding="gzip")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers[POLICY] == STRICT[POLICY]


def test_files_to_take_away_come_with_their_type_and_without_a_policy(
    host: Server, real: Built
) -> None:
    kinds = {
        ".pdf": "application/pdf",
        ".zip": "application/zip",
        ".epub": "application/epub+zip",
        ".zim": "application/x-zim",
        ".txt": "text/plain; charset=utf-8",
        ".html": "text/html; charset=utf-8",
    }
    folder = real.site / "downloads"
    offered = {one.suffix: one for one in sorted(folder.glob("*")) if one.suffix in kinds}
    assert {".pdf", ".zip"} <= {*offered}
    for suffix, path in offered.items():
        answer = host.ask(f"downloads/{path.name}", method="HEAD")
        assert (answer.status, answer.headers["content-type"]) == (200, kinds[suffix])
        assert POLICY not in answer.headers
        assert {name: answer.headers.get(name) for name in OPEN} == OPEN
        assert answer.headers["cache-control"] == f"max-age={DAY}"
        saved = answer.headers.get("content-disposition") == "attachment"
        assert saved == (suffix == ".html")


@pytest.mark.parametrize(
    "address", ["gone.html", "gone/gone.html", "sessions/gone/gone.html", "gone/", "assets/gone.js"]
)
def test_what_is_missing_is_answered_by_our_page_with_our_headers(
    address: str, host: Server, real: Built
) -> None:
    answer = host.ask(address)
    assert (answer.status, answer.body) == (404, (real.site / "404.html").read_bytes())
    assert {name: answer.headers.get(name) for name in STRICT} == STRICT


def test_a_folder_without_a_page_shows_no_list(host: Server, real: Built) -> None:
    answer = host.ask("assets/")
    assert answer.status in (403, 404)
    assert answer.body == (real.site / "404.html").read_bytes()


def test_the_path_without_its_slash_leads_to_the_site(by_nginx: Server, by_apache: Server) -> None:
    for host in (by_nginx, by_apache):
        answer = host.ask(DEEP[:-1])
        assert answer.status == 301
        assert answer.headers["location"].endswith(DEEP)


@pytest.mark.parametrize("address", [f"{DEEP}../", f"{DEEP}..%2f..%2fetc/passwd", "/etc/passwd"])
def test_nothing_is_served_beside_the_site(address: str, host: Server) -> None:
    assert host.ask(address).status in (400, 403, 404)


def test_every_file_of_the_site_is_served(by_nginx: Server, real: Built) -> None:
    for path in sorted(real.site.rglob("*")):
        if path.is_file():
            address = path.relative_to(real.site).as_posix()
            assert by_nginx.ask(address, method="HEAD").status == 200, address


# ---------------------------------------------------------------- what browsers say


def pages_of(site: Path) -> list[str]:
    """Every page that is opened on the site; those to take away are saved instead."""
    names = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(name for name in names if not name.startswith("downloads/"))


def test_no_link_is_dead(real: Built) -> None:
    assert [*dead_links(real.site, read_all(real.site))] == []


def test_chromium_walks_every_page_on_nginx_and_says_nothing(
    by_nginx: Server, real: Built, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    try:
        page = context.new_page()
        ear = Ear(page, by_nginx.site)
        for name in pages_of(real.site):
            answer = page.goto(by_nginx.site + name)
            assert answer
            assert (answer.status, answer.headers[POLICY]) == (200, STRICT[POLICY])
            assert page.locator("h1").count() == 1, name
        assert ear.faults == []
    finally:
        context.close()


OUTSIDE = """performance.getEntriesByType('resource').map(one => one.name)
    .filter(name => !name.startsWith('{site}') && !name.startsWith('data:'))"""


def walk(browser: Firefox, site: str, names: list[str]) -> None:
    """Open pages one after the other; each has its title and asks for nothing outside."""
    for name in names:
        browser.open(site + name)
        assert browser.run("document.querySelectorAll('h1').length") == 1, name
        assert browser.run(OUTSIDE.format(site=site)) == [], name


def test_firefox_walks_every_page_on_nginx_and_from_disk_and_says_nothing(
    by_nginx: Server, real: Built, tmp_path: Path
) -> None:
    folder = tmp_path / ON_DISK
    folder.symlink_to(real.site, target_is_directory=True)
    names = pages_of(real.site)
    with firefox() as browser:
        walk(browser, by_nginx.site, names)
        walk(browser, f"{folder.as_uri()}/", names)
        assert browser.faults == []


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("gone.html", "the folder of this address"),
        ("sessions/gone.html", "one folder up"),
        ("sessions/principles/gone.html", "two folders up"),
    ],
)
def test_the_page_for_missing_addresses_leads_home_from_any_depth(
    missing: str, words: str, by_nginx: Server, browser: Browser
) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(by_nginx.site + missing)
        page.get_by_role("link", name=words).click()
        assert page.url == by_nginx.site
        assert page.locator("body.home").count() == 1
    finally:
        context.close()
