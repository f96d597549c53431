"""Print HTML in, tagged PDF out; and two measures that read the file back.

The only module that knows WeasyPrint, and it imports it late: the fonts must be fenced off first,
and whoever only checks a toolkit should not wait for a layout engine. WeasyPrint is pinned to one
version because `_Structure` stands inside its tag writer; see there for what it repairs.
"""

from __future__ import annotations

import functools
import logging
import os
import re
import tempfile
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pydyf
from pypdf import PdfReader

from sessionpress.problems import BuildError

WRITER_OPTIONS: Mapping[str, Any] = {"pdf_variant": "pdf/ua-1", "dpi": 150}
"""Tagged for assistive technology; photographs at what an office printer can show."""


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What came out of one document."""

    pages: int
    bytes: int
    seconds: float
    warnings: tuple[str, ...]
    """What the layout engine complained of, each once, in order; empty when all is well."""


def write_pdf(
    document_html: str,
    target: Path,
    *,
    images: Mapping[str, tuple[str, bytes]],
    fonts: Path,
    css: str,
    language: str,
    title: str,
) -> PdfReport:
    """Lay out one print document and write it as PDF/UA-1.

    One document at a time in a process: fonts are fenced off by the environment.

    Args:
        document_html: A whole document; its pictures are `sp:ADDRESS` or `data:`.
        target: The file to write; it appears only when the PDF is complete.
        images: Address of each picture -> (media type, data).
        fonts: The folder of the font files; the style sheet names them without a path.
        css: The print style sheet.
        language: BCP 47 tag of the document.
        title: Title of the document as shown by readers.

    Raises:
        BuildError: A picture is missing or unreadable, or something outside is asked for.
    """
    start = time.perf_counter()
    with _fenced_fonts(css), _collected() as messages:
        material = _Material(images, fonts.resolve(), css)
        data, pages = _typeset(document_html, material, language, title)
    for message in messages:
        if message.startswith(_FATAL):
            raise BuildError(f"{title}: {message}. Correct the picture or its address. [pdf-image]")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return PdfReport(pages, len(data), time.perf_counter() - start, tuple(messages))


@dataclass(frozen=True, slots=True)
class _Material:
    """What a document may use: its pictures, the font folder, the style sheet."""

    images: Mapping[str, tuple[str, bytes]]
    fonts: Path
    css: str


def _typeset(html: str, material: _Material, language: str, title: str) -> tuple[bytes, int]:
    """Give the PDF's bytes and its number of pages."""
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    fetcher = _strict_fetcher(material)
    configuration = FontConfiguration()
    try:
        style = CSS(
            string=material.css,
            base_url=f"{material.fonts.as_uri()}/",
            url_fetcher=fetcher,
            font_config=configuration,
        )
        document = HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[style], font_config=configuration, **WRITER_OPTIONS
        )
        document.metadata.title, document.metadata.lang = title, language
        structure = _Structure(language, right_to_left=bool(_RIGHT_TO_LEFT.search(html)))
        with structure.watching():
            data = document.write_pdf(finisher=structure.finish, **WRITER_OPTIONS)
    except FatalURLFetchingError as error:
        raise BuildError(f"{title}: {error.__cause__ or error} [pdf-image]") from error
    return data, len(document.pages)


_RIGHT_TO_LEFT = re.compile(r'<html\b[^>]*\bdir="rtl"')
_FATAL = ("Failed to load image", "Relative URI reference")


@contextmanager
def _collected() -> Iterator[list[str]]:
    """Collect what the layout engine and the font library log; nothing reaches the console.

    The list holds each message once; it is complete when the block ends.
    """
    found: dict[str, None] = {}
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.setdefault(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    messages: list[str] = []
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate, logger.level = False, logging.WARNING
    try:
        yield messages
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate, logger.level = propagate, level
        messages.extend(found)


# ---------------------------------------------------------------- fonts and pictures


@contextmanager
def _fenced_fonts(css: str) -> Iterator[None]:
    """Hide every font of the machine: only those that the style sheet loads take part.

    The configuration lists no folder at all, not even ours: a file found there answers to the
    name inside it as well, and files that share a name print each other's glyphs. What asks for no
    family of ours (text in a drawing) gets ours, in the order of the style sheet.
    """
    families = dict.fromkeys(re.findall(r'@font-face\s*{[^}]*?font-family:\s*"([^"]+)"', css))
    preferred = "".join(f"<family>{family}</family>" for family in families)
    aliases = "".join(
        f"<alias><family>{generic}</family><prefer>{preferred}</prefer></alias>"
        for generic in ("sans-serif", "serif", "monospace", "system-ui")
    )
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="fonts-") as folder:
        file = Path(folder, "fonts.conf")
        file.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
            f"<fontconfig><cachedir>{folder}</cachedir>{aliases}</fontconfig>",
            encoding="utf-8",
        )
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "No fonts configured", UserWarning)
                import weasyprint.text.fonts  # noqa: F401, PLC0415
            yield
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


