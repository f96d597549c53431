"""Pictures of a finished site, light enough for a slow network, with a form for old browsers.

A picture that is shown on a page becomes a WebP of at most `budget.IMAGE`, and beside it stands a
JPEG or PNG, as light, for browsers that do not know WebP. Printed files, EPUBs and offline books
take the picture as its author saved it; this is about the site alone. Drawings stay as they are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import quote, unquote

from sessionpress.bind.pictures import Light, light_forms
from sessionpress.budget import IMAGE, KIB, TAKEN

PHOTOS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
WEBP = ".webp"
_IMAGE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r"(?<=\ssrc=\")[^\"]*")


def with_light_pictures(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a site, by address, with light pictures and pages that show these.

    Raises:
        BuildError: a picture cannot be read.
    """
    made: dict[str, bytes] = {}
    forms: dict[str, Light] = {}

    def shown(page: str, image: str) -> str:
        found = _SOURCE.search(image)
        name = _arrive(page, found[0]) if found else ""
        if not found or not name.lower().endswith(PHOTOS) or name not in files:
            return image
        if name not in forms:
            forms[name] = light_forms(name, files[name], int(IMAGE * KIB))
        light = forms[name]
        if not light.webp:
            return image
        modern = "" if name.endswith(WEBP) else WEBP
        made[name + modern] = light.webp
        made[name + light.ending] = light.fallback
        plain = _SOURCE.sub(found[0] + light.ending, image)
        source = f'<source type="image/webp" srcset="{found[0]}{modern}">'
        return f"<picture>{source}{plain}</picture>"

    for page, data in files.items():
        if page.endswith(".html") and not page.startswith(TAKEN) and b"<img" in data:
            text = data.decode()
            made[page] = _IMAGE.sub(
                lambda image, page=page: shown(page, image[0]),  # type: ignore[misc]
                text,
            ).encode()
    whole = {**files, **made}
    left = [name for name, light in forms.items() if light.webp and name not in made]
    return {
        name: data for name, data in whole.items() if name not in left or _is_linked(name, whole)
    }


def _is_linked(name: str, files: Mapping[str, bytes]) -> bool:
    """Whether some page leads to a file that none shows."""
    link = f'{quote(posixpath.basename(name))}"'.encode()
    return any(link in data for page, data in files.items() if page.endswith(".html"))


def _arrive(page: str, source: str) -> str:
    """The address of the file that a page names by a relative one."""
    path = unquote(unescape(source))
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
