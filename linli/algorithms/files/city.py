"""From tables to what the algorithms take: buildings, what touches, the walking network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.algorithms.circle import Network, build_network
from linli.algorithms.files import osm
from linli.algorithms.files.coordinates import Plane, plane_around
from linli.algorithms.files.read import Table, codes, numbers, read_table
from linli.algorithms.grids.atoms import refuse_rows, rows_of
from linli.algorithms.grids.model import Buildings
from linli.algorithms.grids.neighbours import REACH, neighbours
from linli.algorithms.kernels import Flags, Floats, Integers
from linli.foundation.refusals import Refused

HOUSEHOLDS = ("households", "户数")
COMPOUND = ("compound", "小区")
COMMUNITY = ("community", "社区")
UNITS = ("units", "单元数")
GRID = ("grid", "网格")
STEPS = ("steps", "台阶")
NODE_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class City:
    """Buildings of a file in metres, with the rows they came from."""

    table: Table
    plane: Plane
    buildings: Buildings
    community: Integers
    warnings: list[str]


def read_city(path: str | Path, *, datum: str | None = None, areas: str | None = None) -> City:
    """Read buildings: of a file with a column of households, or of an OSM extract.

    Parameters
    ----------
    areas : str, optional
        File of community polygons; of an OSM extract its administrative areas are taken.

    Raises
    ------
    Refused
        If rows are missing, doubled, negative or not numbers; the rows are named.
    """
    extract = osm.is_osm(path)
    table = osm.read_dwellings(path) if extract else read_table(path, datum=datum)
    if len(table) == 0:
        raise Refused("grids.no_buildings", "没有住宅楼，无法划分网格，请检查导入的文件。")
    table = without_twins(table, drop=extract)
    given = table.find(HOUSEHOLDS)
    if given is None:
        raise Refused("files.households", "文件缺少户数列（households 或 户数），请补充后再试。")
    count = numbers(given, "households")
    refuse_rows(
        "files.whole", "第 %(rows)s 行的户数不是整数，请改正后再试。", count != np.round(count)
    )
    units = table.find(UNITS)
    degrees = table.points()
    plane = plane_around(degrees)
    community = codes(table.find(COMMUNITY), len(table))
    warnings = list(table.warnings)
    if areas is not None or extract:
        polygons = osm.read_areas(path) if areas is None else read_table(areas, datum=datum)
        community = locate(degrees, polygons)
        if (community < 0).any():
            warnings.append(f"第 {rows_of(community < 0)} 行不在任何社区内，单独成片。")
    buildings = Buildings(
        plane.points(degrees),
        count.astype(np.int64),
        codes(table.find(COMPOUND), len(table)),
        np.ones(len(table), np.int64)
        if units is None
        else numbers(units, "units").astype(np.int64),
    )
    return City(table, plane, buildings, community, warnings)


def twins(table: Table) -> Flags:
    """Which buildings are in the file a second time, outline for outline."""
    shapes = shapely.to_wkb(table.geometry)
    outline = np.isin(shapely.get_type_id(table.geometry), (3, 6))
    _, first = np.unique(shapes, return_index=True)
    twin = np.ones(len(shapes), np.bool_)
    twin[first] = False
    return np.asarray(twin & outline, np.bool_)


def without_twins(table: Table, *, drop: bool) -> Table:
    """Drop doubled buildings of a public extract, refuse those of the user's own file."""
    double = twins(table)
    if not double.any():
        return table
    if not drop:
        refuse_rows("files.twins", "第 %(rows)s 行与前面的楼栋轮廓重复，请删除后再试。", double)
    note = f"第 {rows_of(double)} 行与前面的楼栋轮廓重复，已略去。"
    columns = {name: column[~double] for name, column in table.columns.items()}
    return Table(table.geometry[~double], columns, [*table.warnings, note])


def locate(degrees: Floats, polygons: Table) -> Integers:
    """Area of each point, the first in the file where areas overlap; -1 outside all."""
    tree = shapely.STRtree(polygons.geometry)
    point, area = tree.query(shapely.points(degrees), predicate="intersects")
    found = np.full(len(degrees), -1, np.int64)
    found[point[::-1]] = area[::-1]
    return found


def touching(
    city: City, barriers: Sequence[str] = (), reach: float = REACH, datum: str | None = None
) -> tuple[Integers, list[str]]:
    """Pairs of buildings that touch, none across a barrier, and what to tell about them."""
    tables = [osm.read_barriers(path) if osm.is_osm(path) else read_table(path, datum=datum) for path in barriers]  # fmt: skip
    shapes = [shape for table in tables for shape in city.plane.geometry(table.geometry)]
    warnings = []
    inside = in_water(city.buildings.position, shapes)
    if inside.any():
        warnings.append(f"第 {rows_of(inside)} 行的楼栋落在河流或屏障范围内，请核对位置。")
    pairs = neighbours(city.buildings.position, city.community, shapes, reach)
    alone = np.bincount(pairs.ravel(), minlength=len(city.buildings)) == 0
    if alone.any() and len(alone) > 1:
        warnings.append(f"第 {rows_of(alone)} 行的楼栋附近没有相邻楼栋，单独成片。")
    return pairs, warnings


def in_water(position: Floats, barriers: Sequence[shapely.Geometry]) -> Flags:
    """Which points lie in a barrier that is a surface."""
    inside = np.zeros(len(position), np.bool_)
    surfaces = [shape for shape in barriers if shapely.get_dimensions(shape) == 2]
    if surfaces:
        tree = shapely.STRtree(shapely.points(position))
        inside[tree.query(surfaces, predicate="contains")[1]] = True
    return inside


def read_network(
    path: str | Path, plane: Plane, *, datum: str | None = None, barrier_free: bool = False
) -> Network:
    """Read lines as a walking network; lines meet where they share a vertex."""
    table = osm.read_streets(path) if osm.is_osm(path) else read_table(path, datum=datum)
    lines = shapely.get_parts(table.geometry, return_index=True)
    shapes = plane.geometry(lines[0])
    is_line = shapely.get_type_id(shapes) == 1
    if not is_line.any():
        raise Refused("circle.no_streets", "文件 %(path)s 没有道路线，请检查。", path=str(path))
    points, line = shapely.get_coordinates(shapes[is_line], return_index=True)
    nodes, at = np.unique(np.round(points, NODE_DECIMALS), axis=0, return_inverse=True)
    at = at.ravel()
    same = line[1:] == line[:-1]
    segments = np.stack([at[:-1][same], at[1:][same]], axis=1).astype(np.int64)
    metres = np.hypot(*(points[1:] - points[:-1])[same].T)
    column = table.find(STEPS)
    flags = np.zeros(len(table), np.bool_) if column is None else truths(column)
    steps = flags[lines[1][is_line]][line[:-1][same]]
    return build_network(nodes, segments, metres, steps, barrier_free=barrier_free)


def truths(column: NDArray[Any]) -> Flags:
    """A column of yes and no in the usual spellings."""
    return np.array(
        [str(item).strip().lower() in {"1", "true", "yes", "是", "有"} for item in column]
    )
