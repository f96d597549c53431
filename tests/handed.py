"""Files that people hand in, for tests of collecting; the sheets are those of tests/sheets.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.sheets import FILES, sheet_of
from tests.toolkits import loaded, tiny

from sessionpress.answers.cells import revision
from sessionpress.answers.file import FORMAT, VERSION, read_json
from sessionpress.answers.gather import Collection, gather
from sessionpress.content.model import Toolkit

REPORT = """\
title: Report of the course
subtitle: A draft
intro: In the words of those who wrote it.
consent:
  - {field: everything.pace, allows: [fine, too-slow]}
sections:
  - {title: Stories, text: As written., show: answers, of: [everything.name, everything.story]}
  - {title: Plans, show: side-by-side, of: [plan.what, plan.level, plan.work]}
  - {title: Matched, show: match, asks: everything.steps, offers: everything.steps, by: size}
  - {title: Groups, show: common, of: [everything.groups, everything.steps.size], chart: yes,
     to-write: ["What do they share?"]}
  - {title: Levels, show: counts, of: [everything.lead-one]}
  - title: Dates
    show: dates
    dates:
      - {date: everything.since, what: [everything.name], as: Since}
      - {date: everything.steps.by, what: [everything.steps.step, everything.steps.cost], as: Step}
  - {title: Capability, show: profile, sheet: everything}
  - {title: Nameless, show: answers, of: [note.word]}
"""

NOTE = """\
title: Note
who: person
fields:
  - {id: word, kind: text, label: One word}
"""

PLACES = (
    "code,name,kind,joined,slug,source,date\n"
    "AAA,Alland,member,2020-01-01,,Its treaty,2030-01\n"
    "ZZZ,Zedland,member,2020-01-01,,Its treaty,2030-01\n"
    "BBB,Beeland,member,2020-01-01,,Its treaty,2030-01\n"
    "MMM,Emland,member,2020-01-01,,Its treaty,2030-01\n"
    "CCC,Ceeland,member,2020-01-01,,Its treaty,2030-01\n"
    "WLD,World,world,,,Computed,2030-01\n"
)
"""Members in an order that no alphabet has."""


def write_toolkit(root: Path, report: str | None = REPORT) -> Path:
    """A tiny toolkit with sheets, five members and, unless it is None, a report."""
    files = {
        **FILES,
        "exercises/card-sort/note.yml": NOTE,
        "data/places.csv": PLACES,
        **({"report.yml": report} if report else {}),
    }
    return tiny(root, files)


def toolkit_with_report(root: Path, report: str | None = REPORT) -> Toolkit:
    """The same, loaded."""
    return loaded(write_toolkit(root, report))


def handed(
    toolkit: Toolkit, sheet: str, answers: Mapping[str, object], /, **about: object
) -> bytes:
    """A file of answers; `about` replaces what it says of itself: toolkit, saved, copy, ..."""
    one = {
        "sheet": sheet,
        "revision": revision(sheet_of(toolkit, sheet)) if toolkit.sheet(sheet) else "",
        "copy": about.pop("copy", ""),
        "answers": answers,
        **({"revision": about.pop("revision")} if "revision" in about else {}),
    }
    root = {
        "format": FORMAT,
        "version": VERSION,
        "toolkit": toolkit.settings.id,
        "edition": toolkit.settings.edition,
        "saved": "2030-03-04T09:30:00Z",
        "sheets": [one],
        **about,
    }
    return json.dumps(root, ensure_ascii=False).encode()


def gathered(toolkit: Toolkit, files: Mapping[str, bytes]) -> Collection:
    """Read files of answers and put them together."""
    read = [read_json(name, data) for name, data in files.items()]
    handins = [one for found, _said in read for one in found]
    return gather(handins, toolkit, [one for _found, said in read for one in said])


def said(collection: Collection) -> list[str]:
    """Everything that was said, as people read it."""
    return [str(one).strip() for one in collection.findings]
