"""Read a table of geometries from any of the usual formats."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from linli.algorithms.files.coordinates import Geometries, refuse_mixed, to_wgs84
from linli.algorithms.grids.atoms import rows_of
from linli.algorithms.kernels import Floats, Integers
from linli.foundation.refusals import Refused

VECTOR = {".geojson", ".json", ".gpkg", ".shp", ".fgb", ".zip"}
PARQUET = {".parquet", ".geoparquet"}
ROWS_MAX = 5_000_000
LON_NAMES = ("lon", "lng", "longitude", "经度", "x")
LAT_NAMES = ("lat", "latitude", "纬度", "y")
SHIFTED = {"gcj02", "bd09"}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file: geometries in degrees of WGS 84, columns by name, and what to tell the user."""

    geometry: Geometries
    columns: dict[str, NDArray[Any]]
    warnings: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.geometry)

    def points(self) -> Floats:
        """Middle of every geometry in degrees."""
        return np.asarray(shapely.get_coordinates(shapely.centroid(self.geometry)), np.float64)

    def find(self, names: tuple[str, ...]) -> NDArray[Any] | None:
        """The first column with one of these names, capitals or not."""
        lower = {name.lower(): column for name, column in self.columns.items()}
        return next((lower[name] for name in names if name in lower), None)


def read_table(
    path: str | Path,
    *,
    layer: str | None = None,
    datum: str | None = None,
    where: str | None = None,
) -> Table:
    """Read GeoJSON, GeoPackage, Shapefile, FlatGeobuf, GeoParquet, CSV or a layer of OSM PBF.

    Raises
    ------
    Refused
        If the file can't be read or rows have no usable geometry; the rows are named.
    """
    source = Path(path)
    if not source.exists():
        raise Refused("files.missing", "找不到文件 %(path)s，请检查路径。", path=str(path))
    suffix = source.suffix.lower()
    if suffix == ".csv":
        geometry, columns, crs = read_csv(source)
    elif suffix in PARQUET:
        geometry, columns, crs = read_parquet(source)
    elif suffix in VECTOR or suffix == ".pbf":
        geometry, columns, crs = read_vector(source, layer, where)
    else:
        raise Refused(
            "files.format",
            "不支持的文件格式 %(suffix)s，可用：GeoJSON、GeoPackage、Shapefile、FlatGeobuf、"
            "GeoParquet、CSV、OSM PBF。",
            suffix=suffix,
        )
    return tidy(geometry, columns, crs, datum)


def tidy(
    geometry: Geometries, columns: dict[str, NDArray[Any]], crs: str | None, datum: str | None
) -> Table:
    """Check the geometries, mend crossed polygons and bring all to WGS 84."""
    warnings = []
    if len(geometry) > ROWS_MAX:
        raise Refused("files.rows", "文件超过 %(most)s 行，请分片处理。", most=ROWS_MAX)
    missing = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    if missing.any():
        raise Refused(
            "files.geometry", "第 %(rows)s 行没有位置，请补充后再试。", rows=rows_of(missing)
        )
    crossed = ~shapely.is_valid(geometry)
    if crossed.any():
        geometry = shapely.make_valid(geometry)
        warnings.append(f"第 {rows_of(crossed)} 行的多边形自相交，已自动修复，请核对。")
    if datum in SHIFTED:
        warnings.append(f"坐标按 {datum} 读入，已换算为 WGS 84；换算误差在 1 米以内。")
    table = Table(to_wgs84(geometry, crs, datum), columns, warnings)
    if len(table):
        refuse_mixed(table.points())
    return table


def read_vector(
    source: Path, layer: str | None, where: str | None
) -> tuple[Geometries, dict[str, NDArray[Any]], str | None]:
    """Read one layer through GDAL."""
    try:
        meta, _, shapes, values = pyogrio.raw.read(source, layer=layer, where=where)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise Refused(
            "files.unreadable",
            "文件 %(path)s 无法读取（%(why)s），请检查是否完整。",
            path=source.name,
            why=str(error)[:200],
        ) from error
    if shapes is None:
        raise Refused("files.no_geometry", "文件 %(path)s 没有空间位置。", path=source.name)
    columns = dict(zip(meta["fields"].tolist(), values, strict=True))
    return shapely.from_wkb(shapes), columns, meta["crs"]


def read_csv(source: Path) -> tuple[Geometries, dict[str, NDArray[Any]], str | None]:
    """Read a CSV file with a column of longitudes and one of latitudes."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns: dict[str, NDArray[Any]] = {
        name: np.array([row[name] for row in rows], object) for name in (rows[0] if rows else {})
    }
    table = Table(np.empty(0, object), columns)
    lon, lat = table.find(LON_NAMES), table.find(LAT_NAMES)
    if lon is None or lat is None:
        raise Refused(
            "files.csv_columns",
            "CSV 文件 %(path)s 需要经度列（lon 或 经度）和纬度列（lat 或 纬度）。",
            path=source.name,
        )
    points = np.stack([numbers(lon, "lon"), numbers(lat, "lat")], axis=1)
    return np.asarray(shapely.points(points)), columns, None


def read_parquet(source: Path) -> tuple[Geometries, dict[str, NDArray[Any]], str | None]:
    """Read GeoParquet: WKB in the primary column, its coordinate system in the metadata."""
    import pyarrow.parquet

    content = pyarrow.parquet.read_table(source)
    about = json.loads((content.schema.metadata or {}).get(b"geo", b"{}"))
    name = about.get("primary_column", "geometry")
    if name not in content.column_names:
        raise Refused("files.no_geometry", "文件 %(path)s 没有空间位置。", path=source.name)
    crs = about.get("columns", {}).get(name, {}).get("crs")
    columns = {
        item: np.array(content[item].to_pylist(), object)
        for item in content.column_names
        if item != name
    }
    shapes = shapely.from_wkb(np.array(content[name].to_pylist(), object))
    return shapes, columns, json.dumps(crs) if isinstance(crs, dict) else crs


def numbers(column: NDArray[Any], name: str) -> Floats:
    """A column as numbers; refuses rows that are empty or not numbers."""
    values = np.full(len(column), np.nan)
    for i, item in enumerate(column):
        try:
            values[i] = float(item)
        except (TypeError, ValueError):
            continue
    wrong = ~np.isfinite(values)
    if wrong.any():
        raise Refused(
            "files.number",
            "“%(column)s”列第 %(rows)s 行不是数字，请改正后再试。",
            column=name,
            rows=rows_of(wrong),
        )
    return values


def codes(column: NDArray[Any] | None, count: int) -> Integers:
    """Number the values of a column; -1 for an empty one, or everywhere without a column."""
    if column is None:
        return np.full(count, -1, np.int64)
    text = np.array(["" if item is None or item != item else str(item) for item in column], str)  # noqa: PLR0124 - NaN
    names, code = np.unique(text, return_inverse=True)
    empty = np.flatnonzero(names == "")
    return np.where(np.isin(code, empty), -1, code).astype(np.int64)
