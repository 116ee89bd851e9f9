"""Cells laid out one after the other, so that a kernel gets each as slices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linli.algorithms.grids.cell import Cell, Terms
from linli.algorithms.grids.connect import compress
from linli.algorithms.grids.merge import Merged
from linli.algorithms.grids.model import Atoms, GridRules
from linli.algorithms.kernels import Floats, Indices, Integers

SPLIT_PRICE = 0.6
CUT_PRICE = 0.03
BALANCE_PRICE = 0.05
BALANCE_UNIT = 100.0
NOTHING: Indices = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Layout:
    """Clusters in order of their cell, with everything a cell's kernel needs in slices."""

    order: Integers
    first: Integers
    x: Floats
    y: Floats
    households: Floats
    compound: Integers
    compounds: Integers
    start: Integers
    near: Integers
    large: Floats

    @property
    def cells(self) -> int:
        """Number of cells."""
        return len(self.first) - 1

    def cell(self, at: int, old: Indices = NOTHING) -> Cell:
        """One cell, its coordinates from its middle, its compounds numbered from 0."""
        a, b = self.first[at], self.first[at + 1]
        x, y = self.x[a:b], self.y[a:b]
        households = self.households[a:b]
        base = self.compounds[at]
        start = (self.start[a : b + 1] - self.start[a]).astype(np.int32)
        near = (self.near[self.start[a] : self.start[b]] - a).astype(np.int32)
        compound = (self.compound[a:b] - base).astype(np.int32)
        large = self.large[base : self.compounds[at + 1]] > 0
        middle = x.mean(), y.mean()
        return Cell(
            x - middle[0], y - middle[1], households, households + 1.0, compound, large,
            start, near, old,
        )  # fmt: skip


def lay_out(atoms: Atoms, merged: Merged, rules: GridRules) -> Layout:
    """Sort the free clusters by cell."""
    free = np.flatnonzero(merged.cell >= 0)
    order = free[np.argsort(merged.cell[free], kind="stable")]
    cells = int(merged.cell.max()) + 1 if len(order) else 0
    sorted_cell = merged.cell[order]
    first = np.searchsorted(sorted_cell, np.arange(cells + 1))
    place = np.full(len(merged.cell), -1, np.int64)
    place[order] = np.arange(len(order))
    edges = place[merged.edges]
    start, near = compress(edges[(edges >= 0).all(axis=1)], len(order))
    width = int(merged.compound.max()) + 1
    names, compound = np.unique(sorted_cell * width + merged.compound[order], return_inverse=True)
    total = np.bincount(atoms.compound, atoms.households)
    return Layout(
        order=order,
        first=first,
        x=merged.position[order, 0],
        y=merged.position[order, 1],
        households=merged.households[order],
        compound=compound,
        compounds=np.searchsorted(names // width, np.arange(cells + 1)),
        start=start.astype(np.int64),
        near=near.astype(np.int64),
        large=(total[names % width] > rules.high).astype(np.float64),
    )


def price_terms(
    cell: Cell, rules: GridRules, grids: int, split: float, balance: float, move: float = 0.0
) -> Terms:
    """Prices in the unit of a typical grid's inertia, so that they don't depend on density."""
    mass = cell.mass.sum()
    square = (cell.mass * (cell.x**2 + cell.y**2)).sum()
    square -= ((cell.mass * cell.x).sum() ** 2 + (cell.mass * cell.y).sum() ** 2) / mass
    typical = max(1.0, float(square) / grids**2)
    return Terms(
        low=float(rules.low),
        high=float(rules.high),
        split=SPLIT_PRICE * split * typical,
        cut=CUT_PRICE * typical,
        balance=BALANCE_PRICE * balance * typical / BALANCE_UNIT**2,
        move=move * typical,
        ideal=float(cell.households.sum()) / grids,
        few=rules.fewest,
    )
