"""Grouped bars."""

import pytest
from tests.charts.drawing import Drawing

from sessionpress.charts import Series, parts

HERE = Series("Here", {"Services": 0.25, "People": 0.5, "Lines": None})
MEAN = Series("Mean of all", {"Services": 0.125, "People": 0.75, "Lines": 1})


def test_the_table_has_the_values_as_drawn() -> None:
    chart = parts("T", "p", [HERE, MEAN], decimals=3)
    assert chart.table == (
        ("Part", "Here", "Mean of all"),
        ("Services", "0.250", "0.125"),
        ("People", "0.500", "0.750"),
        ("Lines", "no value", "1.000"),
    )
    drawn = [text for text in Drawing.of(chart).texts("sp-label") if text[0].isdigit()]
    assert drawn == ["0.250", "0.125", "0.500", "0.750", "1.000"]


def test_the_description_says_extremes_and_differences() -> None:
    assert parts("T", "p", [HERE, MEAN]).description == (
        "Bar chart on a scale from 0 to 1: Here, Mean of all. "
        "Here: highest 0.50 (People), lowest 0.25 (Services), difference 0.25. "
        "Mean of all: highest 1.00 (Lines), lowest 0.12 (Services), difference 0.88. "
        "Services: Here is 0.13 above Mean of all. "
        "People: Here is 0.25 below Mean of all. "
        "No value: Here (Lines)."
    )


def test_a_difference_is_what_a_reader_finds_by_subtracting() -> None:
    series = [Series("A", {"x": 0.624}), Series("B", {"x": 0.588})]
    assert "A is 0.03 above B" in parts("T", "p", series).description


def test_bars_are_as_long_as_their_values() -> None:
    bars = Drawing.of(parts("T", "p", [HERE, MEAN])).all("rect")
    widths = [float(bar.attrib["width"]) for bar in bars]
    whole = widths[-1]
    shares = [wide / whole for wide in widths]
    assert shares == pytest.approx([0.25, 0.125, 0.5, 0.75, 1], abs=0.002)


def test_a_missing_value_has_no_bar() -> None:
    drawing = Drawing.of(parts("T", "p", [HERE]))
    assert len(drawing.all("rect")) == 2
    assert "no value" in drawing.texts()


def test_bars_below_zero_start_at_zero_and_keep_their_value_clear() -> None:
    drawing = Drawing.of(parts("T", "p", [Series("A", {"x": -0.5, "y": 0.5})], low=-1))
    below, above = (float(bar.attrib["x"]) for bar in drawing.all("rect"))
    zero = float(drawing.all("line", "sp-axis")[0].attrib["x1"])
    assert below < above == zero
    text = next(one for one in drawing.all("text") if one.text == "-0.50")
    assert float(text.attrib["x"]) > zero


def test_each_series_has_its_own_fill_besides_its_colour() -> None:
    series = [Series(name, {"x": 0.5}) for name in "abcd"]
    bars = Drawing.of(parts("T", "p", series)).all("rect")
    kinds = [bar.attrib["class"].split()[1] for bar in bars]
    assert kinds == ["sp-solid", "sp-hatched", "sp-light", "sp-striped"]


def test_a_fifth_series_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 4 series: 5 given"):
        parts("T", "p", [Series(name, {"x": 0.5}) for name in "abcde"])


def test_a_value_below_zero_by_less_than_is_shown_is_plain_zero() -> None:
    chart = parts("T", "p", [Series("A", {"x": -0.001})], low=-1)
    assert chart.table[1] == ("x", "0.00")
