"""A photo on the site is light, in a form for new browsers and in one for all."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from tests.site.pages import read

from sessionpress.bind.light_pictures import with_light_pictures
from sessionpress.bind.pictures import light_forms
from sessionpress.budget import IMAGE, KIB
from sessionpress.problems import BuildError
from sessionpress.site_check import check_site

MOST = int(IMAGE * KIB)
FORMS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}


def photo(ending: str, size: tuple[int, int] = (260, 180), mode: str = "RGB") -> bytes:
    """A picture that packs badly, as photos do."""
    noise = Image.effect_noise(size, 90)
    picture = Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise))
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(size))
    out = io.BytesIO()
    picture.save(out, FORMS[ending], **({"quality": 95} if ending in ("jpg", "jpeg") else {}))
    return out.getvalue()


def page(*images: str) -> bytes:
    shown = "".join(f'<p><img alt="A" height="60" src="{one}" width="90"></p>' for one in images)
    return f'<!DOCTYPE html><html lang="en"><title>T</title><body>{shown}</body></html>'.encode()


@pytest.mark.parametrize(
    ("name", "mode", "modern", "plain"),
    [
        ("a.jpg", "RGB", "a.jpg.webp", "a.jpg"),
        ("a.jpeg", "RGB", "a.jpeg.webp", "a.jpeg"),
        ("a.png", "RGB", "a.png.webp", "a.png.jpg"),
        ("a.png", "RGBA", "a.png.webp", "a.png"),
        ("a.gif", "RGB", "a.gif.webp", "a.gif.jpg"),
        ("a.webp", "RGB", "a.webp", "a.webp.jpg"),
        ("a.webp", "RGBA", "a.webp", "a.webp.png"),
    ],
)
def test_a_heavy_photo_becomes_two_light_ones(
    name: str, mode: str, modern: str, plain: str
) -> None:
    data = photo(name.rpartition(".")[2], mode=mode)
    assert len(data) > MOST
    site = with_light_pictures({"index.html": page(name), name: data})
    assert sorted(site) == sorted({"index.html", modern, plain})
    assert max(len(site[modern]), len(site[plain])) <= MOST
    assert (
        f'<picture><source type="image/webp" srcset="{modern}">'
        f'<img alt="A" height="60" src="{plain}" width="90"></picture>'
    ) in site["index.html"].decode()
    assert Image.open(io.BytesIO(site[modern])).format == "WEBP"
    assert Image.open(io.BytesIO(site[plain])).format == FORMS[plain.rpartition(".")[2]]
    report = check_site({**site})
    assert [one for one in report.problems if one.rule != "site-weight"] == []


def test_a_light_photo_stays_beside_its_lighter_form() -> None:
    data = photo("png", (60, 40))
    site = with_light_pictures({"index.html": page("a.png"), "a.png": data})
    assert site["a.png"] == data
    assert len(site["a.png.webp"]) < len(data)


@pytest.mark.parametrize("source", ["plan.svg", "gone.png", "data:image/png;base64,AA"])
def test_what_is_no_photo_of_the_site_is_left_alone(source: str) -> None:
    files = {"index.html": page(source), "plan.svg": b"<svg/>"}
    assert with_light_pictures(files) == files


def test_a_picture_as_light_as_can_be_is_left_alone() -> None:
    out = io.BytesIO()
    Image.new("P", (1, 1)).save(out, "GIF")
    files = {"index.html": page("dot.gif"), "dot.gif": out.getvalue()}
    assert with_light_pictures(files) == files


def test_pages_share_a_photo_by_addresses_of_their_own_and_a_link_keeps_the_whole() -> None:
    name = "pictures/a photo, old.png"
    link = b'<a href="pictures/a%20photo%2C%20old.png">Large</a>'
    files = {
        "index.html": page("pictures/a%20photo%2C%20old.png"),
        "in/page.html": page("../pictures/a%20photo%2C%20old.png"),
        name: photo("png"),
    }
    site = with_light_pictures(files)
    assert b'srcset="../pictures/a%20photo%2C%20old.png.webp"' in site["in/page.html"]
    assert name not in site
    linked = with_light_pictures({**files, "links.html": link})
    assert linked[name] == files[name]


def test_a_photo_that_is_cut_off_is_named() -> None:
    with pytest.raises(BuildError, match=r"^a\.jpg: the picture cannot be read"):
        with_light_pictures({"index.html": page("a.jpg"), "a.jpg": photo("jpg")[:2000]})


def test_nothing_is_lighter_than_it_can_be() -> None:
    with pytest.raises(BuildError, match=r"^a\.png: the picture does not fit 10 bytes"):
        light_forms("a.png", photo("png", (30, 20)), 10)


def test_the_same_photo_gives_the_same_bytes() -> None:
    data = photo("png")
    light_forms.cache_clear()
    once = light_forms("a.png", data, MOST)
    light_forms.cache_clear()
    assert light_forms("a.png", data, MOST) == once


@pytest.mark.browser
def test_browsers_take_the_new_form_and_show_it_in_the_size_of_the_old(
    browser: Browser, tmp_path: Path
) -> None:
    site = with_light_pictures({"index.html": page("a.png"), "a.png": photo("png")})
    for name, data in site.items():
        (tmp_path / name).write_bytes(data)
    assert read(tmp_path / "index.html").faults == []
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto((tmp_path / "index.html").as_uri())
        taken, wide, high = tab.evaluate(
            "(one => [one.currentSrc, one.width, one.height])(document.querySelector('img'))"
        )
    assert (re.sub(".*/", "", taken), wide, high) == ("a.png.webp", 90, 60)
