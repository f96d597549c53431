"""What is said of slides, whatever form the deck gets."""

from __future__ import annotations

from pathlib import Path

from tests.slides import deck, decks, with_slides
from tests.toolkits import CARDS, OVERRIDES, changed, tiny

from sessionpress.make import make_edition
from sessionpress.render.book import PageHtml
from sessionpress.render.deck import Drawing, Grid, Line, Picture, Run, Slide, plain, slides_of
from sessionpress.render.slide_fit import BOTTOM, EDGE, READABLE, TOP, WIDTH, lay_out


def test_a_deck_is_offered_with_its_session_to_facilitators_only(tmp_path: Path) -> None:
    root = with_slides(tmp_path)
    offered = [(one.target, one.form, one.page) for one in decks(root)[0]]
    opening = "sessions/reading/index.html"
    assert offered == [
        ("downloads/tiny-2030.1-session-1-slides.pptx", "PPTX", opening),
        ("downloads/tiny-2030.1-session-1-slides.html", "HTML", opening),
    ]
    participants = make_edition(root, OVERRIDES, "participant").documents
    assert [one for one in participants if one.output == "deck"] == []


def test_a_session_without_a_slide_has_no_deck(tmp_path: Path) -> None:
    closed = "//// slide | One card\n![A square](../../docs/plan.svg)\n////\n"
    assert decks(tiny(tmp_path, {CARDS: changed(CARDS, closed, "")}))[0] == []


def test_slides_keep_their_order_and_know_their_item_and_its_notes(tmp_path: Path) -> None:
    made, _press = deck(with_slides(tmp_path))
    titles = ["One card", "Lists", "A table & <more>", "A chart", "Words beside a picture"]
    assert [plain(one.title) for one in made.slides] == titles
    assert {one.item for one in made.slides} == {"What a card is, 15 min"}
    notes = (Line((Run("Say", bold=True), Run(" what a card is.")), "bullet", 0, 1),)
    assert {one.notes for one in made.slides} == {notes}
    assert (made.kicker, made.title, made.toolkit) == ("Session 1", "Reading", "Tiny toolkit")
    assert (made.edition, made.notice) == ("Facilitator's edition 2030.1", "CC BY-SA 4.0")


def test_a_slide_of_the_page_comes_where_it_stands() -> None:
    slide = '<section class="block slide"><h2>{}</h2></section>'
    talk = f'<section class="block talk"><h2>Talk</h2>{slide.format("One")}</section>'
    page = PageHtml("a", "a.html", "A", talk + slide.format("Two"), ())
    assert [(plain(one.title), one.item) for one in slides_of((page,))] == [
        ("One", "Talk"),
        ("Two", ""),
    ]


def test_each_kind_of_content_is_known(tmp_path: Path) -> None:
    made, _press = deck(with_slides(tmp_path))
    picture, lists, table, chart, beside = (one.parts for one in made.slides)
    assert picture == (Picture("plan.svg", "A square", 1, 1),)
    assert lists == (
        Line((Run("Say "), Run("this", italic=True), Run(" first (Statistics office, 2030)."))),
        Line((Run("One", bold=True), Run(" thing")), "bullet", 0, 1),
        Line((Run("inside it"),), "bullet", 1, 1),
        Line((Run("Another"),), "bullet", 0, 2),
        Line((Run("three"),), "number", 0, 3),
        Line((Run("four"),), "number", 0, 4),
    )
    head = ((Run("What"),), (Run("Who"),))
    rows = (((Run("Cards", bold=True),), (Run("North"),)), ((Run("Figures"),), ()))
    assert table == (Grid("Who counts what", head, rows),)
    assert isinstance(chart[0], Drawing)
    assert chart[0].told.startswith("Both places. ")
    assert chart[0].caption == "Both places. Figures: Survey of cards"
    assert beside == (
        Picture("sessions/reading/wide.png", "A green plate", 2400, 900),
        Line((Run("Look at it"),), "bullet", 0, 1),
    )


# ---------------------------------------------------------------- where everything stands


def of_lines(*texts: str) -> Slide:
    return Slide((Run("Title"),), tuple(Line((Run(text),), "bullet") for text in texts), ())


def test_few_words_get_large_letters_and_many_get_smaller_ones() -> None:
    few = lay_out(of_lines("One", "Two"), "en")
    many = lay_out(of_lines(*["A line of words that takes some room on a slide"] * 8), "en")
    assert (few.size, few.over) == (32, 0)
    assert READABLE <= many.size < few.size
    assert many.over == 0


def test_a_slide_that_cannot_fit_says_by_how_much() -> None:
    layout = lay_out(of_lines(*["Words"] * 60), "en")
    assert layout.size < READABLE
    assert layout.over > 100


def test_tall_scripts_get_taller_lines() -> None:
    lines = of_lines(*["Words"] * 8)
    assert lay_out(lines, "ur").size < lay_out(lines, "en").size


def test_a_title_of_two_lines_is_smaller_and_one_of_three_too_long() -> None:
    one, two, three = (
        lay_out(Slide((Run("A title of many words " * times),), (), ()), "en")
        for times in (1, 3, 7)
    )
    assert one.title > two.title
    assert not two.long_title
    assert three.long_title


def test_everything_stays_inside_the_slide_and_nothing_covers_another(tmp_path: Path) -> None:
    made, _press = deck(with_slides(tmp_path))
    for slide in made.slides:
        layout = lay_out(slide, "en")
        for box in layout.boxes:
            assert box.x >= EDGE - 0.1
            assert box.x + box.width <= WIDTH - EDGE + 0.1
            assert box.y >= TOP
            assert box.y + box.height <= BOTTOM + 0.1
        for one, other in zip(layout.boxes, layout.boxes[1:], strict=False):
            assert other.y >= one.y + one.height or other.x >= one.x + one.width


def test_a_small_picture_is_not_blown_up() -> None:
    slide = Slide((), (Picture("small.png", "A dot", 40, 20),), ())
    (box,) = lay_out(slide, "en").boxes
    assert (box.width, box.height) == (45, 22.5)


def test_the_columns_of_a_table_are_as_wide_as_their_words() -> None:
    long = (Run("Many words stand in this cell"),)
    grid = Grid("", ((Run("A"),), (Run("B"),)), (((Run("x"),), long),))
    (box,) = lay_out(Slide((), (grid,), ()), "en").boxes
    assert box.width == WIDTH - 2 * EDGE
    assert slides_of(()) == ()
