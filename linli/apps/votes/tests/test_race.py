"""At the same moment: co-owners on two devices, one owner on eight, the last second of voting."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from linli.apps.accounts.tests.cast import make_cast
from linli.apps.accounts.tests.tiny_city import tiny_city
from linli.apps.votes import actions
from linli.apps.votes.actions.closing import count
from linli.apps.votes.models import OwnersBallot, OwnersVote
from linli.apps.votes.rules.canon import START
from linli.apps.votes.tests.compound import (
    AFTER,
    DURING,
    SYSTEM,
    Estate,
    closed,
    key,
    make_estate,
    opened,
    vote_for,
)
from linli.foundation.refusals import Refused

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ONLY = {"1": "yes"}


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

    threads = [
        threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def careless(vote: OwnersVote, elector: int, gate: threading.Barrier) -> OwnersBallot:
    """Look first, write later, hold no lock: how a ballot must not be cast."""
    count = OwnersBallot.objects.filter(elector_id=elector).count()
    gate.wait()
    return OwnersBallot.objects.create(
        id=key(),
        vote=vote,
        sequence=count + 1,
        elector_id=elector,
        revision=count + 1,
        channel="web",
        at=DURING,
        choices=ONLY,
        previous=START,
        hash=uuid.uuid4().hex * 2,
    )


def whole(vote: OwnersVote) -> bool:
    rows = list(OwnersBallot.objects.filter(vote=vote).order_by("sequence"))
    links = [START, *(row.hash for row in rows)]
    return [row.previous for row in rows] == links[:-1] and [row.sequence for row in rows] == list(
        range(1, len(rows) + 1)
    )


def estate_and_vote() -> tuple[Estate, OwnersVote]:
    estate = make_estate(make_cast(tiny_city()))
    return estate, opened(estate)


def test_two_devices_that_look_first_and_write_later_collide_and_the_database_keeps_one() -> None:
    estate, vote = estate_and_vote()
    elector, gate = estate.elector_of(vote, "neighbour").pk, threading.Barrier(2)

    results = at_once([lambda: careless(vote, elector, gate)] * 2)

    assert sorted(isinstance(own, OwnersBallot) for own in results) == [False, True]
    assert OwnersBallot.objects.filter(elector=elector).count() == 1


def test_two_devices_of_one_household_leave_exactly_one_effective_ballot() -> None:
    estate, vote = estate_and_vote()

    results = at_once(
        [
            lambda mark=mark: vote_for(estate, vote, "neighbour", choices={"1": mark})  # type: ignore[misc]  # bound now
            for mark in ("yes", "no", "abstain", "yes", "no", "abstain")
        ]
    )

    assert all(isinstance(own, OwnersBallot) for own in results), results
    assert sorted(own.revision for own in results) == [1, 2, 3, 4, 5, 6]
    assert whole(vote)
    assert count(closed(estate, vote))[0].cast == (1, 8850)


def test_the_same_tap_sent_eight_times_is_one_ballot() -> None:
    estate, vote = estate_and_vote()
    client_id = uuid.uuid4()

    results = at_once(
        [lambda: vote_for(estate, vote, "resident", client_id=client_id, choices=ONLY)] * 8
    )

    assert {own.pk for own in results} == {OwnersBallot.objects.get().pk}


def test_voting_and_closing_at_once_lose_no_acknowledged_ballot() -> None:
    estate, vote = estate_and_vote()

    results = at_once(
        [
            lambda: vote_for(estate, vote, "resident", choices=ONLY),
            lambda: vote_for(estate, vote, "neighbour", choices=ONLY),
            lambda: actions.close_vote(actor=SYSTEM, pk=vote.pk, now=AFTER),
        ]
    )

    taken = [own for own in results if isinstance(own, OwnersBallot)]
    refused = [own.code for own in results if isinstance(own, Refused)]
    assert OwnersBallot.objects.filter(vote=vote).count() == len(taken)
    assert set(refused) <= {"ballot.late"}
    assert whole(vote)
