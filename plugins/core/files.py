"""Read, write and name files, and say what the disk refuses."""

import errno
import hashlib
import os
import stat
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from shutil import copymode

from plugins.core.messages import Failure, Message, say, why

SEAL = 32
"""Bytes at the front of an entry: the SHA-256 of the rest."""

DAY = 86_400  # seconds

KEPT = 30 * DAY
"""How long an entry stays that no build has asked for: drafts and branches come back."""

FULL = (errno.ENOSPC, errno.EDQUOT)
"""How a system says that there is no room: none on the disk, or none for this person."""

FLUSHERS = 16
"""Threads that wait for the disk: a file system writes many waiting files out together."""

# Not from `mimetypes`: the tables of some systems lack half of them, or have them otherwise.
TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
    "txt": "text/plain", "xml": "application/xml", "json": "application/json",
    "svg": "image/svg+xml", "webmanifest": "application/manifest+json",
    "bib": "application/x-bibtex", "ics": "text/calendar", "wasm": "application/wasm",
    "pdf": "application/pdf", "avif": "image/avif",
    "webp": "image/webp", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "ico": "image/x-icon", "woff2": "font/woff2",
}
"""The media type of a file by its ending (https://www.iana.org/assignments/media-types)."""


class DiskError(Failure):
    """What the newsletter keeps cannot be read or written: there is no room, or no permission."""


@dataclass(frozen=True)
class Store:
    """A folder of entries by name, which may be deleted at any time: what is slow to make.

    Its own name stands for what makes the entries, as versions of libraries; others lie beside it.
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
                with suppress(OSError):  # one who may only read asks, too
                    path.touch()  # still wanted
        except OSError:
            return None
        return data[SEAL:]

    def put(self, name: str, data: bytes) -> None:
        """Write an entry whole; a disk that refuses costs time only."""
        # Not waited for, as a damaged entry is as good as none; several builds may write one.
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


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file as `write_together` does."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Replace files, each in one step, on the disk when this returns; none without room for all.

    After a crash the old file is there, or the new one; who may read it stays as it was. The caller
    sees to it that no other process writes it. Raises OSError.
    """
    # The name follows from the file's, so that a repetition overwrites what a crash has left.
    fresh = {path: path.with_name(f".{path.name}.new") for path in files}
    try:
        for path, part in fresh.items():
            part.write_bytes(files[path])
            if path.exists():
                copymode(path, part)
        flush(fresh.values())
        for path, part in fresh.items():
            part.replace(path)
    except BaseException:
        for part in fresh.values():
            with suppress(OSError):
                part.unlink()
        raise
    flush({path.parent for path in files})


