"""What stands beside a site: settings for servers, records for catalogues, lists to check by.

Pure functions from an edition and the files of its site, given as bytes by address, to files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from sessionpress.compose import Edition
from sessionpress.hosting.catalogue import catalogue
from sessionpress.hosting.manifest import manifest
from sessionpress.hosting.server import server_files

SERVED = (".css", ".js")


@dataclass(frozen=True, slots=True)
class Materials:
    """What a build was made with: the text of its lock, and its fonts by file name."""

    lock: str
    fonts: Mapping[str, bytes]


def hosting_files(
    edition: Edition,
    environment: Environment,
    files: Mapping[str, bytes],
    materials: Materials,
    titles: Mapping[str, str],
    languages: Sequence[str] = (),
) -> dict[str, bytes]:
    """Every file of the folder hosting/, by its name.

    Args:
        edition: what the site was made of.
        environment: the templates of the house.
        files: the files of the site, without those that are packed beforehand.
        materials: what the build was made with.
        titles: titles of the files to take away, by address.
        languages: tags of the languages of the site; that of the edition when none is given.
    """
    from sessionpress.hosting.sbom import bill_of_materials  # noqa: PLC0415 - slow to load

    tongues = tuple(languages) or (edition.language,)
    served = {name: data for name, data in files.items() if name.endswith(SERVED)}
    return {
        **server_files(edition, environment, files),
        **catalogue(edition, files, tongues),
        "manifest.json": manifest(edition, files, titles, tongues),
        "sbom.cdx.json": bill_of_materials(edition, materials.lock, materials.fonts, served),
    }
