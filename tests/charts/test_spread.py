"""Two dots in a row for each place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charts.drawing import Drawing, span

from sessionpress.charts import spread

ROWS = [("Zed", 0.5, 0.75), ("Alpha", 0.25, None), ("Middle", 0.5, 0.5), ("Nil", None, None)]
EDITIONS = ("2016", "2024")


def test_the_table_has_the_values_in_the_order_given() -> None:
    assert spread("T", "p", ROWS, EDITIONS).table == (
        ("Place", "2016", "2024"),
        ("Zed", "0.50", "0.75"),
        ("Alpha", "0.25", "no value"),
        ("Middle", "0.50", "0.50"),
        ("Nil", "no value", "no value"),
    )


def test_rows_are_drawn_in_the_order_given() -> None:
    names = [row[0] for row in ROWS]
    texts = Drawing.of(spread("T", "p", ROWS, EDITIONS)).all("text")
    rows = [one for one in texts if one.text in names]
    assert [one.text for one in rows] == names
    heights = [float(one.attrib["y"]) for one in rows]
    assert heights == sorted(heights)


def test_the_description_says_ranges_and_names_no_place_as_first_or_last() -> None:
    chart = spread("T", "p", ROWS, EDITIONS, [("Mean", 0.6), ("Aim", 0.9)])
    assert chart.description == (
        "Dot chart of two editions, 2016 and 2024, on a scale from 0 to 1. "
        "2016: highest 0.50, lowest 0.25, difference 0.25. "
        "2024: highest 0.75, lowest 0.50, difference 0.25. "
        "From 2016 to 2024: 1 higher, 0 lower, 1 unchanged. "
        "Reference lines: Mean 0.60, Aim 0.90. "
        "No value: Alpha (2024), Nil."
    )


def test_the_first_edition_is_a_ring_and_the_second_a_smaller_full_dot() -> None:
    drawing = Drawing.of(spread("T", "p", ROWS, EDITIONS))
    rings = drawing.all("circle", "sp-paper")
    dots = [one for one in drawing.all("circle") if one not in rings]
    # The key and each row's value have one of each; then the dots on the scale.
    assert (len(rings), len(dots)) == (1 + 4 + 3, 1 + 4 + 2)
    assert max(float(one.attrib["r"]) for one in dots) < min(float(o.attrib["r"]) for o in rings)


def test_only_two_values_are_joined() -> None:
    assert len(Drawing.of(spread("T", "p", ROWS, EDITIONS)).all("line", "sp-link")) == 2


def test_a_reference_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match=r"outside 0 to 1: Mean 1\.5"):
        spread("T", "p", ROWS, EDITIONS, [("Mean", 1.5)])


NAMES = st.text("abcdefgh ", min_size=3, max_size=30).filter(str.strip)


@given(st.lists(st.tuples(NAMES, st.floats(0, 1)), min_size=1, max_size=4))
def test_no_reference_line_runs_through_a_name(references: list[tuple[str, float]]) -> None:
    drawing = Drawing.of(spread("T", "p", ROWS, EDITIONS, references))
    pieces = [
        (float(one.attrib["x1"]), float(one.attrib["y1"]), float(one.attrib["y2"]))
        for one in drawing.all("line", "sp-reference")
    ]
    for text in drawing.all("text", "sp-reference-label"):
        start, end = span(text)
        foot = float(text.attrib["y"])
        through = [x for x, top, low in pieces if start < x < end and top < foot - 2 < low]
        assert through == []
