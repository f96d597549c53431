"""Reads a filled form: what each field of a PDF says, as any viewer saved it.

Nothing in a file is run or opened. A file that holds programs is refused as a whole, because no
form of ours has any and no viewer puts one in; files within it are left out, and that is said.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from sessionpress.answers.file import NotOurs
from sessionpress.answers.model import Finding, Handin, Raw
from sessionpress.render.form import STAMP

LARGEST = 5_000_000
"""Most bytes of a filled form. A form has about 100,000 and grows a little when it is filled."""

MOST_FIELDS = 20_000
"""Most parts of a form that are looked at. A large form has about 500."""

HARMLESS = ("/GoTo", "/URI", "/Named")
"""Actions that lead a reader somewhere. All others are refused."""

ATTACHED = ("/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D")
"""Annotations that hold other files."""

ONE_OF = 1 << 15
"""Flag of a field with circles of which one is chosen."""

ASK_AGAIN = "Ask for it again, sent as a file."
ASK_SAVED = "Ask for the PDF form that was saved with Save or Download in the PDF viewer."
ANOTHER_WAY = "Open the form, save it with the viewer's Save or Download, and send that."


def read_pdf(name: str, data: bytes) -> Handin:
    """Read a filled form.

    Args:
        name: the name of the file, for messages.
        data: its bytes.

    Returns:
        What the form says. Boxes that are ticked stand together under the name of their cell, as
        ids of options; a level is its number, a choice the id of its option.

    Raises:
        NotOurs: the file cannot be read, is none of our forms, or holds more than a form.
    """
    _check_bytes(data)
    damaged = NotOurs("the file is damaged.", ASK_AGAIN)
    with _listening() as heard:
        try:
            handin = _read(name, data)
        except NotOurs as refusal:
            raise (damaged if heard else refusal) from None
        except Exception:
            # Whatever the library stumbles over, the file is at fault.
            raise damaged from None
    if heard:
        raise damaged
    return handin


def _check_bytes(data: bytes) -> None:
    if len(data) > LARGEST:
        raise NotOurs(
            f"the file has {len(data):,} bytes; a filled form has {LARGEST:,} at most.", ASK_SAVED
        )
    if b"%PDF-" not in data[:1024]:
        raise NotOurs("this is no PDF.", ASK_SAVED)
    # A viewer adds what was filled in at the end: without it the old, empty form would be read.
    if data.rpartition(b"%%EOF")[2].strip(b"\0\t\r\n\f \x1a") or b"%%EOF" not in data:
        raise NotOurs("the file is cut off.", ASK_AGAIN)


class _Listener(logging.Handler):
    """Hears when the library passes over a part of a dictionary: an answer, perhaps."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note what was passed over; other oddities of files do no harm."""
        of_dictionary = record.name.endswith("_data_structures")
        if of_dictionary and isinstance(record.args, Mapping) and "exception" in record.args:
            self.heard.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Keep what the library says about odd files off the console; give what it passed over."""
    logger = logging.getLogger("pypdf")
    level, propagate, listener = logger.level, logger.propagate, _Listener()
    logger.addHandler(listener)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield listener.heard
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagate


def _read(name: str, data: bytes) -> Handin:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise NotOurs(
            "the file is protected by a password.",
            "Ask for it without protection; nothing in it is secret to the team that collects.",
        )
    root = _dictionary(reader.trailer["/Root"])
    fields = list(_fields(_dictionary(root.get("/AcroForm"))))
    notes = [_dictionary(one) for page in reader.pages for one in _list(page.get("/Annots"))]
    _refuse_programs(root, [root, *reader.pages, *notes, *(field.node for field in fields)])
    if not fields:
        raise NotOurs(
            "the PDF has no fields any more: it was printed to a PDF, saved by a program that "
            "takes fields away, or scanned.",
            f"{ASK_SAVED} If there is none, its answers must be typed again.",
        )
    said = _stamp(fields, reader)
    values = dict(_values(fields))
    return Handin(
        name,
        said["sheet"],
        values,
        said["toolkit"],
        said["edition"],
        said["revision"],
        saved=_saved(reader),
        findings=_other_files(name, root, notes),
    )


# ---------------------------------------------------------------- programs and other files


def _refuse_programs(root: DictionaryObject, things: Iterable[DictionaryObject]) -> None:
    if "/JavaScript" in _dictionary(root.get("/Names")) or any(map(_runs, things)):
        raise NotOurs(
            "the PDF holds a program (JavaScript or an action), which no form of ours has. "
            "It was not run, and nothing was read.",
            ANOTHER_WAY,
        )


def _other_files(
    name: str, root: DictionaryObject, notes: Iterable[DictionaryObject]
) -> tuple[Finding, ...]:
    """Say that files within the file were left out."""
    inside = "/EmbeddedFiles" in _dictionary(root.get("/Names"))
    if not inside and not any(note.get("/Subtype") in ATTACHED for note in notes):
        return ()
    message = "the PDF holds other files; they were not opened."
    return (Finding(name, "", message, "Ask for them beside the form, if they matter."),)


def _runs(thing: DictionaryObject) -> bool:
    """Whether something happens when a thing is opened, clicked or changed."""
    actions = [thing.get("/A"), thing.get("/OpenAction")]
    more = _dictionary(thing.get("/AA"))
    found = [_dictionary(action) for action in (*actions, *more.values())]
    return any(action and ("/JS" in action or _kind(action) not in HARMLESS) for action in found)


def _kind(action: DictionaryObject) -> str:
    # Where to go on opening may also be a plain destination, which has no kind.
    return str(action.get("/S", "/GoTo"))


# ---------------------------------------------------------------- fields


@dataclass(frozen=True, slots=True)
class _Field:
    """A field by its whole name, with what it takes over from the fields above it."""

    name: str
    node: DictionaryObject
    kind: str
    flags: int
    value: Any
    kids: tuple[DictionaryObject, ...]


def _fields(form: DictionaryObject) -> Iterator[_Field]:
    """Give the fields of a form in order; some viewers part names at points into a tree."""
    waiting: list[tuple[str, DictionaryObject, dict[str, Any]]]
    waiting = [("", _dictionary(node), {}) for node in reversed(_list(form.get("/Fields")))]
    seen = 0
    while waiting:
        above, node, inherited = waiting.pop()
        seen += 1
        if seen > MOST_FIELDS:
            raise NotOurs("the PDF has more fields than any form.", ASK_SAVED)
        own = {key: node[key] for key in ("/FT", "/Ff", "/V") if key in node}
        values: dict[str, Any] = {**inherited, **own}
        name = ".".join(filter(None, (above, _text(node.get("/T")))))
        kids = [_dictionary(kid) for kid in _list(node.get("/Kids"))]
        named = [kid for kid in kids if "/T" in kid]
        if named:
            waiting += [(name, kid, values) for kid in reversed(named)]
            continue
        flags = values.get("/Ff", 0)
        yield _Field(
            name,
            node,
            str(values.get("/FT", "")),
            flags if isinstance(flags, int) else 0,
            values.get("/V"),
            tuple(kids),
        )


def _values(fields: list[_Field]) -> Iterator[tuple[str, Raw]]:
    """Give names of cells and what stands in them; blanks are left out."""
    ticked: dict[str, list[str]] = {}
    for field in fields:
        if field.name == STAMP:
            continue
        if field.kind != "/Btn":
            if text := _text(field.value):
                yield field.name, text
        elif field.flags & ONE_OF:
            if chosen := _chosen(field):
                yield field.name, chosen
        elif _chosen(field):
            cell, _slash, option = field.name.rpartition("/")
            ticked.setdefault(cell, []).append(option)
    yield from ((cell, tuple(options)) for cell, options in ticked.items())


def _chosen(field: _Field) -> str:
    """The state of a box or of circles; empty when nothing is chosen.

    The value counts, and where a viewer did not write it, what is drawn.
    """
    states = [field.value, *(one.get("/AS") for one in (field.node, *field.kids))]
    names = [str(state).removeprefix("/") for state in states if isinstance(state, NameObject)]
    return next((name for name in names if name not in ("Off", "")), "")


def _text(value: Any) -> str:
    """A text of a PDF; several values of a list become lines."""
    value = value.get_object() if value is not None else None
    if isinstance(value, TextStringObject | NameObject):
        return str(value)
    if isinstance(value, StreamObject):
        return _decoded(value.get_data())
    if isinstance(value, ByteStringObject):
        return _decoded(bytes(value))
    if isinstance(value, ArrayObject):
        return "\n".join(filter(None, map(_text, value)))
    return ""


def _decoded(data: bytes) -> str:
    for start, encoding in ((b"\xfe\xff", "utf-16"), (b"\xff\xfe", "utf-16")):
        if data.startswith(start):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _dictionary(thing: Any) -> DictionaryObject:
    """A dictionary of the file; an empty one for anything else."""
    thing = thing.get_object() if thing is not None else None
    return thing if isinstance(thing, DictionaryObject) else DictionaryObject()


def _list(thing: Any) -> list[Any]:
    thing = thing.get_object() if thing is not None else None
    return list(thing) if isinstance(thing, ArrayObject) else []


# ---------------------------------------------------------------- which sheet, and when


def _stamp(fields: list[_Field], reader: PdfReader) -> Mapping[str, str]:
    """What the form says about itself, in its hidden field or in the document's properties.

    Raises:
        NotOurs: it says nothing, or has fewer fields than it says.
    """
    hidden = [_text(field.value) for field in fields if field.name == STAMP]
    property_ = _text(_dictionary(reader.metadata).get("/SessionpressForm"))
    for text in (*hidden, property_):
        said = _object(text)
        if said.get("format") != STAMP:
            continue
        if said.get("version") != 1:
            raise NotOurs(
                "the form is of a newer kind than this program knows.",
                "Update this program, or ask for the sheet in another form.",
            )
        there = len({field.name for field in fields} - {STAMP, ""})
        expected = said.get("fields")
        if isinstance(expected, int) and there < expected:
            raise NotOurs(
                f"the form is damaged: {there} of {expected} fields are left.", ANOTHER_WAY
            )
        return {
            key: str(said.get(key, ""))[:200] for key in ("sheet", "toolkit", "edition", "revision")
        }
    raise NotOurs("this PDF is a form, but none of this toolkit.", ASK_SAVED)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _saved(reader: PdfReader) -> str:
    """When a viewer saved it, as ISO date and time; empty when it does not say."""
    try:
        made = reader.metadata and reader.metadata.creation_date
        saved = reader.metadata and reader.metadata.modification_date
    except ValueError:
        return ""
    if not saved or saved == made:
        return ""
    if saved.tzinfo:
        saved = saved.astimezone(dt.UTC)
    return saved.strftime("%Y-%m-%dT%H:%M:%SZ")
