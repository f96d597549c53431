"""What stands beside a site: the same bytes each time, true, and in forms that others read."""

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from jinja2 import Environment
from tests.builds import ROOT
from tests.toolkits import base_text, loaded, tiny

from sessionpress.compose import PARTICIPANT, Edition, compose
from sessionpress.hosting import Materials, hosting_files
from sessionpress.hosting.facts import MEDIA, UNKNOWN, media_type
from sessionpress.hosting.packed import compressed
from sessionpress.hosting.sbom import bill_of_materials, pins
from sessionpress.hosting.server import HEADERS, POLICY, server_files
from sessionpress.hosting.worker import kept, offline_copy, worker
from sessionpress.render.templates import make_environment

pytestmark = pytest.mark.usefixtures("silence")

SAID = """\
abstract: "Cards & figures: a \\"small\\" course."
keywords: [cards, figures]
audience: Officials
licence: CC-BY-4.0
licence-url: https://example.org/by
contact: office@example.org
"""
FILES = {
    "index.html": b"<h1>Home</h1>" * 50,
    "404.html": b"<h1>Nothing</h1>",
    "a b.html": b"<h1>Spaced</h1>",
    "assets/site.css": b"a { color: red }\n" * 20,
    "assets/search.js": b"'use strict';\n" * 20,
    "pictures/one.webp": b"RIFF",
    "downloads/tiny.pdf": b"%PDF-1.7 one",
    "downloads/tiny.html": b"<h1>One file</h1>",
    "downloads/sheets/card.pdf": b"%PDF-1.7 two",
}
LOCK = """\
# Made by hand.
click==0.0.1 \\
    --hash=sha256:aa
    # via somebody
{name}=={version} ; python_version < "99" \\
    --hash=sha256:{one} \\
    --hash=sha256:{two}
no-such-package-anywhere==1.0 \\
    --hash=sha256:{one}
"""
ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def environment() -> Environment:
    """The templates of this house."""
    return make_environment(ROOT / "overrides")


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """The participants' edition of the tiny toolkit, with all that catalogues are told."""
    folder = tiny(tmp_path / "told", {"toolkit.yml": base_text("toolkit.yml") + SAID})
    return compose(loaded(folder), PARTICIPANT, "en")


@pytest.fixture
def silent_edition(tmp_path: Path) -> Edition:
    """The same of a toolkit that tells catalogues nothing."""
    return compose(loaded(tiny(tmp_path / "silent")), PARTICIPANT, "en")


def fonts() -> dict[str, bytes]:
    """The fonts of this house."""
    return {path.name: path.read_bytes() for path in (ROOT / "overrides/fonts").glob("*.woff2")}


def lock() -> str:
    """A lock with a package that is here, one that is here in another version, and a stranger."""
    version = next(
        pin.version
        for pin in pins((ROOT / "locks/build.txt").read_text())
        if pin.name == "markupsafe"
    )
    return LOCK.format(name="markupsafe", version=version, one=ONE, two=TWO)


# ---------------------------------------------------------------- packed files


def test_words_are_packed_twice_and_give_the_same_words_again() -> None:
    packed = compressed(FILES)
    assert gzip.decompress(packed["index.html.gz"]) == FILES["index.html"]
    assert brotli.decompress(packed["index.html.br"]) == FILES["index.html"]
    assert packed["index.html.gz"][4:8] == bytes(4), "a time stands in it"
    assert packed == compressed(dict(reversed(FILES.items())))


def test_only_words_are_packed_and_only_when_that_makes_them_smaller() -> None:
    assert sorted(compressed({**FILES, "tiny.txt": b"a"})) == [
        *("assets/search.js.br", "assets/search.js.gz", "assets/site.css.br"),
        *("assets/site.css.gz", "index.html.br", "index.html.gz"),
    ]


def test_a_file_is_packed_again_only_when_its_words_changed() -> None:
    kept: dict[str, bytes] = {}

    def keep(name: str, make: Callable[[], bytes]) -> bytes:
        if name not in kept:
            kept[name] = make()
        return kept[name]

    packed = compressed(FILES, keep)
    before = set(kept)
    assert compressed(FILES, keep) == packed == compressed(FILES)
    assert set(kept) == before
    edited = {**FILES, "index.html": FILES["index.html"] + b"<p>More.</p>"}
    assert compressed(edited, keep) == compressed(edited)
    assert len(set(kept) - before) == 2


