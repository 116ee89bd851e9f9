"""GeoJSON features as a GeoPackage (OGC 12-128r18) in WGS 84; standard library only."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

MEDIA_TYPE: Final = "application/geopackage+sqlite3"
APPLICATION: Final = 0x47504B47  # "GPKG"
VERSION: Final = 10300
WGS84: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
SCHEMA: Final = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT '2020-01-01T00:00:00.000Z',
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""
SYSTEMS: Final = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
    ("WGS 84", 4326, "EPSG", 4326, WGS84),
)
TABLES: Final = {"Point": "points", "MultiPolygon": "areas"}

Feature = Mapping[str, Any]


def write_geopackage(features: Sequence[Feature]) -> bytes:
    """Return a GeoPackage with a layer of points and one of areas, whichever there are."""
    layers: dict[str, list[Feature]] = defaultdict(list)
    for feature in features:
        layers[feature["geometry"]["type"]].append(feature)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.gpkg"
        base = sqlite3.connect(path)
        try:
            base.executescript(
                f"PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}; {SCHEMA}"
            )
            base.executemany(
                "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", SYSTEMS
            )
            for kind, rows in layers.items():
                _write_layer(base, kind, rows)
            base.commit()
        finally:
            base.close()
        return path.read_bytes()


def _write_layer(base: sqlite3.Connection, kind: str, rows: Sequence[Feature]) -> None:
    """Write one table of features with its entries in the contents."""
    table = TABLES[kind]
    names = list(dict.fromkeys(name for row in rows for name in row["properties"]))
    columns = "".join(f", {_quoted(name)} {_sort(rows, name)}" for name in names)
    base.execute(
        f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom {kind.upper()}{columns})"
    )
    marks = ", ".join("?" * (len(names) + 1))
    fields = "".join(f", {_quoted(name)}" for name in names)
    base.executemany(
        f"INSERT INTO {table} (geom{fields}) VALUES ({marks})",  # noqa: S608  # quoted names
        [(blob(row["geometry"]), *(row["properties"].get(name) for name in names)) for row in rows],
    )
    spots = [spot for row in rows for spot in _spots(row["geometry"])]
    bounds = [pick(spot[at] for spot in spots) for pick in (min, max) for at in (0, 1)]
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y,"
        " srs_id) VALUES (?, 'features', ?, ?, ?, ?, ?, 4326)",
        (table, table, *bounds),
    )
    base.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (table, kind.upper())
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sort(rows: Sequence[Feature], name: str) -> str:
    values = [row["properties"].get(name) for row in rows]
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int} and kinds:
        return "INTEGER"
    return "REAL" if kinds and kinds <= {int, float} else "TEXT"


def _spots(geometry: Mapping[str, Any]) -> list[Sequence[float]]:
    if geometry["type"] == "Point":
        return [geometry["coordinates"]]
    return [spot for part in geometry["coordinates"] for ring in part for spot in ring]


def blob(geometry: Mapping[str, Any]) -> bytes:
    """Return a point or areas in the binary form: a header of eight bytes, then WKB."""
    header = struct.pack("<2sBBi", b"GP", 0, 1, 4326)
    if geometry["type"] == "Point":
        return header + struct.pack("<BIdd", 1, 1, *geometry["coordinates"])
    parts = geometry["coordinates"]
    content = struct.pack("<BII", 1, 6, len(parts))
    for part in parts:
        content += struct.pack("<BII", 1, 3, len(part))
        for ring in part:
            content += struct.pack("<I", len(ring))
            content += b"".join(struct.pack("<dd", *spot) for spot in ring)
    return header + content
