"""Know which files of a folder are ours."""

from collections.abc import Iterable
from pathlib import Path

from plugins.atomic.disk import read_json, stands, told, write_json
from plugins.atomic.folders import checked, manifest_file


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
        with told(root):
            manifest_file(root).touch()


def adopt(root: Path, paths: Iterable[str]) -> None:
    """List files as ours that Pelican has written into `root` itself; the caller holds the lock.

    Only what stands there as a file is listed. Raises PublishError if a path leads out of the
    root or the list cannot be written.
    """
    ours = {path for path in (checked(path, root) for path in paths) if stands(root / path)}
    known = published(root)
    if not ours <= known:
        with told(root):
            write_json(manifest_file(root), sorted(ours | known))
