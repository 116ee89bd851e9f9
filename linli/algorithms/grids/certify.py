"""Reasons for grids out of range, each with what is needed to recheck it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linli.algorithms.grids.merge import Merged, can_fit
from linli.algorithms.grids.model import Atoms, GridException, GridRules, Reason
from linli.algorithms.kernels import Integers

if TYPE_CHECKING:
    from collections.abc import Callable

    Prover = Callable[[int, Integers], Integers | None]


def certify(
    atoms: Atoms, merged: Merged, grid: Integers, rules: GridRules, prove: Prover
) -> tuple[GridException, ...]:
    """Find the reason for every grid out of range.

    Parameters
    ----------
    grid : ndarray of int
        Grid of each atom.
    prove : callable
        Takes a cell and the clusters of a grid in it; returns the clusters over which an exact
        search proved that no division fits, or None.

    Notes
    -----
    A cell that can't be divided without a misfit excuses one misfit, not two.
    """
    weight = np.bincount(grid, atoms.households).astype(np.int64)
    excused: set[int] = set()
    result = []
    for number in np.flatnonzero((weight < rules.low) | (weight > rules.high)):
        members = np.flatnonzero(grid == number)
        cell = int(merged.cell[merged.cluster[members[0]]])
        if cell >= 0 and cell in excused:
            reason, evidence, needed = Reason.NOT_PROVEN, members, int(weight[number])
        elif cell < 0:
            reason, evidence, needed = too_large(atoms, merged, members, rules)
        else:
            excused.add(cell)
            reason, evidence, needed = in_cell(atoms, merged, members, rules, prove)
        rows = np.unique(atoms.building[evidence])
        result.append(GridException(int(number), int(weight[number]), reason, rows, needed))
    return tuple(result)


def too_large(
    atoms: Atoms, merged: Merged, members: Integers, rules: GridRules
) -> tuple[Reason, Integers, int]:
    """A single building above the limit, or a hub with everything that hangs on it."""
    largest = members[np.argmax(atoms.households[members])]
    if atoms.households[largest] > rules.high:
        return Reason.BUILDING, np.array([largest]), int(atoms.households[largest])
    whole = merged.whole[members[:1]]
    if not can_fit(whole, rules)[0]:
        reason = Reason.BELOW_MINIMUM if whole[0] < rules.low else Reason.NO_MULTIPLE
        return reason, members, int(whole[0])
    hub = members[np.argmax(merged.need[members])]
    if merged.need[hub] <= rules.high:
        return Reason.NOT_PROVEN, members, int(atoms.households[members].sum())
    return Reason.DEAD_END, np.array([hub]), int(merged.need[hub])


def in_cell(
    atoms: Atoms, merged: Merged, members: Integers, rules: GridRules, prove: Prover
) -> tuple[Reason, Integers, int]:
    """The arithmetic of the cell, a hub in it, or an exact search around the misfit."""
    cell = int(merged.cell[merged.cluster[members[0]]])
    inside = np.flatnonzero(merged.cell[merged.cluster] == cell)
    total = int(atoms.households[inside].sum())
    if total < rules.low:
        return Reason.BELOW_MINIMUM, inside, total
    if not can_fit(np.array([float(total)]), rules)[0]:
        return Reason.NO_MULTIPLE, inside, total
    hub = inside[np.argmax(merged.need[inside])]
    if merged.need[hub] > rules.high:
        return Reason.DEAD_END, np.array([hub]), int(merged.need[hub])
    searched = prove(cell, np.unique(merged.cluster[members]))
    if searched is None:
        return Reason.NOT_PROVEN, members, int(atoms.households[members].sum())
    rows = np.flatnonzero(np.isin(merged.cluster, searched))
    return Reason.SEARCH, rows, int(atoms.households[rows].sum())
