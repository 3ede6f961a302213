"""Name the folders of the press, and the files in them."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from plugins.core.messages import Failure, say


class PublishError(Failure):
    """A build cannot be published, and nothing of it has been, unless the sentence says so."""


def state_folder(root: Path) -> Path:
    """Return the folder beside `root` in which the press keeps what it knows about it.

    A root that is a symbolic link is the folder it leads to: one folder, one state, one lock.
    """
    real = root.resolve()
    return real.parent / f".{real.name}.press"


def journal_file(root: Path) -> Path:
    """Return where the journal of a commit into `root` stands."""
    return state_folder(root) / "journal.json"


def manifest_file(root: Path) -> Path:
    """Return where the list of our files in `root` stands."""
    return state_folder(root) / "manifest.json"


def checked(path: str, root: Path) -> str:
    """Return `path`, relative to `root`, as the manifest writes it.

    Raises PublishError if it does not stay in `root`.
    """
    if not path or path[0] == "/" or "\0" in path or ".." in PurePosixPath(path).parts:
        raise PublishError(say("“{path}”: this address leads out of {root}; an address begins with "
                               "a name and holds no “..”", path=path, root=root))
    return PurePosixPath(path).as_posix()


def parents(path: str) -> Iterator[str]:
    """Yield the folders above `path`, the outermost first, without the root."""
    cut = path.find("/")
    while cut != -1:
        yield path[:cut]
        cut = path.find("/", cut + 1)


def folded(path: str) -> str:
    """Return the spelling that all names of one file share where a disk ignores case.

    macOS does by default, and takes “é” in one character or in two for the same name.
    """
    return unicodedata.normalize("NFC", path).casefold()


def same_file(one: Path, other: Path) -> bool:
    """Tell whether two names lead to one file; False if either leads nowhere."""
    try:
        return one.samefile(other)
    except OSError:
        return False
