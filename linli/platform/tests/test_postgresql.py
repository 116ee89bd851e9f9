"""The back end of PostgreSQL: statements that are planned once, connections that are alive."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from linli.platform import prepared
from linli.platform.models import JournalLine

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own"),
]
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def of_subject(subject: int) -> QuerySet[JournalLine, Any]:
    return (
        JournalLine.objects.filter(subject_kind="100%s%%", subject=subject)
        .order_by("id")
        .values_list("id", "at", "after")
    )


def statements() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%100%%'"
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_query_is_planned_once_for_all_its_values() -> None:
    for number in range(3):
        JournalLine.objects.create(
            id=number + 1,
            at=NOW,
            verb="matters.report",
            subject_kind="100%s%%",
            subject=number * 10**12,
            after={"字": [number]},
        )

    found = [prepared.rows("planned once", of_subject, subject=n * 10**12) for n in range(3)]

    assert found == [list(of_subject(n * 10**12)) for n in range(3)]
    assert len(statements()) == 1
    assert "'100%s%%'" in statements()[0]  # what never changes is known when it is planned
    assert "$2" not in statements()[0]


def test_a_prepared_query_is_counted_like_any_other() -> None:
    with CaptureQueriesContext(connection) as asked:
        prepared.rows("planned once", of_subject, subject=1)

    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_not_lent_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (first,) = cursor.fetchone()
    other = connection.copy()
    try:
        connection.close()  # back into the pool, if there is one
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [first])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone() != (first,)
    finally:
        other.close()
