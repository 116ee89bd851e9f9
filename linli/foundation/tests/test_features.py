"""Map files as people hand them in: GeoJSON and GeoPackage, and what is wrong with them."""

from __future__ import annotations

import json
import math
import sqlite3
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.features import middle_of, read_geojson
from linli.foundation.geopackage import blob, write_geopackage
from linli.foundation.geopackage_reading import read_geopackage
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.pure
U_SHAPE = [[0, 0], [6, 0], [6, 5], [5, 5], [5, 1], [2, 1], [2, 5], [0, 5], [0, 0]]
SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]


def feature(geometry: dict[str, Any] | None, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


@pytest.mark.parametrize(
    ("kind", "coordinates", "middle"),
    [
        ("Point", [111.25, 23.5, 40.0], (111.25, 23.5)),
        ("MultiPoint", [[1, 2], [3, 4]], (3.0, 4.0)),
        ("LineString", [[0, 0], [1, 1], [5, 5]], (1.0, 1.0)),
        ("MultiLineString", [[[9, 9]], [[0, 0], [1, 1], [5, 5]]], (1.0, 1.0)),
        ("Polygon", [SQUARE], (1.0, 1.0)),
        ("Polygon", [SQUARE[::-1]], (1.0, 1.0)),
        ("Polygon", [[[3, 3], [3, 3], [3, 3]]], (3.0, 3.0)),
        ("MultiPolygon", [[[[8, 8], [9, 8], [9, 9], [8, 8]]], [SQUARE]], (1.0, 1.0)),
    ],
)
def test_every_geometry_has_one_point(
    kind: str, coordinates: list[Any], middle: tuple[float, float]
) -> None:
    assert middle_of({"type": kind, "coordinates": coordinates}) == middle


def test_the_point_of_a_house_around_a_court_is_in_the_house() -> None:
    lon, lat = middle_of({"type": "Polygon", "coordinates": [U_SHAPE]}) or (0.0, 0.0)
    assert [lon, lat] == pytest.approx([1.0, 39 / 18])


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        point(math.nan, 1),
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Point", "coordinates": {"lon": 1}},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[1]]]},
        {"type": "Spiral", "coordinates": [1, 2]},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_what_is_no_geometry_has_no_point(geometry: dict[str, Any] | None) -> None:
    assert middle_of(geometry) is None


@given(
    lon=st.floats(73, 136),
    lat=st.floats(3, 54),
    size=st.floats(1e-5, 0.01),
    corners=st.integers(3, 12),
)
def test_the_point_of_a_round_shape_is_its_middle(
    lon: float, lat: float, size: float, corners: int
) -> None:
    turns = [2 * math.pi * at / corners for at in range(corners)]
    ring = [[lon + size * math.cos(turn), lat + size * math.sin(turn)] for turn in turns]
    found = middle_of({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    assert found == pytest.approx((lon, lat), abs=size / 100)


@pytest.mark.parametrize(
    "system",
    [
        None,
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        {"type": "name", "properties": {"name": "EPSG:4326"}},
    ],
)
def test_degrees_are_read(system: object) -> None:
    found = {"type": "FeatureCollection", "crs": system, "features": [feature(point(1, 2), a="甲")]}
    assert read_geojson(b"\xef\xbb\xbf" + json.dumps(found).encode())[0]["properties"] == {
        "a": "甲"
    }
    assert len(read_geojson(json.dumps(feature(None)).encode())) == 1


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::3857", "EPSG:4527", "EPSG:43260"])
def test_metres_are_refused(name: str) -> None:
    found = {"type": "FeatureCollection", "crs": {"properties": {"name": name}}, "features": []}
    with pytest.raises(Refused, match=r"map\.system"):
        read_geojson(json.dumps(found).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"{}",
        b"[1]",
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": [1]}',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": [1]}]}',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": "x"}]}',
        b'{"a": ' * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"\xff\xfe{}",
    ],
)
def test_a_broken_geojson_is_told(content: bytes) -> None:
    with pytest.raises(Refused, match=r"map\.broken"):
        read_geojson(content)


def test_a_geopackage_comes_back_as_it_was_written() -> None:
    area = {"type": "MultiPolygon", "coordinates": [[[tuple(spot) for spot in SQUARE]]]}
    points = [feature(point(111.25, 23.5), 名称="甲", 层数=7), feature(point(1, 2), 名称="乙")]

    assert [each["properties"] for each in read_geopackage(write_geopackage(points), most=9)] == [
        {"fid": 1, "名称": "甲", "层数": 7},
        {"fid": 2, "名称": "乙", "层数": None},
    ]
    assert len(read_geopackage(write_geopackage(points), most=1)) == 1
    (found,) = read_geopackage(write_geopackage([feature(area, 名称="甲")]), most=9)
    assert found["geometry"] == area


