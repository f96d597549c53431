"""Office files as packages: ZIPs of XML, opened with care and written without a clock.

Whatever somebody hands in is looked at here before any library sees it: how much it holds, packed
and unpacked, whether it carries programs, whether its XML is whole and declares nothing of its own.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.parsers import expat
from xml.sax.saxutils import escape

from lxml import etree

from sessionpress.answers.file import NotOurs

MEGABYTE = 1_000_000
LARGEST_PACKED = 20 * MEGABYTE
LARGEST_UNPACKED = 50 * MEGABYTE
LARGEST_XML = 10 * MEGABYTE
"""Most bytes of all XML in a package. A filled form has about 0.3 MB."""
MOST_ENTRIES = 2_000
HIGHEST_RATIO = 150
"""How many times larger the whole may become. A form becomes about 10 times larger."""

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
CONTENT_TYPES, ROOT_LINKS = "[Content_Types].xml", "_rels/.rels"
CUSTOM = "docProps/custom.xml"
PREFIX = "sessionpress-"
"""Begins the names of our document properties."""

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_LONGEST_PROPERTY = 240
"""Word takes 255 characters at most in one property."""

DAMAGED = ("the file is cut off or damaged.", "Ask for it again, sent as a file.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of office file: its ending, and a word that is in the type of its main part."""

    ending: str
    main: str


DOCX = Kind("DOCX", "wordprocessingml.document.main")
XLSX = Kind("XLSX", "spreadsheetml.sheet.main")


# ---------------------------------------------------------------- opening


def open_package(data: bytes, kind: Kind) -> dict[str, bytes]:
    """Unpack an office file that somebody sent.

    Args:
        data: the bytes of the file.
        kind: the kind that it has to be.

    Returns:
        The parts by name.

    Raises:
        NotOurs: it is something else, damaged, locked, too large, or carries programs.
    """
    if data.startswith(OLD_OFFICE):
        raise NotOurs(
            "the file is locked with a password, or of the format before 2007.",
            f"Ask for it as {kind.ending} without a password.",
        )
    if len(data) > LARGEST_PACKED:
        raise _too_large(f"has {len(data) / MEGABYTE:.0f} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist(), len(data))
            parts = dict(_unpacked(archive))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
    ):
        raise NotOurs(*DAMAGED) from None
    _check_kind(parts, kind)
    _check_xml(parts)
    return parts


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Look at what a package says of itself, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_ENTRIES or len(set(names)) < len(names) or not all(map(_is_plain, names)):
        raise NotOurs(*DAMAGED)
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotOurs("the file is locked with a password.", "Ask for it without a password.")
    if any(entry.compress_type not in (0, zipfile.ZIP_DEFLATED) for entry in entries):
        raise NotOurs(*DAMAGED)
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_UNPACKED or (total > LARGEST_XML and total > packed * HIGHEST_RATIO):
        raise _too_large(f"becomes {total / MEGABYTE:.0f} MB large when it is unpacked")
    if sum(entry.file_size for entry in entries if _is_xml(entry.filename)) > LARGEST_XML:
        raise _too_large("holds far more text than a form")


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Unpack, and stop where more comes out than was said."""
    left = LARGEST_UNPACKED
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        with archive.open(entry) as file:
            data = file.read(min(left, entry.file_size) + 1)
        left -= len(data)
        if len(data) > entry.file_size or left < 0:
            raise _too_large("becomes larger than it says when it is unpacked")
        yield entry.filename, data


def _is_plain(name: str) -> bool:
    """Whether a name stays inside its package."""
    path = PurePosixPath(name)
    return bool(name) and "\\" not in name and not path.is_absolute() and ".." not in path.parts


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def _too_large(what: str) -> NotOurs:
    return NotOurs(f"the file {what}.", "Ask for the form itself, without pictures.")


def _check_kind(parts: Mapping[str, bytes], kind: Kind) -> None:
    types = parts.get(CONTENT_TYPES, b"").decode("utf-8", "replace")
    if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in parts):
        raise NotOurs(
            "the file carries macros, which are programs; it was not opened.",
            f"Ask for it as {kind.ending} without macros.",
        )
    if kind.main not in types:
        raise NotOurs(f"the file is no {kind.ending}.", f"Ask for it, saved as {kind.ending}.")


def _check_xml(parts: Mapping[str, bytes]) -> None:
    """Every XML part is whole, and none declares entities, which can grow without end."""

    def refuse(*_declaration: object) -> None:
        raise NotOurs(
            "the file declares XML of its own, which no office program does; it was not opened.",
            "Ask for the form as it was given out.",
        )

    for name, data in parts.items():
        if _is_xml(name):
            parser = expat.ParserCreate()
            parser.StartDoctypeDeclHandler = refuse
            try:
                parser.Parse(data, True)
            except (expat.ExpatError, LookupError, ValueError):
                raise NotOurs(*DAMAGED) from None


def xml_root(data: bytes) -> etree._Element:
    """Parse a part; it fetches nothing and resolves nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise NotOurs(*DAMAGED) from None


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part that everything hangs on; word/document.xml as a rule."""
    for link in xml_root(parts.get(ROOT_LINKS, b"<none/>")):
        name = str(link.get("Target", "")).lstrip("/")
        if str(link.get("Type", "")).endswith("/officeDocument") and name in parts:
            return name
    raise NotOurs(*DAMAGED)


# ---------------------------------------------------------------- writing


def write_package(parts: Mapping[str, bytes], date: dt.date) -> bytes:
    """Pack parts so that the same parts are the same bytes: sorted, with one date.

    The list of types comes first, as office programs write it.
    """
    stamp = (max(date.year, 1980), date.month, date.day, 0, 0, 0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(parts, key=lambda one: (one != CONTENT_TYPES, one != ROOT_LINKS, one)):
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, parts[name])
    return packed.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a package that we have made ourselves."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# ---------------------------------------------------------------- document properties


def write_properties(properties: Mapping[str, str]) -> bytes:
    """The part docProps/custom.xml; long values go into several properties, numbered."""
    lines = [
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{PREFIX}{name}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(pieces(properties), 2)
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{"".join(lines)}</Properties>'
    ).encode()


def pieces(properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Part long values at spaces, each for a property of its own: `name`, `name-2`, `name-3`."""
    for name, text in properties.items():
        parts = [""]
        for word in text.split(" "):
            if parts[-1] and len(parts[-1]) + len(word) >= _LONGEST_PROPERTY:
                parts.append(word)
            else:
                parts[-1] = f"{parts[-1]} {word}".strip()
        for number, part in enumerate(parts, 1):
            yield (f"{name}-{number}" if number > 1 else name), part


def gathered(parts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Put together what `pieces` has parted, in whatever order it comes."""
    found: dict[str, dict[int, str]] = {}
    for name, text in parts:
        base, _hyphen, number = name.rpartition("-")
        if base and number.isdecimal():
            found.setdefault(base, {})[int(number)] = text
        else:
            found.setdefault(name, {})[1] = text
    return {
        name: " ".join(text for _, text in sorted(some.items())) for name, some in found.items()
    }


def read_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Our document properties by name; none when there are none."""
    ours = (
        (str(one.get("name", "")).removeprefix(PREFIX), "".join(map(str, one.itertext())))
        for one in xml_root(parts.get(CUSTOM, b"<none/>"))
        if str(one.get("name", "")).startswith(PREFIX)
    )
    return gathered(ours)
