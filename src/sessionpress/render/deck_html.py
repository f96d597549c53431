"""A deck as one HTML file: a script shows its slides, and without one they are read in order.

Style and script stand in the file, and its policy lets in nothing else by their hashes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment
from markupsafe import Markup, escape

from sessionpress.direction import direction
from sessionpress.render.deck import Deck, Drawing, Grid, Line, Part, Picture, Run, Runs, Slide
from sessionpress.render.digits import localised
from sessionpress.render.served import served_text
from sessionpress.render.slide_fit import EDGE, TEXT_SHARE, WIDTH, Layout, lay_out
from sessionpress.render.templates import text_of
from sessionpress.render.terse import hash_of

STYLE, SCRIPT = "deck/deck.css", "deck/deck.js"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A slide as the template takes it: sizes of letters in pt, and its parts as HTML."""

    title: Markup
    title_size: int
    size: int
    said: Markup
    seen: Markup
    notes: Markup
    item: str


def render_deck(
    deck: Deck, pictures: Mapping[str, str], environment: Environment, digits: str = "latn"
) -> str:
    """Give a deck as one HTML document.

    Args:
        deck: what it holds.
        pictures: the address that each picture has in the file, by its site address.
        environment: the templates of the house; it needs those in `deck/`.
        digits: the numbering system of its language, by its name in the Unicode CLDR.
    """
    style = served_text(STYLE, text_of(environment, STYLE)).strip()
    script = served_text(SCRIPT, text_of(environment, SCRIPT)).strip()
    html = environment.get_template("deck/deck.html").render(
        deck=deck,
        slides=[_shown(slide, deck, pictures) for slide in deck.slides],
        style=Markup(style),  # noqa: S704 - ours
        style_hash=hash_of(style),
        script=Markup(script),  # noqa: S704 - ours
        script_hash=hash_of(script),
    )
    return localised(html, digits)


def _shown(slide: Slide, deck: Deck, pictures: Mapping[str, str]) -> _Shown:
    layout = lay_out(slide, deck.language)
    seen = [part for part in slide.parts if isinstance(part, Picture | Drawing)]
    said = [part for part in slide.parts if not isinstance(part, Picture | Drawing)]
    return _Shown(
        _runs(slide.title),
        layout.title,
        layout.size,
        _parts(said),
        Markup("").join(_figure(one, _tenths(one, layout), pictures) for one in seen),
        _parts(slide.notes),
        slide.item,
    )


def _parts(parts: Sequence[Part]) -> Markup:
    """Text and tables in their order."""
    made = []
    for is_line, group in groupby(parts, lambda part: isinstance(part, Line)):
        if is_line:
            made.append(_lines([part for part in group if isinstance(part, Line)]))
        else:
            made += [_table(part) for part in group if isinstance(part, Grid)]
    return Markup("").join(made)


def _lines(lines: Sequence[Line]) -> Markup:
    """Paragraphs and lists, with lists inside lists."""
    made = Markup("")
    place = 0
    while place < len(lines):
        line = lines[place]
        if not line.mark:
            made += Markup("<p>{}</p>").format(_runs(line.runs))
            place += 1
            continue
        items = Markup("")
        number = line.number
        while place < len(lines) and _goes_on(lines[place], line, number):
            item = lines[place]
            end = place + 1
            while end < len(lines) and lines[end].mark and lines[end].level > line.level:
                end += 1
            inner = _lines(lines[place + 1 : end])
            items += Markup("<li>{}{}</li>").format(_runs(item.runs), inner)
            place, number = end, number + 1
        made += _list(line, items)
    return made


def _goes_on(line: Line, first: Line, number: int) -> bool:
    return (line.mark, line.level, line.number) == (first.mark, first.level, number)


def _list(first: Line, items: Markup) -> Markup:
    if first.mark == "bullet":
        return Markup("<ul>{}</ul>").format(items)
    start = Markup(' start="{}"').format(first.number) if first.number != 1 else ""
    return Markup("<ol{}>{}</ol>").format(start, items)


_ROW_HEAD, _CELL = Markup('<th scope="row">{}</th>'), Markup("<td>{}</td>")


def _table(grid: Grid) -> Markup:
    heads = Markup("").join(
        Markup('<th scope="col">{}</th>').format(_runs(one)) for one in grid.head
    )
    head = Markup("<thead><tr>{}</tr></thead>").format(heads) if heads else ""
    rows = Markup("").join(_row(row, named=grid.named) for row in grid.rows)
    caption = Markup('<caption class="unseen">{}</caption>').format(grid.caption)
    return Markup("<table>{}{}<tbody>{}</tbody></table>").format(caption, head, rows)


def _row(row: Sequence[Runs], *, named: bool) -> Markup:
    forms = [_ROW_HEAD if named and place == 0 else _CELL for place in range(len(row))]
    cells = (form.format(_runs(cell)) for form, cell in zip(forms, row, strict=True))
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _tenths(part: Part, layout: Layout) -> int:
    """How much of its room a picture is wide, so that a small one is not blown up."""
    box = next(one for one in layout.boxes if part in one.parts)
    room = (WIDTH - 2 * EDGE) * (TEXT_SHARE if layout.beside else 1)
    return round(10 * box.width / room)


def _figure(part: Picture | Drawing, tenths: int, pictures: Mapping[str, str]) -> Markup:
    if isinstance(part, Drawing):
        svg = Markup(part.svg)  # noqa: S704 - drawn by the charts
        words = Markup("<figcaption>{}</figcaption>").format(part.caption) if part.caption else ""
        return Markup('<figure class="drawn">{}{}</figure>').format(svg, words)
    size = Markup("")
    if part.width:
        size = Markup(' width="{}" height="{}"').format(part.width, part.height)
    look = Markup(' class="w{}"').format(max(tenths, 1)) if tenths < 10 else ""
    return Markup('<figure{}><img src="{}" alt="{}"{}></figure>').format(
        look, pictures[part.address], part.alt, size
    )


def _runs(runs: Runs) -> Markup:
    return Markup("").join(map(_run, runs))


def _run(run: Run) -> Markup:
    made = escape(run.text)
    if run.italic:
        made = Markup("<em>{}</em>").format(made)
    if run.bold:
        made = Markup("<strong>{}</strong>").format(made)
    if run.language:
        way = direction(run.language)
        made = Markup('<span lang="{}" dir="{}">{}</span>').format(run.language, way, made)
    return made
