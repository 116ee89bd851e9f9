"""A drawing of grids as plain rows: what holds together, what a move breaks, how good it is."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from linli.foundation.refusals import Refused

METRES_PER_DEGREE: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A building in a drawing.

    `near` are the numbers of the buildings that it touches, with no river or main road between;
    `grid` is `None` for a building in no grid.
    """

    number: int
    lon: float
    lat: float
    households: int
    area: int
    compound: str
    near: tuple[int, ...]
    grid: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Break:
    """A rule that a move would break, with what its sentence needs."""

    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a building to another grid would do to both."""

    from_before: int
    from_after: int
    to_before: int
    to_after: int
    breaks: tuple[Break, ...]
    mends: tuple[str, ...]


def pieces_apart(members: Mapping[int, Piece]) -> int:
    """Return into how many parts the buildings fall when one may only walk from each to what it touches."""
    left = set(members)
    parts = 0
    while left:
        parts += 1
        edge = [left.pop()]
        while edge:
            for other in members[edge.pop()].near:
                if other in left:
                    left.remove(other)
                    edge.append(other)
    return parts


def judge_move(
    one: Mapping[int, Piece], other: Mapping[int, Piece], number: int, limits: Limits
) -> Move:
    """Judge the move of building `number` from the grid `one` into the grid `other`.

    Raises
    ------
    Refused
        `planning.move_elsewhere` over the border of a community; `planning.move_last` when the
        first grid would be empty.
    """
    piece = one[number]
    if any(each.area != piece.area for each in other.values()):
        raise Refused(
            "planning.move_elsewhere", "楼栋不能划到别的社区，请选择本社区的网格。", field="to"
        )
    if len(one) == 1:
        raise Refused(
            "planning.move_last",
            "这是网格里的最后一栋楼，移走后网格就空了。请改为重新划分。",
            field="to",
        )
    rest = {key: each for key, each in one.items() if key != number}
    grown = {**other, number: piece}
    weights = [sum(each.households for each in grid.values()) for grid in (one, rest, other, grown)]
    breaks = [
        *_size(weights[0], weights[1], limits),
        *_size(weights[2], weights[3], limits),
        *_torn(one, rest, other, grown),
        *_split(piece, rest, other),
    ]
    mends = [*_mended(weights, limits)]
    if _has(other, piece.compound) and not _has(rest, piece.compound):
        mends.append("compound_whole")
    return Move(weights[0], weights[1], weights[2], weights[3], tuple(breaks), tuple(mends))


def _size(before: int, after: int, limits: Limits) -> Iterable[Break]:
    """A grid that leaves the range, or that is out of it and gets farther out."""
    if after < limits.low and after < before:
        yield Break("too_few", {"households": after, "low": limits.low})
    if after > limits.high and after > before:
        yield Break("too_many", {"households": after, "high": limits.high})


def _mended(weights: Sequence[int], limits: Limits) -> Iterable[str]:
    for before, after in ((weights[0], weights[1]), (weights[2], weights[3])):
        if not limits.low <= before <= limits.high and limits.low <= after <= limits.high:
            yield "in_range"


def _torn(
    one: Mapping[int, Piece],
    rest: Mapping[int, Piece],
    other: Mapping[int, Piece],
    grown: Mapping[int, Piece],
) -> Iterable[Break]:
    if pieces_apart(rest) > pieces_apart(one):
        yield Break("torn", {"parts": pieces_apart(rest)})
    if pieces_apart(grown) > pieces_apart(other):
        yield Break("apart", {})


def _has(members: Mapping[int, Piece], compound: str) -> bool:
    """Tell whether a compound lies in a grid; a building outside any counts for none."""
    return bool(compound) and any(each.compound == compound for each in members.values())


def _split(piece: Piece, rest: Mapping[int, Piece], other: Mapping[int, Piece]) -> Iterable[Break]:
    """A compound that lay whole in its grid and would lie in two."""
    if not _has(other, piece.compound) and _has(rest, piece.compound):
        yield Break("compound_split", {"compound": piece.compound})


# ── The five principles ───────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Figures:
    """How well a drawing keeps the five principles (GB/T 34300-2017; 因地制宜 … 便于管理).

    fit: grids that a river or main road parts, or that do not hang together; size: grids and
    households in range; no gap: buildings in no grid; easy for people: metres from home to the
    middle of the grid, and the longest; easy to run: number of grids, compounds split needlessly.
    """

    grids: int
    torn: int
    in_range: int
    households: int
    households_in_range: int
    without_grid: int
    metres: int
    metres_most: int
    split_compounds: int
    smallest: int
    largest: int

    @property
    def in_range_percent(self) -> int:
        return round(100 * self.in_range / self.grids) if self.grids else 0


def measure(pieces: Collection[Piece], limits: Limits) -> Figures:
    """Compute the figures of a drawing from its buildings."""
    grids: dict[int, dict[int, Piece]] = defaultdict(dict)
    for piece in pieces:
        if piece.grid is not None:
            grids[piece.grid][piece.number] = piece
    weights = {grid: _weight(members.values()) for grid, members in grids.items()}
    fitting = [weight for weight in weights.values() if limits.low <= weight <= limits.high]
    metres, most = _ways(grids)
    return Figures(
        grids=len(grids),
        torn=sum(pieces_apart(members) > 1 for members in grids.values()),
        in_range=len(fitting),
        households=_weight(pieces),
        households_in_range=sum(fitting),
        without_grid=sum(piece.grid is None for piece in pieces),
        metres=metres,
        metres_most=most,
        split_compounds=_split_compounds(pieces, limits.high),
        smallest=min(weights.values(), default=0),
        largest=max(weights.values(), default=0),
    )


def _weight(pieces: Iterable[Piece]) -> int:
    return sum(piece.households for piece in pieces)


def _ways(grids: Mapping[int, Mapping[int, Piece]]) -> tuple[int, int]:
    """Return the mean distance of a household from the middle of its grid, and the longest."""
    total = weight = most = 0.0
    for members in grids.values():
        count = max(1, _weight(members.values()))
        lon = sum(each.lon * each.households for each in members.values()) / count
        lat = sum(each.lat * each.households for each in members.values()) / count
        scale = math.cos(math.radians(lat))
        for each in members.values():
            if not each.households:
                continue
            metres = math.hypot((each.lon - lon) * scale, each.lat - lat) * METRES_PER_DEGREE
            total, weight = total + metres * each.households, weight + each.households
            most = max(most, metres)
    return round(total / weight) if weight else 0, round(most)


def _split_compounds(pieces: Iterable[Piece], high: int) -> int:
    """Count the compounds that would fit into one grid and lie in several."""
    weight: Counter[tuple[int, str]] = Counter()
    lies: dict[tuple[int, str], set[int | None]] = defaultdict(set)
    for piece in pieces:
        if piece.compound:
            key = (piece.area, piece.compound)
            weight[key] += piece.households
            lies[key].add(piece.grid)
    return sum(len(grids) > 1 and weight[key] <= high for key, grids in lies.items())
