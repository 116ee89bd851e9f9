"""Owners are told when their vote is announced, opens and is decided; nobody else is."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests.cast import Cast, cast, city
from linli.apps.notifications import queries as notifications
from linli.apps.votes.models import ElectorOwner
from linli.apps.votes.queries.telling import owners_told
from linli.apps.votes.tests.compound import Estate, declared, make_estate, opened

__all__ = ["cast", "city"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


def test_the_owners_on_the_roll_are_told_of_each_step(estate: Estate, cast: Cast) -> None:
    vote = declared(estate, opened(estate))
    told = owners_told(vote.pk)
    assert told
    assert told <= set(
        ElectorOwner.objects.filter(vote=vote).values_list("person__account", flat=True)
    )
    for who in cast:
        if cast[who].account is None:
            continue
        kinds = [row.kind for row in notifications.list_notifications(actor=cast[who].actor)]
        expected = ["votes.declared", "votes.open", "votes.noticed"]
        assert kinds == (expected if cast[who].key in told else []), who
