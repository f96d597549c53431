"""The commands for translators: from `new` to `merge`, each a doorway to `translate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from sessionpress.compose import READERS
from sessionpress.console import FAILED, content_option, find_house, problem_count, table
from sessionpress.content.load import load_toolkit
from sessionpress.mkdocs_site import preview
from sessionpress.problems import Problem, Problems, as_json, counted
from sessionpress.translate.desk import CannotTranslate, Desk, open_desk
from sessionpress.translate.exchange import as_json_rows, export_rows, import_pairs, read_pairs
from sessionpress.translate.state import (
    WORDS_AN_HOUR,
    Standing,
    check_folders,
    check_language,
    standing,
    tasks,
)
from sessionpress.translate.work import Updated, add_language, merge, stamp, update
from sessionpress.translation.languages import FOLDER
from sessionpress.translation.messages import State
from sessionpress.translation.po import read_po
from sessionpress.translation.resolve import share
from sessionpress.translation.xliff import write_xliff


@click.group()
def translate() -> None:
    """Translate the toolkit: PO files in translations/, one for each session and language."""


@contextmanager
def _said() -> Iterator[None]:
    """Say in one line what cannot be done."""
    try:
        yield
    except CannotTranslate as error:
        raise click.ClickException(str(error)) from None


def _desk(content: Path | None, problems: Problems) -> Desk:
    house = find_house(content)
    toolkit, found = load_toolkit(house.content)
    if toolkit is None or found:
        raise click.ClickException("The toolkit has problems. Run: sessionpress check")
    return open_desk(toolkit, house.content, house.overrides, problems)


def _print(problems: Problems) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


@translate.command()
@content_option
@click.argument("language")
def new(content: Path | None, language: str) -> None:
    """Begin a language: LANGUAGE is its tag, such as ar or pt-BR."""
    problems = Problems()
    house = find_house(content)
    with _said():
        added = add_language(house.content, language)
        rows = list(update(_desk(content, problems), language, problems))
    _print(problems)
    if added:
        click.echo(f"Added to {FOLDER}/languages.yml: {language}. Complete its line there.")
    click.echo(f"{sum(row.written for row in rows)} files in {FOLDER}/{language}/, to do first:\n")
    click.echo(_first_tasks(rows))
    click.echo("Edit them in Poedit or in a text editor. Then look for mistakes:")
    click.echo(f"sessionpress translate check {language}")


def _first_tasks(rows: list[Updated]) -> str:
    head = ("file", "words", "about")
    shown = [(f"{row.part}.po", str(row.words), _time(row.words)) for row in rows[:4]]
    return table(head, shown)


def _time(words: int) -> str:
    """How long words take, in words."""
    minutes = max(5, round(60 * words / WORDS_AN_HOUR / 5) * 5)
    return f"{minutes} min" if minutes < 100 else f"{round(minutes / 60)} h"


@translate.command("update")
@content_option
@click.argument("language")
@click.argument("part", nargs=-1)
def update_files(content: Path | None, language: str, part: tuple[str, ...]) -> None:
    """Bring the files of LANGUAGE up to the English of today, or only the named parts."""
    problems = Problems()
    with _said():
        for row in update(_desk(content, problems), language, problems, part):
            if row.written:
                click.echo(f"{row.part}.po: {row.new} new, {row.changed} changed, {row.gone} gone.")
    _print(problems)
    if problems:
        sys.exit(FAILED)


@translate.command()
@content_option
@click.argument("language", required=False)
@click.option("--json", "as_data", is_flag=True, help="Print what is found as JSON.")
@click.option("--github", is_flag=True, help="Print notes that GitHub shows in a pull request.")
@click.option("--errors", is_flag=True, help="Leave out what is only a hint.")
def check(
    content: Path | None, language: str | None, as_data: bool, github: bool, errors: bool
) -> None:
    """Find what is wrong with translations. Ends with 1 on errors, never on hints alone."""
    problems = Problems()
    with _said():
        desk = _desk(content, problems)
        check_folders(desk, problems)
        for tag in [language] if language else [one.tag for one in desk.languages]:
            check_language(desk, desk.language(tag).tag, problems)
    shown = [one for one in problems if not (errors and _is_hint(one))]
    wrong = [one for one in shown if not _is_hint(one)]
    if as_data:
        click.echo(as_json(shown))
    else:
        for problem in shown:
            click.echo(_github(problem) if github else str(problem))
        if not github:
            click.echo(f"{problem_count(len(wrong))} {counted(len(shown) - len(wrong), 'hint')}.")
    if wrong:
        sys.exit(FAILED)


def _is_hint(problem: Problem) -> bool:
    return problem.rule == "translation-hint"


def _github(problem: Problem) -> str:
    """A problem as a workflow command, which is shown beside the line."""
    level = "warning" if _is_hint(problem) else "error"
    place = problem.place
    return f"::{level} file={place.path},line={place.line}::{problem.message} {problem.advice}"


@translate.command()
@content_option
@click.argument("language", required=False)
@click.option("--json", "as_data", is_flag=True, help="Print the numbers as JSON.")
def status(content: Path | None, language: str | None, as_data: bool) -> None:
    """Show how far each language is, in words; of one LANGUAGE part by part."""
    problems = Problems()
    with _said():
        desk = _desk(content, problems)
        tags = [language] if language else [one.tag for one in desk.languages]
        rows = [standing(desk, desk.language(tag).tag, problems) for tag in tags]
    if as_data:
        click.echo(json.dumps([_as_data(row) for row in rows], ensure_ascii=False, indent=2))
    elif language and rows:
        click.echo(_by_part(rows[0]))
    else:
        click.echo(_by_language(rows))


STATES = tuple(State)


def _by_language(rows: list[Standing]) -> str:
    head = ("language", "words", *(state.value for state in STATES), "shown")
    lines = [
        (
            row.language.tag,
            str(sum(row.total.values())),
            *(str(row.total[state]) for state in STATES),
            f"{share(row.total, State.REVIEWED, State.DRAFT, State.CHANGED)} %",
        )
        for row in rows
    ]
    return table(head, lines)


def _by_part(row: Standing) -> str:
    head = ("file", "words", *(state.value for state in STATES), "facilitators", "missing there")
    lines = [
        (
            f"{part}.po",
            str(sum(counts.values())),
            *(str(counts.get(state, 0)) for state in STATES),
            str(sum(row.private[part].values())),
            str(row.private[part].get(State.MISSING, 0)),
        )
        for part, counts in row.public.items()
    ]
    return table(head, lines)


def _as_data(row: Standing) -> dict[str, object]:
    return {
        "language": row.language.tag,
        "name": row.language.name,
        "words": {state.value: row.total[state] for state in STATES},
        "parts": {
            part: {state.value: counts.get(state, 0) for state in STATES}
            for part, counts in row.public.items()
        },
    }


@translate.command()
@content_option
@click.argument("language")
@click.option("--participants", is_flag=True, help="Leave out what only facilitators see.")
def todo(content: Path | None, language: str, participants: bool) -> None:
    """Show what there is to do in LANGUAGE, most urgent first."""
    problems = Problems()
    with _said():
        desk = _desk(content, problems)
        tag = desk.language(language).tag
        found = tasks(desk, tag, problems, participants=participants)
    _print(problems)
    if not found:
        click.echo("Nothing is left to do.")
        return
    head = ("file", "what", "messages", "words", "about", "first")
    rows = [
        (
            f"{one.part}.po",
            one.what,
            str(one.messages),
            str(one.words),
            _time(one.words),
            one.example if len(one.example) <= 40 else f"{one.example[:39]}…",
        )
        for one in found
    ]
    click.echo(table(head, rows))


@translate.command("preview")
@content_option
@click.argument("language")
@click.option("--reader", type=click.Choice(list(READERS)), default="participant")
@click.option("--address", default="127.0.0.1:8000", help="Host and port.")
def preview_language(content: Path | None, language: str, reader: str, address: str) -> None:
    """Serve the site in LANGUAGE, however far it is, and follow edits."""
    house = find_house(content)
    preview(house.settings, house.content, reader, address, language)


@translate.command("merge")
@content_option
@click.argument("language")
@click.argument("part")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
def merge_file(content: Path | None, language: str, part: str, file: Path) -> None:
    """Put another PO FILE of a part to ours; where both differ, both are kept as drafts."""
    problems = Problems()
    with _said():
        desk = _desk(content, problems)
        tag = desk.language(language).tag
        theirs = read_po(file.read_bytes(), str(file), tag, problems)
        done = merge(desk, tag, part, theirs, problems) if theirs else None
    _print(problems)
    if done is None:
        raise click.ClickException(f"{file} holds nothing that can be read.")
    click.echo(f"{done.taken} taken, {len(done.differ)} differ and are drafts now.")
    for english in done.differ:
        click.echo(f"  differ: {english}")


@translate.command("stamp")
@content_option
@click.argument("language")
@click.argument("page")
def stamp_page(content: Path | None, language: str, page: str) -> None:
    """Note in the page of LANGUAGE that replaces PAGE from which English blocks it was made."""
    problems = Problems()
    with _said():
        desk = _desk(content, problems)
        click.echo(f"Stamped: {stamp(desk, desk.language(language).tag, page)}")


@translate.command("export")
@content_option
@click.argument("language")
@click.argument("part")
@click.option("--out", type=click.Path(path_type=Path), help="File to write; else it is printed.")
@click.option("--all", "everything", is_flag=True, help="What is translated already, too.")
@click.option("--participants", is_flag=True, help="Leave out what only facilitators see.")
@click.option("--xliff", is_flag=True, help="As XLIFF 1.2, for agencies.")
def export_part(
    content: Path | None,
    language: str,
    part: str,
    out: Path | None,
    everything: bool,
    participants: bool,
    xliff: bool,
) -> None:
    """Give out a part for work in bulk: a JSON list of [English, translation], or XLIFF."""
    problems = Problems()
    with _said():
        desk = _desk(content, problems)
        tag = desk.language(language).tag
        rows = export_rows(
            desk, tag, part, problems, everything=everything, participants=participants
        )
    source = desk.toolkit.settings.language
    text = write_xliff(part, source, tag, rows) if xliff else as_json_rows(rows)
    _print(problems)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"Written: {out}")


@translate.command("import")
@content_option
@click.argument("language")
@click.argument("part")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--machine", is_flag=True, help="Say in the file that a machine wrote them.")
@click.option("--replace", "replaces", is_flag=True, help="Replace what is translated already.")
def import_part(
    content: Path | None,
    language: str,
    part: str,
    files: tuple[Path, ...],
    machine: bool,
    replaces: bool,
) -> None:
    """Take files that came back into a part, as drafts: JSON lists, or XLIFF."""
    problems = Problems()
    with _said():
        desk = _desk(content, problems)
        tag = desk.language(language).tag
        for file in files:
            pairs = read_pairs(file.name, file.read_bytes())
            done = import_pairs(
                desk, tag, part, pairs, problems, machine=machine, replaces=replaces
            )
            click.echo(f"{file}: {done.taken} taken.")
            for english in done.unknown:
                click.echo(f"  no such message in {part}: {english}")
            for english, fault in done.faulty:
                level = "error" if fault.error else "hint"
                click.echo(f"  {level}: {fault.check}: {fault.what} In: {english}")
    _print(problems)
