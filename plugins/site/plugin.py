"""Turn one run of Pelican into one edition of the site."""

import io
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator, StaticGenerator
from pelican.plugins import signals
from pelican.utils import order_content
from pelican.writers import Writer

from plugins.atomic import write
from plugins.core.jinja import environment_options
from plugins.site.addresses import Addresses, file_of
from plugins.site.edition import Edition, EditionResult, open_edition
from plugins.site.lists import new_feed, paginate, standing_alone
from plugins.site.pages import (
    alternates,
    found_for,
    link_translations,
    page_of,
    translations,
    used_topics,
)
from plugins.site.templates import install_globals

LIST_ITEMS = {"archives": "articles", "category": "articles", "tag": "articles",
              "author": "articles", "issues": "issues"}
"""The templates of lists that may need several pages, and what each lists."""


class EditionWriter(Writer):
    """Write the pages of one edition: each knows its address and its translations."""

    def write_file(self, name: str, template: Any, context: dict[str, Any],
                   *args: Any, **values: Any) -> None:
        """Write a content, or a list as one page or several."""
        edition: Edition = self.settings["EDITION"]
        if values.get("template_name") == "period_archives":
            values["year"] = str(values["articles"][0].date.year)
        if values.get("template_name") == "index":
            values["issues"] = context["issues"]
        listed = LIST_ITEMS.get(values.get("template_name", ""))
        if not listed:
            self._write_page(name, template, context, args, values)
            return
        items = values.get(listed, context[listed])
        for address, shown, pagination in paginate(items, name.removesuffix("index.html"),
                                                   edition.own, self.settings["LIST_SIZE"]):
            self._write_page(file_of(address), template, context, args,
                             {**values, listed: shown, "pagination": pagination})

    def _write_page(self, name: str, template: Any, context: dict[str, Any],
                    args: tuple[Any, ...], values: dict[str, Any]) -> None:
        edition: Edition = self.settings["EDITION"]
        lang, addresses = edition.lang, edition.addresses
        address = name.removesuffix("index.html")
        pagination = values.get("pagination")
        first = pagination.pages[0][1] if pagination else address
        found = found_for(first, values, lang, addresses, edition.used_topics,
                          edition.declared.topics)
        exact = found if address == first else {}
        page = page_of(address, lang, values,
                       alternates(address, exact, lang, addresses, edition.fallback),
                       [form.thanks for form in edition.forms.values()])
        edition.pages.append(page)
        # `url` is a parameter of Pelican's that it keeps from the templates.
        super().write_file(
            name, template, {**context, "url": address}, *args, **values, about=page,
            form_numbers=itertools.count(1),
            translations=translations(lang, self.settings["LANGUAGES"], addresses, found))

    def _create_new_feed(self, feed_type: str, feed_title: str | None,
                         context: dict[str, Any]) -> Any:
        edition: Edition = self.settings["EDITION"]
        return new_feed(self.feed_url, feed_title or "", edition.lang,
                        edition.publisher.publication)

    def _add_item_to_the_feed(self, feed: Any, item: Any) -> None:
        super()._add_item_to_the_feed(feed, item)
        entry = feed.items[-1]
        entry["content"] = standing_alone(entry["content"], entry["link"])

    @contextmanager
    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Iterator[Any]:
        edition: Edition = self.settings["EDITION"]
        path = Path(filename).relative_to(self.output_path).as_posix()
        if edition.build:
            page = io.StringIO()
            yield page
            path = write(edition.build.site, path, page.getvalue().encode(encoding))
        else:
            with super()._open_w(filename, encoding, override) as file:
                yield file
        edition.site.add(path)


# What Pelican would add of its own: names from file names and folders, feeds that append
# translations, lists without an edition.
SETTINGS: Mapping[str, object] = {
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
    """Set what makes the run an edition: a build brings its own, Pelican alone has the first."""
    settings = pelican.settings
    if "EDITION" not in settings:
        settings["EDITION"] = open_edition(settings, EditionResult(settings["DEFAULT_LANG"]))
    edition: Edition = settings["EDITION"]
    settings.update(
        SETTINGS, **_address_settings(edition.own), DEFAULT_LANG=edition.lang,
        JINJA_ENVIRONMENT=environment_options(edition.cache))
    if edition.publishers:
        settings["SITENAME"] = edition.publisher.publication.name


def equip_templates(generator: Generator) -> None:
    """Give the generator's templates the edition's words, addresses and filters."""
    settings, theme = generator.settings, Path(generator.settings["THEME"])
    # Pelican lends the templates of its "simple" theme to a theme that lacks one.
    generator.env.loader = FileSystemLoader(theme / "templates")
    install_globals(generator.env, settings["EDITION"], settings["LANGUAGES"], theme,
                    settings["SITEURL"], preview=settings["PREVIEW"])


def keep_own_articles(generator: ArticlesGenerator) -> None:
    """Leave only this edition's published articles in Pelican's lists, drafts in none."""
    everything = generator.articles
    generator.settings["EDITION"].used_topics.update(used_topics(everything))
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
    edition: Edition = generator.settings["EDITION"]
    edition.statics.update(
        (static.save_as, static.source_path) for static in generator.staticfiles)
    if edition.build:
        generator.context["staticfiles"] = []
        generator.settings["THEME_STATIC_PATHS"] = []


def keep_own_issues(generators: list[Generator]) -> None:
    """Leave only this edition's published issues in the templates' list, the newest first."""
    context, settings = generators[0].context, generators[0].settings
    context["issues"] = order_content(_of_edition(context["issues"], settings), "reversed-date")


def choose_writer(pelican: Pelican) -> type[Writer]:
    """Write every page with its address and its translations."""
    return EditionWriter


def _of_edition(contents: list[Any], settings: Mapping[str, Any]) -> list[Any]:
    """Return the contents of this edition, each with its translations."""
    edition: Edition = settings["EDITION"]
    link_translations(contents, settings["LANGUAGES"])
    # Pelican reads files in the order of a set, which changes with the hash seed.
    return sorted((content for content in contents if content.lang == edition.lang),
                  key=lambda content: content.key)


def _address_settings(own: Addresses) -> dict[str, object]:
    """Return the settings by which Pelican writes each list, topic and feed to its address."""
    settings: dict[str, object] = {"DIRECT_TEMPLATES": list(own.lists), "FEED_ATOM": own.feed,
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


def register() -> None:
    """Connect each step of a run, in the order in which Pelican takes them."""
    signals.initialized.connect(configure)
    signals.generator_init.connect(equip_templates)
    signals.article_generator_pretaxonomy.connect(keep_own_articles)
    signals.article_generator_finalized.connect(forget_dates)
    signals.page_generator_finalized.connect(keep_own_pages)
    signals.static_generator_finalized.connect(note_statics)
    signals.all_generators_finalized.connect(keep_own_issues)
    signals.get_writer.connect(choose_writer)
