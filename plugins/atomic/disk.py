"""Name what is kept beside a root, and change its files so that a crash harms none."""

import errno
import json
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Any

from plugins.core.files import flush, write_atomically, writing
from plugins.core.messages import Failure, say


class PublishError(Failure):
    """A build cannot be published, and nothing of it has been, unless the sentence says so."""


def writing_below(root: Path) -> AbstractContextManager[None]:
    """Turn what the disk refuses into a sentence that stops the build."""
    return writing(root, PublishError)


def write_json(path: Path, value: object) -> None:
    """Replace `path` in one step, on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(value, ensure_ascii=False, indent=1).encode())


def read_json(path: Path) -> Any:
    """Return what `path` holds, or None if there is no such file."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise PublishError(say("{path}: this internal file is damaged; delete the folder "
                               "{folder}, empty the folder it belongs to, and build again",
                               path=path, folder=path.parent)) from error


def is_regular_file(path: Path) -> bool:
    """Tell whether `path` is a file itself, not a link to one."""
    try:
        return S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def move(source: Path, target: Path) -> None:
    """Replace `target` by `source`; an interrupted commit may have done so already.

    A link at `target` is replaced, never written through.
    """
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(source, target)


def remove(root: Path, path: str) -> None:
    """Remove a file from `root`, and the folders that this leaves empty.

    A link in its place, or among the folders above it, leads out of the root: it is left alone.
    """
    target = root / path
    folders = list(target.parents)[: path.count("/")]
    if any(folder.is_symlink() for folder in folders):
        return
    if is_regular_file(target):
        target.unlink()
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _copy(source: Path, target: Path) -> None:
    # The name follows from the target's, so that a repeated copy overwrites a half one.
    fresh = target.with_name(f".{sha256(target.name.encode()).hexdigest()[:16]}.press")
    shutil.copyfile(source, fresh)
    flush([fresh])
    fresh.replace(target)
    source.unlink()


def state_folder(root: Path) -> Path:
    """Return the folder beside `root` that holds what is kept about it.

    A root that is a symbolic link is the folder it leads to: one folder, one state, one lock.
    """
    real = root.resolve()
    return real.parent / f".{real.name}.press"


def journal_file(root: Path) -> Path:
    """Return the file of the journal of a commit into `root`."""
    return state_folder(root) / "journal.json"


def manifest_file(root: Path) -> Path:
    """Return the file of the list of our files in `root`."""
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
