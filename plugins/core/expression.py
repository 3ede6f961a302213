"""Write a regular expression where it belongs, and compile it when it is first asked."""

import re
from typing import Any, cast


class _Waiting:
    """Stands for a compiled expression; what was asked of it once is asked directly from then on.

    All of them take a third of a second to compile, and a command asks few.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what finds a pattern, as `re.compile` would, but raise re.error when asked."""
    return cast("re.Pattern[str]", _Waiting(pattern, flags))
