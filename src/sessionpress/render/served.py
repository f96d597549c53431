"""Styles and scripts as they are served: without the comments and gaps that are for us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from rcssmin import cssmin
from rjsmin import jsmin

SHORTER: Mapping[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}
"""Kinds of file that are served shorter than they are written, and what shortens them."""


@lru_cache(maxsize=64)
def served_text(name: str, text: str) -> str:
    """A style or script as it is served; a file of another kind as it is."""
    shorten = SHORTER.get(PurePosixPath(name).suffix)
    return f"{shorten(text)}\n" if shorten else text
