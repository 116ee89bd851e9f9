"""Pass households beyond the limit from grid to grid until they reach one with room.

When grids are to be as few as possible nearly all are full, and no pair of neighbours can mend
itself. Filling the overfull grid exactly and handing the rest to the neighbour that is nearer to
room moves the trouble along without adding to it.
"""

from __future__ import annotations

import numpy as np

from linli.algorithms.grids.cell import (
    Cell,
    Parts,
    Plan,
    Terms,
    Work,
    gather,
    list_neighbours,
    total_misfit,
)
from linli.algorithms.grids.improve import NO_LIMIT, TRADES, mend_region, pick_region, take_sides
from linli.algorithms.grids.sweep import WASTE_COST, best_cut
from linli.algorithms.grids.trade import forget_sides, keep_sides, take_best_sides, trade_until_best
from linli.algorithms.grids.trees import Tree, best_tree_cut, grow_tree, pick
from linli.algorithms.kernels import Indices, allocating_kernel, inner_kernel

TREES = 12
STEPS_A_GRID = 40
STRAY_IN_TEN = 2
SHARE_TO_WASTE = 0.2
ROOM_STEPS = 6
LOOSE_STEPS = 7
LOOSE_LEAST = 0.5
STAY_COST = 0.05 * WASTE_COST
STAY_SHARE = 0.3


@allocating_kernel
def shift(cell: Cell, parts: Parts, work: Work, tree: Tree, plan: Plan, terms: Terms) -> bool:
    """Walk what is too much towards room; whether every grid fits at the end."""
    grids = parts.grids[0]
    room = terms.high * count_grids(parts) - np.sum(parts.weight)
    waste = max(0.0, SHARE_TO_WASTE * room / max(1, count_grids(parts)))
    distance = np.empty(len(parts.head), np.int32)
    queue = np.empty(len(parts.head), np.int32)
    before = -1
    for step in range(STEPS_A_GRID * grids):
        label = fullest(parts, terms)
        if label < 0:
            break
        if step % 3 == 2:
            region = pick_region(cell, parts, work, label, 2 + pick(work, 4))
            if mend_region(cell, parts, work, tree, terms, region, pick(work, 10)):
                continue
        full = enough_room(parts, work, terms, waste)
        measure_to_room(cell, parts, work, full, distance, queue)
        other = towards_room(cell, parts, work, distance, label, before)
        before = label
        loose = max(waste, LOOSE_LEAST) * 2.0 ** pick(work, LOOSE_STEPS)
        fill = Plan(1, 1, 0.0, plan.angles, pick(work, 16) / 16.0, True, loose)
        pass_on(cell, parts, work, tree, fill, terms, label, other)
    return total_misfit(parts, terms) == 0


@inner_kernel
def count_grids(parts: Parts) -> int:
    """Labels that have atoms."""
    count = 0
    for label in range(parts.grids[0]):
        count += 1 if parts.head[label] >= 0 else 0
    return count


@inner_kernel
def fullest(parts: Parts, terms: Terms) -> int:
    """The label with most households beyond the limit; -1 if there is none."""
    best = -1
    weight = terms.high
    for label in range(parts.grids[0]):
        if parts.weight[label] > weight:
            best = label
            weight = parts.weight[label]
    return best


@inner_kernel
def enough_room(parts: Parts, work: Work, terms: Terms, waste: float) -> float:
    """Households below which a grid counts as one with room: now much room, now any."""
    least = terms.high
    for label in range(parts.grids[0]):
        if parts.head[label] >= 0:
            least = min(least, parts.weight[label])
    full = terms.high - 1 - waste * 2.0 ** pick(work, ROOM_STEPS)
    return max(full, least + 1)


@inner_kernel
def measure_to_room(
    cell: Cell, parts: Parts, work: Work, full: float, distance: Indices, queue: Indices
) -> None:
    """Steps from every grid to the nearest one below `full` households, by breadth."""
    distance[:] = len(distance)
    tail = 0
    for label in range(parts.grids[0]):
        if parts.head[label] >= 0 and parts.weight[label] < full:
            distance[label] = 0
            queue[tail] = label
            tail += 1
    at = 0
    while at < tail:
        label = queue[at]
        at += 1
        for i in range(list_neighbours(cell, parts, work, label)):
            other = work.listed[i]
            if distance[other] > distance[label] + 1:
                distance[other] = distance[label] + 1
                queue[tail] = other
                tail += 1


@inner_kernel
def towards_room(
    cell: Cell, parts: Parts, work: Work, distance: Indices, label: int, before: int
) -> int:
    """The neighbour nearest to room, any of equals, but not back; now and then any neighbour."""
    count = list_neighbours(cell, parts, work, label)
    stray = pick(work, 10) < STRAY_IN_TEN
    best = int(work.listed[pick(work, count)])
    if stray:
        return best
    for _ in range(2 * count):
        other = int(work.listed[pick(work, count)])
        if other != before and (best == before or distance[other] < distance[best]):
            best = other
    return best


@inner_kernel
def pass_on(  # noqa: PLR0913, PLR0917 - the state of a cell and one pair
    cell: Cell,
    parts: Parts,
    work: Work,
    tree: Tree,
    plan: Plan,
    terms: Terms,
    label: int,
    other: int,
) -> None:
    """Fill one grid up to the limit and leave all the rest to the other."""
    middle = gather(parts, work, label, 0)
    count = gather(parts, work, other, middle)
    stay = max(terms.split / terms.high, STAY_COST * pick(work, 3))
    good = WASTE_COST - stay * parts.weight[label] + STAY_SHARE * stay * terms.high
    for i in range(count):
        atom = work.member[i]
        work.pull[atom] = (-stay if i < middle else stay) * cell.households[atom]
        work.side[atom] = 0 if i < middle else 1
    if trade_until_best(cell, work, count, plan, terms, TRADES) < good:
        keep_sides(work, count)
        forget_sides(work, count)
        take_sides(cell, parts, work, count, label, other)
        return
    forget_sides(work, count)
    cost = best_cut(cell, work, count, plan, terms, NO_LIMIT)
    for i in range(TREES):
        if cost < good:
            break
        grow_tree(cell, work, tree, count, i % 3)
        cost = best_tree_cut(cell, work, tree, plan, terms, cost)
    if good <= cost < NO_LIMIT:
        take_best_sides(work, count)
        trade_until_best(cell, work, count, plan, terms, TRADES)
        keep_sides(work, count)
        forget_sides(work, count)
    if cost < NO_LIMIT:
        take_sides(cell, parts, work, count, label, other)
