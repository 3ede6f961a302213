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

from plugins.content.firm import load_firms
from plugins.core.i18n import load
from plugins.core.jinja import environment_options
from plugins.core.messages import recorded
from plugins.site.addresses import Addresses, addresses_of, file_of
from plugins.site.lists import new_feed, paginate, standing_alone
from plugins.site.pages import (
    alternates,
    found_for,
    link_translations,
    page_of,
    translations,
    used_topics,
)
from plugins.site.templates import editions_of, equip
from plugins.typography.chinese import mark_chinese

LISTED = {"archives": "articles", "category": "articles", "tag": "articles", "author": "articles",
          "issues": "issues"}
"""The templates of lists that may need several pages, and what each lists."""


class EditionWriter(Writer):
    """Write the pages of one edition: each knows its address and its translations."""

    def write_file(self, name: str, template: Any, context: dict[str, Any],
                   *args: Any, **values: Any) -> None:
        """Write a content, or a list as one page or several."""
        settings = self.settings
        if values.get("template_name") == "period_archives":
            values["year"] = str(values["articles"][0].date.year)
        if values.get("template_name") == "index":
            values["issues"] = context["issues"]
        listed = LISTED.get(values.get("template_name", ""))
        if not listed:
            self._write_page(name, template, context, args, values)
            return
        items = values.get(listed, context[listed])
        own = settings["ADDRESSES"][settings["EDITION"]]
        for address, shown, pagination in paginate(items, name.removesuffix("index.html"), own,
                                                   settings["LIST_SIZE"]):
            self._write_page(file_of(address), template, context, args,
                             {**values, listed: shown, "pagination": pagination})

    def _write_page(self, name: str, template: Any, context: dict[str, Any],
                    args: tuple[Any, ...], values: dict[str, Any]) -> None:
        settings = self.settings
        lang, addresses = settings["EDITION"], settings["ADDRESSES"]
        address = name.removesuffix("index.html")
        pagination = values.get("pagination")
        first = pagination.pages[0][1] if pagination else address
        found = found_for(first, values, lang, addresses, context["USED_TOPICS"],
                          settings["TOPICS"])
        exact = found if address == first else {}
        page = page_of(address, lang, values, alternates(address, exact, lang, addresses,
                                                         settings["X_DEFAULT"]),
                       [form.thanks for form in settings["FORMS"].values()])
        settings["PAGES"].append(page)
        # `url` is a parameter of Pelican's that it keeps from the templates.
        super().write_file(
            name, template, {**context, "url": address}, *args, **values, about=page,
            form_numbers=itertools.count(1),
            translations=translations(lang, settings["LANGUAGES"], addresses, found))

    def _create_new_feed(self, feed_type: str, feed_title: str | None,
                         context: dict[str, Any]) -> Any:
        lang = self.settings["EDITION"]
        return new_feed(self.feed_url, feed_title or "", lang,
                        self.settings["FIRMS"][lang]["publication"])

    def _add_item_to_the_feed(self, feed: Any, item: Any) -> None:
        super()._add_item_to_the_feed(feed, item)
        entry = feed.items[-1]
        entry["content"] = standing_alone(entry["content"], entry["link"])

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


# What Pelican would add of its own: names from file names and folders, feeds that append
# translations, lists without an edition.
SETTINGS: dict[str, Any] = {
    "ARTICLE_TRANSLATION_ID": None, "PAGE_TRANSLATION_ID": None, "FILENAME_METADATA": "(?!)",
    "PATH_METADATA": "", "USE_FOLDER_AS_CATEGORY": False, "WITH_FUTURE_DATES": True,
    "DEFAULT_PAGINATION": False, "DELETE_OUTPUT_DIRECTORY": False, "TYPOGRIFY": False,
    "FEED_ALL_ATOM": None, "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None, "TRANSLATION_FEED_ATOM": None, "RELATIVE_URLS": False,
    "ARTICLE_PATHS": ["articles"], "PAGE_PATHS": ["pages"],
    "PAGINATED_TEMPLATES": {}, "FEED_MAX_ITEMS": 50, "ARTICLE_ORDER_BY": "reversed-date",
    "PAGE_ORDER_BY": "key", "FORMATTED_FIELDS": [], "CACHE_CONTENT": False,
    "LOAD_CONTENT_CACHE": False,
}


