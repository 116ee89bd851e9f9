"""Write rows with new columns; the name of the file says the format."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from linli.algorithms.files.read import Table
from linli.foundation.refusals import Refused

DRIVERS = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf"}  # fmt: skip


def write_table(path: str | Path, table: Table, added: dict[str, NDArray[Any]]) -> None:
    """Write the rows of a table with added columns, in WGS 84.

    The file appears whole or not at all: it is written under another name and then renamed.
    """
    target = Path(path)
    columns = {**table.columns, **added}
    suffix = target.suffix.lower()
    if suffix != ".csv" and suffix not in DRIVERS:
        raise Refused(
            "files.write_format",
            "无法写出 %(suffix)s，可用：.geojson、.gpkg、.shp、.fgb、.csv。",
            suffix=suffix or "无扩展名",
        )
    if not target.parent.is_dir():
        raise Refused("files.folder", "文件夹 %(path)s 不存在，请先建立。", path=str(target.parent))
    with tempfile.TemporaryDirectory(prefix=".linli-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        if suffix == ".csv":
            write_csv(draft, table, columns)
        else:
            write_vector(draft, table, columns, DRIVERS[suffix])
        for part in Path(folder).iterdir():
            part.replace(target.parent / part.name)


def write_vector(path: Path, table: Table, columns: dict[str, NDArray[Any]], driver: str) -> None:
    """Write through GDAL."""
    shapes = shapely.to_wkb(table.geometry)
    kinds = np.unique(shapely.get_type_id(table.geometry))
    names = {0: "Point", 1: "LineString", 3: "Polygon", 6: "MultiPolygon"}
    kind = names.get(int(kinds[0]), "Unknown") if len(kinds) == 1 else "Unknown"
    values = [plain(column) for column in columns.values()]
    options = {"SPATIAL_INDEX": "NO"} if driver == "FlatGeobuf" else {}  # it would reorder the rows
    pyogrio.raw.write(
        path,
        geometry=shapes,
        field_data=values,
        fields=list(columns),
        geometry_type=kind,
        crs="EPSG:4326",
        driver=driver,
        layer_options=options,
    )


def plain(column: NDArray[Any]) -> NDArray[Any]:
    """A column as numbers where it holds numbers, else as text."""
    if column.dtype.kind in "ifb":
        return column
    return np.array([None if item is None else str(item) for item in column], object)


def write_csv(path: Path, table: Table, columns: dict[str, NDArray[Any]]) -> None:
    """Write CSV that spreadsheet programs open in the right encoding; positions as lon and lat."""
    points = table.points()
    given = {"lon": points[:, 0].round(7), "lat": points[:, 1].round(7)}
    columns = {**columns, **{name: value for name, value in given.items() if name not in columns}}
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
