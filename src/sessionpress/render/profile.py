"""A profile as a chart: a radar where its names fit around one, bars where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from sessionpress import charts
from sessionpress.answers.profile import Figures, SectionProfile
from sessionpress.words import later, words

WORDS = (later("Mean"), later("Smallest"), later("Largest"))
"""The names of what several people together have."""


def profile_chart(
    profiles: Sequence[tuple[str, Sequence[SectionProfile]]],
    title: str,
    prefix: str,
    together: Sequence[SectionProfile] = (),
    **options: Unpack[charts.Options],
) -> charts.Chart:
    """Draw one profile, or a few over each other.

    Args:
        profiles: one to four names, each with its sections: persons of one country, what they
            agreed on. When there are none, the means of `together` are drawn.
        title: the accessible name.
        prefix: begins the ids in the drawing.
        together: the sections of all whose smallest and largest levels make the band.
        **options: as all charts take them.

    Raises:
        ValueError: no section at all.
    """
    mean, smallest, largest = map(words, WORDS)
    lines = [_series(name, sections, "mean") for name, sections in profiles]
    lines = lines or [_series(mean, together, "mean")]
    every = [section for _name, sections in profiles for section in sections] + [*together]
    options = {
        "low": 0,
        "high": max((section.high for section in every), default=1),
        "decimals": 1,
        "words": {name: words(text) for name, text in charts.WORDS.items()},
        **options,
    }
    labels = list(dict.fromkeys(label for line in lines for label in line.values))
    if not charts.names_fit(labels):
        ends = [_series(smallest, together, "smallest"), _series(largest, together, "largest")]
        shown = [*lines, *(ends if together and len(lines) <= 2 else [])]
        return charts.parts(title, prefix, shown, **options)
    band = (
        (_series(smallest, together, "smallest"), _series(largest, together, "largest"))
        if together
        else None
    )
    return charts.radar(title, prefix, lines, band, **options)


def _series(name: str, sections: Sequence[SectionProfile], what: str) -> charts.Series:
    return charts.Series(name, {one.label: _value(one.figures, what) for one in sections})


def _value(figures: Figures, what: str) -> float | None:
    value: float | None = getattr(figures, what)
    return value
