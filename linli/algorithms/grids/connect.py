"""Graphs of atoms: compressed rows, cells, and atoms that can't be parted from one another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from linli.algorithms.kernels import Floats, Indices, Integers, inner_kernel, kernel


class Walk(NamedTuple):
    """A depth-first walk: order, parents, lowest number reached, weight below, root's total."""

    order: Indices
    number: Indices
    parent: Indices
    lowest: Indices
    below: Floats
    total: Floats


def compress(edges: Integers, nodes: int) -> tuple[Indices, Indices]:
    """Rows of neighbours from undirected edges without duplicates, in sorted order."""
    ends = np.concatenate([edges[:, 0], edges[:, 1]])
    others = np.concatenate([edges[:, 1], edges[:, 0]])
    rows = csr_array((np.ones(len(ends), np.int8), (ends, others)), shape=(nodes, nodes))
    rows.sort_indices()
    return rows.indptr.astype(np.int32), rows.indices.astype(np.int32)


def components(edges: Integers, nodes: int) -> Integers:
    """Number of the connected component of each node, counted by first node."""
    ones = np.ones(len(edges), np.int8)
    matrix = csr_array((ones, (edges[:, 0], edges[:, 1])), shape=(nodes, nodes))
    label: Integers = connected_components(matrix, directed=False)[1].astype(np.int64)
    return label


def unique_edges(edges: Integers) -> Integers:
    """Edges as sorted pairs, each once, without loops."""
    if len(edges) == 0:
        return np.empty((0, 2), np.int64)
    pairs = np.sort(edges, axis=1)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    if len(pairs) == 0:
        return np.empty((0, 2), np.int64)
    width = int(pairs.max()) + 1
    keys = np.sort(pairs[:, 0] * width + pairs[:, 1])
    keys = keys[np.append(True, keys[1:] != keys[:-1])]
    return np.stack([keys // width, keys % width], axis=1)


@kernel
def walk(start: Indices, near: Indices, weight: Floats, first: Indices) -> Walk:
    """Walk the whole graph depth first, taking the roots in the given order."""
    nodes = len(weight)
    state = Walk(
        np.empty(nodes, np.int32),
        np.full(nodes, -1, np.int32),
        np.full(nodes, -1, np.int32),
        np.zeros(nodes, np.int32),
        weight.copy(),
        np.zeros(nodes, np.float64),
    )
    at = start[:-1].copy()
    count = 0
    for root in first:
        if state.number[root] < 0:
            count = walk_from(start, near, state, at, root, count)
    return state


@inner_kernel
def walk_from(
    start: Indices, near: Indices, state: Walk, at: Indices, root: int, count: int
) -> int:
    """Walk one component."""
    begin = count
    state.number[root] = state.lowest[root] = count
    state.order[count] = root
    count += 1
    node = root
    while node >= 0:
        if at[node] < start[node + 1]:
            other = near[at[node]]
            at[node] += 1
            if state.number[other] < 0:
                state.parent[other] = node
                state.number[other] = state.lowest[other] = count
                state.order[count] = other
                count += 1
                node = other
            else:
                state.lowest[node] = min(state.lowest[node], state.number[other])
        else:
            node = step_back(state, node)
    for i in range(begin, count):
        state.total[state.order[i]] = state.below[root]
    return count


@inner_kernel
def step_back(state: Walk, node: int) -> int:
    """Hand a finished node's figures to its parent."""
    parent = state.parent[node]
    if parent >= 0:
        state.below[parent] += state.below[node]
        state.lowest[parent] = min(state.lowest[parent], state.lowest[node])
    return int(parent)


@inner_kernel
def least_gift(weight: float, low: float, high: float) -> float:
    """Households that a part of the city must give away at one place before the rest of it fits."""
    return max(0.0, weight - float(np.floor(weight / low)) * high)


@kernel
def hub_needs(state: Walk, weight: Floats, low: float, high: float) -> Floats:
    """Households that the grid of each atom must hold at least.

    Without the atom its cell falls apart. Each piece can keep only what fills grids of its own;
    the rest must belong to the grid of the atom, for no other grid reaches out of the piece.
    """
    need = weight.copy()
    apart = weight.copy()
    for node in state.order:
        parent = state.parent[node]
        if parent >= 0 and state.lowest[node] >= state.number[parent]:
            need[parent] += least_gift(state.below[node], low, high)
            apart[parent] += state.below[node]
    for node in state.order:
        above = state.total[node] - apart[node]
        if state.parent[node] >= 0 and above > 0:
            need[node] += least_gift(above, low, high)
    return need


@kernel
def light_above(state: Walk, weight: Floats, low: float) -> Indices:
    """Nodes in the order in which a second walk should take its roots.

    A node whose upper side alone is too light for a grid comes first, the deepest of them before
    the others, so that light pieces hang below their hubs.
    """
    apart = weight.copy()
    for node in state.order:
        parent = state.parent[node]
        if parent >= 0 and state.lowest[node] >= state.number[parent]:
            apart[parent] += state.below[node]
    first = np.empty(2 * len(weight), np.int32)
    count = 0
    for i in range(len(weight) - 1, -1, -1):
        node = state.order[i]
        above = state.total[node] - apart[node]
        if state.parent[node] >= 0 and 0 < above < low:
            first[count] = node
            count += 1
    first[count : count + len(weight)] = state.order
    return first[: count + len(weight)]


@kernel
def clusters(state: Walk, low: float) -> Indices:
    """For each atom the one that stands for all atoms it can't be parted from.

    A piece that hangs on a single atom and is too light for a grid must share that atom's grid.
    """
    hub = np.arange(len(state.order)).astype(np.int32)
    for node in state.order:
        parent = state.parent[node]
        if parent < 0:
            continue
        hangs = state.lowest[node] >= state.number[parent] and state.below[node] < low
        if hangs or hub[parent] != parent:
            hub[node] = hub[parent]
    return hub
