"""The peers, as well tuned as we know how."""

from __future__ import annotations

import itertools
import warnings
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pymetis
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from linli.algorithms.circle import Access, Network
from linli.algorithms.grids import GridRules
from linli.algorithms.grids.connect import components, compress
from linli.algorithms.matching import Helpers, Needs

from .city import City, Integers

COMPOUND_EDGE = 20


def metis(city: City, rules: GridRules) -> Integers:
    """METIS by cell: contiguous, households as weights, edges inside a compound 20-fold."""
    households = city.buildings.households
    part = components(city.edges, len(households))
    order = np.argsort(part, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    start, near = compress(place[city.edges], len(order))
    first = np.searchsorted(part[order], np.arange(part.max() + 2))
    grid = np.empty(len(order), np.int64)
    top = 0
    for a, b in itertools.pairwise(first):
        weight = households[order[a:b]]
        count = wished(int(weight.sum()), rules)
        label = np.zeros(b - a, np.int64)
        if count > 1 and b - a > 2:
            rows = (start[a : b + 1] - start[a]).tolist()
            ends = near[start[a] : start[b]] - a
            compound = city.buildings.compound[order[a:b]]
            source = np.repeat(np.arange(b - a), np.diff(start[a : b + 1]))
            price = np.where(compound[source] == compound[ends], COMPOUND_EDGE, 1)
            label = part_graph(count, rows, ends, weight, price)
        grid[order[a:b]] = label + top
        top += count
    return np.unique(grid, return_inverse=True)[1]


def part_graph(
    count: int, rows: list[int], ends: Integers, weight: Integers, price: Integers
) -> Integers:
    """One call of METIS."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, label = pymetis.part_graph(
            count,
            xadj=rows,
            adjncy=ends.tolist(),
            vweights=weight.tolist(),
            eweights=price.tolist(),
            recursive=False,
            options=pymetis.Options(contig=1, ufactor=100, niter=20, ncuts=3),
        )
    return np.asarray(label)


def wished(total: int, rules: GridRules) -> int:
    """Number of grids of a cell near the target, or as few as can be."""
    least = max(1, int(np.ceil(total / rules.high)))
    if rules.fewest:
        return least
    most = max(1, total // rules.low)
    return max(least, min(most, round(total / rules.target)))


def networkx_minutes(network: Network, centres: Access) -> tuple[Any, set[int]]:
    """Return the graph and the sources for the multi-source Dijkstra of networkx."""
    graph = nx.Graph()
    source = np.repeat(np.arange(len(network)), np.diff(network.start))
    graph.add_weighted_edges_from(zip(source.tolist(), network.near.tolist(), network.metres.tolist(), strict=True))  # fmt: skip
    return graph, set(centres.node.tolist())


def scipy_catchments(network: Network, sources: Integers, limit: float) -> list[Integers]:
    """SciPy's bounded Dijkstra row by row, keeping the nodes reached."""
    shape = (len(network), len(network))
    matrix = csr_array((network.metres, network.near, network.start), shape=shape)
    rows = (dijkstra(matrix, indices=source, limit=limit) for source in sources)
    return [np.flatnonzero(np.isfinite(row)) for row in rows]


def dense_assignment(needs: Needs, helpers: Helpers) -> npt.NDArray[np.float64]:
    """linear_sum_assignment on the dense table of distances, impossible pairs far away."""
    cost = np.hypot(
        needs.position[:, None, 0] - helpers.position[None, :, 0],
        needs.position[:, None, 1] - helpers.position[None, :, 1],
    )
    able = (helpers.skills[None, :] & needs.skills[:, None]) == needs.skills[:, None]
    cost[~able] = 1e6
    linear_sum_assignment(cost)
    return cost
