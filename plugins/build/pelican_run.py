"""Run Pelican once, for one edition, in a process of its own."""

import logging
import traceback
from pathlib import Path

from jinja2 import TemplateError
from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from plugins.build.edition import EditionRequest
from plugins.check.cache import kept_readings
from plugins.core.messages import ContentError, Failure, Problem, say
from plugins.core.process import PROGRAM
from plugins.site.edition import Build, EditionResult, open_edition


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
    logger.addHandler(Warnings(request.conf, request.content, result.problems))
    logger.propagate = False
    try:
        _run(request, result)
    except ContentError as error:
        result.problems.extend(error.problems)
    except Failure as error:
        result.problems.append(Problem(str(request.conf), 0, error.message))
    except Exception as error:
        if not result.problems:  # what follows from a recorded problem says nothing new
            result.problems.append(_located(error, request.conf))
    return result


def _run(request: EditionRequest, result: EditionResult) -> None:
    settings = read_settings(str(request.conf), override={
        # Pelican makes folders in its output even where the build writes the files.
        "PATH": str(request.content), "OUTPUT_PATH": str(request.site.folder / "pelican"),
        "OUTBOX_PATH": str(request.outbox), "SITEURL": request.site_url,
        "FORMS_URL": request.forms_url, "PREVIEW": request.preview,
        "LOCALE": "C"})  # dates come from Babel; the machine's locales change nothing
    with kept_readings(request.readings) as find:
        settings["EDITION"] = open_edition(settings, result, Build(
            request.site, request.emails, request.cache, request.today, find))
        wanted = len(settings["PLUGINS"])
        pelican = Pelican(settings)
        # A plugin that does not load, or a declaration that is wrong, is a problem already, and
        # every text would be wrong because of it.
        if len(pelican.plugins) == wanted and not result.problems:
            pelican.run()


def _located(error: Exception, conf: Path) -> Problem:
    """Return a problem at the place of the project's own that an unforeseen error came from."""
    place = (str(conf), 0)
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(PROGRAM) and "site-packages" not in path.parts:
            place = (frame.filename, frame.lineno or 0)
    name = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    place = (getattr(error, "filename", None) or place[0], getattr(error, "lineno", 0) or place[1])
    return Problem(str(place[0]), int(place[1]), say("the program stopped here: {reason}",
                                                     reason=name + str(error)))
