"""Divide a set of atoms by cutting a random spanning tree: every piece is connected by itself.

For one tree the answer is exact: a table of reachable weights says whether the tree can be cut
into pieces that all fit, and which edges to cut.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linli.algorithms.grids.cell import Cell, Plan, Terms, Work
from linli.algorithms.grids.sweep import COUNT, HOUSEHOLDS, PULL, price_of_sizes, spread_of_rest
from linli.algorithms.kernels import Floats, Indices, allocating_kernel, inner_kernel

MULTIPLIER = 6364136223846793005
INCREMENT = 1442695040888963407
SAME_COMPOUND_TRIES = 4
CLOSE_IN_TEN = 7
NEVER = 10_000

Counts = NDArray[np.int16]


class Tree(NamedTuple):
    """A spanning tree in order of growth: atoms, the position of each one's parent, its piece."""

    order: Indices
    parent: Indices
    piece: Indices
    rest: Indices
    position: Indices
    edge_to: Indices
    edge_from: Indices


@allocating_kernel
def new_tree(atoms: int, edges: int) -> Tree:
    """Allocate a tree for a cell."""
    return Tree(
        np.empty(atoms, np.int32),
        np.empty(atoms, np.int32),
        np.empty(atoms, np.int32),
        np.empty(atoms, np.int32),
        np.full(atoms, -2, np.int32),
        np.empty(edges + 1, np.int32),
        np.empty(edges + 1, np.int32),
    )


@inner_kernel
def pick(work: Work, below: int) -> int:
    """A number from 0 to `below - 1`, from the seed in `work.stamp[1]`."""
    work.stamp[1] = work.stamp[1] * MULTIPLIER + INCREMENT
    return int((work.stamp[1] >> 33) & 0x3FFFFFFF) % below


@inner_kernel
def grow_tree(cell: Cell, work: Work, tree: Tree, count: int, deep: int) -> int:
    """Grow a random spanning tree over `work.member[:count]`; returns how many atoms it reached.

    Of ten steps, `deep` go on from the newest atom (long paths, easy to cut to size) and the others
    anywhere (round pieces), then inside a compound first, so that compounds tend to be subtrees.
    """
    for i in range(count):
        tree.position[work.member[i]] = -1
    tree.edge_to[0] = work.member[pick(work, count)]
    tree.edge_from[0] = -1
    edges = 1
    grown = 0
    while edges > 0:
        at = edges - 1 if pick(work, 10) < deep else pick_edge(cell, work, tree, edges)
        atom, parent = tree.edge_to[at], tree.edge_from[at]
        edges -= 1
        tree.edge_to[at], tree.edge_from[at] = tree.edge_to[edges], tree.edge_from[edges]
        if tree.position[atom] != -1:
            continue
        tree.position[atom] = grown
        tree.order[grown] = atom
        tree.parent[grown] = parent
        for j in range(cell.start[atom], cell.start[atom + 1]):
            if tree.position[cell.near[j]] == -1:
                tree.edge_to[edges], tree.edge_from[edges] = cell.near[j], grown
                edges += 1
        grown += 1
    for i in range(count):
        tree.position[work.member[i]] = -2
    return grown


@inner_kernel
def pick_edge(cell: Cell, work: Work, tree: Tree, edges: int) -> int:
    """Choose the next edge: at random, inside a compound if a few tries find one."""
    at = pick(work, edges)
    for _ in range(SAME_COMPOUND_TRIES):
        parent = tree.edge_from[at]
        if parent >= 0:
            inside = cell.compound[tree.order[parent]]
            if inside == cell.compound[tree.edge_to[at]]:
                break
        at = pick(work, edges)
    return at


@allocating_kernel
def fit_tree(
    cell: Cell, work: Work, tree: Tree, count: int, limits: tuple[int, int], most: int
) -> int:
    """Cut the tree into pieces within the limits, and into no more than `most` if that is not 0.

    Returns
    -------
    int
        The number of pieces, with `tree.piece` by position; 0 if this tree can't be cut so.

    Notes
    -----
    `reach[i, w]` is the least number of pieces cut off below i when the part of its subtree that
    hangs together with i weighs w. O(n · high²) at worst, far less on sparse tables. Without a
    limit all numbers of pieces are the same, so that none is preferred.
    """
    low, high = limits
    each = 1 if most > 0 else 0
    reach = np.full((count, high + 1), NEVER, np.int16)
    before = np.full((count, high + 1), NEVER, np.int16)
    for i in range(count):
        weight = int(cell.households[tree.order[i]])
        if weight > high:
            return 0
        reach[i, weight] = 0
    for i in range(count - 1, 0, -1):
        parent = tree.parent[i]
        before[i, :] = reach[parent, :]
        merge(reach[parent], before[i], reach[i], low, each)
    start = nearest(reach[0], low)
    if start < 0 or (most > 0 and reach[0, start] >= most):
        return 0
    return read_cuts(reach, before, work, tree, low, each)


@inner_kernel
def merge(target: Counts, before: Counts, child: Counts, low: int, each: int) -> None:
    """Weights of a parent after one more child: the child cut off, or joined at any of its weights."""
    width = len(target)
    cut_off = fewest_cuts(child, low, each)
    for weight in range(width):
        target[weight] = min(before[weight] + cut_off, NEVER)
    for weight in range(width):
        cuts = child[weight]
        if cuts < NEVER:
            for other in range(width - weight):
                target[other + weight] = min(target[other + weight], before[other] + cuts)


