"""Say in a sentence what the disk refuses to the journal and the outbox."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from plugins.core.messages import Failure, Message, say


class DiskError(Failure):
    """What the newsletter keeps cannot be read or written: there is no room, or no permission."""


def reading(path: Path) -> AbstractContextManager[None]:
    """Turn what keeps a file or folder from being read into a DiskError."""
    return _told(path, say("{path}: this cannot be read ({reason}); correct the permissions, then "
                           "run the command again"))


def writing(path: Path) -> AbstractContextManager[None]:
    """Turn what keeps a file from being written into a DiskError."""
    return _told(path, say("{path}: this cannot be written ({reason}); make room or correct the "
                           "permissions, then run the command again"))


@contextmanager
def _told(path: Path, sentence: Message) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskError(Message(sentence.text, {
            "path": error.filename or path, "reason": error.strerror})) from error
