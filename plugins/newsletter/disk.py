"""Say in a sentence what the disk refuses to the journal and the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.problems import Failure, say


class DiskError(Failure):
    """What the newsletter keeps cannot be read or written: there is no room, or no permission."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what keeps a file or folder from being read into a DiskError."""
    try:
        yield
    except OSError as error:
        raise DiskError(say(
            "{path}: this cannot be read ({reason}); correct the permissions, then run the "
            "command again", path=error.filename or path, reason=error.strerror)) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what keeps a file from being written into a DiskError."""
    try:
        yield
    except OSError as error:
        raise DiskError(say(
            "{path}: this cannot be written ({reason}); make room or correct the permissions, "
            "then run the command again",
            path=error.filename or path, reason=error.strerror)) from error
