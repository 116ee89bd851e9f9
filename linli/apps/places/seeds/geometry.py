"""Plane geometry in metres for drawing a town: plain Python, convex or nearly convex shapes.

A shape is a ring of edges; each edge knows what runs along it (`Side`), so that after any number of
cuts a plot still knows which of its sides lies on a street and which on a river.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

Point = tuple[float, float]
Ring = list[Point]

CUT_STEPS: Final = 18
NEAR: Final = 1e-9
SHORT: Final = 6.0  # metres; a shorter edge has no say in where a plot ends
PARALLEL: Final = 0.03


class Corner(NamedTuple):
    """A corner and the key of what runs along the edge that starts here."""

    x: float
    y: float
    along: int


Shape = list[Corner]


@dataclass(frozen=True, slots=True)
class Line:
    """The points p with normal · p = offset; the normal has length 1."""

    nx: float
    ny: float
    offset: float

    def above(self, x: float, y: float) -> float:
        """Return the signed distance of a point, positive on the side the normal points to."""
        return self.nx * x + self.ny * y - self.offset


def points(shape: Shape) -> Ring:
    return [(corner.x, corner.y) for corner in shape]


def edges(shape: Shape) -> Iterator[tuple[Corner, Corner]]:
    return zip(shape, shape[1:] + shape[:1], strict=True)


def area(ring: Sequence[Sequence[float]]) -> float:
    """Return the area in m², positive when the ring runs against the clock."""
    last = ring[-1]
    total = 0.0
    for corner in ring:
        total += last[0] * corner[1] - corner[0] * last[1]
        last = corner
    return total / 2


def centroid(ring: Sequence[Sequence[float]]) -> Point:
    """Return the centre of gravity of the ring's area."""
    ox, oy = ring[0][0], ring[0][1]
    twice = x = y = 0.0
    lx, ly = ring[-1][0] - ox, ring[-1][1] - oy
    for corner in ring:
        cx, cy = corner[0] - ox, corner[1] - oy
        cross = lx * cy - cx * ly
        twice += cross
        x += (lx + cx) * cross
        y += (ly + cy) * cross
        lx, ly = cx, cy
    if abs(twice) < NEAR:
        return ox, oy
    return ox + x / (3 * twice), oy + y / (3 * twice)


def is_inside(x: float, y: float, ring: Sequence[Sequence[float]]) -> bool:
    """Tell whether the point lies inside the ring (even-odd rule)."""
    inside = False
    lx, ly = ring[-1][0], ring[-1][1]
    for corner in ring:
        cx, cy = corner[0], corner[1]
        if (cy > y) != (ly > y) and x < (lx - cx) * (y - cy) / (ly - cy) + cx:
            inside = not inside
        lx, ly = cx, cy
    return inside


def half(shape: Shape, line: Line, along: int) -> Shape:
    """Return the part of `shape` above `line`; the new edge has `along` beside it."""
    kept: Shape = []
    for one, other in edges(shape):
        here, there = line.above(one.x, one.y), line.above(other.x, other.y)
        if here >= 0:
            kept.append(one)
        if (here >= 0) != (there >= 0):
            share = here / (here - there)
            x, y = one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share
            kept.append(Corner(x, y, along if here >= 0 else one.along))
    return kept


def crossings(shape: Shape, line: Line) -> list[Point]:
    """Return where the border of `shape` meets `line`."""
    met = []
    for one, other in edges(shape):
        here, there = line.above(one.x, one.y), line.above(other.x, other.y)
        if (here >= 0) != (there >= 0):
            share = here / (here - there)
            met.append((one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share))
    return met


def spread(shape: Shape, nx: float, ny: float) -> tuple[float, float]:
    """Return the lowest and the highest reach of `shape` in the direction (nx, ny)."""
    reach = [nx * corner.x + ny * corner.y for corner in shape]
    return min(reach), max(reach)


def long_axis(shape: Shape) -> tuple[float, float]:
    """Return the direction of the longer side of the smallest box around `shape`."""
    best = (math.inf, 1.0, 0.0)
    for one, other in edges(shape):
        length = math.hypot(other.x - one.x, other.y - one.y)
        if length < 1:
            continue
        ux, uy = (other.x - one.x) / length, (other.y - one.y) / length
        low, high = spread(shape, ux, uy)
        low_across, high_across = spread(shape, -uy, ux)
        wide, deep = high - low, high_across - low_across
        axis = (ux, uy) if wide >= deep else (-uy, ux)
        best = min(best, (wide * deep, *axis))
    return best[1], best[2]


def turned(direction: tuple[float, float], radians: float) -> tuple[float, float]:
    cos, sin = math.cos(radians), math.sin(radians)
    return direction[0] * cos - direction[1] * sin, direction[0] * sin + direction[1] * cos


