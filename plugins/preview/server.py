"""Run the local server and build again on every save, until Ctrl-C."""

import asyncio
import errno
import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from plugins.core.messages import Failure, Message, say
from plugins.preview.watch import watch

HOST = "127.0.0.1"


class ServeError(Failure):
    """The local server cannot start, and the person who started it can help."""


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
        on_change = partial(asyncio.to_thread, rebuild)
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
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServeError(say("port {port} cannot be used ({reason}); choose another one, for "
                             "example “./inv serve --port {other}”", port=port,
                             reason=_reason(error),
                             other=port + 1 if 1023 < port < 65535 else 8001)) from error
    return listener


def _reason(error: OSError | OverflowError) -> Message | str:
    if isinstance(error, OverflowError):
        return say("a port is a number from 1 to 65535")
    if error.errno == errno.EADDRINUSE:
        return say("another program has it already")
    if error.errno == errno.EACCES:
        return say("the system keeps it for itself")
    return error.strerror or str(error)


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
                             "files, or start again", reason=errors.exceptions[0])) from errors
