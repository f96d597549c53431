"""The languages of a toolkit, as `translations/languages.yml` declares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from babel import Locale, UnknownLocaleError

from sessionpress import yaml_source as yml
from sessionpress.content.files import Folder
from sessionpress.direction import direction
from sessionpress.problems import Place, nearest
from sessionpress.schema import LANGUAGES_KEYS, Record, read_record

FOLDER = "translations"
LANGUAGES = f"{FOLDER}/languages.yml"


@dataclass(frozen=True, slots=True)
class Language:
    """A language into which the toolkit is translated.

    `tag` is its BCP 47 tag, `digits` a numbering system of the Unicode CLDR, `threshold` the share
    of words in percent from which its edition is made, `books` whether PDFs are made in it.
    """

    tag: str
    name: str
    direction: Literal["ltr", "rtl"]
    digits: str = "latn"
    threshold: int = 60
    owner: str = ""
    books: bool = True
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language in which an edition is made, as the others know it.

    `folder` is where its site stands below that of the source, empty for the source itself;
    `shown` and `reviewed` are shares of the words that its readers see, in percent.
    """

    language: Language
    folder: str = ""
    shown: int = 100
    reviewed: int = 100
    is_made: bool = True
    """Whether there is an edition in it; enough must be translated for that."""
    parts: tuple[PartShare, ...] = ()
    """How far each part is, for the page that shows the state of all languages."""


@dataclass(frozen=True, slots=True)
class PartShare:
    """How far a part is: its name, a title that people know, and words of participants by state."""

    name: str
    title: str
    reviewed: int
    draft: int
    changed: int
    missing: int

    @property
    def words(self) -> int:
        """All of its words."""
        return self.reviewed + self.draft + self.changed + self.missing

    @property
    def left(self) -> int:
        """Words that a person has still to look at or to translate."""
        return self.words - self.reviewed


def read_languages(folder: Folder) -> tuple[Language, ...]:
    """Read the languages; none where the file is not there. Problems go to the folder's."""
    text = folder.text(LANGUAGES) if folder.has(LANGUAGES) else None
    root = yml.read_yaml(text, LANGUAGES, 1, folder.problems) if text is not None else None
    if root is None:
        return ()
    values = read_record(root, LANGUAGES_KEYS, folder.problems)
    found: dict[str, Language] = {}
    rows = cast("tuple[tuple[Record, Place], ...]", values["languages"] or ())
    for row, place in rows:
        language = _language(row, place)
        if not _is_known(language.tag):
            folder.problems.add(
                "header-value",
                place,
                f'"{language.tag}" is no language tag.',
                "Write a BCP 47 tag that the Unicode CLDR knows, such as ar, tr or pt-BR.",
            )
        elif language.tag in found:
            folder.problems.add(
                "id-twice", place, f'the language "{language.tag}" stands twice.', "Keep one."
            )
        else:
            found[language.tag] = language
    return tuple(found.values())


def _language(row: Record, place: Place) -> Language:
    tag = str(row["tag"] or "")
    way = row["direction"] or direction(tag)
    threshold = row["threshold"]
    return Language(
        tag,
        str(row["name"] or tag),
        cast("Literal['ltr', 'rtl']", way),
        str(row["digits"]),
        threshold if isinstance(threshold, int) else 0,
        str(row["owner"] or ""),
        bool(row["books"]),
        place,
    )


def _is_known(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def source_language(tag: str) -> Language:
    """The language of the sources, which no file declares."""
    name = Locale.parse(tag, sep="-").get_display_name(tag.replace("-", "_")) or tag
    return Language(tag, name[:1].upper() + name[1:], direction(tag))


def known(tag: str, languages: tuple[Language, ...]) -> Language | None:
    """Find a language by its tag."""
    return next((one for one in languages if one.tag == tag), None)


def not_known(tag: str, languages: tuple[Language, ...]) -> str:
    """Say that a language is not in the file, and what to do."""
    advice = nearest(tag, [one.tag for one in languages])
    return f'{LANGUAGES} has no language "{tag}". {advice} Add it there first.'
