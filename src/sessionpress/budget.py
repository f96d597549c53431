"""What a site may weigh: the one table that the generator splits by and the check judges by."""

from __future__ import annotations

import gzip
from typing import NamedTuple

KIB = 1024


class Budget(NamedTuple):
    """What a page may weigh, in KiB after gzip, and how many files it may ask for."""

    html: float
    css: float
    js: float
    fonts: float
    first: float
    second: float
    requests: int


AIM = 10.0
"""KiB of a first view that reading pages should have; `Budget.first` is where a build stops."""

READING = Budget(html=8, css=4, js=0, fonts=0, first=14, second=8, requests=3)
"""Pages to read: no script, one style sheet; the first view fits what a server sends at once."""

NOTES = 2.5
"""KiB of HTML that a page may have more in an edition with notes and keys."""

TRANSLATED = 1.5
"""KiB of HTML that a page in another language may have more: of the first two that were complete,
the heaviest Turkish page had 0.5, the heaviest Arabic one, with two bytes a letter, 1.1."""

WITH_NOTES = frozenset({"facilitator"})
"""Readers whose pages hold notes and keys, as the body of a page names them."""

WORKING = Budget(html=10, css=8, js=18, fonts=0, first=34, second=10, requests=7)
"""Pages to work on, which carry a script of their own; each of them can be read without it."""

COLLECTING = Budget(html=10, css=8, js=60, fonts=0, first=76, second=10, requests=10)
"""The page that collects filled sheets: facilitators open it once, and it knows every sheet."""

WORKING_PAGES = {
    "searching": WORKING,
    "sheet": WORKING,
    "downloads": WORKING,
    "collecting": COLLECTING,
}
"""Budgets of pages to work on, by the first class of the body."""

TAKEN = "downloads/"
"""Files below this address are taken away whole; they are no pages of the site."""

SEARCH = {"assets/search-index.js": 12.0, "assets/search-text.js": 60.0}
"""What the files of the search may weigh, in KiB, for each 120 pages or part of them."""

READERS = {
    "assets/collect-office.js": 5.0,
    "assets/collect-docx.js": 4.0,
    "assets/collect-xlsx.js": 7.0,
    "assets/collect-pdf.js": 5.0,
    "assets/collect-form.js": 5.0,
}
"""What readers of office files and PDFs may weigh, in KiB: the page that collects fetches them with
the first such file."""

IMAGE = 15.0
"""KiB that one picture may have; pictures are packed already, so as they are."""

FRAME, STYLE = 2.2, 3.6
"""KiB of a first view for what is on every page: head, menu and foot; the styles."""


def packed(text: str | bytes) -> int:
    """Bytes after gzip -9, as a server sends them."""
    data = text.encode() if isinstance(text, str) else text
    return len(gzip.compress(data, 9, mtime=0))
