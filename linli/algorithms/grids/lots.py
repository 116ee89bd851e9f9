"""Lots of atoms that may go over the border between two grids, and the best bundles of lots."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linli.algorithms.kernels import Flags, Floats, Indices, Integers, allocating_kernel

LOTS_MAX = 40
SHORT_LIST = 6


class Trade(NamedTuple):
    """What may go over the border: lots of atoms with their price, and the best bundles of lots.

    Attributes
    ----------
    atom, first : ndarray of int
        Atoms of each lot, one lot after the other.
    weight : ndarray of float
        Households that side 0 gains.
    price : ndarray of float
        What the lot costs when it goes alone, sizes left aside.
    compound : ndarray of int
    whole : ndarray of bool
        The lot is all that its side has of its compound.
    bundle : ndarray of int, shape (k, 3)
        Lots of the best bundles so far, cheapest first; -1 for none.
    value : ndarray of float, shape (k,)
    own : ndarray of float, shape (2, 5)
        Mass, moments and households of either side.
    inside : ndarray of int
        Members of each compound on side 0 and on side 1.
    """

    atom: Indices
    first: Indices
    weight: Floats
    price: Floats
    compound: Indices
    whole: Flags
    bundle: Indices
    value: Floats
    own: Floats
    inside: Indices
    lots: Integers


@allocating_kernel
def new_trade(atoms: int, compounds: int) -> Trade:
    """Allocate."""
    return Trade(
        np.empty(LOTS_MAX + 2 * atoms, np.int32),
        np.zeros(LOTS_MAX + 1, np.int32),
        np.empty(LOTS_MAX, np.float64),
        np.empty(LOTS_MAX, np.float64),
        np.empty(LOTS_MAX, np.int32),
        np.empty(LOTS_MAX, np.bool_),
        np.empty((SHORT_LIST, 3), np.int32),
        np.empty(SHORT_LIST, np.float64),
        np.zeros((2, 5), np.float64),
        np.zeros((compounds, 2), np.int32),
        np.zeros(1, np.int64),
    )
