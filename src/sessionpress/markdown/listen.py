"""What there is to translate in the Markdown of a toolkit, page by page, in the author's order."""

from __future__ import annotations

from collections.abc import Iterator

from markdown import Markdown

from sessionpress.content.model import Block, Page, Toolkit
from sessionpress.markdown.convert import serialise
from sessionpress.markdown.extension import EXTENSION_CONFIGS, Dialect, Meaning, extensions
from sessionpress.markdown.messages import Speech
from sessionpress.translation.messages import Listener, Message

LATER = ("inline", "footnotes_post", "prettify", "toc", "unescape", "sp-shapes")
"""What comes after messages are said, and takes most of the time."""


class PageListener:
    """Lists the messages of pages; nothing is converted further than is needed for that."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._language = toolkit.settings.language
        self._dialect = Dialect()
        self._markdown = Markdown(
            extensions=list(extensions(self._dialect)), extension_configs=EXTENSION_CONFIGS
        )
        for name in LATER:
            if name in self._markdown.treeprocessors:
                self._markdown.treeprocessors.deregister(name)

    def messages(self, page: Page) -> Iterator[Message]:
        """The messages of one page, titles of its blocks among them."""
        blocks: list[Block] = []
        source = serialise(page.parts, blocks)
        heard = Listener(self._language)
        glossary = page.shows == "glossary"
        speech = Speech(heard, page.path, self._language, blocks, glossary)
        self._dialect.meaning = Meaning(str, str, lambda one: (one.key, ""), speech=speech)
        self._markdown.reset().convert(source)
        return iter(heard.heard)
