"""Names made from words: ids, and parts of addresses that every file system can hold."""

from __future__ import annotations

import re
import unicodedata

DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that Windows keeps for devices: nobody could unpack a file that has one."""


def words_id(text: str) -> str:
    """Make an id of a title: letters, marks and digits of any script, in lower case.

    Marks are vowels and accents; a pattern's word characters leave them out. Empty when there is
    no letter.
    """
    plain = unicodedata.normalize("NFC", text).strip().lower()
    kept = (
        sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in plain
    )
    return "-".join("".join(kept).split())


def slug(name: str) -> str:
    """Turn a file or folder name into a part of an address.

    The number that orders it goes; letters of any script stay; what a file system or an address
    cannot hold becomes a hyphen.
    """
    plain = unicodedata.normalize("NFC", name).strip().lower()
    plain = re.sub(r"^\d+[-_. ]+", "", plain) or plain
    plain = re.sub(r"[\s\x00-\x1f<>:\"/\\|?*%#&+=;,'()\[\]{}]+", "-", plain)
    plain = plain.strip("-.") or "page"
    return f"page-{plain}" if DEVICE.fullmatch(plain) else plain
