"""The form of a sheet as a workbook: one worksheet to fill in, a hidden one that carries the rest.

A label stands left of its field, the columns of a table share the same grid. Rows have no fixed
height where people write, so that they grow with what is written; an empty cell in the margin with
large type keeps them from being too low.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as value
from functools import partial

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Color, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sessionpress.answers.cells import MOST_ROWS, Cell, defined_name, field_cells
from sessionpress.answers.compute import inputs
from sessionpress.bind.office import (
    FONT,
    GOLD,
    GREY,
    NAVY,
    computed_words,
    filled_by,
    first_label,
    guidance,
    is_right_to_left,
    option_texts,
    short,
    span,
    starred,
    write_identity,
)
from sessionpress.bind.packages import PREFIX, pieces, unpack, write_package
from sessionpress.bind.xlsx.grid import LABEL, spans, widths
from sessionpress.bind.xlsx.looks import (
    BOLD,
    BOX,
    HEAD,
    HEADING,
    LINE_HEIGHT,
    PLAIN,
    SHADE,
    SMALL,
    TITLE,
    aligned,
    fixed,
    height,
    plain,
    protect,
    quoted,
    rule,
    set_lines,
    set_print,
    sheet_title,
    spread,
    together,
)
from sessionpress.bind.xlsx.names import KEPT, end_name, option_name
from sessionpress.bind.xlsx.profile import add_profile, describe_chart, untitled
from sessionpress.content.model import Field, Sheet, Toolkit
from sessionpress.schema import Formula
from sessionpress.words import words

SPARE_ROWS = 3
"""Rows that a growing table has here beyond those on paper."""

_LEVELS, _LISTS = 4, 6
"""Columns of the hidden worksheet: numbers of levels, and the first of the lists."""
_NO_FILL = PatternFill()


def sheet_xlsx(toolkit: Toolkit, sheet: Sheet, language: str) -> bytes:
    """Make the form of a sheet as XLSX.

    Args:
        toolkit: where the sheet is from.
        sheet: the sheet.
        language: tag of the language of the sheet's words; it decides the direction.

    Returns:
        The file: the same bytes for the same sheet.
    """
    form = _Form.begin(toolkit, sheet, is_right_to_left(language))
    form.head()
    for one in sheet.fields:
        form.section(one)
        FIELDS.get(one.kind, _Form.single)(form, one)
    form.finish()
    add_profile(form.book, form.data, sheet, form.levels, form.right_to_left)
    _identify(form, language)
    return _packed(form)


@dataclass
class _Form:
    """The workbook as it grows.

    `row` is the next free row of the worksheet to fill in; `at` has the place of each cell, `marks`
    the places beside the options of choices, `levels` the places where the number of a chosen level
    stands; `texts` is everything that the form says; `growing` are rows without a fixed height.
    """

    toolkit: Toolkit
    sheet: Sheet
    book: Workbook
    page: Worksheet
    data: Worksheet
    right_to_left: bool
    widths: Mapping[int, float]
    row: int = 1
    at: dict[str, str] = value(default_factory=dict)
    marks: dict[str, str] = value(default_factory=dict)
    levels: dict[str, str] = value(default_factory=dict)
    rules: dict[tuple[object, ...], DataValidation] = value(default_factory=dict)
    ruled: dict[tuple[object, ...], list[str]] = value(default_factory=dict)
    lists: dict[tuple[str, ...], str] = value(default_factory=dict)
    texts: list[str] = value(default_factory=list)
    growing: set[int] = value(default_factory=set)

    @classmethod
    def begin(cls, toolkit: Toolkit, sheet: Sheet, right_to_left: bool) -> _Form:
        """Begin with two empty worksheets, the second hidden."""
        book = Workbook()
        page = book.worksheets[0]
        page.title = sheet_title(sheet.title)
        data = book.create_sheet("Lists" if page.title != "Lists" else "Lists of the form")
        data.sheet_state = "hidden"
        form = cls(toolkit, sheet, book, page, data, right_to_left, widths(sheet))
        form._set_page()
        return form

    @property
    def columns(self) -> list[int]:
        """The columns that are used, by number."""
        return list(self.widths)

    @property
    def width(self) -> float:
        """The width of all of them, in signs."""
        return sum(self.widths.values())

    def _set_page(self) -> None:
        page, settings = self.page, self.toolkit.settings
        page.column_dimensions["A"].width = 1.5
        for column, width in self.widths.items():
            page.column_dimensions[get_column_letter(column)].width = width
        page.sheet_view.showGridLines = False
        page.sheet_view.rightToLeft = self.right_to_left
        set_print(page, self.sheet.paper, self.sheet.orientation)
        set_lines(
            page,
            (plain(self.sheet.title), plain(filled_by(self.sheet))),
            (
                plain(f"{settings.title}, {settings.edition}"),
                f"{words('Page')} &P {words('of')} &N",
            ),
        )
        protect(page)
        protect(self.data)

    # -------------------------------------------------------- what is only read

    def head(self) -> None:
        """Title, who fills it, what it is for."""
        self.line(self.sheet.title, TITLE, room=7)
        for column in self.columns:
            self.page.cell(1, column).border = rule(NAVY)
        self.page.freeze_panes = "A2"
        self.page.print_title_rows = "1:1"
        self.line(filled_by(self.sheet), SMALL, room=6)
        if self.sheet.summary:
            self.paragraph(self.sheet.summary, PLAIN)
        if any(field.required for field in self.sheet.fields):
            self.line(words("* Please fill in."), SMALL, room=4)
        self.gap(4)

    def section(self, field: Field) -> None:
        """The heading above a field that begins a section."""
        if not field.section:
            return
        self.gap(8)
        for column in self.columns:
            self.page.cell(self.row, column).border = rule(GOLD)
        self.line(field.section, HEADING, room=5)
        self.gap(4)

    def line(self, text: str, font: Font, room: float) -> None:
        """A text on one line, which may run over the columns beside it."""
        needed = height(text, font, self.width)
        long = needed > 1.5 * height("", font, self.width)
        if long:
            self._join(self.columns[0], self.columns[-1])
        self._say(self.columns[0], text, font, wrap=long)
        self.page.row_dimensions[self.row].height = needed + room
        self.row += 1

    def paragraph(self, text: str, font: Font) -> None:
        """A text over the whole width. Joined cells do not grow, so that its height is reckoned."""
        self._join(self.columns[0], self.columns[-1])
        self._say(self.columns[0], text, font)
        self.page.row_dimensions[self.row].height = height(text, font, self.width) + 3
        self.row += 1

    def gap(self, height: float) -> None:
        """An empty row."""
        self.page.row_dimensions[self.row].height = height
        self.row += 1

    def _say(
        self, column: int, text: str, font: Font, *, wrap: bool = True, indent: int = 0
    ) -> None:
        """Put a text into a cell of the row; it stays locked, and is never a formula."""
        place = self.page.cell(self.row, column, text)
        place.data_type = "s"
        place.font = font
        place.alignment = aligned(self.right_to_left, wrap=wrap, indent=indent)
        self.texts.append(text)

    def _label(self, field: Field, more: Sequence[str] = ()) -> float:
        """The label of a field, with what helps to fill it in below, in one cell; its height."""
        label = starred(field)
        help_lines = guidance(self.toolkit, field)
        place = self.page.cell(self.row, LABEL)
        place.value = CellRichText(
            TextBlock(InlineFont(rFont=FONT, sz=10, b=True), label),
            *(
                TextBlock(InlineFont(rFont=FONT, sz=9, color=Color(GREY)), f"\n{one}")
                for one in help_lines
            ),
            *(TextBlock(InlineFont(rFont=FONT, sz=10), f"\n{one}") for one in more),
        )
        place.font, place.alignment = BOLD, aligned(self.right_to_left)
        self.texts.append("\n".join((label, *help_lines, *more)))
        width = self.widths[LABEL]
        rest = [*(height(one, SMALL, width) for one in help_lines)]
        rest += [height(one, PLAIN, width) for one in more]
        return height(label, BOLD, width) + sum(rest) + 4

    # -------------------------------------------------------- what is filled in

    def single(self, field: Field) -> None:
        """A field with its label on the left."""
        cell = next(iter(field_cells(field)))
        high = self._label(field, option_texts(cell) if field.kind == "scale" else ())
        self._cell((self.columns[1], self.columns[-1]), cell)
        self._grow(high, field.lines * LINE_HEIGHT + 6)
        self.row += 1

    def choices(self, field: Field) -> None:
        """A field of which several options may be chosen: a line for each, with a cell to mark."""
        cell = next(iter(field_cells(field)))
        self._grow(self._label(field, (words("Write x beside each that fits."),)))
        self.row += 1
        first = self.row
        column = self.columns[1]
        for number, text in enumerate(option_texts(cell), 1):
            self._say(LABEL, text, PLAIN, indent=1)
            self._open((column, column), "center")
            self._rule(self._here(column), self._listed(("x",)), cell)
            self._name(option_name(field.id, number), self._here(column))
            self._grow(height(text, PLAIN, self.widths[LABEL]) + 4)
            self.row += 1
        letter = get_column_letter(column)
        self.marks[cell.name] = f"{letter}{first}:{letter}{self.row - 1}"
        self._name(defined_name(cell.name), self.marks[cell.name])

    def table(self, field: Field) -> None:
        """A table: its columns in the grid, labels of rows in the column of labels."""
        self.gap(4)
        self.paragraph(starred(field), BOLD)
        for text in guidance(self.toolkit, field):
            self.paragraph(text, SMALL)
        count = min(len(field.rows) + SPARE_ROWS, MOST_ROWS) if field.grows else len(field.rows)
        self._table_head(field)
        for row in range(1, count + 1):
            self._table_row(field, row, count)
        if field.grows:
            self._name(end_name(field.id), self._here(LABEL))
            self.line(
                words("{count} rows. For more, insert rows above this line.").format(count=count),
                SMALL,
                room=3,
            )
        self.gap(6)

    def _table_head(self, field: Field) -> None:
        texts = [first_label(field)] if any(field.rows) else []
        texts += [column.label for column in field.columns]
        high = 0.0
        for text, (first, last) in zip(texts, spans(field, self.columns), strict=True):
            self._join(first, last)
            for column in range(first, last + 1):
                self.page.cell(self.row, column).fill = SHADE
                self.page.cell(self.row, column).border = BOX
            self._say(first, text, HEAD)
            high = max(high, height(text, HEAD, spread(self.widths, first, last)))
        self.page.row_dimensions[self.row].height = high + 4
        self.row += 1

    def _table_row(self, field: Field, row: int, count: int) -> None:
        places = iter(spans(field, self.columns))
        label = field.rows[row - 1] if row <= len(field.rows) else ""
        if any(field.rows):
            first, _last = next(places)
            self._say(first, label, BOLD)
            self.page.cell(self.row, first).border = BOX
        written = [cell for cell in field_cells(field, count) if cell.row == row]
        for cell, place in zip(written, places, strict=True):
            self._cell(place, cell)
        roomy = any(column.kind == "text" for column in field.columns)
        self._grow(
            2 * LINE_HEIGHT + 2 if roomy else LINE_HEIGHT + 6,
            height(label, BOLD, self.widths[LABEL]) + 4,
        )
        self.row += 1

    def _cell(self, place: tuple[int, int], cell: Cell) -> None:
        """A cell to fill in, by its kind; a computed one is locked, and gets its formula later."""
        self._open(place)
        here = self._here(place[0])
        self.at[cell.name] = here
        self._name(defined_name(cell.name), here)
        open_cell = self.page[here]
        if cell.kind == "computed":
            open_cell.protection = Protection(locked=True)
            open_cell.fill = SHADE
            return
        self._rule(here, RULES[cell.kind](self, cell), cell)
        open_cell.number_format = FORMATS.get(cell.kind, "General")
        if cell.kind == "scale":
            self._level(cell.name, here)

    def _open(self, place: tuple[int, int], horizontal: str = "") -> None:
        """Make a place in the row one that can be written in."""
        self._join(*place)
        for column in range(place[0], place[1] + 1):
            self.page.cell(self.row, column).border = BOX
            self.page.cell(self.row, column).protection = Protection(locked=False)
        first = self.page.cell(self.row, place[0])
        first.font, first.fill = PLAIN, _NO_FILL
        side = horizontal or ("right" if self.right_to_left else "left")
        first.alignment = aligned(self.right_to_left, horizontal=side)

    def _level(self, name: str, here: str) -> None:
        """Keep the number of a chosen level on the hidden worksheet, where it can be computed."""
        row = len(self.levels) + 1
        there = f"{quoted(self.page.title)}!{fixed(here)}"
        number = f'VALUE(LEFT({there},FIND(" ",{there}&" ")-1))'
        self.data.cell(row, _LEVELS, f'=IF({there}="","",IFERROR({number},""))')
        letter = get_column_letter(_LEVELS)
        self.levels[name] = f"{quoted(self.data.title)}!${letter}${row}"

    # -------------------------------------------------------- rules and names

    def _rule(self, here: str, rule: Mapping[str, object], cell: Cell, said: str = "") -> None:
        """Give a place its limits, and what is said to people who come to it or break them."""
        of = cell.column or cell.field
        if not said:
            said = span(of) if cell.column else " ".join(guidance(self.toolkit, cell.field))
        key = (*sorted(rule.items()), said, of.label if said else "")
        if key not in self.rules and (rule or said):
            made = DataValidation(
                allow_blank=True,
                showErrorMessage=bool(rule),
                showInputMessage=bool(said),
                promptTitle=short(of.label, 32) if said else None,
                prompt=short(said, 250) if said else None,
                **rule,  # type: ignore[arg-type] # from the table of rules
            )
            self.page.add_data_validation(made)
            self.rules[key] = made
        if key in self.rules:
            self.ruled.setdefault(key, []).append(here)

    def _listed(self, options: tuple[str, ...]) -> dict[str, object]:
        """A choice from a list, which stands on the hidden worksheet."""
        if options not in self.lists:
            column = _LISTS + len(self.lists)
            for row, text in enumerate(options, 1):
                self.data.cell(row, column, text).data_type = "s"
            letter = get_column_letter(column)
            where = f"${letter}$1:${letter}${len(options)}"
            self.lists[options] = f"{quoted(self.data.title)}!{where}"
        return {
            "type": "list",
            "formula1": self.lists[options],
            "errorTitle": words("Not in the list"),
            "error": words("Please choose from the list."),
        }

    def choice(self, cell: Cell) -> dict[str, object]:
        """The rule of one option from a list."""
        return self._listed(tuple(option_texts(cell)))

    def number(self, cell: Cell) -> dict[str, object]:
        """The rule of a number, in its range."""
        low, high = cell.low, cell.high
        return {
            "type": "decimal",
            "operator": "between",
            "formula1": f"{-1e14 if low is None else low:.15g}",
            "formula2": f"{1e14 if high is None else high:.15g}",
            "errorTitle": words("Not a number that fits"),
            "error": span(cell.column or cell.field)
            or words("Please write a number, in digits only."),
        }

    def date(self, _cell: Cell) -> dict[str, object]:
        """The rule of a date; spreadsheets count days from 1900."""
        return {
            "type": "date",
            "operator": "greaterThan",
            "formula1": "1",
            "errorTitle": words("Not a date"),
            "error": words("Please write a date: 2030-03-04."),
        }

    def text(self, cell: Cell) -> dict[str, object]:
        """The rule of a text, which may have a limit."""
        if not cell.field.limit or cell.column:
            return {}
        return {
            "type": "textLength",
            "operator": "lessThanOrEqual",
            "formula1": str(cell.field.limit),
            "errorTitle": words("Too long"),
            "error": words("Please write {most} characters at most.").format(most=cell.field.limit),
        }

    def _name(self, name: str, where: str) -> None:
        text = f"{quoted(self.page.title)}!{fixed(where)}"
        self.book.defined_names[name] = DefinedName(name, attr_text=text)

    def _here(self, column: int) -> str:
        return f"{get_column_letter(column)}{self.row}"

    def _join(self, first: int, last: int) -> None:
        if last > first:
            row = self.row
            self.page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _grow(self, *heights: float) -> None:
        """Make the row as high as it needs, from where it grows with what is written in it.

        Type in the margin, empty and as high as the row, keeps it from getting lower then.
        """
        high = max(heights)
        self.page.row_dimensions[self.row].height = round(high, 1)
        self.page.cell(self.row, 1).font = Font(FONT, min(round(high / 1.2), 400))
        self.growing.add(self.row)

    # -------------------------------------------------------- when all cells have their place

    def finish(self) -> None:
        """Write the formulas of computed cells, and the rules of all."""
        rows = {field.id: self._rows(field) for field in self.sheet.fields}
        for field in self.sheet.fields:
            for cell in field_cells(field, rows[field.id]):
                if cell.kind != "computed" or cell.formula is None:
                    continue
                here = self.at[cell.name]
                self.page[here] = _formula(cell.formula, self._addends(cell, cell.formula, rows))
                if cell.formula.function == "mean":
                    self.page[here].number_format = "0.00"
                said = computed_words(cell.formula, field if cell.column else self.sheet)
                self._rule(here, {}, cell, said)

        for key, places in self.ruled.items():
            self.rules[key].sqref = MultiCellRange(together(places))

    def _rows(self, field: Field) -> int:
        return sum(
            re.fullmatch(rf"{field.id}/\d+/{one.id}", name) is not None
            for one in field.columns[:1]
            for name in self.at
        )

    def _addends(self, cell: Cell, formula: Formula, rows: Mapping[str, int]) -> list[str]:
        """The places that a cell is computed of; a column is one range, which grows with it."""
        names = inputs(cell, self.sheet, rows)
        if len(formula.names) == 1 and "." in formula.names[0]:
            return [f"{self.at[names[0]]}:{self.at[names[-1]]}"]
        counts = formula.function == "count"
        return [
            self.marks.get(name) or self.at[name]
            if counts or name not in self.levels
            else self.levels[name]
            for name in names
        ]


FIELDS: Mapping[str, Callable[[_Form, Field], None]] = {
    "choices": _Form.choices,
    "table": _Form.table,
}
RULES: Mapping[str, Callable[[_Form, Cell], dict[str, object]]] = {
    "text": _Form.text,
    "long-text": _Form.text,
    "number": _Form.number,
    "date": _Form.date,
    "choice": _Form.choice,
    "member": _Form.choice,
    "scale": _Form.choice,
}
FORMATS = {"date": "yyyy-mm-dd", "text": "@", "long-text": "@"}
FORMULAS = {
    "sum": "SUM({0})",
    "mean": "AVERAGE({0})",
    "median": "MEDIAN({0})",
    "min": "MIN({0})",
    "max": "MAX({0})",
    "spread": "MAX({0})-MIN({0})",
}


def _formula(formula: Formula, places: Sequence[str]) -> str:
    """A formula that stays blank while nothing is filled in."""
    if formula.function == "count":
        # Several options of one field are one answer; a column of a table is as many as are filled.
        if len(places) == 1:
            filled = f"COUNTA({places[0]})"
        else:
            filled = "+".join(f"(COUNTA({place})>0)" for place in places)
        return f'=IF(COUNTA({",".join(places)})=0,"",{filled})'
    all_places = ",".join(places)
    return f'=IF(COUNT({all_places})=0,"",{FORMULAS[formula.function].format(all_places)})'


def _identify(form: _Form, language: str) -> None:
    """Write who the form is onto the hidden worksheet, and into the properties of the file."""
    settings = form.toolkit.settings
    kept = write_identity(form.toolkit, form.sheet, form.texts)
    rows = list(pieces(kept))
    properties = form.book.custom_doc_props  # type: ignore[attr-defined] # the stubs lag behind
    for row, (name, text) in enumerate(rows, 1):
        form.data.cell(row, 1, name)
        form.data.cell(row, 2, text).data_type = "s"
        properties.append(StringProperty(name=PREFIX + name, value=text))
    where = f"{quoted(form.data.title)}!$A$1:$B${len(rows)}"
    form.book.defined_names[KEPT] = DefinedName(KEPT, attr_text=where, hidden=True)
    about = form.book.properties
    about.title, about.creator, about.language = form.sheet.title, settings.publisher, language
    about.subject, about.description = settings.title, form.sheet.summary
    about.created = about.modified = dt.datetime.combine(settings.date, dt.time())
    form.book.calculation.fullCalcOnLoad = True


def _packed(form: _Form) -> bytes:
    """Save, and take out what the clock put in."""
    saved = io.BytesIO()
    form.book.save(saved)
    date = form.toolkit.settings.date
    return write_package(dict(_settled(unpack(saved.getvalue()), form, date)), date)


def _settled(parts: Mapping[str, bytes], form: _Form, date: dt.date) -> Iterator[tuple[str, bytes]]:
    """Mend in the parts what the library has no words for."""
    for name, data in parts.items():
        if name == "docProps/core.xml":
            clock = rb"(<dcterms:modified[^>]*>)[^<]*"
            yield name, re.sub(clock, rb"\g<1>" + f"{date}T00:00:00Z".encode(), data)
        elif name == "xl/worksheets/sheet1.xml":
            yield name, re.sub(rb'<row r="(\d+)"[^>]*>', partial(_free, form.growing), data)
        elif name.startswith("xl/charts/"):
            yield name, untitled(data)
        elif name.startswith("xl/drawings/drawing"):
            yield name, describe_chart(data, form.sheet)
        else:
            yield name, data


def _free(growing: set[int], row: re.Match[bytes]) -> bytes:
    """Let a row keep its height only until somebody writes into it."""
    return row[0].replace(b' customHeight="1"', b"") if int(row[1]) in growing else row[0]
