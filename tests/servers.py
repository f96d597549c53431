"""Real web servers for tests: nginx and Apache, with the settings that we ship and nothing else.

Each serves a folder below tests.browsers.DEEP on this machine until its block ends.
"""

import http.client
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.browsers import DEEP, free_port

from sessionpress.hosting.server import FOLDER, PATH

NGINX, APACHE = "/usr/sbin/nginx", "/usr/sbin/apache2"
BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
APACHE_MODULES = "/usr/lib/apache2/modules"
HOW = "Run scripts/setup --dev, which installs it."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: names of headers in small letters, the body as it was sent."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `site` is the address of the site and ends with a slash."""

    site: str
    port: int
    log: Path
    stop: Callable[[], object]
    """Ends it before its block does."""

    def asked(self) -> list[str]:
        """What it was asked for so far, below the site, in that order."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line.removeprefix(DEEP) for line in lines]

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for an address below the site, or, from a slash on, of the whole server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            address = path if path.startswith("/") else f"{DEEP}{path}"
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            # As browsers do: letters that no request may hold are sent as percent signs and digits.
            connection.request(method, quote(address, safe="/%?=&"), headers=given)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read())
        finally:
            connection.close()


def filled_in(settings: str, folder: Path) -> str:
    """Our settings as a host fills them in: its own path and its own folder."""
    assert PATH in settings
    return settings.replace(FOLDER, f"{folder}/").replace(
        PATH.removesuffix("/"), DEEP.removesuffix("/")
    )


def needed(program: str) -> str:
    """A program that tests cannot do without."""
    assert Path(program).exists(), f"{program} is missing. {HOW}"
    return program


# ---------------------------------------------------------------- nginx

NGINX_FRAME = """\
load_module {brotli};
daemon off;
master_process off;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{}}
http {{
    log_format asked "$uri";
    access_log {home}/asked.log asked;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {home}/nothing;
        include {home}/site.conf;
    }}
}}
"""


@contextmanager
def nginx(folder: Path, settings: str) -> Iterator[Server]:
    """Serve a folder by nginx; Brotli is switched on as our settings say."""
    needed(BROTLI)
    settings = settings.replace("# brotli_static on;", "brotli_static on;")
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        home, port = Path(name), free_port()
        (home / "site.conf").write_text(filled_in(settings, folder))
        frame = home / "nginx.conf"
        frame.write_text(NGINX_FRAME.format(brotli=BROTLI, home=home, port=port))
        command = [needed(NGINX), "-e", f"{home}/error.log", "-c", str(frame)]
        with _running(command, port, home) as server:
            yield server


# ---------------------------------------------------------------- Apache

APACHE_FRAME = """\
ServerRoot {home}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {home}/apache.pid
ErrorLog {home}/error.log
{modules}
{user}
TypesConfig /etc/mime.types
DocumentRoot {home}/nothing
<Directory />
    AllowOverride None
    Require all denied
</Directory>
{settings}
"""
MODULES = "mpm_event authz_core alias deflate dir filter headers mime rewrite".split()


@contextmanager
def apache(folder: Path, settings: str, *, file_area: str = "") -> Iterator[Server]:
    """Serve a folder by Apache.

    With `file_area`, the settings of a file area, the server itself knows the place only, and the
    rest stands in the folder.
    """
    modules = [f"LoadModule {one}_module {APACHE_MODULES}/mod_{one}.so" for one in MODULES]
    with tempfile.TemporaryDirectory(prefix="apache-") as name:
        home, port = Path(name), free_port()
        home.chmod(0o755)  # Started by root, it serves as somebody else.
        (home / "nothing").mkdir()
        site = home / "site"
        shutil.copytree(folder, site)
        if file_area:
            (site / ".htaccess").write_text(filled_in(file_area, site))
            settings = (
                f'Alias "{DEEP}" "{site}/"\n<Directory "{site}">\nAllowOverride All\n'
                "Require all granted\n</Directory>\n"
            )
        else:
            settings = filled_in(settings, site)
        frame = home / "apache.conf"
        frame.write_text(
            APACHE_FRAME.format(
                home=home,
                port=port,
                modules="\n".join(modules),
                user="User www-data\nGroup www-data" if os.geteuid() == 0 else "",
                settings=settings,
            )
        )
        command = [needed(APACHE), "-f", str(frame)]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.stderr == "Syntax OK\n", checked.stderr
        with _running([*command, "-X"], port, home) as server:
            yield server


@contextmanager
def _running(command: list[str], port: int, home: Path) -> Iterator[Server]:
    """A server from when it answers until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    server = Server(f"http://127.0.0.1:{port}{DEEP}", port, home / "asked.log", _ender(process))
    try:
        _wait(server, process)
        yield server
    finally:
        server.stop()


def _ender(process: subprocess.Popen[bytes]) -> Callable[[], object]:
    def end() -> None:
        process.terminate()
        process.communicate(timeout=20)

    return end


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            server.ask("/")
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                said = process.communicate()[0] if process.poll() is not None else b"no answer"
                raise AssertionError(said.decode()) from None
            time.sleep(0.05)