def changed(tmp_path: Path, *commands: tuple[str, tuple[object, ...]]) -> bytes:
    """Return a GeoPackage of one point after somebody has worked on it."""
    path = tmp_path / "x.gpkg"
    path.write_bytes(write_geopackage([feature(point(1, 2), 名称="甲")]))
    base = sqlite3.connect(path)
    for command, values in commands:
        base.execute(command, values)
    base.commit()
    base.close()
    return path.read_bytes()


BIG_ENDIAN_Z = struct.pack(">2sBBi", b"GP", 0, 0, 4326) + struct.pack(">BIddd", 0, 1001, 7, 8, 9)
ENVELOPE = blob(point(0, 0))[:3] + b"\x03" + blob(point(0, 0))[4:8] + struct.pack("<4d", 0, 0, 0, 0)
EMPTY = struct.pack("<2sBBi", b"GP", 0, 0b1_0001, 4326)


@pytest.mark.parametrize(
    ("geometry", "lon_lat"),
    [
        (BIG_ENDIAN_Z, (7.0, 8.0)),
        (ENVELOPE + blob(point(3, 4))[8:], (3.0, 4.0)),
        (EMPTY, None),
        (None, None),
    ],
)
def test_other_ways_to_write_a_point_are_read(
    tmp_path: Path, geometry: bytes | None, lon_lat: tuple[float, float] | None
) -> None:
    content = changed(tmp_path, ("UPDATE points SET geom = ?", (geometry,)))
    (found,) = read_geopackage(content, most=9)
    assert middle_of(found["geometry"]) == lon_lat


def test_a_geopackage_in_metres_is_refused(tmp_path: Path) -> None:
    content = changed(
        tmp_path, ("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 3857", ())
    )
    with pytest.raises(Refused, match=r"map\.system"):
        read_geopackage(content, most=9)


SWELLING = """CREATE TABLE points (fid INTEGER, geom BLOB,
    a TEXT GENERATED ALWAYS AS (printf('%.*c', 900000000, 'x')))"""
NESTED = struct.pack("<2sBBi", b"GP", 0, 1, 4326) + struct.pack("<BII", 1, 6, 1) * 50_000


@pytest.mark.parametrize(
    "commands",
    [
        [("UPDATE points SET geom = ?", (b"XX" + b"\0" * 40,))],
        [("UPDATE points SET geom = ?", (blob(point(1, 2))[:20],))],
        [("UPDATE points SET geom = ?", (NESTED,))],
        [
            (
                "UPDATE points SET geom = ?",
                (blob(point(1, 2))[:8] + b"\x01\x09\0\0\0" + b"\xff" * 8,),
            )
        ],
        [("DROP TABLE gpkg_contents", ())],
        [("UPDATE gpkg_geometry_columns SET column_name = 'nowhere'", ())],
        [("INSERT INTO points VALUES (2, NULL, ?)", ("x" * 5_000_000,))],
    ],
)
def test_a_broken_or_hostile_geopackage_is_told(
    tmp_path: Path, commands: list[tuple[str, tuple[object, ...]]]
) -> None:
    with pytest.raises(Refused, match=r"map\.broken"):
        read_geopackage(changed(tmp_path, *commands), most=9)


def test_a_column_that_would_have_to_be_computed_is_left_alone(tmp_path: Path) -> None:
    row = ("INSERT INTO points VALUES (1, NULL)", ())
    content = changed(tmp_path, ("DROP TABLE points", ()), (SWELLING, ()), row)
    assert [each["properties"] for each in read_geopackage(content, most=9)] == [{"fid": 1}]


def test_a_view_in_a_geopackage_is_not_run(tmp_path: Path) -> None:
    endless = """CREATE VIEW points AS WITH RECURSIVE n(i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n"""
    content = changed(tmp_path, ("DROP TABLE points", ()), (endless, ()))
    assert read_geopackage(content, most=9) == []


def test_a_file_that_is_no_database_is_told() -> None:
    with pytest.raises(Refused, match=r"map\.broken"):
        read_geopackage(b"SQLite format 3\x00" + b"\xff" * 200, most=9)
