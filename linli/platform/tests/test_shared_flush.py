"""A transaction that shares its wait for the disk is on disk when it is acknowledged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction

from linli.foundation.keys import new_key
from linli.platform import shared_flush as module
from linli.platform.models import Job
from linli.platform.shared_flush import shared_flush

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def write() -> Job:
    return Job.objects.create(id=new_key(NOW), name="x", run_at=NOW, done_at=NOW)


def ask(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_it_is_one_transaction() -> None:
    def torn() -> None:
        with shared_flush():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        torn()
    assert not Job.objects.filter(name="x").exists()
    with shared_flush():
        write()
    assert Job.objects.filter(name="x").count() == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_on_postgresql_the_log_is_on_disk_up_to_what_was_written() -> None:
    ask("SELECT set_config('synchronous_commit', 'on', false)")
    for _ in range(20):
        with shared_flush():
            write()
            assert ask("SHOW synchronous_commit") == "off"
            end = ask("SELECT pg_current_wal_insert_lsn()")
        assert ask(f"SELECT pg_current_wal_flush_lsn() >= '{end}'")
        assert ask("SHOW synchronous_commit") == "on"


def test_inside_another_transaction_the_outer_one_waits_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(module, "wait_for_disk", lambda: asked.append(1))
    with transaction.atomic(), shared_flush():
        write()
        if connection.vendor == "postgresql":
            ask("SELECT set_config('synchronous_commit', 'on', true)")
            with shared_flush():
                assert ask("SHOW synchronous_commit") == "on"
    assert not asked
