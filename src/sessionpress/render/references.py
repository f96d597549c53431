"""The list of sources in a published citation style; the only module that knows citeproc-py.

Style: Harvard, Cite Them Right, as bundled with citeproc-py; its locale is British English. Names
of persons, places and works stay in the language of the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.formatter import html
from citeproc.source.json import CiteProcJSON
from markupsafe import Markup

from sessionpress.content.model import Source
from sessionpress.markdown.safe import clean

STYLE, LOCALE = "harvard-cite-them-right", "en-GB"
OURS = {"custom", "note", "language"}
"""Fields that stand in the file for other uses and that the library does not know."""

URL = re.compile(r"https?://[^\s<]+[^\s<.,;)]")


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a list of sources: its key, and its text as HTML."""

    key: str
    html: Markup


class Bibliography:
    """All sources of a toolkit, formatted once, in alphabetical order."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        records = [
            {name: value for name, value in source.record.items() if name not in OURS}
            for source in sources.values()
        ]
        self._entries = _format(json.dumps(records)) if records else ()

    def entries(self, keys: Iterable[str] | None = None) -> list[Reference]:
        """The entries for some keys, or all."""
        wanted = None if keys is None else set(keys)
        return [one for one in self._entries if wanted is None or one.key in wanted]


@lru_cache(maxsize=4)
def _format(records: str) -> tuple[Reference, ...]:
    """Format a JSON array of records; the same list is formatted once for all editions."""
    loaded = json.loads(records)
    style = CitationStylesStyle(STYLE, locale=LOCALE, validate=False)
    library = CitationStylesBibliography(style, CiteProcJSON(loaded), html)
    for record in loaded:
        library.register(Citation([CitationItem(record["id"])]))
    keys = {str(record["id"]).lower(): str(record["id"]) for record in loaded}
    entries = [
        Reference(keys[str(key).lower()], _linked(str(text)))
        for key, text in zip(library.keys, library.bibliography(), strict=True)
    ]
    return tuple(sorted(entries, key=lambda one: one.html.striptags().casefold()))


def _linked(text: str) -> Markup:
    """Clean an entry, and make the addresses in it into links."""
    return Markup(  # noqa: S704 - cleaned by markdown.safe
        URL.sub(lambda match: f'<a class="outside" href="{match[0]}">{match[0]}</a>', clean(text))
    )
