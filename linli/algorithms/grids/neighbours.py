"""Which buildings touch: near ones by Delaunay triangulation, never across a barrier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay, QhullError, cKDTree

from linli.algorithms.grids.connect import components, unique_edges
from linli.algorithms.kernels import Flags, Floats, Integers

REACH = 250.0
JOIN_FACTOR = 4.0
JOIN_NEAREST = 24
JOIN_ROUNDS = 3


def neighbours(
    position: Floats,
    area: Integers,
    barriers: Sequence[shapely.Geometry] = (),
    reach: float = REACH,
) -> Integers:
    """Pairs of buildings that are next to each other.

    Parameters
    ----------
    position : ndarray of float, shape (n, 2)
        Metres in a plane projection.
    area : ndarray of int, shape (n,)
        Community of each building; there is no pair across communities.
    barriers : sequence of shapely geometries
        Rivers, main roads, railways, walls in the same projection: no pair crosses one.
    reach : float
        Longest distance of a pair in metres.

    Returns
    -------
    ndarray of int, shape (e, 2)
        Sorted, each pair once.

    Notes
    -----
    O(n log n). Buildings at one point are tied to one another. Pieces of a community that lie apart
    but with no barrier between are joined by their shortest links of up to four times the reach.
    """
    points, first, inverse = np.unique(position, axis=0, return_index=True, return_inverse=True)
    inverse = inverse.ravel()
    pairs = first[triangulate(points)]
    twins = np.flatnonzero(first[inverse] != np.arange(len(position)))
    pairs = np.concatenate([pairs, np.stack([first[inverse[twins]], twins], axis=1)])
    length = np.hypot(*(position[pairs[:, 0]] - position[pairs[:, 1]]).T)
    keep = (length <= reach) & (area[pairs[:, 0]] == area[pairs[:, 1]])
    pairs = pairs[keep]
    pairs = pairs[~crosses(position, pairs, barriers)]
    for _ in range(JOIN_ROUNDS):
        links = join_pieces(position, area, pairs, barriers, JOIN_FACTOR * reach)
        if len(links) == 0:
            break
        pairs = np.concatenate([pairs, links])
    return unique_edges(pairs)


def join_pieces(
    position: Floats,
    area: Integers,
    pairs: Integers,
    barriers: Sequence[shapely.Geometry],
    longest: float,
) -> Integers:
    """Shortest links between pieces of the same community that no barrier parts."""
    piece = components(pairs, len(position))
    near = min(len(position), JOIN_NEAREST)
    metres, other = cKDTree(position).query(position, k=near, distance_upper_bound=longest)
    metres, other = np.ravel(metres), np.ravel(other).astype(np.int64)
    source = np.repeat(np.arange(len(position)), near)
    keep = np.isfinite(metres)
    keep[keep] = (piece[source[keep]] != piece[other[keep]]) & (
        area[source[keep]] == area[other[keep]]
    )
    links, metres = np.stack([source[keep], other[keep]], axis=1), metres[keep]
    clear = ~crosses(position, links, barriers)
    links, metres = links[clear], metres[clear]
    order = np.argsort(metres, kind="stable")
    ends = np.sort(piece[links[order]], axis=1)
    _, first = np.unique(ends, axis=0, return_index=True)
    chosen = order[first]
    ends = piece[links[chosen]]
    graph = csr_array((metres[chosen] + 1.0, (ends[:, 0], ends[:, 1])), shape=(len(position),) * 2)
    tree = minimum_spanning_tree(graph).tocoo()
    used = set(zip(tree.row.tolist(), tree.col.tolist(), strict=True))
    rows = [row for row, pair in zip(chosen, ends.tolist(), strict=True) if tuple(pair) in used]
    return links[rows]


def triangulate(points: Floats) -> Integers:
    """Edges of the Delaunay triangulation; a chain for points on a line."""
    if len(points) < 2:
        return np.empty((0, 2), np.int64)
    try:
        corners = Delaunay(points).simplices.astype(np.int64)
    except (QhullError, ValueError):
        order = np.lexsort((points[:, 1], points[:, 0]))
        return np.stack([order[:-1], order[1:]], axis=1).astype(np.int64)
    return np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])


def crosses(position: Floats, pairs: Integers, barriers: Sequence[shapely.Geometry]) -> Flags:
    """Which pairs have a barrier between them."""
    hit = np.zeros(len(pairs), np.bool_)
    if len(barriers) and len(pairs):
        lines = shapely.linestrings(position[pairs])
        tree = shapely.STRtree(lines)
        _, found = tree.query(list(barriers), predicate="intersects")
        hit[found] = True
    return hit
