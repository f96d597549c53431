"""The site by MkDocs: the only module that imports it.

Hooks are doorways: each calls something that knows nothing of MkDocs. MkDocs gives the loop, the
templates' environment, `serve` and `--strict`; pages come to it finished.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import posixpath
import shutil
import tempfile
import warnings
from collections.abc import Container, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jinja2 import FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.observers.polling import PollingObserver

from sessionpress.answers.gather import known_sheets
from sessionpress.compose import PARTICIPANT, READERS
from sessionpress.machine import workers
from sessionpress.make import Made, make_edition, press_of
from sessionpress.memory import is_remembering, kept, recalled, remembering, same
from sessionpress.problems import BuildError, ToolkitError, counted
from sessionpress.render.collect import collect_data
from sessionpress.render.digits import localised
from sessionpress.render.search import search_scripts
from sessionpress.render.served import SHORTER, served_text
from sessionpress.render.shell import Site
from sessionpress.render.templates import Compiled, equip, make_environment
from sessionpress.site import (
    COLLECT,
    KEY,
    OF_COLLECTING,
    SEARCH,
    SHEETS_DATA,
    collect_page,
    downloads,
    key_page,
    page_context,
    search_page,
)
from sessionpress.translate.desk import CannotTranslate
from sessionpress.words import speaking

log = logging.getLogger("mkdocs.plugins.sessionpress")
GLANCE = 0.15
"""Seconds between two looks for edits; a look at 500 pages takes 7 ms."""
COMPILED = Compiled()
"""One process makes the sites of many languages, all with the same templates."""
OURS = {"sessionpress", "pdf-export"}
"""Plugins that need not see a page that is as it was."""
WATCHED = (
    *("docs", "modules", "exercises", "data", "events", "translations"),
    *("toolkit.yml", "report.yml", "evaluation.yml"),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `sessionpress build` has made already: the edition, and its PDFs by site address."""

    made: Made
    pdfs: Mapping[str, Path]


