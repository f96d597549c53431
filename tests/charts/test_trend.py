"""Lines over editions."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charts.drawing import Drawing, span

from sessionpress.charts import Series, trend

EDITIONS = ["2016", "2018", "2020", "2022"]
GAP = Series("Gap", {"2016": 0.2, "2018": 0.3, "2020": None, "2022": 0.4})
EARLY = Series("Early", {"2016": 0.6, "2018": 0.5})
BOTH = [GAP, EARLY]


def test_the_table_has_the_values() -> None:
    assert trend("T", "p", EDITIONS, BOTH).table == (
        ("Edition", "Gap", "Early"),
        ("2016", "0.20", "0.60"),
        ("2018", "0.30", "0.50"),
        ("2020", "no value", "no value"),
        ("2022", "0.40", "no value"),
    )


def test_the_description_says_how_each_line_went() -> None:
    assert trend("T", "p", EDITIONS, BOTH).description == (
        "Line chart from 2016 to 2022, on a scale from 0 to 1: Gap, Early. "
        "Gap: from 0.20 in 2016 to 0.40 in 2022, a rise of 0.20. "
        "Early: from 0.60 in 2016 to 0.50 in 2018, a fall of 0.10. "
        "No value: Gap (2020), Early (2020), Early (2022)."
    )


def test_the_description_adds_a_peak_between_the_ends() -> None:
    series = Series("Peak", {"2016": 0.2, "2018": 0.9, "2020": 0.4})
    assert "Peak: highest 0.90 (2018), lowest 0.20 (2016), difference 0.70." in (
        trend("T", "p", EDITIONS, [series]).description
    )


def test_a_line_stops_at_a_gap() -> None:
    drawing = Drawing.of(trend("T", "p", EDITIONS, [GAP]))
    (line,) = drawing.all("path", "sp-line")
    assert re.sub("[^MLml]", "", line.attrib["d"]) == "Ml"
    assert len(drawing.all("circle", "sp-marker")) == 3 + 1  # three values and the name's key


def test_a_series_without_values_is_named_as_such() -> None:
    chart = trend("T", "p", EDITIONS, [Series("Nowhere", {}), EARLY])
    assert "no value" in " ".join(Drawing.of(chart).texts("sp-label"))
    assert chart.description.endswith("No value: Nowhere, Early (2020), Early (2022).")


def test_names_end_in_the_last_value_and_say_when_if_it_is_not_the_last_edition() -> None:
    said = " ".join(Drawing.of(trend("T", "p", EDITIONS, BOTH)).texts("sp-label"))
    assert "Gap 0.40" in said
    assert "Early 0.50 (2018)" in said


def test_each_series_has_its_own_marker_and_dash() -> None:
    series = [Series(f"S{number}", dict.fromkeys(EDITIONS, 0.5)) for number in range(10)]
    drawing = Drawing.of(trend("T", "p", EDITIONS, series))
    looks = {
        (one.tag, one.attrib.get("d", "").partition("l")[2], one.attrib["fill"])
        for one in drawing.all("path", "sp-marker") + drawing.all("circle")
    }
    assert len(looks) >= 4
    dashes = [line.attrib.get("stroke-dasharray") for line in drawing.all("path", "sp-line")]
    assert len(set(dashes)) == 5


def test_an_eleventh_series_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 10 series: 11 given"):
        trend("T", "p", EDITIONS, [Series(str(number), {}) for number in range(11)])


def test_a_value_for_an_edition_that_is_not_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="not drawn: 2014"):
        trend("T", "p", EDITIONS, [Series("A", {"2014": 0.5})])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=10))
def test_names_never_lie_on_each_other(ends: list[float]) -> None:
    series = [Series(f"Place number {i}", {"2016": end}) for i, end in enumerate(ends)]
    drawing = Drawing.of(trend("T", "p", ["2016"], series))
    heights = sorted(float(one.attrib["y"]) for one in drawing.all("text", "sp-label"))
    gaps = [below - above for above, below in pairwise(heights)]
    assert all(gap >= 18.8 for gap in gaps)


@given(st.integers(1, 60))
def test_editions_never_lie_on_each_other_and_the_last_is_named(count: int) -> None:
    editions = [str(1960 + number) for number in range(count)]
    drawing = Drawing.of(trend("T", "p", editions, [Series("A", {"1960": 0.5})]))
    ticks = [one for one in drawing.all("text", "sp-tick") if one.text in editions]
    assert editions[-1] in [one.text for one in ticks]
    rows = {one.attrib["y"] for one in ticks}
    for row in rows:
        spans = sorted(span(one) for one in ticks if one.attrib["y"] == row)
        assert all(one[1] <= other[0] + 0.2 for one, other in pairwise(spans))
