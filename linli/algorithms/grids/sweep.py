"""Divide a set of atoms in two by straight lines: one sweep a direction prices every cut."""

from __future__ import annotations

import math

from linli.algorithms.grids.cell import (
    MISFIT_COST,
    OUTSIDE,
    Cell,
    Plan,
    Terms,
    Work,
    is_connected,
    misfit,
)
from linli.algorithms.kernels import inner_kernel

TRIES_A_SWEEP = 3
WASTE_COST = 1e7
MASS, MOMENT_X, MOMENT_Y, SQUARE, HOUSEHOLDS, SINGLE, COUNT, PULL = range(8)


@inner_kernel
def best_cut(cell: Cell, work: Work, count: int, plan: Plan, terms: Terms, limit: float) -> float:
    """Find the cheapest division of `work.member[:count]` whose two sides are connected.

    Directions are spread evenly over the half circle. In each, atoms are ordered once by the
    middle of their compound and once by themselves, and one sweep prices every position.

    Parameters
    ----------
    limit : float
        Only a cheaper division is of interest.

    Returns
    -------
    float
        Its cost, with sides 0 and 1 in `work.best`; `limit` if there is none.

    Notes
    -----
    O(a · n log n) for a directions and n atoms.
    """
    add_up(cell, work, count)
    best = limit
    for i in range(count):
        work.order[i] = i
    for step in range(plan.angles):
        angle = math.pi * (step + plan.phase) / plan.angles
        for family in range(2):
            if family == 0 and work.sums[SINGLE] > 0:
                continue
            project(cell, work, count, angle, family == 0)
            sort_by_key(work, count)
            best = price_and_take(cell, work, count, plan, terms, best)
            if plan.both:
                for i in range(count // 2):
                    other = count - 1 - i
                    work.order[i], work.order[other] = work.order[other], work.order[i]
                best = price_and_take(cell, work, count, plan, terms, best)
    for i in range(count):
        work.side[work.member[i]] = OUTSIDE
    return best


@inner_kernel
def add_up(cell: Cell, work: Work, count: int) -> None:
    """Sums of the whole set and the middle of each compound in it."""
    work.sums[:] = 0.0
    for i in range(count):
        compound = cell.compound[work.member[i]]
        work.size[compound] = 0
        work.middle[compound, :] = 0.0
    work.sums[SINGLE] = 1.0
    work.sums[COUNT] = count
    for i in range(count):
        atom = work.member[i]
        mass, x, y = cell.mass[atom], cell.x[atom], cell.y[atom]
        compound = cell.compound[atom]
        work.size[compound] += 1
        if work.size[compound] > 1:
            work.sums[SINGLE] = 0.0
        work.middle[compound, 0] += mass * x
        work.middle[compound, 1] += mass * y
        work.middle[compound, 2] += mass
        work.sums[MASS] += mass
        work.sums[MOMENT_X] += mass * x
        work.sums[MOMENT_Y] += mass * y
        work.sums[SQUARE] += mass * (x * x + y * y)
        work.sums[HOUSEHOLDS] += cell.households[atom]
        work.sums[PULL] += work.pull[atom]


@inner_kernel
def project(cell: Cell, work: Work, count: int, angle: float, whole: bool) -> None:  # noqa: FBT001 - kernels take positions
    """Key of each member along a direction; of a whole compound first, if so wished."""
    cosine, sine = math.cos(angle), math.sin(angle)
    for i in range(count):
        atom = work.member[i]
        own = cell.x[atom] * cosine + cell.y[atom] * sine
        if whole:
            compound = cell.compound[atom]
            middle = work.middle[compound, 0] * cosine + work.middle[compound, 1] * sine
            own = middle / work.middle[compound, 2] + (compound % 97) * 1e-3 + own * 1e-6
        work.key[i] = own


@inner_kernel
def sort_by_key(work: Work, count: int) -> None:
    """Shell sort of `work.order` by key: fast because the last direction's order is almost right."""
    gap = 1
    while gap < count // 4:
        gap = gap * 3 + 1
    while gap > 0:
        for i in range(gap, count):
            moving = work.order[i]
            key = work.key[moving]
            j = i
            while j >= gap and work.key[work.order[j - gap]] > key:
                work.order[j] = work.order[j - gap]
                j -= gap
            work.order[j] = moving
        gap //= 3


@inner_kernel
def price_and_take(
    cell: Cell, work: Work, count: int, plan: Plan, terms: Terms, best: float
) -> float:
    """Price the present order and keep its best connected position, if that beats `best`."""
    price(cell, work, count, plan, terms)
    for _ in range(TRIES_A_SWEEP):
        at = -1
        cost = best
        for i in range(count - 1):
            if work.cost[i] < cost:
                cost = work.cost[i]
                at = i
        if at < 0:
            break
        for i in range(count):
            work.side[work.member[work.order[i]]] = 0 if i <= at else 1
        if is_connected(cell, work, count, 0) and is_connected(cell, work, count, 1):
            for i in range(count):
                work.best[work.member[i]] = work.side[work.member[i]]
            return cost
        work.cost[at] = math.inf
    return best


@inner_kernel
def price(cell: Cell, work: Work, count: int, plan: Plan, terms: Terms) -> None:
    """Write the cost of a cut after every position of the present order into `work.cost`."""
    for i in range(count):
        work.seen[cell.compound[work.member[i]]] = 0
        work.side[work.member[i]] = 1
    mass = mx = my = square = households = extra = 0.0
    for i in range(count - 1):
        atom = work.member[work.order[i]]
        here, x, y = cell.mass[atom], cell.x[atom], cell.y[atom]
        mass += here
        mx += here * x
        my += here * y
        square += here * (x * x + y * y)
        households += cell.households[atom]
        extra += terms.split * split_change(cell, work, atom) + work.pull[atom]
        extra += terms.cut * cut_change(cell, work, atom)
        work.side[atom] = 0
        left = square - (mx * mx + my * my) / mass
        right = spread_of_rest(work, mass, mx, my, square)
        rest = work.sums[HOUSEHOLDS] - households
        work.cost[i] = left + right + extra + price_of_sizes(plan, terms, households, rest)


@inner_kernel
def spread_of_rest(work: Work, mass: float, mx: float, my: float, square: float) -> float:
    """Moment of inertia of what is not yet swept."""
    rx, ry = work.sums[MOMENT_X] - mx, work.sums[MOMENT_Y] - my
    rest = work.sums[SQUARE] - square - (rx * rx + ry * ry) / (work.sums[MASS] - mass)
    return float(rest)


@inner_kernel
def price_of_sizes(plan: Plan, terms: Terms, first: float, second: float) -> float:
    """Price of two household totals: out of range above all, then off the ideal."""
    if plan.waste >= 0:
        short = max(0.0, terms.high - first - plan.waste) + max(0.0, terms.low - second)
        return MISFIT_COST * max(0.0, first - terms.high) + WASTE_COST * short
    outside = misfit(first, terms.low * plan.first, terms.high * plan.first)
    outside += misfit(second, terms.low * plan.second, terms.high * plan.second)
    a = first - plan.ideal * plan.first
    b = second - plan.ideal * plan.second
    return MISFIT_COST * outside + terms.balance * (a * a / plan.first + b * b / plan.second)


@inner_kernel
def split_change(cell: Cell, work: Work, atom: int) -> float:
    """Compounds newly split (1), no longer split (-1); a compound above the limit counts a quarter."""
    compound = cell.compound[atom]
    work.seen[compound] += 1
    if work.size[compound] < 2:
        return 0.0
    change = 0.0
    if work.seen[compound] == 1:
        change += 1.0
    if work.seen[compound] == work.size[compound]:
        change -= 1.0
    return 0.25 * change if cell.large[compound] else change


@inner_kernel
def cut_change(cell: Cell, work: Work, atom: int) -> float:
    """Edges newly cut minus edges no longer cut when the atom changes to side 0."""
    change = 0.0
    for j in range(cell.start[atom], cell.start[atom + 1]):
        side = work.side[cell.near[j]]
        if side == 1:
            change += 1.0
        elif side == 0:
            change -= 1.0
    return change


@inner_kernel
def price_of_present(cell: Cell, work: Work, count: int, plan: Plan, terms: Terms) -> float:
    """Cost of the division that `work.side` holds, in the same terms as `price`."""
    add_up(cell, work, count)
    for i in range(count):
        work.seen[cell.compound[work.member[i]]] = 0
    mass = mx = my = square = households = extra = 0.0
    for i in range(count):
        atom = work.member[i]
        if work.side[atom] != 0:
            continue
        here, x, y = cell.mass[atom], cell.x[atom], cell.y[atom]
        mass += here
        mx += here * x
        my += here * y
        square += here * (x * x + y * y)
        households += cell.households[atom]
        extra += terms.split * split_change(cell, work, atom) + work.pull[atom]
        extra += terms.cut * cut_edges(cell, work, atom)
    left = square - (mx * mx + my * my) / mass
    right = spread_of_rest(work, mass, mx, my, square)
    rest = work.sums[HOUSEHOLDS] - households
    return left + right + extra + price_of_sizes(plan, terms, households, rest)


@inner_kernel
def cut_edges(cell: Cell, work: Work, atom: int) -> float:
    """Edges from an atom of side 0 to side 1."""
    cut = 0.0
    for j in range(cell.start[atom], cell.start[atom + 1]):
        if work.side[cell.near[j]] == 1:
            cut += 1.0
    return cut