class Settings(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in mkdocs.yml."""

    content = Type(str, default=".")
    """Folder of the toolkit, relative to mkdocs.yml; SESSIONPRESS_CONTENT wins."""
    reader = Choice(tuple(READERS), default=PARTICIPANT.name)
    """For whom the site is built; the environment variable SESSIONPRESS_READER wins."""


class SessionPress(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the pages of a toolkit."""

    prepared: Prepared | None = None
    """Set by `build_site`; without it the plugin makes everything itself."""
    mkdocs: MkDocsConfig
    """The settings of MkDocs, for whoever builds by itself."""
    _made_pdfs: Path | None = None
    """Where PDFs wait that the plugin made itself."""
    _before: Path | None = None
    """Where the site of the last build waits, while that is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self._speech = ExitStack()
        self._memory = ExitStack()
        self._last: dict[str, str | bytes] = {}
        """What the last build wrote, by address, while that is remembered."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember what was made, when the site is made again and again."""
        if command == "serve":
            self._memory.enter_context(remembering())

    def on_serve(self, server: Any, **_kwargs: Any) -> Any:
        """Look for edits more often than MkDocs does: an author waits for each look."""
        # MkDocs offers no setting for it; what it watches by now has to be watched anew.
        paths = list(server._watched_paths)
        for path in paths:
            server.unwatch(path)
        server.observer = PollingObserver(timeout=GLANCE)
        for path in paths:
            server.watch(path)
        return server

    def on_shutdown(self) -> None:
        """Forget it."""
        self._memory.close()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the toolkit; set what a site of ours needs."""
        house = Path(config.config_file_path).parent
        content = os.environ.get("SESSIONPRESS_CONTENT") or self.config.content
        self._folder = (house / content).resolve()
        self._overrides = Path(str(config.theme.custom_dir))
        self._prepared = self.prepared or self._prepare()
        self._speech.enter_context(speaking(self._prepared.made.edition.words))
        self.edit_urls: dict[str, str] = {}
        _list_only(self._overrides, config.theme)
        settings = self._prepared.made.edition.toolkit.settings
        config.site_name = settings.title
        config.use_directory_urls = False
        if not config.repo_url:
            config.edit_uri = ""
        config.theme.static_templates = {"404.html"}
        for path in (*(self._folder / name for name in WATCHED), self._overrides):
            if path.exists() and str(path) not in config.watch:
                config.watch.append(str(path))
        if config.nav:
            log.warning("nav in mkdocs.yml is not used: the folders give the order.")
        return config

    def _prepare(self) -> Prepared:
        reader = os.environ.get("SESSIONPRESS_READER") or self.config.reader
        try:
            language = os.environ.get("SESSIONPRESS_LANGUAGE", "")
            return Prepared(make_edition(self._folder, self._overrides, reader, language), {})
        except CannotTranslate as error:
            raise Abort(str(error)) from None
        except ToolkitError as error:
            for problem in error.problems:
                log.error("%s", problem)
            raise Abort(f"{counted(len(error.problems), 'problem')} in the toolkit.") from None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put the composed pages in the place of the sources, and leave the theme's files out."""
        made = self._prepared.made
        keep = self._overrides.resolve()
        for file in list(files):
            served = file.src_dir and Path(file.src_dir).resolve() == keep
            name = PurePosixPath(file.src_uri)
            elsewhere = file.src_uri.startswith(OF_COLLECTING) and not made.edition.reader.key
            if elsewhere or not (served and name.parts[0] == "assets"):
                files.remove(file)
            elif name.suffix in SHORTER:
                files.remove(file)
                text = served_text(file.src_uri, file.content_string)
                files.append(self._generated(config, file.src_uri, text, ""))
        self._site = Site(made.edition, made.pages, {})
        pages = tuple(self._site.pages.values())
        self._recall(config)
        for page in pages:
            if page.address in self._recalled:
                continue
            source = f"{page.address.removesuffix('.html')}.md"
            files.append(self._generated(config, source, "", page.leaf.page.path))
        for asset in made.edition.toolkit.assets:
            last = self._last.get(asset.address)
            self._now[asset.address] = last if last == asset.data else asset.data
            if self._before and self._inputs and last == asset.data:
                self._recalled[asset.address] = last
            else:
                files.append(self._generated(config, asset.address, asset.data, asset.path))
        for address, script in search_scripts(pages).items():
            files.append(self._generated(config, address, script, ""))
        config.nav = _nav(made, self._recalled)
        return files

    def _recall(self, config: MkDocsConfig) -> None:
        """Find the pages that are as they were, so that MkDocs need not be asked for them.

        Another plugin may want to see every page, and a PDF is made of each.
        """
        self._inputs: dict[str, object] = {}
        self._recalled: dict[str, str | bytes] = {}
        self._now: dict[str, str | bytes] = {}
        exporter: Any = config.plugins.get("pdf-export")
        if not is_remembering() or not set(config.plugins) <= OURS or config.hooks:
            return
        if exporter is not None and exporter.enabled:
            return
        edits = (config.repo_url, config.edit_uri, config.edit_uri_template)
        frame = same("frame", (make_environment(self._overrides), edits, self._site.frame))
        for address, page in self._site.pages.items():
            leaf = page.leaf
            own = (page.title, page.summary, page.html, page.headings)
            self._inputs[address] = (frame, leaf.view, leaf.page, leaf.sheet, own)
            text = recalled(("page", address), self._inputs[address])
            if isinstance(text, str):
                self._recalled[address] = self._now[address] = text

    def _generated(
        self, config: MkDocsConfig, address: str, content: str | bytes, path: str
    ) -> File:
        file = File.generated(config, address, content=content)
        if path:
            # Relative to docs/, so that an edit_uri made for docs/ leads to the real file.
            file.edit_uri = quote(f"../{path}")
        return file

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """After pdf-export has made its renderer: put ours in its place, with the PDFs made."""
        exporter: Any = config.plugins.get("pdf-export")
        self._exporter = exporter if exporter is not None and exporter.enabled else None
        pdfs = dict(self._prepared.pdfs)
        if self._exporter is not None and not pdfs:
            pdfs = self._make_pdfs()
        self._pdfs = pdfs
        if self._exporter is not None:
            self._exporter.renderer = _delivery(self._exporter.renderer, config, pdfs)
        if pdfs:
            made = self._prepared.made
            self._site = Site(made.edition, made.pages, downloads(made, pdfs))
        return nav

    def _make_pdfs(self) -> dict[str, Path]:
        from sessionpress.bind.documents import Job, make_documents  # noqa: PLC0415 - slow to load

        made = self._prepared.made
        folder = Path(tempfile.mkdtemp(prefix="sessionpress-"))
        self._made_pdfs = folder
        jobs = [Job(one.content, folder / one.target) for one in made.documents]
        try:
            make_documents(
                jobs, press_of(made, self._overrides), lambda _job, _report: None, workers()
            )
        except BuildError as error:
            raise PluginError(str(error)) from error
        return {job.target.relative_to(folder).as_posix(): job.target for job in jobs}

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Give the templates our words and filters, and blank lines no room."""
        env.trim_blocks = env.lstrip_blocks = True
        env.bytecode_cache = COMPILED
        equip(env)
        inputs = (make_environment(self._overrides), tuple(config.theme.dirs))
        return kept("site environment", inputs, lambda: env)

    def on_page_markdown(self, markdown: str, *, page: Page, **_kwargs: Any) -> str:
        """Nothing to convert: the page is finished."""
        page.meta = {"title": self._site.pages[page.file.dest_uri].title}
        return ""

    def on_page_content(self, html: str, *, page: Page, **_kwargs: Any) -> str:
        """Hand over the finished page, links relative."""
        return self._site.shell(page.file.dest_uri).html

    def on_page_context(
        self,
        context: Any,
        *,
        page: Page,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> Any:
        """Give the template the shell of its page."""
        self.edit_urls[page.file.dest_uri] = page.edit_url or ""
        context.update(page_context(self._site, page.file.dest_uri, page.edit_url or ""))
        return context

    def on_post_page(self, output: str, *, page: Page, **_kwargs: Any) -> str:
        """Write the numbers of what stands around the text in the digits of the language."""
        text = localised(output, self._prepared.made.edition.tongue.language.digits)
        address = page.file.dest_uri
        if address in self._inputs:
            self._now[address] = kept(("page", address), self._inputs[address], lambda: text)
        return text

    def on_template_context(
        self,
        context: Any,
        *,
        template_name: str,
        config: MkDocsConfig,
    ) -> Any:
        """Give the page for missing addresses the shell of the home page."""
        context.update(page_context(self._site, self._site.first, ""))
        folder = self._prepared.made.edition.tongue.folder
        context["root"] = path_of(config.site_url, folder) if config.site_url else ""
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what is not a page of MkDocs: books, search page."""
        site = Path(config.site_dir)
        made = self._prepared.made
        for address, content in self._recalled.items():
            self._put_back(address, content, site)
        if self._exporter is not None:
            if self._exporter.num_errors:
                raise PluginError(f"{self._exporter.num_errors} PDFs could not be delivered.")
            for document in made.documents:
                if document.output != "page":
                    _deliver(self._pdfs[document.target], site / document.target)
        (site / SEARCH).write_text(search_page(self._site, self._overrides), encoding="utf-8")
        if made.edition.reader.key and known_sheets(made.edition.toolkit):
            texts = {
                SHEETS_DATA: collect_data(made.edition.toolkit),
                COLLECT: collect_page(self._site, self._overrides),
                KEY: key_page(self._site, self._overrides),
            }
            for name, text in texts.items():
                (site / name).write_text(text, encoding="utf-8")
        if is_remembering():
            self._last = self._now
        self._clear()

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Put the last site aside before MkDocs empties its folder: most of it can go back."""
        site = Path(config.site_dir)
        if is_remembering() and site.is_dir():
            self._before = Path(tempfile.mkdtemp(prefix="before-", dir=site.parent), site.name)
            site.replace(self._before)
            site.mkdir()

    def _put_back(self, address: str, content: str | bytes, site: Path) -> None:
        """Write a file that is as it was, or move it back if the last build wrote the same."""
        path = site / address
        path.parent.mkdir(parents=True, exist_ok=True)
        if self._before and self._last.get(address) is content:
            (self._before / address).replace(path)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8", errors="xmlcharrefreplace")

    def on_build_error(self, error: Exception) -> None:
        """Leave nothing behind."""
        self._last = {}
        self._clear()

    def _clear(self) -> None:
        if self._before:
            shutil.rmtree(self._before.parent, ignore_errors=True)
            self._before = None
        self.prepared = None
        self._speech.close()
        if self._made_pdfs:
            shutil.rmtree(self._made_pdfs, ignore_errors=True)
            self._made_pdfs = None


def _list_only(folder: Path, theme: Any) -> None:
    """Have MkDocs list the files of one folder of the theme; Material has ten thousand icons."""
    environment = theme.get_env

    def listing_only() -> Any:
        env, ours = environment(), FileSystemLoader(folder)
        env.list_templates = lambda filter_func: list(filter(filter_func, ours.list_templates()))
        return env

    theme.get_env = listing_only


def path_of(site_url: str, folder: str = "") -> str:
    """The path of a site on its server, or of a folder in it, with a slash at its end."""
    path = unquote(urlsplit(site_url).path).strip("/")
    return quote(posixpath.join("/", path, folder, ""))


def _nav(made: Made, left_out: Container[str]) -> list[dict[str, Any]]:
    """The navigation as MkDocs writes it in mkdocs.yml: titles and files."""

    def source(address: str) -> str:
        return f"{address.removesuffix('.html')}.md"

    titles = {page.address: page.title for page in made.pages}
    addresses = (leaf.page.address for leaf in made.edition.leaves)
    return [{titles[one]: source(one)} for one in addresses if one not in left_out]


def _delivery(renderer: Any, config: MkDocsConfig, pdfs: Mapping[str, Path]) -> Any:
    """A renderer for pdf-export that delivers the PDFs which are made already.

    It is a subclass of the plugin's own `Renderer`, whose five methods are the seam: pdf-export
    keeps its options, its switch and its output paths.
    """
    site = Path(config.site_dir)

    class Delivery(type(renderer)):  # type: ignore[misc]
        def write_pdf(self, content: str, base_url: str, filename: str) -> None:
            address = Path(filename).relative_to(site.absolute()).as_posix()
            if address in pdfs:
                _deliver(pdfs[address], Path(filename))

        def write_combined_pdf(self, output_path: str) -> None:
            raise PluginError("pdf-export: books are made by sessionpress; leave combined out.")

        def add_link(self, content: str, filename: str) -> str:
            return content

        def render_doc(self, content: str, base_url: str, rel_url: str | None = None) -> None:
            raise NotImplementedError("documents are rendered before the site")

    renderer.__class__ = Delivery
    return renderer


def _deliver(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What MkDocs said: its warnings, and by page address where the page can be edited."""

    warnings: tuple[str, ...]
    edit_urls: Mapping[str, str]


def build_site(config_file: Path, prepared: Prepared, site_dir: Path) -> SiteReport:
    """Build the site of one edition with what is prepared.

    Raises:
        BuildError: MkDocs stopped.
    """
    os.environ["SESSIONPRESS_PDF"] = "1" if prepared.pdfs else "0"
    with _listening() as said:
        plugin = _settings(config_file, site_dir=str(site_dir))
        plugin.prepared = prepared
        build(plugin.mkdocs)
    return SiteReport(tuple(said), plugin.edit_urls)


def check_settings(config_file: Path) -> None:
    """Read the settings for MkDocs, so that nobody waits for books before they turn out wrong.

    Raises:
        BuildError: they cannot be used.
    """
    with _listening():
        _settings(config_file)


def _settings(config_file: Path, **more: str) -> SessionPress:
    config = load_config(config_file=str(config_file), **more)
    plugin = config.plugins.get("sessionpress")
    if not isinstance(plugin, SessionPress):
        raise BuildError("mkdocs.yml: the plugin sessionpress is missing, or another one.")
    plugin.mkdocs = config
    return plugin


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Gather what MkDocs complains of, and keep it and its plugins off the console.

    Raises:
        BuildError: MkDocs stopped.
    """
    heard = _Warnings()
    logging.getLogger("mkdocs").addHandler(heard)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            # pdf-export prints, and its syntax is old.
            warnings.simplefilter("ignore", SyntaxWarning)
            yield heard.found
    except MkDocsException as error:
        raise BuildError(f"MkDocs stopped: {'; '.join(heard.found) or error}") from error
    finally:
        logging.getLogger("mkdocs").removeHandler(heard)


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


def preview(
    config_file: Path, content: Path, reader: str, address: str, language: str = ""
) -> None:
    """Serve the site of a reader's edition and follow edits, until interrupted."""
    os.environ["SESSIONPRESS_READER"] = reader
    os.environ["SESSIONPRESS_LANGUAGE"] = language
    os.environ["SESSIONPRESS_CONTENT"] = str(content)
    os.environ["SESSIONPRESS_PDF"] = "0"
    from mkdocs.commands.serve import serve  # noqa: PLC0415 - only previews need a server

    serve(str(config_file), dev_addr=address)
