"""Decks as PPTX: read back, opened by another program, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Show
from pptx.slide import Slide
from pptx.util import Pt
from tests.office import saved_again
from tests.slides import ARABIC_SLIDES, deck, with_slides
from tests.toolkits import OVERRIDES

from sessionpress.bind.packages import unpack
from sessionpress.bind.pptx import deck_pptx
from sessionpress.render.templates import make_environment

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(with_slides(tmp_path_factory.mktemp("slides")))


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(with_slides(tmp_path_factory.mktemp("arabic"), ARABIC_SLIDES, "ar"))


def written(root: Path) -> bytes:
    made, press = deck(root)
    return deck_pptx(made, press.images, make_environment(OVERRIDES))


def opened(data: bytes) -> Show:
    return Presentation(io.BytesIO(data))


def texts(slide: Slide) -> list[str]:
    shapes: list[Any] = list(slide.shapes)
    return [shape.text_frame.text for shape in shapes if shape.has_text_frame]


def described(slide: Slide) -> list[str]:
    names = slide.shapes._spTree.iter(qn("p:cNvPr"))
    return [name.get("descr") for name in names if name.get("descr")]


# ---------------------------------------------------------------- what stands in it


def test_it_is_as_wide_as_a_screen_and_begins_with_its_session(data: bytes) -> None:
    show = opened(data)
    assert (show.slide_width, show.slide_height) == (Pt(960), Pt(540))
    assert len(show.slides) == 6
    assert sorted(texts(show.slides[0])) == [
        "CC BY-SA 4.0",
        "Reading",
        "Session 1",
        "Tiny toolkit\nFacilitator's edition 2030.1",
    ]


def test_each_slide_has_a_title_text_foot_and_number_as_programs_know_them(data: bytes) -> None:
    slide = opened(data).slides[2]
    kinds = {one.placeholder_format.type: one.text_frame.text for one in slide.placeholders}
    assert kinds == {
        PP_PLACEHOLDER.TITLE: "Lists",
        PP_PLACEHOLDER.OBJECT: (
            "Say this first (Statistics office, 2030).\nOne thing\ninside it\nAnother\nthree\nfour"
        ),
        PP_PLACEHOLDER.FOOTER: "Session 1 · Tiny toolkit, Facilitator's edition 2030.1",
        PP_PLACEHOLDER.SLIDE_NUMBER: "‹#›",
    }


def test_lists_have_real_signs_levels_and_numbers(data: bytes) -> None:
    body = opened(data).slides[2].placeholders[1]
    found = [
        (
            paragraph.level,
            [sign.tag.rpartition("}")[2] for sign in paragraph._p.pPr if "bu" in sign.tag],
            [one.get("startAt") for one in paragraph._p.iter(qn("a:buAutoNum"))],
        )
        for paragraph in body.text_frame.paragraphs
    ]
    bullet, number = ["buClr", "buFont", "buChar"], ["buClr", "buFont", "buAutoNum"]
    assert found == [
        (0, ["buNone"], []),
        (0, bullet, []),
        (1, bullet, []),
        (0, bullet, []),
        (0, number, ["3"]),
        (0, number, ["3"]),
    ]
    runs = [(run.text, run.font.bold) for run in body.text_frame.paragraphs[1].runs]
    assert runs == [("One", True), (" thing", None)]


def test_a_table_is_a_table_with_a_head(data: bytes) -> None:
    slide = opened(data).slides[3]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["What", "Who"], ["Cards", "North"], ["Figures", ""]]
    assert table.first_row
    assert described(slide) == ["Who counts what"]
    assert slide.shapes.title.text == "A table & <more>"


def test_a_chart_is_shapes_and_words_in_colours_of_the_theme(data: bytes) -> None:
    slide = opened(data).slides[4]
    (group,) = [one for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.GROUP]
    words = {shape.text_frame.text for shape in group.shapes if shape.has_text_frame}
    assert {"2028", "2030", "Alland 0.55", "World 0.52"} <= words
    assert described(slide)[0].startswith("Both places. ")
    assert list(group._element.iter(qn("a:srgbClr"))) == []
    assert "Both places. Figures: Survey of cards" in texts(slide)
    smallest = min(int(run.get("sz")) for run in group._element.iter(qn("a:rPr")))
    assert smallest >= 1200


def test_pictures_have_words_and_a_drawing_stays_a_drawing(data: bytes) -> None:
    show = opened(data)
    assert described(show.slides[1]) == ["A square"]
    assert described(show.slides[5]) == ["A green plate"]
    parts = unpack(data)
    assert parts["ppt/media/drawing1.svg"].startswith(b"<svg")
    assert b"svgBlip" in parts["ppt/slides/slide2.xml"]


def test_notes_go_along_with_the_item_that_they_belong_to(data: bytes) -> None:
    notes = [one.notes_slide.notes_text_frame for one in list(opened(data).slides)[1:]]
    assert {one.text for one in notes if one} == {"What a card is, 15 min\n• Say what a card is."}


def test_colours_and_fonts_stand_in_the_theme_only(data: bytes) -> None:
    parts = unpack(data)
    assert parts["ppt/theme/theme1.xml"] == parts["ppt/theme/theme2.xml"]
    assert b'<a:dk2><a:srgbClr val="14304F"/></a:dk2>' in parts["ppt/theme/theme1.xml"]
    for name, part in parts.items():
        if name.startswith(("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/")):
            assert b"srgbClr" not in part, name
            fonts = set(re.findall(rb'<a:(?:latin|cs) typeface="([^"]*)"', part))
            assert {font[:1] for font in fonts} <= {b"+"}, name


def test_ids_of_shapes_are_unique_on_each_slide(data: bytes) -> None:
    for slide in opened(data).slides:
        ids = [name.get("id") for name in slide.shapes._spTree.iter(qn("p:cNvPr"))]
        assert len(ids) == len(set(ids))


# ---------------------------------------------------------------- from the right


def test_what_reads_from_the_right_is_set_so(arabic: bytes) -> None:
    show = opened(arabic)
    for slide in show.slides:
        places = [one for one in slide.element.iter(qn("a:pPr")) if one.get("algn")]
        assert {(one.get("rtl"), one.get("algn")) for one in places} == {("1", "r")}
        assert {run.get("lang") for run in slide.element.iter(qn("a:rPr"))} == {"ar"}
    table = next(one.table for one in show.slides[3].shapes if one.has_table)
    assert table._tbl.tblPr.get("rtl") == "1"
    assert show.element.get("rtl") == "1"
    title = show.slide_layouts[1].placeholders[0]
    assert title.name == "Title"
    assert unpack(arabic)["ppt/slideMasters/slideMaster1.xml"].count(b'algn="r" rtl="1"') >= 6


# ---------------------------------------------------------------- the file


def test_the_same_deck_is_the_same_bytes_with_one_date(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert written(with_slides(tmp_path_factory.mktemp("again"))) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2030, 3, 1, 0, 0, 0)}
    core = opened(data).core_properties
    assert (core.title, core.author, core.language) == (
        "Session 1: Reading",
        "Training centre",
        "en",
    )
    assert core.created == core.modified
    assert str(core.created) == "2030-03-01 00:00:00"


def test_libreoffice_opens_it_and_saves_all_that_stands_in_it(
    data: bytes, arabic: bytes, tmp_path: Path
) -> None:
    again = saved_again(tmp_path / "office", {"deck": data, "arabic": arabic}, "pptx")
    for before, after in ((data, again["deck"]), (arabic, again["arabic"])):
        old, new = opened(before), opened(after)
        assert [sorted(_said(one)) for one in new.slides] == [
            sorted(_said(one)) for one in old.slides
        ]
        pictures = [set(described(one)) for one in old.slides if _has_picture(one)]
        assert [set(described(one)) for one in new.slides if _has_picture(one)] == pictures


def _has_picture(slide: Slide) -> bool:
    """What is read out for tables and groups is dropped there; their words stay."""
    return any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in slide.shapes)


def _said(slide: Slide) -> list[str]:
    """Every text on a slide and in its notes, but the number, which programs write themselves."""
    frames = [text for text in texts(slide) if text and not re.fullmatch(r"\d+|‹#›", text)]
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    shapes: list[Any] = list(slide.shapes)
    cells = [
        cell.text
        for shape in shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    return [*frames, *cells, *([notes.text] if notes else [])]
