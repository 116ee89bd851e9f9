"""Where a matter lies: a building, a point on the map, or an area by its code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from linli.apps.places import queries as places
from linli.foundation.areas import Level, ancestor
from linli.foundation.refusals import Refused


@dataclass(frozen=True, slots=True)
class Spot:
    """What the reporter said of the place: at least one of building, point or area."""

    building: int | None = None
    lon: float | None = None
    lat: float | None = None
    area: int | None = None
    compound: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    area: int
    compound: int | None = None
    building: int | None = None
    lon: float | None = None
    lat: float | None = None


def find_place(spot: Spot, on: dt.date) -> Where:
    """Return the place with its grid (or community), in at most two reads."""
    if spot.building is not None:
        return _at_building(spot.building, on)
    if spot.lon is not None and spot.lat is not None:
        return _at_point(spot.lon, spot.lat, on)
    if spot.compound is not None:
        return _at_compound(spot.compound)
    if spot.area is not None:
        return _in_area(spot.area)
    raise Refused(
        "matters.place_missing", "请选地点：扫楼栋二维码、在地图上点，或者选社区。", field="place"
    )


def _at_building(key: int, on: dt.date) -> Where:
    building = places.get_building(key) if 0 < key < 1 << 63 else None
    if building is None:
        raise Refused("matters.building_unknown", "没有这栋楼，请重新选择。", field="building")
    area = places.grid_of(key, on) or building.community
    return Where(area, building.compound, key, building.lon, building.lat)


def _at_point(lon: float, lat: float, on: dt.date) -> Where:
    inside = -180 <= lon <= 180 and -90 <= lat <= 90
    area = places.area_at(lon, lat, on=on) if inside else None
    if area is None:
        raise Refused(
            "matters.outside",
            "这个位置不在本市的网格里，请在地图上重新点，或者直接选社区。",
            field="place",
        )
    return Where(area, lon=lon, lat=lat)


def _at_compound(key: int) -> Where:
    compound = places.get_compound(key) if 0 < key < 1 << 63 else None
    if compound is None:
        raise Refused("matters.compound_unknown", "没有这个小区，请重新选择。", field="place")
    return Where(compound.community, compound.id, None, compound.lon, compound.lat)


def _in_area(code: int) -> Where:
    area = places.get_area(code) if 0 < code < 1 << 63 else None
    if area is None or area.level not in {Level.GRID, Level.COMMUNITY}:
        raise Refused("matters.area_unknown", "请选到社区或网格。", field="place")
    assert code == ancestor(code, Level.GRID)
    return Where(code)
