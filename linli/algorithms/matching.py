"""Match helpers to needs: a sparse assignment at least cost, with the reason for every proposal.

A person confirms each proposal; nothing here decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from linli.algorithms.assignment import assign_rows
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
    Optimal over the `candidates` nearest possible helpers of each need. Each helper stands in the
    table as often as there is room, a place dearer than the one before, and each need has one
    place of its own for staying unmatched: a sparse assignment, solved by shortest augmenting
    paths (Jonker and Volgenant 1987).

    Examples
    --------
    >>> at = np.array([[0.0, 0.0], [500.0, 0.0]])
    >>> day = np.zeros(2), np.full(2, 24.0)
    >>> needs = Needs(at, np.array([1, 2]), *day)
    >>> helpers = Helpers(at[::-1], np.array([1, 3]), *day, np.array([1, 1]), np.array([0, 0]))
    >>> [(item.need, item.helper, item.metres) for item in match(needs, helpers).proposals]
    [(0, 0, 500.0), (1, 1, 500.0)]
    """
    check_match(needs, helpers)
    arcs = possible_pairs(needs, helpers, metres_max, candidates)
    if len(arcs.need) == 0:
        return Matching((), (), tuple(range(len(needs))), 0)
    chosen, cost = assign(arcs, helpers)
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


def assign(arcs: Arcs, helpers: Helpers) -> tuple[Integers, int]:
    """Solve the assignment; rows of the chosen arcs and their cost."""
    names, helper = np.unique(arcs.helper, return_inverse=True)
    active, need = np.unique(arcs.need, return_inverse=True)
    places = np.minimum(helpers.room[names], np.bincount(helper, minlength=len(names)))
    first = np.cumsum(places) - places
    entry = np.repeat(np.arange(len(need)), places[helper])
    ends = np.cumsum(places[helper])
    turn = np.arange(len(entry)) - np.repeat(ends - places[helper], places[helper])
    metres = np.round(arcs.metres).astype(np.int64)
    price = metres[entry] + LOAD_COST * (turn + helpers.load[arcs.helper[entry]])
    alone = np.arange(len(active))
    row = np.concatenate([need[entry], alone])
    column = np.concatenate([first[helper[entry]] + turn, places.sum() + alone])
    prices = np.append(price, np.full(len(active), UNMATCHED_COST)).astype(np.float64)
    order = np.argsort(row, kind="stable")
    start = np.searchsorted(row[order], np.arange(len(active) + 1))
    taken = order[assign_rows(start, column[order], prices[order], int(column.max()) + 1)]
    taken = taken[taken < len(entry)]
    return entry[taken], int(price[taken].sum())


def explain(arcs: Arcs, chosen: Integers, helpers: Helpers, needs: int, cost: int) -> Matching:
    """Proposals in order of needs, with what else was possible."""
    chosen = chosen[np.argsort(arcs.need[chosen], kind="stable")]
    need, helper = arcs.need[chosen], arcs.helper[chosen]
    ways = np.bincount(arcs.need, minlength=needs)
    order = np.lexsort((arcs.metres, arcs.need))
    first = (np.cumsum(ways) - ways)[need]
    nearest = order[first]
    second = order[np.minimum(first + 1, len(order) - 1)]
    following = np.where(nearest == chosen, arcs.metres[second], arcs.metres[nearest])
    following = np.where(ways[need] > 1, following, np.inf)
    rows = zip(
        need.tolist(), helper.tolist(), arcs.metres[chosen].tolist(),
        (helpers.load[helper] + earlier(helper)).tolist(), (ways[need] - 1).tolist(),
        following.tolist(), strict=True,
    )  # fmt: skip
    done = np.zeros(needs, np.bool_)
    done[need] = True
    crowded = np.flatnonzero(~done & (ways > 0))
    return Matching(
        tuple(Proposal(*row) for row in rows), tuple(crowded.tolist()),
        tuple(np.flatnonzero(ways == 0).tolist()), cost,
    )  # fmt: skip


def earlier(values: Integers) -> Integers:
    """How often each value stands further up."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    new = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))
    count = np.diff(np.append(new, len(values)))
    result = np.empty(len(values), np.int64)
    result[order] = np.arange(len(values)) - np.repeat(new, count)
    return result
