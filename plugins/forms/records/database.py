"""Lay out the database of submissions, and bring one of an earlier version up to date."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from plugins.core.email_address import comparable
from plugins.core.messages import Failure, Message, say, why
from plugins.forms.records import rows
from plugins.forms.records.arrivals import stamp_key
from plugins.forms.records.submission import PlanDeliveries

VERSION = 2

TABLES = (
    # `digest` tells a submission that was sent twice, `created` is ISO 8601 in UTC.
    """CREATE TABLE submissions (
        id TEXT PRIMARY KEY, form TEXT NOT NULL, lang TEXT NOT NULL, fields TEXT NOT NULL,
        consents TEXT NOT NULL, page TEXT NOT NULL, created TEXT NOT NULL, digest TEXT NOT NULL)""",
    "CREATE INDEX said ON submissions (digest, created)",
    # `since` and `next_attempt` are seconds; neither delivered nor parked is waiting; parked is 2
    # once somebody dropped it, 3 once it ended without a fault of ours. No id is given again: what
    # became of a delivery may be noted after somebody has erased it.
    """CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        submission TEXT NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, lane TEXT NOT NULL, address TEXT NOT NULL, detail TEXT NOT NULL,
        since REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
        next_attempt REAL NOT NULL DEFAULT 0, delivered TEXT,
        parked INTEGER NOT NULL DEFAULT 0, failure TEXT NOT NULL DEFAULT '',
        UNIQUE (submission, kind, address))""",
    """CREATE INDEX waiting ON deliveries (lane, next_attempt, id)
        WHERE delivered IS NULL AND parked = 0""",
    # What proves a subscription once its submission is gone; to be kept `until` a day, if any;
    # `looked` is when the audience was last asked whether the address is subscribed.
    """CREATE TABLE proofs (
        id TEXT PRIMARY KEY, email TEXT NOT NULL, form TEXT NOT NULL, lang TEXT NOT NULL,
        consents TEXT NOT NULL, page TEXT NOT NULL, created TEXT NOT NULL, until TEXT,
        looked REAL NOT NULL DEFAULT 0)""",
    # How many came in a minute from what a key of the day makes of an address.
    """CREATE TABLE arrivals (
        address BLOB NOT NULL, minute INTEGER NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (address, minute)) WITHOUT ROWID""",
    "CREATE TABLE keys (day TEXT PRIMARY KEY, key BLOB NOT NULL)",
    "CREATE TABLE pulse (id INTEGER PRIMARY KEY CHECK (id = 1), moment TEXT NOT NULL)",
)

ADDED = (
    # The submissions that were ended on purpose, by their random ids alone: no backup brings them
    # back.
    "CREATE TABLE IF NOT EXISTS removed (id TEXT PRIMARY KEY) WITHOUT ROWID",
    # Why a submission may be a robot's.
    """CREATE TABLE IF NOT EXISTS suspicions (
        submission TEXT NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
        suspicion TEXT NOT NULL, PRIMARY KEY (submission, suspicion)) WITHOUT ROWID""",
    # The mailbox that a delivery is for, however it was spelled, where their number is limited.
    """CREATE TABLE IF NOT EXISTS mailboxes (
        delivery INTEGER PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, mailbox TEXT NOT NULL, domain TEXT NOT NULL, since REAL NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS of_mailbox ON mailboxes (kind, mailbox, since)",
    "CREATE INDEX IF NOT EXISTS of_domain ON mailboxes (kind, domain, since)",
)
"""What an earlier program of this version does not have, and takes no harm from."""


class StoreError(Failure):
    """The database of submissions cannot be used as it is."""


MOST = 200
"""The most jobs of one transaction, so that none waits long."""

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]

Waiting = tuple[Job[Any], Future[Any]]
"""A job, and where its answer is awaited."""


