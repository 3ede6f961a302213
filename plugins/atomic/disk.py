"""Put files on the disk so that a crash leaves the old one or the new one."""

import errno
import json
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Any

from plugins.core.messages import Failure, say

FLUSHERS = 16
"""Threads that wait for the disk: a file system writes many waiting files out together."""


class PublishError(Failure):
    """A build cannot be published, and nothing of it has been, unless the sentence says so."""


@contextmanager
def told(root: Path, but: tuple[type[OSError], ...] = ()) -> Iterator[None]:
    """Turn what the disk refuses, `but` for these, into a sentence."""
    try:
        yield
    except but:
        raise
    except OSError as error:
        path = error.filename2 or error.filename or root
        raise PublishError(say("{path}: this cannot be written ({reason}); make room or correct "
                               "the permissions, then run the command again",
                               path=path, reason=error.strerror)) from error


def flush(paths: Iterable[Path]) -> None:
    """Wait until the files and folders are on the disk, contents and names."""
    waiting = list(paths)
    if len(waiting) < 4:
        for path in waiting:
            _flush(path)
        return
    with ThreadPoolExecutor(FLUSHERS) as pool:
        list(pool.map(_flush, waiting))


def write_json(path: Path, value: object) -> None:
    """Replace `path` in one step, on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    _flush(fresh)
    fresh.replace(path)
    _flush(path.parent)


def read_json(path: Path) -> Any:
    """Return what `path` holds, or None if there is no such file."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise PublishError(say("{path}: this file of ours is damaged; delete the folder {folder}, "
                               "empty the folder it belongs to, and build again",
                               path=path, folder=path.parent)) from error


def stands(path: Path) -> bool:
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
    if stands(target):
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
    _flush(fresh)
    fresh.replace(target)
    source.unlink()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
