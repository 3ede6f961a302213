"""Turn one run of Pelican into one edition of the site."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator, StaticGenerator
from pelican.plugins import signals
from pelican.readers import Readers

from plugins.core.look import MARK_ADDRESS
from plugins.core.messages import SettingsError
from plugins.core.project import options_in, refuse_other_theme
from plugins.site.edition import EditionResult, open_edition
from plugins.site.printing import begin_edition

# An edition is printed by its own generator; Pelican's generators of articles and pages find none.
SETTINGS: Mapping[str, object] = {
    "ARTICLE_PATHS": [], "PAGE_PATHS": [], "DIRECT_TEMPLATES": [], "FEED_ATOM": None,
    "FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None, "TAG_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None, "AUTHOR_FEED_RSS": None, "TRANSLATION_FEED_ATOM": None,
    "DELETE_OUTPUT_DIRECTORY": False, "CACHE_CONTENT": False, "LOAD_CONTENT_CACHE": False,
}


class EditionGenerator(Generator):
    """Read the texts of an edition, and print its pages and feeds."""

    def generate_context(self) -> None:
        """Read the texts, and plan what is made of them."""
        self.in_progress = begin_edition(self.settings["EDITION"])

    def generate_output(self, writer: Any) -> None:
        """Write every page and feed."""
        self.in_progress.print_all()


def configure(pelican: Pelican) -> None:
    """Set what makes the run an edition: a build brings its own, Pelican alone has the first."""
    settings = pelican.settings
    if "EDITION" not in settings:
        try:
            refuse_other_theme(options_in(settings))
            settings["EDITION"] = open_edition(settings, EditionResult(settings["DEFAULT_LANG"]))
        except SettingsError as error:  # Pelican would print a traceback
            raise SystemExit(error.message.render(str)) from None
    settings.update(SETTINGS)


def choose_generator(pelican: Pelican) -> type[Generator]:
    """Print the edition besides what other plugins print."""
    return EditionGenerator


def no_readers(readers: Readers) -> None:
    """Leave reading to the edition; Pelican's readers know no more than a dozen languages."""
    readers.reader_classes = {"static": readers.reader_classes["static"]}


def empty_templates(generator: ArticlesGenerator) -> None:
    """Spare Pelican's generator, which finds no article, the compiling of templates."""
    generator.env.loader = FunctionLoader(lambda name: "")


def leave_statics(generator: StaticGenerator) -> None:
    """Leave images and other files to a build, which copies them once for all editions."""
    if generator.settings["EDITION"].build:
        generator.staticfiles, generator.context["staticfiles"] = [], []
        generator.settings["THEME_STATIC_PATHS"] = []


def dress(pelican: Pelican) -> None:
    """Give the theme's files the firm's look, where Pelican alone has copied them."""
    edition, output = pelican.settings["EDITION"], Path(pelican.settings["OUTPUT_PATH"])
    for name in () if edition.build else ("theme/site.css", MARK_ADDRESS):
        if (file := output / name).is_file():
            file.write_bytes(edition.look.file(name, file.read_bytes()))


def register() -> None:
    """Connect each step of a run, in the order in which Pelican takes them."""
    signals.initialized.connect(configure)
    signals.readers_init.connect(no_readers)
    signals.get_generators.connect(choose_generator)
    signals.article_generator_init.connect(empty_templates)
    signals.static_generator_finalized.connect(leave_statics)
    signals.finalized.connect(dress)
