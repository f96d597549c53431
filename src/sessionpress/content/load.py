"""From a folder to a `Toolkit`. After this, no source is opened again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from sessionpress import yaml_source as yml
from sessionpress.content.data import load_sources, load_tables, load_territories
from sessionpress.content.files import Folder
from sessionpress.content.model import (
    Asset,
    Block,
    Column,
    Consent,
    Dated,
    Day,
    Event,
    Exercise,
    Field,
    FixedPoint,
    Header,
    Imprint,
    Module,
    Objective,
    Outcome,
    Page,
    PairingFigure,
    PairingPlan,
    Part,
    ReportPlan,
    ReportSection,
    Settings,
    Sheet,
    Slot,
    Step,
    Term,
    Text,
    TimedOptions,
    Toolkit,
    blocks,
)
from sessionpress.content.pictures import measure
from sessionpress.content.scan import scan_links, scan_parts
from sessionpress.memory import kept, same
from sessionpress.names import slug, words_id
from sessionpress.problems import Place, Problems, nearest, noted
from sessionpress.schema import (
    DOC_KEYS,
    EVALUATION_KEYS,
    EVENT_KEYS,
    EXERCISE_KEYS,
    ID,
    MODULE_KEYS,
    PAGE_KEYS,
    PAIRING_KEYS,
    REPORT_KEYS,
    SHEET_KEYS,
    TOOLKIT_KEYS,
    Formula,
    Key,
    Material,
    Option,
    Record,
    Refused,
    read_record,
)

SETTINGS, REPORT, EVALUATION = "toolkit.yml", "report", "evaluation"
HOME = "docs/index.md"
ASSET_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
EXPECTED = {
    "modules": "Known: pages, modules/SESSION/*.md, and images.",
    "exercises": "Known: exercises/NAME/index.md, sheets, exercises/NAME/*.yml, and images.",
    "events": "Known: events/*.yml.",
    "docs": "Known: pages, *.md, and images.",
}
"""What may stand in each folder, as advice where something else does."""
HEADER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def load_toolkit(root: Path) -> tuple[Toolkit | None, Problems]:
    """Read a toolkit from its folder.

    Args:
        root: the folder that holds `toolkit.yml`.

    Returns:
        The toolkit, or None when its settings cannot be read; and every problem found on the
        way. A toolkit with problems is as complete as they allow and must not be built.
    """
    problems = Problems()
    folder = Folder(root, problems)
    settings, outcomes = _settings(folder)
    territories = load_territories(folder)
    tables = load_tables(folder, territories)
    sources = load_sources(folder)
    members = tuple(Option(one.code, one.name) for one in territories if one.kind == "member")
    exercises = tuple(_exercises(folder, members))
    lent = same("lent", {exercise.folder: exercise for exercise in exercises})
    modules = tuple(_lend(module, lent, problems) for module in _modules(folder))
    docs = tuple(_docs(folder))
    events = tuple(_events(folder))
    assets = tuple(_assets(folder))
    report = _report(folder, REPORT, REPORT_KEYS)
    evaluation = _report(folder, EVALUATION, EVALUATION_KEYS)
    if settings is None:
        return None, problems
    toolkit = Toolkit(
        settings,
        outcomes,
        tuple(sorted(modules, key=lambda module: (module.number, module.folder))),
        exercises,
        docs,
        events,
        tables,
        territories,
        sources,
        _terms(docs),
        assets,
        report,
        evaluation,
    )
    return toolkit, problems


def _texts(value: object) -> tuple[str, ...]:
    return cast("tuple[str, ...]", value or ())


def _groups(value: object) -> tuple[tuple[Record, Place], ...]:
    return cast("tuple[tuple[Record, Place], ...]", value or ())


def _word(value: object) -> str:
    return str(value or "")


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _settings(folder: Folder) -> tuple[Settings | None, tuple[Outcome, ...]]:
    text = folder.text(SETTINGS)
    root = yml.read_yaml(text, SETTINGS, 1, folder.problems) if text is not None else None
    if root is None:
        if text is not None and not folder.problems:
            folder.problems.add(
                "header-shape", Place(SETTINGS), "the file is empty.", "Write its keys."
            )
        return None, ()
    values = read_record(root, TOOLKIT_KEYS, folder.problems)
    outcomes = tuple(
        Outcome(_word(row["id"]), _word(row["text"]), place)
        for row, place in _groups(values["outcomes"])
    )
    if values["date"] is None:
        return None, outcomes
    settings = Settings(
        _word(values["id"]),
        _word(values["title"]),
        _word(values["subtitle"]),
        _word(values["edition"]),
        values["date"],  # type: ignore[arg-type]
        _word(values["language"]),
        _word(values["publisher"]),
        _word(values["notice"]),
        _word(values["event"]),
        _word(values["home-edition"]),
        _word(values["update-edition"]),
        _word(values["chart-indicator"]),
        _texts(values["chart-parts"]),
        _word(values["chart-group"]),
        _header(root, Place(SETTINGS)),
        Imprint(
            _word(values["abstract"]),
            _texts(values["keywords"]),
            _word(values["audience"]),
            _word(values["licence"]),
            _word(values["licence-url"]),
            _word(values["contact"]),
        ),
    )
    return settings, outcomes


def _header(root: yml.Node, start: Place) -> Header:
    return Header(start, root.places if isinstance(root, yml.Mapping) else {})


def read_page(
    folder: Folder, path: str, keys: tuple[Key, ...]
) -> tuple[dict[str, object], Header, tuple[Part, ...]] | None:
    """Read a page: the values of its header, where they stand, and its parts."""
    text = folder.text(path)
    if text is None:
        return None
    return noted(
        folder.problems, ("page", path), (text, keys), lambda own: _read(text, path, keys, own)
    )


def _read(
    text: str, path: str, keys: tuple[Key, ...], problems: Problems
) -> tuple[dict[str, object], Header, tuple[Part, ...]] | None:
    place = Place(path)
    header = HEADER.match(text)
    if not header:
        begun = text.startswith("---")
        problems.add(
            "header-missing",
            place,
            "the header is not closed." if begun else "the page has no header.",
            "Put --- on a line above and below the keys; title is the first of them.",
        )
        return None
    body_line = text.count("\n", 0, header.end()) + 1
    root = yml.read_yaml(header["yaml"], path, 2, problems)
    if root is None:
        if not header["yaml"].strip():
            problems.add(
                "header-missing", place, "the header is empty.", "Write at least title: ..."
            )
        root = yml.Mapping({}, {}, place)
        values: dict[str, object] = {key.name: key.default for key in keys}
    else:
        anchored = (
            yml.Mapping(root.entries, root.places, place) if isinstance(root, yml.Mapping) else root
        )
        values = read_record(anchored, keys, problems)
    parts = scan_parts(text[header.end() :], path, body_line, problems)
    return values, _header(root, place), parts


def _page(
    path: str,
    address: str,
    values: dict[str, object],
    header: Header,
    parts: tuple[Part, ...],
) -> Page:
    return kept(
        ("made page", address),
        (path, values, header, parts),
        lambda: _make_page(path, address, values, header, parts),
    )


def _make_page(
    path: str,
    address: str,
    values: dict[str, object],
    header: Header,
    parts: tuple[Part, ...],
) -> Page:
    return Page(
        path,
        address,
        _word(values["title"]) or Path(path).stem,
        _word(values.get("summary")),
        parts,
        tuple(scan_links(parts, path)),
        header,
        _word(values.get("shows")),
        _word(values.get("country")),
        _word(values.get("door")),
        bool(values.get("print", True)),
        bool(values.get("translate", True)),
        steps=tuple(
            Step(_word(row["heading"]), _whole(row["days"]), place)
            for row, place in _groups(values.get("steps"))
        ),
    )


def _markdown_files(folder: Folder, path: str) -> list[str]:
    return [
        name
        for name in folder.names(path)
        if name.lower().endswith(".md") and not adapted_from(folder, f"{path}/{name}")
    ]


ADAPTED = re.compile(r"(?P<page>.+)\.(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md")


def adapted_from(folder: Folder, path: str) -> tuple[str, str] | None:
    """The page that a file replaces in one language, and the tag of that language.

    `index.ar.md` beside `index.md` is the Arabic page in its place.
    """
    match = ADAPTED.fullmatch(path)
    original = f"{match['page']}.md" if match else ""
    return (original, match["tag"]) if match and folder.has(original) else None


def _modules(folder: Folder) -> Iterator[Module]:
    for name in folder.folders("modules"):
        base = f"modules/{name}"
        opening = f"{base}/index.md"
        if not folder.has(opening):
            folder.problems.add(
                "file-missing",
                Place(opening),
                "the session has no opening page.",
                "Write index.md with the header of the session.",
            )
            continue
        read = read_page(folder, opening, MODULE_KEYS)
        if read is None:
            continue
        values, header, parts = read
        address = f"sessions/{slug(name)}"
        pages = [_page(opening, f"{address}/index.html", values, header, parts)]
        for file in _markdown_files(folder, base):
            path = f"{base}/{file}"
            source = None if file == "index.md" else read_page(folder, path, PAGE_KEYS)
            if source:
                target = f"{address}/{slug(Path(file).stem)}.html"
                pages.append(_page(path, target, *source))
        yield _module(name, values, tuple(pages))


def _module(name: str, values: dict[str, object], pages: tuple[Page, ...]) -> Module:
    objectives = tuple(
        Objective(_word(row["id"]), _word(row["text"]), _word(row["outcome"]), spot)
        for row, spot in _groups(values["objectives"])
    )
    return Module(
        name,
        _whole(values["session"]),
        _word(values["title"]),
        _word(values["status"]),
        _word(values["summary"]),
        objectives,
        _texts(values["sdgs"]),
        _texts(values["bring"]),
        _texts(values["needs"]),
        _texts(values["gives"]),
        _texts(values["sources"]),
        pages,
    )


def _exercises(folder: Folder, members: tuple[Option, ...]) -> Iterator[Exercise]:
    for name in folder.folders("exercises"):
        opening = f"exercises/{name}/index.md"
        if not folder.has(opening):
            folder.problems.add(
                "file-missing",
                Place(opening),
                "the exercise has no page.",
                "Write index.md with the header of the exercise.",
            )
            continue
        read = read_page(folder, opening, EXERCISE_KEYS)
        if read is None:
            continue
        values, header, parts = read
        yield Exercise(
            name,
            _page(opening, f"exercises/{slug(name)}.html", values, header, parts),
            _texts(values["objectives"]),
            _whole(values["minutes"]),
            _whole(values["shortest"]),
            _word(values["group"]),
            cast("tuple[Material, ...]", values["materials"]),
            _texts(values["sources"]),
            tuple(_sheets(folder, name, members)),
            _whole(values["cards"]),
        )


def _sheets(folder: Folder, exercise: str, members: tuple[Option, ...]) -> Iterator[Sheet]:
    for file in folder.names(f"exercises/{exercise}"):
        if not file.lower().endswith((".yml", ".yaml")):
            continue
        path = f"exercises/{exercise}/{file}"
        text = folder.text(path)
        if text is not None:
            make = partial(_sheet, text, path, members)
            sheet = noted(folder.problems, ("sheet", path), (text, members), make)
            if sheet is not None:
                yield sheet


def _sheet(text: str, path: str, members: tuple[Option, ...], problems: Problems) -> Sheet | None:
    root = yml.read_yaml(text, path, 1, problems)
    if root is None:
        return None
    values = read_record(root, SHEET_KEYS, problems)
    return Sheet(
        _file_id(path, problems),
        _word(values["title"]),
        _word(values["who"]),
        _word(values["summary"]),
        _word(values["paper"]),
        _word(values["orientation"]),
        bool(values["profile"]),
        tuple(_field(row, place, members) for row, place in _groups(values["fields"])),
        Place(path),
    )


def _file_id(path: str, problems: Problems) -> str:
    """The name of a sheet's or an event's file, by which others refer to it."""
    stem = Path(path).stem
    try:
        ID.read(yml.Scalar(stem, Place(path)), problems)
    except Refused as refusal:
        problems.add(refusal.rule, Place(path), refusal.message, refusal.advice)
    return stem


def _options(row: Record, members: tuple[Option, ...]) -> tuple[Option, ...]:
    return members if row["kind"] == "member" else cast("tuple[Option, ...]", row["options"])


def _column(row: Record, place: Place, members: tuple[Option, ...]) -> Column:
    return Column(
        _word(row["id"]),
        _word(row["label"]),
        _word(row["kind"]),
        _options(row, members),
        cast("Formula | None", row["compute"]),
        cast("float | None", row["min"]),
        cast("float | None", row["max"]),
        place,
    )


def _field(row: Record, place: Place, members: tuple[Option, ...]) -> Field:
    rows = row["rows"]
    columns = tuple(_column(*column, members) for column in _groups(row["columns"]))
    return Field(
        _word(row["id"]),
        _word(row["kind"]),
        _word(row["label"]),
        _word(row["help"]),
        _word(row["section"]),
        _texts(row["levels"]),
        _options(row, members),
        cast("Formula | None", row["compute"]),
        _whole(row["lines"]) or 1,
        rows if isinstance(rows, tuple) else ("",) * (_whole(rows) or 6),
        columns,
        _word(row["from"]),
        bool(row["required"]),
        _word(row["example"]),
        cast("int | None", row["limit"]),
        cast("float | None", row["min"]),
        cast("float | None", row["max"]),
        place,
    )


def _docs(folder: Folder) -> Iterator[Page]:
    if not folder.has(HOME):
        folder.problems.add(
            "file-missing",
            Place(HOME),
            "the site has no home page.",
            "Write it, with title and shows: home in its header.",
        )
    for path in folder.walk("docs"):
        if not path.lower().endswith(".md") or adapted_from(folder, path):
            continue
        read = read_page(folder, path, DOC_KEYS)
        if read:
            inner = [slug(part) for part in path.split("/")[1:-1]]
            stem = Path(path).stem
            last = "index" if stem == "index" else slug(stem)
            yield _page(path, "/".join([*inner, f"{last}.html"]), *read)


def _events(folder: Folder) -> Iterator[Event]:
    for file in folder.names("events"):
        path = f"events/{file}"
        if not file.lower().endswith((".yml", ".yaml")):
            _no_meaning(folder, "events", path)
            continue
        text = folder.text(path)
        if text is not None:
            event = noted(folder.problems, ("event", path), text, partial(_event, text, path))
            if event is not None:
                yield event


def _event(text: str, path: str, problems: Problems) -> Event | None:
    root = yml.read_yaml(text, path, 1, problems)
    if root is None:
        return None
    values = read_record(root, EVENT_KEYS, problems)
    return Event(
        _file_id(path, problems),
        _word(values["title"]),
        _word(values["place"]),
        _word(values["time-zone"]),
        _whole(values["participants"]),
        _whole(values["countries"]),
        _whole(values["table-size"]),
        tuple(_days(values)),
        Place(path),
        _word(values["format"]),
        _word(values["status"]),
        _texts(values["aims"]),
        _texts(values["leads"]),
        _word(values["contact"]),
        cast("tuple[int, ...]", values["left-out"]),
        _texts(values["bring"]),
        _word(values["note"]),
    )


def _days(values: dict[str, object]) -> Iterator[Day]:
    for row, place in _groups(values["days"]):
        if row["date"] is None:
            continue
        fixed = tuple(
            FixedPoint(
                _whole(one["at"]),
                _whole(one["minutes"]),
                _word(one["title"]),
                spot,
                _word(one["lead"]),
            )
            for one, spot in _groups(row["fixed"])
        )
        slots = tuple(
            Slot(
                _whole(one["session"]),
                cast("int | None", one["from"]),
                cast("int | None", one["to"]),
                spot,
                _word(one["lead"]),
            )
            for one, spot in _groups(row["slots"])
        )
        yield Day(
            row["date"],  # type: ignore[arg-type]
            _whole(row["start"]),
            _whole(row["end"]),
            tuple(sorted(fixed, key=lambda point: point.at)),
            slots,
            place,
        )


def _report(folder: Folder, name: str, keys: tuple[Key, ...]) -> ReportPlan | None:
    """A declared report; a toolkit need not have one."""
    path = f"{name}.yml"
    text = folder.text(path) if folder.has(path) else None
    root = yml.read_yaml(text, path, 1, folder.problems) if text is not None else None
    if root is None:
        return None
    values = read_record(root, keys, folder.problems)
    return ReportPlan(
        name,
        _word(values["title"]),
        _word(values["subtitle"]),
        _word(values["intro"]),
        _consents(values["consent"]),
        tuple(_report_section(row, place) for row, place in _groups(values["sections"])),
        Place(path),
        _pairing(values.get("pairing"), root),
    )


def _consents(value: object) -> tuple[Consent, ...]:
    return tuple(
        Consent(_word(row["field"]), _texts(row["allows"]), place) for row, place in _groups(value)
    )


def _pairing(value: object, root: yml.Node) -> PairingPlan | None:
    """What pairs are proposed from; None where it is not declared, or only in part."""
    if not isinstance(value, dict) or not all(
        value[key.name] for key in PAIRING_KEYS if key.required
    ):
        return None
    return PairingPlan(
        _word(value["needs"]),
        _word(value["offers"]),
        _word(value["by"]),
        _word(value["need"]),
        _word(value["offer"]),
        _consents(value["shown-if"]),
        tuple(
            PairingFigure(_word(row["table"]), _word(row["indicator"]), _word(row["want"]), place)
            for row, place in _groups(value["figures"])
        ),
        root.places["pairing"] if isinstance(root, yml.Mapping) else Place(f"{REPORT}.yml"),
    )


def _report_section(row: Record, place: Place) -> ReportSection:
    return ReportSection(
        _word(row["title"]),
        _word(row["text"]),
        _word(row["show"]),
        _texts(row["of"]),
        _word(row["asks"]),
        _word(row["offers"]),
        _word(row["by"]),
        tuple(
            Dated(_word(one["date"]), _texts(one["what"]), _word(one["as"]), spot)
            for one, spot in _groups(row["dates"])
        ),
        _word(row["sheet"]),
        bool(row["chart"]),
        _texts(row["to-write"]),
        place,
    )


def _assets(folder: Folder) -> Iterator[Asset]:
    for base, published in (("modules", "sessions"), ("exercises", "exercises"), ("docs", "")):
        for path in folder.walk(base):
            ending = Path(path).suffix.lower()
            if ending in ASSET_ENDINGS:
                data = folder.data(path)
                if data is not None:
                    inner = [slug(part) for part in path.split("/")[1:-1]]
                    name = slug(Path(path).stem) + ending
                    address = "/".join(filter(None, [published, *inner, name]))
                    make = partial(_asset, path, address, data)
                    yield noted(folder.problems, ("asset", path), data, make)
            elif not _expected(base, path):
                _no_meaning(folder, base, path)


def _asset(path: str, address: str, data: bytes, problems: Problems) -> Asset:
    return Asset(path, address, data, *measure(path, data, problems))


def _no_meaning(folder: Folder, base: str, path: str) -> None:
    folder.problems.add(
        "file-unknown",
        Place(path),
        f'a file "{Path(path).name}" has no meaning here.',
        EXPECTED[base],
    )


def _expected(base: str, path: str) -> bool:
    """Whether something reads a file, so that none is left out in silence."""
    name = path.lower()
    if base == "docs":
        return name.endswith(".md")
    if path.count("/") != len("base/folder/file".split("/")) - 1:
        return False
    if base == "exercises":
        ours = path.endswith("/index.md") or ADAPTED.fullmatch(path)
        return bool(ours) or name.endswith((".yml", ".yaml"))
    return name.endswith(".md")


def _lend(module: Module, lent: dict[str, Exercise], problems: Problems) -> Module:
    """Give timed items what their exercise says, where they say nothing themselves."""
    return replace(
        module,
        pages=tuple(
            noted(problems, ("lend", page.path), (page, lent), partial(_lend_page, page, lent))
            for page in module.pages
        ),
    )


def _lend_page(page: Page, lent: dict[str, Exercise], problems: Problems) -> Page:
    return replace(page, parts=tuple(lend_part(part, lent, problems) for part in page.parts))


def lend_part(part: Part, lent: dict[str, Exercise], problems: Problems) -> Part:
    """Give a timed item what its exercise says, where it says nothing itself."""
    if not (isinstance(part, Block) and isinstance(part.options, TimedOptions)):
        return part
    own = part.options
    exercise = lent.get(own.exercise)
    if own.exercise and not exercise:
        problems.add(
            "reference-unknown",
            part.place,
            f'there is no exercise "{own.exercise}".',
            nearest(own.exercise, lent),
        )
        return part
    if exercise:
        own = replace(
            own,
            minutes=own.minutes or exercise.minutes,
            shortest=own.shortest or exercise.shortest,
            group=own.group or exercise.group,
            materials=own.materials or exercise.materials,
            objectives=own.objectives or exercise.objectives,
        )
    elif not own.minutes:
        problems.add(
            "block-option",
            part.place,
            f'the {part.kind} "{part.title}" has no minutes.',
            "Add minutes: 15, or name the exercise that it runs.",
        )
    return replace(part, options=replace(own, shortest=own.shortest or own.minutes))


def _terms(docs: tuple[Page, ...]) -> tuple[Term, ...]:
    """Read glossary terms from the definition lists of the page that shows the glossary."""
    found: list[Term] = []
    for page in docs:
        if page.shows != "glossary":
            continue
        for part in page.parts:
            if isinstance(part, Text):
                found.extend(_definitions(part.text))
    return tuple(found)


def _definitions(text: str) -> Iterator[Term]:
    names: list[str] = []
    meaning: list[str] = []
    apart = False
    for line in [*text.split("\n"), "\0"]:
        match = re.match(r":[ \t]+(.+)", line)
        if match:
            meaning.append(match[1])
        elif meaning and re.match(r"[ \t]+\S", line):
            meaning.append(line.strip())
        elif line.strip():
            if meaning:
                yield from (make_term(name, " ".join(meaning)) for name in names)
                names, meaning = [], []
            # A blank line may stand between names and meaning, but not between names.
            names = [line.strip()] if apart else [*names, line.strip()]
        apart = not line.strip()


def make_term(name: str, meaning: str) -> Term:
    """A term; "EGDI (E-Government Development Index)" is found by either form."""
    plain = re.sub(r"[*_`]|\[@[^\]]*\]|\[([^\]]*)\]\([^)]*\)", r"\1", meaning).strip()
    short = re.fullmatch(r"(.+?) \((.+)\)", name)
    forms = (short[1], short[2]) if short else (name,)
    return Term(f"term-{slug(forms[0])}", name, forms, " ".join(plain.split()), meaning)


def block_ids(page: Page) -> dict[int, str]:
    """An id for each block of a page that has a title, by the line on which it stands.

    Questions have none: it would be as long as the question, and nothing leads to one.
    """
    used: set[str] = set()
    ids: dict[int, str] = {}
    for block in blocks(page.parts):
        if not block.title or block.kind == "question":
            continue
        # The kind keeps it apart from the ids of headings, which are made of their words alone.
        base = f"{block.kind}-{words_id(block.named or block.title)}"
        name, count = base, 2
        while name in used:
            name, count = f"{base}-{count}", count + 1
        used.add(name)
        ids[block.place.line] = name
    return ids
