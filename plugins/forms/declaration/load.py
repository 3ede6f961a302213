"""Know the forms as their folder declares them now, also while a receiver runs."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Lock

from plugins.core.messages import ContentError
from plugins.forms.declaration.form import Form
from plugins.forms.log import fault, note

State = tuple[tuple[str, int, int, int], ...]
"""What tells that a file has changed: its name, time, size and number."""


class Declarations(Mapping[str, Form]):
    """The forms of a folder by their id, read anew when its files have changed.

    While a file is wrong, the last forms without a fault stay; the log says where it is wrong.
    Safe to share between threads.
    """

    def __init__(self, folder: Path, load: Callable[[], Mapping[str, Form]]) -> None:
        """Read the forms; `load` raises ContentError if a file is wrong, and so does this."""
        self._folder, self._load, self._lock = folder, load, Lock()
        # Looked at before it is read: what changes meanwhile is read again.
        self._state = _state(folder)
        self._forms = load()

    def __getitem__(self, name: str) -> Form:
        return self._now()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> Mapping[str, Form]:
        with self._lock:
            state = _state(self._folder)
            if state != self._state:
                self._state = state
                self._read()
            return self._forms

    def _read(self) -> None:
        try:
            self._forms = self._load()
        except ContentError as error:
            for problem in error.problems:
                fault("declaration", error, file=Path(problem.path).name, line=problem.line)
        else:
            note("declared", forms=len(self._forms))


def _state(folder: Path) -> State:
    """Return what changes whenever a declaration does; a file that is just gone counts as gone."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)
