"""The list of sources, as readers see it: who, when, what, where it was published and found."""

from __future__ import annotations

from dataclasses import dataclass

from sessionpress.content.model import Source
from sessionpress.content.refer import source_year


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry: `text` before the title, the title, `rest` after it, and an address."""

    key: str
    who: str
    when: str
    title: str
    rest: str
    url: str
    accessed: str


def references(sources: dict[str, Source], keys: list[str] | None = None) -> list[Reference]:
    """Entries for the given keys (all by default), sorted by author, year and title."""
    chosen = sources.values() if keys is None else [sources[key] for key in keys if key in sources]
    entries = [_reference(source) for source in chosen]
    return sorted(entries, key=lambda one: (one.who.casefold(), one.when, one.title.casefold()))


def _reference(source: Source) -> Reference:
    record = source.record
    container = str(record.get("container-title") or "")
    publisher = str(record.get("publisher") or "")
    number = str(record.get("number") or "")
    who = _authors(record.get("author")) or publisher or container or str(record["title"])
    rest = [part for part in (container, publisher, number) if part and part != who]
    return Reference(
        source.key,
        who,
        _date(record.get("issued")) or source_year(source) or "no date",
        str(record["title"]),
        ", ".join(dict.fromkeys(rest)),
        str(record.get("URL") or ""),
        _date(record.get("accessed")),
    )


def _authors(names: object) -> str:
    if not isinstance(names, list):
        return ""
    return ", ".join(
        str(name.get("literal") or " ".join(filter(None, (name.get("given"), name.get("family")))))
        for name in names
        if isinstance(name, dict)
    )


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def _date(value: object) -> str:
    parts = value.get("date-parts") if isinstance(value, dict) else None
    if not (isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]):
        return ""
    numbers = [int(part) for part in parts[0]]
    words = [str(numbers[0])]
    if len(numbers) > 1:
        words.insert(0, MONTHS[numbers[1] - 1])
    if len(numbers) > 2:
        words.insert(0, str(numbers[2]))
    return " ".join(words)
