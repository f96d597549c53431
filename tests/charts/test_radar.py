"""The radar of a profile."""

import pytest
from tests.charts.drawing import Drawing

from sessionpress.charts import Series, names_fit, radar

NAMES = ["Aims", "People", "Law", "Money"]


def series(name: str, *values: float | None) -> Series:
    return Series(name, dict(zip(NAMES, values, strict=True)))


MINE, YOURS = series("Person A", 1, 2, 3, 4), series("Person B", 3, 2, None, 4)
BAND = series("Smallest", 1, 2, 3, 4), series("Largest", 3, 2, 3, 4)


def test_the_table_has_every_series_and_both_ends_of_the_band() -> None:
    chart = radar("T", "p", [MINE, YOURS], BAND, high=4, decimals=0)
    assert chart.table == (
        ("Part", "Person A", "Person B", "Smallest", "Largest"),
        ("Aims", "1", "3", "1", "3"),
        ("People", "2", "2", "2", "2"),
        ("Law", "3", "no value", "3", "3"),
        ("Money", "4", "4", "4", "4"),
    )


def test_the_description_says_extremes_and_where_the_band_is_widest() -> None:
    assert radar("T", "p", [MINE, YOURS], BAND, high=4, decimals=0).description == (
        "Radar chart on a scale from 0 to 4: Person A, Person B. "
        "Person A: highest 4 (Money), lowest 1 (Aims), difference 3. "
        "Person B: highest 4 (Money), lowest 2 (People), difference 2. "
        "The band is widest at Aims: from 1 to 3. "
        "No value: Person B (Law)."
    )


def test_points_lie_on_their_axes_as_far_out_as_their_values() -> None:
    drawing = Drawing.of(radar("T", "p", [MINE], high=4, decimals=0))
    dots = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in drawing.all("circle")]
    top, right, foot, left = dots[:4]
    middle = (180.0, right[1])
    unit = middle[1] - top[1]
    assert top[0] == foot[0] == middle[0]
    assert (right[0] - middle[0], foot[1] - middle[1], middle[0] - left[0]) == pytest.approx(
        (2 * unit, 3 * unit, 4 * unit), abs=0.3
    )


def test_a_missing_value_opens_the_line_and_has_no_point() -> None:
    closed = Drawing.of(radar("T", "p", [MINE], high=4)).all("path", "sp-line")[0]
    opened = Drawing.of(radar("T", "p", [YOURS], high=4)).all("path", "sp-line")[0]
    assert closed.attrib["d"].count("l") == 4
    assert opened.attrib["d"].count("l") == 2
    assert len(Drawing.of(radar("T", "p", [YOURS], high=4)).all("circle")) == 3 + 1


def test_lines_differ_in_marker_and_dash_so_that_grey_paper_tells_them_apart() -> None:
    several = [series(name, 1, 2, 3, 4) for name in "abcd"]
    drawing = Drawing.of(radar("T", "p", several, high=4))
    dashes = {one.attrib.get("stroke-dasharray", "") for one in drawing.all("path", "sp-line")}
    assert len(dashes) == 4
    assert len(drawing.all("circle")) == 5
    assert len(drawing.all("path", "sp-marker")) == 3 * 5


def test_the_band_is_left_out_where_an_end_of_it_is_missing() -> None:
    ends = series("Smallest", 1, None, 2, 2), series("Largest", 3, None, 3, 3)
    drawing = Drawing.of(radar("T", "p", [MINE], ends, high=4))
    assert len(drawing.all("polygon", "sp-band")) == 2
    assert len(drawing.all("line", "sp-reach")) == 3


def test_a_band_without_any_value_says_nothing() -> None:
    ends = series("Smallest", *[None] * 4), series("Largest", *[None] * 4)
    assert "widest" not in radar("T", "p", [MINE], ends, high=4).description


def test_each_level_has_a_ring_and_a_number() -> None:
    drawing = Drawing.of(radar("T", "p", [MINE], high=4))
    assert drawing.texts("sp-tick") == ["1", "2", "3", "4"]
    assert Drawing.of(radar("T", "p", [MINE], high=80)).texts("sp-tick") == ["20", "40", "60", "80"]


@pytest.mark.parametrize(
    ("count", "lines"), [(2, 1), (9, 1), (3, 5)], ids=["too few", "too many", "too many lines"]
)
def test_what_would_be_no_radar_is_refused(count: int, lines: int) -> None:
    values = {f"Part {number}": 1.0 for number in range(count)}
    with pytest.raises(ValueError, match=f"{count} parts of {lines} series given"):
        radar("T", "p", [Series(str(name), values) for name in range(lines)])


SIX = ["Leadership", "Strategy", "Governance", "Legal framework", "Technology"]


@pytest.mark.parametrize(
    ("labels", "fit"),
    [
        ([*SIX, "Workforce development"], True),
        (["One", "Two"], False),
        ([*SIX, "Interoperability-and-standards"], False),
        ([*SIX, "Skills", "Leadership in small towns and far villages of all regions"], False),
    ],
)
def test_it_says_whether_names_fit_around_it(labels: list[str], fit: bool) -> None:
    assert names_fit(labels) is fit
