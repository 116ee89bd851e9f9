"""Cutting land into subdistricts, communities, grids and plots; every cut is a road."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from linli.apps.places.seeds.geometry import (
    Line,
    Point,
    Ring,
    Shape,
    area,
    centroid,
    crossings,
    cut_line,
    half,
    long_axis,
    opposite,
    points,
    turned,
)
from linli.apps.places.seeds.mixture import GridPlan, Unit
from linli.apps.places.seeds.terrain import BANK, RIM, Piece
from linli.foundation.chance import Dice

T = TypeVar("T")

TILT: Final = 0.09
TRIES: Final = 8
FIRST_ROAD: Final = 10


class RoadKind(StrEnum):
    MAIN = "main_road"
    STREET = "street"
    LANE = "lane"
    INNER = "inner"


# Metres from the middle of the road to the plots beside it.
HALF_WIDTH: Final = {
    RoadKind.MAIN: 15.0,
    RoadKind.STREET: 8.5,
    RoadKind.LANE: 3.0,
    RoadKind.INNER: 3.0,
}


@dataclass(slots=True)
class Road:
    key: int
    kind: RoadKind
    line: Ring
    name: str = ""
    community: int | None = None
    numbers: list[int] = field(default_factory=lambda: [1, 2])

    def next_number(self, side: int) -> int:
        """Return the next house number on the side, odd on one and even on the other."""
        number = self.numbers[side]
        self.numbers[side] = number + 2
        return number


class Roads:
    """All roads of one land; the key of a road marks the edges of the plots beside it."""

    def __init__(self) -> None:
        self.by_key: dict[int, Road] = {}

    def add(self, kind: RoadKind, line: Ring, community: int | None = None) -> Road:
        road = Road(FIRST_ROAD + len(self.by_key), kind, line, community=community)
        self.by_key[road.key] = road
        return road

    def setback(self, key: int) -> float:
        return HALF_WIDTH[self.by_key[key].kind]


@dataclass(slots=True)
class GridLand:
    plan: GridPlan
    shape: Shape
    is_part: bool  # of a compound larger than one grid


@dataclass(slots=True)
class CommunityLand:
    index: int
    shape: Shape
    grids: list[GridLand] = field(default_factory=list)
    units: list[tuple[Unit, Shape]] = field(default_factory=list)


@dataclass(slots=True)
class Quarter:
    """A subdistrict on one piece of land and its communities with their weights."""

    name: str
    communities: list[tuple[int, float]]

    @property
    def weight(self) -> float:
        return sum(weight for _index, weight in self.communities)


@dataclass(slots=True)
class QuarterLand:
    name: str
    shape: Shape
    communities: list[CommunityLand]


Cut = Callable[[Ring], int]


def divide(  # what is cut, into what, how, from where
    shape: Shape,
    parts: Sequence[T],
    *,
    weight: Callable[[T], float],
    cut: Cut,
    anchor: Point,
    dice: Dice,
) -> list[tuple[T, Shape]]:
    """Cut `shape` into one plot for each of `parts`, areas in proportion to their weights.

    The first parts come to lie nearest to `anchor`. Plots tile the shape without gap or overlap.
    """
    if len(parts) == 1:
        return [(parts[0], shape)]
    weights = [weight(part) for part in parts]
    index = _middle(weights)
    line = _cut(shape, sum(weights[:index]) / sum(weights), anchor, dice)
    key = cut(_chord(shape, line))
    sides = (half(shape, opposite(line), key), half(shape, line, key))
    return [
        plot
        for side, some in zip(sides, (parts[:index], parts[index:]), strict=True)
        for plot in divide(side, some, weight=weight, cut=cut, anchor=anchor, dice=dice)
    ]


def _middle(weights: Sequence[float]) -> int:
    """Return where to part the list so that both halves weigh about the same."""
    total = sum(weights)
    return min(range(1, len(weights)), key=lambda index: abs(sum(weights[:index]) * 2 - total))


def _cut(shape: Shape, share: float, anchor: Point, dice: Dice) -> Line:
    """Return a line across the long axis that crosses the border twice, `share` on the anchor's side."""
    axis = long_axis(shape)
    middle = centroid(shape)
    if axis[0] * (anchor[0] - middle[0]) + axis[1] * (anchor[1] - middle[1]) > 0:
        axis = (-axis[0], -axis[1])
    line = cut_line(shape, axis, share)
    for attempt in range(TRIES):
        tilt = dice.uniform(-TILT, TILT) * (1 + attempt)
        line = cut_line(shape, turned(axis, tilt), share)
        if len(crossings(shape, line)) == 2:
            break
    return line


def _chord(shape: Shape, line: Line) -> Ring:
    """Return the piece of `line` inside `shape`, from end to end."""
    met = crossings(shape, line)
    along = sorted(met, key=lambda point: -line.ny * point[0] + line.nx * point[1])
    return [along[0], along[-1]]


def piece_with_roads(piece: Piece, roads: Roads) -> Shape:
    """Return the piece's shape with its own bank road and rim road around it."""
    keys = {}
    for mark, name in ((BANK, piece.bank_road), (RIM, piece.rim_road)):
        road = roads.add(RoadKind.MAIN, _run(piece.shape, mark))
        road.name = name
        keys[mark] = road.key
    return [corner._replace(along=keys[corner.along]) for corner in piece.shape]


def _run(shape: Shape, mark: int) -> Ring:
    """Return the points of the edges with `mark`, which follow one another in one run."""
    size = len(shape)
    start = next(
        index
        for index in range(size)
        if shape[index].along == mark and shape[index - 1].along != mark
    )
    run = [shape[start]]
    for step in range(size):
        corner = shape[(start + step) % size]
        if corner.along != mark:
            break
        run.append(shape[(start + step + 1) % size])
    return [(corner.x, corner.y) for corner in run]


def plan_piece(
    piece: Piece, quarters: list[Quarter], roads: Roads, dice: Dice
) -> list[QuarterLand]:
    """Cut a piece of land into its subdistricts and these into their communities."""

    def main_road(line: Ring) -> int:
        return roads.add(RoadKind.MAIN, line).key

    shape = piece_with_roads(piece, roads)
    lands = divide(
        shape,
        quarters,
        weight=lambda quarter: quarter.weight,
        cut=main_road,
        anchor=piece.anchor,
        dice=dice,
    )
    return [
        QuarterLand(
            quarter.name,
            land,
            [
                CommunityLand(part[0], plot)
                for part, plot in divide(
                    land,
                    quarter.communities,
                    weight=lambda part: part[1],
                    cut=main_road,
                    anchor=piece.anchor,
                    dice=dice,
                )
            ],
        )
        for quarter, land in lands
    ]


def plan_community(
    land: CommunityLand, units: list[Unit], roads: Roads, anchor: Point, dice: Dice
) -> None:
    """Cut a community into its grids; streets lie between, none inside a large compound."""

    def street(line: Ring) -> int:
        return roads.add(RoadKind.STREET, line, land.index).key

    def inner(line: Ring) -> int:
        return roads.add(RoadKind.INNER, line, land.index).key

    dice.shuffle(units)
    land.units = divide(
        land.shape, units, weight=lambda unit: unit.homes, cut=street, anchor=anchor, dice=dice
    )
    for unit, shape in land.units:
        grids = divide(
            shape,
            unit.grids,
            weight=lambda grid: grid.homes,
            cut=inner,
            anchor=anchor,
            dice=dice,
        )
        land.grids += [GridLand(plan, plot, unit.is_one_compound) for plan, plot in grids]


def hectares(shape: Shape) -> float:
    return abs(area(points(shape))) / 10_000
