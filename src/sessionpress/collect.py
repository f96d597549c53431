"""From files that people handed in to one folder: tables, the report, and what was left out.

The folder is written whole or not at all. One that holds anything that this program did not write,
or that somebody has changed since, is never replaced: an hour of editing stands in it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sessionpress.answers.gather import Collection, gather
from sessionpress.answers.report import findings_on_consent, make_report
from sessionpress.answers.tables import AnswerTable, answer_tables
from sessionpress.bind.bundle import checksums, read_tree
from sessionpress.bind.documents import Job, Press, make_document
from sessionpress.bind.handins import Found, find_files, read_files
from sessionpress.bind.tables import csv_name, table_csv
from sessionpress.content.model import ReportPlan, Toolkit
from sessionpress.problems import BuildError
from sessionpress.render.report import report_book, report_html
from sessionpress.render.templates import make_environment

SUMS, README, FINDINGS = "SHA256SUMS", "READ-ME.txt", "findings.txt"
STYLES = ("print/print.css", "report/print.css")
"""Style sheets of the report in print, below the folder of templates."""

READ_ME = """\
This folder was made by "sessionpress collect" from the sheets that people handed in.

{reports}tables/           a table for each sheet, as CSV and as XLSX
findings.txt      what was left out, and what needs a look

A report shows only what people allowed. The tables hold everything: do not pass them on.
To collect again, give another folder, or move away what you changed here.
"""


class NotOurFolder(Exception):
    """A folder that must not be replaced: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of it: the collection with all its findings, and how many files were given."""

    collection: Collection
    files: int


def collect(paths: Sequence[Path], out: Path, toolkit: Toolkit, overrides: Path) -> Collected:
    """Read what was handed in, and write tables and report.

    Args:
        paths: files and folders.
        out: the folder to write; it is replaced when this program wrote all that is in it.
        toolkit: whose sheets are collected; it has been checked.
        overrides: templates, styles and fonts.

    Returns:
        The collection. Nothing is written when nothing in it can be used.

    Raises:
        NotOurFolder: `out` holds something that would be lost.
        BuildError: the report could not be laid out, or the folder not written.
    """
    files = find_files(paths)
    _refuse_strangers(out, [one.path for one in files])
    read = read_files(paths)
    gathered = gather(read.handins, toolkit, read.findings)
    said = [*gathered.findings, *findings_on_consent(gathered, toolkit)]
    said.sort(key=lambda finding: _place(finding.file, files))
    collection = replace(gathered, findings=tuple(said))
    if collection.count:
        try:
            _write(out, collection, toolkit, overrides)
        except OSError as error:
            raise BuildError(f"{out} could not be written ({error.strerror or error}).") from error
    return Collected(collection, len(files))


def _place(name: str, files: Sequence[Found]) -> int:
    """Which of the files something is said of; a hand-in may be named after its row in one."""
    names = [one.name for one in files]
    longest = max((one for one in names if name.startswith(one)), key=len, default="")
    return names.index(longest) if longest else len(names)


def outputs(collection: Collection, toolkit: Toolkit) -> dict[str, bytes]:
    """Everything but the reports: name in the folder, and bytes."""
    files = {README: _read_me(toolkit), FINDINGS: _findings(collection)}
    for tables in _by_sheet(answer_tables(collection, toolkit)):
        files |= {f"tables/{csv_name(table)}": table_csv(table) for table in tables}
        files[f"tables/{tables[0].sheet}.xlsx"] = _workbook(tables, toolkit)
    return files


def _read_me(toolkit: Toolkit) -> bytes:
    forms = (("docx", "to be edited"), ("html", "for a browser"), ("pdf", "to be printed"))
    reports = "".join(
        f"{plan.name + '.' + ending:<18}{plan.title}, {what}\n"
        for plan in toolkit.reports
        for ending, what in forms
    )
    return READ_ME.format(reports=reports).encode()


def _workbook(tables: Sequence[AnswerTable], toolkit: Toolkit) -> bytes:
    from sessionpress.bind.xlsx.tables import tables_xlsx  # noqa: PLC0415 - slow to load

    return tables_xlsx(tables, tables[0].title, toolkit.settings.date)


def _by_sheet(tables: Sequence[AnswerTable]) -> Iterator[list[AnswerTable]]:
    names = dict.fromkeys(table.sheet for table in tables)
    yield from ([table for table in tables if table.sheet == name] for name in names)


def _findings(collection: Collection) -> bytes:
    lines = [str(one) for one in collection.findings] or ["Everything was taken."]
    return ("\n".join(lines) + "\n").encode()


def _write_report(
    folder: Path, collection: Collection, plan: ReportPlan, toolkit: Toolkit, overrides: Path
) -> None:
    """A report in its three forms."""
    from sessionpress.bind.docx.report import report_docx  # noqa: PLC0415 - slow to load

    report = make_report(collection, toolkit, plan)
    environment = make_environment(overrides)
    css = (overrides / "report" / "report.css").read_text(encoding="utf-8")
    page = report_html(report, environment, css)
    (folder / f"{plan.name}.html").write_text(page, encoding="utf-8")
    (folder / f"{plan.name}.docx").write_bytes(report_docx(report))
    job = Job(report_book(report, environment), folder / f"{plan.name}.pdf")
    make_document(job, Press(overrides, {}, STYLES))


# ---------------------------------------------------------------- whole or not at all


def _write(out: Path, collection: Collection, toolkit: Toolkit, overrides: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, data in outputs(collection, toolkit).items():
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        for plan in toolkit.reports:
            _write_report(folder, collection, plan, toolkit, overrides)
        (folder / SUMS).write_bytes(checksums(read_tree(folder)))
        folder.chmod(0o755)
        _put_in_place(folder, out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(folder: Path, out: Path) -> None:
    """Change the old folder for the new one; the old one comes back when that fails."""
    if not out.exists():
        folder.rename(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent)) / "old"
    out.rename(aside)
    try:
        folder.rename(out)
    except BaseException:
        aside.rename(out)
        raise
    finally:
        shutil.rmtree(aside.parent, ignore_errors=True)


def _refuse_strangers(out: Path, files: Sequence[Path]) -> None:
    """Say what would be lost before anything is read."""
    if not out.exists():
        return
    if not out.is_dir():
        raise NotOurFolder(f"{out} is a file. Give the name of a folder.")
    inside = out.resolve()
    if any(inside in path.resolve().parents for path in files):
        raise NotOurFolder(f"{out} holds files that are to be read. Give another folder.")
    if not any(out.iterdir()):
        return
    if not (out / SUMS).is_file():
        raise NotOurFolder(f"{out} holds files that were not made here. Give another folder.")
    strangers = sorted(_strangers(out))
    if strangers:
        raise NotOurFolder(
            f"{out / strangers[0]} was changed or added since the folder was made. "
            "Move it away, or give another folder."
        )


def _strangers(out: Path) -> Iterator[str]:
    """Files that are not as they were written."""
    lines = (out / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    written: Mapping[str, str] = {line[66:]: line[:64] for line in lines}
    for name, data in read_tree(out).items():
        if name != SUMS and written.get(name) != hashlib.sha256(data).hexdigest():
            yield name
