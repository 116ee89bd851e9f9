"""Matching equals brute force on small cases and says why."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from linli.algorithms.assignment import assign_rows
from linli.algorithms.matching import LOAD_COST, UNMATCHED_COST, Helpers, Needs, match
from linli.foundation.refusals import Refused


def people(seed: int, needs: int, helpers: int) -> tuple[Needs, Helpers]:
    generator = np.random.default_rng(seed)
    return (
        Needs(
            generator.uniform(0, 1500, (needs, 2)),
            generator.integers(0, 4, needs),
            np.full(needs, 9.0),
            generator.integers(10, 14, needs).astype(float),
        ),
        Helpers(
            generator.uniform(0, 1500, (helpers, 2)),
            generator.integers(0, 4, helpers),
            np.full(helpers, 8.0),
            generator.integers(10, 15, helpers).astype(float),
            generator.integers(0, 3, helpers),
            generator.integers(0, 3, helpers),
        ),
    )


def best_cost(needs: Needs, helpers: Helpers) -> int:
    """Try every helper, or none, for every need."""
    best = UNMATCHED_COST * len(needs)
    for choice in product(range(-1, len(helpers)), repeat=len(needs)):
        cost, taken = 0, helpers.load * 0
        for need, helper in enumerate(choice):
            if helper < 0:
                cost += UNMATCHED_COST
                continue
            metres = np.hypot(*(needs.position[need] - helpers.position[helper]))
            possible = (
                helpers.skills[helper] & needs.skills[need] == needs.skills[need]
                and helpers.end[helper] >= needs.end[need]
                and taken[helper] < helpers.room[helper]
                and metres <= 2000
            )
            cost += round(metres) + LOAD_COST * int(taken[helper] + helpers.load[helper])
            cost += 0 if possible else UNMATCHED_COST * 100
            taken[helper] += 1
        best = min(best, cost)
    return best


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_cost_equals_brute_force(seed: int) -> None:
    needs, helpers = people(seed, 4, 4)
    result = match(needs, helpers)
    left = len(needs) - len(result.proposals)
    assert result.cost + left * UNMATCHED_COST == best_cost(needs, helpers)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_need_is_answered_once_and_nobody_is_overloaded(seed: int) -> None:
    needs, helpers = people(seed, 30, 20)
    result = match(needs, helpers)
    answered = [item.need for item in result.proposals]
    everything = sorted([*answered, *result.crowded_out, *result.hopeless])
    assert everything == list(range(30))
    load = np.bincount([item.helper for item in result.proposals], minlength=20)
    assert (load <= helpers.room).all()
    for item in result.proposals:
        assert helpers.skills[item.helper] & needs.skills[item.need] == needs.skills[item.need]
        assert item.load_before >= helpers.load[item.helper]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_assignment_equals_the_dense_one(seed: int) -> None:
    generator = np.random.default_rng(seed)
    rows, columns = 12, 15
    dense = generator.integers(0, 30, (rows, columns)).astype(float)
    dense[generator.random(dense.shape) < 0.6] = 1000.0
    start = np.arange(rows + 1) * columns
    taken = assign_rows(start, np.tile(np.arange(columns), rows), dense.ravel(), columns)
    assert len(set((taken % columns).tolist())) == rows
    assert dense.ravel()[taken].sum() == dense[linear_sum_assignment(dense)].sum()


def test_a_row_without_a_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="column"):
        assign_rows(np.array([0, 1, 2]), np.array([0, 0]), np.array([1.0, 2.0]), 1)


def test_a_busy_helper_gives_way_to_a_free_one_a_little_further() -> None:
    needs = Needs(np.array([[0.0, 0]]), np.array([1]), np.array([9.0]), np.array([10.0]))
    helpers = Helpers(
        np.array([[100.0, 0], [250, 0]]), np.array([1, 3]), np.zeros(2), np.full(2, 24.0),
        np.array([2, 2]), np.array([1, 0]),
    )  # fmt: skip
    [proposal] = match(needs, helpers).proposals
    assert (proposal.helper, proposal.metres, proposal.others) == (1, 250, 1)
    assert proposal.next_metres == 100


def test_nobody_with_the_skill_is_said() -> None:
    needs, helpers = people(1, 3, 3)
    none = Helpers(
        helpers.position, helpers.skills * 0, helpers.start, helpers.end, helpers.room, helpers.load
    )
    asked = Needs(needs.position, needs.skills * 0 + 1, needs.start, needs.end)
    result = match(asked, none)
    assert result.hopeless == (0, 1, 2)
    assert result.proposals == ()


def test_what_can_not_be_matched_is_refused() -> None:
    needs, helpers = people(1, 3, 3)
    with pytest.raises(Refused) as refused:
        match(people(1, 0, 3)[0], helpers)
    assert refused.value.code == "match.empty"
    wrong = Helpers(
        helpers.position, helpers.skills, helpers.start, helpers.end, helpers.room - 5, helpers.load
    )
    with pytest.raises(Refused) as refused:
        match(needs, wrong)
    assert refused.value.code == "match.room"
