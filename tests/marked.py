"""A toolkit that is as small as one can be that holds everything, and what is hidden in it.

Two sessions, an exercise with a sheet, figures of two places, a glossary, sources, an event. What
participants must never read carries a word of its own, so that every output can be searched for it.
"""

from collections.abc import Mapping
from pathlib import Path

HIDDEN = {
    "notes of a page": "QUAGGA",
    "notes in a talk": "VICUNA",
    "notes in an activity": "OKAPI",
    "notes in a case": "KUDU",
    "notes in a question": "DIKDIK",
    "notes of an exercise": "GERENUK",
    "notes of a document": "TAMARAW",
    "title of notes": "MARKHOR",
    "table in notes": "BONGO",
    "picture in notes": "NILGAI",
    "link in notes": "SAOLA",
    "answer of a page": "CHAMOIS",
    "answer in a talk": "GAZELLE",
    "answer to a question": "IMPALA",
    "slide of a page": "TAPIR",
    "title of a slide": "SITATUNGA",
    "slide in an activity": "PUDU",
}
"""Word -> where it stands: only facilitators may find it."""

SHARED = "ADDAX"
"""Stands in an answer that participants may unfold."""

STRANGER = "THYLACINE"
"""Stands in settings, templates and hooks that lie in the toolkit: content may bring none."""

TOOLKIT = """\
id: tiny
title: Tiny toolkit
subtitle: Two sessions and an exercise
edition: "3"
date: 2030-03-01
language: en
publisher: Ministry of Small Things
notice: Made for trying out. CC BY-SA 4.0.
event: spring
home-edition: "2028"
update-edition: "2030"
chart-indicator: survey.reach
chart-parts: [survey.reach, survey.skill]
chart-group: ALL
outcomes:
  - {id: see, text: See what is there.}
  - {id: act, text: Act on it.}
"""

FIRST = """\
---
title: What is there
session: 1
summary: Participants look at what they have before they plan.
objectives:
  - {id: s1-read, text: Read a card., outcome: see}
gives: [card]
sources: [atlas]
---

A session begins with an opening page. It names [the second page](10-count.md#two-ways).

/// notes
- **Say** QUAGGA to the room.
///
"""

COUNT = """\
---
title: Count & compare
summary: Two ways to count <things>.
---

Counting is the work of many; coordination makes it one figure. North reaches
{{ survey.reach.NOR.2028 }} [@atlas, p. 4].

## Two ways

/// talk | Counting by hand
    minutes: 20
    shortest: 10
    objectives: [s1-read]

Everybody counts what lies on the table, then the figures are put together.

//// notes
Hold up the VICUNA first.
////

//// answer
There are nine of them, says the GAZELLE.
////
///

![A square with a word](picture.svg)

/// case | How the North counted
    country: NOR
    source: atlas
    as-of: 2029

The North counted twice and published both figures [@atlas].

//// notes
Leave the KUDU for the break.
////
///

/// discussion | Which count do you trust?
    minutes: 5
    objectives: [s1-read]

Say why.
///

/// slide | The SITATUNGA counts
One TAPIR, one vote.
///

## How they compare

/// chart | Reach over time
    table: survey
    show: trend
    indicator: reach
    places: [NOR, SOU]

Both grew.
///

/// keypoint
Count before you plan.
///

/// answer
    shared: yes

You may compare with the ADDAX.
///

/// answer
The CHAMOIS is never shown.
///

/// question | Which figure is right?
    objective: s1-read
    form: A

- [ ] The first figure
- [x] The second figure
- [ ] Neither of them

//// notes
Read it out like a DIKDIK.
////

//// answer
Because of the IMPALA.
////
///

/// question | What comes first?
    objective: s1-read
    form: B

- [x] To look
- [ ] To count
///

/// notes | For the MARKHOR
Table: What the BONGO eats

| What | When |
|---|---|
| Grass | At noon |

![The NILGAI](picture.svg) and [a SAOLA](20-ağaç.md).
///
"""

TREE = """\
---
title: The tree (ağaç)
---

A file name may hold letters of any script. Glossary words such as baseline are explained.
"""

SECOND = """\
---
title: What to do
session: 2
status: outline
summary: Participants decide who does what.
objectives:
  - {id: s2-map, text: Map who must act., outcome: act}
needs: [card]
---

Take your card with you.
"""

MAP = """\
---
title: Who must act
---

/// activity | Map the room
    exercise: mapping

Draw who must act, and who waits.

//// notes
Whisper OKAPI.
////

//// slide | Together
PUDU in the corner.
////
///

/// discussion | What is missing
    minutes: 10
    objectives: [s2-map]
    group: plenary

Whom did nobody draw?
///
"""

EXERCISE = """\
---
title: Mapping
summary: Find out who must act.
objectives: [s2-map]
minutes: 15
shortest: 10
group: tables
materials: ["2 per table: pens"]
---

## Steps

1. **5 min** Draw.
2. **10 min** Compare what you drew.

/// notes
Watch for the GERENUK.
///

## What good looks like

Nobody is forgotten.

## Debrief

What surprised you?

## Without power

Draw in the sand.

## Online

Draw on a shared board.
"""