def configure(pelican: Pelican) -> None:
    """Set what makes the run an edition: its language, its addresses, what it knows of the firm."""
    settings = pelican.settings
    lang = settings.setdefault("EDITION", settings["DEFAULT_LANG"])
    settings.setdefault("X_DEFAULT", settings["DEFAULT_LANG"])
    addresses = addresses_of(settings["LANGUAGES"])
    settings.update(
        SETTINGS, **address_settings(addresses[lang]), DEFAULT_LANG=lang, ADDRESSES=addresses,
        CATALOGUE=load(Path(settings["THEME"]) / "locale", lang),
        JINJA_ENVIRONMENT=environment_options(
            Path(settings["CACHE"]) if "CACHE" in settings else None))
    # A build brings its own; these stand where Pelican is run alone.
    for name, value in (("PROBLEMS", []), ("STATICS", {}), ("WRITTEN", []), ("PAGES", []),
                        ("TODAY", datetime.now(ZoneInfo(settings["TIMEZONE"])).date())):
        settings.setdefault(name, value)
    with recorded(settings["PROBLEMS"]):
        firms = load_firms(Path(settings["PATH"]) / "firm.toml", settings["LANGUAGES"])
        settings.update(FIRMS=firms, SITENAME=firms[lang]["publication"]["name"])


def furnish(generator: Generator) -> None:
    """Give the generator's templates the edition's words, addresses and filters."""
    settings = generator.settings
    lang, firms = settings["EDITION"], settings["FIRMS"]
    # Pelican lends the templates of its "simple" theme to a theme that lacks one.
    generator.env.loader = FileSystemLoader(Path(settings["THEME"]) / "templates")
    editions = editions_of(settings["LANGUAGES"], settings["ADDRESSES"], firms)
    equip(generator.env, editions[lang], list(editions.values()), mark=mark_chinese,
          static=Path(settings["THEME"]) / "static",
          catalogue=settings["CATALOGUE"], site_url=settings["SITEURL"],
          preview=settings["PREVIEW"], **firms[lang])


def keep_own_articles(generator: ArticlesGenerator) -> None:
    """Leave only this edition's published articles in Pelican's lists, drafts in none."""
    everything = generator.articles
    generator.context["USED_TOPICS"] = set(used_topics(everything))
    own = _of_edition(everything, generator.settings)
    generator.articles = order_content(own, generator.settings["ARTICLE_ORDER_BY"])
    generator.hidden_articles, generator.hidden_translations = [], []
    generator.drafts, generator.drafts_translations = [], []


def forget_dates(generator: ArticlesGenerator) -> None:
    """Leave out a list that no template shows and that Pelican searches once for each topic."""
    generator.dates = []


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


def _of_edition(contents: list[Any], settings: dict[str, Any]) -> list[Any]:
    """Return the contents of this edition, each with its translations."""
    link_translations(contents, settings["LANGUAGES"])
    # Pelican reads files in the order of a set, which changes with the hash seed.
    return sorted((content for content in contents if content.lang == settings["EDITION"]),
                  key=lambda content: content.key)


def register() -> None:
    """Connect each step of a run, in the order in which Pelican takes them."""
    signals.initialized.connect(configure)
    signals.generator_init.connect(furnish)
    signals.article_generator_pretaxonomy.connect(keep_own_articles)
    signals.article_generator_finalized.connect(forget_dates)
    signals.page_generator_finalized.connect(keep_own_pages)
    signals.static_generator_finalized.connect(note_statics)
    signals.all_generators_finalized.connect(keep_own_issues)
    signals.get_writer.connect(choose_writer)


def address_settings(own: Addresses) -> dict[str, Any]:
    """Return the settings by which Pelican writes each list, topic and feed to its address."""
    settings: dict[str, Any] = {"DIRECT_TEMPLATES": list(own.lists), "FEED_ATOM": own.feed,
                                "FEED_ATOM_URL": own.feed}
    for name, address in [*own.lists.items(), ("year_archive", own.year("{date:%Y}"))]:
        settings[f"{name.upper()}_URL"] = address
        settings[f"{name.upper()}_SAVE_AS"] = file_of(address)
    for kind in ("category", "tag", "author"):
        address = own.content(kind, "{slug}")
        settings[f"{kind.upper()}_URL"] = address
        settings[f"{kind.upper()}_SAVE_AS"] = file_of(address)
        if kind != "author":
            settings[f"{kind.upper()}_FEED_ATOM"] = f"{address}feed.xml"
    return settings
