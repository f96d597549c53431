"""Office files that must not be opened, and those that must be the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping

import pytest

from sessionpress.answers.file import NotOurs
from sessionpress.bind.packages import (
    CONTENT_TYPES,
    CUSTOM,
    DOCX,
    LARGEST_PACKED,
    XLSX,
    main_part,
    open_package,
    read_properties,
    unpack,
    write_package,
    write_properties,
)

pytestmark = pytest.mark.usefixtures("silence")

TYPES = (
    b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument."
    b"wordprocessingml.document.main+xml' PartName='/word/document.xml'/></Types>"
)
LINKS = b"<R><x Type='http://x/officeDocument' Target='word/document.xml'/></R>"
PARTS = {CONTENT_TYPES: TYPES, "_rels/.rels": LINKS, "word/document.xml": b"<d/>"}
DAY = dt.date(2030, 3, 1)


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(NotOurs) as caught:
        open_package(data, DOCX)
    return f"{caught.value.message} {caught.value.advice}"


def test_a_whole_package_is_given_part_by_part() -> None:
    parts = open_package(packed(PARTS), DOCX)
    assert parts == PARTS
    assert main_part(parts) == "word/document.xml"


def test_the_same_parts_are_the_same_bytes_with_the_types_first() -> None:
    written = write_package(dict(reversed(PARTS.items())), DAY)
    assert written == write_package(PARTS, DAY)
    assert list(unpack(written)) == [CONTENT_TYPES, "_rels/.rels", "word/document.xml"]


def test_long_properties_are_parted_and_put_together_again() -> None:
    properties = {"sheet": "card", "own": " ".join(f"{number:08x}" for number in range(400))}
    parts = {CUSTOM: write_properties(properties)}
    assert read_properties(parts) == properties
    kept = re.findall("lpwstr>([^<]*)</", parts[CUSTOM].decode())
    assert len(kept) > 10
    assert max(map(len, kept)) < 256


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_said_so(share: float) -> None:
    data = packed(PARTS)
    assert refused(data[: int(len(data) * share)]) == (
        "the file is cut off or damaged. Ask for it again, sent as a file."
    )


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"\x00" * 1000])
def test_what_is_no_package_is_said_so(data: bytes) -> None:
    assert refused(data).startswith("the file is cut off or damaged.")


def test_a_changed_byte_is_noticed() -> None:
    data = bytearray(packed(PARTS, method=zipfile.ZIP_STORED))
    data[data.index(b"<d/>") + 1] ^= 1
    assert refused(bytes(data)).startswith("the file is cut off or damaged.")


def test_a_locked_file_and_one_of_an_old_format_are_refused() -> None:
    assert refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600) == (
        "the file is locked with a password, or of the format before 2007. "
        "Ask for it as DOCX without a password."
    )
    data = bytearray(packed(PARTS))
    place = data.index(b"PK\x01\x02") + 8
    data[place] |= 1
    assert refused(bytes(data)).startswith("the file is locked with a password.")


def test_macros_are_refused_by_type_and_by_part() -> None:
    said = (
        "the file carries macros, which are programs; it was not opened. "
        "Ask for it as DOCX without macros."
    )
    types = TYPES.replace(b"wordprocessingml.document", b"ms-word.document.macroEnabled")
    assert refused(packed(PARTS | {CONTENT_TYPES: types})) == said
    assert refused(packed(PARTS | {"word/vbaProject.bin": b"x"})) == said


def test_a_file_of_another_kind_is_named() -> None:
    with pytest.raises(NotOurs) as caught:
        open_package(packed(PARTS), XLSX)
    assert (caught.value.message, caught.value.advice) == (
        "the file is no XLSX.",
        "Ask for it, saved as XLSX.",
    )
    assert refused(packed({"mimetype": b"application/vnd.oasis.opendocument.text"})) == (
        "the file is no DOCX. Ask for it, saved as DOCX."
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK" + b"\x00" * LARGEST_PACKED, "the file has 20 MB."),
        (
            packed(PARTS | {"word/media/a.png": b"\x00" * 60_000_000}),
            "the file becomes 60 MB large when it is unpacked.",
        ),
        (
            packed(PARTS | {"word/media/a.png": b"\x00" * 20_000_000}),
            "the file becomes 20 MB large when it is unpacked.",
        ),
        (
            packed(PARTS | {"word/a.xml": b"<a>" + b" " * 10_000_000 + b"</a>"}),
            "the file becomes 10 MB large when it is unpacked.",
        ),
    ],
    ids=["packed", "unpacked", "ratio", "text"],
)
def test_what_becomes_too_large_is_refused(data: bytes, said: str) -> None:
    assert refused(data) == f"{said} Ask for the form itself, without pictures."


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = packed(PARTS | {"word/media/a.bin": b"\x00" * 5_000_000})
    lie = data.replace((5_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lie != data
    assert refused(lie).startswith("the file ")


def test_packages_with_too_many_parts_or_names_that_leave_them_are_refused() -> None:
    assert refused(packed(PARTS | {f"a{number}": b"" for number in range(2_000)}))
    for name in ("../evil.xml", "/etc/evil.xml", "word/../../evil.xml", "word\\evil.xml"):
        assert refused(packed(PARTS | {name: b"<a/>"})).startswith("the file is cut off or damaged")


def test_entities_are_refused_in_any_encoding() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    for data in (bomb.encode(), bomb.encode("utf-16")):
        assert refused(packed(PARTS | {"word/document.xml": data})) == (
            "the file declares XML of its own, which no office program does; it was not opened. "
            "Ask for the form as it was given out."
        )


def test_xml_that_is_not_whole_is_said_so() -> None:
    assert refused(packed(PARTS | {"word/document.xml": b"<d>"})).startswith("the file is cut off")
