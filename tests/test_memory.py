"""A process that serves makes again only what is made from something else than before."""

from dataclasses import replace

from tests.builds import ROOT

from sessionpress.compose import FACILITATOR, Edition, Leaf, compose
from sessionpress.make import checked_toolkit
from sessionpress.memory import is_remembering, kept, recalled, remembering, same
from sessionpress.problems import Place, Problems, noted
from sessionpress.render.pages import ALONE, PageRenderer, without_texts
from sessionpress.render.templates import make_environment


def test_a_thing_is_made_again_only_when_its_inputs_are_not_among_the_last_two() -> None:
    made: list[str] = []

    def thing(inputs: str) -> str:
        return kept("thing", inputs, lambda: made.append(inputs) or inputs.upper())  # type: ignore[func-returns-value]

    with remembering():
        assert [thing("a"), thing("a"), thing("b"), thing("a")] == ["A", "A", "B", "A"]
        assert made == ["a", "b"]
        assert [thing("c"), thing("a"), thing("c")] == ["C", "A", "C"]
    assert made == ["a", "b", "c", "a"]


def test_who_builds_once_remembers_nothing() -> None:
    with remembering():
        assert is_remembering()
        kept("thing", 1, lambda: "old")
    assert not is_remembering()
    assert kept("thing", 1, lambda: "new") == "new"
    assert recalled("thing", 1) is None


def test_what_is_recalled_was_made_from_the_same() -> None:
    with remembering():
        assert recalled("thing", 1) is None
        kept("thing", 1, lambda: "made")
        assert (recalled("thing", 1), recalled("thing", 2)) == ("made", None)


def test_an_equal_value_is_given_as_the_object_of_the_last_time() -> None:
    with remembering():
        first = same("list", [1, 2])
        assert same("list", [1, 2]) is first
        assert same("list", [1, 3]) == [1, 3]


def test_problems_of_what_is_kept_are_said_again() -> None:
    def make(problems: Problems) -> str:
        problems.add("file-missing", Place("a.md"), "It is not there.", "Write it.")
        return "made"

    with remembering():
        for _time in range(2):
            problems = Problems()
            assert noted(problems, "page", "text", make) == "made"
            assert [str(one) for one in problems] == [
                "a.md:1: It is not there. Write it. [file-missing]"
            ]


def alone(edition: Edition, leaf: Leaf) -> Edition:
    """An edition in which no page but this, and those of its session, says anything."""
    bare = without_texts(edition)
    own = leaf.module if leaf.view == "session" else None
    modules = tuple(
        own if own and one.folder == own.folder else one for one in bare.toolkit.modules
    )
    return replace(bare, toolkit=replace(bare.toolkit, modules=modules), sections=edition.sections)


def test_a_view_that_stands_alone_shows_no_text_of_other_pages() -> None:
    """Rendered without the texts of all others, a page of such a view is the same."""
    edition = compose(checked_toolkit(ROOT), FACILITATOR, "en")
    environment = make_environment(ROOT / "overrides")
    whole = PageRenderer(edition, environment)
    views: dict[str, Leaf] = {leaf.view: leaf for leaf in edition.leaves if leaf.view in ALONE}
    assert set(views) == ALONE
    for leaf in views.values():
        by_itself = PageRenderer(alone(edition, leaf), environment)
        assert by_itself.render(leaf) == whole.render(leaf), leaf.page.path
