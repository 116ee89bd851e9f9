"""People of the tiny city: who lives where, who owns what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.people.models import Household, Ownership, Person, Residence
from linli.foundation import clock
from linli.foundation.keys import new_key


def key() -> int:
    return new_key(clock.now())


def make_person(name: str, account: int | None = None, **facts: Any) -> Person:
    """Write a person of the community past the rules."""
    return Person.objects.create(
        id=key(),
        account_id=account,
        name=name,
        community_id=facts.pop("community", place.COMMUNITY),
        **facts,
    )


@dataclass(frozen=True, slots=True)
class Village:
    """The cast with persons: the resident rents home 0, which the neighbour and an absent one own."""

    cast: Cast
    resident: Person
    neighbour: Person
    absent: Person

    @property
    def home(self) -> int:
        return self.cast.city.homes[0].pk


@pytest.fixture
def village(cast: Cast) -> Village:
    resident = make_person("莫小玲", cast.resident.key, phone="0774-5550001", birth_year=1992)
    neighbour = make_person("钟翠兰", cast.neighbour.key, phone="0774-5550002")
    absent = make_person("远方业主")
    home, next_home = cast.city.homes[0], cast.city.homes[1]
    household = Household.objects.create(id=key(), home=home, valid_from=place.SINCE)
    Residence.objects.create(
        id=key(),
        home=home,
        person=resident,
        household=household,
        relation="tenant",
        valid_from=place.SINCE,
    )
    Residence.objects.create(
        id=key(), home=next_home, person=neighbour, relation="owner", valid_from=place.SINCE
    )
    for person in (neighbour, absent):
        Ownership.objects.create(
            id=key(),
            home=home,
            person=person,
            numerator=1,
            denominator=2,
            basis="register",
            valid_from=place.SINCE,
        )
    return Village(cast, resident, neighbour, absent)
