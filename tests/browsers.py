"""Real browsers for tests: Chromium through Playwright, Firefox through WebDriver BiDi.

Both are those of the system and have no network; a site comes from a folder, or from a server on
this machine that publishes it deep inside other addresses.
"""

import contextlib
import itertools
import json
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from websockets.sync.client import ClientConnection, connect

CHROMIUM = "/usr/bin/chromium"
SHELL = "/usr/bin/chromium-headless-shell"
"""The same Chromium without a window and what belongs to it, such as the viewer of PDFs: a page
costs it two thirds of the processor time."""
FIREFOX = "/usr/bin/firefox-esr"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
DEEP = "/a/deep/path/"
"""Where the server publishes a site: an address that only relative links survive."""
ON_DISK = "حقيبة تدريب 2022"
"""A folder as people name them: with a space, in their own letters."""


# ---------------------------------------------------------------- a server


class _Deep(SimpleHTTPRequestHandler):
    """Serves a folder below DEEP, and nothing else."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(DEEP):
            return str(Path(self.directory, "no", "such", "file"))
        return super().translate_path(path.removeprefix(DEEP[:-1]))

    def log_message(self, format: str, *args: object) -> None:
        """Keep the console clean."""


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """Publish a folder on this machine; give its address, which ends with a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Deep, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{DEEP}"
        finally:
            server.shutdown()
            thread.join()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


# ---------------------------------------------------------------- Chromium


_started: list[Browser] = []
"""The Chromium of this process: its driver cannot be started twice at once."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window, or give the one that is there."""
    if _started:
        yield _started[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SHELL, args=QUIET)
        _started.append(browser)
        try:
            yield browser
        finally:
            _started.clear()
            browser.close()


@contextmanager
def whole_chromium() -> Iterator[Browser]:
    """Start the Chromium that people have, with its viewer of PDFs, beside the other."""
    with chromium() as shell:
        browser = shell.browser_type.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


class Ear:
    """Hears what a page complains of: `faults` are messages, failed requests, requests outside."""

    def __init__(self, page: Page, site: str) -> None:
        self.faults: list[str] = []
        self._site = site
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        self.faults.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A click that leaves a page ends what that page was still fetching; that is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._site, "data:")):
            self.faults.append(f"outside: {request.url}")


# ---------------------------------------------------------------- Firefox


REPORT_VIOLATIONS = """() => document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""
"""Firefox tells of what a policy holds back to its user only; this tells it to the tests too."""


class Firefox:
    """A WebDriver BiDi session with one tab; `faults` are the messages of the console."""

    def __init__(self, connection: ClientConnection) -> None:
        self.faults: list[str] = []
        self._connection = connection
        self._numbers = itertools.count(1)
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self.before(REPORT_VIOLATIONS)
        self._tab = self._ask("browsingContext.create", type="tab")["context"]

    def before(self, function: str) -> None:
        """Call a JavaScript function in every page from now on, before its own scripts."""
        self._ask("script.addPreloadScript", functionDeclaration=function)

    def open(self, address: str) -> None:
        """Go to an address and wait until the page has loaded."""
        self._ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def pop_up(self, expression: str) -> Callable[[str], Any]:
        """Let JavaScript open a window, as a click may; give what runs JavaScript in there."""
        before = self._tabs()
        self._evaluate(expression, self._tab, userActivation=True)
        end = time.monotonic() + 15
        while not (new := self._tabs() - before) and time.monotonic() < end:
            time.sleep(0.05)
        (window,) = new
        return lambda inside: self._evaluate(inside, window)

    def _tabs(self) -> set[str]:
        return {one["context"] for one in self._ask("browsingContext.getTree")["contexts"]}

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page; give a text, a number, yes or no, or a list of them."""
        return self._evaluate(expression, self._tab)

    def _evaluate(self, expression: str, tab: str, **more: object) -> Any:
        answer = self._ask(
            "script.evaluate",
            expression=expression,
            target={"context": tab},
            awaitPromise=True,
            **more,
        )
        if answer["type"] != "success":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return _plain(answer["result"])

    def until(self, expression: str) -> None:
        """Wait until an expression is true in the page, 15 seconds at most."""
        end = time.monotonic() + 15
        while time.monotonic() < end:
            # A page that is just being left answers with an error.
            with contextlib.suppress(AssertionError):
                if self.run(expression) is True:
                    return
            time.sleep(0.05)
        raise AssertionError(f"never true: {expression}")

    def end(self) -> None:
        """Let the browser close itself."""
        self._ask("browser.close")

    def _ask(self, method: str, **params: object) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._connection.recv(timeout=30))
            if message["type"] == "event":
                entry = message["params"]
                self.faults.append(f"{entry['level']}: {entry['text']}")
            elif message["id"] == number:
                if message["type"] == "error":
                    raise AssertionError(f"{method}: {message['message']}")
                return message["result"]


def _plain(value: dict[str, Any]) -> Any:
    if value["type"] == "array":
        return [_plain(one) for one in value["value"]]
    return value.get("value")


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Start Firefox without a window, with a new profile."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as home:
        process = subprocess.Popen(
            [
                *(FIREFOX, "--headless", f"--remote-debugging-port={port}"),
                *("--no-remote", "--profile", home, "about:blank"),
            ],
            env={**os.environ, "HOME": home, "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _reach(f"ws://127.0.0.1:{port}/session", process) as connection:
                session = Firefox(connection)
                yield session
                session.end()
            process.wait(20)
        finally:
            process.kill()
            process.wait()


def _reach(address: str, process: subprocess.Popen[bytes]) -> ClientConnection:
    """Connect as soon as the browser listens, within half a minute."""
    end = time.monotonic() + 30
    while True:
        try:
            return connect(address, max_size=None, proxy=None)
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.1)
