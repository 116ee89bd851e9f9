"""Where it is: a short text in an address, read into a building, a compound or a point.

`b12` is a building, `c12` a compound, `a450403002004000` a community, `p111.27,23.48` a point.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from linli.apps.places import queries as places
from linli.foundation.areas import Level, ancestor
from linli.foundation.keys import KEY_MAX
from linli.foundation.refusals import Refused
from linli.interface.names import named

NEAR_LIMIT = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place that exists in this city."""

    at: str
    name: str
    detail: str
    community: int
    building: int | None = None
    compound: int | None = None
    area: int | None = None
    lon: float | None = None
    lat: float | None = None


def unknown() -> Refused:
    return Refused(
        "matters.place_unknown",
        "没有找到这个地点，请搜索小区或路名，或者在地图上点一下。",
        field="q",
    )


def choose(at: str) -> Chosen:
    """Return the place that `at` names, or refuse what lies nowhere in the city."""
    sort, rest = at[:1], at[1:40]
    if sort == "p":
        return _point(rest)
    if sort not in FROM_KEY or not (rest.isascii() and rest.isdecimal()) or int(rest) > KEY_MAX:
        raise unknown()
    return FROM_KEY[sort](int(rest))


def building(pk: int) -> Chosen:
    row = places.get_building(pk)
    if row is None:
        raise unknown()
    return of_building(row)


def of_building(row: places.BuildingRow) -> Chosen:
    return Chosen(
        at=f"b{row.id}",
        name=row.full_name,
        detail=row.community_name,
        community=row.community,
        building=row.id,
        compound=row.compound,
        lon=row.lon,
        lat=row.lat,
    )


def compound(pk: int) -> Chosen:
    row = places.get_compound(pk)
    if row is None:
        raise unknown()
    return Chosen(
        at=f"c{row.id}",
        name=row.name,
        detail=row.community_name,
        community=row.community,
        compound=row.id,
        lon=row.lon,
        lat=row.lat,
    )


def community(code: int) -> Chosen:
    """Return a whole community: for what has no closer place, or nobody knows it."""
    row = places.get_area(code)
    if row is None or row.level != Level.COMMUNITY:
        raise unknown()
    return Chosen(
        at=f"a{row.code}",
        name=named(row),
        detail="",
        community=row.code,
        area=row.code,
        lon=row.lon,
        lat=row.lat,
    )


FROM_KEY: Final[dict[str, Callable[[int], Chosen]]] = {
    "b": building,
    "c": compound,
    "a": community,
}


def _point(text: str) -> Chosen:
    lon, lat = read_point(text)
    grid = places.area_at(lon, lat)
    if grid is None:
        raise Refused(
            "matters.place_outside",
            "这个点不在本市的社区范围内，请换一个点，或搜索小区名、路名。",
            field="q",
        )
    names = places.area_path(grid)
    near = next(iter(places.nearest_buildings(lon, lat, 1)), None)
    name = _("%(place)s附近") % {"place": near.full_name} if near else names[-1].name
    return Chosen(
        at=f"p{lon:.6f},{lat:.6f}",
        name=name,
        detail=names[-2].name if len(names) > 1 else "",
        community=ancestor(grid, Level.COMMUNITY),
        lon=lon,
        lat=lat,
    )


def read_point(text: str) -> tuple[float, float]:
    """Return longitude and latitude in degrees."""
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise unknown() from None
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise unknown()
    return lon, lat
