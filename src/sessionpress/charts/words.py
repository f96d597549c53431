"""The words that charts draw and say, as sentences that a translator can turn round."""

from collections.abc import Mapping
from string import Formatter

from sessionpress.words import later

WORDS: Mapping[str, str] = {
    # In the drawing and in the table.
    "no value": later("no value"),
    "part": later("Part"),
    "edition": later("Edition"),
    "place": later("Place"),
    "named value": "{name} {value}",
    "band": later("From {smallest} to {largest}"),
    "named value in edition": "{name} {value} ({edition})",
    # In the description. Lists are joined by "separator", sentences by a space.
    "separator": ", ",
    "bars": later("Bar chart on a scale from {low} to {high}: {names}."),
    "lines": later("Line chart from {first} to {last}, on a scale from {low} to {high}: {names}."),
    "dots": later(
        "Dot chart of two editions, {first} and {second}, on a scale from {low} to {high}."
    ),
    "radar": later("Radar chart on a scale from {low} to {high}: {names}."),
    "widest": later("The band is widest at {label}: from {smallest} to {largest}."),
    "highest": later(
        "{name}: highest {highest} ({highest_label}), lowest {lowest} ({lowest_label}), "
        "difference {difference}."
    ),
    "single": later("{name}: {value} ({label})."),
    "equal": later("{name}: every value is {value}."),
    "above": later("{label}: {first} is {difference} above {second}."),
    "below": later("{label}: {first} is {difference} below {second}."),
    "level": later("{label}: {first} and {second} are equal."),
    "rise": later(
        "{name}: from {first_value} in {first} to {last_value} in {last}, a rise of {difference}."
    ),
    "fall": later(
        "{name}: from {first_value} in {first} to {last_value} in {last}, a fall of {difference}."
    ),
    "steady": later("{name}: from {first_value} in {first} to {last_value} in {last}, no change."),
    "range": later("{edition}: highest {highest}, lowest {lowest}, difference {difference}."),
    "changes": later("From {first} to {second}: {higher} higher, {lower} lower, {same} unchanged."),
    "references": later("Reference lines: {names}."),
    "missing": later("No value: {names}."),
    "missing item": "{name} ({label})",
}


def complete(words: Mapping[str, str]) -> dict[str, str]:
    """Return every word: the given ones over the English ones, each checked for its fields."""
    for key, text in words.items():
        if key not in WORDS:
            raise ValueError(f"unknown word {key!r}; known words: {', '.join(WORDS)}")
        if _fields(key, text) != _fields(key, WORDS[key]):
            raise ValueError(f"word {key!r} must keep the fields of {WORDS[key]!r}: {text!r}")
    return {**WORDS, **words}


def _fields(key: str, text: str) -> set[str]:
    """Return the names in braces; `{name!r}` or `{name:>9}` are not plain names and stay odd."""
    try:
        pieces = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError(f"word {key!r} has a brace that does not close: {text!r}") from error
    return {
        name if not spec and not conversion else f"{name}!{conversion}:{spec}"
        for _, name, spec, conversion in pieces
        if name is not None
    }
