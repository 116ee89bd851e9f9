"""Match helpers to needs: a sparse minimum-cost flow, with the reason for every proposal.

A person confirms each proposal; nothing here decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.spatial import cKDTree

from linli.algorithms.kernels import Floats, Integers
from linli.foundation.refusals import Refused

METRES_MAX = 2000.0
CANDIDATES = 20
UNMATCHED_COST = 1_000_000
LOAD_COST = 200
SKILLS_MAX = 62


@dataclass(frozen=True, slots=True)
class Needs:
    """What is asked for: where, which skills (bits), from which hour to which."""

    position: Floats
    skills: Integers
    start: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.skills)


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who offers help: where, skills (bits), hours, how many needs more, how many already."""

    position: Floats
    skills: Integers
    start: Floats
    end: Floats
    room: Integers
    load: Integers

    def __len__(self) -> int:
        return len(self.skills)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One helper for one need and why: how far, how busy, how many others could.

    Attributes
    ----------
    next_metres : float
        How far the nearest other possible helper is; infinite if there is none.
    """

    need: int
    helper: int
    metres: float
    load_before: int
    others: int
    next_metres: float


@dataclass(frozen=True, slots=True)
class Matching:
    """Proposals, needs nobody could take, and needs for which there is nobody at all."""

    proposals: tuple[Proposal, ...]
    crowded_out: tuple[int, ...]
    hopeless: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Arcs:
    """Possible pairs: need, helper, metres."""

    need: Integers
    helper: Integers
    metres: Floats


def match(
    needs: Needs,
    helpers: Helpers,
    metres_max: float = METRES_MAX,
    candidates: int = CANDIDATES,
) -> Matching:
    """Propose a helper for as many needs as possible, near ones first, the load spread evenly.

    Each need goes to at most one helper who has all its skills and its hours. The first need of a
    helper adds nothing to the distance, every further one adds 200 m more than the one before,
    what the helper already carries included.

    Notes
    -----
    Optimal over the `candidates` nearest possible helpers of each need.
    """
    check_match(needs, helpers)
    arcs = possible_pairs(needs, helpers, metres_max, candidates)
    if len(arcs.need) == 0:
        return Matching((), (), tuple(range(len(needs))), 0)
    chosen, cost = flow(arcs, helpers)
    return explain(arcs, chosen, helpers, len(needs), cost)


def check_match(needs: Needs, helpers: Helpers) -> None:
    """Refuse what can't be matched at all."""
    if len(needs) == 0 or len(helpers) == 0:
        raise Refused("match.empty", "需求或帮手为空，无法匹配，请检查文件。")
    if (helpers.room < 0).any() or (helpers.load < 0).any():
        raise Refused("match.room", "帮手的可接数量和已接数量不能为负数，请改正后再试。")


def possible_pairs(needs: Needs, helpers: Helpers, metres_max: float, candidates: int) -> Arcs:
    """The nearest helpers of each need who have its skills, its hours and room.

    Needs that ask for the same skills and hours share one search tree.
    """
    keys, group = np.unique(
        np.stack([needs.skills.astype(np.float64), needs.start, needs.end], axis=1),
        axis=0,
        return_inverse=True,
    )
    group = group.ravel()
    found: list[tuple[Integers, Integers, Floats]] = []
    for number in range(len(keys)):
        rows = np.flatnonzero(group == number)
        first = rows[0]
        skills = needs.skills[first]
        able = np.flatnonzero(
            ((helpers.skills & skills) == skills)
            & (helpers.start <= needs.start[first])
            & (helpers.end >= needs.end[first])
            & (helpers.room > 0)
        )
        if len(able) == 0:
            continue
        near = min(candidates, len(able))
        metres, at = cKDTree(helpers.position[able]).query(
            needs.position[rows], k=near, distance_upper_bound=metres_max
        )
        metres, at = (np.reshape(item, (len(rows), near)) for item in (metres, at))
        keep = np.isfinite(metres)
        found.append((np.repeat(rows, near)[keep.ravel()], able[at[keep]], metres[keep]))
    if not found:
        empty = np.empty(0, np.int64)
        return Arcs(empty, empty, np.empty(0))
    need, helper, away = (np.concatenate([item[i] for item in found]) for i in range(3))
    return Arcs(need, helper, away)


def flow(arcs: Arcs, helpers: Helpers) -> tuple[Integers, int]:
    """Solve the flow: source to needs to helpers to sink, or past them at a high price.

    Returns the rows of the chosen arcs and the cost without the price of what is left over.
    """
    names, helper = np.unique(arcs.helper, return_inverse=True)
    active, need = np.unique(arcs.need, return_inverse=True)
    count, people = len(active), len(names)
    source, sink = count + people, count + people + 1
    steps = np.minimum(helpers.room[names], np.bincount(helper, minlength=people))
    owner = np.repeat(np.arange(people), steps)
    turn = np.arange(len(owner)) - np.repeat(np.cumsum(steps) - steps, steps)
    fairness = LOAD_COST * (turn + helpers.load[names][owner])
    tails = np.concatenate([np.full(count, source), need, count + owner, np.arange(count)])
    heads = np.concatenate([np.arange(count), count + helper, np.full(len(owner), sink), np.full(count, sink)])  # fmt: skip
    metres = np.round(arcs.metres).astype(np.int64)
    costs = np.concatenate([np.zeros(count, np.int64), metres, fairness, np.full(count, UNMATCHED_COST)])  # fmt: skip
    solver = min_cost_flow.SimpleMinCostFlow()
    rows = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones(len(tails), np.int64), costs)  # fmt: skip
    solver.set_node_supply(source, count)
    solver.set_node_supply(sink, -count)
    status = solver.solve()
    assert status == solver.OPTIMAL, status
    flows = np.asarray(solver.flows(rows))
    left_over = int(flows[-count:].sum())
    chosen = np.flatnonzero(flows[count : count + len(need)] > 0)
    return chosen, int(solver.optimal_cost()) - left_over * UNMATCHED_COST


def explain(arcs: Arcs, chosen: Integers, helpers: Helpers, needs: int, cost: int) -> Matching:
    """Proposals in order of needs, with what else was possible."""
    ways = np.bincount(arcs.need, minlength=needs)
    order = np.lexsort((arcs.metres, arcs.need))
    first = np.cumsum(ways) - ways
    load = helpers.load.copy()
    proposals = []
    for row in chosen[np.argsort(arcs.need[chosen], kind="stable")]:
        need, helper = int(arcs.need[row]), int(arcs.helper[row])
        others = [at for at in order[first[need] : first[need] + ways[need]] if at != row]
        proposals.append(
            Proposal(
                need,
                helper,
                float(arcs.metres[row]),
                int(load[helper]),
                len(others),
                float(arcs.metres[others[0]]) if others else np.inf,
            )
        )
        load[helper] += 1
    done = np.zeros(needs, np.bool_)
    done[arcs.need[chosen]] = True
    crowded = np.flatnonzero(~done & (ways > 0))
    return Matching(
        tuple(proposals), tuple(crowded.tolist()), tuple(np.flatnonzero(ways == 0).tolist()), cost
    )
