"""How soon a reader sees a page: our site beside default mkdocs-material, on slow networks.

    benchmarks/paint                # 20 pages, five runs of each
    benchmarks/paint --site DIR     # also a session page of a built site
    benchmarks/paint --site DIR --page index.html --page glossary.html

Chromium emulates the network and a slow processor; the server packs with gzip. Files of other
hosts (the fonts of Material) fail at once here, which flatters Material.
"""

from __future__ import annotations

import argparse
import gzip
import mimetypes
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlsplit

from benchmarks.compare import OURS, _load, _machine, _run, _say, _set_up, _site
from playwright.sync_api import Browser, Route, sync_playwright

from sessionpress.budget import SEARCH
from sessionpress.render.lean import lean_styles

CHROMIUM = "/usr/bin/chromium-headless-shell"
SLOWER = 6
"""How many times slower the processor is made."""

NETWORKS = {"2G: 50 kbit/s, 800 ms": (50_000, 800), "3G: 400 kbit/s, 400 ms": (400_000, 400)}
"""Bits a second and milliseconds of delay."""

PAINT = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  load: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""

PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is visited: who built it, the folder of its site, its address there."""

    name: str
    site: Path
    page: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit, in seconds: when something was painted, and when everything had come."""

    paint: float
    load: float


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks/paint", description=__doc__)
    parser.add_argument("--pages", type=int, default=20, help="pages of the made-up toolkit (20)")
    parser.add_argument("--runs", type=int, default=5, help="interleaved visits of each (5)")
    parser.add_argument("--site", type=Path, help="a built site, measured as well")
    parser.add_argument("--page", action="append", help="a page of it to visit; may be repeated")
    options = parser.parse_args()
    print(_machine())
    with tempfile.TemporaryDirectory(prefix="paint-") as name:
        visits = _pages(options.pages, Path(name))
        if options.site:
            own = options.page or [_page(options.site)]
            visits += [Visit("real", options.site, page) for page in own]
        for line in _measure(visits, options.runs):
            print(line)
    print(f"\nLoad at the end: {_load()}.")


def _pages(pages: int, folder: Path) -> list[Visit]:
    """The same page built by us and by default Material."""
    _set_up(pages, folder)
    for build in (OURS, "standard"):
        _say(f"building {build}")
        _run(build, folder)
    sites = {build: _site(build, folder) for build in (OURS, "standard")}
    _make_lean(sites[OURS])
    return [Visit(build, site, _page(site)) for build, site in sites.items()]


def _make_lean(site: Path) -> None:
    """Leave the rules out of our styles that no page needs, as `sessionpress build` does."""
    paths = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".js")]
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}
    for name, style in lean_styles(files, frozenset(SEARCH)).items():
        (site / name).write_bytes(style)


def _measure(visits: Sequence[Visit], runs: int) -> Iterator[str]:
    """A row of the table for each network and page."""
    yield "| network | site | page | first paint s | loaded s | ours / it |"
    yield "|---|---|---|--:|--:|--:|"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        for network in NETWORKS:
            found = _visits(browser, visits, network, runs)
            first = median(one.paint for one in found[visits[0]])
            for visit, seen in found.items():
                paint, load = median(v.paint for v in seen), median(v.load for v in seen)
                ratio = f"{first / paint:.2f}" if visit.name == "standard" else ""
                yield (
                    f"| {network} | {visit.name} | {visit.page} "
                    f"| {paint:.2f} | {load:.2f} | {ratio} |"
                )
        browser.close()


def _visits(
    browser: Browser, visits: Sequence[Visit], network: str, runs: int
) -> dict[Visit, list[Seen]]:
    """Visits by page, in turns, each with an empty cache; the first turn is not counted."""
    found: dict[Visit, list[Seen]] = {visit: [] for visit in visits}
    for turn in range(runs + 1):
        for visit in visits:
            _say(f"{network}, {visit.name}, {turn} of {runs}")
            with _served(visit.site) as address:
                seen = _visit(browser, address, address + visit.page, NETWORKS[network])
            if turn:
                found[visit].append(seen)
    return found


def _visit(browser: Browser, host: str, address: str, network: tuple[int, int]) -> Seen:
    """Open a page once, as a phone on a network would."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    try:
        page = context.new_page()

        def only_ours(route: Route) -> None:
            route.continue_() if route.request.url.startswith(host) else route.abort()

        client = context.new_cdp_session(page)
        client.send("Network.enable")
        bits, delay = network
        conditions = {"offline": False, "latency": delay, "connectionType": "cellular2g"}
        rate = {"downloadThroughput": bits / 8, "uploadThroughput": bits / 8}
        client.send("Network.emulateNetworkConditions", {**conditions, **rate})
        client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.route(lambda url: not url.startswith(host), only_ours)
        page.goto(address, wait_until="load", timeout=180_000)
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        times = page.evaluate(PAINT)
        return Seen(times["paint"] / 1000, times["load"] / 1000)
    finally:
        context.close()


def _page(site: Path) -> str:
    """The page that is visited: the second one of a session, the same on every site."""
    pages = sorted(site.glob("sessions/*/**/*.html"))
    plain = [one for one in pages if one.parent.parent.name == "sessions"]
    chosen: Sequence[Path] = [one for one in plain if one.name != "index.html"] or pages[1:]
    return chosen[0].relative_to(site).as_posix()


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """Publish a folder on this machine, packed; give its address, which ends with a slash."""

    class Packed(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = site / unquote(urlsplit(self.path).path).lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            data = path.read_bytes() if path.is_file() else b""
            self.send_response(200 if path.is_file() else 404)
            if path.suffix in PACKED:
                data = gzip.compress(data, 9, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the console clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Packed) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


if __name__ == "__main__":
    main()
