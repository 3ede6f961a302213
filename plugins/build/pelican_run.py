"""Run Pelican once, for one edition, in a process of its own."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from pelican import Pelican
from pelican.log import console
from pelican.plugins import signals
from pelican.settings import DEFAULT_CONFIG, read_settings

from plugins.build.workshop import EditionRequest, collected
from plugins.core.files import files_below
from plugins.core.messages import Problem, errors, say
from plugins.core.project import OWN, place_in_settings
from plugins.site.edition import EditionResult, Memory, open_edition

TAKEN = {*OWN, "PLUGIN_PATHS", "LOG_FILTER"}
"""Settings of Pelican's that have an effect."""

INSTEAD = {
    "ARTICLE_PATHS": "content/articles", "PAGE_PATHS": "content/pages",
    "AUTHOR": "“author: …”", "DEFAULT_CATEGORY": "“category: …”", "DEFAULT_PAGINATION": "LIST_SIZE",
    "DEFAULT_DATE_FORMAT": "LANGUAGES", "SITENAME": "content/firm.toml",
    "WITH_FUTURE_DATES": "PREVIEW",
}
"""What does here what a setting of Pelican's does elsewhere."""

NEVER_SENT = (
    "article_generator_context", "article_generator_pretaxonomy", "article_generator_preread",
    "article_generator_finalized", "article_generator_write_article", "article_writer_finalized",
    "page_generator_context", "page_generator_preread", "page_generator_finalized",
    "page_generator_write_page", "page_writer_finalized", "content_object_init",
    "content_written", "feed_generated", "feed_written",
)
"""Signals of what Pelican makes of articles and pages, which an edition makes itself."""


class Warnings(logging.Handler):
    """Turn each warning of Pelican's into a problem: it goes on where an editor must stop."""

    def __init__(self, conf: Path, problems: list[Problem]) -> None:
        super().__init__(logging.WARNING)
        self.conf, self.problems = conf, problems

    def emit(self, record: logging.LogRecord) -> None:
        """Record a warning; what Pelican warns of comes from the settings and their plugins."""
        message = " ".join(record.getMessage().split())
        self.problems.append(Problem(str(self.conf), 0, say("Pelican says: {message}",
                                                            message=message)))


def build_edition(request: EditionRequest) -> EditionResult:
    """Run Pelican on one edition and return what it wrote and what is wrong."""
    result = EditionResult(request.lang)
    console.quiet = True
    logger = logging.getLogger("pelican")
    logger.addHandler(Warnings(request.conf, result.problems))
    logger.propagate = False
    with collected(result, request):
        _run(request, result)
    return result


def _run(request: EditionRequest, result: EditionResult) -> None:
    own = request.site.folder / "pelican"
    own.mkdir(parents=True, exist_ok=True)
    settings = read_settings(str(request.conf), override={
        **request.settings,
        "OUTPUT_PATH": str(own),  # the build writes the files; what is here is a plugin's
        "LOCALE": "C"})  # dates come from Babel; the machine's locales change nothing
    result.memory = Memory()
    with request.lent(result.memory) as build:
        settings["EDITION"] = open_edition(settings, result, build)
        wanted = len(settings["PLUGINS"])
        pelican = Pelican(settings)
        result.problems += settings_without_effect(request.conf, request.written)
        result.problems += _plugins_without_effect(request.conf)
        # A plugin that does not load, or a declaration that is wrong, is a problem already, and
        # every text would be wrong because of it.
        if len(pelican.plugins) == wanted and not errors(result.problems):
            pelican.run()
            result.problems += _foreign_files(request.conf, own)


def settings_without_effect(conf: Path, written: Iterable[str]) -> Iterator[Problem]:
    """Yield each of the settings in a file that is Pelican's, and changes nothing here."""
    known = DEFAULT_CONFIG.keys() | INSTEAD.keys()
    for name in sorted(known & set(written) - TAKEN):
        file, line = place_in_settings(conf, name)
        yield Problem(str(file), line, say(
            "the setting {name} of Pelican has no effect here; delete it, and use {instead} "
            "instead", name=name, instead=INSTEAD[name]) if name in INSTEAD else say(
            "the setting {name} of Pelican has no effect here; delete it", name=name))


def _plugins_without_effect(conf: Path) -> Iterator[Problem]:
    """Yield each plugin that waits for what never happens, and would be believed to work."""
    waiting = {receiver.__module__ for name in NEVER_SENT
               for receiver in getattr(signals, name).receivers_for(None)}
    for module in sorted(waiting):
        yield Problem(str(conf), 0, say(
            "the plugin “{plugin}” changes the articles or pages of Pelican, which this program "
            "makes without it; take it out of PLUGINS", plugin=module))


def _foreign_files(conf: Path, folder: Path) -> Iterator[Problem]:
    """Yield each file that a plugin has written past the edition, where nobody publishes it."""
    for file in sorted(files_below(folder)):
        yield Problem(str(conf), 0, say(
            "a plugin has written “{file}”, which would not be published; take the plugin out of "
            "PLUGINS", file=file.relative_to(folder).as_posix()))
