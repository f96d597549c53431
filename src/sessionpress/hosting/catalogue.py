"""The record by which a catalogue finds the toolkit, in three forms with the same fields.

JSON for programs, CSV for a spreadsheet or an import, plain text to paste into a form by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from sessionpress.compose import Edition
from sessionpress.hosting.facts import description, downloads, form_sizes, goals, minutes, targets
from sessionpress.hosting.manifest import as_json
from sessionpress.problems import counted
from sessionpress.render.templates import filesize

Value = str | tuple[str, ...]
Row = tuple[str, str, Value]
"""A field: its name for programs (Dublin Core where it has one), its name for people, its value."""

NAME = "catalogue-record"


def catalogue(
    edition: Edition, files: Mapping[str, bytes], languages: Sequence[str]
) -> dict[str, bytes]:
    """The record of an edition by file name; fields of which nothing is known are left out.

    Args:
        edition: what is to be found.
        files: every file of its site, as bytes by address.
        languages: tags of the languages in which it can be read.
    """
    rows = [row for row in _rows(edition, files, languages) if row[2]]
    return {
        f"{NAME}.json": as_json({name: _plain(value) for name, _label, value in rows}),
        f"{NAME}.csv": _table(rows),
        f"{NAME}.txt": "".join(f"{label}: {_line(value)}\n" for _, label, value in rows).encode(),
    }


def _rows(edition: Edition, files: Mapping[str, bytes], languages: Sequence[str]) -> Iterator[Row]:
    settings = edition.toolkit.settings
    imprint = settings.imprint
    yield "identifier", "Identifier", f"{settings.id} {settings.edition}"
    yield "title", "Title", settings.title
    yield "alternative", "Subtitle", settings.subtitle
    yield "abstract", "Abstract", description(edition)
    yield "type", "Type", "Training toolkit"
    yield "publisher", "Publisher", settings.publisher
    yield "issued", "Date", settings.date.isoformat()
    yield "edition", "Edition", settings.edition
    yield "language", "Languages", tuple(languages)
    yield "audience", "Audience", imprint.audience
    yield "subject", "Keywords", imprint.keywords
    yield "sdg-goals", "Sustainable Development Goals", goals(edition)
    yield "sdg-targets", "SDG targets", targets(edition)
    yield "table-of-contents", "Sessions", tuple(one.title for one in edition.toolkit.modules)
    yield "extent", "Time of all sessions", f"{minutes(edition)} minutes"
    yield "license", "Licence", imprint.licence
    yield "license-url", "Text of the licence", imprint.licence_url
    yield "rights", "Notice", settings.notice
    yield "format", "Formats and sizes", tuple(_formats(files))
    yield "contact", "Contact", imprint.contact


def _formats(files: Mapping[str, bytes]) -> Iterator[str]:
    """The site itself, then each form in which files can be taken away."""
    site = [len(data) for name, data in files.items() if not name.startswith("downloads/")]
    yield f"Web site: {len(site)} files, {filesize(sum(site))}"
    for form, count, size in form_sizes(downloads(files)):
        yield f"{form}: {counted(count, 'file')}, {filesize(size)}"


def _table(rows: Sequence[Row]) -> bytes:
    """A row for each value, in two columns, as spreadsheets open it: UTF-8 with its mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("field", "value"))
    for name, _label, value in rows:
        writer.writerows((name, one) for one in ((value,) if isinstance(value, str) else value))
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _line(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value)
