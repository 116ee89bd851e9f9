"""At the same moment: the holder of a seat and its substitute; two units of one seat; two ratings."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from linli.apps.accounts.tests.cast import make_cast
from linli.apps.accounts.tests.tiny_city import tiny_city
from linli.apps.meetings import actions
from linli.apps.meetings.models import Attendee, Meeting, Rated, Rating
from linli.apps.meetings.tests.table import BEGINS, DURING, Table, make_table
from linli.apps.meetings.tests.test_voices import MARKS, come, review
from linli.foundation.refusals import Refused

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(calls: list[Callable[[], Any]]) -> Counter[str]:
    """Run all calls together; count what came of them: `ok` or the code of the refusal."""
    gate = threading.Barrier(len(calls))
    results: list[str] = []

    def run(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            call()
            results.append("ok")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(results)


@pytest.fixture
def table() -> Table:
    return make_table(make_cast(tiny_city()))


def careless(meeting: Meeting, table: Table, gate: threading.Barrier) -> None:
    """Come in as an act without a lock would: look, then write."""
    place = table.place_of(meeting, "resident")
    assert place.present_at is None
    gate.wait()
    place.present_at = BEGINS
    place.save(update_fields=["present_at"])


def test_a_seat_without_a_lock_would_be_taken_twice(table: Table) -> None:
    meeting = table.call()
    gate = threading.Barrier(2)

    found = at_once([lambda: careless(meeting, table, gate)] * 2)
    assert found == {"ok": 2}  # this is the race


def test_holder_and_substitute_at_once_take_the_seat_once(table: Table) -> None:
    meeting = table.call()

    def enter(who: str) -> Callable[[], Attendee]:
        actor = table.cast[who].actor
        return lambda: actions.check_in(
            actor=actor, meeting=meeting.pk, code=meeting.door, now=BEGINS
        )

    found = at_once([enter("resident"), enter("neighbour")] * 3)
    assert found == {"ok": 1, "door.already": 5}
    assert Attendee.objects.filter(meeting=meeting, present_at__isnull=False).count() == 1


def test_one_person_on_six_devices_comes_to_a_talk_once(table: Table) -> None:
    talk = table.call("residents_talk")
    enter = lambda: actions.check_in(  # noqa: E731
        actor=table.cast.outsider.actor, meeting=talk.pk, code=talk.door, now=BEGINS
    )

    assert at_once([enter] * 6) == {"ok": 1, "door.already": 5}
    assert Attendee.objects.filter(meeting=talk).count() == 1


def test_one_person_on_six_devices_rates_once(table: Table) -> None:
    meeting = review(table)
    come(table, meeting)
    rate = lambda: actions.rate_service(  # noqa: E731
        actor=table.cast.resident.actor, meeting=meeting.pk, marks=MARKS, now=DURING
    )

    assert at_once([rate] * 6) == {"ok": 1, "review.twice": 5}
    assert Rating.objects.count() == Rated.objects.count() == 1
