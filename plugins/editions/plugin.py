"""Turn one run of Pelican into one edition of the site."""

import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator, StaticGenerator
from pelican.plugins import signals
from pelican.utils import order_content
from pelican.writers import Writer

from plugins.catalogues import load
from plugins.chinese import mark_chinese
from plugins.editions.addresses import addresses_of
from plugins.editions.collisions import same_address, same_keys
from plugins.editions.firm import load_firms
from plugins.editions.templates import ENVIRONMENT, editions_of, equip
from plugins.editions.translations import found_for, link_translations, translations
from plugins.problems import recorded

# What Pelican would add of its own: names from file names and folders, feeds that append
# translations, lists without an edition.
SETTINGS: dict[str, Any] = {
    "ARTICLE_TRANSLATION_ID": None, "PAGE_TRANSLATION_ID": None, "FILENAME_METADATA": "(?!)",
    "PATH_METADATA": "", "USE_FOLDER_AS_CATEGORY": False, "WITH_FUTURE_DATES": True,
    "DEFAULT_PAGINATION": False, "DELETE_OUTPUT_DIRECTORY": False, "TYPOGRIFY": False,
    "FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None, "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None, "TRANSLATION_FEED_ATOM": None, "RELATIVE_URLS": False,
    "ARTICLE_PATHS": ["articles"], "PAGE_PATHS": ["pages"],
    "DIRECT_TEMPLATES": ["index", "archives", "issues"], "ARTICLE_ORDER_BY": "reversed-date",
    "PAGE_ORDER_BY": "key", "FORMATTED_FIELDS": [], "CACHE_CONTENT": False,
    "LOAD_CONTENT_CACHE": False,
}


def configure(pelican: Pelican) -> None:
    """Set what makes the run an edition: its language, its addresses, what it knows of the firm."""
    settings = pelican.settings
    lang = settings.setdefault("EDITION", settings["DEFAULT_LANG"])
    addresses = addresses_of(settings["LANGUAGES"])
    own = addresses[lang]
    settings.update(SETTINGS)
    settings["JINJA_ENVIRONMENT"] = ENVIRONMENT
    settings.setdefault("PROBLEMS", [])
    settings.setdefault("STATICS", {})
    settings.setdefault("WRITTEN", [])
    settings.setdefault("PAGES", [])
    settings["SOURCES"] = {}
    settings.setdefault("TODAY", datetime.now(ZoneInfo(settings["TIMEZONE"])).date())
    settings.update(
        ADDRESSES=addresses, CATALOGUE=load(Path(settings["THEME"]) / "locale", lang),
        DEFAULT_LANG=lang, FEED_ATOM=own.feed, FEED_ATOM_URL=own.feed)
    with recorded(settings["PROBLEMS"]):
        firms = load_firms(Path(settings["PATH"]) / "firm.toml", settings["LANGUAGES"])
        settings.update(FIRMS=firms, SITENAME=firms[lang]["publication"]["name"])
    for name, address in (("INDEX", own.home), ("ARCHIVES", own.archives), ("ISSUES", own.issues)):
        settings[f"{name}_URL"], settings[f"{name}_SAVE_AS"] = address, address + "index.html"
    for kind in ("category", "tag", "author"):
        settings[f"{kind.upper()}_URL"] = own.content(kind, "{slug}")
        settings[f"{kind.upper()}_SAVE_AS"] = own.content(kind, "{slug}") + "index.html"


def furnish(generator: Generator) -> None:
    """Give the generator's templates the edition's words, addresses and filters."""
    settings = generator.settings
    lang, firms = settings["EDITION"], settings["FIRMS"]
    # Pelican lends the templates of its "simple" theme to a theme that lacks one.
    generator.env.loader = FileSystemLoader(Path(settings["THEME"]) / "templates")
    editions = editions_of(settings["LANGUAGES"], settings["ADDRESSES"], firms)
    equip(generator.env, editions[lang], list(editions.values()), mark=mark_chinese,
          catalogue=settings["CATALOGUE"], site_url=settings["SITEURL"],
          preview=settings["PREVIEW"], **firms[lang])


def keep_own_articles(generator: ArticlesGenerator) -> None:
    """Leave only this edition's published articles in Pelican's lists, drafts in none."""
    everything = generator.articles
    generator.context["USED_TOPICS"] = {
        (article.lang, kind, topic.key) for article in everything
        for kind, topic in _topics_of(article)}
    own = _of_edition(everything, generator.settings)
    generator.articles = order_content(own, generator.settings["ARTICLE_ORDER_BY"])
    generator.hidden_articles, generator.hidden_translations = [], []
    generator.drafts, generator.drafts_translations = [], []