@functools.cache
def _font(path: Path) -> bytes:
    """Give a font unpacked. Unpacking nine takes half a second, so a process does it once."""
    if path.suffix != ".woff2":
        return path.read_bytes()
    from fontTools.ttLib import woff2  # noqa: PLC0415

    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


def _strict_fetcher(material: _Material) -> Any:
    """Make the only source of files for a document: anything else stops the build."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            scheme = url.partition(":")[0]
            if scheme == "data":
                return super().fetch(url, headers)
            if scheme not in serve:
                raise LookupError(
                    f'"{url}" is not part of the toolkit. Add the file to the toolkit and use that.'
                )
            kind, data = serve[scheme](url)
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    def picture(url: str) -> tuple[str, bytes]:
        address = url.removeprefix("sp:")
        for name in (address, unquote(address)):
            if name in material.images:
                return material.images[name]
        raise LookupError(f'the picture "{name}" is missing. Add it or correct the link.')

    def font(url: str) -> tuple[str, bytes]:
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if path.parent != material.fonts or path.suffix not in (".woff2", ".ttf", ".otf"):
            raise LookupError(f'"{path.name}" is not a font file in the folder of print fonts.')
        if not path.is_file():
            raise LookupError(f'the font file "{path.name}" is missing. Put it into that folder.')
        return "font/ttf", _font(path)

    serve: dict[str, Callable[[str], tuple[str, bytes]]] = {"sp": picture, "file": font}
    return Fetcher(fail_on_errors=True)


# ---------------------------------------------------------------- structure


@dataclass(slots=True)
class _Origin:
    """From which element of the HTML a structure element comes, and on which page it ends."""

    key: tuple[int, str, str]
    """Identity of the HTML element, its tag with pseudo-element, the PDF tag."""
    page: int
    inline: bool


_INDIC = re.compile("[\u0900-\u0dff]")
_MAY_BE_LEFT_OUT = frozenset({"/Div", "/NonStruct", "/P", "/Sect", "/Span"})


@dataclass(slots=True)
class _Structure:
    """Repairs the tag tree, for what a screen reader would otherwise stumble over.

    - An element that crosses a page, or a link that crosses a line, becomes one again.
    - Repeated table heads, running heads and decorative pictures are artifacts, not content.
    - Every list item has a body; every table head says its scope; the ids can be looked up.
    - Text in another language says so; a link says its words, not its address.
    - Indic text is written beside its glyphs, because glyphs alone read back as other words.

    It watches the tag writer to learn each structure element's source, and then edits the finished
    objects. Both touch private names of WeasyPrint 70.
    """

    language: str
    right_to_left: bool
    origins: dict[int, _Origin] = field(default_factory=dict)
    """Number of a structure element -> where it comes from."""
    hidden: set[tuple[int, int]] = field(default_factory=set)
    """(page, marked content id) of what is no content."""
    spoken: dict[tuple[int, int], str] = field(default_factory=dict)
    """(page, marked content id) -> text to be read instead of the glyphs."""
    heads: dict[int, int] = field(default_factory=dict)
    """Identity of a <thead> -> the page where it is first printed."""
    head_cells: dict[int, Any] = field(default_factory=dict)
    """Identity of a <th> -> its structure element."""
    repeated: list[tuple[int, Any]] = field(default_factory=list)
    """(identity of a <th>, stand-in for the structure element of its repetition)."""
    moved: dict[bytes, bytes] = field(default_factory=dict)
    """Reference of an element that was joined to another -> that other's reference."""
    objects: list[Any] = field(default_factory=list)
    """All objects of the PDF, by number."""

    # -------- while the tags are written

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Stand between the tag writer and its recursion."""
        from weasyprint.pdf import tags  # noqa: PLC0415

        original = tags._build_box_tree
        tags._build_box_tree = functools.partial(self._build, original)
        try:
            yield
        finally:
            tags._build_box_tree = original

    def _build(  # noqa: PLR0913, PLR0917 - the arguments are WeasyPrint's
        self,
        original: Callable[..., Iterator[Any]],
        box: Any,
        parent: Any,
        pdf: Any,
        page: int,
        nums: dict[int, bytes],
        annotations: list[Any],
        marks: dict[Any, Any],
    ) -> Iterator[Any]:
        """Build the tags below one box as `original` would, and learn from it."""
        from weasyprint.formatting_structure import boxes  # noqa: PLC0415

        box = getattr(box, "_box", box)  # absolutely positioned boxes stand in a placeholder
        if isinstance(box, boxes.PageBox):
            self._note_indic_text(page, marks)
        if isinstance(box, boxes.MarginBox) or self._is_no_content(box, page):
            self._hide(box, page, nums, marks)
            return
        if box.link_annotation:
            box.link_annotation["Contents"] = pydyf.String(_words_of(box.element))
        for element in original(box, parent, pdf, page, nums, annotations, marks):
            if box.element is not None:
                self._note(element, box, page, isinstance(box, boxes.InlineBox))
            yield element

    def _note_indic_text(self, page: int, marks: Mapping[Any, Any]) -> None:
        for box, mark in marks.items():
            text = getattr(box, "text", "")
            if _INDIC.search(text):
                self.spoken[page, mark["mcid"]] = text

    def _is_no_content(self, box: Any, page: int) -> bool:
        """Say whether a box is a decorative picture or the repetition of a table's head."""
        if box.element_tag == "img":
            hidden = box.element.get("alt") == ""
        elif box.element_tag == "thead":
            hidden = self.heads.setdefault(id(box.element), page) < page
        else:
            return False
        # A link needs its tag, whatever it is in.
        return hidden and not any(part.link_annotation for part in box.descendants(True))

    def _hide(self, box: Any, page: int, nums: dict[int, bytes], marks: dict[Any, Any]) -> None:
        """Leave a box out of the tree; `finish` changes its marks on the page."""
        for part in box.descendants(placeholders=True):
            if mark := marks.pop(part, None):
                nums[mark["mcid"]] = b"null"
                self.hidden.add((page, mark["mcid"]))
            if part.element_tag in ("th", "td"):
                # The tag writer will note the id of the cell here.
                part.mark = pydyf.Dictionary({"A": pydyf.Dictionary()})
                self.repeated.append((id(part.element), part.mark))

    def _note(self, element: Any, box: Any, page: int, inline: bool) -> None:
        """Remember where a structure element comes from, and add what its source knows."""
        if element.number in self.origins:
            return
        source, kind = box.element, element["S"]
        self.origins[element.number] = _Origin((id(source), box.element_tag, kind), page, inline)
        if source.get("lang", self.language) != self.language:
            element["Lang"] = pydyf.String(source.get("lang"))
        if kind == "/TH":
            element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
            self.head_cells.setdefault(id(source), element)

    # -------- when all objects are there

    def finish(self, _document: Any, pdf: Any) -> None:
        """Edit the finished objects, just before they are written."""
        self.objects = pdf.objects
        root = self._object(pdf.catalog["StructTreeRoot"])
        tree = self._object(root["K"][0])
        self._join_fragments(tree)
        self._leave_out_empty(tree)
        self._give_items_bodies(tree, pdf)
        self._redirect(self._object(root["ParentTree"])["Nums"])
        self._name_repeated_heads()
        self._write_marks(pdf)
        self._index_ids(tree, root)
        pdf.catalog["PageLabels"] = pydyf.Dictionary(
            {"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])}
        )
        if self.right_to_left:
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"

    def _object(self, reference: bytes) -> Any:
        return self.objects[int(reference.split()[0])]

    def _element(self, kid: Any) -> Any:
        """Give the structure element that a kid refers to, or None for other kids."""
        thing = self._object(kid) if isinstance(kid, bytes) else None
        return thing if thing is not None and thing.get("Type") == "/StructElem" else None

    def _elements(self, parent: Any) -> Iterator[Any]:
        return filter(None, [self._element(kid) for kid in parent["K"]])

    def _join_fragments(self, parent: Any) -> None:
        """Join neighbours that come from one element; their first and last kids then meet too."""
        kids: list[Any] = []
        previous = None
        for kid in parent["K"]:
            element = self._element(kid)
            if element is not None and element["S"] == parent["S"] == "/Link":
                self._join(parent, element)  # the printed page number of a link is in the link
            elif (
                previous is not None and element is not None and self._continues(previous, element)
            ):
                self._join(previous, element)
            else:
                kids.append(kid)
                previous = element
        parent["K"][:] = kids
        for element in self._elements(parent):
            self._join_fragments(element)

    def _continues(self, first: Any, second: Any) -> bool:
        one, other = self.origins.get(first.number), self.origins.get(second.number)
        if one is None or other is None or one.key != other.key:
            return False
        return other.inline or other.page > one.page

    def _join(self, first: Any, second: Any) -> None:
        """Move what `second` holds to the end of `first`; cells of a split row join one by one."""
        cells = {}
        if first["S"] == "/TR":
            cells = {self.origins[cell.number].key: cell for cell in self._elements(first)}
        for kid in second["K"]:
            element = self._element(kid)
            origin = element and self.origins.get(element.number)
            if origin and origin.key in cells:
                self._join(cells[origin.key], element)
                continue
            if element:
                element["P"] = first.reference
            # A bare number means the page of its parent, which may be another one now.
            mark = isinstance(kid, int) and {"Type": "/MCR", "Pg": second["Pg"], "MCID": kid}
            first["K"].append(pydyf.Dictionary(mark) if mark else kid)
        self.origins[first.number].page = self.origins[second.number].page
        self.moved[second.reference] = first.reference
        second.clear()

    def _leave_out_empty(self, parent: Any) -> None:
        """Leave out elements without any content, from the inside out."""
        for element in self._elements(parent):
            self._leave_out_empty(element)
            if not element["K"] and element["S"] in _MAY_BE_LEFT_OUT:
                parent["K"].remove(element.reference)
                element.clear()

    def _give_items_bodies(self, parent: Any, pdf: Any) -> None:
        """Put the paragraphs of a list item into a body, as a short item already has it."""
        elements = list(self._elements(parent))
        for element in elements:
            self._give_items_bodies(element, pdf)
        loose = [element for element in elements if element["S"] not in ("/Lbl", "/LBody")]
        if parent["S"] != "/LI" or not loose:
            return
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": parent["Pg"]})
        pdf.add_object(body)
        body["P"] = parent.reference
        body["K"] = pydyf.Array([element.reference for element in loose])
        for element in loose:
            element["P"] = body.reference
        kept = [kid for kid in parent["K"] if kid not in body["K"]]
        parent["K"][:] = [*kept, body.reference]

    def _redirect(self, nums: Any) -> None:
        """Make the pages and links that pointed to a joined element point to the one it is in."""
        for index in range(1, len(nums), 2):
            if isinstance(nums[index], bytes):
                nums[index] = self._final(nums[index])
            else:
                nums[index][:] = map(self._final, nums[index])

    def _final(self, reference: bytes) -> bytes:
        while reference in self.moved:
            reference = self.moved[reference]
        return reference

    def _name_repeated_heads(self) -> None:
        """Let cells on later pages name the head cells of the first page."""
        for source, stand_in in self.repeated:
            if "ID" in stand_in and source in self.head_cells:
                stand_in["ID"].string = self.head_cells[source]["ID"].string

    def _write_marks(self, pdf: Any) -> None:
        """Change marks on the pages: artifacts, and text beside the glyphs."""
        for page, reference in enumerate(pdf.page_references):
            operations = self._object(self._object(reference)["Contents"]).stream
            for index, operation in enumerate(operations):
                if not isinstance(operation, pydyf.Dictionary) or "MCID" not in operation:
                    continue
                mark = (page, operation["MCID"])
                if mark in self.hidden:
                    operations[index - 1] = "/Artifact"
                    operations[index] = pydyf.Dictionary({"Type": "/Pagination"})
                elif mark in self.spoken:
                    operation["ActualText"] = pydyf.String(self.spoken[mark])

    def _index_ids(self, tree: Any, root: Any) -> None:
        """List the ids of table heads in the tree's root, as the standard asks."""
        found = {cell["ID"].string: cell for cell in self.head_cells.values() if "ID" in cell}
        if found:
            pairs = [(pydyf.String(name), found[name].reference) for name in sorted(found)]
            names = pydyf.Array([part for pair in pairs for part in pair])
            limits = pydyf.Array([pairs[0][0], pairs[-1][0]])
            leaf = pydyf.Dictionary({"Names": names, "Limits": limits})
            root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([leaf])})


