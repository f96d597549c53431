"""From folders to a toolkit: headers, exercises lent to sessions, terms, order."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.toolkits import CARDS, EXERCISE, SESSION, base_text, changed, found, loaded, page, tiny

from sessionpress.content.load import block_ids
from sessionpress.content.model import Block, Imprint, TimedOptions
from sessionpress.schema import Material

pytestmark = pytest.mark.usefixtures("silence")


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: Page\n---\n",
        "--- \ntitle: Page\n---  \n",
        "---\n\ntitle: Page\n\n---\n",
        "---\n# A remark\ntitle: Page # and another\n---\n",
        "---\ntitle: >-\n  Page\n---\n",
        "---\ntitle: 'Page'\nsummary: |\n  One\n  two --- three\n---\n",
        "---\n{title: Page}\n---\n",
        "---\ntitle: Page\n---",
    ],
)
def test_a_header_is_read_in_every_usual_form(header: str, tmp_path: Path) -> None:
    toolkit = loaded(tiny(tmp_path, {"docs/page.md": header}))
    assert [one.title for one in toolkit.docs if one.path == "docs/page.md"] == ["Page"]


def test_a_line_of_hyphens_in_the_text_does_not_belong_to_the_header(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/page.md": "---\ntitle: Page\n---\n\nOne\n\n---\n\nTwo\n"})
    assert found(folder) == []


def test_scalars_stay_as_they_were_written(tmp_path: Path) -> None:
    """YAML would make a truth of NO, a number of 10:45 and a float of 2030.10."""
    toolkit = loaded(tiny(tmp_path, {"toolkit.yml": changed("toolkit.yml", '"2030.1"', "2030.10")}))
    assert toolkit.settings.edition == "2030.10"
    folder = tiny(tmp_path / "no", {"docs/page.md": "---\ntitle: NO\nsummary: 10:45\n---\n"})
    made = next(one for one in loaded(folder).docs if one.path == "docs/page.md")
    assert (made.title, made.summary) == ("NO", "10:45")


def test_what_catalogues_are_told_is_read_and_stays_empty_when_nothing_is_said(
    tmp_path: Path,
) -> None:
    said = (
        "abstract: Six parts.\nkeywords: [cards, figures]\naudience: Officials\n"
        "licence: CC-BY-4.0\nlicence-url: https://example.org/by\ncontact: office@example.org\n"
    )
    told = tiny(tmp_path / "told", {"toolkit.yml": base_text("toolkit.yml") + said})
    assert loaded(told).settings.imprint == Imprint(
        "Six parts.",
        ("cards", "figures"),
        "Officials",
        "CC-BY-4.0",
        "https://example.org/by",
        "office@example.org",
    )
    assert loaded(tiny(tmp_path / "silent")).settings.imprint == Imprint()


def activity(folder: Path) -> TimedOptions:
    found_blocks = [item for item in loaded(folder).modules[0].items if item.kind == "activity"]
    return found_blocks[0].timed


def test_an_activity_takes_from_its_exercise_what_it_does_not_say(tmp_path: Path) -> None:
    assert activity(tiny(tmp_path)) == TimedOptions(
        25, 15, False, ("s1-read",), "tables", (Material("pens", 2, "table"),), "card-sort"
    )


def test_an_activity_keeps_what_it_says_itself(tmp_path: Path) -> None:
    own = (
        "    exercise: card-sort\n    minutes: 20\n    shortest: 5\n    group: pairs\n"
        "    drop: yes\n    materials: [paper]\n"
    )
    folder = tiny(tmp_path, {CARDS: changed(CARDS, "    exercise: card-sort\n", own)})
    assert activity(folder) == TimedOptions(
        20, 5, True, ("s1-read",), "pairs", (Material("paper"),), "card-sort"
    )


def test_the_shortest_time_is_the_planned_time_when_nothing_is_said(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {CARDS: changed(CARDS, "    shortest: 10\n", "")})
    talk = loaded(folder).modules[0].items[0]
    assert (talk.timed.minutes, talk.timed.shortest) == (15, 15)


def test_pages_of_a_session_follow_their_names_after_the_opening_page(tmp_path: Path) -> None:
    files = {f"modules/10-reading/{name}.md": page("x") for name in ("20-b", "15-z", "05-a")}
    (module,) = loaded(tiny(tmp_path, files)).modules
    assert [one.address.rpartition("/")[2] for one in module.pages] == [
        "index.html",
        "a.html",
        "cards.html",
        "z.html",
        "b.html",
    ]


def test_sessions_come_by_their_numbers(tmp_path: Path) -> None:
    second = base_text(SESSION).replace("session: 1", "session: 2").replace("s1-read", "s2-read")
    toolkit = loaded(tiny(tmp_path, {"modules/05-second/index.md": second}))
    assert [module.number for module in toolkit.modules] == [1, 2]


def test_terms_are_known_by_each_of_their_names(tmp_path: Path) -> None:
    glossary = (
        "---\ntitle: Glossary\nshows: glossary\n---\n\n"
        "ICT (information and communication technology)\nTechnology\n"
        ":   What **carries** [words](index.md) [@survey-30]\n    and figures.\n\n"
        "Not a term\n\nCard\n\n:   A sheet.\n"
    )
    terms = loaded(tiny(tmp_path, {"docs/20-glossary.md": glossary})).terms
    meaning = "What carries words and figures."
    assert [(one.id, one.forms, one.definition) for one in terms] == [
        ("term-ict", ("ICT", "information and communication technology"), meaning),
        ("term-technology", ("Technology",), meaning),
        ("term-card", ("Card",), "A sheet."),
    ]


def test_blocks_of_one_title_get_ids_of_their_own(tmp_path: Path) -> None:
    text = "\n\n".join(["/// keypoint | One & two\nText.\n///"] * 3 + ["/// notes\nText.\n///"])
    toolkit = loaded(tiny(tmp_path, {"docs/page.md": page(text)}))
    made = next(one for one in toolkit.docs if one.path == "docs/page.md")
    assert block_ids(made) == {
        5: "keypoint-one-two",
        9: "keypoint-one-two-2",
        13: "keypoint-one-two-3",
    }


def test_a_timed_block_on_a_document_is_read_without_a_session(tmp_path: Path) -> None:
    folder = tiny(tmp_path, {"docs/page.md": page("/// talk | Welcome\n    minutes: 5\n///")})
    assert found(folder) == []
    assert len(loaded(folder).modules[0].items) == 2


def test_what_an_exercise_needs_is_read(tmp_path: Path) -> None:
    header = changed(EXERCISE, '["2 per table: pens"]', '["3 per person: cards: small", tape]')
    (exercise,) = loaded(tiny(tmp_path, {EXERCISE: header})).exercises
    assert exercise.materials == (Material("cards: small", 3, "person"), Material("tape"))
    assert [sheet.id for sheet in exercise.sheets] == ["result"]


def test_no_item_is_read_from_inside_another_block(tmp_path: Path) -> None:
    (module,) = loaded(tiny(tmp_path)).modules
    assert all(isinstance(item, Block) for item in module.items)
    assert [item.kind for item in module.items] == ["talk", "activity"]
