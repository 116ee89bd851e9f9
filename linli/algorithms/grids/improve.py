"""Kernels that divide a cell, polish its borders pair by pair and mend grids out of range."""

from __future__ import annotations

import numpy as np

from linli.algorithms.grids.cell import (
    Cell,
    Parts,
    Plan,
    Terms,
    Work,
    are_neighbours,
    clear,
    gather,
    give,
    list_neighbours,
    misfit_of,
)
from linli.algorithms.grids.sweep import best_cut, price_of_present
from linli.algorithms.grids.trade import (
    forget_sides,
    keep_sides,
    take_best_sides,
    trade_until_best,
)
from linli.algorithms.grids.trees import Tree, fit_tree, grow_tree, halve_tree, pick
from linli.algorithms.kernels import Flags, Indices, allocating_kernel, inner_kernel

NO_LIMIT = 1e300
MANY_ATOMS = 400
FEW_ANGLES = 6
GAIN = 1e-6
TREES_A_SIZE = 4
TREES_IF_FEW = 16
TRADES = 3


@allocating_kernel
def divide(cell: Cell, parts: Parts, work: Work, tree: Tree, plan: Plan, terms: Terms) -> None:
    """Divide label 0 into `plan.first` grids by repeated halving."""
    wanted = np.zeros(len(parts.head), np.int64)
    wanted[0] = plan.first
    label = 0
    while label < parts.grids[0]:
        while wanted[label] > 1:
            first = wanted[label] // 2
            second = wanted[label] - first
            ideal = parts.weight[label] / wanted[label]
            half = Plan(first, second, ideal, plan.angles, plan.phase, first != second, -1.0)
            if not halve(cell, parts, work, tree, half, terms, label):
                wanted[label] = 1
                break
            wanted[label] = first
            wanted[parts.grids[0] - 1] = second
        label += 1


@inner_kernel
def halve(  # noqa: PLR0913, PLR0917 - the state of a cell and one division
    cell: Cell, parts: Parts, work: Work, tree: Tree, plan: Plan, terms: Terms, label: int
) -> bool:
    """Move the second side of the best cut of a label to a new label."""
    count = gather(parts, work, label, 0)
    if count < 2:
        return False
    angles = min(plan.angles, FEW_ANGLES) if count > MANY_ATOMS else plan.angles
    fewer = Plan(plan.first, plan.second, plan.ideal, angles, plan.phase, plan.both, -1.0)
    if best_cut(cell, work, count, fewer, terms, NO_LIMIT) >= NO_LIMIT:
        grow_tree(cell, work, tree, count, 0)
        halve_tree(cell, work, tree, count, plan.first / (plan.first + plan.second))
    take_sides(cell, parts, work, count, label, parts.grids[0])
    parts.grids[0] += 1
    return True


@inner_kernel
def take_sides(cell: Cell, parts: Parts, work: Work, count: int, first: int, second: int) -> None:
    """Give the members to two labels by their side in `work.best`."""
    clear(parts, first)
    clear(parts, second)
    for i in range(count):
        atom = work.member[i]
        give(cell, parts, atom, first if work.best[atom] == 0 else second)
    parts.fresh[first] = True
    parts.fresh[second] = True


@allocating_kernel
def polish(cell: Cell, parts: Parts, work: Work, plan: Plan, terms: Terms, passes: int) -> None:
    """Join or divide anew every pair of neighbours that changed, until nothing gets better."""
    listed = np.empty(len(parts.head), np.int32)
    active = np.zeros(len(parts.head), np.bool_)
    for _ in range(passes):
        active[:] = parts.fresh
        parts.fresh[:] = False
        changed = False
        for label in range(parts.grids[0]):
            if parts.head[label] < 0:
                continue
            count = list_neighbours(cell, parts, work, label)
            listed[:count] = work.listed[:count]
            for i in range(count):
                other = listed[i]
                if worth_a_look(parts, terms, active, label, other):
                    changed |= try_pair(cell, parts, work, plan, terms, label, other)
        if not changed:
            break


@inner_kernel
def worth_a_look(parts: Parts, terms: Terms, active: Flags, label: int, other: int) -> bool:
    """Whether a pair may get better: one of them changed; when moving costs, only a misfit counts."""
    if parts.head[label] < 0 or parts.head[other] < 0:
        return False
    out = misfit_of(parts, terms, label) + misfit_of(parts, terms, other) > 0
    if terms.move > 0 and not out:
        return False
    if other < label and not out:
        return False
    near = active[label] or active[other] or parts.fresh[label] or parts.fresh[other]
    return bool(near)


