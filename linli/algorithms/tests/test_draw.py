"""Drawings keep every promise on random small cities and agree with brute force on tiny ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.algorithms.grids import Buildings, Drawing, GridRules, Reason, check, draw, verify
from linli.algorithms.tests.cities import (
    Integers,
    block_city,
    can_all_fit,
    chain,
    houses_of,
    is_connected,
)
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.timeout(900)  # whoever comes first compiles the kernels

TINY = GridRules(low=3, high=5, target=4, search_effort=2.0)


def drawing_of(
    houses: Buildings, edges: Integers, rules: GridRules | None = None, seed: int = 1
) -> Drawing:
    return draw(houses, edges, rules or GridRules(), np.random.default_rng(seed))


def assert_sound(houses: Buildings, edges: Integers, drawing: Drawing, rules: GridRules) -> None:
    assert verify(drawing, houses, rules) == []
    for grid in range(len(drawing.households)):
        members = np.unique(drawing.building[drawing.grid == grid]).tolist()
        assert is_connected(members, edges)


@pytest.mark.parametrize("fewest", [False, True])
def test_a_city_of_blocks_has_no_exception(fewest: bool) -> None:
    houses, edges = block_city()
    rules = GridRules(fewest=fewest)
    drawing = drawing_of(houses, edges, rules)
    assert_sound(houses, edges, drawing, rules)
    assert drawing.exceptions == ()
    if fewest:
        assert len(drawing.households) == drawing.fewest_possible


@pytest.mark.parametrize("fewest", [False, True])
def test_the_same_seed_gives_the_same_drawing_whatever_the_threads(fewest: bool) -> None:
    houses, edges = block_city(20, 20, 3)
    one = drawing_of(houses, edges, GridRules(threads=1, fewest=fewest), 7)
    two = drawing_of(houses, edges, GridRules(threads=3, fewest=fewest), 7)
    assert one.grid.tolist() == two.grid.tolist()


@pytest.mark.parametrize("seed", [3, 4])
def test_trading_places_keeps_more_compounds_whole_in_as_few_grids(seed: int) -> None:
    houses, edges = block_city(20, 20, seed)
    plain, traded = (GridRules(high=560, fewest=True, rounds=rounds) for rounds in (0, 2000))
    before, after = drawing_of(houses, edges, plain), drawing_of(houses, edges, traded)
    assert_sound(houses, edges, after, traded)
    assert after.exceptions == before.exceptions == ()
    assert len(after.households) == len(before.households) == after.fewest_possible
    split_before, split_after = (
        check(houses, edges, drawing.grid_of_building(len(houses)), traded).split_compounds
        for drawing in (before, after)
    )
    assert len(split_after) < len(split_before)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), most=st.sampled_from([5, 60, 300]), fewest=st.booleans())
def test_any_city_is_drawn_soundly(seed: int, most: int, fewest: bool) -> None:
    houses, edges = block_city(9, 8, seed, most)
    generator = np.random.default_rng(seed)
    edges = edges[generator.random(len(edges)) > 0.25]
    rules = GridRules(search_effort=0.5, fewest=fewest)
    drawing = drawing_of(houses, edges, rules, seed)
    assert_sound(houses, edges, drawing, rules)


@settings(max_examples=40, deadline=None)
@given(
    households=st.lists(st.integers(0, 4), min_size=2, max_size=7),
    bits=st.integers(0, 2**21 - 1),
)
def test_tiny_cells_agree_with_brute_force(households: list[int], bits: int) -> None:
    count = len(households)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = [pair for i, pair in enumerate(pairs) if bits >> i & 1 or pair[1] == pair[0] + 1]
    edges = np.array(chosen)
    houses = houses_of(households)
    drawing = drawing_of(houses, edges, TINY)
    assert_sound(houses, edges, drawing, TINY)
    if can_all_fit(households, edges, TINY.low, TINY.high):
        assert drawing.exceptions == ()
    else:
        reasons = {item.reason for item in drawing.exceptions}
        assert reasons
        assert reasons != {Reason.NOT_PROVEN}


def test_a_cell_below_the_minimum_says_so() -> None:
    drawing = drawing_of(houses_of([100, 120]), chain(2))
    assert [(item.reason, item.needed) for item in drawing.exceptions] == [
        (Reason.BELOW_MINIMUM, 220)
    ]


def test_a_total_between_multiples_is_one_grid_with_its_arithmetic() -> None:
    drawing = drawing_of(houses_of([200, 200, 150]), chain(3))
    assert [(item.reason, item.needed) for item in drawing.exceptions] == [
        (Reason.NO_MULTIPLE, 550)
    ]


def test_a_building_above_the_limit_is_divided_by_units() -> None:
    houses = houses_of([250, 700, 250], [1, 7, 1])
    drawing = drawing_of(houses, chain(3))
    assert drawing.exceptions == ()
    assert verify(drawing, houses, GridRules()) == []
    assert np.bincount(drawing.building)[1] > 1
    assert drawing.grid_of_building(3).min() >= 0


def test_a_building_that_can_not_be_divided_is_named() -> None:
    drawing = drawing_of(houses_of([400, 900, 350, 100]), chain(4))
    assert [(item.reason, item.evidence.tolist()) for item in drawing.exceptions] == [
        (Reason.BUILDING, [1])
    ]


def test_a_hub_whose_branches_are_all_too_small_is_a_certified_dead_end() -> None:
    houses = houses_of([100, 150, 150, 150, 150])
    star = np.array([[0, 1], [0, 2], [0, 3], [0, 4]])
    drawing = drawing_of(houses, star)
    assert [(item.reason, item.evidence.tolist(), item.needed) for item in drawing.exceptions] == [
        (Reason.DEAD_END, [0], 700)
    ]


def test_no_barrier_is_crossed_because_no_grid_leaves_its_cell() -> None:
    houses, edges = block_city(20, 10, 5)
    west = houses.position[:, 0] < 290
    kept = edges[west[edges[:, 0]] == west[edges[:, 1]]]
    drawing = drawing_of(houses, kept)
    grid = drawing.grid_of_building(len(houses))
    assert not set(grid[west]) & set(grid[~west])


def test_a_drawing_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    houses, edges = block_city()
    with pytest.raises(KeyboardInterrupt):
        draw(houses, edges, GridRules(), np.random.default_rng(1), stop)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (GridRules(low=300, high=200), "grids.limits"),
        (GridRules(low=0), "grids.limits"),
        (GridRules(target=700), "grids.target"),
    ],
)
def test_limits_that_contradict_are_refused(rules: GridRules, code: str) -> None:
    houses, edges = block_city(4, 4)
    with pytest.raises(Refused) as refused:
        drawing_of(houses, edges, rules)
    assert refused.value.code == code


def test_wrong_rows_are_named() -> None:
    houses = houses_of([10, -5, 10])
    with pytest.raises(Refused) as refused:
        drawing_of(houses, chain(3))
    assert refused.value.code == "grids.households"
    assert refused.value.params["rows"] == "2"


@pytest.mark.parametrize(
    ("houses", "edges", "code"),
    [
        (houses_of([]), np.empty((0, 2), np.int64), "grids.no_buildings"),
        (houses_of([1, 2]), np.empty((0, 2), np.int64), "grids.no_adjacency"),
        (houses_of([1, 2], [1, 0]), chain(2), "grids.units"),
        (houses_of([1, 2]), np.array([[0, 5]]), "grids.edges"),
    ],
)
def test_what_can_not_be_drawn_is_refused(houses: Buildings, edges: Integers, code: str) -> None:
    with pytest.raises(Refused) as refused:
        drawing_of(houses, edges)
    assert refused.value.code == code


def test_a_missing_position_is_refused() -> None:
    houses = houses_of([1, 2])
    houses.position[1, 0] = np.nan
    with pytest.raises(Refused) as refused:
        drawing_of(houses, chain(2))
    assert refused.value.code == "grids.position"


def test_the_check_of_a_drawing_finds_what_the_drawing_says() -> None:
    houses, edges = block_city(18, 14, 4)
    drawing = drawing_of(houses, edges)
    report = check(houses, edges, drawing.grid_of_building(len(houses)), GridRules())
    assert report.households.tolist() == drawing.households.tolist()
    assert len(report.torn) == 0
    assert report.exceptions == ()


def test_the_check_finds_a_torn_grid_and_an_avoidable_misfit() -> None:
    houses, edges = block_city(18, 14, 4)
    grid = drawing_of(houses, edges).grid_of_building(len(houses))
    far = int(np.flatnonzero(grid != grid[0])[-1])
    grid[far] = grid[0]
    grid[grid == grid[-1]] = grid[len(grid) // 2]
    report = check(houses, edges, grid, GridRules())
    assert grid[0] in report.torn
    assert Reason.NOT_PROVEN in {item.reason for item in report.exceptions}


def test_the_check_wants_a_grid_for_every_building() -> None:
    with pytest.raises(Refused) as refused:
        check(houses_of([1, 2]), chain(2), np.array([0, -1]), GridRules())
    assert refused.value.code == "grids.no_grid"
    with pytest.raises(Refused) as refused:
        check(houses_of([1, 2]), chain(2), np.array([0]), GridRules())
    assert refused.value.code == "grids.before"
