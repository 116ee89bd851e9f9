"""Many short transactions that wait for one another, and one wait for the disk for all of them.

    with shared_flush():
        lock the row that puts all in order; write        # the lock ends before the disk has it
    # here it is on disk

PostgreSQL holds a row's lock until the transaction is on disk, so that what goes through one row, such
as a chain of ballots, would go one wait for the disk after the other. Here the transaction is committed
without that wait, and then the caller waits, together with others, until the log is on disk up to a
later record: what was committed before it is then on disk as well, since the log is written in order.

Nothing is acknowledged before it is on disk. Others may see a row for the moment between; were the power
cut just then, it would be gone, with everything that was written behind it, and nobody was told of it.
On SQLite, and inside another transaction, it is `transaction.atomic()` and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def shared_flush() -> Iterator[None]:
    """Run a transaction whose locks end before it is on disk; return when it is."""
    is_shared = connection.vendor == "postgresql" and not connection.in_atomic_block
    with transaction.atomic():
        if is_shared:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
        yield
    if is_shared:
        wait_for_disk()


def wait_for_disk() -> None:
    """Return when all that was committed before is on disk: a record of the log that says nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'linli', '')")
