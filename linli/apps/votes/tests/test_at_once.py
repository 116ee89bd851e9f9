"""The one call that casts a ballot on PostgreSQL says the same as the long way, or leaves all undone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection

from linli.apps.accounts.tests.cast import Cast, cast, city
from linli.apps.votes import actions
from linli.apps.votes.actions import casting
from linli.apps.votes.actions.at_once import Wanted, cast_at_once
from linli.apps.votes.models import OwnersBallot, OwnersVote
from linli.apps.votes.queries.bundles import _ballot
from linli.apps.votes.rules.canon import START, link
from linli.apps.votes.tests.compound import (
    ALL,
    CLOSES,
    DURING,
    OPENS,
    SYSTEM,
    Estate,
    make_estate,
    noticed,
    opened,
    vote_for,
)
from linli.platform.access import Actor
from linli.platform.models import Act, JournalLine

__all__ = ["cast", "city"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
    ),
]
assert connection is not None, "the condition above reads it"
MINUTE: Final = dt.timedelta(minutes=1)


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


def call(estate: Estate, vote: OwnersVote, name: str, **facts: Any) -> OwnersBallot | None:
    actor: Actor = facts.pop("actor", estate.cast[name].actor)
    now: dt.datetime = facts.pop("now", DURING)
    elector = facts.pop("elector", None) or estate.elector_of(vote, name).pk
    client_id = facts.pop("client_id", None) or uuid.uuid4()
    wanted = Wanted(vote.pk, vote.area, elector, facts.pop("choices", ALL), client_id)
    return cast_at_once(wanted, actor=actor, now=now)


def test_both_ways_make_the_same_chain(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    vote = opened(estate)
    with monkeypatch.context() as patch:
        patch.setattr(casting, "cast_at_once", lambda *_args, **_facts: None)
        vote_for(estate, vote, "resident")
    one = call(estate, vote, "neighbour", now=DURING + dt.timedelta(microseconds=1))
    two = call(estate, vote, "resident", choices={"3": [2, 1], "1": "abstain"}, now=DURING)
    with monkeypatch.context() as patch:
        patch.setattr(casting, "cast_at_once", lambda *_args, **_facts: None)
        vote_for(estate, vote, "neighbour", choices={"2": "no"}, now=DURING + MINUTE)

    rows = list(OwnersBallot.objects.select_related("elector").order_by("sequence"))
    assert one is not None
    assert two is not None
    assert [(row.pk, row.hash, row.at) for row in rows[1:3]] == [
        (own.pk, own.hash, own.at) for own in (one, two)
    ]
    assert [(row.sequence, row.revision) for row in rows] == [(1, 1), (2, 1), (3, 2), (4, 2)]
    previous = START
    for row in rows:
        assert row.previous == previous
        assert row.hash == link(previous, _ballot(row).record())
        previous = row.hash
    lines = JournalLine.objects.filter(verb="votes.cast").order_by("id")
    assert [(line.account, line.label, line.subject) for line in lines] == [(None, "", vote.pk)] * 4
    assert Act.objects.filter(kind="votes.cast").count() == 4


def once_more(estate: Estate, vote: OwnersVote) -> OwnersBallot | None:
    client_id = uuid.uuid4()
    vote_for(estate, vote, "resident", client_id=client_id)
    return call(estate, vote, "resident", client_id=client_id)


NOT_THIS_WAY: Final[dict[str, Callable[[Estate, OwnersVote], OwnersBallot | None]]] = {
    "sent before": once_more,
    "not the owner": lambda estate, vote: call(
        estate, vote, "neighbour", elector=estate.elector_of(vote, "resident").pk
    ),
    "not on the roll": lambda estate, vote: call(estate, vote, "resident", elector=7),
    "before the opening": lambda estate, vote: call(estate, vote, "resident", now=OPENS - MINUTE),
    "after the end": lambda estate, vote: call(estate, vote, "resident", now=CLOSES),
    "nobody": lambda estate, vote: call(estate, vote, "resident", actor=Actor()),
}


@pytest.mark.parametrize("name", NOT_THIS_WAY)
def test_what_is_not_in_order_leaves_nothing(estate: Estate, name: str) -> None:
    vote = opened(estate)

    assert NOT_THIS_WAY[name](estate, vote) is None
    kept = 1 if name == "sent before" else 0
    acts = Act.objects.filter(kind="votes.cast").count()
    assert (OwnersBallot.objects.count(), acts) == (kept, kept)
    assert JournalLine.objects.filter(verb="votes.cast").count() == kept
    assert call(estate, vote, "neighbour") is not None


def test_a_clock_set_back_and_a_vote_that_is_not_open_are_not_for_this_way(estate: Estate) -> None:
    vote = noticed(estate)
    assert call(estate, vote, "resident") is None
    actions.open_vote(actor=SYSTEM, pk=vote.pk, now=OPENS)
    assert call(estate, vote, "resident", now=DURING + 6 * MINUTE) is not None
    assert call(estate, vote, "neighbour", now=DURING) is None
    assert call(estate, vote, "neighbour", now=DURING + 2 * MINUTE) is not None


def test_a_guardian_votes_for_a_child(estate: Estate) -> None:
    vote = opened(estate)
    child = estate.persons["absent"]
    child.guardian = estate.persons["resident"]
    child.save()
    elector = estate.elector_of(vote, "absent").pk

    assert call(estate, vote, "resident", elector=elector) is not None
