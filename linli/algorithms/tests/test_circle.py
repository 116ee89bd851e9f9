"""Walking times equal brute force; what-if equals measuring anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.algorithms.circle import (
    BARRIER_FREE_METRES_A_MINUTE,
    WALKING_METRES_A_MINUTE,
    Access,
    Network,
    build_network,
    catchments,
    crow_metres,
    home_minutes,
    node_minutes,
    prepare_what_if,
    shares,
    slower,
    tie,
    what_if,
)
from linli.algorithms.kernels import Floats
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.timeout(900)  # whoever comes first compiles the kernels

INFINITE = float("inf")


def random_network(seed: int, nodes: int = 25) -> Network:
    generator = np.random.default_rng(seed)
    position = generator.uniform(0, 1500, (nodes, 2))
    segments = generator.integers(0, nodes, (generator.integers(nodes // 2, 2 * nodes), 2))
    return build_network(position, segments, generator.uniform(5, 600, len(segments)))


def all_ways(network: Network) -> Floats:
    """Floyd and Warshall."""
    nodes = len(network)
    metres = np.full((nodes, nodes), INFINITE)
    for node in range(nodes):
        for at in range(network.start[node], network.start[node + 1]):
            metres[node, network.near[at]] = network.metres[at]
    np.fill_diagonal(metres, 0)
    for middle in range(nodes):
        metres = np.minimum(metres, metres[:, [middle]] + metres[[middle], :])
    return metres


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_minutes_equal_brute_force(seed: int) -> None:
    network = random_network(seed)
    generator = np.random.default_rng(seed)
    centres = Access(generator.integers(0, len(network), 3), generator.uniform(0, 50, 3))
    wanted = (all_ways(network)[:, centres.node] + centres.metres).min(axis=1)
    assert np.allclose(node_minutes(network, centres) * network.pace, wanted)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_catchments_equal_brute_force(seed: int) -> None:
    network = random_network(seed)
    sources = np.arange(0, len(network), 4)
    found = catchments(network, sources, 10.0)
    ways = all_ways(network)
    for i, source in enumerate(sources):
        rows = slice(found.start[i], found.start[i + 1])
        near = dict(zip(found.node[rows].tolist(), found.metres[rows].tolist(), strict=True))
        wanted = {int(v): ways[source, v] for v in np.flatnonzero(ways[source] <= 667.0)}
        assert near.keys() == wanted.keys()
        assert all(abs(near[v] - wanted[v]) < 1e-6 for v in near)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_if_equals_measuring_anew(seed: int) -> None:
    network = random_network(seed)
    generator = np.random.default_rng(seed)
    homes = tie(network, generator.uniform(0, 1500, (40, 2)))
    old = tie(network, generator.uniform(0, 1500, (2, 2)))
    new = tie(network, generator.uniform(0, 1500, (1, 2)))
    minutes = home_minutes(network, homes, node_minutes(network, old))
    rows, nearer = what_if(network, prepare_what_if(network, homes, minutes), new, 15.0)
    both = Access(np.append(old.node, new.node), np.append(old.metres, new.metres))
    after = home_minutes(network, homes, node_minutes(network, both))
    guess = minutes.copy()
    guess[rows] = nearer
    within = after <= 15.0
    assert np.allclose(guess[within], after[within])


def test_bends_and_rings_change_no_way() -> None:
    ring = [[0, 1], [1, 2], [2, 3], [3, 0]]
    street = [[4, 5], [5, 6], [6, 7], [7, 5], [7, 8], [8, 4]]
    segments = np.array(ring + street)
    network = build_network(np.zeros((9, 2)), segments, np.arange(1.0, 11.0))
    assert len(network.chains.start) - 1 == 3
    ways = all_ways(network)
    for source in range(9):
        minutes = node_minutes(network, Access(np.array([source]), np.array([2.0])))
        assert np.allclose(minutes * network.pace, ways[source] + 2)
        found = catchments(network, np.array([source]), 1.0)
        assert sorted(found.node.tolist()) == np.flatnonzero(ways[source] <= 66.7).tolist()
        assert np.allclose(found.metres, ways[source][found.node])


def test_of_parallel_segments_the_shortest_counts() -> None:
    position = np.array([[0.0, 0], [100, 0]])
    segments = np.array([[0, 1], [1, 0], [0, 1], [0, 0]])
    network = build_network(position, segments, np.array([300.0, 120, 200, 5]))
    minutes = node_minutes(network, Access(np.array([0]), np.array([0.0])))
    assert minutes[1] == pytest.approx(120 / WALKING_METRES_A_MINUTE)


def test_without_stairs_the_way_is_longer_and_the_pace_slower() -> None:
    position = np.array([[0.0, 0], [50, 0], [25, 90]])
    segments = np.array([[0, 1], [0, 2], [2, 1]])
    metres, steps = np.array([50.0, 95, 95]), np.array([True, False, False])
    network = build_network(position, segments, metres, steps, barrier_free=True)
    assert network.pace == BARRIER_FREE_METRES_A_MINUTE
    start = tie(network, position[:1])
    end = tie(network, position[1:2])
    minutes = home_minutes(network, end, node_minutes(network, start))
    assert minutes[0] == pytest.approx(190 / BARRIER_FREE_METRES_A_MINUTE)


def test_unreachable_homes_and_no_centres_are_infinite_not_wrong() -> None:
    network = build_network(np.array([[0.0, 0], [9000, 0]]), np.array([[0, 0]]), np.array([1.0]))
    homes = tie(network, np.array([[10.0, 0], [9000, 10], [4000, 0]]))
    assert homes.node[2] == -1
    minutes = home_minutes(
        network, homes, node_minutes(network, tie(network, np.array([[0.0, 0]])))
    )
    assert np.isfinite(minutes).tolist() == [True, False, False]
    none = node_minutes(network, tie(network, np.empty((0, 2))))
    assert not np.isfinite(none).any()
    assert not np.isfinite(crow_metres(network.position, np.empty((0, 2)))).any()
    [share] = shares(minutes, np.array([3, 4, 5]), np.zeros(3, np.int64))
    assert (share.households, share.within, share.unreached) == (12, (3, 3, 3), 9)


def test_a_home_far_from_streets_is_measured_straight_with_a_detour() -> None:
    network = build_network(np.array([[0.0, 0], [100, 0]]), np.array([[0, 1]]), np.array([100.0]))
    homes = tie(network, np.array([[3000.0, 0]]))
    at_nodes = node_minutes(network, tie(network, np.array([[0.0, 0]])))
    minutes = home_minutes(network, homes, at_nodes, np.array([3000.0]))
    assert minutes[0] == pytest.approx(3000 * 1.3 / WALKING_METRES_A_MINUTE)


def test_a_place_without_a_street_changes_nothing() -> None:
    network = random_network(1)
    homes = tie(network, network.position)
    prepared = prepare_what_if(network, homes, np.full(len(network), 99.0))
    rows, _ = what_if(network, prepared, tie(network, np.array([[1e6, 1e6]])), 15.0)
    assert len(rows) == 0


def test_wrong_segments_and_paces_are_refused() -> None:
    position = np.zeros((2, 2))
    for segments, metres in ((np.array([[0, 1]]), -1.0), (np.array([[0, 7]]), 1.0)):
        with pytest.raises(Refused) as refused:
            build_network(position, segments, np.array([metres]))
        assert refused.value.code == "circle.network"
    with pytest.raises(Refused) as refused:
        slower(random_network(1), 0.0)
    assert refused.value.code == "circle.pace"
    assert slower(random_network(1), 50.0).pace == 50.0
