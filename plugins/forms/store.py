"""Keep what visitors send until it is delivered, and what became of it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from plugins.problems import Failure, say

VERSION = 1
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS submissions (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL,
    lang TEXT NOT NULL,
    fields TEXT NOT NULL,
    consents TEXT NOT NULL,
    page TEXT NOT NULL,
    created TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt REAL NOT NULL DEFAULT 0,
    delivered TEXT,
    parked INTEGER NOT NULL DEFAULT 0,
    failure TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS waiting ON submissions (next_attempt)
    WHERE delivered IS NULL AND parked = 0;
PRAGMA user_version = {VERSION};
"""
COLUMNS = "id, form, lang, fields, consents, page, created, attempts"
WAITING = "delivered IS NULL AND parked = 0"


class StoreError(Failure):
    """The database of submissions cannot be used as it is."""


@dataclass(frozen=True)
class Consent:
    """What a visitor agreed to, word for word, as proof (GDPR art. 7)."""

    field: str
    version: str
    text: str


@dataclass(frozen=True)
class Submission:
    """What a visitor posted: declared fields only; `page` is the path it was sent from."""

    id: str
    form: str
    lang: str
    values: Mapping[str, str]
    consents: tuple[Consent, ...]
    page: str
    created: datetime
    attempts: int = 0


class Store:
    """The submissions in a SQLite file; safe to share between threads.

    `add` returns only once the submission is on the disk. Times are UTC.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the database; raise StoreError if it is of a later version."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self.path = path
        self._lock = Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000"):
            self._connection.execute(f"PRAGMA {pragma}")
        _prepare(self._connection, path)

    def add(self, submission: Submission) -> None:
        """Keep a submission; raise sqlite3.Error if it could not be written."""
        with self._transaction() as connection:
            connection.execute(
                f"INSERT INTO submissions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (submission.id, submission.form, submission.lang, _json(submission.values),
                 _json([asdict(consent) for consent in submission.consents]), submission.page,
                 submission.created.isoformat(), submission.attempts))

    def due(self, now: datetime, most: int = 50) -> list[Submission]:
        """Return the submissions whose delivery is to be tried now, the longest waiting first."""
        with self._transaction() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM submissions WHERE {WAITING} AND next_attempt <= ? "
                "ORDER BY next_attempt, created LIMIT ?", (now.timestamp(), most)).fetchall()
        return [_submission(row) for row in rows]

    def next_attempt(self) -> datetime | None:
        """Return when the next delivery is to be tried, or None if nothing waits."""
        with self._transaction() as connection:
            moment = connection.execute(
                f"SELECT min(next_attempt) FROM submissions WHERE {WAITING}").fetchone()[0]
        return None if moment is None else datetime.fromtimestamp(moment, UTC)

    def mark_delivered(self, submission: Submission, now: datetime) -> None:
        """Note that a submission has been handed on."""
        self._update(submission, "delivered = ?, failure = ''", now.isoformat())

    def mark_failed(self, submission: Submission, reason: str, again: datetime) -> None:
        """Note that a delivery failed, why, and when to try again."""
        self._update(submission, "next_attempt = ?, failure = ?", again.timestamp(), reason)

    def mark_parked(self, submission: Submission, reason: str) -> None:
        """Note that a delivery was refused for good, and why; a person must look at it."""
        self._update(submission, "parked = 1, failure = ?", reason)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._connection.close()

    def _update(self, submission: Submission, assignments: str, *values: object) -> None:
        with self._transaction() as connection:
            connection.execute(
                f"UPDATE submissions SET attempts = attempts + 1, {assignments} WHERE id = ?",
                (*values, submission.id))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
    elif version != VERSION:
        raise StoreError(say("{path}: the database is of version {version}, this program knows "
                             "version {known}; use the program that wrote it",
                             path=path, version=version, known=VERSION))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _submission(row: tuple[str, str, str, str, str, str, str, int]) -> Submission:
    name, form, lang, values, consents, page, created, attempts = row
    return Submission(name, form, lang, json.loads(values),
                      tuple(Consent(**consent) for consent in json.loads(consents)),
                      page, datetime.fromisoformat(created), attempts)
