"""What an OSM extract tells: dwellings, areas, barriers and the walking network.

OpenStreetMap carries no households. They are estimated from footprint and levels, and every
result says so. © OpenStreetMap contributors, ODbL 1.0.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from linli.algorithms.files.coordinates import plane_around
from linli.algorithms.files.read import Table, read_table
from linli.algorithms.kernels import Floats

CREDIT = "数据来源：© OpenStreetMap contributors，ODbL 1.0。"
DWELLINGS = (
    "yes", "residential", "house", "apartments", "detached", "terrace", "semidetached_house",
    "dormitory", "bungalow", "farm",
)  # fmt: skip
SQUARE_METRES_A_HOUSEHOLD = 150.0
SQUARE_METRES_MIN = 50.0
LEVELS_DEFAULT = 2.0
LEVELS = re.compile(r'"building:levels"=>"(\d+)')
NOT_ON_FOOT = ("motorway", "motorway_link", "trunk", "trunk_link", "construction", "proposed", "raceway")  # fmt: skip
WIDE_ROADS = ("motorway", "trunk", "primary")


def is_osm(path: str | Path) -> bool:
    """Whether a file is an OSM extract."""
    return str(path).lower().endswith(".pbf")


def quoted(words: tuple[str, ...]) -> str:
    """A list for a filter."""
    return ",".join(f"'{word}'" for word in words)


def read_dwellings(path: str | Path) -> Table:
    """Buildings that may hold homes, with estimated households."""
    table = read_table(path, layer="multipolygons", where=f"building IN ({quoted(DWELLINGS)})")
    tags = table.columns["other_tags"]
    columns = {
        "osm_id": table.columns["osm_way_id"],
        "households": estimate(table, tags),
    }
    note = "OSM 不含户数：按占地面积 × 层数 ÷ 150 平方米估算，仅供演示。"
    return Table(table.geometry, columns, [*table.warnings, note, CREDIT])


def estimate(table: Table, tags: NDArray[Any]) -> NDArray[np.int64]:
    """Households from footprint and levels; sheds have none."""
    plane = plane_around(table.points())
    footprint: Floats = shapely.area(plane.geometry(table.geometry))
    levels = np.full(len(table), LEVELS_DEFAULT)
    for i, text in enumerate(tags):
        found = LEVELS.search(text) if isinstance(text, str) else None
        if found:
            levels[i] = float(found[1])
    count = np.maximum(1, np.round(footprint * levels / SQUARE_METRES_A_HOUSEHOLD))
    return np.where(footprint < SQUARE_METRES_MIN, 0, count).astype(np.int64)


def read_areas(path: str | Path) -> Table:
    """Administrative areas of the finest level that covers the extract."""
    table = read_table(path, layer="multipolygons", where="boundary = 'administrative'")
    level = np.array([int(item) if str(item).isdigit() else 0 for item in table.columns["admin_level"]])  # fmt: skip
    keep = level == np.bincount(level).argmax()
    return Table(table.geometry[keep], {"name": table.columns["name"][keep]}, table.warnings)


def read_barriers(path: str | Path) -> Table:
    """Rivers, wide roads and railways."""
    rail = "railway = 'rail' OR other_tags LIKE '%\"railway\"=>\"rail\"%'"
    fields = pyogrio.read_info(path, layer="lines")["fields"].tolist()
    if "railway" not in fields:
        rail = rail.split(" OR ")[1]
    roads = f"waterway IN ('river','canal') OR highway IN ({quoted(WIDE_ROADS)})"
    return read_table(path, layer="lines", where=f"{roads} OR {rail}")


def read_streets(path: str | Path) -> Table:
    """Everything that can be walked, with stairs marked."""
    where = f"highway IS NOT NULL AND highway NOT IN ({quoted(NOT_ON_FOOT)})"
    table = read_table(path, layer="lines", where=where)
    return Table(table.geometry, {"steps": table.columns["highway"] == "steps"}, table.warnings)
