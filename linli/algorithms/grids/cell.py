"""What the kernels of the grid drawing share: one cell, its grids so far, its working arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linli.algorithms.grids.lots import Trade, new_trade
from linli.algorithms.kernels import (
    Bytes,
    Flags,
    Floats,
    Indices,
    Integers,
    allocating_kernel,
    inner_kernel,
)

OUTSIDE = 2
MISFIT_COST = 1e9


class Cell(NamedTuple):
    """One part of the city that no barrier crosses: atoms and which of them touch.

    An atom is a building, or the stairwell units that stay together, or buildings that can't be
    parted. Coordinates are metres from the middle of the cell.
    """

    x: Floats
    y: Floats
    households: Floats
    mass: Floats
    compound: Indices
    large: Flags
    start: Indices
    near: Indices
    old: Indices


class Terms(NamedTuple):
    """Prices of the things a drawing would rather not do, in the unit of inertia (m² · household)."""

    low: float
    high: float
    split: float
    cut: float
    balance: float
    move: float
    ideal: float
    few: bool


class Plan(NamedTuple):
    """One division in two: how many grids go to either side and which directions are tried.

    With `waste` at 0 or more the first side is to be filled up to the limit, `waste` households
    short at most, and the second side takes what is left, however much.
    """

    first: int
    second: int
    ideal: float
    angles: int
    phase: float
    both: bool
    waste: float


class Parts(NamedTuple):
    """The grids of a cell: a label for each atom and a chain of atoms for each label."""

    label: Indices
    weight: Floats
    head: Indices
    follow: Indices
    fresh: Flags
    grids: Integers


class Work(NamedTuple):
    """Arrays that are used again and again, so that no loop allocates."""

    member: Indices
    order: Indices
    side: Bytes
    best: Bytes
    visit: Indices
    stack: Indices
    key: Floats
    cost: Floats
    pull: Floats
    seen: Indices
    size: Indices
    middle: Floats
    sums: Floats
    stamp: Integers
    listed: Indices
    touched: Indices
    trade: Trade


@allocating_kernel
def new_work(atoms: int, compounds: int, labels: int) -> Work:
    """Allocate the working arrays of a cell."""
    return Work(
        np.empty(atoms, np.int32),
        np.empty(atoms, np.int32),
        np.full(atoms, OUTSIDE, np.int8),
        np.zeros(atoms, np.int8),
        np.zeros(atoms, np.int32),
        np.empty(atoms + 1, np.int32),
        np.empty(atoms, np.float64),
        np.empty(atoms, np.float64),
        np.zeros(atoms, np.float64),
        np.zeros(compounds, np.int32),
        np.zeros(compounds, np.int32),
        np.zeros((compounds, 3), np.float64),
        np.zeros(8, np.float64),
        np.zeros(2, np.int64),
        np.empty(labels, np.int32),
        np.zeros(labels, np.int32),
        new_trade(atoms, compounds),
    )


@allocating_kernel
def new_parts(cell: Cell, label: Indices, labels: int) -> Parts:
    """Chain the atoms of every label; room for `labels` of them."""
    parts = Parts(
        label,
        np.zeros(labels, np.float64),
        np.full(labels, -1, np.int32),
        np.full(len(label), -1, np.int32),
        np.ones(labels, np.bool_),
        np.zeros(1, np.int64),
    )
    for atom in range(len(label) - 1, -1, -1):
        give(cell, parts, atom, label[atom])
        parts.grids[0] = max(parts.grids[0], label[atom] + 1)
    return parts


@inner_kernel
def give(cell: Cell, parts: Parts, atom: int, label: int) -> None:
    """Put an atom that is on no chain onto the chain of a label."""
    parts.label[atom] = label
    parts.follow[atom] = parts.head[label]
    parts.head[label] = atom
    parts.weight[label] += cell.households[atom]


@inner_kernel
def clear(parts: Parts, label: int) -> None:
    """Empty a chain."""
    parts.head[label] = -1
    parts.weight[label] = 0.0


@inner_kernel
def misfit(weight: float, low: float, high: float) -> float:
    """Households missing to the lower or beyond the upper limit."""
    if weight < low:
        return low - weight
    if weight > high:
        return weight - high
    return 0.0


@inner_kernel
def misfit_of(parts: Parts, terms: Terms, label: int) -> float:
    """Misfit of one grid; a label without atoms has none."""
    if parts.head[label] < 0:
        return 0.0
    return misfit(parts.weight[label], terms.low, terms.high)


@inner_kernel
def total_misfit(parts: Parts, terms: Terms) -> float:
    """Misfit of all grids of the cell together."""
    total = 0.0
    for label in range(parts.grids[0]):
        total += misfit_of(parts, terms, label)
    return total


@inner_kernel
def gather(parts: Parts, work: Work, label: int, count: int) -> int:
    """Append the atoms of a label to the members; returns how many there are now."""
    atom = parts.head[label]
    while atom >= 0:
        work.member[count] = atom
        count += 1
        atom = parts.follow[atom]
    return count


@inner_kernel
def list_neighbours(cell: Cell, parts: Parts, work: Work, label: int) -> int:
    """Write the labels that touch this one into `work.listed`, in order of discovery."""
    work.stamp[0] += 1
    stamp = work.stamp[0]
    work.touched[label] = stamp
    count = 0
    atom = parts.head[label]
    while atom >= 0:
        for j in range(cell.start[atom], cell.start[atom + 1]):
            other = parts.label[cell.near[j]]
            if work.touched[other] != stamp:
                work.touched[other] = stamp
                work.listed[count] = other
                count += 1
        atom = parts.follow[atom]
    return count


@inner_kernel
def are_neighbours(cell: Cell, parts: Parts, label: int, other: int) -> bool:
    """Whether an atom of one label touches an atom of the other."""
    atom = parts.head[label]
    while atom >= 0:
        for j in range(cell.start[atom], cell.start[atom + 1]):
            if parts.label[cell.near[j]] == other:
                return True
        atom = parts.follow[atom]
    return False


@inner_kernel
def is_connected(cell: Cell, work: Work, count: int, which: int) -> bool:
    """Whether the members on one side hang together; a side without members does not."""
    size = 0
    first = -1
    for i in range(count):
        if work.side[work.member[i]] == which:
            size += 1
            first = work.member[i]
    if size == 0:
        return False
    work.stamp[0] += 1
    return reach(cell, work, first, which) == size


@inner_kernel
def reach(cell: Cell, work: Work, first: int, which: int) -> int:
    """Mark every atom of a side that is reached from `first` with the present stamp; their number."""
    stamp = work.stamp[0]
    work.visit[first] = stamp
    work.stack[0] = first
    top = 1
    found = 0
    while top > 0:
        top -= 1
        atom = work.stack[top]
        found += 1
        for j in range(cell.start[atom], cell.start[atom + 1]):
            other = cell.near[j]
            if work.side[other] == which and work.visit[other] != stamp:
                work.visit[other] = stamp
                work.stack[top] = other
                top += 1
    return found
