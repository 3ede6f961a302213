"""Run Pelican once, for one edition, in a process of its own."""

import logging
from pathlib import Path

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from plugins.build.edition import EditionRequest, collected
from plugins.core.messages import Problem, say
from plugins.site.edition import EditionResult, Memory, open_edition


class Warnings(logging.Handler):
    """Turn each warning of Pelican's into a problem: it goes on where an editor must stop."""

    def __init__(self, conf: Path, content: Path, problems: list[Problem]) -> None:
        super().__init__(logging.WARNING)
        self.conf, self.content, self.problems = conf, content, problems

    def emit(self, record: logging.LogRecord) -> None:
        """Record a warning, unless it says nothing new."""
        if "empty alt attribute" in str(record.msg).lower():
            return  # right for a decorative image; the check tells of the others
        path = self._path(record)
        failed = record.exc_info or "Could not process" in record.msg
        if self.problems and "Unable to find" in record.msg:
            return  # a file that has a problem of its own cannot be linked to
        if failed and any(problem.path == path for problem in self.problems):
            return  # the Reader has recorded it, with its line
        message = " ".join(record.getMessage().split())
        self.problems.append(Problem(path, 0, say("Pelican says: {message}", message=message)))

    def _path(self, record: logging.LogRecord) -> str:
        words = record.args if isinstance(record.args, tuple) else ()
        named = (self.content / str(word) for word in words)
        return str(next((path for path in named if path.is_file()), self.conf))


def build_edition(request: EditionRequest) -> EditionResult:
    """Run Pelican on one edition and return what it wrote and what is wrong."""
    result = EditionResult(request.lang)
    console.quiet = True
    logger = logging.getLogger("pelican")
    logger.addHandler(Warnings(request.conf, Path(request.settings["PATH"]), result.problems))
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
    with request.lent(Memory()) as build:
        settings["EDITION"] = open_edition(settings, result, build)
        wanted = len(settings["PLUGINS"])
        pelican = Pelican(settings)
        # A plugin that does not load, or a declaration that is wrong, is a problem already, and
        # every text would be wrong because of it.
        if len(pelican.plugins) == wanted and not result.problems:
            pelican.run()
