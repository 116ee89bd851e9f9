"""What goes into a drawing of grids and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from linli.algorithms.kernels import Floats, Indices, Integers

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Buildings:
    """Residential buildings of an area, one row each.

    Attributes
    ----------
    position : ndarray of float, shape (n, 2)
        Metres east and north in a plane projection.
    households : ndarray of int, shape (n,)
    compound : ndarray of int, shape (n,)
        Number of the compound; -1 for a building outside any.
    units : ndarray of int, shape (n,)
        Stairwell units, at least 1: the parts into which a building may be divided.
    """

    position: Floats
    households: Integers
    compound: Integers
    units: Integers

    def __len__(self) -> int:
        return len(self.households)


@dataclass(frozen=True, slots=True)
class GridRules:
    """Limits of a grid and how a drawing is made.

    Attributes
    ----------
    low, high, target : int
        Households of a grid: least, most and wished for (GB/T 34300-2017: 300 to 500).
    fewest : bool
        As few grids as possible instead of grids near the target.
    attempts : int
        Drawings of a cell that are tried before a misfit is accepted.
    passes, trees : int
        Most passes over all borders, most random trees for one misfit.
    rounds : int
        Proposals for each building when the fewest grids trade places for a better shape.
    search_atoms : int
        Largest cell or surroundings that the exact search takes on.
    search_effort : float
        Deterministic time of one exact search (about seconds).
    threads : int
    """

    low: int = 300
    high: int = 500
    target: int = 420
    fewest: bool = False
    attempts: int = 8
    passes: int = 4
    trees: int = 60
    rounds: int = 2000
    angles: int = 8
    search_atoms: int = 60
    search_effort: float = 4.0
    threads: int = 2


class Reason(StrEnum):
    """Why a grid is out of range; every one but the last can be rechecked from the input."""

    BELOW_MINIMUM = "cell_below_minimum"
    NO_MULTIPLE = "cell_total_between_multiples"
    BUILDING = "building_over_maximum"
    DEAD_END = "dead_end"
    SEARCH = "proved_by_search"
    NOT_PROVEN = "not_proven"


@dataclass(frozen=True, slots=True)
class GridException:
    """One grid out of range and the reason, with what is needed to recheck it.

    Attributes
    ----------
    evidence : ndarray of int
        Parts (rows of the drawing) that the reason is about: the whole cell, the building or
        hub, or the surroundings that were searched.
    needed : int
        Households that the grid of the building or hub has to hold at least; else the total.
    """

    grid: int
    households: int
    reason: Reason
    evidence: Integers
    needed: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Grids of an area. A part is a building, or some stairwell units of a divided one.

    Attributes
    ----------
    building, first_unit, units : ndarray of int, shape (m,)
        Which building a part belongs to and which of its units it holds.
    grid : ndarray of int, shape (m,)
        Grid of each part, from 0.
    households : ndarray of int, shape (g,)
        Households of each grid.
    fewest_possible : int
        Lower bound of the number of grids: the sum over cells of total over upper limit.
    """

    building: Integers
    first_unit: Integers
    units: Integers
    grid: Integers
    households: Integers
    exceptions: tuple[GridException, ...]
    fewest_possible: int

    def grid_of_building(self, buildings: int) -> Integers:
        """Grid of each building; of a divided one that of its first units."""
        grid = np.full(buildings, -1, np.int64)
        grid[self.building[::-1]] = self.grid[::-1]
        return grid

    @property
    def not_proven(self) -> int:
        """Number of misfits without a proof that they can't be avoided."""
        return sum(1 for item in self.exceptions if item.reason is Reason.NOT_PROVEN)


@dataclass(frozen=True, slots=True)
class Atoms:
    """What a grid can't divide: buildings, or single stairwell units of one above the limit."""

    building: Integers
    first_unit: Integers
    position: Floats
    households: Integers
    compound: Integers
    edges: Integers

    def __len__(self) -> int:
        return len(self.households)


@dataclass(frozen=True, slots=True)
class Graph:
    """Adjacency in compressed rows."""

    start: Indices
    near: Indices
    cell: Integers = field(default_factory=lambda: np.empty(0, np.int64))
