"""Compile every kernel ahead of time: run once when the program is installed."""

from __future__ import annotations

import numpy as np

from linli.algorithms.circle import build_network, catchments, node_minutes, tie
from linli.algorithms.grids import Buildings, GridRules, draw
from linli.algorithms.matching import Helpers, Needs, match
from linli.algorithms.sites import Reach, most_households


def compile_kernels() -> None:
    """Call each kernel on a toy city with the types that real calls use."""
    row = np.arange(60)
    position = np.stack([row % 10 * 30.0, row // 10 * 30.0], axis=1)
    edges = np.concatenate(
        [
            np.stack([row[row % 10 < 9], row[row % 10 < 9] + 1], 1),
            np.stack([row[:-10], row[10:]], 1),
        ]
    )
    houses = Buildings(position, row * 0 + 21, row // 5, row * 0 + 1)
    draw(houses, edges, GridRules(), np.random.default_rng(1))
    network = build_network(position, edges, np.full(len(edges), 30.0))
    access = tie(network, position[:2])
    node_minutes(network, access)
    catchments(network, access.node, 5.0)
    reach = Reach(np.arange(0, 61, 10), row, np.ones(60), 60)
    most_households(reach, houses.households, 2, np.random.default_rng(1))
    day = np.zeros(60), np.full(60, 24.0)
    needs = Needs(position, row % 4, *day)
    match(needs, Helpers(position, row % 4, *day, row * 0 + 1, row * 0))
