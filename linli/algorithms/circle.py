"""The fifteen-minute circle: walking time from every home to the nearest open service centre.

Nodes of the walking network are joined by segments with a length and, where known, steps. All
centres together are one start, so one Dijkstra run answers for the whole city.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from linli.algorithms.chains import Chains, contract
from linli.algorithms.dijkstra import nearest_metres, run_bounded
from linli.algorithms.kernels import Flags, Floats, Indices, Integers
from linli.foundation.refusals import Refused

WALKING_METRES_A_MINUTE = 66.7
BARRIER_FREE_METRES_A_MINUTE = 45.0
DETOUR = 1.3
SNAP_METRES_MAX = 300.0
SQUARE_METRES = 300.0
LIMITS_MINUTES = (5.0, 10.0, 15.0)


@dataclass(frozen=True, slots=True)
class Network:
    """A walking network in compressed rows; both directions of every segment.

    Attributes
    ----------
    position : ndarray of float, shape (n, 2)
        Metres in a plane projection.
    start, near : ndarray of int
    metres : ndarray of float
    chains : Chains
        The same with everything between two crossings as one step; what searches run on.
    pace : float
        Metres walked in a minute.
    """

    position: Floats
    start: Indices
    near: Indices
    metres: Floats
    chains: Chains
    pace: float = WALKING_METRES_A_MINUTE

    def __len__(self) -> int:
        return len(self.position)


def build_network(
    position: Floats,
    segments: Integers,
    metres: Floats,
    steps: Flags | None = None,
    *,
    barrier_free: bool = False,
) -> Network:
    """Build a network from undirected segments; its nodes are numbered anew.

    Crossings come first, square by square, then what lies between them, street by street.

    Parameters
    ----------
    segments : ndarray of int, shape (m, 2)
    metres : ndarray of float, shape (m,)
        Of parallel segments the shortest counts.
    steps : ndarray of bool, optional
        Segments with stairs.
    barrier_free : bool
        Leave out stairs and walk slower (45 m a minute).

    Raises
    ------
    Refused
        If a length is negative or missing, or a segment leads nowhere.
    """
    wrong = ~(np.isfinite(metres) & (metres >= 0))
    wrong |= ((segments < 0) | (segments >= len(position))).any(axis=1)
    if wrong.any():
        raise Refused(
            "circle.network",
            "路网中有 %(count)s 段长度无效或端点不存在，请检查路网文件。",
            count=int(wrong.sum()),
        )
    if barrier_free and steps is not None:
        segments, metres = segments[~steps], metres[~steps]
    squares = by_squares(position)
    rows = shortest_parallel(inverse(squares)[segments], metres, len(position))
    order, chains = contract(*rows)
    start, near, shortest = renumber(*rows, order)
    pace = BARRIER_FREE_METRES_A_MINUTE if barrier_free else WALKING_METRES_A_MINUTE
    return Network(position[squares[order]], start, near, shortest, chains, pace)


def inverse(order: Integers) -> Integers:
    """Place of each row in an order."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place


def renumber(
    start: Indices, near: Indices, metres: Floats, order: Integers
) -> tuple[Indices, Indices, Floats]:
    """Compressed rows in another order of nodes."""
    count = np.diff(start)[order]
    begin = np.zeros(len(order) + 1, np.int32)
    np.cumsum(count, out=begin[1:])
    at = np.repeat(start[order] - begin[:-1], count) + np.arange(len(near))
    return begin, inverse(order)[near[at]].astype(np.int32), metres[at]


def by_squares(position: Floats) -> Integers:
    """Nodes square by square: what is near in the city is then near in memory too."""
    square = np.floor(position / SQUARE_METRES)
    order: Integers = np.lexsort((position[:, 0], square[:, 0], square[:, 1]))
    return order


def shortest_parallel(
    segments: Integers, metres: Floats, nodes: int
) -> tuple[Indices, Indices, Floats]:
    """Both directions of every segment in compressed rows, only the shortest of parallel ones."""
    ends = np.concatenate([segments[:, 0], segments[:, 1]])
    others = np.concatenate([segments[:, 1], segments[:, 0]])
    length = np.concatenate([metres, metres])
    order = np.lexsort((length, others, ends))
    ends, others, length = ends[order], others[order], length[order]
    keep = ends != others
    keep[1:] &= (ends[1:] != ends[:-1]) | (others[1:] != others[:-1])
    start = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(ends[keep], minlength=nodes), out=start[1:])
    return start, others[keep].astype(np.int32), np.maximum(length[keep], 1e-6)


@dataclass(frozen=True, slots=True)
class Access:
    """Places tied to the network: the nearest node and the way to it.

    Attributes
    ----------
    node : ndarray of int
        Nearest node; -1 if none is near enough.
    metres : ndarray of float
    """

    node: Integers
    metres: Floats


def tie(network: Network, position: Floats, snap_max: float = SNAP_METRES_MAX) -> Access:
    """Tie places to their nearest nodes within `snap_max` metres."""
    if len(network) == 0 or len(position) == 0:
        return Access(np.full(len(position), -1, np.int64), np.full(len(position), np.inf))
    metres, node = cKDTree(network.position).query(position, distance_upper_bound=snap_max)
    return Access(np.where(np.isfinite(metres), node, -1).astype(np.int64), np.asarray(metres))