@inner_kernel
def try_pair(  # noqa: PLR0913, PLR0917 - the state of a cell and one pair
    cell: Cell, parts: Parts, work: Work, plan: Plan, terms: Terms, label: int, other: int
) -> bool:
    """Join two grids if one is short and both fit into one; else divide them anew if that is better."""
    small = min(parts.weight[label], parts.weight[other])
    together = parts.weight[label] + parts.weight[other]
    if together <= terms.high and small < terms.low:
        if not are_neighbours(cell, parts, label, other):
            return False
        join(cell, parts, label, other)
        return True
    middle = gather(parts, work, label, 0)
    count = gather(parts, work, other, middle)
    if count <= 2:
        return False
    set_sides(cell, work, middle, count, terms.move, label, other)
    pair = Plan(1, 1, terms.ideal, plan.angles, plan.phase, terms.move > 0, -1.0)
    now = price_of_present(cell, work, count, pair, terms)
    forget_sides(work, count)
    limit = now * (1 - GAIN)
    if best_cut(cell, work, count, pair, terms, limit) < limit:
        take_best_sides(work, count)
    else:
        set_sides(cell, work, middle, count, terms.move, label, other)
    after = trade_until_best(cell, work, count, pair, terms, TRADES)
    keep_sides(work, count)
    forget_sides(work, count)
    if after >= limit:
        return False
    take_sides(cell, parts, work, count, label, other)
    return True


@inner_kernel
def set_sides(  # noqa: PLR0913, PLR0917 - the state of a cell and one pair
    cell: Cell, work: Work, middle: int, count: int, move: float, label: int, other: int
) -> None:
    """Side 0 for the first grid's atoms, 1 for the second's, and what moving a household costs."""
    for i in range(count):
        atom = work.member[i]
        work.side[atom] = 0 if i < middle else 1
        work.pull[atom] = 0.0
        if move > 0 and cell.old[atom] >= 0:
            price = move * cell.households[atom]
            work.pull[atom] += price if cell.old[atom] != label else 0.0
            work.pull[atom] -= price if cell.old[atom] != other else 0.0


@inner_kernel
def join(cell: Cell, parts: Parts, label: int, other: int) -> None:
    """Put all atoms of the second label onto the first."""
    atom = parts.head[other]
    clear(parts, other)
    while atom >= 0:
        after = parts.follow[atom]
        give(cell, parts, atom, label)
        atom = after
    parts.fresh[label] = True


@allocating_kernel
def mend(cell: Cell, parts: Parts, work: Work, tree: Tree, terms: Terms, rounds: int) -> bool:
    """Divide ever larger surroundings of each grid out of range by random trees; whether one gave way."""
    better = False
    for label in range(parts.grids[0]):
        for attempt in range(min(rounds, TREES_IF_FEW) if terms.few else rounds):
            if misfit_of(parts, terms, label) == 0:
                break
            region = pick_region(cell, parts, work, label, 2 + attempt // TREES_A_SIZE)
            if mend_region(cell, parts, work, tree, terms, region, 3 * (attempt % TREES_A_SIZE)):
                better = True
    return better


@allocating_kernel
def pick_region(cell: Cell, parts: Parts, work: Work, label: int, size: int) -> Indices:
    """A label and random neighbours of it, together `size` labels that hang together."""
    region = np.empty(size, np.int32)
    region[0] = label
    count = 1
    misses = 0
    while count < size and misses < 3 * size:
        listed = list_neighbours(cell, parts, work, region[pick(work, count)])
        misses += 1
        if listed == 0:
            continue
        other = work.listed[pick(work, listed)]
        if other not in region[:count]:
            region[count] = other
            count += 1
    return region[:count]


@allocating_kernel
def mend_region(  # noqa: PLR0913, PLR0917 - the state of a cell and one region
    cell: Cell, parts: Parts, work: Work, tree: Tree, terms: Terms, region: Indices, deep: int
) -> bool:
    """Replace the grids of a region by pieces of a random tree if all of those fit."""
    count = 0
    weight = 0.0
    for label in region:
        count = gather(parts, work, label, count)
        weight += parts.weight[label]
    if not may_fit(weight, len(region), terms):
        return False
    if grow_tree(cell, work, tree, count, deep) < count:
        return False
    most = len(region) if terms.few else 0
    pieces = fit_tree(cell, work, tree, count, (int(terms.low), int(terms.high)), most)
    if pieces == 0:
        return False
    more = pieces - len(region)
    if parts.grids[0] + more > len(parts.head):
        return False
    for label in region:
        clear(parts, label)
        parts.fresh[label] = True
    for i in range(count):
        piece = tree.piece[i]
        label = region[piece] if piece < len(region) else parts.grids[0] + piece - len(region)
        give(cell, parts, tree.order[i], label)
        parts.fresh[label] = True
    parts.grids[0] += max(0, more)
    return True


@inner_kernel
def may_fit(weight: float, grids: int, terms: Terms) -> bool:
    """Whether the weight of a region allows to divide it, into no more grids if they are to be few."""
    fewest = int(np.ceil(weight / terms.high))
    return 1 <= fewest <= weight // terms.low and not (terms.few and fewest > grids)
