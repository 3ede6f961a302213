"""Know which files of a folder are ours."""

from collections.abc import Iterable
from pathlib import Path

from plugins.press.disk import read_json, stands, told, write_json
from plugins.press.folders import checked, manifest_file


def published(root: Path) -> frozenset[str]:
    """Return the paths, relative to `root`, that the last build published there."""
    return frozenset(read_json(manifest_file(root)) or ())


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
