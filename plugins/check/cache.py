"""Keep what has been read of each text, until the text or what it was read with changes.

The cache is a file that may be deleted, damaged or busy at any time: then everything is read again.
"""

import os
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from plugins.content.reading import Find, Reading
from plugins.content.text import Text
from plugins.core.files import content_digest
from plugins.core.messages import Problem

Result = TypeVar("Result")

TABLES = ("facts", "readings")
PATIENCE = 5.0
"""Seconds to wait for another command that is writing."""

PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL,
           sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)
"""What says nothing of the file itself: the next command tries again."""

SEAL = 16
"""Bytes of the digest before what is kept; SQLite itself does not see a damaged value."""


@dataclass(frozen=True)
class CheckedText:
    """A text, and what is wrong with it taken by itself; a file that cannot be read has no text."""

    text: Text | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class ReadFile:
    """A file as it was read: its path, the digest of its content, and what is kept of it."""

    path: str
    digest: bytes
    checked: CheckedText
    reading: Reading | None


@dataclass(frozen=True)
class ReadingCache:
    """Where readings are kept, and a digest of all that every one of them depends on."""

    path: Path
    made_with: bytes

    def digest(self, data: bytes) -> bytes:
        """Return what a reading of a file with this content is known by."""
        return self.name(content_digest(data))

    def name(self, digest: bytes) -> bytes:
        """Return what a reading of a file with this digest is known by."""
        return blake2b(digest, key=self.made_with, digest_size=SEAL).digest()


def kept_texts(cache: ReadingCache) -> dict[str, tuple[bytes, CheckedText]]:
    """Return what is known of every text, by its path, with the digest it was read from."""
    def look(store: sqlite3.Connection) -> dict[str, tuple[bytes, CheckedText]]:
        rows = store.execute("SELECT path, digest, data FROM facts").fetchall()
        found = ((path, digest, _unsealed(cache, data)) for path, digest, data in rows)
        return {os.fsdecode(path): (digest, checked) for path, digest, checked in found if checked}

    return _in_store(cache, look, {})


@contextmanager
def kept_readings(cache: ReadingCache) -> Iterator[Find]:
    """Let a block find the readings that are kept, if the file of the cache can be read."""
    try:
        store = _connected(cache.path)
    except (sqlite3.Error, OSError):
        yield lambda path, data: None
        return
    with closing(store):
        yield lambda path, data: _find(store, cache, path, data)


def keep(cache: ReadingCache, read: Iterable[ReadFile], gone: Iterable[str]) -> None:
    """Keep what was read, and remove what is known of files that are gone."""
    def write(store: sqlite3.Connection) -> None:
        for file in read:
            for table, value in zip(TABLES, (file.checked, file.reading), strict=True):
                store.execute(f"REPLACE INTO {table} VALUES (?, ?, ?)",
                              (os.fsencode(file.path), file.digest, _sealed(cache, value)))
        for table in TABLES:
            store.executemany(f"DELETE FROM {table} WHERE path = ?",
                              [(os.fsencode(path),) for path in gone])
        store.commit()

    _in_store(cache, write, None)


def _find(store: sqlite3.Connection, cache: ReadingCache, path: Path, data: bytes
          ) -> Reading | None:
    try:
        row = store.execute("SELECT data FROM readings WHERE path = ? AND digest = ?",
                            (os.fsencode(path), cache.digest(data))).fetchone()
    except sqlite3.Error:
        return None
    reading: Reading | None = _unsealed(cache, row[0]) if row else None
    return reading


def _in_store(cache: ReadingCache, work: Callable[[sqlite3.Connection], Result], otherwise: Result
              ) -> Result:
    """Do some work in the cache, or return `otherwise` if its file or the disk refuses."""
    try:
        cache.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(_connected(cache.path)) as store:
            return work(store)
    except OSError:
        pass
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) not in PASSING:
            with suppress(OSError):
                cache.path.unlink()  # damaged: the next command begins another
    return otherwise


def _connected(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path, timeout=PATIENCE)
    # What is lost in a power cut is read again.
    store.execute("PRAGMA synchronous = OFF")
    for table in TABLES:
        store.execute(f"CREATE TABLE IF NOT EXISTS {table} "
                      "(path BLOB PRIMARY KEY, digest BLOB, data BLOB)")
    return store


def _sealed(cache: ReadingCache, value: object) -> bytes:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return cache.digest(data) + data


def _unsealed(cache: ReadingCache, data: bytes) -> Any:
    """Return what was kept, or None if it is damaged or was made with something else."""
    sound = isinstance(data, bytes) and cache.digest(data[SEAL:]) == data[:SEAL]
    return pickle.loads(data[SEAL:]) if sound else None
