"""Figures: what is blank stays blank, what is wrong is said, what is shown is exact."""

from __future__ import annotations

from pathlib import Path

import citeproc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.toolkits import CARDS, Content, base_text, found, loaded, page, tiny

from sessionpress.content.csl import DATES, NAMES, OWN, TEXTS, faults
from sessionpress.content.refer import author_year, citations, expand

pytestmark = pytest.mark.usefixtures("silence")

SURVEY = "data/survey.csv"
TABLES = "data/tables.yml"


def test_a_blank_stays_blank(tmp_path: Path) -> None:
    table = loaded(tiny(tmp_path)).tables["survey"]
    assert table.figure("online", "WLD", "2030") is None
    figure = table.figure("online", "WLD", "2028")
    assert figure is not None
    assert (figure.text, figure.number) == ("0.50", 0.5)


@pytest.mark.parametrize("cell", ["", "   ", '""'])
def test_a_cell_of_spaces_is_blank(cell: str, tmp_path: Path) -> None:
    text = base_text(SURVEY).replace("WLD,2030,0.52", f"WLD,2030,{cell}")
    assert (
        loaded(tiny(tmp_path, {SURVEY: text})).tables["survey"].figure("index", "WLD", "2030")
        is None
    )


def test_nothing_is_never_zero(tmp_path: Path) -> None:
    text = base_text(SURVEY).replace("WLD,2030,0.52", "WLD,2030,0")
    figure = loaded(tiny(tmp_path, {SURVEY: text})).tables["survey"].figure("index", "WLD", "2030")
    assert figure is not None
    assert (figure.text, figure.number) == ("0.00", 0.0)


@pytest.mark.parametrize(
    "cell", ["nan", "inf", "1e3", "0x10", "1_000", ".5", "5.", "½", "0,5", "-", "٣"]
)
def test_what_python_would_take_for_a_number_is_none_here(cell: str, tmp_path: Path) -> None:
    text = base_text(SURVEY).replace("WLD,2030,0.52", f'WLD,2030,"{cell}"')
    problems = found(tiny(tmp_path, {SURVEY: text}))
    assert problems == [
        f'data/survey.csv:5: index: "{cell}" is not a number. '
        "Write digits with a point, or leave the cell blank. [data-number]"
    ]


@pytest.mark.parametrize(
    ("unit", "decimals", "cell", "shown"),
    [
        ('"%"', 1, "12.34", "12.3%"),
        ('"% of income"', 0, "12", "12% of income"),
        ("people", 0, "1234567", "1,234,567 people"),
        ("", 2, "5", "5.00"),
        ("", 0, "-3", "-3"),
    ],
)
def test_a_figure_is_shown_with_its_unit_and_digits(
    unit: str, decimals: int, cell: str, shown: str, tmp_path: Path
) -> None:
    files: dict[str, Content] = {
        TABLES: base_text(TABLES)
        + f"    other: {{label: Other, unit: {unit or '~'}, decimals: {decimals}}}\n",
        SURVEY: "\n".join(
            line + ("" if not line else ",other" if number == 0 else f",{cell}")
            for number, line in enumerate(base_text(SURVEY).split("\n"))
        ),
    }
    if not unit:
        files[TABLES] = str(files[TABLES]).replace(" unit: ~,", "")
    figure = loaded(tiny(tmp_path, files)).tables["survey"].figure("other", "AAA", "2030")
    assert figure is not None
    assert figure.text == shown


def test_a_row_over_several_lines_keeps_the_lines_of_those_below(tmp_path: Path) -> None:
    text = base_text(SURVEY).replace("The survey", '"The\nsurvey"', 1) + "AAB,2030,,,,,,\n"
    problems = found(tiny(tmp_path, {SURVEY: text}))
    assert [line.split(": ")[0] for line in problems] == ["data/survey.csv:7"]


def test_short_rows_are_filled_with_blanks_and_columns_may_stand_in_any_order(
    tmp_path: Path,
) -> None:
    text = "status,source,people,index,edition,place,online,date\n,S,0.1,0.2,2030,AAA\n"
    folder = tiny(tmp_path, {SURVEY: text, CARDS: page("Text.", "Cards")})
    figure = loaded(folder).tables["survey"].figure("index", "AAA", "2030")
    assert figure is not None
    assert figure.number == 0.2


