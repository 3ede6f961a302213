"""Keep what is typed until it is saved, on the disk at once, and who may come to the desk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from plugins.core.files import DiskError
from plugins.core.messages import say, why

TABLES = (
    # Moments are seconds; what is kept of a token is its digest.
    "drafts (person TEXT, path TEXT, base BLOB, data BLOB, at REAL, PRIMARY KEY (person, path))",
    """accounts (address TEXT PRIMARY KEY, name TEXT, lang TEXT, may_publish INTEGER,
        password TEXT, entered REAL)""",
    "invitations (token BLOB PRIMARY KEY, address TEXT, until REAL)",
    "sessions (token BLOB PRIMARY KEY, address TEXT, begun REAL, seen REAL)",
    "tries (kind TEXT, who TEXT, number INTEGER, at REAL, PRIMARY KEY (kind, who))",
)


@dataclass(frozen=True)
class Draft:
    """A text as a person has typed it so far.

    `path` is its file below the content folder. `base` is the digest of the file from which she
    began, nothing if there was none.
    """

    person: str
    path: str
    base: bytes
    data: bytes
    at: datetime


class Store:
    """The database of the desk: one file, which several threads and commands may use."""

    def __init__(self, file: Path) -> None:
        """Open the file, or begin it; only its owner may read it. Raises DiskError."""
        self._lock, self._file = Lock(), file
        with self._told():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.chmod(0o600)  # one that was brought back from a backup, too
            self._database = sqlite3.connect(file, check_same_thread=False)
            # What a person has typed must be there after a power cut.
            self._database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            for table in TABLES:
                self._database.execute(f"CREATE TABLE IF NOT EXISTS {table}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend the database to a block, whose changes are all kept or none; raises DiskError."""
        with self._lock, self._told(), self._database:
            yield self._database

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the person's last one of this text; raises DiskError."""
        with self.transaction() as database:
            database.execute("REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", (
                draft.person, draft.path, draft.base, draft.data, draft.at.timestamp()))

    def draft(self, person: str, path: str) -> Draft | None:
        """Return what a person has typed of a text, if it is not saved; raises DiskError."""
        found = self._drafts("person = ? AND path = ?", person, path)
        return found[0] if found else None

    def drafts(self, path: str = "") -> list[Draft]:
        """Return what everybody has typed, of one text or of all; raises DiskError."""
        return self._drafts("? IN ('', path)", path)

    def drop(self, person: str, path: str) -> None:
        """Forget a draft: it is saved, or not wanted; raises DiskError."""
        with self.transaction() as database:
            database.execute("DELETE FROM drafts WHERE person = ? AND path = ?", (person, path))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _drafts(self, condition: str, *values: str) -> list[Draft]:
        with self.transaction() as database:
            rows = database.execute("SELECT person, path, base, data, at FROM drafts WHERE "
                                    f"{condition} ORDER BY at DESC", values).fetchall()
        return [Draft(person, path, base, data, datetime.fromtimestamp(at, UTC))
                for person, path, base, data, at in rows]

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise DiskError(say("{path}: what is typed at the desk cannot be kept ({reason}); make "
                                "room or correct the permissions", path=self._file,
                                reason=why(error))) from error
