"""Rules on links and images: everything that is pointed to is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from sessionpress.content.model import Link, Page, Part, Toolkit
from sessionpress.content.refer import Addresses, is_outside
from sessionpress.content.scan import ATTRIBUTES, DECLARATION, text_lines
from sessionpress.problems import Place, Problems, nearest, noted

NOT_FOLLOWED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"<(?:a|img|/?sp-block)(?=[\s/>]|$)", re.IGNORECASE),
        "{}> is written in HTML, which is not followed.",
        "Write links as [text](target) and images as ![text](target).",
    ),
    (
        DECLARATION,
        "{} begins a declaration, which is not followed.",
        "Leave it out: a page is text alone.",
    ),
    (
        ATTRIBUTES,
        "{} gives attributes, which are not followed.",
        "Leave it out: how things look is for the styles of the house.",
    ),
)
"""What an author may write out of habit or malice and would be dropped or shown as text: the sign,
what is said of it, what to do."""

NO_ALT = re.compile(r"!\[[ \t]*\][(\[]")
SAFE_SCHEMES = ("https:", "http:", "mailto:")


def check_links(toolkit: Toolkit, problems: Problems) -> None:
    """Internal links lead to files that exist; images have alternative text."""
    check_pages(toolkit, {page.path: page for page in toolkit.pages}, problems)


def check_pages(toolkit: Toolkit, pages: Mapping[str, Page], problems: Problems) -> None:
    """The same of some pages, by the file in which each stands; links count from its path."""
    addresses = Addresses(toolkit)
    names = [page.path for page in toolkit.pages] + [one.path for one in toolkit.assets]
    for file, page in pages.items():
        for link in page.links:
            place = Place(file, link.place.line)
            _check_link(page, replace(link, place=place), addresses, names, problems)
        noted(problems, ("signs", file), page, partial(_check_signs, file, page))


def _check_signs(file: str, page: Page, problems: Problems) -> None:
    for line, text in text_lines(page.parts):
        for sign, what, advice in NOT_FOLLOWED:
            for match in sign.finditer(text):
                said = what.format(match[0])
                problems.add("html-removed", Place(file, line), said, advice)
        if NO_ALT.search(text):
            problems.add(
                "image-alt",
                Place(file, line),
                "the image has no alternative text.",
                "Say in the square brackets what it shows.",
            )


def say_removed(
    names: Iterable[str], parts: tuple[Part, ...], file: str, problems: Problems
) -> None:
    """Say of tags and attributes that cleaning took away where they stand in a file."""
    for name in names:
        problems.add(
            "html-removed",
            Place(file, _line_of(parts, name)),
            f"{name} is not on the safe list.",
            "Write it in Markdown; scripts, styles, forms and frames are never published.",
        )


def _line_of(parts: tuple[Part, ...], name: str) -> int:
    """The line on which a removed tag or attribute stands, as well as it can be found."""
    mark = name.rstrip(">").rstrip("=").lower()
    return next((number for number, line in text_lines(parts) if mark in line.lower()), 1)


def _check_link(
    page: Page, link: Link, addresses: Addresses, names: list[str], problems: Problems
) -> None:
    if is_outside(link.target):
        if link.image:
            problems.add(
                "link-missing",
                link.place,
                f"the image {link.target} lies outside the toolkit.",
                "Copy it beside the page; nothing is fetched from the network.",
            )
        elif not link.target.lower().startswith(SAFE_SCHEMES):
            problems.add(
                "link-missing",
                link.place,
                f"a link cannot begin with {link.target.partition(':')[0]}:.",
                "Use https:, http: or mailto:, or a relative path.",
            )
        return
    if not link.target or addresses.find(page.path, link.target):
        if not link.target:
            problems.add("link-missing", link.place, "the link is empty.", "Say where it leads.")
        return
    here = posixpath.dirname(page.path)
    near = nearest(link.target.partition("#")[0], [posixpath.relpath(name, here) for name in names])
    noun = "image" if link.image else "link"
    problems.add("link-missing", link.place, f"the {noun} {link.target} leads nowhere.", near)
