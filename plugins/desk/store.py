"""Keep what is typed until it is saved, on the disk at once, and who may come to the desk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from plugins.core.files import DiskError, content_digest
from plugins.core.messages import say, why

TABLES = (
    # Moments are seconds; what is kept of a token is its digest.
    """typed (person TEXT, path TEXT, window TEXT, base BLOB, data BLOB, at REAL,
        PRIMARY KEY (person, path, window))""",
    "saves (path TEXT PRIMARY KEY, was TEXT, data BLOB, new TEXT, person TEXT)",
    """accounts (address TEXT PRIMARY KEY, name TEXT, lang TEXT, may_publish INTEGER,
        password TEXT, entered REAL)""",
    "invitations (token BLOB PRIMARY KEY, address TEXT, until REAL)",
    "sessions (token BLOB PRIMARY KEY, address TEXT, begun REAL, seen REAL)",
    "tries (kind TEXT, who TEXT, number INTEGER, at REAL, PRIMARY KEY (kind, who))",
)

DROP = "DELETE FROM typed WHERE person = ? AND path = ? AND (window = ? OR digest(data) IN (?, ?))"


@dataclass(frozen=True)
class Draft:
    """A text as a person has typed it so far.

    `path` is its file below the content folder. `base` is the digest of the file from which she
    began, nothing if there was none. `window` is the page on which she types, of which she may have
    several open.
    """

    person: str
    path: str
    base: bytes
    data: bytes
    at: datetime
    window: str = ""

    @property
    def digest(self) -> str:
        """What a page says of the draft that it was drawn with."""
        return content_digest(self.data).hex()


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
            self._database.create_function(
                "digest", 1, lambda data: content_digest(data).hex(), deterministic=True)
            with self._database:
                for table in TABLES:
                    self._database.execute(f"CREATE TABLE IF NOT EXISTS {table}")
                if self._database.execute("SELECT 1 FROM sqlite_master WHERE name = 'drafts'"
                                          ).fetchone():  # a desk of before knew no windows
                    self._database.execute("INSERT INTO typed SELECT person, path, '', base, data, "
                                           "at FROM drafts")
                    self._database.execute("DROP TABLE drafts")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend the database to a block, whose changes are all kept or none; raises DiskError."""
        with self._lock, self._told(), self._database:
            yield self._database

    def keep(self, draft: Draft, known: str = "") -> None:
        """Keep a draft in place of the person's last one of the same window; raises DiskError.

        What was typed in another window goes only if it says the same, or is what this one was
        drawn with: its digest is `known`.
        """
        with self.transaction() as database:
            database.execute(DROP, (draft.person, draft.path, draft.window, known, draft.digest))
            database.execute("INSERT INTO typed VALUES (?, ?, ?, ?, ?, ?)", (
                draft.person, draft.path, draft.window, draft.base, draft.data,
                draft.at.timestamp()))

    def draft(self, person: str, path: str) -> Draft | None:
        """Return what a person has typed last of a text, if it is not saved; raises DiskError."""
        found = self._drafts("person = ? AND path = ?", person, path)
        return found[0] if found else None

    def others(self, person: str, path: str, window: str) -> list[Draft]:
        """Return what a person has typed in other windows than this one; raises DiskError."""
        return self._drafts("person = ? AND path = ? AND window != ?", person, path, window)

    def drafts(self, path: str = "") -> list[Draft]:
        """Return what each person has typed last, of one text or of all; raises DiskError."""
        found = self._drafts("? IN ('', path)", path)
        return [*{(draft.person, draft.path): draft for draft in reversed(found)}.values()][::-1]

    def drop(self, person: str, path: str, window: str, known: str = "") -> None:
        """Forget what was typed in a window, or is `known` there: it is saved, or not wanted.

        Raises DiskError.
        """
        with self.transaction() as database:
            database.execute(DROP, (person, path, window, known, ""))

    def move(self, old: str, new: str) -> None:
        """Let what is being typed be of a file by its new name; raises DiskError."""
        with self.transaction() as database:
            database.execute("UPDATE OR REPLACE typed SET path = ? WHERE path = ?", (new, old))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _drafts(self, condition: str, *values: str) -> list[Draft]:
        with self.transaction() as database:
            rows = database.execute("SELECT person, path, base, data, at, window FROM typed WHERE "
                                    f"{condition} ORDER BY at DESC", values).fetchall()
        return [Draft(person, path, base, data, datetime.fromtimestamp(at, UTC), window)
                for person, path, base, data, at, window in rows]

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise DiskError(say("{path}: what is typed at the desk cannot be kept ({reason}); make "
                                "room or correct the permissions", path=self._file,
                                reason=why(error))) from error