# ---------------------------------------------------------------- the worker


def test_an_offline_copy_holds_pages_styles_and_scripts_but_nothing_to_take_away() -> None:
    assert [*kept({**FILES, "sw.js": b"old"})] == [
        *("a b.html", "assets/search.js", "assets/site.css", "index.html"),
    ]
    copy = offline_copy(FILES)
    assert copy.pages == 2
    assert 100 < copy.bytes < sum(map(len, FILES.values()))


def test_the_worker_changes_with_what_it_keeps_and_only_then(environment: Environment) -> None:
    first = worker(FILES, environment)
    assert b'"a%20b.html"' in first
    assert worker({**FILES, "sw.js": first, "downloads/tiny.pdf": b""}, environment) == first
    assert worker({**FILES, "index.html": b"new"}, environment) != first


# ---------------------------------------------------------------- settings and notes


def test_settings_have_every_header_and_no_words_of_templates(
    edition: Edition, environment: Environment
) -> None:
    made = {name: data.decode() for name, data in server_files(edition, environment, FILES).items()}
    for name, text in made.items():
        assert "{{" not in text, name
        assert "{%" not in text, name
        assert "&#39;" not in text, name
        assert text.endswith("\n"), name
        assert not text.endswith("\n\n"), name
    for name in ("nginx.conf", "apache.conf", "htaccess.txt", "headers.txt", "SECURITY.md"):
        for header, value in HEADERS:
            assert header in made[name]
            assert value in made[name]
    for ending, kind in MEDIA.items():
        assert f"{kind} " in made["nginx.conf"]
        assert f"AddType {kind} " in made["apache.conf"], ending


def test_the_note_on_security_lists_the_scripts_and_says_where_to_report(
    edition: Edition, silent_edition: Edition, environment: Environment
) -> None:
    note = server_files(edition, environment, FILES)["SECURITY.md"].decode()
    digest = hashlib.sha256(FILES["assets/search.js"]).hexdigest()[:16]
    assert f"| `assets/search.js` | 280 | `{digest}` |" in note
    assert "office@example.org" in note
    assert "service worker" not in note
    with_worker = server_files(edition, environment, {**FILES, "sw.js": b""})
    assert "service worker" in with_worker["SECURITY.md"].decode()
    silent = server_files(silent_edition, environment, FILES)["SECURITY.md"].decode()
    assert "Write to the institution from which you received this folder" in silent


def test_the_guide_for_hosts_tells_the_policy_that_we_ship() -> None:
    guide = " ".join((ROOT / "docs/70-guides/hosting.md").read_text().split())
    assert POLICY in guide


# ---------------------------------------------------------------- records


def everything(edition: Edition, environment: Environment) -> dict[str, bytes]:
    """All files of hosting/."""
    titles = {"downloads/tiny.pdf": "Tiny toolkit"}
    return hosting_files(edition, environment, FILES, Materials(lock(), fonts()), titles)


def test_the_same_site_gives_the_same_files(edition: Edition, environment: Environment) -> None:
    first = everything(edition, environment)
    assert first == everything(edition, make_environment(ROOT / "overrides"))
    assert sorted(first) == [
        *("README.md", "SECURITY.md", "apache.conf", "catalogue-record.csv"),
        *("catalogue-record.json", "catalogue-record.txt", "headers.txt", "htaccess.txt"),
        *("manifest.json", "nginx.conf", "sbom.cdx.json", "sw-kill.js"),
    ]


