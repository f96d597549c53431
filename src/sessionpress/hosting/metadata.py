"""What a page tells programs about itself: Dublin Core terms, and schema.org as JSON-LD.

JSON-LD stands in the page as a block of data, which no browser runs and no policy holds back.
Addresses in it are relative, as everywhere, so it is right below any path.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from sessionpress.clock import planned
from sessionpress.content.model import Exercise, Module
from sessionpress.hosting.facts import description, targets
from sessionpress.render.pages import RenderedPage
from sessionpress.render.shell import Site, relative

Thing = dict[str, object]
"""A thing of schema.org; what is not known is empty, and is left out when it is written."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Terms as (name, value), a name more than once when it has more values; JSON-LD or ""."""

    terms: tuple[tuple[str, str], ...]
    data: Markup


def metadata(site: Site, address: str) -> Metadata:
    """What the page at an address tells programs; in an edition that is not public, nothing."""
    if site.edition.reader.key:
        return Metadata((), Markup())
    page = site.pages[address]
    thing = _thing(site, page)
    return Metadata(tuple(_terms(site, page)), _block(thing) if thing else Markup())


def _terms(site: Site, page: RenderedPage) -> Iterator[tuple[str, str]]:
    """Few on each page, which must stay light and says its title and language itself."""
    settings = site.edition.toolkit.settings
    yield "publisher", settings.publisher
    yield "issued", settings.date.isoformat()
    if settings.imprint.licence_url:
        yield "license", settings.imprint.licence_url
    if page.leaf.view == "home":
        yield "title", settings.title
        yield "language", site.edition.language
        yield "abstract", description(site.edition)
        yield from (("subject", word) for word in settings.imprint.keywords)
        yield from (("audience", one) for one in (settings.imprint.audience,) if one)


def _thing(site: Site, page: RenderedPage) -> Thing:
    """The thing that a page is about: the course, a session of it, an exercise."""
    leaf = page.leaf
    if leaf.view == "home":
        return _course(site)
    if leaf.view == "session" and leaf.module:
        return {**_session(leaf.module), **_part(site, page)}
    if leaf.view == "exercise" and leaf.exercise:
        return {**_exercise(site, leaf.exercise), **_part(site, page)}
    return {}


def _course(site: Site) -> Thing:
    settings = site.edition.toolkit.settings
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": settings.title,
        "description": description(site.edition),
        "provider": {"@type": "Organization", "name": settings.publisher},
        "version": settings.edition,
        "datePublished": settings.date.isoformat(),
        "keywords": list(settings.imprint.keywords),
        "audience": _audience(settings.imprint.audience),
        "teaches": [one.text for one in site.edition.toolkit.outcomes],
        "about": [f"SDG target {one}" for one in targets(site.edition)],
        "hasPart": [_listed(site, module) for module in site.edition.toolkit.modules],
        **_common(site),
    }


def _audience(words: str) -> Thing:
    return {"@type": "Audience", "audienceType": words} if words else {}


def _listed(site: Site, module: Module) -> Thing:
    return {
        "@type": "LearningResource",
        "name": module.title,
        "url": relative(module.pages[0].address, site.first),
        "timeRequired": _time(planned(module.items)),
    }


def _session(module: Module) -> Thing:
    return {
        "learningResourceType": "Workshop session",
        "position": module.number,
        "timeRequired": _time(planned(module.items)),
        "teaches": [one.text for one in module.objectives],
        "about": [f"SDG target {one}" for one in module.sdgs],
    }


def _exercise(site: Site, exercise: Exercise) -> Thing:
    texts = {
        one.id: one.text for module in site.edition.toolkit.modules for one in module.objectives
    }
    return {
        "learningResourceType": "Exercise",
        "timeRequired": _time(exercise.minutes),
        "teaches": [texts[name] for name in exercise.objectives if name in texts],
    }


def _part(site: Site, page: RenderedPage) -> Thing:
    """What every part of the course has in common."""
    whole = {
        "@type": "Course",
        "name": site.edition.toolkit.settings.title,
        "url": relative(site.first, page.address),
    }
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page.title,
        "description": page.summary,
        "isPartOf": whole,
        **_common(site),
    }


def _common(site: Site) -> Thing:
    return {
        "inLanguage": site.edition.language,
        "license": site.edition.toolkit.settings.imprint.licence_url,
        "isAccessibleForFree": True,
    }


def _time(minutes: int) -> str:
    """A length of time as ISO 8601 writes it."""
    return f"PT{minutes}M" if minutes else ""


def _block(thing: Thing) -> Markup:
    """JSON that can stand inside a page: nothing in it can end the block that holds it."""
    kept = {name: value for name, value in thing.items() if value not in ("", [], {})}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", ">", "&"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - the signs that mean something in a page are gone