@inner_kernel
def fewest_cuts(child: Counts, low: int, each: int) -> int:
    """Pieces at least if a child is cut off: those below it and its own; `NEVER` if it can't be."""
    best = NEVER
    for weight in range(low, len(child)):
        best = min(best, child[weight] + each)
    return best


@inner_kernel
def nearest(weights: Counts, low: int) -> int:
    """Of the reachable weights in range with fewest cuts the nearest to the middle; -1 if none."""
    high = len(weights) - 1
    middle = (low + high) // 2
    best = -1
    fewest = NEVER
    for step in range(high - low + 1):
        for weight in (middle - step, middle + step):
            if low <= weight <= high and weights[weight] < fewest:
                best = weight
                fewest = weights[weight]
    return best


@inner_kernel
def read_cuts(reach: Counts, before: Counts, work: Work, tree: Tree, low: int, each: int) -> int:
    """Walk down from the root and decide for each edge whether it is cut."""
    tree.rest[0] = nearest(reach[0], low)
    tree.piece[0] = 0
    pieces = 1
    for i in range(1, len(reach)):
        parent = tree.parent[i]
        weight = tree.rest[parent]
        cut_off = before[i, weight] + fewest_cuts(reach[i], low, each)
        least = min(cut_off, cuts_joined(reach[i], before[i], weight))
        joined = -1
        if cut_off > least or pick(work, 10) >= CLOSE_IN_TEN:
            joined = pick_joined(reach[i], before[i], weight, least, pick(work, weight + 1))
        if joined < 0:
            tree.rest[i] = nearest(reach[i], low)
            tree.piece[i] = pieces
            pieces += 1
        else:
            tree.rest[i] = joined
            tree.rest[parent] = weight - joined
            tree.piece[i] = tree.piece[parent]
    return pieces


@inner_kernel
def cuts_joined(child: Counts, before: Counts, weight: int) -> int:
    """Fewest cuts if the child is joined so that the parent gets `weight`."""
    least = 2 * NEVER
    for joined in range(weight + 1):
        least = min(least, child[joined] + before[weight - joined])
    return least


@inner_kernel
def pick_joined(child: Counts, before: Counts, weight: int, cuts: int, first: int) -> int:
    """A weight at which the child can join with so many cuts; the first after `first`, -1 if none."""
    for step in range(weight + 1):
        joined = (first + step) % (weight + 1)
        if child[joined] + before[weight - joined] == cuts:
            return joined
    return -1


@allocating_kernel
def halve_tree(cell: Cell, work: Work, tree: Tree, count: int, share: float) -> None:
    """Cut the tree edge whose subtree is nearest to a share of all households; sides in `best`."""
    below = np.zeros(count, np.float64)
    for i in range(count - 1, 0, -1):
        below[i] += cell.households[tree.order[i]]
        below[tree.parent[i]] += below[i]
    total = below[0] + cell.households[tree.order[0]]
    cut = 1
    for i in range(2, count):
        if abs(below[i] - share * total) < abs(below[cut] - share * total):
            cut = i
    colour_sides(work, tree, count, cut, False)


@allocating_kernel
def best_tree_cut(
    cell: Cell, work: Work, tree: Tree, plan: Plan, terms: Terms, limit: float
) -> float:
    """Cut the edge of the tree just grown whose two sides cost least; like `sweep.best_cut`.

    Either side may be the first. `work.sums` holds the sums of all members, and `work.best` gets
    the sides if they cost less than `limit`.
    """
    count = int(work.sums[COUNT])
    below = np.zeros((count, 6), np.float64)
    best = limit
    cut = -1
    turned = False
    for i in range(count - 1, 0, -1):
        add_atom(cell, work, below[i], tree.order[i])
        for k in range(6):
            below[tree.parent[i], k] += below[i, k]
        spread = spread_of_both(work, below[i])
        inside, outside = below[i, 4], work.sums[HOUSEHOLDS] - below[i, 4]
        straight = spread + below[i, 5] + price_of_sizes(plan, terms, inside, outside)
        reverse = spread - below[i, 5] + price_of_sizes(plan, terms, outside, inside)
        reverse += work.sums[PULL]
        if min(straight, reverse) < best:
            best = min(straight, reverse)
            cut, turned = i, reverse < straight
    if cut >= 0:
        colour_sides(work, tree, count, cut, turned)
    return best


@inner_kernel
def add_atom(cell: Cell, work: Work, sums: Floats, atom: int) -> None:
    """Add an atom's mass, moments, households and pull to six sums."""
    mass, x, y = cell.mass[atom], cell.x[atom], cell.y[atom]
    sums[0] += mass
    sums[1] += mass * x
    sums[2] += mass * y
    sums[3] += mass * (x * x + y * y)
    sums[4] += cell.households[atom]
    sums[5] += work.pull[atom]


@inner_kernel
def spread_of_both(work: Work, below: Floats) -> float:
    """Moment of inertia of a subtree plus that of the rest."""
    own = below[3] - (below[1] * below[1] + below[2] * below[2]) / below[0]
    return float(own) + spread_of_rest(work, below[0], below[1], below[2], below[3])


@inner_kernel
def colour_sides(work: Work, tree: Tree, count: int, cut: int, turned: bool) -> None:  # noqa: FBT001 - kernels take positions
    """Side 0 for the subtree below the cut and 1 for the rest, or the other way round."""
    for i in range(count):
        tree.piece[i] = 1 if i == cut or (i > cut and tree.piece[tree.parent[i]] == 1) else 0
        work.best[tree.order[i]] = tree.piece[i] if turned else 1 - tree.piece[i]
