"""Doors for the other apps: persons and homes by key. They show no phone and no address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from linli.apps.people.models import Household, Ownership, Person, Residence
from linli.foundation.areas import Span
from linli.foundation.refusals import Refused
from linli.platform.access import within
from linli.platform.dated import holding

FOUND_MAX = 50
CELL_MIN = 5  # smaller counts of people are not told (ethics rule E-19)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person by key and name, for whoever keeps appointments in a community."""

    id: int
    name: str
    account: int | None


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """A holder's part of a home; `company` is empty for a person."""

    person: int | None
    company: str
    numerator: int
    denominator: int
    basis: str


@dataclass(frozen=True, slots=True)
class Living:
    """Somebody lives in a home; keys only."""

    person: int
    home: int
    household: int | None
    relation: str
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who lives in a building, with the door; keys only."""

    person: int
    household: int | None
    building: int
    door: str
    birth_year: int | None


def person_of(account: int) -> NamedPerson | None:
    """Return the person whom the account belongs to."""
    row = Person.objects.filter(account=account).values_list("id", "name", "account_id").first()
    return NamedPerson(*row) if row else None


def get_person(pk: int) -> NamedPerson | None:
    """Return the person with the key, unless deleted."""
    rows = Person.objects.filter(pk=pk, deleted_at=None).values_list("id", "name", "account_id")
    row = rows.first()
    return NamedPerson(*row) if row else None


def person_names(persons: Iterable[int]) -> dict[int, str]:
    """Return the names of persons in one query, for those who hold a public post."""
    wanted = set(persons)
    if not wanted:
        return {}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def find_persons(*, community: int, text: str, limit: int = FOUND_MAX) -> tuple[NamedPerson, ...]:
    """Return the persons registered in a community whose name begins with `text`."""
    rows = Person.objects.filter(
        community=community, name__startswith=text.strip(), deleted_at=None
    ).order_by("name", "id")
    values = rows.values_list("id", "name", "account_id")[: min(limit, FOUND_MAX)]
    return tuple(NamedPerson(*row) for row in values)


def the_registered(*, community: int, name: str, phone: str, field: str) -> int:
    """Return the key of the one person registered in a community under a name; `phone` tells namesakes apart.

    Raises
    ------
    Refused
        `person.unknown`, `person.namesakes`; with the field that names the person.
    """
    rows = Person.objects.filter(community=community, name=name.strip(), deleted_at=None)
    if phone.strip():
        rows = rows.filter(phone=phone.strip())
    keys = list(rows.order_by("id").values_list("id", flat=True)[:2])
    if not keys:
        raise Refused(
            "person.unknown",
            "没有登记过“%(name)s”。请核对姓名和电话，没登记过的先登记。",
            field=field,
            name=name.strip(),
        )
    if len(keys) > 1:
        raise Refused(
            "person.namesakes",
            "登记过不止一位“%(name)s”，请写上登记时的电话。",
            field=field,
            name=name.strip(),
        )
    return keys[0]


def homes_of(account: int, on: dt.date) -> tuple[int, ...]:
    """Return the homes in which the account's person lives on a day."""
    rows = Residence.objects.as_of(on).filter(person__account=account).order_by("id")
    return tuple(rows.values_list("home_id", flat=True))


def doors_of(accounts: Collection[int], on: dt.date) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return (home, building) of where the persons of the accounts live on a day, in one query."""
    found: dict[int, list[tuple[int, int]]] = {account: [] for account in accounts}
    rows = Residence.objects.as_of(on).filter(person__account__in=list(accounts)).order_by("id")
    for account, home, building in rows.values_list(
        "person__account_id", "home_id", "home__building_id"
    ):
        found[account].append((home, building))
    return {account: tuple(doors) for account, doors in found.items()}


def owned_homes_of(account: int, on: dt.date) -> tuple[int, ...]:
    """Return the homes of which the account's person holds a share on a day."""
    rows = Ownership.objects.as_of(on).filter(person__account=account).order_by("id")
    return tuple(rows.values_list("home_id", flat=True))


def owners_of(home: int, on: dt.date) -> tuple[OwnerShare, ...]:
    """Return the shares of a home on a day."""
    rows = Ownership.objects.as_of(on).filter(home=home).order_by("id")
    columns = ("person_id", "company", "numerator", "denominator", "basis")
    return tuple(OwnerShare(*row) for row in rows.values_list(*columns))


def owners_inside(compound: int, on: dt.date) -> dict[int, tuple[OwnerShare, ...]]:
    """Return the shares of every home of a compound on a day: the roll of an owners' vote."""
    rows = Ownership.objects.as_of(on).filter(home__building__compound=compound).order_by("id")
    columns = ("home_id", "person_id", "company", "numerator", "denominator", "basis")
    found: dict[int, list[OwnerShare]] = {}
    for home, *share in rows.values_list(*columns):
        found.setdefault(home, []).append(OwnerShare(*share))
    return {home: tuple(shares) for home, shares in found.items()}


def residents_of(building: int, on: dt.date) -> tuple[Living, ...]:
    """Return who lives in a building on a day; names are read through `view_residents` only."""
    rows = Residence.objects.as_of(on).filter(home__building=building).order_by("home_id", "id")
    columns = ("person_id", "home_id", "household_id", "relation", "person__birth_year")
    return tuple(Living(*row) for row in rows.values_list(*columns))


def voices_in(buildings: Iterable[int], on: dt.date) -> tuple[Voice, ...]:
    """Return who lives in `buildings` on a day: the roll of a residents' vote."""
    rows = Residence.objects.as_of(on).filter(home__building__in=list(buildings))
    rows = rows.filter(person__deleted_at=None).order_by("home__building", "home_id", "id")
    columns = ("person_id", "household_id", "home__building_id", "person__birth_year")
    door = ("home__building__name", "home__entrance", "home__number")
    return tuple(
        Voice(person, household, building, f"{name} {entrance}单元{number}", year)
        for person, household, building, year, name, entrance, number in rows.values_list(
            *columns, *door
        )
    )


def households_of(building: int, on: dt.date) -> tuple[tuple[int, int], ...]:
    """Return (household, home) of a building on a day."""
    rows = Household.objects.as_of(on).filter(home__building=building).order_by("home_id", "id")
    return tuple((key, home) for key, home in rows.values_list("id", "home_id"))


def count_residents(over: Span, on: dt.date) -> int | None:
    """Return how many live in an area on a day; `None` stands for fewer than five."""
    inside = within("home__building__community_id", (over,))
    found = Residence.objects.filter(holding(on), inside).aggregate(
        count=Count("person", distinct=True)
    )
    count = int(found["count"])
    return count if count == 0 or count >= CELL_MIN else None


def neighbour_condition(account: int, on: dt.date, *, compound: str, community: str) -> Q:
    """Return the condition that the account's person lives or owns a home at a row's place on a day.

    `compound` and `community` name the row's columns; where `compound` is empty the community counts.
    """
    links = [
        rows.as_of(on).filter(person__account=account)
        for rows in (Residence.objects, Ownership.objects)
    ]

    def inside(column: str, place: str) -> Q:
        return reduce(
            or_, [Q(**{f"{column}__in": rows.values(f"home__building__{place}")}) for rows in links]
        )

    in_community = Q(**{f"{compound}__isnull": True}) & inside(community, "community")
    return inside(compound, "compound") | in_community
