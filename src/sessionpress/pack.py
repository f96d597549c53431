"""From an event and a list of who takes part to the files that are printed for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sessionpress.answers.pairs_file import TableCard
from sessionpress.bind.documents import Form, Job, make_document
from sessionpress.bind.pack import write_pack
from sessionpress.bind.people import read_people
from sessionpress.bind.xlsx import packing_xlsx
from sessionpress.make import Made, press_of
from sessionpress.problems import BuildError, nearest
from sessionpress.render.agenda import Agenda, DoorAgenda
from sessionpress.render.pack import AGENDA, DOOR_AGENDA, PrintPack, attended, print_pack
from sessionpress.render.run_sheet import run_sheet
from sessionpress.words import speaking


def pack_event(
    made: Made,
    name: str,
    people: Path | None,
    paper: str,
    overrides: Path,
    cards: Sequence[TableCard] = (),
) -> PrintPack:
    """Compose the print pack of an event.

    Args:
        made: the facilitator's edition.
        name: the id of the event.
        people: a list of who takes part, as CSV or XLSX; None when it is not known yet.
        paper: a4 or letter.
        overrides: the folder of templates, styles and fonts.
        cards: which countries sit at a table; none when that is not known yet.

    Raises:
        BuildError: there is no such event.
        ToolkitError: the list cannot be used.
    """
    events = {event.id: event for event in made.edition.toolkit.events}
    if name not in events:
        raise BuildError(f'there is no event "{name}". {nearest(name, events)}')
    with speaking(made.edition.words):
        listed = read_people(people, overrides / "fonts") if people else ()
        pages = {page.address: page for page in made.pages}
        sheet = run_sheet(made.edition, attended(events[name], listed), pages)
        return print_pack(made.edition, sheet, pages, listed, paper, cards=cards)


def write_event(pack: PrintPack, made: Made, folder: Path, overrides: Path) -> tuple[Path, ...]:
    """Write each part of a pack as a PDF, the agenda and the sheets, and the packing list.

    Args:
        pack: what to print.
        made: the edition that it is of.
        folder: where to; it is made when it is not there.
        overrides: the folder of templates, styles and fonts.

    Returns:
        The files that were written; when one cannot be made, none is.

    Raises:
        BuildError: a part could not be laid out.
        OSError: a file could not be written.
    """
    press = replace(press_of(made, overrides), paper=pack.paper)
    printed = {one.file for one in (*pack.prints, *pack.others)}
    others = {name: content for name, content in _other_files(pack, made) if name in printed}
    names = (*(f"{part}.pdf" for part in pack.parts), "packing-list.xlsx", *others)
    with speaking(made.edition.words), TemporaryDirectory(prefix="sessionpress-") as scratch:
        for part in pack.parts:
            write_pack(pack, (part,), Path(scratch, f"{part}.pdf"), overrides, press.images)
        Path(scratch, "packing-list.xlsx").write_bytes(packing_xlsx(pack))
        for name, content in others.items():
            make_document(Job(content, Path(scratch, name)), press)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        return tuple(Path(copyfile(Path(scratch, name), folder / name)) for name in names)


def _other_files(pack: PrintPack, made: Made) -> Iterator[tuple[str, Agenda | DoorAgenda | Form]]:
    """What the packing list names beside the parts: agendas and sheets, by name of file."""
    for document in made.documents:
        is_pdf = document.form == "PDF"
        match document.content:
            case Agenda() as agenda if is_pdf and document.page == pack.event.address:
                yield AGENDA, agenda
                yield DOOR_AGENDA, DoorAgenda(agenda)
            case Form() as form if is_pdf:
                yield f"sheets/{form.sheet.id}.pdf", form
