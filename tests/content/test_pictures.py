"""Pictures are measured, and one that is more or other than a picture is refused in words."""

from __future__ import annotations

import io
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image
from tests.toolkits import Content, found, loaded, page, tiny

from sessionpress.content.pictures import UNKNOWN, measure
from sessionpress.problems import Problems

pytestmark = pytest.mark.usefixtures("silence")

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">{}</svg>'
DRAWING = "Save it as plain SVG, without script, links, animation and fonts from outside."
PHOTO = "Save it again in that form, still, in RGB, and no larger than it is shown."


def photo(form: str, size: tuple[int, int] = (4, 3), mode: str = "RGB", frames: int = 1) -> bytes:
    """A picture in memory."""
    out = io.BytesIO()
    first, *rest = [Image.new(mode, size, "red" if number % 2 else 0) for number in range(frames)]
    first.save(out, form, **({"save_all": True, "append_images": rest} if rest else {}))
    return out.getvalue()


def looked_at(name: str, data: bytes) -> tuple[tuple[int, int], list[str]]:
    problems = Problems()
    return measure(name, data, problems), [str(one) for one in problems]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", photo("PNG")),
        ("a.JPG", photo("JPEG")),
        ("a.jpeg", photo("JPEG")),
        ("a.webp", photo("WEBP")),
        ("a.gif", photo("GIF", mode="P")),
    ],
)
def test_a_photo_is_measured(name: str, data: bytes) -> None:
    assert looked_at(name, data) == ((4, 3), [])


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="12" height="8"', (12, 8)),
        ('width="12.4px" height="8px" viewBox="0 0 40 30"', (12, 8)),
        ('width="100%" height="8" viewBox="0,0,40,30"', (40, 30)),
        ('viewBox="0 0 40 30"', (40, 30)),
        ('viewBox="0 0 wide 30"', UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_drawing_is_measured_by_its_measures_or_its_view_box(
    head: str, size: tuple[int, int]
) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {head}></svg>'.encode()
    assert looked_at("a.svg", data) == (size, [])


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<g onload="alert(1)"/>', "onload="),
        ('<a href="https://example.org"><text>x</text></a>', "href="),
        (
            '<a xlink:href="javascript:alert(1)" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
            "href=",
        ),
        ('<image href="data:image/png;base64,AA"/>', "href="),
        ('<use href="other.svg#a"/>', "href="),
        ("<foreignObject><p>x</p></foreignObject>", "<foreignobject>"),
        ('<rect><animate attributeName="x"/></rect>', "<animate>"),
        ('<set attributeName="href"/>', "<set>"),
        ("<style>@import 'x.css';</style>", "a style from outside"),
        ("<style>rect { fill: url(https://example.org/a) }</style>", "a style from outside"),
        ('<rect style="fill: url(//example.org/a)"/>', "style="),
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(inside: str, what: str) -> None:
    size, said = looked_at("a.svg", SVG.format(inside).encode())
    assert size == (40, 30)
    assert said == [f"a.svg:1: the drawing holds {what}. {DRAWING} [image-kind]"]


def test_what_stands_inside_the_drawing_itself_may_be_named() -> None:
    inside = '<defs><path id="a"/></defs><use href="#a"/><rect fill="url(#a)"/>'
    assert looked_at("a.svg", SVG.format(inside).encode()) == ((40, 30), [])


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (
            '<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a "&b;&b;">]>\n<svg/>',
            2,
            "the drawing declares a document type or entities",
        ),
        ("<svg>\n<g>\n</svg>", 3, "the drawing is not well-formed XML"),
        ("<html></html>", 1, "the file is no SVG drawing"),
    ],
)
def test_what_is_no_drawing_is_refused_on_its_line(data: str, line: int, what: str) -> None:
    size, said = looked_at("a.svg", data.encode())
    advice = "Export it as SVG from the program that drew it." if "file" in what else DRAWING
    assert (size, said) == (UNKNOWN, [f"a.svg:{line}: {what}. {advice} [image-kind]"])


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'


