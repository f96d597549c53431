"""What goes into a chart, what comes out, and the settings that all charts share."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self, TypedDict

from sessionpress.charts.words import complete

Direction = Literal["ltr", "rtl"]
Table = tuple[tuple[str, ...], ...]

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Series:
    """One name and its values by label; None, like an absent label, means that there is none."""

    name: str
    values: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished chart."""

    svg: str
    """The drawing, one `<svg>` element to place in a page as it is."""
    title: str
    """The caller's title, plain text; not drawn, only the accessible name."""
    description: str
    """Sentences that say what one sees, made from the values; plain text."""
    table: Table
    """The values as shown: a header row, then rows; plain text, not escaped."""


class Options(TypedDict, total=False):
    """Named arguments that every chart takes."""

    low: float
    """The start of the scale; 0 unless given."""
    high: float
    """The end of the scale; 1 unless given."""
    decimals: int
    """Places after the point in values; 2 unless given. Differences are taken between values
    rounded so, that a reader who subtracts what is shown finds the same."""
    number: Callable[[float], str]
    """Writes a value, for instance in local digits; must show the places that `decimals` says."""
    signs: Callable[[str], str]
    """Puts the signs of a language between the digits of a value; those of English unless given."""
    count: Callable[[int], str]
    """Writes how many, in the description; plain digits unless given."""
    direction: Direction
    """"rtl" mirrors the drawing; "ltr" unless given."""
    words: Mapping[str, str]
    """Translations for some or all of `WORDS`."""
    font: str
    """The font family attribute; "sans-serif" unless given."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`Options`, checked and complete."""

    low: float
    high: float
    decimals: int
    number: Callable[[float], str]
    tick: Callable[[float], str]
    """Writes a point of the scale, which needs fewer places than a value."""
    count: Callable[[int], str]
    rtl: bool
    words: Mapping[str, str]
    font: str

    @classmethod
    def of(cls, options: Options) -> Self:
        """Fill what is absent; raise ValueError for a scale or direction that cannot be drawn."""
        low, high = options.get("low", 0.0), options.get("high", 1.0)
        if not (low < high and math.isfinite(high - low)):
            raise ValueError(f"low must be a number below high: low {low}, high {high}")
        decimals = options.get("decimals", 2)
        if decimals < 0:
            raise ValueError(f"decimals must not be negative: {decimals}")
        if round(low, decimals) == round(high, decimals):
            raise ValueError(f"{decimals} decimals cannot tell {low} from {high}")
        direction = options.get("direction", "ltr")
        if direction not in ("ltr", "rtl"):
            raise ValueError(f'direction must be "ltr" or "rtl": {direction!r}')
        signs = options.get("signs", str)
        return cls(
            low=low,
            high=high,
            decimals=decimals,
            number=_signed(options.get("number", _fixed(decimals)), signs),
            tick=_signed(options.get("number", _shortest(decimals)), signs),
            count=options.get("count", str),
            rtl=direction == "rtl",
            words=complete(options.get("words", {})),
            font=options.get("font", "sans-serif"),
        )

    def value(self, value: float | None) -> str:
        """Write a value, or say that there is none."""
        return self.words["no value"] if value is None else self.number(value)

    def shown(self, value: float) -> float:
        """Return the value as a reader sees it."""
        return round(value, self.decimals)

    def difference(self, one: float, other: float) -> str:
        """Write how far apart two values are as a reader sees them."""
        return self.number(abs(self.shown(one) - self.shown(other)))

    def say(self, word: str, **fields: str) -> str:
        """Write one of the words, its fields filled."""
        return self.words[word].format(**fields)

    def join(self, items: Sequence[str]) -> str:
        """Write several things in a row."""
        return self.words["separator"].join(items)


def check_names(title: str, prefix: str, names: Sequence[str]) -> None:
    """Raise ValueError for an id that is none, and for names that say nothing."""
    if not _ID.fullmatch(prefix):
        raise ValueError(f"an id must be letters, digits, '-', '_' or '.': {prefix!r}")
    for text in (title, *names):
        if not text.strip():
            raise ValueError(f"a title, name or label is empty in chart {prefix!r}")


def check_different(what: str, names: Sequence[str]) -> None:
    """Raise ValueError if nothing is given or if two have the same name."""
    if not names:
        raise ValueError(f"a chart needs at least one {what}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{what} given twice: {', '.join(twice)}")


def check_values(setting: Setting, values: Sequence[tuple[str, float | None]]) -> None:
    """Raise ValueError naming every value that is off the scale (or not a number)."""
    outside = [
        f"{name} {value}"
        for name, value in values
        if value is not None and not setting.low <= value <= setting.high
    ]
    if outside:
        raise ValueError(f"outside {setting.low:g} to {setting.high:g}: {'; '.join(outside)}")


def check_series(
    title: str, prefix: str, labels: Sequence[str], series: Sequence[Series], setting: Setting
) -> None:
    """Raise ValueError unless every series has its own name and values on the scale."""
    names = [one.name for one in series]
    check_different("series", names)
    check_different("label", labels)
    check_names(title, prefix, [*names, *labels])
    unknown = sorted({label for one in series for label in one.values} - set(labels))
    if unknown:
        raise ValueError(f"values for labels that are not drawn: {', '.join(unknown)}")
    check_values(
        setting,
        [(f"{one.name}, {label}", value) for one in series for label, value in one.values.items()],
    )


def series_table(
    corner: str, labels: Sequence[str], series: Sequence[Series], setting: Setting
) -> Table:
    """Return a row per label and a column per series."""
    header = (corner, *(one.name for one in series))
    return (
        header,
        *((label, *(setting.value(one.values.get(label)) for one in series)) for label in labels),
    )


def _fixed(decimals: int) -> Callable[[float], str]:
    """Return a writer with so many places; adding zero keeps -0.00 away."""
    return lambda value: f"{round(value, decimals) + 0.0:.{decimals}f}"


def _signed(write: Callable[[float], str], signs: Callable[[str], str]) -> Callable[[float], str]:
    """Return a writer whose numbers get the signs of a language."""
    return lambda value: signs(write(value))


def _shortest(decimals: int) -> Callable[[float], str]:
    """Return a writer with at most so many places."""
    exact = _fixed(decimals)

    def write(value: float) -> str:
        text = exact(value)
        return text.rstrip("0").rstrip(".") if "." in text else text

    return write
