"""What a source may say: the fields of CSL-JSON from which the list of sources is made.

A field that the list cannot use, or that has another shape, is a problem here; later it would be
lost, or stop the build.
"""

from __future__ import annotations

from collections.abc import Iterator

from sessionpress.problems import nearest

OWN = frozenset({"id", "type", "custom"})
NAMES = frozenset(
    "author collection-editor composer container-author editor editorial-director illustrator "
    "interviewer original-author recipient translator".split()
)
DATES = frozenset("accessed container event-date issued original-date submitted".split())
TEXTS = frozenset(
    "DOI ISBN ISSN PMCID PMID URL abstract annote archive archive-location archive-place "
    "authority call-number chapter-number citation-label citation-number collection-number "
    "collection-title container-title container-title-short dimensions edition event event-place "
    "first-reference-note-number genre issue jurisdiction keyword language locator medium note "
    "number number-of-pages number-of-volumes original-publisher original-publisher-place "
    "original-title page page-first publisher publisher-place references section source status "
    "title title-short version volume year-suffix".split()
)
FIELDS = OWN | NAMES | DATES | TEXTS
PERSON = frozenset({"family", "given", "suffix", "dropping-particle", "non-dropping-particle"})

Fault = tuple[str, str, str]
"""A rule, what is wrong, what to do."""


def faults(record: dict[str, object]) -> Iterator[Fault]:
    """What is wrong with the fields of one source."""
    for name, value in record.items():
        if name not in FIELDS:
            yield "header-key", f'unknown field "{name}".', nearest(name, FIELDS)
        elif name in NAMES and not _is_names(value):
            yield (
                "header-value",
                f"{name}: a list of names is expected.",
                'Write [{"family": "Name", "given": "First"}], or [{"literal": "Office"}].',
            )
        elif name in DATES and not _is_date(value):
            yield (
                "header-value",
                f"{name}: a date is expected.",
                'Write {"date-parts": [[2030, 3, 4]]}, or only the year, or year and month.',
            )
        elif name in TEXTS | {"id", "type"} and not _is_text(value):
            yield "header-value", f"{name}: a text is expected.", "Write it, or leave it out."


def _is_text(value: object) -> bool:
    return (isinstance(value, str) and bool(value.strip())) or _is_number(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_names(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_name(one) for one in value)


def _is_name(value: object) -> bool:
    if not isinstance(value, dict) or not all(_is_text(part) for part in value.values()):
        return False
    return set(value) == {"literal"} or ("family" in value and set(value) <= PERSON)


def _is_date(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    if set(value) == {"literal"}:
        return _is_text(value["literal"])
    days = value.get("date-parts")
    return (
        set(value) <= {"date-parts", "circa"}
        and isinstance(days, list)
        and len(days) in (1, 2)
        and all(_is_day(day) for day in days)
    )


def _is_day(value: object) -> bool:
    """Year, month and day as whole numbers; day, or month and day, may be left out."""
    if not isinstance(value, list) or not 1 <= len(value) <= 3:
        return False
    highest = (9999, 12, 31)
    return all(
        _is_number(part) and 1 <= part <= high for part, high in zip(value, highest, strict=False)
    )
