"""The bill of materials: what made a site, and what of others is in it, as CycloneDX JSON.

The only module that knows the CycloneDX library.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import PurePosixPath

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from fontTools.ttLib import TTFont
from packageurl import PackageURL

from sessionpress.compose import Edition

OURS = "MIT"
"""Licence of the generator, and of the styles and scripts that it puts into a site."""

SHORT = 40
"""Signs of a name of a licence; some packages put the whole text in its place."""

_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+).*?$(?P<rest>(?:\n[ \t]+.*)*)", re.M
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_KNOWN = re.compile(r"Apache Software License$|Apache License.*2\.0|^Apache 2\.0$")
_CLASS = "License :: OSI Approved :: "
_OFL = re.compile(r"scripts\.sil\.org/OFL|openfontlicense\.org|SIL Open Font License", re.I)
_FAMILY, _CUT, _VERSION, _COPYRIGHT, _TERMS, _TERMS_AT = 1, 2, 5, 0, 13, 14
"""Numbers of the names inside a font."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A row of the lock: a package, its version, and SHA-256 of every file it comes in."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pins(lock: str) -> tuple[Pin, ...]:
    """Read a lock as pip reads it."""
    return tuple(
        Pin(match["name"], match["version"], tuple(_HASH.findall(match["rest"])))
        for match in _PIN.finditer(lock)
    )


def bill_of_materials(
    edition: Edition, lock: str, fonts: Mapping[str, bytes], served: Mapping[str, bytes]
) -> bytes:
    """Write the bill of materials of a site.

    Args:
        edition: what the site was made of; its date is the time of the bill.
        lock: the text of locks/build.txt; of its rows those count that are installed here.
        fonts: the fonts that are set into documents, as bytes by file name.
        served: styles and scripts of the site, as bytes by address.

    Returns:
        CycloneDX 1.6 as JSON. Packages that only made the site have the scope "excluded"; what
        readers receive is "required". Same parts, same bytes.
    """
    settings = edition.toolkit.settings
    root = Component(
        type=ComponentType.DATA,
        name=settings.id,
        version=settings.edition,
        description=settings.title,
        bom_ref=settings.id,
        licenses=_licences([settings.imprint.licence]),
    )
    parts = [*_materials(lock, tuple(sorted(fonts.items()))), *_served(served), _generator()]
    bom = Bom(
        components=parts,
        serial_number=_serial(root, parts),
        metadata=BomMetaData(
            component=root, timestamp=dt.datetime.combine(settings.date, dt.time(), dt.UTC)
        ),
    )
    bom.register_dependency(root, parts)
    outputter = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6)
    return (outputter.output_as_string(indent=1) + "\n").encode()


@lru_cache(maxsize=1)
def _materials(lock: str, fonts: tuple[tuple[str, bytes], ...]) -> tuple[Component, ...]:
    """What no site changes: worked out once for all that are made with it."""
    return (*_packages(lock), *_fonts(fonts))


def _serial(root: Component, parts: Iterable[Component]) -> uuid.UUID:
    """A number that is the same for the same parts, and for no others."""
    told = [f"{one.name} {one.version} {[str(h.content) for h in one.hashes]}" for one in parts]
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{root.name} {root.version} {sorted(told)}")


def _generator() -> Component:
    return Component(
        name="sessionpress",
        version=version("sessionpress"),
        bom_ref="sessionpress",
        scope=ComponentScope.EXCLUDED,
        licenses=_licences([OURS]),
    )


def _packages(lock: str) -> Iterator[Component]:
    """The rows of the lock that are installed; others are for other systems."""
    for pin in pins(lock):
        try:
            installed = distribution(pin.name)
        except PackageNotFoundError:
            continue
        if installed.version == pin.version:
            yield _package(pin, installed)


def _package(pin: Pin, installed: Distribution) -> Component:
    address = PackageURL("pypi", None, pin.name, pin.version)
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(address)),
        comment="one of these files was installed",
        hashes=[_sha256(value) for value in pin.hashes],
    )
    return Component(
        name=pin.name,
        version=pin.version,
        bom_ref=str(address),
        purl=address,
        scope=ComponentScope.EXCLUDED,
        licenses=_licences(_named(installed)),
        external_references=[files] if pin.hashes else [],
    )


def _named(installed: Distribution) -> list[str]:
    """How a package names its licence: an expression, else a short name, else a class."""
    said = {key: _said(installed, key) for key in ("License-Expression", "License", "Classifier")}
    short = [one for one in said["License"] if one != "UNKNOWN" and len(one) < SHORT]
    classes = [one.removeprefix(_CLASS) for one in said["Classifier"] if one.startswith(_CLASS)]
    names = said["License-Expression"] or short or classes
    return ["Apache-2.0" if _KNOWN.search(one) else one for one in names]


def _said(installed: Distribution, key: str) -> list[str]:
    return [str(one) for one in installed.metadata.get_all(key, [])]


def _licences(names: Iterable[str]) -> list[License]:
    return [LicenseFactory().make_from_string(name) for name in names if name]


def _fonts(fonts: Iterable[tuple[str, bytes]]) -> Iterator[Component]:
    """The fonts, by what they say of themselves."""
    for file, data in fonts:
        names = TTFont(io.BytesIO(data), lazy=True)["name"]
        said = {
            number: names.getDebugName(number) or ""
            for number in (_FAMILY, _CUT, _VERSION, _COPYRIGHT, _TERMS, _TERMS_AT)
        }
        terms = f"{said[_TERMS]} {said[_TERMS_AT]}".strip()
        yield Component(
            type=ComponentType.FILE,
            name=file,
            version=said[_VERSION].removeprefix("Version "),
            description=f"{said[_FAMILY]} {said[_CUT]}, set into PDF files",
            bom_ref=f"font:{file}",
            scope=ComponentScope.REQUIRED,
            copyright=said[_COPYRIGHT],
            hashes=[_sha256(hashlib.sha256(data).hexdigest())],
            licenses=_licences(["OFL-1.1" if _OFL.search(terms) else terms]),
        )


def _served(served: Mapping[str, bytes]) -> Iterator[Component]:
    for address, data in sorted(served.items()):
        yield Component(
            type=ComponentType.FILE,
            name=PurePosixPath(address).name,
            description="served with the site",
            bom_ref=f"file:{address}",
            scope=ComponentScope.REQUIRED,
            hashes=[_sha256(hashlib.sha256(data).hexdigest())],
            licenses=_licences([OURS]),
        )


def _sha256(content: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=content)