class Writer:
    """One writer of a database; safe to share between threads.

    One flush of the disk serves all that wait for it: it takes as long for a hundred as for one.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection that no other thread uses, opened with `check_same_thread=False`."""
        self._connection = connection
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def write(self, job: Job[T]) -> Future[T]:
        """Run a job in a transaction; the answer is there once its commit is on the disk."""
        future: Future[T] = Future()
        if self._thread.is_alive():
            self._queue.put((job, future))
        else:
            future.set_exception(sqlite3.ProgrammingError("the database is closed"))
        return future

    def close(self) -> None:
        """Finish what waits, and close the connection."""
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            self._commit([(job, future) for job, future in (first, *self._further())
                          if future.set_running_or_notify_cancel()])

    def _further(self) -> Iterator[Waiting]:
        for _ in range(MOST - 1):
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return
            if waiting is None:  # the end, once these are done
                self._queue.put(None)
                return
            yield waiting

    def _commit(self, group: list[Waiting]) -> None:
        try:
            with transaction(self._connection):
                answers = [job(self._connection) for job, _ in group]
        except Exception as error:
            if len(group) == 1:
                group[0][1].set_exception(error)
            else:  # one spoils it for all: each on its own
                for waiting in group:
                    self._commit([waiting])
        else:
            for (_, future), answer in zip(group, answers, strict=True):
                future.set_result(answer)


def opened(path: Path, plan: PlanDeliveries) -> sqlite3.Connection:
    """Return a database of this version: a new one, or an earlier one brought up to date.

    `plan` tells which deliveries replace what an earlier version kept. Raises StoreError if the
    database cannot be used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        connection = connect(path)
        prepare(connection, path, plan)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(say("{path}: the database cannot be used ({reason}); the folder must be "
                             "the receiver’s to write into", path=path, reason=why(error)
                             )) from error
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """Open the database for one thread after the other; what is deleted is overwritten, too."""
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000",
                   "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    # SQLite’s own lower() knows the letters of ASCII only.
    connection.create_function("comparable", 1, comparable, deterministic=True)
    connection.create_function("holds", 2, rows.holds, deterministic=True)
    return connection


def prepare(connection: sqlite3.Connection, path: Path, plan: PlanDeliveries) -> None:
    """Lay out a database, or bring an earlier one up to date; StoreError if it is a later one."""
    with transaction(connection):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError(say("{path}: the database is of version {version}, this program knows "
                                 "version {known}; use the program that wrote it",
                                 path=path, version=version, known=VERSION))
        if version == 0:
            _create(connection)
        elif version == 1:
            _divide(connection, plan)
        for addition in ADDED:
            connection.execute(addition)
        stamp_key(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def fault_of(connection: sqlite3.Connection) -> str:
    """Return the first thing that SQLite finds wrong with a database, "" for nothing."""
    found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if found == "ok" else found


def _create(connection: sqlite3.Connection) -> None:
    for table in (*TABLES, *ADDED):
        connection.execute(table)


def _divide(connection: sqlite3.Connection, plan: PlanDeliveries) -> None:
    """Part submissions and deliveries, which version 1 kept in one row."""
    connection.execute("ALTER TABLE submissions RENAME TO both")
    connection.execute("DROP INDEX waiting")
    _create(connection)
    for row in connection.execute(
            f"SELECT {rows.SUBMISSION}, attempts, next_attempt, delivered, parked, failure "
            "FROM both ORDER BY created").fetchall():
        submission, failure = rows.submission_of(row[:7]), row[11]
        rows.insert_submission(connection, submission)
        # A visitor of long ago is not thanked now.
        rows.insert_deliveries(connection, submission, [
            planned for planned in plan(submission) if planned.kind != "acknowledgement"])
        connection.execute(
            "UPDATE deliveries SET attempts = ?, next_attempt = ?, delivered = ?, parked = ?, "
            "failure = ? WHERE submission = ?",
            (*row[7:11], failure and rows.write_reason(Message("{text}", {"text": failure})),
             submission.id))
    connection.execute("DROP TABLE both")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what the block writes, or undo it if it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some errors, that of a full disk among them, SQLite has undone it already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
