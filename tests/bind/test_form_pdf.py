"""The PDF of a sheet: every cell is a field that people, viewers and screen readers find."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image, ImageChops
from tests.pdf_forms import TYPED, filled, form_of, reader_of, toolkit_of
from tests.sheets import sheet_of
from tests.toolkits import OVERRIDES

from sessionpress.answers.cells import cells
from sessionpress.bind.form_pdf import write_form
from sessionpress.content.model import Toolkit
from sessionpress.problems import BuildError
from sessionpress.render.form import STAMP, can_be_typed, render_form

pytestmark = [pytest.mark.pdf, pytest.mark.usefixtures("silence")]

Corners = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_of(tmp_path_factory.mktemp("toolkit"))


@pytest.fixture(scope="module")
def form(toolkit: Toolkit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return form_of(toolkit, tmp_path_factory.mktemp("form") / "new folder" / "everything.pdf")


def fields(path: Path) -> dict[str, Any]:
    """Every field by name, in the order of the form; the hidden one last."""
    reader = reader_of(path.read_bytes())
    form: Any = reader.trailer["/Root"]["/AcroForm"]  # type: ignore[index]
    return {field.get_object()["/T"]: field.get_object() for field in form["/Fields"]}


def widgets(path: Path) -> list[tuple[int, str, Any]]:
    """Every box that is seen: number of the page, name of the field, annotation."""
    found = []
    for number, page in enumerate(reader_of(path.read_bytes()).pages):
        for reference in page["/Annots"]:  # type: ignore[attr-defined]
            note = reference.get_object()
            name = note.get("/T") or note["/Parent"]["/T"]
            if name != STAMP:
                found.append((number, name, note))
    return found


def names(toolkit: Toolkit, sheet: str) -> list[str]:
    """The names that the fields of a sheet must have; each option of choices is a field."""
    return [
        name
        for cell in cells(sheet_of(toolkit, sheet))
        for name in (
            [f"{cell.name}/{option.id}" for option in cell.options]
            if cell.kind == "choices"
            else [cell.name]
        )
    ]


@pytest.mark.parametrize("sheet", ["everything", "plan", "review"])
def test_every_cell_has_a_field_with_its_name_in_order(
    sheet: str, toolkit: Toolkit, tmp_path: Path
) -> None:
    made = form_of(toolkit, tmp_path / "form.pdf", sheet)
    assert list(fields(made)) == [*names(toolkit, sheet), STAMP]
    in_order = dict.fromkeys(name for _page, name, _note in widgets(made))
    assert list(in_order) == names(toolkit, sheet)


def test_kinds_limits_options_and_flags_are_those_of_the_sheet(form: Path) -> None:
    found = fields(form)
    kinds = {name: (field["/FT"], field.get("/Ff", 0)) for name, field in found.items()}
    required, several, one_of, combo = 1 << 1, 1 << 12, 1 << 15, 1 << 17
    assert kinds["country"] == ("/Ch", combo | required)
    assert kinds["name"] == ("/Tx", several)
    assert kinds["story"] == ("/Tx", several | required)
    assert kinds["visits"] == kinds["since"] == kinds["middle"] == ("/Tx", 0)
    assert kinds["pace"] == kinds["steps/2/size"] == kinds["steps/2/where"] == ("/Ch", combo)
    assert kinds["groups/men"] == ("/Btn", 0)
    assert kinds["lead-one"] == ("/Btn", one_of)
    assert found["name"]["/MaxLen"] == 20
    assert "/MaxLen" not in found["story"]
    assert found["pace"]["/Opt"] == [
        ["", " "],
        ["too-slow", "Too slow"],
        ["fine", "Just right"],
        ["too-fast", "Too fast"],
    ]
    assert all(field["/V"] in ("", "/Off") for name, field in found.items() if name != STAMP)


def test_people_who_do_not_see_a_box_hear_what_it_is_for(form: Path) -> None:
    said = {name: field["/TU"] for name, field in fields(form).items()}
    assert said["name"] == "Name of the service. As people say it. Most characters: 20."
    assert said["visits"] == "Visits. A number 0–99."
    assert said["since"] == "Since. A date as year-month-day, for example 2030-03-04."
    assert said["groups/men"] == "Men. For whom."
    assert said["lead-one"] == "They lead."
    assert said["steps/2/cost"] == "Steps, 2: Cost. A number 0 or more."
    assert said["fixed/1/used"] == "Channels, Counter: How often used."
    assert said["total"] == (
        "All costs. the sum of Cost. Write it by hand on paper; files are computed again."
    )
    levels = [note["/TU"] for _page, name, note in widgets(form) if name == "lead-two"]
    assert levels == [
        "1: Never. They follow up.",
        "2: Rarely. They follow up.",
        "3: Often. They follow up.",
    ]


def test_boxes_have_every_look_and_viewers_need_not_make_one(form: Path) -> None:
    reader = reader_of(form.read_bytes())
    declared: Any = reader.trailer["/Root"]["/AcroForm"]  # type: ignore[index]
    assert declared["/NeedAppearances"].value is False
    for _page, name, note in widgets(form):
        looks = note["/AP"]["/N"]
        assert note["/F"] == 4
        if name.startswith(("groups", "lead")):
            chosen = set(looks) - {"/Off"}
            assert len(chosen) == 1
            assert note["/AS"] == "/Off"
            assert set(looks) == {"/Off", *chosen}
        else:
            assert looks.get_data() == b"/Tx BMC EMC"
    circles = [set(note["/AP"]["/N"]) for _page, name, note in widgets(form) if name == "lead-one"]
    assert circles == [{"/Off", "/1"}, {"/Off", "/2"}, {"/Off", "/3"}]


def test_what_is_typed_has_a_font_of_one_byte_a_letter_with_turkish_ones(form: Path) -> None:
    declared: Any = reader_of(form.read_bytes()).trailer["/Root"]["/AcroForm"]  # type: ignore[index]
    font = declared["/DR"]["/Font"]["/Field"]
    assert font["/Subtype"] == "/TrueType"
    assert "/FontFile2" in font["/FontDescriptor"]
    assert {"/uni011E", "/uni0131", "/uni015F"} <= set(font["/Encoding"]["/Differences"])
    assert len(font["/Widths"]) == 256 - 32
    assert all(
        field.get("/DA", "/Field 10 Tf").startswith("/Field") for field in fields(form).values()
    )


def test_every_box_stands_once_in_the_tag_tree_in_reading_order(form: Path) -> None:
    reader = reader_of(form.read_bytes())
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert all(str(page["/Tabs"]) == "/S" for page in reader.pages)
    tagged: list[str] = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if not hasattr(element, "get"):
            return
        if element.get("/Type") == "/OBJR":
            note = element["/Obj"]
            tagged.append(note.get("/T") or f"{note['/Parent']['/T']} {note['/TU'][0]}")
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            walk(kid)

    walk(root["/StructTreeRoot"])
    seen = [note.get("/T") or f"{name} {note['/TU'][0]}" for _page, name, note in widgets(form)]
    assert tagged == seen
    assert [one.title for one in reader.outline[1]] == ["Pace", "Leadership", "Work"]  # type: ignore[union-attr]


def test_the_form_says_of_which_sheet_it_is(form: Path) -> None:
    reader = reader_of(form.read_bytes())
    hidden = fields(form)[STAMP]
    assert hidden["/F"] == 2
    assert hidden["/V"] == reader.metadata["/SessionpressForm"]  # type: ignore[index]
    assert '"sheet": "everything"' in hidden["/V"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Everything <& more>"
    foot = subprocess.run(
        ["pdftotext", "-f", "2", "-layout", form, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"Tiny toolkit, 2030\.1 +Page 2 of 2 +everything [0-9a-f]{8}", foot)


def corners(note: Any) -> Corners:
    left, bottom, right, top = (float(one) for one in note["/Rect"])
    return left, bottom, right, top


def overlap(one: Corners, other: Corners) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.5 and along > 0.5


def printed_words(path: Path) -> list[tuple[int, str, Corners]]:
    """Every word: number of the page, the word, its corners from the foot of the page."""
    html = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    found = []
    for number, page in enumerate(html.split("<page ")[1:]):
        height = float(re.search(r'height="([\d.]+)"', page)[1])  # type: ignore[index]
        shape = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<'
        for left, top, right, bottom, word in re.findall(shape, page):
            place = (float(left), height - float(bottom), float(right), height - float(top))
            found.append((number, word, place))
    return found


PAPERS = list(itertools.product(("A4", "A3"), ("portrait", "landscape")))


@pytest.mark.parametrize(("paper", "orientation"), PAPERS)
def test_boxes_lie_on_the_paper_apart_from_words_and_each_other(
    paper: str, orientation: str, toolkit: Toolkit, tmp_path: Path
) -> None:
    made = form_of(toolkit, tmp_path / "form.pdf", paper=paper, orientation=orientation)
    reader = reader_of(made.read_bytes())
    wide, high = (float(one) for one in reader.pages[0].mediabox[2:])
    assert round(max(wide, high) / 72 * 25.4) == {"A4": 297, "A3": 420}[paper]
    assert (wide > high) == (orientation == "landscape")
    boxes = [(page, name, corners(note)) for page, name, note in widgets(made)]
    for _page, name, (left, bottom, right, top) in boxes:
        assert 30 < left < right < wide - 30, name
        assert 30 < bottom < top < high - 30, name
        if not name.startswith(("groups", "lead")):
            assert right - left > 36, f"{name} is too narrow to write in"
            assert top - bottom > 18, f"{name} is too low to write in"
    for (page, name, one), (other_page, other_name, other) in itertools.combinations(boxes, 2):
        assert page != other_page or not overlap(one, other), (name, other_name)
    for (page, name, box), (word_page, word, place) in itertools.product(
        boxes, printed_words(made)
    ):
        middle = (place[0], place[1] + 2, place[2], place[3] - 2)
        assert page != word_page or not overlap(box, middle), (name, word)


def test_a_box_in_a_table_is_as_high_as_its_row(toolkit: Toolkit, tmp_path: Path) -> None:
    sheet = sheet_of(toolkit, "everything")
    table = next(field for field in sheet.fields if field.id == "fixed")
    tall = replace(table, rows=("Counter " * 20, "Telephone"))
    changed = replace(sheet, fields=tuple(tall if one is table else one for one in sheet.fields))
    made = tmp_path / "form.pdf"
    write_form(changed, toolkit, made, overrides=OVERRIDES, language="en")
    heights = {
        name: corners(note)[3] - corners(note)[1]
        for _page, name, note in widgets(made)
        if name.startswith("fixed")
    }
    assert heights["fixed/1/used"] > heights["fixed/2/used"] + 10


def pictures(path: Path, folder: Path) -> list[Image.Image]:
    """The pages as Poppler draws them, grey, one pixel a point."""
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "72", "-gray", path, folder / "page"], check=True)
    return [Image.open(page) for page in sorted(folder.iterdir())]


def test_poppler_draws_what_is_typed_ticked_and_chosen(form: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.pdf"
    done.write_bytes(filled(form.read_bytes()))
    text = subprocess.run(
        ["pdftotext", "-layout", done, "-"], capture_output=True, text=True, check=True
    ).stdout
    for line in ("One line.", "Another line with a café in it.", "2030-03-04", "Talk with users"):
        assert line in text
    before, after = pictures(form, tmp_path / "before"), pictures(done, tmp_path / "after")
    for page, name, note in widgets(form):
        left, bottom, right, top = corners(note)
        height = before[page].height
        box = (round(left) + 1, round(height - top) + 1, round(right), round(height - bottom))
        change = ImageChops.difference(before[page].crop(box), after[page].crop(box))
        wanted = name in TYPED
        if "/Parent" in note:
            wanted = TYPED.get(name) in note["/AP"]["/N"]
        _least, most = cast("tuple[int, int]", change.getextrema())
        assert (most > 60) == wanted, name


def test_the_same_sheet_gives_the_same_bytes(form: Path, toolkit: Toolkit, tmp_path: Path) -> None:
    again = form_of(toolkit, tmp_path / "again.pdf")
    assert again.read_bytes() == form.read_bytes()


def test_where_viewers_cannot_draw_what_is_typed_the_form_is_for_the_hand(
    toolkit: Toolkit, tmp_path: Path
) -> None:
    assert [one for one in ("en", "ar", "fa-IR", "ur", "bn", "tr", "id") if not can_be_typed(one)]
    made = tmp_path / "form.pdf"
    sheet = sheet_of(toolkit, "everything")
    write_form(sheet, toolkit, made, overrides=OVERRIDES, language="ar", direction="rtl")
    reader = reader_of(made.read_bytes())
    root: Any = reader.trailer["/Root"]
    assert "/AcroForm" not in root
    assert not any(page.get("/Annots") for page in reader.pages)
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert '"sheet": "everything"' in str(reader.metadata["/SessionpressForm"])  # type: ignore[index]


def test_a_fillable_form_from_right_to_left_starts_its_fields_on_the_right(
    toolkit: Toolkit, tmp_path: Path
) -> None:
    made = tmp_path / "form.pdf"
    sheet = sheet_of(toolkit, "plan")
    write_form(sheet, toolkit, made, overrides=OVERRIDES, language="he", direction="rtl")
    root: Any = reader_of(made.read_bytes()).trailer["/Root"]
    assert root["/AcroForm"]["/Q"] == 2


def test_a_missing_font_of_what_is_typed_stops_the_build(toolkit: Toolkit, tmp_path: Path) -> None:
    overrides = tmp_path / "overrides"
    shutil.copytree(OVERRIDES, overrides)
    (overrides / "fonts" / "noto-sans-latin-ext-400.woff2").unlink()
    with pytest.raises(BuildError, match=r"noto-sans-latin-ext-400\.woff2"):
        write_form(
            sheet_of(toolkit, "plan"),
            toolkit,
            tmp_path / "form.pdf",
            overrides=overrides,
            language="en",
        )
    assert not (tmp_path / "form.pdf").exists()


def test_the_template_has_a_box_for_each_entry_and_no_other(toolkit: Toolkit) -> None:
    for sheet in toolkit.sheets:
        form = render_form(sheet, toolkit, OVERRIDES, language="en")
        boxes = Counter(re.findall(r'<input [^>]*name="([^"]+)"', form.html))
        assert boxes == {
            name: len(entry.options) if entry.kind in ("ticks", "one-of") else 1
            for name, entry in form.entries.items()
        }
