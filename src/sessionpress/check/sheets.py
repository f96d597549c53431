"""Rules on sheets: ids, what each kind needs, what fills a field, what is computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sessionpress.check.structure import check_unique
from sessionpress.content.model import Column, Field, Module, Sheet, Toolkit
from sessionpress.content.questions import test_sheets
from sessionpress.problems import Place, Problems, nearest
from sessionpress.schema import Formula

NEEDED = {
    "scale": "levels",
    "choice": "options",
    "choices": "options",
    "table": "columns",
    "computed": "compute",
}
"""The key that a field or column of a kind cannot do without."""

NUMBERS = ("number", "scale", "computed")
"""Kinds that something can be computed of."""

PASSED_ON = {
    "text": ("text", "long-text", "member", "choice", "date", "number"),
    "long-text": ("text", "long-text", "member", "choice", "date", "number"),
    "number": ("number", "scale", "computed"),
    "date": ("date",),
    "choice": ("choice",),
    "choices": ("choices", "choice"),
    "scale": ("scale",),
    "table": ("table",),
    "member": ("member",),
}
"""For each kind of field, the kinds that can fill it."""


def check_sheets(toolkit: Toolkit, problems: Problems) -> None:
    """Every rule on every sheet, and on what sessions take over and hand on."""
    sheets = {sheet.id: sheet for sheet in toolkit.sheets}
    named = [(one.id, one.place) for one in (*test_sheets(toolkit), *toolkit.sheets)]
    check_unique(named, "sheet", problems)
    for sheet in toolkit.sheets:
        check_unique([(one.id, one.place) for one in sheet.fields], "field", problems)
        _check_labels(sheet.fields, "field", problems)
        for field in sheet.fields:
            _check_field(field, sheet, problems)
            if field.origin:
                _check_origin(field, sheets, problems)
    _check_circles(toolkit.sheets, sheets, problems)
    for module in toolkit.modules:
        _check_needs(module, sheets, problems)


def _check_field(field: Field, sheet: Sheet, problems: Problems) -> None:
    _check_kind(field, "field", problems)
    check_unique([(one.id, one.place) for one in field.columns], "column", problems)
    _check_labels(field.columns, "column", problems)
    for column in field.columns:
        _check_kind(column, "column", problems)
        if column.formula:
            known = {one.id: one.kind for one in field.columns}
            _check_formula(column.formula, known, column.place, problems)
    if field.formula:
        known = {one.id: one.kind for one in sheet.fields}
        known |= {
            f"{one.id}.{column.id}": column.kind for one in sheet.fields for column in one.columns
        }
        _check_formula(field.formula, known, field.place, problems)
    if field.limit and len(field.example) > field.limit:
        problems.add(
            "sheet-field",
            field.place,
            f"the example has {len(field.example)} characters, the limit is {field.limit}.",
            "Shorten the example, or raise the limit.",
        )
    if len(field.levels) == 1:
        problems.add(
            "sheet-field", field.place, "a scale of one level is no scale.", "Describe two or more."
        )


def _check_labels(entries: Sequence[Field | Column], noun: str, problems: Problems) -> None:
    """Findings and reports name a field by its label, so one label cannot stand for two."""
    first: dict[str, str] = {}
    for one in entries:
        other = first.setdefault(" ".join(one.label.split()).casefold(), one.id)
        if one.label and other != one.id:
            problems.add(
                "sheet-field",
                one.place,
                f'the {noun} "{one.id}" has the label "{one.label}", as "{other}" has.',
                "Say in the label what makes it different.",
            )


def _check_kind(one: Field | Column, noun: str, problems: Problems) -> None:
    need = NEEDED.get(one.kind, "")
    has = one.formula if need == "compute" else getattr(one, need) if need else True
    if not has:
        problems.add(
            "header-required",
            one.place,
            f'the {noun} "{one.id}" is a {one.kind} and has no {need}.',
            "Add compute: a function of fields." if need == "compute" else f"Add {need}: a list.",
        )
    if one.kind == "member" and not one.options:
        problems.add(
            "reference-unknown",
            one.place,
            f'the {noun} "{one.id}" is a choice of members, and there are none.',
            "Write them into data/places.csv, or use kind: text.",
        )
    names = [option.id for option in one.options]
    for name in sorted({name for name in names if names.count(name) > 1 or not name}):
        problems.add(
            "id-twice",
            one.place,
            f'the {noun} "{one.id}" has two options "{name}".',
            "Give each option an id of its own: {id: ..., text: ...}.",
        )
    if one.low is not None and one.high is not None and one.low > one.high:
        problems.add(
            "sheet-field",
            one.place,
            f'the smallest number of "{one.id}" is larger than the largest.',
            "Mend min or max.",
        )


def _check_formula(
    formula: Formula, known: dict[str, str], place: Place, problems: Problems
) -> None:
    for name in formula.names:
        if name not in known:
            problems.add(
                "reference-unknown",
                place,
                f'there is no "{name}" to compute with.',
                nearest(name, (one for one, kind in known.items() if kind in NUMBERS)),
            )
        elif known[name] == "computed" or (known[name] not in NUMBERS and _wants_numbers(formula)):
            problems.add(
                "sheet-field",
                place,
                f'"{name}" is a {known[name]}, and nothing can be computed with it.',
                "Name fields that hold numbers or levels.",
            )


def _wants_numbers(formula: Formula) -> bool:
    return formula.function != "count"


def _check_origin(field: Field, sheets: dict[str, Sheet], problems: Problems) -> None:
    name, _dot, source_name = field.origin.partition(".")
    sheet = sheets.get(name)
    source = sheet.field(source_name) if sheet else None
    if source is None:
        problems.add(
            "reference-unknown",
            field.place,
            f'there is no field "{field.origin}" to fill it from.',
            nearest(source_name, (one.id for one in sheet.fields))
            if sheet
            else nearest(name, sheets),
        )
        return
    if source.kind not in PASSED_ON.get(field.kind, ()):
        problems.add(
            "sheet-field",
            field.place,
            f'a {field.kind} cannot be filled from "{field.origin}", which is a {source.kind}.',
            f"It takes: {', '.join(PASSED_ON.get(field.kind, ())) or 'nothing'}.",
        )
    elif field.kind == "table":
        _check_columns(field, source, problems)


def _check_columns(field: Field, source: Field, problems: Problems) -> None:
    shared = {one.id for one in field.columns} & {one.id for one in source.columns}
    if not shared:
        problems.add(
            "sheet-field",
            field.place,
            f'no column of "{field.id}" has the id of a column of "{field.origin}".',
            nearest("", (one.id for one in source.columns)),
        )


def _check_circles(
    all_sheets: Iterable[Sheet], sheets: dict[str, Sheet], problems: Problems
) -> None:
    """No field is filled, over others, from itself."""
    for sheet in all_sheets:
        for field in sheet.fields:
            seen = {f"{sheet.id}.{field.id}"}
            at: Field | None = field
            while at and at.origin and at.origin not in seen:
                seen.add(at.origin)
                name, _dot, inner = at.origin.partition(".")
                at = sheets[name].field(inner) if name in sheets else None
            if at and at.origin == f"{sheet.id}.{field.id}":
                problems.add(
                    "sheet-field",
                    field.place,
                    f'the field "{field.id}" is filled, over others, from itself.',
                    "Take one from: out.",
                )


def _check_needs(module: Module, sheets: dict[str, Sheet], problems: Problems) -> None:
    taken = [("needs", name) for name in module.needs]
    for key, name in (*taken, *(("gives", name) for name in module.gives)):
        if name not in sheets:
            problems.add(
                "reference-unknown",
                module.header.place(key),
                f'there is no sheet "{name}".',
                nearest(name, sheets),
            )
