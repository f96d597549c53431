"""Pictures as they are read in: what they really are, and how large they are shown.

A picture comes from somebody's disk or from a fork. Nothing of it is run or unpacked beyond its
measures: a drawing that holds more than a drawing, or a file that is not what its name says, is a
problem in words.
"""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sessionpress.problems import Place, Problems

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

Size = tuple[int, int]
"""Width and height in CSS pixels; (0, 0) while they are not known."""

UNKNOWN: Size = (0, 0)
MOST_PIXELS = 25_000_000
"""Width times height; a phone's camera has 12 million. More would fill the memory of a reader."""

MOST_FRAMES = 1
FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WEBP",
    ".gif": "GIF",
}
SVG = "{http://www.w3.org/2000/svg}"
ALIVE = frozenset({"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "set"})
"""Elements that make a drawing more than a drawing, without the animations that end in -animate."""

LINKS = ("href", "src")
OUTSIDE_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)
ENCODING = re.compile(r"\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
PLAIN = ("utf-8", "us-ascii")
LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*$")


def measure(path: str, data: bytes, problems: Problems) -> Size:
    """Look at a picture.

    Args:
        path: the file, for messages; its ending says what the picture should be.
        data: its bytes.
        problems: takes what is wrong with it.

    Returns:
        Its width and height; (0, 0) when they cannot be told.
    """
    return (
        _drawing(path, data, problems)
        if path.lower().endswith(".svg")
        else _photo(path, data, problems)
    )


# ---------------------------------------------------------------- drawings


def _drawing(path: str, data: bytes, problems: Problems) -> Size:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    declared = ENCODING.match(text)
    if not text or "\0" in text or (declared and declared[1].lower() not in PLAIN):
        # In other letters a document type could hide from us and be seen by who reads it later.
        _refuse(problems, path, 1, "the drawing is not written in UTF-8")
        return UNKNOWN
    found = re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        _refuse(problems, path, line, "the drawing declares a document type or entities")
        return UNKNOWN
    try:
        root = ET.fromstring(text)  # noqa: S314 - it declares no entities
    except ET.ParseError as error:
        _refuse(problems, path, error.position[0], "the drawing is not well-formed XML")
        return UNKNOWN
    if root.tag.removeprefix(SVG) != "svg":
        _refuse(problems, path, 1, "the file is no SVG drawing")
        return UNKNOWN
    for fault in dict.fromkeys(_faults(root)):
        _refuse(problems, path, _line_of(text, fault), f"the drawing holds {fault}")
    return _extent(root)


def _faults(root: ET.Element) -> Iterator[str]:
    """What a drawing must not hold: anything that acts, and anything from outside."""
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2].lower()
        if name in ALIVE or name.startswith("animate"):
            yield f"<{name}>"
        if name == "style" and OUTSIDE_STYLE.search(element.text or ""):
            yield "a style from outside"
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].lower()
            if (
                local.startswith("on")
                or (local in LINKS and not value.strip().startswith("#"))
                or OUTSIDE_STYLE.search(value)
            ):
                yield f"{local}="


def _line_of(text: str, fault: str) -> int:
    place = text.lower().find(fault.strip("<>"))
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _extent(root: ET.Element) -> Size:
    """The measures that a drawing gives, or those of its view box."""
    given = [LENGTH.match(root.get(name, "")) for name in ("width", "height")]
    if all(given):
        width, height = (float(match[1]) for match in given if match)
        return round(width), round(height)
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else UNKNOWN
    except ValueError:
        return UNKNOWN


# ---------------------------------------------------------------- photos


def _photo(path: str, data: bytes, problems: Problems) -> Size:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - many toolkits have no photo

    wanted = FORMATS[Path(path).suffix.lower()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        _refuse(problems, path, 1, "the picture is damaged, or it is none")
        return UNKNOWN
    except Image.DecompressionBombError:
        _refuse(problems, path, 1, f"the picture has more than {MOST_PIXELS:,} pixels")
        return UNKNOWN
    for fault in _faults_of_photo(picture, wanted):
        _refuse(problems, path, 1, fault)
    return picture.size


def _faults_of_photo(picture: ImageFile, wanted: str) -> Iterator[str]:
    width, height = picture.size
    if picture.format != wanted:
        yield f"the picture is a {picture.format}, and its name says {wanted}"
    if width * height > MOST_PIXELS:
        yield f"the picture has {width * height:,} pixels; the most are {MOST_PIXELS:,}"
    elif getattr(picture, "n_frames", 1) > MOST_FRAMES:
        yield "the picture moves"
    if picture.mode == "CMYK":
        yield "the picture has the colours of a printing press (CMYK)"


ADVICE = {
    "drawing": "Save it as plain SVG, without script, links, animation and fonts from outside.",
    "picture": "Save it again in that form, still, in RGB, and no larger than it is shown.",
    "file": "Export it as SVG from the program that drew it.",
}


def _refuse(problems: Problems, path: str, line: int, what: str) -> None:
    advice = next(text for noun, text in ADVICE.items() if f"the {noun}" in what)
    problems.add("image-kind", Place(path, line), f"{what}.", advice)
