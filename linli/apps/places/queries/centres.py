"""Service centres and neighbour places: near a point, in a community, one of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from linli.apps.places.models import NeighbourPlace, ServiceCentre
from linli.apps.places.rules import (
    CENTRE_AREA_STANDARD_M2,
    METRES_PER_DEGREE,
    Point,
    metres_between,
)

ROWS_MAX = 200
WALK_METRES = 770  # fifteen minutes at 66.7 m a minute with a detour of 1.3
LOOK_METRES = 3000


@dataclass(frozen=True, slots=True)
class CentreRow:
    id: int
    name: str
    state: str
    community: int
    community_name: str
    compound: int | None
    address: str
    hours: str
    area_m2: int
    has_ramp: bool
    lon: float
    lat: float
    metres: int | None = None

    @property
    def state_label(self) -> str:
        return str(ServiceCentre.State(self.state).label)

    @property
    def is_small(self) -> bool:
        return self.area_m2 < CENTRE_AREA_STANDARD_M2

    @property
    def is_walkable(self) -> bool:
        return self.metres is not None and self.metres <= WALK_METRES


@dataclass(frozen=True, slots=True)
class NeighbourPlaceRow:
    id: int
    name: str
    kind: str
    community: int
    compound: int | None
    centre: int | None
    hours: str
    inscription: str
    is_open: bool
    lon: float
    lat: float

    @property
    def kind_label(self) -> str:
        return str(NeighbourPlace.Kind(self.kind).label)


CENTRE = (
    "id",
    "name",
    "state",
    "community_id",
    "community__name",
    "compound_id",
    "address",
    "hours",
    "area_m2",
    "has_ramp",
    "lon",
    "lat",
)
PLACE = (
    "id",
    "name",
    "kind",
    "community_id",
    "compound_id",
    "centre_id",
    "hours",
    "inscription",
    "is_open",
    "lon",
    "lat",
)


def centre_rows(rows: QuerySet[ServiceCentre], limit: int = ROWS_MAX) -> tuple[CentreRow, ...]:
    return tuple(CentreRow(*row) for row in rows.values_list(*CENTRE)[:limit])


def place_rows(
    rows: QuerySet[NeighbourPlace], limit: int = ROWS_MAX
) -> tuple[NeighbourPlaceRow, ...]:
    return tuple(NeighbourPlaceRow(*row) for row in rows.values_list(*PLACE)[:limit])


def nearest_centres(point: Point, limit: int = 3) -> tuple[CentreRow, ...]:
    """Return the open centres within 3 km of the point, nearest first. One query."""
    lon, lat = point
    reach = LOOK_METRES / METRES_PER_DEGREE
    around = ServiceCentre.objects.filter(
        state="open", lon__range=(lon - reach, lon + reach), lat__range=(lat - reach, lat + reach)
    ).order_by("id")
    found = (
        replace(row, metres=round(metres_between(point, (row.lon, row.lat))))
        for row in centre_rows(around, 2000)
    )
    return tuple(sorted(found, key=lambda row: row.metres or 0)[:limit])


def list_centres(community: int) -> tuple[CentreRow, ...]:
    """Return the centres of a community, whatever their state, by name."""
    return centre_rows(ServiceCentre.objects.filter(community=community).order_by("name"))


def list_neighbour_places(
    *, community: int | None = None, centre: int | None = None, compound: int | None = None
) -> tuple[NeighbourPlaceRow, ...]:
    """Return the neighbour places of a community, a centre or a compound, by name."""
    given = {"community": community, "centre": centre, "compound": compound}
    condition = Q(**{key: value for key, value in given.items() if value is not None})
    return place_rows(NeighbourPlace.objects.filter(condition).order_by("name"))


def get_centre(pk: int) -> ServiceCentre | None:
    """Return the centre with all its facts."""
    return ServiceCentre.objects.select_related("community", "compound").filter(pk=pk).first()
