"""Everything of one kind inside an area at once, for figures as of a date and for demo data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from linli.apps.places.models import Building, Compound, Home
from linli.apps.places.queries.buildings import CompoundRow, compound_rows
from linli.apps.places.rules import level_of
from linli.foundation.areas import span

INSIDE_MAX = 1_000_000
HOMES_MAX = 5000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class BuildingPlace:
    """A building by its keys alone; `compound` is `None` for a street house."""

    id: int
    name: str
    compound: int | None
    community: int
    households: int
    lon: float
    lat: float


def _inside(rows: QuerySet[M], field: str, code: int) -> QuerySet[M]:
    reach = span(code, level_of(code))
    return rows.filter(**{f"{field}__gte": reach.low, f"{field}__lt": reach.high})


def compounds_inside(code: int) -> tuple[CompoundRow, ...]:
    """Return the compounds inside an area in the order of communities and names."""
    rows = _inside(Compound.objects.order_by("community_id", "name"), "community", code)
    return compound_rows(rows, INSIDE_MAX)


def buildings_inside(code: int) -> tuple[BuildingPlace, ...]:
    """Return the buildings inside an area in the order of keys."""
    rows = _inside(Building.objects.order_by("id"), "community", code)
    values = rows.values_list(
        "id", "name", "compound_id", "community_id", "households", "lon", "lat"
    )
    return tuple(BuildingPlace(*row) for row in values[:INSIDE_MAX])


def homes_inside(code: int) -> Iterator[tuple[int, int]]:
    """Yield (home, building) of the homes inside an area, building by building, floor by floor."""
    rows = _inside(
        Home.objects.order_by("building_id", "entrance", "floor", "id"), "building__community", code
    )
    yield from rows.values_list("id", "building_id").iterator(5000)


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A home by its door: entrance, floor, number."""

    id: int
    entrance: int
    floor: int
    number: str


def list_homes(building: int) -> tuple[HomeRow, ...]:
    """Return the homes of a building, entrance by entrance, floor by floor."""
    rows = Home.objects.filter(building=building).order_by("entrance", "floor", "id")
    values = rows.values_list("id", "entrance", "floor", "number")
    return tuple(HomeRow(*row) for row in values[:HOMES_MAX])


@dataclass(frozen=True, slots=True)
class DoorRow:
    """Where a home is: its building, its community, and the words on its door."""

    id: int
    building: int
    community: int
    compound_name: str | None
    building_name: str
    entrance: int
    number: str

    @property
    def label(self) -> str:
        return f"{self.compound_name or ''}{self.building_name} {self.number}"


def get_door(home: int) -> DoorRow | None:
    """Return where a home is."""
    row = Home.objects.filter(pk=home).values_list(
        "id",
        "building_id",
        "building__community_id",
        "building__compound__name",
        "building__name",
        "entrance",
        "number",
    )
    found = row.first()
    return DoorRow(*found) if found else None


def lock_home(home: int, *, community: int) -> bool:
    """Lock a home of the community until the transaction ends; tell whether there is one."""
    homes = Home.objects.select_for_update(of=("self",)).filter(
        pk=home, building__community=community
    )
    return homes.order_by("pk").first() is not None