def flush(paths: Iterable[Path]) -> None:
    """Wait until the files and folders are on the disk, contents and names."""
    waiting = list(paths)
    if len(waiting) < 4:
        list(map(_flush, waiting))
    else:
        with ThreadPoolExecutor(FLUSHERS) as pool:
            list(pool.map(_flush, waiting))


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what keeps a file or folder from being read into a DiskError."""
    try:
        yield
    except FileNotFoundError as error:
        raise DiskError(say("{path}: there is no such file",
                            path=error.filename or path)) from error
    except OSError as error:
        raise DiskError(say("{path}: this cannot be read ({reason}); correct the permissions, "
                            "then try again",
                            path=error.filename or path, reason=why(error))) from error


@contextmanager
def writing(path: Path, failure: type[Failure] = DiskError) -> Iterator[None]:
    """Turn what keeps a file from being written into a `failure`."""
    try:
        yield
    except OSError as error:
        raise failure(refusal(path, error)) from error


def refusal(path: Path, error: OSError) -> Message:
    """Return what the disk refuses, of a file or in a folder, and what to do about it."""
    if error.errno in FULL:
        return say("{path}: the disk is full; make room there, then try again",
                   path=path if path.is_dir() else path.parent)
    return say("{path}: this cannot be written ({reason}); make room or correct the permissions, "
               "then try again", path=error.filename2 or error.filename or path,
               reason=why(error))


def original(path: str) -> str:
    """Return the file that `path` is a packed copy of, or `path` itself.

    A web server sends the copy in place of the file.
    """
    return path[:-3] if path.endswith((".gz", ".br")) else path


Stamp = tuple[int, int, int, int]
"""What changes with a file: its size, its times in nanoseconds, its number on the disk."""

FRESH = 2_000_000_000
"""Nanoseconds within which a file may change once more and keep its times, on any file system."""


def stamp_of(known: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    return known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino


@dataclass(frozen=True)
class Digests:
    """The digests of files; one that is as it was is not read again by the same process."""

    known: dict[str, tuple[Stamp, bytes]] = field(default_factory=dict)

    def of(self, path: str, stamp: Stamp) -> bytes:
        """Return the digest, 16 bytes, of a file that had this stamp just now; raises OSError."""
        before, digest = self.known.get(path, (None, b""))
        if before != stamp:
            digest = content_digest(Path(path).read_bytes())
            if time.time_ns() - max(stamp[1:3]) > FRESH:
                self.known[path] = stamp, digest
        return digest

    def together(self, files: Iterable[tuple[str, Stamp]], *values: object) -> bytes:
        """Return a digest, 16 bytes, of the names and contents of files, and of other values."""
        told = [(path, self.of(path, stamp)) for path, stamp in files]
        return hashlib.blake2b(repr((told, values)).encode(), digest_size=16).digest()


def digest_of(paths: Iterable[Path], *values: object) -> bytes:
    """Return a digest, 16 bytes, of the names and contents of files, and of other values."""
    return Digests().together(stamps_of(paths), *values)


def content_digest(data: bytes) -> bytes:
    """Return the digest, 16 bytes, of a file with this content."""
    return hashlib.blake2b(data, digest_size=16).digest()


def stamps_of(paths: Iterable[Path]) -> list[tuple[str, Stamp]]:
    """Return those paths that lead to files, in their order, each with its stamp."""
    return [(str(path), stamp_of(path.stat())) for path in sorted(set(paths)) if path.is_file()]


def stamps_below(folder: str) -> Iterator[tuple[str, Stamp]]:
    """Yield every file but hidden ones below a folder, links followed, with its stamp.

    Raises OSError at a link that leads back, and at what is not a file, which must not be opened.
    """
    for place, names, back in walk(folder):
        for name in (*names, *back):
            path = f"{place}/{name}"
            # A Path for each of thousands of files takes longer than the disk.
            known = os.stat(path)  # noqa: PTH116
            if not stat.S_ISREG(known.st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
            yield path, stamp_of(known)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file but hidden ones below a folder that others fill, links followed."""
    for place, names, _ in walk(str(folder)):
        yield from (path for name in names if (path := Path(place, name)).is_file())


def walk(folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each folder below one with its names but hidden ones, and links that lead back."""
    for place, folders, names in os.walk(folder, followlinks=True):
        back = [name for name in folders if _leads_back(Path(place, name))]
        folders[:] = [name for name in folders if name not in back]
        yield place, [name for name in names if not name.startswith(".")], back


def _leads_back(path: Path) -> bool:
    """Tell whether a path is a link to a folder that one passes on the way to it."""
    if not path.is_symlink():
        return False
    target = path.resolve()
    return any(parent.resolve().is_relative_to(target) for parent in path.absolute().parents)


def is_no_file(path: Path) -> bool:
    """Tell whether a path is a named pipe, a socket or a device: to open one may never end."""
    return path.exists() and not path.is_file() and not path.is_dir()


@cache
def program_digest(root: Path) -> bytes:
    """Return a digest of the program as it runs; what is changed in it later does not run yet."""
    return digest_of((*(root / "plugins").rglob("*.py"), *(root / "plugins").rglob("*.html"),
                      root / "tasks.py"))


def kind_of(path: str) -> str:
    """Return the media type of a file, without parameters."""
    return TYPES.get(PurePosixPath(path).suffix.lstrip(".").lower(), "application/octet-stream")


def is_text(kind: str) -> bool:
    """Tell whether files of a media type are text, and sent with their encoding."""
    return kind.startswith("text/") or kind.endswith(("xml", "json"))


def media_type(path: str) -> str:
    """Return the media type of a file, with its encoding if it is text (RFC 9110, 8.3)."""
    kind = kind_of(path)
    return f"{kind}; charset=utf-8" if is_text(kind) else kind
