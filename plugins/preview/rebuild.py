"""Build again, whatever the last build met with."""

import time
import traceback
from collections.abc import Callable, Sequence

from plugins.core.messages import ContentError, Failure, Problem, say
from plugins.preview.status import Status


class Rebuilder:
    """Runs a build and remembers how it ended; the server goes on after every failure."""

    def __init__(self, build: Callable[[], Sequence[Problem]]) -> None:
        self._build = build
        self._status = Status()

    def status(self) -> Status:
        """Return how the last build ended; may be called from any thread."""
        return self._status

    def run(self) -> None:
        """Build now, in this thread."""
        problems = _problems(self._build)
        self._status = Status(str(time.time_ns()), tuple(problems))


def _problems(build: Callable[[], Sequence[Problem]]) -> Sequence[Problem]:
    try:
        return build()
    except ContentError as error:
        return error.problems
    except Failure as error:
        return [Problem("", 0, error.message)]
    except Exception:
        traceback.print_exc()
        return [Problem("", 0, say("the program stopped in the middle of the build; the terminal "
                                   "says where, and a developer can mend it"))]
