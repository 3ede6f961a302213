"""Keep what has been read of each text, until the text or what it was read with changes.

The shelf is a file that may be deleted, damaged or busy at any time: then everything is read again.
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

from plugins.content.reading import Reading
from plugins.content.text import Text
from plugins.core.messages import Problem

Result = TypeVar("Result")

Find = Callable[[Path, bytes], Reading | None]
"""Finds the reading of a file with this content."""

TABLES = ("facts", "readings")
PATIENCE = 5.0
"""Seconds to wait for another command that is writing."""

PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL,
           sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)
"""What says nothing of the file itself: the next command tries again."""

SEAL = 16
"""Bytes of the digest before what is kept; SQLite itself does not see a damaged value."""


@dataclass(frozen=True)
class Facts:
    """What a check looks at: the text, and what is wrong with it taken by itself.

    A file that cannot be read has no text.
    """

    text: Text | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Shelf:
    """Where readings are kept, and a digest of all that every one of them depends on."""

    path: Path
    made_with: bytes


def digest(shelf: Shelf, data: bytes) -> bytes:
    """Return what a reading of a file with this content is known by."""
    return _seal(shelf, data)


def kept_facts(shelf: Shelf) -> dict[str, tuple[bytes, Facts]]:
    """Return what is known of every text, by its path, with the digest it was read from."""
    def look(store: sqlite3.Connection) -> dict[str, tuple[bytes, Facts]]:
        rows = store.execute("SELECT path, digest, data FROM facts").fetchall()
        found = ((path, given, _unsealed(shelf, data)) for path, given, data in rows)
        return {os.fsdecode(path): (given, facts) for path, given, facts in found if facts}

    return _at(shelf, look, {})


@contextmanager
def kept_readings(shelf: Shelf) -> Iterator[Find]:
    """Let a block find the readings that are kept, if the shelf can be read."""
    try:
        store = _connected(shelf.path)
    except (sqlite3.Error, OSError):
        yield lambda path, data: None
        return
    with closing(store):
        yield lambda path, data: _find(store, shelf, path, data)


def keep(shelf: Shelf, read: Iterable[tuple[str, bytes, Facts, Reading | None]],
         gone: Iterable[str]) -> None:
    """Put readings on the shelf, and take away those of files that are gone."""
    def write(store: sqlite3.Connection) -> None:
        for path, given, facts, reading in read:
            store.execute("REPLACE INTO facts VALUES (?, ?, ?)",
                          (os.fsencode(path), given, _sealed(shelf, facts)))
            store.execute("REPLACE INTO readings VALUES (?, ?, ?)",
                          (os.fsencode(path), given, _sealed(shelf, reading)))
        for table in TABLES:
            store.executemany(f"DELETE FROM {table} WHERE path = ?",
                              [(os.fsencode(path),) for path in gone])
        store.commit()

    _at(shelf, write, None)


def _find(store: sqlite3.Connection, shelf: Shelf, path: Path, data: bytes) -> Reading | None:
    try:
        row = store.execute("SELECT data FROM readings WHERE path = ? AND digest = ?",
                            (os.fsencode(path), digest(shelf, data))).fetchone()
    except sqlite3.Error:
        return None
    reading: Reading | None = _unsealed(shelf, row[0]) if row else None
    return reading


def _at(shelf: Shelf, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
    """Do some work at the shelf, or return `otherwise` if the file or the disk refuses."""
    try:
        shelf.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(_connected(shelf.path)) as store:
            return work(store)
    except OSError:
        pass
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) not in PASSING:
            with suppress(OSError):
                shelf.path.unlink()  # damaged: the next command begins another
    return otherwise


def _connected(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path, timeout=PATIENCE)
    # What is lost in a power cut is read again.
    store.execute("PRAGMA synchronous = OFF")
    for table in TABLES:
        store.execute(f"CREATE TABLE IF NOT EXISTS {table} "
                      "(path BLOB PRIMARY KEY, digest BLOB, data BLOB)")
    return store


def _sealed(shelf: Shelf, value: Any) -> bytes:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _seal(shelf, data) + data


def _unsealed(shelf: Shelf, data: bytes) -> Any:
    """Return what was kept, or None if it is damaged or was made with something else."""
    sound = isinstance(data, bytes) and _seal(shelf, data[SEAL:]) == data[:SEAL]
    return pickle.loads(data[SEAL:]) if sound else None


def _seal(shelf: Shelf, data: bytes) -> bytes:
    return blake2b(data, key=shelf.made_with, digest_size=SEAL).digest()
