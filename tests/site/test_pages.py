"""What holds of every page of every site, read without a browser."""

import hashlib
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from tests.builds import Built, tree
from tests.marked import PAGES
from tests.site.pages import Seen, arrive, dead_links, is_outside, read, read_all

from sessionpress.render.templates import filesize, unbroken

pytestmark = pytest.mark.slow

PACKED = (".gz", ".br")
"""Endings of files that are packed beforehand, for servers alone."""

NOT_IN_ORDER = {"404.html", "search.html", "collect.html", "key.html"}
"""Pages that no other page comes before or after."""


def faults_of(seen: Seen) -> list[str]:
    """What is wrong with one page, links aside."""
    faults = list(seen.faults)
    faults += [f"id twice: {name}" for name in {*seen.ids} if seen.ids.count(name) > 1]
    if not re.fullmatch(r"[a-z]{2,3}(-\w+)*", seen.language):
        faults.append(f"no language: {seen.language!r}")
    if not seen.title.strip():
        faults.append("no title")
    levels = [level for level, _text in seen.headings]
    if levels.count(1) != 1 or levels[0] != 1:
        faults.append(f"its headings do not begin with its only h1: {levels}")
    faults += [
        f"heading level {above} is followed by {below}"
        for above, below in pairwise(levels)
        if below > above + 1
    ]
    faults += [
        f"a heading without words: h{level}" for level, text in seen.headings if not text.strip()
    ]
    faults += [f"a link without words: {address}" for address, text in seen.links if not text]
    faults += [
        f"not https: {address}"
        for address, _text in seen.links
        if is_outside(address) and not address.startswith(("https://", "http://", "mailto:"))
    ]
    faults += [
        f"taken from outside: {address}"
        for address in seen.files
        if is_outside(address) and address != "data:,"
    ]
    return faults


