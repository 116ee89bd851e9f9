"""Who answers for a building? Four queries, whatever answers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q, QuerySet

from linli.apps.organisations.models import (
    Appointment,
    Organisation,
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
)
from linli.apps.organisations.rules.kinds import PUBLIC_POSTS, Kind, Post
from linli.apps.places import queries as places
from linli.foundation.areas import Level, ancestor
from linli.platform.dated import holding

CONTACTS_MAX: Final = 40
HOLDERS_MAX: Final = 60

# In the order in which a resident needs them.
SHOWN: Final = (
    Kind.GRID_TEAM,
    Kind.STEWARD_TEAM,
    Kind.PROPERTY_FIRM,
    Kind.OWNERS_COMMITTEE,
    Kind.PROPERTY_MANAGEMENT_COMMITTEE,
    Kind.COMPOUND_BRANCH,
    Kind.OC_BRANCH,
    Kind.BUILDING_GROUP,
    Kind.GRID_BRANCH,
    Kind.COMMUNITY_OFFICE,
    Kind.MEDIATION_COMMITTEE,
    Kind.SUBDISTRICT_OFFICE,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person named in public for a post; no personal number is kept or shown."""

    person: int
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Contact:
    """An organisation that answers for the place, and whom it names."""

    id: int
    kind: str
    name: str
    name_en: str
    form: str
    area: int
    area_name: str
    office_phone: str
    complaint_phone: str
    office_hours: str
    address: str
    people: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for a building on a day, in the order in which a resident needs them."""

    building: places.BuildingRow
    grid: int | None
    on: dt.date
    contacts: tuple[Contact, ...]
    building_heads: tuple[Holder, ...] = field(default=())

    def of(self, kind: str) -> Contact | None:
        """Return the first contact of a kind."""
        return next((contact for contact in self.contacts if contact.kind == kind), None)

    @property
    def grid_team(self) -> Contact | None:
        return self.of(Kind.GRID_TEAM)

    @property
    def branch(self) -> Contact | None:
        return self.of(Kind.COMPOUND_BRANCH)

    @property
    def property_firm(self) -> Contact | None:
        return self.of(Kind.PROPERTY_FIRM)

    @property
    def committee(self) -> Contact | None:
        return self.of(Kind.OWNERS_COMMITTEE) or self.of(Kind.PROPERTY_MANAGEMENT_COMMITTEE)

    @property
    def community_office(self) -> Contact | None:
        return self.of(Kind.COMMUNITY_OFFICE)

    @property
    def steward_team(self) -> Contact | None:
        return self.of(Kind.STEWARD_TEAM)


CONTACT: Final = (
    "id",
    "kind",
    "name",
    "name_en",
    "form",
    "area_id",
    "area__name",
    "office_phone",
    "complaint_phone",
    "office_hours",
    "address",
)
_LINKED: Final = tuple(f"organisation__{name}" for name in CONTACT)


def who_answers(building_id: int, on: dt.date) -> Answer | None:
    """Return who answers for the building on a day, `None` when there is no such building."""
    building = places.get_building(building_id)
    if building is None:
        return None
    grid = places.grid_of(building_id, on)
    rows = _answering(building, grid, on)
    heads, people = _named(building, grid, [row[0] for row in rows], on)
    contacts = {row[0]: _contact(row, people[row[0]]) for row in rows}
    order = {str(kind): place for place, kind in enumerate(SHOWN)}
    shown = sorted(contacts.values(), key=lambda contact: (order[contact.kind], contact.id))
    return Answer(building, grid, on, tuple(shown), tuple(heads))


def _contact(row: tuple[Any, ...], people: list[Holder]) -> Contact:
    values: Any = (*row, tuple(people))
    return Contact(*values)


def _answering(building: places.BuildingRow, grid: int | None, on: dt.date) -> list[Any]:
    offices = Organisation.objects.filter(
        holding(on),
        area__in=[building.community, ancestor(building.community, Level.SUBDISTRICT)],
        kind__in=[Kind.COMMUNITY_OFFICE, Kind.SUBDISTRICT_OFFICE, Kind.MEDIATION_COMMITTEE],
    ).values_list(*CONTACT)
    others: list[QuerySet[Any, Any]] = [
        _linked(OrganisationBuilding.objects.filter(building=building.id), on)
    ]
    if building.compound is not None:
        others.append(_linked(OrganisationCompound.objects.filter(compound=building.compound), on))
    if grid is not None:
        others.append(_linked(OrganisationArea.objects.filter(area=grid), on))
    return list(offices.union(*others, all=True)[:CONTACTS_MAX])


def _linked(links: QuerySet[Any], on: dt.date) -> QuerySet[Any, Any]:
    in_force = links.filter(
        holding(on), holding(on, "organisation__"), organisation__kind__in=SHOWN
    )
    return in_force.values_list(*_LINKED)


def _named(
    building: places.BuildingRow, grid: int | None, organisations: list[int], on: dt.date
) -> tuple[list[Holder], dict[int, list[Holder]]]:
    wanted = (
        Q(building=building.id, post=Post.BUILDING_HEAD)
        | Q(area=grid, post__in=[Post.GRID_LEADER, Post.GRID_WORKER])
        | Q(
            Q(compound__isnull=True) | Q(compound=building.compound),
            organisation__in=organisations,
            building__isnull=True,
            area__isnull=True,
            post__in=sorted(PUBLIC_POSTS),
        )
    )
    rows = (
        Appointment.objects.as_of(on)
        .filter(wanted)
        .order_by("post", "id")
        .values_list("organisation_id", "post", "person_id", "person__name")[:HOLDERS_MAX]
    )
    heads: list[Holder] = []
    people: dict[int, list[Holder]] = defaultdict(list)
    for organisation, post, person, name in rows:
        kept = heads if post == Post.BUILDING_HEAD else people[organisation]
        kept.append(Holder(person, name, post))
    return heads, people


@dataclass(frozen=True, slots=True)
class GridCard:
    """What the public card of a grid says: grid, area, workers, office line, complaint line."""

    grid: int
    grid_name: str
    grid_name_en: str
    community: str
    subdistrict: str
    team: str
    office_phone: str
    complaint_phone: str
    office_hours: str
    address: str
    people: tuple[Holder, ...]


def grid_card(grid: int, on: dt.date) -> GridCard | None:
    """Return the public card of a grid on a day; `None` without a team. Two queries."""
    team = (
        OrganisationArea.objects.filter(
            holding(on), holding(on, "organisation__"), area=grid, organisation__kind=Kind.GRID_TEAM
        )
        .values_list(
            "area__name",
            "area__name_en",
            "area__parent__name",
            "area__parent__parent__name",
            "organisation__name",
            "organisation__office_phone",
            "organisation__complaint_phone",
            "organisation__office_hours",
            "organisation__address",
        )
        .first()
    )
    if team is None:
        return None
    people = Appointment.objects.as_of(on).filter(
        area=grid, post__in=[str(Post.GRID_LEADER), str(Post.GRID_WORKER)]
    )
    named = people.order_by("post", "id").values_list("person_id", "person__name", "post")
    values: Any = (grid, *team, tuple(Holder(*row) for row in named[:HOLDERS_MAX]))
    return GridCard(*values)
