"""Let the grids of a cell trade places for a better shape: annealing under the limits of size.

When grids are to be as few as possible nearly all are full, and what would mend a shape has to go
round three or four of them. A pair of neighbours can't see that. Here households may be out of range
for a while, at a price that rises as the search cools down.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from linli.algorithms.grids.cell import Cell, Parts, Terms, Work, clear, give, misfit
from linli.algorithms.grids.layout import CUT_PRICE
from linli.algorithms.grids.trees import pick
from linli.algorithms.kernels import Floats, Indices, allocating_kernel, inner_kernel

HOT, COLD = 0.4, 0.04
PRESS_FIRST, PRESS_LAST = 0.05, 10.0
SPLIT_SHARE = 2.0
COPIES_A_ROUND = 8
STEPS_A_DEGREE = 64
MASS, MOMENT_X, MOMENT_Y, HOUSEHOLDS, ATOMS = range(5)
CHANCES = 1 << 20


class Sums(NamedTuple):
    """What is known of the grids while they trade.

    Attributes
    ----------
    own : ndarray of float, shape (g, 5)
        Mass, moments, households and atoms of each grid.
    lot : ndarray of float, shape (5,)
        The same of the atoms that may change their grid.
    atom : ndarray of int
        Those atoms.
    head, follow : ndarray of int
        A chain of the atoms of each compound.
    """

    own: Floats
    lot: Floats
    atom: Indices
    head: Indices
    follow: Indices


@allocating_kernel
def anneal(cell: Cell, parts: Parts, work: Work, terms: Terms, rounds: int) -> bool:
    """Change grids of atoms and compounds while it cools; keep the best in which every grid fits.

    Parameters
    ----------
    rounds : int
        Proposals for each atom.

    Returns
    -------
    bool
        Whether something better was found.

    Notes
    -----
    Linear in atoms. Heat falls and the price of a household out of range rises geometrically, both
    in the unit of a typical grid's inertia. Kirkpatrick, Gelatt, Vecchi (1983), Optimization by
    Simulated Annealing.
    """
    atoms = len(cell.x)
    sums = count_up(cell, parts)
    unit = terms.cut / CUT_PRICE
    best = parts.label.copy()
    least = total = outside = 0.0
    steps = rounds * atoms
    free = 0
    heat = press = 0.0
    for step in range(steps):
        if step % STEPS_A_DEGREE == 0:
            done = step / steps
            heat = unit * HOT * (COLD / HOT) ** done
            press = unit * PRESS_FIRST * (PRESS_LAST / PRESS_FIRST) ** done
        atom = pick(work, atoms)
        label = parts.label[atom]
        other = pick_beside(cell, parts, work, atom)
        if label == other:
            continue
        size = list_lot(cell, parts, sums, atom, pick(work, 2) == 0)
        if size == sums.own[label, ATOMS]:
            continue
        out = misfit_change(sums, terms, label, other)
        price = price_of_change(cell, parts, sums, terms, size, label, other)
        chance = (pick(work, CHANCES) + 1) / CHANCES
        if price + press * out > -heat * math.log(chance):
            continue
        if not go_over(cell, parts, work, sums, size, label, other):
            continue
        total += price
        outside += out
        if outside < 0.5 and total < least - 1e-6 * unit and step >= free:
            least = total
            best[:] = parts.label
            free = step + atoms // COPIES_A_ROUND
    take(cell, parts, best)
    return bool(least < 0)


@allocating_kernel
def count_up(cell: Cell, parts: Parts) -> Sums:
    """Sums of every grid and the chains of compounds."""
    sums = Sums(
        np.zeros((parts.grids[0], 5), np.float64),
        np.zeros(5, np.float64),
        np.empty(len(cell.x), np.int32),
        np.full(len(cell.large), -1, np.int32),
        np.empty(len(cell.x), np.int32),
    )
    for atom in range(len(cell.x)):
        compound = cell.compound[atom]
        sums.follow[atom] = sums.head[compound]
        sums.head[compound] = atom
        own = sums.own[parts.label[atom]]
        own[MASS] += cell.mass[atom]
        own[MOMENT_X] += cell.mass[atom] * cell.x[atom]
        own[MOMENT_Y] += cell.mass[atom] * cell.y[atom]
        own[HOUSEHOLDS] += cell.households[atom]
        own[ATOMS] += 1
    return sums


@inner_kernel
def pick_beside(cell: Cell, parts: Parts, work: Work, atom: int) -> int:
    """The grid of a random neighbour of an atom; its own if it has none."""
    first = cell.start[atom]
    degree = cell.start[atom + 1] - first
    return int(parts.label[cell.near[first + pick(work, degree)] if degree > 0 else atom])


@inner_kernel
def list_lot(cell: Cell, parts: Parts, sums: Sums, atom: int, whole: bool) -> int:  # noqa: FBT001 - kernels take positions
    """List an atom, or all that its grid has of its compound; their number."""
    label = parts.label[atom]
    size = 0
    if whole:
        other = sums.head[cell.compound[atom]]
        while other >= 0:
            if parts.label[other] == label:
                sums.atom[size] = other
                size += 1
            other = sums.follow[other]
    else:
        sums.atom[0] = atom
        size = 1
    sums.lot[:] = 0.0
    for i in range(size):
        one = sums.atom[i]
        sums.lot[MASS] += cell.mass[one]
        sums.lot[MOMENT_X] += cell.mass[one] * cell.x[one]
        sums.lot[MOMENT_Y] += cell.mass[one] * cell.y[one]
        sums.lot[HOUSEHOLDS] += cell.households[one]
    sums.lot[ATOMS] = size
    return size


@inner_kernel
def misfit_change(sums: Sums, terms: Terms, label: int, other: int) -> float:
    """Households more out of range once the lot has changed its grid."""
    here, there = sums.own[label, HOUSEHOLDS], sums.own[other, HOUSEHOLDS]
    lot = sums.lot[HOUSEHOLDS]
    after = misfit(here - lot, terms.low, terms.high) + misfit(there + lot, terms.low, terms.high)
    return after - misfit(here, terms.low, terms.high) - misfit(there, terms.low, terms.high)


@inner_kernel
def price_of_change(  # noqa: PLR0913, PLR0917 - the state of a cell and one lot
    cell: Cell, parts: Parts, sums: Sums, terms: Terms, size: int, label: int, other: int
) -> float:
    """What shape, split compounds and cut edges cost more once the lot has changed its grid."""
    spread = pull_of(sums, label, 0.0) + pull_of(sums, other, 0.0)
    spread -= pull_of(sums, label, -1.0) + pull_of(sums, other, 1.0)
    compound = cell.compound[sums.atom[0]]
    here = there = 0
    atom = sums.head[compound]
    while atom >= 0:
        here += 1 if parts.label[atom] == label else 0
        there += 1 if parts.label[atom] == other else 0
        atom = sums.follow[atom]
    split = (1.0 if there == 0 else 0.0) - (1.0 if here == size else 0.0)
    if cell.large[compound]:
        split *= 0.25  # as in a sweep
    cut = 0.0
    for i in range(size):
        atom = sums.atom[i]
        for j in range(cell.start[atom], cell.start[atom + 1]):
            near = cell.near[j]
            if parts.label[near] == other:
                cut -= 1.0
            elif parts.label[near] == label and not (size > 1 and cell.compound[near] == compound):
                cut += 1.0
    return spread + SPLIT_SHARE * terms.split * split + terms.cut * cut


@inner_kernel
def pull_of(sums: Sums, label: int, sign: float) -> float:
    """Mass of a grid times its middle squared, with the lot more (1) or less (-1) or as it is (0)."""
    mass = sums.own[label, MASS] + sign * sums.lot[MASS]
    x = sums.own[label, MOMENT_X] + sign * sums.lot[MOMENT_X]
    y = sums.own[label, MOMENT_Y] + sign * sums.lot[MOMENT_Y]
    return float((x * x + y * y) / mass)


@inner_kernel
def go_over(  # noqa: PLR0913, PLR0917 - the state of a cell and one lot
    cell: Cell, parts: Parts, work: Work, sums: Sums, size: int, label: int, other: int
) -> bool:
    """Change the grid of the lot if both grids hang together afterwards."""
    for i in range(size):
        parts.label[sums.atom[i]] = other
    left = beside(cell, parts, sums, size, label)
    sound = left >= 0 and reach(cell, parts, work, left) == sums.own[label, ATOMS] - size
    if sound and size > 1:
        sound = reach(cell, parts, work, sums.atom[0]) == sums.own[other, ATOMS] + size
    if not sound:
        for i in range(size):
            parts.label[sums.atom[i]] = label
        return False
    for k in range(5):
        sums.own[label, k] -= sums.lot[k]
        sums.own[other, k] += sums.lot[k]
    return True


@inner_kernel
def beside(cell: Cell, parts: Parts, sums: Sums, size: int, label: int) -> int:
    """An atom of a grid that touches the lot; -1 if there is none."""
    for i in range(size):
        atom = sums.atom[i]
        for j in range(cell.start[atom], cell.start[atom + 1]):
            if parts.label[cell.near[j]] == label:
                return int(cell.near[j])
    return -1


@inner_kernel
def reach(cell: Cell, parts: Parts, work: Work, first: int) -> int:
    """Number of atoms of the same grid that hang together with one."""
    work.stamp[0] += 1
    stamp = work.stamp[0]
    label = parts.label[first]
    work.visit[first] = stamp
    work.stack[0] = first
    top = 1
    found = 0
    while top > 0:
        top -= 1
        atom = work.stack[top]
        found += 1
        for j in range(cell.start[atom], cell.start[atom + 1]):
            near = cell.near[j]
            if parts.label[near] == label and work.visit[near] != stamp:
                work.visit[near] = stamp
                work.stack[top] = near
                top += 1
    return found


@inner_kernel
def take(cell: Cell, parts: Parts, best: Indices) -> None:
    """Chain the atoms anew by their best grid."""
    for label in range(parts.grids[0]):
        clear(parts, label)
    for atom in range(len(best) - 1, -1, -1):
        give(cell, parts, atom, best[atom])
