"""Say how the last build ended."""

from collections.abc import Callable
from dataclasses import dataclass

from plugins.core.messages import Problem, errors


@dataclass(frozen=True)
class Status:
    """The last build: a stamp that differs from every other build's, and what was wrong."""

    stamp: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error kept the build from being published."""
        return bool(errors(self.problems))

    def lines(self, gettext: Callable[[str], str]) -> list[str]:
        """Return the problems as `file:line: sentence`, errors first."""
        ordered = sorted(self.problems, key=lambda problem: problem.level != "error")
        return [_place(problem) + problem.message.render(gettext) for problem in ordered]


def _place(problem: Problem) -> str:
    if not problem.path:
        return ""
    return f"{problem.path}:{problem.line}: " if problem.line else f"{problem.path}: "
