"""Accessible static SVG charts from plain values.

Four drawings: `parts` (grouped bars), `trend` (lines), `spread` (two dots in a row) and `radar`
(axes around a middle). Each returns a `Chart`: the drawing, a title, a description made from the
values, and the same values as a table. The drawings hold no script, no style element and no style
attribute; shapes, fills and labels carry the meaning, colour only repeats it.

A drawing placed in a page takes its text colour and looks right in light and dark. A stylesheet
may reach: `.sp-chart` (the svg), `.sp-label` `.sp-tick` `.sp-reference-label` (texts), `.sp-grid`
`.sp-axis` `.sp-reference` `.sp-leader` `.sp-link` `.sp-reach` (lines), `.sp-band` (a light area),
`.sp-series-1` to `.sp-series-5` (set `color`), `.sp-bar` `.sp-solid` `.sp-hatched` `.sp-light`
`.sp-striped` `.sp-hatch` `.sp-line` `.sp-marker`, and `.sp-paper` (set `fill` to the colour of the
page: the inside of hollow markers).
"""

from sessionpress.charts.bars import parts
from sessionpress.charts.dots import spread
from sessionpress.charts.lines import trend
from sessionpress.charts.model import Chart, Options, Series
from sessionpress.charts.radar import names_fit, radar
from sessionpress.charts.words import WORDS

__all__ = ["WORDS", "Chart", "Options", "Series", "names_fit", "parts", "radar", "spread", "trend"]