def _words_of(element: Any) -> str:
    """Give the text of a link, or of the picture in it."""
    pictures = [picture.get("alt", "") for picture in element.iter("img")]
    return " ".join(" ".join([*element.itertext(), *pictures]).split())


# ---------------------------------------------------------------- reading back


def words_kept(document_html: str, pdf_path: Path) -> float:
    """Give the share of the document's words that can be read out of the PDF, from 0 to 1.

    Only for PDFs of `write_pdf`: page by page, what is not marked as an artifact is decoded as a
    reader for copying or speech would. Words are counted, their order is not compared; words of
    right-to-left scripts count by their letters, because glyphs stand in the order seen.
    """
    wanted = Counter(word for text in _texts(document_html) for word in _words(text))
    found = Counter(word for text in _printed_texts(pdf_path) for word in _words(text))
    total = wanted.total()
    return (wanted & found).total() / total if total else 1.0


def dead_links(document_html: str, pdf_path: Path) -> tuple[str, ...]:
    """Give the internal targets, sorted, that have no place in the document or in the PDF."""
    asked = {unquote(link) for link in re.findall(r'\bhref="#([^"]*)"', document_html)}
    there = set(re.findall(r'\bid="([^"]*)"', document_html))
    reader = PdfReader(pdf_path)
    annotations = [note.get_object() for page in reader.pages for note in page.annotations or ()]
    linked = {str(note["/Dest"]) for note in annotations if "/Dest" in note}
    placed = set(reader.named_destinations)
    return tuple(sorted((asked - there) | (asked - linked) | (linked - placed)))