def keep_own_pages(generator: PagesGenerator) -> None:
    """Leave only this edition's published pages in Pelican's lists."""
    generator.pages = _of_edition(generator.pages, generator.settings)
    generator.hidden_pages, generator.hidden_translations = [], []
    generator.draft_pages, generator.draft_translations = [], []
    generator.context["pages"] = generator.pages
    generator.context["pages_by_key"] = {page.key: page for page in generator.pages}


def note_statics(generator: StaticGenerator) -> None:
    """Tell the build which files the edition links to; it copies them once for all editions."""
    generator.settings["STATICS"].update(
        (static.save_as, static.source_path) for static in generator.staticfiles)
    if "WRITE" in generator.settings:
        generator.context["staticfiles"] = []
        generator.settings["THEME_STATIC_PATHS"] = []


def keep_own_issues(generators: list[Generator]) -> None:
    """Leave only this edition's published issues in the templates' list, the newest first."""
    context, settings = generators[0].context, generators[0].settings
    context["issues"] = order_content(_of_edition(context["issues"], settings), "reversed-date")


def choose_writer(pelican: Pelican) -> type[Writer]:
    """Write every page with its address and its translations."""
    return EditionWriter


class EditionWriter(Writer):
    """Write the pages of one edition: each knows its address and its translations."""

    def write_file(self, name: str, template: Any, context: dict[str, Any],
                   *args: Any, **kwargs: Any) -> None:
        address = name.removesuffix("index.html")
        wanting = _content_of(kwargs) or template
        other = self.settings["SOURCES"].setdefault(name, wanting)
        if other is not wanting:
            self.settings["PROBLEMS"] += same_address(address, other, wanting)
            return
        lang, addresses = self.settings["EDITION"], self.settings["ADDRESSES"]
        found = found_for(address, kwargs, lang, addresses, context["USED_TOPICS"],
                          self.settings["TOPICS"])
        # `url` is a parameter of Pelican's that it keeps from the templates.
        super().write_file(
            name, template, {**context, "url": address}, *args, **kwargs,
            form_numbers=itertools.count(1),
            translations=translations(lang, self.settings["LANGUAGES"], addresses, found))

    def _create_new_feed(self, feed_type: str, feed_title: str | None,
                         context: dict[str, Any]) -> Any:
        feed = super()._create_new_feed(feed_type, feed_title, context)
        feed.feed["language"] = self.settings["EDITION"]
        return feed

    @contextmanager
    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Iterator[Any]:
        path = Path(filename).relative_to(self.output_path).as_posix()
        if "WRITE" in self.settings:
            page = io.StringIO()
            yield page
            self.settings["WRITE"](path, page.getvalue().encode(encoding))
        else:
            with super()._open_w(filename, encoding, override) as file:
                yield file
            self.settings["WRITTEN"].append(path)


def _of_edition(contents: list[Any], settings: dict[str, Any]) -> list[Any]:
    """Return the contents of this edition, each with its translations."""
    settings["PROBLEMS"] += same_keys(contents)
    link_translations(contents, settings["LANGUAGES"])
    # Pelican reads files in the order of a set, which changes with the hash seed.
    return sorted((content for content in contents if content.lang == settings["EDITION"]),
                  key=lambda content: content.key)


def _content_of(values: dict[str, Any]) -> Any:
    """Return the content that a page shows; a list shows none of its own."""
    return next((values[kind] for kind in ("article", "page", "issue") if kind in values), None)


def _topics_of(article: Any) -> Iterator[tuple[str, Any]]:
    yield "category", article.category
    yield from (("tag", tag) for tag in getattr(article, "tags", []))
    yield from (("author", author) for author in getattr(article, "authors", []))


def register() -> None:
    """Connect each step of a run, in the order in which Pelican takes them."""
    signals.initialized.connect(configure)
    signals.generator_init.connect(furnish)
    signals.article_generator_pretaxonomy.connect(keep_own_articles)
    signals.page_generator_finalized.connect(keep_own_pages)
    signals.static_generator_finalized.connect(note_statics)
    signals.all_generators_finalized.connect(keep_own_issues)
    signals.get_writer.connect(choose_writer)
