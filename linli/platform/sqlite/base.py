"""Django's SQLite back end with a fair queue of writers.

SQLite's own busy handler sleeps 1 to 100 ms between attempts and whoever wakes at the right moment
wins: with eight writers the slowest transaction in a hundred waits for seconds. Here a writer waits
in the kernel on flock(2), which wakes waiters in order when the one before has committed or died.
Reads never queue. The lock belongs to the open file, one a connection, so threads queue like processes.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.backends.sqlite3 import base

# A single statement outside a transaction is a writer as well when it starts with one of these.
WRITES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Queue:
    """The place of one connection in the queue of the writers of one database file."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._is_mine = False

    def enter(self) -> None:
        """Wait for our turn. A writer that dies leaves the queue by itself: the kernel sees to it."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._is_mine = True

    def leave(self) -> None:
        if self._is_mine:
            self._is_mine = False
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        self.leave()
        os.close(self._file)


class Cursor(base.SQLiteCursorWrapper):
    """A cursor whose writing statements queue when they stand outside a transaction."""

    queue: Queue | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        return self._in_turn(query, lambda: super(Cursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        return self._in_turn(query, lambda: super(Cursor, self).executemany(query, param_list))

    def _in_turn(self, query: str, act: Callable[[], Any]) -> Any:
        is_writer = query.lstrip()[:7].upper().startswith(WRITES)
        if self.queue is None or self.connection.in_transaction or not is_writer:
            return act()
        self.queue.enter()
        try:
            return act()
        finally:
            self.queue.leave()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with the queue entered at BEGIN and left at COMMIT or ROLLBACK."""

    _queue: Queue | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            self._queue = Queue(f"{self.settings_dict['NAME']}-queue")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002  # Django's signature
        cursor = self.connection.cursor(factory=Cursor)
        cursor.queue = self._queue
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        if self._queue is not None:
            self._queue.enter()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # missing in the stubs
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        # When this fails, the rollback that follows leaves the queue.
        super()._commit()  # type: ignore[misc]  # missing in the stubs
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # missing in the stubs
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # missing in the stubs
        finally:
            if self._queue is not None:
                self._queue.close()
                self._queue = None

    def _leave(self) -> None:
        if self._queue is not None:
            self._queue.leave()
