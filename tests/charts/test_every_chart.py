"""What holds for each of the four drawings."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charts.drawing import LETTERS, Drawing

from sessionpress.charts import WORDS, Chart, Series, parts, radar, spread, trend

Draw = Callable[..., Chart]


def draw_parts(
    name: str = "Here", *, title: str = "Title", prefix: str = "p", **options: Any
) -> Chart:
    series = [Series(name, {"One": 0.25, "Two": None}), Series("Mean", {"One": 0.5, "Two": 0.75})]
    return parts(title, prefix, series, **options)


def draw_trend(
    name: str = "Here", *, title: str = "Title", prefix: str = "p", **options: Any
) -> Chart:
    series = [Series(name, {"2016": 0.25, "2020": 0.5}), Series("Mean", {"2018": 0.75})]
    return trend(title, prefix, ["2016", "2018", "2020"], series, **options)


def draw_spread(
    name: str = "Here", *, title: str = "Title", prefix: str = "p", **options: Any
) -> Chart:
    rows = [(name, 0.25, 0.5), ("There", None, 0.75)]
    return spread(title, prefix, rows, ("2016", "2024"), [("Mean", 0.6)], **options)


def draw_radar(
    name: str = "Here", *, title: str = "Title", prefix: str = "p", **options: Any
) -> Chart:
    series = [
        Series(name, {"Top": 0.5, "Right": None, "One": 0.25}),
        Series("Mean", {"Top": 0.75, "Right": 0.5, "One": 0.5}),
    ]
    band = Series("From", {"Top": 0.25, "One": 0.25}), Series("To", {"Top": 0.75, "One": 0.5})
    return radar(title, prefix, series, band, **options)


every_chart = pytest.mark.parametrize("draw", [draw_parts, draw_trend, draw_spread, draw_radar])


@every_chart
def test_it_has_a_name_and_a_description_under_its_own_ids(draw: Draw) -> None:
    chart = draw(title="How it went", prefix="fig-3")
    root = Drawing.of(chart).root
    ids = {one.attrib["id"]: one.text for one in root.iter() if "id" in one.attrib}
    assert ids == {"fig-3-title": "How it went", "fig-3-desc": chart.description}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "fig-3-title fig-3-desc"
    assert chart.title == "How it went"


@every_chart
def test_its_size_is_its_view_box(draw: Draw) -> None:
    root = Drawing.of(draw()).root
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    assert float(root.attrib["width"]) == 360


@every_chart
def test_it_has_no_style_and_no_script_and_refers_to_nothing(draw: Draw) -> None:
    svg = draw().svg
    assert not re.search(r"style|script|href|url\(|\son\w+=", svg)


@every_chart
def test_text_is_at_least_12_px_on_a_screen_of_340_px(draw: Draw) -> None:
    drawing = Drawing.of(draw())
    sizes = [float(one.attrib["font-size"]) for one in drawing.all("text")]
    assert min(sizes) * 340 / drawing.size[0] >= 12


@every_chart
def test_the_same_values_give_the_same_bytes(draw: Draw) -> None:
    assert draw().svg.encode() == draw().svg.encode()


@every_chart
def test_signs_of_xml_are_only_text(draw: Draw) -> None:
    name = """<b a="1">&amp;'"""
    chart = draw(name, title="</title><script>&", words={"no value": "<none>"})
    drawing = Drawing.of(chart)
    assert "".join(name.split()) in "".join("".join(drawing.texts()).split())
    assert drawing.all("title")[0].text == "</title><script>&"
    assert name in [cell for row in chart.table for cell in row]


@every_chart
def test_a_missing_value_says_so_and_is_never_zero(draw: Draw) -> None:
    chart = draw()
    cells = [cell for row in chart.table for cell in row]
    assert "no value" in cells
    assert "No value: " in chart.description
    assert "0.00" not in chart.svg


