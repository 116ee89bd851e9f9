"""Setting the buildings of a grid: its street houses, then rows inside each compound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.places.seeds.built import Block, Built
from linli.apps.places.seeds.geometry import (
    Point,
    Ring,
    Shape,
    area,
    box,
    centroid,
    inset,
    is_inside,
    long_axis,
    points,
)
from linli.apps.places.seeds.mixture import CompoundPlan, GridPlan, shares_to_counts
from linli.apps.places.seeds.street_rows import street_rows
from linli.apps.places.seeds.townplan import GridLand, RoadKind, Roads, divide
from linli.foundation.chance import Dice

HIGH_RISE_FLOORS: Final = 11
HOMES_PER_BUILDING: Final = {
    "commodity": 70,
    "old": 60,
    "work_unit": 48,
    "resettlement": 60,
    "affordable": 66,
}
LAND_PER_HOME_M2: Final = {
    "commodity": 62,
    "old": 70,
    "work_unit": 76,
    "resettlement": 66,
    "affordable": 56,
}
LOOSEST: Final = (
    7.0,
    5.6,
    4.6,
    3.8,
    3.2,
    2.7,
    2.3,
    2.0,
    1.7,
    1.45,
    1.25,
    1.1,
    0.95,
    0.8,
    0.65,
    0.5,
    0.38,
)
MARGIN: Final = 3.0
GREEN_SHARE_MAX: Final = 0.15
GREEN_LEAST_M2: Final = 2500.0


@dataclass(slots=True)
class Style:
    """What the buildings of one compound have in common."""

    year: int
    has_lift: bool


def build_grid(
    land: GridLand,
    roads: Roads,
    styles: dict[int, Style],
    types: dict[str, dict[str, Any]],
    dice: Dice,
) -> Block:
    """Set the buildings of a grid."""
    block = Block([], [], [])
    usable = inset(land.shape, roads.setback)
    if land.plan.street_homes:
        usable = street_rows(land, usable, roads, block, dice)
    plots = _plots(land, usable, roads, block, dice)
    for (plan, homes), plot in plots:
        outline = inset(plot, lambda _key: 0.0 if land.is_part else MARGIN)
        block.outlines.append((plan, outline))
        style = styles.setdefault(id(plan), _style(types[plan.kind], dice))
        block.built += _compound(plan, homes, outline, types[plan.kind], style, dice)
    return block


def _style(kind: dict[str, Any], dice: Dice) -> Style:
    return Style(
        dice.randrange(kind["year"][0], kind["year"][1] + 1), dice.random() < kind["lift_share"]
    )


def _plots(
    land: GridLand, usable: Shape, roads: Roads, block: Block, dice: Dice
) -> list[tuple[tuple[CompoundPlan, int], Shape]]:
    """Cut what is left of the grid into one plot for each compound, and a green where there is room."""

    def lane(line: Ring) -> int:
        return roads.add(RoadKind.LANE, line).key

    parts: list[tuple[CompoundPlan | None, int]] = [*land.plan.compounds]
    spare = 0.0
    if not land.is_part:
        spare = min(_spare(usable, land.plan), GREEN_SHARE_MAX * abs(area(usable)))
    if spare > GREEN_LEAST_M2:
        parts.insert(dice.randrange(0, len(parts) + 1), (None, round(spare)))
    middle = centroid(usable)
    cut = divide(usable, parts, weight=_need, cut=lane, anchor=middle, dice=dice)
    plots = []
    for (plan, homes), plot in cut:
        free = plot if land.is_part else inset(plot, lambda key: _lane(key, roads))
        if plan is None:
            block.greens.append(points(inset(free, lambda _key: 2.0)))
        else:
            plots.append(((plan, homes), free))
    return plots


def _lane(key: int, roads: Roads) -> float:
    return roads.setback(key) if roads.by_key[key].kind is RoadKind.LANE else 0.0


def _need(part: tuple[CompoundPlan | None, int]) -> float:
    plan, homes = part
    return homes if plan is None else 900 + homes * LAND_PER_HOME_M2[plan.kind]


def _spare(usable: Shape, plan: GridPlan) -> float:
    return abs(area(usable)) - sum(_need(part) for part in plan.compounds) * 1.25


def _compound(  # what, how many, where, how
    plan: CompoundPlan,
    homes: int,
    outline: Shape,
    kind: dict[str, Any],
    style: Style,
    dice: Dice,
) -> list[Built]:
    """Return the buildings of a compound inside one grid, set in rows."""
    count = max(1, round(homes / (HOMES_PER_BUILDING[plan.kind] * dice.uniform(0.8, 1.25))))
    counts = shares_to_counts([dice.uniform(0.8, 1.25) for _ in range(count)], homes)
    bodies = [_body(each, kind, has_lift=style.has_lift, dice=dice) for each in counts]
    size = (max(body.size[0] for body in bodies), max(body.size[1] for body in bodies))
    direction, middles, scale = _rows(outline, count, size)
    return [
        Built(
            compound=plan,
            ring=box(*middle, *direction, (body.size[0] * scale, body.size[1] * scale)),
            middle=middle,
            homes=each,
            floors=body.floors,
            entrances=body.entrances,
            per_floor=body.per_floor,
            has_lift=style.has_lift,
            year=style.year,
        )
        for each, body, middle in zip(counts, bodies, middles, strict=True)
    ]


@dataclass(slots=True)
class Body:
    floors: int
    entrances: int
    per_floor: int
    size: tuple[float, float]


def _body(homes: int, kind: dict[str, Any], *, has_lift: bool, dice: Dice) -> Body:
    """Return a building for so many homes: a slab of entrances, or a tower with lifts."""
    low, high = kind["floors"]
    if has_lift and homes >= HIGH_RISE_FLOORS * 2:
        per_floor = dice.choice((2, 4, 4, 5, 6) if homes > 60 else (2, 2, 3, 4))
        entrances = max(1, math.ceil(homes / (per_floor * min(high, 30))))
        if per_floor == 2 and homes > 44:
            entrances = max(entrances, 2)
        floors = math.ceil(homes / (per_floor * entrances))
        return Body(floors, entrances, per_floor, (9.0 + 6.2 * per_floor * entrances**0.9, 17.0))
    top = min(high, 7 if not has_lift else 11)
    floors = min(top, max(min(low, top), math.ceil(homes / 12)))
    per_floor = 2 if homes > 10 else 1
    entrances = max(1, math.ceil(homes / (floors * per_floor)))
    if entrances > 5:
        per_floor = 3
        entrances = math.ceil(homes / (floors * per_floor))
    floors = math.ceil(homes / (per_floor * entrances))
    return Body(floors, entrances, per_floor, (3.0 + entrances * per_floor * 7.4, 11.5))


def _rows(
    outline: Shape, count: int, size: tuple[float, float]
) -> tuple[Point, list[Point], float]:
    """Return the direction of rows, `count` places in them, and how far buildings had to shrink."""
    axis = long_axis(outline)
    along = axis if abs(axis[0]) >= abs(axis[1]) else (axis[1], -axis[0])
    ring = points(outline)
    for looseness in LOOSEST:
        scale = min(1.0, looseness + 0.12)
        for direction in (along, (-along[1], along[0])):
            spots = _spots(ring, direction, (size[0] * scale, size[1] * scale), looseness)
            if len(spots) >= count:
                return direction, _pick(spots, count), scale
    middle = centroid(ring)
    step = 4.0
    around = [
        (
            middle[0] + along[0] * step * (each - count / 2),
            middle[1] + along[1] * step * (each - count / 2),
        )
        for each in range(count)
    ]
    return along, around, 0.12


def _spots(
    ring: Ring, direction: Point, size: tuple[float, float], looseness: float
) -> list[Point]:
    """Return the middles of boxes set in rows along `direction` that lie wholly inside `ring`."""
    ux, uy = direction
    reach_u = [ux * x + uy * y for x, y in ring]
    reach_v = [-uy * x + ux * y for x, y in ring]
    long, deep = size
    rows = _steps(min(reach_v) + 2, max(reach_v) - 2, deep, deep + 9.0 * looseness + 2.5)
    found = []
    for v in rows:
        for u in _steps(min(reach_u) + 2, max(reach_u) - 2, long, long + 7.0 * looseness + 1.5):
            x, y = ux * u - uy * v, uy * u + ux * v
            if all(
                is_inside(px, py, ring) for px, py in box(x, y, ux, uy, (long + 2.4, deep + 2.4))
            ):
                found.append((x, y))
    return found


def _steps(low: float, high: float, thing: float, pitch: float) -> list[float]:
    """Return the middles of as many things as fit between `low` and `high`, evenly spread."""
    room = high - low - thing
    if room < 0:
        return []
    count = int(room / pitch) + 1
    gap = room / (count - 1) if count > 1 else 0.0
    start = low + thing / 2 if count > 1 else (low + high) / 2
    return [start + gap * index for index in range(count)]


def _pick(spots: Sequence[Point], count: int) -> list[Point]:
    """Return `count` of the spots, evenly over their list."""
    if count == 1:
        return [spots[len(spots) // 2]]
    step = (len(spots) - 1) / (count - 1)
    return [spots[round(index * step)] for index in range(count)]
