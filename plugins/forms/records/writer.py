"""Write into a database from one thread: whatever waits is committed together, then answered."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

MOST = 200
"""The most jobs of one transaction, so that none waits long."""

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]


@dataclass(frozen=True)
class Waiting(Generic[T]):
    """A job, and where its answer is awaited."""

    job: Job[T]
    future: Future[T]


class Writer:
    """One writer of a database; safe to share between threads.

    One flush of the disk serves all that wait for it: it takes as long for a hundred as for one.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection that no other thread uses, opened with `check_same_thread=False`."""
        self._connection = connection
        self._queue: SimpleQueue[Waiting[Any] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def write(self, job: Job[T]) -> Future[T]:
        """Run a job in a transaction; the answer is there once its commit is on the disk."""
        future: Future[T] = Future()
        if self._thread.is_alive():
            self._queue.put(Waiting(job, future))
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
            self._commit([each for each in (first, *self._further())
                          if each.future.set_running_or_notify_cancel()])

    def _further(self) -> Iterator[Waiting[Any]]:
        for _ in range(MOST - 1):
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return
            if waiting is None:  # the end, once these are done
                self._queue.put(None)
                return
            yield waiting

    def _commit(self, group: list[Waiting[Any]]) -> None:
        try:
            with transaction(self._connection):
                answers = [waiting.job(self._connection) for waiting in group]
        except Exception as error:
            if len(group) == 1:
                group[0].future.set_exception(error)
            else:  # one spoils it for all: each on its own
                for waiting in group:
                    self._commit([waiting])
        else:
            for waiting, answer in zip(group, answers, strict=True):
                waiting.future.set_result(answer)


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
