"""Put together what no drawing can part, and take out what no drawing can fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linli.algorithms.grids.connect import (
    clusters,
    components,
    compress,
    hub_needs,
    light_above,
    unique_edges,
    walk,
)
from linli.algorithms.grids.model import Atoms, GridRules
from linli.algorithms.kernels import Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class Merged:
    """Clusters of atoms that share a grid in any drawing, the free ones grouped in cells.

    Attributes
    ----------
    cluster : ndarray of int
        Cluster of each atom.
    cell : ndarray of int
        Cell of each cluster; -1 if it belongs to a cluster above the limit.
    giant : ndarray of int
        The cluster above the limit whose grid this cluster is in; -1 if free.
    need : ndarray of float
        Of each atom: households its grid has to hold at least.
    whole : ndarray of float
        Of each atom: households of everything it hangs together with.
    """

    cluster: Integers
    households: Floats
    position: Floats
    compound: Integers
    edges: Integers
    cell: Integers
    giant: Integers
    need: Floats
    whole: Floats


def merge(atoms: Atoms, rules: GridRules) -> Merged:
    """Merge forced neighbours and set clusters above the limit apart with what only they can take."""
    start, near = compress(atoms.edges, len(atoms))
    weight = atoms.households.astype(np.float64)
    state = walk(start, near, weight, np.arange(len(atoms)).astype(np.int32))
    first = light_above(state, weight, float(rules.low))
    if len(first) > len(atoms):
        state = walk(start, near, weight, first)
    need = hub_needs(state, weight, float(rules.low), float(rules.high))
    hub = clusters(state, float(rules.low))
    names, cluster = np.unique(hub, return_inverse=True)
    count = len(names)
    households = np.bincount(cluster, weight, count).astype(np.float64)
    edges = atoms.edges
    position, compound = atoms.position, atoms.compound
    if count < len(atoms):
        mass = weight + 1
        total = np.bincount(cluster, mass, count)
        position = np.stack(
            [np.bincount(cluster, mass * atoms.position[:, i], count) / total for i in range(2)], 1
        )
        compound = atoms.compound[names]
        edges = unique_edges(cluster[edges])
    giant = np.where(households > rules.high, np.arange(count), -1)
    cell = group(edges, households, giant, rules)
    return Merged(cluster, households, position, compound, edges, cell, giant, need, state.total)


def group(edges: Integers, households: Floats, giant: Integers, rules: GridRules) -> Integers:
    """Cells of the free clusters; a piece beside a giant that can't fit by itself joins the giant."""
    free = giant < 0
    cell = relabel(edges, free)
    if free.all():
        return cell
    total = np.bincount(cell[free], households[free]).astype(np.float64)
    between = edges[free[edges[:, 0]] != free[edges[:, 1]]]
    inner = np.where(free[between[:, 0]], between[:, 0], between[:, 1])
    outer = np.where(free[between[:, 0]], between[:, 1], between[:, 0])
    misfit = ~can_fit(total, rules)
    for i in np.lexsort((households[outer], cell[inner])):
        here = cell[inner[i]]
        if here >= 0 and misfit[here]:
            members = np.flatnonzero(cell == here)
            giant[members] = outer[i]
            cell[members] = -1
    return relabel(edges, giant < 0)


def relabel(edges: Integers, free: Flags) -> Integers:
    """Number the components of the free clusters from 0."""
    inside = free[edges[:, 0]] & free[edges[:, 1]]
    label = components(edges[inside], len(free))
    cell = np.full(len(free), -1, np.int64)
    if free.any():
        cell[free] = np.unique(label[free], return_inverse=True)[1]
    return cell


def can_fit(total: Floats, rules: GridRules) -> Flags:
    """Whether some number of grids can hold a total: k · low <= total <= k · high for a whole k."""
    most = np.floor(total / rules.low)
    return (most >= 1) & (total <= most * rules.high)
