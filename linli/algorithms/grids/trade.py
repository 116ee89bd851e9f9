"""Trade atoms across the border of two grids: a few at once, so that the sizes come out right.

A straight cut can only take what lies before it. Where every household counts, the right size comes
from a handful of atoms along the border that go over together, some to either side.
"""

from __future__ import annotations

from linli.algorithms.grids.cell import OUTSIDE, Cell, Plan, Terms, Work, is_connected
from linli.algorithms.grids.lots import LOTS_MAX, SHORT_LIST, Trade
from linli.algorithms.grids.sweep import HOUSEHOLDS, price_of_present, price_of_sizes
from linli.algorithms.kernels import inner_kernel

NOBODY = -1


@inner_kernel
def trade_until_best(
    cell: Cell, work: Work, count: int, plan: Plan, terms: Terms, rounds: int
) -> float:
    """Trade between the sides in `work.side` as long as it pays; their price at the end."""
    trade = work.trade
    now = price_of_present(cell, work, count, plan, terms)
    for _ in range(rounds):
        list_lots(cell, work, trade, count, terms)
        list_bundles(work, trade, plan, terms)
        after = try_bundles(cell, work, trade, count, plan, terms, now)
        if after >= now:
            break
        now = after
    return now


@inner_kernel
def list_lots(cell: Cell, work: Work, trade: Trade, count: int, terms: Terms) -> None:
    """Single atoms of the border and parts of compounds that lie on both sides."""
    trade.lots[0] = 0
    trade.own[:] = 0.0
    for i in range(count):
        atom = work.member[i]
        trade.inside[cell.compound[atom], :] = 0
    for i in range(count):
        atom = work.member[i]
        side = work.side[atom]
        trade.inside[cell.compound[atom], side] += 1
        mass, x, y = cell.mass[atom], cell.x[atom], cell.y[atom]
        trade.own[side, 0] += mass
        trade.own[side, 1] += mass * x
        trade.own[side, 2] += mass * y
        trade.own[side, 3] += mass * (x * x + y * y)
        trade.own[side, 4] += cell.households[atom]
    for i in range(count):
        atom = work.member[i]
        compound = cell.compound[atom]
        if at_border(cell, work, atom):
            add_lot(cell, work, trade, count, terms, atom, False)
        zero, one = trade.inside[compound, 0], trade.inside[compound, 1]
        several = trade.inside[compound, work.side[atom]] > 1
        if zero > 0 and one > 0 and several and is_first(cell, work, i):
            add_lot(cell, work, trade, count, terms, atom, True)


@inner_kernel
def at_border(cell: Cell, work: Work, atom: int) -> bool:
    """Whether an atom touches the other side."""
    other = 1 - work.side[atom]
    for j in range(cell.start[atom], cell.start[atom + 1]):
        if work.side[cell.near[j]] == other:
            return True
    return False


@inner_kernel
def is_first(cell: Cell, work: Work, i: int) -> bool:
    """Whether no earlier member is of the same compound and side."""
    atom = work.member[i]
    for k in range(i):
        other = work.member[k]
        if cell.compound[other] == cell.compound[atom] and work.side[other] == work.side[atom]:
            return False
    return True


@inner_kernel
def add_lot(  # noqa: PLR0913, PLR0917 - the state of a cell and one lot
    cell: Cell,
    work: Work,
    trade: Trade,
    count: int,
    terms: Terms,
    atom: int,
    whole: bool,  # noqa: FBT001 - kernels take positions
) -> None:
    """Add an atom, or all that its side has of its compound, if both sides stay connected."""
    lot = trade.lots[0]
    if lot == LOTS_MAX:
        return
    side, compound = work.side[atom], cell.compound[atom]
    end = trade.first[lot]
    if whole:
        for i in range(count):
            other = work.member[i]
            if cell.compound[other] == compound and work.side[other] == side:
                trade.atom[end] = other
                end += 1
    else:
        trade.atom[end] = atom
        end += 1
    trade.first[lot + 1] = end
    flip(work, trade, lot)
    sound = is_connected(cell, work, count, side)
    if sound and whole:
        sound = is_connected(cell, work, count, 1 - side)
    if sound:
        weigh_lot(cell, work, trade, terms, lot, side)
        trade.compound[lot] = compound
        trade.whole[lot] = whole
        trade.lots[0] += 1
    flip(work, trade, lot)


@inner_kernel
def flip(work: Work, trade: Trade, lot: int) -> None:
    """Put all atoms of a lot on the other side."""
    for k in range(trade.first[lot], trade.first[lot + 1]):
        work.side[trade.atom[k]] = 1 - work.side[trade.atom[k]]


@inner_kernel
def weigh_lot(cell: Cell, work: Work, trade: Trade, terms: Terms, lot: int, side: int) -> None:
    """Households and price of a lot that has just been put on the other side from `side`."""
    mass = mx = my = square = households = pull = cut = 0.0
    for k in range(trade.first[lot], trade.first[lot + 1]):
        atom = trade.atom[k]
        here, x, y = cell.mass[atom], cell.x[atom], cell.y[atom]
        mass += here
        mx += here * x
        my += here * y
        square += here * (x * x + y * y)
        households += cell.households[atom]
        pull += work.pull[atom]
        for j in range(cell.start[atom], cell.start[atom + 1]):
            if work.side[cell.near[j]] == side:
                cut += 1.0
            elif work.side[cell.near[j]] == 1 - side:
                cut -= 1.0
    inner = inner_edges(cell, trade, lot)
    sign = 1.0 if side == 1 else -1.0
    trade.weight[lot] = sign * households
    price = sign * pull + terms.cut * (cut + inner)
    price += terms.split * split_by_lot(cell, trade, lot, side)
    price += spread_without(trade, side, mass, mx, my, square)
    price += spread_without(trade, 1 - side, -mass, -mx, -my, -square)
    trade.price[lot] = price