def test_a_toolkit_needs_no_figures(tmp_path: Path) -> None:
    settings = base_text("toolkit.yml").split("home-edition")[0]
    files: dict[str, Content] = {
        "data/places.csv": None,
        "data/tables.yml": None,
        SURVEY: None,
        CARDS: base_text(CARDS).split("/// case")[0].replace("{{ survey.index.AAA.2030 }}", "one"),
        "toolkit.yml": settings + "outcomes:\n  - {id: insight, text: See trends.}\n",
    }
    assert found(tiny(tmp_path, files)) == []


# ---------------------------------------------------------------- variables and citations


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("survey.index.AAA.2030", "0.55"),
        ("survey.online.WLD.2030", None),
        ("survey.index.AAA", None),
        ("survey.index.AAA.2030.more", None),
        ("members.count.2030", "1"),
        ("members.count.2019", "0"),
        ("members.list.2030", "Alland"),
        ("members.list.2019", None),
        ("members.count.soon", None),
        ("toolkit.title", "Tiny toolkit"),
        ("toolkit.edition", "2030.1"),
        ("toolkit.notice", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_variable_stands_for_one_figure(name: str, text: str | None, tmp_path: Path) -> None:
    assert expand(name, loaded(tiny(tmp_path))) == text


def test_members_are_listed_as_people_write(tmp_path: Path) -> None:
    more = "BBB,Borland (Republic of),member,2021,,x,x\nCCC,Cland,member,2022,,x,x\n"
    toolkit = loaded(tiny(tmp_path, {"data/places.csv": base_text("data/places.csv") + more}))
    assert expand("members.list.2021", toolkit) == "Alland and Borland"
    assert expand("members.list.2022", toolkit) == "Alland, Borland and Cland"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("[@one]", [("one", "")]),
        ("[@one, p. 9]", [("one", "p. 9")]),
        ("[@one, p. 9; @two] and [@three]", [("one", "p. 9"), ("two", ""), ("three", "")]),
        ("[one] (@two) @three [@]", []),
        ("[@a-b_c:d.e]", [("a-b_c:d.e", "")]),
    ],
)
def test_citations_are_found(text: str, keys: list[tuple[str, str]]) -> None:
    assert [(one.key, one.locator) for one in citations(text)] == keys


def test_a_source_has_a_short_name(tmp_path: Path) -> None:
    toolkit = loaded(tiny(tmp_path))
    assert author_year(toolkit.sources["survey-30"]) == "Statistics office, 2030"


# ---------------------------------------------------------------- the list of sources


def test_the_fields_of_a_source_are_those_that_the_list_can_use() -> None:
    def ours(names: list[str]) -> set[str]:
        return {name.replace("_", "-") for name in names}

    assert ours(citeproc.NAMES) == NAMES
    assert ours(citeproc.DATES) == DATES
    assert ours(citeproc.VARIABLES) == TEXTS | NAMES | DATES


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9999) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["literal", "family", "date-parts", "x"]), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(OWN | NAMES | DATES | TEXTS | {"x"})), json_values))
def test_any_record_is_judged_without_a_crash(record: dict[str, object]) -> None:
    for rule, message, advice in faults(record):
        assert rule in ("header-key", "header-value")
        assert message and advice


@pytest.mark.parametrize(
    "field",
    [
        '"author": [{"family": "Ba", "given": "Li", "suffix": "Jr"}, {"literal": "Office"}]',
        '"issued": {"date-parts": [[2030, 2, 29]]}',
        '"issued": {"date-parts": [[2030, 2], [2030, 3]]}',
        '"issued": {"date-parts": [[2030]], "circa": true}',
        '"issued": {"literal": "no date"}',
        '"accessed": {"date-parts": [[2030, 12]]}',
        '"number": 7, "edition": "2nd", "URL": "https://example.org/a?b=c&d"',
        '"custom": {"short": "SO"}, "note": "Kept", "language": "ar"',
    ],
)
def test_a_right_record_is_listed(field: str, tmp_path: Path) -> None:
    record = f'[{{"id": "survey-30", "type": "report", "title": "Survey <b> & co", {field}}}]'
    assert found(tiny(tmp_path, {"data/sources.json": record})) == []
