"""Kernels for choosing sites: who is reached by what, best additions and swaps, an upper bound."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linli.algorithms.kernels import Flags, Floats, Indices, allocating_kernel, inner_kernel, kernel

KICK_MIN = 2
KICK_MAX = 6
STALL = 30
SHRINK = 0.7
NEGLIGIBLE = 1e-4


class Coverage(NamedTuple):
    """Which demands each site reaches and, the other way round, which sites reach each demand."""

    site_start: Indices
    demand: Indices
    demand_start: Indices
    site: Indices
    weight: Floats


class Choice(NamedTuple):
    """Open sites, how many reach each demand, and what one more or one fewer would change."""

    is_open: Flags
    reached: Indices
    gain: Floats
    loss: Floats


@kernel
def choose_sites(coverage: Coverage, sites: int, rounds: int, seed: int) -> Flags:
    """Greedy choice, then swaps until none helps, then kicks: close a few, reopen, swap again."""
    np.random.seed(seed)  # noqa: NPY002 - what kernels know, seeded
    choice = new_choice(coverage)
    for _ in range(sites):
        add_site(coverage, choice, best_gain(choice, 0.0))
    best = choice.is_open.copy()
    best_value = covered(coverage, choice)
    for turn in range(rounds):
        while swap_once(coverage, choice):
            continue
        value = covered(coverage, choice)
        if value > best_value:
            best_value = value
            best[:] = choice.is_open
        elif value < best_value:
            restore(coverage, choice, best)
        if turn < rounds - 1:
            kick(coverage, choice, max(KICK_MIN, min(sites // 3, KICK_MAX)), sites)
    return best


@allocating_kernel
def new_choice(coverage: Coverage) -> Choice:
    """Nothing open."""
    sites, demands = len(coverage.site_start) - 1, len(coverage.weight)
    gain = np.zeros(sites)
    for j in range(sites):
        for at in range(coverage.site_start[j], coverage.site_start[j + 1]):
            gain[j] += coverage.weight[coverage.demand[at]]
    return Choice(np.zeros(sites, np.bool_), np.zeros(demands, np.int32), gain, np.zeros(sites))


@inner_kernel
def add_site(coverage: Coverage, choice: Choice, j: int) -> None:
    """Open a site."""
    choice.is_open[j] = True
    choice.loss[j] = 0.0
    for at in range(coverage.site_start[j], coverage.site_start[j + 1]):
        i = coverage.demand[at]
        choice.reached[i] += 1
        if choice.reached[i] == 1:
            choice.loss[j] += coverage.weight[i]
            change_gains(coverage, choice, i, -coverage.weight[i])
        elif choice.reached[i] == 2:
            change_loss(coverage, choice, i, j, -coverage.weight[i])


@inner_kernel
def drop_site(coverage: Coverage, choice: Choice, j: int) -> None:
    """Close a site."""
    choice.is_open[j] = False
    for at in range(coverage.site_start[j], coverage.site_start[j + 1]):
        i = coverage.demand[at]
        choice.reached[i] -= 1
        if choice.reached[i] == 0:
            change_gains(coverage, choice, i, coverage.weight[i])
        elif choice.reached[i] == 1:
            change_loss(coverage, choice, i, j, coverage.weight[i])


@inner_kernel
def change_gains(coverage: Coverage, choice: Choice, i: int, by: float) -> None:
    """A demand became reached or unreached: every site near it gains less or more."""
    for at in range(coverage.demand_start[i], coverage.demand_start[i + 1]):
        choice.gain[coverage.site[at]] += by


@inner_kernel
def change_loss(coverage: Coverage, choice: Choice, i: int, besides: int, by: float) -> None:
    """Only one other open site reaches this demand: closing that one now costs more or less."""
    for at in range(coverage.demand_start[i], coverage.demand_start[i + 1]):
        j = coverage.site[at]
        if j != besides and choice.is_open[j]:
            choice.loss[j] += by
            return


@inner_kernel
def covered(coverage: Coverage, choice: Choice) -> float:
    """Weight of the demands reached."""
    total = 0.0
    for i in range(len(coverage.weight)):
        if choice.reached[i] > 0:
            total += coverage.weight[i]
    return total


@inner_kernel
def best_gain(choice: Choice, noise: float) -> int:
    """The closed site with the largest gain, blurred by chance if so wished."""
    best = -1
    most = -1.0
    for j in range(len(choice.is_open)):
        if choice.is_open[j]:
            continue
        value = choice.gain[j]
        if noise > 0:
            value *= 1 - noise + 2 * noise * np.random.random()  # noqa: NPY002 - what kernels know, seeded
        if value > most:
            most = value
            best = j
    return best


@allocating_kernel
def swap_once(coverage: Coverage, choice: Choice) -> bool:
    """One round over closed sites: open one if closing the least useful other then pays."""
    better = False
    for j in np.random.permutation(len(choice.is_open)):  # noqa: NPY002 - what kernels know, seeded
        gain = choice.gain[j]
        if choice.is_open[j] or gain <= 0:
            continue
        add_site(coverage, choice, j)
        out = least_loss(choice, j)
        if out >= 0 and choice.loss[out] < gain - 1e-9:
            drop_site(coverage, choice, out)
            better = True
        else:
            drop_site(coverage, choice, j)
    return better


@inner_kernel
def least_loss(choice: Choice, besides: int) -> int:
    """The open site whose closing costs least."""
    best = -1
    for j in range(len(choice.is_open)):
        if choice.is_open[j] and j != besides and (best < 0 or choice.loss[j] < choice.loss[best]):
            best = j
    return best


@allocating_kernel
def restore(coverage: Coverage, choice: Choice, wanted: Flags) -> None:
    """Go back to a set of open sites."""
    for j in range(len(wanted)):
        if choice.is_open[j] and not wanted[j]:
            drop_site(coverage, choice, j)
    for j in range(len(wanted)):
        if wanted[j] and not choice.is_open[j]:
            add_site(coverage, choice, j)


@allocating_kernel
def kick(coverage: Coverage, choice: Choice, count: int, sites: int) -> None:
    """Close a few open sites by chance and open others by blurred gain."""
    opened = np.flatnonzero(choice.is_open)
    for j in np.random.permutation(opened)[:count]:  # noqa: NPY002 - what kernels know, seeded
        drop_site(coverage, choice, j)
    for _ in range(sites - choice.is_open.sum()):
        add_site(coverage, choice, best_gain(choice, 0.3))


@kernel
def upper_bound(coverage: Coverage, sites: int, known: float, rounds: int) -> float:
    """Lagrangian bound of the weight that `sites` sites can reach (Galvão and ReVelle 1996).

    The rule that a demand counts only if a site reaches it is priced; prices move along the
    subgradient with a step that shrinks when the bound stalls.
    """
    demands, places = len(coverage.weight), len(coverage.site_start) - 1
    price = np.empty(demands)
    for i in range(demands):
        ways = coverage.demand_start[i + 1] - coverage.demand_start[i]
        price[i] = coverage.weight[i] / max(1, ways)
    best = float(np.sum(coverage.weight))
    step, stalled = 1.0, 0
    used = np.zeros(places, np.bool_)
    for _ in range(rounds):
        value = price_out(coverage, price, used, sites)
        if value < best - 1e-6 * abs(best):
            best, stalled = value, 0
        else:
            stalled += 1
        if stalled > STALL:
            step *= SHRINK
            stalled = 0
        if step < NEGLIGIBLE or not move_prices(coverage, price, used, step * (value - known)):
            break
    return best


@allocating_kernel
def price_out(coverage: Coverage, price: Floats, used: Flags, sites: int) -> float:
    """Value of the relaxed problem: the sites with the largest sums of prices, and what is left."""
    places = len(coverage.site_start) - 1
    worth = np.zeros(places)
    for j in range(places):
        for at in range(coverage.site_start[j], coverage.site_start[j + 1]):
            worth[j] += price[coverage.demand[at]]
    order = np.argsort(-worth)
    used[:] = False
    value = 0.0
    for k in range(min(sites, places)):
        used[order[k]] = True
        value += worth[order[k]]
    for i in range(len(price)):
        value += max(0.0, coverage.weight[i] - price[i])
    return value


@allocating_kernel
def move_prices(coverage: Coverage, price: Floats, used: Flags, distance: float) -> bool:
    """Move the prices against the subgradient; False if it is zero and the bound is reached."""
    slope = np.zeros(len(price))
    norm = 0.0
    for i in range(len(price)):
        if coverage.weight[i] > price[i]:
            slope[i] -= 1.0
        for at in range(coverage.demand_start[i], coverage.demand_start[i + 1]):
            if used[coverage.site[at]]:
                slope[i] += 1.0
        norm += slope[i] * slope[i]
    if norm == 0 or distance <= 0:
        return False
    for i in range(len(price)):
        moved = price[i] - distance / norm * slope[i]
        price[i] = min(coverage.weight[i], max(0.0, moved))
    return True
