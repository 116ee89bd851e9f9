"""What the tests of residents' votes share: who lives where in the tiny city, and a way to ask them.

101 resident, partner, child · 102 neighbour, volunteer · 601 grid worker · 骑楼8号 building head.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY, SINCE
from linli.apps.people.models import Household, Person, Residence
from linli.apps.votes import actions
from linli.apps.votes.models import ResidentsTurn, ResidentsVote, ResidentsVoter
from linli.apps.votes.rules.thresholds import ORDINARY, Threshold
from linli.apps.votes.tests.compound import SYSTEM, key, person
from linli.foundation.clock import LOCAL

ASKED: Final = dt.datetime(2026, 9, 1, 10, 0, tzinfo=LOCAL)
BEGINS: Final = dt.datetime(2026, 9, 2, 9, 0, tzinfo=LOCAL)
MEANWHILE: Final = BEGINS + dt.timedelta(hours=5)
ENDS: Final = dt.datetime(2026, 9, 9, 18, 0, tzinfo=LOCAL)
OVER: Final = ENDS + dt.timedelta(minutes=1)
NOBODY_NEEDED: Final = Threshold(0, 1, inclusive=True)
DOORS: Final = {
    "resident": 0,
    "partner": 0,
    "child": 0,
    "neighbour": 1,
    "volunteer": 1,
    "grid_worker": 2,
    "building_head": 3,
}


@dataclass(slots=True)
class Neighbours:
    """The people of the tiny city with their homes."""

    cast: Cast
    persons: dict[str, Person]

    @property
    def secretary(self) -> Any:
        return self.cast.secretary.actor

    def voter(self, vote: ResidentsVote, name: str) -> ResidentsVoter:
        return ResidentsVoter.objects.get(vote=vote, person=self.persons[name])


def make_neighbours(cast: Cast) -> Neighbours:
    """Let the cast move in."""
    households = [
        Household.objects.create(id=key(), home=home, valid_from=SINCE) for home in cast.city.homes
    ]
    persons = {}
    for name, door in DOORS.items():
        account = cast[name].key if name in cast else None
        born = 2015 if name == "child" else 1980
        persons[name] = person(name, account, birth_year=born)
        Residence.objects.create(
            id=key(),
            home=cast.city.homes[door],
            person=persons[name],
            household=households[door],
            relation="tenant",
            valid_from=SINCE,
        )
    return Neighbours(cast, persons)


def asked(around: Neighbours, **facts: Any) -> ResidentsVote:
    """Draft a question; by adult, agree or not, more than half unless told otherwise."""
    given = {
        "actor": around.secretary,
        "client_id": uuid.uuid4(),
        "area": COMMUNITY,
        "title": "楼下空地种树还是停车",
        "explanation": "空地约60平方米。",
        "unit": "adult",
        "method": "decision",
        "options": (),
        "quorum": ORDINARY,
        "passing": ORDINARY,
        "opens_at": BEGINS,
        "closes_at": ENDS,
        "now": ASKED,
    }
    return actions.draft_residents_vote(**given | facts)


def announced(around: Neighbours, **facts: Any) -> ResidentsVote:
    vote = asked(around, **facts)
    return actions.open_residents_vote(actor=around.secretary, pk=vote.pk, now=ASKED)


def says(
    around: Neighbours, vote: ResidentsVote, name: str, *mark: int, **facts: Any
) -> ResidentsTurn:
    given: dict[str, Any] = {"client_id": uuid.uuid4(), "now": MEANWHILE}
    return actions.cast_residents_ballot(
        actor=around.cast[name].actor, pk=vote.pk, mark=mark, **given | facts
    )


def counted(vote: ResidentsVote, now: dt.datetime = OVER) -> ResidentsVote:
    return actions.close_residents_vote(actor=SYSTEM, pk=vote.pk, now=now)
