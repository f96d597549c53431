"""Equal values have one fingerprint, and nothing else has it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from sessionpress.fingerprint import fingerprint

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@dataclass(frozen=True)
class Leaf:
    title: str
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Twig:
    title: str
    pages: tuple[str, ...] = ()


@given(PLAIN, PLAIN)
def test_two_values_share_it_only_when_they_are_written_alike(one: object, other: object) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (repr(one) == repr(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((("a",), "b"), ("a", ("b",))),
        ("1", 1),
        (1, True),
        ("a", b"a"),
        ((), None),
        ("2026-01-01", dt.date(2026, 1, 1)),
        ("a", PurePosixPath("a")),
        (Leaf("a"), Twig("a")),
        (Leaf("a", ("b",)), Leaf("a", ("b", ""))),
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}),
    ],
)
def test_values_that_look_alike_are_told_apart(one: object, other: object) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_parts_that_are_one_object_count_as_parts_that_are_equal() -> None:
    text = "a long text"
    again = "".join(["a long", " text"])
    assert fingerprint((text, text)) == fingerprint((text, again))


def test_text_marked_as_html_is_that_text() -> None:
    assert fingerprint(Markup("<p>")) == fingerprint("<p>")


def test_a_set_has_no_order() -> None:
    assert fingerprint({"a", "b"}) == fingerprint({"b", "a"})
    assert fingerprint(frozenset({"a"})) != fingerprint({"a", "b"})


def test_a_value_of_unknown_parts_is_refused() -> None:
    with pytest.raises(TypeError, match="the parts of object are not known"):
        fingerprint((object(),))