@inner_kernel
def inner_edges(cell: Cell, trade: Trade, lot: int) -> float:
    """Ends of edges between atoms of one lot, which were counted as gained though they stay."""
    inner = 0.0
    first, last = trade.first[lot], trade.first[lot + 1]
    if last - first == 1:
        return inner
    for k in range(first, last):
        atom = trade.atom[k]
        for j in range(cell.start[atom], cell.start[atom + 1]):
            for other in range(first, last):
                if trade.atom[other] == cell.near[j]:
                    inner += 1.0
    return inner


@inner_kernel
def split_by_lot(cell: Cell, trade: Trade, lot: int, side: int) -> float:
    """Compounds newly split (1) or whole again (-1) when a lot leaves a side."""
    atom = trade.atom[trade.first[lot]]
    compound = cell.compound[atom]
    size = trade.first[lot + 1] - trade.first[lot]
    here, there = trade.inside[compound, side], trade.inside[compound, 1 - side]
    change = 0.0
    if there == 0 and here > size:
        change = 1.0
    elif there > 0 and here == size:
        change = -1.0
    return 0.25 * change if cell.large[compound] else change


@inner_kernel
def spread_without(
    trade: Trade, side: int, mass: float, mx: float, my: float, square: float
) -> float:
    """Change of a side's moment of inertia when something leaves it (or comes, if negative)."""
    m, x, y, s = trade.own[side, 0], trade.own[side, 1], trade.own[side, 2], trade.own[side, 3]
    if m - mass <= 0.0:
        return 1e300
    before = s - (x * x + y * y) / m
    x, y = x - mx, y - my
    return float(s - square - (x * x + y * y) / (m - mass) - before)


@inner_kernel
def list_bundles(work: Work, trade: Trade, plan: Plan, terms: Terms) -> None:
    """The cheapest bundles of one, two or three lots."""
    base, total = trade.own[0, 4], work.sums[HOUSEHOLDS]
    trade.value[:] = price_of_sizes(plan, terms, base, total - base)
    trade.bundle[:] = NOBODY
    lots = trade.lots[0]
    for a in range(lots):
        wa, pa = base + trade.weight[a], trade.price[a]
        note(trade, pa + price_of_sizes(plan, terms, wa, total - wa), a, NOBODY, NOBODY)
        for b in range(a + 1, lots):
            if overlap(trade, a, b):
                continue
            wb, pb = wa + trade.weight[b], pa + trade.price[b]
            note(trade, pb + price_of_sizes(plan, terms, wb, total - wb), a, b, NOBODY)
            for c in range(b + 1, lots):
                wc, pc = wb + trade.weight[c], pb + trade.price[c]
                value = pc + price_of_sizes(plan, terms, wc, total - wc)
                if value < trade.value[SHORT_LIST - 1] and not (
                    overlap(trade, a, c) or overlap(trade, b, c)
                ):
                    note(trade, value, a, b, c)


@inner_kernel
def overlap(trade: Trade, a: int, b: int) -> bool:
    """Whether two lots may share atoms."""
    return bool(trade.compound[a] == trade.compound[b] and (trade.whole[a] or trade.whole[b]))


@inner_kernel
def note(trade: Trade, value: float, a: int, b: int, c: int) -> None:
    """Put a bundle on the short list if it belongs there."""
    if value >= trade.value[SHORT_LIST - 1]:
        return
    at = SHORT_LIST - 1
    while at > 0 and trade.value[at - 1] > value:
        trade.value[at] = trade.value[at - 1]
        for k in range(3):
            trade.bundle[at, k] = trade.bundle[at - 1, k]
        at -= 1
    trade.value[at] = value
    trade.bundle[at, 0] = a
    trade.bundle[at, 1] = b
    trade.bundle[at, 2] = c


@inner_kernel
def try_bundles(  # noqa: PLR0913, PLR0917 - the state of a cell and one pair
    cell: Cell, work: Work, trade: Trade, count: int, plan: Plan, terms: Terms, now: float
) -> float:
    """Let the first bundle of the short list go over that really pays; the price afterwards."""
    for at in range(SHORT_LIST):
        if trade.bundle[at, 0] == NOBODY:
            break
        flip_bundle(work, trade, at)
        if is_connected(cell, work, count, 0) and is_connected(cell, work, count, 1):
            after = price_of_present(cell, work, count, plan, terms)
            if after < now:
                return after
        flip_bundle(work, trade, at)
    return now


@inner_kernel
def flip_bundle(work: Work, trade: Trade, at: int) -> None:
    """Put all lots of a bundle on the other side."""
    for k in range(3):
        if trade.bundle[at, k] >= 0:
            flip(work, trade, trade.bundle[at, k])


@inner_kernel
def take_best_sides(work: Work, count: int) -> None:
    """Start from the sides in `work.best`."""
    for i in range(count):
        work.side[work.member[i]] = work.best[work.member[i]]


@inner_kernel
def keep_sides(work: Work, count: int) -> None:
    """Put the present sides into `work.best`."""
    for i in range(count):
        work.best[work.member[i]] = work.side[work.member[i]]


@inner_kernel
def forget_sides(work: Work, count: int) -> None:
    """Put all members outside again."""
    for i in range(count):
        work.side[work.member[i]] = OUTSIDE
