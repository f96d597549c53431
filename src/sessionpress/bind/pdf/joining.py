"""Joins the parts of a book into one PDF: pages, places, outline, tags, fonts and pictures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from sessionpress.bind.pdf.cutting import cut_font

_LETTER = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_HEAD = 100
"""Letters that a list in a table of letters may have (PDF 1.7, 9.10.3)."""

FIXED_PITCH = 1
"""What says of a font that all its letters are of one width (PDF 1.7, 9.8.2)."""


def joined(parts: Sequence[bytes], fonts: Mapping[bytes, bytes]) -> bytes:
    """Give the book of which each part holds some pages.

    Args:
        parts: PDFs, tagged, in their order. The first says what the book is: title, author,
            language. Their fonts are only named.
        fonts: the files of fonts by the name that stands for them.
    """
    book = Pdf.open(BytesIO(parts[0]))
    join = _Join(book)
    join.begin()
    for number, part in enumerate(parts[1:], 2):
        join.add(Pdf.open(BytesIO(part)), f"{number}-")
    join.finish(fonts)
    written = BytesIO()
    book.save(written, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return written.getvalue()


@dataclass(slots=True)
class _Face:
    """A font of the book: its dictionary, and the letters and widths of the glyphs in use."""

    font: Any
    letters: dict[int, bytes] = field(default_factory=dict)
    widths: dict[int, Any] = field(default_factory=dict)

    def add(self, font: Any) -> None:
        """Add the glyphs that another part uses; the first name of a glyph counts."""
        for glyph, text in _LETTER.findall(font.ToUnicode.read_bytes()):
            self.letters.setdefault(int(glyph, 16), text)
        listed = list(font.DescendantFonts[0].W)
        for first, widths in zip(listed[::2], listed[1::2], strict=True):
            for offset, width in enumerate(widths):
                self.widths.setdefault(int(first) + offset, width)

    @property
    def table(self) -> bytes:
        """The letters by glyph, as a PDF has them."""
        head, _, rest = self.font.ToUnicode.read_bytes().partition(b"endcodespacerange\n")
        pairs = [b"<%04x> <%b>" % (glyph, text) for glyph, text in sorted(self.letters.items())]
        lists = [pairs[at : at + _HEAD] for at in range(0, len(pairs), _HEAD)]
        body = [line for one in lists for line in (_begin(one), *one, b"endbfchar")]
        end = rest[rest.index(b"endcmap") :]
        return b"\n".join([head + b"endcodespacerange", *body, end])


def _begin(pairs: Sequence[bytes]) -> bytes:
    return b"%d beginbfchar" % len(pairs)


@dataclass(slots=True)
class _Join:
    """What is known of the book while parts are added to it."""

    book: Pdf
    places: dict[bytes, tuple[Any, Any]] = field(default_factory=dict)
    """Places by name, as the name and the place stand in the book."""
    pages: list[tuple[Any, Any]] = field(default_factory=list)
    """Each page, and the elements of the tree of tags that own its marks."""
    links: list[tuple[Any, Any]] = field(default_factory=list)
    """Each link on a page, and the element that owns it."""
    heads: dict[str, Any] = field(default_factory=dict)
    """Heads of tables by their name."""
    faces: dict[str, _Face] = field(default_factory=dict)
    resources: list[Any] = field(default_factory=list)
    """The lists of fonts of all parts."""
    pictures: dict[bytes, Any] = field(default_factory=dict)

    def begin(self) -> None:
        """Take note of the first part, which is the book by now."""
        root: Any = self.book.Root
        self._note(self.book, root.StructTreeRoot, 0, "1-")

    def add(self, part: Pdf, prefix: str) -> None:
        """Add the pages of a part, and all that belongs to them."""
        begun = len(self.book.pages)
        for page in part.pages:
            self.book.pages.append(page)
        source: Any = part.Root
        root: Any = self.book.Root
        # After its pages, so that tags lead to the pages which are there already.
        tags: Any = self.book.copy_foreign(source.StructTreeRoot)
        self._note(part, tags, begun, prefix)
        document = root.StructTreeRoot.K[0]
        for element in tags.K[0].K:
            element.P = document
            document.K.append(element)
        self._add_outline(part)

    def _note(self, part: Pdf, tags: Any, begun: int, prefix: str) -> None:
        """Give numbers, names and resources of a part their place in the book."""
        pages = list(self.book.pages)[begun:]
        owners = dict(zip(*[iter(tags.ParentTree.Nums)] * 2, strict=True))
        for page in pages:
            self.pages.append((page.obj, owners[page.obj.StructParents]))
            notes = page.obj.get(Name.Annots, ())
            self.links += [(note, owners[note.StructParent]) for note in notes]
        self._name_cells(tags, prefix)
        self._note_places(part)
        shared = pages[0].obj.Resources
        self.resources.append(shared.Font)
        for name, font in shared.Font.items():
            self.faces.setdefault(name, _Face(font)).add(font)
        self._share_pictures(shared)

    def _name_cells(self, tags: Any, prefix: str) -> None:
        """Give the heads of tables names that are their own in the whole book."""
        if Name.IDTree not in tags:
            return
        for element in _below(tags.K[0]):
            about = element.get(Name.A)
            if Name.ID in element:
                element.ID = String(prefix + str(element.ID))
                self.heads[str(element.ID)] = element
            if about is not None and Name.Headers in about:
                about.Headers = Array([String(prefix + str(one)) for one in about.Headers])

    def _note_places(self, part: Pdf) -> None:
        """Take over the places of a part, in a copy that leads to the pages of the book."""
        names: Any = part.Root.get(Name.Names, {})
        if Name.Dests in names:
            copied = self._copied(part, names.Dests).Names
            for name, place in zip(list(copied)[::2], list(copied)[1::2], strict=True):
                self.places.setdefault(bytes(name), (name, place))

    def _copied(self, part: Pdf, thing: Any) -> Any:
        if part is self.book:
            return thing
        return self.book.copy_foreign(thing if thing.is_indirect else part.make_indirect(thing))

    def _add_outline(self, part: Pdf) -> None:
        """Put the entries of a part after those of the book."""
        source: Any = part.Root
        root: Any = self.book.Root
        if Name.Outlines not in source:
            return
        theirs = self._copied(part, source.Outlines)
        if Name.Outlines not in root:
            root.Outlines = theirs
            return
        ours, entry = root.Outlines, theirs.First
        ours.Last.Next, entry.Prev = entry, ours.Last
        ours.Last = theirs.Last
        ours.Count += theirs.Count
        while entry is not None:
            entry.Parent = ours
            entry = entry.get(Name.Next)

    def _share_pictures(self, shared: Any) -> None:
        """Have a picture that several parts show stand in the book once."""
        found: Any = shared.get(Name.XObject, Dictionary())
        for name, picture in list(found.items()):
            if picture.get(Name.Subtype) != Name.Image or Name.SMask in picture:
                continue
            data = picture.read_raw_bytes() + picture.stream_dict.unparse()
            key = hashlib.sha256(data).digest()
            found[name] = self.pictures.setdefault(key, picture)

    def finish(self, fonts: Mapping[bytes, bytes]) -> None:
        """Write what all parts have in common."""
        root: Any = self.book.Root
        tags = root.StructTreeRoot
        for number, (page, _owners) in enumerate(self.pages):
            page.StructParents = number
        for number, (link, _owner) in enumerate(self.links, len(self.pages)):
            link.StructParent = number
        owners = (owner for _thing, owner in (*self.pages, *self.links))
        numbered = (part for pair in enumerate(owners) for part in pair)
        tags.ParentTree.Nums = Array(numbered)
        if self.heads:
            names = sorted(self.heads)
            pairs = [part for name in names for part in (String(name), self.heads[name])]
            limits = Array([String(names[0]), String(names[-1])])
            leaf = self.book.make_indirect(Dictionary(Names=Array(pairs), Limits=limits))
            tags.IDTree = Dictionary(Kids=Array([leaf]))
        if self.places:
            ordered = [part for name in sorted(self.places) for part in self.places[name]]
            root.Names = Dictionary(Dests=Dictionary(Names=Array(ordered)))
        self._cut_fonts(fonts)

    def _cut_fonts(self, fonts: Mapping[bytes, bytes]) -> None:
        """Put the glyphs that are used of each font into the book."""
        for face in self.faces.values():
            face.font.ToUnicode = self.book.make_stream(face.table)
            inner = face.font.DescendantFonts[0]
            inner.W = Array(_listed(face.widths))
            about, widths = inner.FontDescriptor, set(face.widths.values())
            about.FontBBox[2] = max(widths)
            about.Flags = about.Flags & ~FIXED_PITCH | FIXED_PITCH * (len(widths) == 1)
            key = Name.FontFile3 if Name.FontFile3 in about else Name.FontFile2
            named = about[key]
            cut = cut_font(fonts[named.read_bytes()], set(face.letters))
            kind = {"Subtype": named.Subtype} if Name.Subtype in named else {"Length1": len(cut)}
            about[key] = self.book.make_stream(cut, **kind)
        for listed in self.resources:
            for name, face in self.faces.items():
                listed[name] = face.font


def _listed(widths: Mapping[int, Any]) -> list[Any]:
    """Widths by glyph as a PDF lists them: the first glyph of a run, then the widths of the run."""
    listed: list[Any] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            listed += [glyph, Array()]
        listed[-1].append(widths[glyph])
    return listed


def _below(element: Any) -> Iterator[Any]:
    """All elements of the tree of tags below one."""
    kids: Any = element.get(Name.K, ())
    for kid in kids if isinstance(kids, Array) else (kids,):
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from _below(kid)
