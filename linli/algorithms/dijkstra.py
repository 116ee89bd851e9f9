"""Shortest ways on a contracted network with a binary heap that knows every crossing's place."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from linli.algorithms.chains import Chains
from linli.algorithms.kernels import (
    Floats,
    Indices,
    Integers,
    allocating_kernel,
    inner_kernel,
    kernel,
)

FIRST_ROOM = 4096
EXPECT = 1.1  # room asked for by the mean of the sources so far; what stays unused costs nothing


class Search(NamedTuple):
    """A heap of crossings, the place of each in it, those touched, and the metres so far."""

    heap: Indices
    place: Indices
    touched: Indices
    metres: Floats


@allocating_kernel
def new_search(crossings: int) -> Search:
    """Nothing reached."""
    return Search(
        np.empty(crossings, np.int32),
        np.empty(crossings, np.int32),
        np.empty(crossings, np.int32),
        np.full(crossings, np.inf),
    )


@kernel
def nearest_metres(chains: Chains, sources: Integers, offset: Floats) -> Floats:
    """Metres from every node to the nearest source, each source being `offset` metres away."""
    crossings = len(chains.start) - 1
    search = new_search(crossings)
    metres = np.full(crossings + len(chains.along), np.inf)
    size = 0
    for i in range(len(sources)):
        metres[sources[i]] = min(metres[sources[i]], offset[i])
        size = start_at(chains, search, size, sources[i], offset[i], np.inf)
    settle(chains, search, size, np.inf)
    metres[:crossings] = search.metres
    for way in range(len(chains.length)):
        if chains.first[way] < chains.first[way + 1]:
            fill_chain(chains, metres, way)
    return metres


@inner_kernel
def fill_chain(chains: Chains, metres: Floats, way: int) -> None:
    """Hand the metres of both ends, and of sources between them, to all bends of a chain."""
    first, last = chains.first[way], chains.first[way + 1]
    crossings = len(chains.start) - 1
    away, along = metres[chains.tail[way]], 0.0
    for node in range(first, last):
        away += chains.along[node - crossings] - along
        along = chains.along[node - crossings]
        away = min(away, metres[node])
        metres[node] = away
    away, along = metres[chains.head[way]], chains.length[way]
    for node in range(last - 1, first - 1, -1):
        away += along - chains.along[node - crossings]
        along = chains.along[node - crossings]
        away = min(away, metres[node])
        metres[node] = away


@kernel
def run_bounded(
    chains: Chains, sources: Integers, limit: float
) -> tuple[Integers, Indices, Floats]:
    """Bounded Dijkstra from every source, one after the other, in shared arrays.

    Returns
    -------
    tuple of ndarray
        First row of each source, then nodes and metres; no order within a source.
    """
    search = new_search(len(chains.start) - 1)
    first = np.zeros(len(sources) + 1, np.int64)
    node, away = np.empty(FIRST_ROOM, np.int32), np.empty(FIRST_ROOM, np.float64)
    for i in range(len(sources)):
        size = start_at(chains, search, 0, sources[i], 0.0, limit)
        count = settle(chains, search, size, limit)
        most = first[i] + count + bends_at(chains, search, count, sources[i])
        if most > len(node):
            room = max(most + most // 2, int(EXPECT * most / (i + 1) * len(sources)))
            node, away = resize(node, first[i], room), resize(away, first[i], room)
        first[i + 1] = collect(chains, search, count, node, away, (first[i], sources[i], limit))
        for k in range(count):
            search.metres[search.touched[k]] = np.inf
    return first, node[: first[-1]], away[: first[-1]]


@allocating_kernel
def resize(values: Any, used: int, room: int) -> Any:
    """The same values with more room behind them."""
    larger = np.empty(room, values.dtype)
    larger[:used] = values[:used]
    return larger


@inner_kernel
def start_at(
    chains: Chains, search: Search, size: int, source: int, offset: float, limit: float
) -> int:
    """Put a source on the heap, one between crossings at both ends of its chain; the heap's size."""
    crossings = len(chains.start) - 1
    if source < crossings:
        return reach(search, size, source, offset, limit)
    way, along = chains.chain[source - crossings], chains.along[source - crossings]
    size = reach(search, size, chains.tail[way], offset + along, limit)
    back = chains.length[way] - along
    return reach(search, size, chains.head[way], offset + back, limit)


