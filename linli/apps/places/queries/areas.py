"""Areas: one by its code, the ones below it, the path above it, the one under a point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linli.apps.places.models import Area
from linli.apps.places.rules import Point, ancestors, is_inside, level_of
from linli.foundation.areas import Level, ancestor, span

AREAS_MAX = 2000
LOOK_AROUND_DEGREES = 0.03


@dataclass(frozen=True, slots=True)
class AreaName:
    code: int
    level: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area without its outline; `parent` is a code, the dates are its term."""

    code: int
    level: str
    name: str
    name_en: str
    parent: int | None
    lon: float
    lat: float
    valid_from: dt.date
    valid_to: dt.date | None
    synthetic: bool


ROW = (
    "code",
    "level",
    "name",
    "name_en",
    "parent_id",
    "lon",
    "lat",
    "valid_from",
    "valid_to",
    "synthetic",
)


def _rows(areas: QuerySet[Area]) -> tuple[AreaRow, ...]:
    return tuple(AreaRow(*values) for values in areas.values_list(*ROW)[:AREAS_MAX])


def in_force(on: dt.date | None) -> Q:
    """Return the condition that an area is in use on the day; without a day, that it has no end."""
    if on is None:
        return Q(valid_to=None)
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def get_area(code: int) -> AreaRow | None:
    """Return the area with the code of fifteen digits, in use or not."""
    rows = _rows(Area.objects.filter(pk=code))
    return rows[0] if rows else None


def list_children(code: int, *, on: dt.date | None = None) -> tuple[AreaRow, ...]:
    """Return the areas directly below `code` in the order of their codes."""
    return _rows(Area.objects.filter(in_force(on), parent=code).order_by("code"))


def list_areas(
    level: str, *, inside: int | None = None, on: dt.date | None = None
) -> tuple[AreaRow, ...]:
    """Return the areas of `level`, those `inside` the given area only, in the order of codes."""
    areas = Area.objects.filter(in_force(on), level=level)
    if inside is not None:
        reach = span(inside, level_of(inside))
        areas = areas.filter(code__gte=reach.low, code__lt=reach.high)
    return _rows(areas.order_by("code"))


def area_names(codes: Iterable[int]) -> dict[int, str]:
    """Return the names of the areas, in one query; a code without an area is absent."""
    wanted = set(codes)
    if not wanted:
        return {}
    return dict(Area.objects.filter(pk__in=wanted).values_list("code", "name"))


def codes_in_force(codes: Iterable[int]) -> frozenset[int]:
    """Return those of the codes that are areas in use, in one query."""
    found = Area.objects.filter(in_force(None), pk__in=set(codes))
    return frozenset(found.values_list("code", flat=True))


def codes_at(level: Level) -> tuple[int, ...]:
    """Return the codes of all areas of a level, in their order; one query."""
    return tuple(Area.objects.filter(level=level).order_by("code").values_list("code", flat=True))


def area_path(code: int) -> tuple[AreaName, ...]:
    """Return the areas from the city down to `code` itself, in one query."""
    order = ancestors(code)
    rows = Area.objects.filter(pk__in=order).values_list("code", "level", "name", "name_en")
    found = {row[0]: AreaName(*row) for row in rows}
    return tuple(found[each] for each in order if each in found)


def area_at(lon: float, lat: float, *, on: dt.date | None = None) -> int | None:
    """Return the code of the grid under the point, `None` outside every grid. One query."""
    point: Point = (lon, lat)
    near = Area.objects.filter(
        in_force(on),
        level=Level.GRID,
        lon__range=(lon - LOOK_AROUND_DEGREES, lon + LOOK_AROUND_DEGREES),
        lat__range=(lat - LOOK_AROUND_DEGREES, lat + LOOK_AROUND_DEGREES),
    ).order_by("code")
    for code, outline in near.values_list("code", "outline")[:AREAS_MAX]:
        if is_inside(point, outline):
            return int(code)
    return None


def middle_of_city() -> Point | None:
    """Return the middle of the district with the most communities, where a map begins. One query."""
    rows = Area.objects.filter(in_force(None), level=Level.COMMUNITY).order_by("code")
    by_district: dict[int, list[Point]] = {}
    for code, lon, lat in rows.values_list("code", "lon", "lat")[:AREAS_MAX]:
        by_district.setdefault(ancestor(code, Level.DISTRICT), []).append((lon, lat))
    if not by_district:
        return None
    spots = max(by_district.values(), key=len)
    lon, lat = (sum(each) / len(spots) for each in zip(*spots, strict=True))
    return round(lon, 5), round(lat, 5)
