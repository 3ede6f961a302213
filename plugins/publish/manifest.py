"""Remember on the server's side which files are ours, what is in them, and who is at work."""

import json
import os
import platform
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from plugins.core.messages import Failure, say

NAME = ".press-manifest.json"
"""Beside the site's own files, so that another machine can go on where this one stopped."""

UNKNOWN = ""
"""The digest of a file that was being sent or removed when somebody last wrote here."""

PATIENCE = timedelta(minutes=30)
"""How long the mark of another machine counts: nobody can ask it whether it still lives."""


class SendError(Failure):
    """The site cannot be sent; the sentence says what is on the server."""


@dataclass(frozen=True)
class Mark:
    """Who is publishing: a process of a host, since a time in ISO 8601."""

    id: str
    host: str
    process: int
    since: str

    def counts(self, now: datetime) -> bool:
        """Tell whether its publication must be taken to be under way still."""
        if self.host == platform.node():
            return _lives(self.process)
        return abs(now - datetime.fromisoformat(self.since)) < PATIENCE


@dataclass(frozen=True)
class Manifest:
    """Our files on the server, path and digest, and the mark of a publication under way."""

    files: Mapping[str, str] = field(default_factory=dict)
    mark: Mark | None = None


def own_mark() -> Mark:
    """Return the mark of this process."""
    return Mark(uuid.uuid4().hex, platform.node(), os.getpid(),
                datetime.now(UTC).isoformat(timespec="seconds"))


def packed(manifest: Manifest) -> bytes:
    """Return a manifest as it is kept."""
    mark = asdict(manifest.mark) if manifest.mark else None
    return json.dumps({"files": dict(sorted(manifest.files.items())), "mark": mark},
                      ensure_ascii=False, indent=0).encode()


def unpacked(data: bytes | None) -> Manifest:
    """Return the manifest that was kept, an empty one for None.

    Raises SendError if it is damaged, or holds a path that leads out of the site's folder.
    """
    if data is None:
        return Manifest()
    try:
        kept = json.loads(data)
        files = {_checked(path): str(digest) for path, digest in kept["files"].items()}
        return Manifest(files, _mark(**kept["mark"]) if kept["mark"] else None)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SendError(say(
            "{name} on the server is damaged; delete it there and publish with “--takeover”: "
            "everything is sent, and what the site no longer has stays there until you remove it",
            name=NAME)) from None


def _checked(path: str) -> str:
    # Somebody else could have written there; what we remove must be below the site's folder.
    if not path or path.startswith("/") or ".." in path.split("/") or "\0" in path:
        raise ValueError(path)
    return path


def _mark(id: str, host: str, process: int, since: str) -> Mark:
    if datetime.fromisoformat(since).tzinfo is None or not 0 < process < 1 << 31:
        raise ValueError(since)
    return Mark(str(id), str(host), process, since)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()
