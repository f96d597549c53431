"""How far a page is translated, for its readers: shares, and where to help."""

from __future__ import annotations

from dataclasses import dataclass

from sessionpress.compose import Edition, Leaf
from sessionpress.translation.languages import FOLDER, Language
from sessionpress.translation.messages import State
from sessionpress.translation.resolve import Translation, share


@dataclass(frozen=True, slots=True)
class Status:
    """Shares of the words of a page in percent, and the file that holds its translation."""

    language: Language
    reviewed: int
    draft: int
    changed: int
    path: str
    stale: int | None = None
    """For a page that replaces another: blocks changed in the source since; -1: nobody knows."""

    @property
    def english(self) -> int:
        """The share that is still in the language of the source."""
        return 100 - self.reviewed - self.draft - self.changed

    @property
    def is_all_draft(self) -> bool:
        """Whether nothing of the page was looked at: a mark at each block would say nothing."""
        return self.stale is None and not self.reviewed and not self.changed

    @property
    def is_unfit(self) -> bool:
        """Whether search engines had better not list the page: less than half was looked at."""
        return self.reviewed < 50


def status_of(edition: Edition, leaf: Leaf) -> Status | None:
    """How far a page is; None for the source, for what is all reviewed, and where no words are."""
    voice = edition.voice
    if not isinstance(voice, Translation):
        return None
    path = leaf.page.path
    if leaf.page.language:
        file = f"{path.removesuffix('.md')}.{edition.language}.md"
        return Status(edition.tongue.language, 100, 0, 0, file, voice.stale.get(path, -1))
    public, whole = voice.standing.get(path, ({}, {}))
    counts = whole if edition.reader.key else public
    if not counts or not leaf.page.translate:
        return None
    reviewed, draft, changed = (
        share(counts, state) for state in (State.REVIEWED, State.DRAFT, State.CHANGED)
    )
    if reviewed == 100:
        return None
    file = f"{FOLDER}/{edition.language}/{voice.parts.of_path(path)}.po"
    return Status(edition.tongue.language, reviewed, draft, changed, file)


def foreign_language(edition: Edition, leaf: Leaf, text: str) -> str:
    """The tag of the source where a title or summary is not translated; empty where it is."""
    voice = edition.voice
    if not text or not isinstance(voice, Translation) or leaf.page.language:
        return ""
    untranslated = not leaf.page.translate or voice.is_source(text, leaf.page.path)
    return edition.source if untranslated else ""