@every_chart
def test_the_mirror_moves_every_shape_to_the_other_side(draw: Draw) -> None:
    plain, mirrored = Drawing.of(draw()), Drawing.of(draw(direction="rtl"))
    wide = plain.size[0]
    assert mirrored.size == plain.size
    expected = [(wide - right, top, wide - left, low) for left, top, right, low in plain.boxes()]
    for box, other in zip(mirrored.boxes(), expected, strict=True):
        assert box == pytest.approx(other, abs=0.15)


@every_chart
def test_the_mirror_has_labels_at_the_right(draw: Draw) -> None:
    def place(root: Element) -> float:
        first = next(one for one in root.iter() if one.text in ("One", "0", "There"))
        return float(first.attrib["x"])

    assert place(Drawing.of(draw()).root) < 180
    assert place(Drawing.of(draw(direction="rtl")).root) > 180


@every_chart
def test_a_text_has_the_direction_of_its_letters_and_stands_in_the_same_place(draw: Draw) -> None:
    chart = Drawing.of(draw("مصر (OSI)", direction="rtl"))
    arabic = next(one for one in chart.all("text") if "مصر" in (one.text or ""))
    latin = next(one for one in chart.all("text") if one.text in ("There", "Mean", "Mean 0.75"))
    assert arabic.attrib["direction"] == "rtl"
    assert "direction" not in latin.attrib
    assert "text-anchor" not in arabic.attrib, "it starts at its place"
    assert latin.attrib["text-anchor"] == "end"


@every_chart
def test_words_are_translated(draw: Draw) -> None:
    chart = draw(words={"no value": "keine Angabe", "missing": "Fehlt: {names}."})
    assert "keine Angabe" in [cell for row in chart.table for cell in row]
    assert "Fehlt: " in chart.description


@every_chart
def test_numbers_are_written_by_the_callers_function(draw: Draw) -> None:
    chart = draw(number=lambda value: f"{value * 100:.0f}\u00a0%")
    assert "25\u00a0%" in [cell for row in chart.table for cell in row]
    assert any("75\u00a0%" in text for text in Drawing.of(chart).texts())
    assert "75\u00a0%" in chart.description


@every_chart
def test_the_font_is_an_attribute(draw: Draw) -> None:
    assert Drawing.of(draw()).root.attrib["font-family"] == "sans-serif"
    assert Drawing.of(draw(font="Print Naskh")).root.attrib["font-family"] == "Print Naskh"


@every_chart
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"high": 0.6}, r"outside 0 to 0\.6: .*0\.75"),
        ({"low": 0.3}, r"outside 0\.3 to 1: Here, \w+ 0\.25"),
        ({"low": 1, "high": 1}, "low must be a number below high"),
        ({"high": float("inf")}, "low must be a number below high"),
        ({"decimals": 0, "high": 0.4}, "0 decimals cannot tell 0"),
        ({"decimals": -1}, "decimals must not be negative"),
        ({"direction": "up"}, "direction must be"),
        ({"words": {"no valu": "none"}}, "unknown word 'no valu'"),
        ({"words": {"missing": "None."}}, "must keep the fields"),
        ({"words": {"missing": "{names!r}"}}, "must keep the fields"),
        ({"words": {"missing": "{names"}}, "does not close"),
        ({"prefix": "1 2"}, "an id must be"),
        ({"title": " "}, "is empty"),
        ({"name": "\x07"}, "control character"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: Draw, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        draw(**options)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: parts("T", "p", []),
        lambda: parts("T", "p", [Series("Here", {})]),
        lambda: trend("T", "p", [], [Series("Here", {})]),
        lambda: trend("T", "p", ["2016"], []),
        lambda: radar("T", "p", []),
        lambda: spread("T", "p", [], ("2016", "2024")),
    ],
)
def test_nothing_is_refused(draw: Draw) -> None:
    with pytest.raises(ValueError, match="needs at least one"):
        draw()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: parts("T", "p", [Series("Here", {"One": 1}), Series("Here", {"One": 1})]),
        lambda: trend("T", "p", ["2016", "2016"], [Series("Here", {})]),
        lambda: spread("T", "p", [("Here", 0, 1), ("Here", 1, 0)], ("2016", "2024")),
        lambda: spread("T", "p", [("Here", 0, 1)], ("2016", "2016")),
    ],
)
def test_two_of_the_same_name_are_refused(draw: Draw) -> None:
    with pytest.raises(ValueError, match="given twice"):
        draw()


