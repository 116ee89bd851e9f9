"""A redraw moves little, keeps names, and says what it cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.algorithms.grids import GridRules, draw, neighbours, redraw, verify
from linli.algorithms.grids.redraw import match_names
from linli.algorithms.tests.cities import block_city, chain, houses_of, is_connected
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.timeout(900)  # whoever comes first compiles the kernels

RULES = GridRules()


def test_nothing_changed_means_nothing_moves() -> None:
    houses, edges = block_city(20, 16, 2)
    before = draw(houses, edges, RULES, np.random.default_rng(1)).grid_of_building(len(houses))
    result = redraw(houses, edges, before, RULES, np.random.default_rng(2))
    assert result.moved_households == 0
    assert result.opened_cells == 0
    after = result.names[result.drawing.grid_of_building(len(houses))]
    assert after.tolist() == before.tolist()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000))
def test_after_a_change_all_fits_again_and_few_households_move(seed: int) -> None:
    houses, edges = block_city(24, 20, seed)
    count = len(houses)
    before = draw(houses, edges, RULES, np.random.default_rng(1)).grid_of_building(count)
    generator = np.random.default_rng(seed)
    households = houses.households.copy()
    households[generator.integers(0, count, 4)] = 80
    changed = replace(houses, households=households)
    before[generator.integers(0, count, 2)] = -1
    result = redraw(changed, edges, before, RULES, np.random.default_rng(2))
    assert verify(result.drawing, changed, RULES) == []
    assert result.drawing.exceptions == ()
    for grid in range(len(result.names)):
        members = result.drawing.building[result.drawing.grid == grid].tolist()
        assert is_connected(members, edges)
    assert result.moved_households <= 0.35 * households.sum()


def test_the_best_shape_is_the_other_offer() -> None:
    houses, edges = block_city(24, 20, 6)
    before = draw(houses, edges, RULES, np.random.default_rng(1)).grid_of_building(len(houses))
    grown = replace(houses, households=np.where(before == before[0], 60, houses.households))
    least = redraw(grown, edges, before, RULES, np.random.default_rng(2))
    shape = redraw(grown, edges, before, RULES, np.random.default_rng(2), best_shape=True)
    assert least.drawing.not_proven == shape.drawing.not_proven == 0
    assert 0 < least.moved_households <= shape.moved_households


def test_names_go_by_the_largest_overlap_and_new_grids_get_new_names() -> None:
    names = match_names(
        np.array([0, 0, 1, 1, 2]), np.array([7, 7, 7, 9, 12]), np.array([5.0, 5, 1, 4, 3]), 20, 9
    )
    assert names.tolist() == [7, 7, 9, 9, 20]


def test_a_grid_torn_by_a_new_barrier_becomes_two() -> None:
    houses = houses_of([200, 200, 200, 200])
    before = np.array([3, 3, 3, 3])
    edges = chain(4)[[0, 2]]
    result = redraw(houses, edges, before, RULES, np.random.default_rng(1))
    names = result.names[result.drawing.grid_of_building(4)]
    assert names[0] == names[1] != names[2]
    assert names[2] == names[3]
    assert result.moved_households == 400


def test_rows_that_do_not_match_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        redraw(houses_of([1, 2]), chain(2), np.array([0]), RULES, np.random.default_rng(1))
    assert refused.value.code == "grids.before"


def test_neighbours_keep_to_community_reach_and_barrier() -> None:
    import shapely

    position = np.array([[0.0, 0], [100, 0], [0, 100], [100, 100], [4000, 0], [4100, 50]])
    area = np.array([0, 0, 0, 0, 0, 1])
    free = neighbours(position, area)
    assert not any(5 in pair for pair in free.tolist())
    assert not any(4 in pair for pair in free.tolist())
    river = shapely.LineString([(50, -500), (50, 500)])
    cut = neighbours(position[:4], area[:4], [river])
    assert cut.tolist() == [[0, 2], [1, 3]]


def test_neighbours_of_points_on_a_line_or_on_one_another() -> None:
    line = np.array([[0.0, 0], [200, 0], [100, 0], [100, 0]])
    pairs = neighbours(line, np.zeros(4, np.int64))
    assert is_connected([0, 1, 2, 3], pairs)
    assert neighbours(line[:1], np.zeros(1, np.int64)).shape == (0, 2)


def test_pieces_of_a_community_apart_are_joined_by_their_shortest_link() -> None:
    position = np.array([[0.0, 0], [50, 0], [500, 0], [550, 0]])
    pairs = neighbours(position, np.zeros(4, np.int64))
    assert [1, 2] in pairs.tolist()
    assert len(pairs) == 3
