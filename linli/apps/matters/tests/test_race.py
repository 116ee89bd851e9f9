"""At the same moment: one report eight times, two clerks who accept the same matter."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from linli.apps.accounts.tests.cast import make_cast
from linli.apps.accounts.tests.tiny_city import tiny_city
from linli.apps.matters import actions
from linli.apps.matters.models import Matter
from linli.apps.matters.tests.desk import later, make_units, report
from linli.foundation.refusals import Refused
from linli.platform.models import JournalLine

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """Run all calls together; return their results, or the refusals."""
    gate = threading.Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(number: int, call: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[number] = call()
        except Refused as refusal:
            results[number] = refusal.code
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_same_report_eight_times_at_once_is_one_matter() -> None:
    make_cast(tiny_city())
    client_id = uuid.uuid4()

    receipts = at_once([lambda: report(client_id=client_id)] * 8)

    assert len({(each.reference, each.follow_code) for each in receipts}) == 1  # type: ignore[attr-defined]  # receipts
    assert Matter.objects.count() == 1
    assert JournalLine.objects.filter(verb="matters.report").count() == 1


def test_two_clerks_accept_at_once_and_one_of_them_does() -> None:
    cast = make_cast(tiny_city())
    make_units()
    pk = report().id
    clerks = (cast.secretary.actor, cast.grid_worker.actor)

    results = at_once(
        [
            lambda actor=actor: actions.accept_matter(actor=actor, pk=pk, now=later(hours=1))  # type: ignore[misc]  # bound now
            for actor in clerks
        ]
    )

    assert sorted(isinstance(each, Matter) for each in results) == [False, True]
    assert "matters.wrong_state" in results
    assert JournalLine.objects.filter(verb="matters.accept").count() == 1