@inner_kernel
def reach(search: Search, size: int, node: int, metres: float, limit: float) -> int:
    """Note a way to a crossing if it is the shortest so far; the heap's size."""
    if metres > limit or metres >= search.metres[node]:
        return size
    if search.metres[node] == np.inf:
        search.place[node] = size
        size += 1
    search.metres[node] = metres
    float_up(search, node)
    return size


@inner_kernel
def settle(chains: Chains, search: Search, size: int, limit: float) -> int:
    """Settle all crossings within the limit, nearest first; returns how many there are."""
    heap, distance = search.heap, search.metres
    count = 0
    while size > 0:
        node = heap[0]
        search.touched[count] = node
        count += 1
        size -= 1
        if size > 0:
            sink_down(search, heap[size], size)
        away = distance[node]
        for j in range(chains.start[node], chains.start[node + 1]):
            size = reach(search, size, chains.near[j], away + chains.metres[j], limit)
    return count


@inner_kernel
def bends_at(chains: Chains, search: Search, count: int, source: int) -> int:
    """How many bends lie on chains at the touched crossings or beside the source, at most."""
    crossings = len(chains.start) - 1
    bends = 0
    for k in range(count):
        node = search.touched[k]
        for j in range(chains.start[node], chains.start[node + 1]):
            way = chains.way[j]
            bends += chains.first[way + 1] - chains.first[way]
    if source >= crossings:
        way = chains.chain[source - crossings]
        bends += chains.first[way + 1] - chains.first[way]
    return bends


@inner_kernel
def collect(
    chains: Chains,
    search: Search,
    count: int,
    node: Indices,
    away: Floats,
    task: tuple[int, int, float],
) -> int:
    """Write touched crossings and the bends within the limit; returns the next free row."""
    at, source, limit = task
    crossings = len(chains.start) - 1
    own = -1
    if source >= crossings:
        own = chains.chain[source - crossings]
        at = collect_own(chains, search, node, away, (at, source, limit))
    for k in range(count):
        one = search.touched[k]
        node[at] = one
        away[at] = search.metres[one]
        at += 1
        for j in range(chains.start[one], chains.start[one + 1]):
            other, way = chains.near[j], chains.way[j]
            first, last = chains.first[way], chains.first[way + 1]
            if first == last or way == own or (search.metres[other] < np.inf and other < one):
                continue
            tail, head = search.metres[chains.tail[way]], search.metres[chains.head[way]]
            for bend in range(first, last):
                along = chains.along[bend - crossings]
                metres = min(tail + along, head + chains.length[way] - along)
                if metres <= limit:
                    node[at] = bend
                    away[at] = metres
                    at += 1
    return at


@inner_kernel
def collect_own(
    chains: Chains, search: Search, node: Indices, away: Floats, task: tuple[int, int, float]
) -> int:
    """Write the bends of the source's own chain, which are also reached without its ends."""
    at, source, limit = task
    crossings = len(chains.start) - 1
    way, here = chains.chain[source - crossings], chains.along[source - crossings]
    tail, head = search.metres[chains.tail[way]], search.metres[chains.head[way]]
    for bend in range(chains.first[way], chains.first[way + 1]):
        along = chains.along[bend - crossings]
        metres = min(abs(along - here), tail + along, head + chains.length[way] - along)
        if metres <= limit:
            node[at] = bend
            away[at] = metres
            at += 1
    return at


@inner_kernel
def sink_down(search: Search, node: int, size: int) -> None:
    """Put a crossing in at the top and let it sink to its place."""
    heap, distance = search.heap, search.metres
    at = 0
    away = distance[node]
    child = 1
    while child < size:
        if child + 1 < size and distance[heap[child + 1]] < distance[heap[child]]:
            child += 1
        if distance[heap[child]] >= away:
            break
        heap[at] = heap[child]
        search.place[heap[at]] = at
        at = child
        child = 2 * at + 1
    heap[at] = node
    search.place[node] = at


@inner_kernel
def float_up(search: Search, node: int) -> None:
    """Let a crossing float from its place to where its distance belongs."""
    heap, distance = search.heap, search.metres
    at = search.place[node]
    away = distance[node]
    while at > 0:
        above = (at - 1) >> 1
        if distance[heap[above]] <= away:
            break
        heap[at] = heap[above]
        search.place[heap[at]] = at
        at = above
    heap[at] = node
    search.place[node] = at
