"""At the same moment: two mediators record one meeting, one side confirms while another takes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from linli.apps.accounts.tests.cast import make_cast
from linli.apps.accounts.tests.tiny_city import tiny_city
from linli.apps.disputes import actions
from linli.apps.disputes.models import ConsentLine, Session
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import Room, later, row
from linli.foundation.refusals import Refused
from linli.platform.access import Actor
from linli.platform.models import JournalLine

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run all calls together; return their results, or what was raised."""
    gate = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[number] = call()
        except Exception as error:  # noqa: BLE001  # told to the test
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def make() -> Room:
    return scene.make_room(make_cast(tiny_city()))


def test_two_mediators_recording_at_once_leave_one_record() -> None:
    room = make()
    receipt = scene.asked(room)
    scene.seat(room, receipt.id, room.second)
    scene.seat(room, receipt.id)
    actions.answer_consent(actor=room.neighbour, pk=receipt.id, answer="given", now=later(hours=4))
    actions.plan_session(
        actor=room.mediator, pk=receipt.id, begins_at=later(days=1), setting="room", now=later(hours=5)
    )  # fmt: skip

    def record(actor: Actor, words: str) -> Callable[[], Any]:
        minutes = actions.Minutes((1, 2), words)
        return lambda: actions.record_session(
            actor=actor, pk=receipt.id, number=1, minutes=minutes, now=later(days=1)
        )

    results = at_once([record(room.mediator, "谭记录的内容"), record(room.second, "黄记录的内容")])

    refused = [each.code for each in results if isinstance(each, Refused)]
    kept = [each for each in results if isinstance(each, Session)]
    assert refused == ["dispute.session_settled"]
    assert Session.objects.get(dispute=receipt.id).record == kept[0].record
    assert JournalLine.objects.filter(verb="disputes.record_session").count() == 1


def test_consent_taken_back_while_the_last_side_confirms_leaves_one_end() -> None:
    room = make()
    receipt = scene.talking(room)
    mark = scene.drawn(room, receipt)
    now, pk = later(days=2), receipt.id
    actions.confirm_agreement(actor=room.resident, pk=pk, fingerprint=mark, now=now)

    results = at_once(
        [
            lambda: actions.confirm_agreement(
                actor=room.neighbour, pk=pk, fingerprint=mark, now=now
            ),
            lambda: actions.answer_consent(actor=room.resident, pk=pk, answer="withdrawn", now=now),
        ]
    )

    refused = [each.code for each in results if isinstance(each, Refused)]
    assert len(refused) == 1, results
    state = row(receipt).state
    withdrawn = ConsentLine.objects.filter(answer="withdrawn").exists()
    assert (state, withdrawn) in {("agreed", False), ("failed", True)}
