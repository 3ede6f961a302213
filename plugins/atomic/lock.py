"""Let one command at a time publish into a folder."""

import fcntl
import os
import platform
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from plugins.atomic.disk import told
from plugins.atomic.folders import PublishError, state_folder
from plugins.core.messages import say


@contextmanager
def lock(roots: Iterable[Path]) -> Iterator[None]:
    """Keep other processes from publishing into any of `roots`.

    The kernel drops the lock with its process, however that ends, so the file may stay. Raises
    PublishError, naming the process, if another one holds it.
    """
    with ExitStack() as stack:
        # In one order for all, or two commands could each hold what the other wants.
        for root in sorted({root.resolve() for root in roots}):
            stack.enter_context(_held(root))
        yield


@contextmanager
def _held(root: Path) -> Iterator[None]:
    path = state_folder(root) / "lock"
    with told(root):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(descriptor, root)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
            # Closing is not enough: a forked child shares the lock until it is given back.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _take(descriptor: int, root: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        process, _, host = os.pread(descriptor, 200, 0).decode().strip().partition(" ")
        raise PublishError(say("{root}: another command (process {process} on {host}) is "
                               "publishing there; wait until it has ended, then run yours again",
                               root=root, process=process or "?", host=host or "?")) from None
    with told(root):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {platform.node()}\n".encode(), 0)
