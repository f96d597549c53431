"""Two small sheets with every kind of field, for tests of every form; the second takes over."""

from __future__ import annotations

from pathlib import Path

from tests.toolkits import loaded, tiny

from sessionpress.content.model import Sheet, Toolkit

EVERYTHING = """\
title: Everything <& more>
who: country
summary: One field of each kind.
profile: yes
fields:
  - {id: country, kind: member, label: Country, required: yes}
  - {id: name, kind: text, label: Name of the service, help: As people say it., limit: 20,
     example: Birth papers}
  - {id: story, kind: long-text, label: What happens, lines: 3, required: yes}
  - {id: visits, kind: number, label: Visits, min: 0, max: 99}
  - {id: since, kind: date, label: Since}
  - {id: pace, section: Pace, kind: choice, label: The pace is,
     options: [Too slow, {id: fine, text: Just right}, Too fast]}
  - {id: groups, kind: choices, label: For whom, options: [Women, Men, Children]}
  - {id: lead-one, section: Leadership, kind: scale, label: They lead.,
     levels: [Never, Rarely, Often]}
  - {id: lead-two, kind: scale, label: They follow up., levels: [Never, Rarely, Often]}
  - {id: middle, kind: computed, label: In the middle, compute: "median(lead-one, lead-two)"}
  - id: steps
    section: Work
    kind: table
    label: Steps
    rows: 3
    columns:
      - {id: step, label: Step}
      - {id: cost, label: Cost, kind: number, min: 0}
      - {id: fees, label: Fees, kind: number}
      - {id: all, label: In all, kind: computed, compute: "sum(cost, fees)"}
      - {id: size, label: Size, kind: choice, options: [low, high]}
      - {id: by, label: By, kind: date}
      - {id: where, label: Where, kind: member}
  - id: fixed
    kind: table
    label: Channels
    rows: [Counter, Telephone]
    columns:
      - {id: used, label: How often used}
  - {id: total, kind: computed, label: All costs, compute: "sum(steps.cost)"}
"""

PLAN = """\
title: Plan
who: country
orientation: landscape
fields:
  - {id: country, kind: member, label: Country, from: everything.country, required: yes}
  - {id: what, kind: long-text, label: What changes, from: everything.story}
  - {id: level, kind: scale, label: Level, levels: [Never, Rarely, Often],
     from: everything.lead-one}
  - id: work
    kind: table
    label: Work
    from: everything.steps
    rows: 2
    columns:
      - {id: step, label: Step}
      - {id: by, label: By, kind: date}
      - {id: owner, label: Owner}
"""

REVIEW = """\
title: Review
who: person
fields:
  - {id: country, kind: member, label: Country, from: plan.country}
  - {id: what, kind: text, label: What changed, from: plan.what}
"""

FILES = {
    "exercises/card-sort/everything.yml": EVERYTHING,
    "exercises/card-sort/plan.yml": PLAN,
    "exercises/card-sort/review.yml": REVIEW,
    "data/places.csv": (
        "code,name,kind,joined,slug,source,date\n"
        "AAA,Alland,member,2020-01-01,,Its treaty,2030-01\n"
        "BBB,Bérénice & Co <island>,member,2020-01-01,,Its treaty,2030-01\n"
        "WLD,World,world,,,Computed,2030-01\n"
    ),
}


def with_sheets(root: Path) -> Toolkit:
    """The tiny toolkit with the sheets `everything`, `plan` (from it) and `review` (from both)."""
    return loaded(tiny(root, FILES))


def sheet_of(toolkit: Toolkit, name: str) -> Sheet:
    """A sheet that must be there."""
    sheet = toolkit.sheet(name)
    assert sheet is not None
    return sheet