SHEET = """\
title: The card
who: country
summary: What you saw.
fields:
  - {id: place, kind: text, label: Place that you know, section: The place}
  - {id: reason, kind: long-text, label: Reason for the figure, lines: 3}
  - {id: level, kind: scale, label: Level that you can show, levels: [none, some, all]}
  - {id: tools, kind: choices, label: Tools in use, options: [Paper, Screen]}
  - id: actors
    kind: table
    label: Actors around the table
    rows: 2
    columns:
      - {id: who, label: Who acts}
      - {id: when, label: When they act}
"""

EVENT = """\
title: Spring course
place: Training centre
time-zone: Etc/UTC
participants: 8
countries: 2
days:
  - date: 2030-03-04
    start: "09:00"
    end: "11:00"
    fixed:
      - {at: "10:00", minutes: 15, title: Break}
    slots:
      - {session: 1, from: "09:00", to: "09:30"}
      - {session: 2, from: "09:30", to: "11:00"}
"""

TABLES = """\
survey:
  title: Survey of small things
  file: survey.csv
  source: atlas
  indicators:
    reach: {label: Reach index, short: Reach, decimals: 2, min: 0, max: 1}
    skill: {label: Skill index, short: Skill, decimals: 2, min: 0, max: 1}
"""

SURVEY = """\
place,edition,reach,skill,source,date,status
NOR,2028,0.51,0.40,Atlas,2029-01,verified
NOR,2030,0.62,0.45,Atlas,2031-01,verified
SOU,2028,0.31,0.60,Atlas,2029-01,verified
SOU,2030,0.42,0.65,Atlas,2031-01,verified
ALL,2028,0.41,0.50,Atlas,2029-01,verified
ALL,2030,0.52,0.55,Atlas,2031-01,verified
"""

PLACES = """\
code,name,kind,joined,slug,source,date
NOR,North,member,2001-01-01,north,Charter,2029-01
SOU,South,member,2001-01-01,south,Charter,2029-01
ALL,Mean of both,mean,,,Computed,2029-01
"""

SOURCES = """\
[
 {
  "id": "atlas",
  "type": "book",
  "title": "Atlas of small things",
  "author": [{"literal": "Office of Counting"}],
  "issued": {"date-parts": [[2029]]},
  "URL": "https://atlas.example/small"
 }
]
"""

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40">\
<rect width="40" height="40" fill="#258"/></svg>
"""

MARKED = {
    "mkdocs.yml": (
        f"site_name: {STRANGER}\nhooks: [hook.py]\nplugins: [{STRANGER.lower()}]\n"
        "extra: !!python/object/apply:os._exit [7]\n"
    ),
    "hook.py": f"raise SystemExit('{STRANGER}')\n",
    "overrides/main.html": STRANGER,
    "toolkit.yml": TOOLKIT,
    "modules/10-see/index.md": FIRST,
    "modules/10-see/10-count.md": COUNT,
    "modules/10-see/20-ağaç.md": TREE,
    "modules/10-see/picture.svg": PICTURE,
    "modules/20-act/index.md": SECOND,
    "modules/20-act/10-map.md": MAP,
    "exercises/mapping/index.md": EXERCISE,
    "exercises/mapping/card.yml": SHEET,
    "events/spring.yml": EVENT,
    "data/tables.yml": TABLES,
    "data/survey.csv": SURVEY,
    "data/places.csv": PLACES,
    "data/sources.json": SOURCES,
    "docs/index.md": """\
---
title: Tiny toolkit
summary: Everything, only smaller.
shows: home
---

Read it from beginning to end; it takes five minutes.
""",
    "docs/10-run.md": """\
---
title: Run it
door: facilitators
---

Come early.

/// notes
Bring the TAMARAW.
///
""",
    "docs/20-places/index.md": """\
---
title: The places
shows: members
---

Two places, side by side.
""",
    "docs/20-places/north.md": """\
---
title: North
country: NOR
---

It is cold there.
""",
    "docs/40-glossary.md": """\
---
title: Glossary
shows: glossary
---

Baseline
:   The value before work begins.

Coordination
:   Work that makes the work of others fit.
""",
    "docs/50-downloads.md": """\
---
title: Downloads
shows: downloads
door: participants
---

All files.
""",
    "docs/60-sources.md": """\
---
title: Sources
shows: sources
---

Where it comes from.
""",
}
"""The whole toolkit: path -> text."""

PAGES = (
    "index.html",
    "sessions/see/index.html",
    "sessions/see/count.html",
    "sessions/see/ağaç.html",
    "sessions/act/index.html",
    "sessions/act/map.html",
    "exercises/index.html",
    "exercises/mapping.html",
    "sheets/index.html",
    "sheets/card.html",
    "sheets/test-a.html",
    "sheets/test-b.html",
    "run.html",
    "places/index.html",
    "places/north.html",
    "glossary.html",
    "downloads.html",
    "sources.html",
    "events/spring.html",
    "terms.html",
)
"""Its pages in reading order."""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files by their paths; give the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def write_marked(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the marked toolkit, some of its files with another text; give its folder."""
    return write(folder, {**MARKED, **(changes or {})})
