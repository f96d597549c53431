"""Sentences that two or more charts say about their values."""

from collections import Counter
from collections.abc import Sequence

from sessionpress.charts.model import Series, Setting


def present(series: Series, labels: Sequence[str]) -> list[tuple[str, float]]:
    """Return the labels that have a value, in their order."""
    found = ((label, series.values.get(label)) for label in labels)
    return [(label, value) for label, value in found if value is not None]


def extremes(series: Series, labels: Sequence[str], setting: Setting) -> list[str]:
    """Say the highest and lowest value of one series: a look within it, never between places."""
    values = present(series, labels)
    if not values:
        return []
    if len(values) == 1:
        label, value = values[0]
        return [setting.say("single", name=series.name, label=label, value=setting.number(value))]
    highest = max(values, key=lambda pair: setting.shown(pair[1]))
    lowest = min(values, key=lambda pair: setting.shown(pair[1]))
    if setting.shown(highest[1]) == setting.shown(lowest[1]):
        return [setting.say("equal", name=series.name, value=setting.number(highest[1]))]
    return [
        setting.say(
            "highest",
            name=series.name,
            highest=setting.number(highest[1]),
            highest_label=highest[0],
            lowest=setting.number(lowest[1]),
            lowest_label=lowest[0],
            difference=setting.difference(highest[1], lowest[1]),
        )
    ]


def missing(pairs: Sequence[tuple[str, str]], of: int, setting: Setting) -> list[str]:
    """Say which values are missing, each as (name, label).

    A name that has none of its `of` values is said once.
    """
    counts = Counter(name for name, _ in pairs)
    items = dict.fromkeys(
        name if counts[name] == of else setting.say("missing item", name=name, label=label)
        for name, label in pairs
    )
    return [setting.say("missing", names=setting.join(list(items)))] if items else []


def missing_in(series: Sequence[Series], labels: Sequence[str], setting: Setting) -> list[str]:
    """Say which values of several series are missing."""
    pairs = [
        (one.name, label) for one in series for label in labels if one.values.get(label) is None
    ]
    return missing(pairs, len(labels), setting)