class _TextReader(HTMLParser):
    """Collects the text nodes of a document's body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_body = self._in_body or tag == "body"

    def handle_data(self, data: str) -> None:
        if self._in_body:
            self.texts.append(data)


def _texts(document_html: str) -> list[str]:
    reader = _TextReader()
    reader.feed(document_html)
    reader.close()
    return reader.texts


# What has no width, and the vowel signs of Arabic, which a reader may put elsewhere.
_UNSEEN = re.compile(
    "[\u00ad\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f\u0900-\u0dff])+")
_SEEN_ORDER = re.compile("[\u0590-\u08ff]")


def _words(text: str) -> Iterator[str]:
    """Give the words of a text so that ligatures, hyphens and direction make no difference."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    # Two sets of Arabic digits share glyphs, so a digit counts by its value.
    plain = re.sub(r"\d", lambda digit: str(unicodedata.decimal(digit[0])), plain)
    for word in _WORD.findall(plain):
        yield "".join(sorted(word)) if _SEEN_ORDER.search(word) else word


_PRINTED = re.compile(
    rb"(?P<artifact>/Artifact)\b"
    rb"|/ActualText\s*<(?P<spoken>[0-9a-fA-F]+)>"
    rb"|\b(?P<begin>BDC|BMC)\b|\b(?P<end>EMC)\b"
    rb"|/(?P<font>\w+)\s+[\d.]+\s+Tf"
    rb"|<(?P<glyphs>[0-9a-f]+)>"
)


