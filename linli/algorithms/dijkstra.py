"""Shortest ways on a sparse network with a binary heap of nodes that knows every node's place."""

from __future__ import annotations

import numpy as np

from linli.algorithms.kernels import Floats, Indices, Integers, inner_kernel, kernel


@kernel
def nearest_metres(
    start: Indices, near: Indices, metres: Floats, sources: Integers, offset: Floats
) -> Floats:
    """Metres from every node to the nearest source, each source being `offset` metres away."""
    nodes = len(start) - 1
    heap, place = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    distance = np.full(nodes, np.inf)
    size = start_all(heap, place, distance, sources, offset)
    while size > 0:
        node = heap[0]
        size -= 1
        if size > 0:
            sink_down(heap, place, distance, heap[size], size)
        for j in range(start[node], start[node + 1]):
            length = distance[node] + metres[j]
            other = near[j]
            if length < distance[other]:
                if distance[other] == np.inf:
                    place[other] = size
                    size += 1
                distance[other] = length
                float_up(heap, place, distance, other)
    return distance


@inner_kernel
def start_all(
    heap: Indices, place: Indices, distance: Floats, sources: Integers, offset: Floats
) -> int:
    """Put all sources on the heap, each node once with its shortest offset; returns their number."""
    size = 0
    for i in range(len(sources)):
        source = sources[i]
        if offset[i] < distance[source]:
            if distance[source] == np.inf:
                place[source] = size
                size += 1
            distance[source] = offset[i]
            float_up(heap, place, distance, source)
    return size


@kernel
def run_bounded(
    start: Indices, near: Indices, metres: Floats, sources: Integers, limit: float
) -> tuple[Integers, Indices, Floats]:
    """Bounded Dijkstra from every source, one after the other, in shared arrays."""
    nodes = len(start) - 1
    heap, place, touched = (
        np.empty(nodes, np.int32),
        np.empty(nodes, np.int32),
        np.empty(nodes, np.int32),
    )
    distance = np.full(nodes, np.inf)
    first = np.zeros(len(sources) + 1, np.int64)
    node, away = np.empty(1024, np.int32), np.empty(1024, np.float64)
    for i in range(len(sources)):
        count = run_one(start, near, metres, (heap, place, touched), distance, (sources[i], limit))
        begin = first[i]
        while begin + count > len(node):
            node = np.concatenate((node, np.empty_like(node)))
            away = np.concatenate((away, np.empty_like(away)))
        for k in range(count):
            node[begin + k] = touched[k]
            away[begin + k] = distance[touched[k]]
            distance[touched[k]] = np.inf
        first[i + 1] = begin + count
    return first, node[: first[-1]].copy(), away[: first[-1]].copy()


@inner_kernel
def run_one(
    start: Indices,
    near: Indices,
    metres: Floats,
    arrays: tuple[Indices, Indices, Indices],
    distance: Floats,
    task: tuple[int, float],
) -> int:
    """Settle all nodes within the limit of one source; returns how many were touched."""
    heap, place, touched = arrays
    source, limit = task
    heap[0] = source
    place[source] = 0
    distance[source] = 0.0
    touched[0] = source
    size = count = 1
    while size > 0:
        node = heap[0]
        size -= 1
        if size > 0:
            sink_down(heap, place, distance, heap[size], size)
        for j in range(start[node], start[node + 1]):
            other = near[j]
            length = distance[node] + metres[j]
            if length > limit or length >= distance[other]:
                continue
            if distance[other] == np.inf:
                touched[count] = other
                place[other] = size
                count += 1
                size += 1
            distance[other] = length
            float_up(heap, place, distance, other)
    return count


@inner_kernel
def sink_down(heap: Indices, place: Indices, distance: Floats, node: int, size: int) -> None:
    """Put a node in at the top and let it sink to its place."""
    at = 0
    away = distance[node]
    child = 1
    while child < size:
        if child + 1 < size and distance[heap[child + 1]] < distance[heap[child]]:
            child += 1
        if distance[heap[child]] >= away:
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at = child
        child = 2 * at + 1
    heap[at] = node
    place[node] = at


@inner_kernel
def float_up(heap: Indices, place: Indices, distance: Floats, node: int) -> None:
    """Let a node float from its place to where its distance belongs."""
    at = place[node]
    away = distance[node]
    while at > 0:
        above = (at - 1) >> 1
        if distance[heap[above]] <= away:
            break
        heap[at] = heap[above]
        place[heap[at]] = at
        at = above
    heap[at] = node
    place[node] = at
