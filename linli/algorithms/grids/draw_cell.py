"""The kernels that draw one cell or mend it in place; what Python calls for every cell."""

from __future__ import annotations

import numpy as np

from linli.algorithms.grids.cell import Cell, Parts, Plan, Terms, new_parts, new_work, total_misfit
from linli.algorithms.grids.improve import divide, mend, polish
from linli.algorithms.grids.shift import shift
from linli.algorithms.grids.trees import new_tree
from linli.algorithms.kernels import kernel


@kernel
def draw_cell(cell: Cell, plan: Plan, terms: Terms, passes: int, rounds: int, seed: int) -> Parts:
    """Draw the grids of one cell: halve, polish, mend what doesn't fit, polish again.

    Parameters
    ----------
    plan : Plan
        `first` is the number of grids to make.
    passes, rounds : int
        Most passes over all pairs, most trees for one grid out of range.
    """
    room = 2 * plan.first + 8
    work = new_work(len(cell.x), len(cell.large), room)
    work.stamp[1] = seed
    tree = new_tree(len(cell.x), len(cell.near))
    parts = new_parts(cell, np.zeros(len(cell.x), np.int32), room)
    divide(cell, parts, work, tree, plan, terms)
    polish(cell, parts, work, plan, terms, passes)
    if total_misfit(parts, terms) > 0 and mend(cell, parts, work, tree, terms, rounds):
        polish(cell, parts, work, plan, terms, passes)
    if terms.few and total_misfit(parts, terms) > 0:
        shift(cell, parts, work, tree, plan, terms)
        polish(cell, parts, work, plan, terms, passes)
    return parts