def _printed_texts(pdf_path: Path) -> Iterator[str]:
    """Give each marked piece of text in the PDF, in the order of painting."""
    known: dict[Any, dict[str, str]] = {}
    for page in PdfReader(pdf_path).pages:
        contents = page.get_contents()
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {})
        yield from _marked_texts(b"" if contents is None else contents.get_data(), fonts, known)


def _marked_texts(content: bytes, fonts: Any, known: dict[Any, dict[str, str]]) -> Iterator[str]:
    """Walk through a page's content. Marks do not nest in what WeasyPrint writes."""
    letters: dict[str, str] = {}
    pieces: list[str] = []
    spoken, artifact = "", False
    for match in _PRINTED.finditer(content):
        kind, value = str(match.lastgroup), (match[match.lastgroup or 0] or b"").decode()
        if kind == "artifact":
            artifact = True
        elif kind == "spoken":
            spoken = bytes.fromhex(value).decode("utf-16")
        elif kind == "font":
            if value not in known:
                known[value] = _letters(fonts[f"/{value}"])
            letters = known[value]
        elif kind == "glyphs":
            pieces.extend(letters.get(value[at : at + 4], "") for at in range(0, len(value), 4))
        elif kind == "end":
            if not artifact:
                yield spoken or "".join(pieces)
            pieces, spoken, artifact = [], "", False


def _letters(font: Any) -> dict[str, str]:
    """Give a font's map from glyph code, as four hexadecimal digits, to text."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font["/ToUnicode"].get_data())
    return {code.decode(): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