# ------------------------------------------------------- nothing leaves the sheet

NAMES = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=45).map("".join).filter(str.strip)
SCALES = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)).filter(
    lambda pair: pair[0] + 2 <= pair[1]
)


@st.composite
def a_chart(draw: st.DrawFn) -> Chart:
    low, high = draw(SCALES)
    values = st.none() | st.floats(low, high)
    labels = draw(st.lists(NAMES, min_size=1, max_size=12, unique=True))
    options: Any = {
        "low": low,
        "high": high,
        "decimals": draw(st.integers(0, 4)),
        "direction": draw(st.sampled_from(["ltr", "rtl"])),
        "words": {"no value": draw(NAMES)},
    }
    if draw(st.booleans()):
        rows = [(label, draw(values), draw(values)) for label in labels]
        editions = draw(st.lists(NAMES, min_size=2, max_size=2, unique=True))
        lines = draw(st.lists(st.tuples(NAMES, st.floats(low, high)), max_size=4))
        return spread("T", "p", rows, (editions[0], editions[1]), lines, **options)
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    series = [Series(name, {label: draw(values) for label in labels}) for name in names]
    if 3 <= len(labels) <= 8 and draw(st.booleans()):
        reach = [
            Series(f"{names[0]} {end}", {label: draw(values) for label in labels}) for end in "ab"
        ]
        return radar("T", "p", series, (reach[0], reach[1]), **options)
    if draw(st.booleans()):
        return trend("T", "p", labels, series, **options)
    return parts("T", "p", series, **options)


@given(a_chart())
def test_everything_drawn_is_on_the_sheet(chart: Chart) -> None:
    assert Drawing.of(chart).outside() == []


@given(a_chart())
def test_the_table_is_a_full_grid(chart: Chart) -> None:
    assert len({len(row) for row in chart.table}) == 1
    assert all(cell for row in chart.table for cell in row)


def test_every_word_is_used() -> None:
    """A word that no chart says would be work for translators for nothing."""
    marks = {key: chr(0x2460 + number) for number, key in enumerate(WORDS)}
    marked = {key: marks[key] + text for key, text in WORDS.items()}
    up_down = {"a": 0.1, "b": 0.9, "c": 0.5, "d": 0.5}
    down_up = {"a": 0.9, "b": 0.1, "c": 0.5}
    charts = [
        parts("T", "p", [Series("X", up_down), Series("Y", down_up)], words=marked),
        parts("T", "p", [Series("X", {"a": 0.1}), Series("Y", {"a": None})], words=marked),
        trend(
            "T",
            "p",
            ["a", "b", "c"],
            [
                Series("Rise", {"a": 0.1, "b": 0.9}),
                Series("Fall", {"a": 0.9, "c": 0.1}),
                Series("Level", {"a": 0.5, "c": 0.5}),
                Series("Equal", {"a": 0.5, "b": 0.2, "c": 0.5}),
            ],
            words=marked,
        ),
        parts("T", "p", [Series("X", {"a": 0.5, "b": 0.5})], words=marked),
        spread("T", "p", [("X", 0.1, None)], ("a", "b"), [("R", 0.5)], words=marked),
        spread("T", "p", [("X", 0.1, 0.2), ("Y", 0.3, 0.4)], ("a", "b"), words=marked),
        radar(
            "T",
            "p",
            [Series("X", down_up)],
            (Series("Y", down_up), Series("Z", down_up)),
            words=marked,
        ),
    ]
    said = "".join(chart.description + str(chart.table) + chart.svg for chart in charts)
    assert [key for key in WORDS if marks[key] not in said] == []
