"""At the same moment in a residents' vote: two of one household, one person on two devices, all at once."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.db import transaction

from linli.apps.accounts.tests.cast import make_cast
from linli.apps.accounts.tests.tiny_city import tiny_city
from linli.apps.votes import actions
from linli.apps.votes.models import ResidentsBox, ResidentsTurn, ResidentsVote, ResidentsVoter
from linli.apps.votes.rules.secrecy import drop
from linli.apps.votes.tests.compound import SYSTEM
from linli.apps.votes.tests.neighbours import OVER, Neighbours, announced, make_neighbours, says
from linli.apps.votes.tests.test_race import at_once
from linli.foundation.refusals import Refused

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def neighbours() -> Neighbours:
    return make_neighbours(make_cast(tiny_city()))


def careless(
    vote: ResidentsVote, voter: ResidentsVoter, key: int, gate: threading.Barrier
) -> ResidentsTurn:
    """Look first and write later, without a lock: the race itself."""
    is_free = not ResidentsTurn.objects.filter(voter=voter).exists()
    box = ResidentsBox.objects.get(vote=vote)
    gate.wait()
    assert is_free
    with transaction.atomic():
        turn = ResidentsTurn.objects.create(id=key, vote=vote, voter=voter, channel="web")
        box.marks, box.ballots = drop(box.marks, [1]), box.ballots + 1
        box.save(update_fields=["marks", "ballots"])
    return turn


def test_two_of_a_household_who_look_first_collide_and_the_database_keeps_one() -> None:
    around = neighbours()
    vote, gate = announced(around, unit="household"), threading.Barrier(2)
    door = around.cast.city.homes[1]
    voter = ResidentsVoter.objects.get(vote=vote, household__home=door)

    results = at_once([lambda key=key: careless(vote, voter, key, gate) for key in (7, 8)])  # type: ignore[misc]  # bound now

    assert sorted(isinstance(own, ResidentsTurn) for own in results) == [False, True]
    assert ResidentsBox.objects.get(vote=vote).marks == {"1": 1}


def test_two_neighbours_who_look_first_lose_a_ballot_and_the_database_refuses_it_with_its_turn() -> (
    None
):
    around = neighbours()
    vote, gate = announced(around), threading.Barrier(2)
    voters = [around.voter(vote, name) for name in ("resident", "neighbour")]

    results = at_once(
        [
            lambda voter=voter, key=key: careless(vote, voter, key, gate)  # type: ignore[misc]  # bound now
            for key, voter in enumerate(voters, start=7)
        ]
    )

    assert sorted(isinstance(own, ResidentsTurn) for own in results) == [False, True]
    assert ResidentsBox.objects.get(vote=vote).ballots == ResidentsTurn.objects.count() == 1


def test_two_of_one_household_on_six_devices_leave_exactly_one_ballot() -> None:
    around = neighbours()
    vote = announced(around, unit="household")

    results = at_once(
        [
            lambda name=name, mark=mark: says(around, vote, name, mark)  # type: ignore[misc]  # bound now
            for name, mark in zip(("neighbour", "volunteer") * 3, (1, 2, 1, 2, 1, 2), strict=True)
        ]
    )

    taken = [own for own in results if isinstance(own, ResidentsTurn)]
    assert len(taken) == 1
    assert {own.code for own in results if isinstance(own, Refused)} == {"ballot.voted"}
    assert ResidentsBox.objects.get(vote=vote).ballots == 1


def test_all_neighbours_at_once_and_a_tap_sent_twice_lose_and_double_nothing() -> None:
    around = neighbours()
    vote, tap = announced(around), uuid.uuid4()
    names = ("neighbour", "volunteer", "grid_worker", "building_head")
    calls: list[Any] = [lambda name=name: says(around, vote, name, 1) for name in names]
    calls += [lambda: says(around, vote, "resident", 2, client_id=tap)] * 2

    results = at_once(calls)

    assert all(isinstance(own, ResidentsTurn) for own in results), results
    assert ResidentsBox.objects.get(vote=vote).marks == {"1": 4, "2": 1}


def test_voting_and_closing_at_once_count_what_was_acknowledged() -> None:
    around = neighbours()
    vote = announced(around)

    results = at_once(
        [
            lambda: says(around, vote, "resident", 1),
            lambda: says(around, vote, "neighbour", 1),
            lambda: actions.close_residents_vote(actor=SYSTEM, pk=vote.pk, now=OVER),
        ]
    )

    taken = [own for own in results if isinstance(own, ResidentsTurn)]
    vote.refresh_from_db()
    assert vote.state == "closed"
    assert vote.result.ballots == len(taken)
