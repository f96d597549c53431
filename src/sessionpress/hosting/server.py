"""What a host needs to serve a site strictly: settings for servers, and a note on security."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from jinja2 import Environment

from sessionpress.compose import Edition
from sessionpress.hosting.facts import DOWNLOADS, MEDIA, file_facts
from sessionpress.hosting.packed import ENDINGS, PACKINGS
from sessionpress.hosting.worker import KILL

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types sessionpress"
)
"""The Content-Security-Policy. `connect-src` is for the worker that keeps pages offline, which
fetches them; `trusted-types sessionpress` lets our scripts name the worker and the texts
of the search, under that one name."""

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
)
"""Headers of every page and what it needs. Files to take away have the last three: programs in
browsers that show a PDF would be held back by the first."""

PATH, FOLDER = "/toolkit/", "/srv/toolkit/site/"
"""What a host replaces by its own: the path of the address, and the folder with the site."""

HOUR, DAY = 3600, 86400
TEMPLATES = ("nginx.conf", "apache.conf", "htaccess.txt", "headers.txt", "SECURITY.md", "README.md")


def server_files(
    edition: Edition, environment: Environment, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Settings, notes and the way out of the offline copy, by file name.

    Args:
        edition: what the site was made of.
        environment: the templates of the house.
        files: every file of the site, as bytes by address.
    """
    # These are no pages: signs stay as they are.
    plain = environment.overlay(autoescape=False)
    scripts = [one for one in file_facts(files) if one.address.endswith(".js")]
    words = {
        "settings": edition.toolkit.settings,
        "edition": edition,
        "policy": POLICY,
        "headers": HEADERS,
        "open_headers": HEADERS[1:],
        "path": PATH,
        "folder": FOLDER,
        "downloads": DOWNLOADS,
        "types": _types(),
        "endings": [ending.removeprefix(".") for ending in ENDINGS],
        "packings": {ending.removeprefix("."): one.http for ending, one in PACKINGS.items()},
        "media": {ending.removeprefix("."): kind for ending, kind in MEDIA.items()},
        "hour": HOUR,
        "day": DAY,
        "scripts": scripts,
        "count": len(files),
    }
    return {
        name: plain.get_template(f"hosting/{name}").render(words).rstrip().encode() + b"\n"
        for name in (*TEMPLATES, KILL)
    }


def _types() -> list[tuple[str, list[str]]]:
    """Each media type with its endings, without their points."""
    rows = sorted((kind, ending.removeprefix(".")) for ending, kind in MEDIA.items())
    return [
        (kind, [ending for _kind, ending in group])
        for kind, group in groupby(rows, key=lambda row: row[0])
    ]
