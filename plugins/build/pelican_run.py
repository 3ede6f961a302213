"""Run Pelican once, for one edition, in a process of its own."""

import logging
from pathlib import Path

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from plugins.build.workshop import EditionRequest, collected
from plugins.core.messages import Problem, errors, say
from plugins.site.edition import EditionResult, Memory, open_edition


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
    with collected(result, request.conf):
        _run(request, result)
    return result


def _run(request: EditionRequest, result: EditionResult) -> None:
    settings = read_settings(str(request.conf), override={
        **request.settings,
        # Pelican makes folders in its output even where the build writes the files.
        "OUTPUT_PATH": str(request.site.folder / "pelican"),
        "LOCALE": "C"})  # dates come from Babel; the machine's locales change nothing
    result.memory = Memory()
    with request.lent(result.memory) as build:
        settings["EDITION"] = open_edition(settings, result, build)
        wanted = len(settings["PLUGINS"])
        pelican = Pelican(settings)
        # A plugin that does not load, or a declaration that is wrong, is a problem already, and
        # every text would be wrong because of it.
        if len(pelican.plugins) == wanted and not errors(result.problems):
            pelican.run()
