"""The manifest of a delivery: what was made, for whom, when, and how to check each file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from sessionpress.compose import Edition
from sessionpress.hosting.facts import downloads

FORMAT = "sessionpress-manifest-1"
"""Says what the keys mean; it changes when their meaning does."""


def manifest(
    edition: Edition,
    files: Mapping[str, bytes],
    titles: Mapping[str, str],
    languages: Sequence[str],
) -> bytes:
    """Write the manifest of a site as JSON.

    Args:
        edition: what the site was made of.
        files: every file of the site, as bytes by address.
        titles: titles of the files to take away, by address, as far as they have one.
        languages: tags of the languages in which the site can be read.
    """
    settings = edition.toolkit.settings
    told = {
        "format": FORMAT,
        "toolkit": settings.id,
        "title": settings.title,
        "edition": settings.edition,
        "date": settings.date.isoformat(),
        "languages": list(languages),
        "reader": edition.reader.name,
        "publisher": settings.publisher,
        "licence": settings.imprint.licence,
        "licence-url": settings.imprint.licence_url,
        "generator": {"name": "sessionpress", "version": version("sessionpress")},
        "site": {
            "pages": sum(name.endswith(".html") for name in files),
            "files": len(files),
            "bytes": sum(map(len, files.values())),
        },
        "downloads": [
            {
                "file": one.address,
                "title": titles.get(one.address, ""),
                "type": one.type,
                "bytes": one.bytes,
                "sha256": one.sha256,
            }
            for one in downloads(files)
        ],
    }
    return as_json(told)


def as_json(told: object) -> bytes:
    """JSON that people can read too, the same bytes each time."""
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
