"""A sparse assignment at least cost by shortest augmenting paths."""

from __future__ import annotations

import numpy as np

from linli.algorithms.dijkstra import Search, new_search, reach, sink_down
from linli.algorithms.kernels import Floats, Indices, Integers, inner_kernel, kernel

FREE = -1


@kernel
def assign_rows(start: Integers, column: Integers, price: Floats, columns: int) -> Integers:
    """Give every row a column of its own so that the prices together are least.

    Parameters
    ----------
    start : ndarray of int, shape (n + 1,)
        First entry of each row; every row must be able to get a column.
    column, price : ndarray
        Entries; prices are at least 0.
    columns : int

    Returns
    -------
    ndarray of int, shape (n,)
        Entry taken in each row.

    Notes
    -----
    One search a row over reduced prices, as Jonker and Volgenant (1987), with a heap, and touching
    only what it reaches: O(n · m log m) at worst, near to O(m) when few rows want the same columns.

    Examples
    --------
    >>> start, column = np.array([0, 2, 4]), np.array([0, 1, 0, 1])
    >>> column[assign_rows(start, column, np.array([1.0, 2, 1, 5]), 2)].tolist()
    [1, 0]
    """
    rows = len(start) - 1
    search = new_search(columns)
    saved = np.zeros(columns, np.float64)
    owner = np.full(columns, FREE, np.int32)
    by = np.empty(columns, np.int64)
    of_entry = np.repeat(np.arange(rows), np.diff(start)).astype(np.int32)
    taken = np.full(rows, -1, np.int64)
    for row in range(rows):
        found, done, size = find_free(start, column, price, (search, saved, owner, by, taken), row)
        if found < 0:
            raise ValueError("a row can't get a column")
        for k in range(done):
            settled = search.touched[k]
            saved[settled] += search.metres[settled] - search.metres[found]
        clear(search, done, size)
        while True:
            entry = by[found]
            holder = of_entry[entry]
            before = taken[holder]
            taken[holder] = entry
            owner[found] = holder
            if holder == row:
                break
            found = column[before]
    return taken


@inner_kernel
def find_free(
    start: Integers,
    column: Integers,
    price: Floats,
    state: tuple[Search, Floats, Indices, Integers, Integers],
    row: int,
) -> tuple[int, int, int]:
    """Shortest way from a row to a free column; that column, how many are settled, how many wait."""
    search, saved, owner, by, taken = state
    size = done = 0
    base = 0.0
    while True:
        for entry in range(start[row], start[row + 1]):
            other = column[entry]
            length = base + price[entry] - saved[other]
            if length < search.metres[other]:
                by[other] = entry
                size = reach(search, size, other, length, np.inf)
        if size == 0:
            return -1, done, size
        found = search.heap[0]
        size -= 1
        if size > 0:
            sink_down(search, search.heap[size], size)
        search.touched[done] = found
        done += 1
        if owner[found] == FREE:
            return found, done, size
        row = owner[found]
        base = search.metres[found] - (price[taken[row]] - saved[found])


@inner_kernel
def clear(search: Search, done: int, size: int) -> None:
    """Forget all that a search reached."""
    for k in range(done):
        search.metres[search.touched[k]] = np.inf
    for k in range(size):
        search.metres[search.heap[k]] = np.inf