def test_the_manifest_lists_what_can_be_taken_away_with_its_checksum(
    edition: Edition, environment: Environment
) -> None:
    told = json.loads(everything(edition, environment)["manifest.json"])
    assert (told["edition"], told["date"], told["languages"]) == ("2030.1", "2030-03-01", ["en"])
    assert told["reader"] == "participant"
    assert told["site"]["pages"] == 4
    assert [one["file"] for one in told["downloads"]] == [
        *("downloads/sheets/card.pdf", "downloads/tiny.html", "downloads/tiny.pdf"),
    ]
    assert told["downloads"][2] == {
        "file": "downloads/tiny.pdf",
        "title": "Tiny toolkit",
        "type": "application/pdf",
        "bytes": 12,
        "sha256": hashlib.sha256(FILES["downloads/tiny.pdf"]).hexdigest(),
    }


def test_the_record_says_the_same_in_three_forms(
    edition: Edition, environment: Environment
) -> None:
    made = everything(edition, environment)
    told = json.loads(made["catalogue-record.json"])
    assert told["abstract"] == 'Cards & figures: a "small" course.'
    assert told["subject"] == ["cards", "figures"]
    assert told["license-url"] == "https://example.org/by"
    rows = [*csv.reader(io.StringIO(made["catalogue-record.csv"].decode("utf-8-sig")))]
    assert rows[0] == ["field", "value"]
    assert [value for name, value in rows if name == "subject"] == ["cards", "figures"]
    assert {name for name, _value in rows[1:]} == {*told}
    text = made["catalogue-record.txt"].decode()
    assert "Keywords: cards; figures\n" in text
    assert "HTML: 1 file" in text
    assert len(text.splitlines()) == len(told)


def test_what_nobody_told_is_left_out_of_the_record(
    silent_edition: Edition, environment: Environment
) -> None:
    told = json.loads(everything(silent_edition, environment)["catalogue-record.json"])
    assert not {"subject", "audience", "license", "contact"} & {*told}
    assert told["title"] == "Tiny toolkit"


# ---------------------------------------------------------------- the list of parts


def test_the_list_of_parts_follows_the_schema_of_cyclonedx(edition: Edition) -> None:
    real = (ROOT / "locks/build.txt").read_text()
    bill = bill_of_materials(edition, real, fonts(), {"assets/search.js": b"x"})
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill.decode()) is None
    told = json.loads(bill)
    assert told["metadata"]["timestamp"] == "2030-03-01T00:00:00+00:00"
    by_name = {one["name"]: one for one in told["components"]}
    assert all(one.get("licenses") for one in by_name.values()), "a licence is not known"
    assert by_name["weasyprint"]["scope"] == "excluded"
    assert by_name["search.js"]["scope"] == "required"
    for name, data in fonts().items():
        assert by_name[name]["licenses"] == [{"license": {"id": "OFL-1.1"}}]
        assert by_name[name]["hashes"][0]["content"] == hashlib.sha256(data).hexdigest()


def test_packages_count_that_are_here_in_the_version_of_the_lock(edition: Edition) -> None:
    told = json.loads(bill_of_materials(edition, lock(), {}, {}))
    assert [one["name"] for one in told["components"]] == ["markupsafe", "sessionpress"]
    (files,) = told["components"][0]["externalReferences"]
    assert [one["content"] for one in files["hashes"]] == [ONE, TWO]


def test_a_lock_is_read_with_its_conditions_and_comments() -> None:
    names = [(pin.name, len(pin.hashes)) for pin in pins(lock())]
    assert names == [("click", 0), ("markupsafe", 2), ("no-such-package-anywhere", 1)]
    real = (ROOT / "locks/build.txt").read_text()
    assert len(pins(real)) == len(re.findall(r"^[a-z0-9-]+==", real, re.M)) > 50
    assert all(pin.hashes for pin in pins(real))


def test_other_parts_give_another_number(edition: Edition) -> None:
    number = json.loads(bill_of_materials(edition, lock(), {}, {}))["serialNumber"]
    other = json.loads(bill_of_materials(edition, lock(), {}, {"a.js": b""}))["serialNumber"]
    assert number.startswith("urn:uuid:")
    assert number != other


def test_every_type_is_known_or_said_to_be_unknown() -> None:
    assert media_type("a/B.EPUB") == "application/epub+zip"
    assert media_type("a/b.zim") == "application/x-zim"
    assert media_type("a/b.nothing-at-all") == UNKNOWN
