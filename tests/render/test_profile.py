"""Profiles of a sheet as charts."""

from __future__ import annotations

import pytest
from tests.charts.drawing import Drawing

from sessionpress.answers.profile import Figures, SectionProfile
from sessionpress.render.profile import profile_chart

pytestmark = pytest.mark.usefixtures("silence")


def sections(*levels: tuple[float, ...], names: str = "ABCDEFGH") -> list[SectionProfile]:
    return [
        SectionProfile(name, 4, Figures(given, 0), Figures(given, 0), ())
        for name, given in zip(names, levels, strict=False)
    ]


def test_all_together_are_drawn_as_means_in_a_band() -> None:
    chart = profile_chart([], "All", "p", sections((1, 3), (2,), ()))
    assert chart.table == (
        ("Part", "Mean", "Smallest", "Largest"),
        ("A", "2.0", "1.0", "3.0"),
        ("B", "2.0", "2.0", "2.0"),
        ("C", "no value", "no value", "no value"),
    )
    assert Drawing.of(chart).texts("sp-tick") == ["1", "2", "3", "4"]


def test_persons_and_what_they_agreed_on_lie_over_each_other() -> None:
    one, other, agreed = (
        sections((1,), (2,), (3,)),
        sections((3,), (2,), (1,)),
        sections((2,), (), ()),
    )
    chart = profile_chart([("A", one), ("B", other), ("Agreed", agreed)], "Ours", "p")
    assert chart.table[0] == ("Part", "A", "B", "Agreed")
    assert "Radar chart" in chart.description


def test_two_sections_are_bars() -> None:
    chart = profile_chart([], "All", "p", sections((1, 3), (2,)))
    assert "Bar chart" in chart.description
    assert chart.table[0] == ("Part", "Mean", "Smallest", "Largest")


def test_without_any_section_nothing_can_be_drawn() -> None:
    with pytest.raises(ValueError, match="at least one"):
        profile_chart([], "All", "p")
