"""Keep what is slow to draw from one build to the next, in a folder that may be deleted."""

import shutil
import uuid
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path

import PIL


def keep(path: Path, data: bytes) -> None:
    """Write a file in one step: a build that is killed leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{uuid.uuid4().hex}")
    fresh.write_bytes(data)
    fresh.replace(path)


def prune(folder: Path, wanted: Collection[str]) -> None:
    """Remove all but the wanted names from a folder, and the folders beside it."""
    for path in (*folder.parent.glob("*"), *folder.glob("*")):
        if path.is_dir() and path != folder:
            shutil.rmtree(path, ignore_errors=True)
        elif path.parent == folder and path.name not in wanted:
            path.unlink(missing_ok=True)


def fingerprint(files: Iterable[Path]) -> str:
    """Return a name for all that a drawing depends on: these files, the code, the library."""
    digest = sha256(PIL.__version__.encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), *sorted(files)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]
