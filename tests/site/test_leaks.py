"""What is meant for facilitators is in no byte that a participant gets.

A word that is hidden in the toolkit is looked for in every file: as text, in UTF-16 and in hex, in
the members of archives, and in the text, the strings and the unpacked streams of PDFs.
"""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, EncodedStreamObject
from tests.builds import ROOT, Built, tree
from tests.marked import HIDDEN, MARKED, SHARED, write_marked
from tests.packages import inside_package
from tests.site.pages import read_all

from sessionpress.bind.documents import Content, Form, WholeSite
from sessionpress.compose import PARTICIPANT
from sessionpress.content.load import load_toolkit
from sessionpress.content.model import AnswerOptions, Block, Part, Text, Toolkit
from sessionpress.make import make_edition
from sessionpress.render.search import search_scripts

pytestmark = pytest.mark.slow

OVERRIDES = ROOT / "overrides"
WORDS = {word: place for place, word in HIDDEN.items()}


def written(pdf: bytes) -> str:
    """The text of a PDF as pdftotext reads it, words that are broken over lines joined."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    assert done.stderr == b""
    return re.sub(r"-\n", "", done.stdout.decode())


def inside_pdf(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """What a PDF holds: its text, and each of its objects with its stream unpacked."""
    yield "text", written(pdf).encode()
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    size: Any = reader.trailer["/Size"]
    for number in range(1, size):
        found = reader.get_object(number)
        yield f"object {number}", repr(found).encode("utf-8", "backslashreplace")
        if isinstance(found, DecodedStreamObject | EncodedStreamObject):
            yield f"stream {number}", found.get_data()


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, its name, and everything that lies inside it."""
    yield name, name.encode() + b"\0" + data
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            for member in bundle.namelist():
                yield from unpacked(f"{name}/{member}", bundle.read(member))
    elif name.endswith((".epub", ".zim")):
        for member, inside in inside_package(name, data):
            yield from unpacked(f"{name}/{member}", inside)
    elif name.endswith(".pdf"):
        for part, inside in inside_pdf(data):
            yield f"{name}, {part}", inside


def forms(word: str) -> list[bytes]:
    """A word in small letters, as it may be stored."""
    plain = [word.lower().encode(), word.lower().encode("utf-16-be")]
    hexadecimal = [
        data.hex().encode()
        for text in (word, word.lower(), word.capitalize())
        for data in (text.encode(), text.encode("utf-16-be"))
    ]
    return plain + hexadecimal


def found_in(folder: Path, words: list[str]) -> set[tuple[str, str]]:
    """Where words are found below a folder: (word, file and place in it)."""
    looked_for = {word: forms(word) for word in words}
    return {
        (word, where)
        for name, data in tree(folder).items()
        for where, inside in unpacked(name, data)
        for word, stored in looked_for.items()
        if any(form in inside.lower() for form in stored)
    }


@pytest.mark.pdf
def test_no_hidden_word_is_in_any_byte_of_what_participants_get(marked: Built) -> None:
    assert found_in(marked.site, [*WORDS]) == set()


@pytest.mark.pdf
def test_an_answer_that_is_shared_is_found_wherever_its_page_is_printed(marked: Built) -> None:
    """The same search finds what is there, in each of the places in which it looks."""
    files = {
        re.split(r",|(?<=zim)/|(?<=epub)/", where)[0]
        for _word, where in found_in(marked.site, [SHARED])
    }
    inside = {
        "assets/search-text-0.js",
        "sessions/see/count.html",
        "sessions/see/count.pdf",
        "downloads/tiny-3-session-1.html",
        "downloads/tiny-3-session-1.pdf",
        "downloads/tiny-3-session-1.txt",
        "downloads/tiny-3-site.zim",
        "downloads/tiny-3-toolkit.epub",
        "downloads/tiny-3-toolkit.pdf",
    }
    bundle = "downloads/tiny-3.zip"
    assert files == inside | {f"{bundle}/tiny-3/site/{name}" for name in inside}


@pytest.mark.pdf
def test_names_and_strings_of_a_pdf_are_searched_too(marked: Built) -> None:
    places = {
        where
        for _word, where in found_in(marked.site, ["Ministry of Small Things"])
        if where.startswith("downloads/tiny-3-toolkit.pdf")
    }
    assert {re.sub(r"\d+", "N", place.partition(", ")[2]) for place in places} == {
        "",  # the metadata, which nothing packs
        "text",
        "object N",
        "stream N",
    }


@pytest.mark.pdf
def test_facilitators_find_every_word_in_their_guide_and_on_their_site(marked: Built) -> None:
    guide = marked.facilitator / "downloads" / "tiny-3-facilitator-guide.pdf"
    text = written(guide.read_bytes())
    pages = " ".join(seen.text for seen in read_all(marked.facilitator).values())
    pictures = {HIDDEN["picture in notes"]}
    assert {word for word in WORDS if word not in text} == pictures
    assert {word for word in WORDS if word not in pages} == pictures
    page = (marked.facilitator / "sessions" / "see" / "count.html").read_text()
    assert f'alt="The {HIDDEN["picture in notes"]}"' in page
    assert HIDDEN["picture in notes"].encode() in b"".join(
        inside for _part, inside in inside_pdf(guide.read_bytes())
    )


