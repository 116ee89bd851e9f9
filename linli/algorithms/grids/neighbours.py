"""Which buildings touch: near ones by Delaunay triangulation, never across a barrier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.spatial import Delaunay, QhullError

from linli.algorithms.grids.connect import unique_edges
from linli.algorithms.kernels import Flags, Floats, Integers

REACH = 250.0


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
    O(n log n). Buildings at one point are tied to one another. Where a barrier or community cuts
    an area into pieces that the triangulation leaves apart, they stay apart.
    """
    points, first, inverse = np.unique(position, axis=0, return_index=True, return_inverse=True)
    inverse = inverse.ravel()
    pairs = first[triangulate(points)]
    twins = np.flatnonzero(first[inverse] != np.arange(len(position)))
    pairs = np.concatenate([pairs, np.stack([first[inverse[twins]], twins], axis=1)])
    length = np.hypot(*(position[pairs[:, 0]] - position[pairs[:, 1]]).T)
    keep = (length <= reach) & (area[pairs[:, 0]] == area[pairs[:, 1]])
    pairs = pairs[keep]
    return unique_edges(pairs[~crosses(position, pairs, barriers)])


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