def node_minutes(network: Network, centres: Access) -> Floats:
    """Minutes from every node to the nearest centre; infinite where none can be reached.

    Notes
    -----
    One Dijkstra run over the crossings that starts at all centres together, then one sweep along
    every street: O(n + k log k) for k crossings.
    """
    tied = centres.node >= 0
    metres = nearest_metres(network.chains, centres.node[tied], centres.metres[tied])
    return metres / network.pace


def home_minutes(
    network: Network, homes: Access, at_nodes: Floats, direct: Floats | None = None
) -> Floats:
    """Minutes from every home to the nearest centre.

    Parameters
    ----------
    at_nodes : ndarray of float
        From `node_minutes`.
    direct : ndarray of float, optional
        Metres as the crow flies to the nearest centre, used with a detour of 1.3 for homes that
        no street is near to.
    """
    tied = homes.node >= 0
    minutes = np.full(len(homes.node), np.inf)
    minutes[tied] = at_nodes[homes.node[tied]] + homes.metres[tied] / network.pace
    if direct is not None:
        minutes[~tied] = direct[~tied] * DETOUR / network.pace
    return minutes


def crow_metres(homes: Floats, centres: Floats) -> Floats:
    """Straight distance from every home to its nearest centre; infinite without centres."""
    if len(centres) == 0:
        return np.full(len(homes), np.inf)
    return np.asarray(cKDTree(centres).query(homes)[0], np.float64)


@dataclass(frozen=True, slots=True)
class Share:
    """Households of an area within each limit, and those whom no way leads to a centre."""

    area: int
    households: int
    within: tuple[int, ...]
    unreached: int


def shares(
    minutes: Floats,
    households: Integers,
    area: Integers,
    limits: tuple[float, ...] = LIMITS_MINUTES,
) -> list[Share]:
    """Households within 5, 10 and 15 minutes by area, in order of the area's number."""
    names, row = np.unique(area, return_inverse=True)
    total = np.bincount(row, households, len(names))
    within = [np.bincount(row, households * (minutes <= limit), len(names)) for limit in limits]
    lost = np.bincount(row, households * ~np.isfinite(minutes), len(names))
    return [
        Share(
            int(name),
            int(total[i]),
            tuple(int(column[i]) for column in within),
            int(lost[i]),
        )
        for i, name in enumerate(names)
    ]


class Catchments(NamedTuple):
    """Nodes within a limit of each source, in compressed rows by source."""

    start: Integers
    node: Indices
    metres: Floats


def catchments(network: Network, sources: Integers, limit_minutes: float) -> Catchments:
    """All nodes that each source reaches within a limit.

    Notes
    -----
    A bounded Dijkstra a source that touches only what it reaches, so the cost is that of the
    answer, not of the city. Reach from a source equals reach to it: segments go both ways.
    """
    limit = limit_minutes * network.pace
    return Catchments(*run_bounded(network.chains, sources.astype(np.int64), limit))


@dataclass(frozen=True, slots=True)
class HomesByNode:
    """Rows of homes sorted by the node they are tied to."""

    first: Integers
    row: Integers
    metres: Floats
    minutes: Floats


def prepare_what_if(network: Network, homes: Access, minutes: Floats) -> HomesByNode:
    """Sort homes by node once, so that each question after that touches only homes near by.

    Parameters
    ----------
    minutes : ndarray of float
        What every home needs today.
    """
    tied = np.flatnonzero(homes.node >= 0)
    row = tied[np.argsort(homes.node[tied], kind="stable")]
    first = np.searchsorted(homes.node[row], np.arange(len(network) + 1))
    return HomesByNode(first, row, homes.metres[row], minutes[row])


def what_if(
    network: Network, homes: HomesByNode, place: Access, limit_minutes: float
) -> tuple[Integers, Floats]:
    """Homes that would be nearer to a centre if one more opened at `place` (one row).

    Returns
    -------
    tuple of ndarray
        Rows of the homes and their new minutes, all within the limit.
    """
    if place.node[0] < 0:
        return np.empty(0, np.int64), np.empty(0)
    offset = float(place.metres[0])
    reach = max(limit_minutes * network.pace - offset, 0.0)
    found = Catchments(*run_bounded(network.chains, place.node[:1], reach))
    begin, count = homes.first[found.node], homes.first[found.node + 1] - homes.first[found.node]
    at = np.repeat(begin - np.cumsum(count) + count, count) + np.arange(count.sum())
    metres = np.repeat(found.metres + offset, count) + homes.metres[at]
    minutes = metres / network.pace
    nearer = (minutes < homes.minutes[at]) & (minutes <= limit_minutes)
    return homes.row[at[nearer]], minutes[nearer]


def slower(network: Network, pace: float) -> Network:
    """The same network at another pace."""
    if not (math.isfinite(pace) and pace > 0):
        raise Refused("circle.pace", "步行速度 %(pace)s 应大于 0 米/分钟。", pace=pace)
    return replace(network, pace=pace)
