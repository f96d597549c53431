"""An edition holds what its reader may see, in the order of the folders, and nothing else."""

from __future__ import annotations

import builtins
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.markdown.converting import toolkit as tiny_toolkit
from tests.toolkits import CARDS, OVERRIDES, base_text, loaded, page, tiny

from sessionpress.check import check
from sessionpress.compose import FACILITATOR, PARTICIPANT, READERS, compose
from sessionpress.content.model import Block, Header, Page, Part, Text, Toolkit, blocks, walk
from sessionpress.content.scan import scan_parts
from sessionpress.make import render_edition
from sessionpress.problems import Place, Problems

pytestmark = pytest.mark.usefixtures("silence")

WORD = "QUAGGA"

HIDDEN = {
    "notes of a page": f"/// notes\n{WORD}\n///",
    "title of notes": f"/// notes | {WORD}\nText.\n///",
    "notes in a talk": f"/// talk | T\n    minutes: 5\n\n//// notes\n{WORD}\n////\n///",
    "notes in a case": "/// case | C\n    country: AAA\n    source: survey-30\n    as-of: 2030\n\n"
    f"//// notes\n{WORD}\n////\n///",
    "answer of a page": f"/// answer\n{WORD}\n///",
    "answer that is not shared": f"/// answer\n    shared: no\n\n{WORD}\n///",
    "title of an answer": f"/// answer | {WORD}\nText.\n///",
    "answer to a question": "/// question | Q?\n    objective: s1-read\n    form: A\n\n- [ ] A\n"
    f"- [x] B\n\n//// answer\n{WORD}\n////\n///",
    "notes in a question": "/// question | Q?\n    objective: s1-read\n    form: A\n\n- [ ] A\n"
    f"- [x] B\n\n//// notes\n{WORD}\n////\n///",
    "slide of a page": f"/// slide | S\n{WORD}\n///",
    "title of a slide": f"/// slide | {WORD}\nText.\n///",
    "chart in a slide": f"/// slide | S\n\n//// chart | {WORD}\n    table: survey\n"
    "    show: trend\n    indicator: index\n    places: [AAA]\n\nText.\n////\n///",
    "slide in a talk": f"/// talk | T\n    minutes: 5\n\n//// slide | S\n{WORD}\n////\n///",
    "code in notes": f"/// notes\n```\n{WORD}\n```\n///",
    "table in notes": f"/// notes\nTable: T\n\n| A |\n|---|\n| {WORD} |\n///",
    "citation in notes": f"/// notes\n[@survey-30, {WORD}]\n///",
}
"""Where a word stands that participants must not read -> the text of the page."""

PLACES = {
    "a page of a session": "modules/10-reading/20-more.md",
    "a document": "docs/40-page.md",
    "a document in a folder": "docs/40-folder/10-page.md",
}


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return loaded(tiny(tmp_path_factory.mktemp("toolkit")))


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("what", HIDDEN)
def test_participants_never_hold_what_is_for_facilitators(
    what: str, where: str, tmp_path: Path
) -> None:
    toolkit = loaded(tiny(tmp_path, {PLACES[where]: page(HIDDEN[what])}))
    problems = Problems()
    check(toolkit, problems)
    assert not problems
    assert WORD not in repr(compose(toolkit, PARTICIPANT, "en"))
    assert WORD in repr(compose(toolkit, FACILITATOR, "en"))


def test_notes_of_an_exercise_are_hidden_too(tmp_path: Path) -> None:
    path = "exercises/card-sort/index.md"
    text = f"{base_text(path)}\n/// notes\n{WORD}\n///\n"
    toolkit = loaded(tiny(tmp_path, {path: text}))
    assert WORD not in repr(compose(toolkit, PARTICIPANT, "en"))
    assert WORD in repr(compose(toolkit, FACILITATOR, "en"))


def test_a_shared_answer_is_for_everybody(tmp_path: Path) -> None:
    text = f"/// answer\n    shared: yes\n\n{WORD}\n///"
    toolkit = loaded(tiny(tmp_path, {"docs/page.md": page(text)}))
    for reader in READERS.values():
        assert WORD in repr(compose(toolkit, reader, "en"))


