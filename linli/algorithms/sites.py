"""Where to open service centres: first answer at once, proof by HiGHS, always with a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_array

from linli.algorithms.coverage import Coverage, choose_sites, upper_bound
from linli.algorithms.kernels import Floats, Integers
from linli.foundation.refusals import Refused

ROUNDS = 400
BOUND_ROUNDS = 2000
SEED_MAX = 2**31 - 1
SECONDS = 30.0
STAGES = ("planned", "built", "in_use")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which homes each candidate reaches: rows of candidates, in compressed form.

    Attributes
    ----------
    start : ndarray of int, shape (c + 1,)
    home : ndarray of int
    cost : ndarray of float
        Minutes, or any other price of the way.
    homes : int
        Number of homes.
    """

    start: Integers
    home: Integers
    cost: Floats
    homes: int

    @property
    def candidates(self) -> int:
        """Number of candidates."""
        return len(self.start) - 1


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Chosen candidates with their value and the bound that no other choice can pass.

    Attributes
    ----------
    chosen : ndarray of int
        Candidates in order.
    value, bound : float
        Households reached and an upper bound; or sites or household-minutes and a lower bound.
    optimal : bool
        Value and bound meet.
    unreached : int
        Households that no candidate reaches.
    assigned : ndarray of int
        For the median: candidate of each home, -1 if none; else empty.
    """

    chosen: Integers
    value: float
    bound: float
    optimal: bool
    unreached: int
    assigned: Integers


def merge_demands(reach: Reach, households: Integers) -> Coverage:
    """Homes that the same candidates reach are one demand; homes that none reaches are left out."""
    candidate = np.repeat(np.arange(reach.candidates), np.diff(reach.start))
    ones = np.ones(len(reach.home), np.int8)
    by_home = csr_array((ones, (reach.home, candidate)), shape=(reach.homes, reach.candidates))
    by_home.sort_indices()
    rows: dict[bytes, int] = {}
    weight: list[float] = []
    kept: list[int] = []
    for home in range(reach.homes):
        sites = by_home.indices[by_home.indptr[home] : by_home.indptr[home + 1]]
        if len(sites) == 0 or households[home] == 0:
            continue
        at = rows.setdefault(sites.tobytes(), len(kept))
        if at == len(kept):
            kept.append(home)
            weight.append(0.0)
        weight[at] += float(households[home])
    demands = csr_array(by_home[kept])
    columns = demands.tocsc()
    return Coverage(
        columns.indptr.astype(np.int32), columns.indices.astype(np.int32),
        demands.indptr.astype(np.int32), demands.indices.astype(np.int32), np.array(weight),
    )  # fmt: skip


def most_households(
    reach: Reach,
    households: Integers,
    sites: int,
    generator: np.random.Generator,
    seconds: float = 0.0,
) -> SitePlan:
    """Choose sites that reach as many households as possible.

    Parameters
    ----------
    seconds : float
        Limit of the exact search; 0 for the first answer with a Lagrangian bound.

    Raises
    ------
    Refused
        If there are no candidates or fewer than the sites asked for.
    """
    check_sites(reach, sites)
    coverage = merge_demands(reach, households)
    seed = int(generator.integers(1, SEED_MAX))
    lost = int(households.sum() - coverage.weight.sum())
    if len(coverage.weight) == 0:
        return SitePlan(np.arange(sites), 0.0, 0.0, True, lost, np.empty(0, np.int64))
    chosen = np.flatnonzero(choose_sites(coverage, sites, ROUNDS, seed))
    value = covered_by(coverage, chosen)
    bound = float(upper_bound(coverage, sites, value, BOUND_ROUNDS))
    if seconds > 0 and bound >= value + 1:
        model, start = cover_model(coverage, sites, chosen)
        solved, found, proved = solve(model, start, seconds)
        bound = min(bound, -proved)
        picked = np.flatnonzero(solved[: reach.candidates] > 0.5)
        if -found > value:
            chosen, value = picked, covered_by(coverage, picked)
    bound = max(value, float(np.floor(bound + 1e-6)))
    return SitePlan(chosen, value, bound, bound < value + 1, lost, np.empty(0, np.int64))


def covered_by(coverage: Coverage, chosen: Integers) -> float:
    """Weight that a choice reaches."""
    hit = np.zeros(len(coverage.weight), np.bool_)
    for j in chosen:
        hit[coverage.demand[coverage.site_start[j] : coverage.site_start[j + 1]]] = True
    return float(coverage.weight[hit].sum())


def fewest_sites(
    reach: Reach, households: Integers, generator: np.random.Generator, seconds: float = SECONDS
) -> SitePlan:
    """Choose as few sites as possible that reach every household any candidate reaches."""
    check_sites(reach, 1)
    coverage = merge_demands(reach, households)
    lost = int(households.sum() - coverage.weight.sum())
    even = coverage._replace(weight=np.ones(len(coverage.weight)))
    count = len(even.weight)
    chosen = greedy_cover(even, int(generator.integers(1, SEED_MAX)))
    model, start = cover_all_model(even, chosen)
    solved, found, bound = solve(model, start, seconds)
    if count and round(found) < len(chosen):
        chosen = np.flatnonzero(solved > 0.5)
    bound = float(np.ceil(bound - 1e-6))
    return SitePlan(
        chosen, float(len(chosen)), bound, bound >= len(chosen), lost, np.empty(0, np.int64)
    )


def greedy_cover(coverage: Coverage, seed: int) -> Integers:
    """A cover of all demands: the smallest number of sites for which greedy and swaps suffice."""
    low, high = 0, len(coverage.site_start) - 1
    best = np.arange(high)
    while low + 1 < high:
        middle = (low + high) // 2
        chosen = np.flatnonzero(choose_sites(coverage, middle, 2, seed))
        if covered_by(coverage, chosen) >= len(coverage.weight):
            high, best = middle, chosen
        else:
            low = middle
    return best


def shortest_ways(
    reach: Reach,
    households: Integers,
    sites: int,
    capacity: Integers | None = None,
    seconds: float = SECONDS,
) -> SitePlan:
    """Choose sites and give every home one of them so that all ways together are shortest.

    Parameters
    ----------
    capacity : ndarray of int, shape (c,), optional
        Most households of each candidate; a home may then be given to several in the model and
        is shown with the one that takes most of it.

    Raises
    ------
    Refused
        If the reachable households don't fit into the allowed number of sites.
    """
    check_sites(reach, sites)
    model, start = median_model(reach, households, sites, capacity)
    solved, value, bound = solve(model, start, seconds)
    if len(solved) == 0:
        raise Refused(
            "sites.capacity",
            "用 %(sites)s 个站点无法在步行时限和容量内接纳全部可达住户，请增加站点、容量或时限后再试。",
            sites=sites,
        )
    chosen = np.flatnonzero(solved[: reach.candidates] > 0.5)
    flow = solved[reach.candidates :]
    candidate = np.repeat(np.arange(reach.candidates), np.diff(reach.start))
    assigned = np.full(reach.homes, -1, np.int64)
    order = np.argsort(flow, kind="stable")
    taken = order[flow[order] > 1e-6]
    assigned[reach.home[taken]] = candidate[taken]
    lost = int(households[np.bincount(reach.home, minlength=reach.homes) == 0].sum())
    optimal = value - bound <= 1e-4 * max(1.0, abs(value))
    return SitePlan(chosen, value, bound, optimal, lost, assigned)


def check_sites(reach: Reach, sites: int) -> None:
    """Refuse a number of sites that the candidates don't allow."""
    if reach.candidates == 0:
        raise Refused("sites.none", "没有候选站点，请检查候选文件。")
    if not 1 <= sites <= reach.candidates:
        raise Refused(
            "sites.count",
            "站点数 %(sites)s 应在 1 与候选数 %(most)s 之间。",
            sites=sites,
            most=reach.candidates,
        )


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model by rows; the first `whole` columns are 0 or 1."""

    cost: Floats
    upper: Floats
    whole: int
    rows: csr_array
    row_low: Floats
    row_high: Floats


def cover_model(coverage: Coverage, sites: int, chosen: Integers) -> tuple[Model, Floats]:
    """Columns: sites, then demands reached. A demand counts only if an open site reaches it."""
    places, demands = len(coverage.site_start) - 1, len(coverage.weight)
    row = np.repeat(np.arange(demands), np.diff(coverage.demand_start))
    data = np.concatenate([np.full(len(row), -1.0), np.ones(demands), np.ones(places)])
    at_row = np.concatenate([row, np.arange(demands), np.full(places, demands)])
    column = np.concatenate([coverage.site, places + np.arange(demands), np.arange(places)])
    rows = csr_array((data, (at_row, column)), shape=(demands + 1, places + demands))
    low = np.append(np.full(demands, -np.inf), 0.0)
    high = np.append(np.zeros(demands), float(sites))
    cost = np.concatenate([np.zeros(places), -coverage.weight])
    start = np.zeros(places + demands)
    start[chosen] = 1.0
    for j in chosen:
        start[places + coverage.demand[coverage.site_start[j] : coverage.site_start[j + 1]]] = 1.0
    return Model(cost, np.ones(places + demands), places, rows, low, high), start


def cover_all_model(coverage: Coverage, chosen: Integers) -> tuple[Model, Floats]:
    """Columns: sites. Every demand is reached by at least one."""
    places, demands = len(coverage.site_start) - 1, len(coverage.weight)
    row = np.repeat(np.arange(demands), np.diff(coverage.demand_start))
    rows = csr_array((np.ones(len(row)), (row, coverage.site)), shape=(demands, places))
    start = np.zeros(places)
    start[chosen] = 1.0
    ones = np.ones(places)
    return Model(ones, ones, places, rows, np.ones(demands), np.full(demands, np.inf)), start


def median_model(
    reach: Reach, households: Integers, sites: int, capacity: Integers | None
) -> tuple[Model, Floats]:
    """Columns: sites, then the share of each home at each site that reaches it."""
    places, arcs = reach.candidates, len(reach.home)
    candidate = np.repeat(np.arange(places), np.diff(reach.start))
    names, home = np.unique(reach.home, return_inverse=True)
    share = places + np.arange(arcs)
    homes = len(names)
    load = households[reach.home].astype(np.float64)
    blocks = [
        (np.ones(arcs), home, share),
        (np.ones(arcs), homes + np.arange(arcs), share),
        (np.full(arcs, -1.0), homes + np.arange(arcs), candidate),
        (np.ones(places), np.full(places, homes + arcs), np.arange(places)),
    ]
    low = np.concatenate([np.ones(homes), np.full(arcs, -np.inf), [0.0]])
    high = np.concatenate([np.ones(homes), np.zeros(arcs), [float(sites)]])
    if capacity is not None:
        below = homes + arcs + 1
        blocks.append((load, below + candidate, share))
        blocks.append((-capacity.astype(np.float64), below + np.arange(places), np.arange(places)))
        low = np.concatenate([low, np.full(places, -np.inf)])
        high = np.concatenate([high, np.zeros(places)])
    data, row, column = (np.concatenate([block[i] for block in blocks]) for i in range(3))
    rows = csr_array((data, (row, column)), shape=(len(low), places + arcs))
    cost = np.concatenate([np.zeros(places), load * reach.cost])
    return Model(cost, np.ones(places + arcs), places, rows, low, high), np.empty(0)


def solve(model: Model, start: Floats, seconds: float) -> tuple[Floats, float, float]:
    """Minimise with HiGHS; returns the columns (empty if none were found), the value, the bound."""
    columns = len(model.cost)
    program = highspy.HighsLp()
    program.num_col_ = columns
    program.num_row_ = len(model.row_low)
    program.col_cost_ = model.cost
    program.col_lower_ = np.zeros(columns)
    program.col_upper_ = model.upper
    program.row_lower_ = model.row_low
    program.row_upper_ = model.row_high
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = model.rows.indptr
    program.a_matrix_.index_ = model.rows.indices
    program.a_matrix_.value_ = model.rows.data
    kinds = highspy.HighsVarType
    program.integrality_ = [kinds.kInteger] * model.whole + [kinds.kContinuous] * (columns - model.whole)  # fmt: skip
    make: Any = highspy.Highs
    solver = make()
    for name, value in (("output_flag", False), ("log_to_console", False), ("time_limit", seconds), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0)):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(program)
    if len(start):
        known = highspy.HighsSolution()
        known.col_value = start.tolist()
        solver.setSolution(known)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return np.empty(0), np.inf, -np.inf
    found = np.array(solver.getSolution().col_value)
    return found, float(info.objective_function_value), float(info.mip_dual_bound)


def lagging_stages(
    compound: Sequence[date | None], centre: Sequence[date | None], on: date
) -> list[str]:
    """Stages at which a new compound's service centre lags behind its homes.

    A service centre is to be planned, built and put in use together with the homes (three
    simultaneities). Dates are in this order; None means not yet.

    Examples
    --------
    >>> lagging_stages([date(2025, 1, 1), date(2026, 3, 1), None],
    ...                [date(2025, 1, 1), None, None], date(2026, 6, 1))
    ['built']
    """
    late = []
    for stage, homes, service in zip(STAGES, compound, centre, strict=True):
        if homes is not None and homes <= on and (service is None or service > max(homes, on)):
            late.append(stage)
    return late
