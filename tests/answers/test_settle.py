"""A value is read as what its cell is for, or it stays as it is and a finding says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sheets import sheet_of, with_sheets

from sessionpress.answers.cells import revision
from sessionpress.answers.model import Handin, Raw, Value
from sessionpress.answers.settle import Settled, settle
from sessionpress.content.model import Sheet

pytestmark = pytest.mark.usefixtures("silence")

REQUIRED = {"country": "AAA", "story": "Queues."}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    return sheet_of(with_sheets(tmp_path_factory.mktemp("toolkit")), "everything")


def settled(sheet: Sheet, **cells: Raw) -> Settled:
    """Settle cells of the sheet; two underscores stand for a slash, one for a hyphen."""
    named = {name.replace("__", "/").replace("_", "-"): value for name, value in cells.items()}
    return settle(Handin("a.json", sheet.id, {**REQUIRED, **named}), sheet)


def value(sheet: Sheet, cell: str, raw: Raw) -> Value | None:
    """The value that one cell gets; nothing must be said about it."""
    result = settle(Handin("a.json", sheet.id, {**REQUIRED, cell: raw}), sheet)
    assert [str(one) for one in result.findings] == []
    return result.answers.values.get(cell)


def said(sheet: Sheet, cell: str, raw: Raw) -> str:
    """What is said of a value that cannot be read; it must be kept as text."""
    result = settle(Handin("a.json", sheet.id, {**REQUIRED, cell: raw}), sheet)
    (finding,) = result.findings
    assert finding.left_out
    assert cell not in result.answers.values
    assert cell in result.answers.unread
    return str(finding)


@pytest.mark.parametrize(
    ("cell", "raw", "expected"),
    [
        ("name", "  Birth   papers\n", "Birth papers"),
        ("story", "One.\r\n\r\nTwo.\x07 ", "One.\n\nTwo."),
        ("name", "Bénérice", "Bénérice"),
        ("visits", "12", 12.0),
        ("visits", 12, 12.0),
        ("visits", " 3,5 ", 3.5),
        ("visits", "٣٫٥", 3.5),
        ("visits", "۱۲", 12.0),
        ("visits", "১২", 12.0),
        ("steps/1/cost", "1,234,567", 1_234_567.0),
        ("steps/1/cost", "1 234", 1234.0),
        ("steps/1/cost", "٬".join(["١", "٢٣٤"]), 1234.0),
        ("steps/1/cost", "1,234.50", 1234.5),
        ("since", "2030-03-04", "2030-03-04"),
        ("since", "۲۰۳۰-۰۳-۰۴", "2030-03-04"),
        ("since", "2030-03-04 00:00:00", "2030-03-04"),
        ("pace", "fine", "fine"),
        ("pace", " just  RIGHT ", "fine"),
        ("country", "bérénice & co <ISLAND>", "BBB"),
        ("groups", ("Men", "women"), ("women", "men")),
        ("groups", "children; Women", ("women", "children")),
        ("groups", "Men\nMen", ("men",)),
        ("lead-one", 3.0, 3.0),
        ("lead-one", "٢", 2.0),
        ("lead-one", "2 - Rarely", 2.0),
        ("lead-one", "often", 3.0),
        ("steps/3/where", "AAA", "AAA"),
        ("fixed/2/used", "daily", "daily"),
    ],
)
def test_a_value_is_read_as_what_its_cell_is_for(
    everything: Sheet, cell: str, raw: Raw, expected: Value
) -> None:
    assert value(everything, cell, raw) == expected


@pytest.mark.parametrize("raw", ["", "   ", "\n", (), ("", " "), False])
def test_a_blank_is_no_answer(everything: Sheet, raw: Raw) -> None:
    assert value(everything, "name", raw) is None


@pytest.mark.parametrize(
    ("cell", "raw", "expected"),
    [
        (
            "name",
            "x" * 21,
            "a.json, Name of the service: the text has 21 characters. The most are 20.",
        ),
        (
            "story",
            "x" * 10_001,
            "a.json, What happens: the text has 10,001 characters. The most are 10,000; "
            "shorten it.",
        ),
        (
            "visits",
            "many",
            'a.json, Visits: "many" cannot be read as one number. Write digits only.',
        ),
        (
            "visits",
            "1,234",
            'a.json, Visits: "1,234" cannot be read as one number. Write digits only.',
        ),
        ("visits", 100, "a.json, Visits: 100 is out of range. The range is 0 to 99."),
        ("steps/2/cost", "-1", "a.json, Steps, 2: Cost: -1 is out of range. It is 0 at least."),
        (
            "since",
            "04/03/2030",
            'a.json, Since: "04/03/2030" cannot be read as a date. Write year-month-day: '
            "2030-03-04.",
        ),
        (
            "since",
            "2030-02-30",
            'a.json, Since: "2030-02-30" cannot be read as a date. Write year-month-day: '
            "2030-03-04.",
        ),
        (
            "pace",
            "to slow",
            'a.json, The pace is: "to slow" is none of the options. Did you mean "Too slow"?',
        ),
        (
            "groups",
            ("Women", "Cats"),
            'a.json, For whom: "Cats" is none of the options. Known: Children, Men, Women.',
        ),
        ("lead-one", 4, "a.json, They lead.: 4 is no level. The levels are 1 to 3."),
        ("lead-one", "2.5", "a.json, They lead.: 2.5 is no level. The levels are 1 to 3."),
        (
            "stroy",
            "x",
            'a.json, stroy: the sheet has no such field; "x" was left out. Did you mean "story"?',
        ),
        (
            "fixed/3/used",
            "x" * 50,
            f'a.json, fixed/3/used: the sheet has no such field; "{"x" * 39}…" was left out. '
            'Did you mean "fixed"?',
        ),
        (
            "steps/61/step",
            "x",
            'a.json, steps/61/step: the sheet has no such field; "x" was left out. Did you mean '
            '"steps"?',
        ),
    ],
)
def test_what_cannot_be_read_is_kept_and_said(
    everything: Sheet, cell: str, raw: Raw, expected: str
) -> None:
    assert said(everything, cell, raw) == expected


def test_a_megabyte_of_spaces_among_options_costs_no_time(everything: Sheet) -> None:
    assert value(everything, "groups", f"Women{' ' * 1_000_000};Men") == ("women", "men")


def test_a_table_may_have_more_rows_than_are_printed(everything: Sheet) -> None:
    result = settled(everything, steps__7__step="Seven", steps__7__cost="2")
    assert result.findings == ()
    assert result.answers.rows("steps") == {7: {"step": "Seven", "cost": 2.0, "all": 2.0}}


def test_computed_cells_are_computed_here_and_never_taken_from_a_file(everything: Sheet) -> None:
    result = settled(
        everything,
        lead_one=1,
        lead_two=2,
        middle=99,
        steps__1__cost=2,
        steps__1__fees=3,
        steps__2__cost=4,
        total=7777,
    )
    assert result.findings == ()
    assert {
        name: result.answers.values[name] for name in ("middle", "steps/1/all", "steps/2/all")
    } == {"middle": 1.5, "steps/1/all": 5.0, "steps/2/all": 4.0}
    assert result.answers.number("total") == 6.0
    assert "steps/3/all" not in result.answers.values


def test_another_version_of_the_sheet_is_said_and_what_fits_is_taken(everything: Sheet) -> None:
    old = settle(Handin("a.json", "everything", REQUIRED, revision="00000000"), everything)
    assert [(str(one), one.left_out) for one in old.findings] == [
        (
            'a.json: it was filled in another version of the sheet "Everything <& more>". What '
            "still fits was taken; look at what is named below.",
            False,
        )
    ]
    assert old.answers.text("country") == "AAA"
    same = settle(
        Handin("a.json", "everything", REQUIRED, revision=revision(everything)), everything
    )
    assert same.findings == ()


def test_what_must_be_filled_in_and_is_blank_is_said_but_nothing_was_left_out(
    everything: Sheet,
) -> None:
    result = settle(Handin("a.json", "everything", {"name": "x"}), everything)
    assert [(str(one), one.left_out) for one in result.findings] == [
        ("a.json, Country: this is not filled in. Ask, or leave it open.", False),
        ("a.json, What happens: this is not filled in. Ask, or leave it open.", False),
    ]


def test_a_sheet_with_nothing_in_it_is_said_once(everything: Sheet) -> None:
    result = settle(Handin("a.json", "everything", {"name": " "}), everything)
    assert [str(one) for one in result.findings] == [
        "a.json: nothing is filled in. Ask for the filled sheet."
    ]


@given(text=st.text(max_size=40), cell=st.sampled_from(["name", "visits", "since", "pace", "x"]))
def test_any_text_is_a_value_or_is_kept_as_text(everything: Sheet, text: str, cell: str) -> None:
    result = settle(Handin("a.json", "everything", {**REQUIRED, cell: text}), everything)
    kept = cell in result.answers.values or cell in result.answers.unread
    assert kept == bool(_printable(text))
    assert bool(result.answers.unread) == any(one.left_out for one in result.findings)


def _printable(text: str) -> str:
    return "".join(sign for sign in text if ord(sign) >= 32 and ord(sign) != 127).strip()


@given(number=st.floats(0, 99, allow_nan=False).map(lambda one: round(one, 3)))
def test_a_number_is_read_alike_as_number_and_as_text_in_any_digits(
    everything: Sheet, number: float
) -> None:
    text = f"{number:.3f}"
    arabic = text.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    bengali = text.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    assert {value(everything, "visits", one) for one in (text, arabic, bengali)} == {number}