def questions(toolkit: Toolkit) -> Iterator[Text]:
    for one in toolkit.pages:
        for block in blocks(one.parts, "question"):
            yield from (part for part in block.parts if isinstance(part, Text))


def test_no_question_shows_its_key_to_participants(toolkit: Toolkit) -> None:
    seen = [one.text for one in questions(compose(toolkit, PARTICIPANT, "en").toolkit)]
    assert seen == ["- [ ] Poems\n- [ ] Figures", "- [ ] A date\n- [ ] A frame"]
    kept = [one.text for one in questions(compose(toolkit, FACILITATOR, "en").toolkit)]
    assert kept == ["- [ ] Poems\n- [x] Figures", "- [x] A date\n- [ ] A frame"]


@pytest.mark.parametrize("mark", ["- [x]", "* [X]", "+ [x]"])
def test_the_key_is_gone_however_it_is_written(mark: str, tmp_path: Path) -> None:
    text = base_text(CARDS).replace("- [x] Figures", f"{mark} Figures")
    edition = compose(loaded(tiny(tmp_path, {CARDS: text})), PARTICIPANT, "en")
    assert "[x]" not in repr(edition).lower()
    made = render_edition(edition.toolkit, OVERRIDES, "participant")
    assert "box right" not in "".join(one.html for one in made.pages)


def test_a_list_of_tasks_outside_questions_keeps_its_marks(tmp_path: Path) -> None:
    toolkit = loaded(tiny(tmp_path, {"docs/page.md": page("- [x] Done\n- [ ] To do")}))
    assert "[x] Done" in repr(compose(toolkit, PARTICIPANT, "en"))


def test_facilitators_hold_everything(toolkit: Toolkit) -> None:
    assert compose(toolkit, FACILITATOR, "en").toolkit == toolkit


# A page of any blocks, as the scanner makes it.
KINDS = st.sampled_from(["notes", "answer", "slide", "keypoint", "talk", "case", "question"])
PARTS: st.SearchStrategy[tuple[Part, ...]] = st.recursive(
    st.lists(st.builds(Text, st.sampled_from(["open", "more"]), st.integers(1, 99))).map(tuple),
    lambda inner: st.lists(
        st.builds(
            lambda kind, parts, line: Block(kind, "T", None, parts, Place("a", line)),
            KINDS,
            inner,
            st.integers(1, 99),
        ),
        max_size=3,
    ).map(tuple),
    max_leaves=8,
)


@given(PARTS)
def test_what_participants_hold_is_what_stands_in_no_hidden_block(
    parts: tuple[Part, ...],
) -> None:
    def shown(some: tuple[Part, ...]) -> Iterator[Part]:
        for part in some:
            if isinstance(part, Text):
                yield part
            elif part.kind not in ("notes", "answer", "slide"):
                yield part
                yield from shown(part.parts)

    def names(some: Iterator[Part]) -> list[tuple[str, int]]:
        return [
            (part.text, part.line) if isinstance(part, Text) else (part.kind, part.place.line)
            for part in some
        ]

    made = Page("docs/a.md", "a.html", "A", "", parts, (), Header(Place("docs/a.md"), {}))
    base = _empty(made)
    seen = compose(base, PARTICIPANT, "en").toolkit.docs[0].parts
    assert names(walk(seen)) == names(shown(parts))
    assert compose(base, FACILITATOR, "en").toolkit.docs[0].parts == parts


def _empty(*docs: Page) -> Toolkit:
    """A toolkit that has documents only."""
    made = tiny_toolkit()
    return Toolkit(made.settings, (), (), (), docs, (), {}, (), {}, (), ())


# ---------------------------------------------------------------- order


