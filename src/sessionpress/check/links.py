"""Rules on links and images: everything that is pointed to is there."""

from __future__ import annotations

import posixpath
import re

from sessionpress.content.model import Link, Page, Toolkit
from sessionpress.content.refer import Addresses, is_outside
from sessionpress.content.scan import text_lines
from sessionpress.problems import Place, Problems, nearest

OWN_MARKUP = re.compile(r"<(?P<tag>a|img|/?sp-block)(?=[\s/>]|$)", re.IGNORECASE)
NO_ALT = re.compile(r"!\[[ \t]*\][(\[]")
SAFE_SCHEMES = ("https:", "http:", "mailto:")


def check_links(toolkit: Toolkit, problems: Problems) -> None:
    """Internal links lead to files that exist; images have alternative text."""
    addresses = Addresses(toolkit)
    names = [page.path for page in toolkit.pages] + [one.path for one in toolkit.assets]
    for page in toolkit.pages:
        for link in page.links:
            _check_link(page, link, addresses, names, problems)
        for line, text in text_lines(page.parts):
            for match in OWN_MARKUP.finditer(text):
                problems.add(
                    "html-removed",
                    Place(page.path, line),
                    f"<{match['tag']}> is written in HTML, which is not followed.",
                    "Write links as [text](target) and images as ![text](target).",
                )
            if NO_ALT.search(text):
                problems.add(
                    "image-alt",
                    Place(page.path, line),
                    "the image has no alternative text.",
                    "Say in the square brackets what it shows.",
                )


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