def cut_line(shape: Shape, normal: tuple[float, float], share: float) -> Line:
    """Return the line across `normal` that leaves `share` of the area below it."""
    low, high = spread(shape, *normal)
    wanted = abs(area(shape)) * (1 - share)
    for _ in range(CUT_STEPS):
        middle = (low + high) / 2
        rest = half(shape, Line(*normal, middle), 0)
        if len(rest) > 2 and abs(area(rest)) > wanted:
            low = middle
        else:
            high = middle
    return Line(*normal, (low + high) / 2)


def opposite(line: Line) -> Line:
    return Line(-line.nx, -line.ny, -line.offset)


def edge_line(one: Corner, other: Corner, inward: float) -> Line | None:
    """Return the edge moved `inward` metres, its normal pointing in; the ring runs against the clock."""
    length = math.hypot(other.x - one.x, other.y - one.y)
    if length < NEAR:
        return None
    nx, ny = -(other.y - one.y) / length, (other.x - one.x) / length
    return Line(nx, ny, nx * one.x + ny * one.y + inward)


def inset(shape: Shape, inward: Callable[[int], float]) -> Shape:
    """Return `shape` with each edge moved in by the metres that `inward` gives for its neighbour."""
    kept = shape
    for one, other in edges(shape):
        line = edge_line(one, other, inward(one.along))
        if line is not None and len(kept) > 2:
            kept = half(kept, line, one.along)
    return kept


def shrink(shape: Shape, inward: Callable[[int], float]) -> Ring:
    """Return the ring with each corner moved in along both its edges; for bends, unlike `inset`.

    `inset` keeps only what lies behind every edge, which cuts the far end off a bent shape.
    """
    sides = [
        (line, one)
        for one, other in edges(shape)
        if math.dist(one[:2], other[:2]) > SHORT
        and (line := edge_line(one, other, inward(one.along))) is not None
    ]
    return [
        _meet(before[0], after[0], after[1])
        for before, after in zip(sides[-1:] + sides[:-1], sides, strict=True)
    ]


def _meet(one: Line, other: Line, corner: Corner) -> Point:
    """Return where the lines cross; nearly parallel ones, the foot of the corner on the second."""
    cross = one.nx * other.ny - other.nx * one.ny
    if abs(cross) < PARALLEL:
        away = other.above(corner.x, corner.y)
        return corner.x - other.nx * away, corner.y - other.ny * away
    return (
        (one.offset * other.ny - other.offset * one.ny) / cross,
        (one.nx * other.offset - other.nx * one.offset) / cross,
    )


def against_the_clock(shape: Shape) -> Shape:
    """Return `shape` running against the clock, each edge keeping its neighbour."""
    if area(shape) >= 0:
        return shape
    back = shape[::-1]
    return [
        Corner(corner.x, corner.y, before.along)
        for corner, before in zip(back, back[1:] + back[:1], strict=True)
    ]


def smooth(controls: Sequence[Point], step: float) -> Ring:
    """Return a curve through the points (Catmull-Rom), a point about every `step` metres."""
    padded = [controls[0], *controls, controls[-1]]
    curve: Ring = []
    for index in range(len(controls) - 1):
        p0, p1, p2, p3 = padded[index : index + 4]
        pieces = max(1, round(math.dist(p1, p2) / step))
        for piece in range(pieces):
            t = piece / pieces
            curve.append((_spline(t, p0, p1, p2, p3, 0), _spline(t, p0, p1, p2, p3, 1)))
    return [*curve, controls[-1]]


def _spline(
    t: float, p0: Point, p1: Point, p2: Point, p3: Point, axis: int
) -> float:  # four points of a curve
    a, b, c, d = p0[axis], p1[axis], p2[axis], p3[axis]
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )


def beside(curve: Sequence[Point], away: float) -> Ring:
    """Return the curve moved `away` metres to its left (negative: to its right)."""
    moved: Ring = []
    for index, (x, y) in enumerate(curve):
        before, after = curve[max(index - 1, 0)], curve[min(index + 1, len(curve) - 1)]
        length = math.dist(before, after) or 1.0
        moved.append(
            (x - (after[1] - before[1]) / length * away, y + (after[0] - before[0]) / length * away)
        )
    return moved


def length_of(line: Sequence[Point]) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(line))


def box(x: float, y: float, ux: float, uy: float, size: tuple[float, float]) -> Ring:
    """Return the rectangle around (x, y), `size` = (along u, across u)."""
    ax, ay = ux * size[0] / 2, uy * size[0] / 2
    bx, by = -uy * size[1] / 2, ux * size[1] / 2
    return [
        (x - ax - bx, y - ay - by),
        (x + ax - bx, y + ay - by),
        (x + ax + bx, y + ay + by),
        (x - ax + bx, y - ay + by),
    ]


def spread_of(ring: Sequence[Point]) -> tuple[Point, Point]:
    """Return the lower left and the upper right corner of the box around the ring."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (min(xs), min(ys)), (max(xs), max(ys))
