"""Keep what visitors send until it is delivered, and what became of it."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from plugins.core.messages import Message
from plugins.forms.records import rows
from plugins.forms.records.arrivals import (
    ONCE_MORE,
    Arrival,
    Limits,
    count,
    is_in_flood,
    is_proved,
    stamp_key,
    waiting_time,
)
from plugins.forms.records.database import Job, T, Writer, connect, fault_of, opened
from plugins.forms.records.submission import (
    Delivery,
    Lane,
    PlanDeliveries,
    Planned,
    Submission,
    Suspicion,
)

SAME = timedelta(minutes=10)
"""Within which the same words in the same form are one submission: somebody clicked twice."""


class DisplacedError(sqlite3.OperationalError):
    """The database was moved, deleted or replaced while it was open: nobody would look there."""


class Store:
    """The submissions in a SQLite file; safe to share between threads. Times are UTC.

    What writes answers with a Future: its result is there once all of it is on the disk, and it
    raises sqlite3.Error if nothing of it is.
    """

    def __init__(self, path: Path, plan: PlanDeliveries, most: Limits | None = None) -> None:
        """Open or create the database; raise StoreError if it cannot be used."""
        self.path, self.plan, self._most = path, plan, most or Limits()
        self._writer = Writer(opened(path, plan))
        self._lock = Lock()
        self._reading = connect(path)
        self.stamp_key = self.read(stamp_key)
        """With what the receiver signs when a visitor began to write."""
        self._files = tuple(_identities(path))
        self._looked, self._whole = path.stat().st_mtime_ns, True

    def add(self, submission: Submission, visitor: str = "", proof: bytes = b"",
            suspicions: Sequence[Suspicion] = ()) -> Future[timedelta | None]:
        """Keep a submission and have it delivered, once: sent again soon, it is already kept.

        The result is how long a visitor must wait before sending it again, None if it is kept; no
        time at all, `ONCE_MORE`, if it is taken with a `proof` that the visitor is no robot.
        Raises DisplacedError where nobody would find it. Another database is not begun: of what is
        in this one it would know nothing, and whoever has moved this one may yet bring it back.
        """
        def job(connection: sqlite3.Connection) -> timedelta | None:
            if not self.is_in_place():
                raise DisplacedError
            arrival = Arrival(submission.form, visitor, submission.created, proof)
            wait = waiting_time(connection, self._most, arrival)
            if wait is not None:
                return wait
            is_flood = is_in_flood(connection, self._most, arrival)
            # In a flood, no mail goes to addresses that a robot typed.
            planned = [each for each in self.plan(submission)
                       if not (is_flood and each.kind == "acknowledgement")]
            if rows.is_crowded(connection, planned, arrival.moment) \
                    and not is_proved(connection, arrival):
                return ONCE_MORE
            # Counted, and so committed, also where it is kept already: neither status nor time
            # tells a stranger that somebody has just sent the same.
            count(connection, arrival)
            if not _is_kept(connection, submission):
                rows.insert_submission(connection, submission)
                rows.insert_suspicions(
                    connection, submission, (*suspicions, "flood") if is_flood else suspicions)
                rows.insert_deliveries(connection, submission, planned)
            return None
        return self.write(job)

    def next_due(self, lane: Lane, now: datetime) -> Delivery | None:
        """Return the delivery of a lane that is to be tried now, the longest waiting first."""
        row = self.read(lambda connection: connection.execute(
            f"SELECT {rows.DELIVERY} FROM deliveries d "
            f"JOIN submissions s ON s.id = d.submission WHERE {rows.WAITING} AND lane = ? "
            "AND next_attempt <= ? ORDER BY next_attempt, d.id LIMIT 1",
            (lane, now.timestamp())).fetchone())
        return rows.delivery_of(row) if row else None

    def next_attempt(self, lane: Lane) -> datetime | None:
        """Return when the next delivery of a lane is to be tried, or None if none waits."""
        moment = self.read(lambda connection: connection.execute(
            f"SELECT min(next_attempt) FROM deliveries WHERE {rows.WAITING} AND lane = ?",
            (lane,)).fetchone()[0])
        return None if moment is None else rows.utc(moment)

    def mark_delivered(self, delivery: Delivery, now: datetime,
                       further: Iterable[Planned] = ()) -> Future[None]:
        """Note that a delivery is done, and have those made that follow from it."""
        def job(connection: sqlite3.Connection) -> None:
            _update(connection, delivery, "delivered = ?, failure = ''", now.isoformat())
            rows.insert_deliveries(connection, delivery.submission, further, now)
        return self.write(job)

    def mark_failed(self, delivery: Delivery, reason: Message, again: datetime,
                    is_theirs: bool = False) -> Future[None]:
        """Note that a delivery failed, why, and when to try again.

        If nobody but who is to receive it can do something, it is not late before that time.
        """
        since = again.timestamp() if is_theirs else delivery.since.timestamp()
        return self.write(lambda connection: _update(
            connection, delivery, "next_attempt = ?, since = ?, failure = ?", again.timestamp(),
            since, rows.write_reason(reason)))

    def mark_parked(self, delivery: Delivery, reason: Message) -> Future[None]:
        """Note that a delivery is tried no longer, and why; a person must look at it."""
        return self.write(lambda connection: _update(
            connection, delivery, "parked = 1, failure = ?", rows.write_reason(reason)))

    def mark_ended(self, delivery: Delivery, reason: Message, now: datetime,
                   further: Iterable[Planned] = ()) -> Future[None]:
        """Note that a delivery is tried no longer, and why; nobody need look at it."""
        def job(connection: sqlite3.Connection) -> None:
            _update(connection, delivery, "parked = 3, failure = ?", rows.write_reason(reason))
            rows.insert_deliveries(connection, delivery.submission, further, now)
        return self.write(job)

    def wake(self) -> Future[None]:
        """Have all that waits tried at once, unless it is for later from the beginning."""
        def job(connection: sqlite3.Connection) -> None:
            connection.execute(f"UPDATE deliveries SET next_attempt = 0 WHERE {rows.WAITING} "
                               "AND since <= ?", (datetime.now(UTC).timestamp(),))
        return self.write(job)

    def write(self, job: Job[T]) -> Future[T]:
        """Run a job that may write; others may share its transaction."""
        return self._writer.write(job)

    def read(self, job: Job[T]) -> T:
        """Run a job that only reads."""
        with self._lock:
            return job(self._reading)

    def is_in_place(self) -> bool:
        """Tell whether the files that are open are those that anybody else would open."""
        return tuple(_identities(self.path)) == self._files

    def is_whole(self) -> bool:
        """Tell whether the database is undamaged; not for one thread beside another.

        It is looked through where its file has changed: by SQLite, seldom, or by somebody who has
        copied another one over it, of which nothing else tells.
        """
        changed = self.path.stat().st_mtime_ns if self.path.exists() else 0
        if changed != self._looked:
            try:
                self._looked, self._whole = changed, not self.read(fault_of)
            except sqlite3.DatabaseError:
                self._looked, self._whole = changed, False
        return self._whole

    def tidy(self) -> None:
        """Leave no trace of what was removed: the log of the last writes may still hold it."""
        self.read(lambda connection: connection.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    def close(self) -> None:
        """Finish what is being written, and close the database."""
        self._writer.close()
        with self._lock:
            self._reading.close()


def _identities(path: Path) -> Iterator[tuple[int, int] | None]:
    """Yield device and number of the files of an open database; what is new is in the second one.

    None stands for one that is not there. They are not opened: with their closing, SQLite would
    lose its locks on them (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    for file in (path, Path(f"{path}-wal")):
        try:
            stat = file.stat()
        except OSError:
            yield None
        else:
            yield stat.st_dev, stat.st_ino


def _is_kept(connection: sqlite3.Connection, submission: Submission) -> bool:
    since = (submission.created - SAME).isoformat()
    return connection.execute("SELECT 1 FROM submissions WHERE digest = ? AND created > ?",
                              (submission.digest, since)).fetchone() is not None


def _update(connection: sqlite3.Connection, delivery: Delivery, assignments: str,
            *values: object) -> None:
    connection.execute(
        f"UPDATE deliveries SET attempts = attempts + 1, {assignments} WHERE id = ?",
        (*values, delivery.id))
