"""Arcade houses (骑楼) side by side along a street, outside compounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from linli.apps.places.seeds.built import Block, Built
from linli.apps.places.seeds.geometry import (
    Line,
    Point,
    Ring,
    Shape,
    area,
    box,
    edge_line,
    edges,
    half,
    is_inside,
    points,
)
from linli.apps.places.seeds.townplan import GridLand, Road, RoadKind, Roads
from linli.foundation.chance import Dice

HOUSE_HOMES: Final = ((1, 2, 3, 4, 5, 6), (0.1, 0.28, 0.3, 0.18, 0.09, 0.05))
HOUSE_DEPTH: Final = 15.0
PAVEMENT: Final = 0.6


def street_rows(land: GridLand, usable: Shape, roads: Roads, block: Block, dice: Dice) -> Shape:
    """Set arcade houses along the grid's streets; return the land behind them."""
    left = land.plan.street_homes
    fronts = sorted(
        (
            (roads.by_key[one.along].kind is RoadKind.STREET, math.dist(one[:2], other[:2]), index)
            for index, (one, other) in enumerate(edges(usable))
            if roads.by_key[one.along].kind in {RoadKind.STREET, RoadKind.MAIN}
        ),
        reverse=True,
    )
    behind = usable
    for _is_street, _length, index in fronts:
        if left <= 0:
            break
        one, other = list(edges(usable))[index]
        road = roads.by_key[one.along]
        front = edge_line(one, other, 0.0)
        if front is None:
            continue
        row = _row(points(behind), one[:2], other[:2], front)
        left = _houses(row, left, road, front, block, dice)
        cleared = half(behind, Line(front.nx, front.ny, front.offset + HOUSE_DEPTH + 4), one.along)
        if len(cleared) > 2 and abs(area(cleared)) > 0.35 * abs(area(usable)):
            behind = cleared
        else:
            break
    if left > 0:
        _more_homes(block.built, left)
    land.plan.street_homes = sum(built.homes for built in block.built)
    return behind


def _row(
    ring: Ring, start: Sequence[float], end: Sequence[float], front: Line
) -> tuple[Point, Point]:
    """Return the stretch of the street on which houses of full depth fit inside the ring."""
    length = math.dist(start, end)
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length

    def fits(at: float) -> bool:
        x, y = start[0] + ux * at, start[1] + uy * at
        return all(
            is_inside(x + front.nx * deep, y + front.ny * deep, ring)
            for deep in (PAVEMENT, HOUSE_DEPTH + 2)
        )

    low, high = 0.0, length
    while low < high and not fits(low):
        low += 2.0
    while high > low and not fits(high):
        high -= 2.0
    return (start[0] + ux * low, start[1] + uy * low), (start[0] + ux * high, start[1] + uy * high)


def _houses(  # a row of a street
    row: tuple[Point, Point],
    homes: int,
    road: Road,
    front: Line,
    block: Block,
    dice: Dice,
) -> int:
    """Set houses side by side along the row; return how many homes are still without a house."""
    (x, y), end = row
    length = math.dist((x, y), end)
    if length < 8:
        return homes
    ux, uy = (end[0] - x) / length, (end[1] - y) / length
    side = 0 if front.nx > 0 or (front.nx == 0 and front.ny > 0) else 1
    at = 1.0
    left = homes
    while left > 0:
        wide, deep = dice.uniform(4.4, 6.6), dice.uniform(11.0, HOUSE_DEPTH)
        if at + wide > length - 1:
            break
        count = min(left, dice.choices(HOUSE_HOMES[0], HOUSE_HOMES[1])[0])
        along = at + wide / 2
        middle = (
            x + ux * along + front.nx * (PAVEMENT + deep / 2),
            y + uy * along + front.ny * (PAVEMENT + deep / 2),
        )
        block.built.append(
            Built(
                compound=None,
                ring=box(*middle, ux, uy, (wide - 0.1, deep)),
                middle=middle,
                homes=count,
                floors=max(2, min(5, count + dice.randrange(0, 2))),
                entrances=1,
                per_floor=1 if count < 4 else 2,
                has_lift=False,
                year=dice.randrange(1925, 1986),
                road=road,
                number=road.next_number(side),
            )
        )
        left -= count
        at += wide + (0.3 if dice.random() < 0.94 else dice.uniform(3.0, 7.0))
    return left


def _more_homes(houses: list[Built], homes: int) -> None:
    """Put the homes that found no house of their own into the houses there are."""
    index = 0
    while homes > 0 and houses:
        house = houses[index % len(houses)]
        house.homes += 1
        if house.homes > house.floors * house.per_floor:
            house.per_floor += 1
        homes -= 1
        index += 1
