"""Siting equals brute force on small cases, and never shows a value without its bound."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.algorithms.kernels import Flags, Integers
from linli.algorithms.sites import (
    Reach,
    fewest_sites,
    lagging_stages,
    most_households,
    shortest_ways,
)
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.timeout(900)  # whoever comes first compiles the kernels

HOMES, CANDIDATES = 14, 7


def random_reach(seed: int, share: float = 0.3) -> tuple[Reach, Integers, Flags]:
    generator = np.random.default_rng(seed)
    cost = generator.integers(1, 15, (CANDIDATES, HOMES))
    near = generator.random((CANDIDATES, HOMES)) < share
    site, home = np.nonzero(near)
    start = np.searchsorted(site, np.arange(CANDIDATES + 1))
    reach = Reach(start, home.astype(np.int64), cost[near].astype(float), HOMES)
    return reach, generator.integers(0, 30, HOMES), near


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), sites=st.integers(1, CANDIDATES))
def test_most_households_equals_brute_force(seed: int, sites: int) -> None:
    reach, households, near = random_reach(seed)
    best = max(
        int(households[near[list(chosen)].any(axis=0)].sum())
        for chosen in combinations(range(CANDIDATES), sites)
    )
    quick = most_households(reach, households, sites, np.random.default_rng(1))
    exact = most_households(reach, households, sites, np.random.default_rng(1), 10.0)
    assert quick.value <= best <= quick.bound
    assert exact.value == best == exact.bound
    assert exact.optimal
    assert len(exact.chosen) == sites
    assert exact.unreached == households[~near.any(axis=0)].sum()


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_fewest_sites_equals_brute_force(seed: int) -> None:
    reach, households, near = random_reach(seed)
    households = households + 1
    wanted = near.any(axis=0)
    best = next(
        count
        for count in range(CANDIDATES + 1)
        for chosen in combinations(range(CANDIDATES), count)
        if (near[list(chosen)].any(axis=0) == wanted).all()
    )
    plan = fewest_sites(reach, households, np.random.default_rng(1))
    assert plan.optimal
    assert plan.value == best == len(plan.chosen)
    assert (near[plan.chosen].any(axis=0) == wanted).all()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_shortest_ways_equal_brute_force(seed: int) -> None:
    reach, households, _ = random_reach(seed, 1.0)
    cost = reach.cost.reshape(CANDIDATES, HOMES)
    best = min(
        float((cost[list(chosen)].min(axis=0) * households).sum())
        for chosen in combinations(range(CANDIDATES), 3)
    )
    plan = shortest_ways(reach, households, 3)
    assert plan.value == pytest.approx(best)
    assert plan.optimal
    assert set(plan.assigned.tolist()) <= set(plan.chosen.tolist())


def test_capacity_is_kept_or_refused() -> None:
    reach = Reach(np.array([0, 2, 4]), np.array([0, 1, 0, 1]), np.array([1.0, 1, 5, 5]), 2)
    households = np.array([10, 10])
    plan = shortest_ways(reach, households, 2, np.array([10, 10]))
    assert plan.value == pytest.approx(60)
    with pytest.raises(Refused) as refused:
        shortest_ways(reach, households, 1, np.array([10, 10]))
    assert refused.value.code == "sites.capacity"


def test_nobody_in_reach_is_a_result() -> None:
    reach = Reach(np.zeros(3, np.int64), np.empty(0, np.int64), np.empty(0), 4)
    plan = most_households(reach, np.array([1, 2, 3, 4]), 1, np.random.default_rng(1))
    assert (plan.value, plan.bound, plan.unreached) == (0, 0, 10)


@pytest.mark.parametrize(
    ("candidates", "sites", "code"), [(0, 1, "sites.none"), (2, 3, "sites.count")]
)
def test_numbers_of_sites_that_can_not_be_are_refused(
    candidates: int, sites: int, code: str
) -> None:
    reach = Reach(np.zeros(candidates + 1, np.int64), np.empty(0, np.int64), np.empty(0), 1)
    with pytest.raises(Refused) as refused:
        most_households(reach, np.array([1]), sites, np.random.default_rng(1))
    assert refused.value.code == code


def test_three_simultaneities() -> None:
    homes = [date(2025, 1, 1), date(2026, 1, 1), date(2026, 9, 1)]
    assert lagging_stages(homes, homes, date(2026, 12, 1)) == []
    late = [date(2025, 1, 1), date(2026, 6, 1), None]
    assert lagging_stages(homes, late, date(2026, 12, 1)) == ["in_use"]
    assert lagging_stages(homes, late, date(2026, 3, 1)) == ["built"]
