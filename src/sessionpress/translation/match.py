"""English that changed: which old translation belongs to which new text, and what may be shown.

An old message and a new one belong together when three quarters of their signs are the same. Then
the old translation is better than none, unless something in it would now be false: a number, a
link, a source, a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

LIKE = 0.75
"""From which share of equal signs on two texts are taken for one that was changed."""

FACTS = re.compile(r"\{\{[^}]*\}\}|\[@[^\]]*\]|\[\^[^\]]*\]|\]\([^)]*\)|`[^`]*`|\d+(?:[.,]\d+)*")


def facts(text: str) -> Counter[str]:
    """What in a text would be false if it were another one: figures, links, sources, code."""
    return Counter(FACTS.findall(text))


def best_match(text: str, old: Iterable[str]) -> str:
    """The old text that is most like a new one; empty when none is like it enough."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(text)
    best, found = LIKE, ""
    for one in old:
        shorter, longer = sorted((len(one), len(text)))
        # No pair can be more alike than its lengths are.
        if not shorter or 2 * shorter / (shorter + longer) < best:
            continue
        matcher.set_seq1(one)
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        ratio = matcher.ratio()
        if ratio >= best:
            best, found = ratio, one
            if ratio == 1:
                break
    return found


def pairs(new: Iterable[str], old: Iterable[str]) -> Mapping[str, str]:
    """New texts that belong to old ones, each old one once."""
    left = dict.fromkeys(old)
    found: dict[str, str] = {}
    for text in new:
        match = best_match(text, left)
        if match:
            found[text] = match
            del left[match]
    return found
