"""From an event and a list of who takes part to the files that are printed for it."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sessionpress.bind.pack import write_pack
from sessionpress.bind.people import read_people
from sessionpress.bind.xlsx import packing_xlsx
from sessionpress.make import Made, press_of
from sessionpress.problems import BuildError, nearest
from sessionpress.render.pack import PrintPack, attended, print_pack
from sessionpress.render.run_sheet import run_sheet
from sessionpress.words import speaking


def pack_event(
    made: Made, name: str, people: Path | None, paper: str, overrides: Path
) -> PrintPack:
    """Compose the print pack of an event.

    Args:
        made: the facilitator's edition.
        name: the id of the event.
        people: a list of who takes part, as CSV or XLSX; None when it is not known yet.
        paper: a4 or letter.
        overrides: the folder of templates, styles and fonts.

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
        return print_pack(made.edition, sheet, pages, listed, paper)


def write_event(pack: PrintPack, made: Made, folder: Path, overrides: Path) -> tuple[Path, ...]:
    """Write each part of a pack as a PDF, and the packing list as a workbook too.

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
    images = press_of(made, overrides).images
    names = (*(f"{part}.pdf" for part in pack.parts), "packing-list.xlsx")
    with speaking(made.edition.words), TemporaryDirectory(prefix="sessionpress-") as scratch:
        for part in pack.parts:
            write_pack(pack, (part,), Path(scratch, f"{part}.pdf"), overrides, images)
        Path(scratch, names[-1]).write_bytes(packing_xlsx(pack))
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(Path(copyfile(Path(scratch, name), folder / name)) for name in names)
