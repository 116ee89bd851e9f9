"""Coordinate systems at the edge: everything inside is WGS 84 and, for distances, plane metres.

CGCS2000 (EPSG:4490) and WGS 84 differ by centimetres and are taken as one. GCJ-02 and BD-09, the
shifted systems of Chinese web maps, are undone here; the way back is iterated to a millimetre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from linli.algorithms.grids.atoms import refuse_rows
from linli.algorithms.kernels import Floats
from linli.foundation.refusals import Refused

Geometries = NDArray[Any]
DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09")
SAME_AS_WGS84 = {4326, 4490}
SEMI_MAJOR = 6378245.0
ECCENTRICITY = 0.00669342162296594323
BAIDU_TURN = np.pi * 3000.0 / 180.0
ROUNDS = 6
SPAN_DEGREES_MAX = 8.0


def shift_of(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Offset in degrees that GCJ-02 adds to a WGS 84 position."""
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + waves
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + waves
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    angle = np.radians(lat)
    bend = 1 - ECCENTRICITY * np.sin(angle) ** 2
    north = np.degrees(north * bend**1.5 / (SEMI_MAJOR * (1 - ECCENTRICITY)))
    east = np.degrees(east * np.sqrt(bend) / (SEMI_MAJOR * np.cos(angle)))
    return east, north


def to_gcj02(points: Floats) -> Floats:
    """WGS 84 to GCJ-02."""
    east, north = shift_of(points[:, 0], points[:, 1])
    return points + np.stack([east, north], axis=1)


def from_gcj02(points: Floats) -> Floats:
    """GCJ-02 to WGS 84, iterated: the offset is taken at the place it leads back to."""
    guess = points.copy()
    for _ in range(ROUNDS):
        guess = guess + points - to_gcj02(guess)
    return guess


def to_bd09(points: Floats) -> Floats:
    """WGS 84 to BD-09."""
    shifted = to_gcj02(points)
    x, y = shifted[:, 0], shifted[:, 1]
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * BAIDU_TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * BAIDU_TURN)
    return np.stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006], axis=1)


def from_bd09(points: Floats) -> Floats:
    """BD-09 to WGS 84, iterated."""
    guess = points.copy()
    for _ in range(ROUNDS):
        guess = guess + points - to_bd09(guess)
    return guess


def to_wgs84(geometry: Geometries, crs: str | None, datum: str | None) -> Geometries:
    """Geometries in degrees of WGS 84.

    Parameters
    ----------
    crs : str or None
        What the file says; None means degrees.
    datum : str or None
        What the user says: one of `DATUMS`; it goes before the file.
    """
    if datum is not None and datum not in DATUMS:
        raise Refused(
            "files.datum",
            "不认识坐标系 %(datum)s，可用：%(known)s。",
            datum=datum,
            known="、".join(DATUMS),
        )
    if datum == "gcj02":
        return np.asarray(shapely.transform(geometry, from_gcj02))
    if datum == "bd09":
        return np.asarray(shapely.transform(geometry, from_bd09))
    if datum is not None or crs is None:
        return geometry
    source = pyproj.CRS.from_user_input(crs)
    if source.to_epsg() in SAME_AS_WGS84 or source.equals(
        pyproj.CRS.from_epsg(4326), ignore_axis_order=True
    ):
        return geometry
    change = pyproj.Transformer.from_crs(source, 4326, always_xy=True)

    def project(points: Floats) -> Floats:
        return np.stack(change.transform(points[:, 0], points[:, 1]), axis=1)

    return np.asarray(shapely.transform(geometry, project))


def refuse_mixed(points: Floats) -> None:
    """Refuse degrees out of range and rows far from all others: systems were mixed up."""
    lon, lat = points[:, 0], points[:, 1]
    refuse_rows(
        "files.degrees",
        "第 %(rows)s 行的坐标不是经纬度，请用 --datum 或文件坐标系说明后再试。",
        ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90)),
    )
    away = np.abs(points - np.median(points, axis=0)).max(axis=1)
    refuse_rows(
        "files.mixed",
        "第 %(rows)s 行离其他各行太远，疑似混用了坐标系，请统一后再试。",
        away > SPAN_DEGREES_MAX,
    )


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane in metres around a middle: equal areas, distances true within a city."""

    lon: float
    lat: float

    def _change(self) -> pyproj.Transformer:
        here = f"+proj=laea +lon_0={self.lon} +lat_0={self.lat} +datum=WGS84 +units=m"
        return pyproj.Transformer.from_crs(4326, here, always_xy=True)

    def points(self, degrees: Floats) -> Floats:
        """Degrees to metres."""
        east, north = self._change().transform(degrees[:, 0], degrees[:, 1])
        return np.stack([east, north], axis=1)

    def degrees(self, metres: Floats) -> Floats:
        """Metres to degrees."""
        back = pyproj.enums.TransformDirection.INVERSE
        lon, lat = self._change().transform(metres[:, 0], metres[:, 1], direction=back)
        return np.stack([lon, lat], axis=1)

    def geometry(self, geometry: Geometries) -> Geometries:
        """Geometries in degrees to metres."""
        return np.asarray(shapely.transform(geometry, self.points))


def plane_around(degrees: Floats) -> Plane:
    """The plane around the median of the points."""
    lon, lat = np.round(np.median(degrees, axis=0), 4)
    return Plane(float(lon), float(lat))
