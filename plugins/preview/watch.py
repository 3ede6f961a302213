"""Notice an editor’s save."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from watchfiles import awatch

QUIET = 100
"""Milliseconds without a further change that end a save; editors write a file in several steps."""

_PASSING = re.compile(r"""
    \.                  # hidden: .git, .#name (Emacs), .name.swp (vi), .~lock (LibreOffice)
    | \#.*\#$           # Emacs
    | 4913$             # vi, trying whether it may write in a folder
    | ___jb_            # JetBrains
    | __pycache__$
    | .*( ~ | \.(tmp|bak|sw[a-p]x?|part|crdownload|pyc|mo) )$
""", re.VERBOSE | re.IGNORECASE)


async def watch(watched: Sequence[Path], on_change: Callable[[], Awaitable[object]],
                ignored: Iterable[Path] = ()) -> None:
    """Call `on_change` after every save below `watched`, until cancelled.

    Never twice at once: a save during a call leads to one more. `watched` are folders, or single
    files; what lies in `ignored`, hidden files and what editors leave for a moment do not count.
    Raises an ExceptionGroup of OSError if the system cannot watch.
    """
    # macOS reports the real path of what changed.
    places = [path.resolve() for path in watched if path.exists()]
    outside = [path.resolve() for path in ignored]
    folders = [path for path in places if path.is_dir()]
    files = frozenset(path for path in places if path.is_file())
    saved = asyncio.Event()

    def in_a_folder(_: object, path: str) -> bool:
        return any(matters(Path(path), folder, outside) for folder in folders)

    def is_a_file(_: object, path: str) -> bool:
        return Path(path) in files

    async with asyncio.TaskGroup() as group:
        if folders:
            group.create_task(_listen(folders, in_a_folder, True, saved))
        if files:
            # Their folders, for a save often replaces a file by a new one.
            parents = sorted({path.parent for path in files})
            group.create_task(_listen(parents, is_a_file, False, saved))
        while True:
            await saved.wait()
            saved.clear()
            await on_change()


def matters(path: Path, folder: Path, ignored: Iterable[Path]) -> bool:
    """Tell whether a change of `path` below the watched `folder` is an editor's."""
    if not path.is_relative_to(folder) or any(path.is_relative_to(place) for place in ignored):
        return False
    return not any(_PASSING.match(part) for part in path.relative_to(folder).parts)


async def _listen(paths: Sequence[Path], wanted: Callable[[object, str], bool], deep: bool,
                  saved: asyncio.Event) -> None:
    async for _ in awatch(*paths, watch_filter=wanted, recursive=deep, step=QUIET):
        saved.set()
