"""From buildings to atoms: units of buildings above the limit, and the checks of what came in."""

from __future__ import annotations

import numpy as np

from linli.algorithms.grids.connect import unique_edges
from linli.algorithms.grids.model import Atoms, Buildings, GridRules
from linli.algorithms.kernels import Flags, Integers
from linli.foundation.refusals import Refused

ROWS_SHOWN = 10
HOUSEHOLDS_MAX = 100_000
UNITS_MAX = 200
UNIT_DISTANCE = 0.5


def rows_of(wrong: Flags) -> str:
    """Row numbers (from 1) for a message: the first ten."""
    rows = np.flatnonzero(wrong)
    shown = "、".join(str(row + 1) for row in rows[:ROWS_SHOWN])
    return f"{shown}…（共 {len(rows)} 行）" if len(rows) > ROWS_SHOWN else shown


def refuse_rows(code: str, sentence: str, wrong: Flags) -> None:
    """Refuse if any row is wrong, naming the rows."""
    if wrong.any():
        raise Refused(code, sentence, rows=rows_of(wrong))


def check_rules(rules: GridRules) -> None:
    """Refuse limits that no drawing can keep."""
    if not 1 <= rules.low <= rules.high <= HOUSEHOLDS_MAX:
        raise Refused(
            "grids.limits",
            "网格户数下限 %(low)s 应不小于 1 且不大于上限 %(high)s，请改正后再试。",
            low=rules.low,
            high=rules.high,
        )
    if not rules.low <= rules.target <= rules.high:
        raise Refused(
            "grids.target",
            "目标户数 %(target)s 应在 %(low)s 与 %(high)s 之间，请改正后再试。",
            target=rules.target,
            low=rules.low,
            high=rules.high,
        )


def check_buildings(buildings: Buildings, edges: Integers) -> None:
    """Refuse rows that can't be drawn and edges that lead nowhere."""
    count = len(buildings)
    if count == 0:
        raise Refused("grids.no_buildings", "没有住宅楼，无法划分网格，请检查导入的文件。")
    refuse_rows(
        "grids.position",
        "第 %(rows)s 行没有有效坐标，请补充后再试。",
        np.asarray(~np.isfinite(buildings.position).all(axis=1)),
    )
    refuse_rows(
        "grids.households",
        "第 %(rows)s 行的户数为负数或过大，请改正后再试。",
        (buildings.households < 0) | (buildings.households > HOUSEHOLDS_MAX),
    )
    refuse_rows(
        "grids.units",
        "第 %(rows)s 行的单元数应在 1 到 200 之间，请改正后再试。",
        (buildings.units < 1) | (buildings.units > UNITS_MAX),
    )
    if count > 1 and len(edges) == 0:
        raise Refused("grids.no_adjacency", "楼栋之间没有任何相邻关系，请先生成相邻关系再划分。")
    if len(edges) and (edges.min() < 0 or edges.max() >= count):
        refuse_rows(
            "grids.edges",
            "相邻关系第 %(rows)s 行指向不存在的楼栋，请改正后再试。",
            np.asarray(((edges < 0) | (edges >= count)).any(axis=1)),
        )


def cut_to_atoms(buildings: Buildings, edges: Integers, high: int) -> Atoms:
    """Divide buildings above the limit into their stairwell units; others stay whole.

    Units stand in a row, each touches the next and all touch the neighbours of the building.
    """
    count = len(buildings)
    pieces = np.where(buildings.households > high, buildings.units, 1)
    if (pieces == 1).all():
        zeros = np.zeros(count, np.int64)
        compound = own_compounds(buildings.compound)
        return Atoms(
            np.arange(count),
            zeros,
            buildings.position,
            buildings.households,
            compound,
            unique_edges(edges),
        )
    building = np.repeat(np.arange(count), pieces)
    first = np.cumsum(pieces) - pieces
    unit = np.arange(len(building)) - first[building]
    even, left = np.divmod(buildings.households, pieces)
    households = even[building] + (unit < left[building])
    position = buildings.position[building].astype(np.float64)
    position[:, 0] += UNIT_DISTANCE * (unit - (pieces[building] - 1) / 2)
    compound = own_compounds(buildings.compound)[building]
    links = spread_edges(edges, pieces, first)
    rows = np.flatnonzero(unit > 0)
    links = np.concatenate([links, np.stack([rows - 1, rows], axis=1)])
    return Atoms(building, unit, position, households, compound, unique_edges(links))


def own_compounds(compound: Integers) -> Integers:
    """Number compounds from 0; a building outside any is one by itself."""
    alone = compound < 0
    label = compound.astype(np.int64).copy()
    label[alone] = (compound.max() if len(compound) else 0) + 1 + np.arange(alone.sum())
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def spread_edges(edges: Integers, pieces: Integers, first: Integers) -> Integers:
    """Edges between all units of two touching buildings."""
    times = pieces[edges[:, 0]] * pieces[edges[:, 1]]
    row = np.repeat(np.arange(len(edges)), times)
    number = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    width = pieces[edges[row, 1]]
    left = first[edges[row, 0]] + number // width
    right = first[edges[row, 1]] + number % width
    return np.stack([left, right], axis=1)
