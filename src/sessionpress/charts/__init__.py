"""Accessible static SVG charts from plain values.

Three drawings: `parts` (grouped bars), `trend` (lines) and `spread` (two dots in a row). Each
returns a `Chart`: the drawing, a title, a description made from the values, and the same values as
a table. The drawings hold no script, no style element and no style attribute; shapes, fills and
labels carry the meaning, colour only repeats it.

A drawing placed in a page takes its text colour and looks right in light and dark. A stylesheet
may reach: `.sp-chart` (the svg), `.sp-label` `.sp-tick` `.sp-reference-label` (texts), `.sp-grid`
`.sp-axis` `.sp-reference` `.sp-leader` `.sp-link` (lines), `.sp-series-1` to `.sp-series-5` (set
`color`), `.sp-bar` `.sp-solid` `.sp-hatched` `.sp-light` `.sp-striped` `.sp-hatch` `.sp-line`
`.sp-marker`, and `.sp-paper` (set `fill` to the colour of the page: the inside of hollow markers).
"""

from sessionpress.charts.bars import parts
from sessionpress.charts.dots import spread
from sessionpress.charts.lines import trend
from sessionpress.charts.model import Chart, Options, Series
from sessionpress.charts.words import WORDS

__all__ = ["WORDS", "Chart", "Options", "Series", "parts", "spread", "trend"]
