"""The ground of an area for planning: lines on foot and between grids, its land, its open centres."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.places.models import Area, GridBuilding, MapFeature, ServiceCentre
from linli.apps.places.queries.areas import in_force
from linli.apps.places.queries.inside import INSIDE_MAX, _inside
from linli.apps.places.rules import level_of
from linli.foundation.areas import SIZE, Level, span

BARRIERS: Final = ("river", "main_road")
ON_FOOT: Final = ("main_road", "street", "bridge")
LINES_MAX: Final = 100_000
SPOT: Final = ("id", "name", "community_id", "lon", "lat", "area_m2", "has_ramp")


@dataclass(frozen=True, slots=True)
class CentreSpot:
    """A service centre by its place and its size."""

    id: int
    name: str
    community: int
    lon: float
    lat: float
    area_m2: int
    has_ramp: bool


def lines_of(code: int, kinds: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """Return the lines and shapes of `kinds` inside an area and those of the areas above it."""
    reach = span(code, level_of(code))
    above = {code - code % SIZE[level] for level in (Level.CITY, Level.DISTRICT, Level.SUBDISTRICT)}
    rows = MapFeature.objects.filter(kind__in=tuple(kinds)).order_by("id")
    inside = rows.filter(area__gte=reach.low, area__lt=reach.high)
    found = (inside | rows.filter(area__in=above)).values_list("geometry", flat=True)
    return tuple(found[:LINES_MAX])


def outlines_of(codes: Iterable[int]) -> dict[int, list[list[float]]]:
    """Return the outline of each area, an empty list for one without."""
    return dict(Area.objects.filter(pk__in=set(codes)).values_list("code", "outline"))


def open_centres_inside(code: int, *, area_m2_min: int = 0) -> tuple[CentreSpot, ...]:
    """Return the open centres of an area with at least so many square metres."""
    rows = _inside(ServiceCentre.objects.order_by("id"), "community", code)
    rows = rows.filter(state="open", area_m2__gte=area_m2_min)
    return tuple(CentreSpot(*row) for row in rows.values_list(*SPOT)[:INSIDE_MAX])


def grid_codes_ever(community: int) -> tuple[int, ...]:
    """Return the codes of all grids that a community has or had."""
    rows = Area.objects.filter(parent=community, level=Level.GRID).order_by("code")
    return tuple(rows.values_list("code", flat=True))


def grids_inside(code: int) -> tuple[tuple[int, str, list[list[float]]], ...]:
    """Return code, name and outline of the grids in use inside an area."""
    rows = _inside(Area.objects.filter(in_force(None), level=Level.GRID), "code", code)
    return tuple(rows.order_by("code").values_list("code", "name", "outline")[:INSIDE_MAX])


def grids_of_inside(code: int, on: dt.date) -> dict[int, int]:
    """Return the grid of every building inside an area on a day, in one query."""
    links = _inside(GridBuilding.objects.as_of(on), "grid", code)
    return dict(links.values_list("building_id", "grid_id"))


def centres_to_open(code: int) -> tuple[CentreSpot, ...]:
    """Return the centres of an area that are planned, being built or closed."""
    rows = _inside(ServiceCentre.objects.order_by("id"), "community", code).exclude(state="open")
    return tuple(CentreSpot(*row) for row in rows.values_list(*SPOT)[:INSIDE_MAX])
