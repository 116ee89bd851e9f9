"""The kernels that draw one cell or mend it in place; what Python calls for every cell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linli.algorithms.grids.anneal import anneal
from linli.algorithms.grids.cell import Cell, Parts, Plan, Terms, new_parts, new_work, total_misfit
from linli.algorithms.grids.improve import divide, mend, polish
from linli.algorithms.grids.shift import shift
from linli.algorithms.grids.trees import new_tree
from linli.algorithms.kernels import Indices, kernel


class Effort(NamedTuple):
    """Most passes over all pairs, trees for one grid out of range, rounds of trading, the seed of chance."""

    passes: int
    trees: int
    rounds: int
    seed: int


@kernel
def draw_cell(cell: Cell, plan: Plan, terms: Terms, effort: Effort, before: Indices) -> Parts:
    """Draw the grids of one cell: halve, polish, mend what doesn't fit, polish again.

    The fewest grids trade places at last.

    Parameters
    ----------
    plan : Plan
        `first` is the number of grids to make.
    before : ndarray of int
        Labels to start from, which are only mended; empty to draw from nothing.
    """
    label = before.copy()
    grids = plan.first
    if len(before) == 0:
        label = np.zeros(len(cell.x), np.int32)
    else:
        grids = max(grids, label.max() + 1)
    room = 2 * grids + 8
    work = new_work(len(cell.x), len(cell.large), room)
    work.stamp[1] = effort.seed
    tree = new_tree(len(cell.x), len(cell.near))
    parts = new_parts(cell, label, room)
    if len(before) == 0:
        divide(cell, parts, work, tree, plan, terms)
    polish(cell, parts, work, plan, terms, effort.passes)
    if total_misfit(parts, terms) > 0:
        mend(cell, parts, work, tree, terms, effort.trees)
        if terms.few and total_misfit(parts, terms) > 0:
            shift(cell, parts, work, tree, plan, terms)
        polish(cell, parts, work, plan, terms, effort.passes)
    if terms.few and terms.move == 0 and total_misfit(parts, terms) == 0:
        anneal(cell, parts, work, terms, effort.rounds)
    return parts
