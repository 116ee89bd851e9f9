"""Django's PostgreSQL back end with statements that are planned once, and a pool that asks less.

Django sends every query as text, and PostgreSQL plans it anew: a matter with all its names takes ten
times as long to plan as to read. What `linli.platform.prepared` sends goes under a name, so that each
connection plans it once; its rows come in binary form, which costs a fraction to take in.
"""

from __future__ import annotations

import select
import time
from typing import Any, Final

import psycopg
from django.db.backends.postgresql import base
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format, TransactionStatus

# A connection that was used so lately is looked at, not asked: a server that ended has said so.
FRESH_SECONDS: Final = 30
TRIES_MAX: Final = 100  # connections that may turn out dead one after another


class JsonText(Loader):
    """Hands JSON on as text, as Django's fields expect it; a byte before it names the version."""

    format = Format.BINARY

    def load(self, data: Buffer) -> str:
        return bytes(data)[1:].decode()


class PreparedCursor(psycopg.Cursor[Any]):
    """A cursor whose statements the server keeps, with the values apart and binary rows."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> PreparedCursor:
        return super().execute(query, params, prepare=True, binary=True)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with cursors for prepared statements."""

    def _configure_connection(self, connection: Any) -> bool:
        connection.prepare_threshold = 1  # allows it; Django's own cursors never prepare
        connection.adapters.register_loader("jsonb", JsonText)
        return bool(super()._configure_connection(connection))  # type: ignore[misc]  # not in the stubs

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that lives: one from the pool that the server has left is given up."""
        for _try in range(TRIES_MAX):
            connection = super().get_new_connection(conn_params)
            if self.pool is None or _lives(connection):
                return connection
            connection.close()
            self.pool.putconn(connection)
        raise psycopg.OperationalError("no connection of the pool is alive")

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.left_at = time.monotonic()
        super()._close()  # type: ignore[misc]  # not in the stubs

    def prepared_cursor(self) -> Any:
        """Return a cursor whose statements the server plans once a connection."""
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = PreparedCursor(self.connection)
        return self._prepare_cursor(cursor)  # type: ignore[attr-defined]  # counts and logs queries


def _lives(connection: Any) -> bool:
    """Tell whether the server is still there: a socket with nothing to read has not been closed."""
    left_at = getattr(connection, "left_at", None)
    if left_at is None:  # never lent before: just made
        return True
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    if time.monotonic() - left_at < FRESH_SECONDS and not watch.poll(0):
        return True
    try:
        connection.execute("")
    except psycopg.Error:
        return False
    return bool(connection.info.transaction_status == TransactionStatus.IDLE)