def test_every_page_is_sound(site: Path) -> None:
    found = {name: faults_of(seen) for name, seen in read_all(site).items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_every_link_leads_to_a_file_and_a_place_in_it(site: Path) -> None:
    pages = read_all(site)
    assert sum(len(seen.links) for seen in pages.values()) > 100
    assert list(dead_links(site, pages)) == []


def test_no_two_pages_have_the_same_title(site: Path) -> None:
    titles = [seen.title for seen in read_all(site).values()]
    assert sorted(title for title in {*titles} if titles.count(title) > 1) == []


def test_next_leads_through_all_pages_and_back_leads_the_same_way(site: Path) -> None:
    pages = read_all(site)
    way = ["index.html"]
    while following := pages[way[-1]].named.get("next"):
        way.append(arrive(way[-1], following)[0])
    back = [way[-1]]
    while before := pages[back[-1]].named.get("prev"):
        back.append(arrive(back[-1], before)[0])
    assert back == way[::-1]
    assert sorted(way) == sorted({*pages} - NOT_IN_ORDER)


def test_the_order_is_that_of_the_folders(marked: Built) -> None:
    pages = read_all(marked.site)
    way = ["index.html"]
    while following := pages[way[-1]].named.get("next"):
        way.append(arrive(way[-1], following)[0])
    assert tuple(way) == PAGES


def test_the_search_page_leads_to_every_page(site: Path) -> None:
    pages = read_all(site)
    listed = {arrive("search.html", address)[0] for address, _text in pages["search.html"].links}
    # The index of terms is listed by its parts where it has any.
    assert sorted(listed - NOT_IN_ORDER - {"terms.html"}) == sorted(
        {*pages} - NOT_IN_ORDER - {"terms.html"}
    )


def test_the_index_of_the_search_leads_to_places_that_are_there(site: Path) -> None:
    script = (site / "assets" / "search-index.js").read_text(encoding="utf-8")
    assert "<" not in script
    data = json.loads(script.removeprefix("var sessionpressIndex = ").rstrip().rstrip(";"))
    _groups, sizes, rows = data
    pages = read_all(site)
    texts = [one for number in range(len(sizes)) for one in texts_of(site, number)]
    assert {row[0] for row in rows} == {
        name for name in {*pages} - NOT_IN_ORDER if name.partition("/")[0] != "terms"
    } - {"terms.html"}
    for (address, title, _group, *cut), passages in zip(rows, texts, strict=True):
        seen = pages[arrive("search.html", address)[0]]
        assert seen.headings[0][1] == title
        said = [" ".join(one.split()) for _level, one in seen.headings]
        assert {*cut[1::2]} <= {*said}
        assert {*filter(None, cut[::2])} <= {*seen.ids}
        assert len(passages) == 1 + len(cut) // 2
        words = " ".join(seen.text.split())
        assert all(word in words for text in passages for word in text.split()), address


def texts_of(site: Path, number: int) -> list[list[str]]:
    """A file of texts: by page, the texts below each heading."""
    script = (site / "assets" / f"search-text-{number}.js").read_text(encoding="utf-8")
    assert "<" not in script
    found: list[list[str]] = json.loads(script.partition(" = ")[2].rstrip().rstrip(";"))
    return found


def test_checksums_hold_for_every_file_of_a_site(site: Path) -> None:
    files = tree(site)
    sums = files.pop("SHA256SUMS").decode()
    assert sums == "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    )


def test_a_file_to_take_away_is_offered_with_its_size(site: Path) -> None:
    offered = {
        arrive("downloads.html", address)[0]
        for address, _text in read(site / "downloads.html").links
        if "downloads/" in address
    }
    there = {
        path.relative_to(site).as_posix()
        for path in (site / "downloads").iterdir()
        if path.is_file() and path.suffix not in PACKED
    }
    assert offered == there
    page = (site / "downloads.html").read_text()
    for name in there:
        size = unbroken(filesize((site / name).stat().st_size))
        assert re.search(rf'href="{re.escape(name)}".*?>{re.escape(size)}<', page), (name, size)


def test_each_page_has_its_pdf_beside_it_and_leads_to_it(marked: Built) -> None:
    for name, seen in read_all(marked.site).items():
        own = name.removesuffix("html") + "pdf"
        leads = {arrive(name, address)[0] for address, _text in seen.links}
        # A sheet has a form to fill in its place; lists that grow are printed as a whole.
        printed = name not in {*NOT_IN_ORDER, "index.html", "downloads.html", "terms.html"}
        printed = printed and not name.startswith("sheets/")
        assert (marked.site / own).is_file() == printed, own
        assert (own in leads) == printed, own


def test_the_page_for_missing_addresses_needs_no_address(site: Path) -> None:
    page = read(site / "404.html")
    assert [address for address, _text in page.links] == ["./", "../", "../../"]
    assert (page.files, page.faults) == (["data:,"], [])


def test_the_bundle_is_the_site_with_a_page_to_start_from(site: Path, tmp_path: Path) -> None:
    (bundle,) = (site / "downloads").glob("*.zip")
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path)
    (root,) = tmp_path.iterdir()
    assert root.name == bundle.stem
    inside, outside = tree(root), tree(site)
    sums = inside.pop("SHA256SUMS").decode()
    assert sums == "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(inside.items())
    )
    start = inside.pop("START-HERE.html")
    assert b"<h1>" in start
    # What is different knows of the bundle; what is missing is for servers, or beside the site.
    different = {"downloads.html", "sw.js"} & outside.keys()
    for name in ("SHA256SUMS", f"downloads/{bundle.name}"):
        del outside[name]
    outside = {name: data for name, data in outside.items() if not name.endswith(PACKED)}
    hosting = {name for name in inside if name.startswith("hosting/")}
    assert bool(hosting) == (site.name == "site")
    assert inside.keys() - hosting == {f"site/{name}" for name in outside}
    for name in outside.keys() - different:
        assert inside[f"site/{name}"] == outside[name], name
    pages = read_all(root)
    del pages["site/404.html"]
    assert list(dead_links(root, pages)) == []
    assert faults_of(pages["START-HERE.html"]) == []
    leads = {arrive("START-HERE.html", address)[0] for address, _ in pages["START-HERE.html"].links}
    books = {
        f"site/{name}"
        for name in outside
        if re.fullmatch(r"downloads/((?!-(agenda|pack)-)[^/])*\.pdf", name)
    }
    assert leads == {"site/index.html", *books}
