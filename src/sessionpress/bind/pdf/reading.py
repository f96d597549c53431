"""Reads a PDF back: which words and links are there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pikepdf import Name, NameTree, Pdf


def words_kept(document_html: str, pdf_path: Path) -> float:
    """Give the share of the document's words that can be read out of the PDF, from 0 to 1.

    Only for PDFs of `write_pdf`: page by page, what is not marked as an artifact is decoded as a
    reader for copying or speech would. Words are counted, their order is not compared; words of
    right-to-left scripts count by their letters, because glyphs stand in the order seen.
    """
    # All texts at once, which is quicker than each; no word goes on over a line's end.
    wanted = Counter(_words("\n".join(_texts(document_html))))
    found = Counter(_words("\n".join(_printed_texts(pdf_path))))
    total = wanted.total()
    return (wanted & found).total() / total if total else 1.0


def dead_links(document_html: str, pdf_path: Path) -> tuple[str, ...]:
    """Give the internal targets, sorted, that have no place in the document or in the PDF."""
    asked = {unquote(link) for link in re.findall(r'\bhref="#([^"]*)"', document_html)}
    there = set(re.findall(r'\bid="([^"]*)"', document_html))
    pdf = _opened(pdf_path)
    annots: list[Any] = [page.get(Name.Annots, ()) for page in pdf.pages]
    linked = {str(note.Dest) for notes in annots for note in notes if Name.Dest in note}
    return tuple(sorted((asked - there) | (asked - linked) | (linked - _placed(pdf))))


def _placed(pdf: Pdf) -> set[str]:
    """Give the names of all places in a PDF."""
    names: Any = pdf.Root.get(Name.Names, {})
    return set(NameTree(names.Dests)) if Name.Dests in names else set()


def _opened(path: Path) -> Pdf:
    """Open a PDF; the one that was opened last is kept, because every proof asks for it."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> Pdf:
    return Pdf.open(path)


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
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_SEEN_ORDER = re.compile("[\u0590-\u08ff]")


def _words(text: str) -> Iterator[str]:
    """Give the words of a text so that ligatures, hyphens and direction make no difference."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    # Two sets of Arabic digits share glyphs, so a digit counts by its value.
    plain = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)
    for word in _WORD.findall(plain):
        yield "".join(sorted(word)) if _SEEN_ORDER.search(word) else word


_PRINTED = re.compile(
    rb"(?P<artifact>/Artifact)\b"
    rb"|/ActualText\s*<(?P<spoken>[0-9a-fA-F]+)>"
    rb"|\b(?P<end>EMC)\b"
    rb"|/(?P<font>\w+)\s+[\d.]+\s+Tf"
    rb"|<(?P<glyphs>[0-9a-f]+)>"
)
_CODE = re.compile("....")


def _printed_texts(pdf_path: Path) -> Iterator[str]:
    """Give each marked piece of text in the PDF, in the order of painting."""
    known: dict[Any, dict[str, str]] = {}
    for page in _opened(pdf_path).pages:
        fonts: Any = page.resources.get(Name.Font, {})
        yield from _marked_texts(page.Contents.read_bytes(), fonts, known)


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
            pieces.extend([letters.get(code, "") for code in _CODE.findall(value)])
        elif kind == "end":
            if not artifact:
                yield spoken or "".join(pieces)
            pieces, spoken, artifact = [], "", False


def _letters(font: Any) -> dict[str, str]:
    """Give a font's map from glyph code, as four hexadecimal digits, to text."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes())
    return {code.decode(): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
