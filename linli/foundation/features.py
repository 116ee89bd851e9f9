"""Features of a map file (GeoJSON, RFC 7946), and the one point at which a place is registered."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from linli.foundation.refusals import Refused

# CGCS2000 (EPSG:4490) lies within centimetres of WGS 84: for a register they are the same.
DEGREES: Final = (4326, 4490)
_KNOWN_SYSTEM: Final = re.compile(r'(?:CRS:?84|EPSG:[\d.]*:?(?:4326|4490))"', re.IGNORECASE)

Point = tuple[float, float]
Feature = Mapping[str, Any]


def read_geojson(content: bytes) -> list[Feature]:
    """Return the features of a collection, or the one that `content` is.

    Raises
    ------
    Refused
        `map.broken`, `map.system` with what to do next.
    """
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise broken() from error
    if not isinstance(found, dict):
        raise broken()
    _check_system(found.get("crs"))
    features = found.get("features") if found.get("type") == "FeatureCollection" else [found]
    if not isinstance(features, list) or not all(_is_feature(each) for each in features):
        raise broken()
    return features


def _is_feature(each: object) -> bool:
    if not isinstance(each, dict) or each.get("type") != "Feature":
        return False
    return all(isinstance(each.get(name) or {}, dict) for name in ("properties", "geometry"))


def _check_system(system: object) -> None:
    """Refuse what older programs write into `crs` when coordinates are no degrees."""
    if system is not None and not _KNOWN_SYSTEM.search(json.dumps(system)):
        raise other_system()


def broken() -> Refused:
    return Refused(
        "map.broken",
        "地图文件打不开，可能没有存完整。请从地图软件重新导出为 GeoJSON 或 GeoPackage。",
        field="file",
    )


def other_system() -> Refused:
    return Refused(
        "map.system",
        "这个文件用的不是经纬度坐标。请在地图软件里选 WGS 84（EPSG:4326）或 CGCS2000（EPSG:4490）重新导出。",
        field="file",
    )


def middle_of(geometry: Mapping[str, Any] | None) -> Point | None:
    """Return the point of a geometry, `None` when it has none.

    A point is itself, a line its middle corner; of areas the largest counts: its centroid, or,
    where that lies outside (a house around a court), the middle of the widest stretch beside it.

    >>> middle_of({"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]]})
    (2.0, 1.0)
    """
    try:
        return _middle(geometry or {})
    except (TypeError, ValueError, KeyError, IndexError, OverflowError):
        return None


def _middle(geometry: Mapping[str, Any]) -> Point | None:
    kind, held = geometry.get("type"), geometry.get("coordinates")
    if not held:
        return None
    if kind == "Point":
        return _spot(held)
    if kind in {"MultiPoint", "LineString"}:
        return _spot(held[len(held) // 2])
    if kind == "MultiLineString":
        longest = max(held, key=len)
        return _spot(longest[len(longest) // 2])
    if kind in {"Polygon", "MultiPolygon"}:
        parts = [held] if kind == "Polygon" else held
        rings = [[_spot(each) for each in part[0]] for part in parts if part]
        return _middle_of_ring(max(rings, key=lambda ring: abs(_double_area(ring))))
    return None


def _spot(pair: Sequence[Any]) -> Point:
    lon, lat = float(pair[0]), float(pair[1])
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError(pair)
    return lon, lat


def _sides(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _double_area(ring: Sequence[Point]) -> float:
    """Return twice the signed area, measured from the first corner so that no digits are lost."""
    x, y = ring[0]
    return sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in _sides(ring))


def _middle_of_ring(ring: Sequence[Point]) -> Point:
    whole = _double_area(ring)
    x, y = ring[0]
    if not whole:
        return ring[len(ring) // 2]
    east = north = 0.0
    for a, b in _sides(ring):
        part = (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y)
        east += part * (a[0] + b[0] - 2 * x)
        north += part * (a[1] + b[1] - 2 * y)
    lon, lat = x + east / (3 * whole), y + north / (3 * whole)
    stretches = _stretches(ring, lat)
    if not stretches or any(low <= lon <= high for low, high in stretches):
        return lon, lat
    low, high = max(stretches, key=lambda each: each[1] - each[0])
    return (low + high) / 2, lat


def _stretches(ring: Sequence[Point], lat: float) -> list[Point]:
    """Return where the parallel `lat` runs inside the ring, from west to east."""
    crossings = sorted(
        a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in _sides(ring)
        if (a[1] > lat) != (b[1] > lat)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))
