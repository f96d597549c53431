"""Hand-ins as files, right and wrong, for tests that hold the browser against the command line."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from playwright.sync_api import Page
from tests.browsers import Firefox

from sessionpress.answers.cells import revision
from sessionpress.answers.gather import Collection, gather
from sessionpress.answers.model import Answers
from sessionpress.answers.report import findings_on_consent
from sessionpress.bind.handins import read_data
from sessionpress.content.model import Sheet, Toolkit

WRITTEN: Mapping[str, Sequence[Any]] = {
    "text": [
        "Birth papers",
        "  two  words\n",
        "=1+1",
        "<b>&amp;</b>",
        "x" * 90,
        7,
        True,
        "\u202eعربي",
    ],
    "long-text": ["One.\r\n\r\nTwo.\x07 ", "ünïcode e\u0301", "x" * 10_001, ["a", "b"]],
    "number": [
        "12",
        3.5,
        "٣٫٥",
        "1,234",
        "1,234,567",
        " 3,5 ",
        "many",
        -4,
        1e15,
        "১২",
        "1e3",
        None,
    ],
    "date": ["2030-03-04", "٢٠٣٠-٠٣-٠٤", "2030-02-30", "soon", "2030-03-04T10:00", "2030-3-4"],
    "choice": ["fine", "Just  right", "FINE", "too slow", "low", "Alland", "aaa", "no such", ""],
    "member": ["AAA", "alland", "Bérénice & Co <island>", "BBB", "Nowhere", 3],
    "choices": [["women", "Men"], "Women; children", "Women\nMen", ["x"], [], [1]],
    "scale": [1, "2", "٣", "3 - Often", "Rarely", 9, 1.5, "4x", "high", True],
    "computed": [1, "2"],
}
"""What may be written into a cell of each kind; much of it cannot be read."""


def answer_file(toolkit: Toolkit, sheet: Sheet, answers: Mapping[str, Any], **more: Any) -> bytes:
    """A file of answers as some program may have written it."""
    root: dict[str, Any] = {
        "format": "sessionpress-answers",
        "version": 1,
        "toolkit": toolkit.settings.id,
        "edition": toolkit.settings.edition,
        "saved": more.pop("saved", "2030-03-04T09:30:00Z"),
        "sheets": [{"sheet": sheet.id, "revision": revision(sheet), "answers": answers, **more}],
    }
    return json.dumps(root, ensure_ascii=False).encode()


def random_answers(sheet: Sheet, chance: random.Random) -> dict[str, Any]:
    """Something, or nothing, in each field; tables have more rows than are declared."""
    found: dict[str, Any] = {}
    for field in sheet.fields:
        if chance.random() < 0.25:
            continue
        if field.kind == "table":
            rows = chance.randint(1, len(field.rows) + 2)
            found[field.id] = [
                {
                    column.id: chance.choice(WRITTEN[column.kind])
                    for column in field.columns
                    if chance.random() < 0.7
                }
                for _row in range(rows)
            ]
        else:
            found[field.id] = chance.choice(WRITTEN[field.kind])
    if chance.random() < 0.2:
        found["no-such-field"] = "left out because nobody knows what it is, " * 2
    return found


def random_files(toolkit: Toolkit, chance: random.Random, count: int) -> dict[str, bytes]:
    """Files of any sheets, some saved twice, some cut off, some foreign."""
    files: dict[str, bytes] = {}
    for number in range(count):
        sheet = chance.choice(toolkit.sheets)
        more: dict[str, Any] = {}
        if chance.random() < 0.5:
            more = {
                "copy": chance.choice(["c1", "c2", ""]),
                "saved": chance.choice(["2030-03-04T09:30:00Z", "2030-03-05T09:30:00Z", ""]),
            }
        data = answer_file(toolkit, sheet, random_answers(sheet, chance), **more)
        files[f"f{number:02}.json"] = data
        if chance.random() < 0.2:
            files[f"f{number:02}-again.json"] = data
    return {**files, **dict(odd_files(toolkit))}


def odd_files(toolkit: Toolkit) -> Iterator[tuple[str, bytes]]:
    """Files that are wrong as a whole, or in a part."""
    sheet = toolkit.sheets[0]
    good = answer_file(toolkit, sheet, {"country": "AAA"})
    yield "cut.json", good[: len(good) // 2]
    lines = json.dumps(json.loads(good), indent=1).encode()
    yield from ((f"cut-{share}.json", lines[: len(lines) * share // 9]) for share in range(1, 9))
    yield "comma.json", lines.replace(b"}", b",}", 1)
    yield "list.json", b"[1, 2]"
    yield "latin.json", good.replace(b"AAA", b"\xe9")
    yield "mark.json", b"\xef\xbb\xbf" + good
    yield "newer.json", good.replace(b'"version": 1', b'"version": 2')
    yield "wordy.json", good.replace(b'"version": 1', b'"version": {}')
    yield "foreign.json", good.replace(b'"toolkit": "', b'"toolkit": "x')
    yield "sheetless.json", good.replace(b'"sheet": "', b'"sheet": "x')
    yield "empty.json", answer_file(toolkit, sheet, {})
    yield "older.json", answer_file(toolkit, sheet, {"country": "AAA"}, revision="00000000")
    yield "shapes.json", answer_file(toolkit, sheet, {"country": {"a": 1}, "__proto__": "x"})
    yield "none.json", b'{"format": "sessionpress-answers", "version": 1, "sheets": []}'
    yield "parts.json", b'{"format": "sessionpress-answers", "version": 1, "sheets": [3, {}]}'


def collected(toolkit: Toolkit, files: Mapping[str, bytes]) -> Collection:
    """What the command line makes of the files."""
    read = [read_data(name, data) for name, data in files.items()]
    findings = [one for some in read for one in some.findings]
    found = gather([one for some in read for one in some.handins], toolkit, findings)
    return replace(found, findings=(*found.findings, *findings_on_consent(found, toolkit)))


def told_by_command(toolkit: Toolkit, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The same as the browser tells it: values as written, everything that is said."""
    collection = collected(toolkit, files)
    return {
        "sheets": {name: [told(one) for one in some] for name, some in collection.by_sheet.items()},
        "findings": [
            [one.file, one.field, one.message, one.advice, one.left_out]
            for one in collection.findings
        ],
    }