@pytest.mark.parametrize(
    "data",
    [
        ENTITIES.encode("utf-16"),
        f'<?xml version="1.0" encoding="utf-16"?>{ENTITIES}'.encode("utf-16-le"),
        b'<?xml version="1.0" encoding="utf-7"?>+ADw-svg/+AD4-',
        b"<?xml version='1.0' encoding='no such thing'?><svg/>",
        SVG.format("<text>\xe9</text>").encode("latin-1"),
        b"",
    ],
    ids=["utf-16", "utf-16 without a mark", "utf-7", "unknown", "latin-1", "empty"],
)
def test_a_drawing_in_other_letters_than_ours_is_refused(data: bytes) -> None:
    what = f"a.svg:1: the drawing is not written in UTF-8. {DRAWING} [image-kind]"
    assert looked_at("a.svg", data) == (UNKNOWN, [what])


def test_a_drawing_may_say_that_it_is_in_utf_8() -> None:
    data = f'\ufeff<?xml version="1.0" encoding="UTF-8"?>\n{SVG.format("")}'.encode()
    assert looked_at("a.svg", data) == ((40, 30), [])


def test_a_drawing_deeper_than_any_program_draws_is_only_measured() -> None:
    deep = "<g>" * 100_000 + "</g>" * 100_000
    assert looked_at("a.svg", SVG.format(deep).encode()) == ((40, 30), [])


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.png", photo("JPEG"), "the picture is a JPEG, and its name says PNG"),
        ("a.gif", photo("GIF", frames=3), "the picture moves"),
        (
            "a.jpg",
            photo("JPEG", mode="CMYK"),
            "the picture has the colours of a printing press (CMYK)",
        ),
        (
            "a.png",
            photo("PNG", (6000, 5000), "1"),
            "the picture has 30,000,000 pixels; the most are 25,000,000",
        ),
        ("a.png", b"no picture", "the picture is damaged, or it is none"),
        ("a.png", b"", "the picture is damaged, or it is none"),
    ],
    ids=["mislabelled", "moving", "cmyk", "too large", "none", "empty"],
)
def test_a_photo_that_would_not_be_shown_as_meant_is_refused(
    name: str, data: bytes, what: str
) -> None:
    assert looked_at(name, data)[1] == [f"{name}:1: {what}. {PHOTO} [image-kind]"]


def test_a_picture_far_too_large_to_unpack_is_not_unpacked() -> None:
    head = bytearray(photo("PNG"))
    head[16:24] = (100_000).to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(head[12:29]).to_bytes(4, "big")
    size, said = looked_at("bomb.png", bytes(head))
    assert said == [
        f"bomb.png:1: the picture has more than 25,000,000 pixels. {PHOTO} [image-kind]"
    ]
    assert size == UNKNOWN


def test_a_picture_of_forty_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tiny(tmp_path) / "docs" / "a.png"
    with path.open("wb") as file:
        file.truncate(40_000_000)
    assert found(tmp_path) == [
        "docs/a.png:1: the file has 40,000,000 bytes; the limit is 5,000,000. "
        "Split the page, or make the picture smaller. [file-size]"
    ]


def test_a_moving_picture_of_many_frames_is_refused_at_once() -> None:
    frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\0"
    head = b"GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff"
    began = time.monotonic()
    said = looked_at("a.gif", head + frame * 200_000 + b"\x3b")[1]
    assert time.monotonic() - began < 5
    assert said == [f"a.gif:1: the picture moves. {PHOTO} [image-kind]"]


def test_the_toolkit_says_it_with_everything_else(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "docs/a.png": photo("JPEG"),
        "docs/40-page.md": page("![A dot](a.png) [x](nothing.md)"),
    }
    said = found(tiny(tmp_path, files))
    assert [one.rpartition(" ")[2] for one in said] == ["[link-missing]", "[image-kind]"]


def test_a_page_says_how_large_its_pictures_are(tmp_path: Path) -> None:
    toolkit = loaded(tiny(tmp_path, {"docs/a.png": photo("PNG", (20, 10))}))
    sizes = {one.address: (one.width, one.height) for one in toolkit.assets}
    assert sizes["a.png"] == (20, 10)
