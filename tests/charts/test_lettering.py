"""Widths and line breaks without fonts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charts.drawing import LETTERS

from sessionpress.charts.lettering import reads_from_right, width, wrap


def test_marks_take_no_room_and_wide_scripts_take_more() -> None:
    assert width("e\u0301", 14) == width("e", 14)
    assert width("কমল", 14) > width("abc", 14) > width("il.", 14)
    assert width("Place", 14, bold=True) > width("Place", 14)


# Measured in Chromium at 100 px with the widest usual font for each script.
@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("Bangladesh", 596),  # DejaVu Sans
        ("2016", 254),  # DejaVu Sans
        ("متوسط تسعة بلدان", 806),  # DejaVu Sans
        ("সংস্করণ ২০১৬", 640),  # Lohit Bengali
    ],
)
def test_widths_are_guessed_on_the_wide_side(text: str, measured: float) -> None:
    assert measured <= width(text, 100) <= 2 * measured


def test_lines_break_at_spaces() -> None:
    assert wrap("Iran (Islamic Republic of)", 100, 14) == ["Iran", "(Islamic", "Republic of)"]


def test_a_no_break_space_holds() -> None:
    assert wrap("62\u00a0% 63\u00a0%", 50, 14) == ["62\u00a0%", "63\u00a0%"]


def test_a_long_word_breaks_between_clusters() -> None:
    lines = wrap("ক্ষুদ্রাতিক্ষুদ্র", 30, 14)
    assert "".join(lines) == "ক্ষুদ্রাতিক্ষুদ্র"
    assert len(lines) > 1
    assert all(line[0] not in "্ুিা" for line in lines)
    assert all(not line.endswith("্") for line in lines)


@given(st.lists(st.sampled_from(LETTERS), max_size=60).map("".join), st.floats(40, 200))
def test_wrapping_loses_no_letter_and_fits(text: str, room: float) -> None:
    lines = wrap(text, room, 14)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 14) <= room + 0.1 for line in lines)


@pytest.mark.parametrize(
    ("text", "page_from_right", "from_right"),
    [
        ("Egypt", True, False),
        ("مصر OSI", False, True),
        ("OSI مصر", True, True),
        ("OSI مصر", False, False),
        ("-0.5", True, False),
        ("0.5 (2016)", True, True),
        ("0.5 (2016)", False, False),
    ],
)
def test_letters_and_the_page_give_the_direction(
    text: str, page_from_right: bool, from_right: bool
) -> None:
    assert reads_from_right(text, otherwise=page_from_right) is from_right