def told(one: Answers) -> dict[str, Any]:
    """One hand-in as the browser tells it."""
    return {
        "file": one.file,
        "edition": one.handin.edition,
        "saved": one.handin.saved,
        "values": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in sorted(one.values.items())
        },
        "unread": dict(sorted(one.unread.items())),
    }


def told_in_browser(page: Page, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the page that collects, which is open in Chromium, makes of the files."""
    found: dict[str, Any] = json.loads(page.evaluate(IN_BROWSER, _in_base_64(files)))
    return found


def told_in_firefox(fox: Firefox, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The same in Firefox."""
    found: dict[str, Any] = json.loads(fox.run(f"({IN_BROWSER})({json.dumps(_in_base_64(files))})"))
    return found


def _in_base_64(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [(name, base64.b64encode(data).decode()) for name, data in files.items()]


IN_BROWSER = """async (files) => {
  const rules = window.sessionpressRules;
  const read = [];
  for (const [name, data] of files) {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    read.push(await window.sessionpressFiles.read(name, bytes));
  }
  const found = rules.gather(
    read.flatMap((one) => one.handins), read.flatMap((one) => one.findings));
  const sorted = (map) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({
    sheets: Object.fromEntries([...found.sheets].map(([id, some]) => [id, some.map((one) => ({
      file: one.file, edition: one.handin.edition, saved: one.handin.saved,
      values: sorted(one.values), unread: sorted(one.unread),
    }))])),
    findings: [...found.findings, ...rules.consentFindings(found)].map((one) =>
      [one.file, one.field, one.message, one.advice, one.leftOut]),
  });
}"""
"""The same in the browser, from [name, bytes in base 64] of each file, as JSON."""