# ---------------------------------------------------------------- what hidden things change


def seen_by_participants(content: Path) -> tuple[object, ...]:
    """All that the outputs of participants are made from."""
    made = make_edition(content, OVERRIDES, PARTICIPANT.name)
    pages = [(page.address, page.title, page.summary, page.html) for page in made.pages]
    scripts = "".join(search_scripts(made.pages).values())
    files = [(one.target, content_of(one.content)) for one in made.documents]
    return pages, files, scripts, made.edition.toolkit.assets


def content_of(content: Content) -> object:
    """What a file is made from, without the lines of the sources on which it was declared.

    The whole site is made from the pages, which are looked at themselves.
    """
    if isinstance(content, WholeSite):
        return None
    return re.sub(r"Place\([^()]*\)", "", repr(content)) if isinstance(content, Form) else content


def other_words(text: str) -> str:
    for word in WORDS:
        text = text.replace(word, "another word")
    return text


def other_right_answers(text: str) -> str:
    return text.replace("- [ ] The first figure\n- [x]", "- [x] The first figure\n- [ ]").replace(
        "- [x] To look\n- [ ]", "- [ ] To look\n- [x]"
    )


def more_notes(text: str) -> str:
    return text.replace("\n///\n", "\n///\n\n/// notes | More\nMore of them.\n///\n\n")


@pytest.mark.parametrize("change", [other_words, other_right_answers, more_notes])
def test_what_is_hidden_changes_nothing_that_participants_see(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    changed = {
        name: change(text) if name.endswith(".md") else text for name, text in MARKED.items()
    }
    assert changed != MARKED
    one = seen_by_participants(write_marked(tmp_path / "one"))
    other = seen_by_participants(write_marked(tmp_path / "other", changed))
    assert one == other


def test_a_picture_that_stands_in_notes_alone_is_not_published(tmp_path: Path) -> None:
    notes = "/// notes\n![The plan](plan.svg)\n///\n"
    write_marked(tmp_path, {"docs/10-run.md": f"---\ntitle: Run it\n---\n\nEarly.\n\n{notes}"})
    shutil.copy(tmp_path / "modules/10-see/picture.svg", tmp_path / "docs/plan.svg")
    made = make_edition(tmp_path, OVERRIDES, PARTICIPANT.name)
    assert [asset.path for asset in made.edition.toolkit.assets] == ["modules/10-see/picture.svg"]


# ---------------------------------------------------------------- the real toolkit


def texts(parts: tuple[Part, ...], below: bool = False) -> Iterator[tuple[str, bool]]:
    """Every text of a page as it was written, and whether participants must not see it."""
    for part in parts:
        if isinstance(part, Text):
            yield part.text, below
        else:
            hidden = below or is_hidden(part)
            yield part.title, hidden
            yield from texts(part.parts, hidden)


def is_hidden(block: Block) -> bool:
    shared = isinstance(block.options, AnswerOptions) and block.options.shared
    return block.kind in ("notes", "answer", "slide") and not shared


def plain(text: str) -> str:
    """A text without what Markdown writes around its words."""
    return " ".join(re.findall(r"\w+", text)).casefold()


def sentences_for_facilitators(toolkit: Toolkit) -> set[str]:
    """Sentences of six words and more that were written for facilitators, and nowhere else."""
    written = [text for page in toolkit.pages for text in texts(page.parts)]
    sentences = {
        plain(sentence)
        for text, hidden in written
        if hidden
        for sentence in re.split(r"[.?!:] |\*\*|\n", text)
        if len(sentence.split()) >= 6
    }
    others = [text for text, hidden in written if not hidden]
    others += [repr(one) for one in (toolkit.sheets, toolkit.objectives, toolkit.events)]
    elsewhere = plain(" ".join(others))
    return {sentence for sentence in sentences if sentence not in elsewhere}


def test_no_sentence_for_facilitators_is_on_a_page_of_the_real_toolkit(real: Built) -> None:
    toolkit, _problems = load_toolkit(real.content)
    assert toolkit is not None
    sentences = sentences_for_facilitators(toolkit)
    told = plain(" ".join(seen.text for seen in read_all(real.facilitator).values()))
    assert sum(sentence in told for sentence in sentences) > 0.9 * len(sentences) > 90
    shown = {name: plain(seen.text) for name, seen in read_all(real.site).items()}
    shown["index"] = plain((real.site / "assets" / "search-index.js").read_text())
    assert [
        (name, sentence)
        for name, text in shown.items()
        for sentence in sorted(sentences)
        if sentence in text
    ] == []
