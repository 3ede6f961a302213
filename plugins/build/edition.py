"""Print one edition: what is asked for, and the run of it that needs no Pelican."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from plugins.atomic import Staging, write
from plugins.check.cache import ReadingCache, kept_readings
from plugins.content.reading import Find, Reading
from plugins.core.messages import ContentError, Failure, Problem, say
from plugins.core.process import PROGRAM
from plugins.core.project import PAGE_PLUGINS
from plugins.site.edition import Build, EditionResult, Memory, Printed, open_edition
from plugins.site.printing import begin_edition


@dataclass(frozen=True)
class EditionRequest:
    """Which edition to build, from which folders and settings, into which staging folders.

    `printed` are its prints that stand as the last build left them, made with `made_with`.
    """

    conf: Path
    lang: str
    settings: Mapping[str, Any]
    """Those that a command changes: folders, addresses, preview."""

    today: date
    cache: Path
    readings: ReadingCache
    site: Staging
    emails: Staging
    made_with: bytes
    printed: Mapping[str, Printed] = field(default_factory=dict)

    @contextmanager
    def lent(self, memory: Memory) -> Iterator[Build]:
        """Lend an edition where it writes, and what was made for earlier builds."""
        with kept_readings(self.readings) as find:
            yield Build(self.site, self.emails, self.cache, self.today,
                        partial(self._find, find, memory), self.printed, self.made_with, memory)

    def _find(self, find: Find, memory: Memory, path: Path, data: bytes) -> Reading | None:
        digest = self.readings.digest(data)
        known, reading = memory.readings.get(str(path), (b"", None))
        if reading is None or known != digest:
            reading = find(path, data)
            if reading:
                memory.readings[str(path)] = digest, reading
        return reading


def print_edition(request: EditionRequest, settings: Mapping[str, Any], memory: Memory
                  ) -> EditionResult:
    """Print an edition that Pelican has printed before, by templates and settings of today."""
    result = EditionResult(request.lang)
    with collected(result, request.conf), request.lent(memory) as build:
        for plugin in PAGE_PLUGINS:
            import_module(plugin).register()
        edition = open_edition({**settings, **request.settings}, result, build)
        begin_edition(edition).print_all(partial(write, build.site))
    return result


@contextmanager
def collected(result: EditionResult, conf: Path) -> Iterator[None]:
    """Add to the problems of an edition what ends its printing."""
    try:
        yield
    except ContentError as error:
        result.problems.extend(error.problems)
    except Failure as error:
        result.problems.append(Problem(str(conf), 0, error.message))
    except Exception as error:
        if not result.problems:  # what follows from a recorded problem says nothing new
            result.problems.append(_located(error, conf))


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
