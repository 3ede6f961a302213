"""Lay what a build has made aside, beside the folder it will be published in."""

import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.atomic.disk import (
    PublishError,
    checked,
    is_regular_file,
    journal_file,
    manifest_file,
    read_json,
    state_folder,
    write_json,
    writing_below,
)
from plugins.core.messages import say


@dataclass(frozen=True)
class Staging:
    """One build on its way into `root`; may be handed to other processes.

    Each build has a folder of its own: a process left over from a killed build cannot write
    into the next one's.
    """

    root: Path
    folder: Path

    @property
    def files(self) -> Path:
        """The folder with the files that differ from those in `root`."""
        return self.folder / "files"

    @property
    def manifest(self) -> Path:
        """The list of files that `root` will hold."""
        return self.folder / "manifest.json"


@dataclass(frozen=True)
class Printed:
    """What a build has printed under a name: from what, by its digest, and into which files.

    `shows` are the names of what is in it.
    """

    digest: bytes
    paths: tuple[str, ...]
    is_email: bool
    shows: tuple[str, ...]


def begin(root: Path) -> Staging:
    """Return an empty staging for a build into `root`, which the caller has locked and recovered.

    Raises PublishError if the folder beside `root` cannot be written.
    """
    if journal_file(root).exists():
        raise RuntimeError(f"recover({root}) first: an interrupted commit waits there")
    root = root.resolve()
    clear(root)
    staging = Staging(root, state_folder(root) / "staging" / uuid.uuid4().hex)
    with writing_below(root):
        staging.files.mkdir(parents=True)
    return staging


def write(staging: Staging, path: str, data: bytes) -> str:
    """Stage a file unless it is in the root already; return its path for the manifest.

    `path` is relative to the root, with “/”. Several processes may write at once. Raises
    PublishError if the path leads out of the root or the disk refuses.
    """
    path = checked(path, staging.root)
    with writing_below(staging.root):
        try:
            _stage(staging, path, data)
        except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
            raise PublishError(say("“{path}”: this address is asked for both as a file and as a "
                                   "folder; change one of the two", path=path)) from error
    return path


def is_staged(staging: Staging, path: str) -> bool:
    """Tell whether a file will be another one than it is in the root."""
    return is_regular_file(staging.files / path)


def read(staging: Staging, path: str) -> bytes:
    """Return a file as the build will leave it: as staged or, if nothing changed, as published.

    Raises FileNotFoundError if the build has not written it.
    """
    return ((staging.files if is_staged(staging, path) else staging.root) / path).read_bytes()


def clear(root: Path) -> None:
    """Remove what builds that never came to a commit have left."""
    shutil.rmtree(state_folder(root) / "staging", ignore_errors=True)


def _holds(target: Path, data: bytes) -> bool:
    return (is_regular_file(target) and target.stat().st_size == len(data)
            and target.read_bytes() == data)


def _stage(staging: Staging, path: str, data: bytes) -> None:
    staged = staging.files / path
    if _holds(staging.root / path, data):
        staged.unlink(missing_ok=True)
        return
    # Not by `tempfile`, whose files no web server may read (mode 0600).
    fresh = staging.folder / uuid.uuid4().hex
    fresh.write_bytes(data)
    staged.parent.mkdir(parents=True, exist_ok=True)
    fresh.replace(staged)


def published(root: Path) -> frozenset[str]:
    """Return the paths, relative to `root`, that the last build published there."""
    return frozenset(read_json(manifest_file(root)) or ())


def last_built(root: Path) -> float:
    """Return when a build last left its files in `root`, changed or not: 0 for never."""
    try:
        return manifest_file(root).stat().st_mtime
    except FileNotFoundError:
        return 0


def confirm(root: Path) -> None:
    """Remember that a build has found `root` as it left it the last time."""
    if manifest_file(root).exists():
        with writing_below(root):
            manifest_file(root).touch()


def adopt(root: Path, paths: Iterable[str]) -> None:
    """List files as ours that Pelican has written into `root` itself; the caller holds the lock.

    Only what is a file there is listed. Raises PublishError if a path leads out of the
    root or the list cannot be written.
    """
    ours = {path for path in (checked(path, root) for path in paths)
            if is_regular_file(root / path)}
    known = published(root)
    if not ours <= known:
        with writing_below(root):
            write_json(manifest_file(root), sorted(ours | known))
