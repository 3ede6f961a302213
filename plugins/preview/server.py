"""Run the local server and build again on every save, until Ctrl-C."""

import asyncio
import re
import socket
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from watchfiles import awatch

from plugins.core.messages import Failure, Problem, say, why
from plugins.preview.pages import LastBuild

HOST = "127.0.0.1"

QUIET = 20
"""Milliseconds without a further change that end a save; editors write a file in several steps."""

PASSING = re.compile(r"""
    \.                  # hidden: .git, .#name (Emacs), .name.swp (vi), .~lock (LibreOffice)
    | \#.*\#$           # Emacs
    | 4913$             # vi, trying whether it may write in a folder
    | ___jb_            # JetBrains
    | __pycache__$
    | .*( ~ | \.(tmp|bak|sw[a-p]x?|part|crdownload|pyc|mo) )$
""", re.VERBOSE | re.IGNORECASE)


class ServeError(Failure):
    """The local server cannot start, and the person who started it can help."""


class Rebuilder:
    """Runs a build and remembers how it ended; the server goes on after every failure."""

    def __init__(self, build: Callable[[], Sequence[Problem] | None]) -> None:
        """Take what builds: it returns the problems, or None if all is as it was."""
        self._build = build
        self._last = LastBuild()

    def last_build(self) -> LastBuild:
        """Return how the last build ended; may be called from any thread."""
        return self._last

    def run(self) -> None:
        """Build now, in this thread."""
        problems = _problems_of(self._build)
        if problems is not None:
            self._last = LastBuild(str(time.time_ns()), tuple(problems))


def serve(shown: Starlette, rebuild: Callable[[], None], *, port: int, watched: Sequence[Path],
          ignored: Iterable[Path] = (), announce: Callable[[str], None]) -> None:
    """Build, tell `announce` the address, then serve and build again on every save.

    Returns after Ctrl-C. With port 0 the system chooses one. Raises ServeError if the port is
    taken, before anything is built, or if the system cannot watch the folders.
    """
    with suppress(KeyboardInterrupt), listening(port) as listener:
        rebuild()
        announce(f"http://{HOST}:{listener.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(
            shown, log_level="warning", access_log=False, timeout_graceful_shutdown=5))
        shown.state.stopping = lambda: server.should_exit

        async def on_change() -> None:
            await asyncio.to_thread(rebuild)
            shown.state.built.set()
            shown.state.built = asyncio.Event()

        asyncio.run(_run(server, listener, watch(watched, on_change, ignored)))


def listening(port: int) -> socket.socket:
    """Return a socket that listens on `port` of this computer only.

    Raises ServeError, naming the option to use, if that cannot be.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServeError(say("port {port} cannot be used ({reason}); choose another one, for "
                             "example “--port {other}”", port=port, reason=why(error),
                             other=port + 1 if 1023 < port < 65535 else 8001)) from error
    return listener


async def _run(server: uvicorn.Server, listener: socket.socket, watching: object) -> None:
    watcher = asyncio.ensure_future(watching)  # type: ignore[call-overload]

    def stop(_: object) -> None:
        server.should_exit = True

    watcher.add_done_callback(stop)
    await server.serve(sockets=[listener])
    watcher.cancel()
    try:
        with suppress(asyncio.CancelledError):
            await watcher
    except* OSError as errors:
        raise ServeError(say("the folders cannot be watched ({reason}); let the system watch more "
                             "files, or start again", reason=why(errors.exceptions[0]))) from errors


async def watch(watched: Sequence[Path], on_change: Callable[[], Awaitable[object]],
                ignored: Iterable[Path] = ()) -> None:
    """Call `on_change` once, for what was saved before, and after every save below `watched`.

    Until cancelled, and never twice at once: a save during a call leads to one more. `watched` are
    folders, or single files; what lies in `ignored`, hidden files and what editors leave for a
    moment do not count. Raises an ExceptionGroup of OSError if the system cannot watch.
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
        await asyncio.sleep(0)  # the watchers begin
        while True:
            await on_change()
            await saved.wait()
            saved.clear()


def matters(path: Path, folder: Path, ignored: Iterable[Path]) -> bool:
    """Tell whether a change of `path` below the watched `folder` is an editor's."""
    if not path.is_relative_to(folder) or any(path.is_relative_to(place) for place in ignored):
        return False
    return not any(PASSING.match(part) for part in path.relative_to(folder).parts)


async def _listen(paths: Sequence[Path], wanted: Callable[[object, str], bool], deep: bool,
                  saved: asyncio.Event) -> None:
    async for _ in awatch(*paths, watch_filter=wanted, recursive=deep, step=QUIET):
        saved.set()


def _problems_of(build: Callable[[], Sequence[Problem] | None]) -> Sequence[Problem] | None:
    try:
        return build()
    except Failure as error:
        return getattr(error, "problems", ()) or [Problem("", 0, error.message)]
    except Exception:
        traceback.print_exc()
        return [Problem("", 0, say("the program stopped in the middle of the build; the terminal "
                                   "says where, for a developer to fix it"))]
