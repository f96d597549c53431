"""Pictures in other forms: light ones for a single file, old ones for old readers of EPUB.

Drawings (SVG) stay as they are: they are text, and small. Whatever a camera wrote into a picture
about its place and time does not go along.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFile, ImageOps

from sessionpress.problems import BuildError

Images = Mapping[str, tuple[str, bytes]]
"""Media type and bytes of each picture, by its site address."""

SVG = "image/svg+xml"
WIDEST = 800
"""Pixels: as wide as a page of text on a good phone."""
WIDEST_SHOWN = 1920
"""Pixels: as wide as most projectors show."""

LADDER = ((800, 60), (800, 40), (640, 40), (480, 40), (480, 25), (320, 30), (240, 20), (120, 10))
"""Widths in pixels, each with the quality of a photo or the number of colours of a PNG."""

OPTIONS: Mapping[str, Mapping[str, object]] = {
    "WEBP": {"method": 4},
    "JPEG": {"optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}

_OLD = ("image/gif", "image/jpeg", "image/png", SVG)
"""What every reader of EPUB shows, those of version 2 too."""


def data_addresses(images: Images, used: set[str], widest: int = WIDEST) -> dict[str, str]:
    """The pictures that are used, light, as `data:` addresses by their site addresses.

    Args:
        images: all pictures.
        used: the site addresses of those that are used.
        widest: the most pixels that one may be wide.
    """
    return {
        address: f"data:{media};base64,{base64.b64encode(data).decode()}"
        for address, (media, data) in _changed(images, used, partial(_light, widest)).items()
    }


def for_old_readers(images: Images, used: set[str]) -> dict[str, tuple[str, bytes]]:
    """The pictures that are used, in forms that every reader of EPUB knows."""
    return _changed(images, used, _old)


def _changed(
    images: Images, used: set[str], change: Callable[[str, bytes], tuple[str, bytes]]
) -> dict[str, tuple[str, bytes]]:
    """Change every picture that is used.

    Raises:
        BuildError: one cannot be read.
    """
    made = {}
    for address in sorted(used & images.keys()):
        with _readable(address):
            made[address] = change(*images[address])
    return made


@contextmanager
def _readable(address: str) -> Iterator[None]:
    """Say of which picture it is that it cannot be read, or is cut off.

    The layout engine tells Pillow to accept pictures that are cut off, for all.
    """
    kept = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BuildError(
            f"{address}: the picture cannot be read ({error}). Save it again as PNG or JPEG."
        ) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = kept


def _light(widest: int, media: str, data: bytes) -> tuple[str, bytes]:
    """The picture as WebP, no wider than `widest`; as it was where that is lighter."""
    if media == SVG:
        return media, data
    picture = _opened(data)
    picture.thumbnail((widest, 4 * widest))
    webp = _saved(picture, "WEBP", quality=60, method=6)
    return ("image/webp", webp) if len(webp) < len(data) else (media, data)


class Light(NamedTuple):
    """A picture in two light forms.

    `webp` is empty where the picture itself is as light as can be; `ending` is what is put after
    its name for the form that all browsers know, empty where that form is its own.
    """

    webp: bytes
    ending: str
    fallback: bytes


@lru_cache(maxsize=64)
def light_forms(name: str, data: bytes, most: int) -> Light:
    """A picture as WebP, and as JPEG, or as PNG where it is clear in places.

    Args:
        name: of the picture; its ending says in which form it is.
        data: its bytes.
        most: how many bytes each form may have.

    Raises:
        BuildError: the picture cannot be read, or cannot be made so light.
    """
    with _readable(name):
        picture = _opened(data)
        webp = _fitted(name, picture, most, "WEBP")
    own = name.lower().rpartition(".")[2]
    if own != "webp" and len(data) <= most:
        return Light(webp if len(webp) < len(data) else b"", "", data)
    form, ending = ("PNG", "png") if picture.mode == "RGBA" else ("JPEG", "jpg")
    kept = data if own == "webp" and len(data) <= most else webp
    same = own == ending or (own, ending) == ("jpeg", "jpg")
    return Light(kept, "" if same else f".{ending}", _fitted(name, picture, most, form))


def _fitted(name: str, picture: Image.Image, most: int, form: str) -> bytes:
    """The largest and best of some sizes of a picture that has at most so many bytes."""
    small = picture.copy()
    for wide, quality in LADDER:
        small.thumbnail((wide, 4 * wide))
        drawn = small.quantize(quality) if form == "PNG" else small
        written = _saved(drawn, form, quality=quality, **OPTIONS[form])
        if len(written) <= most:
            return written
    raise BuildError(f"{name}: the picture does not fit {most:,} bytes in any size. Cut it.")


def _old(media: str, data: bytes) -> tuple[str, bytes]:
    """The picture as it is if old readers know its form, else as PNG or JPEG."""
    if media in _OLD:
        return media, data
    picture = _opened(data)
    if picture.mode == "RGBA":
        return "image/png", _saved(picture, "PNG", optimize=True)
    return "image/jpeg", _saved(picture, "JPEG", quality=80, optimize=True)


def _opened(data: bytes) -> Image.Image:
    """The picture upright, its first frame, in red, green and blue, clear where it was clear."""
    with Image.open(io.BytesIO(data)) as picture:
        upright = ImageOps.exif_transpose(picture)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def emblem(size: int) -> bytes:
    """A square PNG for lists of offline books: an open page with a band, in the site's colours."""
    scale = 4
    side = size * scale
    picture = Image.new("RGB", (side, side), "#12314f")
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = (round(side * part) for part in (0.25, 0.18, 0.75, 0.74))
    draw.rectangle((left, top, right, bottom), fill="#ffffff")
    for line in range(4):
        y = top + round(side * (0.1 + 0.11 * line))
        end = right - round(side * (0.08 if line < 3 else 0.2))
        draw.rectangle((left + round(side * 0.08), y, end, y + side // 32), fill="#12314f")
    draw.rectangle((0, round(side * 0.84), side, side), fill="#b8903a")
    return _saved(picture.resize((size, size), Image.Resampling.LANCZOS), "PNG", optimize=True)


def empty_frame(shape: float) -> bytes:
    """A PNG of a frame with nothing in it; `shape` is its width by its height."""
    picture = Image.new("RGB", (max(1, round(480 * shape)), 480), "white")
    ImageDraw.Draw(picture).rectangle((4, 4, picture.width - 5, 475), outline="#6f7480", width=3)
    return _saved(picture, "PNG", optimize=True)
