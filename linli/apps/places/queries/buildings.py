"""Compounds and buildings: one, many, the nearest, and the grid of each on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from linli.apps.places.models import Building, Compound, GridBuilding
from linli.apps.places.rules import METRES_PER_DEGREE, metres_between
from linli.foundation.keys import read_code

ROWS_MAX = 500
NEAR_METRES = (400.0, 3000.0)


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building with the names of its compound (empty for a street house) and its community."""

    id: int
    name: str
    compound: int | None
    compound_name: str
    community: int
    community_name: str
    lon: float
    lat: float
    floors: int
    entrances: int
    has_lift: bool
    year: int | None
    households: int
    card_code: str

    @property
    def full_name(self) -> str:
        return f"{self.compound_name}{self.name}"


@dataclass(frozen=True, slots=True)
class CompoundRow:
    id: int
    name: str
    kind: str
    address: str
    community: int
    community_name: str
    lon: float
    lat: float
    year: int | None

    @property
    def kind_label(self) -> str:
        return str(Compound.Kind(self.kind).label)


BUILDING = (
    "id",
    "name",
    "compound_id",
    "estate",
    "community_id",
    "community__name",
    "lon",
    "lat",
    "floors",
    "entrances",
    "has_lift",
    "year",
    "households",
    "card_code",
)
COMPOUND = (
    "id",
    "name",
    "kind",
    "address",
    "community_id",
    "community__name",
    "lon",
    "lat",
    "year",
)


def building_rows(buildings: QuerySet[Building], limit: int = ROWS_MAX) -> tuple[BuildingRow, ...]:
    named = buildings.annotate(estate=Coalesce("compound__name", Value("")))
    return tuple(BuildingRow(*row) for row in named.values_list(*BUILDING)[:limit])


def compound_rows(compounds: QuerySet[Compound], limit: int = ROWS_MAX) -> tuple[CompoundRow, ...]:
    return tuple(CompoundRow(*row) for row in compounds.values_list(*COMPOUND)[:limit])


def get_building(pk: int) -> BuildingRow | None:
    """Return the building with the key."""
    rows = building_rows(Building.objects.filter(pk=pk))
    return rows[0] if rows else None


def get_building_by_card(card_code: str) -> BuildingRow | None:
    """Return the building whose QR card bears the code, however it was typed."""
    rows = building_rows(Building.objects.filter(card_code=read_code(card_code)))
    return rows[0] if rows else None


def get_compound(pk: int) -> CompoundRow | None:
    """Return the compound with the key."""
    rows = compound_rows(Compound.objects.filter(pk=pk))
    return rows[0] if rows else None


def list_compounds(
    community: int, *, after: str = "", limit: int = ROWS_MAX
) -> tuple[CompoundRow, ...]:
    """Return the compounds of a community by name, those after `after`."""
    return compound_rows(
        Compound.objects.filter(community=community, name__gt=after).order_by("name"), limit
    )


def list_buildings(
    *, compound: int | None = None, grid: int | None = None, on: dt.date, limit: int = ROWS_MAX
) -> tuple[BuildingRow, ...]:
    """Return the buildings of a compound, or those in a grid on the day, in the order of keys."""
    buildings = Building.objects.order_by("id")
    if compound is not None:
        buildings = buildings.filter(compound=compound)
    if grid is not None:
        members = GridBuilding.objects.as_of(on).filter(grid=grid)
        buildings = buildings.filter(pk__in=members.values("building"))
    return building_rows(buildings, limit)


def grid_of(building_id: int, on: dt.date) -> int | None:
    """Return the code of the grid that the building is in on the day."""
    return (
        GridBuilding.objects.as_of(on)
        .filter(building=building_id)
        .values_list("grid_id", flat=True)
        .first()
    )


def grids_of(building_ids: Iterable[int], on: dt.date) -> dict[int, int]:
    """Return the grid of each building on the day, in one query."""
    links = GridBuilding.objects.as_of(on).filter(building__in=set(building_ids))
    return dict(links.values_list("building_id", "grid_id"))


def nearest_buildings(lon: float, lat: float, limit: int = 5) -> tuple[BuildingRow, ...]:
    """Return the buildings nearest to the point, nearest first; none beyond 3 km. At most 2 queries."""
    for metres in NEAR_METRES:
        reach = metres / METRES_PER_DEGREE
        away = (F("lon") - lon) * (F("lon") - lon) + (F("lat") - lat) * (F("lat") - lat)
        around = Building.objects.filter(
            lat__range=(lat - reach, lat + reach), lon__range=(lon - reach, lon + reach)
        ).order_by(away)
        rows = building_rows(around, limit)
        if rows:
            return tuple(
                sorted(rows, key=lambda row: metres_between((lon, lat), (row.lon, row.lat)))
            )
    return ()
