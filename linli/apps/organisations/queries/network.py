"""The four levels of one compound (四级组织服务网络), and the key household that a home is linked to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from linli.apps.organisations.models import (
    Appointment,
    HomeContact,
    Organisation,
    OrganisationBuilding,
    OrganisationCompound,
)
from linli.apps.organisations.queries.who import Holder
from linli.apps.organisations.rules.coverage import Network
from linli.apps.organisations.rules.kinds import Kind, Line, Post
from linli.apps.people.queries.finding import homes_of
from linli.apps.places import queries as places
from linli.platform.dated import holding


@dataclass(frozen=True, slots=True)
class Level:
    """An organisation of the network by its key and name."""

    id: int
    name: str
    kind: str
    form: str


@dataclass(frozen=True, slots=True)
class BuildingLevel:
    """A building with its group, its head and the key households that live in it."""

    building: places.BuildingRow
    group: Level | None
    heads: tuple[Holder, ...]
    key_households: tuple[tuple[Holder, int], ...]  # with the number of linked homes


@dataclass(frozen=True, slots=True)
class CompoundNetwork:
    compound: places.CompoundRow
    on: dt.date
    community: Level | None
    branch: Level | None
    buildings: tuple[BuildingLevel, ...]

    @property
    def facts(self) -> Network:
        return Network(
            has_community_organisation=self.community is not None,
            has_branch=self.branch is not None,
            buildings=len(self.buildings),
            grouped_buildings=sum(1 for row in self.buildings if row.group is not None),
            key_households=sum(len(row.key_households) for row in self.buildings),
        )


def network_of(compound: int, on: dt.date) -> CompoundNetwork | None:
    """Return the four levels of a compound on a day, `None` when there is no such compound."""
    row = places.get_compound(compound)
    if row is None:
        return None
    buildings = places.list_buildings(compound=compound, on=on)
    keys = [building.id for building in buildings]
    groups = _groups(keys, on)
    heads, households = _people(keys, on)
    return CompoundNetwork(
        compound=row,
        on=on,
        community=_community(row.community, on),
        branch=_branch(compound, on),
        buildings=tuple(
            BuildingLevel(
                building,
                groups.get(building.id),
                tuple(heads[building.id]),
                tuple(households[building.id]),
            )
            for building in buildings
        ),
    )


def _community(area: int, on: dt.date) -> Level | None:
    rows = Organisation.objects.as_of(on).filter(area=area, kind=Kind.COMMUNITY_PARTY_ORG)
    found = rows.values_list("id", "name", "kind", "form").first()
    return Level(*found) if found else None


def _branch(compound: int, on: dt.date) -> Level | None:
    found = (
        OrganisationCompound.objects.filter(
            holding(on), holding(on, "organisation__"), compound=compound, line=Line.BRANCH.value
        )
        .values_list(
            "organisation_id", "organisation__name", "organisation__kind", "organisation__form"
        )
        .first()
    )
    return Level(*found) if found else None


def _groups(buildings: Iterable[int], on: dt.date) -> dict[int, Level]:
    rows: QuerySet[Any, Any] = OrganisationBuilding.objects.filter(
        holding(on),
        holding(on, "organisation__"),
        building__in=buildings,
        line=Line.GROUP.value,
    ).values_list(
        "building_id",
        "organisation_id",
        "organisation__name",
        "organisation__kind",
        "organisation__form",
    )
    return {building: Level(*level) for building, *level in rows}


def _people(
    buildings: Iterable[int], on: dt.date
) -> tuple[dict[int, list[Holder]], dict[int, list[tuple[Holder, int]]]]:
    rows = (
        Appointment.objects.as_of(on)
        .filter(building__in=buildings, post__in=[str(Post.BUILDING_HEAD), str(Post.KEY_HOUSEHOLD)])
        .annotate(homes_now=Count("homes", filter=holding(on, "homes__")))
        .order_by("id")
        .values_list("building_id", "post", "person_id", "person__name", "homes_now")
    )
    heads: dict[int, list[Holder]] = defaultdict(list)
    households: dict[int, list[tuple[Holder, int]]] = defaultdict(list)
    for building, post, person, name, homes in rows:
        holder = Holder(person, name, post)
        if post == Post.BUILDING_HEAD:
            heads[building].append(holder)
        else:
            households[building].append((holder, homes))
    return heads, households


def key_households_for(homes: Iterable[int], on: dt.date) -> tuple[Holder, ...]:
    """Return the key households linked to the homes, those only who agreed that neighbours see them."""
    rows = HomeContact.objects.filter(
        holding(on),
        holding(on, "appointment__"),
        home__in=homes,
        appointment__shown_to_neighbours=True,
    ).values_list("appointment__person_id", "appointment__person__name", "appointment__post")
    return tuple(dict.fromkeys(Holder(*row) for row in rows))


@dataclass(frozen=True, slots=True)
class MyKeyHouseholds:
    """What somebody sees of key households: theirs, and the post that they hold themselves."""

    linked: tuple[Holder, ...]
    own: tuple[tuple[int, str, bool], ...]  # appointment, building, shown to neighbours


def my_key_households(account: int, on: dt.date) -> MyKeyHouseholds:
    """Return the key households of the homes that the account lives in. Three queries."""
    homes = homes_of(account, on)
    mine = Appointment.objects.as_of(on).filter(person__account=account, post=Post.KEY_HOUSEHOLD)
    own = mine.values_list("id", "building__name", "shown_to_neighbours")
    return MyKeyHouseholds(key_households_for(homes, on), tuple((*row,) for row in own))
