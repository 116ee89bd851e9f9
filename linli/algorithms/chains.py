"""Contract a street network: what lies between two crossings is one chain.

Most nodes of a street network only bend a street. A search that jumps from crossing to crossing
visits an eighth of them; the others get their distance from both ends of their chain afterwards.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linli.algorithms.kernels import Flags, Floats, Indices, Integers, inner_kernel, kernel

BEND = 2  # a node with two neighbours only bends a street


class Chains(NamedTuple):
    """Crossings 0 to k - 1 in compressed rows, and the bends k to n - 1, chain after chain.

    Attributes
    ----------
    start, near, metres
        From each crossing to the next ones; parallel ways stand side by side.
    way : ndarray of int
        Chain of each such step.
    first : ndarray of int, shape (c + 1,)
        First bend of each chain; a chain may have none.
    tail, head : ndarray of int, shape (c,)
        Crossings at the two ends of each chain; its bends run from tail to head.
    length : ndarray of float, shape (c,)
    chain : ndarray of int, shape (n - k,)
        Chain of each bend.
    along : ndarray of float, shape (n - k,)
        Metres of each bend from the tail of its chain.
    """

    start: Indices
    near: Indices
    metres: Floats
    way: Indices
    first: Indices
    tail: Indices
    head: Indices
    length: Floats
    chain: Indices
    along: Floats


class Trace(NamedTuple):
    """Chains while they are found: bends in order, and where each chain ends in that order."""

    bend: Indices
    along: Floats
    tail: Indices
    head: Indices
    length: Floats
    last: Indices
    found: Integers


def contract(start: Indices, near: Indices, metres: Floats) -> tuple[Integers, Chains]:
    """Contract a network in compressed rows, both directions of every segment, each pair once.

    Returns
    -------
    order : ndarray of int, shape (n,)
        Nodes in the order of their new numbers: crossings, then bends chain by chain.
    chains : Chains
        By the new numbers.

    Notes
    -----
    O(n + m). A ring without a crossing gets one of its bends as crossing. Contraction of bends is
    the first step of the contraction of highways (Sanders and Schultes 2005) and changes no
    distance.

    Examples
    --------
    >>> start = np.array([0, 1, 3, 5, 6], np.int32)
    >>> near = np.array([1, 0, 2, 1, 3, 2], np.int32)
    >>> order, chains = contract(start, near, np.array([5.0, 5, 7, 7, 9, 9]))
    >>> order.tolist(), chains.near.tolist(), chains.metres.tolist(), chains.along.tolist()
    ([0, 3, 1, 2], [1, 0], [21.0, 21.0], [5.0, 12.0])
    """
    crossing = np.diff(start) != BEND
    trace = find_chains(start, near, metres, crossing)
    bends, chains = trace.found[0], trace.found[1]
    cores = np.flatnonzero(crossing)
    order = np.concatenate([cores, trace.bend[:bends].astype(np.int64)])
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order))
    first = np.concatenate([np.zeros(1, np.int32), trace.last[:chains]])
    tail, head = place[trace.tail[:chains]], place[trace.head[:chains]]
    number = np.arange(chains)
    back = tail != head
    source = np.concatenate([tail, head[back]])
    row = np.lexsort((np.concatenate([head, tail[back]]), source))
    way = np.concatenate([number, number[back]])[row]
    begin = np.zeros(len(cores) + 1, np.int32)
    np.cumsum(np.bincount(source, minlength=len(cores)), out=begin[1:])
    length = trace.length[:chains].copy()
    return order, Chains(
        begin, np.concatenate([head, tail[back]])[row], length[way], way.astype(np.int32),
        (first + len(cores)).astype(np.int32), tail, head, length,
        np.repeat(number, np.diff(first)).astype(np.int32), trace.along[:bends].copy(),
    )  # fmt: skip


@kernel
def find_chains(start: Indices, near: Indices, metres: Floats, crossing: Flags) -> Trace:
    """Walk along every street from crossing to crossing; rings get a crossing in `crossing`."""
    nodes, arcs = len(start) - 1, len(near)
    trace = Trace(
        np.empty(nodes, np.int32), np.empty(nodes, np.float64),
        np.empty(arcs, np.int32), np.empty(arcs, np.int32), np.empty(arcs, np.float64),
        np.empty(arcs, np.int32), np.zeros(2, np.int64),
    )  # fmt: skip
    seen = np.zeros(nodes, np.bool_)
    for node in range(nodes):
        if crossing[node]:
            for j in range(start[node], start[node + 1]):
                walk_street(start, near, metres, crossing, seen, trace, node, j)
    for node in range(nodes):
        if not crossing[node] and not seen[node]:
            crossing[node] = True
            walk_street(start, near, metres, crossing, seen, trace, node, start[node])
    return trace


@inner_kernel
def walk_street(  # noqa: PLR0913, PLR0917 - a network, what was found, and one first step
    start: Indices,
    near: Indices,
    metres: Floats,
    crossing: Flags,
    seen: Flags,
    trace: Trace,
    tail: int,
    step: int,
) -> None:
    """Follow one street to its other end, unless it was found from there already."""
    node, before, away = near[step], tail, metres[step]
    if seen[node] or (crossing[node] and node < tail):
        return
    bends, chains = trace.found[0], trace.found[1]
    while not crossing[node]:
        seen[node] = True
        trace.bend[bends] = node
        trace.along[bends] = away
        bends += 1
        j = start[node] if near[start[node]] != before else start[node] + 1
        before, node = node, near[j]
        away += metres[j]
    trace.tail[chains] = tail
    trace.head[chains] = node
    trace.length[chains] = away
    trace.last[chains] = bends
    trace.found[0] = bends
    trace.found[1] = chains + 1
