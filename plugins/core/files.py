"""Keep what is slow to make, by its content; a damaged entry is as good as none."""

import hashlib
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SEAL = 32
"""Bytes at the front of an entry: the SHA-256 of the rest."""

DAY = 86_400
"""Seconds."""

KEPT = 30 * DAY
"""How long an entry stays that no build has asked for: drafts and branches come back."""


@dataclass(frozen=True)
class Store:
    """A folder of entries by name, which may be deleted at any time.

    Its own name stands for what makes the entries, such as the versions of libraries; the folders
    beside it are those of other versions.
    """

    folder: Path

    def __contains__(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def get(self, name: str) -> bytes | None:
        """Return an entry, or None if it is missing or damaged."""
        path = self.folder / name
        try:
            data = path.read_bytes()
            if data[:SEAL] != hashlib.sha256(data[SEAL:]).digest():
                return None
            if path.stat().st_mtime < time.time() - DAY:
                path.touch()  # still wanted
        except OSError:
            return None
        return data[SEAL:]

    def put(self, name: str, data: bytes) -> None:
        """Write an entry whole; a disk that refuses costs time only."""
        fresh = self.folder / f"{uuid.uuid4().hex}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(hashlib.sha256(data).digest() + data)
            fresh.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                fresh.unlink()

    def prune(self) -> None:
        """Remove what nobody has asked for in a month, of other versions of the libraries too."""
        oldest = time.time() - KEPT
        for path in self.folder.parent.glob("*/*"):
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
            except OSError:  # another build was faster
                continue
        for folder in self.folder.parent.glob("*/"):
            with suppress(OSError):
                folder.rmdir()  # refused where an entry is left