def test_the_navigation_follows_the_folders(tmp_path: Path) -> None:
    files = {
        "docs/25-folder/10-first.md": page("x", "First"),
        "docs/25-folder/20-second.md": page("x", "Second"),
        "docs/25-folder/index.md": page("x", "Folder"),
        "docs/15-page.md": page("x", "Page"),
    }
    edition = compose(loaded(tiny(tmp_path, files)), PARTICIPANT, "en")
    assert [section.title for section in edition.sections] == [
        "Tiny toolkit",
        "Sessions",
        "Exercises",
        "Sheets",
        "Page",
        "Glossary",
        "Folder",
        "Sources",
        "Events",
    ]
    assert [leaf.page.title for leaf in edition.leaves] == [
        *("Tiny toolkit", "Reading", "Cards", "Exercises", "Card sort", "Sheets", "Result"),
        *(
            "Questions, form A",
            "Questions, form B",
            "Page",
            "Glossary",
            "Folder",
            "First",
            "Second",
            "Sources",
            "Spring course",
        ),
    ]


def test_every_page_stands_in_the_navigation_once(toolkit: Toolkit) -> None:
    for reader in READERS.values():
        edition = compose(toolkit, reader, "en")
        addresses = [leaf.page.address for leaf in edition.leaves]
        assert len(addresses) == len(set(addresses))
        assert {one.address for one in toolkit.pages} < set(addresses)


def test_both_readers_find_the_same_pages_at_the_same_addresses(toolkit: Toolkit) -> None:
    one, other = (compose(toolkit, reader, "en") for reader in READERS.values())
    assert [leaf.page.address for leaf in one.leaves] == [
        leaf.page.address for leaf in other.leaves
    ]


# ---------------------------------------------------------------- purity


def test_composing_changes_nothing_and_gives_the_same_twice(toolkit: Toolkit) -> None:
    before = repr(toolkit)
    first = compose(toolkit, PARTICIPANT, "ar")
    assert compose(toolkit, PARTICIPANT, "ar") == first
    assert repr(toolkit) == before
    assert first.language == "ar"


def test_composing_an_edition_for_its_own_reader_again_changes_nothing(toolkit: Toolkit) -> None:
    for reader in READERS.values():
        once = compose(toolkit, reader, "en")
        assert compose(once.toolkit, reader, "en") == once


class Opened(Exception):
    """Something was opened that must stay closed."""


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders that are put into the list cannot be looked into any more."""
    folders: list[Path] = []

    def guard(module: Any, name: str) -> None:
        original = getattr(module, name)

        def guarded(path: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(path, (str, os.PathLike)):
                full = Path(path).absolute()
                if any(full.is_relative_to(folder) for folder in folders):
                    raise Opened(full)
            return original(path, *args, **kwargs)

        monkeypatch.setattr(module, name, guarded)

    for module, name in (
        (builtins, "open"),
        (io, "open"),
        (os, "open"),
        (os, "stat"),
        (os, "scandir"),
        (os, "listdir"),
    ):
        guard(module, name)
    return folders


def test_no_source_is_opened_again_after_loading(tmp_path: Path, closed: list[Path]) -> None:
    folder = tiny(tmp_path / "toolkit")
    toolkit = loaded(folder)
    closed.append(folder)
    with pytest.raises(Opened):
        (folder / "toolkit.yml").read_bytes()
    problems = Problems()
    check(toolkit, problems)
    assert not problems
    pages = {name: render_edition(toolkit, OVERRIDES, name).pages for name in READERS}
    closed.clear()
    shutil.rmtree(folder)
    for name in READERS:
        assert render_edition(toolkit, OVERRIDES, name).pages == pages[name]


def test_composing_opens_nothing_at_all(toolkit: Toolkit, closed: list[Path]) -> None:
    closed.append(Path("/"))
    editions = [compose(toolkit, reader, "en") for reader in READERS.values()]
    closed.clear()
    assert len(editions) == 2


def test_a_page_that_was_scanned_alone_is_composed_like_any(toolkit: Toolkit) -> None:
    parts = scan_parts("One\n\n/// notes\nTwo\n///\n\nThree", "docs/a.md", 1, Problems())
    made = Page("docs/a.md", "a.html", "A", "", parts, (), Header(Place("docs/a.md"), {}))
    (seen,) = compose(_empty(made), PARTICIPANT, "en").toolkit.docs
    assert [part.text for part in seen.parts if isinstance(part, Text)] == ["One", "Three"]
